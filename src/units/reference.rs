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

    /// The first four bytes as a number, which spreads references evenly over buckets in ascending order.
    #[must_use]
    pub const fn leading(&self) -> u32 {
        let [a, b, c, d, ..] = self.0;
        u32::from_be_bytes([a, b, c, d])
    }
}

impl fmt::Display for RecordReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for RecordReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordReference({self})")
    }
}
