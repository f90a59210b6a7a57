//! Exhaustive similarity of record filters: every pair at or above a Dice coefficient, exactly.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{FilterSet, MatchingError, RecordId};
use crate::units::Threshold;

/// Left filters compared in one go: 16 KiB of 1024-bit filters, which stay in the first-level cache while the right
/// side streams past.
const TILE: usize = 128;
/// The most pairs kept: 24 bytes each.
const MAX_PAIRS: usize = 50_000_000;

/// Two records and how similar their filters are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredPair {
    /// A record of the left party.
    pub left: RecordId,
    /// A record of the right party.
    pub right: RecordId,
    /// Dice coefficient, 0 to 1.
    pub score: f64,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SimilarPairs {
    /// Every pair with a score of at least [`SimilaritySearch::keep_from`], in no particular order.
    pub pairs: Vec<ScoredPair>,
    /// How many pairs have a score in each bin from [`SimilaritySearch::count_from`] to 1.
    pub histogram: Vec<u64>,
    /// How many pairs there are in all, most of them excluded by their lengths alone.
    pub compared: u64,
}

/// What to look for.
#[derive(Clone, Copy, Debug)]
pub struct SimilaritySearch {
    /// Pairs at or above this are kept.
    pub keep_from: Threshold,
    /// Pairs at or above this are counted in the histogram; at most `keep_from`.
    pub count_from: Threshold,
    /// Number of bins in the histogram, of equal width from `count_from` to 1.
    pub bins: usize,
    /// Threads to use; always one in a browser.
    pub threads: usize,
}

/// The Dice coefficient (Sørensen 1948) of two filters: `2 |x AND y| / (|x| + |y|)`, 0 when both are empty.
#[must_use]
pub fn dice(common: u32, left_bits: u32, right_bits: u32) -> f64 {
    let total = left_bits + right_bits;
    if total == 0 {
        return 0.0;
    }
    2.0 * f64::from(common) / f64::from(total)
}

impl SimilaritySearch {
    /// Compares every left filter with every right filter.
    ///
    /// `progress` is called now and then with the number of left filters done.
    ///
    /// # Errors
    /// [`MatchingError::TooManyPairs`].
    pub fn run(
        &self,
        left: &FilterSet,
        right: &FilterSet,
        progress: &mut dyn FnMut(u64),
    ) -> Result<SimilarPairs, MatchingError> {
        let bounds = Bounds::new(self.count_from, left, right);
        let tiles = left.len().div_ceil(TILE);
        let threads = self.threads.clamp(1, tiles.max(1));
        let next = AtomicUsize::new(0);
        let work = |report: &mut dyn FnMut(u64)| {
            let mut found = Found::new(*self);
            loop {
                let tile = next.fetch_add(1, Ordering::Relaxed);
                if tile >= tiles {
                    return Ok(found.pairs);
                }
                let (start, end) = (tile * TILE, ((tile + 1) * TILE).min(left.len()));
                compare_tile(left, right, start, end, &bounds, &mut found)?;
                report(end as u64);
            }
        };
        let mut all = if threads == 1 {
            work(progress)?
        } else {
            self.run_threads(threads, &work)?
        };
        all.compared = left.len() as u64 * right.len() as u64;
        if all.pairs.len() > MAX_PAIRS {
            return Err(MatchingError::TooManyPairs { limit: MAX_PAIRS });
        }
        Ok(all)
    }

    fn run_threads(
        &self,
        threads: usize,
        work: &(impl Fn(&mut dyn FnMut(u64)) -> Result<SimilarPairs, MatchingError> + Sync),
    ) -> Result<SimilarPairs, MatchingError> {
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads)
                .map(|_| scope.spawn(|| work(&mut |_| {})))
                .collect();
            let mut all = SimilarPairs {
                histogram: vec![0; self.bins],
                ..SimilarPairs::default()
            };
            for worker in workers {
                let part = match worker.join() {
                    Ok(part) => part?,
                    Err(panic) => std::panic::resume_unwind(panic),
                };
                all.pairs.extend(part.pairs);
                for (sum, bin) in all.histogram.iter_mut().zip(part.histogram) {
                    *sum += bin;
                }
            }
            Ok(all)
        })
    }
}

/// For each total of set bits, the fewest common bits that reach the score.
struct Bounds {
    least_common: Vec<u32>,
}

impl Bounds {
    fn new(from: Threshold, left: &FilterSet, right: &FilterSet) -> Self {
        let most = |set: &FilterSet| set.bits_set().last().copied().unwrap_or(0);
        let totals = most(left) + most(right);
        let least_common = (0..=totals)
            .map(|total| {
                // Found by the very comparison that defines a pair, so that rounding cannot make the two differ.
                let reaches =
                    |common: u32| 2.0 * f64::from(common) / f64::from(total.max(1)) >= from.get();
                let guess = (from.get() * f64::from(total) / 2.0).floor();
                // `guess` is a small non-negative whole number.
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let guess = guess as u32;
                let start = guess.saturating_sub(1);
                (start..=start + 3)
                    .find(|&common| reaches(common))
                    .unwrap_or(u32::MAX)
            })
            .collect();
        Self { least_common }
    }

    fn least(&self, total: u32) -> u32 {
        self.least_common[total as usize]
    }

    /// Whether filters with these many bits could reach the score if one contained the other.
    fn possible(&self, left_bits: u32, right_bits: u32) -> bool {
        left_bits.min(right_bits) >= self.least(left_bits + right_bits)
            && left_bits.max(right_bits) > 0
    }
}

struct Found {
    search: SimilaritySearch,
    pairs: SimilarPairs,
}

impl Found {
    fn new(search: SimilaritySearch) -> Self {
        Self {
            search,
            pairs: SimilarPairs {
                histogram: vec![0; search.bins],
                ..SimilarPairs::default()
            },
        }
    }

    fn add(&mut self, left: RecordId, right: RecordId, score: f64) -> Result<(), MatchingError> {
        let from = self.search.count_from.get();
        // A score is at most 1 and at least `from`, so this is a small non-negative number.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let bin = ((score - from) / (1.0 - from).max(f64::EPSILON) * self.search.bins as f64 + 1e-9)
            as usize;
        if let Some(last) = self.search.bins.checked_sub(1) {
            self.pairs.histogram[bin.min(last)] += 1;
        }
        if score >= self.search.keep_from.get() {
            if self.pairs.pairs.len() >= MAX_PAIRS {
                return Err(MatchingError::TooManyPairs { limit: MAX_PAIRS });
            }
            self.pairs.pairs.push(ScoredPair { left, right, score });
        }
        Ok(())
    }
}

fn compare_tile(
    left: &FilterSet,
    right: &FilterSet,
    start: usize,
    end: usize,
    bounds: &Bounds,
    found: &mut Found,
) -> Result<(), MatchingError> {
    match left.words_a_filter() {
        8 => compare_words::<8>(left, right, start, end, bounds, found),
        16 => compare_words::<16>(left, right, start, end, bounds, found),
        32 => compare_words::<32>(left, right, start, end, bounds, found),
        64 => compare_words::<64>(left, right, start, end, bounds, found),
        // No agreement passes validation with another length.
        _ => Ok(()),
    }
}

fn compare_words<const W: usize>(
    left: &FilterSet,
    right: &FilterSet,
    start: usize,
    end: usize,
    bounds: &Bounds,
    found: &mut Found,
) -> Result<(), MatchingError> {
    let (lefts, _) = left.words(start, end).as_chunks::<W>();
    let left_bits = &left.bits_set()[start..end];
    let (Some(&fewest), Some(&most)) = (left_bits.first(), left_bits.last()) else {
        return Ok(());
    };
    // Both sides ascend by bits set: the right filters that any left filter of the tile could reach are one window.
    let bits = right.bits_set();
    let first = bits.partition_point(|&other| other < fewest && !bounds.possible(fewest, other));
    let last = first
        + bits[first..].partition_point(|&other| other <= most || bounds.possible(most, other));
    let (rights, _) = right.words(first, last).as_chunks::<W>();
    for (offset, other) in rights.iter().enumerate() {
        let other_bits = bits[first + offset];
        for (position, (filter, &own_bits)) in lefts.iter().zip(left_bits).enumerate() {
            let mut common = 0;
            for word in 0..W {
                common += (filter[word] & other[word]).count_ones();
            }
            if common >= bounds.least(own_bits + other_bits) && common > 0 {
                found.add(
                    left.record(start + position),
                    right.record(first + offset),
                    super::dice(common, own_bits, other_bits),
                )?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn naive(left: &[Vec<u64>], right: &[Vec<u64>], from: f64) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for (i, x) in (0u32..).zip(left) {
            for (j, y) in (0u32..).zip(right) {
                let common: u32 = x.iter().zip(y).map(|(a, b)| (a & b).count_ones()).sum();
                let bits = |z: &Vec<u64>| z.iter().map(|w| w.count_ones()).sum::<u32>();
                let total = bits(x) + bits(y);
                if total > 0 && 2.0 * f64::from(common) / f64::from(total) >= from {
                    pairs.push((i, j));
                }
            }
        }
        pairs
    }

    fn filters(words: usize) -> impl Strategy<Value = Vec<Vec<u64>>> {
        // Few distinct words, so that similar filters are common; some sparse, some full, some empty.
        let word = prop_oneof![
            Just(0u64),
            Just(u64::MAX),
            Just(0x00ff_00ff_00ff_00ff),
            any::<u64>()
        ];
        prop::collection::vec(prop::collection::vec(word, words), 0..300)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn finds_exactly_what_the_naive_comparison_finds(
            left in filters(8),
            right in filters(8),
            from in prop_oneof![Just(0.5), Just(2.0 / 3.0), Just(0.8), Just(1.0), 0.05..1.0f64],
            threads in 1usize..4,
        ) {
            let search = SimilaritySearch {
                keep_from: Threshold::new(from).unwrap(),
                count_from: Threshold::new(from).unwrap(),
                bins: 10,
                threads,
            };
            let found = search
                .run(&FilterSet::of_filters(0, 8, &left), &FilterSet::of_filters(1, 8, &right), &mut |_| {})
                .unwrap();
            let mut pairs: Vec<_> = found.pairs.iter().map(|pair| (pair.left.row, pair.right.row)).collect();
            pairs.sort_unstable();
            prop_assert_eq!(pairs, naive(&left, &right, from));
            prop_assert_eq!(found.histogram.iter().sum::<u64>(), found.pairs.len() as u64);
        }
    }

    #[test]
    fn dice_as_published() {
        // Christen, Ranbaduge and Schnell, "Linking Sensitive Data" (2020), section 3.5: 5 common of 6 and 7 bits.
        assert!((dice(5, 6, 7) - 10.0 / 13.0).abs() < 1e-12);
        assert!(dice(0, 0, 0).abs() < f64::EPSILON);
        assert!((dice(4, 4, 4) - 1.0).abs() < f64::EPSILON);
    }
}
