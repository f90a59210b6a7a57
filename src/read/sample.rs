//! The first rows of a table, from which it is worked out how to read the rest.

use csv::StringRecord;

use super::TextEncoding;

/// The beginning of a text file.
pub(super) struct Sample<'a> {
    /// Its bytes without byte order mark.
    pub text: &'a [u8],
    /// Whether that is all of the file.
    pub whole: bool,
    /// How the bytes stand for letters.
    pub encoding: Option<TextEncoding>,
}

impl Sample<'_> {
    /// The most rows looked at.
    pub(super) const MOST_ROWS: usize = 400;
}

/// One of the first rows.
pub(super) struct SampleRow {
    /// Its number as a spreadsheet shows it.
    pub row: u64,
    /// Its cells.
    pub cells: StringRecord,
}

impl SampleRow {
    /// The number of cells up to the last one that is filled.
    pub(super) fn extent(&self) -> usize {
        extent(&self.cells)
    }

    /// The number of filled cells.
    pub(super) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| is_filled(cell)).count()
    }
}

/// Whether a cell has anything but blanks in it.
pub(super) fn is_filled(cell: &str) -> bool {
    // This runs for every row, and hardly any cell begins with a blank.
    match cell.as_bytes() {
        [] => false,
        [first, ..] if first.is_ascii_graphic() => true,
        _ => !cell.trim().is_empty(),
    }
}

/// The number of cells up to the last one that is filled.
pub(super) fn extent(cells: &StringRecord) -> usize {
    (0..cells.len())
        .rev()
        .find(|&position| cells.get(position).is_some_and(is_filled))
        .map_or(0, |position| position + 1)
}
