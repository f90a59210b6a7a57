use std::fs::File;
use std::path::Path;

use split_tally::profile::{ColumnSuggestion, Confidence, DuplicateRows, FileProfile};
use split_tally::read::ReadingReport;
use split_tally::simple::{self, FileColumns, FileLook};

use super::prepare::columns;
use super::{file_name, read_agreement, to_json, today};
use crate::args::Look;
use crate::failure::Failure;
use crate::outputs::{Readers, write_whole};
use crate::places::Places;
use crate::terminal::Bar;

pub fn run(arguments: &Look) -> Result<(), Failure> {
    arguments
        .tables
        .are_read(Places::default())
        .reads("--in", [&arguments.input])
        .reads("--agreement", [&arguments.agreement])
        .reads("--mapping", &arguments.columns.mapping)
        .writes("--save-mapping", &arguments.save_mapping)
        .writes("--report", &arguments.report)
        .expect_apart()?;
    let agreement = read_agreement(&arguments.agreement)?;
    let lookups = arguments.tables.read(&agreement)?;
    let path = &arguments.input;
    let how = arguments.read.options();
    let found = simple::file_columns(&agreement, &how, open(path)?.borrowed(), today()?, 0)?;
    let mapping = if arguments.columns.says_nothing() {
        let id = found.id_column.clone();
        ColumnSuggestion::as_request(&found.suggestions, id)
    } else {
        columns(&arguments.columns)?
    };
    show_columns(&found);
    if let Some(path) = &arguments.save_mapping {
        write_whole(path, Readers::Usual, mapping.to_json().as_bytes())?;
        println!("\nThe mapping is saved as {}", path.display());
    }
    let mut bar = Bar::new();
    let look = simple::file_look(
        &agreement,
        &how,
        &mapping,
        &lookups,
        today()?,
        open(path)?.borrowed(),
        &mut |progress| bar.show(progress),
    )?;
    drop(bar);
    show_reading(&look.reading);
    show_profile(&look, arguments.examples);
    if let Some(path) = &arguments.report {
        #[derive(serde::Serialize)]
        struct Report<'a> {
            reading: &'a ReadingReport,
            #[serde(flatten)]
            profile: &'a FileProfile,
        }
        let report = Report {
            reading: &look.reading,
            profile: &look.profile,
        };
        write_whole(path, Readers::Usual, &to_json(&report))?;
    }
    Ok(())
}

struct Opened {
    name: String,
    size: u64,
    file: File,
}

impl Opened {
    fn borrowed(&self) -> simple::Source<'_, &File> {
        (&self.name, self.size, &self.file)
    }
}

fn open(path: &Path) -> Result<Opened, Failure> {
    let failed = |error: std::io::Error| Failure::reading(path, &error);
    let file = File::open(path).map_err(failed)?;
    Ok(Opened {
        name: file_name(path),
        size: file.metadata().map_err(failed)?.len(),
        file,
    })
}

fn show_columns(found: &FileColumns) {
    println!("Columns:");
    for column in &found.suggestions {
        let what = if column.fields.is_empty() {
            if Some(&column.column) == found.id_column.as_ref() {
                "your own ids".to_owned()
            } else {
                "not used".to_owned()
            }
        } else {
            let sure = match column.confidence {
                Confidence::High => "",
                Confidence::Medium => " (probably)",
                Confidence::Low => " (not chosen: too little to go by)",
            };
            format!("{}{sure}", column.fields.join(" + "))
        };
        println!("  {:<28} {what}", column.column);
        for why in [&column.reason, &column.doubt] {
            if !why.is_empty() {
                println!("  {:<28}   {why}", "");
            }
        }
    }
}

fn show_reading(reading: &ReadingReport) {
    let encoding = reading.encoding.map_or("-", |encoding| encoding.name());
    let delimiter = reading.delimiter.map_or("-", |delimiter| delimiter.name());
    println!(
        "\nRead: {} records in {} columns; header in row {}; encoding {encoding}; delimiter {delimiter}{}",
        reading.rows,
        reading.columns,
        reading.header_row,
        reading
            .sheet
            .as_ref()
            .map_or_else(String::new, |sheet| format!("; sheet \"{sheet}\""))
    );
    for skipped in &reading.skipped {
        println!(
            "  Passed over: {} {}{}",
            skipped.count,
            skipped.what,
            rows(&skipped.first_rows)
        );
    }
    for finding in &reading.findings {
        println!("  {}{}", finding.message, rows(&finding.first_rows));
    }
}

fn show_profile(look: &FileLook, with_examples: bool) {
    for (field, examples) in look.profile.fields.iter().zip(&look.examples) {
        let quality = &field.quality;
        println!(
            "\n{} (column \"{}\"): {} usable, {} empty, {} unusable; {}{} different",
            quality.label,
            quality.column,
            quality.filled,
            quality.missing,
            look.profile.rows - quality.filled - quality.missing,
            if field.distinct_is_exact {
                ""
            } else {
                "about "
            },
            field.distinct
        );
        let shapes: Vec<String> = field
            .shapes
            .iter()
            .map(|shape| format!("{} x {}", shape.count, shape.shape))
            .collect();
        println!("  shapes: {}", shapes.join("; "));
        for finding in &quality.findings {
            println!(
                "  [{}] {}{}",
                finding.severity,
                finding.message,
                rows(&finding.first_rows)
            );
        }
        for example in examples.iter().filter(|_| with_examples) {
            println!(
                "  row {}: {:?} -> {}",
                example.row,
                example.before,
                example.after.as_deref().unwrap_or("left out")
            );
        }
    }
    let duplicates = &look.profile.duplicates;
    println!("\nRows that seem to repeat an earlier one:");
    show_duplicates("in every field", Some(&duplicates.exact));
    show_duplicates("by NHS number", duplicates.same_nhs_number.as_ref());
    show_duplicates(
        "nearly, by names and date of birth",
        duplicates.near.as_ref(),
    );
    if duplicates.rows_compared < look.profile.rows && duplicates.near.is_some() {
        println!(
            "  (the first {} rows were compared for near ones)",
            duplicates.rows_compared
        );
    }
}

fn show_duplicates(how: &str, found: Option<&DuplicateRows>) {
    let Some(found) = found else { return };
    let pairs: Vec<String> = found
        .first
        .iter()
        .map(|pair| format!("{} repeats {}", pair.second, pair.first))
        .collect();
    let list = if pairs.is_empty() {
        String::new()
    } else {
        format!(" (row {})", pairs.join(", "))
    };
    println!("  {how}: {}{list}", found.rows);
}

fn rows(first: &[u64]) -> String {
    if first.is_empty() {
        return String::new();
    }
    let numbers: Vec<String> = first.iter().map(u64::to_string).collect();
    format!(" (row {})", numbers.join(", "))
}

impl crate::args::Columns {
    /// Whether nothing is said of columns, so that suggestions stand.
    fn says_nothing(&self) -> bool {
        self.map.is_empty() && self.mapping.is_none() && self.id.is_none()
    }
}
