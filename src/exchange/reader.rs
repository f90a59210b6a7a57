use std::io::{Read, Seek, SeekFrom};

use super::{
    Extract, ExtractError,
    columns::{Column, Content},
    digest::{FILTER_PRESENT, RowsDigest, field_filter_present},
    extract::{AttributeColumn, FilterColumn, TokenColumn, place_of_bytes},
    footer::{Footer, MAGIC},
    pages::read_pages,
    presence::Presence,
    row_groups::Chunk,
};
use crate::units::{RecordReference, Token};

/// Reads all row groups, which the footer says lie end to end from the magic on.
pub(super) fn read_rows<R: Read + Seek>(
    source: &mut R,
    footer: Footer,
) -> Result<Extract, ExtractError> {
    let mut digest = RowsDigest::new(&footer.metadata.header);
    let mut rows = Rows::reserve(&footer)?;
    let mut buffer = Vec::new();
    source.seek(SeekFrom::Start(MAGIC.len() as u64))?;
    for group in &footer.row_groups {
        let before = rows.counts();
        for (column, chunk) in footer.columns.iter().zip(&group.chunks) {
            fill(&mut buffer, source, chunk.bytes)?;
            rows.read_chunk(column, &buffer, group.rows, *chunk)?;
        }
        rows.digest(before, &mut digest);
    }
    if digest.finish() != footer.metadata.rows_digest {
        return Err(ExtractError::DigestMismatch);
    }
    Ok(Extract {
        header: footer.metadata.header,
        rows_digest: footer.metadata.rows_digest,
        references: rows.references,
        tokens: rows.tokens,
        filters: rows.filters,
        field_filters: rows.field_filters,
        attributes: rows.attributes,
    })
}

/// Reads exactly this many bytes, which the footer has made sure are there.
fn fill<R: Read>(buffer: &mut Vec<u8>, source: &mut R, bytes: u64) -> Result<(), ExtractError> {
    let length = usize::try_from(bytes).map_err(|_| ExtractError::OutOfMemory)?;
    if length > buffer.len() {
        buffer.try_reserve_exact(length - buffer.len())?;
    }
    buffer.resize(length, 0);
    source.read_exact(buffer)?;
    Ok(())
}

/// The rows read so far.
struct Rows {
    references: Vec<RecordReference>,
    tokens: Vec<TokenColumn>,
    filters: FilterColumn,
    filter_bytes: usize,
    field_filters: Vec<FilterColumn>,
    field_filter_bytes: Vec<usize>,
    attributes: Vec<AttributeColumn>,
    /// How many values each attribute has.
    attribute_values: Vec<u32>,
}

/// Where the values of the next row begin.
struct Counts {
    rows: usize,
    tokens: Vec<usize>,
    filters: usize,
    field_filters: Vec<usize>,
    attributes: Vec<usize>,
}

impl Rows {
    /// Makes room for all rows at once. The room for values is what the column chunks have bytes for, so that the file
    /// has paid for it.
    fn reserve(footer: &Footer) -> Result<Self, ExtractError> {
        let layout = &footer.metadata.header.layout;
        let rows = usize::try_from(footer.metadata.rows).map_err(|_| ExtractError::OutOfMemory)?;
        let values = |position: usize, width: usize| {
            let chunks = footer
                .row_groups
                .iter()
                .filter_map(|group| group.chunks.get(position));
            let bytes: u64 = chunks.map(|chunk| chunk.bytes).sum();
            usize::try_from(bytes / width.max(1) as u64).map_or(rows, |values| values.min(rows))
        };
        let field_filters = layout.field_filters().iter();
        let field_filter_bytes: Vec<_> = field_filters.map(|filter| filter.bytes).collect();
        let mut reserved = Self {
            references: Vec::new(),
            tokens: vec![TokenColumn::default(); layout.match_keys().len()],
            filters: FilterColumn::new(layout.filter_bytes()),
            filter_bytes: layout.filter_bytes(),
            field_filters: field_filter_bytes
                .iter()
                .map(|&bytes| FilterColumn::new(bytes))
                .collect(),
            field_filter_bytes,
            attributes: layout
                .attributes()
                .iter()
                .map(|attribute| AttributeColumn {
                    bytes_each: attribute.bytes(),
                    ..AttributeColumn::default()
                })
                .collect(),
            attribute_values: layout.attributes().iter().map(|one| one.values).collect(),
        };
        reserved.references.try_reserve_exact(rows)?;
        for (position, column) in reserved.tokens.iter_mut().enumerate() {
            column.presence.reserve(rows)?;
            column
                .values
                .try_reserve_exact(values(position + 1, Token::BYTES))?;
        }
        let mut position = reserved.tokens.len() + 1;
        if reserved.filter_bytes > 0 {
            let values = values(position, reserved.filter_bytes);
            reserve_filters(&mut reserved.filters, rows, values)?;
            position += 1;
        }
        let field_filters = reserved.field_filters.iter_mut();
        for ((column, &bytes), position) in field_filters
            .zip(&reserved.field_filter_bytes)
            .zip(position..)
        {
            reserve_filters(column, rows, values(position, bytes))?;
        }
        let position = position + reserved.field_filters.len();
        for (column, position) in reserved.attributes.iter_mut().zip(position..) {
            column.presence.reserve(rows)?;
            let bytes = values(position, column.bytes_each).checked_mul(column.bytes_each);
            column
                .places
                .try_reserve_exact(bytes.ok_or(ExtractError::OutOfMemory)?)?;
        }
        Ok(reserved)
    }

    fn counts(&self) -> Counts {
        Counts {
            rows: self.references.len(),
            tokens: self
                .tokens
                .iter()
                .map(|column| column.values.len())
                .collect(),
            filters: self.filters.presence.values(),
            field_filters: self
                .field_filters
                .iter()
                .map(|column| column.presence.values())
                .collect(),
            attributes: self
                .attributes
                .iter()
                .map(|column| column.presence.values())
                .collect(),
        }
    }

    fn read_chunk(
        &mut self,
        column: &Column,
        bytes: &[u8],
        rows: u64,
        chunk: Chunk,
    ) -> Result<(), ExtractError> {
        let rows = usize::try_from(rows).map_err(|_| ExtractError::OutOfMemory)?;
        let shape = (rows, chunk.pages);
        match column.content {
            Content::Record => {
                let references = &mut self.references;
                read_pages(bytes, column, shape, &mut Presence::default(), |values| {
                    push_references(values, references)
                })
            }
            Content::MatchKey(position) => {
                let Some(TokenColumn { presence, values }) = self.tokens.get_mut(position) else {
                    return Err(ExtractError::WrongColumns);
                };
                read_pages(bytes, column, shape, presence, |bytes| {
                    let (tokens, _) = bytes.as_chunks::<{ Token::BYTES }>();
                    values.extend(tokens.iter().map(|token| Token::new(*token)));
                    Ok(())
                })
            }
            Content::Filter => read_filters(bytes, column, shape, &mut self.filters),
            Content::FieldFilter(position) => match self.field_filters.get_mut(position) {
                Some(filters) => read_filters(bytes, column, shape, filters),
                None => Err(ExtractError::WrongColumns),
            },
            Content::Attribute(position) => {
                let column_read = self.attributes.get_mut(position);
                let values = self.attribute_values.get(position);
                let (
                    Some(AttributeColumn {
                        presence,
                        places,
                        bytes_each,
                    }),
                    Some(&values),
                ) = (column_read, values)
                else {
                    return Err(ExtractError::WrongColumns);
                };
                read_pages(bytes, column, shape, presence, |bytes| {
                    let mut each = bytes.chunks_exact((*bytes_each).max(1));
                    if each.any(|place| place_of_bytes(place) >= values) {
                        return Err(ExtractError::Malformed(
                            "an attribute has a value that is none of its list",
                        ));
                    }
                    places.extend_from_slice(bytes);
                    Ok(())
                })
            }
        }
    }

    /// Hashes the rows that came after `from`.
    fn digest(&self, from: Counts, digest: &mut RowsDigest) {
        let Counts {
            rows,
            mut tokens,
            filters,
            field_filters,
            mut attributes,
        } = from;
        let mut filters = filters_from(&self.filters, filters);
        let columns = self.field_filters.iter();
        let mut field_filters: Vec<_> = columns
            .zip(field_filters)
            .map(|(column, from)| filters_from(column, from))
            .collect();
        for (row, reference) in self.references.iter().enumerate().skip(rows) {
            let filter = self
                .filters
                .presence
                .has(row)
                .then(|| filters.next())
                .flatten();
            let mut mask = if filter.is_some() { FILTER_PRESENT } else { 0 };
            for (position, column) in self.tokens.iter().enumerate() {
                mask |= u64::from(column.presence.has(row)) << position;
            }
            for (position, column) in self.field_filters.iter().enumerate() {
                if column.presence.has(row) {
                    mask |= field_filter_present(position);
                }
            }
            digest.row(reference, mask);
            for (position, (column, next)) in self.tokens.iter().zip(&mut tokens).enumerate() {
                if mask >> position & 1 == 1 {
                    if let Some(token) = column.values.get(*next) {
                        digest.value(token.as_bytes());
                    }
                    *next += 1;
                }
            }
            digest_filter(filter.unwrap_or_default(), self.filter_bytes, digest);
            let lengths = self.field_filter_bytes.iter();
            for (position, (next, &bytes)) in field_filters.iter_mut().zip(lengths).enumerate() {
                if mask & field_filter_present(position) != 0 {
                    digest_filter(next.next().unwrap_or_default(), bytes, digest);
                }
            }
            for (column, next) in self.attributes.iter().zip(&mut attributes) {
                let place = column.presence.has(row).then(|| {
                    *next += 1;
                    column.value(*next - 1)
                });
                digest.attribute(place.flatten(), column.bytes_each);
            }
        }
    }
}

fn reserve_filters(
    column: &mut FilterColumn,
    rows: usize,
    values: usize,
) -> Result<(), ExtractError> {
    column.presence.reserve(rows)?;
    let words = values.checked_mul(column.words_each);
    column
        .words
        .try_reserve_exact(words.ok_or(ExtractError::OutOfMemory)?)?;
    Ok(())
}

/// Reads a chunk of a column of filters.
fn read_filters(
    bytes: &[u8],
    column: &Column,
    shape: (usize, u64),
    filters: &mut FilterColumn,
) -> Result<(), ExtractError> {
    let FilterColumn {
        presence, words, ..
    } = filters;
    read_pages(bytes, column, shape, presence, |bytes| {
        bytes
            .chunks_exact(column.width)
            .for_each(|filter| push_words(filter, words));
        Ok(())
    })
}

/// The filters of a column from this one on.
fn filters_from(column: &FilterColumn, from: usize) -> std::slice::ChunksExact<'_, u64> {
    column
        .words
        .get(from * column.words_each..)
        .unwrap_or_default()
        .chunks_exact(column.words_each.max(1))
}

/// Hashes a filter of this many bytes.
fn digest_filter(words: &[u64], bytes: usize, digest: &mut RowsDigest) {
    let mut left = bytes;
    for word in words {
        let bytes = word.to_le_bytes();
        digest.value(bytes.get(..left).unwrap_or(&bytes));
        left = left.saturating_sub(bytes.len());
    }
}

/// Appends references, each of which must be above the one before.
fn push_references(
    bytes: &[u8],
    references: &mut Vec<RecordReference>,
) -> Result<(), ExtractError> {
    let (new, _) = bytes.as_chunks::<{ RecordReference::BYTES }>();
    for bytes in new {
        let reference = RecordReference::new(*bytes);
        if references.last().is_some_and(|last| *last >= reference) {
            return Err(ExtractError::OutOfOrder);
        }
        references.push(reference);
    }
    Ok(())
}

/// Appends one filter, its last word filled up with zeros.
fn push_words(filter: &[u8], words: &mut Vec<u64>) {
    let (whole, rest) = filter.as_chunks::<8>();
    words.extend(whole.iter().map(|bytes| u64::from_le_bytes(*bytes)));
    if !rest.is_empty() {
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        words.push(u64::from_le_bytes(last));
    }
}
