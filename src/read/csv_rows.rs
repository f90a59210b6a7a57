use std::io::{self, Chain, Cursor, Read};

use csv::{ByteRecord, StringRecord};

use super::budget::{Budget, Spent};
use super::encoding::{Utf16Reader, table_of, western};
use super::{Delimiter, ReadError, TextEncoding};
use crate::units::RowNumber;

/// The longest row read, in bytes. Real exports stay far below it; an unclosed quotation mark runs past it.
pub(super) const MAX_ROW_BYTES: usize = 1 << 20;
/// Bytes asked of the source at a time.
const BUFFER: usize = 1 << 20;

/// The records of a delimited text file (RFC 4180 and its relatives), one at a time in flat memory.
pub(super) struct CsvRows<R> {
    file: String,
    reader: csv::Reader<Budget<Bytes<R>>>,
    letters: Letters,
    bytes: ByteRecord,
    last_row: u64,
    line_breaks_inside: u64,
    /// 1 where lines end in a carriage return and a line feed: the parser ends a record at the first and counts the
    /// second with the next record.
    line_feed_waits: u64,
    /// Rows of a file in an 8-bit encoding that read as UTF-8, and the first of them.
    mixed: (u64, u64),
}

/// How a text file is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    /// `None` while all that was seen is ASCII.
    pub encoding: Option<TextEncoding>,
    pub delimiter: Delimiter,
}

/// The source: as it is, or UTF-16 turned into UTF-8 on the way.
enum Bytes<R> {
    AsTheyAre(Counted<Chain<Cursor<Vec<u8>>, R>>),
    Utf16(Box<Utf16Reader<Chain<Cursor<Vec<u8>>, R>>>),
}

struct Counted<R> {
    inner: R,
    taken: u64,
}

impl<R: Read> Read for Bytes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::AsTheyAre(bytes) => {
                let read = bytes.inner.read(buffer)?;
                bytes.taken += read as u64;
                Ok(read)
            }
            Self::Utf16(bytes) => bytes.read(buffer),
        }
    }
}

/// How a record's bytes become text. 8-bit encodings agree with ASCII, so that records can be cut before their letters
/// are known, and UTF-8 needs no more than to be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    /// ASCII so far; the first record that is not decides.
    Undecided,
    Utf8,
    Table(TextEncoding),
}

impl<R: Read> CsvRows<R> {
    /// `head` is what was taken from `source` already, less its byte order mark.
    pub(super) fn new(file: &str, head: Vec<u8>, source: R, written: Written) -> Self {
        let line_feed_waits = u64::from(ends_lines_with_both(&head, written.encoding));
        let bytes = Cursor::new(head).chain(source);
        let (bytes, letters) = match written.encoding {
            Some(encoding @ (TextEncoding::Utf16Le | TextEncoding::Utf16Be)) => (
                Bytes::Utf16(Box::new(Utf16Reader::new(bytes, encoding))),
                Letters::Utf8,
            ),
            encoding => (
                Bytes::AsTheyAre(Counted {
                    inner: bytes,
                    taken: 0,
                }),
                match encoding {
                    None => Letters::Undecided,
                    Some(TextEncoding::Utf8) => Letters::Utf8,
                    Some(encoding) => Letters::Table(encoding),
                },
            ),
        };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(written.delimiter.byte())
            .buffer_capacity(BUFFER)
            .from_reader(Budget::new(bytes, MAX_ROW_BYTES + BUFFER));
        Self {
            file: file.to_owned(),
            reader,
            letters,
            bytes: ByteRecord::new(),
            last_row: 0,
            line_breaks_inside: 0,
            line_feed_waits,
            mixed: (0, 0),
        }
    }

    /// The encoding; UTF-8 as long as all was ASCII. `None` for UTF-16, whose name the caller knows.
    pub(super) fn encoding(&self) -> Option<TextEncoding> {
        match self.reader.get_ref().inner() {
            Bytes::Utf16(_) => None,
            Bytes::AsTheyAre(_) => match self.letters {
                Letters::Table(encoding) => Some(encoding),
                Letters::Utf8 | Letters::Undecided => Some(TextEncoding::Utf8),
            },
        }
    }

    /// How many rows of a file in an 8-bit encoding read as UTF-8, and the first of them.
    pub(super) const fn mixed(&self) -> (u64, u64) {
        self.mixed
    }

    /// Bytes taken from the source so far; runs ahead of the rows by up to one buffer.
    pub(super) fn bytes_read(&self) -> u64 {
        match self.reader.get_ref().inner() {
            Bytes::AsTheyAre(bytes) => bytes.taken,
            Bytes::Utf16(bytes) => bytes.taken(),
        }
    }

    /// Reads the next record and gives its row number, or `None` at the end.
    ///
    /// # Errors
    /// [`ReadError`] with the row: not in the encoding, too long, or the source failed.
    pub(super) fn read(&mut self, record: &mut StringRecord) -> Result<Option<u64>, ReadError> {
        // The buffer is filled a whole buffer at a time, so the budget is a row beyond that.
        self.reader.get_mut().refill(MAX_ROW_BYTES + BUFFER);
        let mut bytes = std::mem::take(&mut self.bytes);
        match self.reader.read_byte_record(&mut bytes) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) => return Err(self.read_failure(error)),
        }
        self.count_row(&bytes);
        if bytes.as_slice().len() > MAX_ROW_BYTES {
            return Err(self.too_long(self.last_row));
        }
        self.decode(bytes, record)?;
        Ok(Some(self.last_row))
    }

    fn decode(&mut self, bytes: ByteRecord, record: &mut StringRecord) -> Result<(), ReadError> {
        // The record's allocation goes round in a circle: bytes -> text -> bytes.
        let spare = std::mem::take(record);
        if self.letters == Letters::Undecided && !bytes.as_slice().is_ascii() {
            self.letters = match std::str::from_utf8(bytes.as_slice()) {
                Ok(_) => Letters::Utf8,
                Err(_) => Letters::Table(western(bytes.as_slice())),
            };
        }
        let table = match self.letters {
            Letters::Table(encoding) if !bytes.as_slice().is_ascii() => table_of(encoding),
            _ => None,
        };
        if let Some(table) = table {
            if std::str::from_utf8(bytes.as_slice()).is_ok() {
                let first = if self.mixed.0 == 0 {
                    self.last_row
                } else {
                    self.mixed.1
                };
                self.mixed = (self.mixed.0 + 1, first);
            }
            *record = spare;
            record.clear();
            for cell in &bytes {
                record.push_field(&table.decode_without_bom_handling(cell).0);
            }
            self.bytes = bytes;
            return Ok(());
        }
        match StringRecord::from_byte_record(bytes) {
            Ok(text) => {
                *record = text;
                self.bytes = spare.into_byte_record();
                Ok(())
            }
            Err(error) => Err(ReadError::NotUtf8 {
                file: self.file.clone(),
                row: RowNumber::new(self.last_row),
                column: error.utf8_error().field() + 1,
            }),
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
        let lines = (lines_done + self.line_feed_waits).saturating_sub(self.line_breaks_inside);
        self.last_row = (self.last_row + 1).max(lines);
    }

    fn too_long(&self, row: u64) -> ReadError {
        ReadError::RowTooLong {
            file: self.file.clone(),
            row: RowNumber::new(row),
            limit: MAX_ROW_BYTES,
        }
    }

    fn read_failure(&self, error: csv::Error) -> ReadError {
        if let csv::ErrorKind::Io(error) = error.kind()
            && let Some(inner) = error.get_ref()
            && inner.is::<Spent>()
        {
            return self.too_long(self.last_row + 1);
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

/// Whether every line break outside of quotation marks at the beginning of a file is a carriage return and a line feed.
/// In a file that has both kinds of line break, blank lines before a row are not counted into its number.
fn ends_lines_with_both(head: &[u8], encoding: Option<TextEncoding>) -> bool {
    const LOOK_AT: usize = 64 << 10;
    let head = &head[..head.len().min(LOOK_AT)];
    let pairs = head.chunks_exact(2);
    match encoding {
        Some(TextEncoding::Utf16Le) => {
            both(pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]])))
        }
        Some(TextEncoding::Utf16Be) => {
            both(pairs.map(|pair| u16::from_be_bytes([pair[0], pair[1]])))
        }
        _ => both(head.iter().map(|&byte| u16::from(byte))),
    }
}

fn both(units: impl Iterator<Item = u16>) -> bool {
    let (mut before, mut quoted, mut found) = (0, false, false);
    for unit in units {
        quoted ^= unit == u16::from(b'"');
        if unit == u16::from(b'\n') && !quoted {
            if before != u16::from(b'\r') {
                return false;
            }
            found = true;
        }
        before = unit;
    }
    found
}
