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
    #[error("{file}: this is {kind}, not a CSV file or a spreadsheet. {}", remedy(*.kind))]
    NotCsv {
        /// The file's name.
        file: String,
        /// What it looks like.
        kind: FileKind,
    },
    /// Bytes that are not UTF-8.
    #[error(
        "{file}, row {row}, column {column}: the text is not UTF-8, as the rows before it are. Save the file as \"CSV UTF-8 (comma delimited)\", or choose its encoding"
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
        "{file}, row {row}: the row has {found} cells where the header has {expected}. A comma or a line break inside a value needs quotation marks around the value; correct the row or export the file again"
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
    /// The first row of the table is a record.
    #[error(
        "{file}, row {row}: this row looks like a record, so the column names are missing. Insert a row above it with a name for each column, or say which row has them"
    )]
    NoHeader {
        /// The file's name.
        file: String,
        /// The row, which is not repeated: it may be a person's.
        row: RowNumber,
    },
    /// The row that should have the column names has nothing in it, or is not there.
    #[error(
        "{file}: there are no column names in row {row}. Say which row has them, counted as the spreadsheet counts them"
    )]
    NoHeaderRow {
        /// The file's name.
        file: String,
        /// The row asked for.
        row: RowNumber,
    },
    /// An Office file under a password.
    #[error(
        "{file}: the file is password protected. Open it in Excel, take the password off (File, Info, Protect Workbook, Encrypt with Password), save it and choose it again"
    )]
    Encrypted {
        /// The file's name.
        file: String,
    },
    /// A workbook that cannot be read to its end.
    #[error(
        "{file}: the workbook is damaged or cut off ({reason}). Open it in Excel and save it again, or ask for it again"
    )]
    Damaged {
        /// The file's name.
        file: String,
        /// What cannot be read, in plain words.
        reason: &'static str,
    },
    /// A workbook beyond what is read.
    #[error(
        "{file}: the workbook is too large to read: more than {limit} {what}. Save the sheet as \"CSV UTF-8\", which has no such limit, and choose that"
    )]
    TooLarge {
        /// The file's name.
        file: String,
        /// The limit.
        limit: u64,
        /// Of what.
        what: &'static str,
    },
    /// A sheet that the workbook does not have.
    #[error("{file}: there is no sheet \"{sheet}\". The sheets are: {known}")]
    NoSuchSheet {
        /// The file's name.
        file: String,
        /// The sheet asked for.
        sheet: String,
        /// The sheets there are.
        known: String,
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

/// What to do about a file of this kind.
const fn remedy(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Html | FileKind::SpreadsheetXml => {
            "Whatever its name says, it is no workbook: open it in Excel and save it as \"CSV UTF-8\" or as an Excel workbook"
        }
        FileKind::Zip | FileKind::Gzip => "Unpack it, and choose the file inside",
        FileKind::Age => "Decrypt it, and choose the file inside",
        FileKind::Parquet => "If it is an extract, it is prepared already: match it",
        FileKind::Pdf | FileKind::Picture | FileKind::Document | FileKind::Presentation => {
            "Choose the export of the records themselves, from the system that holds them"
        }
        FileKind::Message => "Save the file attached to it, and choose that",
        _ => "Open it in the program that made it and save it as \"CSV UTF-8\"",
    }
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
            Self::NoHeader { .. } => "read.no_header",
            Self::NoHeaderRow { .. } => "read.no_header_row",
            Self::Encrypted { .. } => "read.encrypted",
            Self::Damaged { .. } => "read.damaged",
            Self::TooLarge { .. } => "read.too_large",
            Self::NoSuchSheet { .. } => "read.no_such_sheet",
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
