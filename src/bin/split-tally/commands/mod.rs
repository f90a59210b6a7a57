//! One file a command.

pub mod agreement;
pub mod attack;
pub mod demo;
pub mod evaluate;
pub mod inspect;
pub mod interop;
pub mod key;
pub mod look;
mod lookups;
pub mod matching;
mod model_summary;
pub mod prepare;
pub mod rejoin;
pub mod review;
pub mod synth;
pub mod view;

use std::path::Path;

use split_tally::agreement::Agreement;
use split_tally::secret::{self, Identity, ProjectKey, SecretError, Zeroizing};
use split_tally::simple;

use crate::args::Receiving;
use crate::failure::Failure;

/// The largest crosswalk or links file read: some hundred million rows.
const MAX_TABLE: u64 = 8 << 30;
/// Agreements, keys, passphrases and lists of ids beyond this are some other file.
const MAX_SMALL_FILE: u64 = 64 << 20;

fn read_whole(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    expect_size(path, most)?;
    std::fs::read(path).map_err(|e| Failure::reading(path, &e))
}

/// The size of a file that may have at most so many bytes.
fn expect_size(path: &Path, most: u64) -> Result<u64, Failure> {
    let size = std::fs::metadata(path)
        .map_err(|e| Failure::reading(path, &e))?
        .len();
    if size > most {
        return Err(Failure::BadInput(format!(
            "{}: the file has {size} bytes, more than the {most} that such a file can have. Is it the right file?",
            path.display()
        )));
    }
    Ok(size)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read_whole(path, MAX_SMALL_FILE)?).map_err(|_| {
        Failure::BadInput(format!(
            "{}: the file is not UTF-8 text. Is it the right file?",
            path.display()
        ))
    })
}

fn read_agreement(path: &Path) -> Result<Agreement, Failure> {
    let text = read_text(path)?;
    Agreement::from_json(&text)
        .map_err(|error| Failure::BadInput(format!("{}: {error}", path.display())))
}

fn read_passphrase(path: Option<&Path>) -> Result<Option<Zeroizing<String>>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let text = Zeroizing::new(read_text(path)?);
    let line = text.lines().next().unwrap_or_default();
    Ok(Some(Zeroizing::new(line.to_owned())))
}

fn read_key(arguments: &crate::args::Key) -> Result<ProjectKey, Failure> {
    let file = Zeroizing::new(read_whole(&arguments.key, MAX_SMALL_FILE)?);
    let passphrase = read_passphrase(arguments.passphrase_file.as_deref())?;
    secret::open(&file, passphrase.as_ref().map(|text| text.as_str()))
        .map_err(|error| of_key_file(&arguments.key, error))
}

fn read_identity(path: &Path, passphrase_file: Option<&Path>) -> Result<Identity, Failure> {
    let file = Zeroizing::new(read_whole(path, MAX_SMALL_FILE)?);
    let passphrase = read_passphrase(passphrase_file)?;
    Identity::open(&file, passphrase.as_ref().map(|text| text.as_str()))
        .map_err(|error| of_key_file(path, error))
}

fn of_key_file(path: &Path, error: SecretError) -> Failure {
    let hint = match error {
        SecretError::PassphraseNeeded => " with --passphrase-file",
        _ => "",
    };
    Failure::BadInput(format!("{}: {error}{hint}", path.display()))
}

/// Files from others, opened where they were encrypted.
struct Received(Option<Identity>);

impl Received {
    fn with(arguments: &Receiving) -> Result<Self, Failure> {
        let passphrase_file = arguments.passphrase_file.as_deref();
        let identity = arguments.identity.as_deref();
        let identity = identity.map(|path| read_identity(path, passphrase_file));
        Ok(Self(identity.transpose()?))
    }

    fn read(&self, path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
        let size = expect_size(path, most)?;
        let file = std::fs::File::open(path).map_err(|e| Failure::reading(path, &e))?;
        simple::open_received(&file_name(path), size, file, self.0.as_ref()).map_err(|error| {
            let hint = match error {
                simple::Error::Encrypted {
                    error: SecretError::IdentityNeeded,
                    ..
                } => " with --identity",
                _ => "",
            };
            let failure = Failure::from(error);
            failure.with_hint(hint)
        })
    }
}

/// A file's name without its folders: all that reports carry.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Today in universal time.
fn today() -> Result<split_tally::standardise::Day, Failure> {
    let now = time::OffsetDateTime::now_utc();
    let text = format!(
        "{:04}-{:02}-{:02}",
        now.year(),
        u8::from(now.month()),
        now.day()
    );
    Ok(simple::day(&text)?)
}

/// The time in universal time, to the second.
fn now() -> String {
    let now = time::OffsetDateTime::now_utc();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        now.year(),
        u8::from(now.month()),
        now.day(),
        now.hour(),
        now.minute(),
        now.second()
    )
}

fn to_json(report: &impl serde::Serialize) -> Vec<u8> {
    // Reports are plain structs of strings and numbers, which always serialise.
    let mut json = serde_json::to_vec_pretty(report).unwrap_or_default();
    json.push(b'\n');
    json
}
