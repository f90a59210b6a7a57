mod extract;

use std::fmt::Write as _;

use serde::Serialize;

use super::Error;
use crate::agreement::{Agreement, AgreementText};
use crate::exchange::{Extract, Limits};
use crate::report::{AnswersFile, Holder, KeyDestruction, ReviewFile, grouped};
use crate::resolve::{HOUSEHOLDS_HEADER, LINKS_HEADER, SavedParameters};
use crate::secret;
use crate::units::FileKind;

/// Exactly what is in one of our files, and what it reveals.
#[derive(Clone, Debug, Default, Serialize)]
pub struct InspectReport {
    /// `extract`, `agreement`, `project key`, `receiving key`, `encrypted file`, `crosswalk`, `links`, `households`, `run record`, `match report`, `review`, `answers` or
    /// `key receipt`.
    pub kind: &'static str,
    /// What it is, in a sentence.
    pub summary: String,
    /// What it says of itself.
    pub details: Vec<InspectDetail>,
    /// Its columns, for tables.
    pub columns: Vec<InspectColumn>,
    /// What it reveals, and to whom.
    pub reveals: Vec<String>,
    /// What each holder of this very file could learn from it, in counts; empty for anything but an extract.
    pub holders: Vec<Holder>,
}

/// One thing a file says of itself.
#[derive(Clone, Debug, Serialize)]
pub struct InspectDetail {
    /// What.
    pub label: &'static str,
    /// Its value.
    pub value: String,
}

/// One column of a file.
#[derive(Clone, Debug, Serialize)]
pub struct InspectColumn {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub meaning: String,
    /// Rows with a value.
    pub filled: u64,
    /// Rows whose value another row of the file has too.
    pub repeated: u64,
    /// Different values.
    pub distinct: u64,
    /// Rows that have the rarest value; 0 when there is none.
    pub rarest: u64,
    /// Rows that have the commonest value; 0 when there is none.
    pub commonest: u64,
}

/// Says what a file is and what it reveals.
///
/// # Errors
/// [`Error::NotOurs`] for files of other programs, or why one of ours cannot be read.
pub fn inspect(file: &str, bytes: Vec<u8>) -> Result<InspectReport, Error> {
    let kind = FileKind::of(&bytes);
    if kind == FileKind::Parquet {
        return extract::inspect(file, bytes);
    }
    if secret::is_encrypted(&bytes) {
        return Ok(inspect_encrypted(bytes.len()));
    }
    if secret::is_wrapped(&bytes) || secret::looks_like_a_key(&bytes) {
        return Ok(inspect_key(&bytes));
    }
    if secret::looks_like_an_identity(&bytes) {
        return Ok(inspect_identity(&bytes));
    }
    let not_ours = || Error::NotOurs {
        file: file.to_owned(),
        kind: kind.to_string(),
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| not_ours())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') {
        return inspect_json(text)?.ok_or_else(not_ours);
    }
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default().trim_end();
    let rows = lines.filter(|line| !line.is_empty()).count();
    match header {
        "record,id" => Ok(inspect_crosswalk(rows)),
        LINKS_HEADER => Ok(inspect_links(text, rows)),
        HOUSEHOLDS_HEADER => Ok(inspect_households(text)),
        _ => Err(not_ours()),
    }
}

const fn detail(label: &'static str, value: String) -> InspectDetail {
    InspectDetail { label, value }
}

fn read(file: &str, bytes: Vec<u8>) -> Result<Extract, Error> {
    Extract::read(bytes, &Limits::default()).map_err(|error| Error::Extract {
        file: file.to_owned(),
        error,
    })
}

fn inspect_encrypted(size: usize) -> InspectReport {
    InspectReport {
        kind: "encrypted file",
        summary: "A file encrypted to a public key (age format). Only the receiving key that belongs to it opens it: give that key to look inside.".to_owned(),
        details: vec![detail("Size in bytes", grouped(size as u64))],
        reveals: vec![
            "Without the receiving key the file shows its size, and so about how many records it holds, and nothing else.".to_owned(),
            "With the receiving key it is an extract like any other: look inside it with the key to see what that reveals.".to_owned(),
        ],
        ..InspectReport::default()
    }
}

fn inspect_identity(bytes: &[u8]) -> InspectReport {
    let public_keys = secret::Identity::open(bytes, None)
        .map(|identity| identity.public_keys().join(", "))
        .unwrap_or_default();
    InspectReport {
        kind: "receiving key",
        summary: "A receiving key (age identity). It is NOT protected by a passphrase: whoever has the file can open what is encrypted to its public key.".to_owned(),
        details: vec![detail("Public key", public_keys)],
        reveals: vec![
            "Whoever holds it can open every file that was encrypted to its public key. Keep it secret; only the public key is given to others.".to_owned(),
        ],
        ..InspectReport::default()
    }
}

fn inspect_key(bytes: &[u8]) -> InspectReport {
    let summary = if secret::is_wrapped(bytes) {
        "A key file protected by a passphrase (age format): a project key or a receiving key; which one, only the passphrase shows."
    } else {
        "A project key. It is NOT protected by a passphrase: whoever has the file has the key."
    };
    InspectReport {
        kind: "project key",
        summary: summary.to_owned(),
        reveals: vec![
            "Whoever holds the key can test guesses about people against every extract made with it. Keep it secret and never send it by the same way as an extract.".to_owned(),
        ],
        ..InspectReport::default()
    }
}

/// A review, or answers to one.
fn inspect_review(value: &serde_json::Value) -> InspectReport {
    let text_of = |path: &str| {
        let text = value.pointer(path).and_then(serde_json::Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let length_of = |path: &str| {
        let list = value.pointer(path).and_then(serde_json::Value::as_array);
        list.map_or_else(String::new, |list| grouped(list.len() as u64))
    };
    let agreement = detail("Agreement", text_of("/agreement/title"));
    let digest = detail("Agreement digest", text_of("/agreement/digest"));
    if text_of("/format") == ReviewFile::FORMAT {
        return InspectReport {
            kind: "review",
            summary: "Pairs that are too doubtful to link and too likely to leave, for the people who hold the records.".to_owned(),
            details: vec![agreement, detail("Pairs to answer", length_of("/pairs")), digest],
            reveals: vec![
                "It holds random references and, for each pair, what agrees and what does not, and no value of any person. Each organisation needs its own crosswalk to read it, and then learns which of its own records another party may hold too.".to_owned(),
            ],
            ..InspectReport::default()
        };
    }
    InspectReport {
        kind: "answers",
        summary: "What one organisation answers about pairs that were put to it.".to_owned(),
        details: vec![
            agreement,
            detail("Party", text_of("/party")),
            detail("Pairs answered", length_of("/answers")),
            digest,
        ],
        reveals: vec![
            "It holds random references and answers, and no value of any person. It is for whoever matches the same extracts.".to_owned(),
        ],
        ..InspectReport::default()
    }
}

/// A combined view, or the record of carrying links back.
fn inspect_use(value: &serde_json::Value) -> InspectReport {
    let text_of = |path: &str| {
        let text = value.pointer(path).and_then(serde_json::Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let digest = detail("Agreement digest", text_of("/agreement/digest"));
    if text_of("/format") == "split-tally/view" {
        return InspectReport {
            kind: "combined view",
            summary: "A combined view: how many people or incidents the parties know of together, in counts that are fit to be published.".to_owned(),
            details: vec![
                detail("Agreement", text_of("/agreement/title")),
                detail("Rule", text_of("/rule")),
                digest,
            ],
            reveals: vec![
                "It holds counts under the agreement's rule. Whoever knows some of the people, or has a view of another date, can learn more than the counts say.".to_owned(),
            ],
            ..InspectReport::default()
        };
    }
    InspectReport {
        kind: "rejoin record",
        summary: "The record of carrying links back: which attributes of others came with them, and which clauses of the agreement allowed it. Keep it on file.".to_owned(),
        details: vec![detail("Party", text_of("/party")), digest],
        reveals: vec!["It holds counts and no value of any person.".to_owned()],
        ..InspectReport::default()
    }
}

fn inspect_json(text: &str) -> Result<Option<InspectReport>, Error> {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else {
        return Ok(None);
    };
    let text_of = |path: &str| {
        value
            .pointer(path)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let number_of = |path: &str| {
        value
            .pointer(path)
            .and_then(serde_json::Value::as_u64)
            .map_or_else(String::new, grouped)
    };
    let about = |kind, summary: &str, details, reveals: &str| {
        Some(InspectReport {
            kind,
            summary: summary.to_owned(),
            details,
            reveals: vec![reveals.to_owned()],
            ..InspectReport::default()
        })
    };
    match text_of("/format").as_str() {
        AgreementText::FORMAT => {
            let agreement = Agreement::from_json(text)?;
            let said = agreement.text();
            Ok(about(
                "agreement",
                "An agreement: what the parties have settled before any record is read. It is public.",
                vec![
                    detail("Title", said.title.clone()),
                    detail("Purpose", said.purpose.clone()),
                    detail("Parties", said.parties.join(", ")),
                    detail("Fields", said.fields.len().to_string()),
                    detail("Match keys", said.match_keys.len().to_string()),
                    detail("Digest", agreement.digest().to_string()),
                ],
                "It holds no key and nothing about any person.",
            ))
        }
        "split-tally/run-record" => Ok(about(
            "run record",
            "A run record: what was read, what was left out and why, and what was made. Keep it on file.",
            vec![
                detail("Party", text_of("/party")),
                detail("File read", text_of("/input/name")),
                detail("Records read", number_of("/input/rows")),
                detail("Records in the extract", number_of("/extract/rows")),
                detail("Agreement digest", text_of("/agreement/digest")),
            ],
            "It holds counts, headers of columns and row numbers, and no value of any person.",
        )),
        "split-tally/match-report" => Ok(about(
            "match report",
            "A match report: what each rule found, in counts.",
            vec![
                detail("Agreement", text_of("/agreement/title")),
                detail("Links", number_of("/links")),
                detail("Groups", number_of("/groups")),
                detail("Agreement digest", text_of("/agreement/digest")),
            ],
            if value.pointer("/model/0").is_some() {
                "It holds counts, and for a few pairs near the threshold, named by record reference only, how well each field agrees. References mean nothing without a crosswalk."
            } else {
                "It holds counts and nothing about any one person."
            },
        )),
        "split-tally/view" | "split-tally/rejoin-record" => Ok(Some(inspect_use(&value))),
        ReviewFile::FORMAT | AnswersFile::FORMAT => Ok(Some(inspect_review(&value))),
        SavedParameters::FORMAT => Ok(about(
            "model parameters",
            "What a probability model has learnt: how often each field agrees among pairs of one person and of two.",
            Vec::new(),
            "It holds shares of pairs and nothing about any one person.",
        )),
        KeyDestruction::FORMAT => Ok(about(
            "key receipt",
            "The receipt of a project key that was destroyed. Keep it on file.",
            vec![
                detail("Agreement", text_of("/agreement/title")),
                detail("Key check code", text_of("/key_check_code")),
                detail("Destroyed at", text_of("/destroyed_at")),
                detail("By", text_of("/by")),
                detail("Agreement digest", text_of("/agreement/digest")),
            ],
            "It holds nothing from which the key could be worked out.",
        )),
        _ => Ok(None),
    }
}

fn inspect_crosswalk(rows: usize) -> InspectReport {
    InspectReport {
        kind: "crosswalk",
        summary: format!(
            "A crosswalk of {} records: which record reference is which of the owner's own ids.",
            grouped(rows as u64)
        ),
        reveals: vec![
            "With it, links lead back to the owner's records. It must never leave its owner."
                .to_owned(),
        ],
        ..InspectReport::default()
    }
}

fn inspect_households(text: &str) -> InspectReport {
    let homes = text.lines().skip(1);
    let homes = homes.filter_map(|line| line.split(',').next());
    let homes = homes.collect::<std::collections::HashSet<_>>().len();
    InspectReport {
        kind: "households",
        summary: format!(
            "Households: the records of people who share a home, in {} homes.",
            grouped(homes as u64)
        ),
        reveals: vec![
            "It shows how many homes the parties know, and how many people live in each. Only the owner of a crosswalk can tell who they are, and then learns that another party holds a record of somebody in the same home.".to_owned(),
        ],
        ..InspectReport::default()
    }
}

fn inspect_links(text: &str, rows: usize) -> InspectReport {
    let groups = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .collect::<std::collections::HashSet<_>>()
        .len();
    // References have 32 hexadecimal digits. Places in files of CLKs are shorter, and their owner needs no crosswalk.
    let references = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(2))
        .all(|record| record.len() == 32);
    let who = if references {
        "It shows how many people the parties share. Only the owner of a crosswalk can tell who they are."
    } else {
        "It shows how many people the parties share, and each record by its place in the file of CLKs: whoever has the file of records that the CLKs were made from can tell who they are."
    };
    InspectReport {
        kind: "links",
        summary: format!(
            "Links: {} records in {} groups that belong together.",
            grouped(rows as u64),
            grouped(groups as u64)
        ),
        reveals: vec![who.to_owned()],
        ..InspectReport::default()
    }
}

/// The rows of an extract as CSV, tokens and filters in hexadecimal: exactly what has left, for anyone to look at.
///
/// # Errors
/// [`Error::Extract`] when it cannot be read.
pub fn extract_to_csv(file: &str, bytes: Vec<u8>) -> Result<String, Error> {
    let extract = read(file, bytes)?;
    let layout = &extract.header().layout;
    let mut csv = String::from("record");
    for name in layout.match_keys() {
        let _ = write!(csv, ",key_{name}");
    }
    if layout.filter_bytes() > 0 {
        csv.push_str(",filter");
    }
    for filter in layout.field_filters() {
        let _ = write!(csv, ",field_{}", filter.name);
    }
    for attribute in layout.attributes() {
        let _ = write!(csv, ",attribute_{}", attribute.name);
    }
    csv.push('\n');
    for (row, reference) in extract.references().iter().enumerate() {
        let _ = write!(csv, "{reference}");
        for key in 0..layout.match_keys().len() {
            csv.push(',');
            if let Some(token) = extract.token(key, row) {
                let _ = write!(csv, "{token}");
            }
        }
        if layout.filter_bytes() > 0 {
            csv.push(',');
            write_filter(&mut csv, extract.filter(row).unwrap_or_default());
        }
        for field in 0..layout.field_filters().len() {
            csv.push(',');
            write_filter(
                &mut csv,
                extract.field_filter(field, row).unwrap_or_default(),
            );
        }
        for attribute in 0..layout.attributes().len() {
            csv.push(',');
            if let Some(place) = extract.attribute(attribute, row) {
                let _ = write!(csv, "{place}");
            }
        }
        csv.push('\n');
    }
    Ok(csv)
}

fn write_filter(csv: &mut String, words: &[u64]) {
    for byte in words.iter().flat_map(|word| word.to_le_bytes()) {
        let _ = write!(csv, "{byte:02x}");
    }
}
