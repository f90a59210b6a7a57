use std::collections::HashMap;

use super::pairs::PairSets;

/// A record: its party's position and its own id.
type Record<'a> = (usize, &'a str);

/// The records that links or the truth put with another, numbered, and the groups that each makes of them.
pub(super) struct Partitions {
    /// By record: the number of its group among the links; a group of its own where it is not linked.
    pub found: Vec<u32>,
    /// By record: the number of its person.
    pub truth: Vec<u32>,
}

impl Partitions {
    /// Records that pairs connect, directly or by way of others, are one group: links files hold whole groups, and a truth
    /// that gives a person's records in several lines means the same person.
    pub(super) fn new(linked: &PairSets, truth: &PairSets) -> Self {
        let mut numbers: HashMap<Record<'_>, u32> = HashMap::new();
        for (&(left, right), pairs) in linked.iter().chain(truth) {
            for (one, other) in pairs {
                for record in [(left, one.as_str()), (right, other.as_str())] {
                    let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                    numbers.entry(record).or_insert(next);
                }
            }
        }
        Self {
            found: components(linked, &numbers),
            truth: components(truth, &numbers),
        }
    }
}

/// By record, the number of its connected component.
fn components(pairs: &PairSets, numbers: &HashMap<Record<'_>, u32>) -> Vec<u32> {
    let mut parents: Vec<u32> = (0..).take(numbers.len()).collect();
    for (&(left, right), pairs) in pairs {
        for (one, other) in pairs {
            let (one, other) = (
                numbers.get(&(left, one.as_str())),
                numbers.get(&(right, other.as_str())),
            );
            if let (Some(&one), Some(&other)) = (one, other) {
                let (one, other) = (root(&mut parents, one), root(&mut parents, other));
                parents[one.max(other) as usize] = one.min(other);
            }
        }
    }
    (0..)
        .take(parents.len())
        .map(|record| root(&mut parents, record))
        .collect()
}

/// The record that stands for the group of this one, halving the way to it.
fn root(parents: &mut [u32], mut record: u32) -> u32 {
    while parents[record as usize] != record {
        let parent = parents[record as usize];
        parents[record as usize] = parents[parent as usize];
        record = parent;
    }
    record
}
