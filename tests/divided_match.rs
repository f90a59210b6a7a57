//! Matching divided among workers that share no memory gives what matching in one place gives, to the byte.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;

use folder::Folder;
use proptest::prelude::*;
use split_tally::agreement::Agreement;
use split_tally::matching::SimilarityMethod;
use split_tally::simple::{self, DividedMatch, Helper, MatchOptions, Matched, WorkerPool};

const PARTIES: [&str; 3] = ["north", "south", "west"];

/// Three parties, so that there are three comparisons one after the other.
fn ready() -> (Agreement, Vec<(String, Vec<u8>)>) {
    let folder = Folder::new();
    let parties = PARTIES.map(|party| format!("--party {party}")).join(" ");
    folder.succeed(&format!(
        "synth --people 600 --seed 1 {parties} --out-dir ."
    ));
    folder.succeed(&format!(
        "agreement new --template person {parties} --out agreement.json"
    ));
    folder.succeed("key new --out project.key");
    let files = PARTIES.map(|party| {
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --invalid blank --out {party}.parquet --crosswalk {party}.cross.csv --seed 5"));
        let name = format!("{party}.parquet");
        let bytes = fs::read(folder.path(&name)).unwrap();
        (name, bytes)
    });
    let json = fs::read_to_string(folder.path("agreement.json")).unwrap();
    (Agreement::from_json(&json).unwrap(), files.to_vec())
}

fn bytes_of(matched: &Matched) -> (String, String) {
    let report = serde_json::to_string(&matched.report).unwrap();
    (matched.links.to_csv(), report)
}

#[test]
fn divided_among_any_number_of_workers_in_any_order_the_files_are_the_same() {
    let (agreement, files) = ready();
    for similarity in [SimilarityMethod::Exhaustive, SimilarityMethod::Sampled] {
        let options = MatchOptions {
            similarity: Some(similarity),
            pool: WorkerPool {
                workers: 3,
                memory: 4 << 30,
            },
            ..MatchOptions::default()
        };
        let whole =
            simple::match_extracts_with(&agreement, files.clone(), &options, &mut |_| {}).unwrap();
        assert!(whole.report.similarity.as_ref().unwrap().links > 0);
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(6));
        let choices = prop::collection::vec(0usize..4, 1..50);
        runner
            .run(&choices, |choices| {
                let divided = divide(&agreement, files.clone(), &options, &choices);
                prop_assert_eq!(bytes_of(&divided), bytes_of(&whole));
                Ok(())
            })
            .unwrap();
    }
}

/// Who does a part is chosen by `choices` in turn: 0 is the worker that has the files, others are helpers, whose answers
/// come when the next part has been done; the first part is done twice.
fn divide(
    agreement: &Agreement,
    files: Vec<(String, Vec<u8>)>,
    options: &MatchOptions,
    choices: &[usize],
) -> Matched {
    let mut matching = DividedMatch::begin(agreement, files, options, &mut |_| {}).unwrap();
    let mut choices = choices.iter().cycle();
    while let Some(division) = matching.next_division().unwrap() {
        let mut message = Vec::new();
        matching.write_to(&mut message).unwrap();
        let helpers: Vec<Helper> = (0..3)
            .map(|_| Helper::read_from(message.as_slice(), message.len() as u64).unwrap())
            .collect();
        let mut late: Option<Vec<u8>> = None;
        for part in (0..division.parts).rev().chain([0]) {
            let before = late.take();
            match choices.next().unwrap() {
                0 => matching.compare(part).unwrap(),
                helper => late = Some(helpers[helper - 1].compare(part).unwrap()),
            }
            if let Some(found) = before {
                matching.add(&found).unwrap();
            }
        }
        if let Some(found) = late {
            matching.add(&found).unwrap();
        }
        assert_eq!(matching.missing(), 0);
    }
    matching.finish().unwrap()
}

#[test]
fn a_match_with_a_part_missing_gives_no_links() {
    let (agreement, files) = ready();
    let begun = || {
        // Sampling has several parts for so few records; comparing each pair has one.
        let options = MatchOptions {
            similarity: Some(SimilarityMethod::Sampled),
            ..MatchOptions::default()
        };
        DividedMatch::begin(&agreement, files.clone(), &options, &mut |_| {}).unwrap()
    };
    let mut matching = begun();
    let division = matching.next_division().unwrap().unwrap();
    assert!(division.parts > 1);
    for part in 1..division.parts {
        matching.compare(part).unwrap();
    }
    assert_eq!(
        matching.next_division().unwrap_err().code(),
        "matching.part_missing"
    );
    let mut matching = begun();
    matching.next_division().unwrap();
    let unfinished = matching.finish().unwrap_err();
    assert_eq!(unfinished.code(), "matching.part_missing");
}
