//! Standardised records -> encodings.

mod encoding;

pub use encoding::{Encoding, EncodingBatch, EncodingLayout};
