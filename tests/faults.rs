//! What befalls a run from outside: damaged files, too little memory, a full disk, somebody who ends it. Whatever does, the outputs
//! are there whole or are not there, what stood in their places before still does, and nothing else is left behind.

#![allow(clippy::unwrap_used, clippy::panic)] // A test that cannot set up its files has failed.

mod folder;
#[cfg(unix)]
#[path = "faults/system.rs"]
mod system;

use std::fs::{self, File};
use std::path::Path;

use folder::{Folder, stderr};
use parquet::file::reader::{FileReader as _, SerializedFileReader};

/// Two parties' extracts, and outputs of an earlier run in the places of the next one's.
fn ready(people: u32, template: &str) -> Folder {
    let folder = Folder::new();
    folder.succeed(&format!(
        "synth --people {people} --seed 1 --party north --party south --out-dir ."
    ));
    folder.succeed(&format!(
        "agreement new --template {template} --party north --party south --out agreement.json"
    ));
    folder.succeed("key new --out project.key");
    for party in ["north", "south"] {
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --invalid blank --out {party}.parquet --crosswalk {party}.cross.csv --report {party}.json --seed 5"));
    }
    folder.write("links.csv", "links of before\n");
    folder.write("match.json", "a report of before\n");
    folder
}

const MATCH: &str = "match --agreement agreement.json north.parquet south.parquet --out links.csv --report match.json";

/// Every file of the folder, with what it holds.
fn contents(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let names = folder.names().into_iter();
    names
        .map(|name| {
            let bytes = fs::read(folder.path(&name)).unwrap();
            (name, bytes)
        })
        .collect()
}

/// Fails where a file is new, gone or changed.
fn expect_untouched(folder: &Folder, before: &[(String, Vec<u8>)], what: &str) {
    let after = contents(folder);
    let names = |files: &[(String, Vec<u8>)]| -> Vec<String> {
        files.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(&after), names(before), "{what}");
    for ((name, after), (_, before)) in after.iter().zip(before) {
        assert!(after == before, "{what} changed {name}");
    }
}

/// Places in an extract of three row groups: what is there, and at which byte.
fn places(extract: &Path) -> Vec<(&'static str, usize)> {
    let file = File::open(extract).unwrap();
    let length = usize::try_from(file.metadata().unwrap().len()).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let metadata = reader.metadata();
    let groups = metadata.num_row_groups();
    assert!(groups >= 3, "{groups} row groups");
    let chunk = |group: usize, column: usize| {
        let (start, length) = metadata.row_group(group).column(column).byte_range();
        (
            usize::try_from(start).unwrap(),
            usize::try_from(length).unwrap(),
        )
    };
    let columns = metadata.row_group(0).num_columns();
    let middle = chunk(groups / 2, columns / 2);
    let last = chunk(groups - 1, columns - 1);
    let end_of_rows = last.0 + last.1;
    vec![
        ("the first bytes", 1),
        ("the first page's header", 5),
        ("a page's header in a row group in the middle", middle.0 + 2),
        (
            "a value in a row group in the middle",
            middle.0 + middle.1 / 2,
        ),
        ("the last page", end_of_rows - 1),
        ("the start of the footer", end_of_rows + 1),
        (
            "the middle of the footer",
            usize::midpoint(end_of_rows, length),
        ),
        ("the footer's length", length - 7),
        ("the last bytes", length - 1),
    ]
}

#[test]
fn an_extract_damaged_anywhere_is_refused_by_name() {
    // Files of this length make three row groups.
    let folder = ready(1000, "person-linker");
    let long = "x".repeat(13_000);
    let rows = fs::read_to_string(folder.path("south.csv")).unwrap();
    let rows = rows.lines().enumerate().map(|(number, row)| match number {
        0 => format!("{row},notes\n"),
        _ => format!("{row},{long}\n"),
    });
    folder.write("south.csv", rows.collect::<String>());
    folder.succeed("prepare --agreement agreement.json --key project.key --party south --in south.csv --invalid blank --out south.parquet --crosswalk south.cross.csv --seed 5");
    let whole = fs::read(folder.path("south.parquet")).unwrap();
    for (place, byte) in places(&folder.path("south.parquet")) {
        let mut damaged = whole.clone();
        damaged[byte] ^= 0x55;
        let cut = whole[..byte].to_vec();
        for (fault, bytes) in [("changed", damaged), ("cut", cut)] {
            folder.write("south.parquet", bytes);
            let before = contents(&folder);
            let output = folder.run(MATCH);
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(3), "{fault} at {place}: {said}");
            assert!(said.contains("south.parquet"), "{fault} at {place}: {said}");
            expect_untouched(&folder, &before, &format!("{fault} at {place}"));
        }
    }
    folder.write("south.parquet", whole);
    folder.succeed(MATCH);
}

/// The megabytes that a refusal for want of memory says are needed.
fn needed(said: &str) -> u64 {
    let words: Vec<&str> = said.split_whitespace().collect();
    let place = words.iter().position(|&word| word == "MB").unwrap();
    words[place - 1].parse().unwrap()
}

#[test]
fn the_memory_that_a_refusal_names_is_enough() {
    for template in ["person", "person-linker"] {
        let folder = ready(3000, template);
        let before = contents(&folder);
        let refuse = |limit: u64| {
            let output = folder.run(&format!("{MATCH} --memory-limit {limit}"));
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(1), "{template}: {said}");
            expect_untouched(&folder, &before, "a refusal");
            said
        };
        let enough = needed(&refuse(1));
        assert!(enough > 1);
        assert_eq!(needed(&refuse(enough - 1)), enough);
        folder.succeed(&format!("{MATCH} --memory-limit {enough}"));
    }
}
