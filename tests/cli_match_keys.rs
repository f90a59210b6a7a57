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

/// Prepares and matches `north.csv` and `south.csv` by a preset's match keys alone.
fn link(match_keys: &str, north: &str, south: &str) -> Folder {
    let folder = Folder::new();
    folder.succeed(&format!(
        "agreement new --match-keys {match_keys} --no-similarity {PARTIES}"
    ));
    folder.succeed("key new --out project.key");
    for (party, file) in [("north", north), ("south", south)] {
        folder.write(&format!("{party}.csv"), file);
        folder.succeed(&format!(
            "prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --out {party}.parquet --crosswalk {party}.crosswalk.csv --repeated-ids keep-all"
        ));
    }
    folder.succeed("match --agreement agreement.json north.parquet south.parquet --out links.csv --report match.json");
    folder
}

/// The rules of the links, as ids of the two parties and the match key.
fn rules(folder: &Folder) -> Vec<[String; 3]> {
    let table = |name: &str| -> Vec<Vec<String>> {
        let text = fs::read_to_string(folder.path(name)).unwrap();
        let cells = |line: &str| line.split(',').map(str::to_owned).collect();
        text.lines().skip(1).map(cells).collect()
    };
    let id = |party: &str, record: &str| {
        let crosswalk = table(&format!("{party}.crosswalk.csv"));
        crosswalk.iter().find(|row| row[0] == record).unwrap()[1].clone()
    };
    let mut rules: Vec<[String; 3]> = table("links.csv")
        .chunks(2)
        .map(|pair| {
            let [one, other] = [&pair[0], &pair[1]];
            assert_eq!([&one[1], &other[1]], ["north", "south"]);
            [
                id("north", &one[2]),
                id("south", &other[2]),
                other[4].clone(),
            ]
        })
        .collect();
    rules.sort();
    rules
}

/// By HESID: the twins of row 1 share sex, date of birth and postcode, and an NHS number tells which is which; row 2 was
/// born on 1 January, as far as anybody knows; row 3 has another NHS number; row 4 agrees and nothing contradicts it.
#[test]
fn hesid_links_what_its_rules_say() {
    let folder = link(
        "hesid",
        "id,nhs number,sex,dob,postcode\n\
        1,9434765919,F,1980-02-03,CO1 1AB\n\
        2,,M,1975-01-01,CM2 6BN\n\
        3,9434765870,M,1960-05-06,SW1A 2AA\n\
        4,,F,1990-07-08,SO14 2AB\n",
        "id,nhs number,sex,dob,postcode\n\
        a,,F,1980-02-03,CO1 1AB\n\
        b,943 476 5919,F,1980-03-02,CO1 1AB\n\
        c,,M,1975-01-01,CM2 6BN\n\
        d,4010232137,M,1960-05-06,SW1A 2AA\n\
        e,4010232137,F,1990-07-08,SO14 2AB\n",
    );
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

/// By the rules and examples of The `Person_ID` handbook: record 2 is its second example of the alphanumeric trace; of record
/// 3, day and month are exchanged (its 12/06 and 06/12), and the initial and three letters of the surname agree; of record 4, the
/// year differs and the outward postcode agrees; and of 5 only one part of the date agrees, so that the NHS number is not
/// enough.
#[test]
fn mps_links_what_the_handbook_says() {
    let folder = link(
        "mps",
        "id,nhs number,given name,surname,sex,dob,postcode\n\
        2,,Penelope,Cherry,F,1976-08-15,E14 5EA\n\
        3,9434765919,Ann,Jones,F,1980-06-12,LS17 1AA\n\
        4,4010232137,Robert,Hill,M,1945-03-04,SE1 8UG\n\
        5,9434765870,Hadley,Fox,M,2002-12-17,SW1A 2AB\n",
        "id,nhs number,given name,surname,sex,dob,postcode\n\
        b,,Penelope,Cherry,F,1976-08-15,E14 5EA\n\
        c,9434765919,Alice,Jonson,F,1980-12-06,CO1 1AB\n\
        d,4010232137,William,Field,M,1954-03-04,SE1 9AA\n\
        e,9434765870,Hadley,Fox,M,2003-11-17,SW1A 2AB\n",
    );
    assert_eq!(
        rules(&folder),
        [
            ["2", "b", "alphanumeric_sound_dob_sex_postcode"],
            ["3", "c", "cross_nhs_swapped_dob_name"],
            ["4", "d", "cross_nhs_birth_month_day_outcode"],
        ]
    );
}

/// Of each record, the first of the census's match keys that should agree, worked out by hand.
#[test]
fn ons2021_links_by_the_match_key_that_should_agree() {
    let folder = link(
        "ons2021",
        "id,given name,surname,sex,dob,postcode,address\n\
        1,Ann Marie,Field,F,1980-02-03,CO1 1AB,1 High Street\n\
        2,Brian,Smith,M,1970-05-06,CM2 6BN,2 High Street\n\
        3,Robert,Hill,M,1960-07-08,SO14 2AB,3 High Street\n\
        4,Zoe,Wright,F,1990-09-10,LS17 1AA,4 High Street\n\
        5,Hugh,Lloyd,M,1950-11-12,SE1 8UG,5 High Street\n\
        6,Mary,Stone,F,1955-12-13,E14 5EA,\"Flat 2, 6 High Street\"\n",
        "id,given name,surname,sex,dob,postcode,address\n\
        a,Ann,Marie Field,F,1980-02-03,CO1 1AB,1 High Street\n\
        b,Brain,Smith,M,1970-05-06,CM2 6BN,2 High Street\n\
        c,Bob,Hill,M,1960-07-08,SO14 2AB,3 High Street\n\
        d,Zoe,Wright,F,1990-09-10,LS17 1AB,4 High Street\n\
        e,Hugh,Lloyd,M,1950-11-12,SE1 8AA,5 Low Road\n\
        f,Mary,Woods,F,1955-12-13,E14 5EA,6 High Street\n",
    );
    assert_eq!(
        rules(&folder),
        [
            ["1", "a", "mk01_full_name_dob_sex_postcode"],
            ["2", "b", "mk04_alphaname_dob_sex_postcode"],
            ["3", "c", "mk05_nickname_dob_sex_postcode"],
            ["4", "d", "mk29_names_dob_sex_postcode_cut"],
            ["5", "e", "mk30_names_dob_sex_sector_house"],
            ["6", "f", "mk17_given_name_dob_sex_postcode_house"],
        ]
    );
}
