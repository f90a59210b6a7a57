//! The key file: a line of text, wrapped by a passphrase in the age format where there is one.
//!
//! The age format (C2SP, `age-encryption.org/v1`) is open, reviewed, and read by the `age` tool, so that a key can be
//! recovered without Split Tally.

use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, Zeroizing};

use super::passphrase::{self, MAX_BYTES, is_wrapped};
use super::{ProjectKey, SecretError};

const LABEL: &str = "split-tally-key-1";
const COMMENT: &str = "# Split Tally project key. Whoever holds this file can test guesses about people against every extract made with it.\n# Keep it secret, and never send it by the same way as an extract.\n";

/// Writes a key file; wrapped in the age format when there is a passphrase.
///
/// # Errors
/// [`SecretError::ShortPassphrase`].
pub fn seal(key: &ProjectKey, passphrase: Option<&str>) -> Result<Vec<u8>, SecretError> {
    let text = plain_text(key);
    let Some(passphrase) = passphrase else {
        return Ok(text.as_bytes().to_vec());
    };
    passphrase::wrap(text.as_bytes(), passphrase)
}

/// Whether the file is a key without a passphrase, damaged or not.
#[must_use]
pub fn looks_like_a_key(file: &[u8]) -> bool {
    let start = &file[..file.len().min(COMMENT.len() + LABEL.len())];
    start
        .windows(LABEL.len())
        .any(|window| window == LABEL.as_bytes())
}

/// Reads a key file.
///
/// # Errors
/// [`SecretError`]: not a key, damaged, a passphrase is needed or wrong, or the work factor is above 2^18.
pub fn open(file: &[u8], passphrase: Option<&str>) -> Result<ProjectKey, SecretError> {
    if file.len() > MAX_BYTES {
        return Err(SecretError::NotAKey);
    }
    if !is_wrapped(file) {
        return parse(file);
    }
    let text = passphrase::unwrap(file, passphrase, SecretError::NotAKey)?;
    parse(&text)
}

fn plain_text(key: &ProjectKey) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(512));
    text.push_str(COMMENT);
    text.push_str(LABEL);
    text.push(':');
    push_hex(&mut text, key.as_bytes());
    text.push(':');
    push_hex(&mut text, &check_bytes(key));
    text.push('\n');
    text
}

/// Detects mistyping only: the first four bytes of SHA-256 over the key.
fn check_bytes(key: &ProjectKey) -> [u8; 4] {
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(key.as_bytes()));
    [a, b, c, d]
}

fn push_hex(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
}

fn parse(file: &[u8]) -> Result<ProjectKey, SecretError> {
    let text = std::str::from_utf8(file).map_err(|_| SecretError::NotAKey)?;
    let line = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .ok_or(SecretError::NotAKey)?;
    let rest = line
        .strip_prefix(LABEL)
        .and_then(|rest| rest.strip_prefix(':'))
        .ok_or(SecretError::NotAKey)?;
    let (digits, check) = rest.split_once(':').ok_or(SecretError::Damaged)?;
    let mut bytes = [0; ProjectKey::BYTES];
    read_hex(digits, &mut bytes).ok_or(SecretError::Damaged)?;
    let key = ProjectKey::from_bytes(bytes);
    bytes.zeroize();
    let mut found = [0; 4];
    read_hex(check, &mut found).ok_or(SecretError::Damaged)?;
    if found == check_bytes(&key) {
        Ok(key)
    } else {
        Err(SecretError::Damaged)
    }
}

fn read_hex(digits: &str, bytes: &mut [u8]) -> Option<()> {
    if digits.len() != 2 * bytes.len() {
        return None;
    }
    let mut digits = digits.chars();
    for byte in bytes {
        let high = digits.next()?.to_digit(16)?;
        let low = digits.next()?.to_digit(16)?;
        *byte = u8::try_from(high << 4 | low).ok()?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::passphrase::{LEAST_PASSPHRASE, MAX_WORK_FACTOR};

    const PASSPHRASE: &str = "four words in a row";

    fn key() -> ProjectKey {
        ProjectKey::from_bytes([7; 32])
    }

    #[test]
    fn a_key_comes_back_from_its_file() {
        let plain = seal(&key(), None).unwrap();
        assert!(!is_wrapped(&plain));
        assert!(open(&plain, None).unwrap().as_bytes() == key().as_bytes());

        let wrapped = seal(&key(), Some(PASSPHRASE)).unwrap();
        assert!(is_wrapped(&wrapped));
        assert!(open(&wrapped, Some(PASSPHRASE)).unwrap().as_bytes() == key().as_bytes());
        assert!(open(&wrapped, None).err() == Some(SecretError::PassphraseNeeded));
        assert!(
            open(&wrapped, Some("four words in a rov")).err() == Some(SecretError::WrongPassphrase)
        );
    }

    #[test]
    fn what_is_not_a_key_is_refused_by_its_defect() {
        let plain = String::from_utf8(seal(&key(), None).unwrap()).unwrap();
        let changed_digit = plain.replacen("0707", "0717", 1);
        let cut = plain.trim_end().trim_end_matches(|c: char| c != ':');
        for (file, error) in [
            (changed_digit.as_str(), SecretError::Damaged),
            (cut, SecretError::Damaged),
            ("", SecretError::NotAKey),
            ("# only a comment\n", SecretError::NotAKey),
            ("id,name\n1,a\n", SecretError::NotAKey),
            (
                "age-encryption.org/v1\n-> X25519 abc\n",
                SecretError::NotAKey,
            ),
        ] {
            assert!(
                open(file.as_bytes(), Some(PASSPHRASE)).err() == Some(error),
                "{file}"
            );
        }
        let large = vec![b'#'; MAX_BYTES + 1];
        assert!(open(&large, None).err() == Some(SecretError::NotAKey));
        assert!(
            seal(&key(), Some("short")).err()
                == Some(SecretError::ShortPassphrase {
                    least: LEAST_PASSPHRASE
                })
        );
    }

    #[test]
    fn an_excessive_work_factor_is_refused_before_the_work() {
        let wrapped = seal(&key(), Some(PASSPHRASE)).unwrap();
        let header_end = wrapped.windows(3).position(|w| w == b" 17").unwrap();
        let mut excessive = wrapped.clone();
        excessive[header_end + 1..header_end + 3].copy_from_slice(b"30");
        assert!(
            open(&excessive, Some(PASSPHRASE)).err()
                == Some(SecretError::TooMuchWork {
                    found: 30,
                    limit: MAX_WORK_FACTOR
                })
        );
    }
}
