//! How much a column's header looks like a field's name.

use crate::agreement::Field;
use crate::read::{known_headers, plain_header};

/// Words that say a column is about somebody or something else than the record's own person, such as `GP postcode`.
const ABOUT_OTHERS: &[&str] = &[
    "gp",
    "doctor",
    "surgery",
    "practice",
    "mother",
    "mothers",
    "father",
    "fathers",
    "kin",
    "nok",
    "parent",
    "parents",
    "carer",
    "guardian",
    "partner",
    "spouse",
    "child",
    "school",
    "employer",
    "hospital",
    "ward",
    "clinic",
    "worker",
    "officer",
    "referrer",
    "referral",
    "contact2",
    "landlord",
    "previous",
    "prev",
    "former",
    "old",
    "alternative",
    "emergency",
    "site",
    "provider",
    "user",
];

/// How a header resembles a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Likeness {
    /// 0 to 1.
    pub(super) score: f64,
    pub(super) how: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It is one of the field's names.
    Same,
    /// It has one of the field's names among its words.
    Contains,
    /// It is one of the field's names but for a letter or two.
    Similar,
    /// It has one of the field's names among its words, and words that say it is about somebody else.
    AboutOthers,
}

/// The best likeness of a header to any name of the field, if there is one worth telling.
///
/// Spelling is compared by the Jaro-Winkler similarity (Winkler 1990) of `strsim`; names of fewer than four letters
/// must be exact, as `dob` and `job` are not alike.
pub(super) fn likeness(header: &str, field: &Field) -> Option<Likeness> {
    let words = words(header);
    let whole = plain_header(header);
    let others = words
        .iter()
        .any(|word| ABOUT_OTHERS.contains(&word.as_str()));
    known_headers(field)
        .filter_map(|name| {
            let plain = plain_header(name);
            if plain.is_empty() {
                return None;
            }
            if plain == whole {
                return Some(Likeness {
                    score: 1.0,
                    how: How::Same,
                });
            }
            let name_words: Vec<String> = self::words(name);
            let contains = words
                .windows(name_words.len().max(1))
                .any(|window| window.concat() == plain)
                || (plain.len() >= 5 && words.contains(&plain));
            if contains {
                return Some(if others {
                    Likeness {
                        score: 0.3,
                        how: How::AboutOthers,
                    }
                } else {
                    Likeness {
                        score: 0.8,
                        how: How::Contains,
                    }
                });
            }
            let similarity = strsim::jaro_winkler(&plain, &whole);
            (plain.len() >= 4 && similarity >= 0.92 && !others).then_some(Likeness {
                score: 0.7,
                how: How::Similar,
            })
        })
        .max_by(|one, other| one.score.total_cmp(&other.score))
}

/// A header's words in lower case: `PatientDOB_1` is patient, dob, 1.
pub(super) fn words(header: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in header.chars() {
        if !c.is_alphanumeric() {
            before = None;
            continue;
        }
        let begins = before.is_none_or(|before| {
            (before.is_lowercase() && c.is_uppercase()) || (before.is_numeric() != c.is_numeric())
        });
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        before = Some(c);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::from_template;

    fn best(header: &str, field: &str) -> Option<How> {
        let agreement = from_template("person", &["A".to_owned(), "B".to_owned()]).unwrap();
        let at = agreement.field_position(field).unwrap();
        likeness(header, &agreement.fields()[at]).map(|likeness| likeness.how)
    }

    #[test]
    fn headers_as_exports_have_them() {
        assert_eq!(best("D.O.B.", "birth_date"), Some(How::Same));
        assert_eq!(best("Patient DOB", "birth_date"), Some(How::Contains));
        assert_eq!(best("PatientSurname", "surname"), Some(How::Contains));
        assert_eq!(best("Surnmae", "surname"), Some(How::Similar));
        assert_eq!(best("Post_Code_1", "postcode"), Some(How::Contains));
        assert_eq!(best("GP Postcode", "postcode"), Some(How::AboutOthers));
        assert_eq!(
            best("Mother's date of birth", "birth_date"),
            Some(How::AboutOthers)
        );
        assert_eq!(best("Job", "birth_date"), None);
        assert_eq!(best("Notes", "surname"), None);
    }

    #[test]
    fn words_of_a_header() {
        assert_eq!(words("PatientDOB_1"), ["patient", "dob", "1"]);
        assert_eq!(words("  date-of birth"), ["date", "of", "birth"]);
    }
}
