//! No output takes the place of an input, of a key, or of another output.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;

use folder::{Folder, stderr};

const PEOPLE: &str =
    "id,given name,surname,dob\n1,Ann,Field,1980-02-03\n2,Robert,Hill,1975-11-30\n";

fn ready() -> Folder {
    let folder = Folder::new();
    folder.succeed(
        "agreement new --template person --party north --party south --out agreement.json",
    );
    folder.succeed("key new --out project.key");
    for party in ["north", "south"] {
        folder.write(&format!("{party}.csv"), PEOPLE);
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --out {party}.parquet --crosswalk {party}.cw.csv"));
    }
    folder
}

/// Every file of the folder, with what it holds.
fn contents(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let names = folder.names().into_iter();
    names
        .filter(|name| !folder.path(name).is_dir())
        .map(|name| {
            let bytes = fs::read(folder.path(&name)).unwrap();
            (name, bytes)
        })
        .collect()
}

/// Refused as a mistake in the command, with nothing changed.
fn refuse(folder: &Folder, line: &str, words: &[&str]) {
    let before = contents(folder);
    let output = folder.run(line);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{line}: {said}");
    for words in words {
        assert!(said.contains(words), "{line}: {words}: {said}");
    }
    assert!(contents(folder) == before, "{line} changed a file");
}

#[test]
fn prepare_overwrites_nothing_that_it_reads() {
    let folder = ready();
    let prepare = |out: &str, crosswalk: &str, more: &str| {
        format!(
            "prepare --agreement agreement.json --key project.key --party north --in north.csv --out {out} --crosswalk {crosswalk}{more}"
        )
    };
    for (line, options) in [
        (prepare("north.csv", "c.csv", ""), ["--out", "--in"]),
        (prepare("./north.csv", "c.csv", ""), ["--out", "--in"]),
        (prepare("project.key", "c.csv", ""), ["--out", "--key"]),
        (
            prepare("n.parquet", "agreement.json", ""),
            ["--crosswalk", "--agreement"],
        ),
        (
            prepare("n.parquet", "n.parquet", ""),
            ["--out", "--crosswalk"],
        ),
        (
            prepare("n.parquet", "c.csv", " --report c.csv"),
            ["--crosswalk", "--report"],
        ),
        (
            prepare("n.parquet", "south.csv", " --exclude south.csv"),
            ["--crosswalk", "--exclude"],
        ),
        (
            prepare(
                "n.parquet",
                "south.csv",
                " --exclude-by nhs_number=south.csv",
            ),
            ["--crosswalk", "--exclude-by"],
        ),
    ] {
        refuse(&folder, &line, &options);
    }
}

#[test]
fn a_name_that_leads_elsewhere_is_followed() {
    let folder = ready();
    fs::create_dir(folder.path("sub")).unwrap();
    refuse(
        &folder,
        "prepare --agreement agreement.json --key project.key --party north --in north.csv --out n.parquet --crosswalk sub/../n.parquet",
        &["--out and --crosswalk"],
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path("north.csv"), folder.path("linked.csv")).unwrap();
        refuse(
            &folder,
            "prepare --agreement agreement.json --key project.key --party north --in linked.csv --out n.parquet --crosswalk north.csv",
            &["--crosswalk and --in"],
        );
    }
}

#[test]
fn a_copy_that_is_not_encrypted_takes_no_other_place() {
    let folder = Folder::new();
    let public_key = folder.succeed("key identity new --out trust.identity");
    folder.succeed(&format!(
        "agreement new --template person --party north --party south --recipient Trust=linker={} --out agreement.json",
        public_key.trim()
    ));
    folder.succeed("key new --out project.key");
    folder.write("north.csv", PEOPLE);
    let line = "prepare --agreement agreement.json --key project.key --party north --in north.csv --out n.parquet";
    refuse(
        &folder,
        &format!("{line} --plain-copy n.csv --crosswalk n.csv"),
        &["--plain-copy and --crosswalk"],
    );
    // The extract that is encrypted has .age after the name that was given.
    refuse(
        &folder,
        &format!("{line} --plain-copy n.parquet.age --crosswalk n.csv"),
        &["--out and --plain-copy"],
    );
    folder.succeed(&format!("{line} --plain-copy n.parquet --crosswalk n.csv"));
}

#[test]
fn the_other_commands_overwrite_nothing_that_they_read() {
    let folder = ready();
    let matching = "match --agreement agreement.json north.parquet south.parquet";
    refuse(
        &folder,
        &format!("{matching} --out north.parquet"),
        &["one of the files to match"],
    );
    refuse(
        &folder,
        &format!("{matching} --out l.csv --report l.csv"),
        &["--out and --report"],
    );
    folder.succeed(&format!("{matching} --out links.csv"));
    folder.write("truth.csv", "north,south\n1,1\n2,2\n");
    refuse(
        &folder,
        "evaluate --links links.csv --crosswalk north=north.cw.csv --crosswalk south=south.cw.csv --truth truth.csv --report north.cw.csv",
        &["--report and --crosswalk"],
    );
    refuse(
        &folder,
        "look --agreement agreement.json --in north.csv --save-mapping north.csv",
        &["--save-mapping and --in"],
    );
    refuse(
        &folder,
        "agreement renew agreement.json --out agreement.json",
        &["--out and the agreement to renew"],
    );
    refuse(
        &folder,
        "key destroy --key project.key --agreement agreement.json --out project.key",
        &["--out and --key"],
    );
    folder.write("salt.txt", "salt-of-both");
    refuse(
        &folder,
        "interop openpseudonymiser --salt-file salt.txt --column surname --in north.csv --out salt.txt",
        &["--out and --salt-file"],
    );
}

#[test]
fn a_key_is_never_overwritten() {
    let folder = ready();
    folder.write("passphrase.txt", "four words in a row\n");
    folder.succeed("key new --out wrapped.key --passphrase-file passphrase.txt");
    folder.succeed("key identity new --out trust.identity");
    for key in ["project.key", "wrapped.key", "trust.identity"] {
        for line in [
            "key new --out",
            "key identity new --out",
            "agreement new --party north --party south --out",
            "match --agreement agreement.json north.parquet south.parquet --out",
            "attack --people 100 --out",
        ] {
            refuse(&folder, &format!("{line} {key}"), &[key, "left as it is"]);
        }
    }
}

#[test]
fn made_up_people_take_the_place_of_nobody() {
    let folder = ready();
    // The first party's file could be written, and is not: all or none.
    refuse(
        &folder,
        "synth --people 10 --party east --party north --out-dir .",
        &["north.csv", "left as it is"],
    );
}

#[test]
fn a_crosswalk_that_is_replaced_is_said() {
    let folder = ready();
    let line = "prepare --agreement agreement.json --key project.key --party north --in north.csv --out n.parquet --crosswalk";
    let said = stderr(&folder.run(&format!("{line} new.csv")));
    assert!(!said.contains("replaced"), "{said}");
    let said = stderr(&folder.run(&format!("{line} north.cw.csv")));
    assert!(
        said.contains("north.cw.csv was there before and has been replaced"),
        "{said}"
    );
}

#[test]
fn a_key_is_destroyed_only_when_its_receipt_can_be_kept() {
    let folder = ready();
    fs::create_dir(folder.path("receipts")).unwrap();
    folder.write("receipt.json", "{}");
    let line = "key destroy --key project.key --agreement agreement.json --out";
    refuse(&folder, &format!("{line} receipts"), &["receipts"]);
    refuse(
        &folder,
        &format!("{line} receipt.json"),
        &["receipt.json", "the key too"],
    );
    folder.succeed(&format!("{line} other.json"));
    assert!(!folder.path("project.key").exists());
}

#[test]
fn a_new_key_takes_no_file_s_place() {
    let folder = ready();
    refuse(
        &folder,
        "key new --out north.csv",
        &["north.csv", "left as it is"],
    );
    refuse(
        &folder,
        "key identity new --out north.csv",
        &["left as it is"],
    );
}

#[test]
fn clks_take_no_choices_that_are_for_extracts() {
    let folder = ready();
    folder.write("a.json", "{\"clks\": [\"AQ==\"]}");
    folder.write("b.json", "{\"clks\": [\"AQ==\"]}");
    folder.write("trust.identity", "");
    let line = "match a.json b.json --threshold 0.8 --out links.csv";
    folder.succeed(line);
    for more in [
        "--similarity sampled",
        "--memory-limit 100",
        "--parameters a.json",
        "--save-parameters p.json",
    ] {
        refuse(&folder, &format!("{line} {more}"), &["--threshold"]);
    }
    refuse(
        &folder,
        &format!("{line} --identity trust.identity"),
        &["--identity", "--agreement"],
    );
}

#[test]
fn the_order_of_files_of_clks_changes_nothing() {
    let folder = Folder::new();
    // Each is as near to one of the others, so that what is linked first decides.
    folder.write("a.json", "{\"clks\": [\"Dw8P\"]}");
    folder.write("b.json", "{\"clks\": [\"Dw8H\", \"BwcP\"]}");
    folder.write("c.json", "{\"clks\": [\"Dw8H\", \"BwcP\", \"Bw8P\"]}");
    let mut made = Vec::new();
    for files in [
        "a.json b.json c.json",
        "c.json a.json b.json",
        "b.json c.json a.json",
    ] {
        folder.succeed(&format!("match {files} --threshold 0.8 --out links.csv"));
        made.push(fs::read_to_string(folder.path("links.csv")).unwrap());
    }
    assert!(made[0].lines().count() > 2, "{}", made[0]);
    assert_eq!(made[1], made[0]);
    assert_eq!(made[2], made[0]);
}

#[test]
fn an_assessment_is_begun_from_an_agreement_and_takes_the_place_of_nothing() {
    let folder = ready();
    let output = folder.run("agreement assessment agreement.json --out assessment.html");
    let said = stderr(&output);
    assert!(
        output.status.success() && said.contains("begun, and not done"),
        "{said}"
    );
    let page = fs::read_to_string(folder.path("assessment.html")).unwrap();
    assert!(page.contains("north, south") && page.contains("Lawful basis"));
    refuse(
        &folder,
        "agreement assessment agreement.json --out agreement.json",
        &["agreement.json"],
    );
}
