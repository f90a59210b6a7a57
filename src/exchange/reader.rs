use std::io::{Read, Seek, SeekFrom};

use super::{
    Extract, ExtractError,
    columns::{Column, Content},
    digest::{FILTER_PRESENT, RowsDigest},
    extract::{FilterColumn, TokenColumn},
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
}

/// Where the values of the next row begin.
struct Counts {
    rows: usize,
    tokens: Vec<usize>,
    filters: usize,
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
        let mut reserved = Self {
            references: Vec::new(),
            tokens: vec![TokenColumn::default(); layout.match_keys().len()],
            filters: FilterColumn {
                words_each: layout.filter_bytes().div_ceil(8),
                ..FilterColumn::default()
            },
            filter_bytes: layout.filter_bytes(),
        };
        reserved.references.try_reserve_exact(rows)?;
        for (position, column) in reserved.tokens.iter_mut().enumerate() {
            column.presence.reserve(rows)?;
            column
                .values
                .try_reserve_exact(values(position + 1, Token::BYTES))?;
        }
        if reserved.filter_bytes > 0 {
            reserved.filters.presence.reserve(rows)?;
            let values = values(reserved.tokens.len() + 1, reserved.filter_bytes);
            let words = values.checked_mul(reserved.filters.words_each);
            let words = words.ok_or(ExtractError::OutOfMemory)?;
            reserved.filters.words.try_reserve_exact(words)?;
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
            Content::Filter => {
                let FilterColumn {
                    presence, words, ..
                } = &mut self.filters;
                read_pages(bytes, column, shape, presence, |bytes| {
                    bytes
                        .chunks_exact(column.width)
                        .for_each(|filter| push_words(filter, words));
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
        } = from;
        let mut filters = self
            .filters
            .words
            .get(filters * self.filters.words_each..)
            .unwrap_or_default()
            .chunks_exact(self.filters.words_each.max(1));
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
            digest.row(reference, mask);
            for (position, (column, next)) in self.tokens.iter().zip(&mut tokens).enumerate() {
                if mask >> position & 1 == 1 {
                    if let Some(token) = column.values.get(*next) {
                        digest.value(token.as_bytes());
                    }
                    *next += 1;
                }
            }
            let mut left = self.filter_bytes;
            for word in filter.unwrap_or_default() {
                let bytes = word.to_le_bytes();
                digest.value(bytes.get(..left).unwrap_or(&bytes));
                left = left.saturating_sub(bytes.len());
            }
        }
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
