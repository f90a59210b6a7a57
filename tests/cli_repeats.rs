//! A party whose file holds people several times: all of their records belong to one group, and the others' still once.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use folder::Folder;

/// A hospital that holds a person once, and an ambulance service with a row for each call: made-up people of two parties, of
/// which some are the same, in one file.
fn made(template: &str, repeats: &str) -> Folder {
    let folder = Folder::new();
    folder.succeed(&format!("agreement new --template {template}{repeats} --party hospital --party ambulance --out agreement.json"));
    folder.succeed("key new --out project.key");
    folder.succeed("synth --people 2000 --seed 9 --overlap 0.5 --party hospital --party first --party second --out-dir .");
    // The two have their columns in different orders.
    let mut calls = csv::Writer::from_writer(Vec::new());
    let mut header: Option<csv::StringRecord> = None;
    for name in ["first.csv", "second.csv"] {
        let mut reader = csv::Reader::from_path(folder.path(name)).unwrap();
        let own = reader.headers().unwrap().clone();
        if header.is_none() {
            calls.write_record(&own).unwrap();
        }
        let columns = header.get_or_insert_with(|| own.clone());
        for row in reader.records() {
            let row = row.unwrap();
            let cell = |column: &str| {
                let position = own.iter().position(|name| name == column).unwrap();
                row[position].to_owned()
            };
            calls.write_record(columns.iter().map(cell)).unwrap();
        }
    }
    folder.write("ambulance.csv", calls.into_inner().unwrap());
    for party in ["hospital", "ambulance"] {
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --invalid blank --out {party}.parquet --crosswalk {party}.cw.csv"));
    }
    folder
}

type Pairs = HashSet<(String, String)>;

fn rows(folder: &Folder, name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(folder.path(name)).unwrap();
    let rows = reader.records();
    rows.map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// Pairs of a hospital record and a call, by the truth and by the links, and the groups.
fn pairs(folder: &Folder) -> (Pairs, Pairs, Vec<(usize, usize)>) {
    folder.succeed("match --agreement agreement.json hospital.parquet ambulance.parquet --out links.csv --report match.json");
    let mut truth = Pairs::new();
    for row in rows(folder, "truth.csv") {
        for call in &row[1..] {
            if !row[0].is_empty() && !call.is_empty() {
                truth.insert((row[0].clone(), call.clone()));
            }
        }
    }
    let mut ids = BTreeMap::new();
    for party in ["hospital", "ambulance"] {
        for row in rows(folder, &format!("{party}.cw.csv")) {
            ids.insert(row[0].clone(), row[1].clone());
        }
    }
    let mut groups: BTreeMap<u32, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for row in rows(folder, "links.csv") {
        let (hospital, calls) = groups.entry(row[0].parse().unwrap()).or_default();
        let side = if row[1] == "hospital" {
            hospital
        } else {
            calls
        };
        assert!(side.insert(ids[&row[2]].clone()));
    }
    let linked = groups
        .values()
        .flat_map(|(hospital, calls)| {
            hospital
                .iter()
                .flat_map(move |one| calls.iter().map(move |call| (one.clone(), call.clone())))
        })
        .collect();
    let sizes = groups.values().map(|(one, calls)| (one.len(), calls.len()));
    (truth, linked, sizes.collect())
}

/// Precision and recall over pairs of a hospital record and a call.
fn quality(truth: &Pairs, linked: &Pairs) -> (f64, f64) {
    #[expect(clippy::cast_precision_loss)] // A few thousand pairs.
    let share = |of: usize| truth.intersection(linked).count() as f64 / of as f64;
    (share(linked.len()), share(truth.len()))
}

fn a_person_may_have_several_calls(template: &str, least: (f64, f64)) {
    let folder = made(template, " --repeats ambulance");
    let (truth, linked, sizes) = pairs(&folder);
    assert!(
        sizes
            .iter()
            .all(|(hospital, calls)| *hospital == 1 && *calls >= 1)
    );
    assert!(sizes.iter().filter(|(_, calls)| *calls == 2).count() > 300);
    let (precision, recall) = quality(&truth, &linked);
    eprintln!("{template}: precision {precision:.4}, recall {recall:.4}");
    assert!(
        precision >= least.0 && recall >= least.1,
        "{precision} {recall}"
    );

    // Where the agreement does not say it, nobody has two calls, and the people who have are missed.
    let folder = made(template, "");
    let (truth, linked, sizes) = pairs(&folder);
    assert!(sizes.iter().all(|(_, calls)| *calls == 1));
    assert!(quality(&truth, &linked).1 < recall - 0.2);
}

#[test]
fn by_match_keys_and_similarity() {
    a_person_may_have_several_calls("person", (0.99, 0.95));
}

#[test]
fn by_probability() {
    a_person_may_have_several_calls("person-linker", (0.98, 0.97));
}

#[test]
fn a_party_that_is_none_cannot_repeat() {
    let folder = Folder::new();
    let output = folder.run("agreement new --party a --party b --repeats c --out agreement.json");
    assert!(!output.status.success());
    assert!(folder::stderr(&output).contains("decision.repeats[0]"));
}

/// One person whom the other party saw many times: more often than a token may be shared by chance.
#[test]
fn the_most_frequent_caller_is_linked_to_every_call() {
    let folder = Folder::new();
    folder.succeed(
        "agreement new --repeats ambulance --party hospital --party ambulance --out agreement.json",
    );
    folder.succeed("key new --out project.key");
    let header = "id,nhs_number,given_name,surname,birth_date,postcode\n";
    let person = "9434765919,Ann,Field,1980-02-03,CO1 1AB\n";
    folder.write("hospital.csv", format!("{header}h1,{person}"));
    let calls: Vec<String> = (1..=100).map(|call| format!("c{call},{person}")).collect();
    folder.write("ambulance.csv", format!("{header}{}", calls.concat()));
    for party in ["hospital", "ambulance"] {
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --out {party}.parquet --crosswalk {party}.cw.csv"));
    }
    folder.succeed("match --agreement agreement.json hospital.parquet ambulance.parquet --out links.csv --report match.json");
    let links = rows(&folder, "links.csv");
    assert_eq!(links.len(), 101);
    assert!(links.iter().all(|link| link[0] == "1"));
    let report: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path("match.json")).unwrap()).unwrap();
    assert_eq!(
        report["overlap"],
        serde_json::json!([{"parties": ["hospital", "ambulance"], "groups": 1}])
    );
}
