//! Opening a file of records: what kind of file it is, how it is written, and where its column names are.

use std::io::Read;

use csv::StringRecord;

use super::csv_rows::{CsvRows, Written};
use super::header::Header;
use super::sample::{Sample, SampleRow, is_filled};
use super::tally::Tally;
use super::workbook::{self, SheetRows};
use super::{
    ReadError, ReadOptions, ReadingReport, TableKind, TextEncoding, delimiter, encoding, header,
};
use crate::units::{FileKind, RowNumber};

/// Bytes looked at to work out how a text file is written.
const LOOK_AT: u64 = 256 << 10;

/// Where rows come from.
pub(super) enum Rows<R> {
    Text(Box<CsvRows<R>>),
    Sheet(Box<SheetRows>),
}

impl<R: Read> Rows<R> {
    pub(super) fn read(&mut self, record: &mut StringRecord) -> Result<Option<u64>, ReadError> {
        match self {
            Self::Text(rows) => rows.read(record),
            Self::Sheet(rows) => Ok(rows.read(record)),
        }
    }
}

/// A file opened, before its header is found.
pub(super) struct Opened<R> {
    pub rows: Rows<R>,
    pub sample: Vec<SampleRow>,
    pub report: ReadingReport,
}

/// Opens a file of `size` bytes by what it is.
pub(super) fn open<R: Read>(
    file: &str,
    size: u64,
    mut source: R,
    options: &ReadOptions,
) -> Result<Opened<R>, ReadError> {
    let head = leading_bytes(file, &mut source)?;
    let utf16 = encoding::detect(&head, false)
        .encoding
        .is_some_and(is_utf16)
        || options.encoding.is_some_and(is_utf16);
    match FileKind::of(&head) {
        FileKind::Empty => Err(ReadError::Empty {
            file: file.to_owned(),
        }),
        FileKind::Zip | FileKind::OldOffice => open_workbook(file, size, head, source, options),
        FileKind::Text | FileKind::Utf16Text => open_text(file, head, source, options),
        FileKind::Binary if utf16 => open_text(file, head, source, options),
        kind => Err(ReadError::NotCsv {
            file: file.to_owned(),
            kind,
        }),
    }
}

/// Reads up to the row with the column names, which is left in `record`; gives its number, and counts the rows above
/// it.
pub(super) fn read_header<R: Read>(
    file: &str,
    rows: &mut Rows<R>,
    sample: &[SampleRow],
    options: &ReadOptions,
    record: &mut StringRecord,
) -> Result<(u64, Tally), ReadError> {
    let file = || file.to_owned();
    let wanted = match options.header_row {
        Some(row) => Some(row),
        None => match header::find(sample) {
            Header::At(position) => sample.get(position).map(|row| row.row),
            Header::Missing(position) => {
                return Err(ReadError::NoHeader {
                    file: file(),
                    row: RowNumber::new(sample.get(position).map_or(1, |row| row.row)),
                });
            }
            // Only a first row longer than all we look at gets here with anything in it.
            Header::Empty => None,
        },
    };
    let no_header_row = |row| ReadError::NoHeaderRow {
        file: file(),
        row: RowNumber::new(row),
    };
    let mut above = Tally::default();
    while let Some(row) = rows.read(record)? {
        if !record.iter().any(is_filled) {
            continue;
        }
        match wanted {
            Some(wanted) if row > wanted => return Err(no_header_row(wanted)),
            Some(wanted) if row < wanted => above.count(row),
            _ => return Ok((row, above)),
        }
    }
    Err(match options.header_row {
        Some(row) => no_header_row(row),
        None => ReadError::Empty { file: file() },
    })
}

const fn is_utf16(encoding: TextEncoding) -> bool {
    matches!(encoding, TextEncoding::Utf16Le | TextEncoding::Utf16Be)
}

fn open_text<R: Read>(
    file: &str,
    mut head: Vec<u8>,
    source: R,
    options: &ReadOptions,
) -> Result<Opened<R>, ReadError> {
    let whole = (head.len() as u64) < LOOK_AT;
    let detected = encoding::detect(&head, whole);
    head.drain(..detected.mark);
    let encoding = options.encoding.or(detected.encoding);
    refuse_other_text(file, &head, encoding)?;
    let declared = delimiter::declared(&head);
    if let Some((_, length)) = declared {
        head.drain(..length);
    }
    let sample = Sample {
        text: &head,
        whole,
        encoding,
    };
    let delimiter = options
        .delimiter
        .or(declared.map(|(delimiter, _)| delimiter))
        .unwrap_or_else(|| delimiter::detect(&sample));
    let written = Written {
        encoding,
        delimiter,
    };
    let sample = sample.rows(written);
    let report = ReadingReport {
        kind: TableKind::Csv,
        encoding: Some(encoding.unwrap_or(TextEncoding::Utf8)),
        delimiter: Some(delimiter),
        ..ReadingReport::default()
    };
    Ok(Opened {
        rows: Rows::Text(Box::new(CsvRows::new(file, head, source, written))),
        sample,
        report,
    })
}

/// UTF-16 hides web pages and XML from the first look at a file.
fn refuse_other_text(
    file: &str,
    head: &[u8],
    encoding: Option<TextEncoding>,
) -> Result<(), ReadError> {
    let Some(encoding) = encoding.filter(|&encoding| is_utf16(encoding)) else {
        return Ok(());
    };
    let mut start = vec![0; FileKind::LOOKS_AT];
    let read = encoding::Utf16Reader::new(head, encoding)
        .read(&mut start)
        .unwrap_or(0);
    match FileKind::of(start.get(..read).unwrap_or_default()) {
        FileKind::Text | FileKind::Empty | FileKind::Binary => Ok(()),
        kind => Err(ReadError::NotCsv {
            file: file.to_owned(),
            kind,
        }),
    }
}

fn open_workbook<R: Read>(
    file: &str,
    size: u64,
    mut head: Vec<u8>,
    source: R,
    options: &ReadOptions,
) -> Result<Opened<R>, ReadError> {
    let limit = workbook::MAX_BYTES;
    let too_large = || ReadError::TooLarge {
        file: file.to_owned(),
        limit: limit >> 20,
        what: "MiB",
    };
    if size > limit {
        return Err(too_large());
    }
    source
        .take(limit)
        .read_to_end(&mut head)
        .map_err(|error| io_error(file, &error))?;
    if head.len() as u64 > limit {
        return Err(too_large());
    }
    let (rows, report) = workbook::open(file, head, options)?;
    Ok(Opened {
        sample: rows.sample(),
        rows: Rows::Sheet(Box::new(rows)),
        report,
    })
}

fn leading_bytes(file: &str, source: &mut impl Read) -> Result<Vec<u8>, ReadError> {
    let mut start = Vec::new();
    source
        .by_ref()
        .take(LOOK_AT)
        .read_to_end(&mut start)
        .map_err(|error| io_error(file, &error))?;
    Ok(start)
}

fn io_error(file: &str, error: &std::io::Error) -> ReadError {
    ReadError::Io {
        file: file.to_owned(),
        reason: error.kind().to_string(),
    }
}
