//! The links of an earlier run, kept for the records that are still there.

use std::collections::{BTreeMap, HashSet};

use super::answers::Answers;
use super::groups::{Groups, LinkedBy, Member};
use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::matching::RecordId;
use crate::units::RecordReference;

/// One record of one group, as an earlier links file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierLink {
    /// Number of the group.
    pub group: u32,
    /// The party's name.
    pub party: String,
    /// The record's reference.
    pub record: RecordReference,
    /// The score.
    pub score: f64,
    /// What made the link.
    pub rule: String,
}

/// The groups of an earlier run, as far as their records are in the extracts.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    /// By number: those of whose records two or more are still there.
    groups: BTreeMap<u32, Vec<Member>>,
    rules: Vec<String>,
    count: EarlierCount,
    /// Numbers up to this have been given.
    highest: u32,
}

/// What became of earlier groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EarlierCount {
    /// Groups kept, with their numbers.
    pub kept: u64,
    /// Groups of which records of fewer than two parties are still there.
    pub gone: u64,
    /// Records of earlier groups that are in none of the extracts.
    pub records_gone: u64,
    /// Groups undone, as someone has answered that two of their records are two people's.
    pub undone: u64,
    /// Groups that have become part of one with a lower number.
    pub merged: u64,
}

/// Why earlier links cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrangeLinks {
    /// None of their records is in the extracts.
    NoneFound,
    /// A record is in two groups, or a group has two records of one party.
    NotGroups,
}

impl Earlier {
    /// Finds the records that earlier links are about.
    ///
    /// # Errors
    /// [`StrangeLinks`].
    pub fn find(
        agreement: &Agreement,
        extracts: &[Extract],
        links: impl IntoIterator<Item = EarlierLink>,
    ) -> Result<Self, StrangeLinks> {
        let mut earlier = Self::default();
        let mut seen = HashSet::new();
        for link in links {
            earlier.highest = earlier.highest.max(link.group);
            let group = earlier.groups.entry(link.group).or_default();
            let party = extracts
                .iter()
                .position(|extract| extract.header().party == link.party);
            let found = party.and_then(|party| {
                let row = extracts[party].row_of(link.record)?;
                Some((u16::try_from(party).ok()?, u32::try_from(row).ok()?))
            });
            let Some((party, row)) = found else {
                earlier.count.records_gone += 1;
                continue;
            };
            let record = RecordId { party, row };
            let repeats = agreement.may_repeat(&link.party);
            let twice = !repeats && group.iter().any(|member| member.record.party == party);
            if twice || !seen.insert(record) {
                return Err(StrangeLinks::NotGroups);
            }
            let known = earlier.rules.iter().position(|rule| *rule == link.rule);
            let rule = known.unwrap_or_else(|| {
                earlier.rules.push(link.rule);
                earlier.rules.len() - 1
            });
            group.push(Member {
                record,
                linked_by: LinkedBy::Earlier(rule),
                score: link.score,
            });
        }
        if seen.is_empty() {
            return Err(StrangeLinks::NoneFound);
        }
        let before = earlier.groups.len();
        // Records of one party that repeats a person are no link by themselves.
        let parties = |members: &[Member]| {
            let first = members.first().map(|member| member.record.party);
            members
                .iter()
                .any(|member| Some(member.record.party) != first)
        };
        earlier.groups.retain(|_, members| parties(members));
        earlier.count.gone = (before - earlier.groups.len()) as u64;
        Ok(earlier)
    }

    /// The names of the rules that made the links.
    pub(super) fn rules(&self) -> &[String] {
        &self.rules
    }

    /// Puts the groups back, save those that people's answers take apart.
    pub(super) fn restore(&self, groups: &mut Groups, answers: &Answers) -> EarlierCount {
        let mut count = self.count;
        groups.begin_numbers_after(self.highest);
        for (&number, members) in &self.groups {
            let apart = (0..members.len()).any(|one| {
                let later = members.iter().skip(one + 1);
                let mut records = later.map(|member| member.record);
                records.any(|other| answers.keep_apart(members[one].record, other))
            });
            if apart {
                count.undone += 1;
            } else {
                groups.restore(number, members);
                count.kept += 1;
            }
        }
        count
    }
}
