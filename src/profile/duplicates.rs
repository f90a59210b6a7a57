//! Rows of one file that seem to be the same person: exactly, by NHS number, or nearly.

use std::collections::HashMap;

use serde::Serialize;

use crate::agreement::{Agreement, FieldKind};
use crate::standardise::{StandardRecord, nickname_group};

/// Rows looked at for exact duplicates, 16 bytes each.
const EXACT_ROWS: usize = 2_000_000;
/// Rows whose values are kept to be compared with each other, some 100 bytes each.
const NEAR_ROWS: usize = 200_000;
/// Rows that share a birth date, or a postcode, are compared with each other up to this many.
const LARGEST_BLOCK: usize = 200;
/// Pairs that a report lists.
const LISTED: usize = 10;
/// Names this alike may be one name (Jaro-Winkler similarity, Winkler 1990).
const GIVEN_NAMES_ALIKE: f64 = 0.86;
const SURNAMES_ALIKE: f64 = 0.90;

/// Two rows that seem to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RowPair {
    /// The row that comes first.
    pub first: u64,
    /// The other.
    pub second: u64,
}

/// How many rows repeat an earlier one in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DuplicateRows {
    /// Rows that repeat an earlier row.
    pub rows: u64,
    /// The first few, with the row they repeat.
    pub first: Vec<RowPair>,
}

/// What was found. Row numbers only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duplicates {
    /// Rows that agree with an earlier row in every field.
    pub exact: DuplicateRows,
    /// Rows with the NHS number of an earlier row, exact duplicates aside; `None` without a column of NHS numbers.
    pub same_nhs_number: Option<DuplicateRows>,
    /// Rows that resemble an earlier row in names, birth date and postcode, those above aside; `None` where the file
    /// lacks the columns.
    pub near: Option<DuplicateRows>,
    /// Rows looked at for exact duplicates.
    pub rows_looked_at: u64,
    /// Rows compared with each other for near ones.
    pub rows_compared: u64,
    /// Groups of rows passed over because more than 200 share a birth date or a postcode.
    pub groups_too_large: u64,
}

/// Where the fields are that tell people apart.
#[derive(Clone, Copy)]
struct Fields {
    given_name: usize,
    surname: usize,
    birth_date: usize,
    postcode: Option<usize>,
}

/// Collects rows, then compares them.
pub(super) struct DuplicateSearch {
    fields: Option<Fields>,
    nhs_number: Option<usize>,
    exact: Vec<(u64, u64)>,
    by_nhs_number: Vec<(u64, u64)>,
    people: Vec<Person>,
}

struct Person {
    row: u64,
    given_name: Box<str>,
    /// Hash of the nickname group of the given name's first word: millions of pairs are compared.
    nickname_group: u64,
    surname: Box<str>,
    birth_date: Box<str>,
    postcode: Box<str>,
}

impl DuplicateSearch {
    /// `has_column` says whether the field at a position has a column.
    pub(super) fn new(agreement: &Agreement, has_column: impl Fn(usize) -> bool) -> Self {
        let position = |kind| {
            agreement
                .fields()
                .iter()
                .position(|field| field.kind == kind)
                .filter(|&at| has_column(at))
        };
        let fields = || {
            Some(Fields {
                given_name: position(FieldKind::GivenName)?,
                surname: position(FieldKind::Name)?,
                birth_date: position(FieldKind::BirthDate)?,
                postcode: position(FieldKind::UkPostcode),
            })
        };
        Self {
            fields: fields(),
            nhs_number: position(FieldKind::NhsNumber),
            exact: Vec::new(),
            by_nhs_number: Vec::new(),
            people: Vec::new(),
        }
    }

    /// Adds a row. `hash` is of one value's text.
    pub(super) fn add(
        &mut self,
        row: u64,
        record: &StandardRecord,
        fields: usize,
        hash: impl Fn(&str) -> u64,
    ) {
        if self.exact.len() < EXACT_ROWS {
            let mut filled = 0;
            let mut whole = String::with_capacity(96);
            for field in 0..fields {
                let value = record.value(field);
                filled += usize::from(value.is_some());
                whole.push_str(value.unwrap_or_default());
                whole.push('\u{1f}');
            }
            // A row with next to nothing in it is like any other such row.
            if filled >= 2 {
                self.exact.push((hash(&whole), row));
            }
            if let Some(number) = self.nhs_number.and_then(|at| record.value(at)) {
                self.by_nhs_number.push((hash(number), row));
            }
        }
        if self.people.len() < NEAR_ROWS
            && let Some(fields) = self.fields
        {
            let value = |at: usize| -> Box<str> { record.value(at).unwrap_or_default().into() };
            let given_name = value(fields.given_name);
            let person = Person {
                row,
                nickname_group: hash(nickname_group(first_word(&given_name))),
                given_name,
                surname: value(fields.surname),
                birth_date: value(fields.birth_date),
                postcode: fields.postcode.map_or_else(|| "".into(), value),
            };
            self.people.push(person);
        }
    }

    /// Compares what was collected.
    pub(super) fn finish(mut self) -> Duplicates {
        let rows_looked_at = self.exact.len() as u64;
        let exact = repeats(&mut self.exact);
        let of_exact: Vec<u64> = exact.iter().map(|pair| pair.second).collect();
        let same_nhs_number: Option<Vec<RowPair>> = self.nhs_number.map(|_| {
            let mut pairs = repeats(&mut self.by_nhs_number);
            pairs.retain(|pair| of_exact.binary_search(&pair.second).is_err());
            pairs
        });
        let mut groups_too_large = 0;
        let near = self.fields.map(|_| {
            let mut known: Vec<u64> = of_exact.clone();
            known.extend(same_nhs_number.iter().flatten().map(|pair| pair.second));
            known.sort_unstable();
            let mut pairs = near(&self.people, &mut groups_too_large);
            pairs.retain(|pair| known.binary_search(&pair.second).is_err());
            pairs
        });
        Duplicates {
            exact: counted(&exact),
            same_nhs_number: same_nhs_number.as_deref().map(counted),
            near: near.as_deref().map(counted),
            rows_looked_at,
            rows_compared: self.people.len() as u64,
            groups_too_large,
        }
    }
}

fn counted(pairs: &[RowPair]) -> DuplicateRows {
    DuplicateRows {
        rows: pairs.len() as u64,
        first: pairs.iter().take(LISTED).copied().collect(),
    }
}

/// In order of the repeating row.
fn in_order(mut pairs: Vec<RowPair>) -> Vec<RowPair> {
    pairs.sort_unstable_by_key(|pair| pair.second);
    pairs
}

/// Each row whose hash an earlier row has, with the first such row; in order of the repeating row.
fn repeats(hashes: &mut [(u64, u64)]) -> Vec<RowPair> {
    hashes.sort_unstable();
    let pairs: Vec<RowPair> = hashes
        .chunk_by(|one, other| one.0 == other.0)
        .flat_map(|same| {
            let first = same.first().map_or(0, |&(_, row)| row);
            same.iter()
                .skip(1)
                .map(move |&(_, second)| RowPair { first, second })
        })
        .collect();
    in_order(pairs)
}

/// Rows that resemble an earlier one, each once, with the earliest it resembles.
fn near(people: &[Person], groups_too_large: &mut u64) -> Vec<RowPair> {
    let mut earliest: HashMap<u64, u64> = HashMap::new();
    for block_by in [
        |p: &Person| p.birth_date.clone(),
        |p: &Person| p.postcode.clone(),
    ] {
        let mut blocks: HashMap<Box<str>, Vec<usize>> = HashMap::new();
        for (position, person) in people.iter().enumerate() {
            let key = block_by(person);
            if !key.is_empty() {
                blocks.entry(key).or_default().push(position);
            }
        }
        for block in blocks.values() {
            if block.len() > LARGEST_BLOCK {
                *groups_too_large += 1;
                continue;
            }
            for (at, &second) in block.iter().enumerate() {
                for &first in &block[..at] {
                    let (first, second) = (&people[first], &people[second]);
                    if alike(first, second) {
                        earliest
                            .entry(second.row)
                            .and_modify(|row| *row = (*row).min(first.row))
                            .or_insert(first.row);
                    }
                }
            }
        }
    }
    let pairs: Vec<RowPair> = earliest
        .into_iter()
        .map(|(second, first)| RowPair { first, second })
        .collect();
    in_order(pairs)
}

/// Names alike and the same birth date; or names alike, the same postcode, and a birth date with one slip or with day and
/// month the other way round. Twins at one address differ in their given names.
fn alike(one: &Person, other: &Person) -> bool {
    let missing = |person: &Person| {
        person.given_name.is_empty() || person.surname.is_empty() || person.birth_date.is_empty()
    };
    let dates = one.birth_date == other.birth_date
        || (!one.postcode.is_empty()
            && one.postcode == other.postcode
            && dates_alike(&one.birth_date, &other.birth_date));
    dates && !missing(one) && !missing(other) && names_alike(one, other)
}

fn names_alike(one: &Person, other: &Person) -> bool {
    let swapped = one.given_name == other.surname && one.surname == other.given_name;
    let surname = || {
        one.surname == other.surname
            || strsim::jaro_winkler(&one.surname, &other.surname) >= SURNAMES_ALIKE
    };
    let given = || {
        one.nickname_group == other.nickname_group
            || strsim::jaro_winkler(&one.given_name, &other.given_name) >= GIVEN_NAMES_ALIKE
    };
    swapped || (given() && surname())
}

fn first_word(name: &str) -> &str {
    name.split(' ').next().unwrap_or_default()
}

/// Dates as `YYYYMMDD`: one digit differs, or day and month stand the other way round.
fn dates_alike(one: &str, other: &str) -> bool {
    let slips = one
        .bytes()
        .zip(other.bytes())
        .filter(|(one, other)| one != other)
        .count();
    let parts = |date: &str| {
        Some((
            date.get(..4)?.to_owned(),
            date.get(4..6)?.to_owned(),
            date.get(6..8)?.to_owned(),
        ))
    };
    let swapped = match (parts(one), parts(other)) {
        (Some(one), Some(other)) => one.0 == other.0 && one.1 == other.2 && one.2 == other.1,
        _ => false,
    };
    slips <= 1 || swapped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::from_template;

    fn hash(text: &str) -> u64 {
        // FNV-1a, 64 bits (Fowler, Noll and Vo).
        text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }

    fn search(rows: &[[&str; 5]]) -> Duplicates {
        let agreement = from_template("person", &["A".to_owned(), "B".to_owned()]).unwrap();
        let mut search = DuplicateSearch::new(&agreement, |_| true);
        let names = [
            "nhs_number",
            "given_name",
            "surname",
            "birth_date",
            "postcode",
        ];
        for (number, row) in (2u64..).zip(rows) {
            let mut values = vec![None; agreement.fields().len()];
            for (name, value) in names.iter().zip(row) {
                let at = agreement.field_position(name).unwrap();
                values[at] = (!value.is_empty()).then(|| (*value).to_owned());
            }
            let record = StandardRecord::from_values(values);
            search.add(number, &record, agreement.fields().len(), hash);
        }
        search.finish()
    }

    fn pair(first: u64, second: u64) -> RowPair {
        RowPair { first, second }
    }

    #[test]
    fn each_duplicate_is_counted_once_and_in_its_strongest_way() {
        let found = search(&[
            ["4010232137", "ANN", "LEE", "19800403", "AB1 2CD"],
            ["4010232137", "ANN", "LEE", "19800403", "AB1 2CD"],
            ["4010232137", "ANNE", "LEIGH", "19800403", "AB1 2CD"],
            ["", "ANNIE", "LEE", "19800403", "ZE2 9XX"],
            ["", "BO", "ASH", "19500101", "AB1 2CD"],
        ]);
        assert_eq!(found.exact.first, [pair(2, 3)]);
        assert_eq!(found.same_nhs_number.unwrap().first, [pair(2, 4)]);
        assert_eq!(found.near.unwrap().first, [pair(2, 5)]);
        assert_eq!(found.rows_looked_at, 5);
    }

    #[test]
    fn swapped_days_and_names_are_near_and_twins_are_not() {
        let found = search(&[
            ["", "CARL", "MOSS", "19800403", "AB1 2CD"],
            ["", "CARL", "MOSS", "19800304", "AB1 2CD"],
            ["", "MOSS", "CARL", "19800403", "AB1 2CD"],
            ["", "DORA", "MOSS", "19800403", "AB1 2CD"],
            ["", "CARL", "MOSS", "19770922", "AB1 2CD"],
        ]);
        assert_eq!(found.near.unwrap().first, [pair(2, 3), pair(2, 4)]);
        assert_eq!(found.exact.rows, 0);
    }

    #[test]
    fn rows_with_next_to_nothing_are_no_duplicates() {
        let found = search(&[["", "ANN", "", "", ""], ["", "ANN", "", "", ""]]);
        assert_eq!(found.exact.rows, 0);
        assert_eq!(found.near.unwrap().rows, 0);
    }

    #[test]
    fn giant_groups_are_passed_over_and_said() {
        let rows = vec![["", "ANN", "LEE", "19000102", ""]; LARGEST_BLOCK + 1];
        assert_eq!(search(&rows).groups_too_large, 1);
    }
}
