use std::collections::{BTreeMap, HashMap, HashSet};

use super::EvaluateError;
use crate::units::RecordReference;

/// Which record reference is which own id, for one party.
#[derive(Default)]
pub struct Crosswalk {
    ids: HashMap<RecordReference, String>,
}

/// Records that links put together, by group and party.
#[derive(Default)]
pub struct LinkedRecords {
    groups: BTreeMap<u64, Vec<(String, RecordReference)>>,
}

/// A pair of own ids of two parties.
pub(super) type Pair = (String, String);

/// Pairs of records for each two parties (by position).
pub(super) type PairSets = BTreeMap<(usize, usize), HashSet<Pair>>;

/// The pairs that truly belong together, for each two parties (by position).
#[derive(Default)]
pub struct TruePairs {
    pub(super) pairs: BTreeMap<(usize, usize), HashSet<Pair>>,
}

fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes)
}

/// Calls `row` with each record after the header, which `header` has accepted.
pub(super) fn each_row(
    file: &str,
    bytes: &[u8],
    header: impl FnOnce(&csv::StringRecord) -> Result<(), String>,
    mut row: impl FnMut(&csv::StringRecord) -> Result<(), &'static str>,
) -> Result<(), EvaluateError> {
    let shape = |problem: String| EvaluateError::Shape {
        file: file.to_owned(),
        problem,
    };
    let mut records = reader(bytes).into_records();
    let first = records
        .next()
        .ok_or_else(|| shape("the file is empty".to_owned()))?
        .map_err(|_| shape("this is not a CSV file".to_owned()))?;
    header(&first).map_err(shape)?;
    for (number, record) in (2u64..).zip(records) {
        let problem = |problem| EvaluateError::Row {
            file: file.to_owned(),
            row: number,
            problem,
        };
        let record = record.map_err(|_| problem("the row is not UTF-8 text"))?;
        row(&record).map_err(problem)?;
    }
    Ok(())
}

fn expect_header(found: &csv::StringRecord, expected: &str) -> Result<(), String> {
    if found.iter().eq(expected.split(',')) {
        Ok(())
    } else {
        Err(format!(
            "the header should be \"{expected}\". Is it the right file?"
        ))
    }
}

impl Crosswalk {
    /// Reads a crosswalk file (`record,id`).
    ///
    /// # Errors
    /// [`EvaluateError`] with the row.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, EvaluateError> {
        let mut ids = HashMap::new();
        each_row(
            file,
            bytes,
            |header| expect_header(header, "record,id"),
            |row| {
                let reference = row
                    .get(0)
                    .and_then(RecordReference::from_hex)
                    .ok_or("this is not a record reference")?;
                let id = row.get(1).ok_or("there is no id")?;
                if ids.insert(reference, id.to_owned()).is_some() {
                    return Err("the record reference is there twice");
                }
                Ok(())
            },
        )?;
        Ok(Self { ids })
    }
}

impl LinkedRecords {
    /// Reads a links file (`group,party,record,score,rule`).
    ///
    /// # Errors
    /// [`EvaluateError`] with the row.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, EvaluateError> {
        let mut groups: BTreeMap<u64, Vec<(String, RecordReference)>> = BTreeMap::new();
        each_row(
            file,
            bytes,
            |header| expect_header(header, crate::resolve::LINKS_HEADER),
            |row| {
                let group = row
                    .get(0)
                    .and_then(|group| group.parse().ok())
                    .ok_or("this is not a group number")?;
                let party = row.get(1).ok_or("there is no party")?;
                let reference = row
                    .get(2)
                    .and_then(RecordReference::from_hex)
                    .ok_or("this is not a record reference")?;
                groups
                    .entry(group)
                    .or_default()
                    .push((party.to_owned(), reference));
                Ok(())
            },
        )?;
        Ok(Self { groups })
    }

    /// The linked pairs of own ids, for each two parties in the order of `crosswalks`.
    pub(super) fn pairs(
        &self,
        crosswalks: &[(String, Crosswalk)],
    ) -> Result<BTreeMap<(usize, usize), HashSet<Pair>>, EvaluateError> {
        let mut pairs: BTreeMap<(usize, usize), HashSet<Pair>> = BTreeMap::new();
        for members in self.groups.values() {
            let mut ids = Vec::with_capacity(members.len());
            for (party, reference) in members {
                let position = crosswalks
                    .iter()
                    .position(|(name, _)| name == party)
                    .ok_or_else(|| EvaluateError::NoCrosswalk {
                        party: party.clone(),
                    })?;
                let id = crosswalks[position].1.ids.get(reference).ok_or_else(|| {
                    EvaluateError::Shape {
                        file: format!("the crosswalk of {party}"),
                        problem: "a linked record is not in it. Is it the crosswalk that was made with the extract?".to_owned(),
                    }
                })?;
                ids.push((position, id));
            }
            ids.sort_unstable();
            for (index, &(left, left_id)) in ids.iter().enumerate() {
                for &(right, right_id) in &ids[index + 1..] {
                    pairs
                        .entry((left, right))
                        .or_default()
                        .insert((left_id.clone(), right_id.clone()));
                }
            }
        }
        Ok(pairs)
    }
}

impl TruePairs {
    /// Reads a truth file: one column of own ids a party, in the order of `parties`; each row is one person, blank where
    /// a party does not hold them.
    ///
    /// # Errors
    /// [`EvaluateError`] with the row.
    pub fn read(file: &str, bytes: &[u8], parties: usize) -> Result<Self, EvaluateError> {
        let mut pairs: BTreeMap<(usize, usize), HashSet<Pair>> = BTreeMap::new();
        each_row(
            file,
            bytes,
            |header| {
                if header.len() == parties {
                    Ok(())
                } else {
                    Err(format!(
                        "the truth has {} columns, but there are {parties} crosswalks: it needs one column of ids for each, in the same order",
                        header.len()
                    ))
                }
            },
            |row| {
                if row.len() != parties {
                    return Err("the row has another number of cells than the header");
                }
                for left in 0..parties {
                    for right in left + 1..parties {
                        let (Some(one), Some(other)) = (row.get(left), row.get(right)) else {
                            continue;
                        };
                        if !one.is_empty() && !other.is_empty() {
                            pairs
                                .entry((left, right))
                                .or_default()
                                .insert((one.to_owned(), other.to_owned()));
                        }
                    }
                }
                Ok(())
            },
        )?;
        Ok(Self { pairs })
    }
}
