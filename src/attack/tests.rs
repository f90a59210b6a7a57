//! Each attack on a small case of which the outcome is known beforehand: the control falls, and what should hold, holds.
//! Margins are generous and seeds are fixed.

use super::construction::{Construction, Diffusion, GramField, Insertions, grams};
use super::dictionary::{self, Setting};
use super::filters::Filters;
use super::people::Scene;
use super::*;
use crate::standardise::StandardRecord;

const OPTIONS: Options = Options {
    people: 200,
    seed: 5,
    full: false,
    threads: 2,
};

fn scene(people: u32, overlap: f64) -> Scene {
    Scene::new(people, overlap, 5, Corruption::NONE).unwrap()
}

fn graph(scene: &Scene, encoding: &Encoding, with_pairs: bool) -> Figure {
    graph_figure(scene, encoding, with_pairs, &OPTIONS).unwrap()
}

#[test]
fn a_dictionary_finds_all_with_the_key_or_without_one_in_use_and_nobody_else() {
    let share_of = |setting| {
        let outcome = dictionary::attack(setting, 20_000, false, 5, 2).unwrap();
        assert_eq!(outcome.targets, 1_000);
        outcome.found
    };
    assert_eq!(share_of(Setting::Unkeyed), 1_000);
    assert_eq!(share_of(Setting::WithKey), 1_000);
    assert_eq!(share_of(Setting::WithoutKey), 0);
}

/// Against the very same people the ranks of what is common must agree, or the attack is no attack.
#[test]
fn frequencies_name_single_fields_and_no_tuples() {
    let same = scene(3_000, 1.0);
    let outcomes = frequency::attack(&same, 5).unwrap();
    let of = |name: &str| {
        let found = outcomes.iter().find(|(other, _)| other == name);
        found.unwrap_or_else(|| panic!("{name}")).1
    };
    for name in ["match key given_name_alone", "match key surname_alone"] {
        assert!(of(name).of_top_10 >= 4, "{name}: {:?}", of(name));
    }
    for field in ["given name", "surname"] {
        let filters = of(&format!(
            "field filter of {field}, 10 bits a bigram: equal filters"
        ));
        let tokens = of(&format!("match key {}_alone", field.replace(' ', "_")));
        assert_eq!(filters, tokens, "equal values have equal filters");
    }
    for name in ["name_dob", "name_dob_postcode", "nhs"] {
        let found = of(&format!("match key {name}"));
        assert!(
            share(found.right, found.records) <= 0.003,
            "{name}: {found:?}"
        );
    }
}

#[test]
fn ranks_alike_are_taken_for_each_other() {
    // By hand: A thrice, B twice, C once, against B four times, C three times, A once, D once.
    let found = frequency::align(
        &["A", "B", "A", "C", "B", "A"],
        &["B", "C", "B", "B", "C", "C", "A", "B", "D"],
    );
    assert_eq!((found.records, found.right, found.distinct), (6, 0, 3));
    let found = frequency::align(&["A", "B", "A"], &["A", "B", "A", "C"]);
    assert_eq!((found.right, found.of_top_10, found.of_top_50), (3, 2, 2));
}

#[test]
fn the_graph_attack_breaks_plain_filters_and_not_dense_diffusion() {
    let all = scene(200, 1.0);
    let classical = graph(&all, &settings::classical(&all), false);
    assert!(classical.success >= 0.9, "{classical:?}");
    let plain = graph(&all, &settings::plain(&all).unwrap(), false);
    assert!(plain.success >= 0.9, "{plain:?}");
    let sparse = graph(&all, &settings::diffused(&all, 74, 10, 2048).unwrap(), true);
    assert!(
        sparse.success >= 0.5,
        "with pairs known, sparse diffusion falls: {sparse:?}"
    );
    let dense = settings::diffused(&all, 690, 10, 1024).unwrap();
    assert!(dense.agreement.is_some(), "encoded as prepare does");
    let dense = graph(&all, &dense, false);
    assert!(dense.success <= 0.05, "{dense:?}");
    assert!((dense.chance - 1.0 / 200.0).abs() < 1e-9);
}

#[test]
fn the_graph_attack_finds_people_when_a_fifth_are_in_common() {
    let fifth = scene(1_000, 0.2);
    let classical = graph(&fifth, &settings::classical(&fifth), false);
    // The published attack finds 0.027 of 2,000 people.
    assert!(classical.success >= 0.1, "{classical:?}");
}

#[test]
fn a_near_unique_salt_leaves_nothing_to_compare() {
    let all = scene(200, 1.0);
    let salt = Salt::Whole(all.field("nhs_number"));
    let figure = graph(
        &all,
        &settings::salted(&all, "the NHS number", salt).unwrap(),
        false,
    );
    assert!(figure.success <= 0.1, "{figure:?}");
}

#[test]
fn what_the_attacker_simulates_is_what_the_encoder_makes() {
    let all = scene(200, 1.0);
    for encoding in [
        settings::plain(&all).unwrap(),
        settings::diffused(&all, 200, 8, 1024).unwrap(),
    ] {
        assert!(encoding.agreement.is_some());
        let made = encoding.encode(&all.target, 5).unwrap();
        let simulated = encoding.construction.encode(&all.target, 77);
        assert_eq!(
            (made.len(), made.bits()),
            (simulated.len(), simulated.bits())
        );
        assert!(
            (made.fill() - simulated.fill()).abs() < 0.01,
            "{}",
            encoding.name
        );
    }
}

#[test]
fn grams_are_padded_and_numbered() {
    assert_eq!(grams("ANN", 2, false), [" A", "AN", "NN", "N "]);
    assert_eq!(grams("19", 1, true), ["0 1", "1 9"]);
}

#[test]
fn diffused_bits_are_exclusive_ors() {
    let record = |value: &str| StandardRecord::from_values(vec![Some(value.to_owned())]);
    let construction = |inputs| Construction {
        bits: 64,
        fields: vec![GramField {
            field: 0,
            gram: 2,
            positional: false,
            insertions: Insertions::PerGram(2),
        }],
        salt: None,
        diffusion: Some(Diffusion {
            inputs,
            output_bits: 128,
        }),
    };
    // All 64 bits into each: the parity of the input, everywhere.
    for value in ["ANN", "ROBERT", "JO"] {
        let inner = construction(64).before_diffusion(&[record(value)], 3);
        let outer = construction(64).encode(&[record(value)], 3);
        let parity = inner.count(0) % 2;
        assert_eq!(outer.count(0), 128 * parity, "{value}");
    }
    // A record without a value has no filter, diffused or not.
    let empty = StandardRecord::from_values(vec![None]);
    assert_eq!(construction(3).encode(&[empty], 3).count(0), 0);
}

#[test]
fn the_best_f1_by_hand() {
    let set = |filters: &[&[usize]]| {
        let mut out = Filters::new(64);
        for positions in filters {
            out.push(positions.iter().copied());
        }
        out
    };
    // Dice: (0,0) is 1, (1,1) is 2/3, (1,0) is 1/2, (0,1) is 1/2 and wrong.
    let left = set(&[&[0, 1], &[1, 2]]);
    let right = set(&[&[0, 1], &[2]]);
    let best = linkage::best_f1(&left, &right, &[Some(0), Some(1)], 2);
    assert!((best.one_to_one - 1.0).abs() < 1e-9, "{best:?}");
    assert!((best.pairwise - 1.0).abs() < 1e-9, "{best:?}");
    // When the likeliest pair is wrong, the best is both pairs at 2/3 down: one right of two found, one true.
    let best = linkage::best_f1(&left, &right, &[None, Some(1)], 2);
    assert!((best.pairwise - 2.0 / 3.0).abs() < 1e-9, "{best:?}");
}

#[test]
fn pattern_mining_names_single_fields_and_not_diffused_records() {
    let strangers = scene(2_000, 0.0);
    let mined = |encoding: &Encoding| {
        patterns::attack(
            &encoding.construction,
            5,
            &strangers.target,
            &strangers.known,
            2,
        )
    };
    for field in ["given_name", "surname"] {
        let encoding = settings::one_field(&strangers, field);
        let target = &strangers.target;
        let control = patterns::attack(&encoding.construction, 5, target, target, 2);
        let named = share(control.right_values, control.values);
        assert!(
            named >= 0.9,
            "the same people's values: {field} {control:?}"
        );
    }
    let plain = mined(&settings::one_field(&strangers, "surname"));
    assert!(plain.right_patterns >= 5, "{plain:?}");
    assert!(plain.right_values >= 3 * plain.commonest, "{plain:?}");
    let diffused = mined(&settings::diffused(&strangers, 690, 10, 1024).unwrap());
    assert_eq!(diffused.right_patterns, 0, "{diffused:?}");
}

#[test]
fn a_report_says_what_was_given() {
    let report = Report {
        people: 1,
        seed: 2,
        figures: vec![Figure {
            attack: GRAPH,
            encoding: "an encoding".to_owned(),
            given: "a file".to_owned(),
            success: 0.25,
            chance: 0.001,
            precision: None,
            linkage_f1: Some(0.9),
            note: String::new(),
            seconds: 1.0,
        }],
    };
    let text = report.to_text();
    assert!(text.contains("GRAPH: Which record"), "{text}");
    assert!(
        text.contains("0.2500   0.0010          -       0.900  an encoding | given: a file\n"),
        "{text}"
    );
    assert!(!text.contains("DICTIONARY"), "{text}");
}
