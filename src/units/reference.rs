use std::fmt;

use super::digest::hex_to_array;

/// A record reference: 128 random bits that stand for one row of one extract, and mean nothing outside it.
///
/// An extract is written in ascending order of reference. As the references are random, that order is a uniform
/// shuffle of the rows, and a reader can check both uniqueness and order in one pass.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordReference([u8; Self::BYTES]);

impl RecordReference {
    /// Length in bytes.
    pub const BYTES: usize = 16;

    /// Wraps 16 random bytes.
    #[must_use]
    pub const fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// Reads 32 lower-case hexadecimal digits; anything else is `None`.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        hex_to_array(text).map(Self)
    }

    /// 32 lower-case hexadecimal digits, as a crosswalk has one for every row.
    #[must_use]
    pub fn to_hex(self) -> [u8; 2 * Self::BYTES] {
        const DIGITS: [u8; 16] = *b"0123456789abcdef";
        let mut hex = [0; 2 * Self::BYTES];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]);
        }
        hex
    }

    /// The first four bytes as a number, which spreads references evenly over buckets in ascending order.
    #[must_use]
    pub const fn leading(&self) -> u32 {
        let [a, b, c, d, ..] = self.0;
        u32::from_be_bytes([a, b, c, d])
    }
}

impl fmt::Display for RecordReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.to_hex()).unwrap_or_default())
    }
}

impl fmt::Debug for RecordReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordReference({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_there_and_back() {
        let reference = RecordReference::new([
            0x00, 0x01, 0x0f, 0x10, 0x7f, 0x80, 0xab, 0xcd, 0xef, 0xff, 0x12, 0x34, 0x56, 0x78,
            0x9a, 0xbc,
        ]);
        assert_eq!(reference.to_string(), "00010f107f80abcdefff123456789abc");
        assert_eq!(
            RecordReference::from_hex("00010f107f80abcdefff123456789abc"),
            Some(reference)
        );
        assert_eq!(reference.leading(), 0x0001_0f10);
    }
}
