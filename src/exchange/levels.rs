use super::{
    presence::Presence,
    thrift::{Broken, Cursor, push_varint},
};

/// Rows of one byte of packed bits.
const GROUP: usize = 8;
/// The most bytes of packed bits that follow each other: their number has a byte to itself, also in other writers.
const MOST_GROUPS: usize = 63;

/// Reads the definition levels of `rows` rows, 1 for a value and 0 for none, from Parquet's hybrid of runs and packed
/// bits, which must end with the last row.
pub(super) fn read_levels(
    bytes: &[u8],
    rows: usize,
    presence: &mut Presence,
) -> Result<(), Broken> {
    let mut cursor = Cursor::new(bytes);
    let mut left = rows;
    while left > 0 {
        let head = cursor.varint()?;
        let count = usize::try_from(head >> 1).map_err(|_| Broken)?;
        if head & 1 == 0 {
            let level = cursor.byte()?;
            if count == 0 || count > left || level > 1 {
                return Err(Broken);
            }
            presence.push_run(level == 1, count);
            left -= count;
        } else {
            // Eight rows a byte, the last byte filled up with zeros.
            if count == 0 || count > left.div_ceil(8) {
                return Err(Broken);
            }
            for &byte in cursor.take(count)? {
                let part = left.min(8);
                if part < 8 && byte >> part != 0 {
                    return Err(Broken);
                }
                presence.push_bits(u64::from(byte), part);
                left -= part;
            }
        }
    }
    if cursor.is_at_end() {
        Ok(())
    } else {
        Err(Broken)
    }
}

/// Appends the definition levels of these rows, true for a value, in Parquet's hybrid of runs and packed bits: runs of eight
/// rows and more that are alike are runs, and all else is packed, as the Parquet project's own writers have it.
pub(super) fn write_levels(levels: &[bool], bytes: &mut Vec<u8>) {
    let mut packed = Vec::new();
    let mut rest = levels;
    while let Some((&first, _)) = rest.split_first() {
        let alike = rest.iter().take_while(|&&level| level == first).count();
        let is_run = alike >= GROUP || (packed.is_empty() && alike == rest.len());
        let taken = if is_run {
            write_packed(&mut packed, bytes);
            push_varint(bytes, (alike as u64) << 1);
            bytes.push(u8::from(first));
            alike
        } else {
            let group = rest.len().min(GROUP);
            let bits = rest.iter().take(group).enumerate();
            packed.push(bits.fold(0, |byte, (bit, &level)| byte | u8::from(level) << bit));
            if packed.len() == MOST_GROUPS {
                write_packed(&mut packed, bytes);
            }
            group
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    write_packed(&mut packed, bytes);
}

/// Appends packed bits, if there are any, and leaves none.
fn write_packed(packed: &mut Vec<u8>, bytes: &mut Vec<u8>) {
    if !packed.is_empty() {
        push_varint(bytes, (packed.len() as u64) << 1 | 1);
        bytes.append(packed);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn levels(bytes: &[u8], rows: usize) -> Result<Vec<usize>, Broken> {
        let mut presence = Presence::default();
        read_levels(bytes, rows, &mut presence).map(|()| presence.iter().collect())
    }

    #[test]
    fn reads_runs_and_packed_bits() {
        assert_eq!(levels(&[], 0), Ok(vec![]));
        assert_eq!(levels(&[6, 1], 3), Ok(vec![0, 1, 2]));
        assert_eq!(levels(&[3, 0b101], 3), Ok(vec![0, 2]));
        assert_eq!(levels(&[4, 0, 5, 0x80, 0x01], 12), Ok(vec![9, 10]));
    }

    #[test]
    fn refuses_levels_that_do_not_fit_the_rows() {
        let cases: [(&str, &[u8]); 10] = [
            ("too few", &[4, 1]),
            ("too many in a run", &[8, 1]),
            ("too many bytes", &[5, 0, 0]),
            ("a level of 2", &[6, 2]),
            ("a bit after the last row", &[3, 0b1000]),
            ("an empty run", &[0, 0, 6, 1]),
            ("no packed bits", &[1, 6, 1]),
            ("something after the end", &[6, 1, 0]),
            ("a packed byte that is missing", &[3]),
            (
                "a run of 2^63",
                &[
                    0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 1,
                ],
            ),
        ];
        for (defect, bytes) in cases {
            assert_eq!(levels(bytes, 3), Err(Broken), "{defect}");
        }
    }

    #[test]
    fn writes_runs_and_packed_bits() {
        let written = |levels: &[bool]| {
            let mut bytes = Vec::new();
            write_levels(levels, &mut bytes);
            bytes
        };
        let alternating = |rows: usize| (0..rows).map(|row| row % 2 == 0).collect::<Vec<_>>();
        assert!(written(&[]).is_empty());
        assert_eq!(written(&[true; 3]), [6, 1]);
        assert_eq!(written(&[true, false, true]), [3, 0b101]);
        assert_eq!(written(&[false; 300]), [0xd8, 0x04, 0]);
        // Eight alike that do not begin with a group are no run.
        let shifted = [&[true, false][..], &[true; 13]].concat();
        assert_eq!(written(&shifted), [5, 0b1111_1101, 0b0111_1111]);
        // The last rows of packed bits are packed, though they are alike.
        assert_eq!(
            written(&[&alternating(8)[..], &[true; 3]].concat()),
            [5, 0b0101_0101, 0b111]
        );
        let long = written(&alternating(64 * GROUP));
        assert_eq!((long[0], long[64], long.len()), (127, 3, 66));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(runs in proptest::collection::vec((any::<bool>(), 1usize..40), 0..60)) {
            let rows: Vec<bool> = runs.iter().flat_map(|&(level, count)| vec![level; count]).collect();
            let mut bytes = Vec::new();
            write_levels(&rows, &mut bytes);
            let expected: Vec<usize> = (0..rows.len()).filter(|&row| rows[row]).collect();
            prop_assert_eq!(levels(&bytes, rows.len()), Ok(expected));
        }
    }
}
