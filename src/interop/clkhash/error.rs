use std::fmt;

use crate::units::RowNumber;

/// One thing wrong with a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, as a JSON pointer (RFC 6901); empty for the whole.
    pub pointer: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() {
            "the schema"
        } else {
            &self.pointer
        };
        write!(f, "{place}: {}", self.message)
    }
}

/// Why a schema cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// More bytes than any schema has.
    #[error("the schema has more than {limit} bytes. Is it the right file?")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Not JSON.
    #[error(
        "line {line}, column {column}: the schema is not JSON. Choose the linkage schema, or correct it there"
    )]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// Everything that is wrong with it.
    #[error("the schema cannot be used:{}", listed(.0))]
    Problems(Vec<Problem>),
    /// No secret.
    #[error("the secret is empty. Give the secret that the partners agreed")]
    EmptySecret,
}

fn listed(problems: &[Problem]) -> String {
    problems.iter().fold(String::new(), |list, problem| {
        list + "\n  " + &problem.to_string()
    })
}

/// What is wrong with a cell, without repeating it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// Has characters that the encoding lacks.
    NotInEncoding(&'static str),
    /// The pattern does not match it.
    NoMatch,
    /// Too few characters.
    Short(u64),
    /// Too many characters.
    Long(u64),
    /// Not in this case.
    WrongCase(&'static str),
    /// Not a whole number.
    NotWhole,
    /// Below the least.
    Below(i128),
    /// Above the most.
    Above(i128),
    /// Not a date in this format.
    NotADate(String),
    /// Not among the values listed.
    NotListed,
    /// Not a number.
    NotANumber,
    /// A number with more digits than are compared exactly.
    NumberTooLarge,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInEncoding(encoding) => {
                write!(
                    f,
                    "has characters that the encoding {encoding} does not have"
                )
            }
            Self::NoMatch => f.write_str("does not match the field's pattern"),
            Self::Short(least) => write!(f, "has fewer than {least} characters"),
            Self::Long(most) => write!(f, "has more than {most} characters"),
            Self::WrongCase(case) => write!(f, "is not in {case} case"),
            Self::NotWhole => f.write_str("is not a whole number in the digits 0 to 9"),
            Self::Below(least) => write!(f, "is below {least}"),
            Self::Above(most) => write!(f, "is above {most}"),
            Self::NotADate(format) => write!(f, "is not a date in the format {format}"),
            Self::NotListed => f.write_str("is not among the values that the field lists"),
            Self::NotANumber => f.write_str("is not a number in the digits 0 to 9"),
            Self::NumberTooLarge => f.write_str("is a number too large to compare exactly"),
        }
    }
}

/// A row that the schema does not allow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryError {
    /// A cell.
    #[error(
        "row {row}, field \"{field}\": the value {defect}. Correct it, or declare it as the field's missing value"
    )]
    Cell {
        /// The row.
        row: RowNumber,
        /// The feature's identifier.
        field: String,
        /// What is wrong.
        defect: Defect,
    },
    /// The row has more or fewer cells than the schema has features.
    #[error("row {row}: the row has {found} cells where the schema has {expected} features")]
    Width {
        /// The row.
        row: RowNumber,
        /// Cells found.
        found: usize,
        /// Features in the schema.
        expected: usize,
    },
}
