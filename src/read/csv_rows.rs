use std::io::{Chain, Cursor, Read};

use csv::{ByteRecord, StringRecord};

use super::ReadError;
use super::budget::{Budget, Spent};
use crate::units::{FileKind, RowNumber};

/// The longest row read, in bytes. Real exports stay far below it; an unclosed quotation mark runs past it.
pub(crate) const MAX_ROW_BYTES: usize = 1 << 20;
/// The most columns read.
pub(crate) const MAX_COLUMNS: usize = 2_000;
/// Bytes asked of the source at a time.
const BUFFER: usize = 1 << 20;

/// The records of a CSV file (RFC 4180, UTF-8 with or without a byte order mark), one at a time in flat memory.
pub struct CsvRows<R> {
    file: String,
    reader: csv::Reader<Budget<Chain<Cursor<Vec<u8>>, R>>>,
    header: Vec<String>,
    bytes: ByteRecord,
    record: StringRecord,
    last_row: u64,
    line_breaks_inside: u64,
    records: u64,
}

/// One record and the row a person would find it in.
pub struct Row<'a> {
    /// The row's number; the header is row 1.
    pub number: RowNumber,
    /// The cells, as many as the header has.
    pub cells: &'a StringRecord,
}

impl<R: Read> CsvRows<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`ReadError`] when the file is empty, of another kind, not UTF-8, or its header cannot be used.
    pub fn new(file: &str, mut source: R) -> Result<Self, ReadError> {
        let start = leading_bytes(file, &mut source)?;
        match FileKind::of(&start) {
            FileKind::Empty => {
                return Err(ReadError::Empty {
                    file: file.to_owned(),
                });
            }
            FileKind::Text => {}
            kind => {
                return Err(ReadError::NotCsv {
                    file: file.to_owned(),
                    kind,
                });
            }
        }
        let start = match start.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => rest.to_vec(),
            None => start,
        };
        let source = Budget::new(Cursor::new(start).chain(source), MAX_ROW_BYTES + BUFFER);
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BUFFER)
            .from_reader(source);
        let mut rows = Self {
            file: file.to_owned(),
            reader,
            header: Vec::new(),
            bytes: ByteRecord::new(),
            record: StringRecord::new(),
            last_row: 0,
            line_breaks_inside: 0,
            records: 0,
        };
        rows.read_header()?;
        Ok(rows)
    }

    fn read_header(&mut self) -> Result<(), ReadError> {
        if !self.read_record()? {
            return Err(ReadError::Empty {
                file: self.file.clone(),
            });
        }
        let header: Vec<String> = self
            .record
            .iter()
            .map(|cell| cell.trim().to_owned())
            .collect();
        if header.len() > MAX_COLUMNS {
            return Err(ReadError::TooManyColumns {
                file: self.file.clone(),
                found: header.len(),
                limit: MAX_COLUMNS,
            });
        }
        for (position, column) in header.iter().enumerate() {
            if !column.is_empty() && header[..position].contains(column) {
                return Err(ReadError::RepeatedHeader {
                    file: self.file.clone(),
                    column: position + 1,
                });
            }
        }
        self.header = header;
        Ok(())
    }

    /// The file's name, for messages.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The header's cells, without surrounding spaces.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Bytes taken from the source so far; runs ahead of the rows by up to one buffer.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.reader.get_ref().total()
    }

    /// The next record, or `None` after the last.
    ///
    /// # Errors
    /// [`ReadError`] with the row: not UTF-8, too many or too few cells, too long, or the source failed.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, ReadError> {
        if !self.read_record()? {
            if self.records == 0 {
                return Err(ReadError::NoRecords {
                    file: self.file.clone(),
                });
            }
            return Ok(None);
        }
        self.records += 1;
        let number = self.row_number();
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

    fn row_number(&self) -> RowNumber {
        RowNumber::of_record(self.last_row.saturating_sub(2))
    }

    /// Reads into `self.record`; `false` at the end.
    fn read_record(&mut self) -> Result<bool, ReadError> {
        // The buffer is filled a whole buffer at a time, so the budget is a row beyond that.
        self.reader.get_mut().refill(MAX_ROW_BYTES + BUFFER);
        let mut bytes = std::mem::take(&mut self.bytes);
        let read = self.reader.read_byte_record(&mut bytes);
        let found = match read {
            Ok(found) => found,
            Err(error) => return Err(self.read_failure(error)),
        };
        if !found {
            return Ok(false);
        }
        self.count_row(&bytes);
        if bytes.as_slice().len() > MAX_ROW_BYTES {
            return Err(self.too_long());
        }
        // The record's allocation goes round in a circle: bytes -> text -> bytes.
        let spare = std::mem::take(&mut self.record);
        match StringRecord::from_byte_record(bytes) {
            Ok(record) => {
                self.record = record;
                self.bytes = spare.into_byte_record();
                Ok(true)
            }
            Err(error) => {
                let column = error.utf8_error().field();
                Err(ReadError::NotUtf8 {
                    file: self.file.clone(),
                    row: RowNumber::of_record(self.last_row.saturating_sub(2)),
                    column: column + 1,
                })
            }
        }
    }

    /// Works out which spreadsheet row the record just read stands in: physical lines less the line breaks inside
    /// quoted cells, so that skipped blank lines count.
    fn count_row(&mut self, record: &ByteRecord) {
        let lines_done = self.reader.position().line().saturating_sub(1);
        let inside: u64 = record
            .as_slice()
            .iter()
            .map(|&byte| u64::from(byte == b'\n'))
            .sum();
        self.line_breaks_inside += inside;
        // The last line may lack its line break, and old files break lines without a line feed.
        self.last_row = (self.last_row + 1).max(lines_done.saturating_sub(self.line_breaks_inside));
    }

    fn too_long(&self) -> ReadError {
        ReadError::RowTooLong {
            file: self.file.clone(),
            row: RowNumber::of_record(self.last_row.saturating_sub(1)),
            limit: MAX_ROW_BYTES,
        }
    }

    fn read_failure(&self, error: csv::Error) -> ReadError {
        if let csv::ErrorKind::Io(error) = error.kind()
            && let Some(inner) = error.get_ref()
            && inner.is::<Spent>()
        {
            return self.too_long();
        }
        ReadError::Io {
            file: self.file.clone(),
            reason: match error.into_kind() {
                csv::ErrorKind::Io(error) => error.kind().to_string(),
                _ => "unexpected structure".to_owned(),
            },
        }
    }
}

fn leading_bytes(file: &str, source: &mut impl Read) -> Result<Vec<u8>, ReadError> {
    let mut start = Vec::with_capacity(FileKind::LOOKS_AT);
    source
        .by_ref()
        .take(FileKind::LOOKS_AT as u64)
        .read_to_end(&mut start)
        .map_err(|error| ReadError::Io {
            file: file.to_owned(),
            reason: error.kind().to_string(),
        })?;
    Ok(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Result<Vec<(u64, Vec<String>)>, ReadError> {
        let mut reader = CsvRows::new("people.csv", text)?;
        let mut rows = Vec::new();
        while let Some(row) = reader.next_row()? {
            rows.push((
                row.number.get(),
                row.cells.iter().map(str::to_owned).collect(),
            ));
        }
        Ok(rows)
    }

    #[test]
    fn quoting_as_in_rfc_4180() {
        let text = b"\xef\xbb\xbfid,name\r\n1,\"O\"\"Neil, Ann\"\r\n2,\"two\r\nlines\"\r\n3,last";
        let found = rows(text).unwrap();
        assert_eq!(
            found,
            [
                (2, vec!["1".to_owned(), "O\"Neil, Ann".to_owned()]),
                (3, vec!["2".to_owned(), "two\r\nlines".to_owned()]),
                (4, vec!["3".to_owned(), "last".to_owned()]),
            ]
        );
    }

    #[test]
    fn blank_lines_count_as_rows() {
        let found = rows(b"id\n1\n\n\n2\n").unwrap();
        assert_eq!(found.iter().map(|row| row.0).collect::<Vec<_>>(), [2, 5]);
    }

    #[test]
    fn defects_have_their_place() {
        let code = |text: &[u8]| rows(text).unwrap_err().to_string();
        assert!(code(b"").contains("empty"));
        assert!(code(b"id,name\n").contains("no records"));
        assert!(code(b"%PDF-1.7 ...").contains("a PDF document"));
        assert!(code(b"PK\x03\x04....").contains("Excel workbook"));
        assert!(code(b"id,id\n1,2\n").contains("column 2 has the same header as another"));
        let wide = code(b"id,name\n1,a\n2,b,c\n");
        assert!(wide.contains("row 3") && wide.contains("3 cells"), "{wide}");
        let latin = code(b"id,name\n1,a\n2,Zo\xeb\n");
        assert!(
            latin.contains("row 3") && latin.contains("column 2"),
            "{latin}"
        );
    }

    #[test]
    fn an_unclosed_quotation_mark_stops_at_the_limit() {
        let mut text = b"id,name\n1,a\n2,\"open\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', 4 * MAX_ROW_BYTES));
        let error = rows(&text).unwrap_err();
        assert!(
            matches!(error, ReadError::RowTooLong { row, .. } if row.get() == 3),
            "{error}"
        );
    }

    #[test]
    fn too_many_columns_are_refused() {
        let header = vec!["c"; MAX_COLUMNS + 1];
        let header: Vec<String> = header
            .iter()
            .enumerate()
            .map(|(i, c)| format!("{c}{i}"))
            .collect();
        let error = rows(header.join(",").as_bytes()).unwrap_err();
        assert!(matches!(error, ReadError::TooManyColumns { .. }));
    }
}
