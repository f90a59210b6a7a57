//! Workbooks: XLSX, XLS and ODS, read by the `calamine` crate within limits that are kept here.
//!
//! A workbook is a container whose small files can claim to be huge, so every part is measured before it is parsed, and
//! the cells of one sheet are copied into a compact table as they are met. What the limits are: [`MAX_BYTES`] of file,
//! [`MAX_UNPACKED`] unpacked, [`MAX_SHARED_STRINGS`] shared strings, [`MAX_CELLS`] cells and [`MAX_TEXT`] bytes of text.

mod cell_text;
mod old;
mod open_document;
mod parts;
mod range;
mod sheet_layout;
mod sheet_rows;
mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub(super) use sheet_rows::SheetRows;

use super::{ReadError, ReadOptions, ReadingReport, SheetName, TableKind};
use crate::units::FileKind;

/// The largest workbook read, in bytes. Excel's own limit of a million rows stays below it.
pub(super) const MAX_BYTES: u64 = 200 << 20;
/// The most that a workbook's XML may unpack to, in bytes.
const MAX_UNPACKED: u64 = 2 << 30;
/// The most that the parts that are held whole in memory may unpack to, in bytes.
const MAX_UNPACKED_WHOLE: u64 = 512 << 20;
/// The most shared strings.
const MAX_SHARED_STRINGS: u64 = 10_000_000;
/// The most cells of a sheet, empty ones between filled ones included.
const MAX_CELLS: usize = 40_000_000;
/// The rows that a sheet can have.
const MAX_ROWS: u32 = 1 << 20;
/// The most text of a sheet, in bytes.
const MAX_TEXT: usize = 1 << 30;

/// Why a workbook cannot be read, before the file's name is added.
#[derive(Debug)]
enum Refusal {
    Encrypted,
    Damaged(&'static str),
    TooLarge(u64, &'static str),
    NoSuchSheet(String),
    Empty,
}

impl Refusal {
    fn named(self, file: &str, sheets: &[SheetName]) -> ReadError {
        let file = file.to_owned();
        match self {
            Self::Encrypted => ReadError::Encrypted { file },
            Self::Damaged(reason) => ReadError::Damaged { file, reason },
            Self::TooLarge(limit, what) => ReadError::TooLarge { file, limit, what },
            Self::NoSuchSheet(sheet) => ReadError::NoSuchSheet {
                file,
                sheet,
                known: sheets
                    .iter()
                    .map(|sheet| sheet.name.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            },
            Self::Empty => ReadError::Empty { file },
        }
    }
}

/// A workbook of one kind.
trait Workbook {
    /// Its worksheets in their order.
    fn sheets(&self) -> Vec<SheetName>;

    /// The cells of one of them.
    fn rows(&mut self, sheet: &str) -> Result<SheetRows, Refusal>;
}

/// Opens a workbook and reads one sheet: the one asked for, or else the first that is not hidden and not empty.
///
/// `calamine` takes some records and cell addresses at their word and may stop with a panic on damaged ones. Here it is
/// caught and nothing of the workbook is kept; in a browser, where none can be caught, it ends the worker and the run.
pub(super) fn open(
    file: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Result<(SheetRows, ReadingReport), ReadError> {
    catch_unwind(AssertUnwindSafe(|| read(file, bytes, options))).unwrap_or_else(|_| {
        Err(Refusal::Damaged("one of its records cannot be read").named(file, &[]))
    })
}

fn read(
    file: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Result<(SheetRows, ReadingReport), ReadError> {
    let kind = FileKind::of_container(&bytes);
    let refused = |refusal: Refusal| refusal.named(file, &[]);
    let (table_kind, mut workbook): (_, Box<dyn Workbook>) = match kind {
        FileKind::Xlsx => {
            parts::measure(&bytes).map_err(refused)?;
            let book = xlsx::XlsxBook::open(bytes).map_err(refused)?;
            (TableKind::Xlsx, Box::new(book))
        }
        FileKind::Ods => {
            parts::measure(&bytes).map_err(refused)?;
            let book = open_document::OdsBook::open(bytes).map_err(refused)?;
            (TableKind::Ods, Box::new(book))
        }
        FileKind::Xls => {
            let book = old::XlsBook::open(bytes).map_err(refused)?;
            (TableKind::Xls, Box::new(book))
        }
        FileKind::EncryptedOffice => return Err(refused(Refusal::Encrypted)),
        // A container that is cut off has lost the list of what is in it.
        FileKind::CutOffOffice => return Err(refused(Refusal::Damaged("its end is missing"))),
        FileKind::Zip if !parts::is_whole(&bytes) => {
            return Err(refused(Refusal::Damaged("its end is missing")));
        }
        kind => {
            return Err(ReadError::NotCsv {
                file: file.to_owned(),
                kind,
            });
        }
    };
    let sheets = workbook.sheets();
    let (name, rows) = choose(workbook.as_mut(), &sheets, options.sheet.as_deref())
        .map_err(|refusal| refusal.named(file, &sheets))?;
    let report = ReadingReport {
        kind: table_kind,
        sheet: Some(name),
        sheets,
        ..ReadingReport::default()
    };
    Ok((rows, report))
}

fn choose(
    workbook: &mut dyn Workbook,
    sheets: &[SheetName],
    wanted: Option<&str>,
) -> Result<(String, SheetRows), Refusal> {
    if let Some(wanted) = wanted {
        let found = sheets.iter().find(|sheet| sheet.name == wanted);
        let sheet = found.ok_or_else(|| Refusal::NoSuchSheet(wanted.to_owned()))?;
        return Ok((sheet.name.clone(), workbook.rows(&sheet.name)?));
    }
    // Hidden sheets hold lists for drop-down menus and the like more often than records; still, better than nothing.
    let visible = sheets.iter().filter(|sheet| !sheet.hidden);
    for sheet in visible.chain(sheets.iter().filter(|sheet| sheet.hidden)) {
        let rows = workbook.rows(&sheet.name)?;
        if !rows.is_empty() {
            return Ok((sheet.name.clone(), rows));
        }
    }
    Err(Refusal::Empty)
}
