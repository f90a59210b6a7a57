//! Known answers of every standardiser, from outside this project: standards, published tables and rules, or reasoning by
//! hand from a documented rule, as each line of `tests/data/standardise/known-answers.csv` names.

#![allow(clippy::unwrap_used, clippy::panic)] // A test that cannot read its table has failed.

use std::collections::BTreeMap;

use serde::Deserialize;
use split_tally::agreement::FieldKind;
use split_tally::standardise::{self, Day, Standardised, full_name, one_line_address};

/// The day on which the table's dates were reasoned about.
const TODAY: &str = "20260101";

#[derive(Deserialize)]
struct Case {
    /// A field kind as agreements write it, or the name of a function of `standardise`.
    kind: String,
    input: String,
    /// The standard form; nothing when there is no value. Parts of a name or an address have a bar between them.
    expected: String,
    /// The finding's code; nothing when there is none.
    finding: String,
    source: String,
}

fn cases() -> Vec<Case> {
    let table = include_bytes!("data/standardise/known-answers.csv");
    csv::Reader::from_reader(&table[..])
        .deserialize()
        .collect::<Result<_, _>>()
        .unwrap()
}

fn answer(kind: &str, input: &str, today: Day) -> (String, Option<&'static str>) {
    let text = |text: Option<String>| (text.unwrap_or_default(), None);
    match kind {
        "soundex" => text(standardise::soundex(input)),
        "double_metaphone" => text(standardise::double_metaphone(input)),
        "nysiis" => text(standardise::nysiis(input)),
        "nickname" => text(Some(standardise::nickname_group(input).to_owned())),
        "outcode" => text(standardise::outcode(input).map(str::to_owned)),
        "sector" => text(standardise::sector(input).map(str::to_owned)),
        "nhs_check_digit" => {
            text(standardise::nhs_check_digit(input.as_bytes()).map(|digit| digit.to_string()))
        }
        "full_name" => {
            text(full_name::split(input).map(|name| format!("{}|{}", name.given, name.surname)))
        }
        "one_line_address" => {
            let parts = one_line_address::split(input);
            let parts = [parts.line, parts.locality, parts.postcode];
            let is_empty = parts.iter().all(Option::is_none);
            text((!is_empty).then(|| parts.map(Option::unwrap_or_default).join("|")))
        }
        kind => {
            let kind: FieldKind = serde_json::from_value(kind.into()).unwrap();
            let Standardised { value, finding } =
                standardise::standardise_value(kind, input, today);
            (
                value.unwrap_or_default(),
                finding.map(standardise::Finding::code),
            )
        }
    }
}

#[test]
fn every_known_answer() {
    let today: Day = TODAY.parse().unwrap();
    let mut wrong = Vec::new();
    for case in cases() {
        let (value, finding) = answer(&case.kind, &case.input, today);
        if value != case.expected || finding.unwrap_or_default() != case.finding {
            wrong.push(format!(
                "{} {:?}: expected {:?} {:?}, found {value:?} {finding:?} ({})",
                case.kind, case.input, case.expected, case.finding, case.source
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The table covers every kind of field and says where each answer comes from.
#[test]
fn the_table_is_whole() {
    let cases = cases();
    assert!(cases.len() >= 200, "{}", cases.len());
    let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &cases {
        assert!(!case.source.is_empty(), "{} {}", case.kind, case.input);
        *by_kind.entry(&case.kind).or_default() += 1;
    }
    for kind in FieldKind::ALL {
        let name = serde_json::to_value(kind).unwrap();
        let count = by_kind.get(name.as_str().unwrap()).copied();
        assert!(count.unwrap_or_default() >= 4, "{name}: {count:?}");
    }
}

/// What has a value keeps it when it is standardised again: files that were prepared once may be prepared again.
#[test]
fn standard_forms_are_final() {
    let today: Day = TODAY.parse().unwrap();
    for case in cases() {
        let Ok(kind) = serde_json::from_value::<FieldKind>(case.kind.clone().into()) else {
            continue;
        };
        if !case.expected.is_empty() {
            let again = standardise::standardise_value(kind, &case.expected, today);
            assert_eq!(
                again.value.as_deref(),
                Some(case.expected.as_str()),
                "{}",
                case.kind
            );
        }
    }
}
