//! The `age` command line tool beside us, both ways: what one encrypts the other opens, and each reads the other's keys.
//!
//! `age` and `age-keygen` are looked for on the PATH (`.ci/setup age` installs them where it can); where they are not to be
//! had, each test says on standard error that nothing was compared. Passphrases are typed into `age` through `script` of
//! util-linux, since it asks for them on a terminal only.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use folder::Folder;
use serde_json::json;

const PASSPHRASE: &str = "four words in a row";
const PEOPLE: &str = "id,given name,surname,dob,postcode\n1,Ann,Field,1980-02-03,CO1 1AB\n2,Robert,Hill,1975-11-30,CM2 6BN\n";
const PREPARE: &str = "prepare --agreement agreement.json --key project.key --party north --in people.csv --out north.parquet --crosswalk north.csv";

/// Past the test harness, which keeps back what a passing test prints.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Whether these can be run; says so when they cannot.
fn are_here(programs: &[&str]) -> bool {
    for program in programs {
        let started = Command::new(program).arg("--version").output();
        let here = started.is_ok_and(|output| output.status.success());
        if !here {
            say(&format!(
                "\n!!! NOT COMPARED WITH AGE: {program} is not on the PATH. Install it (Debian, Ubuntu: apt-get install age; .ci/setup age)."
            ));
            return false;
        }
    }
    true
}

fn succeed(folder: &Folder, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder.path("."))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Runs `age` on a terminal of its own and types a line into it, again and again until it ends; `None` where `script` is
/// not util-linux's.
fn succeed_with_typing(folder: &Folder, command: &str, line: &str) -> Option<()> {
    let version = Command::new("script").arg("--version").output().ok()?;
    String::from_utf8_lossy(&version.stdout)
        .contains("util-linux")
        .then_some(())?;
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--command", command, "/dev/null"])
        .current_dir(folder.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Twice: age asks again for confirmation when it encrypts.
    for _ in 0..2 {
        std::thread::sleep(std::time::Duration::from_millis(700));
        let _ = stdin.write_all(format!("{line}\n").as_bytes());
        let _ = stdin.flush();
    }
    let output = child.wait_with_output().unwrap();
    drop(stdin);
    let said = String::from_utf8_lossy(&output.stdout).replace(line, "...");
    assert!(output.status.success(), "{command}: {said}");
    Some(())
}

/// A folder ready to prepare for a linker with this public key.
fn ready(public_key: Option<&str>) -> Folder {
    let folder = Folder::new();
    folder.succeed("agreement new --party north --party south --out agreement.json");
    folder.succeed("key new --out project.key");
    folder.write("people.csv", PEOPLE);
    if let Some(public_key) = public_key {
        folder.change_json("agreement.json", |agreement| {
            agreement["recipients"] =
                json!([{"name": "Trust", "role": "linker", "public_key": public_key}]);
        });
    }
    folder
}

#[test]
fn age_opens_our_extract_byte_for_byte_with_our_identity() {
    if !are_here(&["age"]) {
        return;
    }
    let keys = Folder::new();
    let public_key = keys.succeed("key identity new --out trust.identity");
    let folder = ready(Some(public_key.trim()));
    fs::copy(keys.path("trust.identity"), folder.path("trust.identity")).unwrap();
    folder.succeed(&format!("{PREPARE} --plain-copy plain.parquet"));
    succeed(
        &folder,
        "age",
        &[
            "-d",
            "-i",
            "trust.identity",
            "-o",
            "opened.parquet",
            "north.parquet.age",
        ],
    );
    let opened = fs::read(folder.path("opened.parquet")).unwrap();
    assert_eq!(opened, fs::read(folder.path("plain.parquet")).unwrap());
    assert!(opened.starts_with(b"PAR1"));
}

#[test]
fn an_identity_of_age_keygen_opens_our_extracts_and_those_that_age_encrypted() {
    if !are_here(&["age", "age-keygen"]) {
        return;
    }
    let keys = Folder::new();
    succeed(&keys, "age-keygen", &["-o", "trust.txt"]);
    let public_key = succeed(&keys, "age-keygen", &["-y", "trust.txt"]);
    let public_key = public_key.trim();
    let folder = ready(Some(public_key));
    fs::copy(keys.path("trust.txt"), folder.path("trust.txt")).unwrap();
    let shown = folder.succeed("key identity show --identity trust.txt");
    assert_eq!(shown.trim(), public_key);

    folder.succeed(&format!("{PREPARE} --plain-copy plain.parquet"));
    folder.succeed(&PREPARE.replace("north", "south"));
    // What age encrypts takes the place of what we encrypted.
    fs::remove_file(folder.path("north.parquet.age")).unwrap();
    succeed(
        &folder,
        "age",
        &["-r", public_key, "-o", "north.parquet.age", "plain.parquet"],
    );
    folder.succeed("match --agreement agreement.json --identity trust.txt --out links.csv north.parquet.age south.parquet.age");
    let links = fs::read_to_string(folder.path("links.csv")).unwrap();
    assert_eq!(links.lines().count(), 5, "{links}");
}

#[test]
fn a_file_that_age_encrypted_to_several_is_opened() {
    if !are_here(&["age", "age-keygen"]) {
        return;
    }
    let folder = ready(None);
    folder.succeed(PREPARE);
    let public_key = folder.succeed("key identity new --out ours.identity");
    let mut arguments = vec!["-r".to_owned(), public_key.trim().to_owned()];
    for number in 0..3 {
        let name = format!("other-{number}.txt");
        succeed(&folder, "age-keygen", &["-o", &name]);
        let other = succeed(&folder, "age-keygen", &["-y", &name]);
        arguments.extend(["-r".to_owned(), other.trim().to_owned()]);
    }
    arguments.extend(["-o", "north.age", "north.parquet"].map(str::to_owned));
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    succeed(&folder, "age", &arguments);
    for identity in ["ours.identity", "other-2.txt"] {
        let said = folder.succeed(&format!("inspect --csv north.age --identity {identity}"));
        assert_eq!(said, folder.succeed("inspect --csv north.parquet"));
    }
}

#[test]
fn age_opens_what_we_wrap_by_a_passphrase_and_we_what_it_wraps() {
    if !are_here(&["age", "age-keygen"]) {
        return;
    }
    let folder = ready(None);
    folder.write("passphrase.txt", PASSPHRASE);
    folder.succeed("key new --out wrapped.key --passphrase-file passphrase.txt");
    let typed = succeed_with_typing(&folder, "age -d -o opened.key wrapped.key", PASSPHRASE);
    if typed.is_none() {
        say(
            "\n!!! PASSPHRASES NOT COMPARED WITH AGE: there is no `script` of util-linux to type them through.",
        );
        return;
    }
    let code =
        |key: &str| folder.succeed(&format!("key check --agreement agreement.json --key {key}"));
    let opened = code("opened.key");
    assert_eq!(opened, code("wrapped.key --passphrase-file passphrase.txt"));

    // The other way round, for a project key and for an identity.
    succeed(&folder, "age-keygen", &["-o", "plain.txt"]);
    for (plain, wrapped) in [("opened.key", "age.key"), ("plain.txt", "age.identity")] {
        let command = format!("age -p -o {wrapped} {plain}");
        succeed_with_typing(&folder, &command, PASSPHRASE).unwrap();
    }
    assert_eq!(code("age.key --passphrase-file passphrase.txt"), opened);
    let shown = folder
        .succeed("key identity show --identity age.identity --passphrase-file passphrase.txt");
    assert_eq!(shown, succeed(&folder, "age-keygen", &["-y", "plain.txt"]));

    // age itself uses our wrapped identity.
    let public_key =
        folder.succeed("key identity new --out ours.identity --passphrase-file passphrase.txt");
    succeed(
        &folder,
        "age",
        &["-r", public_key.trim(), "-o", "people.age", "people.csv"],
    );
    succeed_with_typing(
        &folder,
        "age -d -i ours.identity -o people.out people.age",
        PASSPHRASE,
    )
    .unwrap();
    assert_eq!(
        fs::read_to_string(folder.path("people.out")).unwrap(),
        PEOPLE
    );
}
