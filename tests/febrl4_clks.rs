//! FEBRL4 as CLKs of clkhash's own tutorial: nine fields, the weights of its final schema, and a Dice coefficient of 0.80.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use folder::Folder;

fn febrl4(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples/febrl4")
        .join(name)
}

fn rows(name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(febrl4(name)).unwrap();
    let rows = text.lines().skip(1);
    rows.map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

/// The reference is anonlink's: encoded by clkhash with these parameters and linked one to one at 0.80, 4,962 of the
/// 5,000 are found and none is wrong.
#[test]
fn nine_fields_at_80_percent_link_4962_and_none_wrongly() {
    let folder = Folder::new();
    for name in ["clkhash-schema.json", "a.csv", "b.csv"] {
        fs::copy(febrl4(name), folder.path(name)).unwrap();
    }
    folder.write("secret.txt", "secret");
    for party in ["a", "b"] {
        folder.succeed(&format!(
            "interop clkhash --schema clkhash-schema.json --secret-file secret.txt --in {party}.csv --out {party}.json"
        ));
    }
    folder.succeed("match a.json b.json --threshold 0.80 --out links.csv");

    let ids = ["a.csv", "b.csv"].map(|name| {
        let rows = rows(name).into_iter();
        rows.map(|row| row[0].clone()).collect::<Vec<_>>()
    });
    let truth: HashSet<(String, String)> = rows("truth.csv")
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    assert_eq!(truth.len(), 5_000);
    let links = fs::read_to_string(folder.path("links.csv")).unwrap();
    let mut groups: BTreeMap<&str, [Option<&String>; 2]> = BTreeMap::new();
    for line in links.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let party = usize::from(cells[1] == "b");
        let record: usize = cells[2].parse().unwrap();
        groups.entry(cells[0]).or_default()[party] = Some(&ids[party][record]);
    }
    let right = groups.values().filter(|group| {
        let [Some(one), Some(other)] = group else {
            return false;
        };
        truth.contains(&((*one).clone(), (*other).clone()))
    });
    assert_eq!((groups.len(), right.count()), (4_962, 4_962));
}
