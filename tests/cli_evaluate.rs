//! `evaluate` on the command line: groups, groups of people, what the match report tells, and the GUILD report.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;

use folder::{Folder, stderr};

const EVALUATE: &str = "evaluate --links links.csv --crosswalk north=north.cw.csv --crosswalk south=south.cw.csv --crosswalk west=west.cw.csv --truth truth.csv";

fn reference(number: u32) -> String {
    format!("{number:032x}")
}

/// Three parties by hand. All three hold Ann (1), who is found whole, and Ben (2), of whom west's record is missed. North and
/// south hold Cat (3), whom the links put together with west's record of Dan (4), whom nobody else holds.
fn by_hand() -> Folder {
    let folder = Folder::new();
    for (party, from) in [("north", 10), ("south", 20), ("west", 30)] {
        let rows = (1..=4).map(|person| {
            let letter = party.chars().next().unwrap();
            format!("{},{letter}{person}\n", reference(from + person))
        });
        folder.write(
            &format!("{party}.cw.csv"),
            format!("record,id\n{}", rows.collect::<String>()),
        );
    }
    folder.write(
        "truth.csv",
        "north,south,west\nn1,s1,w1\nn2,s2,w2\nn3,s3,\n",
    );
    let mut links = String::from("group,party,record,score,rule\n");
    for (group, party, record) in [
        (1, "north", 11),
        (1, "south", 21),
        (1, "west", 31),
        (2, "north", 12),
        (2, "south", 22),
        (3, "north", 13),
        (3, "south", 23),
        (3, "west", 34),
    ] {
        links = format!("{links}{group},{party},{},1.0000,nhs\n", reference(record));
    }
    folder.write("links.csv", links);
    folder.write(
        "north.csv",
        "ref,Sex,born,town\nn1,F,1990-05-01,Ely\nn2,M,2010-05-01,\nn3,f,01/05/1930,\nn4,M,,\n",
    );
    folder
}

fn json(folder: &Folder, name: &str) -> serde_json::Value {
    serde_json::from_slice(&fs::read(folder.path(name)).unwrap()).unwrap()
}

#[test]
fn groups_and_pairs_by_hand() {
    let folder = by_hand();
    let said = folder.succeed(&format!("{EVALUATE} --report report.json"));
    // True pairs: 3 + 3 + 1. Linked: 3 + 1 + 3, of which 3 + 1 + 1 are true.
    for part in [
        "true links 5, false links 2, missed 2",
        "groups found 3: 1 exactly one person's records, 1 with a wrong member, 1 incomplete",
        "people to find 3: 1 found exactly, 1 together but with others, 1 split, of whom 0 not found at all",
        "group precision 0.3333",
        "group recall    0.3333",
        "of 2 records: 0 of 1 people found exactly",
        "of 3 records: 1 of 2 people found exactly",
        "north, south            1.0000",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let report = json(&folder, "report.json");
    assert_eq!(report["format"], "split-tally/evaluation");
    assert_eq!(report["pairs"]["true_positives"], 5);
    let two = report["by_parties"].as_array().unwrap();
    let counts: Vec<_> = two
        .iter()
        .map(|two| {
            let count = |name: &str| two[name].as_u64().unwrap();
            (
                count("true_positives"),
                count("false_positives"),
                count("false_negatives"),
            )
        })
        .collect();
    assert_eq!(counts, [(3, 0, 0), (1, 1, 1), (1, 1, 1)]);
    assert_eq!(report["groups"]["exact"], 1);
    // Nine records are linked or should be. Precision: those of group 3 have 2/3, 2/3 and 1/3, the other six 1. Recall: Ben's
    // have 2/3, 2/3 and 1/3, the other six 1.
    let b_cubed = &report["groups"]["b_cubed"];
    assert_eq!(b_cubed["records"], 9);
    for share in ["precision", "recall"] {
        let share = b_cubed[share].as_f64().unwrap();
        assert!((share - (6.0 + 5.0 / 3.0) / 9.0).abs() < 1e-12, "{share}");
    }
    assert!(report["candidates"].is_null() && report["estimates"].is_null());
}

#[test]
fn by_group_of_people() {
    let folder = by_hand();
    let line = format!(
        "{EVALUATE} --attributes north=north.csv --id ref --by sex --by born --by missing --on 2026-01-01 --report report.json"
    );
    let said = folder.succeed(&line);
    let report = json(&folder, "report.json");
    let tables = report["subgroups"].as_array().unwrap();
    let rows = |table: usize| -> Vec<(String, [u64; 4])> {
        let groups = tables[table]["groups"].as_array().unwrap();
        let counts = ["people", "true_pairs", "linked_pairs", "true_positives"];
        groups
            .iter()
            .map(|group| {
                let name = group["name"].as_str().unwrap().to_owned();
                (name, counts.map(|count| group[count].as_u64().unwrap()))
            })
            .collect()
    };
    let row = |name: &str, counts| (name.to_owned(), counts);
    // Pairs without a record of north do not count: five true pairs are left, and five links.
    assert_eq!(rows(0), [row("F", [2, 3, 4, 3]), row("M", [2, 2, 1, 1])]);
    assert_eq!(
        rows(1),
        [
            row("0 to 17", [1, 2, 1, 1]),
            row("25 to 44", [1, 2, 2, 2]),
            row("85 and over", [1, 1, 2, 1]),
            row("(blank)", [1, 0, 0, 0])
        ]
    );
    assert_eq!(
        rows(2),
        [
            row("none", [1, 2, 2, 2]),
            row("1", [2, 3, 3, 2]),
            row("2", [1, 0, 0, 0])
        ]
    );
    for part in [
        "By sex of the records of north",
        "By born of the records of north: age in full years on 2026-01-01",
        "Recall is lowest for M (0.5000",
        "The two intervals overlap",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(tables[1]["groups"][3]["recall"].is_null());
}

/// What is printed and written has categories and counts, and nothing else of the attributes.
#[test]
fn columns_that_tell_people_apart_are_refused() {
    let folder = by_hand();
    let rows = (1..=60).map(|row| format!("n{row},Winterbottom{row}\n"));
    folder.write(
        "names.csv",
        format!("id,surname\n{}", rows.collect::<String>()),
    );
    let said = folder.refuse(&format!(
        "{EVALUATE} --attributes north=names.csv --by surname --report report.json --guild guild.md"
    ));
    assert!(said.contains("looks like an identifier"), "{said}");
    assert!(!said.contains("Winterbottom"), "{said}");

    let said = folder.refuse(&format!("{EVALUATE} --attributes north=north.csv --by sex"));
    assert!(said.contains("no column called \"id\""), "{said}");
    folder.write("other.csv", "id,sex\nx1,F\nx2,M\n");
    let said = folder.refuse(&format!("{EVALUATE} --attributes north=other.csv --by sex"));
    assert!(said.contains("none of the party's ids"), "{said}");
    let said = folder.refuse(&format!("{EVALUATE} --attributes east=other.csv --by sex"));
    assert!(said.contains("\"east\""), "{said}");
    for line in [
        format!("{EVALUATE} --attributes north=north.csv"),
        format!("{EVALUATE} --by sex"),
        format!("{EVALUATE} --run-record north=north.json"),
        format!("{EVALUATE} --attributes north.csv --by sex"),
        format!("{EVALUATE} --attributes north=north.csv --by sex --id ref --on 2026"),
        format!("{EVALUATE} --crosswalk north=north.cw.csv"),
        format!("{EVALUATE} --guild truth.csv"),
    ] {
        let output = folder.run(&line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", stderr(&output));
    }
}

const TWO: &str = "evaluate --links links.csv --crosswalk hospital=hospital.cw.csv --crosswalk council=council.cw.csv --truth truth.csv --match-report match.json";

/// The whole job on made-up people, up to the report.
fn made_up(template: &str) -> Folder {
    let folder = Folder::new();
    folder.succeed(&format!(
        "agreement new --template {template} --party hospital --party council --out agreement.json"
    ));
    folder.succeed("key new --out project.key");
    folder.succeed("synth --people 1000 --seed 4 --attributes --out-dir .");
    for party in ["hospital", "council"] {
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --invalid blank --seed 1 --out {party}.parquet --crosswalk {party}.cw.csv --report {party}.json"));
    }
    folder.succeed("match --agreement agreement.json hospital.parquet council.parquet --out links.csv --report match.json");
    folder
}

#[test]
fn a_whole_run_fills_in_the_guild_report() {
    let folder = made_up("person");
    let said = folder.succeed(&format!(
        "{TWO} --attributes hospital=hospital.attributes.csv --by sex --by birth_date --by surname_origin --guild guild.md --run-record hospital=hospital.json --run-record council=council.json --report report.json --page page.html"
    ));
    for part in [
        "Female",
        "65 to 84",
        "Polish",
        "reduction ratio at least",
        "pairs completeness at least",
        "no probability model decided",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let report = json(&folder, "report.json");
    assert_eq!(report["candidates"]["all_pairs"], 1_000_000);
    let recall = report["pairs"]["recall"]["value"].as_f64().unwrap();
    let complete = report["candidates"]["pairs_completeness"]["value"].as_f64();
    assert!(complete.unwrap() >= recall && recall > 0.9);
    // Everybody is of one sex, so its groups add up to all.
    let sexes = report["subgroups"][0]["groups"].as_array().unwrap();
    for (count, total) in [("people", 1_000), ("true_pairs", 500)] {
        let sum: u64 = sexes.iter().map(|sex| sex[count].as_u64().unwrap()).sum();
        assert_eq!(sum, total);
    }
    let guild = fs::read_to_string(folder.path("guild.md")).unwrap();
    for part in [
        "hospital: 1000 rows read, 1000 in the extract.",
        "council: NHS number: usable in",
        "Match key nhs",
        "By surname\\_origin (hospital): Recall is lowest for",
        "**To be completed by** those who analyse",
    ] {
        assert!(guild.contains(part), "{part}\n{guild}");
    }
    // The page has a chart of each column of the attributes, its table, and the figures of the report.
    let page = fs::read_to_string(folder.path("page.html")).unwrap();
    assert_eq!(
        page.matches("<svg").count(),
        4,
        "two parties, three columns"
    );
    for part in [
        format!("<td>{:.4}</td>", report["pairs"]["f1"].as_f64().unwrap()),
        "<th scope=\"row\">65 to 84</th>".to_owned(),
        "hospital and council".to_owned(),
    ] {
        assert!(page.contains(&part), "{part}");
    }
    // No value of anybody's: neither an id, a surname nor a date of birth of either file.
    for party in ["hospital", "council"] {
        let rows = fs::read_to_string(folder.path(&format!("{party}.attributes.csv"))).unwrap();
        for row in rows.lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            for text in [&guild, &page] {
                assert!(!text.contains(cells[0]) && !text.contains(cells[2]));
            }
        }
    }
    // Another party's run record, and a match report of other links.
    let said = folder.refuse(&format!(
        "{TWO} --guild guild2.md --run-record hospital=council.json"
    ));
    assert!(said.contains("not of \"hospital\""), "{said}");
    folder.change_json("match.json", |report| report["groups"] = 3.into());
    let said = folder.succeed(TWO);
    assert!(said.contains("may be of another match"), "{said}");
}

#[test]
fn estimates_stand_beside_the_truth_by_threshold() {
    let folder = made_up("person-linker");
    let said = folder.succeed(&format!("{TWO} --report report.json --page page.html"));
    assert!(said.contains("by threshold"), "{said}");
    let page = fs::read_to_string(folder.path("page.html")).unwrap();
    assert_eq!(page.matches("class=\"line precision expected\"").count(), 2);
    assert!(
        said.contains("1000000 of 1000000 pairs; reduction ratio 0.000000"),
        "{said}"
    );
    assert!(said.contains("pairs completeness 1.0000"), "{said}");
    let report = json(&folder, "report.json");
    let thresholds = report["estimates"]["thresholds"].as_array().unwrap();
    assert_eq!(thresholds.len(), 8);
    let links = |at: &serde_json::Value| at["links"].as_u64().unwrap();
    // At the threshold of the match all its links, and fewer above.
    assert_eq!(
        links(&thresholds[0]),
        report["groups"]["found"].as_u64().unwrap()
    );
    assert!(
        thresholds
            .windows(2)
            .all(|two| links(&two[0]) >= links(&two[1]))
    );
    let truth = report["pairs"]["precision"]["value"].as_f64().unwrap();
    let first = thresholds[0]["precision"]["value"].as_f64().unwrap();
    assert!((truth - first).abs() < 1e-12);
}

#[test]
fn parties_overlap_by_the_shares_they_hold() {
    let folder = Folder::new();
    folder.succeed(
        "synth --people 500 --hold hospital=0.8 --hold council=0.5 --hold police=0.1 --out-dir made",
    );
    let lines = |name: &str| {
        let text = fs::read_to_string(folder.path("made").join(name)).unwrap();
        text.lines().count() - 1
    };
    assert_eq!(lines("hospital.csv"), 400);
    assert_eq!(lines("council.csv"), 250);
    assert_eq!(lines("police.csv"), 50);
    let truth = fs::read_to_string(folder.path("made/truth.csv")).unwrap();
    assert!(truth.starts_with("hospital,council,police\n"));
    for options in [
        "--hold hospital=0.8",
        "--hold hospital=0.8 --hold council=0",
        "--hold hospital=0.8 --hold council",
        "--hold hospital=0.8 --hold council=0.5 --overlap 0.2",
    ] {
        let output = folder.run(&format!("synth --people 500 {options} --out-dir other"));
        assert_eq!(output.status.code(), Some(2), "{options}");
    }
}
