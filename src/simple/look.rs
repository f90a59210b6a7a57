//! Looking at a file before it is prepared: what its columns are, and what is wrong with its data.

use std::io::Read;

use serde::Serialize;

use super::{Error, Progress};
use crate::agreement::Agreement;
use crate::profile::{self, ColumnSuggestion, Example, FileProfile, Profiler, Sample};
use crate::read::{ColumnMapping, Mapping, ReadOptions, ReadingReport, Table};
use crate::standardise::{Day, Lookups};

/// Rows between two reports of progress.
pub(super) const PROGRESS_EVERY: u64 = 2_000;

/// A file to read: its name, its size in bytes, and its bytes.
pub type Source<'a, R> = (&'a str, u64, R);

/// A file's columns and what they seem to be.
#[derive(Clone, Debug, Serialize)]
pub struct FileColumns {
    /// The header.
    pub columns: Vec<String>,
    /// What each column seems to be, in the file's order.
    pub suggestions: Vec<ColumnSuggestion>,
    /// The column of own ids, where one is found.
    pub id_column: Option<String>,
    /// The first rows as they stand in the file.
    pub first_rows: Vec<Vec<String>>,
    /// How the file is read, and what was noticed in those first rows.
    pub reading: ReadingReport,
}

/// Looks at a file's header and first thousand rows; gives back the first `rows` of them.
///
/// # Errors
/// [`Error::Read`].
pub fn file_columns(
    agreement: &Agreement,
    how: &ReadOptions,
    source: Source<'_, impl Read>,
    today: Day,
    rows: usize,
) -> Result<FileColumns, Error> {
    let (name, size, bytes) = source;
    let mut reader = Table::open(name, size, bytes, how)?;
    let columns = reader.header().to_vec();
    let mapping = Mapping::propose(agreement, name, &columns, &ColumnMapping::default())?;
    let mut sample = Sample::new(columns.len());
    let mut first_rows = Vec::with_capacity(rows);
    for number in 0..Sample::ROWS {
        let Some(row) = reader.next_row()? else { break };
        sample.push(row.cells.iter());
        if number < rows {
            first_rows.push(row.cells.iter().map(str::to_owned).collect());
        }
    }
    Ok(FileColumns {
        id_column: mapping.id_cell().map(|cell| columns[cell].clone()),
        suggestions: profile::suggest(agreement, name, &columns, &sample, today),
        columns,
        first_rows,
        reading: reader.report(),
    })
}

/// What a whole file holds, and examples of its values for the owner's screen only.
#[derive(Clone, Serialize)]
pub struct FileLook {
    /// Counts, shapes and row numbers: may be saved.
    pub profile: FileProfile,
    /// How the file was read, and what was noticed: may be saved.
    pub reading: ReadingReport,
    /// By field, in the profile's order: values before and after. Never to be saved.
    pub examples: Vec<Vec<Example>>,
}

/// Reads a whole file and says what is wrong with the data, its cells looked up as `prepare` would. Needs no key and writes nothing.
///
/// # Errors
/// [`Error::Read`].
pub fn file_look(
    agreement: &Agreement,
    how: &ReadOptions,
    columns: &ColumnMapping,
    lookups: &Lookups,
    today: Day,
    source: Source<'_, impl Read>,
    progress: &mut dyn FnMut(Progress),
) -> Result<FileLook, Error> {
    let (name, size, bytes) = source;
    let mut reader = Table::open(name, size, bytes, how)?;
    let mapping = Mapping::new(agreement, name, reader.header(), columns)?;
    let mut profiler = Profiler::new(agreement, &mapping, today).with_lookups(lookups);
    let mut rows = 0u64;
    while let Some(row) = reader.next_row()? {
        profiler.add(&row);
        rows += 1;
        if rows.is_multiple_of(PROGRESS_EVERY) {
            progress(reading(reader.bytes_read(), size));
        }
    }
    progress(reading(size, size));
    let (profile, examples) = profiler.finish();
    Ok(FileLook {
        profile,
        reading: reader.report().without_sheets(),
        examples,
    })
}

pub(super) fn reading(done: u64, total: u64) -> Progress {
    Progress {
        phase: "reading",
        done: done.min(total),
        total,
    }
}
