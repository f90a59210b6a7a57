//! Looking at a file before it is prepared: what its columns are, and what is wrong with its data.

use std::io::Read;

use serde::Serialize;

use super::{Error, Progress};
use crate::agreement::Agreement;
use crate::read::{ColumnMapping, ColumnUse, Mapping, ReadOptions, Table};
use crate::standardise::{Day, QualityReport, QualityTally, StandardRecord, Standardiser};

/// Rows between two reports of progress.
pub(super) const PROGRESS_EVERY: u64 = 2_000;

/// A file to read: its name, its size in bytes, and its bytes.
pub type Source<'a, R> = (&'a str, u64, R);

/// A file's columns and what they seem to be.
#[derive(Clone, Debug, Serialize)]
pub struct FileColumns {
    /// The header.
    pub columns: Vec<String>,
    /// What each column seems to be.
    pub mapping: Vec<ColumnUse>,
    /// The column of own ids, where one is found.
    pub id_column: Option<String>,
    /// The first rows as they stand in the file.
    pub first_rows: Vec<Vec<String>>,
}

/// Looks at a file's header and first rows.
///
/// # Errors
/// [`Error::Read`].
pub fn file_columns(
    agreement: &Agreement,
    source: Source<'_, impl Read>,
    rows: usize,
) -> Result<FileColumns, Error> {
    let (name, size, bytes) = source;
    let mut reader = Table::open(name, size, bytes, &ReadOptions::default())?;
    let columns = reader.header().to_vec();
    let mapping = Mapping::propose(agreement, name, &columns, &ColumnMapping::default())?;
    let mut first_rows = Vec::with_capacity(rows);
    while first_rows.len() < rows
        && let Some(row) = reader.next_row()?
    {
        first_rows.push(row.cells.iter().map(str::to_owned).collect());
    }
    Ok(FileColumns {
        id_column: mapping.id_cell().map(|cell| columns[cell].clone()),
        mapping: mapping.columns().to_vec(),
        columns,
        first_rows,
    })
}

/// Reads a whole file and says what is wrong with the data. Needs no key and writes nothing.
///
/// # Errors
/// [`Error::Read`].
pub fn file_quality(
    agreement: &Agreement,
    columns: &ColumnMapping,
    today: Day,
    source: Source<'_, impl Read>,
    progress: &mut dyn FnMut(Progress),
) -> Result<QualityReport, Error> {
    let (name, size, bytes) = source;
    let mut reader = Table::open(name, size, bytes, &ReadOptions::default())?;
    let mapping = Mapping::new(agreement, name, reader.header(), columns)?;
    let standardiser = Standardiser::new(agreement, &mapping, today);
    let mut tally = QualityTally::new(agreement.fields().len());
    let mut record = StandardRecord::default();
    let mut rows = 0u64;
    while let Some(row) = reader.next_row()? {
        tally.count_row();
        standardiser.standardise(&row, &mut record, |field, row, filled, finding| {
            tally.count(field, row, filled, finding);
        });
        rows += 1;
        if rows.is_multiple_of(PROGRESS_EVERY) {
            progress(reading(reader.bytes_read(), size));
        }
    }
    progress(reading(size, size));
    Ok(tally.report(agreement, &mapping))
}

pub(super) fn reading(done: u64, total: u64) -> Progress {
    Progress {
        phase: "reading",
        done: done.min(total),
        total,
    }
}
