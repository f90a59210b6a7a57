//! Telephone numbers in the international form of ITU-T E.164: `+44` and the number without its leading zero.
//!
//! The rules are those of Ofcom's National Telephone Numbering Plan: 01 and 02 (places), 03 (organisations), 055 and 056
//! (over the internet), 07 (mobiles), 08 and 09 (special services). They tell a plausible number from another thing in the
//! column; whether it was ever issued is not checked. Short numbers (999, 111, 0800 1111) reach a service and not a person.
//!
//! These rules are the product's own because the maintained library for the purpose, `phonenumber`, carries the plans of
//! all countries and would add more than half as much again to what the page loads; a test compares the two.

use super::finding::{Finding, Standardised};
use super::fold;

/// The most digits of an international number, country code included (E.164, 6.2.1).
const MAX_DIGITS: usize = 15;

/// The fewest digits of an international number taken for one; the shortest national numbers with a country code.
const MIN_DIGITS: usize = 7;

/// The areas, less their zero, some of whose numbers have nine digits and not ten (National Telephone Numbering Plan, "4+5"
/// numbers, and the "5+4" ones of 016977). The library that the tests compare with knows short numbers of 1697 and 1768
/// alone, so nothing independent tests the rest.
const SHORT_AREAS: &[&str] = &[
    "1204", "1208", "1254", "1276", "1297", "1298", "1363", "1364", "1384", "1386", "1404", "1420",
    "1460", "1461", "1480", "1488", "1524", "1527", "1562", "1566", "1606", "1629", "1635", "1647",
    "1659", "1695", "1697", "1726", "1744", "1750", "1768", "1827", "1837", "1884", "1900", "1905",
    "1935", "1946", "1949", "1963", "1995",
];

/// Standardises a telephone number: `(020) 7946 0000 ext 12` is `+442079460000`.
///
/// Read as British: a leading 0, +44, 0044 or 44, with `(0)` after the code or not; and ten digits that start with 1, 2, 3,
/// 5, 7, 8 or 9, as a spreadsheet leaves them when it drops the zero (noted). Any other number that starts with `+` or 00 is kept
/// as its digits. An extension is dropped. One digit repeated, or digits counting up, is a dummy.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    let text = fold::plain(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    if fold::is_scientific(&text) {
        return Standardised::rejected(Finding::SpreadsheetNumber);
    }
    let text = text.strip_prefix("tel:").unwrap_or(&text);
    let main = text
        .find(['x', 'X', 'e', 'E', '#', ';'])
        .and_then(|at| text.get(..at))
        .unwrap_or(text);
    let mut digits = String::with_capacity(MAX_DIGITS + 1);
    for c in fold::without_decimal_zeros(main.trim_end()).chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '\t' | '(' | ')' | '-' | '.' | '+' | '\'' => {}
            _ => return Standardised::rejected(not_a_number(text)),
        }
    }
    // An apostrophe in front is how spreadsheets mark text.
    let international = main.trim_start_matches(['\'', ' ', '(']).starts_with('+');
    let Some((national, finding)) = british(&digits, international) else {
        return abroad(&digits, international, text);
    };
    if is_dummy(national) {
        return Standardised::rejected(Finding::PhoneDummy);
    }
    let standard = format!("+44{national}");
    match finding {
        Some(finding) => Standardised::noted(standard, finding),
        None => Standardised::value(standard),
    }
}

/// The national significant number of a British number, with a note if its leading zero had been lost.
fn british(digits: &str, international: bool) -> Option<(&str, Option<Finding>)> {
    let after_code = if international {
        digits.strip_prefix("44")
    } else {
        digits.strip_prefix("0044")
    };
    let (national, finding) = if let Some(rest) = after_code {
        (rest.strip_prefix('0').unwrap_or(rest), None)
    } else if international {
        return None;
    } else if let Some(rest) = digits.strip_prefix('0') {
        (rest, None)
    } else if let Some(rest) = digits.strip_prefix("44").filter(|_| digits.len() > 10) {
        (rest.strip_prefix('0').unwrap_or(rest), None)
    } else {
        (
            Some(digits).filter(|digits| digits.len() == 10)?,
            Some(Finding::PhoneLeadingZero),
        )
    };
    let fits = match national.as_bytes() {
        [b'1', ..] => match national.len() {
            10 => true,
            9 => national
                .get(..4)
                .is_some_and(|area| SHORT_AREAS.binary_search(&area).is_ok()),
            _ => false,
        },
        // Freephone numbers have nine digits as well.
        [b'8', b'0', b'0', ..] => matches!(national.len(), 9 | 10),
        [b'2' | b'3' | b'7' | b'8' | b'9', ..] | [b'5', b'5' | b'6', ..] => national.len() == 10,
        _ => false,
    };
    fits.then_some((national, finding))
}

/// A number that is not British: kept when it has a country code, and otherwise refused.
fn abroad(digits: &str, international: bool, text: &str) -> Standardised {
    let code_and_number = if international {
        Some(digits)
    } else {
        digits.strip_prefix("00")
    };
    let one_digit =
        |digits: &str| digits.len() > 4 && digits.bytes().all(|b| Some(b) == digits.bytes().next());
    match code_and_number {
        _ if one_digit(digits.trim_start_matches('0')) || one_digit(digits) => {
            Standardised::rejected(Finding::PhoneDummy)
        }
        Some(number)
            if (MIN_DIGITS..=MAX_DIGITS).contains(&number.len())
                && !number.starts_with('0')
                && !number.starts_with("44") =>
        {
            Standardised::value(format!("+{number}"))
        }
        _ => Standardised::rejected(not_a_number(text)),
    }
}

/// Whether a national number is one digit repeated, or the digits counting up as in 01234 567890 and 07123 456789.
fn is_dummy(national: &str) -> bool {
    let after_first = national.get(1..).unwrap_or_default();
    let mut pairs = national.bytes().zip(national.bytes().skip(1));
    pairs.all(|(a, b)| a == b)
        || matches!(after_first, "00000000" | "000000000")
        || matches!(national, "1234567890" | "7123456789" | "123456789")
}

/// Why a text that is not a telephone number is refused.
fn not_a_number(text: &str) -> Finding {
    if fold::is_placeholder(text) {
        Finding::Placeholder
    } else {
        Finding::PhoneShape
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn british_numbers_in_every_writing() {
        // Ofcom's numbers for drama, which reach nobody; the last, of nine digits, is made up.
        for (raw, expected) in [
            ("020 7946 0000", "+442079460000"),
            ("(020) 7946 0000 ext 12", "+442079460000"),
            ("+44 (0)20 7946 0000", "+442079460000"),
            ("0044 7700 900123", "+447700900123"),
            ("447700900123", "+447700900123"),
            ("07700-900.123", "+447700900123"),
            ("'07700900123", "+447700900123"),
            ("01632 960001 x4", "+441632960001"),
            ("0306 999 0000", "+443069990000"),
            ("01204 96000", "+44120496000"),
            ("0808 157 0000", "+448081570000"),
            ("0800 800 150", "+44800800150"),
            ("tel:+44-20-7946-0000", "+442079460000"),
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::value(expected.to_owned()),
                "{raw}"
            );
        }
        for raw in ["7700900123", "7700900123.0"] {
            let expected =
                Standardised::noted("+447700900123".to_owned(), Finding::PhoneLeadingZero);
            assert_eq!(standardise(raw), expected, "{raw}");
        }
    }

    #[test]
    fn numbers_abroad_need_their_code() {
        // 1 555 0100 to 0199 are kept for fiction in North America; 1 99 00 xx xx xx in France.
        assert_eq!(
            standardise("+1 (202) 555-0100").value.as_deref(),
            Some("+12025550100")
        );
        assert_eq!(
            standardise("0033 1 99 00 12 34").value.as_deref(),
            Some("+33199001234")
        );
    }

    #[test]
    fn says_why_there_is_no_value() {
        for (raw, finding) in [
            ("00000000000", Finding::PhoneDummy),
            ("07777777777", Finding::PhoneDummy),
            ("07000000000", Finding::PhoneDummy),
            ("01234567890", Finding::PhoneDummy),
            ("99999", Finding::PhoneDummy),
            ("7.7009E+09", Finding::SpreadsheetNumber),
            ("0800 1111", Finding::PhoneShape),
            ("0500 123456", Finding::PhoneShape),
            ("0600 123 4567", Finding::PhoneShape),
            ("01632 96000", Finding::PhoneShape),
            ("07700 90012", Finding::PhoneShape),
            ("+44 800", Finding::PhoneShape),
            ("07700 900123 / 01632 960001", Finding::PhoneShape),
            ("mum", Finding::PhoneShape),
            ("none", Finding::Placeholder),
        ] {
            assert_eq!(standardise(raw), Standardised::rejected(finding), "{raw}");
        }
        assert_eq!(standardise("\t"), Standardised::missing());
    }

    /// What `phonenumber` (the Rust port of Google's libphonenumber) makes of a British number: its E.164 form if it is
    /// valid by the library's list of numbers in use.
    fn by_the_library(raw: &str) -> Option<String> {
        let number = phonenumber::parse(Some(phonenumber::country::GB), raw).ok()?;
        let is_british = number.code().value() == 44;
        (is_british && number.is_valid())
            .then(|| number.format().mode(phonenumber::Mode::E164).to_string())
    }

    /// Every number that the library knows to be in use has the same form here, over a grid of all prefixes.
    #[test]
    fn agrees_with_the_library_on_every_prefix() {
        let mut compared = 0;
        for prefix in 1000..10_000_u32 {
            for tail in ["496017", "960123", "00147", "72345", "88345"] {
                let raw = format!("0{prefix}{tail}");
                let Some(expected) = by_the_library(&raw) else {
                    continue;
                };
                compared += 1;
                assert_eq!(standardise(&raw).value, Some(expected), "{raw}");
            }
        }
        assert!(compared > 4_000, "{compared}");
    }

    #[test]
    fn areas_of_short_numbers_are_sorted() {
        assert!(SHORT_AREAS.is_sorted());
    }

    proptest! {
        #[test]
        fn agrees_with_the_library(area in "(1[0-9]{2,4}|2[0-9]|3[0347][0-9]|7[0-9]{3}|8[04][0-9])", number in "[0-9]{5,8}", written in 0..5) {
            let national = format!("{area}{number}");
            let raw = match written {
                0 => format!("0{area} {number}"),
                1 => format!("+44 {area} {number}"),
                2 => format!("+44 (0){area} {number}"),
                3 => format!("(0{area}) {number} ext 4"),
                _ => format!("0044{national}"),
            };
            if let Some(expected) = by_the_library(&format!("0{national}")) {
                let found = standardise(&raw);
                if found.finding != Some(Finding::PhoneDummy) {
                    prop_assert_eq!(found.value, Some(expected));
                }
            }
        }

        #[test]
        fn is_idempotent(raw in any::<String>(), coded in "[+]?(44|0|00)?[ 0-9x]{6,14}") {
            for raw in [raw, coded] {
                if let Some(once) = standardise(&raw).value {
                    prop_assert_eq!(standardise(&once), Standardised::value(once));
                }
            }
        }
    }
}
