//! Decision by probability: links against truth, and what the model expects without truth against what is.

#![allow(clippy::unwrap_used)] // A test that cannot read its data has failed.
#![allow(clippy::cast_precision_loss)] // Counts of pairs are small.

use std::collections::{HashMap, HashSet};

use split_tally::agreement::Agreement;
use split_tally::encode::Contents;
use split_tally::evaluate::{Crosswalk, LinkQuality, LinkedRecords, TruePairs, evaluate};
use split_tally::exchange::{Extract, Limits};
use split_tally::matching::model::{Comparison, Model, field_comparisons, fit_model};
use split_tally::report::ModelReport;
use split_tally::secret::{self, ProjectKey};
use split_tally::simple::{self, InvalidValues, Matched, MemorySink, PrepareOptions, Selection};
use split_tally::synth;

/// A fixed key, so that every run has the same filters.
fn key() -> ProjectKey {
    secret::open(include_bytes!("data/project.key"), None).unwrap()
}

struct Party<'a> {
    name: &'a str,
    csv: &'a [u8],
    leave_out: &'a str,
}

struct Prepared {
    extracts: Vec<(String, Vec<u8>)>,
    crosswalks: Vec<(String, Vec<u8>)>,
}

fn prepare(agreement: &Agreement, parties: &[Party<'_>], contents: Contents) -> Prepared {
    let mut prepared = Prepared {
        extracts: Vec::new(),
        crosswalks: Vec::new(),
    };
    for party in parties {
        let mut sink = MemorySink::default();
        let options = PrepareOptions {
            invalid_values: InvalidValues::Blank,
            selection: Selection {
                ids: party.leave_out.lines().map(str::to_owned).collect(),
                ..Selection::default()
            },
            contents,
            seed: Some(11),
            ..PrepareOptions::new(party.name, simple::day("2026-01-01").unwrap())
        };
        let source = (party.name, party.csv.len() as u64, party.csv);
        simple::prepare(agreement, &key(), &options, source, &mut sink, &mut |_| {}).unwrap();
        prepared
            .extracts
            .push((party.name.to_owned(), sink.extract));
        prepared
            .crosswalks
            .push((party.name.to_owned(), sink.crosswalk));
    }
    prepared
}

fn matched(agreement: &Agreement, prepared: &Prepared) -> Matched {
    simple::match_extracts(agreement, prepared.extracts.clone(), 2, &mut |_| {}).unwrap()
}

fn quality(prepared: &Prepared, matched: &Matched, truth: &[u8]) -> LinkQuality {
    let links = LinkedRecords::read("links", matched.links.to_csv().as_bytes()).unwrap();
    let crosswalks: Vec<_> = prepared
        .crosswalks
        .iter()
        .map(|(party, csv)| (party.clone(), Crosswalk::read(party, csv).unwrap()))
        .collect();
    let truth = TruePairs::read("truth", truth, crosswalks.len()).unwrap();
    evaluate(&links, &crosswalks, &truth).unwrap()
}

/// What the model expects of its links, without truth, is within a hundredth of what is.
fn assert_honest(quality: &LinkQuality, report: &ModelReport) {
    let estimate = &report.estimate;
    let off = (
        estimate.precision - quality.precision.value,
        estimate.recall - quality.recall.value,
    );
    assert!(
        off.0.abs() < 0.01 && off.1.abs() < 0.01,
        "{off:?} {quality:?}"
    );
}

fn febrl4(leave_out: [&str; 2]) -> [Party<'_>; 2] {
    let [a, b] = leave_out;
    [
        Party {
            name: "a",
            csv: include_bytes!("../examples/febrl4/a.csv"),
            leave_out: a,
        },
        Party {
            name: "b",
            csv: include_bytes!("../examples/febrl4/b.csv"),
            leave_out: b,
        },
    ]
}

const FOUR_FIELDS: &str = include_str!("../examples/febrl4/agreement-model.json");
const ALL_FIELDS: &str = include_str!("../examples/febrl4/agreement-address-model.json");
const TRUTH: &[u8] = include_bytes!("../examples/febrl4/truth.csv");
const TWENTY_PERCENT: [&str; 2] = [
    include_str!("../examples/febrl4/twenty-percent/leave-out-a.txt"),
    include_str!("../examples/febrl4/twenty-percent/leave-out-b.txt"),
];
const TWENTY_PERCENT_TRUTH: &[u8] = include_bytes!("../examples/febrl4/twenty-percent/truth.csv");

/// Pairs at or above 0.5 by their own fields, before each record is given one link at most: F1 against truth.
fn pairwise_f1(agreement: &Agreement, prepared: &Prepared, truth: &[u8]) -> (f64, Model) {
    let rule = agreement.decision().probability.as_ref().unwrap();
    let extracts: Vec<Extract> = prepared
        .extracts
        .iter()
        .map(|(_, bytes)| Extract::read(bytes, &Limits::DEFAULT).unwrap())
        .collect();
    let [one, other] = &extracts[..] else {
        unreachable!("two parties")
    };
    let fields = field_comparisons(agreement, rule);
    let comparison = Comparison::new(agreement, &fields, [one, other], &[]);
    let model = fit_model(agreement, rule, &comparison, None, 2, &mut |_| {}).unwrap();
    let ids = |csv: &[u8]| -> HashMap<String, String> {
        let rows = std::str::from_utf8(csv).unwrap().lines().skip(1);
        let cells = rows.map(|row| row.split_once(',').unwrap());
        cells
            .map(|(record, id)| (record.to_owned(), id.to_owned()))
            .collect()
    };
    let (left, right) = (
        ids(&prepared.crosswalks[0].1),
        ids(&prepared.crosswalks[1].1),
    );
    let truth: HashSet<&str> = std::str::from_utf8(truth)
        .unwrap()
        .lines()
        .skip(1)
        .collect();
    let id = |ids: &HashMap<String, String>, extract: &Extract, row: u32| {
        ids[&extract.reference(row as usize).unwrap().to_string()].clone()
    };
    let (mut found, mut right_ones) = (0, 0);
    for pair in model.pairs.iter().filter(|pair| pair.pairwise >= 0.5) {
        found += 1;
        let row = format!(
            "{},{}",
            id(&left, one, pair.left),
            id(&right, other, pair.right)
        );
        right_ones += usize::from(truth.contains(&*row));
    }
    (
        2.0 * right_ones as f64 / (found + truth.len()) as f64,
        model,
    )
}

/// The bar is the best of what others measured with field filters and EM: 0.981.
#[test]
fn febrl4_four_fields() {
    let agreement = Agreement::from_json(FOUR_FIELDS).unwrap();
    let prepared = prepare(&agreement, &febrl4(["", ""]), Contents::ALL);
    let (f1, model) = pairwise_f1(&agreement, &prepared, TRUTH);
    println!("pair by pair, FEBRL4 has F1 {f1:.4}");
    assert!(f1 >= 0.985, "{f1}");
    assert!(model.settled && model.rounds.len() > 1);
    let matched = matched(&agreement, &prepared);
    let quality = quality(&prepared, &matched, TRUTH);
    assert!(quality.f1 >= 0.99, "{quality:?}");
    assert_honest(&quality, &matched.report.model[0]);
    assert!(matched.report.rules.is_empty() && matched.report.similarity.is_none());
}

/// There are 500 true pairs, of which one more or less moves recall by 0.002, and collisions in filters differ from key to
/// key: of eight keys, one was off by 0.0104 in recall. So this is about the mean of three, made by agreements that differ in
/// their title.
#[test]
fn febrl4_four_fields_with_twenty_percent_in_common() {
    let (mut precision, mut recall) = (0.0, 0.0);
    for title in ["one", "two", "three"] {
        let mut text = Agreement::from_json(FOUR_FIELDS).unwrap().text().clone();
        title.clone_into(&mut text.title);
        let agreement = Agreement::from_text(text).unwrap();
        let prepared = prepare(&agreement, &febrl4(TWENTY_PERCENT), Contents::ALL);
        let matched = matched(&agreement, &prepared);
        let quality = quality(&prepared, &matched, TWENTY_PERCENT_TRUTH);
        assert!(quality.f1 >= 0.975, "{quality:?}");
        let estimate = &matched.report.model[0].estimate;
        precision += (estimate.precision - quality.precision.value) / 3.0;
        recall += (estimate.recall - quality.recall.value) / 3.0;
    }
    assert!(
        precision.abs() < 0.01 && recall.abs() < 0.01,
        "{precision} {recall}"
    );
}

#[test]
fn febrl4_all_fields_with_twenty_percent_in_common() {
    let agreement = Agreement::from_json(ALL_FIELDS).unwrap();
    let prepared = prepare(&agreement, &febrl4(TWENTY_PERCENT), Contents::ALL);
    let matched = matched(&agreement, &prepared);
    let quality = quality(&prepared, &matched, TWENTY_PERCENT_TRUTH);
    assert!(quality.f1 >= 0.997, "{quality:?}");
    assert_honest(&quality, &matched.report.model[0]);
}

#[test]
fn uk_made_up_people() {
    let parties = ["a".to_owned(), "b".to_owned()];
    let agreement = simple::agreement_new("person-linker", &parties).unwrap();
    let files: [Party<'_>; 2] = [
        Party {
            name: "a",
            csv: include_bytes!("../examples/uk-made-up/a.csv"),
            leave_out: "",
        },
        Party {
            name: "b",
            csv: include_bytes!("../examples/uk-made-up/b.csv"),
            leave_out: "",
        },
    ];
    let prepared = prepare(&agreement, &files, Contents::ALL);
    let matched = matched(&agreement, &prepared);
    let truth = include_bytes!("../examples/uk-made-up/truth.csv");
    let quality = quality(&prepared, &matched, truth);
    assert!(quality.f1 >= 0.99, "{quality:?}");
    assert_honest(&quality, &matched.report.model[0]);
}

fn households(parties: &[&str], overlap: f64) -> (Agreement, synth::Synthetic) {
    let options = synth::Options {
        people: 3_000,
        overlap,
        parties: parties.iter().map(|&party| party.to_owned()).collect(),
        ..synth::Options::default()
    };
    let agreement = simple::agreement_new("person-linker", &options.parties).unwrap();
    (agreement, synth::synthesise(&options).unwrap())
}

fn files(made: &synth::Synthetic) -> Vec<Party<'_>> {
    made.files
        .iter()
        .map(|file| Party {
            name: &file.party,
            csv: &file.csv,
            leave_out: "",
        })
        .collect()
}

/// Without a class for households, precision is 0.8 here.
#[test]
fn made_up_households() {
    let (agreement, made) = households(&["hospital", "council"], 0.2);
    let prepared = prepare(&agreement, &files(&made), Contents::ALL);
    let matched = matched(&agreement, &prepared);
    let quality = quality(&prepared, &matched, &made.truth);
    assert!(quality.f1 >= 0.985, "{quality:?}");
    assert_honest(&quality, &matched.report.model[0]);
    assert!(matched.report.model[0].parameters.household_share > 0.0);
}

#[test]
fn three_parties_have_one_record_each_in_a_group() {
    let (agreement, made) = households(&["hospital", "council", "police"], 0.5);
    let prepared = prepare(&agreement, &files(&made), Contents::ALL);
    let matched = matched(&agreement, &prepared);
    assert_eq!(matched.report.model.len(), 3);
    let mut seen = HashSet::new();
    for link in &matched.links.links {
        assert!(seen.insert((link.group, link.party.clone())), "{link:?}");
        assert!(link.score >= 0.5 && link.rule == "probability");
    }
    let quality = quality(&prepared, &matched, &made.truth);
    assert!(quality.f1 >= 0.98, "{quality:?}");
}

#[test]
fn extracts_without_field_filters_are_matched_by_the_cascade() {
    let (agreement, made) = households(&["hospital", "council"], 0.5);
    let contents = Contents {
        field_filters: false,
        ..Contents::ALL
    };
    let prepared = prepare(&agreement, &files(&made), contents);
    let matched = matched(&agreement, &prepared);
    assert!(matched.report.model.is_empty() && matched.parameters.is_none());
    assert!(matched.report.rules.iter().any(|rule| rule.links > 0));
}

#[test]
fn saved_parameters_give_the_same_links() {
    let agreement = Agreement::from_json(FOUR_FIELDS).unwrap();
    let prepared = prepare(&agreement, &febrl4(TWENTY_PERCENT), Contents::ALL);
    let first = matched(&agreement, &prepared);
    let json = serde_json::to_string(&first.parameters.unwrap()).unwrap();
    let saved = simple::read_parameters("p.json", &json).unwrap();
    let again = simple::match_extracts_with(
        &agreement,
        prepared.extracts.clone(),
        &simple::MatchOptions {
            threads: 1,
            parameters: Some(saved.clone()),
            ..simple::MatchOptions::default()
        },
        &mut |_| {},
    )
    .unwrap();
    let pairs = |csv: &str| -> Vec<String> {
        csv.lines()
            .map(|line| line.split(',').take(3).collect::<Vec<_>>().join(","))
            .collect()
    };
    assert_eq!(pairs(&again.links.to_csv()), pairs(&first.links.to_csv()));
    assert!(again.report.model[0].rounds.is_empty());
    let error = simple::read_parameters("p.json", "{}").unwrap_err();
    assert_eq!(error.code(), "match.parameters");
}
