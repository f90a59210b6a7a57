//! Which records belong together where no pair says enough by itself.
//!
//! That two reports are near in time and place is weak evidence; that five are, each near each, is strong. So groups of such
//! records are not made link by link: among all ways of parting the records into groups, one is looked for in which what the pairs
//! within groups say for it beyond the threshold adds up to as much as can be found (correlation clustering: Bansal, Blum and
//! Chawla 2004, "Correlation clustering"). No way of finding the best is fast; from the groups that links one by one give, records move singly to where
//! they add more, and groups are joined, until nothing adds anything (a local search, as in Elsner and Schudy 2009, "Bounding
//! and comparing methods for correlation clustering beyond ILP").
//!
//! Pairs of records of one party are never compared, and say nothing.

use crate::matching::RecordId;

/// The most rounds. Each adds to the sum, and few need more than five.
const ROUNDS: usize = 30;
/// A move that adds less than this many bits is none.
const LEAST_GAIN: f64 = 1e-6;

/// What the search goes by.
pub(super) trait Scores {
    /// What speaks for these two records of different parties being one person's, beyond the threshold, in bits; minus infinity
    /// where they must not come together.
    fn of(&self, one: RecordId, other: RecordId) -> f64;
    /// Whether a group may hold several records of this party.
    fn repeats(&self, party: u16) -> bool;
    /// Whether the record stays where it is.
    fn stays(&self, record: RecordId) -> bool;
}

/// Whether a group can take a record in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    Free,
    /// This record must leave it for that.
    Taken(u32),
    /// It holds another of the party that may not leave.
    Closed,
}

/// Records parted into groups.
pub(super) struct Clusters<'a, S> {
    scores: &'a S,
    records: Vec<RecordId>,
    /// By record: the records that it might be grouped with.
    near: Vec<Vec<u32>>,
    cluster_of: Vec<u32>,
    members: Vec<Vec<u32>>,
    /// Clusters without members.
    empty: Vec<u32>,
}

impl<'a, S: Scores> Clusters<'a, S> {
    /// The records of these pairs and groups; those of a group begin together.
    pub(super) fn new(
        scores: &'a S,
        pairs: &[(RecordId, RecordId)],
        start: &[Vec<RecordId>],
    ) -> Self {
        let mut records: Vec<RecordId> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
        records.extend(start.iter().flatten());
        records.sort_unstable();
        records.dedup();
        let place = |record: &RecordId| records.binary_search(record).ok();
        let mut near = vec![Vec::new(); records.len()];
        for (one, other) in pairs {
            if let (Some(a), Some(b)) = (place(one), place(other)) {
                near[a].push(number(b));
                near[b].push(number(a));
            }
        }
        let mut clusters = Self {
            scores,
            cluster_of: (0..number(records.len())).collect(),
            members: (0..number(records.len())).map(|one| vec![one]).collect(),
            empty: Vec::new(),
            near,
            records,
        };
        for group in start {
            let mut places = group.iter().filter_map(|one| clusters.place(*one));
            if let Some(first) = places.next() {
                for one in places.collect::<Vec<u32>>() {
                    clusters.put(one, Some(first));
                }
            }
        }
        clusters
    }

    /// Moves records and joins groups until nothing adds anything.
    pub(super) fn improve(&mut self) {
        for _ in 0..ROUNDS {
            let moved = self.move_records();
            let joined = self.join_groups();
            if !moved && !joined {
                break;
            }
        }
    }

    /// Takes records out of groups in which another of their party, that is alone, would add just as much: nothing says which of them it
    /// is. The records that are so apart, ascending.
    pub(super) fn part_ties(&mut self) -> Vec<RecordId> {
        let mut tied = Vec::new();
        for one in 0..number(self.records.len()) {
            let cluster = self.cluster_of[one as usize];
            let record = self.records[one as usize];
            let is_open = !self.scores.stays(record) && !self.scores.repeats(record.party);
            if !is_open || self.members[cluster as usize].len() < 2 {
                continue;
            }
            let mine = self.added(one, cluster, None);
            let others = self.members[cluster as usize].iter();
            let rivals = others.flat_map(|&other| &self.near[other as usize]);
            let mut rivals: Vec<u32> = rivals
                .copied()
                .filter(|&rival| {
                    rival != one
                        && self.records[rival as usize].party == record.party
                        && self.members[self.cluster_of[rival as usize] as usize].len() == 1
                        && (self.added(rival, cluster, Some(one)) - mine).abs() < LEAST_GAIN
                })
                .collect();
            if rivals.is_empty() {
                continue;
            }
            self.put(one, None);
            rivals.push(one);
            tied.extend(rivals.iter().map(|&rival| self.records[rival as usize]));
        }
        tied.sort_unstable();
        tied.dedup();
        tied
    }

    /// Whether two records are in one group.
    pub(super) fn together(&self, one: RecordId, other: RecordId) -> bool {
        let cluster = |record: RecordId| self.cluster_of.get(self.place(record)? as usize);
        cluster(one).is_some_and(|found| cluster(other) == Some(found))
    }

    fn place(&self, record: RecordId) -> Option<u32> {
        self.records.binary_search(&record).ok().map(number)
    }

    /// Each record to where it adds most: to another group, in another's place there, or alone.
    fn move_records(&mut self) -> bool {
        let mut any = false;
        for one in 0..number(self.records.len()) {
            if self.scores.stays(self.records[one as usize]) {
                continue;
            }
            let own = self.cluster_of[one as usize];
            let stay = self.added(one, own, None);
            let mut best = (0.0, None, None);
            for cluster in self.clusters_near(one) {
                if cluster == own {
                    continue;
                }
                let out = match self.room(one, cluster) {
                    Room::Free => None,
                    Room::Taken(out) => Some(out),
                    Room::Closed => continue,
                };
                let lost = out.map_or(0.0, |out| self.added(out, cluster, None));
                let gain = self.added(one, cluster, out) - lost;
                // By more than sums in another order come to: the same on every machine.
                if gain > best.0 + LEAST_GAIN {
                    best = (gain, Some(cluster), out);
                }
            }
            let (gain, to, out) = best;
            let alone = to.is_none() && self.members[own as usize].len() == 1;
            if !alone && gain > stay + LEAST_GAIN {
                if let Some(out) = out {
                    self.put(out, None);
                }
                self.put(one, to);
                any = true;
            }
        }
        any
    }

    /// Every two groups between which there are pairs, where that adds something.
    fn join_groups(&mut self) -> bool {
        let mut any = false;
        for one in 0..number(self.records.len()) {
            for cluster in self.clusters_near(one) {
                let own = self.cluster_of[one as usize];
                if cluster == own {
                    continue;
                }
                let theirs = &self.members[cluster as usize];
                let clash = theirs
                    .iter()
                    .any(|&their| self.room(their, own) != Room::Free);
                if clash {
                    continue;
                }
                let gain: f64 = theirs
                    .iter()
                    .map(|&their| self.added(their, own, None))
                    .sum();
                if gain > LEAST_GAIN {
                    for their in theirs.clone() {
                        self.put(their, Some(own));
                    }
                    any = true;
                }
            }
        }
        any
    }

    /// The groups of the records that this one might be grouped with, ascending.
    fn clusters_near(&self, one: u32) -> Vec<u32> {
        let near = self.near[one as usize].iter();
        let mut clusters: Vec<u32> = near.map(|&other| self.cluster_of[other as usize]).collect();
        clusters.sort_unstable();
        clusters.dedup();
        clusters
    }

    /// Whether there is room in the group for this record.
    fn room(&self, one: u32, cluster: u32) -> Room {
        let party = self.records[one as usize].party;
        if self.scores.repeats(party) {
            return Room::Free;
        }
        let members = self.members[cluster as usize].iter();
        let mut same = members.filter(|&&other| self.records[other as usize].party == party);
        match same.next() {
            None => Room::Free,
            Some(&out) if self.scores.stays(self.records[out as usize]) => Room::Closed,
            Some(&out) => Room::Taken(out),
        }
    }

    /// What a record's pairs with the members of a group say, itself and `without` left aside.
    fn added(&self, one: u32, cluster: u32, without: Option<u32>) -> f64 {
        let mine = self.records[one as usize];
        let members = self.members[cluster as usize].iter();
        members
            .filter(|&&other| other != one && Some(other) != without)
            .map(|&other| self.records[other as usize])
            .filter(|theirs| theirs.party != mine.party)
            .map(|theirs| self.scores.of(mine, theirs))
            .sum()
    }

    /// Puts a record into a group, or into one of its own.
    fn put(&mut self, one: u32, to: Option<u32>) {
        let from = self.cluster_of[one as usize];
        let members = &mut self.members[from as usize];
        members.retain(|&other| other != one);
        if members.is_empty() {
            self.empty.push(from);
        }
        // There are as many clusters as records, so that where one leaves others an empty one is left.
        let to = to.or_else(|| self.empty.pop()).unwrap_or(from);
        self.cluster_of[one as usize] = to;
        self.members[to as usize].push(one);
    }
}

/// Records are counted in 32 bits.
fn number(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const fn id(party: u16, row: u32) -> RecordId {
        RecordId { party, row }
    }

    /// Bits by pair; party 0 repeats, and the records of `stay` stay.
    struct Said {
        bits: HashMap<(RecordId, RecordId), f64>,
        stay: Vec<RecordId>,
    }

    impl Scores for Said {
        fn of(&self, one: RecordId, other: RecordId) -> f64 {
            let pair = (one.min(other), one.max(other));
            self.bits.get(&pair).copied().unwrap_or(-10.0)
        }

        fn repeats(&self, party: u16) -> bool {
            party == 0
        }

        fn stays(&self, record: RecordId) -> bool {
            self.stay.contains(&record)
        }
    }

    fn said(pairs: &[(RecordId, RecordId, f64)]) -> Said {
        Said {
            bits: pairs.iter().map(|&(a, b, bits)| ((a, b), bits)).collect(),
            stay: Vec::new(),
        }
    }

    /// Which of these pairs are together in the end.
    fn together(said: &Said, start: &[Vec<RecordId>]) -> Vec<(RecordId, RecordId)> {
        let mut pairs: Vec<(RecordId, RecordId)> = said.bits.keys().copied().collect();
        pairs.sort_unstable();
        let mut clusters = Clusters::new(said, &pairs, start);
        clusters.improve();
        pairs.retain(|&(one, other)| clusters.together(one, other));
        pairs
    }

    const CALL: RecordId = id(0, 0);
    const SECOND_CALL: RecordId = id(0, 1);
    const POLICE: RecordId = id(1, 0);
    const OTHER_POLICE: RecordId = id(1, 1);
    const COUNCIL: RecordId = id(2, 0);

    /// Of 2 + 2 - 5 and 2 the second is more; of 2 + 2 - 1 and 2 the first.
    #[test]
    fn a_third_record_comes_in_where_all_pairs_together_say_so() {
        let pairs = |against: f64| {
            said(&[
                (CALL, POLICE, 2.0),
                (POLICE, COUNCIL, 2.0),
                (CALL, COUNCIL, against),
            ])
        };
        assert_eq!(together(&pairs(-5.0), &[]).len(), 1);
        assert_eq!(together(&pairs(-1.0), &[]).len(), 3);
        // Where links one by one had made one group of them, one leaves it.
        let all = vec![CALL, POLICE, COUNCIL];
        assert_eq!(together(&pairs(-5.0), &[all]).len(), 1);
    }

    /// Two calls of one incident need not be compared to be of one group.
    #[test]
    fn a_party_that_repeats_has_several_records_in_a_group_and_another_has_one() {
        let calls = said(&[(CALL, POLICE, 1.0), (SECOND_CALL, POLICE, 1.0)]);
        assert_eq!(together(&calls, &[]).len(), 2);
        let rivals = said(&[(CALL, POLICE, 2.0), (CALL, OTHER_POLICE, 3.0)]);
        // Also where the lesser had come first.
        for start in [&[][..], &[vec![CALL, POLICE]]] {
            assert_eq!(together(&rivals, start), [(CALL, OTHER_POLICE)]);
        }
    }

    /// Two groups of two, of which no record by itself would leave its own: 6 bits hold each, and all four pairs between them have 2.
    #[test]
    fn two_groups_are_joined_where_that_adds_more_than_moving_one_by_one() {
        let (one, other) = (id(0, 0), id(3, 0));
        let pairs = said(&[
            (one, POLICE, 6.0),
            (COUNCIL, other, 6.0),
            (one, COUNCIL, 2.0),
            (one, other, 2.0),
            (POLICE, COUNCIL, 2.0),
            (POLICE, other, 2.0),
        ]);
        let start = [vec![one, POLICE], vec![COUNCIL, other]];
        assert_eq!(together(&pairs, &start).len(), 6);
    }

    #[test]
    fn what_must_not_come_together_does_not_and_what_is_settled_stays() {
        let apart = said(&[
            (CALL, POLICE, 9.0),
            (POLICE, COUNCIL, 9.0),
            (CALL, COUNCIL, f64::NEG_INFINITY),
        ]);
        assert_eq!(together(&apart, &[]).len(), 1);
        let mut settled = said(&[(CALL, POLICE, -3.0), (CALL, OTHER_POLICE, 5.0)]);
        settled.stay = vec![CALL, POLICE];
        assert_eq!(together(&settled, &[vec![CALL, POLICE]]), [(CALL, POLICE)]);
    }

    /// One call and two police reports that fit it equally well: whichever were taken, it would be by the order of rows.
    #[test]
    fn of_two_that_fit_equally_well_neither_is_taken() {
        let (call, first, second) = (id(0, 0), id(1, 0), id(1, 1));
        for (second_bits, expected) in [(3.0, false), (2.0, true)] {
            let said = Said {
                bits: HashMap::from([((call, first), 3.0), ((call, second), second_bits)]),
                stay: Vec::new(),
            };
            let mut clusters = Clusters::new(&said, &[(call, first), (call, second)], &[]);
            clusters.improve();
            let tied = clusters.part_ties();
            assert_eq!(clusters.together(call, first), expected);
            assert!(!clusters.together(call, second));
            assert_eq!(tied.is_empty(), expected, "{tied:?}");
        }
    }
}
