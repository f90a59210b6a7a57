use serde::{Deserialize, Serialize};

use super::{FieldKind, Take};

/// Values of which a match key makes no token: the record is treated as if it lacked the field, for this key only.
///
/// HES-DID linkage leaves out dates of birth of 1 January and a list of postcodes in this way. An agreement is public,
/// so only fields of which a value says nothing of one person by itself can be named, and of numbers only what stands for none: one
/// digit over and over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The field's name.
    pub field: String,
    /// What is taken of its standardised value.
    #[serde(default)]
    pub take: Take,
    /// The values, as they are taken: capital letters and digits without spaces, dates as `YYYYMMDD` or what is taken
    /// of that.
    pub values: Vec<String>,
}

impl Exception {
    /// The most values of one exception.
    pub(super) const MAX_VALUES: usize = 1000;

    /// Whether values of this kind can stand in a public agreement: dates of birth, postcodes, names and texts, and numbers
    /// that are none.
    pub(super) const fn suits(kind: FieldKind) -> bool {
        matches!(
            kind,
            FieldKind::BirthDate
                | FieldKind::UkPostcode
                | FieldKind::GivenName
                | FieldKind::Name
                | FieldKind::Text
                | FieldKind::Digits
        )
    }

    /// What is wrong with a value, if it could never be what is taken of a field of this kind.
    pub(super) fn problem(take: Take, kind: FieldKind, value: &str) -> Option<&'static str> {
        let digits =
            |count: usize| value.len() == count && value.bytes().all(|b| b.is_ascii_digit());
        let code = |least: usize, most: usize| {
            (least..=most).contains(&value.len())
                && value
                    .bytes()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        };
        let (fits, shape) = match (kind, take) {
            (FieldKind::BirthDate, Take::Year) => (digits(4), "a year has four digits"),
            (FieldKind::BirthDate, Take::YearMonth) => {
                (digits(6), "a year and month has six digits, as in 198002")
            }
            (FieldKind::BirthDate, Take::MonthDay) => {
                (digits(4), "a month and day has four digits, as in 0101")
            }
            (FieldKind::BirthDate, Take::YearDay) => {
                (digits(6), "a year and day has six digits, as in 198003")
            }
            (FieldKind::BirthDate, _) => (digits(8), "a date has eight digits, as in 19800203"),
            (FieldKind::UkPostcode, Take::Whole) => (
                code(5, 7),
                "a postcode has capital letters and digits and no space, as in SW1A2AA",
            ),
            (FieldKind::UkPostcode, _) => (
                code(2, 5),
                "a part of a postcode has capital letters and digits and no space, as in SW1A2",
            ),
            (FieldKind::Digits, _) => (
                (1..=32).contains(&value.len()) && one_digit_repeated(value),
                "of numbers only what stands for none can be listed, one digit over and over, as in 0000: others may be somebody's",
            ),
            _ => (
                (1..=64).contains(&value.len())
                    && !value.chars().any(|c| c.is_lowercase() || c.is_whitespace()),
                "a value has 1 to 64 characters, with no small letters and no spaces",
            ),
        };
        (!fits).then_some(shape)
    }
}

fn one_digit_repeated(value: &str) -> bool {
    let mut bytes = value.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_digit() && bytes.all(|next| next == first))
}
