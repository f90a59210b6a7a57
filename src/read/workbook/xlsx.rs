use std::io::Cursor;
use std::rc::Rc;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::cell_text::{self, Epoch1904};
use super::{Refusal, SheetRows, Workbook, sheet_layout};
use crate::read::SheetName;

/// An Excel workbook of 2007 or later.
pub(super) struct XlsxBook {
    book: Xlsx<Cursor<Rc<[u8]>>>,
    bytes: Rc<[u8]>,
}

/// What a cell format does to a number.
#[derive(Clone, Copy, Default)]
struct Format {
    digits: usize,
    month_only: bool,
}

impl XlsxBook {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let bytes: Rc<[u8]> = bytes.into();
        let book = Xlsx::new(Cursor::new(Rc::clone(&bytes))).map_err(|error| refusal(&error))?;
        Ok(Self { book, bytes })
    }
}

/// Errors of the reader may hold a cell's text, so they are put into our own words.
fn refusal(error: &XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        XlsxError::Zip(_) | XlsxError::Io(_) => Refusal::Damaged("one of its parts cannot be read"),
        XlsxError::Xml(_) | XlsxError::XmlAttr(_) | XlsxError::XmlEof(_) => {
            Refusal::Damaged("one of its parts breaks off or is garbled")
        }
        _ => Refusal::Damaged("it is not put together as Excel does"),
    }
}

pub(super) fn sheet_names(sheets: &[calamine::Sheet]) -> Vec<SheetName> {
    sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| SheetName {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
        })
        .collect()
}

impl Workbook for XlsxBook {
    fn sheets(&self) -> Vec<SheetName> {
        sheet_names(self.book.sheets_metadata())
    }

    fn rows(&mut self, sheet: &str) -> Result<SheetRows, Refusal> {
        let mut rows = SheetRows::default();
        let epoch = Epoch1904(self.book.has_1904_epoch());
        let mut cells = self
            .book
            .worksheet_cells_reader(sheet)
            .map_err(|error| refusal(&error))?;
        let formats: Vec<Format> = cells
            .styles()
            .iter()
            .map(|style| {
                style
                    .number_format
                    .as_ref()
                    .map_or_else(Format::default, |format| Format {
                        digits: cell_text::digits_of_format(&format.format_code),
                        month_only: cell_text::is_month_only(&format.format_code),
                    })
            })
            .collect();
        let mut text = String::new();
        let mut last_row = 0;
        loop {
            let (cell, style) = match cells.next_cell_with_style_id() {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                Err(XlsxError::CellError(_)) => {
                    rows.notes.errors.count(last_row);
                    continue;
                }
                Err(error) => return Err(refusal(&error)),
            };
            let (row, column) = cell.get_position();
            last_row = u64::from(row) + 1;
            let format = formats.get(style).copied().unwrap_or_default();
            let notes = &mut rows.notes;
            text.clear();
            match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::Error(_) => {
                    notes.errors.count(last_row);
                    continue;
                }
                DataRef::String(value) => text.push_str(value),
                DataRef::DurationIso(value) => cell_text::iso_duration(value, &mut text),
                DataRef::SharedString(value) => text.push_str(value),
                DataRef::DateTimeIso(value) => cell_text::iso_date(value, &mut text),
                DataRef::Bool(value) => text.push_str(if *value { "TRUE" } else { "FALSE" }),
                #[expect(clippy::cast_precision_loss)] // Excel's numbers are doubles.
                DataRef::Int(value) => cell_text::number(*value as f64, format.digits, &mut text),
                DataRef::Float(value) => {
                    if cell_text::is_too_long(*value) {
                        notes.long_numbers.count(last_row);
                    }
                    cell_text::number(*value, format.digits, &mut text);
                }
                DataRef::DateTime(value) => {
                    if format.month_only {
                        notes.month_only.count(last_row);
                    }
                    let number = value.as_f64();
                    let is_date = if value.is_duration() {
                        cell_text::duration(number, &mut text)
                    } else {
                        cell_text::date(number, epoch, &mut text)
                    };
                    if !is_date {
                        cell_text::number(number, 0, &mut text);
                    }
                }
            }
            if !text.is_empty() {
                rows.push(row, column, &text)?;
            }
        }
        drop(cells);
        sheet_layout::note(&self.bytes, sheet, &mut rows)?;
        Ok(rows)
    }
}
