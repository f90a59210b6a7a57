use hkdf::Hkdf;
use sha2::{Sha256, Sha512};

use super::schema::{KeyHash, Schema};
use crate::secret::Zeroizing;

/// The two keys of a column.
pub(super) type ColumnKeys = [Zeroizing<Vec<u8>>; 2];

/// Derives two keys for each column, ignored ones too: one run of HKDF (RFC 5869) over all of them, cut in pieces. The
/// schema's reader has checked the length, so that `None` cannot be.
pub(super) fn derive(schema: &Schema, secret: &[u8]) -> Option<Vec<ColumnKeys>> {
    let derivation = &schema.derivation;
    let size = derivation.key_bytes;
    let mut all = Zeroizing::new(vec![0; 2 * size * schema.features.len()]);
    let salt = derivation.salt.as_deref();
    match derivation.hash {
        KeyHash::Sha256 => Hkdf::<Sha256>::new(salt, secret).expand(&derivation.info, &mut all),
        KeyHash::Sha512 => Hkdf::<Sha512>::new(salt, secret).expand(&derivation.info, &mut all),
    }
    .ok()?;
    let pairs = all.chunks_exact(2 * size).map(|pair| {
        let (first, second) = pair.split_at(size);
        [first, second].map(|key| Zeroizing::new(key.to_vec()))
    });
    Some(pairs.collect())
}
