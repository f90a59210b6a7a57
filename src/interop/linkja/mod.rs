//! The link keys of linkja (MRAIA, Chicago): salted SHA-512 of names, birth date and the end of the social security
//! number, also with names swapped, the date misread or off by one, and the given name cut short.
//!
//! The ten kinds that linkja's hashing step has had are here; the published releases write `fnamelnamedob` and
//! `fnamelnamedobssn`. linkja also takes prefixes and suffixes (`MR`, `JR`) off names by lists that each site keeps: take
//! them off before.

mod person;

pub use person::LinkjaPerson;

use person::iso_date;
use sha2::{Digest as _, Sha512};
use time::{Date, Duration};

use super::hex;
use crate::secret::Zeroizing;

/// Why link keys cannot be made; the value is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkjaError {
    /// No salt.
    #[error("the salt is empty. Give the salt that the sites agreed")]
    EmptySalt,
    /// Other than a date.
    #[error("the birth date is not a date written as YYYY-MM-DD")]
    BirthDate,
    /// linkja's rule.
    #[error("the social security number has other characters than digits, hyphens and spaces")]
    SocialSecurityNumber,
}

/// A kind of link key, by the name of linkja's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKey {
    /// First name, last name, birth date.
    FirstLastDate,
    /// The same and the number.
    FirstLastDateNumber,
    /// Last name, first name, birth date.
    LastFirstDate,
    /// The same and the number.
    LastFirstDateNumber,
    /// First name, last name, birth date with day and month transposed.
    FirstLastTransposed,
    /// The same and the number.
    FirstLastTransposedNumber,
    /// Three letters of the first name, last name, birth date.
    First3LastDate,
    /// The same and the number.
    First3LastDateNumber,
    /// First name, last name, the day after the birth date, the number.
    FirstLastNextDayNumber,
    /// First name, last name, the birth date a year later, the number.
    FirstLastNextYearNumber,
}

impl LinkKey {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::FirstLastDate,
        Self::FirstLastDateNumber,
        Self::LastFirstDate,
        Self::LastFirstDateNumber,
        Self::FirstLastTransposed,
        Self::FirstLastTransposedNumber,
        Self::First3LastDate,
        Self::First3LastDateNumber,
        Self::FirstLastNextDayNumber,
        Self::FirstLastNextYearNumber,
    ];

    /// The name of linkja's column.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstLastDate => "fnamelnamedob",
            Self::FirstLastDateNumber => "fnamelnamedobssn",
            Self::LastFirstDate => "lnamefnamedob",
            Self::LastFirstDateNumber => "lnamefnamedobssn",
            Self::FirstLastTransposed => "fnamelnameTdob",
            Self::FirstLastTransposedNumber => "fnamelnameTdobssn",
            Self::First3LastDate => "fname3lnamedob",
            Self::First3LastDateNumber => "fname3lnamedobssn",
            Self::FirstLastNextDayNumber => "fnamelnamedobDssn",
            Self::FirstLastNextYearNumber => "fnamelnamedobYssn",
        }
    }

    const fn has_number(self) -> bool {
        !matches!(
            self,
            Self::FirstLastDate
                | Self::LastFirstDate
                | Self::FirstLastTransposed
                | Self::First3LastDate
        )
    }
}

/// Makes link keys with one salt.
pub struct Linkja(Zeroizing<String>);

impl Linkja {
    /// # Errors
    /// [`LinkjaError::EmptySalt`].
    pub fn new(salt: &str) -> Result<Self, LinkjaError> {
        if salt.is_empty() {
            return Err(LinkjaError::EmptySalt);
        }
        Ok(Self(Zeroizing::new(salt.to_owned())))
    }

    /// A link key, 128 hexadecimal digits; `None` when it needs a number and there is none.
    #[must_use]
    pub fn link_key(&self, person: &LinkjaPerson, key: LinkKey) -> Option<String> {
        if key.has_number() && person.number.is_empty() {
            return None;
        }
        let date = person.birth_date;
        let (first, last) = (person.first.as_str(), person.last.as_str());
        let names = match key {
            LinkKey::LastFirstDate | LinkKey::LastFirstDateNumber => [last, first],
            // Letters A to Z and spaces, so bytes are characters.
            LinkKey::First3LastDate | LinkKey::First3LastDateNumber => {
                [first.get(..3).unwrap_or(first), last]
            }
            _ => [first, last],
        };
        let date = match key {
            LinkKey::FirstLastTransposed | LinkKey::FirstLastTransposedNumber => {
                let (year, month, day) = date.to_calendar_date();
                format!("{year:04}-{day:02}-{:02}", u8::from(month))
            }
            LinkKey::FirstLastNextDayNumber => written(date.checked_add(Duration::DAY)?),
            LinkKey::FirstLastNextYearNumber => written(a_year_later(date)?),
            _ => written(date),
        };
        let number = if key.has_number() {
            person.number.as_str()
        } else {
            ""
        };
        Some(self.hash(&[names[0], names[1], &date, number]))
    }

    /// The hash of a site's own patient identifier, which tells a site's patients apart: the identifier, the site, and the
    /// days from birth to a date that the sites keep to themselves.
    ///
    /// # Errors
    /// [`LinkjaError::BirthDate`] for either date.
    pub fn patient_id_hash(
        &self,
        patient_id: &str,
        site_id: &str,
        birth_date: &str,
        private_date: &str,
    ) -> Result<String, LinkjaError> {
        let date = |text| iso_date(text).ok_or(LinkjaError::BirthDate);
        let days = (date(private_date)? - date(birth_date)?).whole_days();
        Ok(self.hash(&[patient_id, site_id, &days.to_string()]))
    }

    fn hash(&self, parts: &[&str]) -> String {
        let mut hash = Sha512::new();
        for part in parts {
            hash.update(part);
        }
        hash.update(self.0.as_bytes());
        hex::upper(&hash.finalize())
    }
}

/// What these link keys do not protect against.
#[must_use]
pub const fn warning() -> &'static str {
    "linkja link keys are salted SHA-512 of names and birth dates. Whoever knows the salt, as every site does, can hash \
     lists of names with all birth dates in minutes on one computer and so read most keys back. Treat the file as \
     identifiable wherever the salt may be known."
}

fn written(date: Date) -> String {
    let (year, month, day) = date.to_calendar_date();
    format!("{year:04}-{:02}-{day:02}", u8::from(month))
}

/// 29 February becomes 28 February, as Java has it.
fn a_year_later(date: Date) -> Option<Date> {
    let year = date.year() + 1;
    date.replace_year(year)
        .or_else(|_| Date::from_calendar_date(year, date.month(), 28))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(first: &str, last: &str, date: &str, number: &str, key: LinkKey) -> Option<String> {
        let person = LinkjaPerson::new(first, last, date, number).unwrap()?;
        Linkja::new("0123456789123").unwrap().link_key(&person, key)
    }

    // The known answers of linkja-hashing's HashingStepTest.java, by their first and last digits; each was computed again
    // with Python's hashlib.
    #[test]
    fn the_published_keys() {
        let (short, long) = ("1950-06-06", "1950-12-15");
        for (first, last, date, kind, start, end) in [
            (
                "JON",
                "DOE",
                short,
                LinkKey::FirstLastDate,
                "3C6F1E81D3BF2933",
                "177698125BA04385",
            ),
            (
                "JON",
                "DOE",
                short,
                LinkKey::FirstLastDateNumber,
                "7D0064D9573467E1",
                "15AD7C5CE6520E9F4",
            ),
            (
                "JON",
                "DOE",
                short,
                LinkKey::LastFirstDate,
                "66F05558D03A8AC1",
                "5CC11FC0D9EEC2F96A",
            ),
            (
                "JON",
                "DOE",
                short,
                LinkKey::LastFirstDateNumber,
                "820502C524C52CA2",
                "60527300E302D53A4",
            ),
            (
                "JON",
                "DOE",
                long,
                LinkKey::FirstLastTransposed,
                "C8D543DEF15CDACB",
                "81129A2465447EF1",
            ),
            (
                "JON",
                "DOE",
                long,
                LinkKey::FirstLastTransposedNumber,
                "90674FDBBE3DEECB",
                "199A21F499FB8DFE",
            ),
            (
                "JONATHAN",
                "DOUGH",
                short,
                LinkKey::First3LastDate,
                "D6F6362ED6EDCB1C",
                "D54F05C1F300C62A8",
            ),
            (
                "JONATHAN",
                "DOUGH",
                short,
                LinkKey::First3LastDateNumber,
                "A49C5EBAB51AF136",
                "B2AF6A7CA78A7D2B",
            ),
            (
                "JON",
                "DOE",
                short,
                LinkKey::FirstLastNextDayNumber,
                "EB6C3AAE47182D00",
                "F7BD83002B291AF1",
            ),
            (
                "JON",
                "DOE",
                short,
                LinkKey::FirstLastNextYearNumber,
                "2240E9DB53B395BB",
                "DEF216735E0A4F",
            ),
        ] {
            let found = key(first, last, date, "5555", kind).unwrap();
            assert_eq!(found.len(), 128);
            assert!(
                found.starts_with(start) && found.ends_with(end),
                "{kind:?} {found}"
            );
        }
        let linkja = Linkja::new("0123456789123").unwrap();
        let patient = linkja.patient_id_hash("12345", "3", "1950-01-01", "2000-01-01");
        let patient = patient.unwrap();
        assert!(patient.starts_with("E17144CF79714198") && patient.ends_with("18EF44077B2D1"));
    }

    #[test]
    fn people_are_normalised_as_linkja_does() {
        let plain = key(
            "JON PAUL",
            "DOE SMITH",
            "1950-06-06",
            "5555",
            LinkKey::FirstLastDateNumber,
        );
        let written = key(
            " Jon-Paul ",
            "d'oe -- smith.",
            "1950-06-06",
            "123-45-5555",
            LinkKey::FirstLastDateNumber,
        );
        // "D'OE" loses its apostrophe.
        assert_eq!(written, plain);
        let leap = key(
            "JON",
            "DOE",
            "1952-02-29",
            "5555",
            LinkKey::FirstLastNextYearNumber,
        );
        let end = key(
            "JON",
            "DOE",
            "1952-02-28",
            "5555",
            LinkKey::FirstLastNextYearNumber,
        );
        assert_eq!(leap, end);
    }

    #[test]
    fn missing_is_no_key_and_other_forms_are_refused() {
        let date = LinkKey::FirstLastDate;
        assert_eq!(key("", "DOE", "1950-06-06", "", date), None);
        assert_eq!(key("J", "DOE", "1950-06-06", "", date), None);
        assert_eq!(key("JON", "DOE", "", "", date), None);
        for number in ["", "555", "123-45-0000"] {
            let found = key(
                "JON",
                "DOE",
                "1950-06-06",
                number,
                LinkKey::FirstLastDateNumber,
            );
            assert_eq!(found, None, "{number}");
        }
        for text in [
            "06/06/1950",
            "1950-02-30",
            "1950-6-6",
            "1950-06-06-01",
            "19500606",
        ] {
            let found = LinkjaPerson::new("JON", "DOE", text, "").err();
            assert_eq!(found, Some(LinkjaError::BirthDate), "{text}");
        }
        assert_eq!(
            LinkjaPerson::new("JON", "DOE", "1950-06-06", "12A").err(),
            Some(LinkjaError::SocialSecurityNumber)
        );
        assert_eq!(Linkja::new("").err(), Some(LinkjaError::EmptySalt));
    }
}
