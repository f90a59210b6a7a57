//! The project key and what is derived of it. Nothing here has `Debug`, and everything is wiped when it is dropped.

mod check_code;
mod error;
mod key_file;
mod project_key;

pub use check_code::KeyCheckCode;
pub use error::SecretError;
pub use key_file::{is_wrapped, looks_like_a_key, open, seal};
pub use project_key::{DerivedKey, ProjectKey};
pub use zeroize::Zeroizing;
