//! `split-tally interop` as its users meet it: known answers through files, and every bad input with its message, its
//! exit status, and nothing written.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use split_tally::interop::clkhash::{ClksLimits, read_clks};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.0.path().join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn run(&self, line: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_split-tally"))
            .args(line.split(' '))
            .current_dir(self.0.path())
            .output()
            .unwrap()
    }

    /// Runs a command that must succeed; what it said on standard error.
    fn succeed(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(output.status.success(), "{line}: {}", stderr(&output));
        assert!(output.stdout.is_empty());
        stderr(&output)
    }

    /// Runs a command that must fail with this status and leave nothing behind.
    fn fail(&self, status: i32, line: &str) -> String {
        let before = self.names();
        let output = self.run(line);
        assert_eq!(
            output.status.code(),
            Some(status),
            "{line}: {}",
            stderr(&output)
        );
        assert_eq!(self.names(), before, "{line} left something behind");
        stderr(&output)
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const CLKHASH: &str =
    "interop clkhash --schema schema.json --secret-file secret --in rows.csv --out clks.json";

/// The four fields of the known answers of clkhash 0.18.3, with their rows, and the CLKs to expect.
fn four_fields() -> (Folder, Vec<String>) {
    let vectors: Value = serde_json::from_str(include_str!("data/interop/clkhash.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    let case = cases
        .iter()
        .find(|case| case["name"] == "four_fields_together")
        .unwrap();
    let texts = |value: &Value| -> Vec<String> {
        let items = value.as_array().unwrap();
        items
            .iter()
            .map(|text| text.as_str().unwrap().to_owned())
            .collect()
    };
    let rows: Vec<String> = case["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| texts(row).join(","))
        .collect();
    let folder = Folder::new();
    folder.write("schema.json", case["schema"].to_string());
    folder.write(
        "secret",
        format!("{}\r\n", case["secret"].as_str().unwrap()),
    );
    let header = "forename,surname,dob,postcode";
    folder.write(
        "rows.csv",
        format!("\u{feff}{header}\n{}\n", rows.join("\n")),
    );
    folder.write("bare.csv", format!("\u{feff}{}", rows.join("\r\n")));
    (folder, texts(&case["clks_base64"]))
}

#[test]
fn clkhash_makes_the_known_file() {
    let (folder, clks) = four_fields();
    let said = folder.succeed(CLKHASH);
    assert!(
        said.contains("Warning") && said.contains("Wrote 3 CLKs"),
        "{said}"
    );
    let expected = format!("{{\"clks\": [\"{}\"]}}", clks.join("\", \""));
    assert_eq!(folder.read("clks.json"), expected);
    folder.write("clks.json", "");
    folder.succeed(&format!("{CLKHASH} --no-header").replace("rows.csv", "bare.csv"));
    assert_eq!(folder.read("clks.json"), expected);
    let read = read_clks(folder.read("clks.json").as_bytes(), ClksLimits::default());
    assert_eq!(read.unwrap().len(), 3);
}

#[test]
fn clkhash_says_where_the_fault_is() {
    let (folder, _) = four_fields();
    let with_rows = |rows: &str| {
        folder.write("rows.csv", rows);
        folder.fail(3, CLKHASH)
    };
    let said = with_rows("forename,surname,postcode,dob\nQUILL,B,C,D\n");
    assert!(said.contains("row 1: column 3 must be \"dob\""), "{said}");
    // A file without its header: what stands there may be a person.
    let said = with_rows("QUILL,B,C,D\nE,F,G,H\n");
    assert!(
        said.contains("--no-header") && !said.contains("QUILL"),
        "{said}"
    );
    let said = with_rows("forename,surname,dob\nQUILL,B,C\n");
    assert!(said.contains("3 columns where the schema has 4"), "{said}");
    let said = with_rows("forename,surname,dob,postcode\nQUILL,B,C,D\n\nE,F,G,H\n");
    assert!(said.contains("row 3: the row is blank"), "{said}");

    folder.write("rows.csv", "n\n12\nQUILL\n");
    folder.write(
        "schema.json",
        r#"{"version": 3, "clkConfig": {"l": 64, "kdf": {"type": "HKDF"}}, "features": [{"identifier": "n",
            "format": {"type": "integer"}, "hashing": {"comparison": {"type": "exact"}, "strategy": {"bitsPerToken": 2}}}]}"#,
    );
    let said = folder.fail(3, CLKHASH);
    assert!(
        said.contains("rows.csv, row 3, field \"n\": the value is not a whole number"),
        "{said}"
    );
    assert!(!said.contains("QUILL"), "{said}");
    folder.write("bare.csv", "12\n13\n\nQUILL\n");
    let said = folder.fail(
        3,
        &format!("{CLKHASH} --no-header").replace("rows.csv", "bare.csv"),
    );
    assert!(said.contains("bare.csv, row 3: the row is blank"), "{said}");
    folder.write("bare.csv", "12\nQUILL\n");
    let said = folder.fail(
        3,
        &format!("{CLKHASH} --no-header").replace("rows.csv", "bare.csv"),
    );
    assert!(said.contains("bare.csv, row 2, field"), "{said}");

    folder.write(
        "schema.json",
        r#"{"version": 3, "clkConfig": {}, "features": 1}"#,
    );
    let said = folder.fail(3, CLKHASH);
    for place in [
        "schema.json",
        "/clkConfig: \"l\" is missing",
        "/clkConfig: \"kdf\"",
        "/features:",
    ] {
        assert!(said.contains(place), "{place}: {said}");
    }
    folder.write("schema.json", "{");
    assert!(folder.fail(3, CLKHASH).contains("is not JSON"));
    folder.write("secret", "\n");
    let (other, _) = four_fields();
    other.write("secret", "\n");
    assert!(other.fail(3, CLKHASH).contains("secret: the file is empty"));
    folder.fail(3, &CLKHASH.replace("schema.json", "nowhere.json"));
    folder.fail(2, "interop clkhash --schema schema.json");
}

#[test]
fn schemas_warn_before_they_mislead() {
    let (folder, _) = four_fields();
    let schema = folder
        .read("schema.json")
        .replace("\"l\":1024", "\"l\":1024,\"xorFolds\":1");
    folder.write("schema.json", schema);
    assert!(folder.succeed(CLKHASH).contains("\"xor_folds\""));
}

const PEOPLE: &str = "id,NHSNumber,DOB,first,last,iso,postcode,sex\n\
    1,943 476 5919,29.11.1973,Louis,Pasteur,1822-12-27,CB22 3AD,m\n\
    2,,29.11.1973,Marie,Curie,1867-11-07,,f\n";

fn people() -> Folder {
    let folder = Folder::new();
    folder.write("people.csv", PEOPLE);
    folder
}

#[test]
fn openpseudonymiser() {
    let folder = people();
    folder.write("salt", "mackerel\n");
    let line = "interop openpseudonymiser --salt-file salt --in people.csv --column NHSNumber DOB --keep id --out out.csv";
    let said = folder.succeed(line);
    assert!(said.contains("all NHS numbers"), "{said}");
    assert!(said.contains("Digest: 1 of 2 rows have none"), "{said}");
    assert_eq!(
        folder.read("out.csv"),
        "id,Digest\n1,ED72F814B7905F3D3958749FA90FE657C101EC657402783DB68CBE3513E76087\n2,\n"
    );
    let said = folder.fail(3, &line.replace("DOB", "dateofbirth"));
    assert!(
        said.contains("people.csv: there is no column \"dateofbirth\""),
        "{said}"
    );
    folder.fail(2, &line.replace("DOB", "nhsnumber"));
    folder.write("salt", " mackerel");
    let said = folder.fail(3, line);
    assert!(
        said.contains("salt: the salt begins") && !said.contains("mackerel"),
        "{said}"
    );
}

#[test]
fn ndr() {
    let folder = people();
    folder.write("salt", "1234567890abcdef1234567890abcdef\n");
    folder.write("recipient", "0123456789abcdef1234567890abcdef\n");
    folder.write(
        "people.csv",
        "nhs,born,postcode\n1234567881,1975-10-22,CB22 3AD\n,1975-10-22,\n",
    );
    let line = "interop ndr --salt-file salt --in people.csv --nhs-number nhs --birth-date born --postcode postcode --out out.csv";
    folder.succeed(&format!("{line} --repseudonym-salt-file recipient"));
    let out = folder.read("out.csv");
    assert!(
        out.starts_with("repseudo_id1,repseudo_id2\nf82845dec2cd7379"),
        "{out}"
    );
    assert!(
        out.contains(",051109c45665b97b") && out.ends_with("\n,\n"),
        "{out}"
    );
    assert!(folder.succeed(line).contains("pseudo_id2: 1 of 2"));
    folder.write(
        "people.csv",
        "nhs,born,postcode\n1234567881,22/10/1975,CB22 3AD\n",
    );
    let said = folder.fail(3, line);
    assert!(
        said.contains("people.csv, row 2: the birth date is not written as"),
        "{said}"
    );
    assert!(!said.contains("1975"), "{said}");
    folder.write("salt", "hello");
    assert!(folder.fail(3, line).contains("salt: the salt has fewer"));
    folder.fail(
        2,
        "interop ndr --salt-file salt --in people.csv --out out.csv",
    );
}

#[test]
fn opprl() {
    let folder = people();
    folder.write("key.pem", include_bytes!("data/interop/opprl-test-key.pem"));
    let line = "interop opprl --version v2 --key-file key.pem --in people.csv --column first_name=first last_name=last birth_date=iso gender=sex --out out.csv";
    let said = folder.succeed(line);
    assert!(said.contains("unkeyed SHA-512"), "{said}");
    let out = folder.read("out.csv");
    let names = (1..=6)
        .map(|n| format!("opprl_token_{n}v2"))
        .collect::<Vec<_>>();
    assert_eq!(out.lines().next().unwrap(), names.join(","));
    // Computed with Python's cryptography 50 for "1822-12-27:L:M:PASTEUR" and the key file.
    let first = out.lines().nth(1).unwrap();
    assert!(first.starts_with("KavnfKHbRK4e6hHsk7IdwHosqyCQlNBfoNNgit7vP6m/Jpm5bYc90ePPFs2XkUkQq378lhDxQF5D09j294kbhjj5aGku40OuwNNK6WgQqGo=,"), "{out}");
    folder.succeed(&format!("{line} --token 4 --keep id"));
    assert!(folder.read("out.csv").starts_with("id,opprl_token_4v2\n1,"));
    let said = folder.fail(2, &format!("{line} --token 7"));
    assert!(said.contains("--token 7"), "{said}");
    let said = folder.fail(2, &line.replace("gender=sex", "sex"));
    assert!(said.contains("ATTRIBUTE=COLUMN"), "{said}");
    let said = folder.fail(3, &line.replace("birth_date=iso", "birth_date=DOB"));
    assert!(
        said.contains("row 2: the birth date") && !said.contains("1973"),
        "{said}"
    );
    folder.write("key.pem", "mine");
    assert!(
        folder
            .fail(3, line)
            .contains("key.pem: the key file is not an RSA private key")
    );
}

#[test]
fn linkja() {
    let folder = people();
    folder.write("salt", "0123456789123\n");
    folder.write(
        "people.csv",
        "a,b,c,d\nJon,Doe,1950-06-06,123-45-5555\nJ,Doe,1950-06-06,\n",
    );
    let line = "interop linkja --salt-file salt --in people.csv --first-name a --last-name b --birth-date c --ssn d --out out.csv";
    let said = folder.succeed(line);
    assert!(said.contains("every site"), "{said}");
    let out = folder.read("out.csv");
    assert!(
        out.starts_with("fnamelnamedob,fnamelnamedobssn\n3C6F1E81D3BF2933"),
        "{out}"
    );
    assert!(
        out.contains(",7D0064D9573467E1") && out.ends_with("\n,\n"),
        "{out}"
    );
    folder.succeed(&format!("{line} --all"));
    assert_eq!(
        folder
            .read("out.csv")
            .lines()
            .next()
            .unwrap()
            .split(',')
            .count(),
        10
    );
    folder.write("people.csv", "a,b,c,d\nJon,Doe,06/06/1950,\n");
    let said = folder.fail(3, line);
    assert!(
        said.contains("row 2: the birth date is not a date") && !said.contains("1950"),
        "{said}"
    );
}
