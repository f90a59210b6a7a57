//! What is known of a pair once it is known that a person stands in a file once.

use super::field_values::row_number;
use crate::matching::Exclusive;

/// Edges between left and right records, and the messages of belief propagation on them.
///
/// A set of links in which no record has two has a probability proportional to the product of its pairs' odds (a
/// monomer-dimer model). That a pair is in it is found by belief propagation (Pearl 1988; for matchings, Huang and Jebara
/// 2009): exact where the pairs of a component form a tree, as nearly all do, that is no further across than the sweeps of a fit
/// reach, and close elsewhere.
pub(super) struct OneToOne {
    left: Side,
    right: Side,
    edges: usize,
    /// A record that may be in several pairs stays free.
    exclusive: Exclusive,
}

/// The records of one file that have several edges. A record with one edge has no other to be free for, and stays free.
struct Side {
    /// Edges, those of a record together, and where each record's begin.
    order: Vec<u32>,
    starts: Vec<u32>,
    /// By edge: its record's place in `starts`, or [`ALONE`].
    record: Vec<u32>,
    /// By edge: how free its record is if this edge is left aside, 0 to 1.
    free: Vec<f64>,
    /// By record: whether what it was told has moved since it last told its edges.
    stale: Vec<bool>,
}

/// The record of an edge that has no other.
const ALONE: u32 = u32::MAX;
/// The most sweeps for each call: messages are kept between calls, so the fit's iterations sharpen them further.
const SWEEPS: usize = 12;
/// A message that moves by less than this part of itself tells nobody anything new. By a part, as what is nearly 0 meets odds that
/// are as large.
const STILL: f64 = 1e-10;

impl OneToOne {
    /// `pairs` ascend by left record.
    pub(super) fn new(pairs: impl Iterator<Item = (u32, u32)>, exclusive: Exclusive) -> Self {
        let (left, right): (Vec<u32>, Vec<u32>) = pairs.unzip();
        Self {
            edges: left.len(),
            left: Side::new(&left),
            right: Side::new(&right),
            exclusive,
        }
    }

    /// The probability of each pair, given their odds.
    pub(super) fn probabilities(&mut self, odds: &[f64]) -> Vec<f64> {
        debug_assert_eq!(odds.len(), self.edges);
        self.left.stale.fill(true);
        self.right.stale.fill(true);
        for _ in 0..SWEEPS {
            let mut told = false;
            if self.exclusive.left {
                told |= self.left.tell(odds, &mut self.right);
            }
            if self.exclusive.right {
                told |= self.right.tell(odds, &mut self.left);
            }
            if !told {
                break;
            }
        }
        let free = self.left.free.iter().zip(&self.right.free);
        odds.iter()
            .zip(free)
            .map(|(odds, (left, right))| {
                let odds = odds * left * right;
                odds / (1.0 + odds)
            })
            .collect()
    }
}

impl Side {
    /// Of edges whose records these are.
    fn new(records: &[u32]) -> Self {
        let edges = u32::try_from(records.len()).unwrap_or(u32::MAX);
        let of = |edge: &u32| records[*edge as usize];
        let mut by_record: Vec<u32> = (0..edges).collect();
        by_record.sort_by_key(of);
        let mut side = Self {
            order: Vec::new(),
            starts: vec![0],
            record: vec![ALONE; records.len()],
            free: vec![1.0; records.len()],
            stale: Vec::new(),
        };
        let several = by_record
            .chunk_by(|one, other| of(one) == of(other))
            .filter(|edges| edges.len() > 1);
        for (number, edges) in (0u32..).zip(several) {
            for &edge in edges {
                side.record[edge as usize] = number;
            }
            side.order.extend_from_slice(edges);
            side.starts.push(row_number(side.order.len()));
            side.stale.push(true);
        }
        side
    }

    /// Each record that has been told something new tells each of its edges how free it is when that edge is left aside; the
    /// records at their other ends hear of it where it has moved. Whether any has.
    fn tell(&mut self, odds: &[f64], others: &mut Self) -> bool {
        let mut told = false;
        let mut before = Vec::new();
        for (stale, bounds) in self.stale.iter_mut().zip(self.starts.windows(2)) {
            if !std::mem::take(stale) {
                continue;
            }
            let edges = &self.order[bounds[0] as usize..bounds[1] as usize];
            // Sums from both ends, as subtracting an edge's own share from the whole would lose the small ones.
            before.clear();
            let mut sum = 0.0;
            for &edge in edges {
                before.push(sum);
                sum += odds[edge as usize] * others.free[edge as usize];
            }
            let mut after = 0.0;
            for (&edge, before) in edges.iter().zip(&before).rev() {
                let now = 1.0 / (1.0 + before + after);
                after += odds[edge as usize] * others.free[edge as usize];
                let free = &mut self.free[edge as usize];
                let moved = (now - *free).abs() > STILL * now;
                *free = now;
                if moved && others.record[edge as usize] != ALONE {
                    others.stale[others.record[edge as usize] as usize] = true;
                    told = true;
                }
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sums over all sets of pairs in which no record has two.
    fn by_enumeration(pairs: &[(u32, u32)], odds: &[f64]) -> Vec<f64> {
        let mut whole = 0.0;
        let mut with = vec![0.0; pairs.len()];
        for set in 0u32..1 << pairs.len() {
            let chosen: Vec<usize> = (0..pairs.len()).filter(|&at| set >> at & 1 == 1).collect();
            let clash = chosen.iter().any(|&a| {
                chosen
                    .iter()
                    .any(|&b| a < b && (pairs[a].0 == pairs[b].0 || pairs[a].1 == pairs[b].1))
            });
            if clash {
                continue;
            }
            let weight: f64 = chosen.iter().map(|&at| odds[at]).product();
            whole += weight;
            for at in chosen {
                with[at] += weight;
            }
        }
        with.iter().map(|sum| sum / whole).collect()
    }

    #[test]
    fn a_record_with_two_equal_rivals_is_shared_between_them() {
        let pairs = [(0, 0), (0, 1)];
        let found = OneToOne::new(pairs.into_iter(), Exclusive::BOTH).probabilities(&[1e6, 1e6]);
        // By hand: 1e6 / (1 + 2e6).
        assert!(
            found.iter().all(|p| (p - 0.499_999_75).abs() < 1e-9),
            "{found:?}"
        );
    }

    /// Where the left file may hold a person twice, a right record may have two partners, and a left one still has one.
    #[test]
    fn a_record_that_may_be_in_several_pairs_has_no_rivals() {
        let exclusive = Exclusive {
            left: true,
            right: false,
        };
        let pairs = [(0, 0), (1, 0)];
        let found = OneToOne::new(pairs.into_iter(), exclusive).probabilities(&[1e6, 1e6]);
        assert!(found.iter().all(|p| *p > 0.999_99), "{found:?}");
        let pairs = [(0, 0), (0, 1)];
        let found = OneToOne::new(pairs.into_iter(), exclusive).probabilities(&[1e6, 1e6]);
        assert!(found.iter().all(|p| (p - 0.5).abs() < 1e-5), "{found:?}");
    }

    /// The chain a-x, a-y, b-x: together a-y and b-x explain more than a-x alone.
    #[test]
    fn two_good_pairs_outweigh_one_that_excludes_both() {
        let pairs = [(0, 0), (0, 1), (1, 0)];
        let found =
            OneToOne::new(pairs.into_iter(), Exclusive::BOTH).probabilities(&[1e3, 1e3, 1e3]);
        // By hand: the sets are none (1), each alone (1e3), and the two of the ends (1e6).
        let whole = 1.0 + 3e3 + 1e6;
        assert!((found[0] - 1e3 / whole).abs() < 1e-9, "{found:?}");
        assert!((found[1] - (1e3 + 1e6) / whole).abs() < 1e-9, "{found:?}");
    }

    proptest! {
        #[test]
        fn exact_on_trees(powers in prop::collection::vec(-3.0..14.0f64, 5)) {
            let odds: Vec<f64> = powers.iter().map(|power| 10f64.powf(*power)).collect();
            // A tree: 0-0, 0-1, 1-1, 1-2, 2-2.
            let pairs = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)];
            let found = OneToOne::new(pairs.into_iter(), Exclusive::BOTH).probabilities(&odds);
            for (found, expected) in found.iter().zip(by_enumeration(&pairs, &odds)) {
                prop_assert!((found - expected).abs() < 1e-6, "{} {}", found, expected);
            }
        }
    }
}
