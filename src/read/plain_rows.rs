use std::io::{Chain, Cursor, Read};

use csv::StringRecord;

use super::csv_rows::{CsvRows, Written};
use super::{Delimiter, ReadError, Row, TextEncoding};
use crate::units::{FileKind, RowNumber};

/// The records of a CSV file in UTF-8 just as they stand: nothing is detected, and no row is passed over or interpreted.
/// For formats of others that have one token for each row of such a file.
pub struct PlainRows<R> {
    file: String,
    rows: CsvRows<Chain<Cursor<Vec<u8>>, R>>,
    header: Vec<String>,
    record: StringRecord,
}

impl<R: Read> PlainRows<R> {
    /// Reads the first row as the header.
    ///
    /// # Errors
    /// [`ReadError`] when the file is empty, of another kind, or not UTF-8.
    pub fn new(file: &str, mut source: R) -> Result<Self, ReadError> {
        let mut head = Vec::with_capacity(FileKind::LOOKS_AT);
        let taken = source
            .by_ref()
            .take(FileKind::LOOKS_AT as u64)
            .read_to_end(&mut head);
        taken.map_err(|error| ReadError::Io {
            file: file.to_owned(),
            reason: error.kind().to_string(),
        })?;
        let empty = || ReadError::Empty {
            file: file.to_owned(),
        };
        match FileKind::of(&head) {
            FileKind::Empty => return Err(empty()),
            FileKind::Text => {}
            kind => {
                return Err(ReadError::NotCsv {
                    file: file.to_owned(),
                    kind,
                });
            }
        }
        if head.starts_with(b"\xef\xbb\xbf") {
            head.drain(..3);
        }
        let written = Written {
            encoding: Some(TextEncoding::Utf8),
            delimiter: Delimiter::Comma,
        };
        let source = Cursor::new(head).chain(source);
        let mut rows = CsvRows::new(file, Vec::new(), source, written);
        let mut record = StringRecord::new();
        rows.read(&mut record)?.ok_or_else(empty)?;
        Ok(Self {
            file: file.to_owned(),
            rows,
            header: record.iter().map(|name| name.trim().to_owned()).collect(),
            record,
        })
    }

    /// The file's name, for messages.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The first row's cells, without surrounding spaces.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The next record, or `None` after the last. Blank lines are no records; they show in the rows' numbers.
    ///
    /// # Errors
    /// [`ReadError`] with the row: not UTF-8, too many or too few cells, too long, or the source failed.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, ReadError> {
        let Some(row) = self.rows.read(&mut self.record)? else {
            return Ok(None);
        };
        let number = RowNumber::new(row);
        if self.record.len() != self.header.len() {
            return Err(ReadError::WrongWidth {
                file: self.file.clone(),
                row: number,
                found: self.record.len(),
                expected: self.header.len(),
            });
        }
        Ok(Some(Row {
            number,
            cells: &self.record,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_as_they_are() {
        let text = b"\xef\xbb\xbfa,a\n,\n\"x\ny\", z \n\n1,2\n";
        let mut rows = PlainRows::new("f.csv", &text[..]).unwrap();
        assert_eq!(rows.header(), ["a", "a"]);
        let mut found = Vec::new();
        while let Some(row) = rows.next_row().unwrap() {
            let cells: Vec<String> = row.cells.iter().map(str::to_owned).collect();
            found.push((row.number.get(), cells));
        }
        let cells = |one: &str, other: &str| vec![one.to_owned(), other.to_owned()];
        // The blank line is row 4; it is passed over and counted.
        assert_eq!(
            found,
            [
                (2, cells("", "")),
                (3, cells("x\ny", " z ")),
                (5, cells("1", "2"))
            ]
        );
    }

    #[test]
    fn other_files_and_other_widths_are_refused() {
        assert!(matches!(
            PlainRows::new("f.csv", &b""[..]),
            Err(ReadError::Empty { .. })
        ));
        assert!(matches!(
            PlainRows::new("f.csv", &b"%PDF-1.7"[..]),
            Err(ReadError::NotCsv { .. })
        ));
        let mut rows = PlainRows::new("f.csv", &b"a,b\n1\n"[..]).unwrap();
        assert!(matches!(rows.next_row(), Err(ReadError::WrongWidth { .. })));
    }
}
