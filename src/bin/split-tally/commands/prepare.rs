use std::collections::HashSet;
use std::fs::File;
use std::path::Path;

use split_tally::read::{ColumnMapping, MappingRequest};
use split_tally::simple::{self, InvalidValues, PrepareOptions, RunRecord};

use super::{file_name, read_agreement, read_key, read_text, to_json, today};
use crate::args::{Invalid, Prepare};
use crate::failure::Failure;
use crate::outputs::{PrepareOutputs, Readers, write_whole};
use crate::terminal::Bar;

pub fn run(arguments: &Prepare) -> Result<(), Failure> {
    let agreement = read_agreement(&arguments.agreement)?;
    let key = read_key(&arguments.key)?;
    let options = PrepareOptions {
        columns: ColumnMapping {
            named: arguments
                .map
                .iter()
                .map(|text| mapping(text))
                .collect::<Result<_, _>>()?,
            only_named: false,
            id_column: arguments.id.clone(),
        },
        invalid_values: match arguments.invalid {
            Invalid::Refuse => InvalidValues::Refuse,
            Invalid::Blank => InvalidValues::Blank,
        },
        exclude: match &arguments.exclude {
            Some(path) => ids(path)?,
            None => HashSet::new(),
        },
        seed: arguments.seed,
        ..PrepareOptions::new(&arguments.party, today()?)
    };
    let path = &arguments.input;
    let file = File::open(path).map_err(|e| Failure::reading(path, &e))?;
    let size = file
        .metadata()
        .map_err(|e| Failure::reading(path, &e))?
        .len();
    let mut outputs = PrepareOutputs::new(&arguments.out, &arguments.crosswalk)?;
    let mut bar = Bar::new();
    let record = simple::prepare(
        &agreement,
        &key,
        &options,
        (&file_name(path), size, file),
        &mut outputs,
        &mut |progress| bar.show(progress),
    )?;
    drop(bar);
    if let Some(report) = &arguments.report {
        write_whole(report, Readers::Usual, &to_json(&record))?;
    }
    outputs.finish()?;
    tell(arguments, &record);
    Ok(())
}

fn mapping(text: &str) -> Result<MappingRequest, Failure> {
    let (columns, fields) = text
        .rsplit_once('=')
        .ok_or_else(|| Failure::Usage(format!("--map {text}: write it as --map COLUMN=FIELD")))?;
    let names = |list: &str| list.split('+').map(|name| name.trim().to_owned()).collect();
    Ok(MappingRequest {
        columns: names(columns),
        fields: names(fields),
    })
}

fn ids(path: &Path) -> Result<HashSet<String>, Failure> {
    let text = read_text(path)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(text
        .lines()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect())
}

fn tell(arguments: &Prepare, record: &RunRecord) {
    eprintln!(
        "Read {} records of {}; the key check code is {}",
        record.input.rows, record.input.name, record.key_check_code
    );
    for excluded in &record.excluded {
        eprintln!("Left out {} rows: {}", excluded.rows, excluded.reason);
    }
    for field in &record.quality.fields {
        for finding in &field.findings {
            eprintln!("Column \"{}\": {}", field.column, finding.message);
        }
    }
    eprintln!(
        "SEND {}: {} records, tokens only",
        arguments.out.display(),
        record.extract.rows
    );
    eprintln!(
        "KEEP {}: it leads back from tokens to your records",
        arguments.crosswalk.display()
    );
}
