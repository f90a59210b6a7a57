//! Pairs that nothing settles: asked, answered, and applied; and links carried back to own rows.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::collections::{HashMap, HashSet};
use std::fs;

use folder::{Folder, stderr};
use serde_json::Value;

const PARTIES: [&str; 2] = ["hospital", "council"];

/// Made-up people prepared under a template whose agreement has people asked.
fn prepared(template: &str) -> Folder {
    let folder = Folder::new();
    folder.succeed(&format!(
        "agreement new --template {template} --review --party hospital --party council --out agreement.json"
    ));
    folder.succeed("key new --out project.key");
    folder.succeed("synth --people 3000 --seed 8 --overlap 0.5 --out-dir .");
    for (seed, party) in (1..).zip(PARTIES) {
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --invalid blank --seed {seed} --out {party}.parquet --crosswalk {party}.cw.csv"));
    }
    folder
}

const MATCH: &str = "match --agreement agreement.json hospital.parquet council.parquet --out links.csv --report match.json --review review.json";

fn json(folder: &Folder, name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.path(name)).unwrap()).unwrap()
}

fn table(folder: &Folder, name: &str) -> Vec<HashMap<String, String>> {
    let bytes = fs::read(folder.path(name)).unwrap();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    reader.deserialize().map(Result::unwrap).collect()
}

/// Fills in the answers of a worklist.
fn fill_in(folder: &Folder, name: &str, answer: impl Fn(&HashMap<String, String>) -> String) {
    let bytes = fs::read(folder.path(name)).unwrap();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().unwrap().clone();
    let at = header.iter().position(|name| name == "answer").unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        let named: HashMap<String, String> = header
            .iter()
            .map(str::to_owned)
            .zip(row.iter().map(str::to_owned))
            .collect();
        let cells = row.iter().enumerate();
        let answer = answer(&named);
        let cells = cells.map(|(cell, value)| if cell == at { &answer } else { value });
        writer.write_record(cells).unwrap();
    }
    folder.write(name, writer.into_inner().unwrap());
}

/// Own ids by record, of both parties.
fn ids(folder: &Folder) -> HashMap<String, String> {
    let rows = PARTIES
        .iter()
        .flat_map(|party| table(folder, &format!("{party}.cw.csv")));
    rows.map(|mut row| (row.remove("record").unwrap(), row.remove("id").unwrap()))
        .collect()
}

/// Which pairs of the review are truly one person's, by number.
fn truly_same(folder: &Folder) -> HashMap<u64, bool> {
    let truth: HashSet<(String, String)> = table(folder, "truth.csv")
        .into_iter()
        .map(|mut row| {
            (
                row.remove("hospital").unwrap(),
                row.remove("council").unwrap(),
            )
        })
        .collect();
    let ids = ids(folder);
    let review = json(folder, "review.json");
    let pairs = review["pairs"].as_array().unwrap();
    pairs
        .iter()
        .map(|pair| {
            let id = |side: usize| ids[pair["records"][side]["record"].as_str().unwrap()].clone();
            (
                pair["pair"].as_u64().unwrap(),
                truth.contains(&(id(0), id(1))),
            )
        })
        .collect()
}

fn quality(folder: &Folder) -> Value {
    folder.succeed("evaluate --links links.csv --crosswalk hospital=hospital.cw.csv --crosswalk council=council.cw.csv --truth truth.csv --report quality.json");
    json(folder, "quality.json")
}

fn ask(folder: &Folder, party: &str) -> Vec<HashMap<String, String>> {
    folder.succeed(&format!("review ask --review review.json --crosswalk {party}.cw.csv --in {party}.csv --out ask.{party}.csv"));
    table(folder, &format!("ask.{party}.csv"))
}

fn answer(folder: &Folder, party: &str) {
    folder.succeed(&format!("review answer --review review.json --party {party} --in ask.{party}.csv --out answers.{party}.json"));
}

fn the_whole_round(template: &str) {
    let folder = prepared(template);
    folder.succeed(MATCH);
    let before = quality(&folder);
    let said = folder.succeed("inspect review.json");
    assert!(said.contains("Pairs to answer"), "{said}");

    // Asked: own rows beside what agrees. The own row is found by the id in its column.
    let same = truly_same(&folder);
    let right = same.values().filter(|same| **same).count();
    assert!(right > 0 && right < same.len(), "{right} of {}", same.len());
    let asked = ask(&folder, "hospital");
    assert_eq!(asked.len(), same.len());
    let ids = ids(&folder);
    for row in &asked {
        assert_eq!(row["id"], ids[&row["record"]]);
    }
    // Where a model weighs fields, some of them agree; where record filters are alike, whole match keys are all that can be
    // named, and a pair that shares one would be linked by it.
    let how = if template == "person" {
        "different"
    } else {
        "same"
    };
    assert!(asked.iter().any(|row| !row[how].is_empty()), "{how}");

    // Answered by one who knows.
    fill_in(&folder, "ask.hospital.csv", |row| {
        let number: u64 = row["pair"].parse().unwrap();
        if same[&number] { "same" } else { "Different" }.to_owned()
    });
    answer(&folder, "hospital");
    folder.succeed(&format!("{MATCH} --answers answers.hospital.json"));
    let after = quality(&folder);
    let report = json(&folder, "match.json");
    let review = &report["review"];
    assert_eq!(
        review["linked"].as_u64().unwrap() + review["clashes"].as_u64().unwrap(),
        right as u64
    );
    assert_eq!(review["kept_apart"], (same.len() - right) as u64);
    // What has been asked is not asked again.
    assert_eq!(review["pairs"], 0);
    let count = |of: &Value, what: &str| of["pairs"][what].as_u64().unwrap();
    assert!(count(&after, "true_positives") > count(&before, "true_positives"));
    assert!(count(&after, "false_positives") <= count(&before, "false_positives"));
    let links = table(&folder, "links.csv");
    assert!(links.iter().any(|link| link["rule"] == "review"));
}

#[test]
fn the_whole_round_by_similarity() {
    the_whole_round("person");
}

#[test]
fn the_whole_round_by_probability() {
    the_whole_round("person-linker");
}

#[test]
fn answers_that_contradict_each_other_link_nothing_and_are_counted() {
    let folder = prepared("person");
    folder.succeed(MATCH);
    let pairs = json(&folder, "review.json")["pairs"]
        .as_array()
        .unwrap()
        .len() as u64;
    for (party, says) in [("hospital", "same"), ("council", "different")] {
        assert_eq!(ask(&folder, party).len() as u64, pairs);
        fill_in(&folder, &format!("ask.{party}.csv"), |_| says.to_owned());
        answer(&folder, party);
    }
    folder.succeed(&format!(
        "{MATCH} --answers answers.hospital.json --answers answers.council.json"
    ));
    let report = json(&folder, "match.json");
    assert_eq!(report["review"]["conflicting"], pairs);
    assert_eq!(report["review"]["linked"], 0);
    let links = table(&folder, "links.csv");
    assert!(links.iter().all(|link| link["rule"] != "review"));
    // The order of the files changes nothing.
    let first = fs::read(folder.path("links.csv")).unwrap();
    folder.succeed(&format!(
        "{MATCH} --answers answers.council.json --answers answers.hospital.json"
    ));
    assert_eq!(fs::read(folder.path("links.csv")).unwrap(), first);
}

#[test]
fn what_does_not_belong_to_a_review_is_refused() {
    let folder = prepared("person");
    folder.succeed(MATCH);
    ask(&folder, "hospital");
    let answer = "review answer --review review.json --party hospital --in ask.hospital.csv --out answers.json";

    fill_in(&folder, "ask.hospital.csv", |_| "perhaps".to_owned());
    let said = folder.refuse(answer);
    assert!(
        said.contains("ask.hospital.csv, row 2") && said.contains("\"same\""),
        "{said}"
    );
    assert!(!said.contains("perhaps"), "{said}");

    fill_in(&folder, "ask.hospital.csv", |_| "same".to_owned());
    folder.succeed(answer);
    assert!(folder.succeed("inspect answers.json").contains("answers"));
    // The answers hold no more than references and verdicts.
    let text = fs::read_to_string(folder.path("answers.json")).unwrap();
    let row = &table(&folder, "hospital.csv")[0];
    for column in ["surname", "postcode", "date_of_birth"] {
        let value = row.get(column).filter(|value| value.len() > 4);
        assert!(value.is_none_or(|value| !text.contains(value.as_str())));
    }

    // The worklist of one review with the file of another: the numbers are the same, the records are not.
    folder.succeed("prepare --agreement agreement.json --key project.key --party hospital --in hospital.csv --invalid blank --seed 3 --out other.parquet --crosswalk other.cw.csv");
    folder.succeed("match --agreement agreement.json other.parquet council.parquet --out links.csv --review review.json");
    let said = folder.refuse(&answer.replace("answers.json", "no.json"));
    assert!(
        said.contains("row 2") && said.contains("not in the review"),
        "{said}"
    );
    let said = folder.refuse("match --agreement agreement.json other.parquet council.parquet --out no.csv --answers answers.json");
    assert!(said.contains("records of other extracts"), "{said}");
    let said = folder.refuse("review ask --review review.json --crosswalk hospital.cw.csv --in hospital.csv --out no.csv");
    assert!(said.contains("crosswalk"), "{said}");
    let said = folder.refuse(
        "review ask --review match.json --crosswalk hospital.cw.csv --in hospital.csv --out no.csv",
    );
    assert!(said.contains("no file of pairs to review"), "{said}");

    // An agreement that has nobody asked.
    folder.succeed("agreement new --party hospital --party council --out plain.json");
    folder.succeed("prepare --agreement plain.json --key project.key --party hospital --in hospital.csv --invalid blank --out p.parquet --crosswalk p.cw.csv");
    folder.succeed("prepare --agreement plain.json --key project.key --party council --in council.csv --invalid blank --out q.parquet --crosswalk q.cw.csv");
    let said = folder
        .refuse("match --agreement plain.json p.parquet q.parquet --out no.csv --review no.json");
    assert!(said.contains("nobody to ask"), "{said}");
    let said = folder.refuse(
        "match --agreement plain.json p.parquet q.parquet --out no.csv --answers answers.json",
    );
    assert!(said.contains("another agreement"), "{said}");
}

#[test]
fn links_come_back_to_own_rows() {
    let folder = prepared("person");
    folder.succeed(MATCH);
    let join = "rejoin --links links.csv --crosswalk hospital.cw.csv --in hospital.csv";
    let output = folder.run(&format!("{join} --out joined.csv"));
    assert!(output.status.success(), "{}", stderr(&output));
    let own = table(&folder, "hospital.csv");
    let joined = table(&folder, "joined.csv");
    assert_eq!(joined.len(), own.len());
    // Every row has the group that the links file gives its record.
    let ids = ids(&folder);
    let links = table(&folder, "links.csv").into_iter();
    let groups: HashMap<String, String> = links
        .filter(|link| link["party"] == "hospital")
        .map(|link| (ids[&link["record"]].clone(), link["group"].clone()))
        .collect();
    for (row, joined) in own.iter().zip(&joined) {
        assert_eq!(joined["id"], row["id"]);
        let group = groups.get(&row["id"]).map_or("", String::as_str);
        assert_eq!(joined["match_group"], group);
        let with = if group.is_empty() { "" } else { "council" };
        assert_eq!(joined["matched_with"], with);
    }
    folder.succeed(&format!(
        "{join} --linked-only --party hospital --out linked.csv"
    ));
    assert_eq!(table(&folder, "linked.csv").len(), groups.len());

    folder.refuse(&format!("{join} --party council --out no.csv"));
    let said = folder.refuse(&format!("{join} --id surname --out no.csv"));
    assert!(said.contains("--id"), "{said}");
    let said = stderr(&folder.run(&format!("{join} --out hospital.csv")));
    assert!(said.contains("the same file"), "{said}");
}

#[test]
fn a_target_for_false_links_raises_the_threshold() {
    let folder = prepared("person-linker");
    let threshold = |folder: &Folder| {
        let report = json(folder, "match.json");
        let model = &report["model"][0];
        let share = model["estimate"]["precision"].as_f64().unwrap();
        (model["threshold"].as_f64().unwrap(), 1.0 - share)
    };
    folder.succeed(MATCH);
    let (plain, errors) = threshold(&folder);
    assert!(
        (plain - 0.5).abs() < 1e-9 && errors > 0.0005,
        "{plain} {errors}"
    );
    // Half as many errors as without.
    folder.change_json("agreement.json", |agreement| {
        let rule = &mut agreement["decision"]["probability"];
        rule["false_links"] = serde_json::json!(errors / 2.0);
        rule["missed_links"] = serde_json::json!(0.001);
        rule.as_object_mut().unwrap().remove("review_from");
    });
    for (seed, party) in (1..).zip(PARTIES) {
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --invalid blank --seed {seed} --out {party}.parquet --crosswalk {party}.cw.csv"));
    }
    let said = stderr(&folder.run(MATCH));
    let beyond = json(&folder, "match.json")["model"][0]["beyond_target"].as_u64();
    let beyond = beyond.filter(|pairs| *pairs > 0).unwrap();
    let line = format!("agreement's target: {beyond} ");
    assert!(said.contains(&line), "{line}: {said}");
    let (raised, fewer) = threshold(&folder);
    assert!(raised > plain, "{raised}");
    assert!(fewer <= errors / 2.0 && fewer > 0.0, "{fewer} of {errors}");
    let report = json(&folder, "match.json");
    let review_from = report["model"][0]["review_from"].as_f64().unwrap();
    assert!(review_from < plain, "{review_from}");
}

#[test]
fn a_pair_is_settled_by_those_who_hold_its_records() {
    let folder = prepared("person");
    folder.succeed(MATCH);
    ask(&folder, "hospital");
    fill_in(&folder, "ask.hospital.csv", |_| "different".to_owned());
    answer(&folder, "hospital");
    // Somebody else's name on the answers.
    folder.change_json("answers.hospital.json", |answers| {
        answers["party"] = serde_json::json!("police");
    });
    let said = folder.refuse(
        "match --agreement agreement.json hospital.parquet council.parquet --out no.csv --answers answers.hospital.json",
    );
    assert!(said.contains("answer 1 is not as it should be"), "{said}");
    // A review about a party that takes no part.
    folder.change_json("review.json", |review| {
        review["pairs"][0]["records"][1]["party"] = serde_json::json!("=police");
    });
    let said = folder.refuse("review ask --review review.json --crosswalk hospital.cw.csv --in hospital.csv --out no.csv");
    assert!(said.contains("pair 1 is not as it should be"), "{said}");
}

#[test]
fn answers_hold_for_the_records_that_are_left() {
    let folder = prepared("person-linker");
    folder.succeed(MATCH);
    let asked = ask(&folder, "hospital");
    assert!(asked.len() > 1);
    fill_in(&folder, "ask.hospital.csv", |_| "different".to_owned());
    answer(&folder, "hospital");
    // The row of the first question is gone from a later file, whose other records keep their references.
    let own = fs::read_to_string(folder.path("hospital.csv")).unwrap();
    let left: Vec<&str> = own
        .lines()
        .filter(|line| !line.starts_with(&format!("{},", asked[0]["id"])))
        .collect();
    folder.write("hospital.csv", format!("{}\n", left.join("\n")));
    folder.succeed("prepare --agreement agreement.json --key project.key --party hospital --in hospital.csv --invalid blank --earlier-crosswalk hospital.cw.csv --out hospital.parquet --crosswalk later.cw.csv");
    let again = MATCH.replace("--out links.csv", "--out later.csv");
    folder.succeed(&format!(
        "{again} --answers answers.hospital.json --earlier links.csv"
    ));
    let report = json(&folder, "match.json");
    let gone = asked
        .iter()
        .filter(|row| row["id"] == asked[0]["id"])
        .count();
    assert_eq!(report["review"]["gone"], gone);
    assert_eq!(report["review"]["kept_apart"], asked.len() - gone);
    // Links that were there before count in what the model expects of all.
    let estimate = &report["model"][0]["estimate"];
    assert!(estimate["recall"].as_f64().unwrap() > 0.98, "{estimate}");
    assert!(estimate["precision"].as_f64().unwrap() > 0.98, "{estimate}");
}
