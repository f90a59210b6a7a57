//! Most pairs of two filter sets at or above a score, where there are too many pairs to compare them all.
//!
//! Locality-sensitive hashing for the Hamming distance by sampling bits (Indyk and Motwani 1998; for record filters:
//! Durham 2012; Franke, Sehili and Rahm 2018). In each of many tables, filters that agree on a sample of bit positions
//! share a bucket, and the pairs of a bucket are compared: 128 other bits of each first, then, if those are close enough,
//! the whole filters, exactly. What is found is therefore similar; what is missed is measured
//! ([`super::MeasuredRecall`]).

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::bounds::Bounds;
use super::exhaustive::common_bits;
use super::similarity::{Found, SimilaritySearch, dice};
use super::{FilterSet, MatchingError};

/// Share of the pairs that stand just at the score which are to be found; of those above, more are.
const RECALL: f64 = 0.99;
/// The most tables: more take longer than comparing all pairs, or nearly.
const MAX_TABLES: u16 = 2000;
/// Words that the bits of one key are sampled from: fewer are quicker to read.
const KEY_WORDS: usize = 4;
/// Positions set in fewer or more of the filters than this say little.
const INFORMATIVE: std::ops::RangeInclusive<f64> = 0.15..=0.85;
/// Pairs in a bucket beyond which it is split by further bits.
const LARGE_BUCKET: usize = 1 << 20;
/// Ways in which a large bucket is split, each by bits of its own, so that a pair parted by one may meet in another.
const SPLITS: usize = 4;
/// Bits that a large bucket is split by.
const SPLIT_BITS: usize = 8;
/// Depth to which large buckets are split.
const SPLIT_DEPTH: usize = 2;
/// Pairs found beyond which those found more than once are thrown out.
const DEDUPLICATE_AFTER: usize = 1 << 21;
/// Nanoseconds to put a filter into a table, and to compare the sketches of a pair: measured, and of no consequence for
/// what is promised.
const FILTER_COST: f64 = 40.0;
const SKETCH_COST: f64 = 2.0;
/// How many more pairs share a bucket than would if bits were independent: those of one name or date come together.
const SKEW: f64 = 24.0;

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
}

/// One way of sampling bits.
struct Sample {
    words: [usize; KEY_WORDS],
    masks: [u64; KEY_WORDS],
    multipliers: [u64; KEY_WORDS],
}

/// One side's filters in the order of their buckets.
struct Side {
    /// Where each bucket begins, and where the last ends.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    sketch: [u64; 2],
    position: u32,
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
        // Bits of one gram go together, so the spread is wider than the binomial one.
        let differ_kept =
            differ * (1.0 - search.keep_from.get()) / (1.0 - search.link_from.get()).max(0.01);
        let sketch_distance = 128.0 * differ_kept + 4.5 * (128.0 * differ_kept).sqrt();
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
        let sample = self.sample(&mut rng, self.key_bits);
        let words = self.informative.len();
        let first = rng.next_u32() as usize % words;
        let sketch = [first, (first + 1) % words];
        let buckets = left
            .len()
            .max(right.len())
            .next_power_of_two()
            .clamp(1 << 8, 1 << 20);
        let (lefts, rights) = (
            Side::new(left, &sample, sketch, buckets),
            Side::new(right, &sample, sketch, buckets),
        );
        let mut repeated = (found.pairs.len() * 2).max(DEDUPLICATE_AFTER);
        let mut compare = |one: &Entry, other: &Entry| {
            let differ = (one.sketch[0] ^ other.sketch[0]).count_ones()
                + (one.sketch[1] ^ other.sketch[1]).count_ones();
            if differ > self.sketch_distance {
                return Ok(());
            }
            let (one, other) = (one.position as usize, other.position as usize);
            let common = common_bits(left.filter(one), right.filter(other));
            let (own, theirs) = (left.bits_set()[one], right.bits_set()[other]);
            if common > 0 && common >= self.bounds.least(own + theirs) {
                found.add(one, other, dice(common, own, theirs))?;
                if found.pairs.len() >= repeated {
                    found.deduplicate()?;
                    repeated = (found.pairs.len() * 2).max(DEDUPLICATE_AFTER);
                }
            }
            Ok(())
        };
        for bucket in 0..buckets {
            let (ours, theirs) = (lefts.bucket(bucket), rights.bucket(bucket));
            if ours.is_empty() || theirs.is_empty() {
                continue;
            }
            if ours.len().saturating_mul(theirs.len()) <= LARGE_BUCKET {
                compare_all(ours, theirs, &mut compare)?;
            } else {
                self.split(
                    (left, ours),
                    (right, theirs),
                    SPLIT_DEPTH,
                    &mut rng,
                    &mut compare,
                )?;
            }
        }
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
        compare: &mut dyn FnMut(&Entry, &Entry) -> Result<(), MatchingError>,
    ) -> Result<(), MatchingError> {
        for _ in 0..SPLITS {
            let sample = self.sample(rng, SPLIT_BITS);
            let keyed = |set: &FilterSet, entries: &[Entry]| {
                let key = |entry: &Entry| sample.key(set.filter(entry.position as usize));
                let mut keyed: Vec<(u64, Entry)> =
                    entries.iter().map(|entry| (key(entry), *entry)).collect();
                keyed.sort_unstable_by_key(|&(key, entry)| (key, entry.position));
                let keys: Vec<u64> = keyed.iter().map(|&(key, _)| key).collect();
                (
                    keys,
                    keyed
                        .into_iter()
                        .map(|(_, entry)| entry)
                        .collect::<Vec<_>>(),
                )
            };
            let ((left_keys, lefts), (right_keys, rights)) =
                (keyed(left, ours), keyed(right, theirs));
            let mut start = 0;
            for run in left_keys.chunk_by(|one, other| one == other) {
                let lefts = &lefts[start..start + run.len()];
                start += run.len();
                let first = right_keys.partition_point(|key| *key < run[0]);
                let last = right_keys.partition_point(|key| *key <= run[0]);
                let rights = &rights[first..last];
                let whole = (lefts.len(), rights.len()) == (ours.len(), theirs.len());
                if whole {
                    return compare_all(lefts, rights, compare);
                }
                if depth > 0 && lefts.len().saturating_mul(rights.len()) > LARGE_BUCKET {
                    self.split((left, lefts), (right, rights), depth - 1, rng, compare)?;
                    continue;
                }
                compare_all(lefts, rights, compare)?;
            }
        }
        Ok(())
    }

    /// Samples this many informative bits, from a few words if those have as many.
    fn sample(&self, rng: &mut ChaCha8Rng, bits: usize) -> Sample {
        let count = self.informative.len();
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
            .filter(|&(_, word, bit)| self.informative[word] >> bit & 1 == 1)
            .map(|(place, _, bit)| (place, bit))
            .collect();
        let mut masks = [0; KEY_WORDS];
        for _ in 0..bits.min(positions.len()) {
            let (place, bit) = positions.swap_remove(rng.next_u32() as usize % positions.len());
            masks[place] |= 1 << bit;
        }
        Sample {
            words,
            masks,
            multipliers: std::array::from_fn(|_| rng.next_u64() | 1),
        }
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
    compare: &mut (impl FnMut(&Entry, &Entry) -> Result<(), MatchingError> + ?Sized),
) -> Result<(), MatchingError> {
    for one in lefts {
        for other in rights {
            compare(one, other)?;
        }
    }
    Ok(())
}

impl Sample {
    /// The sampled bits, hashed.
    fn key(&self, filter: &[u64]) -> u64 {
        let mut hash = 0u64;
        for place in 0..KEY_WORDS {
            let bits = filter[self.words[place]] & self.masks[place];
            hash = (hash ^ bits).wrapping_mul(self.multipliers[place]);
            hash ^= hash >> 32;
        }
        hash.wrapping_mul(self.multipliers[0])
    }
}

impl Side {
    /// Sorts the filters of a set into buckets, a power of two of them.
    fn new(set: &FilterSet, sample: &Sample, sketch: [usize; 2], buckets: usize) -> Self {
        let shift = 64 - buckets.trailing_zeros();
        let mut starts = vec![0u32; buckets + 1];
        let bucket_of = |filter: &[u64]| {
            // A number below `buckets`, of which there are at most 2^20.
            #[expect(clippy::cast_possible_truncation)]
            let bucket = (sample.key(filter) >> shift) as u32;
            bucket
        };
        let keys: Vec<u32> = (0..set.len())
            .map(|position| bucket_of(set.filter(position)))
            .collect();
        for &bucket in &keys {
            starts[bucket as usize + 1] += 1;
        }
        for bucket in 0..buckets {
            starts[bucket + 1] += starts[bucket];
        }
        let mut next = starts.clone();
        let mut entries = vec![Entry::default(); set.len()];
        for (number, (position, &bucket)) in (0u32..).zip(keys.iter().enumerate()) {
            let filter = set.filter(position);
            let place = &mut next[bucket as usize];
            entries[*place as usize] = Entry {
                sketch: sketch.map(|word| filter[word]),
                position: number,
            };
            *place += 1;
        }
        Self { starts, entries }
    }

    fn bucket(&self, bucket: usize) -> &[Entry] {
        &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }
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
