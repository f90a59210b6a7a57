//! The combined view over the command line: five organisations, from their files to what may be published and what each may
//! see of its own people.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use folder::{Folder, stderr};
use serde_json::Value;

const PARTIES: [&str; 5] = ["hospital", "council", "housing", "police", "charity"];
/// Free text of a person in a column that is not agreed, which may not leave in any shape.
const CANARY: &str = "Zinnia quokka marzipan turnstile";

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path(name)).unwrap()
}

fn json(folder: &Folder, name: &str) -> Value {
    serde_json::from_str(&read(folder, name)).unwrap()
}

/// Rows by column name.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let record = |record: csv::StringRecord| {
        let cells = header.iter().zip(record.iter());
        cells
            .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
            .collect()
    };
    reader.records().map(|row| record(row.unwrap())).collect()
}

/// Five files of made-up people with indicators, each with a column of free text, and an agreement.
fn set_up(people: u32, agreement: &str) -> Folder {
    let folder = Folder::new();
    let holds: Vec<String> = PARTIES
        .iter()
        .zip(["0.5", "0.6", "0.3", "0.2", "0.25"])
        .map(|(party, share)| format!("--hold {party}={share}"))
        .collect();
    let holds = holds.join(" ");
    folder.succeed(&format!(
        "synth --people {people} --seed 7 --indicators {holds} --out-dir ."
    ));
    for party in PARTIES {
        let csv = read(&folder, &format!("{party}.csv"));
        let mut lines = csv.lines();
        let mut with_notes = format!("{},notes\n", lines.next().unwrap());
        for line in lines {
            let _ = writeln!(with_notes, "{line},{CANARY}");
        }
        folder.write(&format!("{party}.csv"), with_notes);
    }
    let parties: Vec<String> = PARTIES
        .iter()
        .map(|party| format!("--party {party}"))
        .collect();
    folder.succeed(&format!(
        "agreement new --template vulnerability {} {agreement} --out agreement.json",
        parties.join(" ")
    ));
    // A known key, so that the same people are linked each time.
    folder.write("project.key", include_bytes!("data/project.key"));
    folder
}

fn prepare(folder: &Folder, party: &str) -> String {
    // One seed for all would give their records the same references.
    let seed = PARTIES.iter().position(|one| *one == party).unwrap();
    folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --invalid blank --seed {seed} --out {party}.parquet --crosswalk {party}.cw.csv --report {party}.json"))
}

fn extracts() -> String {
    PARTIES.map(|party| format!("{party}.parquet")).join(" ")
}

/// What is shown of a count by the hospital rule, said here by itself.
fn by_the_rule(count: u64) -> Value {
    match count {
        0 => 0.into(),
        1..=7 => "*".into(),
        _ => ((count + 2) / 5 * 5).into(),
    }
}

/// The people counted again, from the links and the parties' own files.
struct People {
    /// By reference: the party and its own id.
    ids: BTreeMap<String, (String, String)>,
    /// By own id.
    own: BTreeMap<String, BTreeMap<String, String>>,
    /// References by group; those that are linked to none by themselves.
    groups: Vec<Vec<String>>,
}

impl People {
    fn read(folder: &Folder) -> Self {
        let mut ids = BTreeMap::new();
        let mut own = BTreeMap::new();
        for party in PARTIES {
            for row in rows(&read(folder, &format!("{party}.cw.csv"))) {
                ids.insert(row["record"].clone(), (party.to_owned(), row["id"].clone()));
            }
            let people = rows(&read(folder, &format!("{party}.csv"))).into_iter();
            own.extend(people.map(|row| (row["id"].clone(), row)));
        }
        let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut linked = BTreeSet::new();
        for row in rows(&read(folder, "links.csv")) {
            let members = groups.entry(row["group"].clone()).or_default();
            members.push(row["record"].clone());
            linked.insert(row["record"].clone());
        }
        let mut groups: Vec<Vec<String>> = groups.into_values().collect();
        let alone = ids.keys().filter(|record| !linked.contains(*record));
        groups.extend(alone.map(|record| vec![record.clone()]));
        Self { ids, own, groups }
    }

    fn party(&self, record: &str) -> &str {
        &self.ids[record].0
    }

    fn row(&self, record: &str) -> &BTreeMap<String, String> {
        &self.own[&self.ids[record].1]
    }

    /// How many people exactly these parties know, by their names.
    fn by_region(&self) -> BTreeMap<String, u64> {
        let mut regions = BTreeMap::new();
        for records in &self.groups {
            let knowing: BTreeSet<&str> = records.iter().map(|one| self.party(one)).collect();
            let named = PARTIES.iter().filter(|party| knowing.contains(**party));
            let name = named.copied().collect::<Vec<_>>().join(" + ");
            *regions.entry(name).or_default() += 1;
        }
        regions
    }

    /// How many people have needs in 0, 1, 2, 3 and 4 domains.
    fn by_number_of_domains(&self) -> [u64; 5] {
        let mut numbers = [0; 5];
        for records in &self.groups {
            let cells = records.iter().flat_map(|record| self.row(record));
            let domains = cells.filter_map(|(column, value)| domain_of_need(column, value));
            numbers[domains.collect::<BTreeSet<_>>().len()] += 1;
        }
        numbers
    }
}

#[test]
fn five_organisations_from_files_to_a_view_and_back_to_own_rows() {
    let folder = set_up(3_000, "--expires 2999-12-31");
    for party in PARTIES {
        prepare(&folder, party);
    }
    check_what_travels(&folder);
    folder.succeed(&format!(
        "match --agreement agreement.json {} --out links.csv --report match.json",
        extracts()
    ));
    let crosswalks = PARTIES.map(|party| format!("--crosswalk {party}={party}.cw.csv"));
    let said = folder.succeed(&format!(
        "evaluate --links links.csv {} --truth truth.csv --report quality.json",
        crosswalks.join(" ")
    ));
    println!("{said}");
    folder.succeed(&format!("view --agreement agreement.json --links links.csv {} --out view.json --csv-dir tables --html view.html", extracts()));
    let people = People::read(&folder);
    check_counts(&folder, &people);
    check_rules_and_sources(&folder);
    folder.succeed(&format!("rejoin --agreement agreement.json --crosswalk council.cw.csv --links links.csv --in council.csv --out joined.csv --worklist worklist.csv --report rejoin.json {}", extracts()));
    check_own_rows(&folder, &people);
    for (name, bytes) in everything(&folder) {
        // The owner's own rows come back to the owner as they are.
        if PARTIES.map(|party| format!("{party}.csv")).contains(&name) || name == "joined.csv" {
            continue;
        }
        for part in [CANARY, "quokka", "marzipan"] {
            let mut windows = bytes.windows(part.len());
            let found = windows.any(|window| window == part.as_bytes());
            assert!(!found, "{name} holds \"{part}\"");
        }
    }
}

/// The run record and `inspect` say which attributes travel.
fn check_what_travels(folder: &Folder) {
    let record = json(folder, "council.json");
    let carried = record["attributes"].as_array().unwrap().iter();
    let filled = carried.filter(|one| one["column"].is_string());
    assert_eq!(filled.count(), 6, "{record}");
    let reveals = record["reveals"].to_string();
    assert!(
        reveals.contains("what is known of that person"),
        "{reveals}"
    );
    let said = folder.succeed("inspect council.parquet");
    assert!(said.contains("attribute_carer"), "{said}");
    assert!(said.contains("coded attributes"), "{said}");
}

/// Counts are those of the people counted again, as the rule shows them, or suppressed for another's sake.
fn check_counts(folder: &Folder, people: &People) {
    let view = json(folder, "view.json");
    let table = |name: &str| {
        let mut tables = view["tables"].as_array().unwrap().iter();
        tables.find(|table| table["name"] == name).unwrap()["rows"].clone()
    };
    let mut others = 0;
    let mut same = |name: &str, row: &Value, count: u64| {
        let shown = &row["counts"][0];
        if *shown == "*" {
            assert!(count > 0, "{name}: {row}");
            others += u64::from(count > 7);
        } else {
            assert_eq!(*shown, by_the_rule(count), "{name}: {row}");
        }
    };
    let regions = people.by_region();
    for row in table("regions").as_array().unwrap() {
        let label = row["label"].as_str().unwrap();
        let count = match label {
            "All people" => people.groups.len() as u64,
            region => regions.get(region).copied().unwrap_or_default(),
        };
        same("regions", row, count);
    }
    let numbers = people.by_number_of_domains();
    assert!(numbers[2] > 100, "{numbers:?}");
    let by_number = table("domain_count");
    for (number, row) in numbers.iter().zip(by_number.as_array().unwrap()) {
        same("domain_count", row, *number);
    }
    assert!(
        others <= 6,
        "{others} of 37 are suppressed for others' sake"
    );
}

/// The rule is on every table, and no number of rows, which nothing protects, is in a view.
fn check_rules_and_sources(folder: &Folder) {
    let view = json(folder, "view.json");
    for table in view["tables"].as_array().unwrap() {
        let rule = table["rule"].as_str().unwrap();
        assert!(rule.contains("1 to 7"), "{table}");
        let name = table["name"].as_str().unwrap();
        assert!(read(folder, &format!("tables/{name}.csv")).contains(rule));
    }
    for source in view["sources"].as_array().unwrap() {
        let names: Vec<&String> = source.as_object().unwrap().keys().collect();
        assert_eq!(names, ["file", "party", "sha256"]);
    }
    // The name of SVG looks like an address, and is never asked for.
    let page = read(folder, "view.html").replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    assert!(page.contains("<svg") && page.contains("default-src 'none'"));
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"));
}

/// The council's own rows have what the others let it see.
fn check_own_rows(folder: &Folder, people: &People) {
    let worklist = rows(&read(folder, "worklist.csv"));
    assert!(worklist.len() > 200, "{}", worklist.len());
    let joined = rows(&read(folder, "joined.csv")).into_iter();
    let joined: BTreeMap<_, _> = joined.map(|row| (row["id"].clone(), row)).collect();
    for row in &worklist {
        let person = &joined[&row["id"]];
        assert_eq!(person["domains_of_need"], row["domains_of_need"]);
        assert_eq!(person["matched_with"], row["parties"]);
    }
    // Each linked row, worked out of the others' own files.
    let mut compared = 0;
    for group in &people.groups {
        let of_council = |one: &&String| people.party(one) == "council";
        let Some(council) = group.iter().find(of_council).filter(|_| group.len() > 1) else {
            continue;
        };
        for (column, shown) in &joined[&people.ids[council].1] {
            let Some(attribute) = column.strip_prefix("shared_") else {
                continue;
            };
            let others = group.iter().filter(|one| !of_council(one));
            let said = others.filter_map(|one| {
                let value = people.row(one).get(attribute)?;
                (!value.is_empty()).then(|| format!("{value} ({})", people.party(one)))
            });
            let said: Vec<String> = said.collect::<BTreeSet<_>>().into_iter().collect();
            assert_eq!(*shown, said.join("; "), "{attribute}");
            compared += 1;
        }
    }
    assert!(compared > 10_000, "{compared}");
    let report = json(folder, "rejoin.json");
    let clause = &report["attributes"][0]["clause"];
    assert_eq!(clause, "attributes[0].seen_by[1]");
    assert_eq!(report["expires"], "2999-12-31");
}

/// All files with their contents.
fn everything(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for name in folder.names() {
        let path = folder.path(&name);
        if path.is_dir() {
            for entry in fs::read_dir(path).unwrap() {
                let path = entry.unwrap().path();
                files.push((path.display().to_string(), fs::read(path).unwrap()));
            }
        } else {
            files.push((name, fs::read(path).unwrap()));
        }
    }
    files
}

/// The domain in which this value of a column of `synth` is a need, as the template has it.
fn domain_of_need(column: &str, value: &str) -> Option<&'static str> {
    match (column, value) {
        ("lives_alone" | "carer" | "social_care" | "housing_risk", "yes") => Some("social"),
        ("council_tax_arrears" | "rent_arrears" | "means_tested_support", "yes") => {
            Some("financial")
        }
        ("limited_mobility" | "recent_fall", "yes") | ("frailty", "moderate" | "severe") => {
            Some("physical")
        }
        ("mental_health", "yes")
        | ("long_term_conditions", "two or more")
        | ("emergency_visits", "3 or more") => Some("clinical"),
        _ => None,
    }
}

/// Under counts only, attributes go to the matcher alone, links are never written, and the view links by itself.
#[test]
fn counts_only_is_kept_to_and_so_is_the_last_day() {
    let folder = set_up(800, "--results counts");
    let said = folder.succeed("agreement check agreement.json");
    assert!(
        said.contains("counts only: links are never written"),
        "{said}"
    );
    assert!(said.contains("seen record by record by nobody"), "{said}");
    for party in PARTIES {
        prepare(&folder, party);
    }
    let said = folder.refuse(&format!(
        "match --agreement agreement.json {} --out links.csv",
        extracts()
    ));
    assert!(said.contains("clause \"results\""), "{said}");
    folder.succeed(&format!(
        "view --agreement agreement.json {} --out view.json",
        extracts()
    ));
    let view = json(&folder, "view.json");
    assert!(view["regions"].as_array().unwrap().len() == 31, "{view}");
    let links = "group,party,record,score,rule\n";
    folder.write("links.csv", links);
    let said = folder.refuse(&format!(
        "view --agreement agreement.json --links links.csv {} --out other.json",
        extracts()
    ));
    assert!(said.contains("clause \"results\""), "{said}");
    let said = folder.refuse("rejoin --agreement agreement.json --crosswalk council.cw.csv --links links.csv --in council.csv --out joined.csv hospital.parquet");
    assert!(said.contains("clause \"results\""), "{said}");

    folder.change_json("agreement.json", |agreement| {
        agreement["expires"] = "2020-01-31".into();
        agreement["results"] = "records".into();
    });
    for line in [
        "prepare --agreement agreement.json --key project.key --party council --in council.csv --out x.parquet --crosswalk x.csv".to_owned(),
        format!("match --agreement agreement.json {} --out x.csv", extracts()),
        format!("view --agreement agreement.json {} --out x.json", extracts()),
        "rejoin --agreement agreement.json --crosswalk council.cw.csv --links links.csv --in council.csv --out x.csv hospital.parquet".to_owned(),
    ] {
        let said = folder.refuse(&line);
        assert!(said.contains("expired at the end of 2020-01-31 (its clause \"expires\")"), "{line}: {said}");
    }
}

#[test]
fn values_outside_the_agreed_set_are_refused_by_column_and_row_and_never_repeated() {
    let folder = Folder::new();
    folder.succeed("agreement new --template vulnerability --party north --party south --attribute frailty --attribute carer=south --out agreement.json");
    folder.succeed("key new --out project.key");
    folder.write(
        "north.csv",
        "id,given_name,surname,dob,postcode,how frail,is carer\n1,Ann,Field,1980-02-03,CO1 1AB,Mild,y\n2,Bob,Moss,1981-02-03,CO1 1AB,wibbly-wobbly,n\n3,Cy,Elm,1982-02-03,CO1 1AB,,n\n",
    );
    let line = "prepare --agreement agreement.json --key project.key --party north --in north.csv --out north.parquet --crosswalk north.cw.csv --report north.json";
    let run = |more: &[&str]| {
        let arguments: Vec<&str> = line.split(' ').chain(more.iter().copied()).collect();
        std::process::Command::new(env!("CARGO_BIN_EXE_split-tally"))
            .args(arguments)
            .current_dir(folder.path("."))
            .output()
            .unwrap()
    };
    let refused = run(&["--map", "how frail=frailty"]);
    let said = stderr(&refused);
    assert_eq!(refused.status.code(), Some(3), "{said}");
    assert!(
        said.contains("column \"how frail\": 1 cells are none of the values agreed for frailty"),
        "{said}"
    );
    assert!(
        said.contains("(row 3)") && !said.contains("wobbly"),
        "{said}"
    );
    let refused = run(&["--map", "is carer=carer"]);
    let said = stderr(&refused);
    assert_eq!(refused.status.code(), Some(3), "{said}");
    assert!(
        said.contains("it comes from south (its clause \"from\")"),
        "{said}"
    );
    let done = run(&["--map", "how frail=frailty", "--invalid", "blank"]);
    assert!(done.status.success(), "{}", stderr(&done));
    let record = json(&folder, "north.json");
    assert_eq!(
        record["attributes"],
        serde_json::json!([{
            "name": "frailty", "label": "frailty", "column": "how frail", "seen_by": ["north", "south"],
            "filled": 1, "missing": 1, "invalid": 1
        }])
    );
    let csv = folder.succeed("inspect north.parquet --csv");
    let values: Vec<String> = rows(&csv)
        .iter()
        .map(|row| row["attribute_frailty"].clone())
        .collect();
    let mut values = values;
    values.sort();
    assert_eq!(values, ["", "", "1"], "{csv}");
}

/// What one party does not know of a need, or another alone knows, is a subtraction away from two published counts.
#[test]
fn no_difference_of_two_published_counts_is_a_small_one() {
    let folder = Folder::new();
    folder.succeed("synth --people 250 --seed 1 --indicators --hold council=0.9 --hold hospital=0.5 --out-dir .");
    let new = "agreement new --template vulnerability --party council --party hospital";
    folder.succeed(&format!(
        "{new} --recipient M=matcher --suppress-up-to 4 --round-to 1 --out agreement.json"
    ));
    folder.succeed("key new --out project.key");
    for party in ["council", "hospital"] {
        let output = folder.run(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --invalid blank --out {party}.parquet --crosswalk {party}.cw.csv"));
        let said = stderr(&output);
        assert!(said.contains("attributes beside them"), "{said}");
    }
    folder.succeed(
        "match --agreement agreement.json council.parquet hospital.parquet --out links.csv",
    );
    let view = "view --agreement agreement.json --links links.csv council.parquet hospital.parquet";
    folder.succeed(&format!("{view} --out view.json --csv-dir tables"));
    let published = json(&folder, "view.json");
    let table = |name: &str| -> Vec<(String, Vec<Option<u64>>)> {
        let tables = published["tables"].as_array().unwrap();
        let table = tables.iter().find(|table| table["name"] == name).unwrap();
        let row = |row: &Value| {
            let counts = row["counts"].as_array().unwrap();
            let counts = counts.iter().map(Value::as_u64).collect();
            (row["label"].as_str().unwrap().to_owned(), counts)
        };
        table["rows"].as_array().unwrap().iter().map(row).collect()
    };
    let small = |whole: Option<u64>, part: Option<u64>| {
        let difference = whole.zip(part).map(|(whole, part)| whole - part);
        difference.is_some_and(|difference| (1..=4).contains(&difference))
    };
    let mut compared = 0;
    for (party, counts) in table("parties_domains") {
        for ((domain, of_all), part) in table("domains").into_iter().zip(counts) {
            assert!(!small(of_all[0], part), "{party}, {domain}");
            compared += usize::from(part.is_some());
        }
    }
    assert!(compared > 0, "all is suppressed");
    for name in ["parties", "regions"] {
        let rows = table(name);
        let all = rows.last().unwrap().1[0];
        for (label, counts) in &rows[..rows.len() - 1] {
            assert!(!small(all, counts[0]), "{name}: {label}");
        }
    }

    // The tables of one view are not mixed with another's, and nothing is written over.
    for line in [
        format!("{view} --out other.json --csv-dir tables"),
        format!("{view} --out new/regions.csv --csv-dir new"),
    ] {
        let output = folder.run(&line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", stderr(&output));
    }
    assert!(!folder.path("other.json").exists() && !folder.path("new").exists());

    // A party that is the linker holds the key, and sees no more for it.
    let said = folder.refuse(&format!(
        "{new} --recipient hospital=linker --results counts --out no.json"
    ));
    assert!(said.contains("seen_by"), "{said}");
}

/// What some may not see must travel to somebody who is none of the parties, and the agreement says who may see what.
#[test]
fn what_a_party_may_not_see_needs_somebody_who_is_none_of_them() {
    let folder = Folder::new();
    let new = "agreement new --template vulnerability --party council --party hospital --attribute frailty --attribute carer";
    let said = folder.refuse(&format!("{new} --seen-by frailty=council --out no.json"));
    assert!(said.contains("attributes[0].seen_by"), "{said}");
    let said = folder.refuse(&format!("{new} --seen-by wibble=council --out no.json"));
    assert!(
        said.contains("wibble") && said.contains("frailty"),
        "{said}"
    );
    folder.succeed(&format!(
        "{new} --seen-by frailty=council --seen-by carer= --recipient M=matcher --out agreement.json"
    ));
    let agreement = json(&folder, "agreement.json");
    assert_eq!(
        agreement["attributes"][0]["seen_by"],
        serde_json::json!(["council"])
    );
    assert_eq!(agreement["attributes"][1]["seen_by"], Value::Null);

    // The next edition of one that has expired has another last day.
    folder.change_json("agreement.json", |agreement| {
        agreement["expires"] = "2020-01-31".into();
    });
    folder.succeed("agreement renew agreement.json --expires 2999-12-31 --out renewed.json");
    let renewed = json(&folder, "renewed.json");
    assert_eq!(renewed["expires"], "2999-12-31");
    assert_eq!(renewed["renewal"]["edition"], 2);
}
