//! Every pair of two filter sets at or above a score: exact, and without finishing most comparisons.
//!
//! The left side is transposed into tiles of 256 filters ([`super::bit_slices`]). A right filter's set bits are taken in
//! the order of how rare they are on the left, and only the first few blocks are counted: what they leave uncounted can
//! add at most one common bit each, so a lane that stays below the least possible is done with. This is the prefix filter of
//! set similarity joins (Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007) in place of an index. Lanes that
//! remain are compared in full.

use crate::units::Arrange;
use std::sync::Arc;

use super::bit_slices::{BLOCK, BitSlices, LANES, Sums, lanes};
use super::bounds::Bounds;
use super::similarity::{Found, dice};
use super::{FilterSet, MatchingError};

/// Right filters in a part of the work.
pub(super) const CHUNK: usize = 2048;
/// Nanoseconds to add a block, and to compare in full a pair that the blocks did not exclude, a pair: measured, and of no
/// consequence for the result.
const BLOCK_COST: f64 = 0.11;
const FULL_COST: f64 = 12.0;
/// Filters of each side that the number of blocks is chosen on.
const SAMPLE: usize = 100;

/// A comparison of two filter sets, made ready.
pub(super) struct Exhaustive {
    left: Arc<FilterSet>,
    right: Arc<FilterSet>,
    bounds: Bounds,
    tiles: Vec<Tile>,
    /// Of each bit position, its place in the order from the rarest on the left to the commonest.
    rank: Vec<u16>,
    /// Blocks of each right filter that are counted.
    blocks: usize,
}

struct Tile {
    slices: BitSlices,
    /// Position of the first filter.
    start: usize,
    /// The highest share of the least common bits among the tile's filters; each lane starts at what it is below this.
    share: u32,
    fewest_bits: u32,
    most_bits: u32,
}

impl Exhaustive {
    /// Transposes the left side: as much memory as its filters.
    pub(super) fn new(bounds: Bounds, left: Arc<FilterSet>, right: Arc<FilterSet>) -> Self {
        let bits = left.words_a_filter() * 64;
        let rank = rarity_ranks(&left, bits);
        let blocks = choose_blocks(&bounds, &left, &right, &rank);
        let tiles = (0..left.len())
            .step_by(LANES)
            .map(|start| {
                let end = (start + LANES).min(left.len());
                let positions: Vec<Vec<u16>> = (start..end)
                    .map(|position| ranked(left.filter(position), &rank))
                    .collect();
                let bits_set = &left.bits_set()[start..end];
                let most_bits = bits_set.last().copied().unwrap_or(0);
                Tile {
                    slices: BitSlices::new(bits, positions.iter().map(Vec::as_slice)),
                    start,
                    share: bounds.share(most_bits),
                    fewest_bits: bits_set.first().copied().unwrap_or(0),
                    most_bits,
                }
            })
            .collect();
        Self {
            left,
            right,
            bounds,
            tiles,
            rank,
            blocks,
        }
    }

    /// How many parts the work has.
    pub(super) fn parts(&self) -> usize {
        self.right.len().div_ceil(CHUNK)
    }

    /// Does one part: all left filters with one chunk of the right.
    pub(super) fn compare(&self, part: usize, found: &mut Found) -> Result<(), MatchingError> {
        // Common bits and a lane's start are together below twice the number of bits.
        if self.left.words_a_filter() <= 16 {
            self.compare_digits::<11>(part, found)
        } else {
            self.compare_digits::<13>(part, found)
        }
    }

    fn compare_digits<const DIGITS: usize>(
        &self,
        part: usize,
        found: &mut Found,
    ) -> Result<(), MatchingError> {
        let bits = self.left.words_a_filter() * 64;
        let start = (part * CHUNK).min(self.right.len());
        let end = (start + CHUNK).min(self.right.len());
        // A position that no filter has, for what the last block lacks.
        let nowhere = u16::try_from(bits).unwrap_or(u16::MAX);
        let mut positions = Vec::with_capacity((end - start) * self.blocks);
        let mut uncounted = Vec::with_capacity(end - start);
        for position in start..end {
            let set = ranked(self.right.filter(position), &self.rank);
            let counted = set.len().min(self.blocks * BLOCK);
            uncounted.push(u32::try_from(set.len() - counted).unwrap_or(u32::MAX));
            let mut padded = set.into_iter().take(counted);
            positions.extend((0..self.blocks).map(|_| -> [u16; BLOCK] {
                std::array::from_fn(|_| padded.next().unwrap_or(nowhere))
            }));
        }
        let right_bits = &self.right.bits_set()[start..end];
        for tile in &self.tiles {
            let left_bits = &self.left.bits_set()[tile.start..];
            let starts = left_bits
                .iter()
                .take(LANES)
                .map(|&bits| tile.share - self.bounds.share(bits));
            let starts = Sums::<DIGITS>::new(starts);
            let (window_start, window_end) =
                self.bounds
                    .window(right_bits, tile.fewest_bits, tile.most_bits);
            for offset in window_start..window_end {
                let other_bits = right_bits[offset];
                let least =
                    (tile.share + self.bounds.share(other_bits)).saturating_sub(uncounted[offset]);
                let blocks = &positions[offset * self.blocks..(offset + 1) * self.blocks];
                for lane in lanes(tile.slices.at_least(&starts, blocks, least)) {
                    let (one, other) = (tile.start + lane, start + offset);
                    let common = common_bits(self.left.filter(one), self.right.filter(other));
                    let own_bits = left_bits[lane];
                    if common > 0 && common >= self.bounds.least(own_bits + other_bits) {
                        found.add(one, other, dice(common, own_bits, other_bits))?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// How many bits two filters have in common. The lengths of filters are multiples of 8 words.
#[inline]
pub(super) fn common_bits(one: &[u64], other: &[u64]) -> u32 {
    let (ones, one) = one.as_chunks();
    let (others, other) = other.as_chunks();
    let rest = one.iter().zip(other);
    let rest = rest.map(|(one, other)| (one & other).count_ones());
    ones.iter().zip(others).map(of_eight).sum::<u32>() + rest.sum::<u32>()
}

/// Eight words at a time, without a loop: the words of several pairs are then on their way at once.
#[inline]
fn of_eight((one, other): (&[u64; 8], &[u64; 8])) -> u32 {
    let words = one.iter().zip(other);
    words
        .map(|(one, other)| (one & other).count_ones())
        .sum::<u32>()
}

/// Of each bit position, its place in the order of how many filters have it, ascending.
fn rarity_ranks(set: &FilterSet, bits: usize) -> Vec<u16> {
    let mut frequency = vec![0u32; bits];
    for position in 0..set.len() {
        for bit in bit_positions(set.filter(position)) {
            frequency[bit] += 1;
        }
    }
    let mut order: Vec<usize> = (0..bits).collect();
    order.arrange_by_key(|&bit| frequency[bit]);
    let mut rank = vec![0; bits];
    for (place, bit) in (0u16..).zip(order) {
        rank[bit] = place;
    }
    rank
}

fn bit_positions(filter: &[u64]) -> impl Iterator<Item = usize> {
    filter.iter().enumerate().flat_map(|(number, &word)| {
        let mut word = word;
        std::iter::from_fn(move || {
            let bit = word.trailing_zeros() as usize;
            (word != 0).then(|| {
                word &= word - 1;
                number * 64 + bit
            })
        })
    })
}

/// The ranks of a filter's set bits, ascending.
fn ranked(filter: &[u64], rank: &[u16]) -> Vec<u16> {
    let mut present = vec![0u64; filter.len()];
    for bit in bit_positions(filter) {
        let place = usize::from(rank[bit]);
        present[place / 64] |= 1 << (place % 64);
    }
    // A filter has at most 4096 bits.
    bit_positions(&present)
        .map(|place| u16::try_from(place).unwrap_or(u16::MAX))
        .collect()
}

/// The number of blocks that takes least time on a few filters of each side.
fn choose_blocks(bounds: &Bounds, left: &FilterSet, right: &FilterSet, rank: &[u16]) -> usize {
    let most = right.bits_set().last().copied().unwrap_or(0) as usize;
    let most_blocks = most.div_ceil(BLOCK).max(1);
    let spread = |set: &FilterSet| -> Vec<usize> {
        let every = set.len().div_ceil(SAMPLE).max(1);
        // From the middle of each step: the shortest filters are unlike the rest.
        (every / 2..set.len()).step_by(every).collect()
    };
    let (lefts, rights) = (spread(left), spread(right));
    // By the number of blocks counted: how many pairs those leave possible.
    let mut possible = vec![0u64; most_blocks + 1];
    for &other in &rights {
        let positions = ranked(right.filter(other), rank);
        for &one in &lefts {
            let mut has = vec![false; rank.len()];
            for bit in bit_positions(left.filter(one)) {
                has[usize::from(rank[bit])] = true;
            }
            let least = bounds.least(left.bits_set()[one] + right.bits_set()[other]) as usize;
            let may_miss = positions.len().checked_sub(least);
            let Some(may_miss) = may_miss else { continue };
            let mut missed = 0;
            for (number, block) in positions.chunks(BLOCK).enumerate() {
                possible[number] += u64::from(missed <= may_miss);
                missed += block
                    .iter()
                    .filter(|&&rank| !has[usize::from(rank)])
                    .count();
            }
            let counted = positions.len().div_ceil(BLOCK);
            for left_over in &mut possible[counted..] {
                *left_over += u64::from(missed <= may_miss);
            }
        }
    }
    let pairs = (lefts.len() * rights.len()).max(1);
    #[expect(clippy::cast_precision_loss)] // Small numbers.
    let cost = |blocks: usize| {
        blocks as f64 * BLOCK_COST + possible[blocks] as f64 / pairs as f64 * FULL_COST
    };
    (1..=most_blocks)
        .min_by(|&one, &other| cost(one).total_cmp(&cost(other)))
        .unwrap_or(1)
}
