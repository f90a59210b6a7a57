//! Files that were encrypted to a recipient on their way.

use std::io::{self, Read};

use super::Error;
use crate::exchange::Limits;
use crate::secret::{self, Identity, SecretError};

/// Enough of a file to tell whether it is encrypted.
const START: u64 = 64;

/// The content of a file that may be encrypted to a recipient's public key: decrypted where it is, as it stands where it
/// is not. `size` is the file's length in bytes. What comes back is at most as large as the largest extract read.
///
/// # Errors
/// [`Error::Encrypted`] when the file is encrypted and the identity is missing or another's, or when it is damaged.
pub fn open_received(
    file: &str,
    size: u64,
    mut source: impl Read,
    identity: Option<&Identity>,
) -> Result<Vec<u8>, Error> {
    let failure = |error| Error::Encrypted {
        file: file.to_owned(),
        error,
    };
    let unreadable = |error: io::Error| failure(SecretError::Unreadable(error.kind()));
    let limit = Limits::DEFAULT.bytes;
    let mut start = Vec::new();
    source
        .by_ref()
        .take(START)
        .read_to_end(&mut start)
        .map_err(unreadable)?;
    if secret::is_encrypted(&start) {
        let identity = identity.ok_or_else(|| failure(SecretError::IdentityNeeded))?;
        let source = start.chain(source);
        return secret::decrypt(source, size, identity, limit).map_err(failure);
    }
    let mut content = start;
    let rest = usize::try_from(size.min(limit))
        .unwrap_or(usize::MAX)
        .saturating_sub(content.len());
    content
        .try_reserve_exact(rest)
        .map_err(|_| failure(SecretError::OutOfMemory))?;
    source
        .take(limit.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(unreadable)?;
    Ok(content)
}
