//! A key's life: renewed by a new edition of the agreement, and destroyed with a receipt.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;

use folder::Folder;
use serde_json::Value;

const PREPARE: &str = "prepare --agreement agreement.json --key project.key --party north --in people.csv --out north.parquet --crosswalk north.csv";

fn ready() -> Folder {
    let folder = Folder::new();
    folder.succeed("agreement new --party north --party south --out agreement.json");
    folder.succeed("key new --out project.key");
    folder.write(
        "people.csv",
        "id,given name,surname,dob\n1,Ann,Field,1980-02-03\n",
    );
    folder
}

fn json(folder: &Folder, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.path(name)).unwrap()).unwrap()
}

#[test]
fn a_renewed_agreement_changes_the_code_and_nothing_else_that_was_agreed() {
    let folder = ready();
    folder.succeed("agreement renew agreement.json --out second.json");
    folder.succeed("agreement renew second.json --out third.json");
    let digest = |name: &str| {
        let said = folder.succeed(&format!("agreement check {name}"));
        let line = said
            .lines()
            .find(|line| line.starts_with("Digest:"))
            .unwrap();
        line.split_whitespace().last().unwrap().to_owned()
    };
    let mut third = json(&folder, "third.json");
    assert_eq!(third["renewal"]["edition"], 3);
    assert_eq!(third["renewal"]["replaces"], digest("second.json"));
    assert!(
        folder
            .succeed("agreement check third.json")
            .contains("Edition: 3")
    );
    third.as_object_mut().unwrap().remove("renewal");
    assert_eq!(third, json(&folder, "agreement.json"));
    let code =
        |name: &str| folder.succeed(&format!("key check --key project.key --agreement {name}"));
    assert_ne!(code("agreement.json"), code("second.json"));
    assert_ne!(code("second.json"), code("third.json"));
}

#[test]
fn a_renewed_agreement_can_have_another_threshold() {
    let folder = ready();
    folder.succeed("agreement renew agreement.json --similarity-threshold 0.9 --out renewed.json");
    let mut renewed = json(&folder, "renewed.json");
    assert_eq!(renewed["decision"]["similarity"]["threshold"], 0.9);
    renewed["decision"]["similarity"]["threshold"] = 0.82.into();
    renewed.as_object_mut().unwrap().remove("renewal");
    assert_eq!(renewed, json(&folder, "agreement.json"));
    // The template of people for each other has no probability.
    let said = folder
        .refuse("agreement renew agreement.json --probability-threshold 0.9 --out other.json");
    assert!(said.contains("has no threshold to change"), "{said}");
}

#[test]
fn extracts_of_two_editions_are_not_matched() {
    let folder = ready();
    folder.succeed(PREPARE);
    folder.succeed("agreement renew agreement.json --out renewed.json");
    fs::rename(folder.path("renewed.json"), folder.path("agreement.json")).unwrap();
    folder.succeed(&PREPARE.replace("north", "south"));
    let said = folder
        .refuse("match --agreement agreement.json north.parquet south.parquet --out links.csv");
    assert!(
        said.contains("north was made under another agreement"),
        "{said}"
    );
}

#[test]
fn a_destroyed_key_is_gone_and_leaves_a_receipt() {
    let folder = ready();
    let code = folder.succeed("key check --key project.key --agreement agreement.json");
    // A second name of the same file shows what was written over it.
    fs::hard_link(folder.path("project.key"), folder.path("backup")).unwrap();
    let before = fs::read(folder.path("backup")).unwrap();
    folder.succeed(
        "key destroy --key project.key --agreement agreement.json --out receipt.json --by Keeper",
    );
    assert!(!folder.path("project.key").exists());
    let after = fs::read(folder.path("backup")).unwrap();
    assert_eq!(after.len(), before.len());
    // Of 300 and more random bytes, 1 in 256 stays what it was.
    let same = before.iter().zip(&after).filter(|(a, b)| a == b).count();
    assert!(
        same < before.len() / 16,
        "{same} of {} bytes stayed",
        before.len()
    );

    let receipt = json(&folder, "receipt.json");
    assert_eq!(receipt["format"], "split-tally/key-destruction");
    assert_eq!(receipt["key_check_code"], code.trim());
    assert_eq!(receipt["by"], "Keeper");
    assert_eq!(receipt["file"], "project.key");
    assert_eq!(receipt["method"], "overwritten_and_removed");
    let at = receipt["destroyed_at"].as_str().unwrap();
    assert!(at.len() == 20 && at.ends_with('Z'), "{at}");
    let statement = receipt["statement"].to_string();
    for words in ["solid-state", "no proof", "backups"] {
        assert!(statement.contains(words), "{statement}");
    }
    let said = folder.succeed("inspect receipt.json");
    assert!(
        said.contains("key that was destroyed") && said.contains(code.trim()),
        "{said}"
    );
}

#[test]
fn a_key_that_does_not_open_is_not_destroyed() {
    let folder = ready();
    folder.write("passphrase.txt", "four words in a row\n");
    folder.write("wrong.txt", "four words in a rov\n");
    folder.succeed("key new --out wrapped.key --passphrase-file passphrase.txt");
    let whole = fs::read(folder.path("wrapped.key")).unwrap();
    let destroy = "key destroy --agreement agreement.json --out receipt.json --key wrapped.key";
    folder.refuse(destroy);
    folder.refuse(&format!("{destroy} --passphrase-file wrong.txt"));
    folder.refuse(&destroy.replace("wrapped.key", "people.csv"));
    // Nowhere to put the receipt: the key stays.
    let output = folder.run(&format!(
        "{} --passphrase-file passphrase.txt",
        destroy.replace("receipt.json", "no-such-folder/receipt.json")
    ));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read(folder.path("wrapped.key")).unwrap(), whole);
    folder.succeed(&format!("{destroy} --passphrase-file passphrase.txt"));
    assert!(!folder.path("wrapped.key").exists());
}
