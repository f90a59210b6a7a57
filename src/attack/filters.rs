//! Bit filters, and counting over them.

/// Bit filters of equal length, one a record, end to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filters {
    bits: usize,
    words: Vec<u64>,
}

impl Filters {
    /// No filters yet; `bits` is their length, a multiple of 64.
    #[must_use]
    pub const fn new(bits: usize) -> Self {
        Self {
            bits,
            words: Vec::new(),
        }
    }

    /// Length of a filter in bits.
    #[must_use]
    pub const fn bits(&self) -> usize {
        self.bits
    }

    /// How many filters there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len() / (self.bits / 64).max(1)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// One filter.
    #[must_use]
    pub fn filter(&self, index: usize) -> &[u64] {
        let width = self.bits / 64;
        &self.words[index * width..(index + 1) * width]
    }

    /// Appends the filter with these bits set; positions at or beyond the length are left out.
    pub fn push(&mut self, positions: impl IntoIterator<Item = usize>) {
        let start = self.words.len();
        self.words.resize(start + self.bits / 64, 0);
        for position in positions {
            if position < self.bits {
                self.words[start + position / 64] |= 1 << (position % 64);
            }
        }
    }

    /// Appends a filter in bytes, bit 0 the most significant of byte 0; `None` appends an empty one.
    pub fn push_bytes(&mut self, bytes: Option<&[u8]>) {
        let bytes = bytes.unwrap_or_default();
        self.push((0..bytes.len() * 8).filter(|bit| bytes[bit / 8] & (0x80 >> (bit % 8)) != 0));
    }

    /// Whether a bit of a filter is set.
    #[must_use]
    pub fn has(&self, index: usize, bit: usize) -> bool {
        self.filter(index)[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// How many bits a filter has set.
    #[must_use]
    pub fn count(&self, index: usize) -> u32 {
        self.filter(index)
            .iter()
            .map(|word| word.count_ones())
            .sum()
    }

    /// The share of all bits that are set.
    #[must_use]
    pub fn fill(&self) -> f64 {
        let set: u64 = self
            .words
            .iter()
            .map(|word| u64::from(word.count_ones()))
            .sum();
        set as f64 / (self.words.len() * 64).max(1) as f64
    }
}

/// In how many bits two filters differ.
#[must_use]
pub fn hamming(one: &[u64], other: &[u64]) -> u32 {
    one.iter()
        .zip(other)
        .map(|(a, b)| (a ^ b).count_ones())
        .sum()
}

/// How many bits two filters both have.
#[must_use]
pub fn common(one: &[u64], other: &[u64]) -> u32 {
    one.iter()
        .zip(other)
        .map(|(a, b)| (a & b).count_ones())
        .sum()
}
