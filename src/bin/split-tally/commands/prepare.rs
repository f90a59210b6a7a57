use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use split_tally::agreement::{Agreement, Recipient};
use split_tally::read::{ColumnMapping, MappingRequest};
use split_tally::secret::{ProjectKey, SecretError};
use split_tally::simple::{
    self, EarlierReferences, ExcludeList, FilterTest, InvalidValues, PrepareOptions, RepeatedIds,
    RowFilter, RunRecord, Selection,
};

use super::{
    MAX_TABLE, file_name, read_agreement, read_key, read_text, read_whole, to_json, today,
};
use crate::args::{self, Columns, Invalid, Prepare};
use crate::failure::Failure;
use crate::outputs::PrepareOutputs;
use crate::places::Places;
use crate::terminal::Bar;

pub fn run(arguments: &Prepare) -> Result<(), Failure> {
    let agreement = read_agreement(&arguments.agreement)?;
    let key = read_key(&arguments.key)?;
    expect_code(&agreement, &key, arguments.key_check_code.as_deref())?;
    let destination = Destination::of(&agreement, arguments)?;
    expect_apart(arguments, &destination.out)?;
    let options = PrepareOptions {
        recipient: arguments.recipient.clone(),
        columns: columns(&arguments.columns)?,
        invalid_values: match arguments.invalid {
            Invalid::Refuse => InvalidValues::Refuse,
            Invalid::Blank => InvalidValues::Blank,
        },
        lookups: arguments.tables.read(&agreement)?,
        read: arguments.read.options(),
        selection: selection(&agreement, arguments)?,
        earlier: match &arguments.earlier_crosswalk {
            Some(path) => EarlierReferences::read(&file_name(path), &read_whole(path, MAX_TABLE)?)?,
            None => EarlierReferences::default(),
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
    let plain_copy = arguments.plain_copy.as_deref();
    let report = arguments.report.as_deref();
    let mut outputs =
        PrepareOutputs::new(&destination.out, plain_copy, &arguments.crosswalk, report)?;
    let replaces = arguments.crosswalk.exists();
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
    outputs.finish(&to_json(&record))?;
    tell(arguments, &destination, &record);
    if replaces {
        eprintln!(
            "{} was there before and has been replaced: links made from the extract that the one before belonged to can no longer be read. If you sent that extract, send this one in its place",
            arguments.crosswalk.display()
        );
    }
    Ok(())
}

/// The key is the one whose code was read to us, or nothing is done.
fn expect_code(
    agreement: &Agreement,
    key: &ProjectKey,
    expected: Option<&str>,
) -> Result<(), Failure> {
    match expected {
        Some(code) if !key.check_code(&agreement.digest()).is(code) => {
            Err(simple::Error::from(SecretError::OtherKey).into())
        }
        _ => Ok(()),
    }
}

/// No output takes the place of what is read, or of another.
fn expect_apart(arguments: &Prepare, out: &PathBuf) -> Result<(), Failure> {
    let lists = files_of(&arguments.exclude_by);
    arguments
        .tables
        .are_read(Places::default())
        .reads("--in", [&arguments.input])
        .reads("--agreement", [&arguments.agreement])
        .reads("--key", [&arguments.key.key])
        .reads("--passphrase-file", &arguments.key.passphrase_file)
        .reads("--mapping", &arguments.columns.mapping)
        .reads("--earlier-crosswalk", &arguments.earlier_crosswalk)
        .reads("--exclude", &arguments.exclude)
        .reads("--exclude-by", &lists)
        .writes("--out", [out])
        .writes("--plain-copy", &arguments.plain_copy)
        .writes("--crosswalk", [&arguments.crosswalk])
        .writes("--report", &arguments.report)
        .expect_apart()
}

/// The files of options written `FIELD=FILE`.
pub(super) fn files_of(options: &[String]) -> Vec<PathBuf> {
    let pairs = options.iter().filter_map(|text| text.rsplit_once('='));
    pairs.map(|(_, path)| path.into()).collect()
}

/// For whom the extract is, and where it goes.
struct Destination<'a> {
    recipient: Option<&'a Recipient>,
    out: PathBuf,
}

impl<'a> Destination<'a> {
    fn of(agreement: &'a Agreement, arguments: &Prepare) -> Result<Self, Failure> {
        let recipient = agreement
            .text()
            .expect_recipient(arguments.recipient.as_deref())
            .map_err(simple::Error::from)?;
        let encrypted = recipient.is_some_and(|recipient| recipient.public_key.is_some());
        let named_age = arguments.out.extension().is_some_and(|end| end == "age");
        if !encrypted && (named_age || arguments.plain_copy.is_some()) {
            return Err(Failure::Usage(
                "the agreement gives the recipient no public key, so the extract is not encrypted: give --out a name without .age, and leave --plain-copy out, or agree on a public key first".to_owned(),
            ));
        }
        let mut out = arguments.out.clone().into_os_string();
        if encrypted && !named_age {
            out.push(".age");
        }
        Ok(Self {
            recipient,
            out: out.into(),
        })
    }
}

/// What is said of columns.
pub fn columns(arguments: &Columns) -> Result<ColumnMapping, Failure> {
    if let Some(path) = &arguments.mapping {
        let mapping = ColumnMapping::from_json(&file_name(path), &read_text(path)?);
        return Ok(mapping.map_err(simple::Error::from)?);
    }
    let named = arguments.map.iter().map(|text| {
        let (columns, fields) = pair("--map", text, "COLUMN=FIELD")?;
        let names = |list: &str| list.split('+').map(|name| name.trim().to_owned()).collect();
        Ok(MappingRequest {
            columns: names(columns),
            fields: names(fields),
        })
    });
    Ok(ColumnMapping {
        named: named.collect::<Result<_, Failure>>()?,
        only_named: false,
        id_column: arguments.id.clone(),
    })
}

/// The two sides of the last equals sign.
pub(super) fn pair<'a>(
    option: &str,
    text: &'a str,
    form: &str,
) -> Result<(&'a str, &'a str), Failure> {
    text.rsplit_once('=').ok_or_else(
        || // What was written is not repeated: it may be a person's.
        Failure::Usage(format!("{option}: write it as {option} {form}")),
    )
}

/// What is said of the rows that take part.
fn selection(agreement: &Agreement, arguments: &Prepare) -> Result<Selection, Failure> {
    let mut filters = Vec::new();
    let values = |list: &str| list.split('|').map(str::to_owned).collect();
    let mut add = |option: &str, texts: &[String], test: &dyn Fn(&str) -> FilterTest| {
        for text in texts {
            let (column, value) = pair(option, text, "COLUMN=VALUE")?;
            filters.push(RowFilter {
                column: column.to_owned(),
                test: test(value),
            });
        }
        Ok::<(), Failure>(())
    };
    add("--keep", &arguments.keep, &|text| {
        FilterTest::Is(values(text))
    })?;
    add("--drop", &arguments.drop, &|text| {
        FilterTest::IsNot(values(text))
    })?;
    add("--keep-from", &arguments.keep_from, &|text| {
        FilterTest::From(text.to_owned())
    })?;
    add("--keep-until", &arguments.keep_until, &|text| {
        FilterTest::Until(text.to_owned())
    })?;
    let lists = arguments.exclude_by.iter().map(|text| {
        let (field, path) = pair("--exclude-by", text, "FIELD=FILE")?;
        let path = Path::new(path);
        let text = read_text(path)?;
        Ok(ExcludeList::read(
            agreement,
            field,
            &file_name(path),
            &text,
            today()?,
        )?)
    });
    Ok(Selection {
        ids: match &arguments.exclude {
            Some(path) => ids(path)?,
            None => HashSet::new(),
        },
        lists: lists.collect::<Result<_, Failure>>()?,
        filters,
        repeated_ids: match arguments.repeated_ids {
            args::RepeatedIds::Refuse => RepeatedIds::Refuse,
            args::RepeatedIds::KeepFirst => RepeatedIds::KeepFirst,
            args::RepeatedIds::KeepAll => RepeatedIds::KeepAll,
        },
    })
}

fn ids(path: &Path) -> Result<HashSet<String>, Failure> {
    Ok(simple::ids_to_leave_out(
        &file_name(path),
        &read_text(path)?,
    )?)
}

fn tell(arguments: &Prepare, destination: &Destination<'_>, record: &RunRecord) {
    eprintln!(
        "Read {} records of {}; the key check code is {}",
        record.input.rows, record.input.name, record.key_check_code
    );
    for excluded in &record.excluded {
        eprintln!("Left out {} rows where {}", excluded.rows, excluded.reason);
    }
    if let Some(continued) = record.continued {
        eprintln!(
            "{} records keep their earlier reference, {} are new, and {} are no longer there",
            continued.kept, continued.new, continued.gone
        );
    }
    for field in &record.quality.fields {
        for finding in &field.findings {
            eprintln!("Column \"{}\": {}", field.column, finding.message);
        }
    }
    let whom = destination.recipient.map_or_else(String::new, |recipient| {
        format!(" to {} ({})", recipient.name, recipient.role)
    });
    let encrypted = match &record.extract.encrypted {
        Some(_) => ", encrypted to the recipient's public key",
        None => "",
    };
    let holds = if record.attributes.is_empty() {
        "encoded values only (inspect says which)"
    } else {
        "encoded values, and attributes beside them (inspect says which)"
    };
    eprintln!(
        "SEND {}{whom}: {} records, {holds}{encrypted}",
        destination.out.display(),
        record.extract.rows
    );
    if let Some(plain_copy) = &arguments.plain_copy {
        eprintln!(
            "KEEP {}: the same, not encrypted, for you to inspect",
            plain_copy.display()
        );
    }
    eprintln!(
        "KEEP {}: it leads back from tokens to your records",
        arguments.crosswalk.display()
    );
}
