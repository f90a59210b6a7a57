use super::RecordId;
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

    pub(super) const fn words_a_filter(&self) -> usize {
        self.words_a_filter
    }

    pub(super) fn words(&self, start: usize, end: usize) -> &[u64] {
        &self.words[start * self.words_a_filter..end * self.words_a_filter]
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
