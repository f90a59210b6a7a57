use std::{io::Write, sync::Arc};

use parquet::{
    basic::{Compression, Encoding as PageEncoding},
    data_type::{ByteArray, FixedLenByteArray, FixedLenByteArrayType},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties, WriterVersion},
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
};

use super::{
    ExtractError, ExtractHeader, ExtractSummary, Limits,
    columns::{Column, Content, columns, schema},
    digest::{FILTER_PRESENT, RowsDigest},
    metadata::{CREATED_BY, Metadata},
};
use crate::{encode::Encoding, units::RecordReference};

/// Writes an extract, one row group at a time. The same header and row groups give the same bytes on every machine.
///
/// The sink gets whole pages, so that it need not be buffered. After an error what the sink holds is not an extract.
pub struct ExtractWriter<W: Write + Send> {
    header: ExtractHeader,
    columns: Vec<Column>,
    inner: SerializedFileWriter<Counted<W>>,
    digest: RowsDigest,
    last: Option<RecordReference>,
    rows: u64,
}

/// A sink that counts, as the `parquet` crate's own count is not to be had after the footer.
struct Counted<W> {
    sink: W,
    bytes: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.sink.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.sink.flush()
    }
}

/// Rows whose values are gathered before they are handed on: enough to be quick, few enough to stay in the cache.
const ROWS_AT_ONCE: usize = 4096;

impl<W: Write + Send> ExtractWriter<W> {
    /// Begins an extract.
    ///
    /// # Errors
    /// [`ExtractError::CannotWrite`] when the format has no room for the header, [`ExtractError::Io`].
    pub fn new(header: ExtractHeader, sink: W) -> Result<Self, ExtractError> {
        header.check().map_err(ExtractError::CannotWrite)?;
        let columns = columns(&header.layout);
        let properties = WriterProperties::builder()
            .set_writer_version(WriterVersion::PARQUET_1_0)
            .set_compression(Compression::UNCOMPRESSED)
            .set_encoding(PageEncoding::PLAIN)
            .set_dictionary_enabled(false)
            .set_statistics_enabled(EnabledStatistics::None)
            .set_offset_index_disabled(true)
            .set_created_by(CREATED_BY.to_owned())
            .build();
        let sink = Counted { sink, bytes: 0 };
        let inner = SerializedFileWriter::new(sink, schema(&columns)?, Arc::new(properties))?;
        Ok(Self {
            digest: RowsDigest::new(&header),
            header,
            columns,
            inner,
            last: None,
            rows: 0,
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
        self.check(rows)?;
        let match_keys = self.header.layout.match_keys().len();
        for row in rows {
            digest_row(row, match_keys, &mut self.digest);
        }
        let mut group = self.inner.next_row_group()?;
        for column in &self.columns {
            let mut writer = group
                .next_column()?
                .ok_or_else(|| ParquetError::General("the schema has lost a column".to_owned()))?;
            for part in rows.chunks(ROWS_AT_ONCE) {
                write_values(part, column, &mut writer)?;
            }
            writer.close()?;
        }
        group.close()?;
        self.rows += rows.len() as u64;
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
        for (key, value) in metadata.pairs() {
            self.inner
                .append_key_value_metadata(KeyValue::new(key.to_owned(), value));
        }
        let row_groups = self.inner.flushed_row_groups().len();
        self.inner.flush()?;
        let before = self.inner.inner().bytes;
        let Counted { sink, bytes } = self.inner.into_inner()?;
        if bytes - before > Limits::DEFAULT.metadata_bytes {
            return Err(ExtractError::TooMuchMetadata {
                limit: Limits::DEFAULT.metadata_bytes,
            });
        }
        if bytes > Limits::DEFAULT.bytes {
            return Err(ExtractError::TooLarge {
                limit: Limits::DEFAULT.bytes,
            });
        }
        let summary = ExtractSummary {
            header: metadata.header,
            rows: metadata.rows,
            row_groups,
            rows_digest: metadata.rows_digest,
            bytes,
        };
        Ok((sink, summary))
    }

    /// Refuses rows that a reader would refuse.
    fn check(&mut self, rows: &[Encoding<'_>]) -> Result<(), ExtractError> {
        if self.rows + rows.len() as u64 > Limits::DEFAULT.rows {
            return Err(ExtractError::TooManyRows {
                limit: Limits::DEFAULT.rows,
            });
        }
        if self.inner.flushed_row_groups().len() >= Limits::DEFAULT.row_groups {
            return Err(ExtractError::TooManyRowGroups {
                limit: Limits::DEFAULT.row_groups,
            });
        }
        let layout = &self.header.layout;
        let mut last = self.last;
        for row in rows {
            let reference = row.reference();
            if last.is_some_and(|last| last >= reference) {
                return Err(ExtractError::OutOfOrder);
            }
            last = Some(reference);
            let has_layout = row.token(layout.match_keys().len()).is_none()
                && row
                    .filter()
                    .is_none_or(|filter| filter.len() == layout.filter_bytes());
            if !has_layout {
                return Err(ExtractError::CannotWrite("its rows have another layout"));
            }
        }
        self.last = last;
        Ok(())
    }
}

/// Hashes one row; the module's documentation has the form.
fn digest_row(row: &Encoding<'_>, match_keys: usize, digest: &mut RowsDigest) {
    let filter = row.filter().filter(|filter| !filter.is_empty());
    let mut mask = if filter.is_some() { FILTER_PRESENT } else { 0 };
    for position in 0..match_keys {
        mask |= u64::from(row.token(position).is_some()) << position;
    }
    digest.row(&row.reference(), mask);
    for token in (0..match_keys).filter_map(|position| row.token(position)) {
        digest.value(token.as_bytes());
    }
    if let Some(filter) = filter {
        digest.value(filter);
    }
}

/// Hands on the values that the rows have in this column.
fn write_values(
    rows: &[Encoding<'_>],
    column: &Column,
    writer: &mut SerializedColumnWriter<'_>,
) -> Result<(), ExtractError> {
    let mut bytes = Vec::with_capacity(rows.len() * column.width);
    let mut levels = Vec::with_capacity(rows.len());
    for row in rows {
        let before = bytes.len();
        match column.content {
            Content::Record => bytes.extend_from_slice(row.reference().as_bytes()),
            Content::MatchKey(position) => {
                let token = row.token(position);
                bytes.extend_from_slice(token.as_ref().map_or(&[][..], |token| token.as_bytes()));
            }
            Content::Filter => bytes.extend_from_slice(row.filter().unwrap_or_default()),
        }
        levels.push(i16::from(bytes.len() > before));
    }
    let bytes = ByteArray::from(bytes);
    let values: Vec<FixedLenByteArray> = (0..bytes.len())
        .step_by(column.width)
        .map(|start| bytes.slice(start, column.width).into())
        .collect();
    let levels = column.is_optional().then_some(levels.as_slice());
    writer
        .typed::<FixedLenByteArrayType>()
        .write_batch(&values, levels, None)?;
    Ok(())
}
