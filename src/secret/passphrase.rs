//! Wrapping a small secret text by a passphrase in the age format (C2SP, `age-encryption.org/v1`).

use std::io::{Read, Write};

use age::secrecy::SecretString;

use super::{SecretError, Zeroizing};

pub(super) const AGE_HEADER: &[u8] = b"age-encryption.org/v1";

/// The least length of a passphrase: below it, guessing is cheap whatever the work factor.
pub(super) const LEAST_PASSPHRASE: usize = 12;
/// log2 of the scrypt work factor for new files: 128 MiB and under a second (OWASP's recommended least for scrypt).
const WORK_FACTOR: u8 = 17;
/// The largest work factor read: the age tool's default, 256 MiB.
pub(super) const MAX_WORK_FACTOR: u8 = 18;
/// No file with a key is larger than a few hundred bytes.
pub(super) const MAX_BYTES: usize = 16 * 1024;

/// Whether the file needs a passphrase.
#[must_use]
pub fn is_wrapped(file: &[u8]) -> bool {
    file.strip_prefix(AGE_HEADER)
        .is_some_and(|rest| rest.trim_ascii_start().starts_with(b"-> scrypt "))
}

pub(super) fn wrap(text: &[u8], passphrase: &str) -> Result<Vec<u8>, SecretError> {
    if passphrase.chars().count() < LEAST_PASSPHRASE {
        return Err(SecretError::ShortPassphrase {
            least: LEAST_PASSPHRASE,
        });
    }
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(WORK_FACTOR);
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as _))
        .map_err(|_| SecretError::NoRandomness)?;
    let mut wrapped = Vec::new();
    let mut writer = encryptor
        .wrap_output(&mut wrapped)
        .map_err(|_| SecretError::NoRandomness)?;
    writer
        .write_all(text)
        .and_then(|()| writer.finish().map(|_| ()))
        .map_err(|_| SecretError::NoRandomness)?;
    Ok(wrapped)
}

/// The text of a wrapped file; `other` when it is wrapped and no file of the kind that is looked for.
pub(super) fn unwrap(
    file: &[u8],
    passphrase: Option<&str>,
    other: SecretError,
) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let passphrase = passphrase.ok_or(SecretError::PassphraseNeeded)?;
    let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(MAX_WORK_FACTOR);
    let decryptor = age::Decryptor::new_buffered(file).map_err(|_| other)?;
    if !decryptor.is_scrypt() {
        return Err(other);
    }
    let mut reader =
        decryptor
            .decrypt(std::iter::once(&identity as _))
            .map_err(|error| match error {
                age::DecryptError::ExcessiveWork { required, .. } => SecretError::TooMuchWork {
                    found: required,
                    limit: MAX_WORK_FACTOR,
                },
                age::DecryptError::InvalidHeader | age::DecryptError::UnknownFormat => other,
                _ => SecretError::WrongPassphrase,
            })?;
    // Of its full length from the start: a vector that grows leaves copies of the secret behind.
    let mut text = Zeroizing::new(Vec::with_capacity(MAX_BYTES));
    reader
        .by_ref()
        .take(MAX_BYTES as u64)
        .read_to_end(&mut text)
        .map_err(|_| SecretError::Damaged)?;
    Ok(text)
}
