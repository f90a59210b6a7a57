use super::{
    ExtractError,
    columns::Column,
    levels::read_levels,
    presence::Presence,
    row_groups::{DATA_PAGE, PLAIN, RLE},
    thrift::{Broken, Cursor, I32, STRUCT, field},
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
