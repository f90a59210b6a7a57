//! Three parties: groups hold at most one record of each, and are good against truth.

#![allow(clippy::unwrap_used)] // A test that cannot make its data has failed.

use std::collections::HashSet;

use split_tally::evaluate::{Crosswalk, LinkedRecords, TruePairs, evaluate};
use split_tally::secret;
use split_tally::simple::{self, InvalidValues, MemorySink, PrepareOptions};
use split_tally::synth;

#[test]
fn three_parties_share_groups() {
    let parties = ["hospital", "council", "police"].map(str::to_owned);
    let options = synth::Options {
        people: 3_000,
        parties: parties.to_vec(),
        ..synth::Options::default()
    };
    let made = synth::synthesise(&options).unwrap();
    let agreement = simple::agreement_new("person", &parties).unwrap();
    let key = secret::open(include_bytes!("data/project.key"), None).unwrap();
    let mut extracts = Vec::new();
    let mut crosswalks = Vec::new();
    for file in &made.files {
        let mut sink = MemorySink::default();
        let prepare = PrepareOptions {
            invalid_values: InvalidValues::Blank,
            seed: Some(3),
            ..PrepareOptions::new(&file.party, simple::day("2026-01-01").unwrap())
        };
        let source = (
            file.party.as_str(),
            file.csv.len() as u64,
            file.csv.as_slice(),
        );
        simple::prepare(&agreement, &key, &prepare, source, &mut sink, &mut |_| {}).unwrap();
        let crosswalk = Crosswalk::read(&file.party, &sink.crosswalk).unwrap();
        crosswalks.push((file.party.clone(), crosswalk));
        extracts.push((file.party.clone(), sink.extract));
    }
    let matched = simple::match_extracts(&agreement, extracts, 2, &mut |_| {}).unwrap();

    let links = &matched.links.links;
    let mut seen = HashSet::new();
    for group in links.chunk_by(|one, other| one.group == other.group) {
        let members: HashSet<_> = group.iter().map(|link| &link.party).collect();
        assert_eq!(
            members.len(),
            group.len(),
            "one record of a party in a group"
        );
        assert!(group.len() > 1);
    }
    for link in links {
        assert!(
            seen.insert((&link.party, link.record)),
            "one group a record"
        );
    }
    let of_all_three = matched.report.overlap.iter().find(|o| o.parties.len() == 3);
    assert!(of_all_three.is_some_and(|overlap| overlap.groups > 500));

    let read = LinkedRecords::read("links", matched.links.to_csv().as_bytes()).unwrap();
    let truth = TruePairs::read("truth", &made.truth, 3).unwrap();
    let quality = evaluate(&read, &crosswalks, &truth).unwrap();
    assert!(quality.f1 >= 0.97, "{quality:?}");
}
