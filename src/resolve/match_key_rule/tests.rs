//! Which of several candidates is chosen.

use super::*;
use proptest::prelude::*;

const fn id(party: u16, row: u32) -> RecordId {
    RecordId { party, row }
}

fn pair(left: u32, right: u32, score: f64) -> ScoredPair {
    ScoredPair {
        left: id(0, left),
        right: id(1, right),
        score,
    }
}

#[test]
fn the_best_choice_is_taken_and_a_tie_is_not() {
    let rows = |pairs| -> Vec<(u32, u32)> {
        let chosen = best_choices(pairs, Exclusive::BOTH);
        chosen.iter().map(|(a, b)| (a.row, b.row)).collect()
    };
    assert_eq!(rows(vec![pair(0, 0, 3.0), pair(0, 1, 2.0)]), [(0, 0)]);
    assert_eq!(rows(vec![pair(0, 0, 2.0), pair(0, 1, 2.0)]), []);
    // The first round settles 0 and 0; without them the other two are each other's only choice.
    assert_eq!(
        rows(vec![
            pair(0, 0, 3.0),
            pair(0, 1, 2.0),
            pair(1, 0, 2.0),
            pair(1, 1, 1.0)
        ]),
        [(0, 0), (1, 1)]
    );
    // Best for one of its records only.
    assert_eq!(
        rows(vec![pair(0, 0, 3.0), pair(1, 0, 3.0), pair(1, 1, 2.0)]),
        []
    );
}

/// By the words of [`Uniqueness::Preferred`], one pair at a time, without regard to speed.
fn best_choices_naively(mut pairs: Vec<ScoredPair>) -> Vec<Pair> {
    let mut chosen = Vec::new();
    loop {
        let shares_record = |a: &ScoredPair, b: &ScoredPair| a.left == b.left || a.right == b.right;
        let best = pairs.iter().enumerate().find(|(at, pair)| {
            pairs.iter().enumerate().all(|(other_at, other)| {
                *at == other_at || !shares_record(pair, other) || pair.score > other.score
            })
        });
        let Some((_, best)) = best else { break };
        let best = *best;
        chosen.push((best.left, best.right));
        pairs.retain(|pair| !shares_record(pair, &best));
    }
    chosen.sort_unstable();
    chosen
}

proptest! {
    #[test]
    fn best_choices_are_those_of_the_definition(
        scores in proptest::collection::btree_map((0u32..5, 0u32..5), 0u8..4, 0..20)
    ) {
        let pairs: Vec<_> = scores.iter().map(|(&(left, right), &score)| pair(left, right, f64::from(score) + 1.0)).collect();
        let mut chosen = best_choices(pairs.clone(), Exclusive::BOTH);
        chosen.sort_unstable();
        prop_assert_eq!(&chosen, &best_choices_naively(pairs.clone()));
        let mut turned = best_choices(pairs.into_iter().rev().collect(), Exclusive::BOTH);
        turned.sort_unstable();
        prop_assert_eq!(chosen, turned);
    }
}

#[test]
fn a_record_that_may_be_in_several_pairs_takes_them_all() {
    // The right file may hold a person twice, so a left record may have two of its records, and these one left each.
    let several = Exclusive {
        left: false,
        right: true,
    };
    let rows = |pairs: Vec<Pair>| -> Vec<(u32, u32)> {
        pairs.iter().map(|(a, b)| (a.row, b.row)).collect()
    };
    let twice = vec![pair(0, 0, 1.0), pair(0, 1, 1.0)];
    assert_eq!(rows(best_choices(twice.clone(), several)), [(0, 0), (0, 1)]);
    assert_eq!(rows(best_choices(twice, Exclusive::BOTH)), []);
    let of = |pairs: &[(u32, u32)]| -> Vec<Pair> {
        let pairs = pairs.iter();
        pairs.map(|&(a, b)| (id(0, a), id(1, b))).collect()
    };
    let shared = of(&[(0, 0), (0, 1), (1, 1)]);
    assert_eq!(rows(only_choices(&shared, several)), [(0, 0)]);
    assert_eq!(rows(only_choices(&shared, Exclusive::BOTH)), []);
    let none = Exclusive {
        left: false,
        right: false,
    };
    assert_eq!(only_choices(&shared, none).len(), 3);
}
