//! The owner's file, row by row, with each row's own id.

use std::io::Read;

use super::RejoinError;
use crate::read::{ReadOptions, Row, Table, find_id_column};

/// The owner's file.
pub(super) struct OwnRows<R> {
    table: Table<R>,
    id: Option<usize>,
}

impl<R: Read> OwnRows<R> {
    /// Opens a file of `size` bytes and finds its column of ids as `prepare` does: as named, else by its name, else row
    /// numbers stand in.
    pub(super) fn open(
        file: &str,
        size: u64,
        source: R,
        how: &ReadOptions,
        id_column: Option<&str>,
    ) -> Result<Self, RejoinError> {
        let table = Table::open(file, size, source, how)?;
        let id = find_id_column(file, table.header(), id_column)?;
        Ok(Self { table, id })
    }

    pub(super) fn header(&self) -> &[String] {
        self.table.header()
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.table.bytes_read()
    }

    /// The next row and its id.
    pub(super) fn next(&mut self) -> Result<Option<(String, Row<'_>)>, RejoinError> {
        let id_cell = self.id;
        let Some(row) = self.table.next_row()? else {
            return Ok(None);
        };
        let id = id_cell.and_then(|cell| row.cells.get(cell));
        let id = id.map_or_else(|| row.number.to_string(), str::to_owned);
        Ok(Some((id, row)))
    }

    /// The error of a crosswalk none of whose ids are in the file.
    pub(super) fn other_ids(&self, ids: usize) -> RejoinError {
        let column = match self.id {
            // Its position, as a first row that is no header would be a person's.
            Some(cell) => format!("its column {}", cell + 1),
            None => "it: it has no column of ids, so row numbers stand in".to_owned(),
        };
        RejoinError::OtherIds {
            file: self.table.file().to_owned(),
            column,
            ids,
        }
    }
}
