use std::path::PathBuf;

use clap::{Args, ValueEnum};
use split_tally::interop::opprl::{
    InvalidAttribute, OpprlKey, Person, TokenDefinition, Tokeniser, Version, warning,
};
use split_tally::secret::Zeroizing;

use super::super::{MAX_SMALL_FILE, read_whole};
use super::bad_file;
use super::token_file::{Files, cell};
use crate::failure::Failure;
use crate::places::Places;

#[derive(Clone, Copy, ValueEnum)]
enum VersionName {
    V0,
    V1,
    V2,
}

#[derive(Args)]
pub struct Opprl {
    /// The protocol's version
    #[arg(long, value_enum, default_value = "v2")]
    version: VersionName,
    /// Your organisation's RSA private key, in PEM without a passphrase
    #[arg(long, value_name = "FILE")]
    key_file: PathBuf,
    #[arg(
        long = "column",
        required = true,
        value_name = "ATTRIBUTE=COLUMN",
        num_args = 1..,
        help = "Which column is which attribute; give it once for each: first_name, last_name, gender, birth_date, email, hashed_email, phone, ssn, group_number, member_id"
    )]
    columns: Vec<String>,
    /// A token to make, by its number; give it once for each [default: all that the attributes allow]
    #[arg(long = "token", value_name = "NUMBER")]
    tokens: Vec<u8>,
    #[command(flatten)]
    files: Files,
}

type Setter = fn(&mut Person, &str) -> Result<(), InvalidAttribute>;

/// The attributes that come of columns, and an example of each that tells which tokens it allows.
const ATTRIBUTES: [(&str, Setter, &str); 10] = [
    (
        "first_name",
        |p, text| {
            p.first_name(text);
            Ok(())
        },
        "A",
    ),
    (
        "last_name",
        |p, text| {
            p.last_name(text);
            Ok(())
        },
        "A",
    ),
    (
        "gender",
        |p, text| {
            p.gender(text);
            Ok(())
        },
        "F",
    ),
    ("birth_date", Person::birth_date, "2000-01-01"),
    (
        "email",
        |p, text| {
            p.email(text);
            Ok(())
        },
        "a@example.org",
    ),
    (
        "hashed_email",
        Person::hashed_email,
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ),
    ("phone", Person::phone, "+12345557890"),
    (
        "ssn",
        |p, text| {
            p.social_security_number(text);
            Ok(())
        },
        "123456789",
    ),
    (
        "group_number",
        |p, text| {
            p.group_number(text);
            Ok(())
        },
        "1",
    ),
    (
        "member_id",
        |p, text| {
            p.member_id(text);
            Ok(())
        },
        "1",
    ),
];

pub fn run(arguments: &Opprl) -> Result<(), Failure> {
    let version = match arguments.version {
        VersionName::V0 => Version::V0,
        VersionName::V1 => Version::V1,
        VersionName::V2 => Version::V2,
    };
    let pem = Zeroizing::new(read_whole(&arguments.key_file, MAX_SMALL_FILE)?);
    let key =
        OpprlKey::from_pem(version, &pem).map_err(|error| bad_file(&arguments.key_file, error))?;
    let tokeniser = Tokeniser::new(&key);
    let secrets = Places::default().reads("--key-file", [&arguments.key_file]);
    let rows = arguments.files.open(secrets)?;
    let mut setters: Vec<(Setter, usize)> = Vec::new();
    let mut example = Person::default();
    for text in &arguments.columns {
        let named = text.split_once('=').and_then(|(attribute, column)| {
            let found = ATTRIBUTES.iter().find(|(name, ..)| *name == attribute)?;
            Some((found, column))
        });
        let Some(((_, set, sample), column)) = named else {
            let known: Vec<&str> = ATTRIBUTES.iter().map(|(name, ..)| *name).collect();
            return Err(Failure::Usage(format!(
                "--column {text}: write it as --column ATTRIBUTE=COLUMN. The attributes are: {}",
                known.join(", ")
            )));
        };
        setters.push((*set, rows.column(column)?));
        // The samples are valid.
        let _ = set(&mut example, sample);
    }
    let definitions = chosen(arguments, &tokeniser, &example)?;
    let headers: Vec<String> = definitions
        .iter()
        .map(|token| token.column(version))
        .collect();
    arguments.files.write(rows, &headers, warning(), |row| {
        let mut person = Person::default();
        for (set, column) in &setters {
            set(&mut person, cell(row, Some(*column))).map_err(|error| error.to_string())?;
        }
        let tokens = definitions
            .iter()
            .map(|token| tokeniser.token(&person, token));
        Ok(tokens.collect())
    })
}

/// The tokens asked for, or all that the columns allow.
fn chosen<'t>(
    arguments: &Opprl,
    tokeniser: &'t Tokeniser,
    example: &Person,
) -> Result<Vec<&'t TokenDefinition>, Failure> {
    let allowed = |token: &&TokenDefinition| tokeniser.token(example, token).is_some();
    let all = tokeniser.definitions();
    if arguments.tokens.is_empty() {
        let tokens: Vec<_> = all.iter().filter(allowed).collect();
        if tokens.is_empty() {
            return Err(Failure::Usage(
                "no token can be made of these attributes. Give more of them with --column"
                    .to_owned(),
            ));
        }
        return Ok(tokens);
    }
    let find = |number: &u8| {
        let token = all.iter().find(|token| token.number == *number);
        token.filter(allowed).ok_or_else(|| {
            Failure::Usage(format!(
                "--token {number}: this version has no such token, or the attributes given do not allow it"
            ))
        })
    };
    arguments.tokens.iter().map(find).collect()
}
