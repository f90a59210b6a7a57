//! The tokens of the Open Privacy Preserving Record Linkage protocol (OPPRL), versions 0, 1 and 2, as `spindle-token`
//! makes them: SHA-512 of joined attributes, encrypted with a key that comes of an organisation's RSA key.
//!
//! Transcoding for a recipient is not here: it is what hands over unkeyed hashes.

mod attributes;
mod key;
mod phonetic;
mod tokens;

pub use attributes::{Attribute, InvalidAttribute, Person};
pub use key::{OpprlKey, OpprlKeyError, Version};
pub use tokens::{TOKENS, TokenDefinition, Tokeniser};

/// What these tokens do not protect against.
#[must_use]
pub const fn warning() -> &'static str {
    "An OPPRL token is an unkeyed SHA-512 of a few attributes under encryption. Whoever holds the private key, and every \
     recipient of transcoded tokens, holds the hashes themselves and can test guesses about people against them: tokens of \
     an e-mail address or a social security number are read back from lists in minutes. Transcode only for someone you \
     would trust with the data itself."
}
