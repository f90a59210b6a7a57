use super::{
    ExtractError, Limits,
    columns::Column,
    footer::{FIXED_LENGTH_BYTES, MAGIC},
    thrift::{BINARY, Broken, Cursor, I16, I32, I64, LIST, Output, STRUCT, field},
};

/// The value 0 of Parquet's `Encoding`, `CompressionCodec` and `PageType`: PLAIN, UNCOMPRESSED, a version 1 data page.
pub(super) const PLAIN: u64 = 0;
pub(super) const UNCOMPRESSED: u64 = 0;
pub(super) const DATA_PAGE: u64 = 0;
/// The value of Parquet's `Encoding` for definition levels.
pub(super) const RLE: u64 = 3;

/// Some rows of the file.
pub(super) struct RowGroup {
    pub(super) rows: u64,
    /// One for each column. They follow each other in the file, and the first follows the row group before.
    pub(super) chunks: Vec<Chunk>,
}

/// The values that the rows of one row group have in one column.
#[derive(Clone, Copy)]
pub(super) struct Chunk {
    /// Length in bytes.
    pub(super) bytes: u64,
    /// Number of pages.
    pub(super) pages: u64,
}

/// Reads the list of row groups, which must fill the file from its magic to `data_end`.
pub(super) fn read_row_groups(
    cursor: &mut Cursor<'_>,
    columns: &[Column],
    data_end: u64,
    limits: &Limits,
) -> Result<Vec<RowGroup>, ExtractError> {
    let count = cursor.list_field(field(1, LIST), STRUCT)?;
    if count > limits.row_groups {
        return Err(ExtractError::TooManyRowGroups {
            limit: limits.row_groups,
        });
    }
    let mut place = MAGIC.len() as u64;
    let mut groups = Vec::new();
    for ordinal in 0..count {
        let (group, end) = read_row_group(cursor, columns, place, data_end, ordinal)?;
        groups.push(group);
        place = end;
    }
    if place != data_end {
        return Err(ExtractError::Malformed(
            "there is something between its parts",
        ));
    }
    Ok(groups)
}

/// Reads one `RowGroup` that begins at `start`; gives its end too.
fn read_row_group(
    cursor: &mut Cursor<'_>,
    columns: &[Column],
    start: u64,
    data_end: u64,
    ordinal: usize,
) -> Result<(RowGroup, u64), ExtractError> {
    if cursor.list_field(field(1, LIST), STRUCT)? != columns.len() {
        return Err(ExtractError::WrongColumns);
    }
    let mut chunks = Vec::with_capacity(columns.len());
    let mut values = Vec::with_capacity(columns.len());
    let mut end = start;
    for column in columns {
        let (chunk, count) = read_chunk(cursor, column, end)?;
        end = end
            .checked_add(chunk.bytes)
            .filter(|&end| end <= data_end)
            .ok_or(ExtractError::Malformed(
                "one of its parts ends after the file",
            ))?;
        chunks.push(chunk);
        values.push(count);
    }
    let bytes = end - start;
    cursor.fixed_field(field(1, I64), bytes)?;
    let rows = cursor.number_field(field(1, I64))?;
    cursor.fixed_field(field(2, I64), start)?;
    cursor.fixed_field(field(1, I64), bytes)?;
    cursor.fixed_field(field(1, I16), ordinal as u64)?;
    cursor.stop()?;
    // Every row has a reference, so that the file's length bounds the number of rows.
    let paid_for = columns
        .iter()
        .zip(&chunks)
        .filter(|(column, _)| !column.is_optional())
        .all(|(column, chunk)| rows <= chunk.bytes / column.width as u64);
    if rows == 0 || !paid_for || values.iter().any(|&count| count != rows) {
        return Err(ExtractError::Malformed("its numbers of rows do not agree"));
    }
    Ok((RowGroup { rows, chunks }, end))
}

/// Reads one `ColumnChunk` that begins at `start`; gives its number of values too.
fn read_chunk(
    cursor: &mut Cursor<'_>,
    column: &Column,
    start: u64,
) -> Result<(Chunk, u64), ExtractError> {
    cursor.fixed_field(field(2, I64), 0)?;
    cursor.expect(field(1, STRUCT))?;
    cursor.fixed_field(field(1, I32), FIXED_LENGTH_BYTES)?;
    if cursor.list_field(field(1, LIST), I32)? != 2
        || cursor.signed()?.cast_unsigned() != PLAIN
        || cursor.signed()?.cast_unsigned() != RLE
    {
        return Err(ExtractError::Malformed(
            "its values are not stored as plain bytes",
        ));
    }
    if cursor.list_field(field(1, LIST), BINARY)? != 1 || cursor.binary()? != column.name.as_bytes()
    {
        return Err(ExtractError::WrongColumns);
    }
    if cursor.number_field(field(1, I32))? != UNCOMPRESSED {
        return Err(ExtractError::Malformed("it is compressed"));
    }
    let values = cursor.number_field(field(1, I64))?;
    let bytes = cursor.number_field(field(1, I64))?;
    cursor.fixed_field(field(1, I64), bytes)?;
    cursor.fixed_field(field(2, I64), start)?;
    let pages = read_page_count(cursor)?;
    cursor.stop()?;
    cursor.stop()?;
    Ok((Chunk { bytes, pages }, values))
}

/// Reads the list of page kinds, of which there is one.
fn read_page_count(cursor: &mut Cursor<'_>) -> Result<u64, Broken> {
    if cursor.list_field(field(4, LIST), STRUCT)? != 1 {
        return Err(Broken);
    }
    cursor.fixed_field(field(1, I32), DATA_PAGE)?;
    cursor.fixed_field(field(1, I32), PLAIN)?;
    let pages = cursor.number_field(field(1, I32))?;
    cursor.stop()?;
    Ok(pages)
}

/// Writes the list of row groups, which fill the file from its magic on.
pub(super) fn write_row_groups(output: &mut Output, columns: &[Column], groups: &[RowGroup]) {
    output.list_field(field(1, LIST), groups.len(), STRUCT);
    let mut place = MAGIC.len() as u64;
    for (ordinal, group) in groups.iter().enumerate() {
        let start = place;
        output.list_field(field(1, LIST), columns.len(), STRUCT);
        for (column, chunk) in columns.iter().zip(&group.chunks) {
            write_chunk(output, column, chunk, (group.rows, place));
            place += chunk.bytes;
        }
        let bytes = place - start;
        output.number_field(field(1, I64), bytes);
        output.number_field(field(1, I64), group.rows);
        output.number_field(field(2, I64), start);
        output.number_field(field(1, I64), bytes);
        output.number_field(field(1, I16), ordinal as u64);
        output.stop();
    }
}

/// Writes one `ColumnChunk` of this many rows that begins at `start`.
fn write_chunk(output: &mut Output, column: &Column, chunk: &Chunk, (rows, start): (u64, u64)) {
    output.number_field(field(2, I64), 0);
    output.byte(field(1, STRUCT));
    output.number_field(field(1, I32), FIXED_LENGTH_BYTES);
    output.list_field(field(1, LIST), 2, I32);
    output.number(PLAIN);
    output.number(RLE);
    output.list_field(field(1, LIST), 1, BINARY);
    output.binary(column.name.as_bytes());
    output.number_field(field(1, I32), UNCOMPRESSED);
    output.number_field(field(1, I64), rows);
    output.number_field(field(1, I64), chunk.bytes);
    output.number_field(field(1, I64), chunk.bytes);
    output.number_field(field(2, I64), start);
    output.list_field(field(4, LIST), 1, STRUCT);
    output.number_field(field(1, I32), DATA_PAGE);
    output.number_field(field(1, I32), PLAIN);
    output.number_field(field(1, I32), chunk.pages);
    output.stop();
    output.stop();
    output.stop();
}
