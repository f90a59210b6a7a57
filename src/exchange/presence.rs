/// Which rows have a value: one bit a row, and the number of values before each 64 rows, so that values can be stored
/// without gaps and still be found by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Presence {
    words: Vec<u64>,
    /// How many values lie before each word's first row.
    before: Vec<u32>,
    rows: usize,
    values: usize,
}

const WORD: usize = 64;

impl Presence {
    /// Makes room for this many rows in all.
    pub(super) fn reserve(&mut self, rows: usize) -> Result<(), std::collections::TryReserveError> {
        self.words.try_reserve_exact(rows.div_ceil(WORD))?;
        self.before.try_reserve_exact(rows.div_ceil(WORD))
    }

    /// The number of rows with a value.
    pub(super) const fn values(&self) -> usize {
        self.values
    }

    /// Appends rows, at most 64, of which the lowest bit of `bits` is the first; bits above them must be 0.
    pub(super) fn push_bits(&mut self, bits: u64, rows: usize) {
        let offset = self.rows % WORD;
        if offset == 0 && rows > 0 {
            self.push_word(bits, self.values);
        } else if let Some(last) = self.words.last_mut() {
            *last |= bits << offset;
            if offset + rows > WORD {
                let fitting = WORD - offset;
                let fitted = (bits << offset).count_ones() as usize;
                self.push_word(bits >> fitting, self.values + fitted);
            }
        }
        self.rows += rows;
        self.values += bits.count_ones() as usize;
    }

    fn push_word(&mut self, word: u64, before: usize) {
        self.words.push(word);
        // No extract has 2^32 rows.
        self.before.push(u32::try_from(before).unwrap_or(u32::MAX));
    }

    /// Appends rows that all have a value, or have none.
    pub(super) fn push_run(&mut self, present: bool, rows: usize) {
        let mut left = rows;
        while left > 0 {
            let part = left.min(WORD);
            let bits = if present {
                u64::MAX >> (WORD - part)
            } else {
                0
            };
            self.push_bits(bits, part);
            left -= part;
        }
    }

    /// Whether the row has a value; a row that is not there has none.
    pub(super) fn has(&self, row: usize) -> bool {
        self.words
            .get(row / WORD)
            .is_some_and(|word| word >> (row % WORD) & 1 == 1)
    }

    /// The place of the row's value among all values.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        let (word, before) = (self.words.get(row / WORD)?, self.before.get(row / WORD)?);
        let bit = 1u64 << (row % WORD);
        (word & bit != 0).then(|| *before as usize + (word & (bit - 1)).count_ones() as usize)
    }

    /// The rows that have a value, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(position, &word)| {
            let next = |bits: &u64| Some(bits & (bits - 1)).filter(|&rest| rest != 0);
            std::iter::successors(Some(word).filter(|&bits| bits != 0), next)
                .map(move |bits| position * WORD + bits.trailing_zeros() as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn agrees_with_a_list_of_truth_values(
            runs in proptest::collection::vec((any::<bool>(), 0usize..200, any::<u64>(), 0usize..=64), 0..12),
        ) {
            let mut presence = Presence::default();
            let mut plain = Vec::new();
            for (present, length, bits, rows) in runs {
                presence.push_run(present, length);
                plain.extend(std::iter::repeat_n(present, length));
                let bits = if rows == 0 { 0 } else { bits >> (64 - rows) };
                presence.push_bits(bits, rows);
                plain.extend((0..rows).map(|row| bits >> row & 1 == 1));
            }
            let present: Vec<_> = (0..plain.len()).filter(|&row| plain[row]).collect();
            prop_assert_eq!(presence.rows, plain.len());
            prop_assert_eq!(presence.values(), present.len());
            prop_assert_eq!(&presence.iter().collect::<Vec<_>>(), &present);
            for row in 0..plain.len() + 70 {
                let place = present.binary_search(&row).ok();
                prop_assert_eq!(presence.place(row), place);
                prop_assert_eq!(presence.has(row), place.is_some());
            }
        }
    }
}
