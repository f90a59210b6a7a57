//! What is known of a pair once it is known that a person stands in a file once.

use crate::matching::Exclusive;

/// Edges between left and right records with odds, and the messages of belief propagation on them.
///
/// A set of links in which no record has two has a probability proportional to the product of its pairs' odds (a
/// monomer-dimer model). That a pair is in it is found by belief propagation (Pearl 1988; for matchings, Huang and Jebara
/// 2009): exact where the pairs of a component form a tree, as nearly all do, and close elsewhere.
pub(super) struct OneToOne {
    left: Vec<u32>,
    right: Vec<u32>,
    /// Edges of records that have several, those of a record together. A record with one pair has no other to be free for, and
    /// stays free.
    by_left: Vec<u32>,
    by_right: Vec<u32>,
    /// By edge: how free its left record is if this edge is left aside, 0 to 1; likewise its right record.
    left_free: Vec<f64>,
    right_free: Vec<f64>,
    /// A record that may be in several pairs stays free.
    exclusive: Exclusive,
}

/// The most sweeps for each call: messages are kept between calls, so the fit's iterations sharpen them further.
const SWEEPS: usize = 12;
/// Messages have settled when none of a sweep moved by more: far below what a probability is shown or decided by.
const STILL: f64 = 1e-10;

impl OneToOne {
    /// `pairs` ascend by left record.
    pub(super) fn new(pairs: impl Iterator<Item = (u32, u32)>, exclusive: Exclusive) -> Self {
        let (left, right): (Vec<u32>, Vec<u32>) = pairs.unzip();
        let edges = u32::try_from(left.len()).unwrap_or(u32::MAX);
        let mut by_right: Vec<u32> = (0..edges).collect();
        by_right.sort_by_key(|&edge| right[edge as usize]);
        let by_right = contested(&by_right, &right);
        let by_left = contested(&(0..edges).collect::<Vec<u32>>(), &left);
        Self {
            left_free: vec![1.0; left.len()],
            right_free: vec![1.0; left.len()],
            left,
            right,
            by_left,
            by_right,
            exclusive,
        }
    }

    /// The probability of each pair, given their odds.
    pub(super) fn probabilities(&mut self, odds: &[f64]) -> Vec<f64> {
        let mut scratch = Vec::new();
        for _ in 0..SWEEPS {
            let mut moved: f64 = 0.0;
            let (left, right) = (&self.left, &self.right);
            if self.exclusive.left {
                moved = pass(
                    &self.by_left,
                    left,
                    odds,
                    &self.right_free,
                    &mut self.left_free,
                    &mut scratch,
                );
            }
            if self.exclusive.right {
                moved = moved.max(pass(
                    &self.by_right,
                    right,
                    odds,
                    &self.left_free,
                    &mut self.right_free,
                    &mut scratch,
                ));
            }
            if moved <= STILL {
                break;
            }
        }
        let free = self.left_free.iter().zip(&self.right_free);
        odds.iter()
            .zip(free)
            .map(|(odds, (left, right))| {
                let odds = odds * left * right;
                odds / (1.0 + odds)
            })
            .collect()
    }
}

/// Of edges in the order of their record, those of records that have several.
fn contested(order: &[u32], record: &[u32]) -> Vec<u32> {
    let same = |one: &u32, other: &u32| record[*one as usize] == record[*other as usize];
    let several = order.chunk_by(same).filter(|edges| edges.len() > 1);
    several.flatten().copied().collect()
}

/// For each record, tells each of its edges how free the record is when that edge is left aside, and gives the most that any of
/// this has moved. `order` has the edges of a record together.
fn pass(
    order: &[u32],
    record: &[u32],
    odds: &[f64],
    others_free: &[f64],
    free: &mut [f64],
    before: &mut Vec<f64>,
) -> f64 {
    let mut moved: f64 = 0.0;
    let same = |one: &u32, other: &u32| record[*one as usize] == record[*other as usize];
    for edges in order.chunk_by(same) {
        // Sums from both ends, as subtracting an edge's own share from the whole would lose the small ones.
        before.clear();
        let mut sum = 0.0;
        for &edge in edges {
            before.push(sum);
            sum += odds[edge as usize] * others_free[edge as usize];
        }
        let mut after = 0.0;
        for (&edge, before) in edges.iter().zip(before.iter()).rev() {
            let now = 1.0 / (1.0 + before + after);
            moved = moved.max((now - free[edge as usize]).abs());
            free[edge as usize] = now;
            after += odds[edge as usize] * others_free[edge as usize];
        }
    }
    moved
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
        fn exact_on_trees(odds in prop::collection::vec(0.001..1e4f64, 5)) {
            // A tree: 0-0, 0-1, 1-1, 1-2, 2-2.
            let pairs = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)];
            let found = OneToOne::new(pairs.into_iter(), Exclusive::BOTH).probabilities(&odds);
            for (found, expected) in found.iter().zip(by_enumeration(&pairs, &odds)) {
                prop_assert!((found - expected).abs() < 1e-6, "{} {}", found, expected);
            }
        }
    }
}
