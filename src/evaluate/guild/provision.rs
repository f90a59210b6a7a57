//! Step 1: what those who provide the data should say of them.

use super::markdown::{Item, plain};
use super::{GuildInputs, RecordOfRun};

pub(super) fn items(inputs: &GuildInputs<'_>) -> Vec<Item> {
    let of_each = |tell: &dyn Fn(&RecordOfRun) -> Vec<String>| -> Vec<String> {
        let mut lines = Vec::new();
        for party in &inputs.evaluation.parties {
            let record = inputs.run_records.iter().find(|one| one.party == *party);
            let name = plain(party);
            match record {
                Some(record) => {
                    lines.extend(tell(record).iter().map(|line| format!("{name}: {line}")));
                }
                None => lines.push(format!("{name}: no run record was given (--run-record).")),
            }
        }
        lines
    };
    vec![
        Item::of(
            "Who is in the data",
            of_each(&population),
            "each party: what population this is, of which area and time, who is missing from it, and what the data were collected for",
        ),
        Item::of(
            "How the data came about",
            Vec::new(),
            "each party: how and by whom data were recorded and updated, and what changed over time",
        ),
        Item::of(
            "Fields used for linkage, and how complete they are",
            of_each(&fields),
            "each party: how values were checked at the source, and which are known to be unreliable",
        ),
        Item::of(
            "Preparation before linkage",
            of_each(&preparation),
            "each party: what was done to the data before this program read them, such as merging a person's records",
        ),
        Item::of(
            "People who opted out, and legal basis",
            of_each(&exclusions),
            "each party: which opt-outs apply and were heeded, on which legal basis data were shared, and who approved it",
        ),
    ]
}

fn population(record: &RecordOfRun) -> Vec<String> {
    vec![format!(
        "{} rows read, {} in the extract.",
        record.input.rows, record.extract.rows
    )]
}

fn fields(record: &RecordOfRun) -> Vec<String> {
    let rows = record.input.rows;
    record
        .quality
        .fields
        .iter()
        .map(|field| {
            let unusable = rows.saturating_sub(field.filled + field.missing);
            format!(
                "{}: usable in {} of {rows} rows, blank in {}, not usable in {unusable}.",
                plain(&field.label),
                field.filled,
                field.missing
            )
        })
        .collect()
}

fn preparation(record: &RecordOfRun) -> Vec<String> {
    let mut lines = vec![format!(
        "{}, standard forms and encoding {}; values that cannot be: {}.",
        plain(&record.software),
        plain(&record.encoding),
        match record.invalid_values.as_str() {
            "blank" => "left blank",
            "refuse" => "refused",
            other => other,
        }
    )];
    lines.extend(record.choices.iter().map(|choice| plain(choice)));
    lines
}

fn exclusions(record: &RecordOfRun) -> Vec<String> {
    if record.excluded.is_empty() {
        return vec!["no rows were left out.".to_owned()];
    }
    let excluded = record.excluded.iter();
    excluded
        .map(|left_out| {
            format!(
                "{} rows left out: {}.",
                left_out.rows,
                plain(&left_out.reason)
            )
        })
        .collect()
}
