use std::path::PathBuf;

use clap::Args;
use split_tally::interop::linkja::{LinkKey, Linkja, LinkjaPerson, warning};

use super::token_file::{Files, cell};
use super::{bad_file, read_secret};
use crate::failure::Failure;
use crate::places::Places;

#[derive(Args)]
pub struct LinkjaArguments {
    /// A file with the salt that the sites agreed
    #[arg(long, value_name = "FILE")]
    salt_file: PathBuf,
    /// The column of first names
    #[arg(long, value_name = "COLUMN")]
    first_name: String,
    /// The column of last names
    #[arg(long, value_name = "COLUMN")]
    last_name: String,
    /// The column of birth dates, YYYY-MM-DD
    #[arg(long, value_name = "COLUMN")]
    birth_date: String,
    /// The column of social security numbers
    #[arg(long, value_name = "COLUMN")]
    ssn: Option<String>,
    /// Write all ten kinds of link key [default: fnamelnamedob and fnamelnamedobssn, as linkja's releases do]
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    files: Files,
}

pub fn run(arguments: &LinkjaArguments) -> Result<(), Failure> {
    let linkja = Linkja::new(&read_secret(&arguments.salt_file)?)
        .map_err(|error| bad_file(&arguments.salt_file, error))?;
    let secrets = Places::default().reads("--salt-file", [&arguments.salt_file]);
    let rows = arguments.files.open(secrets)?;
    let first = rows.column(&arguments.first_name)?;
    let last = rows.column(&arguments.last_name)?;
    let birth_date = rows.column(&arguments.birth_date)?;
    let ssn = arguments.ssn.as_deref();
    let ssn = ssn.map(|name| rows.column(name)).transpose()?;
    let released = [LinkKey::FirstLastDate, LinkKey::FirstLastDateNumber];
    let keys = if arguments.all {
        &LinkKey::ALL[..]
    } else {
        &released
    };
    let headers: Vec<String> = keys.iter().map(|key| key.name().to_owned()).collect();
    arguments.files.write(rows, &headers, warning(), |row| {
        let person = LinkjaPerson::new(
            cell(row, Some(first)),
            cell(row, Some(last)),
            cell(row, Some(birth_date)),
            cell(row, ssn),
        )
        .map_err(|error| error.to_string())?;
        let key = |key: &LinkKey| {
            person
                .as_ref()
                .and_then(|person| linkja.link_key(person, *key))
        };
        Ok(keys.iter().map(key).collect())
    })
}
