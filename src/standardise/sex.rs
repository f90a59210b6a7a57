//! A person's sex as administrative systems record it: `M`, `F` or `X`.
//!
//! Systems record sex, gender, or either under the other's name; what is compared is what they recorded.

use super::finding::{Finding, Standardised};
use super::fold::{self, Words};

/// What one word says about the sex.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Male,
    Female,
    Neither,
    Unknown,
}

/// Standardises a sex to `M`, `F` or `X` (neither, or recorded as indeterminate).
///
/// Codes are those of the NHS Data Dictionary's PERSON GENDER CODE and PERSON STATED GENDER CODE (1 male, 2 female,
/// 9 indeterminate, 0 not known), which extend ISO/IEC 5218, those of its GENDER IDENTITY CODE that mean one thing wherever
/// they are used (Z not stated, but not 3 and 4, which are other things elsewhere), HL7 FHIR's words, and the letters of
/// police and council systems. A code with its meaning (`1 - Male`) is read when the two agree. What stands in brackets is a remark, as in `Female (including
/// trans woman)`. A bare `X` is kept with a note: the NHS means "not known" by it, others a third sex.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    let plain = fold::plain(raw);
    let text = fold::without_decimal_zeros(&plain);
    match text.as_bytes() {
        [] => return Standardised::missing(),
        [b'M' | b'm' | b'1'] => return Standardised::value("M".to_owned()),
        [b'F' | b'f' | b'2'] => return Standardised::value("F".to_owned()),
        [b'X' | b'x'] => return Standardised::noted("X".to_owned(), Finding::SexAmbiguous),
        _ => {}
    }
    if text.eq_ignore_ascii_case("MALE") {
        return Standardised::value("M".to_owned());
    }
    if text.eq_ignore_ascii_case("FEMALE") {
        return Standardised::value("F".to_owned());
    }
    match said(text) {
        Some(Said::Male) => Standardised::value("M".to_owned()),
        Some(Said::Female) => Standardised::value("F".to_owned()),
        Some(Said::Neither) => Standardised::value("X".to_owned()),
        Some(Said::Unknown) => Standardised::rejected(Finding::SexNotKnown),
        None if fold::is_placeholder(text) => Standardised::rejected(Finding::SexNotKnown),
        None => Standardised::rejected(Finding::SexUnrecognised),
    }
}

/// What the whole text says: a known phrase, or words that all say the same.
fn said(text: &str) -> Option<Said> {
    let mut words = Words::with_capacity(text.len());
    let mut depth = 0_usize;
    fold::for_each_upper(text, |c| match c {
        '(' | '[' => depth += 1,
        ')' | ']' => depth = depth.saturating_sub(1),
        _ if depth > 0 => {}
        _ if c.is_alphanumeric() => words.push(c),
        _ => words.end_word(),
    });
    let words = words.into_text();
    phrase(&words).or_else(|| {
        let mut all = words.split(' ').map(phrase);
        let first = all.next()??;
        all.all(|other| other == Some(first)).then_some(first)
    })
}

/// The known words and phrases, with the Welsh for male and female.
fn phrase(words: &str) -> Option<Said> {
    Some(match words {
        "M" | "1" | "01" | "MALE" | "MAN" | "BOY" | "GWRYW" | "GWRYWAIDD" => Said::Male,
        "F" | "2" | "02" | "FEMALE" | "WOMAN" | "GIRL" | "FEM" | "BENYW" | "BENYWAIDD" => {
            Said::Female
        }
        "9" | "09" | "I" | "O" | "INDETERMINATE" | "3 NON BINARY" | "4 OTHER" | "INTERSEX"
        | "OTHER" | "NB" | "NON BINARY" | "9 NOT SPECIFIED" | "NONBINARY" => Said::Neither,
        "0" | "00" | "U" | "Z" | "UNK" | "UNKNOWN" | "NOT KNOWN" | "NOTKNOWN" | "NOT STATED"
        | "NOT SPECIFIED" | "Z NOT STATED" | "NOT RECORDED" | "NOT DISCLOSED" | "X NOT KNOWN"
        | "0 NOT KNOWN" | "NOT GIVEN" | "UNSPECIFIED" | "UNDISCLOSED" | "PREFER NOT TO SAY" => {
            Said::Unknown
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_codes_and_words() {
        for (raw, expected) in [
            ("1", "M"),
            ("2", "F"),
            ("9", "X"),
            ("m", "M"),
            ("1.0", "M"),
            (" Female ", "F"),
            ("MALE", "M"),
            ("Female (including trans woman)", "F"),
            ("1 - Male", "M"),
            ("M/MALE", "M"),
            ("Benyw", "F"),
            ("Non-binary", "X"),
            ("Indeterminate", "X"),
            ("9 - Not specified", "X"),
            ("3 - Non-binary", "X"),
            ("4 - Other (not listed)", "X"),
            ("1 - Male (including trans man)", "M"),
            ("other", "X"),
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::value(expected.to_owned()),
                "{raw}"
            );
        }
        assert_eq!(
            standardise("X"),
            Standardised::noted("X".to_owned(), Finding::SexAmbiguous)
        );
    }

    #[test]
    fn says_why_there_is_no_value() {
        for raw in [
            "0",
            "U",
            "Not known",
            "not stated",
            "Prefer not to say",
            "X - Not known",
            "Z",
            "Z - Not Stated",
            "?",
            "NULL",
            "N/A",
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::rejected(Finding::SexNotKnown),
                "{raw}"
            );
        }
        for raw in [
            "3",
            "4",
            "Q",
            "1 - Female",
            "Male to female",
            "(male)",
            "Smith",
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::rejected(Finding::SexUnrecognised),
                "{raw}"
            );
        }
        assert_eq!(standardise("\u{A0}"), Standardised::missing());
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), coded in "[mMfFxX0129 -]{0,3}") {
            for raw in [raw, coded] {
                if let Some(once) = standardise(&raw).value {
                    prop_assert_eq!(standardise(&once).value, Some(once));
                }
            }
        }
    }
}
