use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::{Field, FieldKind};

/// A tuple of transformed fields that two records must share exactly. A record that lacks any part has no token for it.
///
/// Match keys are tried in the agreement's order; this is the cascade of deterministic linkage (HES ID, ONS 2021).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchKey {
    /// Identifier, also the name of the extract's column: lower-case letters, digits and underscores.
    pub name: String,
    /// What the tuple is made of.
    pub parts: Vec<Part>,
    /// Whether equality makes a link. A key that only serves to contradict others has `false`.
    #[serde(default = "yes")]
    pub links: bool,
    /// Names of match keys which, when both records have one and they differ, forbid a link by this key.
    #[serde(default)]
    pub contradicted_by: Vec<String>,
}

const fn yes() -> bool {
    true
}

/// One part of a match key: a field, or what is taken of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The field's name.
    pub field: String,
    /// What is taken of its standardised value.
    #[serde(default)]
    pub take: Take,
    /// Keep only this many leading characters of what was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u8>,
    /// Another field that may have been entered in this one's place: the two values are put in order before they are
    /// encoded, so records agree whichever way round they were entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swaps_with: Option<String>,
}

/// What a match key takes of a standardised value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// All of it, without spaces.
    #[default]
    Whole,
    /// Its first word.
    FirstWord,
    /// The first letter.
    Initial,
    /// Soundex code of the first word.
    Soundex,
    /// Primary Double Metaphone code of the whole name.
    DoubleMetaphone,
    /// NYSIIS code of the first word.
    Nysiis,
    /// The nickname group of the first word (Bob and Robert share one).
    Nickname,
    /// A postcode's outward part (`SW1A` of `SW1A 2AA`).
    Outcode,
    /// A postcode's sector (`SW1A 2` of `SW1A 2AA`).
    Sector,
    /// A date's year.
    Year,
    /// A date's year and month.
    YearMonth,
    /// A date's month and day.
    MonthDay,
    /// A date with day and month in ascending order, so that 3 April and 4 March agree.
    DayMonthEitherWay,
}

impl Take {
    /// Whether this can be taken of a field of this kind.
    #[must_use]
    pub const fn suits(self, kind: FieldKind) -> bool {
        match self {
            Self::Whole => true,
            Self::FirstWord | Self::Initial => {
                matches!(
                    kind,
                    FieldKind::GivenName
                        | FieldKind::Name
                        | FieldKind::Text
                        | FieldKind::AddressLine
                )
            }
            Self::Soundex | Self::DoubleMetaphone | Self::Nysiis | Self::Nickname => {
                matches!(
                    kind,
                    FieldKind::GivenName | FieldKind::Name | FieldKind::Text
                )
            }
            Self::Outcode | Self::Sector => matches!(kind, FieldKind::UkPostcode),
            // Of a date and time, the day is that in UTC.
            Self::Year | Self::YearMonth | Self::MonthDay => {
                matches!(kind, FieldKind::BirthDate | FieldKind::DateTime)
            }
            Self::DayMonthEitherWay => matches!(kind, FieldKind::BirthDate),
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Whole => "",
            Self::FirstWord => "first word of ",
            Self::Initial => "initial of ",
            Self::Soundex => "sound (Soundex) of ",
            Self::DoubleMetaphone => "sound (Double Metaphone) of ",
            Self::Nysiis => "sound (NYSIIS) of ",
            Self::Nickname => "nickname group of ",
            Self::Outcode => "outward part of ",
            Self::Sector => "sector of ",
            Self::Year => "year of ",
            Self::YearMonth => "year and month of ",
            Self::MonthDay => "month and day of ",
            Self::DayMonthEitherWay => "day and month either way of ",
        }
    }
}

impl MatchKey {
    /// The key in words, such as "NHS number + date of birth".
    #[must_use]
    pub fn description(&self, fields: &[Field]) -> String {
        let label = |name: &str| {
            fields
                .iter()
                .find(|field| field.name == name)
                .map_or_else(|| name.to_owned(), |field| field.label.clone())
        };
        let mut text = String::new();
        for part in &self.parts {
            if !text.is_empty() {
                text.push_str(" + ");
            }
            if let Some(first) = part.first {
                let _ = write!(text, "first {first} of ");
            }
            text.push_str(part.take.words());
            text.push_str(&label(&part.field));
            if let Some(other) = &part.swaps_with {
                let _ = write!(text, " and {}, either way round", label(other));
            }
        }
        text
    }
}
