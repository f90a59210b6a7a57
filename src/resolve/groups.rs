use crate::matching::RecordId;

/// Records linked so far, as groups that hold at most one record of each party.
pub struct Groups {
    parties: usize,
    /// By party and row: the group's number plus one, 0 when the record is in none.
    group_of: Vec<Vec<u32>>,
    /// By group: its members by party. A group merged into another is left without members.
    members: Vec<Vec<Option<Member>>>,
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
}

impl Groups {
    /// No groups among parties with these many rows.
    #[must_use]
    pub fn new(rows: &[usize]) -> Self {
        Self {
            parties: rows.len(),
            group_of: rows.iter().map(|&rows| vec![0; rows]).collect(),
            members: Vec::new(),
        }
    }

    fn group(&self, record: RecordId) -> Option<usize> {
        let number = *self
            .group_of
            .get(usize::from(record.party))?
            .get(record.row as usize)?;
        (number as usize).checked_sub(1)
    }

    /// Whether the two records are in one group.
    #[must_use]
    pub fn together(&self, one: RecordId, other: RecordId) -> bool {
        let group = self.group(one);
        group.is_some() && group == self.group(other)
    }

    /// Whether the record is not yet linked to any record of `party`.
    #[must_use]
    pub fn lacks(&self, record: RecordId, party: u16) -> bool {
        self.group(record)
            .is_none_or(|group| self.members[group][usize::from(party)].is_none())
    }

    /// The records that are in one group with this one, itself included.
    pub fn companions(&self, record: RecordId) -> impl Iterator<Item = RecordId> {
        let group = self.group(record);
        let alone = group.is_none().then_some(record);
        let members = group.map(|group| self.members[group].iter().flatten());
        members
            .into_iter()
            .flatten()
            .map(|member| member.record)
            .chain(alone)
    }

    /// Links two records by joining their groups; `false`, and nothing done, when both groups have a record of the
    /// same party.
    pub fn link(
        &mut self,
        one: RecordId,
        other: RecordId,
        linked_by: LinkedBy,
        score: f64,
    ) -> bool {
        let clash = self.companions(one).any(|mine| {
            self.companions(other)
                .any(|theirs| theirs.party == mine.party)
        });
        if clash {
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
                let moved = std::mem::replace(&mut self.members[theirs], vec![None; self.parties]);
                for member in moved.into_iter().flatten() {
                    self.put(group, member);
                }
            }
        }
        true
    }

    fn start(&mut self, member: Member) -> usize {
        let group = self.members.len();
        self.members.push(vec![None; self.parties]);
        self.put(group, member);
        group
    }

    fn put(&mut self, group: usize, member: Member) {
        let RecordId { party, row } = member.record;
        self.members[group][usize::from(party)] = Some(member);
        // Rows are counted in 32 bits, so groups, which hold at least two each, are too.
        self.group_of[usize::from(party)][row as usize] =
            u32::try_from(group + 1).unwrap_or(u32::MAX);
    }

    /// The groups of two or more, each in the order of parties; groups in the order of their first record.
    #[must_use]
    pub fn finish(self) -> Vec<Vec<Member>> {
        let mut groups: Vec<Vec<Member>> = self
            .members
            .into_iter()
            .map(|members| members.into_iter().flatten().collect::<Vec<_>>())
            .filter(|members| members.len() > 1)
            .collect();
        groups.sort_unstable_by_key(|members| members.first().map(|member| member.record));
        groups
    }
}

#[cfg(test)]
mod tests {
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
            .map(|group| group.iter().map(|member| member.record).collect())
            .collect();
        assert_eq!(
            rows,
            [vec![id(0, 0), id(1, 0)], vec![id(0, 1), id(1, 1), id(2, 1)]]
        );
    }
}
