//! What people who hold the records have said of pairs that nothing settled.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::earlier::{Earlier, EarlierCount};
use super::groups::{Groups, LinkedBy};
use super::veto::Veto;
use crate::exchange::Extract;
use crate::matching::RecordId;
use crate::units::RecordReference;

/// What someone who holds one of two records says of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They are one person's.
    Same,
    /// They are two people's.
    Different,
    /// Their holder cannot tell.
    Unsure,
}

/// A pair of records, each by its party and reference, and what is said of it.
pub type Answer = ([(String, RecordReference); 2], Verdict);

/// All that is said of one pair.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    same: bool,
    different: bool,
}

/// The answers to apply.
///
/// One who says that two records are one person's settles it, and so does one who says that they are not. Where both are
/// said, the two are not linked: a link that is wrong does more harm than one that is missing.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// The record of the earlier party first.
    pairs: BTreeMap<(RecordId, RecordId), Said>,
    /// Answers about records that are in none of the extracts.
    gone: u64,
}

/// What became of the answers, in pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnswerCount {
    /// Linked, as someone said that they are one person's.
    pub linked: u64,
    /// Kept apart, as someone said that they are two people's.
    pub kept_apart: u64,
    /// Kept apart, as one said that they are one person's and another that they are two people's.
    pub conflicting: u64,
    /// Not linked, though said to be one person's: a record is said to be the same as two of a party that holds a person
    /// once, or a group would have two records that someone said are two people's.
    pub clashes: u64,
    /// Left as they are: nobody could tell.
    pub unsure: u64,
    /// About records that are in none of the extracts.
    pub gone: u64,
    /// Of the pairs linked, those that an earlier run had linked already.
    pub already: u64,
}

/// What is settled before the records are compared.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// What people have said of pairs.
    pub answers: Answers,
    /// The groups of an earlier run.
    pub earlier: Earlier,
}

impl Settled {
    /// Groups of an earlier run first, so that they keep their numbers, then what people have said.
    pub(super) fn apply(&self, groups: &mut Groups) -> (AnswerCount, EarlierCount) {
        let earlier = self.earlier.restore(groups, &self.answers);
        (self.answers.link(groups), earlier)
    }
}

/// An answer is about two records of one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrangeAnswer;

impl Answers {
    /// Finds the records that answers are about.
    ///
    /// # Errors
    /// [`StrangeAnswer`] when an answer is about two records of one party.
    pub fn find(
        extracts: &[Extract],
        answers: impl IntoIterator<Item = Answer>,
    ) -> Result<Self, StrangeAnswer> {
        let find = |(name, reference): (String, RecordReference)| {
            let of_party = |extract: &Extract| extract.header().party == name;
            (0u16..).zip(extracts).find_map(|(party, extract)| {
                let row = of_party(extract).then(|| extract.row_of(reference))??;
                let row = u32::try_from(row).ok()?;
                Some(RecordId { party, row })
            })
        };
        let mut found = Self::default();
        for ([one, other], verdict) in answers {
            if one.0 == other.0 {
                return Err(StrangeAnswer);
            }
            let (Some(one), Some(other)) = (find(one), find(other)) else {
                found.gone += 1;
                continue;
            };
            let pair = (one.min(other), one.max(other));
            let said = found.pairs.entry(pair).or_default();
            said.same |= verdict == Verdict::Same;
            said.different |= verdict == Verdict::Different;
        }
        Ok(found)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Whether anything was said of this pair, if only that nobody can tell: it need not be asked again.
    #[must_use]
    pub fn asked(&self, one: RecordId, other: RecordId) -> bool {
        self.said(one, other).is_some()
    }

    /// Whether someone said that these are two people's.
    #[must_use]
    pub fn keep_apart(&self, one: RecordId, other: RecordId) -> bool {
        self.said(one, other).is_some_and(|said| said.different)
    }

    /// Whether someone said that these are one person's, and nobody that they are not.
    pub(super) fn same(&self, one: RecordId, other: RecordId) -> bool {
        let said = self.said(one, other);
        said.is_some_and(|said| said.same && !said.different)
    }

    fn said(&self, one: RecordId, other: RecordId) -> Option<Said> {
        self.pairs.get(&(one.min(other), one.max(other))).copied()
    }

    /// Records that are said to be the same as several of a party that holds a person once, with that party: nothing tells
    /// which of them.
    fn rivals(&self, groups: &Groups) -> HashSet<(RecordId, u16)> {
        let (mut once, mut several) = (HashSet::new(), HashSet::new());
        for (&(one, other), said) in &self.pairs {
            if !said.same || said.different {
                continue;
            }
            for (record, party) in [(one, other.party), (other, one.party)] {
                if !groups.repeats(party) && !once.insert((record, party)) {
                    several.insert((record, party));
                }
            }
        }
        several
    }

    /// Links the pairs that are said to be one person's, before anything else is linked.
    pub(super) fn link(&self, groups: &mut Groups) -> AnswerCount {
        let mut count = AnswerCount {
            gone: self.gone,
            ..AnswerCount::default()
        };
        let rivals = self.rivals(groups);
        let apart = Veto::of_answers(self);
        for (&(one, other), said) in &self.pairs {
            match (said.same, said.different) {
                (true, true) => count.conflicting += 1,
                (false, true) => count.kept_apart += 1,
                (false, false) => count.unsure += 1,
                (true, false) => {
                    // By way of a third record they may be linked already.
                    let several = [(one, other.party), (other, one.party)];
                    let several = several.iter().any(|side| rivals.contains(side));
                    if groups.together(one, other) {
                        count.linked += 1;
                        count.already += 1;
                    } else if !several
                        && !apart.forbids_groups(groups, one, other)
                        && groups.link(one, other, LinkedBy::Review, 1.0)
                    {
                        count.linked += 1;
                    } else {
                        count.clashes += 1;
                    }
                }
            }
        }
        count
    }
}
