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
    #[error("the key file is protected by a passphrase. Give the passphrase")]
    PassphraseNeeded,
    /// Wrapped with another passphrase.
    #[error(
        "the passphrase does not open this key file. Check capital letters and spaces, and try again"
    )]
    WrongPassphrase,
    /// Wrapped so expensively that opening it could exhaust the memory.
    #[error(
        "the key file was protected with more work (2^{found}) than this program accepts (2^{limit}). Protect it again with Split Tally or the age tool's default"
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
    /// The key check code that was given is another key's.
    #[error(
        "the project key has another key check code than the one given: it is the key of another project, or the agreement is not the one agreed. Nothing was read. Ask your partner which key file and agreement are right"
    )]
    OtherKey,
    /// The file is no identity.
    #[error(
        "this is not a receiving key (an age identity file). Choose the file that was made when the public key was, or the one that age-keygen wrote"
    )]
    NotAnIdentity,
    /// The text is no public key.
    #[error("this is not an age public key, which begins with age1")]
    NotAPublicKey,
    /// Encrypted, and no identity given.
    #[error(
        "the file is encrypted to a public key. Give the receiving key (identity file) that belongs to it"
    )]
    IdentityNeeded,
    /// Encrypted to somebody else.
    #[error(
        "the file is encrypted to another public key, and this receiving key does not open it. Choose the right one, or ask the sender to encrypt to your public key"
    )]
    WrongIdentity,
    /// Not in the age format.
    #[error("the file is not encrypted in the age format. Ask its sender for the encrypted file")]
    NotEncrypted,
    /// In the age format, but under a passphrase.
    #[error(
        "the file is encrypted by a passphrase and not to a public key. Ask its sender to prepare it again"
    )]
    EncryptedByPassphrase,
    /// Cut short or changed.
    #[error(
        "the encrypted file is damaged, was cut short or was changed by somebody. Copy or download it again, or ask its sender for it"
    )]
    EncryptedDamaged,
    /// Larger than what is read.
    #[error(
        "the encrypted file holds more than {limit} bytes, the most this program reads. Ask its sender to split it"
    )]
    EncryptedTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The memory that the content needs could not be had.
    #[error(
        "there is not enough memory for what the encrypted file holds. Close other programs, or use the command line"
    )]
    OutOfMemory,
    /// Reading or writing failed underneath.
    #[error(
        "the file could not be read or written ({0}). Is it still there, and does the disk have room?"
    )]
    Unreadable(std::io::ErrorKind),
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
            Self::OtherKey => "secret.other_key",
            Self::NotAnIdentity => "secret.not_an_identity",
            Self::NotAPublicKey => "secret.not_a_public_key",
            Self::IdentityNeeded => "secret.identity_needed",
            Self::WrongIdentity => "secret.wrong_identity",
            Self::NotEncrypted => "secret.not_encrypted",
            Self::EncryptedByPassphrase => "secret.encrypted_by_passphrase",
            Self::EncryptedDamaged => "secret.encrypted_damaged",
            Self::EncryptedTooLarge { .. } => "secret.encrypted_too_large",
            Self::OutOfMemory => "secret.out_of_memory",
            Self::Unreadable(_) => "secret.unreadable",
            Self::NoRandomness => "secret.no_randomness",
        }
    }
}
