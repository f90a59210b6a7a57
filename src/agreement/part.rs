use serde::{Deserialize, Serialize};

use super::FieldKind;

/// One part of a match key: a field, or what is taken of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Leave out this many last characters of what was taken; nothing is taken of a value that has no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_last: Option<u8>,
    /// Another field that may have been entered in this one's place: the two values are put in order before they are
    /// encoded, so records agree whichever way round they were entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swaps_with: Option<String>,
    /// Another field whose value is put behind this one's before anything is taken, as in a whole name: it no longer
    /// matters where one ends and the other begins. Goes with `whole` and `alphaname`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub together_with: Option<String>,
    /// With `easting`, `northing` and `minutes`: the steps that are told apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
}

/// The steps into which a measure is cut, so that what is taken is the number of the step.
///
/// Two measures that differ by no more than half a step fall into one step, or into one when all steps are moved by half of
/// their size: a boundary of either kind would have to lie between the two measures, above the lower and not above the
/// greater, but boundaries of the two kinds are half a step apart and so cannot both. A match key for each way of moving the
/// axes, eight of place and time, finds every pair that is within half a step on each axis; without the moved ones, nearness
/// would need the tokens of 27 cells and steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Metres of easting and northing, or minutes.
    pub size: u32,
    /// Whether steps begin half of their size later.
    #[serde(default, skip_serializing_if = "is_false")]
    pub moved: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // As serde asks.
const fn is_false(value: &bool) -> bool {
    !*value
}

impl Step {
    /// Sizes that make sense: from what two clocks or surveys may differ by, to some 100 km or 70 days.
    pub(super) const SIZES: std::ops::RangeInclusive<u32> = 2..=100_000;

    /// The number of the step that a measure falls into.
    #[must_use]
    pub fn number(self, measure: i64) -> i64 {
        let size = i64::from(self.size.max(1));
        let from = if self.moved { size / 2 } else { 0 };
        (measure - from).div_euclid(size)
    }
}

impl Part {
    /// The whole of a field.
    #[must_use]
    pub fn whole(field: &str) -> Self {
        Self {
            field: field.to_owned(),
            ..Self::default()
        }
    }
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
    /// Its letters in alphabetical order (`ABRT` of `BART`), so that the order of names does not matter, nor that of two
    /// letters. The Office for National Statistics calls this the alphaname (`alpha_name` of its `dlh_utils`).
    Alphaname,
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
    /// A date's year and day of the month.
    YearDay,
    /// A date with day and month in ascending order, so that 3 April and 4 March agree.
    DayMonthEitherWay,
    /// The number of the house in an address line, without its letter (`14` of `FLAT 2 14A HIGH ST`).
    HouseNumber,
    /// Metres east of the National Grid's origin, in steps.
    Easting,
    /// Metres north of it, in steps.
    Northing,
    /// Minutes of a date and time, in steps.
    Minutes,
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
            Self::Soundex
            | Self::DoubleMetaphone
            | Self::Nysiis
            | Self::Nickname
            | Self::Alphaname => {
                matches!(
                    kind,
                    FieldKind::GivenName | FieldKind::Name | FieldKind::Text
                )
            }
            Self::Outcode | Self::Sector => matches!(kind, FieldKind::UkPostcode),
            // Of a date and time, the day is that in UTC.
            Self::Year | Self::YearMonth | Self::MonthDay | Self::YearDay => {
                matches!(kind, FieldKind::BirthDate | FieldKind::DateTime)
            }
            Self::DayMonthEitherWay => matches!(kind, FieldKind::BirthDate),
            Self::HouseNumber => matches!(kind, FieldKind::AddressLine),
            Self::Easting | Self::Northing => matches!(kind, FieldKind::Location),
            Self::Minutes => matches!(kind, FieldKind::DateTime),
        }
    }

    /// Whether what is taken is a measure, which is cut into steps.
    #[must_use]
    pub const fn is_measure(self) -> bool {
        matches!(self, Self::Easting | Self::Northing | Self::Minutes)
    }

    /// The unit of a measure.
    pub(super) const fn unit(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            _ => "metres",
        }
    }

    /// What stands before the field's label in a description.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Whole => "",
            Self::FirstWord => "first word of ",
            Self::Initial => "initial of ",
            Self::Soundex => "sound (Soundex) of ",
            Self::DoubleMetaphone => "sound (Double Metaphone) of ",
            Self::Nysiis => "sound (NYSIIS) of ",
            Self::Nickname => "nickname group of ",
            Self::Alphaname => "letters, in alphabetical order, of ",
            Self::Outcode => "outward part of ",
            Self::Sector => "sector of ",
            Self::Year => "year of ",
            Self::YearMonth => "year and month of ",
            Self::MonthDay => "month and day of ",
            Self::YearDay => "year and day of ",
            Self::HouseNumber => "house number of ",
            Self::Easting => "easting of ",
            Self::Northing => "northing of ",
            Self::Minutes => "time of ",
            Self::DayMonthEitherWay => "day and month either way of ",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The schema is written by hand; its list of takings must hold each, and a taking that is added and not listed
    /// fails to compile here.
    #[test]
    fn the_published_schema_lists_every_taking() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../docs/agreement.schema.json")).unwrap();
        let listed = &schema["$defs"]["take"]["enum"];
        let listed: Vec<Take> = serde_json::from_value(listed.clone()).unwrap();
        for take in &listed {
            match take {
                Take::Whole
                | Take::FirstWord
                | Take::Initial
                | Take::Soundex
                | Take::DoubleMetaphone
                | Take::Nysiis
                | Take::Nickname
                | Take::Alphaname
                | Take::Outcode
                | Take::Sector
                | Take::Year
                | Take::YearMonth
                | Take::MonthDay
                | Take::YearDay
                | Take::DayMonthEitherWay
                | Take::HouseNumber
                | Take::Easting
                | Take::Northing
                | Take::Minutes => {}
            }
        }
        assert_eq!(listed.len(), 19);
    }

    #[test]
    fn steps_by_hand() {
        let step = |moved| Step { size: 1000, moved };
        for (measure, plain, moved) in [
            (0, 0, -1),
            (499, 0, -1),
            (500, 0, 0),
            (999, 0, 0),
            (1000, 1, 0),
            (1500, 1, 1),
            (-1, -1, -1),
            (-501, -1, -2),
        ] {
            assert_eq!(step(false).number(measure), plain, "{measure}");
            assert_eq!(step(true).number(measure), moved, "{measure}");
        }
    }

    proptest! {
        /// The guarantee that candidates rest on, and that it promises no more: from a whole step apart, nothing is shared.
        #[test]
        fn what_is_within_half_a_step_shares_one(one in -3_000_000_000i64..3_000_000_000, apart in 0i64..200_000, size in 2u32..100_000) {
            let size = size & !1;
            let shared = |other: i64| {
                [false, true].map(|moved| Step { size, moved }).iter().any(|step| step.number(one) == step.number(other))
            };
            let (half, apart) = (i64::from(size) / 2, apart % i64::from(2 * size));
            for other in [one + apart, one - apart] {
                if apart <= half {
                    prop_assert!(shared(other));
                }
                if apart >= i64::from(size) {
                    prop_assert!(!shared(other));
                }
            }
        }
    }
}
