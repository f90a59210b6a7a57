use std::path::{Path, PathBuf};

use clap::Args;
use split_tally::interop::ndr::{NdrError, NdrSalt, warning};

use super::token_file::{Files, cell};
use super::{bad_file, read_secret};
use crate::failure::Failure;
use crate::places::Places;

#[derive(Args)]
pub struct Ndr {
    /// A file with the salt for identifiers
    #[arg(long, value_name = "FILE")]
    salt_file: PathBuf,
    /// A file with a recipient's salt: identifiers are hashed again with it
    #[arg(long, value_name = "FILE")]
    repseudonym_salt_file: Option<PathBuf>,
    /// The column of NHS numbers
    #[arg(long, value_name = "COLUMN")]
    nhs_number: Option<String>,
    /// The column of birth dates, YYYY-MM-DD
    #[arg(long, value_name = "COLUMN", requires = "postcode")]
    birth_date: Option<String>,
    /// The column of postcodes, in capital letters
    #[arg(long, value_name = "COLUMN", requires = "birth_date")]
    postcode: Option<String>,
    #[command(flatten)]
    files: Files,
}

pub fn run(arguments: &Ndr) -> Result<(), Failure> {
    if arguments.nhs_number.is_none() && arguments.birth_date.is_none() {
        return Err(Failure::Usage(
            "give --nhs-number, or --birth-date and --postcode, or all three".to_owned(),
        ));
    }
    let salt = read_salt(&arguments.salt_file)?;
    let recipient = arguments.repseudonym_salt_file.as_deref();
    let recipient = recipient.map(read_salt).transpose()?;
    let secrets = Places::default()
        .reads("--salt-file", [&arguments.salt_file])
        .reads("--repseudonym-salt-file", &arguments.repseudonym_salt_file);
    let rows = arguments.files.open(secrets)?;
    let column = |name: &Option<String>| -> Result<Option<usize>, Failure> {
        name.as_deref().map(|name| rows.column(name)).transpose()
    };
    let nhs_number = column(&arguments.nhs_number)?;
    let born_where = column(&arguments.birth_date)?.zip(column(&arguments.postcode)?);
    let prefix = if recipient.is_some() {
        "repseudo"
    } else {
        "pseudo"
    };
    let mut headers = Vec::new();
    if nhs_number.is_some() {
        headers.push(format!("{prefix}_id1"));
    }
    if born_where.is_some() {
        headers.push(format!("{prefix}_id2"));
    }
    let said = |error: NdrError| error.to_string();
    arguments.files.write(rows, &headers, warning(), |row| {
        let mut ids = Vec::with_capacity(2);
        if nhs_number.is_some() {
            ids.push(salt.nhs_number(cell(row, nhs_number)).map_err(said)?);
        }
        if let Some((birth_date, postcode)) = born_where {
            let (birth_date, postcode) = (cell(row, Some(birth_date)), cell(row, Some(postcode)));
            let id = salt.birth_date_and_postcode(birth_date, postcode);
            ids.push(id.map_err(said)?);
        }
        if let Some(recipient) = &recipient {
            for id in ids.iter_mut().flatten() {
                *id = recipient.repseudonymise(id);
            }
        }
        Ok(ids)
    })
}

fn read_salt(path: &Path) -> Result<NdrSalt, Failure> {
    NdrSalt::new(&read_secret(path)?).map_err(|error| bad_file(path, error))
}
