//! Candidates put together record by record, against every pair looked at.

use super::super::candidates::Candidates;
use super::super::comparison::MAX_PAIRS_A_VALUE;
use super::super::scan::Scan;
use super::*;
use crate::matching::MatchingError;

fn rows(of: &[Row]) -> std::ops::Range<u32> {
    0..u32::try_from(of.len()).unwrap()
}

/// Of each row on the left, the rows on the right with an equal token or an equal value, where no more than the limit of pairs
/// share it; and how many pairs were beyond it.
fn naive(left: &[Row], right: &[Row]) -> (Vec<Vec<u32>>, u64) {
    let mut found = vec![Vec::new(); left.len()];
    let mut passed_over = 0;
    let mut share = |one: &dyn Fn(&Row) -> Option<u16>| {
        let mut values: Vec<u16> = left.iter().filter_map(one).collect();
        values.sort_unstable();
        values.dedup();
        for value in values {
            let holds = |row: &&Row| one(row) == Some(value);
            let pairs = left.iter().filter(holds).count() * right.iter().filter(holds).count();
            if pairs > MAX_PAIRS_A_VALUE {
                passed_over += pairs as u64;
                continue;
            }
            for (row, found) in left.iter().zip(&mut found) {
                if one(row) == Some(value) {
                    found.extend(
                        rows(right).filter(|&other| one(&right[other as usize]) == Some(value)),
                    );
                }
            }
        }
    };
    for key in 0..2 {
        share(&|row: &Row| row.tokens[key].map(u16::from));
    }
    for field in 0..4 {
        share(&|row: &Row| (row.values[field] > 0).then_some(row.values[field]));
    }
    for found in &mut found {
        found.sort_unstable();
        found.dedup();
    }
    (found, passed_over)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn candidates_are_those_that_share_something(left in any_rows(), right in any_rows()) {
        let files = Files::new("[0.6, 0.85]", &left, &right);
        let comparison = files.comparison(&[]);
        let candidates = Candidates::new(&comparison).unwrap();
        let (expected, _) = naive(&left, &right);
        let mut found = Vec::new();
        for (row, expected) in rows(&left).zip(&expected) {
            candidates.of_left_row(row, &mut found);
            prop_assert_eq!(&found, expected);
        }
    }

    /// Candidates told apart by their numbers on three threads, against each compared in whole.
    #[test]
    fn the_scan_keeps_what_is_worth_keeping_of_the_candidates(left in any_rows(), right in any_rows()) {
        let files = Files::new("[0.6, 0.85]", &left, &right);
        let comparison = files.comparison(&[]);
        let neighbours = Neighbours::of_all_fields(&comparison).unwrap();
        let by_level: Vec<_> = neighbours.iter().map(|of| of.pairs_by_level).collect();
        let table = Fit::new(&files.agreement, &comparison, &by_level, 1).start(true);
        let evidence = Evidence::new(&comparison, &table);
        let (expected, _) = naive(&left, &right);
        let pairs = rows(&left).flat_map(|one| expected[one as usize].iter().map(move |&other| (one, other)));
        let worth: Vec<_> = pairs
            .filter(|&(one, other)| {
                let odds = evidence.of_pair(comparison.pattern(one, other), one).person;
                odds >= 1.0 / 4096.0
            })
            .collect();
        let scan = Scan::new(&comparison).unwrap();
        for threads in [1, 3] {
            let found = scan.run(&evidence, threads, &mut |_| {}).unwrap();
            let mut kept: Vec<_> = found.kept.iter().map(|pair| (pair.left, pair.right)).collect();
            kept.sort_unstable();
            prop_assert_eq!(&kept, &worth);
            prop_assert_eq!(found.compared, expected.iter().map(|of| of.len() as u64).sum::<u64>());
        }
    }
}

#[test]
fn what_too_many_share_puts_nobody_forward() {
    // 51 x 50 share a surname; 50 x 50 a token.
    let side = |from: u16, many: u16| {
        let people = (0..many).map(|at| Row {
            values: [from + at, 7, 0, 0],
            tokens: [(at < 50).then_some(3), None],
        });
        people.collect::<Vec<_>>()
    };
    let (left, right) = (side(100, 51), side(300, 50));
    let files = Files::new("[]", &left, &right);
    let candidates = Candidates::new(&files.comparison(&[])).unwrap();
    let (expected, passed_over) = naive(&left, &right);
    assert_eq!(passed_over, 51 * 50);
    assert_eq!(candidates.passed_over, passed_over);
    let mut found = Vec::new();
    candidates.of_left_row(50, &mut found);
    assert!(found.is_empty() && expected[50].is_empty());
    candidates.of_left_row(49, &mut found);
    assert_eq!(found.len(), 50);
}

#[test]
fn more_pairs_than_the_limit_are_refused() {
    let side = |from: u16| {
        let people = (0..10).map(|at| row([7, from + at, 0, 0]));
        people.collect::<Vec<_>>()
    };
    let files = Files::new("[]", &side(100), &side(300));
    let comparison = files.comparison(&[]);
    assert!(Candidates::within(&comparison, 100).is_ok());
    let refused = Candidates::within(&comparison, 99).err();
    assert_eq!(refused, Some(MatchingError::TooManyPairs { limit: 99 }));
}
