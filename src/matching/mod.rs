//! Extracts -> candidate pairs: records that share a token, and records whose filters are similar.
//!
//! This stage and the next see tokens and filters only. They cannot name a raw table, a standard value or a secret,
//! which `tests/architecture.rs` holds.

mod bit_sample;
mod bit_slices;
mod bounds;
mod comparison;
mod error;
mod exclusive;
mod exhaustive;
mod filter_set;
mod gathered;
mod key_partitions;
mod lane_words;
mod messages;
pub mod model;
mod open_records;
mod record_id;
mod sampled;
mod shared_tokens;
mod similarity;
mod sketched_pairs;
#[cfg(test)]
mod tests;
mod word_columns;

pub use comparison::{Comparison, PartFound};
pub use error::MatchingError;
pub use exclusive::Exclusive;
pub use filter_set::FilterSet;
pub use gathered::Gathered;
pub use open_records::OpenRecords;
pub use record_id::RecordId;
pub use shared_tokens::{SharedTokens, for_each_match_key};
pub use similarity::{
    MeasuredRecall, ScoredPair, SimilarPairs, SimilarityMethod, SimilaritySearch, dice,
};
