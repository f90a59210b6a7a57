//! Standardised records -> encodings: the last stage that sees a person's values, and the one that is audited.

pub(crate) mod clk;
mod contents;
mod diffusion;
mod encoding;
mod field_filter;
mod keyed_hash;
mod match_keys;
mod neighbourhood;
mod record_filter;
mod taking;

pub use contents::Contents;
pub use encoding::{AttributeLayout, Encoding, EncodingBatch, EncodingLayout, FieldFilterLayout};

use field_filter::FieldFilterEncoder;
use match_keys::MatchKeyEncoder;
use record_filter::RecordFilterEncoder;

use crate::agreement::{Agreement, Recipient, RecordFilter};
use crate::secret::ProjectKey;
use crate::standardise::StandardRecord;
use crate::units::{RecordReference, Token};

/// The version of the encodings. It is part of every key derivation and of every extract: raise it with any change
/// that can give a standard value another token or filter.
pub const VERSION: &str = "encode-1";

/// The layout of encodings under an agreement that hold no more than `contents`. This is the one place where an
/// extract's parts are chosen.
#[must_use]
pub fn layout(agreement: &Agreement, contents: Contents) -> EncodingLayout {
    let match_keys = agreement.match_keys().iter();
    let field_filters = agreement.field_filters().map_or_else(Vec::new, |filters| {
        let filter = |name: &str| FieldFilterLayout {
            name: name.to_owned(),
            bytes: filters.bytes(),
        };
        filters.names().map(filter).collect()
    });
    EncodingLayout::new(
        match_keys.map(|key| key.name.clone()).collect(),
        agreement.record_filter().map_or(0, RecordFilter::bytes),
    )
    .with_field_filters(field_filters)
    .restricted_to(contents)
}

/// The attributes that are in the extract of `party` for this recipient. This is the one place where they are chosen.
#[must_use]
pub fn attributes(
    agreement: &Agreement,
    party: &str,
    recipient: Option<&Recipient>,
) -> Vec<AttributeLayout> {
    let attributes = agreement.attributes_for(party, recipient);
    attributes
        .map(|attribute| AttributeLayout {
            name: attribute.name.clone(),
            values: attribute.value_count(),
        })
        .collect()
}

/// Encodes standardised records under one agreement and project key.
pub struct Encoder {
    match_keys: MatchKeyEncoder,
    record_filter: Option<RecordFilterEncoder>,
    field_filters: Option<FieldFilterEncoder>,
    tokens: Vec<Option<Token>>,
}

impl Encoder {
    /// Derives a key for each match key and each filter field of `contents`.
    #[must_use]
    pub fn new(agreement: &Agreement, key: &ProjectKey, contents: Contents) -> Self {
        let record_filter = || RecordFilterEncoder::new(agreement, key);
        let field_filters = || FieldFilterEncoder::new(agreement, key);
        Self {
            match_keys: MatchKeyEncoder::new(agreement, key),
            record_filter: contents.record_filter.then(record_filter).flatten(),
            field_filters: contents.field_filters.then(field_filters).flatten(),
            tokens: Vec::new(),
        }
    }

    /// Encodes one record and appends it to `batch`, whose layout is that of the same agreement and contents. Returns
    /// `false`, and appends nothing, when the record has no usable value at all, so that nothing could ever match it.
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
        let has_field_filter = self
            .field_filters
            .as_mut()
            .is_some_and(|filters| filters.encode(record));
        if filter.is_none() && !has_field_filter && self.tokens.iter().all(Option::is_none) {
            return false;
        }
        let field_filters = self.field_filters.iter().flat_map(FieldFilterEncoder::last);
        batch.push_with_field_filters(reference, &self.tokens, filter, field_filters);
        true
    }

    /// The tokens of the record encoded last, in the layout's order.
    #[must_use]
    pub fn last_tokens(&self) -> &[Option<Token>] {
        &self.tokens
    }
}
