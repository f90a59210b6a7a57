use std::path::{Path, PathBuf};

use clap::Args;
use split_tally::interop::ndr::{NdrSalt, warning};

use super::token_file::{Files, cell};
use super::{bad_file, read_secret};
use crate::failure::Failure;

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
    let salt = read_salt(&arguments.salt_file)?;
    let recipient = arguments.repseudonym_salt_file.as_deref();
    let recipient = recipient.map(read_salt).transpose()?;
    if arguments.nhs_number.is_none() && arguments.birth_date.is_none() {
        return Err(Failure::Usage(
            "give --nhs-number, or --birth-date and --postcode, or all three".to_owned(),
        ));
    }
    let rows = arguments.files.open()?;
    let column = |name: &Option<String>| -> Result<Option<usize>, Failure> {
        name.as_deref().map(|name| rows.column(name)).transpose()
    };
    let nhs_number = column(&arguments.nhs_number)?;
    let (birth_date, postcode) = (column(&arguments.birth_date)?, column(&arguments.postcode)?);
    let prefix = if recipient.is_some() {
        "repseudo"
    } else {
        "pseudo"
    };
    let headers = [format!("{prefix}_id1"), format!("{prefix}_id2")];
    arguments.files.write(rows, &headers, warning(), |row| {
        let first = salt.nhs_number(cell(row, nhs_number));
        let second = salt.birth_date_and_postcode(cell(row, birth_date), cell(row, postcode));
        let again = |id: String| match &recipient {
            Some(recipient) => recipient.repseudonymise(&id),
            None => id,
        };
        let said = |error: split_tally::interop::ndr::NdrError| error.to_string();
        Ok(vec![
            first.map_err(said)?.map(again),
            second.map_err(said)?.map(again),
        ])
    })
}

fn read_salt(path: &Path) -> Result<NdrSalt, Failure> {
    NdrSalt::new(&read_secret(path)?).map_err(|error| bad_file(path, error))
}
