use std::io::Write;

use super::{
    ExtractError, ExtractHeader, ExtractSummary, Limits,
    column_values::ColumnValues,
    columns::{Column, Content, columns},
    digest::{FILTER_PRESENT, RowsDigest, field_filter_present},
    footer::{MAGIC, write_footer},
    metadata::Metadata,
    row_groups::RowGroup,
};
use crate::{
    encode::{Encoding, FieldFilterLayout},
    units::RecordReference,
};

/// Writes an extract, one row group at a time. The same header and row groups give the same bytes on every machine.
///
/// The sink need not be buffered: it is given whole pages. While a row group is written, its values are in memory a second time. After an error of
/// input or output what the sink holds is not an extract.
pub struct ExtractWriter<W: Write> {
    header: ExtractHeader,
    columns: Vec<Column>,
    sink: W,
    row_groups: Vec<RowGroup>,
    digest: RowsDigest,
    last: Option<RecordReference>,
    /// Written so far.
    rows: u64,
    bytes: u64,
}

impl<W: Write> ExtractWriter<W> {
    /// Begins an extract.
    ///
    /// # Errors
    /// [`ExtractError::CannotWrite`] when the format has no room for the header, [`ExtractError::Io`].
    pub fn new(header: ExtractHeader, mut sink: W) -> Result<Self, ExtractError> {
        header.check().map_err(ExtractError::CannotWrite)?;
        sink.write_all(MAGIC)?;
        Ok(Self {
            columns: columns(&header.layout),
            digest: RowsDigest::new(&header),
            header,
            sink,
            row_groups: Vec::new(),
            last: None,
            rows: 0,
            bytes: MAGIC.len() as u64,
        })
    }

    /// Writes rows, which must come from a batch of the header's layout, and whose references must ascend and be above
    /// all written before. No rows are no row group.
    ///
    /// # Errors
    /// [`ExtractError::OutOfOrder`], [`ExtractError::CannotWrite`] when the rows have another layout,
    /// [`ExtractError::TooManyRows`] and [`ExtractError::TooManyRowGroups`] above [`Limits::DEFAULT`],
    /// [`ExtractError::Io`].
    pub fn write_row_group(&mut self, rows: &[Encoding<'_>]) -> Result<(), ExtractError> {
        if rows.is_empty() {
            return Ok(());
        }
        self.check_limits(rows.len())?;
        // One pass over the rows, which lie anywhere in memory, for all columns and the digest.
        let mut digest = self.digest.clone();
        let mut last = self.last;
        let values = |column| ColumnValues::with_capacity(column, rows.len());
        let mut columns: Vec<_> = self.columns.iter().map(values).collect();
        for row in rows {
            let reference = row.reference();
            if last.is_some_and(|last| last >= reference) {
                return Err(ExtractError::OutOfOrder);
            }
            last = Some(reference);
            self.gather(row, &mut columns, &mut digest)?;
        }
        let mut chunks = Vec::with_capacity(columns.len());
        for column in columns {
            chunks.push(column.write(&mut self.sink)?);
        }
        let rows = rows.len() as u64;
        self.bytes += chunks.iter().map(|chunk| chunk.bytes).sum::<u64>();
        self.row_groups.push(RowGroup { rows, chunks });
        self.rows += rows;
        (self.digest, self.last) = (digest, last);
        Ok(())
    }

    /// Writes the footer; gives back the sink, and what [`Extract::read_header`](super::Extract::read_header) would say.
    ///
    /// # Errors
    /// [`ExtractError::TooMuchMetadata`] and [`ExtractError::TooLarge`] above [`Limits::DEFAULT`], [`ExtractError::Io`].
    pub fn finish(mut self) -> Result<(W, ExtractSummary), ExtractError> {
        let metadata = Metadata {
            header: self.header,
            rows: self.rows,
            rows_digest: self.digest.finish(),
        };
        let footer = write_footer(&metadata, &self.columns, &self.row_groups)?;
        let bytes = self.bytes + footer.len() as u64;
        if bytes > Limits::DEFAULT.bytes {
            return Err(ExtractError::TooLarge {
                limit: Limits::DEFAULT.bytes,
            });
        }
        self.sink.write_all(&footer)?;
        self.sink.flush()?;
        let summary = ExtractSummary {
            header: metadata.header,
            rows: metadata.rows,
            row_groups: self.row_groups.len(),
            rows_digest: metadata.rows_digest,
            bytes,
        };
        Ok((self.sink, summary))
    }

    /// Refuses what a reader would refuse.
    fn check_limits(&self, more_rows: usize) -> Result<(), ExtractError> {
        let limits = Limits::DEFAULT;
        if self.rows + more_rows as u64 > limits.rows {
            return Err(ExtractError::TooManyRows { limit: limits.rows });
        }
        if self.row_groups.len() >= limits.row_groups {
            return Err(ExtractError::TooManyRowGroups {
                limit: limits.row_groups,
            });
        }
        Ok(())
    }

    /// Hands one row's values to the columns and to the digest.
    fn gather(
        &self,
        row: &Encoding<'_>,
        columns: &mut [ColumnValues<'_>],
        digest: &mut RowsDigest,
    ) -> Result<(), ExtractError> {
        let layout = &self.header.layout;
        let match_keys = layout.match_keys().len();
        let filter = row.filter().filter(|filter| !filter.is_empty());
        let field_filters = layout.field_filters();
        let has_other_length = |(position, layout): (usize, &FieldFilterLayout)| {
            row.field_filter(position)
                .is_some_and(|filter| filter.len() != layout.bytes)
        };
        if row.token(match_keys).is_some()
            || filter.is_some_and(|filter| filter.len() != layout.filter_bytes())
            || row.field_filter(field_filters.len()).is_some()
            || field_filters.iter().enumerate().any(has_other_length)
            || row.attribute(layout.attributes().len()).is_some()
        {
            return Err(ExtractError::CannotWrite("its rows have another layout"));
        }
        let mut mask = if filter.is_some() { FILTER_PRESENT } else { 0 };
        for position in 0..match_keys {
            mask |= u64::from(row.token(position).is_some()) << position;
        }
        for position in 0..field_filters.len() {
            if row.field_filter(position).is_some() {
                mask |= field_filter_present(position);
            }
        }
        let reference = row.reference();
        digest.row(&reference, mask);
        for column in columns {
            let token;
            let value = match column.column().content {
                Content::Record => {
                    column.push(Some(reference.as_bytes()));
                    continue;
                }
                Content::MatchKey(position) => {
                    token = row.token(position);
                    token.as_ref().map(|token| &token.as_bytes()[..])
                }
                Content::Filter => filter,
                Content::FieldFilter(position) => row.field_filter(position),
                Content::Attribute(position) => {
                    let place = row.attribute(position);
                    let bytes = place.unwrap_or_default().to_le_bytes();
                    let width = column.column().width;
                    column.push(place.and_then(|_| bytes.get(..width)));
                    digest.attribute(place, width);
                    continue;
                }
            };
            column.push(value);
            digest.value(value.unwrap_or_default());
        }
        Ok(())
    }
}
