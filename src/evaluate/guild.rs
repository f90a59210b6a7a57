//! A report along the GUILD guidance, filled in as far as files can tell.
//!
//! Gilbert R, Lafferty R, Hagger-Johnson G, Harron K, Zhang L-C, Smith P, Dibben C, Goldstein H. "GUILD: `GUidance` for
//! Information about Linking Data sets". Journal of Public Health 2018;40(1):191-198, doi:10.1093/pubmed/fdx037. It says which
//! information should be passed on at four steps: data provision, data linkage, analysis, reporting. Items are in our own
//! words and have our own numbers; the paper has the guidance itself.

mod linkage;
mod markdown;
mod provision;

use serde::Deserialize;
use serde_json::Value;

use self::markdown::Item;
use super::{EvaluateError, Evaluation};
use crate::report::{MatchReport, RunRecord};

/// What the report is filled in from.
pub struct GuildInputs<'a> {
    /// The comparison with the truth.
    pub evaluation: &'a Evaluation,
    /// The report of the match.
    pub match_report: Option<&'a MatchReport>,
    /// Parties' run records.
    pub run_records: &'a [RecordOfRun],
}

/// What the report takes of a run record: counts, names of columns, and what was chosen.
pub type RecordOfRun = RunRecord<Quality, Value, Value>;

/// What was found of the data's quality.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Quality {
    #[serde(default)]
    fields: Vec<FieldQuality>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct FieldQuality {
    label: String,
    filled: u64,
    missing: u64,
}

/// Reads the run record of a party, as `prepare --report` wrote it.
///
/// # Errors
/// [`EvaluateError::Shape`] with the place, when it is something else or another party's.
pub fn read_run_record(party: &str, file: &str, json: &str) -> Result<RecordOfRun, EvaluateError> {
    let shape = |problem: String| EvaluateError::Shape {
        file: file.to_owned(),
        problem,
    };
    // The place only: serde's reasons repeat what the file holds, and it may be any file.
    let record: RecordOfRun = serde_json::from_str(json).map_err(|error| {
        shape(format!(
            "this is not a run record (line {}, column {}). Choose what `prepare --report` wrote",
            error.line(),
            error.column()
        ))
    })?;
    if record.format != "split-tally/run-record" {
        return Err(shape(
            "this is not a run record. Choose what `prepare --report` wrote".to_owned(),
        ));
    }
    if record.party != party {
        return Err(shape(format!(
            "this run record is not of \"{party}\". Write the party that it is of before the ="
        )));
    }
    Ok(record)
}

/// The report, in Markdown: counts, settings and names of files, fields and parties, and never a person's value.
#[must_use]
pub fn guild_report(inputs: &GuildInputs<'_>) -> String {
    let mut text = String::from(
        "# Report of a linkage, along the GUILD guidance\n\n\
        Filled in by Split Tally from what the run itself can tell. What only people know is left to be completed by whoever is named.\n\n\
        The guidance: Gilbert R, Lafferty R, Hagger-Johnson G, Harron K, Zhang L-C, Smith P, Dibben C, Goldstein H. GUILD: GUidance for \
        Information about Linking Data sets. *Journal of Public Health* 2018;40(1):191-198, doi:10.1093/pubmed/fdx037. It asks for information at \
        four steps of a linkage. The items below are in our own words and numbers: read the paper for the guidance itself.\n",
    );
    markdown::step(
        &mut text,
        "Step 1: data provision",
        &provision::items(inputs),
    );
    markdown::step(&mut text, "Step 2: data linkage", &linkage::items(inputs));
    markdown::step(&mut text, "Step 3: analysis", &analysis(inputs.evaluation));
    markdown::step(&mut text, "Step 4: reporting", &reporting(inputs));
    text
}

/// Who analyses can be told who fares worse; the rest is theirs.
fn analysis(evaluation: &Evaluation) -> Vec<Item> {
    let mut unequal: Vec<String> = Vec::new();
    for table in &evaluation.subgroups {
        for said in &table.says {
            let (by, party) = (markdown::plain(&table.by), markdown::plain(&table.party));
            unequal.push(format!("By {by} ({party}): {}", markdown::plain(said)));
        }
    }
    if unequal.is_empty() {
        unequal.push(
            "Linkage was not compared between groups of people: give --attributes and --by."
                .to_owned(),
        );
    }
    vec![
        Item::of(
            "Linked and unlinked records compared",
            unequal,
            "those who analyse: how linked and unlinked records differ in what the analysis is about",
        ),
        Item::of(
            "How linkage error is dealt with",
            Vec::new(),
            "those who analyse: whether and how missed and false links were allowed for, and how results change with them (other thresholds, other sets of links, imputation)",
        ),
        Item::of(
            "From source files to the records analysed",
            Vec::new(),
            "those who analyse: which records were left out after linkage, why, and how many remain",
        ),
    ]
}

fn reporting(inputs: &GuildInputs<'_>) -> Vec<Item> {
    let evaluation = inputs.evaluation;
    let mut flow: Vec<String> = inputs
        .run_records
        .iter()
        .map(|record| {
            format!(
                "{}: {} rows read, {} in the extract.",
                markdown::plain(&record.party),
                record.input.rows,
                record.extract.rows
            )
        })
        .collect();
    if let Some(report) = inputs.match_report {
        flow.extend(report.inputs.iter().map(|input| {
            format!(
                "{}: {} rows matched, {} of them linked.",
                markdown::plain(&input.party),
                input.rows,
                input.linked
            )
        }));
    }
    flow.push(format!(
        "{} groups of records linked.",
        evaluation.groups.found
    ));
    let quality = &evaluation.pairs;
    vec![
        Item::of(
            "Numbers at each step",
            flow,
            "those who report: a diagram of the flow, with numbers after analysis began",
        ),
        Item::of(
            "Linkage error and what it may do to the results",
            vec![format!(
                "Of the links {}, and of the true pairs {} were found.",
                markdown::share("were right", quality.precision),
                markdown::share("", quality.recall)
            )],
            "those who report: in which direction missed and false links may have moved the results, and for whom",
        ),
        Item::of(
            "Software and its settings",
            vec![format!(
                "{}; the agreement holds all settings, and the match report says by its digest which agreement it was.",
                evaluation.software
            )],
            "those who report: where the agreement and the code of the analysis can be had",
        ),
        Item::of(
            "Ethics, law and involvement of the public",
            Vec::new(),
            "those who report: approvals, legal basis, and who was asked",
        ),
    ]
}

#[cfg(test)]
mod tests;
