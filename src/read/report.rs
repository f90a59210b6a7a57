use serde::Serialize;

use super::{Delimiter, TextEncoding};

/// How a file was read and what was noticed on the way: counts and row numbers, never a cell's content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReadingReport {
    /// What kind of file it is.
    pub kind: TableKind,
    /// Records read so far; all of them once the last row has been given out.
    pub rows: u64,
    /// Columns of the table.
    pub columns: usize,
    /// The encoding of a text file.
    pub encoding: Option<TextEncoding>,
    /// What stands between the cells of a text file.
    pub delimiter: Option<Delimiter>,
    /// The sheet that was read, of a workbook.
    pub sheet: Option<String>,
    /// The sheets there are, of a workbook.
    pub sheets: Vec<SheetName>,
    /// The row with the column names, numbered as a spreadsheet numbers it.
    pub header_row: u64,
    /// What was passed over.
    pub skipped: Vec<Skipped>,
    /// What is worth a look.
    pub findings: Vec<ReadFinding>,
}

impl ReadingReport {
    /// The same without the names of the workbook's sheets, for what is saved: there may be a sheet a client.
    #[must_use]
    pub fn without_sheets(self) -> Self {
        Self {
            sheets: Vec::new(),
            ..self
        }
    }
}

/// The kinds of file that are read as a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// Text with a delimiter between the cells.
    #[default]
    Csv,
    /// An Excel workbook of 2007 or later.
    Xlsx,
    /// An Excel workbook of 2003 or earlier.
    Xls,
    /// An `OpenDocument` spreadsheet.
    Ods,
}

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetName {
    /// Its name.
    pub name: String,
    /// Whether it is hidden in the spreadsheet program.
    pub hidden: bool,
}

/// Rows or columns that were passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// What they are, in plain words, such as "empty rows".
    pub what: String,
    /// How many.
    pub count: u64,
    /// The numbers of the first of them.
    pub first_rows: Vec<u64>,
}

/// Something noticed in a file, such as damage that Excel did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadFinding {
    /// A stable name for programs, such as `scientific_numbers`.
    pub code: &'static str,
    /// What it is and what to do, in plain words.
    pub message: String,
    /// How many cells or rows.
    pub count: u64,
    /// The rows of the first of them.
    pub first_rows: Vec<u64>,
}
