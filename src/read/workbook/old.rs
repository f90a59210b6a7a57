use std::io::Cursor;

use calamine::{Reader, Xls, XlsError};

use super::xlsx::sheet_names;
use super::{Refusal, SheetRows, Workbook, range};
use crate::read::SheetName;

/// An Excel workbook of 2003 or earlier.
pub(super) struct XlsBook {
    book: Xls<Cursor<Vec<u8>>>,
}

/// The largest workbook of this kind that is read, in bytes: the kind ends at 65,536 rows.
const MAX_BYTES: usize = 64 << 20;

impl XlsBook {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Refusal> {
        if bytes.len() > MAX_BYTES {
            return Err(Refusal::TooLarge(MAX_BYTES as u64 >> 20, "MiB"));
        }
        let book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
            XlsError::Password => Refusal::Encrypted,
            _ => Refusal::Damaged("one of its records cannot be read"),
        })?;
        Ok(Self { book })
    }
}

impl Workbook for XlsBook {
    fn sheets(&self) -> Vec<SheetName> {
        sheet_names(self.book.sheets_metadata())
    }

    fn rows(&mut self, sheet: &str) -> Result<SheetRows, Refusal> {
        let epoch = self.book.has_1904_epoch();
        let merged = self.book.merge_cells_by_sheet_name(sheet);
        let cells = self
            .book
            .worksheet_range(sheet)
            .map_err(|_| Refusal::Damaged("one of its sheets cannot be read"))?;
        let mut rows = range::rows(&cells, epoch)?;
        for area in merged.unwrap_or_default() {
            rows.notes.merged.count(u64::from(area.start.0) + 1);
        }
        Ok(rows)
    }
}
