use crate::units::{FileKind, RowNumber};

/// Why a file cannot be read as a table of records. Rows are numbered as a spreadsheet numbers them: the header is row 1.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing in it.
    #[error("{file}: the file is empty. Choose the export again, or export it again")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// A header and nothing else.
    #[error("{file}: the file has a header row but no records below it. Export it again")]
    NoRecords {
        /// The file's name.
        file: String,
    },
    /// Some other kind of file.
    #[error(
        "{file}: this is {kind}, not a CSV file. Open it in the program that made it and save it as \"CSV UTF-8\""
    )]
    NotCsv {
        /// The file's name.
        file: String,
        /// What it looks like.
        kind: FileKind,
    },
    /// Bytes that are not UTF-8.
    #[error(
        "{file}, row {row}, column {column}: the text is not UTF-8. In Excel, save the file as \"CSV UTF-8 (comma delimited)\""
    )]
    NotUtf8 {
        /// The file's name.
        file: String,
        /// The row.
        row: RowNumber,
        /// The column's number, from 1.
        column: usize,
    },
    /// A row with more or fewer cells than the header.
    #[error(
        "{file}, row {row}: the row has {found} cells where the header has {expected}. A comma inside a value needs quotation marks around the value; correct the row or export the file again"
    )]
    WrongWidth {
        /// The file's name.
        file: String,
        /// The row.
        row: RowNumber,
        /// Cells found.
        found: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// A row beyond the limit, nearly always a quotation mark that is never closed.
    #[error(
        "{file}, row {row}: the row is longer than {limit} bytes. Most often a quotation mark was opened in it and never closed"
    )]
    RowTooLong {
        /// The file's name.
        file: String,
        /// The row.
        row: RowNumber,
        /// The limit in bytes.
        limit: usize,
    },
    /// More columns than any export has.
    #[error(
        "{file}: the header has {found} columns, more than {limit}. Keep the columns that the agreement names"
    )]
    TooManyColumns {
        /// The file's name.
        file: String,
        /// Columns found.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// A header cell that cannot be told from another.
    #[error("{file}, row 1: column {column} has the same header as another. Rename one of them")]
    RepeatedHeader {
        /// The file's name.
        file: String,
        /// The column's number, from 1: what stands in it may be a person's value where the header is missing.
        column: usize,
    },
    /// A column that the file does not have.
    #[error("{file}: there is no column \"{column}\".{hint} The columns are: {known}")]
    NoSuchColumn {
        /// The file's name.
        file: String,
        /// The column asked for.
        column: String,
        /// The columns there are.
        known: String,
        /// The nearest header, as a sentence, or nothing.
        hint: String,
    },
    /// A field that the agreement does not have.
    #[error("the agreement has no field \"{field}\". Its fields are: {known}")]
    NoSuchField {
        /// The field asked for.
        field: String,
        /// The fields there are.
        known: String,
    },
    /// Two columns for one field.
    #[error(
        "two columns, \"{first}\" and \"{second}\", are both to be used as {field}. Use one of them"
    )]
    FieldTwice {
        /// The field's label.
        field: String,
        /// One column.
        first: String,
        /// The other.
        second: String,
    },
    /// A column to be split in a way that no column is.
    #[error(
        "the column \"{column}\" cannot be split into {fields}. A whole name can be split into given name and surname, and a whole address into address line and postcode"
    )]
    CannotSplit {
        /// The column.
        column: String,
        /// The labels of the fields.
        fields: String,
    },
    /// Several columns for several fields.
    #[error(
        "the columns {columns} cannot be used as the fields {fields}: put several columns together into one field, or split one column into several fields, one at a time"
    )]
    NotOneToMany {
        /// The columns asked for.
        columns: String,
        /// The fields asked for.
        fields: String,
    },
    /// A file that is no saved mapping.
    #[error(
        "{file}: this is not a saved mapping of columns ({reason}). Choose the file that was saved as a mapping, or map the columns again"
    )]
    NotAMapping {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A required field that no column fills.
    #[error(
        "{file}: no column is used as {fields}, which the agreement requires. Say which column it is. The columns are: {known}"
    )]
    MissingFields {
        /// The file's name.
        file: String,
        /// The labels of the required fields without a column.
        fields: String,
        /// The columns there are.
        known: String,
    },
    /// The bytes could not be had.
    #[error(
        "{file}: the file could not be read to its end ({reason}). Is it still there, and not open in another program?"
    )]
    Io {
        /// The file's name.
        file: String,
        /// The system's reason.
        reason: String,
    },
}

impl ReadError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "read.empty",
            Self::NoRecords { .. } => "read.no_records",
            Self::NotCsv { .. } => "read.not_csv",
            Self::NotUtf8 { .. } => "read.not_utf8",
            Self::WrongWidth { .. } => "read.wrong_width",
            Self::RowTooLong { .. } => "read.row_too_long",
            Self::TooManyColumns { .. } => "read.too_many_columns",
            Self::RepeatedHeader { .. } => "read.repeated_header",
            Self::NoSuchColumn { .. } => "read.no_such_column",
            Self::NoSuchField { .. } => "read.no_such_field",
            Self::FieldTwice { .. } => "read.field_twice",
            Self::NotAMapping { .. } => "read.not_a_mapping",
            Self::CannotSplit { .. } => "read.cannot_split",
            Self::NotOneToMany { .. } => "read.not_one_to_many",
            Self::MissingFields { .. } => "read.missing_fields",
            Self::Io { .. } => "read.io",
        }
    }
}
