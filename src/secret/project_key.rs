use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{KeyCheckCode, SecretError};
use crate::units::Digest;

/// The secret that the parties of one agreement share: 32 random bytes.
///
/// Whoever holds it can test guesses about people against any extract made with it.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct ProjectKey([u8; Self::BYTES]);

/// Key material derived for one purpose.
pub type DerivedKey<const N: usize> = Zeroizing<[u8; N]>;

impl ProjectKey {
    /// Length in bytes.
    pub const BYTES: usize = 32;

    /// Makes a key from the system's random numbers.
    ///
    /// # Errors
    /// [`SecretError::NoRandomness`] when the system has none.
    pub fn generate() -> Result<Self, SecretError> {
        let mut key = Self([0; Self::BYTES]);
        getrandom::fill(&mut key.0).map_err(|_| SecretError::NoRandomness)?;
        Ok(key)
    }

    pub(super) const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    pub(super) const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// Derives `N` bytes for `purpose` under `agreement` by HKDF-SHA-256 (RFC 5869), without salt, with
    /// `info = "split-tally/v1/" purpose 0x00 digest`.
    ///
    /// The digest binds every derived key to all that the parties agreed; the purpose keeps keys for different uses
    /// apart. `N` is at most 8160, RFC 5869's limit.
    #[must_use]
    pub fn derive<const N: usize>(&self, purpose: &str, agreement: &Digest) -> DerivedKey<N> {
        const { assert!(N <= 255 * 32, "RFC 5869 gives at most 255 blocks") };
        let mut key = Zeroizing::new([0; N]);
        let info: [&[u8]; 4] = [
            b"split-tally/v1/",
            purpose.as_bytes(),
            &[0],
            agreement.as_bytes(),
        ];
        let expanded =
            Hkdf::<Sha256>::new(None, &self.0).expand_multi_info(&info, key.as_mut_slice());
        debug_assert!(expanded.is_ok(), "the length is within RFC 5869's limit");
        key
    }

    /// The key commitment that every extract carries: HMAC-SHA-256 of the agreement's digest under a derived key.
    ///
    /// Extracts made with different keys have different commitments, so a matcher without any key can refuse to match
    /// them. It reveals nothing of a random key; over a passphrase it would be a guessing oracle, which is why a
    /// passphrase only ever wraps the key.
    #[must_use]
    pub fn commitment(&self, agreement: &Digest) -> Digest {
        let key = self.derive::<32>("key-commitment", agreement);
        Digest::new(hmac_sha256(&key, agreement.as_bytes()))
    }

    /// The key check code that people read to each other.
    #[must_use]
    pub fn check_code(&self, agreement: &Digest) -> KeyCheckCode {
        KeyCheckCode::new(*self.derive::<8>("key-check-code", agreement))
    }
}

fn hmac_sha256(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut block = [0u8; 64];
    block[..32].copy_from_slice(key);
    // A key padded with zeros to the block is the same HMAC key (RFC 2104), and has no length to get wrong.
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(message);
    block.zeroize();
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ProjectKey {
        ProjectKey::from_bytes(core::array::from_fn(|i| u8::try_from(i).unwrap()))
    }

    // Made with Python's hmac and hashlib: extract with a salt of 32 zero bytes, expand over info, as RFC 5869 has it.
    #[test]
    fn derivation_agrees_with_an_independent_hkdf() {
        let digest = Digest::new([0x11; 32]);
        assert_eq!(
            Digest::new(*key().derive::<32>("match-key/nhs", &digest)).to_string(),
            "7dd5417fee7731d921025fbbfac2d803a8976c824f8f0b5c15d1c94980753b71"
        );
        assert_eq!(
            key().commitment(&digest).to_string(),
            "b36e217a7a02ecd769b91d33ee4037e9cabb17c7398bdba179cb2fb52fba223c"
        );
        assert_eq!(key().check_code(&digest).to_string(), "730 189 609");
    }

    #[test]
    fn purposes_and_agreements_are_kept_apart() {
        let (one, two) = (Digest::new([1; 32]), Digest::new([2; 32]));
        let key = key();
        assert_ne!(*key.derive::<32>("a", &one), *key.derive::<32>("b", &one));
        assert_ne!(*key.derive::<32>("a", &one), *key.derive::<32>("a", &two));
        assert_ne!(key.commitment(&one), key.commitment(&two));
    }
}
