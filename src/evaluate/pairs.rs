use std::collections::{BTreeMap, HashSet};

use super::EvaluateError;
use crate::rejoin::{Crosswalk, LinkedRecord, LinkedRecords, each_row};

/// A pair of own ids of two parties.
pub(super) type Pair = (String, String);

/// Pairs of records for each two parties (by position).
pub(super) type PairSets = BTreeMap<(usize, usize), HashSet<Pair>>;

/// The pairs that truly belong together, for each two parties (by position).
#[derive(Default)]
pub struct TruePairs {
    pub(super) pairs: PairSets,
}

/// The linked pairs of own ids, for each two parties in the order of `crosswalks`.
pub(super) fn linked_pairs(
    links: &LinkedRecords,
    crosswalks: &[(String, Crosswalk)],
) -> Result<PairSets, EvaluateError> {
    let mut pairs = PairSets::new();
    for (_, members) in links.groups() {
        let mut ids = Vec::with_capacity(members.len());
        for LinkedRecord { party, record, .. } in members {
            let position = crosswalks
                .iter()
                .position(|(name, _)| name == party)
                .ok_or_else(|| EvaluateError::NoCrosswalk {
                    party: party.clone(),
                })?;
            let id = crosswalks[position].1.id(record).ok_or_else(|| {
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
                // Two records of one party are no pair: such a party repeats a person by agreement.
                if left == right {
                    continue;
                }
                pairs
                    .entry((left, right))
                    .or_default()
                    .insert((left_id.to_owned(), right_id.to_owned()));
            }
        }
    }
    Ok(pairs)
}

impl TruePairs {
    /// Reads a truth file: one column of own ids a party, in the order of `parties`; each row is one person, blank where
    /// a party does not hold them.
    ///
    /// # Errors
    /// [`EvaluateError`] with the row.
    pub fn read(file: &str, bytes: &[u8], parties: usize) -> Result<Self, EvaluateError> {
        let mut pairs = PairSets::new();
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
