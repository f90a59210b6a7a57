//! The NHS number of England and Wales, and its siblings in Scotland (CHI) and Northern Ireland (H&C), which share the
//! check digit.
//!
//! Rule: NHS Data Dictionary, NHS NUMBER. Ten digits; the first nine are weighted 10 down to 2 and summed; the check
//! digit is 11 less the sum's remainder modulo 11, where 11 is written 0 and 10 makes the number invalid.
//!
//! Of a number of nine digits, a Scottish one may have lost its leading zero to a spreadsheet; it is not put back, since one
//! in eleven numbers with any digit lost would pass too.
//!
//! Which ranges have been issued is not checked: made-up data deliberately uses numbers that have not.

use super::finding::{Finding, Standardised};
use super::fold;

/// How many digits the number has.
const DIGITS: usize = 10;

/// Valid by their check digit, yet typed to get past a required field: the digits in order, up or down. The same digit
/// ten times is tested for by itself.
const KNOWN_DUMMIES: &[&[u8; DIGITS]] = &[b"0123456789", b"1234567890", b"9876543210"];

/// Standardises an NHS number to ten digits without spaces: `943 476 5919` is `9434765919`.
///
/// Dummies and the 999 range, which NHS England keeps for tests, give no value.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    let text = fold::plain(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    let mut digits = [0_u8; DIGITS];
    let mut count = 0;
    for byte in fold::without_decimal_zeros(&text).bytes() {
        match byte {
            b'0'..=b'9' => {
                if let Some(place) = digits.get_mut(count) {
                    *place = byte;
                }
                count += 1;
            }
            b' ' | b'-' | b'.' => {}
            _ => return Standardised::rejected(not_digits(&text)),
        }
    }
    if count == 0 {
        return Standardised::rejected(Finding::Placeholder);
    }
    match digits
        .get(..count)
        .map_or(Some(Finding::NhsNumberLength), finding)
    {
        Some(finding) => Standardised::rejected(finding),
        None => Standardised::value(digits.iter().copied().map(char::from).collect()),
    }
}

/// The check digit, 0 to 9, for nine digits given as numbers or as ASCII.
///
/// `None` when there are not nine digits, or when no check digit exists for them (the sum calls for 10).
#[must_use]
pub fn check_digit(nine: &[u8]) -> Option<u8> {
    if nine.len() != DIGITS - 1 {
        return None;
    }
    let mut sum = 0_u16;
    for (&digit, weight) in nine.iter().zip((2..=10_u16).rev()) {
        let digit = if digit.is_ascii_digit() {
            digit - b'0'
        } else {
            digit
        };
        if digit > 9 {
            return None;
        }
        sum += u16::from(digit) * weight;
    }
    match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        check => u8::try_from(check).ok(),
    }
}

/// What is wrong with a number of these ASCII digits, if anything.
fn finding(digits: &[u8]) -> Option<Finding> {
    let (&last, nine) = digits.split_last()?;
    if nine.iter().all(|&d| d == last) && (digits.len() == DIGITS || last == b'0')
        || KNOWN_DUMMIES.iter().any(|dummy| dummy.as_slice() == digits)
    {
        Some(Finding::NhsNumberDummy)
    } else if digits.len() != DIGITS {
        Some(Finding::NhsNumberLength)
    } else if check_digit(nine).map(|check| check + b'0') != Some(last) {
        Some(Finding::NhsNumberCheckDigit)
    } else if digits.starts_with(b"999") {
        Some(Finding::NhsNumberTestRange)
    } else {
        None
    }
}

/// Why a text with something other than digits, spaces and hyphens is refused.
fn not_digits(text: &str) -> Finding {
    if fold::is_scientific(text) {
        Finding::SpreadsheetNumber
    } else if fold::is_placeholder(text) {
        Finding::Placeholder
    } else {
        Finding::NhsNumberCharacters
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn valid_numbers_in_any_spacing() {
        // The first three are the examples in NHS England's own documents; 9906970782 is made up, outside the issued
        // ranges.
        for (raw, expected) in [
            ("943 476 5919", "9434765919"),
            ("943-476-5870", "9434765870"),
            ("4010232137", "4010232137"),
            ("9906970782", "9906970782"),
            ("9434765919.0", "9434765919"),
            ("943.476.5919", "9434765919"),
            ("\u{FEFF}943\u{A0}476\u{A0}5919", "9434765919"),
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::value(expected.to_owned()),
                "{raw}"
            );
        }
    }

    #[test]
    fn says_why_there_is_no_value() {
        for (raw, finding) in [
            ("9434765918", Finding::NhsNumberCheckDigit),
            ("9990000000", Finding::NhsNumberCheckDigit),
            ("943476591", Finding::NhsNumberLength),
            ("94347659190", Finding::NhsNumberLength),
            ("943476591A", Finding::NhsNumberCharacters),
            ("9.43477E+09", Finding::SpreadsheetNumber),
            ("0000000000", Finding::NhsNumberDummy),
            ("0", Finding::NhsNumberDummy),
            ("4444444444", Finding::NhsNumberDummy),
            ("1234567890", Finding::NhsNumberDummy),
            // The patient XXTESTPATIENT-TGNP of the NHS Spine's test service.
            ("9990548609", Finding::NhsNumberTestRange),
            ("N/K", Finding::Placeholder),
            ("--", Finding::Placeholder),
        ] {
            assert_eq!(standardise(raw), Standardised::rejected(finding), "{raw}");
        }
        assert_eq!(standardise(" \u{A0} "), Standardised::missing());
    }

    #[test]
    fn check_digits() {
        assert_eq!(check_digit(b"943476591"), Some(9));
        assert_eq!(check_digit(&[4, 0, 1, 0, 2, 3, 2, 1, 3]), Some(7));
        assert_eq!(check_digit(b"943476587"), Some(0));
        assert_eq!(check_digit(b"999000000"), None);
        assert_eq!(check_digit(b"94347659"), None);
        assert_eq!(check_digit(b"94347659x"), None);
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), coded in "[0-9 -]{9,12}") {
            for raw in [raw, coded] {
                if let Some(once) = standardise(&raw).value {
                    prop_assert_eq!(standardise(&once).value, Some(once));
                }
            }
        }

        #[test]
        fn any_single_wrong_digit_is_caught(stem in "[1-8]{9}", place in 0_usize..10, by in 1_u8..10) {
            if let Some(check) = check_digit(stem.as_bytes()) {
                let mut digits = stem.into_bytes();
                digits.push(check + b'0');
                if let Some(digit) = digits.get_mut(place) {
                    *digit = (*digit - b'0' + by) % 10 + b'0';
                }
                let found = finding(&digits);
                prop_assert!(matches!(found, Some(Finding::NhsNumberCheckDigit | Finding::NhsNumberDummy)));
            }
        }

        #[test]
        fn check_digit_never_panics(nine in any::<Vec<u8>>()) {
            let _ = check_digit(&nine);
        }
    }
}
