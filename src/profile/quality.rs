use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::agreement::Agreement;
use crate::read::Mapping;
use crate::standardise::{Finding, Severity};
use crate::units::{Arrange, RowNumber};

/// How many row numbers a finding lists.
pub(super) const FIRST_ROWS: usize = 5;

/// What is wrong with a file, field by field. Holds counts and row numbers, never a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityReport {
    /// Rows read.
    pub rows: u64,
    /// The fields that have a column, in the agreement's order.
    pub fields: Vec<FieldQuality>,
}

/// What is wrong with one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldQuality {
    /// The field's name.
    pub field: String,
    /// The field's label.
    pub label: String,
    /// The column's header.
    pub column: String,
    /// Rows with a standard value.
    pub filled: u64,
    /// Rows whose cell is empty.
    pub missing: u64,
    /// The findings, commonest severity first.
    pub findings: Vec<FindingCount>,
}

/// One finding and where it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingCount {
    /// The finding's code.
    pub code: String,
    /// `invalid`, `blanked` or `note`.
    pub severity: String,
    /// A sentence.
    pub message: String,
    /// Rows.
    pub count: u64,
    /// The first rows, as a spreadsheet counts them.
    pub first_rows: Vec<u64>,
}

/// Counts findings as rows go by, in flat memory.
#[derive(Clone, Debug)]
pub struct QualityTally {
    rows: u64,
    fields: Vec<FieldTally>,
}

#[derive(Clone, Debug, Default)]
struct FieldTally {
    filled: u64,
    missing: u64,
    findings: BTreeMap<Finding, (u64, Vec<u64>)>,
}

impl QualityTally {
    /// An empty tally for this many fields.
    #[must_use]
    pub fn new(fields: usize) -> Self {
        Self {
            rows: 0,
            fields: vec![FieldTally::default(); fields],
        }
    }

    /// Counts a row.
    pub const fn count_row(&mut self) {
        self.rows += 1;
    }

    /// Counts one cell.
    pub fn count(&mut self, field: usize, row: RowNumber, filled: bool, finding: Option<Finding>) {
        let Some(tally) = self.fields.get_mut(field) else {
            return;
        };
        if filled {
            tally.filled += 1;
        }
        match finding {
            Some(finding) => {
                let (count, rows) = tally.findings.entry(finding).or_default();
                *count += 1;
                if rows.len() < FIRST_ROWS {
                    rows.push(row.get());
                }
            }
            None if !filled => tally.missing += 1,
            None => {}
        }
    }

    /// Whether any value was found that its kind cannot have.
    #[must_use]
    pub fn has_invalid(&self) -> bool {
        self.fields
            .iter()
            .flat_map(|tally| tally.findings.keys())
            .any(|finding| finding.severity() == Severity::Invalid)
    }

    /// The report, for the fields that have a column.
    #[must_use]
    pub fn report(&self, agreement: &Agreement, mapping: &Mapping) -> QualityReport {
        let fields = agreement
            .fields()
            .iter()
            .zip(&self.fields)
            .enumerate()
            .filter_map(|(position, (field, tally))| {
                let column = mapping.columns_of(position)?;
                Some(FieldQuality {
                    field: field.name.clone(),
                    label: field.label.clone(),
                    column,
                    filled: tally.filled,
                    missing: tally.missing,
                    findings: tally.counts(),
                })
            })
            .collect();
        QualityReport {
            rows: self.rows,
            fields,
        }
    }
}

impl FieldTally {
    fn counts(&self) -> Vec<FindingCount> {
        let mut found: Vec<_> = self.findings.iter().collect();
        found.arrange_by_key(|(finding, (count, _))| (finding.severity(), u64::MAX - count));
        found
            .into_iter()
            .map(|(finding, (count, rows))| FindingCount {
                code: finding.code().to_owned(),
                severity: match finding.severity() {
                    Severity::Invalid => "invalid",
                    Severity::Blanked => "blanked",
                    Severity::Note => "note",
                }
                .to_owned(),
                message: sentence(*count, finding.message()),
                count: *count,
                first_rows: rows.clone(),
            })
            .collect()
    }
}

/// A finding's message continues "N values ...", so one value needs its verb in the singular.
fn sentence(count: u64, message: &str) -> String {
    if count != 1 {
        return format!("{count} values {message}");
    }
    let (verb, rest) = message.split_once(' ').unwrap_or((message, ""));
    let verb = match verb {
        "are" => "is".to_owned(),
        "do" => "does".to_owned(),
        "have" => "has".to_owned(),
        "were" => "was".to_owned(),
        "had" | "cannot" => verb.to_owned(),
        regular => format!("{regular}s"),
    };
    format!("1 value {verb} {rest}")
}

impl QualityReport {
    /// The invalid findings, one line each: column, count, remedy and first rows.
    #[must_use]
    pub fn invalid_lines(&self) -> Vec<String> {
        self.fields
            .iter()
            .flat_map(|field| {
                field
                    .findings
                    .iter()
                    .filter(|finding| finding.severity == "invalid")
                    .map(|finding| {
                        let rows: Vec<String> =
                            finding.first_rows.iter().map(u64::to_string).collect();
                        let more = if finding.count > rows.len() as u64 {
                            ", ..."
                        } else {
                            ""
                        };
                        format!(
                            "column \"{}\": {} (row {}{more})",
                            field.column,
                            finding.message,
                            rows.join(", ")
                        )
                    })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_its_verb_in_the_singular() {
        assert_eq!(sentence(2, "are too long"), "2 values are too long");
        assert_eq!(sentence(1, "are too long"), "1 value is too long");
        assert_eq!(sentence(1, "had digits"), "1 value had digits");
        assert_eq!(sentence(1, "hold no letters"), "1 value holds no letters");
    }

    #[test]
    fn counts_rows_fields_and_first_rows() {
        let mut tally = QualityTally::new(1);
        for row in 0..10 {
            tally.count_row();
            let finding = (row >= 3).then_some(Finding::ImpossibleDate);
            tally.count(0, RowNumber::of_record(row), row == 0, finding);
        }
        let counts = tally.fields[0].counts();
        assert_eq!((tally.fields[0].filled, tally.fields[0].missing), (1, 2));
        assert_eq!(counts[0].count, 7);
        assert_eq!(counts[0].first_rows, [5, 6, 7, 8, 9]);
        assert!(tally.has_invalid());
    }
}
