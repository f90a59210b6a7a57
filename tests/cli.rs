//! The command line as its users meet it: the whole job, and every bad input with its message, its exit status, and
//! nothing written.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;
use std::path::Path;

use folder::{Folder, stderr};

const PEOPLE: &str = "id,given name,surname,dob,postcode,nhs number\n\
    1,Ann,Field,1980-02-03,CO1 1AB,943 476 5919\n\
    2,Robert,Hill,1975-11-30,CM2 6BN,\n";

const PREPARE: &str = "prepare --agreement agreement.json --key project.key --party north --in people.csv --out north.parquet --crosswalk north.csv";

/// A folder with an agreement, a key and a file of people, ready to prepare.
fn ready() -> Folder {
    let folder = Folder::new();
    folder.succeed(
        "agreement new --template person --party north --party south --out agreement.json",
    );
    folder.succeed("key new --out project.key");
    folder.write("people.csv", PEOPLE);
    folder
}

/// The same with both extracts made.
fn prepared() -> Folder {
    let folder = ready();
    folder.succeed(PREPARE);
    folder.succeed(&PREPARE.replace("north", "south"));
    folder
}

const MATCH: &str = "match --agreement agreement.json north.parquet south.parquet --out links.csv";

#[test]
fn the_whole_job() {
    let folder = prepared();
    folder.succeed(&format!("{MATCH} --report match.json"));
    let links = fs::read_to_string(folder.path("links.csv")).unwrap();
    assert_eq!(links.lines().count(), 5, "{links}");
    folder.write("truth.csv", "north,south\n1,1\n2,2\n");
    let quality = folder.succeed("evaluate --links links.csv --crosswalk north=north.csv --crosswalk south=south.csv --truth truth.csv");
    assert!(
        quality.contains("true links 2, false links 0, missed 0"),
        "{quality}"
    );
    for file in [
        "agreement.json",
        "project.key",
        "north.parquet",
        "north.csv",
        "links.csv",
        "match.json",
    ] {
        let said = folder.succeed(&format!("inspect {file}"));
        assert!(said.contains("What it reveals"), "{file}: {said}");
    }
    let rows = folder.succeed("inspect --csv north.parquet");
    assert_eq!(rows.lines().count(), 3);
    let code = folder.succeed("key check --agreement agreement.json --key project.key");
    assert_eq!(code.trim().len(), 11);
    assert!(
        folder
            .succeed("agreement check agreement.json")
            .contains("north, south")
    );
}

#[test]
fn the_order_of_files_changes_nothing_and_seeds_repeat() {
    let folder = prepared();
    folder.succeed(MATCH);
    let links = fs::read(folder.path("links.csv")).unwrap();
    folder.succeed("match --agreement agreement.json south.parquet north.parquet --out links.csv");
    assert_eq!(fs::read(folder.path("links.csv")).unwrap(), links);

    folder.succeed(&format!("{PREPARE} --seed 5"));
    let first = fs::read(folder.path("north.parquet")).unwrap();
    folder.succeed(&format!("{PREPARE} --seed 5"));
    assert_eq!(fs::read(folder.path("north.parquet")).unwrap(), first);
    folder.succeed(PREPARE);
    assert_ne!(fs::read(folder.path("north.parquet")).unwrap(), first);
}

#[test]
fn no_such_column() {
    let folder = ready();
    let said = folder.refuse(&format!("{PREPARE} --map surnam=surname"));
    assert!(
        said.contains("people.csv: there is no column \"surnam\". Did you mean \"surname\"?"),
        "{said}"
    );
    assert!(said.contains("id, given name, surname, dob"), "{said}");
}

#[test]
fn required_fields_without_a_column() {
    let folder = ready();
    folder.write("people.csv", "id,first,family\n1,Ann,Field\n");
    let said = folder.refuse(PREPARE);
    assert!(
        said.contains("given name, surname, date of birth"),
        "{said}"
    );
}

#[test]
fn an_empty_file_and_a_header_alone() {
    let folder = ready();
    folder.write("people.csv", "");
    assert!(
        folder
            .refuse(PREPARE)
            .contains("people.csv: the file is empty")
    );
    folder.write("people.csv", "id,given name,surname,dob\n");
    assert!(folder.refuse(PREPARE).contains("no records below it"));
}

#[test]
fn a_pdf() {
    let folder = ready();
    folder.write("people.csv", "%PDF-1.7\n%\u{e2}\u{e3}\n1 0 obj");
    assert!(
        folder
            .refuse(PREPARE)
            .contains("this is a PDF document, not a CSV file")
    );
}

#[test]
fn a_row_with_too_many_cells() {
    let folder = ready();
    folder.write(
        "people.csv",
        format!("{PEOPLE}3,Zoe,Secretname,Brook,1990-01-02,CO1 1AB,\n"),
    );
    let said = folder.refuse(PREPARE);
    assert!(
        said.contains("row 4: the row has 7 cells where the header has 6"),
        "{said}"
    );
    assert!(!said.contains("Secretname"), "{said}");
}

#[test]
fn an_impossible_date() {
    let folder = ready();
    folder.write(
        "people.csv",
        format!("{PEOPLE}3,Zoe,Brook,31/02/1990,CO1 1AB,\n"),
    );
    let said = folder.refuse(PREPARE);
    assert!(
        said.contains("column \"dob\": 1 value is not a day that exists"),
        "{said}"
    );
    assert!(
        said.contains("(row 4)") && said.contains("--invalid blank"),
        "{said}"
    );
    assert!(!said.contains("1990"), "{said}");
    folder.succeed(&format!("{PREPARE} --invalid blank"));
}

#[test]
fn two_agreements_that_differ_in_one_field() {
    let folder = prepared();
    let agreement = fs::read_to_string(folder.path("agreement.json")).unwrap();
    let other = agreement.replacen("\"label\": \"UPRN\"", "\"label\": \"UPRNs\"", 1);
    assert_ne!(agreement, other);
    folder.write("agreement.json", other);
    let said = folder.refuse(MATCH);
    assert!(
        said.contains("north.parquet") && said.contains("agreement"),
        "{said}"
    );
}

#[test]
fn a_key_of_another_project() {
    let folder = prepared();
    folder.succeed("key new --out other.key");
    folder.succeed(
        &PREPARE
            .replace("north", "south")
            .replace("project.key", "other.key"),
    );
    let said = folder.refuse(MATCH);
    assert!(said.contains("key"), "{said}");
}

#[test]
fn an_extract_cut_in_half() {
    let folder = prepared();
    let whole = fs::read(folder.path("north.parquet")).unwrap();
    folder.write("north.parquet", &whole[..whole.len() / 2]);
    let said = folder.refuse(MATCH);
    assert!(said.contains("north.parquet: "), "{said}");
}

#[test]
fn a_parquet_file_that_is_not_an_extract_and_a_csv() {
    let folder = prepared();
    folder.write(
        "north.parquet",
        include_bytes!("data/not-an-extract.parquet"),
    );
    assert!(folder.refuse(MATCH).contains("north.parquet"));
    fs::copy(folder.path("people.csv"), folder.path("north.parquet")).unwrap();
    assert!(folder.refuse(MATCH).contains("north.parquet"));
}

#[test]
fn the_same_party_twice_or_one_party_alone() {
    let folder = prepared();
    let twice = folder
        .refuse("match --agreement agreement.json north.parquet north.parquet --out links.csv");
    assert!(twice.contains("north"), "{twice}");
    let alone = folder.refuse("match --agreement agreement.json north.parquet --out links.csv");
    assert!(alone.contains("two or more parties"), "{alone}");
}

#[test]
fn who_is_not_a_party() {
    let folder = ready();
    let said = folder.refuse(&PREPARE.replace("--party north", "--party west"));
    assert!(
        said.contains("no party \"west\". Its parties are: north, south"),
        "{said}"
    );
}

#[test]
fn agreements_that_cannot_be_followed() {
    let folder = ready();
    let text = fs::read_to_string(folder.path("agreement.json")).unwrap();
    let cases = [
        (
            "\"version\": 1",
            "\"version\": 2",
            "not a Split Tally agreement of version 1",
        ),
        ("\"title\"", "\"titel\"", "unknown field `titel`"),
        ("\"bits\": 1024", "\"bits\": 1000", "record_filter.bits"),
        (
            "\"field\": \"uprn\"",
            "\"field\": \"urpn\"",
            "there is no field \"urpn\"",
        ),
        (
            "\"threshold\": 0.82",
            "\"threshold\": 1.5",
            "decision.similarity.threshold",
        ),
    ];
    for (from, to, expected) in cases {
        assert!(text.contains(from), "{from}");
        folder.write("agreement.json", text.replacen(from, to, 1));
        let said = folder.refuse("agreement check agreement.json");
        assert!(said.contains(expected), "{said}");
    }
    folder.write("agreement.json", &text[..text.len() / 2]);
    assert!(
        folder
            .refuse("agreement check agreement.json")
            .contains("line ")
    );
}

#[test]
fn opt_outs_are_left_out_and_counted() {
    let folder = ready();
    folder.write("opt-outs.txt", "2\n");
    folder.succeed(&format!(
        "{PREPARE} --exclude opt-outs.txt --report record.json"
    ));
    let record = fs::read_to_string(folder.path("record.json")).unwrap();
    assert!(
        record.contains("\"their ids are in the list of ids to leave out\""),
        "{record}"
    );
    let crosswalk = fs::read_to_string(folder.path("north.csv")).unwrap();
    assert_eq!(crosswalk.lines().count(), 2);
}

#[test]
fn a_passphrase_protects_the_key() {
    let folder = ready();
    folder.write("passphrase.txt", "correct horse battery staple\n");
    folder.write("wrong.txt", "correct horse battery stable\n");
    fs::remove_file(folder.path("project.key")).unwrap();
    folder.succeed("key new --out project.key --passphrase-file passphrase.txt");
    assert!(folder.refuse(PREPARE).contains("--passphrase-file"));
    let wrong = folder.refuse(&format!("{PREPARE} --passphrase-file wrong.txt"));
    assert!(wrong.contains("passphrase does not open"), "{wrong}");
    folder.succeed(&format!("{PREPARE} --passphrase-file passphrase.txt"));
    folder.write("short.txt", "short\n");
    let short = folder.refuse("key new --out other.key --passphrase-file short.txt");
    assert!(short.contains("at least 12 characters"), "{short}");
}

/// The run record and the messages are what people file and forward: no value of a person may be in them.
#[test]
fn no_value_of_a_person_is_in_what_is_filed() {
    let folder = ready();
    let said = stderr(&folder.run(&format!("{PREPARE} --report record.json")));
    folder.succeed(&PREPARE.replace("north", "south"));
    folder.succeed(&format!("{MATCH} --report match.json"));
    let mut filed = said;
    for name in ["record.json", "match.json", "links.csv"] {
        filed += &fs::read_to_string(folder.path(name)).unwrap();
    }
    for value in [
        "Ann",
        "Robert",
        "Hill",
        "1980-02-03",
        "19800203",
        "CO1",
        "943 476",
        "9434765919",
    ] {
        assert!(!filed.contains(value), "{value} is in what is filed");
    }
}

#[cfg(unix)]
#[test]
fn keys_and_crosswalks_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = prepared();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o077;
    assert_eq!(mode(&folder.path("project.key")), 0);
    assert_eq!(mode(&folder.path("north.csv")), 0);
}

#[test]
fn usage_errors_have_their_own_status() {
    let folder = ready();
    assert_eq!(folder.run("prepare --party north").status.code(), Some(2));
    assert_eq!(
        folder
            .run(&format!("{PREPARE} --map surname"))
            .status
            .code(),
        Some(2)
    );
}
