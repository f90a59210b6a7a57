use std::io::{Cursor, Read, Seek};

use super::{
    Expected, ExtractError, ExtractHeader, ExtractSummary, Limits, check_against, footer::Footer,
    presence::Presence, reader::read_rows,
};
use crate::units::{Digest, RecordReference, Token};

/// An extract read and verified, column by column in memory.
///
/// A missing value takes one bit: a million rows of twenty match keys and a filter of 128 bytes take at most 465 MB, and
/// each field filter of 32 bytes adds 32 MB. Rows
/// are counted from 0 in ascending order of reference, which is a random order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extract {
    pub(super) header: ExtractHeader,
    pub(super) rows_digest: Digest,
    pub(super) references: Vec<RecordReference>,
    /// One for each match key.
    pub(super) tokens: Vec<TokenColumn>,
    pub(super) filters: FilterColumn,
    /// One for each field filter.
    pub(super) field_filters: Vec<FilterColumn>,
    /// One for each attribute.
    pub(super) attributes: Vec<AttributeColumn>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AttributeColumn {
    pub(super) presence: Presence,
    /// Places laid end to end, little-endian.
    pub(super) places: Vec<u8>,
    /// Bytes of one place: 1, 2 or 4.
    pub(super) bytes_each: usize,
}

impl AttributeColumn {
    /// The value at this place among all that are there.
    pub(super) fn value(&self, at: usize) -> Option<u32> {
        let start = at.checked_mul(self.bytes_each)?;
        self.places
            .get(start..start + self.bytes_each)
            .map(place_of_bytes)
    }
}

/// A place of an attribute's value as a column has it: little-endian, at most 4 bytes.
pub(super) fn place_of_bytes(bytes: &[u8]) -> u32 {
    let mut number = [0; 4];
    number
        .iter_mut()
        .zip(bytes)
        .for_each(|(to, from)| *to = *from);
    u32::from_le_bytes(number)
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TokenColumn {
    pub(super) presence: Presence,
    pub(super) values: Vec<Token>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FilterColumn {
    pub(super) presence: Presence,
    pub(super) words: Vec<u64>,
    /// Words of one filter.
    pub(super) words_each: usize,
}

impl FilterColumn {
    /// A column without rows, for filters of this many bytes.
    pub(super) fn new(filter_bytes: usize) -> Self {
        Self {
            words_each: filter_bytes.div_ceil(8),
            ..Self::default()
        }
    }

    fn filter(&self, row: usize) -> Option<&[u64]> {
        let start = self.presence.place(row)? * self.words_each;
        self.words.get(start..start + self.words_each)
    }
}

impl Extract {
    /// Reads a whole file and verifies all of it: structure, order of rows, digest.
    ///
    /// # Errors
    /// See [`ExtractError`]; never [`ExtractError::WrongAgreement`] and the like, which [`Self::expect`] finds.
    pub fn read(bytes: impl AsRef<[u8]>, limits: &Limits) -> Result<Self, ExtractError> {
        Self::read_from(&mut Cursor::new(bytes.as_ref()), limits)
    }

    /// Reads as [`Self::read`] does, from a file or anything else that can be sought: only one column chunk of it is in
    /// memory beside what is being read into.
    ///
    /// # Errors
    /// As [`Self::read`], and [`ExtractError::Io`].
    pub fn read_from<R: Read + Seek>(
        source: &mut R,
        limits: &Limits,
    ) -> Result<Self, ExtractError> {
        let footer = Footer::read(source, limits)?;
        read_rows(source, footer)
    }

    /// Reads what the footer says. The rows are neither read nor verified.
    ///
    /// # Errors
    /// See [`ExtractError`].
    pub fn read_header(
        bytes: impl AsRef<[u8]>,
        limits: &Limits,
    ) -> Result<ExtractSummary, ExtractError> {
        Self::read_header_from(&mut Cursor::new(bytes.as_ref()), limits)
    }

    /// Reads as [`Self::read_header`] does, and of the source only a few bytes at the start, and the footer.
    ///
    /// # Errors
    /// As [`Self::read_header`], and [`ExtractError::Io`].
    pub fn read_header_from<R: Read + Seek>(
        source: &mut R,
        limits: &Limits,
    ) -> Result<ExtractSummary, ExtractError> {
        let footer = Footer::read(source, limits)?;
        Ok(ExtractSummary {
            header: footer.metadata.header,
            rows: footer.metadata.rows,
            row_groups: footer.row_groups.len(),
            rows_digest: footer.metadata.rows_digest,
            bytes: footer.bytes,
        })
    }

    /// Whether the extract was made under this agreement: [`check_against`].
    ///
    /// # Errors
    /// Those of [`check_against`].
    pub fn expect(&self, expected: &Expected<'_>) -> Result<(), ExtractError> {
        check_against(&self.header, expected)
    }

    /// What the extract says about itself.
    #[must_use]
    pub const fn header(&self) -> &ExtractHeader {
        &self.header
    }

    /// Digest of header and rows, which the reader has verified.
    #[must_use]
    pub const fn rows_digest(&self) -> Digest {
        self.rows_digest
    }

    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.references.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.references.is_empty()
    }

    /// The reference of this row.
    #[must_use]
    pub fn reference(&self, row: usize) -> Option<RecordReference> {
        self.references.get(row).copied()
    }

    /// The row of this reference.
    #[must_use]
    pub fn row_of(&self, reference: RecordReference) -> Option<usize> {
        self.references.binary_search(&reference).ok()
    }

    /// All references, ascending.
    #[must_use]
    pub fn references(&self) -> &[RecordReference] {
        &self.references
    }

    /// The token that this row has for the match key at this position in the layout.
    #[must_use]
    pub fn token(&self, match_key: usize, row: usize) -> Option<Token> {
        let column = self.tokens.get(match_key)?;
        column.values.get(column.presence.place(row)?).copied()
    }

    /// How many rows have a token for this match key.
    #[must_use]
    pub fn token_count(&self, match_key: usize) -> usize {
        self.tokens
            .get(match_key)
            .map_or(0, |column| column.values.len())
    }

    /// The rows that have a token for this match key, ascending, with their tokens: the fast way through a column.
    pub fn tokens(&self, match_key: usize) -> impl Iterator<Item = (usize, Token)> + '_ {
        self.tokens
            .get(match_key)
            .into_iter()
            .flat_map(|column| column.presence.iter().zip(column.values.iter().copied()))
    }

    /// The record filter of this row: byte *8i + j* of the file is the *j*-th lowest byte of word *i*, and bytes that a
    /// last word lacks are 0.
    #[must_use]
    pub fn filter(&self, row: usize) -> Option<&[u64]> {
        self.filters.filter(row)
    }

    /// How many rows have a record filter.
    #[must_use]
    pub const fn filter_count(&self) -> usize {
        self.filters.presence.values()
    }

    /// How many words one record filter has; 0 when the agreement has none.
    #[must_use]
    pub const fn words_per_filter(&self) -> usize {
        self.filters.words_each
    }

    /// The rows that have a record filter, ascending, in step with [`Self::filter_words`].
    pub fn filter_rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.filters.presence.iter()
    }

    /// All record filters that are there, laid end to end, each [`Self::words_per_filter`] long.
    #[must_use]
    pub fn filter_words(&self) -> &[u64] {
        &self.filters.words
    }

    /// The place of this row's value in the list of the attribute at this position in the layout; `None` where it is
    /// missing.
    #[must_use]
    pub fn attribute(&self, attribute: usize, row: usize) -> Option<u32> {
        let column = self.attributes.get(attribute)?;
        column.value(column.presence.place(row)?)
    }

    /// The filter that this row has for the field at this position among the layout's field filters, in words as
    /// [`Self::filter`] has them.
    #[must_use]
    pub fn field_filter(&self, field: usize, row: usize) -> Option<&[u64]> {
        self.field_filters.get(field)?.filter(row)
    }

    /// How many rows have a filter for this field.
    #[must_use]
    pub fn field_filter_count(&self, field: usize) -> usize {
        self.field_filters
            .get(field)
            .map_or(0, |column| column.presence.values())
    }

    /// How many words one filter of this field has; 0 when there is none.
    #[must_use]
    pub fn words_per_field_filter(&self, field: usize) -> usize {
        self.field_filters
            .get(field)
            .map_or(0, |column| column.words_each)
    }

    /// The rows that have a filter for this field, ascending, in step with [`Self::field_filter_words`].
    pub fn field_filter_rows(&self, field: usize) -> impl Iterator<Item = usize> + '_ {
        self.field_filters
            .get(field)
            .into_iter()
            .flat_map(|column| column.presence.iter())
    }

    /// All filters of this field that are there, laid end to end, each [`Self::words_per_field_filter`] long.
    #[must_use]
    pub fn field_filter_words(&self, field: usize) -> &[u64] {
        self.field_filters
            .get(field)
            .map_or(&[], |column| &column.words)
    }
}
