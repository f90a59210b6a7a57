//! `interop`: other programs' tokens. Each format warns, on standard error, of what it does not protect against.

mod clkhash;
mod linkja;
mod ndr;
mod open_pseudonymiser;
mod opprl;
mod rows;
mod token_file;

use std::path::Path;

use clap::Subcommand;
use split_tally::secret::Zeroizing;

use super::read_text;
use crate::failure::Failure;

#[derive(Subcommand)]
pub enum InteropCommand {
    /// CLKs by a clkhash linkage schema, as anonlink's tools read them
    Clkhash(clkhash::Clkhash),
    /// Digests of OpenPseudonymiser: salted SHA-256 of columns
    #[command(name = "openpseudonymiser")]
    OpenPseudonymiser(open_pseudonymiser::OpenPseudonymiserArguments),
    /// Pseudonymous identifiers of the National Disease Registration Service
    Ndr(ndr::Ndr),
    /// Tokens of the Open Privacy Preserving Record Linkage protocol (spindle-token)
    Opprl(opprl::Opprl),
    /// Link keys of linkja
    Linkja(linkja::LinkjaArguments),
}

pub fn run(command: &InteropCommand) -> Result<(), Failure> {
    match command {
        InteropCommand::Clkhash(arguments) => clkhash::run(arguments),
        InteropCommand::OpenPseudonymiser(arguments) => open_pseudonymiser::run(arguments),
        InteropCommand::Ndr(arguments) => ndr::run(arguments),
        InteropCommand::Opprl(arguments) => opprl::run(arguments),
        InteropCommand::Linkja(arguments) => linkja::run(arguments),
    }
}

/// The secret or salt in a file: its text, without the line break at its end.
fn read_secret(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let text = Zeroizing::new(read_text(path)?);
    let secret = text.strip_suffix('\n').unwrap_or(&text);
    let secret = secret.strip_suffix('\r').unwrap_or(secret);
    if secret.is_empty() {
        return Err(Failure::BadInput(format!(
            "{}: the file is empty. Choose the file with the secret",
            path.display()
        )));
    }
    Ok(Zeroizing::new(secret.to_owned()))
}

/// What is wrong with a file that holds a secret.
fn bad_file(path: &Path, error: impl std::fmt::Display) -> Failure {
    Failure::BadInput(format!("{}: {error}", path.display()))
}

fn warn(warning: &str) {
    eprintln!("Warning: {warning}");
}
