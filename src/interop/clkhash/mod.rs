//! CLKs of clkhash 0.18 (Data61), bit for bit: linkage schemas of version 3, and of versions 1 and 2 as clkhash converts
//! them.
//!
//! The published linkage schema says what is hashed; where clkhash's code does otherwise, the code is followed, since
//! that is what partners run. `tests/interop_clkhash_differential.rs` compares with clkhash itself. What this reader
//! cannot do exactly as clkhash does, it refuses: schemas and cells are never encoded approximately.

mod clks;
mod comparison;
mod date_format;
mod encoder;
mod error;
mod feature_reader;
mod json;
mod keys;
mod numbers;
mod older_versions;
mod pattern;
mod schema;
mod schema_reader;
mod token_hasher;
mod value_format;

pub use clks::{Clks, ClksError, ClksLimits, ClksWriter, read_clks};
pub use encoder::ClkEncoder;
pub use error::{Defect, EntryError, Problem, SchemaError};
pub use schema::Schema;

/// What these CLKs do not protect against.
#[must_use]
pub const fn warning() -> &'static str {
    "clkhash CLKs keep the similarity of records visible. Whoever holds the secret can test guesses about people against \
     the file, and published attacks re-identify people from the file alone (Schäfer, Armknecht and Heng, ACSAC 2024). \
     Give it only to someone you would trust with the data itself."
}
