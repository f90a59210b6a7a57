use super::{MatchingError, RecordId};
use crate::exchange::Extract;

/// Record filters of some records of one extract, end to end in ascending order of how many bits are set.
///
/// That order makes the length bound of the Dice coefficient a contiguous window, and the layout makes comparison a
/// walk through memory.
pub struct FilterSet {
    words_a_filter: usize,
    words: Vec<u64>,
    bits_set: Vec<u32>,
    records: Vec<RecordId>,
}

impl FilterSet {
    /// The lengths of filters that are searched, in words of 64 bits: the powers of two an agreement can name.
    const WORDS: [usize; 4] = [8, 16, 32, 64];

    /// Gathers the filters of `rows` of the extract at position `party`. Rows without a filter are left out.
    #[must_use]
    pub fn gather(extract: &Extract, party: u16, rows: impl Iterator<Item = u32>) -> Self {
        let mut order: Vec<(u32, u32)> = rows
            .filter_map(|row| {
                let filter = extract.filter(row as usize)?;
                Some((count(filter), row))
            })
            .collect();
        order.sort_unstable();
        let words_a_filter = extract.header().layout.filter_bytes() / 8;
        let mut set = Self {
            words_a_filter,
            words: Vec::with_capacity(order.len() * words_a_filter),
            bits_set: Vec::with_capacity(order.len()),
            records: Vec::with_capacity(order.len()),
        };
        for (bits, row) in order {
            if let Some(filter) = extract.filter(row as usize) {
                set.words.extend_from_slice(filter);
                set.bits_set.push(bits);
                set.records.push(RecordId { party, row });
            }
        }
        set
    }

    /// A set of the given filters, for tests and benchmarks: each of `words_a_filter` words, all of party `party`.
    #[must_use]
    pub fn of_filters(party: u16, words_a_filter: usize, filters: &[Vec<u64>]) -> Self {
        let mut order: Vec<(u32, u32)> = (0u32..)
            .zip(filters)
            .map(|(row, filter)| (count(filter), row))
            .collect();
        order.sort_unstable();
        let words = order
            .iter()
            .flat_map(|&(_, row)| filters[row as usize].iter().copied())
            .collect();
        Self {
            words_a_filter,
            words,
            bits_set: order.iter().map(|&(bits, _)| bits).collect(),
            records: order
                .iter()
                .map(|&(_, row)| RecordId { party, row })
                .collect(),
        }
    }

    /// The filters of party `party` that lie end to end in `bytes`, each of `filter_bytes` bytes, as other programs' files
    /// have them. Zero bits at their end, which no comparison sees, bring them to a length that is searched.
    ///
    /// # Errors
    /// [`MatchingError::TooLong`] for filters of more than 4096 bits.
    pub fn of_bytes(party: u16, filter_bytes: usize, bytes: &[u8]) -> Result<Self, MatchingError> {
        let filter_bytes = filter_bytes.max(1);
        let words_a_filter = Self::WORDS
            .into_iter()
            .find(|&words| words * 8 >= filter_bytes)
            .ok_or(MatchingError::TooLong)?;
        let filter = |row: u32| {
            let start = row as usize * filter_bytes;
            let words = bytes[start..start + filter_bytes].chunks(8).map(|word| {
                let mut whole = [0; 8];
                whole[..word.len()].copy_from_slice(word);
                u64::from_le_bytes(whole)
            });
            words.chain(std::iter::repeat(0)).take(words_a_filter)
        };
        // Files of so many filters are refused by their readers.
        let rows = u32::try_from(bytes.len() / filter_bytes).unwrap_or(u32::MAX);
        let mut order: Vec<(u32, u32)> = (0..rows)
            .map(|row| (filter(row).map(u64::count_ones).sum(), row))
            .collect();
        order.sort_unstable();
        Ok(Self {
            words_a_filter,
            words: order.iter().flat_map(|&(_, row)| filter(row)).collect(),
            bits_set: order.iter().map(|&(bits, _)| bits).collect(),
            records: order
                .iter()
                .map(|&(_, row)| RecordId { party, row })
                .collect(),
        })
    }

    /// A set of filters laid end to end, whose bits set must ascend, of records that nobody knows; `None` when they do not.
    pub(super) fn of_sorted(words_a_filter: usize, words: Vec<u64>) -> Option<Self> {
        let bits_set: Vec<u32> = words
            .chunks_exact(words_a_filter.max(1))
            .map(count)
            .collect();
        let records = (0u32..).take(bits_set.len());
        bits_set.is_sorted().then(|| Self {
            words_a_filter,
            words,
            records: records.map(|row| RecordId { party: 0, row }).collect(),
            bits_set,
        })
    }

    /// Number of filters.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub(crate) const fn words_a_filter(&self) -> usize {
        self.words_a_filter
    }

    /// The filter at this position.
    pub(super) fn filter(&self, position: usize) -> &[u64] {
        let start = position * self.words_a_filter;
        &self.words[start..start + self.words_a_filter]
    }

    /// The filters at these positions, which ascend.
    pub(super) fn select(&self, positions: &[usize]) -> Self {
        Self {
            words_a_filter: self.words_a_filter,
            words: positions
                .iter()
                .flat_map(|&position| self.filter(position).iter().copied())
                .collect(),
            bits_set: positions.iter().map(|&at| self.bits_set[at]).collect(),
            records: positions.iter().map(|&at| self.records[at]).collect(),
        }
    }

    /// How many bits each filter sets, ascending.
    pub(super) fn bits_set(&self) -> &[u32] {
        &self.bits_set
    }

    pub(super) fn record(&self, position: usize) -> RecordId {
        self.records[position]
    }
}

fn count(filter: &[u64]) -> u32 {
    filter.iter().map(|word| word.count_ones()).sum()
}
