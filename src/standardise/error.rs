use thiserror::Error;

use crate::read::ReadError;
use crate::units::RowNumber;

/// What is wrong with a table that values are looked up in: a gazetteer, or a file of codes. Such tables say where things are
/// and what codes mean, and nothing of a person; what stands in their cells is not repeated all the same.
#[derive(Debug, Error)]
pub enum LookupError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It lacks columns.
    #[error("{file}: {problem}")]
    Columns {
        /// The file.
        file: String,
        /// What is missing, and what there must be.
        problem: &'static str,
    },
    /// A row cannot be used.
    #[error("{file}, row {row}: {problem}")]
    Row {
        /// The file.
        file: String,
        /// The row.
        row: RowNumber,
        /// What is wrong, and what to do about it.
        problem: String,
    },
    /// There are too many rows.
    #[error("{file}: more than {limit} rows; leave out what the file of records cannot hold")]
    TooLong {
        /// The file.
        file: String,
        /// The most that are read.
        limit: usize,
    },
    /// There is nothing in it.
    #[error("{file}: there is nothing to look up in it")]
    Empty {
        /// The file.
        file: String,
    },
    /// Codes of a field that has none.
    #[error(
        "there is nothing to translate in {label}: codes are given for a category or for the sex"
    )]
    NoCodes {
        /// What people call the field.
        label: String,
    },
    /// Codes of one field, twice.
    #[error("codes are given twice for {label}: put them into one file")]
    CodesTwice {
        /// What people call the field.
        label: String,
    },
}

impl LookupError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Read(error) => error.code(),
            Self::Columns { .. } => "lookup.columns",
            Self::Row { .. } => "lookup.row",
            Self::TooLong { .. } => "lookup.too_long",
            Self::Empty { .. } => "lookup.empty",
            Self::NoCodes { .. } => "lookup.no_codes",
            Self::CodesTwice { .. } => "lookup.codes_twice",
        }
    }
}
