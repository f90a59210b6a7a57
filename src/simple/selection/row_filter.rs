//! Conditions on a column that a row must meet to take part.

use serde::Deserialize;

use crate::agreement::Agreement;
use crate::read;
use crate::simple::Error;
use crate::standardise::{self, Day};

/// What a column must hold for a row to take part.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowFilter {
    /// The column's header.
    pub column: String,
    /// What must hold.
    pub test: FilterTest,
}

/// What must hold of a cell. Values are compared without case and without spaces at their ends.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterTest {
    /// It is one of these.
    Is(Vec<String>),
    /// It is none of these.
    IsNot(Vec<String>),
    /// It is a date on this day or later, written as the file's dates may be.
    From(String),
    /// It is a date on this day or earlier.
    Until(String),
}

impl RowFilter {
    /// The filter in words, without its values: those may be people's.
    fn words(&self) -> String {
        let column = &self.column;
        match &self.test {
            FilterTest::Is(values) => {
                format!(
                    "column \"{column}\" has none of the {} values asked for",
                    values.len()
                )
            }
            FilterTest::IsNot(values) => format!(
                "column \"{column}\" has one of the {} values to leave out",
                values.len()
            ),
            FilterTest::From(_) => {
                format!("column \"{column}\" is before the day asked for, or no date")
            }
            FilterTest::Until(_) => {
                format!("column \"{column}\" is after the day asked for, or no date")
            }
        }
    }
}

/// A filter with what it needs to test a row.
pub(super) struct Test {
    pub(super) cell: usize,
    pub(super) what: Tested,
    pub(super) reason: String,
    pub(super) left_out: u64,
}

pub(super) enum Tested {
    Is(Vec<String>),
    IsNot(Vec<String>),
    From(Day),
    Until(Day),
}

pub(super) fn test(
    file: &str,
    header: &[String],
    agreement: &Agreement,
    filter: &RowFilter,
    today: Day,
) -> Result<Test, Error> {
    let cell = read::find_column(agreement, file, header, &filter.column)?;
    let plain = |values: &[String]| values.iter().map(|value| folded(value)).collect();
    let day = |text: &str| standardise::calendar_day(text, today).ok_or(Error::Day);
    Ok(Test {
        cell,
        what: match &filter.test {
            FilterTest::Is(values) => Tested::Is(plain(values)),
            FilterTest::IsNot(values) => Tested::IsNot(plain(values)),
            FilterTest::From(text) => Tested::From(day(text)?),
            FilterTest::Until(text) => Tested::Until(day(text)?),
        },
        reason: filter.words(),
        left_out: 0,
    })
}

fn folded(value: &str) -> String {
    value.trim().to_lowercase()
}

impl Tested {
    pub(super) fn holds(&self, cell: &str, today: Day) -> bool {
        let among = |values: &[String]| values.contains(&folded(cell));
        let day = || standardise::calendar_day(cell, today);
        match self {
            Self::Is(values) => among(values),
            Self::IsNot(values) => !among(values),
            Self::From(first) => day().is_some_and(|day| day >= *first),
            Self::Until(last) => day().is_some_and(|day| day <= *last),
        }
    }
}
