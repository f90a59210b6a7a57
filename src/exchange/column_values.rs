use std::io::Write;

use parquet::{
    data_type::{ByteArray, FixedLenByteArray, FixedLenByteArrayType},
    errors::ParquetError,
    file::writer::SerializedRowGroupWriter,
};

use super::columns::Column;

/// The values that the rows of one row group have in one column, laid end to end.
pub(super) struct ColumnValues<'a> {
    column: &'a Column,
    bytes: Vec<u8>,
    /// For each row 1 if it has a value, 0 if not.
    levels: Vec<i16>,
}

/// Values handed on to the `parquet` crate at once: each takes 32 bytes more there.
const VALUES_AT_ONCE: usize = 4096;

impl<'a> ColumnValues<'a> {
    /// Makes room for this many rows.
    pub(super) fn with_capacity(column: &'a Column, rows: usize) -> Self {
        Self {
            column,
            bytes: Vec::with_capacity(rows * column.width),
            levels: Vec::with_capacity(rows),
        }
    }

    /// The column whose values these are.
    pub(super) const fn column(&self) -> &'a Column {
        self.column
    }

    /// Appends the next row's value, which has the column's width.
    pub(super) fn push(&mut self, value: Option<&[u8]>) {
        self.bytes.extend_from_slice(value.unwrap_or_default());
        self.levels.push(i16::from(value.is_some()));
    }

    /// Writes the column chunk.
    pub(super) fn write<W: Write + Send>(
        self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ParquetError> {
        let mut writer = group
            .next_column()?
            .ok_or_else(|| ParquetError::General("the schema has lost a column".to_owned()))?;
        let bytes = ByteArray::from(self.bytes);
        let width = self.column.width;
        let mut start = 0;
        for levels in self.levels.chunks(VALUES_AT_ONCE) {
            let present = levels.iter().filter(|level| **level == 1).count();
            let values: Vec<FixedLenByteArray> = (0..present)
                .map(|place| bytes.slice(start + place * width, width).into())
                .collect();
            start += present * width;
            let levels = self.column.is_optional().then_some(levels);
            writer
                .typed::<FixedLenByteArrayType>()
                .write_batch(&values, levels, None)?;
        }
        writer.close()
    }
}
