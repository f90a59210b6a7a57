use sha2::{Digest as _, Sha256};

use super::ExtractHeader;
use crate::units::{Digest, RecordReference};

/// Bit 63 of a row's mask says that it has a record filter; the bits from 0 up are the match keys', and those from 62
/// down the field filters'.
pub(super) const FILTER_PRESENT: u64 = 1 << 63;

/// The bit of the field filter at this position, which is below 16.
pub(super) const fn field_filter_present(position: usize) -> u64 {
    FILTER_PRESENT >> (position + 1)
}

/// The digest of what an extract says, row groups and page boundaries aside; the module's documentation has its form.
#[derive(Clone)]
pub(super) struct RowsDigest {
    hasher: Sha256,
    /// Rows not hashed yet: short pieces hash slowly.
    pending: Vec<u8>,
    rows: u64,
}

const PENDING_BYTES: usize = 1 << 14;

impl RowsDigest {
    pub(super) fn new(header: &ExtractHeader) -> Self {
        let mut hasher = Sha256::new();
        let has_field_filters = !header.layout.field_filters().is_empty();
        hasher.update(b"split-tally extract 1");
        if has_field_filters {
            hasher.update(b" with field filters");
        }
        if header.recipient.is_some() {
            hasher.update(b" for a recipient");
        }
        let attributes = header.joined_attributes();
        if !attributes.is_empty() {
            hasher.update(b" with attributes");
        }
        hasher.update(b"\n");
        for field in [
            header.party.as_bytes(),
            header.agreement_digest.as_bytes(),
            header.key_commitment.as_bytes(),
            header.encoding.as_bytes(),
            header.joined_match_keys().as_bytes(),
        ] {
            hasher.update((field.len() as u64).to_le_bytes());
            hasher.update(field);
        }
        hasher.update((header.filter_bits() as u64).to_le_bytes());
        if has_field_filters {
            let field_filters = header.joined_field_filters();
            hasher.update((field_filters.len() as u64).to_le_bytes());
            hasher.update(field_filters);
        }
        if let Some(recipient) = &header.recipient {
            for field in [recipient.name.as_bytes(), recipient.role.name().as_bytes()] {
                hasher.update((field.len() as u64).to_le_bytes());
                hasher.update(field);
            }
        }
        if !attributes.is_empty() {
            hasher.update((attributes.len() as u64).to_le_bytes());
            hasher.update(attributes);
        }
        Self {
            hasher,
            pending: Vec::with_capacity(2 * PENDING_BYTES),
            rows: 0,
        }
    }

    /// Begins a row; the values of the tokens and the filters that `mask` announces follow by [`Self::value`].
    pub(super) fn row(&mut self, reference: &RecordReference, mask: u64) {
        if self.pending.len() >= PENDING_BYTES {
            self.hasher.update(&self.pending);
            self.pending.clear();
        }
        self.pending.extend_from_slice(reference.as_bytes());
        self.pending.extend_from_slice(&mask.to_le_bytes());
        self.rows += 1;
    }

    /// Appends a value of the row begun last.
    pub(super) fn value(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
    }

    /// Appends an attribute of the row begun last, in so many bytes: 0 where it is missing, else one more than the value's place.
    pub(super) fn attribute(&mut self, place: Option<u32>, bytes: usize) {
        let number = place.map_or(0, |place| place.saturating_add(1));
        self.pending
            .extend(number.to_le_bytes().into_iter().take(bytes));
    }

    pub(super) fn finish(mut self) -> Digest {
        self.hasher.update(&self.pending);
        self.hasher.update(self.rows.to_le_bytes());
        Digest::new(self.hasher.finalize().into())
    }
}
