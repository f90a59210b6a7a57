//! Canaries: secrets and persons' values that are known, and looked for in everything that a command says or writes.
//!
//! What is looked for is the project key and the receiving key (as hexadecimal, Base64, raw bytes, and the text of their
//! files), the passphrase, and the values of two persons, in every file written and everything printed, whether the
//! command does its job or refuses. The crosswalk may hold the owner's ids, and key files their keys.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;
use std::process::Output;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use folder::Folder;
use sha2::{Digest as _, Sha256};

const PASSPHRASE: &str = "zinnia quokka marzipan turnstile";
const KEY: [u8; 32] = *b"\xc5\x9b\x07CANARY-of-the-project-key!\x8e\x11\xf3";
/// Of two persons: no fragment of them may be seen anywhere.
const VALUES: &[&str] = &[
    "Xanthippe",
    "Quillfeather",
    "1987-11-23",
    "23/11/1987",
    "19871123",
    "ZE1 0QX",
    "ZE10QX",
    "9434765919",
    "943 476 5919",
    "Zebedee",
    "Wolpertinger",
    "1991-02-31",
    "07700900461",
    "zebedee@wolpertinger.example",
];
const IDS: &[&str] = &["OWNID-7719", "OWNID-7720"];

const PEOPLE: &str = "id,given name,surname,dob,postcode,nhs number,phone,email\n\
    OWNID-7719,Xanthippe,Quillfeather,1987-11-23,ZE1 0QX,943 476 5919,,\n\
    OWNID-7720,Zebedee,Wolpertinger,1991-02-28,ZE1 0QX,,07700900461,zebedee@wolpertinger.example\n";

const PREPARE: &str = "prepare --agreement agreement.json --key project.key --party north --in people.csv --out north.parquet --crosswalk north.crosswalk --report north.json";

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

struct Canaries {
    folder: Folder,
    /// Never to be seen, with what each is.
    secrets: Vec<(String, Vec<u8>)>,
}

impl Canaries {
    /// A folder with an agreement, a known key, a receiving key, and a file of people.
    fn new() -> Self {
        let folder = Folder::new();
        let check = hex(&Sha256::digest(KEY)[..4]);
        folder.write(
            "project.key",
            format!("split-tally-key-1:{}:{check}\n", hex(&KEY)),
        );
        folder.write("passphrase.txt", format!("{PASSPHRASE}\n"));
        folder.write("wrong.txt", format!("{PASSPHRASE}s\n"));
        folder.write("people.csv", PEOPLE);
        let public_key = folder.succeed("key identity new --out trust.identity");
        folder.succeed("agreement new --party north --party south --out agreement.json");
        folder.change_json("agreement.json", |agreement| {
            agreement["recipients"] = serde_json::json!([
                {"name": "Trust", "role": "linker", "public_key": public_key.trim()},
                {"name": "south", "role": "partner"},
            ]);
        });
        let identity = fs::read_to_string(folder.path("trust.identity")).unwrap();
        let identity = identity
            .lines()
            .find(|line| line.starts_with("AGE-SECRET-KEY-1"))
            .unwrap();
        let mut secrets: Vec<(String, Vec<u8>)> = vec![
            ("the key".to_owned(), KEY.to_vec()),
            ("the key in hexadecimal".to_owned(), hex(&KEY).into_bytes()),
            (
                "the key in capital hexadecimal".to_owned(),
                hex(&KEY).to_uppercase().into_bytes(),
            ),
            (
                "part of the key in hexadecimal".to_owned(),
                hex(&KEY[8..20]).into_bytes(),
            ),
            (
                "the key as a list of numbers".to_owned(),
                format!("{KEY:?}")
                    .trim_matches(['[', ']'])
                    .as_bytes()
                    .to_vec(),
            ),
            (
                "the key in Base64".to_owned(),
                STANDARD_NO_PAD.encode(KEY).into_bytes(),
            ),
            (
                "the key in Base64 for addresses".to_owned(),
                URL_SAFE_NO_PAD.encode(KEY).into_bytes(),
            ),
            (
                "the key's hexadecimal in Base64".to_owned(),
                STANDARD.encode(hex(&KEY)).into_bytes(),
            ),
            (
                "the receiving key".to_owned(),
                identity.as_bytes()[16..].to_vec(),
            ),
            ("the passphrase".to_owned(), PASSPHRASE.as_bytes().to_vec()),
            ("a word of the passphrase".to_owned(), b"marzipan".to_vec()),
            (
                "the passphrase in Base64".to_owned(),
                STANDARD_NO_PAD.encode(PASSPHRASE).into_bytes(),
            ),
        ];
        for value in VALUES {
            secrets.push((format!("the value {value}"), value.as_bytes().to_vec()));
            secrets.push((
                format!("the value {value} in capitals"),
                value.to_uppercase().into_bytes(),
            ));
        }
        Self { folder, secrets }
    }

    fn expect_none_in(&self, place: &str, bytes: &[u8]) {
        for (what, secret) in &self.secrets {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == &secret[..]);
            assert!(!found, "{what} is in {place}");
        }
        if !place.ends_with(".crosswalk") {
            for id in IDS {
                let found = bytes
                    .windows(id.len())
                    .any(|window| window == id.as_bytes());
                assert!(!found, "{id} is in {place}");
            }
        }
    }

    /// Runs a command, and looks through all that it says and writes; gives back what it said on standard error.
    fn run(&self, line: &str) -> (Output, String) {
        let before = self.folder.names();
        let output = self.folder.run(line);
        self.expect_none_in(&format!("what \"{line}\" prints"), &output.stdout);
        self.expect_none_in(&format!("what \"{line}\" says"), &output.stderr);
        for name in self.folder.names() {
            let is_secret = [".key", ".identity", ".txt"]
                .iter()
                .any(|end| name.ends_with(end));
            let is_input =
                before.contains(&name) && (name.starts_with("people") || name == "bad.csv");
            if !is_secret && !is_input {
                self.expect_none_in(&name, &fs::read(self.folder.path(&name)).unwrap());
            }
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output, said)
    }

    fn succeeds(&self, line: &str) {
        let (output, said) = self.run(line);
        assert!(output.status.success(), "{line}: {said}");
    }

    fn refuses(&self, line: &str) {
        let (output, said) = self.run(line);
        assert!(
            matches!(output.status.code(), Some(2 | 3)),
            "{line}: {said}"
        );
    }
}

#[test]
fn nothing_secret_is_in_what_the_whole_job_says_and_writes() {
    let canaries = Canaries::new();
    for recipient in ["Trust", "south"] {
        canaries.succeeds(&format!("{PREPARE} --for {recipient}"));
    }
    canaries.succeeds(&format!("{PREPARE} --for Trust --plain-copy north.copy"));
    canaries.succeeds(&format!(
        "{} --for south",
        PREPARE.replace("north", "south")
    ));
    canaries.succeeds("match --agreement agreement.json north.parquet south.parquet --out links.csv --report match.json");
    canaries.succeeds(&format!(
        "{} --for Trust",
        PREPARE.replace("north", "south")
    ));
    canaries.succeeds("match --agreement agreement.json north.parquet.age south.parquet.age --identity trust.identity --out links.csv --report match.json");
    for file in [
        "north.parquet.age",
        "north.copy",
        "south.parquet",
        "links.csv",
        "north.json",
        "match.json",
        "project.key",
        "trust.identity",
        "north.crosswalk",
        "agreement.json",
    ] {
        canaries.succeeds(&format!("inspect {file}"));
    }
    canaries.succeeds("inspect --csv north.parquet.age --identity trust.identity");
    canaries.succeeds("key check --agreement agreement.json --key project.key");
    canaries.succeeds("key identity show --identity trust.identity");
    canaries.succeeds("key new --out new.key --passphrase-file passphrase.txt");
    canaries.succeeds(
        "key check --agreement agreement.json --key new.key --passphrase-file passphrase.txt",
    );
    canaries.succeeds("key identity new --out new.identity --passphrase-file passphrase.txt");
    canaries.succeeds("look --agreement agreement.json --in people.csv --report look.json --save-mapping mapping.json");
    canaries.succeeds("agreement renew agreement.json --out renewed.json");
    canaries.succeeds(
        "key destroy --key project.key --agreement agreement.json --out receipt.json --by Keeper",
    );
    assert!(!canaries.folder.path("project.key").exists());
}

#[test]
fn nothing_secret_is_in_what_a_refusal_says() {
    let canaries = Canaries::new();
    let folder = &canaries.folder;
    folder.succeed("key new --out wrapped.key --passphrase-file passphrase.txt");
    folder.succeed("key identity new --out wrapped.identity --passphrase-file passphrase.txt");
    folder.write(
        "damaged.key",
        fs::read_to_string(folder.path("project.key"))
            .unwrap()
            .replacen("c5", "c6", 1),
    );
    folder.write(
        "short.key",
        fs::read_to_string(folder.path("project.key"))
            .unwrap()
            .trim_end()
            .trim_end_matches(|c| c != ':'),
    );
    let prepare = format!("{PREPARE} --for south");
    for key in [
        "wrapped.key",
        "wrapped.key --passphrase-file wrong.txt",
        "damaged.key",
        "short.key",
        "trust.identity",
        "wrapped.identity --passphrase-file passphrase.txt",
        "people.csv",
        "passphrase.txt",
    ] {
        canaries.refuses(&prepare.replace("project.key", key));
        canaries.refuses(&format!("key check --agreement agreement.json --key {key}"));
        canaries.refuses(&format!(
            "key destroy --agreement agreement.json --out receipt.json --key {key}"
        ));
    }
    canaries.refuses(&format!("{prepare} --key-check-code 123456789"));
    for agreement in ["project.key", "people.csv", "trust.identity", "wrapped.key"] {
        canaries.refuses(&prepare.replace("agreement.json", agreement));
        canaries.refuses(&format!("agreement check {agreement}"));
    }
    // Bad inputs of every kind, with values that may not be repeated.
    let row = "OWNID-7720,Zebedee,Wolpertinger,1991-02-28,ZE1 0QX,,07700900461,zebedee@wolpertinger.example\n";
    let header = PEOPLE.lines().next().unwrap();
    for bad in [
        PEOPLE.replace("1991-02-28", "1991-02-31"),
        PEOPLE.replace("943 476 5919", "943 476 5918"),
        PEOPLE.replace("ZE1 0QX,943", "Quillfeather,943"),
        format!(
            "{PEOPLE}{}",
            row.replace("Zebedee,", "Zebedee,Wolpertinger,")
        ),
        format!("{PEOPLE}{row}"),
        format!("{header}\nOWNID-7719,\"Xanthippe,Quillfeather,1987-11-23\n"),
        format!("{header}\nOWNID-7719,Xanthi\u{0}ppe,Quillfeather\n"),
        PEOPLE.lines().skip(1).collect::<Vec<_>>().join("\n"),
        format!(
            "id,name\n{}",
            row.replace("Zebedee,Wolpertinger,", "Zebedee;Wolpertinger,")
        ),
        PEOPLE.replace(",phone,email", ",phone"),
        format!("{header}\n"),
        String::new(),
        format!("PK\u{3}\u{4}{PEOPLE}"),
        format!("%PDF-1.7\n{PEOPLE}"),
        format!("PAR1{PEOPLE}PAR1"),
        format!("age-encryption.org/v1\n{PEOPLE}"),
    ] {
        folder.write("bad.csv", &bad);
        let (output, said) = canaries.run(&prepare.replace("people.csv", "bad.csv"));
        assert_eq!(output.status.code(), Some(3), "{bad}: {said}");
        canaries.run("look --agreement agreement.json --in bad.csv");
        canaries.run("inspect bad.csv");
        canaries.refuses("match --agreement agreement.json bad.csv bad.csv --out links.csv --identity trust.identity");
    }
    for more in [
        "--map Quillfeather=surname",
        "--map surname=Quillfeather",
        "--map Xanthippe",
        "--keep Wolpertinger",
        "--id Zebedee",
    ] {
        // What is typed as the name of a column is repeated so that it can be corrected; a value in its place is not.
        let output = folder.run(&format!("{prepare} {more}"));
        assert!(!output.status.success());
        canaries_but_typed(&canaries, &output, more);
    }
    for list in ["Xanthippe Quillfeather\n", "943 476 5918\n"] {
        folder.write("people-out.list", list);
        canaries.refuses(&format!(
            "{prepare} --exclude-by nhs_number=people-out.list"
        ));
    }
}

/// As what was typed on the command line may come back, all else may not.
fn canaries_but_typed(canaries: &Canaries, output: &Output, typed: &str) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut rest = said;
    for word in typed.split(['=', ' ']) {
        rest = rest.replace(word, "");
    }
    canaries.expect_none_in(&format!("what is said of {typed}"), rest.as_bytes());
}

#[test]
fn nothing_secret_is_in_the_links_of_a_damaged_or_foreign_extract() {
    let canaries = Canaries::new();
    let prepare = format!("{PREPARE} --for Trust --plain-copy north.copy");
    canaries.succeeds(&prepare);
    canaries.succeeds(&prepare.replace("north", "south"));
    let whole = fs::read(canaries.folder.path("north.parquet.age")).unwrap();
    let plain = fs::read(canaries.folder.path("north.copy")).unwrap();
    let matching =
        "match --agreement agreement.json north.parquet.age south.parquet.age --out links.csv";
    canaries.refuses(matching);
    for place in [30, whole.len() / 3, whole.len() - 1] {
        let mut changed = whole.clone();
        changed[place] ^= 4;
        canaries.folder.write("north.parquet.age", changed);
        canaries.refuses(&format!("{matching} --identity trust.identity"));
    }
    for place in [5, 100, plain.len() / 2, plain.len() - 9] {
        let mut changed = plain.clone();
        changed[place] ^= 4;
        canaries.folder.write("north.parquet.age", changed);
        canaries.refuses(&format!("{matching} --identity trust.identity"));
    }
}
