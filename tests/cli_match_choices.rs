//! How `match` finds similar pairs and how much memory it may take: choices that change neither the agreement nor its meaning.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;

use folder::{Folder, stderr};
use serde_json::Value;

fn ready() -> Folder {
    let folder = Folder::new();
    folder.succeed("synth --people 600 --seed 1 --party north --party south --out-dir .");
    folder.succeed(
        "agreement new --template person --party north --party south --out agreement.json",
    );
    folder.succeed("key new --out project.key");
    for party in ["north", "south"] {
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --invalid blank --out {party}.parquet --crosswalk {party}.cross.csv --seed 5"));
    }
    folder
}

fn matched(folder: &Folder, more: &str) -> (Vec<u8>, Value) {
    let line = format!(
        "match --agreement agreement.json north.parquet south.parquet --out links.csv --report match.json {more}"
    );
    folder.succeed(line.trim_end());
    let report = fs::read(folder.path("match.json")).unwrap();
    (
        fs::read(folder.path("links.csv")).unwrap(),
        serde_json::from_slice(&report).unwrap(),
    )
}

#[test]
fn the_method_is_said_and_threads_change_nothing() {
    let folder = ready();
    let (links, report) = matched(&folder, "");
    assert_eq!(report["similarity"]["method"], "exhaustive");
    assert_eq!(report["similarity"].get("recall"), None);
    assert!(report["similarity"]["links"].as_u64().unwrap() > 0);
    for more in ["--similarity exhaustive", "--threads 1", "--threads 3"] {
        assert_eq!(matched(&folder, more), (links.clone(), report.clone()));
    }

    let (sampled, report) = matched(&folder, "--similarity sampled");
    assert_eq!(report["similarity"]["method"], "sampled");
    let recall = &report["similarity"]["recall"];
    // So few records are all compared with all others.
    assert!(recall["records"].as_u64().unwrap() > 300);
    assert!(recall["found"].as_u64() <= recall["pairs"].as_u64());
    assert!(recall["share"]["low"].as_f64() <= recall["share"]["high"].as_f64());
    let again = matched(&folder, "--similarity sampled --threads 3");
    assert_eq!(again, (sampled, report));
}

#[test]
fn work_that_does_not_fit_is_refused_before_it_starts() {
    let folder = ready();
    let before = folder.names();
    let line = "match --agreement agreement.json north.parquet south.parquet --out links.csv --memory-limit";
    let output = folder.run(&format!("{line} 1"));
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("MB of memory, and 1 MB may be used"),
        "{said}"
    );
    assert!(said.contains("--memory-limit"), "{said}");
    assert_eq!(folder.names(), before);
    folder.succeed(&format!("{line} 1000"));
}
