use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::Hash;

use serde::Serialize;

use super::Error;
use crate::agreement::{Agreement, AgreementText};
use crate::exchange::{Extract, Limits};
use crate::report::{RevealedFilter, what_an_extract_reveals};
use crate::resolve::{LINKS_HEADER, SavedParameters};
use crate::secret;
use crate::units::FileKind;

/// Exactly what is in one of our files, and what it reveals.
#[derive(Clone, Debug, Default, Serialize)]
pub struct InspectReport {
    /// `extract`, `agreement`, `project key`, `crosswalk`, `links`, `run record` or `match report`.
    pub kind: &'static str,
    /// What it is, in a sentence.
    pub summary: String,
    /// What it says of itself.
    pub details: Vec<InspectDetail>,
    /// Its columns, for tables.
    pub columns: Vec<InspectColumn>,
    /// What it reveals, and to whom.
    pub reveals: Vec<String>,
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
}

/// Says what a file is and what it reveals.
///
/// # Errors
/// [`Error::NotOurs`] for files of other programs, or why one of ours cannot be read.
pub fn inspect(file: &str, bytes: Vec<u8>) -> Result<InspectReport, Error> {
    let kind = FileKind::of(&bytes);
    if kind == FileKind::Parquet {
        return inspect_extract(file, bytes);
    }
    if secret::is_wrapped(&bytes) || secret::looks_like_a_key(&bytes) {
        return Ok(inspect_key(&bytes));
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

fn inspect_extract(file: &str, bytes: Vec<u8>) -> Result<InspectReport, Error> {
    let size = bytes.len();
    let extract = read(file, bytes)?;
    let header = extract.header();
    let rows = extract.len() as u64;
    let mut columns = vec![InspectColumn {
        name: "record".to_owned(),
        meaning: "random record reference; the owner's crosswalk says which record it is"
            .to_owned(),
        filled: rows,
        repeated: 0,
    }];
    for (position, name) in header.layout.match_keys().iter().enumerate() {
        let (filled, repeated) = count_tokens(&extract, position);
        columns.push(InspectColumn {
            name: format!("key_{name}"),
            meaning: "match-key token (128 bits)".to_owned(),
            filled,
            repeated,
        });
    }
    let filter_bits = header.layout.filter_bytes() * 8;
    if filter_bits > 0 {
        let (filled, share) = filter_fill(&extract, filter_bits);
        columns.push(InspectColumn {
            name: "filter".to_owned(),
            meaning: format!(
                "record filter of {filter_bits} bits, {share:.0}% of them set on average"
            ),
            filled,
            repeated: 0,
        });
    }
    for (position, filter) in header.layout.field_filters().iter().enumerate() {
        let (filled, repeated) = count_field_filters(&extract, position);
        columns.push(InspectColumn {
            name: format!("field_{}", filter.name),
            meaning: format!(
                "field filter of {} bits: equal values have equal filters",
                filter.bytes * 8
            ),
            filled,
            repeated,
        });
    }
    Ok(InspectReport {
        kind: "extract",
        summary: format!(
            "An extract of {rows} records made by {}. It holds tokens only: no names, dates, numbers or addresses.",
            header.party
        ),
        details: vec![
            detail("Party", header.party.clone()),
            detail("Records", rows.to_string()),
            detail("Size in bytes", size.to_string()),
            detail("Agreement digest", header.agreement_digest.to_string()),
            detail("Key commitment", header.key_commitment.to_string()),
            detail("Encoding", header.encoding.clone()),
        ],
        columns,
        reveals: what_an_extract_reveals(
            rows,
            header.layout.match_keys().len(),
            if filter_bits > 0 {
                RevealedFilter::AsAgreed
            } else {
                RevealedFilter::None
            },
            header.layout.field_filters().len(),
        ),
    })
}

fn count_tokens(extract: &Extract, match_key: usize) -> (u64, u64) {
    count_values((0..extract.len()).filter_map(|row| extract.token(match_key, row)))
}

fn count_field_filters(extract: &Extract, field: usize) -> (u64, u64) {
    count_values((0..extract.len()).filter_map(|row| extract.field_filter(field, row)))
}

/// How many values there are, and how many of them another row has too.
fn count_values<T: Eq + Hash>(values: impl Iterator<Item = T>) -> (u64, u64) {
    let mut counts: HashMap<T, u64> = HashMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let filled = counts.values().sum();
    let repeated = counts.values().filter(|&&count| count > 1).sum();
    (filled, repeated)
}

fn filter_fill(extract: &Extract, bits: usize) -> (u64, f64) {
    let (mut filled, mut set) = (0u64, 0u64);
    for filter in (0..extract.len()).filter_map(|row| extract.filter(row)) {
        filled += 1;
        set += filter
            .iter()
            .map(|word| u64::from(word.count_ones()))
            .sum::<u64>();
    }
    #[expect(clippy::cast_precision_loss)]
    let share = 100.0 * set as f64 / (filled.max(1) as f64 * bits as f64);
    (filled, share)
}

fn inspect_key(bytes: &[u8]) -> InspectReport {
    let wrapped = secret::is_wrapped(bytes);
    let how = if wrapped {
        "It is protected by a passphrase (age format)."
    } else {
        "It is NOT protected by a passphrase: whoever has the file has the key."
    };
    InspectReport {
        kind: "project key",
        summary: format!("A project key. {how}"),
        reveals: vec![
            "Whoever holds the key can test guesses about people against every extract made with it. Keep it secret and never send it by the same way as an extract.".to_owned(),
        ],
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
            .map_or_else(String::new, |number| number.to_string())
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
        SavedParameters::FORMAT => Ok(about(
            "model parameters",
            "What a probability model has learnt: how often each field agrees among pairs of one person and of two.",
            Vec::new(),
            "It holds shares of pairs and nothing about any one person.",
        )),
        _ => Ok(None),
    }
}

fn inspect_crosswalk(rows: usize) -> InspectReport {
    InspectReport {
        kind: "crosswalk",
        summary: format!(
            "A crosswalk of {rows} records: which record reference is which of the owner's own ids."
        ),
        reveals: vec![
            "With it, links lead back to the owner's records. It must never leave its owner."
                .to_owned(),
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
    InspectReport {
        kind: "links",
        summary: format!("Links: {rows} records in {groups} groups that belong together."),
        reveals: vec![
            "It shows how many people the parties share. Only the owner of a crosswalk can tell who they are.".to_owned(),
        ],
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
        csv.push('\n');
    }
    Ok(csv)
}

fn write_filter(csv: &mut String, words: &[u64]) {
    for byte in words.iter().flat_map(|word| word.to_le_bytes()) {
        let _ = write!(csv, "{byte:02x}");
    }
}
