//! A time compared in the place of another: when something was reported, where what two records say of when it happened is not near.

use std::collections::BTreeSet;

use super::*;
use crate::matching::model::ceiling::{Ceiling, RowNumbers};

const WHEN: usize = 1;
const REPORTED: usize = 2;

/// Kind, when (18 points either way, every ten minutes), and reported, which stands for three hours earlier.
fn agreement() -> Agreement {
    let json = r#"{"format": "split-tally/agreement", "version": 1, "template": "test", "title": "t", "purpose": "p",
        "parties": ["a", "b"], "recipients": [{"name": "l", "role": "linker"}],
        "fields": [
            {"name": "kind", "label": "kind", "kind": "sex"},
            {"name": "when", "label": "when", "kind": "date_time"},
            {"name": "reported", "label": "reported", "kind": "date_time"}
        ],
        "match_keys": [{"name": "hour", "parts": [{"field": "when", "take": "minutes", "step": {"size": 60}}]}],
        "field_filters": {
            "bits": 512,
            "fields": [{"field": "kind", "gram": 1, "bits_per_feature": 60}],
            "neighbourhoods": [
                {"field": "when", "spacing": 10, "radius": 180, "bits_per_point": 4},
                {"field": "reported", "spacing": 10, "radius": 180, "bits_per_point": 4,
                    "instead_of": {"field": "when", "earlier": 180}}
            ]
        },
        "decision": {"resolution": "one_to_one", "repeats": ["a"], "probability": {"threshold": 0.5}}}"#;
    Agreement::from_json(json).unwrap()
}

/// Kind (0 for missing), and tens of minutes since some day began, of when it happened and when it was reported.
type Report = (u8, Option<i32>, Option<i32>);

fn kind(of: u8) -> Option<Vec<u8>> {
    (of > 0).then(|| {
        let mut filter = vec![0; 64];
        filter[usize::from(of) * 8..][..8].fill(255);
        filter
    })
}

/// The points around a time, each with four bits that no other within 21 hours has.
fn around(tens: i32) -> Vec<u8> {
    let mut filter = vec![0u8; 64];
    for point in tens - 18..=tens + 18 {
        let bit = usize::try_from(point.rem_euclid(128)).unwrap() * 4;
        filter[bit / 8] |= 0xf0 >> (bit % 8);
    }
    filter
}

struct Reports {
    agreement: Agreement,
    extracts: [Extract; 2],
}

impl Reports {
    fn new(left: &[Report], right: &[Report]) -> Self {
        let agreement = agreement();
        let side = |party: &str, reports: &[Report]| {
            let rows: Vec<_> = reports
                .iter()
                .map(|&(of, when, reported)| {
                    let filters = vec![
                        kind(of),
                        when.map(around),
                        reported.map(|at| around(at - 18)),
                    ];
                    (vec![None], filters)
                })
                .collect();
            extract_by_hand(&agreement, party, &rows)
        };
        let extracts = [side("a", left), side("b", right)];
        Self {
            agreement,
            extracts,
        }
    }

    fn comparison(&self) -> Comparison<'_> {
        let rule = self.agreement.decision().probability.as_ref().unwrap();
        let fields = field_comparisons(&self.agreement, rule);
        let [one, other] = &self.extracts;
        Comparison::new(&self.agreement, &fields, [one, other], &[])
    }
}

/// Levels of `when` and `reported` of the first row of each.
fn levels(left: Report, right: Report) -> (u8, u8) {
    let reports = Reports::new(&[left], &[right]);
    let pattern = reports.comparison().pattern(0, 0);
    (pattern.level(WHEN), pattern.level(REPORTED))
}

#[test]
fn it_speaks_only_where_the_other_is_not_near() {
    let happened = |at: i32| (1, Some(at), None);
    let arrived = |when: Option<i32>, at: i32| (1, when, Some(at));
    let exact = 7;
    // Where both say the same hour, when it was reported says nothing more.
    assert_eq!(levels(arrived(Some(30), 40), happened(30)), (exact, 0));
    // A patient who does not know when it was came in two hours after it, at 40; or says it wrongly.
    assert_eq!(levels(arrived(None, 40), happened(28)), (0, 2));
    assert_eq!(levels(arrived(Some(90), 40), happened(28)), (1, 2));
    // Ten hours later is too late for it, and two hours before it too soon: both differ.
    for at in [28 + 60, 28 - 12] {
        assert_eq!(levels(arrived(None, at), happened(28)), (0, 1), "{at}");
    }
    // The other side may be the one that says when it was reported.
    assert_eq!(levels(happened(28), arrived(None, 40)), (0, 2));
    // Nobody says so.
    assert_eq!(levels(happened(28), happened(90)), (1, 0));
    // What was reported at one time need not have happened at one time.
    assert_eq!(levels(arrived(None, 40), arrived(None, 40)), (0, 0));
}

/// Where both have such a time, that of the side counts on which more records need it; size alone is no reason.
#[test]
fn one_side_is_asked_when_it_was_reported() {
    let known = vec![(1, Some(28), Some(40)); 5];
    let unknown = [(1, None, Some(41)), (1, None, Some(90))];
    for (left, right, turned) in [(&known[..], &unknown[..], false), (&unknown, &known, true)] {
        let reports = Reports::new(left, right);
        let comparison = reports.comparison();
        let level = |unknown: u32| {
            let (left, right) = if turned { (unknown, 0) } else { (0, unknown) };
            comparison.pattern(left, right).level(REPORTED)
        };
        assert_eq!((level(0), level(1)), (2, 1), "{turned}");
    }
}

#[test]
fn its_levels_are_said_as_what_they_are() {
    let reports = Reports::new(&[(1, None, None)], &[(1, None, None)]);
    let comparison = reports.comparison();
    let said = &comparison.fields[REPORTED];
    assert_eq!((said.exact(), said.near.len()), (2, 1));
    assert_eq!(said.describe(1), "differs");
    assert!(
        said.describe(2).starts_with("Dice 0."),
        "{}",
        said.describe(2)
    );
}

/// In large files shares are estimated from random pairs, and near ones are among them.
#[test]
fn random_pairs_show_how_often_it_is_near_by_chance() {
    let times: Vec<i32> = (0..90).collect();
    let left: Vec<Report> = times.iter().map(|&at| (1, None, Some(at))).collect();
    let right: Vec<Report> = times.iter().map(|&at| (1, Some(at), None)).collect();
    let reports = Reports::new(&left, &right);
    let comparison = reports.comparison();
    let counted = &Neighbours::of_all_fields(&comparison).unwrap()[REPORTED].pairs_by_level;
    let drawn = &kept::sampled_levels(&comparison)[REPORTED];
    assert!(counted[1] > 1000.0 && counted[2] > 1000.0, "{counted:?}");
    for level in 1..=2 {
        let (drawn, counted) = (drawn[level], counted[level]);
        assert!((drawn / counted - 1.0).abs() < 0.02, "{drawn} {counted}");
    }
}

fn any_reports() -> impl Strategy<Value = Vec<Report>> {
    let time = prop_oneof![Just(None), (0i32..100).prop_map(Some)];
    prop::collection::vec((0u8..4, time.clone(), time), 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    /// Every pair compared one by one, against the scan over distinct values, and against what candidates are told apart by.
    #[test]
    fn the_fast_ways_keep_what_the_naive_way_keeps(
        left in any_reports(),
        right in any_reports(),
        least in prop_oneof![Just(1e-9), Just(1e-4), Just(0.3)],
        most in prop_oneof![Just(0.02), Just(0.5), Just(0.9)],
    ) {
        let reports = Reports::new(&left, &right);
        let comparison = reports.comparison();
        let neighbours = Neighbours::of_all_fields(&comparison).unwrap();
        let by_level: Vec<_> = neighbours.iter().map(|of| of.pairs_by_level).collect();
        let fit = Fit::new(&reports.agreement, &comparison, &by_level, 1);
        let mut table = fit.start(false);
        // That something was reported elsewhen may speak for it or against it.
        table.m[REPORTED][1] = most;
        table.m[REPORTED][2] = 1.0 - most;
        let evidence = Evidence::new(&comparison, &table);
        let rows = RowNumbers::new(&comparison);
        let mut ceiling = Ceiling::new(&comparison, &rows, &evidence, least);
        let mut naive = BTreeSet::new();
        for one in 0..u32::try_from(left.len()).unwrap() {
            for other in 0..u32::try_from(right.len()).unwrap() {
                let pattern = comparison.pattern(one, other);
                if evidence.of_pair(pattern, one).person >= least {
                    naive.insert((one, other));
                    prop_assert!(ceiling.admits(&comparison, one, other), "{:?}", (one, other));
                }
            }
        }
        let all = AllPairs::new(&comparison, &neighbours);
        let found: Vec<KeptPair> = all.keep(&evidence, least, 2, &mut |_| {}).unwrap();
        for pair in &found {
            prop_assert_eq!(pair.pattern, comparison.pattern(pair.left, pair.right));
        }
        let found: BTreeSet<_> = found.iter().map(|pair| (pair.left, pair.right)).collect();
        prop_assert_eq!(found, naive);
    }
}
