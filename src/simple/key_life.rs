//! The end of a key.

use crate::agreement::Agreement;
use crate::report::{AgreementReference, DestructionMethod, KeyDestruction};
use crate::secret::ProjectKey;

/// The receipt of a key's destruction. The caller does the destroying; `destroyed_at` is the time in universal time, such as
/// `2026-01-31T12:00:00Z`.
#[must_use]
pub fn key_destruction(
    agreement: &Agreement,
    key: &ProjectKey,
    file: &str,
    method: DestructionMethod,
    destroyed_at: &str,
    by: Option<&str>,
) -> KeyDestruction {
    let digest = agreement.digest();
    KeyDestruction::new(
        AgreementReference {
            title: agreement.text().title.clone(),
            digest: digest.to_string(),
        },
        key.check_code(&digest).to_string(),
        key.commitment(&digest).to_string(),
        file,
        method,
        destroyed_at,
        by,
    )
}
