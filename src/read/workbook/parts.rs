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
    measure_within(bytes, &LIMITS)
}

/// The most that parts may unpack to, in bytes, and the most shared strings.
struct Limits {
    all: u64,
    whole: u64,
    styles: u64,
    strings: u64,
}

const LIMITS: Limits = Limits {
    all: MAX_UNPACKED,
    whole: MAX_UNPACKED_WHOLE,
    styles: MAX_STYLES,
    strings: MAX_SHARED_STRINGS,
};

fn measure_within(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| Refusal::Damaged("its list of parts cannot be read"))?;
    if archive.len() > MAX_PARTS {
        return Err(Refusal::TooLarge(MAX_PARTS as u64, "parts"));
    }
    let mut left = limits.all;
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
            (limits.whole, "MiB unpacked")
        } else if ends("styles.xml") {
            (limits.styles, "MiB of styles")
        } else if ends(".xml") || ends(".rels") {
            (limits.all, "MiB unpacked")
        } else {
            continue;
        };
        let limit = limit.min(left);
        let (unpacked, items) = unpack(&mut part, limit)?;
        if unpacked > limit {
            return Err(Refusal::TooLarge(limit >> 20, what));
        }
        if strings && items > limits.strings {
            return Err(Refusal::TooLarge(limits.strings, "shared strings"));
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// A container whose parts are this many zeros.
    fn container(parts: &[(&str, usize)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for &(name, length) in parts {
            writer.start_file(name, options).unwrap();
            writer.write_all(&vec![0; length]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    const SMALL: Limits = Limits {
        all: 4 << 20,
        whole: 2 << 20,
        styles: 1 << 20,
        strings: 100_000,
    };

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let refused = |name: &str, length: usize| {
            let bytes = container(&[(name, length)]);
            assert!(bytes.len() < 100_000, "a bomb is small");
            matches!(measure_within(&bytes, &SMALL), Err(Refusal::TooLarge(..)))
        };
        for (name, limit) in [
            ("xl/styles.xml", 1 << 20),
            ("xl/sharedStrings.xml", 2 << 20),
            ("content.xml", 2 << 20),
            ("xl/worksheets/sheet1.xml", 4 << 20),
        ] {
            assert!(!refused(name, limit) && refused(name, limit + 1), "{name}");
        }
        // Pictures and the like are never unpacked.
        assert!(!refused("xl/media/image1.png", 8 << 20));
        let many = container(&[("a.xml", 3 << 20), ("b.xml", 3 << 20)]);
        assert!(measure_within(&many, &SMALL).is_err());
    }

    #[test]
    fn shared_strings_are_counted_across_seams() {
        let strings = |count: usize| {
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file("xl/sharedStrings.xml", options).unwrap();
            writer.write_all("<si/>".repeat(count).as_bytes()).unwrap();
            writer.finish().unwrap().into_inner()
        };
        assert!(measure_within(&strings(100_000), &SMALL).is_ok());
        assert!(measure_within(&strings(100_001), &SMALL).is_err());
    }
}
