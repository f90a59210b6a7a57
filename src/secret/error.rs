/// Why a key file cannot be used, or none can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// The file is something else.
    #[error(
        "this is not a Split Tally project key. Choose the key file that was made with the agreement"
    )]
    NotAKey,
    /// A digit was changed or lost.
    #[error("the project key is damaged: its check digits do not fit. Ask for the key file again")]
    Damaged,
    /// Wrapped, and no passphrase given.
    #[error("the project key is protected by a passphrase. Give the passphrase")]
    PassphraseNeeded,
    /// Wrapped with another passphrase.
    #[error(
        "the passphrase does not open this project key. Check capital letters and spaces, and try again"
    )]
    WrongPassphrase,
    /// Wrapped so expensively that opening it could exhaust the memory.
    #[error(
        "the project key was protected with more work (2^{found}) than this program accepts (2^{limit}). Protect it again with Split Tally or the age tool's default"
    )]
    TooMuchWork {
        /// log2 of the work factor asked for.
        found: u8,
        /// log2 of the limit.
        limit: u8,
    },
    /// Too short to resist guessing.
    #[error(
        "a passphrase has at least {least} characters. Four or more random words make a good one"
    )]
    ShortPassphrase {
        /// The least number of characters.
        least: usize,
    },
    /// The system gave no random numbers.
    #[error(
        "this computer gave no random numbers, so no key can be made. Restart the browser or computer and try again"
    )]
    NoRandomness,
}

impl SecretError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAKey => "secret.not_a_key",
            Self::Damaged => "secret.damaged",
            Self::PassphraseNeeded => "secret.passphrase_needed",
            Self::WrongPassphrase => "secret.wrong_passphrase",
            Self::TooMuchWork { .. } => "secret.too_much_work",
            Self::ShortPassphrase { .. } => "secret.short_passphrase",
            Self::NoRandomness => "secret.no_randomness",
        }
    }
}
