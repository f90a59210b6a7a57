//! Files as programs of UK public bodies write them, each named by its defect, and what a person would say is in them.
//!
//! `tests/data/awkward/make.py` makes the files with `LibreOffice`, `openpyxl` and the like; `expected.json` beside it is
//! written by hand.

#![allow(clippy::unwrap_used)] // A test that cannot read its files has failed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use split_tally::read::{ReadError, ReadOptions, ReadingReport, Table};

#[derive(Deserialize)]
#[serde(untagged)]
enum Expected {
    Refused { refused: String, says: String },
    Read(Box<Reading>),
}

#[derive(Deserialize, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Reading {
    kind: String,
    encoding: Option<String>,
    delimiter: Option<String>,
    sheet: Option<String>,
    #[serde(default)]
    sheets: Vec<String>,
    header_row: u64,
    header: Vec<String>,
    rows: Rows,
    /// `what: count [first rows]`
    skipped: Vec<String>,
    /// `code: count [first rows]`
    findings: Vec<String>,
}

type Rows = Vec<(u64, Vec<String>)>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/awkward")
}

fn expected() -> BTreeMap<String, Expected> {
    let text = std::fs::read_to_string(folder().join("expected.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn read(name: &str, bytes: &[u8]) -> Result<(Vec<String>, Rows, ReadingReport), ReadError> {
    let options = ReadOptions::default();
    let mut table = Table::open(name, bytes.len() as u64, bytes, &options)?;
    let mut rows = Vec::new();
    while let Some(row) = table.next_row()? {
        let cells = row.cells.iter().map(str::to_owned).collect();
        rows.push((row.number.get(), cells));
    }
    Ok((table.header().to_vec(), rows, table.report()))
}

/// The name by which serde writes a unit variant.
fn named(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_value(value).unwrap();
    json.as_str().unwrap().to_owned()
}

fn reading(header: Vec<String>, rows: Rows, report: ReadingReport) -> Reading {
    Reading {
        kind: named(&report.kind),
        encoding: report.encoding.map(|encoding| named(&encoding)),
        delimiter: report.delimiter.map(|delimiter| named(&delimiter)),
        sheets: report
            .sheets
            .iter()
            .map(|sheet| {
                format!(
                    "{}{}",
                    sheet.name,
                    if sheet.hidden { " (hidden)" } else { "" }
                )
            })
            .collect(),
        sheet: report.sheet,
        header_row: report.header_row,
        skipped: report
            .skipped
            .iter()
            .map(|skipped| {
                format!(
                    "{}: {} {:?}",
                    skipped.what, skipped.count, skipped.first_rows
                )
            })
            .collect(),
        findings: report
            .findings
            .iter()
            .map(|finding| {
                format!(
                    "{}: {} {:?}",
                    finding.code, finding.count, finding.first_rows
                )
            })
            .collect(),
        header,
        rows,
    }
}

#[test]
fn every_file_is_read_or_refused_as_expected() {
    let mut wrong = Vec::new();
    for (name, expected) in expected() {
        let bytes = std::fs::read(folder().join(&name)).unwrap();
        match (expected, read(&name, &bytes)) {
            (Expected::Refused { refused, says }, Err(error)) => {
                let said = error.to_string();
                if error.code() != refused || !said.contains(&says) {
                    wrong.push(format!("{name}: {} {said}", error.code()));
                }
            }
            (Expected::Read(expected), Ok((header, rows, report))) => {
                assert_eq!(report.rows, rows.len() as u64, "{name}");
                assert_eq!(report.columns, header.len(), "{name}");
                let reading = reading(header, rows, report);
                if reading != *expected {
                    wrong.push(format!(
                        "{name}:\n   found {reading:?}\nexpected {expected:?}"
                    ));
                }
            }
            (Expected::Refused { refused, .. }, Ok(_)) => {
                wrong.push(format!("{name}: read, and not refused as {refused}"));
            }
            (Expected::Read(_), Err(error)) => wrong.push(format!("{name}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_has_an_expectation() {
    let expected: BTreeSet<String> = expected().into_keys().collect();
    let there: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !["expected.json", "make.py"].contains(&name.as_str()))
        .collect();
    assert_eq!(expected, there);
    assert!(expected.len() >= 45);
}

/// No message of a refusal repeats a cell: every name, date and postcode of the files is looked for.
#[test]
fn refusals_repeat_no_cell() {
    for (name, _) in expected() {
        let bytes = std::fs::read(folder().join(&name)).unwrap();
        if let Err(error) = read(&name, &bytes) {
            let said = error.to_string();
            for cell in [
                "Ann", "Bob", "Ashdown", "Birch", "1980", "1975", "CO1", "IP1",
            ] {
                assert!(!said.contains(cell), "{name}: {said}");
            }
        }
    }
}

/// Files cut off anywhere, and with any byte changed, are read or refused, and never end the program.
#[test]
fn cut_and_changed_files_are_read_or_refused() {
    for name in [
        "plain.xlsx",
        "repeated-empty-cells.ods",
        "utf16le-without-mark.csv",
        "macintosh.csv",
    ] {
        let bytes = std::fs::read(folder().join(name)).unwrap();
        for step in 0..150 {
            let at = step * bytes.len() / 150;
            let _ = read(name, &bytes[..at]);
            let mut changed = bytes.clone();
            changed[at] ^= 0x55;
            let _ = read(name, &changed);
        }
    }
}
