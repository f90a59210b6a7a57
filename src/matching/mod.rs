//! Extracts -> candidate pairs: records that share a token, and records whose filters are similar.
//!
//! This stage and the next see tokens and filters only. They cannot name a raw table, a standard value or a secret,
//! which `tests/architecture.rs` holds.

mod error;
mod filter_set;
pub mod model;
mod record_id;
mod shared_tokens;
mod similarity;

pub use error::MatchingError;
pub use filter_set::FilterSet;
pub use record_id::RecordId;
pub use shared_tokens::for_each_shared_token;
pub use similarity::{ScoredPair, SimilarPairs, SimilaritySearch, dice};
