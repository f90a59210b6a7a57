use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::matching::{OpenRecords, RecordId};

/// Records linked so far, as groups that hold at most one record of each party, save of those that may repeat a person.
#[derive(Clone)]
pub struct Groups {
    /// By party: whether its file may hold a person several times.
    repeats: Vec<bool>,
    /// By party and row: the group's number plus one, 0 when the record is in none.
    group_of: Vec<Vec<u32>>,
    /// By group: its members. A group merged into another is left without members.
    members: Vec<Vec<Member>>,
    /// By group: the parties that it has records of, a bit for each. An agreement names at most 32.
    held: Vec<u64>,
    /// The records that may still be linked to another party's.
    open: OpenRecords,
    /// By group: the number it has had before; a group merged into another leaves it the lower one.
    numbers: Vec<Option<u32>>,
    /// New groups have numbers above this.
    highest: u32,
}

/// Records that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its number.
    pub number: u32,
    /// Two or more, in the order of parties.
    pub members: Vec<Member>,
}

/// A record of a group, and what brought it there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// The record.
    pub record: RecordId,
    /// What linked it.
    pub linked_by: LinkedBy,
    /// Dice coefficient where similarity made the link, probability where the model did, else 1.
    pub score: f64,
}

/// What makes a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkedBy {
    /// The match key at this position.
    MatchKey(usize),
    /// Similarity of record filters.
    Similarity,
    /// The probability model.
    Probability,
    /// The answer of someone who holds one of the records.
    Review,
    /// An earlier run, by the rule at this position of [`super::Earlier`]'s.
    Earlier(usize),
}

impl Groups {
    /// No groups among parties with these many rows.
    #[must_use]
    pub fn new(rows: &[usize]) -> Self {
        Self {
            repeats: vec![false; rows.len()],
            group_of: rows.iter().map(|&rows| vec![0; rows]).collect(),
            members: Vec::new(),
            held: Vec::new(),
            open: OpenRecords::all(rows),
            numbers: Vec::new(),
            highest: 0,
        }
    }

    /// No groups among the records of these extracts.
    pub(super) fn of(agreement: &Agreement, extracts: &[Extract]) -> Self {
        let rows: Vec<usize> = extracts.iter().map(Extract::len).collect();
        let mut groups = Self::new(&rows);
        for (party, extract) in extracts.iter().enumerate() {
            if agreement.may_repeat(&extract.header().party) {
                groups.let_repeat(party);
            }
        }
        groups
    }

    /// Lets groups hold any number of this party's records.
    pub fn let_repeat(&mut self, party: usize) {
        if let Some(repeats) = self.repeats.get_mut(party) {
            *repeats = true;
        }
    }

    pub(super) fn repeats(&self, party: u16) -> bool {
        self.repeats.get(usize::from(party)) == Some(&true)
    }

    fn group(&self, record: RecordId) -> Option<usize> {
        let number = *self
            .group_of
            .get(usize::from(record.party))?
            .get(record.row as usize)?;
        (number as usize).checked_sub(1)
    }

    /// The records that [`Self::lacks`] some party's, at least. A record that is left out lacks none's, and never will again.
    #[must_use]
    pub const fn open_records(&self) -> &OpenRecords {
        &self.open
    }

    /// Whether the two records are in one group.
    #[must_use]
    pub fn together(&self, one: RecordId, other: RecordId) -> bool {
        let group = self.group(one);
        group.is_some() && group == self.group(other)
    }

    /// Whether the record may still be linked to one of `party`: it is linked to none, or the party may repeat a person.
    #[must_use]
    pub fn lacks(&self, record: RecordId, party: u16) -> bool {
        self.repeats(party)
            || self
                .group(record)
                .is_none_or(|group| self.held[group] & bit(party) == 0)
    }

    /// Whether a link between the two records may still be made, as far as the number of records goes.
    #[must_use]
    pub fn open(&self, one: RecordId, other: RecordId) -> bool {
        self.lacks(one, other.party) && self.lacks(other, one.party) && !self.together(one, other)
    }

    /// The records that are in one group with this one, itself included.
    pub fn companions(&self, record: RecordId) -> impl Iterator<Item = RecordId> {
        let group = self.group(record);
        let alone = group.is_none().then_some(record);
        let members = group.map(|group| self.members[group].iter());
        members
            .into_iter()
            .flatten()
            .map(|member| member.record)
            .chain(alone)
    }

    /// Links two records by joining their groups; `false`, and nothing done, when both groups have a record of one party
    /// that holds a person once, or when they are one group already.
    pub fn link(
        &mut self,
        one: RecordId,
        other: RecordId,
        linked_by: LinkedBy,
        score: f64,
    ) -> bool {
        let clash = self.companions(one).any(|mine| {
            self.companions(other)
                .any(|theirs| theirs.party == mine.party && !self.repeats(mine.party))
        });
        if clash || self.together(one, other) {
            return false;
        }
        let member = |record| Member {
            record,
            linked_by,
            score,
        };
        let group = match self.group(one) {
            Some(group) => group,
            None => self.start(member(one)),
        };
        match self.group(other) {
            None => self.put(group, member(other)),
            Some(theirs) => {
                let number = [self.numbers[group], self.numbers[theirs].take()];
                self.numbers[group] = number.into_iter().flatten().min();
                let moved = std::mem::take(&mut self.members[theirs]);
                for member in moved {
                    self.put(group, member);
                }
            }
        }
        true
    }

    fn start(&mut self, member: Member) -> usize {
        let group = self.members.len();
        self.members.push(Vec::with_capacity(2));
        self.held.push(0);
        self.numbers.push(None);
        self.put(group, member);
        group
    }

    /// Gives new groups numbers above this one.
    pub(super) fn begin_numbers_after(&mut self, highest: u32) {
        self.highest = highest;
    }

    /// Puts a group back as it was. Its records, one of each party at most, are in no group yet.
    pub(super) fn restore(&mut self, number: u32, members: &[Member]) {
        let mut group = None;
        for &member in members {
            match group {
                None => group = Some(self.start(member)),
                Some(group) => self.put(group, member),
            }
        }
        if let Some(group) = group {
            self.numbers[group] = Some(number);
        }
    }

    /// How many groups have a number from before.
    pub(super) fn numbered(&self) -> u64 {
        self.numbers.iter().flatten().count() as u64
    }

    fn put(&mut self, group: usize, member: Member) {
        let RecordId { party, row } = member.record;
        self.members[group].push(member);
        // Rows are counted in 32 bits, so groups, which hold at least two each, are too.
        self.group_of[usize::from(party)][row as usize] =
            u32::try_from(group + 1).unwrap_or(u32::MAX);
        let held = self.held[group] | bit(party);
        let completed = if held == self.held[group] {
            // What the others lack has not changed.
            self.members[group].len() - 1
        } else {
            0
        };
        self.held[group] = held;
        for position in completed..self.members[group].len() {
            let record = self.members[group][position].record;
            if self.is_complete(record.party, held) {
                self.open.close(record);
            }
        }
    }

    /// Whether a record of `party` in a group of these parties can be linked to none any more.
    fn is_complete(&self, party: u16, held: u64) -> bool {
        (0u16..)
            .zip(&self.repeats)
            .all(|(other, &repeats)| other == party || !repeats && held & bit(other) != 0)
    }

    /// The groups by number. Those that had a number keep it; the others get the numbers that follow, in the order of
    /// their first record.
    #[must_use]
    pub fn finish(self) -> Vec<Group> {
        let mut highest = self.highest;
        let mut groups: Vec<(Option<u32>, Vec<Member>)> = self
            .numbers
            .into_iter()
            .zip(self.members)
            .filter(|(_, members)| members.len() > 1)
            .collect();
        for (_, members) in &mut groups {
            members.sort_unstable_by_key(|member| member.record);
        }
        groups.sort_unstable_by_key(|(number, members)| {
            let first = members.first().map(|member| member.record);
            (number.is_none(), *number, first)
        });
        let numbered = groups.into_iter().map(|(number, members)| {
            let number = number.unwrap_or_else(|| {
                highest = highest.saturating_add(1);
                highest
            });
            Group { number, members }
        });
        numbered.collect()
    }
}

const fn bit(party: u16) -> u64 {
    1 << (party % 64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn id(party: u16, row: u32) -> RecordId {
        RecordId { party, row }
    }

    #[test]
    fn a_group_never_holds_two_records_of_a_party() {
        let mut groups = Groups::new(&[2, 2, 2]);
        assert!(groups.link(id(0, 0), id(1, 0), LinkedBy::MatchKey(0), 1.0));
        assert!(!groups.link(id(0, 0), id(1, 1), LinkedBy::MatchKey(0), 1.0));
        assert!(groups.link(id(1, 1), id(2, 1), LinkedBy::MatchKey(1), 1.0));
        // Joining the two groups would put two records of party 1 together.
        assert!(!groups.link(id(0, 0), id(2, 1), LinkedBy::MatchKey(2), 1.0));
        assert!(groups.link(id(0, 1), id(2, 1), LinkedBy::MatchKey(3), 1.0));
        assert!(groups.lacks(id(0, 0), 2));
        let finished = groups.finish();
        let rows: Vec<Vec<_>> = finished
            .iter()
            .map(|group| group.members.iter().map(|member| member.record).collect())
            .collect();
        assert_eq!(
            rows,
            [vec![id(0, 0), id(1, 0)], vec![id(0, 1), id(1, 1), id(2, 1)]]
        );
    }

    #[test]
    fn a_party_that_may_repeat_a_person_has_several_records_in_a_group() {
        let mut groups = Groups::new(&[2, 3, 2]);
        groups.let_repeat(1);
        let link = LinkedBy::MatchKey(0);
        assert!(groups.link(id(0, 0), id(1, 0), link, 1.0));
        assert!(groups.open(id(0, 0), id(1, 1)) && !groups.open(id(0, 1), id(1, 0)));
        assert!(groups.link(id(0, 0), id(1, 1), link, 1.0));
        // The record of the other party is still one only.
        assert!(!groups.link(id(0, 1), id(1, 1), link, 1.0));
        assert!(groups.link(id(2, 0), id(1, 2), link, 1.0));
        assert!(groups.link(id(2, 0), id(1, 1), link, 1.0));
        assert!(!groups.link(id(2, 0), id(1, 0), link, 1.0));
        let finished = groups.finish();
        let members: Vec<_> = finished[0].members.iter().map(|one| one.record).collect();
        let all = [id(0, 0), id(1, 0), id(1, 1), id(1, 2), id(2, 0)];
        assert_eq!((finished.len(), members), (1, all.to_vec()));
    }

    proptest! {
        #[test]
        fn open_records_are_those_that_lack_a_party(
            repeats in prop::collection::vec(any::<bool>(), 2..4),
            links in prop::collection::vec((0..3u16, 0..5u32, 0..3u16, 0..5u32), 0..25),
        ) {
            let parties = u16::try_from(repeats.len()).unwrap();
            let mut groups = Groups::new(&vec![5; repeats.len()]);
            for (party, _) in repeats.iter().enumerate().filter(|(_, repeats)| **repeats) {
                groups.let_repeat(party);
            }
            for (one, row, other, other_row) in links {
                if one < parties && other < parties && one != other {
                    let link = LinkedBy::MatchKey(0);
                    groups.link(id(one, row), id(other, other_row), link, 1.0);
                }
            }
            for party in 0..parties {
                for row in 0..5 {
                    let record = id(party, row);
                    let mut others = (0..parties).filter(|&other| other != party);
                    // By the members, whatever the groups remember of them.
                    let lacks = others.any(|other| {
                        groups.repeats(other)
                            || groups.companions(record).all(|member| member.party != other)
                    });
                    prop_assert_eq!(groups.open_records().has(party, row as usize), lacks);
                }
            }
        }
    }

    #[test]
    fn groups_that_were_there_keep_their_numbers() {
        let member = |party, row| Member {
            record: id(party, row),
            linked_by: LinkedBy::Earlier(0),
            score: 1.0,
        };
        let mut groups = Groups::new(&[3, 3, 3]);
        groups.begin_numbers_after(9);
        groups.restore(4, &[member(0, 2), member(1, 2)]);
        groups.restore(7, &[member(0, 1), member(1, 1)]);
        assert!(groups.link(id(0, 0), id(1, 0), LinkedBy::MatchKey(0), 1.0));
        // A record more leaves the number as it is; two groups made one have the lower.
        assert!(groups.link(id(1, 1), id(2, 1), LinkedBy::MatchKey(0), 1.0));
        let mut merged = Groups::new(&[2, 2, 2, 2]);
        merged.begin_numbers_after(9);
        merged.restore(4, &[member(0, 0), member(1, 0)]);
        merged.restore(2, &[member(2, 0), member(3, 0)]);
        assert!(merged.link(id(0, 0), id(2, 0), LinkedBy::MatchKey(0), 1.0));
        let numbers = |groups: Groups| -> Vec<(u32, usize)> {
            let groups = groups.finish().into_iter();
            groups
                .map(|group| (group.number, group.members.len()))
                .collect()
        };
        assert_eq!(numbers(groups), [(4, 2), (7, 3), (10, 2)]);
        assert_eq!(numbers(merged), [(2, 4)]);
    }
}
