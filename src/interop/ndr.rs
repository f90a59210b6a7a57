//! The pseudonymous identifiers of the National Disease Registration Service (the `ndr_pseudonymise` gem): salted SHA-256
//! of the NHS number, and of birth date with postcode, and those hashed again for a recipient.

use sha2::{Digest as _, Sha256};

use super::hex;
use crate::secret::Zeroizing;

/// The least run of hexadecimal digits in a salt, as the registration service's own script asks.
const SALT_DIGITS: usize = 32;

/// Why an identifier cannot be made; the value is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NdrError {
    /// Not a salt of the registration service's kind.
    #[error(
        "the salt has fewer than {SALT_DIGITS} hexadecimal digits (0 to 9, a to f) in a row. Choose the file with the salt"
    )]
    Salt,
    /// An NHS number has ten digits.
    #[error("the NHS number has not ten digits")]
    NhsNumber,
    /// Postcodes go in as they are written.
    #[error("the postcode has other characters than capital letters, digits and spaces")]
    Postcode,
    /// Dates go in as they are written.
    #[error("the birth date is not written as YYYY-MM-DD")]
    BirthDate,
}

/// A salt.
pub struct NdrSalt(Zeroizing<String>);

impl NdrSalt {
    /// # Errors
    /// [`NdrError::Salt`].
    pub fn new(salt: &str) -> Result<Self, NdrError> {
        let is_digit = |c: char| matches!(c, '0'..='9' | 'a'..='f');
        let longest = salt.split(|c| !is_digit(c)).map(str::len).max();
        if longest.is_some_and(|digits| digits >= SALT_DIGITS) {
            Ok(Self(Zeroizing::new(salt.to_owned())))
        } else {
            Err(NdrError::Salt)
        }
    }

    /// `pseudo_id1`: of an NHS number of ten digits, between which spaces may stand. `None` when it is empty.
    ///
    /// # Errors
    /// [`NdrError::NhsNumber`].
    pub fn nhs_number(&self, nhs_number: &str) -> Result<Option<String>, NdrError> {
        let digits = Zeroizing::new(nhs_number.replace(' ', ""));
        if digits.is_empty() {
            return Ok(None);
        }
        if digits.len() != 10 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NdrError::NhsNumber);
        }
        Ok(Some(self.hash(&["nhsnumber_", &digits])))
    }

    /// `pseudo_id2`: of a birth date, `YYYY-MM-DD`, and a postcode in capital letters, whose spaces do not count. `None`
    /// when either is empty.
    ///
    /// # Errors
    /// [`NdrError::BirthDate`], [`NdrError::Postcode`].
    pub fn birth_date_and_postcode(
        &self,
        birth_date: &str,
        postcode: &str,
    ) -> Result<Option<String>, NdrError> {
        let postcode = Zeroizing::new(postcode.replace(' ', ""));
        if !postcode
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        {
            return Err(NdrError::Postcode);
        }
        if birth_date.is_empty() || postcode.is_empty() {
            return Ok(None);
        }
        if !is_iso_date(birth_date) {
            return Err(NdrError::BirthDate);
        }
        let parts = ["birthdate_postcode_", birth_date, "_", &postcode];
        Ok(Some(self.hash(&parts)))
    }

    /// An identifier hashed again, with this as the recipient's salt.
    #[must_use]
    pub fn repseudonymise(&self, pseudo_id: &str) -> String {
        self.hash(&["pseudoid_", pseudo_id])
    }

    fn hash(&self, parts: &[&str]) -> String {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part);
        }
        hash.update(self.0.as_bytes());
        hex::lower(&hash.finalize())
    }
}

/// What these identifiers do not protect against.
#[must_use]
pub const fn warning() -> &'static str {
    "NDR pseudonymous identifiers are salted SHA-256. Whoever knows the salt can compute the identifiers of all NHS \
     numbers, and of all birth dates with all postcodes, in minutes on one computer and so read every identifier back. \
     Treat the file as identifiable wherever the salt may be known."
}

fn is_iso_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of ndr_pseudonymise's script/generate_repseudoids.rb, which shows the first 16 digits.
    #[test]
    fn the_published_example() {
        let salt = NdrSalt::new("1234567890abcdef1234567890abcdef").unwrap();
        let recipient = NdrSalt::new("0123456789abcdef1234567890abcdef").unwrap();
        let first = salt.nhs_number("1234567881").unwrap().unwrap();
        let second = salt.birth_date_and_postcode("1975-10-22", "CB22 3AD");
        let second = second.unwrap().unwrap();
        assert!(
            recipient
                .repseudonymise(&first)
                .starts_with("f82845dec2cd7379")
        );
        assert!(
            recipient
                .repseudonymise(&second)
                .starts_with("051109c45665b97b")
        );
        assert_eq!(salt.nhs_number("123 456 7881"), Ok(Some(first)));
    }

    #[test]
    fn missing_is_no_identifier_and_other_forms_are_refused() {
        let salt = NdrSalt::new(&"a".repeat(32)).unwrap();
        assert_eq!(salt.nhs_number(" "), Ok(None));
        assert_eq!(salt.birth_date_and_postcode("", "CB223AD"), Ok(None));
        assert_eq!(salt.birth_date_and_postcode("1975-10-22", " "), Ok(None));
        for number in ["123456788", "12345678811", "123456788X", "123-456-7881"] {
            assert_eq!(
                salt.nhs_number(number),
                Err(NdrError::NhsNumber),
                "{number}"
            );
        }
        let both = |date, postcode| salt.birth_date_and_postcode(date, postcode);
        assert_eq!(both("22/10/1975", "CB22 3AD"), Err(NdrError::BirthDate));
        assert_eq!(both("1975-10-22", "cb22 3ad"), Err(NdrError::Postcode));
        assert_eq!(both("1975-10-22", "CB22-3AD"), Err(NdrError::Postcode));
        for short in ["", "hello", &"A".repeat(64), &"a ".repeat(32)] {
            assert!(NdrSalt::new(short).is_err(), "{short}");
        }
    }
}
