//! Which rows of a file take part in a run, and why the others do not.

mod exclude_list;
mod row_filter;

use std::collections::HashSet;
use std::hash::{BuildHasher as _, BuildHasherDefault, Hasher, RandomState};
use std::io;

use serde::Deserialize;

use super::repeated_ids::{RepeatedIdCheck, RepeatedRows};
use super::{Error, PrepareSink};
use crate::agreement::{Agreement, FieldKind};
use crate::read::{FieldSource, Mapping, Row};
use crate::report::Excluded;
use crate::standardise::{self, Day};

pub use exclude_list::{ExcludeList, ids_to_leave_out};
pub use row_filter::{FilterTest, RowFilter};
use row_filter::{Test, test};

/// Rows that a message or a run record lists.
const FIRST_ROWS: usize = 5;

/// What is to be left out. The default leaves nothing out, and refuses a file that has an id twice.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Own ids of records to leave out.
    pub ids: HashSet<String>,
    /// Values of fields whose records are left out, such as the NHS numbers of people who opted out.
    pub lists: Vec<ExcludeList>,
    /// What must hold for a row to take part: all of them.
    pub filters: Vec<RowFilter>,
    /// What to do with rows that have the id of an earlier row.
    pub repeated_ids: RepeatedIds,
}

/// What to do with rows that have the id of an earlier row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepeatedIds {
    /// Stop, say where they are, and write nothing.
    #[default]
    Refuse,
    /// Leave them out, so that each id has its first row only.
    KeepFirst,
    /// Take each row for a record of its own.
    KeepAll,
}

struct List {
    found: HashSet<String>,
    source: FieldSource,
    kind: FieldKind,
    of: ExcludeList,
    left_out: u64,
    not_checked: u64,
}

/// Takes a number that is a hash already for its own hash.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// How rows with the id of an earlier row are told.
enum Repeats {
    /// All at once, when every row has been seen.
    Refuse(RepeatedIdCheck),
    /// At once, as they must be passed over: by the hashes of the ids seen, 9 to 18 bytes a row.
    KeepFirst {
        seen: HashSet<u64, BuildHasherDefault<Hashed>>,
        hasher: RandomState,
        left_out: u64,
    },
    KeepAll,
}

/// Decides row by row.
pub(super) struct Selector {
    id_cell: Option<usize>,
    ids: HashSet<String>,
    ids_left_out: u64,
    ids_found: HashSet<String>,
    tests: Vec<Test>,
    lists: Vec<List>,
    repeats: Repeats,
    today: Day,
}

impl Repeats {
    /// Whether a row with this id takes part, as far as earlier rows can tell.
    fn admits(&mut self, id: &str, row: &Row<'_>, sink: &mut dyn PrepareSink) -> io::Result<bool> {
        match self {
            Self::Refuse(check) => check.note(id, row.number.get(), sink).map(|()| true),
            Self::KeepFirst {
                seen,
                hasher,
                left_out,
            } => {
                // Two of ten million ids share a 64-bit hash with a chance of one in 370,000.
                let first = seen.insert(hasher.hash_one(id));
                *left_out += u64::from(!first);
                Ok(first)
            }
            Self::KeepAll => Ok(true),
        }
    }

    /// The rows for which the file is to be refused, if there are any.
    fn finish(&mut self, sink: &mut dyn PrepareSink) -> io::Result<Option<RepeatedRows>> {
        let Self::Refuse(check) = self else {
            return Ok(None);
        };
        let repeats = check.finish(FIRST_ROWS, sink)?;
        Ok((repeats.count > 0).then_some(repeats))
    }

    const fn left_out(&self) -> u64 {
        match self {
            Self::KeepFirst { left_out, .. } => *left_out,
            Self::Refuse(_) | Self::KeepAll => 0,
        }
    }
}

impl Selector {
    pub(super) fn new(
        file: &str,
        header: &[String],
        agreement: &Agreement,
        mapping: &Mapping,
        selection: &Selection,
        input_bytes: u64,
        today: Day,
    ) -> Result<Self, Error> {
        if !selection.ids.is_empty() && mapping.id_cell().is_none() {
            return Err(Error::ExcludeWithoutIds {
                file: file.to_owned(),
            });
        }
        let tests = selection
            .filters
            .iter()
            .map(|filter| test(file, header, agreement, filter, today))
            .collect::<Result<_, _>>()?;
        let lists = selection
            .lists
            .iter()
            .map(|list| {
                let source = mapping.source_of(list.field).cloned();
                Ok(List {
                    found: HashSet::new(),
                    source: source.ok_or_else(|| Error::ListWithoutColumn {
                        file: file.to_owned(),
                        field: list.label.clone(),
                    })?,
                    kind: agreement.fields()[list.field].kind,
                    of: list.clone(),
                    left_out: 0,
                    not_checked: 0,
                })
            })
            .collect::<Result<_, Error>>()?;
        Ok(Self {
            id_cell: mapping.id_cell(),
            ids: selection.ids.clone(),
            ids_left_out: 0,
            ids_found: HashSet::new(),
            tests,
            lists,
            repeats: match selection.repeated_ids {
                RepeatedIds::Refuse => Repeats::Refuse(RepeatedIdCheck::new(input_bytes)),
                RepeatedIds::KeepFirst => Repeats::KeepFirst {
                    seen: HashSet::default(),
                    hasher: RandomState::new(),
                    left_out: 0,
                },
                RepeatedIds::KeepAll => Repeats::KeepAll,
            },
            today,
        })
    }

    /// Whether the row takes part. Ids are kept aside in `sink` where they must not repeat.
    pub(super) fn keeps(&mut self, row: &Row<'_>, sink: &mut dyn PrepareSink) -> io::Result<bool> {
        for test in &mut self.tests {
            if !test
                .what
                .holds(row.cells.get(test.cell).unwrap_or_default(), self.today)
            {
                test.left_out += 1;
                return Ok(false);
            }
        }
        let id = self
            .id_cell
            .and_then(|cell| row.cells.get(cell))
            .map(str::trim);
        if let Some(id) = id.filter(|id| self.ids.contains(*id)) {
            self.ids_left_out += 1;
            if !self.ids_found.contains(id) {
                self.ids_found.insert(id.to_owned());
            }
            return Ok(false);
        }
        // Before the lists: a later row of somebody on a list may lack the value that the list has, and must not pass for
        // the first row of its id.
        if let Some(id) = id.filter(|id| !id.is_empty())
            && !self.repeats.admits(id, row, sink)?
        {
            return Ok(false);
        }
        let mut spare = String::new();
        for list in &mut self.lists {
            let raw =
                standardise::part_of(list.source.part, list.source.raw(row.cells, &mut spare));
            match standardise::standardise_value(list.kind, &raw, self.today).value {
                Some(value) if list.of.values.contains(&value) => {
                    list.left_out += 1;
                    list.found.insert(value);
                    return Ok(false);
                }
                Some(_) => {}
                None => list.not_checked += 1,
            }
        }
        Ok(true)
    }

    /// Refuses, once all rows were seen, a file in which ids repeat although they must not. To be asked once.
    pub(super) fn check_ids(
        &mut self,
        file: &str,
        mapping: &Mapping,
        sink: &mut dyn PrepareSink,
    ) -> Result<(), Error> {
        let Some(repeats) = self.repeats.finish(sink)? else {
            return Ok(());
        };
        let column = mapping
            .id_cell()
            .and_then(|cell| mapping.columns().get(cell));
        Err(Error::RepeatedIds {
            file: file.to_owned(),
            column: column.map_or_else(String::new, |column| column.column.clone()),
            count: repeats.count,
            rows: repeats
                .first_rows
                .iter()
                .map(u64::to_string)
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    /// How many rows were left out so far.
    pub(super) fn left_out(&self) -> u64 {
        self.tests.iter().map(|test| test.left_out).sum::<u64>()
            + self.lists.iter().map(|list| list.left_out).sum::<u64>()
            + self.ids_left_out
            + self.repeats.left_out()
    }

    /// Why rows were left out, and how many for each reason.
    pub(super) fn excluded(&self) -> Vec<Excluded> {
        let mut excluded: Vec<Excluded> = self
            .tests
            .iter()
            .map(|test| Excluded {
                reason: test.reason.clone(),
                rows: test.left_out,
            })
            .collect();
        excluded.push(Excluded {
            reason: "their ids are in the list of ids to leave out".to_owned(),
            rows: self.ids_left_out,
        });
        excluded.extend(self.lists.iter().map(|list| Excluded {
            reason: format!(
                "their {} is in the list of those to leave out",
                list.of.label
            ),
            rows: list.left_out,
        }));
        excluded.push(Excluded {
            reason: "an earlier row has the same id".to_owned(),
            rows: self.repeats.left_out(),
        });
        excluded.retain(|excluded| excluded.rows > 0);
        excluded
    }

    /// What was chosen, in words for the run record.
    pub(super) fn choices(&self) -> Vec<String> {
        let mut choices: Vec<String> = self
            .tests
            .iter()
            .map(|test| format!("Rows are left out where {}", test.reason))
            .collect();
        if !self.ids.is_empty() {
            choices.push(format!(
                "Ids given to leave out: {}; of these, found in the file: {}",
                self.ids.len(),
                self.ids_found.len()
            ));
        }
        for list in &self.lists {
            choices.push(format!(
                "Values of {} given to leave out: {}; of these, found in the file: {}; rows without a usable {}, which could not be checked against them: {}",
                list.of.label,
                list.of.len(),
                list.found.len(),
                list.of.label,
                list.not_checked
            ));
        }
        if self.id_cell.is_some() {
            choices.push(
                match self.repeats {
                    Repeats::Refuse(_) => "A file in which an id stands twice would be refused",
                    Repeats::KeepFirst { .. } => "Of rows with the same id, only the first is used",
                    Repeats::KeepAll => "Rows with the same id are all used",
                }
                .to_owned(),
            );
        }
        choices
    }
}
