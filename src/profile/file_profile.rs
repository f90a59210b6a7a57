//! A file's data looked at as a whole.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use serde::Serialize;

use super::attributes::AttributeTally;
use super::duplicates::{DuplicateSearch, Duplicates};
use super::examples::{Example, Examples};
use super::quality::{FIRST_ROWS, FieldQuality, FindingCount, QualityTally};
use super::repeated_values::{RepeatedValues, usual_share};
use super::{Distinct, shape};
use crate::agreement::Agreement;
use crate::read::{Mapping, Row};
use crate::standardise::{Day, Finding, Lookups, StandardRecord, Standardiser};
use crate::units::Arrange;

/// Shapes told apart in one column; the rest counts as one.
const MOST_SHAPES: usize = 500;
/// Shapes that a report lists.
const SHAPES_LISTED: usize = 5;

/// What a file holds: counts, shapes and row numbers, never a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileProfile {
    /// Rows read.
    pub rows: u64,
    /// The fields that have a column, and then the attributes, in the agreement's order.
    pub fields: Vec<FieldProfile>,
    /// Rows that seem to be the same person.
    pub duplicates: Duplicates,
}

/// What one field's column holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldProfile {
    /// How much is filled, and what was found.
    #[serde(flatten)]
    pub quality: FieldQuality,
    /// Rows whose value cannot be what the column should hold.
    pub invalid: u64,
    /// Different standard values.
    pub distinct: u64,
    /// Whether `distinct` is exact, and not an estimate.
    pub distinct_is_exact: bool,
    /// The commonest shapes of the raw values.
    pub shapes: Vec<ShapeCount>,
}

/// How many values have one shape: letters as `A` or `a`, digits as `9`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShapeCount {
    /// The shape.
    pub shape: String,
    /// Rows.
    pub count: u64,
}

/// Looks at rows as they go by.
pub struct Profiler<'a> {
    agreement: &'a Agreement,
    mapping: &'a Mapping,
    standardiser: Standardiser,
    tally: QualityTally,
    fields: Vec<FieldState>,
    /// By position in the agreement, of those that have a column.
    attributes: Vec<(usize, AttributeTally, FieldState)>,
    duplicates: DuplicateSearch,
    record: StandardRecord,
    /// Of the row being looked at, by field.
    findings: Vec<Option<Finding>>,
    hasher: RandomState,
    raw: String,
    shape: String,
}

#[derive(Clone, Default)]
struct FieldState {
    distinct: Distinct,
    repeated: RepeatedValues,
    shapes: HashMap<String, u64>,
    other_shapes: u64,
    examples: Examples,
}

impl<'a> Profiler<'a> {
    /// `today` is the last day that a date can be.
    #[must_use]
    pub fn new(agreement: &'a Agreement, mapping: &'a Mapping, today: Day) -> Self {
        let fields = agreement.fields().len();
        Self {
            agreement,
            mapping,
            standardiser: Standardiser::new(agreement, mapping, today),
            tally: QualityTally::new(fields),
            fields: vec![FieldState::default(); fields],
            attributes: (0..agreement.attributes().len())
                .filter_map(|position| {
                    let tally = AttributeTally::new(mapping.attribute_cell(position)?);
                    Some((position, tally, FieldState::default()))
                })
                .collect(),
            duplicates: DuplicateSearch::new(agreement, |at| mapping.source_of(at).is_some()),
            record: StandardRecord::default(),
            findings: Vec::new(),
            hasher: RandomState::new(),
            raw: String::new(),
            shape: String::new(),
        }
    }

    /// The same, with cells looked up in these tables.
    #[must_use]
    pub fn with_lookups(mut self, lookups: &Lookups) -> Self {
        self.standardiser = self.standardiser.with_lookups(lookups);
        self
    }

    /// Looks at a row.
    pub fn add(&mut self, row: &Row<'_>) {
        self.tally.count_row();
        self.findings.clear();
        self.findings.resize(self.fields.len(), None);
        let (tally, findings) = (&mut self.tally, &mut self.findings);
        self.standardiser
            .standardise(row, &mut self.record, |field, row, filled, finding| {
                tally.count(field, row, filled, finding);
                if let Some(place) = findings.get_mut(field) {
                    *place = finding;
                }
            });
        let number = row.number.get();
        for (position, state) in self.fields.iter_mut().enumerate() {
            let Some(source) = self.mapping.source_of(position) else {
                continue;
            };
            let raw = source.raw(row.cells, &mut self.raw).trim();
            if raw.is_empty() {
                continue;
            }
            state.count_shape(raw, &mut self.shape);
            let value = self.record.value(position);
            if let Some(value) = value {
                let hash = self.hasher.hash_one(value);
                state.distinct.add(hash);
                state.repeated.add(hash, number, FIRST_ROWS);
            }
            state
                .examples
                .offer(number, raw, value, self.findings[position]);
        }
        for (position, tally, state) in &mut self.attributes {
            let Some(attribute) = self.agreement.attributes().get(*position) else {
                continue;
            };
            let (cell, place) = tally.count(attribute, row);
            if cell.is_empty() {
                continue;
            }
            state.count_shape(cell, &mut self.shape);
            match place {
                Some(place) => {
                    state.distinct.add(self.hasher.hash_one(place));
                    let value = attribute.value(place);
                    state.examples.offer(number, cell, value.as_deref(), None);
                }
                None => state.examples.offer_unlisted(number, cell),
            }
        }
        let hasher = &self.hasher;
        self.duplicates
            .add(number, &self.record, self.fields.len(), |text| {
                hasher.hash_one(text)
            });
    }

    /// The profile; and by field, in the profile's order, values before and after standardising, for the owner's screen
    /// only.
    #[must_use]
    pub fn finish(self) -> (FileProfile, Vec<Vec<Example>>) {
        let report = self.tally.report(self.agreement, self.mapping);
        let mut examples = Vec::with_capacity(report.fields.len());
        let states = self
            .fields
            .into_iter()
            .enumerate()
            .filter(|&(position, _)| self.mapping.source_of(position).is_some());
        let mut fields: Vec<FieldProfile> = report
            .fields
            .into_iter()
            .zip(states)
            .map(|(mut quality, (position, state))| {
                let field = &self.agreement.fields()[position];
                if let Some(usual) = usual_share(field.kind) {
                    quality.findings.extend(
                        state
                            .repeated
                            .beyond(usual, quality.filled)
                            .into_iter()
                            .map(|repeated| spike(&field.label, quality.filled, &repeated)),
                    );
                }
                let (distinct, distinct_is_exact) = state.distinct.count();
                let shapes = state.commonest_shapes();
                examples.push(state.examples.into_list());
                FieldProfile {
                    invalid: quality
                        .findings
                        .iter()
                        .filter(|finding| finding.severity == "invalid")
                        .map(|finding| finding.count)
                        .sum(),
                    distinct,
                    distinct_is_exact,
                    shapes,
                    quality,
                }
            })
            .collect();
        for (position, tally, state) in self.attributes {
            let attribute = &self.agreement.attributes()[position];
            let cell = self.mapping.attribute_cell(position);
            let column = cell.and_then(|cell| self.mapping.columns().get(cell));
            let (distinct, distinct_is_exact) = state.distinct.count();
            fields.push(FieldProfile {
                invalid: tally.invalid(),
                distinct,
                distinct_is_exact,
                shapes: state.commonest_shapes(),
                quality: tally.quality(attribute, column.map_or("", |used| &used.column)),
            });
            examples.push(state.examples.into_list());
        }
        let profile = FileProfile {
            rows: report.rows,
            fields,
            duplicates: self.duplicates.finish(),
        };
        (profile, examples)
    }
}

fn spike(label: &str, filled: u64, repeated: &super::repeated_values::Repeated) -> FindingCount {
    // Percentages of rows, for reading.
    #[expect(clippy::cast_precision_loss)]
    let percent = 100.0 * repeated.rows as f64 / filled.max(1) as f64;
    FindingCount {
        code: "repeated_value".to_owned(),
        severity: "note".to_owned(),
        message: format!(
            "{} rows ({percent:.1}% of those filled) have one and the same {label}: look at the rows below, and if it is a value that a system or a form fills in, clear it in the file",
            repeated.rows
        ),
        count: repeated.rows,
        first_rows: repeated.first_rows.clone(),
    }
}

impl FieldState {
    fn count_shape(&mut self, raw: &str, spare: &mut String) {
        shape::shape(raw, spare);
        if let Some(count) = self.shapes.get_mut(spare.as_str()) {
            *count += 1;
        } else if self.shapes.len() < MOST_SHAPES {
            self.shapes.insert(spare.clone(), 1);
        } else {
            self.other_shapes += 1;
        }
    }

    fn commonest_shapes(&self) -> Vec<ShapeCount> {
        let mut shapes: Vec<(&String, &u64)> = self.shapes.iter().collect();
        shapes.arrange_by_key(|&(shape, count)| (u64::MAX - count, shape));
        let rest: u64 = shapes
            .iter()
            .skip(SHAPES_LISTED)
            .map(|&(_, count)| count)
            .sum::<u64>()
            + self.other_shapes;
        let mut listed: Vec<ShapeCount> = shapes
            .into_iter()
            .take(SHAPES_LISTED)
            .map(|(shape, &count)| ShapeCount {
                shape: shape.clone(),
                count,
            })
            .collect();
        if rest > 0 {
            listed.push(ShapeCount {
                shape: "other".to_owned(),
                count: rest,
            });
        }
        listed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::from_template;
    use crate::read::{ColumnMapping, ReadOptions, Table};

    fn profile(csv: &str) -> (FileProfile, Vec<Vec<Example>>) {
        let agreement = from_template("person", &["A".to_owned(), "B".to_owned()]).unwrap();
        let mut rows = Table::open(
            "people.csv",
            csv.len() as u64,
            csv.as_bytes(),
            &ReadOptions::default(),
        )
        .unwrap();
        let mapping = Mapping::new(
            &agreement,
            "people.csv",
            rows.header(),
            &ColumnMapping::default(),
        )
        .unwrap();
        let mut profiler = Profiler::new(&agreement, &mapping, Day::new(2026, 1, 1).unwrap());
        while let Some(row) = rows.next_row().unwrap() {
            profiler.add(&row);
        }
        profiler.finish()
    }

    #[test]
    fn a_birth_date_in_too_many_rows_is_said_without_the_date() {
        let mut csv = String::from("forename,surname,dob\n");
        for number in 0..1_000 {
            let date = if number % 30 == 0 {
                "1985-06-07".to_owned()
            } else {
                format!(
                    "{}-{:02}-{:02}",
                    1930 + number % 90,
                    number % 12 + 1,
                    number % 28 + 1
                )
            };
            let surname = ["Lee", "Moss", "Ash"][number % 3];
            csv.extend(["Ann,", surname, ",", &date, "\n"]);
        }
        let (profile, _) = profile(&csv);
        let dates = &profile.fields[2];
        let spike = dates
            .quality
            .findings
            .iter()
            .find(|finding| finding.code == "repeated_value")
            .unwrap();
        assert_eq!((spike.count, &spike.first_rows[..2]), (34, &[2, 32][..]));
        assert!(!serde_json::to_string(&profile).unwrap().contains("1985"));
        assert_eq!(
            dates.shapes,
            [ShapeCount {
                shape: "9999-99-99".to_owned(),
                count: 1_000
            }]
        );
        // Each field's share is judged by its own kind: every given name is the same here.
        assert_eq!(profile.fields[0].distinct, 1);
        assert!(
            profile.fields[0]
                .quality
                .findings
                .iter()
                .any(|f| f.code == "repeated_value")
        );
    }

    #[test]
    fn examples_show_what_changed_and_what_was_refused() {
        let (profile, examples) = profile(
            "forename,surname,dob\nZoë,O'Neil,31/02/1980\nAnn,Lee,1900-01-01\nBo,Ash,3/4/1980\n",
        );
        assert_eq!(profile.fields[2].invalid, 1);
        let dates: Vec<_> = examples[2]
            .iter()
            .map(|example| {
                (
                    example.row,
                    example.before.as_str(),
                    example.after.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            dates,
            [
                (2, "31/02/1980", None),
                (3, "1900-01-01", None),
                (4, "3/4/1980", Some("19800403"))
            ]
        );
        assert_eq!(examples[0][0].after.as_deref(), Some("ZOE"));
    }
}
