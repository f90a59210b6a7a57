//! The owner's rows with what they were linked to.

use std::collections::HashMap;
use std::io::{Read, Write};

use super::own_rows::OwnRows;
use super::owner::owner;
use super::tables::foreign;
use super::{Crosswalk, LinkedRecords, RejoinError, SharedAttributes};
use crate::read::ReadOptions;

/// How to carry links back.
#[derive(Clone, Debug, Default)]
pub struct JoinOptions {
    /// Whose rows these are; found by the crosswalk when absent.
    pub party: Option<String>,
    /// How to read the file; what is not said is detected.
    pub read: ReadOptions,
    /// The column of own ids that `prepare` used; found by its name when absent, and row numbers stand in for it.
    pub id_column: Option<String>,
    /// Which rows to write.
    pub rows: RowsWritten,
    /// What others let the owner see, in further columns.
    pub shared: Option<SharedAttributes>,
}

/// Which of the owner's rows to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowsWritten {
    /// All of them.
    #[default]
    All,
    /// Those linked to another party's record.
    Linked,
}

/// What was carried back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct JoinCount {
    /// Rows of the file.
    pub rows: u64,
    /// Rows linked to another party's record.
    pub linked: u64,
    /// Linked records whose own id is empty, or in no row of the file.
    pub not_found: u64,
}

/// The columns that are added.
const ADDED: [&str; 4] = ["match_group", "matched_with", "match_score", "match_rule"];

/// What is written beside one row.
#[derive(Default)]
struct Beside {
    cells: Vec<String>,
    found: bool,
}

/// Writes the owner's rows to `out` as CSV in UTF-8 with a byte order mark, as Excel wants it, and with four more columns:
/// the group, the other parties in it, the score and what made the link; then what the others let the owner see.
///
/// # Errors
/// [`RejoinError`]; what was written by then is to be thrown away.
pub fn join(
    links: (&str, &LinkedRecords),
    crosswalk: &Crosswalk,
    options: &JoinOptions,
    source: (&str, u64, impl Read),
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<JoinCount, RejoinError> {
    let (mut beside, without_id) = by_own_id(links, crosswalk, options)?;
    let (file, size, bytes) = source;
    let id_column = options.id_column.as_deref();
    let mut rows = OwnRows::open(file, size, bytes, &options.read, id_column)?;
    out.write_all(b"\xef\xbb\xbf")?;
    let mut writer = csv::Writer::from_writer(out);
    let header = rows.header().to_vec();
    let shared = options.shared.iter().flat_map(|shared| &shared.columns);
    let added = ADDED.into_iter().chain(shared.map(String::as_str));
    let added: Vec<String> = added.map(|name| unused(name, &header)).collect();
    let empty = vec![String::new(); added.len()];
    writer
        .write_record(header.iter().chain(&added))
        .map_err(std::io::Error::from)?;
    let mut count = JoinCount::default();
    while let Some((id, row)) = rows.next()? {
        count.rows += 1;
        let linked = beside.get_mut(id.as_str());
        count.linked += u64::from(linked.is_some());
        if linked.is_none() && options.rows == RowsWritten::Linked {
            continue;
        }
        let cells = linked.map_or(&empty, |beside| {
            beside.found = true;
            &beside.cells
        });
        writer
            .write_record(row.cells.iter().chain(cells.iter().map(String::as_str)))
            .map_err(std::io::Error::from)?;
        if count.rows.is_multiple_of(PROGRESS_EVERY) {
            progress(rows.bytes_read());
        }
    }
    writer.flush()?;
    if count.linked == 0 {
        return Err(rows.other_ids(crosswalk.len()));
    }
    let not_found = beside.values().filter(|beside| !beside.found).count() as u64;
    count.not_found = not_found + without_id;
    Ok(count)
}

/// Rows between two reports of progress.
const PROGRESS_EVERY: u64 = 2_000;

fn by_own_id<'a>(
    (file, links): (&str, &LinkedRecords),
    crosswalk: &'a Crosswalk,
    options: &JoinOptions,
) -> Result<(HashMap<&'a str, Beside>, u64), RejoinError> {
    let records = links.groups().flat_map(|(_, members)| members);
    let records = records.map(|member| (member.party.as_str(), Some(member.record)));
    let party = owner(file, records, crosswalk, options.party.as_deref())?;
    let mut beside: HashMap<&str, Beside> = HashMap::new();
    let mut without_id = 0;
    for (group, members) in links.groups() {
        for mine in members.iter().filter(|member| member.party == party) {
            let Some(id) = crosswalk.id(&mine.record) else {
                continue;
            };
            let mut others: Vec<&str> = members
                .iter()
                .map(|member| member.party.as_str())
                .filter(|other| *other != party)
                .collect();
            others.sort_unstable();
            others.dedup();
            // Records of one party alone are nobody else's.
            if others.is_empty() {
                continue;
            }
            if id.is_empty() {
                without_id += 1;
                continue;
            }
            let mut cells = vec![
                group.to_string(),
                foreign(&others.join("; ")),
                foreign(&mine.score),
                foreign(&mine.rule),
            ];
            if let Some(shared) = &options.shared {
                let nothing = || vec![String::new(); shared.columns.len()];
                let known = shared.rows.get(&mine.record);
                cells.extend(known.cloned().unwrap_or_else(nothing));
            }
            let row = beside.entry(id).or_default();
            row.cells.resize(cells.len(), String::new());
            for (cell, more) in row.cells.iter_mut().zip(cells) {
                // An id may have several records, where repeated ids were kept.
                if !cell.is_empty() && !more.is_empty() {
                    cell.push_str(" | ");
                }
                cell.push_str(&more);
            }
        }
    }
    Ok((beside, without_id))
}

/// The name, with a number if the file has a column of that name.
fn unused(name: &str, header: &[String]) -> String {
    let mut unused = name.to_owned();
    let mut number = 1;
    while header.contains(&unused) {
        number += 1;
        unused = format!("{name}_{number}");
    }
    unused
}

#[cfg(test)]
mod tests;
