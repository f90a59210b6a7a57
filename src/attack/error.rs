use crate::agreement::AgreementError;
use crate::secret::SecretError;
use crate::synth;

/// Why an attack could not be measured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AttackError {
    /// The people could not be made.
    #[error(transparent)]
    People(#[from] synth::Error),
    /// An encoding's agreement could not be made.
    #[error(transparent)]
    Agreement(#[from] AgreementError),
    /// A made-up key could not be opened.
    #[error(transparent)]
    Key(#[from] SecretError),
    /// The made-up files are not as they should be.
    #[error("a made-up file could not be read back: please report this")]
    MadeUpFile,
}
