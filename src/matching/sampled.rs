//! Most pairs of two filter sets at or above a score, where there are too many pairs to compare them all.
//!
//! Locality-sensitive hashing for the Hamming distance by sampling bits (Indyk and Motwani 1998; for record filters:
//! Durham 2012; Franke, Sehili and Rahm 2018). In each of many tables, filters that agree on a sample of bit positions
//! share a bucket, and the pairs of a bucket are compared: 128 other bits of each first, then, if those are close enough,
//! the whole filters, exactly. What is found is therefore similar; what is missed is measured
//! ([`super::MeasuredRecall`]).

use std::sync::{Mutex, PoisonError};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::bit_sample::{BitSample, KEY_WORDS};
use super::bounds::Bounds;
use super::key_partitions::{Entry, Lookup, Partitions, for_each_key, partition_bits};
use super::similarity::{Found, SimilaritySearch};
use super::sketched_pairs::SketchedPairs;
use super::word_columns::WordColumns;
use super::{FilterSet, MatchingError};

/// Share of the pairs that stand just at the score which are to be found; of those above, more are.
const RECALL: f64 = 0.995;
/// The most tables: more take longer than comparing all pairs, or nearly.
const MAX_TABLES: u16 = 2000;
/// Positions set in fewer or more of the filters than this say little.
const INFORMATIVE: std::ops::RangeInclusive<f64> = 0.15..=0.85;
/// Pairs that may have one key beyond which filters are told apart by further bits.
const LARGE_BUCKET: usize = 1 << 20;
/// Ways in which a large bucket is split, each by bits of its own, so that a pair parted by one may meet in another.
const SPLITS: usize = 4;
/// Bits that a large bucket is split by.
const SPLIT_BITS: usize = 8;
/// Depth to which large buckets are split.
const SPLIT_DEPTH: usize = 2;
/// Nanoseconds to put a filter into a table and look it up, and to compare the sketches of a pair: measured, and of no
/// consequence for what is promised.
const FILTER_COST: f64 = 22.0;
const SKETCH_COST: f64 = 5.0;
/// How many more pairs share a key than would if bits were independent: those of one name or date come together.
const SKEW: f64 = 2.0;
/// Standard deviations by which the sketches of a pair may differ more than those of pairs at the lowest score kept do on average.
/// One in forty of such pairs is passed over in one table of many, and one in thousands of those that may become links: where they are
/// passed over, a further table finds them.
const SKETCH_DEVIATIONS: f64 = 2.0;

/// A comparison of two filter sets by sampled bits, made ready.
pub(super) struct Sampled {
    bounds: Bounds,
    seed: [u8; 32],
    /// The informative positions of each word, as a mask.
    informative: Vec<u64>,
    /// Bits in a key.
    key_bits: usize,
    tables: usize,
    /// Sketches that differ in more bits than this are not compared further.
    sketch_distance: u32,
    left: WordColumns,
    right: WordColumns,
    /// Of the threads that are between two tables.
    rooms: Mutex<Vec<Room>>,
}

/// What a thread makes tables in, used for one after the other.
#[derive(Default)]
struct Room {
    left: Partitions,
    right: Partitions,
    lookup: Lookup,
}

impl Sampled {
    pub(super) fn new(
        search: &SimilaritySearch,
        bounds: Bounds,
        left: &FilterSet,
        right: &FilterSet,
    ) -> Self {
        // Sums, products, quotients and square roots alone, which every machine rounds alike: the choice of bits must be
        // the same in a browser.
        let frequencies = frequencies(left);
        let telling = |share: &f64| INFORMATIVE.contains(share);
        let count = frequencies.iter().copied().filter(telling).count();
        // A set without informative positions has few distinct filters: then any position will do.
        let all = count < 4 * KEY_WORDS;
        let informative: Vec<u64> = frequencies
            .chunks(64)
            .map(|shares| {
                shares.iter().enumerate().fold(0, |mask, (bit, share)| {
                    mask | u64::from(all || telling(share)) << bit
                })
            })
            .collect();
        let positions: u32 = informative.iter().map(|word| word.count_ones()).sum();
        let positions = f64::from(positions.max(1));
        // Two unlike filters agree on a position that has bit 1 with probability p with probability p^2 + (1 - p)^2.
        let agreeing: f64 = frequencies
            .iter()
            .enumerate()
            .filter(|&(position, _)| informative[position / 64] >> (position % 64) & 1 == 1)
            .map(|(_, p)| p * p + (1.0 - p) * (1.0 - p))
            .sum();
        let agree = agreeing / positions;
        // Filters of the usual number of bits that just reach the score differ in 2 (1 - score) of it.
        let usual = f64::from(left.bits_set().get(left.len() / 2).copied().unwrap_or(0));
        let differ = (2.0 * (1.0 - search.link_from.get()) * usual / positions).clamp(0.001, 0.9);
        #[expect(clippy::cast_precision_loss)] // Counts of records stay far below 2^52.
        let (left_count, right_count) = (left.len() as f64, right.len() as f64);
        let cost = |key_bits: u16| {
            let pairs = left_count * right_count * power(agree, key_bits) * SKEW;
            f64::from(tables(differ, key_bits))
                * ((left_count + right_count) * FILTER_COST + pairs * SKETCH_COST)
        };
        let key_bits = (4..=32)
            .min_by(|&one, &other| cost(one).total_cmp(&cost(other)))
            .unwrap_or(16);
        let differ_kept =
            differ * (1.0 - search.keep_from.get()) / (1.0 - search.link_from.get()).max(0.01);
        let differ_kept = differ_kept.min(0.5);
        let deviation = (128.0 * differ_kept * (1.0 - differ_kept)).sqrt();
        let sketch_distance = 128.0 * differ_kept + SKETCH_DEVIATIONS * deviation;
        // A number from 0 to a few hundred.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let sketch_distance = sketch_distance as u32;
        Self {
            bounds,
            seed: search.seed,
            informative,
            key_bits: usize::from(key_bits),
            tables: usize::from(tables(differ, key_bits)),
            sketch_distance,
            left: WordColumns::of(left),
            right: WordColumns::of(right),
            rooms: Mutex::default(),
        }
    }

    /// How many parts the work has: one a table.
    pub(super) fn parts(&self) -> usize {
        self.tables
    }

    /// Does one part. Pairs come once each.
    pub(super) fn compare(
        &self,
        left: &FilterSet,
        right: &FilterSet,
        part: usize,
        found: &mut Found,
    ) -> Result<(), MatchingError> {
        self.table(left, right, part, found)?;
        found.deduplicate()
    }

    fn table(
        &self,
        left: &FilterSet,
        right: &FilterSet,
        table: usize,
        found: &mut Found,
    ) -> Result<(), MatchingError> {
        let mut rng = ChaCha8Rng::from_seed(self.seed);
        rng.set_stream(table as u64);
        let sample = BitSample::draw(&mut rng, &self.informative, self.key_bits);
        let words = self.informative.len();
        let first = rng.next_u32() as usize % words;
        let sketch = [first, (first + 1) % words];
        let bits = partition_bits(left.len(), right.len());
        // A room that a thread left behind as it panicked is as good as any: it is filled anew.
        let rooms = || self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let mut room = rooms().pop().unwrap_or_default();
        room.left.fill(&self.left, &sample, sketch, bits);
        room.right.fill(&self.right, &sample, sketch, bits);
        let mut pairs =
            SketchedPairs::new((left, right), &self.bounds, self.sketch_distance, found);
        for partition in 0..1 << bits {
            let ours = room.left.partition(partition);
            let theirs = room.right.partition(partition);
            if ours.is_empty() || theirs.is_empty() {
                continue;
            }
            if ours.len().saturating_mul(theirs.len()) <= LARGE_BUCKET {
                room.lookup
                    .join(ours, theirs, bits, |one, others| pairs.compare(one, others))?;
                continue;
            }
            for_each_key(ours, theirs, |ours, theirs| {
                if ours.len().saturating_mul(theirs.len()) <= LARGE_BUCKET {
                    compare_all(ours, theirs, &mut pairs)
                } else {
                    let sides = ((left, ours), (right, theirs));
                    self.split(sides.0, sides.1, SPLIT_DEPTH, &mut rng, &mut pairs)
                }
            })?;
        }
        pairs.confirm()?;
        rooms().push(room);
        Ok(())
    }

    /// Compares the pairs of a large bucket that agree on further bits too. A bucket that no bits tell apart is compared
    /// whole in the end.
    fn split(
        &self,
        (left, ours): (&FilterSet, &[Entry]),
        (right, theirs): (&FilterSet, &[Entry]),
        depth: usize,
        rng: &mut ChaCha8Rng,
        pairs: &mut SketchedPairs<'_>,
    ) -> Result<(), MatchingError> {
        for _ in 0..SPLITS {
            let sample = BitSample::draw(rng, &self.informative, SPLIT_BITS);
            let keyed = |set: &FilterSet, entries: &[Entry]| -> Vec<Entry> {
                let key = |entry: &Entry| sample.key(set.filter(entry.position as usize));
                let entries = entries.iter();
                entries
                    .map(|entry| Entry {
                        key: key(entry),
                        ..*entry
                    })
                    .collect()
            };
            let (mut lefts, mut rights) = (keyed(left, ours), keyed(right, theirs));
            let mut whole = false;
            for_each_key(&mut lefts, &mut rights, |lefts, rights| {
                whole = (lefts.len(), rights.len()) == (ours.len(), theirs.len());
                let large = lefts.len().saturating_mul(rights.len()) > LARGE_BUCKET;
                if whole || depth == 0 || !large {
                    return compare_all(lefts, rights, pairs);
                }
                self.split((left, lefts), (right, rights), depth - 1, rng, pairs)
            })?;
            if whole {
                // These bits tell none of them apart, and all have been compared.
                return Ok(());
            }
        }
        Ok(())
    }
}

fn power(base: f64, exponent: u16) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}

/// How many tables find [`RECALL`] of the pairs that differ in this share of positions: 1 - (1 - (1 - d)^k)^tables.
fn tables(differ: f64, key_bits: u16) -> u16 {
    let miss_one = 1.0 - power(1.0 - differ, key_bits);
    let mut miss_all = miss_one;
    let mut tables = 1;
    while miss_all > 1.0 - RECALL && tables < MAX_TABLES {
        miss_all *= miss_one;
        tables += 1;
    }
    tables
}

fn compare_all(
    lefts: &[Entry],
    rights: &[Entry],
    pairs: &mut SketchedPairs<'_>,
) -> Result<(), MatchingError> {
    lefts.iter().try_for_each(|one| pairs.compare(one, rights))
}

/// Of each position, the share of filters that have it, on some thousands of them.
fn frequencies(set: &FilterSet) -> Vec<f64> {
    let every = (set.len() / 4096).max(1);
    let mut counts = vec![0u32; set.words_a_filter() * 64];
    let mut filters = 0u32;
    for position in (0..set.len()).step_by(every) {
        filters += 1;
        for (bit, count) in counts.iter_mut().enumerate() {
            *count += (set.filter(position)[bit / 64] >> (bit % 64) & 1) as u32;
        }
    }
    counts
        .into_iter()
        .map(|count| f64::from(count) / f64::from(filters.max(1)))
        .collect()
}
