//! Extracts made by hand, for the tests of later stages.

use super::{Extract, ExtractHeader, ExtractRecipient, ExtractWriter, Limits};
use crate::agreement::Agreement;
use crate::encode::{Contents, EncodingBatch, layout};
use crate::units::{Digest, RecordReference, Token};

/// Tokens by match key, and filters by field.
pub(crate) type RowByHand = (Vec<Option<Token>>, Vec<Option<Vec<u8>>>);

/// An extract without record filters whose rows have the references 0, 1, 2...
pub(crate) fn extract_by_hand(agreement: &Agreement, party: &str, rows: &[RowByHand]) -> Extract {
    let contents = Contents {
        record_filter: false,
        ..Contents::ALL
    };
    let layout = layout(agreement, contents);
    let header = ExtractHeader {
        party: party.to_owned(),
        recipient: agreement.recipients().first().map(ExtractRecipient::from),
        agreement_digest: agreement.digest(),
        key_commitment: Digest::new([1; 32]),
        encoding: "test".to_owned(),
        layout: layout.clone(),
    };
    let mut writer = ExtractWriter::new(header, Vec::new()).unwrap();
    let mut batch = EncodingBatch::new(&layout);
    for (number, (tokens, filters)) in (0u64..).zip(rows) {
        let mut reference = [0; 16];
        reference[..8].copy_from_slice(&number.to_be_bytes());
        batch.push_with_field_filters(
            RecordReference::new(reference),
            tokens,
            None,
            filters.iter().map(Option::as_deref),
        );
    }
    if !rows.is_empty() {
        writer
            .write_row_group(&batch.iter().collect::<Vec<_>>())
            .unwrap();
    }
    let (bytes, _) = writer.finish().unwrap();
    Extract::read(bytes, &Limits::DEFAULT).unwrap()
}
