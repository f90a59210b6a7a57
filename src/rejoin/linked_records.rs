use std::collections::BTreeMap;

use super::RejoinError;
use super::tables::{each_row, expect_header};
use crate::resolve::LINKS_HEADER;
use crate::units::RecordReference;

/// A links file.
#[derive(Debug, Default)]
pub struct LinkedRecords {
    groups: BTreeMap<u64, Vec<LinkedRecord>>,
}

/// One record of a group, as the links file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedRecord {
    /// Whose it is.
    pub party: String,
    /// Its reference.
    pub record: RecordReference,
    /// The score, as written.
    pub score: String,
    /// What made the link.
    pub rule: String,
}

impl LinkedRecords {
    /// Reads a links file (`group,party,record,score,rule`).
    ///
    /// # Errors
    /// [`RejoinError`] with the row.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, RejoinError> {
        let mut groups: BTreeMap<u64, Vec<LinkedRecord>> = BTreeMap::new();
        each_row(
            file,
            bytes,
            |header| expect_header(header, LINKS_HEADER),
            |row| {
                let group = row
                    .get(0)
                    .and_then(|group| group.parse().ok())
                    .ok_or("this is not a group number")?;
                let cell = |position, missing| row.get(position).map(str::to_owned).ok_or(missing);
                let record = LinkedRecord {
                    party: cell(1, "there is no party")?,
                    record: row
                        .get(2)
                        .and_then(RecordReference::from_hex)
                        .ok_or("this is not a record reference")?,
                    score: cell(3, "there is no score")?,
                    rule: cell(4, "there is no rule")?,
                };
                groups.entry(group).or_default().push(record);
                Ok(())
            },
        )?;
        Ok(Self { groups })
    }

    /// Groups by number, each with its records.
    pub fn groups(&self) -> impl Iterator<Item = (u64, &[LinkedRecord])> {
        self.groups
            .iter()
            .map(|(&group, members)| (group, members.as_slice()))
    }

    /// The parties that have records in it, by name.
    #[must_use]
    pub fn parties(&self) -> Vec<&str> {
        let mut parties: Vec<&str> = self
            .groups
            .values()
            .flatten()
            .map(|member| member.party.as_str())
            .collect();
        parties.sort_unstable();
        parties.dedup();
        parties
    }
}
