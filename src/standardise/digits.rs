//! Numbers that are names rather than amounts, such as a case or pupil number: the digits alone.

use super::finding::{Finding, Standardised};
use super::fold;

/// Standardises a number to its digits: `LX-00 123` is `00123`. Leading zeros stay, as they may tell two numbers apart.
///
/// A whole number that a program wrote as `123.0` is `123`.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    let text = fold::plain(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    if fold::is_scientific(&text) {
        return Standardised::rejected(Finding::SpreadsheetNumber);
    }
    let whole = fold::without_decimal_zeros(&text);
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        Standardised::value(digits)
    } else if fold::is_placeholder(&text) {
        Standardised::rejected(Finding::Placeholder)
    } else {
        Standardised::rejected(Finding::NoDigits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keeps_digits_and_leading_zeros() {
        for (raw, expected) in [
            ("LX-00 123", "00123"),
            ("123.0", "123"),
            ("１２３", "123"),
            ("0", "0"),
        ] {
            assert_eq!(standardise(raw).value.as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn says_why_there_is_no_value() {
        assert_eq!(standardise(" \u{A0}"), Standardised::missing());
        assert_eq!(
            standardise("abc"),
            Standardised::rejected(Finding::NoDigits)
        );
        assert_eq!(
            standardise("n/a"),
            Standardised::rejected(Finding::Placeholder)
        );
        assert_eq!(
            standardise("1.2E+10"),
            Standardised::rejected(Finding::SpreadsheetNumber)
        );
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), coded in "[0-9.E+ -]{0,12}") {
            for raw in [raw, coded] {
                if let Some(once) = standardise(&raw).value {
                    prop_assert_eq!(standardise(&once).value, Some(once));
                }
            }
        }
    }
}
