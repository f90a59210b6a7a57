use std::io::Write;

use super::{
    ExtractError,
    columns::Column,
    levels::{read_levels, write_levels},
    presence::Presence,
    row_groups::{DATA_PAGE, PLAIN, RLE},
    thrift::{Broken, Cursor, I32, Output, STRUCT, field},
};

/// Takes a column chunk's pages apart: which rows have a value goes to `presence` if the column is optional, the values
/// of each page, laid end to end, to `sink`.
pub(super) fn read_pages(
    bytes: &[u8],
    column: &Column,
    (rows, pages): (usize, u64),
    presence: &mut Presence,
    mut sink: impl FnMut(&[u8]) -> Result<(), ExtractError>,
) -> Result<(), ExtractError> {
    let mut cursor = Cursor::new(bytes);
    let mut left = rows;
    for _ in 0..pages {
        let (body, rows) = read_page(&mut cursor)?;
        left = left.checked_sub(rows).ok_or(Broken)?;
        let mut body = Cursor::new(body);
        let mut values = rows;
        if column.is_optional() {
            let before = presence.values();
            let length = body.take(4)?.try_into().map_err(|_| Broken)?;
            let length = usize::try_from(u32::from_le_bytes(length)).map_err(|_| Broken)?;
            read_levels(body.take(length)?, rows, presence)?;
            values = presence.values() - before;
        }
        sink(body.take(values.checked_mul(column.width).ok_or(Broken)?)?)?;
        if !body.is_at_end() {
            return Err(Broken.into());
        }
    }
    if left == 0 && cursor.is_at_end() {
        Ok(())
    } else {
        Err(Broken.into())
    }
}

/// Reads a page's header; gives its body and its number of rows.
fn read_page<'a>(cursor: &mut Cursor<'a>) -> Result<(&'a [u8], usize), Broken> {
    cursor.fixed_field(field(1, I32), DATA_PAGE)?;
    let bytes = cursor.number_field(field(1, I32))?;
    cursor.fixed_field(field(1, I32), bytes)?;
    cursor.expect(field(2, STRUCT))?;
    let rows = cursor.number_field(field(1, I32))?;
    cursor.fixed_field(field(1, I32), PLAIN)?;
    cursor.fixed_field(field(1, I32), RLE)?;
    cursor.fixed_field(field(1, I32), RLE)?;
    cursor.stop()?;
    cursor.stop()?;
    let body = cursor.take(usize::try_from(bytes).map_err(|_| Broken)?)?;
    let rows = usize::try_from(rows).map_err(|_| Broken)?;
    if rows == 0 {
        Err(Broken)
    } else {
        Ok((body, rows))
    }
}

/// What a page is to hold.
pub(super) struct PageValues<'a> {
    pub(super) rows: usize,
    /// For each row whether it has a value, if the column is optional.
    pub(super) levels: Option<&'a [bool]>,
    /// The values, laid end to end.
    pub(super) values: &'a [u8],
}

/// Writes a page; gives its length, header and all.
pub(super) fn write_page(page: &PageValues<'_>, sink: &mut impl Write) -> std::io::Result<u64> {
    let mut levels = Vec::new();
    if let Some(of_rows) = page.levels {
        // Room for their length, which is known afterwards.
        levels.extend_from_slice(&[0; 4]);
        write_levels(of_rows, &mut levels);
        let length = u32::try_from(levels.len() - 4).map_err(std::io::Error::other)?;
        levels.splice(..4, length.to_le_bytes());
    }
    let bytes = (levels.len() + page.values.len()) as u64;
    let mut header = Output::default();
    header.number_field(field(1, I32), DATA_PAGE);
    header.number_field(field(1, I32), bytes);
    header.number_field(field(1, I32), bytes);
    header.byte(field(2, STRUCT));
    header.number_field(field(1, I32), page.rows as u64);
    header.number_field(field(1, I32), PLAIN);
    header.number_field(field(1, I32), RLE);
    header.number_field(field(1, I32), RLE);
    header.stop();
    header.stop();
    let header = header.into_bytes();
    sink.write_all(&header)?;
    sink.write_all(&levels)?;
    sink.write_all(page.values)?;
    Ok(header.len() as u64 + bytes)
}
