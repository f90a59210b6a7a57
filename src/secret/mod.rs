//! The project key and what is derived of it; receiving keys, and files encrypted to them. Nothing secret here has `Debug`, and everything is wiped when it is dropped.

mod check_code;
mod encryption;
mod error;
mod identity;
mod key_file;
mod passphrase;
mod project_key;

pub use check_code::KeyCheckCode;
pub use encryption::{Encryption, decrypt, is_encrypted};
pub use error::SecretError;
pub use identity::{Identity, looks_like_an_identity};
pub use key_file::{looks_like_a_key, open, seal};
pub use passphrase::is_wrapped;
pub use project_key::{DerivedKey, ProjectKey};
pub use zeroize::Zeroizing;
