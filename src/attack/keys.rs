//! Project keys for attacks: made up under a seed, so that figures can be had again, and those one might guess.

use sha2::{Digest as _, Sha256};

use super::AttackError;
use crate::secret::{self, ProjectKey};

/// A key that the seed and the purpose name. Not a secret: it protects nobody who lives.
pub(super) fn made_up(seed: u64, purpose: &str) -> Result<ProjectKey, AttackError> {
    of(Sha256::digest(format!("split-tally/attack {seed} {purpose}")).into())
}

/// Keys one might try who has none: all zeros, all ones, and hashes of what people choose.
pub(super) fn guesses() -> Result<Vec<ProjectKey>, AttackError> {
    [[0; 32], [0xff; 32], Sha256::digest("password").into()]
        .into_iter()
        .map(of)
        .collect()
}

/// The key of these bytes, by way of the key file's text.
fn of(bytes: [u8; 32]) -> Result<ProjectKey, AttackError> {
    let check: [u8; 32] = Sha256::digest(bytes).into();
    let hex = |bytes: &[u8]| -> String {
        let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        nibbles
            .filter_map(|nibble| char::from_digit(u32::from(nibble), 16))
            .collect()
    };
    let file = format!("split-tally-key-1:{}:{}\n", hex(&bytes), hex(&check[..4]));
    Ok(secret::open(file.as_bytes(), None)?)
}
