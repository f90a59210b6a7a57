use crate::units::{RecordReference, Token};

/// What one row of an extract is made of: the names of its match keys, in the agreement's order, and the record
/// filter's length in bytes (0 when the agreement has none).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodingLayout {
    match_keys: Vec<String>,
    filter_bytes: usize,
}

impl EncodingLayout {
    /// The most match keys one layout can hold: presence is a 64-bit mask, one bit of which is the filter's.
    pub const MAX_MATCH_KEYS: usize = 63;

    /// Describes rows with these match keys and a record filter of `filter_bytes` bytes.
    ///
    /// The agreement has already bounded the number of match keys; names beyond [`Self::MAX_MATCH_KEYS`] are dropped
    /// here so that no caller can build a layout that the mask cannot describe.
    #[must_use]
    pub fn new(mut match_keys: Vec<String>, filter_bytes: usize) -> Self {
        match_keys.truncate(Self::MAX_MATCH_KEYS);
        Self {
            match_keys,
            filter_bytes,
        }
    }

    /// The match keys' names, in rank order.
    #[must_use]
    pub fn match_keys(&self) -> &[String] {
        &self.match_keys
    }

    /// Length of the record filter in bytes; 0 means there is none.
    #[must_use]
    pub const fn filter_bytes(&self) -> usize {
        self.filter_bytes
    }

    /// Bytes one row takes in [`EncodingBatch`]: reference, presence mask, tokens, filter.
    #[must_use]
    pub fn row_bytes(&self) -> usize {
        RecordReference::BYTES + 8 + self.match_keys.len() * Token::BYTES + self.filter_bytes
    }
}

/// Everything that leaves the organisation about one record, and nothing else: this is the type to audit.
///
/// A view into an [`EncodingBatch`]. A missing value has no token, and a record none of whose filter fields is filled has no filter.
#[derive(Clone, Copy)]
pub struct Encoding<'a> {
    layout: &'a EncodingLayout,
    row: &'a [u8],
}

/// Bit 63 of the presence mask says whether the record filter is present; bits 0 to 62 are the match keys'.
const FILTER_PRESENT: u64 = 1 << 63;

impl<'a> Encoding<'a> {
    /// The record's random reference.
    #[must_use]
    pub fn reference(&self) -> RecordReference {
        let mut bytes = [0; RecordReference::BYTES];
        bytes.copy_from_slice(&self.row[..RecordReference::BYTES]);
        RecordReference::new(bytes)
    }

    fn mask(&self) -> u64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&self.row[RecordReference::BYTES..RecordReference::BYTES + 8]);
        u64::from_le_bytes(bytes)
    }

    /// The token of the match key at this position in the layout, if the record has one.
    #[must_use]
    pub fn token(&self, match_key: usize) -> Option<Token> {
        if match_key >= self.layout.match_keys.len() || self.mask() & (1 << match_key) == 0 {
            return None;
        }
        let start = RecordReference::BYTES + 8 + match_key * Token::BYTES;
        let mut bytes = [0; Token::BYTES];
        bytes.copy_from_slice(&self.row[start..start + Token::BYTES]);
        Some(Token::new(bytes))
    }

    /// The record filter, if the agreement has one and the record has a value for it.
    #[must_use]
    pub fn filter(&self) -> Option<&'a [u8]> {
        (self.mask() & FILTER_PRESENT != 0)
            .then(|| &self.row[self.row.len() - self.layout.filter_bytes..])
    }

    /// Whether there is neither a token nor a filter, so that nothing could ever match.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mask() == 0
    }
}

/// Encodings laid end to end, each [`EncodingLayout::row_bytes`] long: the form in which they are spilled and sorted.
pub struct EncodingBatch<'a> {
    layout: &'a EncodingLayout,
    bytes: Vec<u8>,
}

impl<'a> EncodingBatch<'a> {
    /// An empty batch.
    #[must_use]
    pub const fn new(layout: &'a EncodingLayout) -> Self {
        Self {
            layout,
            bytes: Vec::new(),
        }
    }

    /// Takes back bytes that another batch of the same layout gave out; `None` when the length is not a whole number
    /// of rows.
    #[must_use]
    pub fn from_bytes(layout: &'a EncodingLayout, bytes: Vec<u8>) -> Option<Self> {
        bytes
            .len()
            .is_multiple_of(layout.row_bytes())
            .then_some(Self { layout, bytes })
    }

    /// Appends one encoding. Absent tokens and an absent filter are `None`; `tokens` follows the layout's order and
    /// `filter` has the layout's length (shorter input leaves the rest absent or zero).
    pub fn push(
        &mut self,
        reference: RecordReference,
        tokens: &[Option<Token>],
        filter: Option<&[u8]>,
    ) {
        let mut mask = 0u64;
        for (position, _) in tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| token.is_some())
        {
            mask |= 1 << position;
        }
        if filter.is_some() {
            mask |= FILTER_PRESENT;
        }
        self.bytes.extend_from_slice(reference.as_bytes());
        self.bytes.extend_from_slice(&mask.to_le_bytes());
        for position in 0..self.layout.match_keys.len() {
            let token = tokens.get(position).copied().flatten();
            self.bytes.extend_from_slice(
                token
                    .as_ref()
                    .map_or(&[0u8; Token::BYTES], |token| token.as_bytes()),
            );
        }
        let start = self.bytes.len();
        self.bytes.resize(start + self.layout.filter_bytes, 0);
        if let Some(filter) = filter {
            let length = filter.len().min(self.layout.filter_bytes);
            self.bytes[start..start + length].copy_from_slice(&filter[..length]);
        }
    }

    /// Number of encodings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len() / self.layout.row_bytes()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The raw rows, for spilling.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The raw rows, for [`Self::from_bytes`].
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The encodings in the order they were pushed.
    pub fn iter(&self) -> impl Iterator<Item = Encoding<'_>> {
        self.bytes
            .chunks_exact(self.layout.row_bytes())
            .map(|row| Encoding {
                layout: self.layout,
                row,
            })
    }

    /// The encodings in ascending order of reference: the order of an extract.
    #[must_use]
    pub fn sorted(&self) -> Vec<Encoding<'_>> {
        let mut rows: Vec<_> = self.iter().collect();
        rows.sort_unstable_by_key(Encoding::reference);
        rows
    }
}
