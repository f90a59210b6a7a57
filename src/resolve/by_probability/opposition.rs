//! What the other records of two groups say against making them one.

use crate::matching::RecordId;
use crate::matching::model::Weights;
use crate::resolve::groups::Groups;

/// The most pairs of records that are asked about one link: a party that repeats a person may have thousands in a group.
const MOST_ASKED: usize = 256;

/// Whether what speaks against a link, in the pairs that it would bring together beside its own, outweighs what speaks for it
/// beyond the `threshold`. `weight` gives the match weight of any two records of different parties, in bits.
///
/// A link brings together every record of the one's group with every record of the other's. The sum of what all of those
/// pairs say is what correlation clustering maximises (Bansal, Blum and Chawla 2004); of the others only what speaks
/// against counts here, since what speaks for them is for the most part the same agreement again. A pair that lacks a field says
/// nothing by it.
pub(super) fn outweighs(
    groups: &Groups,
    (one, other): (RecordId, RecordId),
    probability: f64,
    threshold: f64,
    weight: impl Fn(RecordId, RecordId) -> f64,
) -> bool {
    let mut balance = log2_odds(probability) - log2_odds(threshold);
    let mine = groups.companions(one);
    let pairs = mine.flat_map(|mine| groups.companions(other).map(move |theirs| (mine, theirs)));
    let others = pairs
        .filter(|&(mine, theirs)| mine.party != theirs.party && (mine, theirs) != (one, other));
    for (mine, theirs) in others.take(MOST_ASKED) {
        balance += weight(mine, theirs).min(0.0);
        if balance < 0.0 {
            return true;
        }
    }
    false
}

/// Certainty is taken for one in 2^60.
pub(super) fn log2_odds(probability: f64) -> f64 {
    (probability / (1.0 - probability))
        .log2()
        .clamp(-60.0, 60.0)
}

/// The match weights of each two parties.
pub(super) struct AllWeights<'a> {
    parties: usize,
    of_two: Vec<(Weights<'a>, f64)>,
}

impl<'a> AllWeights<'a> {
    /// `of_two` are those of each two of so many parties, in the order of the first and then the second, each with what is added
    /// to a weight for the odds of a match beyond the threshold, in bits. Without them nothing speaks for or against anything.
    pub(super) const fn new(parties: usize, of_two: Vec<(Weights<'a>, f64)>) -> Self {
        Self { parties, of_two }
    }

    /// The match weight of two records of different parties.
    pub(super) fn of(&self, one: RecordId, other: RecordId) -> f64 {
        self.with_offset(one, other).0
    }

    /// What speaks for two records of different parties beyond the threshold, in bits.
    pub(super) fn beyond_threshold(&self, one: RecordId, other: RecordId) -> f64 {
        let (weight, offset) = self.with_offset(one, other);
        weight + offset
    }

    fn with_offset(&self, one: RecordId, other: RecordId) -> (f64, f64) {
        let (left, right) = (one.min(other), one.max(other));
        let (first, second) = (usize::from(left.party), usize::from(right.party));
        let of_two = self.of_two.get(place(self.parties, first, second));
        of_two.map_or((0.0, 0.0), |(weights, offset)| {
            (weights.of(left.row, right.row), *offset)
        })
    }
}

/// The place of two of so many parties, of which the first comes before the second: before its own pairs come those of all parties
/// before it, each with the parties after itself.
fn place(parties: usize, first: usize, second: usize) -> usize {
    let before: usize = (0..first).map(|party| parties - 1 - party).sum();
    before + second - first - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::groups::LinkedBy;

    const fn id(party: u16, row: u32) -> RecordId {
        RecordId { party, row }
    }

    #[test]
    fn each_two_parties_have_a_place_of_their_own() {
        for parties in 2..6 {
            let mut next = 0;
            for first in 0..parties {
                for second in first + 1..parties {
                    assert_eq!(place(parties, first, second), next);
                    next += 1;
                }
            }
        }
    }

    /// Odds of 15 to 1 are 4 bits above even ones, and 2 bits above 4 to 1.
    #[test]
    fn a_link_stands_while_its_groups_say_no_more_against_it_than_speaks_for_it() {
        let mut groups = Groups::new(&[2, 2, 2]);
        groups.let_repeat(0);
        assert!(groups.link(id(0, 0), id(1, 0), LinkedBy::Probability, 1.0));
        assert!(groups.link(id(0, 1), id(1, 0), LinkedBy::Probability, 1.0));
        let probability = 15.0 / 16.0;
        let asked = |pair, threshold, one: f64, two: f64| {
            outweighs(&groups, pair, probability, threshold, |mine, theirs| {
                assert_ne!(mine.party, theirs.party);
                assert_ne!((mine, theirs), pair);
                match (mine, theirs) {
                    (RecordId { party: 0, row: 0 }, _) => one,
                    (RecordId { party: 0, row: 1 }, _) => two,
                    pair => panic!("{pair:?} is not brought together"),
                }
            })
        };
        let third = (id(1, 0), id(2, 0));
        assert!(!asked(third, 0.5, -2.0, -1.9));
        assert!(asked(third, 0.5, -2.0, -2.1));
        // What speaks for the others is not counted.
        assert!(asked(third, 0.5, 30.0, -4.1));
        // The higher the threshold, the less is needed.
        assert!(asked(third, 0.8, -2.1, 0.0));
        assert!(!asked(third, 0.8, -1.9, 0.0));
        // Two records that are in no group bring nobody else together.
        assert!(!outweighs(
            &groups,
            (id(1, 1), id(2, 1)),
            0.5,
            0.5,
            |_, _| -9.0
        ));
        // Certain is certain.
        assert!(!outweighs(&groups, third, 1.0, 0.5, |_, _| -20.0));
    }
}
