//! Which column seems to be which field, by header and by content, with the reason and how sure it is.

use serde::Serialize;

use super::attributes;
use super::content::{self, Evidence, Weight};
use super::doubt::{doubt, one_of};
use super::header_likeness::{self, How, Likeness};
use crate::agreement::{Agreement, Field, FieldKind};
use crate::read::{ColumnMapping, Mapping, MappingRequest};
use crate::standardise::Day;
use crate::units::Arrange;

/// How sure a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Only mentioned: the person must choose it.
    Low,
    /// Chosen beforehand, and worth a look.
    Medium,
    /// Chosen beforehand.
    High,
}

/// What one column seems to be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnSuggestion {
    /// The column's header.
    pub column: String,
    /// The fields it seems to fill; several when it would be split, none when nothing is suggested.
    pub fields: Vec<String>,
    /// How sure that is; below [`Confidence::Medium`] nothing should be chosen for the person.
    pub confidence: Confidence,
    /// Why, in plain words; empty when nothing is suggested.
    pub reason: String,
    /// What speaks against it, in plain words; empty when nothing does.
    pub doubt: String,
}

/// The first rows of a file, by column.
#[derive(Clone, Default)]
pub struct Sample {
    columns: Vec<Vec<String>>,
}

impl Sample {
    /// Rows worth looking at: more tell hardly more.
    pub const ROWS: usize = 1_000;

    /// An empty sample of this many columns.
    #[must_use]
    pub fn new(columns: usize) -> Self {
        Self {
            columns: vec![Vec::new(); columns],
        }
    }

    /// Adds a row.
    pub fn push<'a>(&mut self, cells: impl Iterator<Item = &'a str>) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(cell.to_owned());
        }
    }

    pub(super) fn cells(&self, column: usize) -> Vec<&str> {
        self.columns
            .get(column)
            .map(|cells| cells.iter().map(String::as_str).collect())
            .unwrap_or_default()
    }
}

/// One reading of one column.
pub(super) struct Candidate {
    pub(super) column: usize,
    pub(super) fields: Vec<usize>,
    pub(super) score: f64,
    reason: String,
    pub(super) doubt: String,
    /// Whether the column fills its field together with others.
    pub(super) together: bool,
}

/// Suggests a use for each column of a file, in the file's order. A field or attribute is suggested for one column only: the
/// best. Columns that map themselves by name do so here too.
#[must_use]
pub fn suggest(
    agreement: &Agreement,
    file: &str,
    header: &[String],
    sample: &Sample,
    today: Day,
) -> Vec<ColumnSuggestion> {
    let fields = agreement.fields();
    let by_name = Mapping::propose(agreement, file, header, &ColumnMapping::default()).ok();
    let id = by_name.as_ref().and_then(Mapping::id_cell);
    let mut candidates = Vec::new();
    for (column, name) in header.iter().enumerate() {
        let cells = sample.cells(column);
        let named = by_name
            .as_ref()
            .map(|mapping| &mapping.columns()[column])
            .filter(|used| !used.fields.is_empty());
        if let (Some(used), Some(mapping)) = (named, &by_name) {
            let fields = positions(agreement, &used.fields);
            if fields.is_empty() {
                // An attribute's, which is judged by itself.
                continue;
            }
            let sources = fields.iter().filter_map(|&field| mapping.source_of(field));
            candidates.push(Candidate {
                column,
                together: sources
                    .map(|source| source.cells.len())
                    .any(|cells| cells > 1),
                fields,
                score: 1.0,
                reason: used.reason.clone(),
                doubt: String::new(),
            });
        }
        if Some(column) == id {
            continue;
        }
        for (position, field) in fields.iter().enumerate() {
            let likeness = header_likeness::likeness(name, field);
            let evidence = content::evidence(field.kind, &cells, today);
            candidates.extend(of_one_field(column, position, field, likeness, evidence));
        }
        candidates.extend(of_a_whole_name(column, name, fields, &cells));
        candidates.extend(of_a_whole_address(column, fields, &cells, today));
    }
    for candidate in &mut candidates {
        doubt(candidate, fields, sample, today);
    }
    candidates.arrange_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then(one.column.cmp(&other.column))
    });
    let mut suggestions = settle(header, fields, candidates);
    attributes::suggest(agreement, by_name.as_ref(), sample, &mut suggestions);
    suggestions
}

impl ColumnSuggestion {
    /// Turns suggestions into the mapping that a person who changes nothing agrees to. Columns suggested for one field
    /// together (day, month and year) are put together.
    #[must_use]
    pub fn as_request(suggestions: &[Self], id_column: Option<String>) -> ColumnMapping {
        let mut named: Vec<MappingRequest> = Vec::new();
        for suggestion in suggestions {
            if suggestion.fields.is_empty() || suggestion.confidence < Confidence::Medium {
                continue;
            }
            match named
                .iter_mut()
                .find(|request| request.fields == suggestion.fields)
            {
                Some(request) => request.columns.push(suggestion.column.clone()),
                None => named.push(MappingRequest {
                    columns: vec![suggestion.column.clone()],
                    fields: suggestion.fields.clone(),
                }),
            }
        }
        ColumnMapping {
            named,
            only_named: true,
            id_column,
        }
    }
}

fn positions(agreement: &Agreement, names: &[String]) -> Vec<usize> {
    names
        .iter()
        .filter_map(|name| agreement.field_position(name))
        .collect()
}

fn of_one_field(
    column: usize,
    position: usize,
    field: &Field,
    likeness: Option<Likeness>,
    evidence: Evidence,
) -> Option<Candidate> {
    let share = evidence.share();
    let said = format!(
        "{} of the first {} values can be {}",
        evidence.fit,
        evidence.filled,
        one_of(field)
    );
    let by_content = match evidence.weight {
        Weight::Much if share >= 0.8 => 0.85,
        Weight::Much if share >= 0.5 => 0.6,
        Weight::Little if share >= 0.9 => 0.5,
        _ => 0.0,
    };
    let (score, reason) = match likeness {
        None if by_content > 0.0 => (by_content, said),
        None => return None,
        Some(Likeness { score, how }) => {
            let words = match how {
                How::Same => format!("the header is a usual name for {}", field.label),
                How::Contains => format!("the header has a usual name for {} in it", field.label),
                How::Similar => format!("the header is nearly a usual name for {}", field.label),
                How::AboutOthers => format!(
                    "the header has a usual name for {} in it, but seems to be about somebody else",
                    field.label
                ),
            };
            if how == How::AboutOthers || by_content == 0.0 {
                (score, words)
            } else {
                (score.max(by_content) + 0.1, format!("{words}, and {said}"))
            }
        }
    };
    Some(Candidate {
        column,
        fields: vec![position],
        score,
        reason,
        doubt: String::new(),
        together: false,
    })
}

fn position_of(fields: &[Field], kind: FieldKind) -> Option<usize> {
    fields.iter().position(|field| field.kind == kind)
}

fn of_a_whole_name(
    column: usize,
    header: &str,
    fields: &[Field],
    cells: &[&str],
) -> Option<Candidate> {
    let given = position_of(fields, FieldKind::GivenName)?;
    let surname = position_of(fields, FieldKind::Name)?;
    let words = header_likeness::words(header);
    let named = words.iter().any(|word| word == "name" || word == "names");
    if !named || !content::looks_like_whole_names(cells) {
        return None;
    }
    let qualified = [
        "first", "given", "fore", "last", "family", "middle", "sur", "file", "user",
    ]
    .iter()
    .any(|word| words.iter().any(|found| found == word));
    (!qualified).then(|| Candidate {
        column,
        fields: vec![given, surname],
        score: 0.65,
        reason: "the values look like whole names, which can be split into given name and surname"
            .to_owned(),
        doubt: String::new(),
        together: false,
    })
}

fn of_a_whole_address(
    column: usize,
    fields: &[Field],
    cells: &[&str],
    today: Day,
) -> Option<Candidate> {
    let line = position_of(fields, FieldKind::AddressLine)?;
    let postcode = position_of(fields, FieldKind::UkPostcode)?;
    content::looks_like_whole_addresses(cells, today).then(|| Candidate {
        column,
        fields: vec![line, postcode],
        score: 0.82,
        reason: "the values end in a postcode, so they look like whole addresses, which can be split into address line and postcode".to_owned(),
        doubt: String::new(),
        together: false,
    })
}

/// Gives each column its best candidate, and each field to one column; columns put together share theirs.
fn settle(
    header: &[String],
    fields: &[Field],
    candidates: Vec<Candidate>,
) -> Vec<ColumnSuggestion> {
    let mut by_column: Vec<Option<Candidate>> = header.iter().map(|_| None).collect();
    let mut taken = vec![false; fields.len()];
    let mut together = vec![false; fields.len()];
    for candidate in candidates {
        if by_column[candidate.column].is_some() {
            continue;
        }
        let joins = candidate.together && candidate.fields.iter().all(|&field| together[field]);
        if candidate.fields.iter().any(|&field| taken[field]) && !joins {
            continue;
        }
        for &field in &candidate.fields {
            if candidate.score >= MEDIUM {
                taken[field] = true;
            }
            together[field] |= candidate.together;
        }
        let column = candidate.column;
        by_column[column] = Some(candidate);
    }
    header
        .iter()
        .zip(by_column)
        .map(|(column, candidate)| match candidate {
            None => ColumnSuggestion {
                column: column.clone(),
                fields: Vec::new(),
                confidence: Confidence::Low,
                reason: String::new(),
                doubt: String::new(),
            },
            Some(candidate) => ColumnSuggestion {
                column: column.clone(),
                fields: candidate
                    .fields
                    .iter()
                    .map(|&field| fields[field].name.clone())
                    .collect(),
                confidence: if candidate.score >= HIGH {
                    Confidence::High
                } else if candidate.score >= MEDIUM {
                    Confidence::Medium
                } else {
                    Confidence::Low
                },
                reason: candidate.reason,
                doubt: candidate.doubt,
            },
        })
        .collect()
}

const HIGH: f64 = 0.8;
const MEDIUM: f64 = 0.55;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::from_template;

    fn suggestions(header: &[&str], rows: &[&[&str]]) -> Vec<ColumnSuggestion> {
        let agreement = from_template("person", &["A".to_owned(), "B".to_owned()]).unwrap();
        let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
        let mut sample = Sample::new(header.len());
        for _ in 0..5 {
            for row in rows {
                sample.push(row.iter().copied());
            }
        }
        suggest(
            &agreement,
            "f.csv",
            &header,
            &sample,
            Day::new(2026, 1, 1).unwrap(),
        )
    }

    #[test]
    fn an_nhs_number_is_found_whatever_its_header() {
        let found = suggestions(
            &["X1", "Forename", "X2"],
            &[
                &["943 476 5919", "Ann", "AB1 2CD"],
                &["4010232137", "Bo", "ZE2 9XX"],
            ],
        );
        assert_eq!(found[0].fields, ["nhs_number"]);
        assert_eq!(found[0].confidence, Confidence::High);
        assert!(
            found[0]
                .reason
                .contains("10 of the first 10 values can be an NHS number")
        );
        assert_eq!(found[1].fields, ["given_name"]);
        assert_eq!(found[2].fields, ["postcode"]);
    }

    #[test]
    fn a_header_that_its_values_contradict_is_doubted() {
        let found = suggestions(
            &["NHS number", "Hospital no"],
            &[&["A/1234", "943 476 5919"], &["B/9876", "4010232137"]],
        );
        assert_eq!(found[1].fields, ["nhs_number"]);
        assert!(found[0].confidence < Confidence::Medium || found[0].fields.is_empty());
    }

    #[test]
    fn columns_about_somebody_else_are_not_chosen() {
        let found = suggestions(
            &["GP postcode", "Home postcode", "Next of kin phone"],
            &[&["AB1 2CD", "ZE2 9XX", "020 7946 0018"]],
        );
        assert_eq!(found[1].fields, ["postcode"]);
        assert!(
            found[0].fields.is_empty() || found[0].confidence == Confidence::Low,
            "{:?}",
            found[0]
        );
    }

    #[test]
    fn whole_names_addresses_and_dates_apart() {
        let found = suggestions(
            &[
                "Name of tenant",
                "Where they live",
                "Birth day",
                "Birth month",
                "Birth year",
            ],
            &[
                &["Ann Lee", "1 High St, Town, AB1 2CD", "3", "4", "1980"],
                &[
                    "Bo van Dyk",
                    "Flat 2, 3 Low Road, Town AB1 2CE",
                    "31",
                    "12",
                    "1945",
                ],
            ],
        );
        assert_eq!(found[0].fields, ["given_name", "surname"]);
        assert_eq!(found[1].fields, ["address_line", "postcode"]);
        assert!(found[2..].iter().all(|part| part.fields == ["birth_date"]));
        let request = ColumnSuggestion::as_request(&found, None);
        assert_eq!(request.named.len(), 3);
        assert_eq!(
            request.named[2].columns,
            ["Birth day", "Birth month", "Birth year"]
        );
    }

    #[test]
    fn places_in_words_are_chosen_and_said_to_need_a_table() {
        let parties = ["A".to_owned(), "B".to_owned()];
        let agreement = from_template("incident", &parties).unwrap();
        let found = |cells: [&str; 5]| {
            let header = ["location description".to_owned()];
            let mut sample = Sample::new(1);
            for cell in cells {
                sample.push([cell].into_iter());
            }
            let today = "20260731".parse().unwrap();
            suggest(&agreement, "f.csv", &header, &sample, today).remove(0)
        };
        let words = found([
            "Crown, Station Road",
            "North Terrace",
            "Fox",
            "12 High Street",
            "bank",
        ]);
        assert_eq!(
            (words.fields, words.confidence),
            (vec!["where".to_owned()], Confidence::Medium)
        );
        assert!(words.doubt.contains("gazetteer"), "{}", words.doubt);
        let numbers = found(["17", "18", "19", "20", "21"]);
        assert_eq!(numbers.confidence, Confidence::Low);
        assert!(
            numbers.doubt.ends_with("can be a place"),
            "{}",
            numbers.doubt
        );
    }

    #[test]
    fn a_header_alone_is_enough_where_values_tell_nothing() {
        let found = suggestions(
            &["UPRN", "Case number"],
            &[
                &["100023336956", "100000000001"],
                &["10001228376", "100000000002"],
            ],
        );
        assert_eq!(found[0].fields, ["uprn"]);
        assert_eq!(found[0].confidence, Confidence::High);
        assert!(found[0].doubt.is_empty());
        assert!(found[1].fields.is_empty(), "{:?}", found[1]);
    }

    #[test]
    fn ids_and_notes_are_left_alone() {
        let found = suggestions(
            &["ref", "notes"],
            &[&["1", "came in late"], &["2", "left early"], &["3", ""]],
        );
        assert!(
            found.iter().all(|column| column.fields.is_empty()),
            "{found:?}"
        );
    }
}
