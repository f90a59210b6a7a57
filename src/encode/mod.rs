//! Standardised records -> encodings: the last stage that sees a person's values, and the one that is audited.

pub(crate) mod clk;
mod encoding;
mod keyed_hash;
mod match_keys;
mod record_filter;
mod taking;

pub use encoding::{Encoding, EncodingBatch, EncodingLayout};

use match_keys::MatchKeyEncoder;
use record_filter::RecordFilterEncoder;

use crate::agreement::{Agreement, RecordFilter};
use crate::secret::ProjectKey;
use crate::standardise::StandardRecord;
use crate::units::{RecordReference, Token};

/// The version of the encodings. It is part of every key derivation and of every extract: raise it with any change
/// that can give a standard value another token or filter.
pub const VERSION: &str = "encode-1";

/// The layout of encodings under an agreement.
#[must_use]
pub fn layout(agreement: &Agreement) -> EncodingLayout {
    EncodingLayout::new(
        agreement
            .match_keys()
            .iter()
            .map(|key| key.name.clone())
            .collect(),
        agreement.record_filter().map_or(0, RecordFilter::bytes),
    )
}

/// Encodes standardised records under one agreement and project key.
pub struct Encoder {
    match_keys: MatchKeyEncoder,
    record_filter: Option<RecordFilterEncoder>,
    tokens: Vec<Option<Token>>,
}

impl Encoder {
    /// Derives a key for each match key and each filter field.
    #[must_use]
    pub fn new(agreement: &Agreement, key: &ProjectKey) -> Self {
        Self {
            match_keys: MatchKeyEncoder::new(agreement, key),
            record_filter: RecordFilterEncoder::new(agreement, key),
            tokens: Vec::new(),
        }
    }

    /// Encodes one record and appends it to `batch`. Returns `false`, and appends nothing, when the record has no
    /// usable value at all, so that nothing could ever match it.
    pub fn encode(
        &mut self,
        record: &StandardRecord,
        reference: RecordReference,
        batch: &mut EncodingBatch<'_>,
    ) -> bool {
        self.match_keys.encode(record, &mut self.tokens);
        let filter = self
            .record_filter
            .as_mut()
            .and_then(|filter| filter.encode(record));
        if filter.is_none() && self.tokens.iter().all(Option::is_none) {
            return false;
        }
        batch.push(reference, &self.tokens, filter);
        true
    }

    /// The tokens of the record encoded last, in the layout's order.
    #[must_use]
    pub fn last_tokens(&self) -> &[Option<Token>] {
        &self.tokens
    }
}
