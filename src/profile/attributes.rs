//! Columns of attributes: which column seems to hold one, and how many of its cells are of the agreed values.

use super::content::FEWEST;
use super::header_likeness::{self, How};
use super::quality::{FIRST_ROWS, FieldQuality, FindingCount};
use super::suggestion::{ColumnSuggestion, Confidence, Sample};
use crate::agreement::{Agreement, Attribute, Field, FieldKind};
use crate::read::{Mapping, Row};

/// Share of filled cells that are of the agreed values, from which a header that resembles the attribute's name is believed,
/// and below which even its very name is not.
const FIT: f64 = 0.8;
const MISFIT: f64 = 0.5;

/// Suggests columns for attributes among those that nothing better is known of. What a mapping by name chooses is chosen here
/// too, unless the values speak against it; a header that has an attribute's name in it needs values that speak for it. By values
/// alone nothing is suggested: a column of yes and no can be anything.
pub(super) fn suggest(
    agreement: &Agreement,
    by_name: Option<&Mapping>,
    sample: &Sample,
    suggestions: &mut [ColumnSuggestion],
) {
    // What is derived of a field has no column.
    let of_columns = |(_, attribute): &(usize, &Attribute)| !attribute.is_derived();
    for (position, attribute) in agreement.attributes().iter().enumerate().filter(of_columns) {
        let named = by_name.and_then(|mapping| mapping.attribute_cell(position));
        if let (Some(column), Some(mapping)) = (named, by_name) {
            let reason = mapping
                .columns()
                .get(column)
                .map(|used| used.reason.clone());
            if let Some(place) = suggestions.get_mut(column) {
                let column = std::mem::take(&mut place.column);
                *place = judged(column, attribute, reason.unwrap_or_default(), sample, named);
            }
            continue;
        }
        let id = by_name.and_then(Mapping::id_cell);
        let resembling = suggestions.iter_mut().enumerate().find(|(column, place)| {
            Some(*column) != id
                && (place.fields.is_empty() || place.confidence < Confidence::Medium)
                && resembles(&place.column, attribute)
                && fit(attribute, &sample.cells(*column)).share() >= FIT
        });
        if let Some((column, place)) = resembling {
            let fit = fit(attribute, &sample.cells(column));
            *place = ColumnSuggestion {
                column: std::mem::take(&mut place.column),
                fields: vec![attribute.name.clone()],
                confidence: Confidence::Medium,
                reason: format!(
                    "the header is like a usual name for {}, and {} of the first {} values are among those agreed: {}",
                    attribute.label,
                    fit.among,
                    fit.filled,
                    values(attribute)
                ),
                doubt: String::new(),
            };
        }
    }
}

/// What a mapping by name chose, looked at beside its values.
fn judged(
    column: String,
    attribute: &Attribute,
    reason: String,
    sample: &Sample,
    cell: Option<usize>,
) -> ColumnSuggestion {
    let cells = cell.map(|cell| sample.cells(cell)).unwrap_or_default();
    let fit = fit(attribute, &cells);
    let mut doubt = String::new();
    if fit.filled == 0 && !cells.is_empty() {
        "its first values are all empty".clone_into(&mut doubt);
    } else if fit.among < fit.filled {
        doubt = format!(
            "only {} of the first {} values are among those agreed: {}",
            fit.among,
            fit.filled,
            values(attribute)
        );
    }
    ColumnSuggestion {
        column,
        fields: vec![attribute.name.clone()],
        confidence: if fit.filled >= FEWEST && fit.share() < MISFIT {
            Confidence::Low
        } else {
            Confidence::High
        },
        reason,
        doubt,
    }
}

/// How many filled cells there are, and how many are of the agreed values.
struct Fit {
    among: usize,
    filled: usize,
}

impl Fit {
    /// 0 to 1; 0 where too few are filled to tell.
    fn share(&self) -> f64 {
        if self.filled < FEWEST {
            return 0.0;
        }
        // A sample is some hundreds of cells.
        #[expect(clippy::cast_precision_loss)]
        let share = self.among as f64 / self.filled as f64;
        share
    }
}

fn fit(attribute: &Attribute, cells: &[&str]) -> Fit {
    let filled = cells.iter().filter(|cell| !cell.trim().is_empty());
    let codes: Vec<bool> = filled.map(|cell| attribute.code(cell).is_some()).collect();
    Fit {
        among: codes.iter().filter(|among| **among).count(),
        filled: codes.len(),
    }
}

/// Whether the header has one of the attribute's names in it, or nearly is one.
fn resembles(header: &str, attribute: &Attribute) -> bool {
    let known = Field {
        name: attribute.name.clone(),
        label: attribute.label.clone(),
        kind: FieldKind::Text,
        required: false,
        values: Vec::new(),
        headers: attribute.headers.clone(),
    };
    let likeness = header_likeness::likeness(header, &known);
    likeness.is_some_and(|likeness| likeness.how != How::AboutOthers)
}

fn values(attribute: &Attribute) -> String {
    attribute.listed().collect::<Vec<_>>().join(", ")
}

/// Counts the cells of one attribute's column as rows go by.
pub(super) struct AttributeTally {
    cell: usize,
    filled: u64,
    missing: u64,
    invalid: u64,
    first_rows: Vec<u64>,
}

impl AttributeTally {
    pub(super) const fn new(cell: usize) -> Self {
        Self {
            cell,
            filled: 0,
            missing: 0,
            invalid: 0,
            first_rows: Vec::new(),
        }
    }

    /// Counts a row, and gives back its cell and its value's place in the list.
    pub(super) fn count<'r>(
        &mut self,
        attribute: &Attribute,
        row: &Row<'r>,
    ) -> (&'r str, Option<u32>) {
        let cell = row.cells.get(self.cell).map_or("", str::trim);
        let place = attribute.code(cell);
        if cell.is_empty() {
            self.missing += 1;
        } else if place.is_some() {
            self.filled += 1;
        } else {
            self.invalid += 1;
            if self.first_rows.len() < FIRST_ROWS {
                self.first_rows.push(row.number.get());
            }
        }
        (cell, place)
    }

    pub(super) const fn invalid(&self) -> u64 {
        self.invalid
    }

    pub(super) fn quality(self, attribute: &Attribute, header: &str) -> FieldQuality {
        let one = self.invalid == 1;
        let finding = FindingCount {
            code: "not_in_list".to_owned(),
            severity: "invalid".to_owned(),
            message: format!(
                "{} {} none of those agreed for {}: {}",
                self.invalid,
                if one { "value is" } else { "values are" },
                attribute.label,
                values(attribute)
            ),
            count: self.invalid,
            first_rows: self.first_rows,
        };
        FieldQuality {
            field: attribute.name.clone(),
            label: attribute.label.clone(),
            column: header.to_owned(),
            filled: self.filled,
            missing: self.missing,
            findings: if self.invalid > 0 {
                vec![finding]
            } else {
                Vec::new()
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::agreement::from_template;
    use crate::profile::{ColumnSuggestion, Confidence, Profiler, Sample, suggest};
    use crate::read::{ColumnMapping, Mapping, ReadOptions, Table};
    use crate::standardise::Day;

    fn today() -> Day {
        Day::new(2026, 1, 1).unwrap()
    }

    fn suggestions(header: &[&str], row: &[&str]) -> Vec<ColumnSuggestion> {
        let parties = ["A".to_owned(), "B".to_owned()];
        let agreement = from_template("vulnerability", &parties).unwrap();
        let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
        let mut sample = Sample::new(header.len());
        for _ in 0..10 {
            sample.push(row.iter().copied());
        }
        suggest(&agreement, "f.csv", &header, &sample, today())
    }

    #[test]
    fn a_column_is_suggested_for_an_attribute_by_its_name_and_by_a_header_like_it_with_values_that_fit()
     {
        let found = suggestions(
            &[
                "Surname",
                "rent_arrears",
                "Frailty band",
                "Has rent arrears?",
                "GP carer status",
                "Known to mental health services (Y/N)",
            ],
            &["Field", "yes", "Mild", "no", "maybe", "Y"],
        );
        let said = |at: usize| (found[at].fields.concat(), found[at].confidence);
        assert_eq!(said(0), ("surname".to_owned(), Confidence::High));
        assert_eq!(said(1), ("rent_arrears".to_owned(), Confidence::High));
        assert_eq!(said(2), ("frailty".to_owned(), Confidence::High));
        // The attribute has its column already.
        assert_eq!(said(3), (String::new(), Confidence::Low));
        assert_eq!(said(4), (String::new(), Confidence::Low));
        assert_eq!(said(5), ("mental_health".to_owned(), Confidence::Medium));
    }

    #[test]
    fn values_that_are_none_of_those_agreed_speak_against_the_very_name() {
        let found = suggestions(&["frailty"], &["Rockwood 5"]);
        assert_eq!(found[0].confidence, Confidence::Low);
        assert_eq!(
            found[0].doubt,
            "only 0 of the first 10 values are among those agreed: fit, mild, moderate, severe"
        );
        let found = suggestions(&["frailty"], &[""]);
        assert_eq!(found[0].confidence, Confidence::High);
        assert_eq!(found[0].doubt, "its first values are all empty");
    }

    #[test]
    fn a_profile_counts_an_attributes_cells_and_names_the_rows_of_those_that_are_not_in_the_list() {
        let parties = ["A".to_owned(), "B".to_owned()];
        let agreement = from_template("vulnerability", &parties).unwrap();
        let csv = "given_name,surname,dob,frailty\nAnn,Field,1980-02-03,Mild\nBo,Moss,1981-02-03,wibbly\nCy,Elm,1982-02-03,\nDee,Ash,1983-02-03,severe\n";
        let options = ReadOptions::default();
        let mut rows = Table::open("f.csv", csv.len() as u64, csv.as_bytes(), &options).unwrap();
        let named = ColumnMapping::default();
        let mapping = Mapping::new(&agreement, "f.csv", rows.header(), &named).unwrap();
        let mut profiler = Profiler::new(&agreement, &mapping, today());
        while let Some(row) = rows.next_row().unwrap() {
            profiler.add(&row);
        }
        let (profile, examples) = profiler.finish();
        let frailty = profile.fields.last().unwrap();
        assert_eq!(frailty.quality.field, "frailty");
        assert_eq!(frailty.quality.column, "frailty");
        assert_eq!(
            (
                frailty.quality.filled,
                frailty.quality.missing,
                frailty.invalid
            ),
            (2, 1, 1)
        );
        assert_eq!(frailty.distinct, 2);
        let [finding] = &frailty.quality.findings[..] else {
            unreachable!("there is one finding");
        };
        assert_eq!(finding.first_rows, [3]);
        assert_eq!(
            finding.message,
            "1 value is none of those agreed for frailty: fit, mild, moderate, severe"
        );
        // Values are in examples alone, which are for the owner's screen.
        assert!(!serde_json::to_string(&profile).unwrap().contains("wibbly"));
        assert_eq!(examples.len(), profile.fields.len());
        let refused = examples.last().unwrap();
        assert!(
            refused
                .iter()
                .any(|example| example.before == "wibbly" && example.after.is_none())
        );
    }
}
