//! The heart of a CLK: token -> bit positions, remembered, and which share of a field's bits each token sets.
//!
//! The construction is clkhash's (Schnell, Bachteler and Reiher 2011, with keyed BLAKE2b for the hash functions). The
//! record filter uses it under keys of our own, and `interop::clkhash` under clkhash's.

use std::collections::HashMap;

use blake2::Blake2bMac512;
use blake2::digest::Mac;

use crate::secret::Zeroizing;

/// Bit positions in one block: 64 bytes of BLAKE2b-512 read as 16-bit numbers.
pub(crate) const POSITIONS_A_BLOCK: usize = 32;
/// The next 32 bit positions of a token.
pub(crate) type Block = [u16; POSITIONS_A_BLOCK];

/// Distinct tokens remembered per field. Names, dates and postcodes have a few thousand; beyond this, as with hostile
/// text, positions are computed each time so that memory stays flat.
pub(crate) const MAX_REMEMBERED: usize = 1 << 16;

/// The longest gram that [`GramHasher`] cuts, in characters.
pub(crate) const LONGEST_GRAM: usize = 4;

/// No position: filters have at most [`MAX_FILTER_BITS`].
const UNKNOWN: u16 = u16::MAX;

/// The longest filter whose positions fit.
pub(crate) const MAX_FILTER_BITS: u32 = 1 << 15;

/// Draws a token's bit positions, of which it sets as many as its field gives it.
pub(crate) trait BitPositions {
    /// Positions `32 * number` to `32 * number + 31` of the token.
    fn block(&self, token: &[u8], number: usize) -> Block;
}

/// Positions from BLAKE2b-512 keyed for a field, the block's number in decimal as salt, read as little-endian 16-bit
/// numbers modulo the filter's length.
pub(crate) struct KeyedBlake2b {
    key: Zeroizing<Vec<u8>>,
    filter_bits: u16,
}

impl KeyedBlake2b {
    /// `key` has 1 to 64 bytes, and `filter_bits` is a power of two of at most [`MAX_FILTER_BITS`].
    pub(crate) fn new(key: Zeroizing<Vec<u8>>, filter_bits: u32) -> Self {
        Self {
            key,
            filter_bits: u16::try_from(filter_bits).unwrap_or(1 << 15),
        }
    }
}

impl BitPositions for KeyedBlake2b {
    fn block(&self, token: &[u8], number: usize) -> Block {
        let mut positions = [0; POSITIONS_A_BLOCK];
        let mut salt = [0u8; 16];
        for (place, digit) in salt.iter_mut().zip(number.to_string().bytes()) {
            *place = digit;
        }
        let Ok(mut mac) = Blake2bMac512::new_with_salt_and_personal(Some(&self.key), &salt, &[])
        else {
            // The key and salt are within BLAKE2b's lengths, so there is nothing it could refuse.
            return positions;
        };
        mac.update(token);
        let digest = mac.finalize().into_bytes();
        for (position, pair) in positions.iter_mut().zip(digest.chunks_exact(2)) {
            *position = u16::from_le_bytes([pair[0], pair[1]]) % self.filter_bits;
        }
        positions
    }
}

/// How many bits the tokens of a value set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Insertions {
    /// This many for each token.
    PerToken(usize),
    /// This many for the value, shared out over its tokens; the first ones take one more where it does not divide.
    PerFeature(usize),
}

impl Insertions {
    /// How many bits each of `tokens` tokens sets, and how many of the first set one more.
    pub(crate) const fn shared_over(self, tokens: usize) -> (usize, usize) {
        match self {
            Self::PerFeature(bits) if tokens > 0 => (bits / tokens, bits % tokens),
            Self::PerFeature(_) => (0, 0),
            Self::PerToken(bits) => (bits, 0),
        }
    }
}

/// Sets bits of a filter. Bit 0 is the most significant bit of byte 0, as in clkhash.
#[inline]
pub(crate) fn set_bits(positions: &[u16], filter: &mut [u8]) {
    for &position in positions {
        filter[usize::from(position / 8)] |= 0x80 >> (position % 8);
    }
}

/// Cuts a field's values into grams of up to [`LONGEST_GRAM`] characters, hashes the grams (in UTF-8) into bit positions,
/// and remembers these.
pub(crate) struct GramHasher<P> {
    gram: usize,
    positional: bool,
    insertions: Insertions,
    positions: P,
    remembered: Remembered,
    grams: Vec<Gram>,
}

impl<P: BitPositions> GramHasher<P> {
    /// `gram` is the number of characters, 1 to [`LONGEST_GRAM`].
    pub(crate) fn new(gram: usize, positional: bool, insertions: Insertions, positions: P) -> Self {
        Self {
            gram: gram.clamp(1, LONGEST_GRAM),
            positional,
            insertions,
            positions,
            remembered: Remembered::default(),
            grams: Vec::new(),
        }
    }

    /// Sets the bits of `value` as `positions` draws them, and neither uses nor remembers what was drawn before; `false`
    /// when it has no grams.
    pub(crate) fn set_bits_from(
        &mut self,
        positions: &impl BitPositions,
        value: &str,
        filter: &mut [u8],
    ) -> bool {
        self.cut(value);
        let (each, extra) = self.insertions.shared_over(self.grams.len());
        for (index, gram) in self.grams.iter().enumerate() {
            let mut left = each + usize::from(index < extra);
            let mut utf8 = [0; Gram::MOST_BYTES];
            let token = gram.write(&mut utf8);
            for number in 0.. {
                if left == 0 {
                    break;
                }
                let block = positions.block(token, number);
                let drawn = left.min(POSITIONS_A_BLOCK);
                set_bits(&block[..drawn], filter);
                left -= drawn;
            }
        }
        !self.grams.is_empty()
    }

    /// Sets the bits of `value`; `false` when it has no grams.
    pub(crate) fn set_bits(&mut self, value: &str, filter: &mut [u8]) -> bool {
        self.cut(value);
        let count = self.grams.len();
        if count == 0 {
            return false;
        }
        let (each, extra) = self.insertions.shared_over(count);
        for index in 0..count {
            let bits = each + usize::from(index < extra);
            let positions = self
                .remembered
                .positions(self.grams[index], bits, &self.positions);
            set_bits(positions, filter);
        }
        true
    }

    /// Cuts into grams, padded with `gram - 1` spaces at both ends, repeats kept in order.
    fn cut(&mut self, value: &str) {
        self.grams.clear();
        if value.is_empty() {
            return;
        }
        let padding = self.gram - 1;
        // Shifted whole: lengths that are known when this is compiled need no call to copy so little.
        let mut window = [' '; LONGEST_GRAM];
        let padded = value.chars().chain(std::iter::repeat_n(' ', padding));
        for (position, character) in (1u32..).zip(padded) {
            let [_, second, third, fourth] = window;
            window = [second, third, fourth, character];
            let characters = match self.gram {
                1 => [character, ' ', ' ', ' '],
                2 => [fourth, character, ' ', ' '],
                3 => [third, fourth, character, ' '],
                _ => window,
            };
            self.grams.push(Gram {
                position: if self.positional { position } else { 0 },
                length: u8::try_from(self.gram).unwrap_or(4),
                characters,
            });
        }
    }
}

/// The bit positions of grams seen before.
#[derive(Default)]
struct Remembered {
    /// One block of positions, a cache line, for each gram that has an index of its own: nearly all there are, found
    /// without hashing or a second step through memory. [`UNKNOWN`] in its first place until it is made. Empty until the
    /// first such gram.
    blocks: Vec<Block>,
    /// Of the other grams, and of those that set more bits than a block holds.
    others: HashMap<Gram, Vec<u16>>,
}

impl Remembered {
    /// The first `bits` positions of a gram.
    fn positions(&mut self, gram: Gram, bits: usize, source: &impl BitPositions) -> &[u16] {
        if bits <= POSITIONS_A_BLOCK
            && let Some(index) = gram.index()
        {
            if self.blocks.is_empty() || self.blocks[index][0] == UNKNOWN {
                self.learn(gram, index, source);
            }
            return &self.blocks[index][..bits];
        }
        self.other(gram, bits, source)
    }

    #[cold]
    fn learn(&mut self, gram: Gram, index: usize, source: &impl BitPositions) {
        if self.blocks.is_empty() {
            self.blocks = vec![[UNKNOWN; POSITIONS_A_BLOCK]; Gram::INDICES];
        }
        let mut utf8 = [0; Gram::MOST_BYTES];
        self.blocks[index] = source.block(gram.write(&mut utf8), 0);
    }

    fn other(&mut self, gram: Gram, bits: usize, source: &impl BitPositions) -> &[u16] {
        if self.others.len() >= MAX_REMEMBERED && !self.others.contains_key(&gram) {
            self.others.clear();
        }
        let positions = self.others.entry(gram).or_default();
        while positions.len() < bits {
            let mut utf8 = [0; Gram::MOST_BYTES];
            let number = positions.len() / POSITIONS_A_BLOCK;
            positions.extend(source.block(gram.write(&mut utf8), number));
        }
        &positions[..bits]
    }
}

/// A gram of up to four characters and its 1-based position (0 when position does not count).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Gram {
    position: u32,
    length: u8,
    characters: [char; LONGEST_GRAM],
}

impl Gram {
    /// 128 by 128: two ASCII characters, or a position below 128 and one.
    const INDICES: usize = 128 * 128;
    /// Ten digits, a space, and four characters of four bytes.
    const MOST_BYTES: usize = 27;

    /// A number of its own among the grams of one field, below [`Self::INDICES`], for the common grams.
    fn index(self) -> Option<usize> {
        let ascii = |c: char| c.is_ascii().then_some(c as usize);
        let [first, second, ..] = self.characters;
        match (self.length, self.position) {
            (2, 0) => Some(ascii(first)? * 128 + ascii(second)?),
            (1, position) if position < 128 => Some(position as usize * 128 + ascii(first)?),
            _ => None,
        }
    }

    /// The gram as it is hashed: its characters in UTF-8, after its position in decimal and a space where that counts.
    fn write(self, buffer: &mut [u8; Self::MOST_BYTES]) -> &[u8] {
        let mut length = 0;
        if self.position > 0 {
            let mut digits = [0; 10];
            let mut rest = self.position;
            let mut first = digits.len();
            while rest > 0 {
                first -= 1;
                // A remainder by ten fits.
                digits[first] = b'0' + (rest % 10) as u8;
                rest /= 10;
            }
            length = digits.len() - first;
            buffer[..length].copy_from_slice(&digits[first..]);
            buffer[length] = b' ';
            length += 1;
        }
        for character in self.characters.iter().take(usize::from(self.length)) {
            length += character.encode_utf8(&mut buffer[length..]).len();
        }
        &buffer[..length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hasher(gram: usize, positional: bool, bits: usize, key: u8) -> GramHasher<KeyedBlake2b> {
        GramHasher::new(
            gram,
            positional,
            Insertions::PerFeature(bits),
            KeyedBlake2b::new(Zeroizing::new(vec![key; 64]), 1024),
        )
    }

    #[test]
    fn an_empty_value_sets_no_bit() {
        let mut filter = vec![0u8; 128];
        assert!(!hasher(2, false, 100, 1).set_bits("", &mut filter));
        assert!(filter.iter().all(|&byte| byte == 0));
    }

    #[test]
    fn positions_are_written_before_the_gram() {
        let gram = Gram {
            position: 4_294_967_295,
            length: 4,
            characters: ['\u{10ffff}'; 4],
        };
        let mut buffer = [0; Gram::MOST_BYTES];
        let expected = format!("4294967295 {}", "\u{10ffff}".repeat(4));
        assert_eq!(gram.write(&mut buffer), expected.as_bytes());
    }

    proptest! {
        /// What is remembered of earlier values never changes the filter of a later one.
        #[test]
        fn remembering_grams_changes_nothing(
            values in prop::collection::vec("[A-Z ]{0,12}|\\PC{0,8}", 1..8),
            gram in 1usize..=4,
            positional in any::<bool>(),
            bits_per_feature in 1usize..400,
        ) {
            let mut remembering = hasher(gram, positional, bits_per_feature, 7);
            for value in &values {
                let (mut one, mut other) = (vec![0u8; 128], vec![0u8; 128]);
                prop_assert_eq!(
                    remembering.set_bits(value, &mut one),
                    hasher(gram, positional, bits_per_feature, 7).set_bits(value, &mut other)
                );
                prop_assert_eq!(&one, &other);
                let mut unremembered = vec![0u8; 128];
                let source = KeyedBlake2b::new(Zeroizing::new(vec![7; 64]), 1024);
                let found = remembering.set_bits_from(&source, value, &mut unremembered);
                prop_assert_eq!(found, !value.is_empty());
                prop_assert_eq!(one, unremembered);
            }
        }
    }
}
