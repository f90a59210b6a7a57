//! Diffusion: a filter whose every bit is the exclusive or of several bits of a sparse filter.
//!
//! Armknecht, Heng and Schnell, "Strengthening privacy-preserving record linkage using diffusion", Proceedings on Privacy
//! Enhancing Technologies 2023(2). It takes from single bits the meaning that pattern and graph attacks build on. Schäfer,
//! Armknecht and Heng (ACSAC 2024) attacked it: with 8 and 10 mixed bits of filters about a fifth full they got back next
//! to nobody (at most 0.06%), with 2 to 4 nearly all. A sparser input and a longer output keep links better, and are not
//! theirs: `attack` tries them. Ten bits mixed of a filter a fourteenth full give everybody away, and 28 nobody of 2,000
//! (`docs/attacks.md`). That an attack fails is no proof.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::secret::{DerivedKey, Zeroizing};

/// The mixing of one project. Exclusive or is linear, so that each bit of the input has a row of the output's bits that
/// it turns over, and the output is the exclusive or of the rows of the bits that are set: seventy of a sparse filter.
///
/// The rows are as good as the key of the mixing: no `Debug`, wiped on drop.
pub(super) struct Diffusion {
    /// One row for each bit of the input, end to end.
    rows: Zeroizing<Vec<u8>>,
    output: Vec<u8>,
}

impl Diffusion {
    /// Draws, for each of `output_bits` bits in turn, `mixed` distinct bits of the input. Both lengths are powers of two
    /// of at least 8, and `mixed` is no more than `input_bits`.
    pub(super) fn new(
        key: &DerivedKey<32>,
        input_bits: u32,
        output_bits: u32,
        mixed: usize,
    ) -> Self {
        let width = output_bits as usize / 8;
        let mut rows = Zeroizing::new(vec![0; input_bits as usize * width]);
        let drawn = draw(key, input_bits, output_bits, mixed);
        for (output, inputs) in drawn.chunks_exact(mixed).enumerate() {
            for &input in inputs {
                rows[input as usize * width + output / 8] ^= bit(output);
            }
        }
        Self {
            rows,
            output: vec![0; width],
        }
    }

    /// The output of this filter, which has the input's length.
    pub(super) fn of(&mut self, filter: &[u8]) -> &[u8] {
        self.output.fill(0);
        let width = self.output.len();
        for (position, &byte) in filter.iter().enumerate() {
            let mut left = byte;
            while left != 0 {
                let place = left.leading_zeros() as usize;
                left ^= bit(place);
                let start = (8 * position + place) * width;
                for (to, from) in self.output.iter_mut().zip(&self.rows[start..start + width]) {
                    *to ^= from;
                }
            }
        }
        &self.output
    }
}

/// A bit in its byte: bit 0 is the most significant, as in all filters.
const fn bit(position: usize) -> u8 {
    0x80 >> (position % 8)
}

/// The positions of the input for each bit of the output, end to end: the keystream of `ChaCha20` (RFC 8439, counter
/// and nonce 0) in little-endian 32-bit numbers, of which the lowest bits count; a position that the same bit of the
/// output has already is passed over.
fn draw(
    key: &DerivedKey<32>,
    input_bits: u32,
    output_bits: u32,
    mixed: usize,
) -> Zeroizing<Vec<u32>> {
    let mut keystream = ChaCha20Rng::from_seed(**key);
    let mut drawn = Zeroizing::new(Vec::with_capacity(output_bits as usize * mixed));
    for _ in 0..output_bits {
        let start = drawn.len();
        while drawn.len() < start + mixed {
            let position = keystream.next_u32() & (input_bits - 1);
            if !drawn[start..].contains(&position) {
                drawn.push(position);
            }
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(byte: u8) -> DerivedKey<32> {
        Zeroizing::new([byte; 32])
    }

    /// RFC 8439, appendix A.1, test vector 1: the keystream of a key, nonce and counter of zeros begins 76 b8 e0 ad, a0 f1
    /// 3d 90, 40 5d 6a e5, 53 86 bd 28.
    #[test]
    fn positions_are_the_published_keystream() {
        let words = [0xade0_b876_u32, 0x903d_f1a0, 0xe56a_5d40, 0x28bd_8653];
        let expected: Vec<u32> = words.iter().map(|word| word % 1024).collect();
        assert_eq!(draw(&key(0), 1024, 512, 10)[..4], expected);
    }

    proptest! {
        #[test]
        fn each_bit_is_the_exclusive_or_of_the_bits_drawn_for_it(
            filter in proptest::collection::vec(any::<u8>(), 128),
            sparse in proptest::collection::vec(0usize..1024, 0..80),
            secret in any::<u8>(),
            mixed in 1usize..=32,
            power in 9u32..=12,
        ) {
            let mut thin = vec![0u8; 128];
            for &place in &sparse {
                thin[place / 8] |= bit(place);
            }
            let output_bits = 1 << power;
            let drawn = draw(&key(secret), 1024, output_bits, mixed);
            let mut diffusion = Diffusion::new(&key(secret), 1024, output_bits, mixed);
            for filter in [filter, thin] {
                let is_set = |place: &u32| filter[*place as usize / 8] & bit(*place as usize) != 0;
                let mut expected = vec![0u8; output_bits as usize / 8];
                for (output, inputs) in drawn.chunks(mixed).enumerate() {
                    if inputs.iter().filter(|place| is_set(place)).count() % 2 == 1 {
                        expected[output / 8] |= bit(output);
                    }
                }
                prop_assert_eq!(diffusion.of(&filter), &expected[..]);
            }
        }

        #[test]
        fn the_bits_mixed_into_one_are_distinct(secret in any::<u8>(), mixed in 8usize..=32) {
            for inputs in draw(&key(secret), 512, 512, mixed).chunks(mixed) {
                let distinct: std::collections::BTreeSet<_> = inputs.iter().collect();
                prop_assert_eq!(distinct.len(), mixed);
            }
        }
    }
}
