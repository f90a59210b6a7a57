//! For whom an extract is made, and what they may hold; encryption to their public key.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;

use folder::{Folder, stderr};
use serde_json::{Value, json};

const PEOPLE: &str = "id,given name,surname,dob,postcode,nhs number\n\
    1,Ann,Field,1980-02-03,CO1 1AB,943 476 5919\n\
    2,Robert,Hill,1975-11-30,CM2 6BN,\n";

const PREPARE: &str = "prepare --agreement agreement.json --key project.key --party north --in people.csv --out north.parquet --crosswalk north.csv";
const MATCH: &str = "match --agreement agreement.json north.parquet south.parquet --out links.csv";

/// A folder with a key, a file of people, and an agreement changed by `change`.
fn ready(change: impl FnOnce(&mut Value)) -> Folder {
    let folder = Folder::new();
    folder.succeed(
        "agreement new --template person --party north --party south --out agreement.json",
    );
    folder.succeed("key new --out project.key");
    folder.write("people.csv", PEOPLE);
    folder.change_json("agreement.json", change);
    folder
}

fn field_filters() -> Value {
    json!({"bits": 256, "fields": [
        {"field": "surname", "gram": 2, "bits_per_feature": 60},
        {"field": "birth_date", "gram": 1, "positional": true, "bits_per_feature": 60},
    ]})
}

fn without_record_filter(agreement: &mut Value) {
    let agreement = agreement.as_object_mut().unwrap();
    agreement.remove("record_filter");
    agreement["decision"]
        .as_object_mut()
        .unwrap()
        .remove("similarity");
}

fn columns(folder: &Folder, file: &str) -> String {
    let rows = folder.succeed(&format!("inspect --csv {file}"));
    rows.lines().next().unwrap().to_owned()
}

/// The file was made by the version before there were recipients, and its digest, SHA-256 of its RFC 8785 form, worked
/// out with Python's `json` and `hashlib`.
#[test]
fn an_agreement_without_recipients_has_the_digest_it_had() {
    let folder = Folder::new();
    folder.write(
        "agreement.json",
        include_bytes!("data/agreement-without-recipients.json"),
    );
    let said = folder.succeed("agreement check agreement.json");
    let digest = "a539bea9c4e84f33e9326e67346a481b5a012cabbb4532cd289bf8e4bb9dbfc2";
    assert!(said.contains(digest), "{said}");
    folder.change_json("agreement.json", |agreement| {
        agreement["recipients"] = json!([]);
    });
    assert_eq!(folder.succeed("agreement check agreement.json"), said);
}

#[test]
fn each_role_is_given_what_it_may_hold() {
    let folder = ready(|agreement| {
        agreement["field_filters"] = field_filters();
        agreement["recipients"] = json!([
            {"name": "south", "role": "partner"},
            {"name": "Data Trust", "role": "linker"},
        ]);
    });
    folder.succeed(&format!("{PREPARE} --for south"));
    let partner = columns(&folder, "north.parquet");
    assert!(partner.ends_with(",key_nhs,filter"), "{partner}");
    folder.run_args(PREPARE, &["--for", "Data Trust"]);
    let linker = columns(&folder, "north.parquet");
    assert_eq!(linker, format!("{partner},field_surname,field_birth_date"));

    let keyless = ready(|agreement| {
        without_record_filter(agreement);
        agreement["field_filters"] = field_filters();
        agreement["recipients"] = json!([
            {"name": "Bureau", "role": "matcher"},
            {"name": "Data Trust", "role": "linker"},
        ]);
    });
    keyless.succeed(&format!("{PREPARE} --for Bureau"));
    let matcher = columns(&keyless, "north.parquet");
    assert!(matcher.ends_with(",key_nhs"), "{matcher}");
    let said = keyless.succeed("inspect north.parquet");
    assert!(said.contains("Bureau (matcher)"), "{said}");
}

#[test]
fn a_matcher_and_a_plain_record_filter_are_refused_with_the_remedy() {
    let folder = ready(|agreement| {
        agreement["recipients"] = json!([{"name": "Bureau", "role": "matcher"}]);
    });
    let said = folder.refuse("agreement check agreement.json");
    for words in ["recipients[0].role", "hardening", "leave it out", "linker"] {
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn the_recipient_is_given_when_there_are_several() {
    let folder = ready(|agreement| {
        agreement["recipients"] = json!([
            {"name": "south", "role": "partner"},
            {"name": "Trust", "role": "linker"},
        ]);
    });
    let said = folder.refuse(PREPARE);
    assert!(
        said.contains("--for NAME") && said.contains("south, Trust"),
        "{said}"
    );
    let said = folder.refuse(&format!("{PREPARE} --for Bureau"));
    assert!(
        said.contains("no recipient \"Bureau\"") && said.contains("south, Trust"),
        "{said}"
    );
    folder.succeed(&format!("{PREPARE} --for Trust --report record.json"));
    let record = fs::read_to_string(folder.path("record.json")).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    assert_eq!(
        record["recipient"],
        json!({"name": "Trust", "role": "linker"})
    );
    assert!(record["extract"].get("encrypted").is_none());

    let none = ready(|_| {});
    let said = none.refuse(&format!("{PREPARE} --for south"));
    assert!(said.contains("names no recipients"), "{said}");
}

#[test]
fn extracts_for_different_recipients_are_not_matched() {
    let folder = ready(|agreement| {
        agreement["recipients"] = json!([
            {"name": "south", "role": "partner"},
            {"name": "Trust", "role": "linker"},
        ]);
    });
    folder.succeed(&format!("{PREPARE} --for Trust"));
    folder.succeed(&format!(
        "{} --for south",
        PREPARE.replace("north", "south")
    ));
    let said = folder.refuse(MATCH);
    assert!(
        said.contains(
            "The extract of south was made for south (partner), and not for Trust (linker)"
        ),
        "{said}"
    );
    folder.succeed(&format!(
        "{} --for Trust",
        PREPARE.replace("north", "south")
    ));
    folder.succeed(MATCH);
}

/// A folder whose agreement has a recipient with a public key, and both extracts made for it.
fn encrypted() -> Folder {
    let folder = Folder::new();
    folder.write("passphrase.txt", "four words in a row\n");
    let public_key =
        folder.succeed("key identity new --out trust.identity --passphrase-file passphrase.txt");
    let ready = ready(|agreement| {
        agreement["recipients"] =
            json!([{"name": "Trust", "role": "linker", "public_key": public_key.trim()}]);
    });
    for name in ["trust.identity", "passphrase.txt"] {
        fs::copy(folder.path(name), ready.path(name)).unwrap();
    }
    ready.succeed(&format!("{PREPARE} --report record.json"));
    ready.succeed(&PREPARE.replace("north", "south"));
    ready
}

const OPEN: &str = "--identity trust.identity --passphrase-file passphrase.txt";

fn match_encrypted() -> String {
    MATCH.replace(".parquet", ".parquet.age")
}

#[test]
fn an_extract_is_encrypted_to_its_recipient() {
    let folder = encrypted();
    assert!(!folder.path("north.parquet").exists());
    let file = fs::read(folder.path("north.parquet.age")).unwrap();
    assert!(file.starts_with(b"age-encryption.org/v1\n-> X25519 "));
    // What is inside is not to be seen outside.
    for inside in [&b"split-tally"[..], b"PAR1", b"north"] {
        assert!(!file.windows(inside.len()).any(|window| window == inside));
    }
    folder.succeed(&format!("{} {OPEN} --report match.json", match_encrypted()));
    let links = fs::read_to_string(folder.path("links.csv")).unwrap();
    assert_eq!(links.lines().count(), 5, "{links}");

    // The run record has the digest of both files; the match report, of what was inside.
    let json = |name| -> Value {
        serde_json::from_str(&fs::read_to_string(folder.path(name)).unwrap()).unwrap()
    };
    let (record, report) = (json("record.json"), json("match.json"));
    assert_eq!(record["extract"]["sha256"], report["inputs"][0]["sha256"]);
    let encrypted = &record["extract"]["encrypted"];
    assert_eq!(encrypted["bytes"], json!(file.len()));
    assert_ne!(encrypted["sha256"], record["extract"]["sha256"]);

    let said = folder.succeed(&format!("inspect north.parquet.age {OPEN}"));
    assert!(
        said.contains("An extract of 2 records made by north"),
        "{said}"
    );
    let said = folder.succeed("inspect north.parquet.age");
    assert!(
        said.contains("encrypted to a public key") && !said.contains("north,"),
        "{said}"
    );
}

#[test]
fn encrypted_files_that_cannot_be_opened() {
    let folder = encrypted();
    let matching = match_encrypted();
    let said = folder.refuse(&matching);
    assert!(
        said.contains("north.parquet.age") && said.contains("--identity"),
        "{said}"
    );
    let said = folder.refuse(&format!("{matching} --identity trust.identity"));
    assert!(
        said.contains("trust.identity") && said.contains("--passphrase-file"),
        "{said}"
    );
    folder.write("wrong.txt", "four words in a rov\n");
    let wrong = "--identity trust.identity --passphrase-file wrong.txt";
    let said = folder.refuse(&format!("{matching} {wrong}"));
    assert!(said.contains("passphrase does not open"), "{said}");
    folder.succeed("key identity new --out other.identity");
    let said = folder.refuse(&format!("{matching} --identity other.identity"));
    assert!(said.contains("another public key"), "{said}");
    for not_one in ["project.key", "people.csv", "agreement.json"] {
        let said = folder.refuse(&format!("{matching} --identity {not_one}"));
        assert!(said.contains("not a receiving key"), "{said}");
    }
    // An identity is no project key.
    let said = folder.refuse(&PREPARE.replace("project.key", "other.identity"));
    assert!(said.contains("not a Split Tally project key"), "{said}");

    let whole = fs::read(folder.path("north.parquet.age")).unwrap();
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    for damaged in [&whole[..whole.len() - 1], &whole[..100], &changed] {
        folder.write("north.parquet.age", damaged);
        let said = folder.refuse(&format!("{matching} {OPEN}"));
        assert!(
            said.contains("north.parquet.age") && said.contains("damaged"),
            "{said}"
        );
    }
    // Encrypted well, but no extract.
    folder.write("north.parquet.age", "age-encryption.org/v2\n");
    folder.refuse(&format!("{matching} {OPEN}"));
}

#[test]
fn a_name_that_promises_encryption_is_kept_to() {
    let folder = ready(|_| {});
    let promised = PREPARE.replace("north.parquet", "north.parquet.age");
    let output = folder.run(&promised);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("no public key"),
        "{}",
        stderr(&output)
    );
    assert!(!folder.path("north.parquet.age").exists());
}

#[test]
fn a_plain_copy_is_what_is_inside() {
    let folder = encrypted();
    folder.succeed(&format!(
        "{PREPARE} --seed 5 --plain-copy plain.parquet --report record.json"
    ));
    let record: Value =
        serde_json::from_str(&fs::read_to_string(folder.path("record.json")).unwrap()).unwrap();
    let plain = fs::read(folder.path("plain.parquet")).unwrap();
    assert_eq!(record["extract"]["bytes"], json!(plain.len()));
    folder.succeed(&format!("{PREPARE} --seed 5 --plain-copy again.parquet"));
    assert_eq!(fs::read(folder.path("again.parquet")).unwrap(), plain);
    let inside = folder.succeed(&format!("inspect --csv north.parquet.age {OPEN}"));
    assert_eq!(folder.succeed("inspect --csv plain.parquet"), inside);
}

#[test]
fn the_public_key_of_a_receiving_key_can_be_shown_again() {
    let folder = encrypted();
    let shown = folder.succeed(&format!("key identity show {OPEN}"));
    let agreement = fs::read_to_string(folder.path("agreement.json")).unwrap();
    assert!(agreement.contains(shown.trim()), "{shown}");
}
