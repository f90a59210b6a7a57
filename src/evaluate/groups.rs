//! Whether groups, of two to all parties, hold exactly one person's records.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::partition::Partitions;
use crate::units::Interval;

/// How good groups of records are. A person here is somebody of whom at least two parties hold a record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupQuality {
    /// Groups that the links make.
    pub found: u64,
    /// Of these, groups that hold all records of one person and no other.
    pub exact: u64,
    /// Of these, groups that hold records of more than one person.
    pub with_a_wrong_member: u64,
    /// Of these, groups that hold one person's records only, but not all of them.
    pub incomplete: u64,
    /// People.
    pub people: u64,
    /// Of these, people whose records are all together in one group, with others' records among them.
    pub with_others: u64,
    /// Of these, people whose records are not all together.
    pub split: u64,
    /// Of the split, people of whom no two records are together.
    pub not_found: u64,
    /// Share of groups found that are exact.
    pub precision: Interval,
    /// Share of people whose group was found exactly.
    pub recall: Interval,
    /// People by how many records they have.
    pub by_size: Vec<GroupsOfSize>,
    /// B-cubed precision and recall.
    pub b_cubed: BCubed,
}

/// People of whom so many records are held.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GroupsOfSize {
    /// Records a person.
    pub records: u64,
    /// People.
    pub people: u64,
    /// Of these, people whose group was found exactly.
    pub exact: u64,
    /// The share of them.
    pub recall: Interval,
}

/// B-cubed (Bagga and Baldwin 1998): means over records. A record's precision is the share of its found group that is of
/// its person, its recall the share of its person's records that are in its found group; it counts itself in both. The
/// records are those that the links or the truth put with another: all others are right by themselves, and would flatter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BCubed {
    /// Records that the means are over.
    pub records: u64,
    /// Mean precision.
    pub precision: f64,
    /// Mean recall.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// The sizes of groups by number.
fn sizes(groups: &[u32]) -> HashMap<u32, u64> {
    let mut sizes = HashMap::new();
    for &group in groups {
        *sizes.entry(group).or_default() += 1;
    }
    sizes
}

impl GroupQuality {
    pub(super) fn of(partitions: &Partitions) -> Self {
        let (found_sizes, true_sizes) = (sizes(&partitions.found), sizes(&partitions.truth));
        // How many records each found group and each person have in common.
        let mut common: HashMap<(u32, u32), u64> = HashMap::new();
        for (&found, &person) in partitions.found.iter().zip(&partitions.truth) {
            *common.entry((found, person)).or_default() += 1;
        }
        // By found group, by person: the greatest number of records in common with one of the other kind.
        let (mut best_of_found, mut best_of_person) = (HashMap::new(), HashMap::new());
        for (&(found, person), &count) in &common {
            let best: &mut u64 = best_of_found.entry(found).or_default();
            *best = count.max(*best);
            let best: &mut u64 = best_of_person.entry(person).or_default();
            *best = count.max(*best);
        }
        let is_exact = |found: u32, person: u32| {
            found_sizes[&found] == true_sizes[&person]
                && common.get(&(found, person)) == Some(&true_sizes[&person])
        };
        let mut quality = Self {
            found: 0,
            exact: 0,
            with_a_wrong_member: 0,
            incomplete: 0,
            people: 0,
            with_others: 0,
            split: 0,
            not_found: 0,
            precision: Interval::of(0, 0),
            recall: Interval::of(0, 0),
            by_size: Vec::new(),
            b_cubed: BCubed::of(&common, &found_sizes, &true_sizes),
        };
        for (found, &size) in found_sizes.iter().filter(|(_, size)| **size > 1) {
            quality.found += 1;
            if best_of_found[found] < size {
                quality.with_a_wrong_member += 1;
            }
        }
        let mut by_size: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
        for (person, &size) in true_sizes.iter().filter(|(_, size)| **size > 1) {
            quality.people += 1;
            let together = best_of_person[person];
            if together < size {
                quality.split += 1;
                quality.not_found += u64::from(together == 1);
            }
            by_size.entry(size).or_default().0 += 1;
        }
        for &(found, person) in common.keys() {
            let size = true_sizes[&person];
            if size > 1 && is_exact(found, person) {
                quality.exact += 1;
                by_size.entry(size).or_default().1 += 1;
            }
        }
        quality.incomplete = quality.found - quality.exact - quality.with_a_wrong_member;
        quality.with_others = quality.people - quality.exact - quality.split;
        quality.precision = Interval::of(quality.exact, quality.found);
        quality.recall = Interval::of(quality.exact, quality.people);
        quality.by_size = by_size
            .into_iter()
            .map(|(records, (people, exact))| GroupsOfSize {
                records,
                people,
                exact,
                recall: Interval::of(exact, people),
            })
            .collect();
        quality
    }
}

impl BCubed {
    /// From how many records each found group and each person have in common: that many records have the same precision
    /// and recall.
    #[expect(clippy::cast_precision_loss)] // Counts of records stay far below 2^52.
    fn of(
        common: &HashMap<(u32, u32), u64>,
        found_sizes: &HashMap<u32, u64>,
        true_sizes: &HashMap<u32, u64>,
    ) -> Self {
        let (mut records, mut precision, mut recall) = (0, 0.0, 0.0);
        // In one order, so that sums of floats are the same in every run.
        let common: BTreeMap<_, _> = common.iter().collect();
        for (&(found, person), &count) in common {
            let square = (count * count) as f64;
            records += count;
            precision += square / found_sizes[&found] as f64;
            recall += square / true_sizes[&person] as f64;
        }
        let mean = |sum: f64| sum / (records.max(1) as f64);
        let (precision, recall) = (mean(precision), mean(recall));
        Self {
            records,
            precision,
            recall,
            f1: 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Groups of records, by record.
    fn partitions(found: &[u32], truth: &[u32]) -> Partitions {
        Partitions {
            found: found.to_vec(),
            truth: truth.to_vec(),
        }
    }

    #[test]
    fn every_kind_of_group_is_counted_by_hand() {
        // Four parties. Person 0 has records 0 1 2, found exactly. Person 1 has 3 4 5, of which 3 and 4 are together and 5 is
        // alone. Person 2 has 6 7, person 3 has 8 9: all four are in one group. Person 4 has 10 11, neither linked. Person 5
        // has 12 alone, put with 13 of person 6, who has 13 14; 14 is alone.
        let truth = [0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6];
        let found = [0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 4, 5, 6, 6, 7];
        let quality = GroupQuality::of(&partitions(&found, &truth));
        assert_eq!(
            (
                quality.found,
                quality.exact,
                quality.with_a_wrong_member,
                quality.incomplete
            ),
            (4, 1, 2, 1)
        );
        // Person 5 has one record: somebody whom one party holds is nobody to find.
        assert_eq!(
            (
                quality.people,
                quality.with_others,
                quality.split,
                quality.not_found
            ),
            (6, 2, 3, 2)
        );
        assert!((quality.precision.value - 0.25).abs() < 1e-12);
        assert!((quality.recall.value - 1.0 / 6.0).abs() < 1e-12);
        let by_size: Vec<_> = quality
            .by_size
            .iter()
            .map(|of_size| (of_size.records, of_size.people, of_size.exact))
            .collect();
        assert_eq!(by_size, [(2, 4, 0), (3, 2, 1)]);
    }

    #[test]
    fn b_cubed_as_published() {
        // Amigo, Gonzalo, Artiles and Verdejo (2009), "A comparison of extrinsic clustering evaluation metrics based on formal
        // constraints", define both as means over items. By hand: people {0 1 2} and {3 4}, found {0 1} and {2 3 4}.
        // Precision: 1, 1, 1/3, 2/3, 2/3 = 11/15. Recall: 2/3, 2/3, 1/3, 1, 1 = 11/15.
        let b_cubed = GroupQuality::of(&partitions(&[0, 0, 1, 1, 1], &[0, 0, 0, 1, 1])).b_cubed;
        assert_eq!(b_cubed.records, 5);
        assert!((b_cubed.precision - 11.0 / 15.0).abs() < 1e-12);
        assert!((b_cubed.recall - 11.0 / 15.0).abs() < 1e-12);
        assert!((b_cubed.f1 - 11.0 / 15.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_found_is_no_error() {
        let quality = GroupQuality::of(&partitions(&[0, 1], &[0, 0]));
        assert_eq!(
            (quality.found, quality.people, quality.not_found),
            (0, 1, 1)
        );
        let quality = GroupQuality::of(&partitions(&[], &[]));
        assert_eq!((quality.found, quality.people), (0, 0));
    }

    /// The definitions, record by record and set by set.
    #[expect(clippy::cast_precision_loss)] // Twenty records.
    fn naive(found: &[u32], truth: &[u32]) -> (u64, u64, u64, f64, f64) {
        let members = |groups: &[u32], group: u32| -> Vec<usize> {
            let of_group = (0..groups.len()).filter(|&record| groups[record] == group);
            of_group.collect()
        };
        let distinct = |groups: &[u32]| {
            let mut groups = groups.to_vec();
            groups.sort_unstable();
            groups.dedup();
            groups
        };
        let (mut exact, mut wrong, mut split) = (0, 0, 0);
        for group in distinct(found) {
            let records = members(found, group);
            if records.len() > 1 {
                exact += u64::from(records == members(truth, truth[records[0]]));
                wrong += u64::from(records.iter().any(|&r| truth[r] != truth[records[0]]));
            }
        }
        for person in distinct(truth) {
            let records = members(truth, person);
            split += u64::from(records.iter().any(|&r| found[r] != found[records[0]]));
        }
        let (mut precision, mut recall) = (0.0, 0.0);
        for record in 0..found.len() {
            let group = members(found, found[record]);
            let person = members(truth, truth[record]);
            let right = group
                .iter()
                .filter(|record| person.contains(record))
                .count() as f64;
            precision += right / group.len() as f64;
            recall += right / person.len() as f64;
        }
        let records = found.len().max(1) as f64;
        (exact, wrong, split, precision / records, recall / records)
    }

    proptest! {
        #[test]
        fn as_the_definitions_say(records in prop::collection::vec((0_u32..6, 0_u32..6), 0..20)) {
            let (found, truth): (Vec<u32>, Vec<u32>) = records.into_iter().unzip();
            let quality = GroupQuality::of(&partitions(&found, &truth));
            let (exact, wrong, split, precision, recall) = naive(&found, &truth);
            prop_assert_eq!((quality.exact, quality.with_a_wrong_member, quality.split), (exact, wrong, split));
            prop_assert!((quality.b_cubed.precision - precision).abs() < 1e-9);
            prop_assert!((quality.b_cubed.recall - recall).abs() < 1e-9);
        }
    }
}
