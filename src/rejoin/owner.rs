//! Whose crosswalk it is.

use std::collections::BTreeMap;

use super::{Crosswalk, RejoinError};
use crate::units::RecordReference;

/// The party whose records of `file` the crosswalk knows: the one that is named, else the one that it is found to be.
///
/// # Errors
/// [`RejoinError`] when the file has no record of that party, or has one that the crosswalk does not know.
pub(super) fn owner<'a>(
    file: &str,
    records: impl Iterator<Item = (&'a str, Option<RecordReference>)>,
    crosswalk: &Crosswalk,
    named: Option<&str>,
) -> Result<String, RejoinError> {
    // By party: its records, and how many of them the crosswalk knows.
    let mut parties: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (party, record) in records {
        let (of, known) = parties.entry(party).or_default();
        *of += 1;
        *known += usize::from(record.is_some_and(|record| crosswalk.id(&record).is_some()));
    }
    let file = || file.to_owned();
    let party = match named {
        Some(named) => named,
        None => parties
            .iter()
            .max_by_key(|(_, (_, known))| *known)
            .filter(|(_, (_, known))| *known > 0)
            .map(|(party, _)| *party)
            .ok_or_else(|| RejoinError::NobodysCrosswalk { file: file() })?,
    };
    match parties.get(party) {
        None => Err(RejoinError::OtherParty {
            file: file(),
            party: party.to_owned(),
            known: parties.keys().copied().collect::<Vec<_>>().join(", "),
        }),
        Some((of, known)) if known < of => Err(RejoinError::OtherCrosswalk {
            file: file(),
            party: party.to_owned(),
            count: of - known,
            of: *of,
        }),
        Some(_) => Ok(party.to_owned()),
    }
}
