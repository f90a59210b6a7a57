use std::path::PathBuf;

use clap::Args;
use split_tally::interop::open_pseudonymiser::{
    OpenPseudonymiser, OpenPseudonymiserError, warning,
};

use super::token_file::{Files, cell};
use super::{bad_file, read_secret};
use crate::failure::Failure;
use crate::places::Places;

#[derive(Args)]
pub struct OpenPseudonymiserArguments {
    /// A file with the salt as text; a line break at its end does not count
    #[arg(long, value_name = "FILE")]
    salt_file: PathBuf,
    /// A column that goes into the digest; give it once for each. Their names decide the order, as in OpenPseudonymiser
    #[arg(long = "column", required = true, value_name = "NAME", num_args = 1..)]
    columns: Vec<String>,
    #[command(flatten)]
    files: Files,
}

pub fn run(arguments: &OpenPseudonymiserArguments) -> Result<(), Failure> {
    let salt = read_secret(&arguments.salt_file)?;
    let pseudonymiser =
        OpenPseudonymiser::new(&salt, &arguments.columns).map_err(|error| match error {
            OpenPseudonymiserError::EmptySalt | OpenPseudonymiserError::SaltWithSpaces => {
                bad_file(&arguments.salt_file, error)
            }
            other => Failure::Usage(format!("--column: {other}")),
        })?;
    let secrets = Places::default().reads("--salt-file", [&arguments.salt_file]);
    let rows = arguments.files.open(secrets)?;
    let columns = arguments
        .columns
        .iter()
        .map(|name| rows.column(name))
        .collect::<Result<Vec<_>, _>>()?;
    let headers = ["Digest".to_owned()];
    arguments.files.write(rows, &headers, warning(), |row| {
        let values: Vec<&str> = columns
            .iter()
            .map(|&column| cell(row, Some(column)))
            .collect();
        Ok(vec![pseudonymiser.digest(&values)])
    })
}
