//! Measuring a ZIP container's parts before they are parsed.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{MAX_SHARED_STRINGS, MAX_UNPACKED, MAX_UNPACKED_WHOLE, Refusal};

/// The most parts of a workbook.
const MAX_PARTS: usize = 10_000;
/// The most that a style sheet may unpack to, in bytes: each of its entries is held as a structure many times as long.
const MAX_STYLES: u64 = 16 << 20;

/// Unpacks every XML part, keeping nothing, and refuses the workbook when one is damaged or too large: what a container
/// says of its parts' sizes need not be true.
pub(super) fn measure(bytes: &[u8]) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| Refusal::Damaged("its list of parts cannot be read"))?;
    if archive.len() > MAX_PARTS {
        return Err(Refusal::TooLarge(MAX_PARTS as u64, "parts"));
    }
    let mut left = MAX_UNPACKED;
    for position in 0..archive.len() {
        let mut part = archive
            .by_index(position)
            .map_err(|_| Refusal::Damaged("one of its parts cannot be read"))?;
        if part.encrypted() {
            return Err(Refusal::Encrypted);
        }
        let name = part.name().map(|name| name.to_ascii_lowercase());
        let name = name.map_err(|_| Refusal::Damaged("one of its parts has no name"))?;
        let strings = name.ends_with("sharedstrings.xml");
        let ends = |end: &str| name.ends_with(end);
        let (limit, what) = if strings || name == "content.xml" {
            (MAX_UNPACKED_WHOLE, "MiB unpacked")
        } else if ends("styles.xml") {
            (MAX_STYLES, "MiB of styles")
        } else if ends(".xml") || ends(".rels") {
            (MAX_UNPACKED, "MiB unpacked")
        } else {
            continue;
        };
        let limit = limit.min(left);
        let (unpacked, items) = unpack(&mut part, limit)?;
        if unpacked > limit {
            return Err(Refusal::TooLarge(limit >> 20, what));
        }
        if strings && items > MAX_SHARED_STRINGS {
            return Err(Refusal::TooLarge(MAX_SHARED_STRINGS, "shared strings"));
        }
        left -= unpacked;
    }
    Ok(())
}

/// How many bytes a part unpacks to, up to one more than the limit, and how many `<si` are in it.
fn unpack(part: &mut impl Read, limit: u64) -> Result<(u64, u64), Refusal> {
    let mut buffer = vec![0; 64 << 10];
    let (mut unpacked, mut items) = (0, 0);
    let mut part = part.take(limit + 1);
    // The last two bytes of one piece go before the next, so that nothing is missed at the seam.
    let mut kept = 0;
    loop {
        let read = part
            .read(buffer.get_mut(kept..).unwrap_or_default())
            .map_err(|_| Refusal::Damaged("one of its parts cannot be unpacked"))?;
        if read == 0 {
            return Ok((unpacked, items));
        }
        unpacked += read as u64;
        let have = kept + read;
        let piece = buffer.get(..have).unwrap_or_default();
        items += piece.windows(3).filter(|window| window == b"<si").count() as u64;
        let seam = have.min(2);
        buffer.copy_within(have - seam..have, 0);
        kept = seam;
    }
}

/// Whether a ZIP container ends as one does (APPNOTE 4.3.16).
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok()
}
