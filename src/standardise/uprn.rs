//! The Unique Property Reference Number of an address.
//!
//! A UPRN is a number of up to 12 digits (`GeoPlace`; BS 7666). It carries no check digit, and some systems pad it with
//! zeros, so the standard form has none in front.

use super::finding::{Finding, Standardised};
use super::fold;

/// The most digits a UPRN has.
const MAX_DIGITS: usize = 12;

/// Standardises a UPRN: `000010023456` is `10023456`.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    let text = fold::plain(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    let whole = fold::without_decimal_zeros(&text);
    if whole.len() <= MAX_DIGITS && whole.bytes().all(|b| b.is_ascii_digit()) {
        let significant = whole.trim_start_matches('0');
        if significant.is_empty() {
            return Standardised::rejected(Finding::UprnZero);
        }
        return Standardised::value(significant.to_owned());
    }
    Standardised::rejected(if fold::is_scientific(&text) {
        Finding::SpreadsheetNumber
    } else if fold::is_placeholder(&text) {
        Finding::Placeholder
    } else {
        Finding::UprnShape
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn strips_padding() {
        // 10033544614 is Buckingham Palace, 100023336956 is 10 Downing Street (open data: addresses of buildings, not people).
        for (raw, expected) in [
            ("010033544614", "10033544614"),
            (" 10033544614.0 ", "10033544614"),
            ("100023336956", "100023336956"),
            ("1", "1"),
        ] {
            assert_eq!(standardise(raw).value.as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn says_why_there_is_no_value() {
        for (raw, finding) in [
            ("000000000000", Finding::UprnZero),
            ("1000233369569", Finding::UprnShape),
            ("10 Downing Street", Finding::UprnShape),
            ("1.00021E+11", Finding::SpreadsheetNumber),
            ("Not known", Finding::Placeholder),
        ] {
            assert_eq!(standardise(raw), Standardised::rejected(finding), "{raw}");
        }
        assert_eq!(standardise(""), Standardised::missing());
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), coded in "[0-9.]{0,14}") {
            for raw in [raw, coded] {
                if let Some(once) = standardise(&raw).value {
                    prop_assert_eq!(standardise(&once).value, Some(once));
                }
            }
        }
    }
}
