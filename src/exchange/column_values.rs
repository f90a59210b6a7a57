use std::io::Write;

use super::{
    columns::Column,
    pages::{PageValues, write_page},
    row_groups::Chunk,
};

/// The values that the rows of one row group have in one column, laid end to end.
pub(super) struct ColumnValues<'a> {
    column: &'a Column,
    bytes: Vec<u8>,
    /// For each row whether it has a value.
    levels: Vec<bool>,
}

/// A page ends with the first part of this many rows that brings it to [`PAGE_ROWS`] or [`PAGE_BYTES`].
const PART_ROWS: usize = 1024;
const PAGE_ROWS: usize = 20_000;
/// Bytes of values.
const PAGE_BYTES: usize = 1 << 20;

impl<'a> ColumnValues<'a> {
    /// Makes room for this many rows.
    pub(super) fn with_capacity(column: &'a Column, rows: usize) -> Self {
        Self {
            column,
            bytes: Vec::with_capacity(rows * column.width),
            levels: Vec::with_capacity(rows),
        }
    }

    /// The column whose values these are.
    pub(super) const fn column(&self) -> &'a Column {
        self.column
    }

    /// Appends the next row's value, which has the column's width.
    pub(super) fn push(&mut self, value: Option<&[u8]>) {
        self.bytes.extend_from_slice(value.unwrap_or_default());
        self.levels.push(value.is_some());
    }

    /// Writes the column chunk.
    pub(super) fn write(self, sink: &mut impl Write) -> std::io::Result<Chunk> {
        let mut chunk = Chunk { bytes: 0, pages: 0 };
        let (mut levels, mut values) = (self.levels.as_slice(), self.bytes.as_slice());
        while !levels.is_empty() {
            let (rows, bytes) = self.next_page(levels);
            let (page_levels, levels_left) = levels.split_at(rows);
            let (page_values, values_left) = values.split_at(bytes);
            let page = PageValues {
                rows,
                levels: self.column.is_optional().then_some(page_levels),
                values: page_values,
            };
            chunk.bytes += write_page(&page, sink)?;
            chunk.pages += 1;
            (levels, values) = (levels_left, values_left);
        }
        Ok(chunk)
    }

    /// How many of these rows the next page takes, and the bytes of their values.
    fn next_page(&self, levels: &[bool]) -> (usize, usize) {
        let (mut rows, mut bytes) = (0, 0);
        for part in levels.chunks(PART_ROWS) {
            rows += part.len();
            bytes += self.column.width * part.iter().filter(|&&level| level).count();
            if rows >= PAGE_ROWS || bytes >= PAGE_BYTES {
                break;
            }
        }
        (rows, bytes)
    }
}
