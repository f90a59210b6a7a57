//! Validated newtypes that every stage shares, so that a value once checked need not be checked again.

mod digest;
mod file_kind;
mod grid_cell;
mod interval;
pub mod national_grid;
mod order;
mod projection;
mod reference;
mod threshold;
mod token;

pub use digest::Digest;
pub use file_kind::FileKind;
pub use grid_cell::GridCell;
pub use interval::Interval;
pub use order::Arrange;
pub use projection::easting_and_northing;
pub use reference::RecordReference;
pub use threshold::{Threshold, ThresholdError};
pub use token::Token;

/// The number a person would count to in their file: the header is row 1, so the first record is row 2.
///
/// Spreadsheet programs number rows this way, and every message of ours points into the user's own spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowNumber(u64);

impl RowNumber {
    /// The row of the header line.
    pub const HEADER: Self = Self(1);

    /// The row number of the record with this 0-based position among the records that follow the header.
    #[must_use]
    pub const fn of_record(position: u64) -> Self {
        Self(position + 2)
    }

    /// The row that a spreadsheet numbers like this, from 1.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(if number == 0 { 1 } else { number })
    }

    /// The number, 1-based.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl std::fmt::Display for RowNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
