use std::io::{Read, Seek, SeekFrom};

use super::{
    ExtractError, Limits,
    columns::{Column, ROOT, columns},
    metadata::{CREATED_BY, Metadata, Pair},
    row_groups::{RowGroup, read_row_groups, write_row_groups},
    thrift::{BINARY, Broken, Cursor, I32, I64, LIST, Output, STRUCT, field},
};
use crate::units::FileKind;

/// What every Parquet file begins and ends with.
pub(super) const MAGIC: &[u8; 4] = b"PAR1";
const ENCRYPTED_MAGIC: &[u8; 4] = b"PARE";
/// The length of the metadata and the magic at the end.
const TAIL_BYTES: usize = 8;
const LEAST_BYTES: u64 = (MAGIC.len() + TAIL_BYTES) as u64;

/// More key-value pairs than any version of ours has, and more than other programs write.
const MAX_PAIRS: usize = 1000;

/// A number of the Parquet format's `Type`: `FIXED_LEN_BYTE_ARRAY`.
pub(super) const FIXED_LENGTH_BYTES: u64 = 7;

/// The table of contents at the end of the file, all of it checked: what it says of the file's parts is so.
pub(super) struct Footer {
    pub(super) metadata: Metadata,
    pub(super) columns: Vec<Column>,
    pub(super) row_groups: Vec<RowGroup>,
    /// Length of the file.
    pub(super) bytes: u64,
}

impl Footer {
    /// Reads it from the end of the file.
    pub(super) fn read<R: Read + Seek>(
        source: &mut R,
        limits: &Limits,
    ) -> Result<Self, ExtractError> {
        let bytes = source.seek(SeekFrom::End(0))?;
        check_start(source, bytes)?;
        if bytes > limits.bytes {
            return Err(ExtractError::TooLarge {
                limit: limits.bytes,
            });
        }
        let tail_start = bytes - TAIL_BYTES as u64;
        let mut tail = [0; TAIL_BYTES];
        source.seek(SeekFrom::Start(tail_start))?;
        source.read_exact(&mut tail)?;
        let ([a, b, c, d, ..], true) = (tail, tail.ends_with(MAGIC)) else {
            return Err(ExtractError::Truncated);
        };
        let length = u32::from_le_bytes([a, b, c, d]);
        if u64::from(length) > limits.metadata_bytes {
            return Err(ExtractError::TooMuchMetadata {
                limit: limits.metadata_bytes,
            });
        }
        let start = tail_start
            .checked_sub(u64::from(length))
            .filter(|&start| start >= MAGIC.len() as u64)
            .ok_or(ExtractError::Malformed(
                "its metadata is longer than the file",
            ))?;
        source.seek(SeekFrom::Start(start))?;
        let mut footer = Vec::new();
        source.take(u64::from(length)).read_to_end(&mut footer)?;
        Self::parse(&footer, start, bytes, limits)
    }

    /// `data_end` is where the row groups must end.
    fn parse(
        footer: &[u8],
        data_end: u64,
        bytes: u64,
        limits: &Limits,
    ) -> Result<Self, ExtractError> {
        // What the file is comes first, so that another version or another program's file is called what it is.
        let pairs = find_pairs(footer).map_err(|Broken| {
            let mark = b"split-tally.format";
            if footer.windows(mark.len()).any(|window| window == mark) {
                Broken.into()
            } else {
                ExtractError::NotAnExtract
            }
        })?;
        let metadata = Metadata::from_pairs(&pairs)?;
        let columns = columns(&metadata.header.layout);

        let mut cursor = Cursor::new(footer);
        cursor.fixed_field(field(1, I32), 1)?;
        check_schema(&mut cursor, &columns).map_err(|Broken| ExtractError::WrongColumns)?;
        let rows = cursor.number_field(field(1, I64))?;
        // A row's place is a 32-bit number everywhere.
        let most_rows = limits.rows.min(u64::from(u32::MAX));
        if rows.max(metadata.rows) > most_rows {
            return Err(ExtractError::TooManyRows { limit: most_rows });
        }
        let row_groups = read_row_groups(&mut cursor, &columns, data_end, limits)?;
        let found: u64 = row_groups.iter().map(|group| group.rows).sum();
        if found != rows || found != metadata.rows {
            return Err(ExtractError::Malformed("its numbers of rows do not agree"));
        }
        check_end(&mut cursor, pairs.len(), columns.len())?;
        Ok(Self {
            metadata,
            columns,
            row_groups,
            bytes,
        })
    }
}

/// Names a file that is no Parquet file by what it looks like.
fn check_start<R: Read + Seek>(source: &mut R, bytes: u64) -> Result<(), ExtractError> {
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    source
        .take(FileKind::LOOKS_AT as u64)
        .read_to_end(&mut head)?;
    if head.starts_with(ENCRYPTED_MAGIC) {
        return Err(ExtractError::NotAnExtract);
    }
    let is_part_of_magic = !head.is_empty() && MAGIC.starts_with(&head);
    if !head.starts_with(MAGIC) && !is_part_of_magic {
        return Err(ExtractError::NotParquet(FileKind::of(&head)));
    }
    if bytes < LEAST_BYTES {
        return Err(ExtractError::Truncated);
    }
    Ok(())
}

/// Finds the key-value metadata in a footer of any shape: field 5 of Parquet's `FileMetaData`.
fn find_pairs(footer: &[u8]) -> Result<Vec<Pair<'_>>, Broken> {
    let mut cursor = Cursor::new(footer);
    let mut number = 0;
    while let Some((next, kind)) = cursor.any_field(number)? {
        number = next;
        if (number, kind) == (5, LIST) {
            let count = cursor.list(STRUCT)?;
            if count > MAX_PAIRS {
                return Err(Broken);
            }
            return (0..count).map(|_| read_pair(&mut cursor)).collect();
        }
        cursor.skip(kind)?;
    }
    Err(Broken)
}

/// One `KeyValue`; a value that is missing reads as empty.
fn read_pair<'a>(cursor: &mut Cursor<'a>) -> Result<Pair<'a>, Broken> {
    let (mut key, mut value): (&[u8], &[u8]) = (&[], &[]);
    let mut number = 0;
    while let Some((next, kind)) = cursor.any_field(number)? {
        number = next;
        match (number, kind) {
            (1, BINARY) => key = cursor.binary()?,
            (2, BINARY) => value = cursor.binary()?,
            _ => cursor.skip(kind)?,
        }
    }
    Ok((key, value))
}

/// The schema must have exactly these columns.
fn check_schema(cursor: &mut Cursor<'_>, columns: &[Column]) -> Result<(), Broken> {
    let same =
        |found: &[u8], expected: &str| (found == expected.as_bytes()).then_some(()).ok_or(Broken);
    if cursor.list_field(field(1, LIST), STRUCT)? != columns.len() + 1 {
        return Err(Broken);
    }
    same(cursor.binary_field(field(4, BINARY))?, ROOT)?;
    cursor.fixed_field(field(1, I32), columns.len() as u64)?;
    cursor.stop()?;
    for column in columns {
        cursor.fixed_field(field(1, I32), FIXED_LENGTH_BYTES)?;
        cursor.fixed_field(field(1, I32), column.width as u64)?;
        cursor.fixed_field(field(1, I32), u64::from(column.is_optional()))?;
        same(cursor.binary_field(field(1, BINARY))?, &column.name)?;
        cursor.stop()?;
    }
    Ok(())
}

/// What follows the row groups: the pairs, which are known by now but must have no more to them; the writer's name; each
/// column's order, which is that of its type.
fn check_end(cursor: &mut Cursor<'_>, pairs: usize, columns: usize) -> Result<(), ExtractError> {
    if cursor.list_field(field(1, LIST), STRUCT)? != pairs {
        return Err(Broken.into());
    }
    for _ in 0..pairs {
        cursor.binary_field(field(1, BINARY))?;
        cursor.binary_field(field(1, BINARY))?;
        cursor.stop()?;
    }
    if cursor.binary_field(field(1, BINARY))? != CREATED_BY.as_bytes() {
        return Err(ExtractError::Malformed("it was written by another program"));
    }
    if cursor.list_field(field(1, LIST), STRUCT)? != columns {
        return Err(Broken.into());
    }
    for _ in 0..columns {
        cursor.expect(field(1, STRUCT))?;
        cursor.stop()?;
        cursor.stop()?;
    }
    cursor.stop()?;
    if cursor.is_at_end() {
        Ok(())
    } else {
        Err(Broken.into())
    }
}

/// The end of a file: its table of contents, the length of that, and the magic.
///
/// # Errors
/// [`ExtractError::TooMuchMetadata`] where a reader would say so.
pub(super) fn write_footer(
    metadata: &Metadata,
    columns: &[Column],
    row_groups: &[RowGroup],
) -> Result<Vec<u8>, ExtractError> {
    let mut output = Output::default();
    output.number_field(field(1, I32), 1);
    write_schema(&mut output, columns);
    output.number_field(field(1, I64), metadata.rows);
    write_row_groups(&mut output, columns, row_groups);
    let pairs: Vec<_> = metadata.pairs().collect();
    output.list_field(field(1, LIST), pairs.len(), STRUCT);
    for (key, value) in pairs {
        output.binary_field(field(1, BINARY), key.as_bytes());
        output.binary_field(field(1, BINARY), value.as_bytes());
        output.stop();
    }
    output.binary_field(field(1, BINARY), CREATED_BY.as_bytes());
    output.list_field(field(1, LIST), columns.len(), STRUCT);
    for _ in columns {
        output.byte(field(1, STRUCT));
        output.stop();
        output.stop();
    }
    output.stop();
    let mut footer = output.into_bytes();
    let limit = Limits::DEFAULT.metadata_bytes;
    let length = u32::try_from(footer.len())
        .ok()
        .filter(|&length| u64::from(length) + TAIL_BYTES as u64 <= limit)
        .ok_or(ExtractError::TooMuchMetadata { limit })?;
    footer.extend_from_slice(&length.to_le_bytes());
    footer.extend_from_slice(MAGIC);
    Ok(footer)
}

fn write_schema(output: &mut Output, columns: &[Column]) {
    output.list_field(field(1, LIST), columns.len() + 1, STRUCT);
    output.binary_field(field(4, BINARY), ROOT.as_bytes());
    output.number_field(field(1, I32), columns.len() as u64);
    output.stop();
    for column in columns {
        output.number_field(field(1, I32), FIXED_LENGTH_BYTES);
        output.number_field(field(1, I32), column.width as u64);
        output.number_field(field(1, I32), u64::from(column.is_optional()));
        output.binary_field(field(1, BINARY), column.name.as_bytes());
        output.stop();
    }
}
