//! Pairs passed over by the numbers of their values, against the whole comparison.

use super::super::ceiling::{Ceiling, RowNumbers};
use super::*;

/// How many pairs are worth keeping, how many of the others are passed over; or the first pair that should not have been.
fn passed_over(
    files: &Files,
    table: &Table,
    least: f64,
) -> Result<(usize, usize, usize), (u32, u32)> {
    let comparison = files.comparison(&[]);
    let rows = RowNumbers::new(&comparison);
    let evidence = Evidence::new(&comparison, table);
    let mut ceiling = Ceiling::new(&comparison, &rows, &evidence, least);
    let (mut worth, mut over, mut all) = (0, 0, 0);
    for one in 0..row_number(comparison.rows(0)) {
        for other in 0..row_number(comparison.rows(1)) {
            let pattern = comparison.pattern(one, other);
            let keep = evidence.of_pair(pattern, one).person >= least;
            let admitted = ceiling.admits(&comparison, one, other);
            if keep && !admitted {
                return Err((one, other));
            }
            worth += usize::from(keep);
            over += usize::from(!admitted);
            all += 1;
        }
    }
    Ok((worth, over, all))
}

fn row_number(row: usize) -> u32 {
    u32::try_from(row).unwrap()
}

fn start(files: &Files, households: bool) -> Table {
    let comparison = files.comparison(&[]);
    let neighbours = Neighbours::of_all_fields(&comparison).unwrap();
    let by_level: Vec<_> = neighbours.iter().map(|of| of.pairs_by_level).collect();
    Fit::new(&files.agreement, &comparison, &by_level, 1).start(households)
}

#[test]
fn people_who_share_one_value_are_passed_over() {
    // A surname in common, and nothing else: 1 to 60 are of one name.
    let side = |from: u16| {
        let people = (0..60).map(|at| row([from + at, 7, from + at, from + at]));
        people.collect::<Vec<_>>()
    };
    let files = Files::new("[0.97]", &side(100), &side(300));
    let (worth, over, all) = passed_over(&files, &start(&files, false), 0.3).unwrap();
    assert_eq!((worth, all), (0, 3600));
    assert!(over > 3000, "{over}");
}

/// Given name and surname in each other's field say nothing as they stand, and much as they are.
#[test]
fn swapped_values_are_not_passed_over() {
    let person = |values: [u16; 4]| Row {
        values,
        tokens: [Some(1), None],
    };
    let mut left = vec![person([1, 2, 3, 4])];
    let mut right = vec![person([2, 1, 3, 0])];
    for at in 10..80 {
        left.push(row([at, at, at, at]));
        right.push(row([at + 100, at + 100, at + 100, at + 100]));
    }
    let files = Files::new("[]", &left, &right);
    let table = start(&files, false);
    let comparison = files.comparison(&[]);
    let rows = RowNumbers::new(&comparison);
    let evidence = Evidence::new(&comparison, &table);
    let mut ceiling = Ceiling::new(&comparison, &rows, &evidence, 1.0);
    assert!(ceiling.admits(&comparison, 0, 0));
    assert!(!ceiling.admits(&comparison, 0, 1));
    assert!(!ceiling.admits(&comparison, 1, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn no_pair_worth_keeping_is_passed_over(
        left in any_rows(),
        right in any_rows(),
        households in any::<bool>(),
        near in prop_oneof![Just("[]"), Just("[0.7]"), Just("[0.6, 0.85]")],
        least in prop_oneof![Just(1e-9), Just(1e-4), Just(0.3), Just(30.0)],
    ) {
        let files = Files::new(near, &left, &right);
        let found = passed_over(&files, &start(&files, households), least);
        prop_assert!(found.is_ok(), "{:?}", found);
    }
}
