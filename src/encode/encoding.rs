use super::Contents;
use crate::units::{RecordReference, Token};

/// What one row of an extract is made of: the names of its match keys, in the agreement's order, the record filter's
/// length in bytes (0 when there is none), and the field filters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodingLayout {
    match_keys: Vec<String>,
    filter_bytes: usize,
    field_filters: Vec<FieldFilterLayout>,
    /// Length of all field filters of a row together.
    field_filters_bytes: usize,
    attributes: Vec<AttributeLayout>,
    /// Length of all attributes of a row together.
    attributes_bytes: usize,
}

/// One attribute of a row: a number, 0 where it is missing, else one more than the value's place in the agreement's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeLayout {
    /// The attribute's name.
    pub name: String,
    /// How many values it can have.
    pub values: u32,
}

impl AttributeLayout {
    /// How many bytes hold its value, and that it is missing: 1, 2 or 4.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        match self.values {
            0..=0xff => 1,
            0x100..=0xffff => 2,
            _ => 4,
        }
    }
}

/// One field filter of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFilterLayout {
    /// The field's name.
    pub name: String,
    /// Length in bytes.
    pub bytes: usize,
}

impl EncodingLayout {
    /// The most match keys one layout can hold: presence is a 64-bit mask, one bit of which is the record filter's.
    pub const MAX_MATCH_KEYS: usize = 63;
    /// The most field filters one layout can hold.
    pub const MAX_FIELD_FILTERS: usize = 16;
    /// The most match keys and field filters together, for they share the mask.
    pub const MAX_COLUMNS: usize = 63;
    /// The most attributes one layout can hold.
    pub const MAX_ATTRIBUTES: usize = 32;

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
            field_filters: Vec::new(),
            field_filters_bytes: 0,
            attributes: Vec::new(),
            attributes_bytes: 0,
        }
    }

    /// The same with these attributes in place of those it has. The agreement has already bounded their number.
    #[must_use]
    pub fn with_attributes(mut self, mut attributes: Vec<AttributeLayout>) -> Self {
        attributes.truncate(Self::MAX_ATTRIBUTES);
        self.attributes_bytes = attributes.iter().map(AttributeLayout::bytes).sum();
        self.attributes = attributes;
        self
    }

    /// The same with these field filters. The agreement has already bounded their number; those for which the mask has
    /// no room are dropped.
    #[must_use]
    pub fn with_field_filters(mut self, mut field_filters: Vec<FieldFilterLayout>) -> Self {
        let room = Self::MAX_COLUMNS - self.match_keys.len();
        field_filters.truncate(room.min(Self::MAX_FIELD_FILTERS));
        self.field_filters_bytes = field_filters.iter().map(|filter| filter.bytes).sum();
        self.field_filters = field_filters;
        self
    }

    /// The same without what `contents` leaves out.
    #[must_use]
    pub fn restricted_to(self, contents: Contents) -> Self {
        let filter_bytes = if contents.record_filter {
            self.filter_bytes
        } else {
            0
        };
        let restricted = Self::new(self.match_keys, filter_bytes).with_attributes(self.attributes);
        if contents.field_filters {
            restricted.with_field_filters(self.field_filters)
        } else {
            restricted
        }
    }

    /// What rows of this layout hold beside their tokens.
    #[must_use]
    pub fn contents(&self) -> Contents {
        Contents {
            record_filter: self.filter_bytes > 0,
            field_filters: !self.field_filters.is_empty(),
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

    /// The field filters, in the agreement's order.
    #[must_use]
    pub fn field_filters(&self) -> &[FieldFilterLayout] {
        &self.field_filters
    }

    /// The attributes, in the agreement's order.
    #[must_use]
    pub fn attributes(&self) -> &[AttributeLayout] {
        &self.attributes
    }

    /// Bytes one row takes in [`EncodingBatch`]: reference, presence mask, tokens, record filter, field filters,
    /// attributes.
    #[must_use]
    pub fn row_bytes(&self) -> usize {
        self.attributes_start() + self.attributes_bytes
    }

    /// Where the attributes begin in a row.
    fn attributes_start(&self) -> usize {
        self.filter_start() + self.filter_bytes + self.field_filters_bytes
    }

    /// Where the record filter begins in a row; the field filters follow it.
    fn filter_start(&self) -> usize {
        RecordReference::BYTES + 8 + self.match_keys.len() * Token::BYTES
    }
}

/// Everything that leaves the organisation about one record, and nothing else: this is the type to audit.
///
/// A view into an [`EncodingBatch`]. A missing value has no token and no field filter, and a record none of whose
/// filter fields is filled has no record filter.
#[derive(Clone, Copy)]
pub struct Encoding<'a> {
    layout: &'a EncodingLayout,
    row: &'a [u8],
}

/// Bit 63 of the presence mask says whether the record filter is present; the bits from 0 up are the match keys', and
/// those from 62 down the field filters'.
const FILTER_PRESENT: u64 = 1 << 63;

/// The field filter's bit of the presence mask, for a position below [`EncodingLayout::MAX_FIELD_FILTERS`].
const fn field_filter_present(position: usize) -> u64 {
    FILTER_PRESENT >> (position + 1)
}

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
        let start = self.layout.filter_start();
        (self.mask() & FILTER_PRESENT != 0)
            .then(|| &self.row[start..start + self.layout.filter_bytes])
    }

    /// The filter of the field at this position among the layout's field filters, if the record has a value for it.
    #[must_use]
    pub fn field_filter(&self, field: usize) -> Option<&'a [u8]> {
        let before = self.layout.field_filters.get(..field)?;
        let FieldFilterLayout { bytes, .. } = self.layout.field_filters.get(field)?;
        let before: usize = before.iter().map(|filter| filter.bytes).sum();
        let start = self.layout.filter_start() + self.layout.filter_bytes + before;
        (self.mask() & field_filter_present(field) != 0).then(|| &self.row[start..start + bytes])
    }

    /// The place of the record's value in the list of the attribute at this position in the layout, if it has one.
    #[must_use]
    pub fn attribute(&self, attribute: usize) -> Option<u32> {
        let bytes = self.layout.attributes.get(attribute)?.bytes();
        let before = self.layout.attributes.get(..attribute)?;
        let before: usize = before.iter().map(AttributeLayout::bytes).sum();
        let start = self.layout.attributes_start() + before;
        let mut number = [0; 4];
        let own = self.row.get(start..start + bytes)?;
        number
            .iter_mut()
            .zip(own)
            .for_each(|(to, from)| *to = *from);
        u32::from_le_bytes(number).checked_sub(1)
    }

    /// Whether there is neither a token nor any filter, so that nothing could ever match.
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

    /// Appends one encoding without field filters. Absent tokens and an absent filter are `None`; `tokens` follows the
    /// layout's order and `filter` has the layout's length (shorter input leaves the rest absent or zero).
    pub fn push(
        &mut self,
        reference: RecordReference,
        tokens: &[Option<Token>],
        filter: Option<&[u8]>,
    ) {
        self.push_with_field_filters(reference, tokens, filter, std::iter::empty());
    }

    /// Appends one encoding as [`Self::push`] does, with its field filters in the layout's order and of the layout's
    /// lengths.
    pub fn push_with_field_filters<'f>(
        &mut self,
        reference: RecordReference,
        tokens: &[Option<Token>],
        filter: Option<&[u8]>,
        mut field_filters: impl Iterator<Item = Option<&'f [u8]>>,
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
        let mask_start = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 8]);
        for position in 0..self.layout.match_keys.len() {
            let token = tokens.get(position).copied().flatten();
            self.bytes.extend_from_slice(
                token
                    .as_ref()
                    .map_or(&[0u8; Token::BYTES], |token| token.as_bytes()),
            );
        }
        self.push_padded(filter, self.layout.filter_bytes);
        for (position, layout) in self.layout.field_filters.iter().enumerate() {
            let filter = field_filters.next().flatten();
            if filter.is_some() {
                mask |= field_filter_present(position);
            }
            self.push_padded(filter, layout.bytes);
        }
        self.bytes[mask_start..mask_start + 8].copy_from_slice(&mask.to_le_bytes());
        let attributes = self.layout.attributes_bytes;
        self.bytes.resize(self.bytes.len() + attributes, 0);
    }

    /// Gives the encoding pushed last its attributes: places in the agreement's lists, in the layout's order.
    pub fn set_attributes(&mut self, places: &[Option<u32>]) {
        let start = self.bytes.len() - self.layout.attributes_bytes.min(self.bytes.len());
        let mut rest = &mut self.bytes[start..];
        for (layout, place) in self.layout.attributes.iter().zip(places) {
            let number = place.map_or(0, |place| place.saturating_add(1));
            let Some((own, after)) = rest.split_at_mut_checked(layout.bytes()) else {
                return;
            };
            own.iter_mut()
                .zip(number.to_le_bytes())
                .for_each(|(to, from)| *to = from);
            rest = after;
        }
    }

    /// Appends a filter, cut or filled up with zeros to this length.
    fn push_padded(&mut self, filter: Option<&[u8]>, bytes: usize) {
        let start = self.bytes.len();
        self.bytes.resize(start + bytes, 0);
        if let Some(filter) = filter {
            let length = filter.len().min(bytes);
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
