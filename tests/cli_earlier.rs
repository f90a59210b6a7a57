//! A later run: records that were there before keep their references, and groups their numbers.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use folder::{Folder, stderr};
use serde_json::Value;

const PARTIES: [&str; 3] = ["hospital", "council", "police"];

fn rows(folder: &Folder, name: &str) -> Vec<String> {
    let text = fs::read_to_string(folder.path(name)).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// Prepares a party's rows, as far as they are there yet.
fn prepare(folder: &Folder, run: &str, party: &str, more: &str) -> String {
    let line = format!(
        "prepare --agreement agreement.json --key project.key --party {party} --in {run}.{party}.csv --invalid blank --out {run}.{party}.parquet --crosswalk {run}.{party}.cw.csv --report {run}.{party}.json{more}"
    );
    let output = folder.run(&line);
    assert!(output.status.success(), "{line}: {}", stderr(&output));
    stderr(&output)
}

fn match_run(folder: &Folder, run: &str, more: &str) {
    let extracts: Vec<String> = PARTIES
        .map(|party| format!("{run}.{party}.parquet"))
        .to_vec();
    folder.succeed(&format!(
        "match --agreement agreement.json {} --out {run}.links.csv --report {run}.match.json{more}",
        extracts.join(" ")
    ));
}

/// The groups by number, each as its records' own ids by party.
fn groups(folder: &Folder, run: &str) -> BTreeMap<u32, BTreeSet<(String, String)>> {
    let mut ids = BTreeMap::new();
    for party in PARTIES {
        for row in rows(folder, &format!("{run}.{party}.cw.csv"))
            .iter()
            .skip(1)
        {
            let (record, id) = row.split_once(',').unwrap();
            ids.insert(record.to_owned(), id.to_owned());
        }
    }
    let mut groups: BTreeMap<u32, BTreeSet<_>> = BTreeMap::new();
    for row in rows(folder, &format!("{run}.links.csv")).iter().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let member = (cells[1].to_owned(), ids[cells[2]].clone());
        assert!(
            groups
                .entry(cells[0].parse().unwrap())
                .or_default()
                .insert(member)
        );
    }
    groups
}

fn json(folder: &Folder, name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.path(name)).unwrap()).unwrap()
}

/// In the first run the police have nothing that the later one has not, and every party gets rows and loses one.
fn two_runs(template: &str) -> Folder {
    let folder = Folder::new();
    folder.succeed(&format!("agreement new --template {template} --party hospital --party council --party police --out agreement.json"));
    folder.succeed("key new --out project.key");
    folder.succeed("synth --people 1200 --seed 5 --overlap 0.6 --party hospital --party council --party police --out-dir .");
    for party in PARTIES {
        let all = rows(&folder, &format!("{party}.csv"));
        let (header, people) = all.split_first().unwrap();
        let file = |people: &[String]| format!("{header}\n{}\n", people.join("\n"));
        folder.write(&format!("first.{party}.csv"), file(&people[..900]));
        folder.write(&format!("later.{party}.csv"), file(&people[1..]));
    }
    for party in PARTIES {
        prepare(&folder, "first", party, "");
    }
    match_run(&folder, "first", "");
    folder
}

fn groups_keep_their_numbers(template: &str) {
    let folder = two_runs(template);
    for party in PARTIES {
        let said = prepare(
            &folder,
            "later",
            party,
            &format!(" --earlier-crosswalk first.{party}.cw.csv"),
        );
        assert!(
            said.contains(
                "899 records keep their earlier reference, 300 are new, and 1 are no longer there"
            ),
            "{said}"
        );
        let record = json(&folder, &format!("later.{party}.json"));
        assert_eq!(
            record["continued"],
            serde_json::json!({"kept": 899, "new": 300, "gone": 1})
        );
    }
    match_run(&folder, "later", " --earlier first.links.csv");
    let (first, later) = (groups(&folder, "first"), groups(&folder, "later"));
    let report = json(&folder, "later.match.json");
    let earlier = &report["earlier"];
    let count = |what: &str| earlier[what].as_u64().unwrap();
    assert!(count("records_gone") <= 3 && count("undone") == 0);
    assert_eq!(count("kept") + count("gone"), first.len() as u64);

    // Every earlier group is there under its number, or in one of a lower number, less the records that are gone.
    let first_rows: BTreeSet<(String, String)> = PARTIES
        .iter()
        .map(|party| {
            let row = &rows(&folder, &format!("first.{party}.csv"))[1];
            (
                (*party).to_owned(),
                row.split(',').next().unwrap().to_owned(),
            )
        })
        .collect();
    let mut merged = 0;
    for (number, members) in &first {
        let left: BTreeSet<_> = members.difference(&first_rows).cloned().collect();
        if left.len() < 2 {
            continue;
        }
        if let Some(now) = later.get(number) {
            assert!(now.is_superset(&left), "group {number}");
        } else {
            merged += 1;
            assert!(later.range(..number).any(|(_, now)| now.is_superset(&left)));
        }
    }
    assert_eq!(merged, count("merged"));
    // New groups have numbers of their own, and there are some: a third as many rows are new.
    let highest = *first.keys().last().unwrap();
    let new = later.range(highest + 1..).count();
    assert!(new > 50, "{new}");
    assert!(
        later
            .keys()
            .all(|number| first.contains_key(number) || *number > highest)
    );

    // As good as linking all anew, give or take what depends on the order in which links are made.
    match_run(&folder, "later", "");
    let anew: BTreeSet<_> = groups(&folder, "later").into_values().collect();
    let kept: BTreeSet<_> = later.into_values().collect();
    let same = anew.intersection(&kept).count();
    assert!(same * 100 >= anew.len() * 97, "{same} of {}", anew.len());
}

#[test]
fn groups_keep_their_numbers_by_similarity() {
    groups_keep_their_numbers("person");
}

#[test]
fn groups_keep_their_numbers_by_probability() {
    groups_keep_their_numbers("person-linker");
}

#[test]
fn earlier_links_of_other_extracts_are_refused() {
    let folder = two_runs("person");
    // Prepared without its earlier crosswalk, a party has new references.
    for party in PARTIES {
        prepare(&folder, "later", party, "");
    }
    let line = "match --agreement agreement.json later.hospital.parquet later.council.parquet --out no.csv --earlier";
    let said = folder.refuse(&format!("{line} first.links.csv"));
    assert!(
        said.contains("none of their records is in these extracts"),
        "{said}"
    );
    let said = folder.refuse(&format!("{line} first.hospital.cw.csv"));
    assert!(said.contains("the header should be"), "{said}");

    // A record in two groups.
    let text = fs::read_to_string(folder.path("first.links.csv")).unwrap();
    let row = text.lines().nth(1).unwrap().replacen("1,", "99999,", 1);
    let text = format!("{text}{row}\n");
    folder.write("twice.csv", text);
    let said = folder.refuse("match --agreement agreement.json first.hospital.parquet first.council.parquet --out no.csv --earlier twice.csv");
    assert!(said.contains("a record is in two groups"), "{said}");

    // A crosswalk that is none.
    let said = folder.refuse("prepare --agreement agreement.json --key project.key --party police --in later.police.csv --invalid blank --out no.parquet --crosswalk no.csv --earlier-crosswalk first.links.csv");
    assert!(said.contains("record,id"), "{said}");
}

#[test]
fn earlier_links_that_were_made_up_are_refused() {
    let folder = two_runs("person");
    let first = fs::read_to_string(folder.path("first.links.csv")).unwrap();
    let (header, rows) = first.split_once('\n').unwrap();
    let row = rows.lines().next().unwrap();
    let cells: Vec<&str> = row.split(',').collect();
    let with = |position: usize, cell: &str| {
        let mut cells = cells.clone();
        cells[position] = cell;
        format!("{header}\n{}\n{rows}", cells.join(","))
    };
    let line = "match --agreement agreement.json first.hospital.parquet first.council.parquet first.police.parquet --out no.csv --earlier bad.csv";
    for (defect, text) in [
        (
            "a rule that would write a row of its own",
            with(4, "\"nhs\n7,council,x,1.0,nhs\""),
        ),
        ("a rule that is a formula", with(4, "=1+1")),
        ("a score that is no number", with(3, "NaN")),
        ("a score above 1", with(3, "1e300")),
        (
            "a number that leaves none for new groups",
            with(0, "4294967295"),
        ),
        ("a number beyond all", with(0, "99999999999")),
    ] {
        folder.write("bad.csv", text);
        let said = folder.refuse(line);
        assert!(
            said.contains("these earlier links cannot be kept"),
            "{defect}: {said}"
        );
    }
}

#[test]
fn references_are_not_kept_by_row_number_nor_by_an_empty_id() {
    let folder = two_runs("person");
    let own = fs::read_to_string(folder.path("later.police.csv")).unwrap();
    // A file without ids: rows may have moved.
    let without: Vec<&str> = own
        .lines()
        .map(|line| line.split_once(',').unwrap().1)
        .collect();
    folder.write("no-ids.csv", without.join("\n"));
    let line = "prepare --agreement agreement.json --key project.key --party police --invalid blank --out no.parquet --crosswalk no.csv --earlier-crosswalk first.police.cw.csv --in";
    let said = folder.refuse(&format!("{line} no-ids.csv"));
    assert!(said.contains("row numbers move"), "{said}");
    // Two rows without an id are two people's, whatever the crosswalk says of an empty one.
    let mut crosswalk = fs::read_to_string(folder.path("first.police.cw.csv")).unwrap();
    crosswalk = format!("{crosswalk}{},\n", "f".repeat(32));
    folder.write("first.police.cw.csv", crosswalk);
    let blank: Vec<String> = own
        .lines()
        .enumerate()
        .map(|(row, line)| match row {
            1 | 2 => format!(",{}", line.split_once(',').unwrap().1),
            _ => line.to_owned(),
        })
        .collect();
    folder.write("blank-ids.csv", blank.join("\n"));
    let said = prepare_file(&folder, "blank-ids.csv");
    assert!(
        said.contains("897 records keep their earlier reference"),
        "{said}"
    );
    assert!(
        !fs::read_to_string(folder.path("blank.cw.csv"))
            .unwrap()
            .contains(&"f".repeat(32))
    );
}

fn prepare_file(folder: &Folder, name: &str) -> String {
    let line = format!(
        "prepare --agreement agreement.json --key project.key --party police --in {name} --invalid blank --out blank.parquet --crosswalk blank.cw.csv --earlier-crosswalk first.police.cw.csv"
    );
    let output = folder.run(&line);
    assert!(output.status.success(), "{}", stderr(&output));
    stderr(&output)
}
