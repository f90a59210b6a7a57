//! The filters of two sides that share a key, found a few hundred filters at a time.
//!
//! A table of all keys is larger than a processor's caches, and looking filters up in it costs most of the time of sampling.
//! So filters are first put into partitions by the leading bits of their keys, one walk through memory, and a
//! partition's two sides are then joined within the nearest cache (the radix join of Manegold, Boncz and Kersten 2002).

use super::bit_sample::BitSample;
use super::word_columns::WordColumns;

/// Filters of one side aimed at in a partition.
const PARTITION: usize = 512;
/// The most leading bits that filters are partitioned by.
const MAX_BITS: u32 = 16;
/// Further bits of a key that a partition's filters are looked up by: four times as many as there are filters.
const LOOKUP_BITS: u32 = 11;

/// A filter in a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) key: u32,
    pub(super) position: u32,
    /// A few of the filter's words, that most unlike pairs are told apart by.
    pub(super) sketch: [u64; 2],
}

/// How many leading bits of keys the filters of two sets of these sizes are partitioned by.
pub(super) fn partition_bits(left: usize, right: usize) -> u32 {
    let partitions = (left.max(right) / PARTITION).max(1).next_power_of_two();
    partitions.trailing_zeros().min(MAX_BITS)
}

/// One side of a table. Used again for the next, it needs no new memory.
#[derive(Default)]
pub(super) struct Partitions {
    /// Where each partition begins, and where the last ends.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    keys: Vec<u32>,
    next: Vec<u32>,
}

impl Partitions {
    /// Puts all filters into partitions by this many leading bits of their keys; within one they are in the order of positions.
    pub(super) fn fill(
        &mut self,
        filters: &WordColumns,
        sample: &BitSample,
        sketch: [usize; 2],
        bits: u32,
    ) {
        sample.keys(filters, &mut self.keys);
        self.starts.clear();
        self.starts.resize((1 << bits) + 1, 0);
        for &key in &self.keys {
            self.starts[partition(key, bits) + 1] += 1;
        }
        for partition in 0..1 << bits {
            self.starts[partition + 1] += self.starts[partition];
        }
        self.next.clone_from(&self.starts);
        self.entries.resize(filters.len(), Entry::default());
        let [first, second] = sketch.map(|word| filters.word(word));
        let sketches = first.iter().zip(second);
        for ((position, &key), (&first, &second)) in (0u32..).zip(&self.keys).zip(sketches) {
            let place = &mut self.next[partition(key, bits)];
            self.entries[*place as usize] = Entry {
                key,
                position,
                sketch: [first, second],
            };
            *place += 1;
        }
    }

    /// The filters of a partition.
    pub(super) fn partition(&mut self, partition: usize) -> &mut [Entry] {
        let (start, end) = (self.starts[partition], self.starts[partition + 1]);
        &mut self.entries[start as usize..end as usize]
    }
}

fn partition(key: u32, bits: u32) -> usize {
    (u64::from(key) << bits >> 32) as usize
}

/// One side of a partition, looked up by key.
#[derive(Default)]
pub(super) struct Lookup {
    /// Where the filters of each value of the further bits begin, and where the last ends.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

impl Lookup {
    /// Calls `visit` with each filter of `ours` and all of `theirs` that have its further bits, which are few more than those
    /// that have its key. Both are of one partition by this many leading bits.
    ///
    /// # Errors
    /// What `visit` fails with.
    pub(super) fn join<E>(
        &mut self,
        ours: &[Entry],
        theirs: &[Entry],
        bits: u32,
        mut visit: impl FnMut(&Entry, &[Entry]) -> Result<(), E>,
    ) -> Result<(), E> {
        let further = |key: u32| (key << bits >> (u32::BITS - LOOKUP_BITS)) as usize;
        self.starts.clear();
        self.starts.resize((1 << LOOKUP_BITS) + 1, 0);
        for entry in theirs {
            self.starts[further(entry.key)] += 1;
        }
        let mut end = 0;
        for start in &mut self.starts {
            end += *start;
            *start = end;
        }
        if self.entries.len() < theirs.len() {
            self.entries.resize(theirs.len(), Entry::default());
        }
        // From the last on, each start comes down from the end of its filters to their beginning.
        for entry in theirs.iter().rev() {
            let start = &mut self.starts[further(entry.key)];
            *start -= 1;
            self.entries[*start as usize] = *entry;
        }
        for entry in ours {
            let value = further(entry.key);
            let (start, end) = (self.starts[value], self.starts[value + 1]);
            visit(entry, &self.entries[start as usize..end as usize])?;
        }
        Ok(())
    }
}

/// Calls `visit` with the filters of both sides that have a key, for each key that both sides have. Sorts both.
///
/// # Errors
/// What `visit` fails with.
pub(super) fn for_each_key<E>(
    ours: &mut [Entry],
    theirs: &mut [Entry],
    mut visit: impl FnMut(&[Entry], &[Entry]) -> Result<(), E>,
) -> Result<(), E> {
    ours.sort_unstable();
    theirs.sort_unstable();
    let mut rest = &*theirs;
    for same in ours.chunk_by(|one, other| one.key == other.key) {
        let key = same[0].key;
        rest = &rest[rest.partition_point(|entry| entry.key < key)..];
        let count = rest.partition_point(|entry| entry.key == key);
        if count > 0 {
            visit(same, &rest[..count])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use crate::matching::FilterSet;

    fn set(words: &[u64]) -> FilterSet {
        let filters: Vec<Vec<u64>> = words.iter().map(|&word| vec![word; 8]).collect();
        FilterSet::of_filters(0, 8, &filters)
    }

    fn naive(left: &FilterSet, right: &FilterSet, sample: &BitSample) -> Vec<(u32, u32)> {
        let keys = |set: &FilterSet| -> Vec<u32> {
            (0..set.len())
                .map(|position| sample.key(set.filter(position)))
                .collect()
        };
        let (lefts, rights) = (keys(left), keys(right));
        let mut pairs = Vec::new();
        for (one, left) in (0u32..).zip(&lefts) {
            for (other, right) in (0u32..).zip(&rights) {
                if left == right {
                    pairs.push((one, other));
                }
            }
        }
        pairs
    }

    proptest! {
        #[test]
        fn the_pairs_of_a_key_are_those_that_comparing_all_keys_finds(
            left in prop::collection::vec(0..40u64, 0..60),
            right in prop::collection::vec(0..40u64, 0..60),
            bits in 0..7u32,
            seed in any::<u64>(),
        ) {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let sample = BitSample::draw(&mut rng, &[0b11_1111; 8], 9);
            let (left, right) = (set(&left), set(&right));
            let (mut ours, mut theirs) = (Partitions::default(), Partitions::default());
            let (mut looked_up, mut sorted) = (Vec::new(), Vec::new());
            let mut lookup = Lookup::default();
            // Twice, as what is used again must not remember.
            for _ in 0..2 {
                looked_up.clear();
                sorted.clear();
                ours.fill(&WordColumns::of(&left), &sample, [0, 1], bits);
                theirs.fill(&WordColumns::of(&right), &sample, [0, 1], bits);
                for partition in 0..1 << bits {
                    let (ours, theirs) = (ours.partition(partition), theirs.partition(partition));
                    let joined = lookup.join(ours, theirs, bits, |one, others| {
                        for other in others.iter().filter(|other| other.key == one.key) {
                            assert_eq!(left.filter(one.position as usize)[0], one.sketch[0]);
                            assert_eq!(right.filter(other.position as usize)[1], other.sketch[1]);
                            looked_up.push((one.position, other.position));
                        }
                        Ok::<_, Infallible>(())
                    });
                    prop_assert!(joined.is_ok());
                    let visited = for_each_key(ours, theirs, |lefts, rights| {
                        for one in lefts {
                            sorted.extend(rights.iter().map(|other| (one.position, other.position)));
                        }
                        Ok::<_, Infallible>(())
                    });
                    prop_assert!(visited.is_ok());
                }
            }
            looked_up.sort_unstable();
            sorted.sort_unstable();
            let all = naive(&left, &right, &sample);
            prop_assert_eq!(&looked_up, &all);
            prop_assert_eq!(&sorted, &all);
        }
    }
}
