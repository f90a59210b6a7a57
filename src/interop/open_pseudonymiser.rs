//! The digests of OpenPseudonymiser 0.9.7 to 2.0.2 (University of Nottingham): salted SHA-256 of identifiers.
//!
//! The values are put together in the order of their columns' names, white space is taken out, the salt goes to the end,
//! and the SHA-256 of that in UTF-8 is written in capital letters. An `.EncryptedSalt` file hides nothing: the key that
//! opens it is a part of the program. Give the salt that was in it.

use std::cmp::Ordering;

use sha2::{Digest as _, Sha256};

use super::hex;
use crate::secret::Zeroizing;

/// Why digests cannot be made.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenPseudonymiserError {
    /// OpenPseudonymiser refuses it too.
    #[error("the salt is empty. Give the salt that the partners agreed")]
    EmptySalt,
    /// The Java version trims it and the .NET version does not.
    #[error(
        "the salt begins or ends in white space, which versions of OpenPseudonymiser treat differently. Agree on a salt without it"
    )]
    SaltWithSpaces,
    /// Nothing to hash.
    #[error("no column is given. Name the columns that go into the digest")]
    NoColumns,
    /// Twice the same name.
    #[error("the column \"{0}\" is given twice")]
    Repeated(String),
    /// The Java version orders by characters and the .NET version by language.
    #[error(
        "\"{0}\" and \"{1}\" are ordered differently by versions of OpenPseudonymiser, and so make different digests. Rename the columns with letters and digits only, all in one case, with the partners"
    )]
    OrderUnclear(String, String),
}

/// Makes digests of the same columns with one salt.
pub struct OpenPseudonymiser {
    salt: Zeroizing<String>,
    /// Positions of the columns in the order of their names, and whether each is an NHS number.
    order: Vec<(usize, bool)>,
}

impl OpenPseudonymiser {
    /// `names` are the columns' names, which decide the order. Of columns named `NHSNumber` or `NewNHSNo`, in any case and
    /// spacing, only the digits count, as where OpenPseudonymiser is told which column is the NHS number.
    ///
    /// # Errors
    /// [`OpenPseudonymiserError`].
    pub fn new<S: AsRef<str>>(salt: &str, names: &[S]) -> Result<Self, OpenPseudonymiserError> {
        if salt.is_empty() {
            return Err(OpenPseudonymiserError::EmptySalt);
        }
        if salt.trim() != salt {
            return Err(OpenPseudonymiserError::SaltWithSpaces);
        }
        if names.is_empty() {
            return Err(OpenPseudonymiserError::NoColumns);
        }
        let mut sorted: Vec<(usize, &str)> = names.iter().map(S::as_ref).enumerate().collect();
        sorted.sort_by(|(_, one), (_, other)| by_characters(one, other));
        for pair in sorted.windows(2) {
            let [(_, one), (_, other)] = pair else {
                continue;
            };
            if one == other {
                return Err(OpenPseudonymiserError::Repeated((*one).to_owned()));
            }
            if !orders_agree(one, other) {
                return Err(OpenPseudonymiserError::OrderUnclear(
                    (*one).to_owned(),
                    (*other).to_owned(),
                ));
            }
        }
        Ok(Self {
            salt: Zeroizing::new(salt.to_owned()),
            order: sorted
                .into_iter()
                .map(|(position, name)| (position, is_nhs_number(name)))
                .collect(),
        })
    }

    /// The digest of a row's values, which stand in the order of the names given; 64 hexadecimal digits.
    ///
    /// `None` when a value is empty, where OpenPseudonymiser would make the same digest for all who lack it.
    #[must_use]
    pub fn digest<S: AsRef<str>>(&self, values: &[S]) -> Option<String> {
        let mut text = Zeroizing::new(String::new());
        for &(position, nhs_number) in &self.order {
            let before = text.len();
            let value = values.get(position)?.as_ref();
            text.extend(value.chars().filter(|&c| {
                if nhs_number {
                    c.is_ascii_digit()
                } else {
                    !matches!(c, ' ' | '\t' | '\r' | '\n')
                }
            }));
            if text.len() == before {
                return None;
            }
        }
        text.push_str(&self.salt);
        Some(hex::upper(&Sha256::digest(text.as_bytes())))
    }
}

/// What these digests do not protect against.
#[must_use]
pub const fn warning() -> &'static str {
    "OpenPseudonymiser digests are salted SHA-256. Whoever knows the salt can compute the digests of all NHS numbers in \
     minutes on one computer and so read every digest back; and an .EncryptedSalt file can be opened with a key that is \
     part of the program. Treat the file as identifiable wherever the salt may be known."
}

fn is_nhs_number(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    matches!(plain.as_str(), "NHSNUMBER" | "NEWNHSNO")
}

/// The order of the Java version: by characters after upper and lower case have changed places.
fn by_characters(one: &str, other: &str) -> Ordering {
    one.chars().map(swap_case).cmp(other.chars().map(swap_case))
}

fn swap_case(c: char) -> char {
    if c.is_ascii_uppercase() {
        c.to_ascii_lowercase()
    } else {
        c.to_ascii_uppercase()
    }
}

/// Whether two names, in the order of the Java version, stand in the same order by a language's rules, which look at
/// letters before case and at punctuation last: certain where the first difference but of case is between letters or
/// digits, or one name begins with the other.
fn orders_agree(one: &str, other: &str) -> bool {
    if !one.is_ascii() || !other.is_ascii() {
        return false;
    }
    let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    let mut pairs = one.bytes().zip(other.bytes());
    match pairs.find(|(one, other)| one != other) {
        Some((one, other)) => {
            one < other && one.is_ascii_alphanumeric() && other.is_ascii_alphanumeric()
        }
        None => one.len() < other.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(salt: &str, columns: &[(&str, &str)]) -> Option<String> {
        let (names, values): (Vec<_>, Vec<_>) = columns.iter().copied().unzip();
        OpenPseudonymiser::new(salt, &names)
            .unwrap()
            .digest(&values)
    }

    // The known answer of OpenPseudonymiser's own tests in C# and Java, in both orders.
    #[test]
    fn the_published_digest() {
        let expected = "ED72F814B7905F3D3958749FA90FE657C101EC657402783DB68CBE3513E76087";
        let nhs = ("NHSNumber", "943 476 5919");
        let dob = ("DOB", "29.11.1973");
        assert_eq!(digest("mackerel", &[nhs, dob]).as_deref(), Some(expected));
        assert_eq!(digest("mackerel", &[dob, nhs]).as_deref(), Some(expected));
    }

    // From the questions and answers of openpseudonymiser.org: the SHA-256 of 123456789 and the salt "hello".
    #[test]
    fn the_digest_of_the_web_site() {
        let found = digest("hello", &[("id", " 1234\t56789\r\n")]).unwrap();
        assert!(
            found.starts_with("A4455E65") && found.ends_with("DEEDFE"),
            "{found}"
        );
    }

    #[test]
    fn only_the_digits_of_nhs_numbers_count() {
        let plain = digest("s", &[("nhs_number", "9434765919")]);
        assert_eq!(digest("s", &[("NHS Number", "943-476-5919")]), plain);
        assert_ne!(digest("s", &[("number", "943-476-5919")]), plain);
    }

    #[test]
    fn missing_is_no_digest() {
        assert_eq!(digest("s", &[("dob", "1.1.1980"), ("name", " \t")]), None);
        assert_eq!(digest("s", &[("nhsnumber", "unknown")]), None);
        let made = OpenPseudonymiser::new("s", &["a", "b"]).unwrap();
        assert_eq!(made.digest(&["1"]), None);
    }

    #[test]
    fn what_versions_do_differently_is_refused() {
        let refuse = |salt: &str, names: &[&str]| OpenPseudonymiser::new(salt, names).err();
        assert_eq!(refuse("", &["a"]), Some(OpenPseudonymiserError::EmptySalt));
        assert_eq!(
            refuse(" s", &["a"]),
            Some(OpenPseudonymiserError::SaltWithSpaces)
        );
        assert_eq!(refuse("s", &[]), Some(OpenPseudonymiserError::NoColumns));
        for names in [
            ["Address", "dob"],
            ["a_b", "ab"],
            ["dob", "DOB"],
            ["é", "f"],
            ["Ab", "aC"],
        ] {
            let found = refuse("s", &names);
            assert!(
                matches!(found, Some(OpenPseudonymiserError::OrderUnclear(..))),
                "{names:?}"
            );
        }
        for names in [
            ["DOB", "address"],
            ["date_of_birth", "nhs_number"],
            ["dob", "dob2"],
        ] {
            assert_eq!(refuse("s", &names), None, "{names:?}");
        }
        assert!(matches!(
            refuse("s", &["a", "a"]),
            Some(OpenPseudonymiserError::Repeated(_))
        ));
    }
}
