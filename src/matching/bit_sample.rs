//! Bit positions drawn at random, and the key that a filter has at them.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

use super::word_columns::WordColumns;

/// Words that the bits of one key are sampled from: fewer are quicker to read.
pub(super) const KEY_WORDS: usize = 4;

/// One way of sampling bits.
pub(super) struct BitSample {
    words: [usize; KEY_WORDS],
    masks: [u64; KEY_WORDS],
    multipliers: [u64; KEY_WORDS],
}

impl BitSample {
    /// Draws so many of the positions that `masks` has, a mask for each word of a filter: from a few words, if those have as
    /// many.
    pub(super) fn draw(rng: &mut ChaCha8Rng, masks: &[u64], bits: usize) -> Self {
        let count = masks.len();
        // A few words at random, without repeats.
        let mut words: Vec<usize> = (0..count).collect();
        for place in 0..KEY_WORDS.min(count) {
            let other = place + rng.next_u32() as usize % (count - place);
            words.swap(place, other);
        }
        let words: [usize; KEY_WORDS] = std::array::from_fn(|place| words[place % count]);
        let mut positions: Vec<(usize, u32)> = words
            .iter()
            .enumerate()
            .flat_map(|(place, &word)| (0..64).map(move |bit| (place, word, bit)))
            .filter(|&(_, word, bit)| masks[word] >> bit & 1 == 1)
            .map(|(place, _, bit)| (place, bit))
            .collect();
        let mut sampled = [0; KEY_WORDS];
        for _ in 0..bits.min(positions.len()) {
            let (place, bit) = positions.swap_remove(rng.next_u32() as usize % positions.len());
            sampled[place] |= 1 << bit;
        }
        Self {
            words,
            masks: sampled,
            multipliers: std::array::from_fn(|_| rng.next_u64() | 1),
        }
    }

    /// The sampled bits of one filter, hashed. Filters that agree in them have the same key, and few others have.
    pub(super) fn key(&self, filter: &[u64]) -> u32 {
        self.hash(self.words.map(|word| filter[word]))
    }

    /// The keys of all filters, in the order of positions.
    pub(super) fn keys(&self, filters: &WordColumns, keys: &mut Vec<u32>) {
        let [first, second, third, fourth] = self.words.map(|word| filters.word(word));
        let words = first.iter().zip(second).zip(third).zip(fourth);
        keys.clear();
        keys.extend(words.map(|(((&a, &b), &c), &d)| self.hash([a, b, c, d])));
    }

    fn hash(&self, words: [u64; KEY_WORDS]) -> u32 {
        let mut hash = 0u64;
        for ((word, mask), multiplier) in words.iter().zip(&self.masks).zip(&self.multipliers) {
            hash = (hash ^ (word & mask)).wrapping_mul(*multiplier);
            hash ^= hash >> 32;
        }
        // The upper half of a product depends on all of its factors' bits.
        (hash.wrapping_mul(self.multipliers[0]) >> 32) as u32
    }
}
