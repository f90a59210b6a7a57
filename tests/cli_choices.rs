//! Which column is which field, which rows take part, and what is wrong with the data: the choices before a run, and
//! what the run record says of them.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;

use folder::{Folder, stderr};
use serde_json::Value;

/// NHS numbers: the NHS data dictionary's example, and two made by the modulus 11 rule.
const PEOPLE: &str = "ref,who,day,month,year,where,status,seen,nhs\n\
    a1,\"FIELD, Ann\",3,2,1980,\"1 High Street, Anytown, CO1 1AB\",open,03/05/2024,943 476 5919\n\
    a2,Mr Robert Hill,30,11,1975,\"Flat 2, 3 Low Road, Anytown CM2 6BN\",closed,2023-12-31,401 023 2137\n\
    a3,Eva van Moss,1,12,2001,\"9 Mill Lane, Anytown, CO1 1AB\",open,31/12/2022,\n\
    a1,Ann Field,3,2,1980,\"1 High St, Anytown, CO1 1AB\",open,01/06/2024,943 476 5919\n";

const MAP: &str = "--map who=given_name+surname --map day+month+year=birth_date --map where=address_line+postcode --map nhs=nhs_number --id ref";

fn ready() -> Folder {
    let folder = Folder::new();
    folder.succeed(
        "agreement new --template person --party north --party south --out agreement.json",
    );
    folder.succeed("key new --out project.key");
    folder.write("people.csv", PEOPLE);
    folder
}

fn prepare(more: &str) -> String {
    format!(
        "prepare --agreement agreement.json --key project.key --party north --in people.csv {MAP} --out north.parquet --crosswalk north.csv --report north.json {more}"
    )
    .trim_end()
    .to_owned()
}

fn record(folder: &Folder) -> Value {
    serde_json::from_slice(&fs::read(folder.path("north.json")).unwrap()).unwrap()
}

/// The ids in the crosswalk, sorted.
fn ids(folder: &Folder) -> Vec<String> {
    let crosswalk = fs::read_to_string(folder.path("north.csv")).unwrap();
    let mut ids: Vec<String> = crosswalk
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(1).unwrap().to_owned())
        .collect();
    ids.sort();
    ids
}

/// The line of `excluded` that has these words, as (reason, rows).
fn left_out(record: &Value, words: &str) -> u64 {
    let excluded = record["excluded"].as_array().unwrap();
    let found = excluded
        .iter()
        .find(|one| one["reason"].as_str().unwrap().contains(words));
    found.map_or(0, |one| one["rows"].as_u64().unwrap())
}

#[test]
fn an_id_that_stands_twice_is_refused_until_it_is_settled() {
    let folder = ready();
    let said = folder.refuse(&prepare(""));
    assert!(
        said.contains("column \"ref\" repeats the id of an earlier row (row 5; 1 in all)"),
        "{said}"
    );
    assert!(said.contains("--repeated-ids keep-first"), "{said}");
    folder.succeed(&prepare("--repeated-ids keep-first"));
    assert_eq!(ids(&folder), ["a1", "a2", "a3"]);
    assert_eq!(
        left_out(&record(&folder), "an earlier row has the same id"),
        1
    );
    folder.succeed(&prepare("--repeated-ids keep-all"));
    assert_eq!(ids(&folder), ["a1", "a1", "a2", "a3"]);
}

#[test]
fn names_dates_and_addresses_are_split_and_put_together() {
    let folder = ready();
    folder.succeed(&prepare("--repeated-ids keep-all"));
    let record = record(&folder);
    let fields = record["quality"]["fields"].as_array().unwrap();
    let filled = |name: &str| {
        let field = fields.iter().find(|field| field["field"] == name).unwrap();
        (
            field["filled"].as_u64().unwrap(),
            field["column"].as_str().unwrap(),
        )
    };
    assert_eq!(filled("given_name"), (4, "who"));
    assert_eq!(filled("surname"), (4, "who"));
    assert_eq!(filled("birth_date"), (4, "day + month + year"));
    assert_eq!(filled("postcode"), (4, "where"));
    assert_eq!(
        record["mapping"][1]["fields"],
        serde_json::json!(["given_name", "surname"])
    );
}

#[test]
fn a_list_of_nhs_numbers_leaves_people_out_and_says_who_could_not_be_checked() {
    let folder = ready();
    folder.write("opt-outs.txt", "NHS number\n4010232137\n");
    folder.succeed(&prepare(
        "--repeated-ids keep-first --exclude-by nhs_number=opt-outs.txt",
    ));
    assert_eq!(ids(&folder), ["a1", "a3"]);
    let record = record(&folder);
    assert_eq!(left_out(&record, "their NHS number is in the list"), 1);
    let choices = record["choices"].to_string();
    assert!(
        choices.contains(
            "Values of NHS number given to leave out: 1; of these, found in the file: 1; rows without a usable NHS number, which could not be checked against them: 1"
        ),
        "{choices}"
    );
    assert!(!record.to_string().contains("4010232137"));

    folder.write("opt-outs.txt", "4010232137\n4010232138\n");
    let said = folder.refuse(&prepare(
        "--repeated-ids keep-first --exclude-by nhs_number=opt-outs.txt",
    ));
    assert!(
        said.contains("opt-outs.txt, line 2: this is no usable NHS number"),
        "{said}"
    );
    assert!(!said.contains("4010232138"), "{said}");

    // A first line that is a slip is no header, old line ends end lines, and a list of nothing is no list.
    let leave_out = prepare("--repeated-ids keep-first --exclude-by nhs_number=opt-outs.txt");
    folder.write("opt-outs.txt", "4010232138\n4010232137\n");
    assert!(
        folder
            .refuse(&leave_out)
            .contains("line 1: this is no usable NHS number")
    );
    folder.write("opt-outs.txt", "NHS number\n\n");
    assert!(
        folder
            .refuse(&leave_out)
            .contains("nothing is on this list")
    );
    folder.write("opt-outs.txt", "NHS number\r9434765919\r4010232137\r");
    folder.succeed(&leave_out);
    assert_eq!(ids(&folder), ["a3"]);
}

#[test]
fn lists_leave_people_out_by_a_part_of_a_column_and_by_id() {
    let folder = ready();
    folder.write("list.txt", "Moss\nHILL\n");
    folder.succeed(&prepare(
        "--repeated-ids keep-first --exclude-by surname=list.txt",
    ));
    assert_eq!(ids(&folder), ["a1", "a3"]);
    folder.write("list.txt", "\"a2\"\r\na3,\r\na9");
    folder.succeed(&prepare("--repeated-ids keep-first --exclude list.txt"));
    assert_eq!(ids(&folder), ["a1"]);
    let choices = record(&folder)["choices"].to_string();
    assert!(
        choices.contains("Ids given to leave out: 3; of these, found in the file: 2"),
        "{choices}"
    );
    folder.write("list.txt", "a2,2024-01-01\na3,2024-01-02\n");
    folder.refuse(&prepare("--exclude list.txt"));
}

#[test]
fn a_later_row_of_somebody_on_a_list_is_no_first_row() {
    let folder = ready();
    folder.write(
        "people.csv",
        format!("{PEOPLE}a2,Robert Hill,30,11,1975,,open,01/06/2024,\n"),
    );
    folder.write("opt-outs.txt", "4010232137\n");
    folder.succeed(&prepare(
        "--repeated-ids keep-first --exclude-by nhs_number=opt-outs.txt",
    ));
    assert_eq!(ids(&folder), ["a1", "a3"]);
}

#[test]
fn rows_are_kept_and_dropped_by_value_and_by_date() {
    let folder = ready();
    let kept = |options: &str| {
        folder.succeed(&prepare(&format!("--repeated-ids keep-all {options}")));
        ids(&folder)
    };
    assert_eq!(kept("--keep status=OPEN"), ["a1", "a1", "a3"]);
    assert_eq!(kept("--drop status=open|pending"), ["a2"]);
    // Dates in the file are written in two ways; both ends are included.
    assert_eq!(kept("--keep-from seen=2023-12-31"), ["a1", "a1", "a2"]);
    assert_eq!(kept("--keep-until seen=31/12/2023"), ["a2", "a3"]);
    assert_eq!(
        kept("--keep status=open --keep-from seen=2024-06-01"),
        ["a1"]
    );
    let record = record(&folder);
    assert_eq!(
        left_out(&record, "column \"status\" has none of the 1 values"),
        1
    );
    assert_eq!(
        left_out(
            &record,
            "column \"seen\" is before the day asked for, or no date"
        ),
        2
    );
    let said = folder.refuse(&prepare("--keep stats=open"));
    assert!(said.contains("Did you mean \"status\"?"), "{said}");
}

#[test]
fn a_saved_mapping_gives_the_same_extract() {
    let folder = ready();
    folder.succeed(&prepare("--repeated-ids keep-all --seed 5"));
    let extract = fs::read(folder.path("north.parquet")).unwrap();
    folder.succeed(&format!(
        "look --agreement agreement.json --in people.csv {MAP} --save-mapping mapping.json"
    ));
    let again = prepare("--repeated-ids keep-all --seed 5").replace(MAP, "--mapping mapping.json");
    folder.succeed(&again);
    assert_eq!(fs::read(folder.path("north.parquet")).unwrap(), extract);

    folder.write("mapping.json", "{}");
    let said = folder.refuse(&again);
    assert!(
        said.contains("mapping.json: this is not a saved mapping"),
        "{said}"
    );
}

#[test]
fn looking_at_a_file_suggests_columns_and_says_what_is_wrong() {
    let folder = ready();
    let mut rows = String::new();
    for row in 0..30 {
        let (day, month, house) = (row % 28 + 1, row % 12 + 1, row + 1);
        let line = format!(
            "{row},Ann Field,{day},{month},1985,\"{house} High Street, Anytown, CO1 1AB\",x,2024-01-01,"
        );
        rows.extend([&line, "\n"]);
    }
    folder.write("people.csv", format!("ref,name,birth day,birth month,birth year,where,status,seen,number\n{rows}30,Ann Field,31,2,1985,,x,2024-01-01,943 476 5919\n31,Ann Field,1,1,1985,\"1 High Street, Anytown, CO1 1AB\",x,2024-01-01,\n"));
    let said = folder.succeed("look --agreement agreement.json --in people.csv --report look.json");
    for words in [
        "given_name + surname",
        "address_line + postcode",
        "is a usual name for a whole name",
        "date of birth (column \"birth day + birth month + birth year\"): 31 usable, 0 empty, 1 unusable",
        "[invalid] 1 value is not a day that exists when read day first",
        "(row 32)",
        "in every field: 1 (row 33 repeats 2)",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let report = fs::read_to_string(folder.path("look.json")).unwrap();
    for value in ["Ann", "ANN", "Anytown", "CO1", "9434765919", "943 476 5919"] {
        assert!(!report.contains(value) && !said.contains(value), "{value}");
    }
    let said = folder.succeed("look --agreement agreement.json --in people.csv --examples");
    assert!(said.contains("\"Ann Field\" -> "), "{said}");
}

#[test]
fn what_cannot_be_put_together_or_split_is_refused() {
    let folder = ready();
    let refuse = |map: &str| folder.refuse(&prepare("--repeated-ids keep-all").replace(MAP, map));
    assert!(
        refuse("--map who=given_name+postcode")
            .contains("cannot be split into given name, postcode")
    );
    assert!(refuse("--map nhs+ref=nhs_number").contains("are both to be used as NHS number"));
    let usage = folder.run(&prepare("").replace(MAP, "--map who"));
    assert_eq!(usage.status.code(), Some(2));
    assert!(
        stderr(&usage).contains("COLUMN=FIELD"),
        "{}",
        stderr(&usage)
    );
}
