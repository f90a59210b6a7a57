use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::FieldKind;
use crate::units::GridCell;

/// Something that parties know about a record beside what links it, and let travel: always one of listed values, or a code that
/// is derived of a field, and never free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Identifier used in files: lower-case letters, digits and underscores.
    pub name: String,
    /// What people see.
    pub label: String,
    /// The group it belongs to, such as `social`, `financial`, `physical`, `clinical` or one of the parties' own.
    pub domain: String,
    /// What its values are.
    pub kind: AttributeKind,
    /// The values of a band or category; a flag has none of its own. Where a person's records differ, the value that stands
    /// later in the list counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Which of the values count as a need in the attribute's domain; of a flag `yes`, whatever is said here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub need: Vec<String>,
    /// The parties that contribute it.
    pub from: Vec<String>,
    /// The parties that may see it record by record; when there are none it is for counts alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen_by: Vec<String>,
    /// Other headers its column is known by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
    /// The field that it is derived of: it has no column of its own. A derived kind always has one; a band or category may have
    /// one that is a category, and then stands for the field's own value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The size of a grid cell in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
}

/// What an attribute's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    /// `no` or `yes`.
    Flag,
    /// One of a listed order, such as age bands.
    Band,
    /// One of a listed set.
    Category,
    /// The hour of a date and time, 0 to 23, by a clock in the United Kingdom.
    Hour,
    /// Its day of the week by the same clock, Monday first.
    Weekday,
    /// Its month and year by the same clock, numbered from January 1972.
    Month,
    /// The cell of the National Grid that holds a location, by [`GridCell::number`].
    GridCell,
}

/// The values of a flag, in the order in which a later one counts.
const FLAG: [&str; 2] = ["no", "yes"];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const HOURS: [&str; 24] = [
    "00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15",
    "16", "17", "18", "19", "20", "21", "22", "23",
];
/// Local time is known from this year on (the Summer Time Act 1972), and there are months until the end of 2099.
const FIRST_YEAR: u32 = 1972;
const MONTHS: u32 = (2100 - FIRST_YEAR) * 12;

impl Attribute {
    /// The most values that an attribute has.
    pub const MAX_VALUES: usize = 64;

    /// Its values in order, where they are listed: those of a month or a grid cell are too many.
    #[must_use]
    pub fn listed(&self) -> impl ExactSizeIterator<Item = &str> {
        let fixed: &[&str] = match self.kind {
            AttributeKind::Flag => &FLAG,
            AttributeKind::Hour => &HOURS,
            AttributeKind::Weekday => &WEEKDAYS,
            AttributeKind::Band
            | AttributeKind::Category
            | AttributeKind::Month
            | AttributeKind::GridCell => &[],
        };
        let own = if self.kind.is_listed() {
            self.values.len()
        } else {
            0
        };
        (0..fixed.len() + own).map(move |place| match fixed.get(place) {
            Some(value) => *value,
            None => self.values.get(place).map_or("", String::as_str),
        })
    }

    /// How many values it can have; 0 for a grid cell of a size that there is not.
    #[must_use]
    pub fn value_count(&self) -> u32 {
        match self.kind {
            AttributeKind::Month => MONTHS,
            AttributeKind::GridCell => self.metres.and_then(GridCell::count).unwrap_or(0),
            _ => u32::try_from(self.listed().len()).unwrap_or(u32::MAX),
        }
    }

    /// Whether some attribute can have this many values.
    #[must_use]
    pub fn is_value_count(values: u32) -> bool {
        let listed =
            usize::try_from(values).is_ok_and(|values| (2..=Self::MAX_VALUES).contains(&values));
        let cells = GridCell::SIZES
            .iter()
            .map(|&metres| GridCell::count(metres));
        listed || values == MONTHS || cells.into_iter().any(|count| count == Some(values))
    }

    /// The value at this place, as people read it.
    #[must_use]
    pub fn value(&self, place: u32) -> Option<Cow<'_, str>> {
        match self.kind {
            AttributeKind::Month => (place < MONTHS).then(|| {
                let (year, month) = (FIRST_YEAR + place / 12, place % 12 + 1);
                Cow::Owned(format!("{year}-{month:02}"))
            }),
            AttributeKind::GridCell => {
                let cell = GridCell::of_number(place, self.metres?)?;
                Some(Cow::Owned(cell.name()))
            }
            _ => {
                let place = usize::try_from(place).ok()?;
                self.listed().nth(place).map(Cow::Borrowed)
            }
        }
    }

    /// The place of a month, 1 to 12, of a year; `None` before 1972 and after 2099.
    #[must_use]
    pub fn month_place(year: u32, month: u8) -> Option<u32> {
        let month = u32::from(month)
            .checked_sub(1)
            .filter(|month| *month < 12)?;
        let place = year
            .checked_sub(FIRST_YEAR)?
            .checked_mul(12)?
            .checked_add(month)?;
        (place < MONTHS).then_some(place)
    }

    /// Whether the value at this place counts as a need.
    #[must_use]
    pub fn is_need(&self, place: u32) -> bool {
        match self.kind {
            AttributeKind::Flag => place == 1,
            AttributeKind::Band | AttributeKind::Category => self
                .value(place)
                .is_some_and(|value| self.need.iter().any(|need| *need == value)),
            _ => false,
        }
    }

    /// Which value a cell holds: its place in the list; `None` where it is none of them. Case and spaces at the ends do not
    /// count, and a flag is also written y, n, true, false, t, f, 1 and 0. What is derived is read of no cell.
    #[must_use]
    pub fn code(&self, cell: &str) -> Option<u32> {
        let cell = cell.trim();
        let place = match self.kind {
            AttributeKind::Flag => match cell.to_ascii_lowercase().as_str() {
                "no" | "n" | "false" | "f" | "0" => Some(0),
                "yes" | "y" | "true" | "t" | "1" => Some(1),
                _ => None,
            },
            AttributeKind::Band | AttributeKind::Category => self
                .values
                .iter()
                .position(|value| value.eq_ignore_ascii_case(cell)),
            _ => None,
        };
        place.and_then(|place| u32::try_from(place).ok())
    }

    /// Whether it is derived of a field, and so has no column of its own.
    #[must_use]
    pub const fn is_derived(&self) -> bool {
        self.of.is_some()
    }

    /// Whether it is derived of a time or place.
    #[must_use]
    pub const fn is_of_time_or_place(&self) -> bool {
        self.kind.derived_of().is_some()
    }

    /// Whether this party contributes it.
    #[must_use]
    pub fn is_from(&self, party: &str) -> bool {
        self.from.iter().any(|from| from == party)
    }

    /// Whether this party may see it record by record.
    #[must_use]
    pub fn may_be_seen_by(&self, party: &str) -> bool {
        self.seen_by.iter().any(|seer| seer == party)
    }
}

impl AttributeKind {
    /// In plain words, for summaries.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Flag => "yes or no",
            Self::Band => "band",
            Self::Category => "category",
            Self::Hour => "hour of the day",
            Self::Weekday => "day of the week",
            Self::Month => "month",
            Self::GridCell => "grid cell",
        }
    }

    /// Whether the agreement lists its values.
    pub(super) const fn is_listed(self) -> bool {
        matches!(self, Self::Band | Self::Category)
    }

    /// The kind of field that it is derived of, where it cannot be read of a cell.
    #[must_use]
    pub const fn derived_of(self) -> Option<FieldKind> {
        match self {
            Self::Flag | Self::Band | Self::Category => None,
            Self::Hour | Self::Weekday | Self::Month => Some(FieldKind::DateTime),
            Self::GridCell => Some(FieldKind::Location),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(kind: AttributeKind, values: &[&str], need: &[&str]) -> Attribute {
        let list = |values: &[&str]| values.iter().map(|&value| value.to_owned()).collect();
        Attribute {
            name: "arrears".to_owned(),
            label: "rent arrears".to_owned(),
            domain: "financial".to_owned(),
            kind,
            values: list(values),
            need: list(need),
            from: list(&["council"]),
            seen_by: Vec::new(),
            headers: Vec::new(),
            of: None,
            metres: None,
        }
    }

    #[test]
    fn a_flag_is_read_as_people_write_it_and_nothing_else_is() {
        let flag = attribute(AttributeKind::Flag, &[], &[]);
        for (cell, code) in [
            ("Yes", 1),
            (" y ", 1),
            ("TRUE", 1),
            ("1", 1),
            ("No", 0),
            ("0", 0),
        ] {
            assert_eq!(flag.code(cell), Some(code), "{cell}");
        }
        for cell in ["", "maybe", "2", "yes please", "-"] {
            assert_eq!(flag.code(cell), None, "{cell}");
        }
        assert_eq!(flag.listed().collect::<Vec<_>>(), ["no", "yes"]);
        assert!(flag.is_need(1) && !flag.is_need(0) && !flag.is_need(2));
    }

    #[test]
    fn a_band_is_one_of_its_list_and_the_needs_are_those_named() {
        let band = attribute(
            AttributeKind::Band,
            &["none", "mild", "severe"],
            &["severe"],
        );
        assert_eq!(band.code("Severe"), Some(2));
        assert_eq!(band.code("very severe"), None);
        assert_eq!(band.value(1).as_deref(), Some("mild"));
        assert_eq!(band.value(3), None);
        assert!(band.is_need(2) && !band.is_need(1) && !band.is_need(3));
    }

    #[test]
    fn derived_values_are_read_of_their_codes() {
        let derived = |kind, metres| Attribute {
            metres,
            ..attribute(kind, &[], &[])
        };
        let value = |attribute: &Attribute, place| attribute.value(place).map(Cow::into_owned);
        let month = derived(AttributeKind::Month, None);
        for (year, number, text) in [
            (1972, 1, "1972-01"),
            (2026, 11, "2026-11"),
            (2099, 12, "2099-12"),
        ] {
            let place = Attribute::month_place(year, number).unwrap();
            assert_eq!(value(&month, place).as_deref(), Some(text));
            assert!(place < month.value_count());
        }
        for (year, number) in [(1971, 12), (2100, 1), (2026, 0), (2026, 13), (u32::MAX, 1)] {
            assert_eq!(Attribute::month_place(year, number), None);
        }
        assert_eq!(value(&month, month.value_count()), None);
        assert_eq!(
            value(&derived(AttributeKind::Hour, None), 23).as_deref(),
            Some("23")
        );
        assert_eq!(
            value(&derived(AttributeKind::Weekday, None), 0).as_deref(),
            Some("Monday")
        );
        let cell = derived(AttributeKind::GridCell, Some(1_000));
        // The grid has 700 columns of a kilometre: 651 east and 313 north is TG5113.
        assert_eq!(value(&cell, 313 * 700 + 651).as_deref(), Some("TG5113"));
        assert_eq!(cell.value_count(), 700 * 1_300);
        assert_eq!(derived(AttributeKind::GridCell, Some(100)).value_count(), 0);
        for kind in [
            AttributeKind::Hour,
            AttributeKind::Month,
            AttributeKind::GridCell,
        ] {
            assert_eq!(derived(kind, Some(500)).code("12"), None, "{kind:?}");
        }
    }
}
