//! Whole fits, on extracts made by hand.

mod candidates;
mod ceiling;
mod instead;

use proptest::prelude::*;

use super::all_pairs::{AllPairs, Neighbours};
use super::kept::KeptPair;
use super::*;
use crate::exchange::{Extract, extract_by_hand};
use crate::units::Token;

/// Given name (not shared by households), surname and address (shared), birth date; a key of names either way round.
fn agreement(near: &str) -> Agreement {
    let field = |name: &str, kind: &str| {
        format!(r#"{{"name": "{name}", "label": "{name}", "kind": "{kind}"}}"#)
    };
    let fields = [
        field("given", "given_name"),
        field("surname", "name"),
        field("born", "birth_date"),
        field("address", "address_line"),
    ];
    let filter =
        |name: &str| format!(r#"{{"field": "{name}", "gram": 2, "bits_per_feature": 20}}"#);
    let said = |name: &str| format!(r#"{{"field": "{name}", "near": {near}}}"#);
    let names = ["given", "surname", "born", "address"];
    let json = format!(
        r#"{{"format": "split-tally/agreement", "version": 1, "template": "test", "title": "t", "purpose": "p",
        "parties": ["a", "b"], "recipients": [{{"name": "l", "role": "linker"}}], "fields": [{}],
        "match_keys": [
            {{"name": "names", "parts": [{{"field": "given", "swaps_with": "surname"}}]}},
            {{"name": "number", "links": false, "parts": [{{"field": "born"}}]}}
        ],
        "field_filters": {{"bits": 64, "fields": [{}]}},
        "decision": {{"resolution": "one_to_one", "probability": {{"threshold": 0.5, "fields": [{}]}}}}}}"#,
        fields.join(","),
        names.map(filter).join(","),
        names.map(said).join(","),
    );
    Agreement::from_json(&json).unwrap()
}

/// A row: values by field, 0 for missing, and tokens.
#[derive(Clone, Debug, Default)]
struct Row {
    values: [u16; 4],
    tokens: [Option<u8>; 2],
}

fn row(values: [u16; 4]) -> Row {
    Row {
        values,
        ..Row::default()
    }
}

/// A filter of its own for each value: 20 of 64 bits; values that differ by 1000 share all but two.
fn filter(value: u16) -> Vec<u8> {
    let mut filter = 0u64;
    let mut state = u64::from(value % 1000) + 1;
    while filter.count_ones() < 20 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        filter |= 1 << (state >> 58);
    }
    for _ in 0..value / 1000 {
        let highest = filter.ilog2();
        filter ^= 1 << highest;
        filter |= 1 << (!filter).trailing_zeros();
    }
    filter.to_le_bytes().to_vec()
}

fn extract(agreement: &Agreement, party: &str, rows: &[Row]) -> Extract {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            let tokens = row
                .tokens
                .map(|token| token.map(|byte| Token::new([byte; 16])));
            let filters = row.values.map(|value| (value > 0).then(|| filter(value)));
            (tokens.to_vec(), filters.to_vec())
        })
        .collect();
    extract_by_hand(agreement, party, &rows)
}

struct Files {
    agreement: Agreement,
    extracts: [Extract; 2],
}

impl Files {
    fn new(near: &str, left: &[Row], right: &[Row]) -> Self {
        let agreement = agreement(near);
        let extracts = [
            extract(&agreement, "a", left),
            extract(&agreement, "b", right),
        ];
        Self {
            agreement,
            extracts,
        }
    }

    fn rule(&self) -> &Probability {
        self.agreement.decision().probability.as_ref().unwrap()
    }

    fn comparison(&self, contradicted_by: &[String]) -> Comparison<'_> {
        let fields = field_comparisons(&self.agreement, self.rule());
        let [one, other] = &self.extracts;
        Comparison::new(&self.agreement, &fields, [one, other], contradicted_by)
    }

    fn fit(&self) -> Model {
        self.fit_with(None, 1)
    }

    fn fit_with(&self, parameters: Option<&Parameters>, threads: usize) -> Model {
        let comparison = self.comparison(&[]);
        fit_model(
            &self.agreement,
            self.rule(),
            &comparison,
            parameters,
            threads,
            &mut |_| {},
        )
        .unwrap()
    }
}

/// Repeatable numbers below `below`.
fn random(state: &mut u64, below: u64) -> u64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

fn small(number: u64) -> u16 {
    u16::try_from(number).unwrap()
}

/// `people` on each side, of whom the first `common` are in both, at the same row; a field of one differs with this
/// share in a hundred.
fn made_up(people: usize, common: usize, errors: u64, seed: u64) -> Files {
    let mut state = seed;
    let person = |state: &mut u64| {
        row([
            1 + small(random(state, 200)),
            1 + small(random(state, 300)),
            1 + small(random(state, 900)),
            1 + small(random(state, 900)),
        ])
    };
    let left: Vec<Row> = (0..people).map(|_| person(&mut state)).collect();
    let right: Vec<Row> = (0..people)
        .map(|at| {
            let mut other = person(&mut state);
            if at < common {
                for field in 0..4 {
                    if random(&mut state, 100) >= errors {
                        other.values[field] = left[at].values[field];
                    }
                }
            }
            other
        })
        .collect();
    Files::new("[]", &left, &right)
}

fn linked(model: &Model) -> Vec<(u32, u32)> {
    let pairs = model.pairs.iter().filter(|pair| pair.probability >= 0.5);
    pairs.map(|pair| (pair.left, pair.right)).collect()
}

/// The parameters from which files were made are found again, without truth.
#[test]
fn recovers_the_parameters_that_files_were_made_with() {
    let model = made_up(1_000, 600, 10, 7).fit();
    assert!(model.settled);
    assert!(
        (model.expected_matches - 600.0).abs() < 12.0,
        "{}",
        model.expected_matches
    );
    let sizes = [200.0, 300.0, 900.0, 900.0];
    for (field, size) in model.parameters.fields.iter().zip(sizes) {
        let equal = field
            .levels
            .iter()
            .find(|level| level.level == "equal")
            .unwrap();
        // A tenth is drawn anew, which now and then gives the same value; three standard errors of 600 are 0.037.
        assert!((equal.m - (0.9 + 0.1 / size)).abs() < 0.037, "{field:?}");
        assert!((equal.u * size - 1.0).abs() < 0.1, "{field:?}");
    }
    let found = linked(&model);
    let right = found
        .iter()
        .filter(|(left, right)| left == right && *left < 600)
        .count();
    assert!(
        right >= 590 && found.len() - right <= 6,
        "{right} of {}",
        found.len()
    );
    // Estimates without truth.
    let estimate = model.one_to_one[49];
    #[expect(clippy::cast_precision_loss)]
    let (precision, recall) = (right as f64 / found.len() as f64, right as f64 / 600.0);
    assert!(
        (estimate.precision - precision).abs() < 0.01,
        "{estimate:?} {precision}"
    );
    assert!(
        (estimate.recall - recall).abs() < 0.02,
        "{estimate:?} {recall}"
    );
}

/// Expected values from a plain Python program of its own, which compares all pairs and repeats the equations of
/// [`super`] with two classes: 40 records a side, of which 24 are of one person with known errors.
#[test]
fn em_as_another_program_has_it() {
    let person = |at: u16| {
        [
            1 + at * 7 % 23,
            1 + at * 11 % 29,
            1 + at * 13 % 37,
            1 + at * 17 % 41,
        ]
    };
    let left: Vec<Row> = (0..40)
        .map(|at| {
            let mut values = person(at);
            if at % 10 == 4 {
                values[2] = 0;
            }
            row(values)
        })
        .collect();
    let right: Vec<Row> = (0..40)
        .map(|at| {
            if at >= 24 {
                return row(person(100 + 3 * at));
            }
            let mut values = person(at);
            for (field, (each, rest)) in [(6, 0), (8, 3), (12, 5), (9, 7)].into_iter().enumerate() {
                if at % each == rest {
                    values[field] = 100 + at;
                }
            }
            row(values)
        })
        .collect();
    let model = Files::new("[]", &left, &right).fit();
    assert!(
        (model.expected_matches - 25.3516).abs() < 0.05,
        "{}",
        model.expected_matches
    );
    let expected = [
        (0.8104, 0.027_513),
        (0.8391, 0.021_158),
        (0.8782, 0.012_595),
        (0.8731, 0.010_239),
    ];
    for (field, (m, u)) in model.parameters.fields.iter().zip(expected) {
        let equal = field
            .levels
            .iter()
            .find(|level| level.level == "equal")
            .unwrap();
        assert!((equal.m - m).abs() < 0.003, "{field:?}");
        assert!((equal.u - u).abs() < 0.000_1, "{field:?}");
    }
}

#[test]
fn files_without_a_common_person_give_next_to_no_links() {
    let model = made_up(1_000, 0, 10, 3).fit();
    assert!(model.expected_matches < 5.0, "{}", model.expected_matches);
    assert!(linked(&model).len() < 5);
}

#[test]
fn files_of_the_same_people_are_linked_whole() {
    let model = made_up(300, 300, 0, 5).fit();
    let all: Vec<_> = (0..300).map(|at| (at, at)).collect();
    assert_eq!(linked(&model), all);
}

/// Half of the left file's people live with somebody else of the right file, and nobody is in both.
#[test]
fn people_of_one_household_are_not_one_person() {
    let mut state = 9;
    let mut draw = |below: u64| 1 + small(random(&mut state, below));
    let rows = |draw: &mut dyn FnMut(u64) -> u16| -> Vec<Row> {
        (0..800)
            .map(|_| row([draw(200), draw(300), draw(900), draw(900)]))
            .collect()
    };
    let (left, mut right) = (rows(&mut draw), rows(&mut draw));
    for at in 0..400 {
        right[at].values[1] = left[at].values[1];
        right[at].values[3] = left[at].values[3];
    }
    right[400..700].clone_from_slice(&left[400..700]);
    let model = Files::new("[]", &left, &right).fit();
    assert!(model.parameters.household_share > 0.0);
    let found = linked(&model);
    // Of 400 who share surname and address, two are expected to share a given name too by chance.
    let right = |&&(left, right): &&(u32, u32)| left == right && left >= 400;
    let right = found.iter().filter(right).count();
    assert!(
        right >= 298 && found.len() - right <= 8,
        "{right} of {}",
        found.len()
    );
}

#[test]
fn a_missing_field_says_nothing() {
    let files = made_up(200, 100, 10, 21);
    let parameters = files.fit().parameters;
    let comparison = files.comparison(&[]);
    let table = Table::from_parameters(&parameters, &comparison).unwrap();
    let evidence = Evidence::new(&comparison, &table);
    let pattern = comparison.pattern(0, 0);
    let without = pattern.with(2, FieldComparison::MISSING);
    let field = evidence.of_field(2, pattern.level(2), 0);
    let ratio = evidence.of_pair(pattern, 0).person / evidence.of_pair(without, 0).person;
    assert!((ratio / field - 1.0).abs() < 1e-9);
    assert!((evidence.of_field(2, FieldComparison::MISSING, 0) - 1.0).abs() < 1e-12);
    // Nothing at all is known of a pair whose fields are all missing but the prior.
    let nothing = evidence.of_pair(Pattern::EMPTY, 0);
    let prior = table.match_share / (1.0 - table.match_share - table.household_share);
    assert!((nothing.person / prior - 1.0).abs() < 1e-12);
}

/// By hand: 4 rows a side, value 7 held by one left and one right row, value 8 by three and three. Records 8; within a
/// file no value is held twice and two are held once, so the floor is 0.01. Value 7 has no other holder: 8 / 0.01.
/// Value 8 has four others: 8 / 4.01.
#[test]
fn frequent_values_weigh_less() {
    let rows = [7, 8, 8, 8].map(|value| row([value, 1, 1, 1]));
    let files = Files::new("[]", &rows, &rows);
    let comparison = files.comparison(&[]);
    let values = &comparison.values[0];
    let rarity = |row: usize| values.rarity(values.of_row(0)[row]);
    assert!((rarity(0) - 800.0).abs() < 1e-9);
    assert!((rarity(1) - 8.0 / 4.01).abs() < 1e-9);
}

#[test]
fn the_account_of_a_pair_adds_up() {
    let files = made_up(300, 150, 10, 4);
    let model = files.fit();
    let comparison = files.comparison(&[]);
    for pair in model.pairs.iter().take(50) {
        let lines = model.contributions(&comparison, pair);
        let sum: f64 = lines.iter().map(|line| line.bits).sum();
        assert!((sum - pair.weight).abs() < 1e-9);
        assert_eq!(lines.len(), 5);
        // Weight and prior make the probability.
        let prior = model.parameters.match_share / (1.0 - model.parameters.match_share);
        let odds = pair.weight.exp2() * prior;
        assert!((odds / (1.0 + odds) - pair.pairwise).abs() < 1e-9);
    }
}

#[test]
fn parameters_can_be_used_again_and_those_of_other_fields_cannot() {
    let files = made_up(400, 200, 10, 8);
    let model = files.fit();
    let again = files.fit_with(Some(&model.parameters), 1);
    assert_eq!(linked(&again), linked(&model));
    assert!(again.rounds.is_empty());
    let mut others = model.parameters.clone();
    others.fields.remove(0);
    let mut wrong = model.parameters;
    wrong.fields[1].levels[0].u = 0.0;
    let comparison = files.comparison(&[]);
    for parameters in [others, wrong] {
        let found = fit_model(
            &files.agreement,
            files.rule(),
            &comparison,
            Some(&parameters),
            1,
            &mut |_| {},
        );
        assert_eq!(found.unwrap_err(), MatchingError::OtherParameters);
    }
}

#[test]
fn threads_change_nothing() {
    let files = made_up(700, 300, 10, 12);
    assert_eq!(files.fit_with(None, 3), files.fit());
}

/// The same people under other references, so in another order.
#[test]
fn the_order_of_rows_changes_nothing() {
    let make = |turned: bool| {
        let mut state = 31;
        let mut draw = |below: u64| 1 + small(random(&mut state, below));
        let mut left: Vec<Row> = (0..300)
            .map(|_| row([draw(60), draw(90), draw(200), draw(200)]))
            .collect();
        let right = left.clone();
        if turned {
            left.reverse();
        }
        Files::new("[]", &left, &right).fit()
    };
    let (one, other) = (make(false), make(true));
    let mut turned: Vec<_> = linked(&other)
        .into_iter()
        .map(|(left, right)| (299 - left, right))
        .collect();
    turned.sort_unstable();
    assert_eq!(turned, linked(&one));
    assert!((one.expected_matches - other.expected_matches).abs() < 1e-6);
}

#[test]
fn names_entered_in_each_others_field_are_seen_by_token() {
    let mut left = vec![row([1, 2, 3, 4]), row([5, 6, 7, 8])];
    let mut right = vec![row([2, 1, 3, 4]), row([5, 6, 7, 8])];
    left[0].tokens[0] = Some(9);
    right[0].tokens[0] = Some(9);
    left[1].tokens[0] = Some(3);
    right[1].tokens[0] = Some(3);
    let files = Files::new("[]", &left, &right);
    let comparison = files.comparison(&[]);
    let pattern = comparison.pattern(0, 0);
    let levels: Vec<u8> = (0..4).map(|field| pattern.level(field)).collect();
    assert_eq!(levels, [3, FieldComparison::MISSING, 2, 2]);
    assert_eq!(
        comparison.fields[0].describe(3),
        "entered in each other's field"
    );
    // Names that are equal as they stand are not swapped.
    assert_eq!(comparison.pattern(1, 1).level(0), 2);
}

#[test]
fn a_contradicted_pair_is_none() {
    // All people are in both files, and only the first is contradicted.
    let mut state = 2;
    let mut draw = |below: u64| 1 + small(random(&mut state, below));
    let mut left: Vec<Row> = (0..300)
        .map(|_| row([draw(200), draw(300), draw(900), draw(900)]))
        .collect();
    let mut right = left.clone();
    for (at, (one, other)) in left.iter_mut().zip(&mut right).enumerate() {
        one.tokens[1] = Some(1);
        other.tokens[1] = Some(if at == 0 { 2 } else { 1 });
    }
    let files = Files::new("[]", &left, &right);
    assert!(linked(&files.fit()).contains(&(0, 0)));
    let comparison = files.comparison(&["number".to_owned()]);
    let model = fit_model(
        &files.agreement,
        files.rule(),
        &comparison,
        None,
        1,
        &mut |_| {},
    )
    .unwrap();
    let found = linked(&model);
    assert!(!found.contains(&(0, 0)));
    assert!(found.contains(&(1, 1)));
    assert!(model.candidates.contradicted >= 1);
}

#[test]
fn odd_files_are_no_trouble() {
    let one = [row([1, 2, 3, 4])];
    let empty = [Row::default(), Row::default()];
    let same: Vec<Row> = (0..40).map(|_| row([1, 2, 3, 4])).collect();
    let finite = |model: &Model| {
        let shares = model
            .parameters
            .fields
            .iter()
            .flat_map(|field| &field.levels);
        shares.clone().count() > 0
            && shares
                .clone()
                .all(|level| level.m.is_finite() && level.u > 0.0 && level.u <= 1.0)
            && model
                .pairs
                .iter()
                .all(|pair| (0.0..=1.0).contains(&pair.probability))
            && model.expected_matches.is_finite()
    };
    for (left, right) in [
        (&one[..], &one[..]),
        (&one[..], &empty[..]),
        (&empty[..], &empty[..]),
        (&same[..], &same[..]),
        (&same[..], &one[..]),
        (&[][..], &one[..]),
        (&[][..], &[][..]),
    ] {
        let model = Files::new("[0.7]", left, right).fit();
        assert!(
            finite(&model),
            "{} and {} rows: {model:?}",
            left.len(),
            right.len()
        );
    }
    // One value in every record tells nobody apart.
    let model = Files::new("[]", &same, &same).fit();
    assert!(linked(&model).is_empty(), "{:?}", model.pairs.first());
}

/// Levels of random pairs against those of all pairs: in a field that nineteen in twenty lack, where one pair in 10,000 is alike, and
/// in one where a single pair of 16,000,000 is, which hardly any drawing shows.
#[test]
fn rare_levels_are_neither_missed_nor_taken_for_impossible() {
    let side = |left: bool| {
        let rows = (0..4000u16).map(|number| {
            let surname = match number {
                ..200 if !left && number < 2 => 1001 + number % 100,
                ..200 => 1 + number % 100,
                _ => 0,
            };
            let address = match (number, left) {
                (0, true) => 1001,
                (0, false) => 1,
                _ => 2,
            };
            row([1 + number % 50, surname, 1 + number % 90, address])
        });
        rows.collect::<Vec<_>>()
    };
    let files = Files::new("[0.85]", &side(true), &side(false));
    let comparison = files.comparison(&[]);
    let counted = Neighbours::of_all_fields(&comparison).unwrap();
    let sampled = kept::sampled_levels(&comparison);
    let near = 2;
    let is = |count: f64, expected: f64| (count - expected).abs() < 1e-9;
    assert!(is(counted[1].pairs_by_level[near], 4.0));
    let surname = sampled[1][near];
    assert!((2.0..6.0).contains(&surname), "{surname} pairs, not 4");
    assert!(is(counted[3].pairs_by_level[near], 1.0));
    let address = sampled[3][near];
    assert!((1.0..50.0).contains(&address), "{address} pairs, not 1");
    for (counted, sampled) in counted.iter().zip(&sampled) {
        let all = |levels: &[f64]| levels.iter().sum::<f64>();
        let difference = all(&counted.pairs_by_level) - all(sampled);
        assert!(difference.abs() < 1e-3, "{difference}");
    }
}

fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    // Few values, some of them near each other, some missing.
    let value = prop_oneof![Just(0u16), 1u16..6, 1001u16..1006, 2001u16..2006];
    let token = prop_oneof![Just(None), (0u8..4).prop_map(Some)];
    let row = (
        [value.clone(), value.clone(), value.clone(), value],
        [token.clone(), token],
    )
        .prop_map(|(values, tokens)| Row { values, tokens });
    prop::collection::vec(row, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    /// Every pair compared one by one, against the scan over distinct values.
    #[test]
    fn the_fast_way_keeps_what_the_naive_way_keeps(
        left in any_rows(),
        right in any_rows(),
        least in prop_oneof![Just(1e-9), Just(1e-4), Just(0.3)],
    ) {
        let files = Files::new("[0.6, 0.85]", &left, &right);
        let comparison = files.comparison(&[]);
        let neighbours = Neighbours::of_all_fields(&comparison).unwrap();
        let by_level: Vec<_> = neighbours.iter().map(|of| of.pairs_by_level).collect();
        let fit = Fit::new(&files.agreement, &comparison, &by_level, 1);
        let table = fit.start(true);
        let evidence = Evidence::new(&comparison, &table);
        let mut naive = Vec::new();
        let mut counted = vec![[0.0f64; levels::LEVELS]; 4];
        for one in 0..u32::try_from(left.len()).unwrap() {
            for other in 0..u32::try_from(right.len()).unwrap() {
                let pattern = comparison.pattern(one, other);
                // Values in each other's field are looked for by token, and are not the scan's business.
                let plain = (0..4).all(|field| pattern.level(field) <= comparison.fields[field].exact());
                if plain && evidence.of_pair(pattern, one).person >= least {
                    naive.push((one, other, pattern));
                }
                for (field, values) in comparison.values.iter().enumerate() {
                    let (a, b) = (values.of_row(0)[one as usize], values.of_row(1)[other as usize]);
                    if a != field_values::NONE && b != field_values::NONE {
                        let level = values.level(&comparison.fields[field], a, b);
                        counted[field][usize::from(level)] += 1.0;
                    }
                }
            }
        }
        prop_assert_eq!(&by_level, &counted);
        let all = AllPairs::new(&comparison, &neighbours);
        let found: Vec<KeptPair> = all.keep(&evidence, least, 2, &mut |_| {}).unwrap();
        let found: Vec<_> = found.iter().map(|pair| (pair.left, pair.right, pair.pattern)).collect();
        for pair in &naive {
            prop_assert!(found.contains(pair), "{:?}", pair);
        }
        // The scan works in single precision and keeps a little more.
        for &(one, _, pattern) in &found {
            let swapped = pattern.level(0) == comparison.fields[0].swapped();
            prop_assert!(swapped || evidence.of_pair(pattern, one).person >= least * 0.98);
        }
    }
}
