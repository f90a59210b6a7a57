use super::{
    presence::Presence,
    thrift::{Broken, Cursor},
};

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

#[cfg(test)]
mod tests {
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
}
