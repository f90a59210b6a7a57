//! Match keys chosen on the command line: presets, what they say of themselves, and what they link.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;

use folder::Folder;

const PARTIES: &str = "--party north --party south --out agreement.json";

#[test]
fn every_preset_makes_an_agreement_and_says_where_it_comes_from() {
    let folder = Folder::new();
    let said = folder.succeed("agreement match-keys");
    for (name, source) in [
        ("own", "This project's own"),
        ("hesid", "PMC4550723"),
        ("mps", "The Person_ID handbook"),
        ("ons2021", "https://github.com/Data-Linkage/ccslink"),
    ] {
        assert!(said.contains(&format!("{name}: ")), "{said}");
        assert!(said.contains(source), "{said}");
        folder.succeed(&format!("agreement new --match-keys {name} {PARTIES}"));
        let checked = folder.succeed("agreement check agreement.json");
        assert!(checked.contains("Similarity: from 0.82"), "{checked}");
    }
    assert!(said.contains("Not as in the source: "), "{said}");
    let said = folder.refuse(&format!(
        "agreement new --match-keys hes {}",
        PARTIES.replace("agreement.json", "other.json")
    ));
    assert!(said.contains("own, hesid, mps, ons2021"), "{said}");
}

#[test]
fn match_keys_alone_have_no_record_filter() {
    let folder = Folder::new();
    folder.succeed(&format!(
        "agreement new --match-keys mps --no-similarity {PARTIES}"
    ));
    let checked = folder.succeed("agreement check agreement.json");
    assert!(!checked.contains("Similarity"), "{checked}");
    assert!(!checked.contains("Record filter"), "{checked}");
    assert!(checked.contains("makes no links by itself"), "{checked}");
}

/// By HESID: the twins of row 1 share sex, date of birth and postcode, and an NHS number tells which is which; row 2 was
/// born on 1 January, as far as anybody knows; row 3 has another NHS number; row 4 agrees and nothing contradicts it.
#[test]
fn hesid_links_what_its_rules_say() {
    let folder = Folder::new();
    folder.succeed(&format!(
        "agreement new --match-keys hesid --no-similarity {PARTIES}"
    ));
    folder.succeed("key new --out project.key");
    folder.write(
        "north.csv",
        "id,nhs number,sex,dob,postcode\n\
        1,9434765919,F,1980-02-03,CO1 1AB\n\
        2,,M,1975-01-01,CM2 6BN\n\
        3,9434765870,M,1960-05-06,SW1A 2AA\n\
        4,,F,1990-07-08,SO14 2AB\n",
    );
    folder.write(
        "south.csv",
        "id,nhs number,sex,dob,postcode\n\
        a,,F,1980-02-03,CO1 1AB\n\
        b,943 476 5919,F,1980-03-02,CO1 1AB\n\
        c,,M,1975-01-01,CM2 6BN\n\
        d,4010232137,M,1960-05-06,SW1A 2AA\n\
        e,4010232137,F,1990-07-08,SO14 2AB\n",
    );
    for party in ["north", "south"] {
        folder.succeed(&format!(
            "prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --out {party}.parquet --crosswalk {party}.crosswalk.csv --repeated-ids keep-all"
        ));
    }
    folder.succeed("match --agreement agreement.json north.parquet south.parquet --out links.csv --report match.json");
    folder.write("truth.csv", "north,south\n1,b\n4,e\n");
    let quality = folder.succeed("evaluate --links links.csv --crosswalk north=north.crosswalk.csv --crosswalk south=south.crosswalk.csv --truth truth.csv");
    assert!(
        quality.contains("true links 2, false links 0, missed 0"),
        "{quality}"
    );
    let report = fs::read_to_string(folder.path("match.json")).unwrap();
    assert!(
        report.contains("unless month and day of date of birth is 0101"),
        "{report}"
    );
}
