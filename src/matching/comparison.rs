//! A search for similar pairs, cut into parts that can be done in any order and in any place.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::bounds::Bounds;
use super::exhaustive::Exhaustive;
use super::sampled::Sampled;
use super::similarity::{
    Found, FoundPair, MAX_PAIRS, MeasuredRecall, ScoredPair, SimilarPairs, SimilarityMethod,
    SimilaritySearch, sort,
};
use super::{FilterSet, Gathered, MatchingError};

/// Pairs that are compared exhaustively to measure what sampling finds: about four seconds on one core.
const CHECKED_PAIRS: usize = 2_000_000_000;
/// Of the exhaustive comparison for it, parts that are done as one: with few records on the left they are small.
const CHUNKS_A_CHECK: usize = 16;
/// The fewest and most records compared exhaustively for it.
const CHECKED_RECORDS: (usize, usize) = (256, 8192);
/// The stream of chance that these records are drawn from; the tables of [`Sampled`] have those from 0.
const CHECK_STREAM: u64 = u64::MAX;

/// Two sets of filters, and everything that any part of the search between them needs.
///
/// Parts are numbered from 0 and independent; each must be done once, by any thread. What they find is put together by
/// [`Self::combine`], or as they come by [`Gathered`]; the result does not depend on who did what.
pub struct Comparison {
    search: SimilaritySearch,
    left: Arc<FilterSet>,
    right: Arc<FilterSet>,
    work: Work,
}

enum Work {
    Exhaustive(Exhaustive),
    Sampled {
        /// Some left records against all of the right.
        check: Exhaustive,
        /// Their positions on the left.
        checked: Vec<usize>,
        tables: Box<Sampled>,
    },
}

/// What one part found.
pub struct PartFound {
    pub(super) part: usize,
    pub(super) found: Found,
}

impl Comparison {
    /// Makes a search ready: sorts bits by rarity, transposes, chooses the method and its parameters.
    #[must_use]
    pub fn new(search: SimilaritySearch, left: Arc<FilterSet>, right: Arc<FilterSet>) -> Self {
        let pairs = left.len() as u64 * right.len() as u64;
        let method = search.method.unwrap_or({
            if pairs > SimilaritySearch::EXHAUSTIVE_UP_TO {
                SimilarityMethod::Sampled
            } else {
                SimilarityMethod::Exhaustive
            }
        });
        let counted = Bounds::new(search.count_from, &left, &right);
        let work = match method {
            SimilarityMethod::Exhaustive => Work::Exhaustive(Exhaustive::new(
                counted,
                Arc::clone(&left),
                Arc::clone(&right),
            )),
            SimilarityMethod::Sampled => {
                let checked = draw(&search.seed, left.len(), right.len());
                let sample = Arc::new(left.select(&checked));
                let kept = Bounds::new(search.keep_from, &left, &right);
                Work::Sampled {
                    check: Exhaustive::new(counted, sample, Arc::clone(&right)),
                    checked,
                    tables: Box::new(Sampled::new(&search, kept, &left, &right)),
                }
            }
        };
        Self {
            search,
            left,
            right,
            work,
        }
    }

    pub(super) const fn search(&self) -> &SimilaritySearch {
        &self.search
    }

    pub(super) fn left(&self) -> &FilterSet {
        &self.left
    }

    pub(super) fn right(&self) -> &FilterSet {
        &self.right
    }

    /// Pairs of filters that there are.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.left.len() as u64 * self.right.len() as u64
    }

    /// How many parts there are.
    #[must_use]
    pub fn parts(&self) -> usize {
        match &self.work {
            Work::Exhaustive(work) => work.parts(),
            Work::Sampled { tables, .. } => self.check_parts() + tables.parts(),
        }
    }

    /// How pairs are found.
    #[must_use]
    pub const fn method(&self) -> SimilarityMethod {
        match self.work {
            Work::Exhaustive(_) => SimilarityMethod::Exhaustive,
            Work::Sampled { .. } => SimilarityMethod::Sampled,
        }
    }

    /// Does one part.
    ///
    /// # Errors
    /// [`MatchingError::TooManyPairs`].
    pub fn compare(&self, part: usize) -> Result<PartFound, MatchingError> {
        let mut found = Found::new(&self.search);
        match &self.work {
            Work::Exhaustive(work) => work.compare(part, &mut found)?,
            Work::Sampled { check, tables, .. } => match part.checked_sub(self.check_parts()) {
                None => {
                    let start = part * CHUNKS_A_CHECK;
                    for chunk in start..(start + CHUNKS_A_CHECK).min(check.parts()) {
                        check.compare(chunk, &mut found)?;
                    }
                }
                Some(part) => tables.compare(&self.left, &self.right, part, &mut found)?,
            },
        }
        Ok(PartFound { part, found })
    }

    /// Does all parts on this many threads. `progress` is called now and then with the number of parts done.
    ///
    /// # Errors
    /// As [`Self::compare`] and [`Self::combine`].
    pub fn run(
        &self,
        threads: usize,
        progress: &mut dyn FnMut(u64),
    ) -> Result<SimilarPairs, MatchingError> {
        let parts = self.parts();
        let next = AtomicUsize::new(0);
        let work = |report: &mut dyn FnMut(u64)| {
            let mut found = Vec::new();
            loop {
                let part = next.fetch_add(1, Ordering::Relaxed);
                if part >= parts {
                    return Ok(found);
                }
                found.push(self.compare(part)?);
                report(part as u64 + 1);
            }
        };
        let others = threads.clamp(1, parts.max(1)) - 1;
        let found = if others == 0 {
            work(progress)?
        } else {
            std::thread::scope(|scope| {
                let others: Vec<_> = (0..others)
                    .map(|_| scope.spawn(|| work(&mut |_| {})))
                    .collect();
                let mut found = work(progress)?;
                for other in others {
                    match other.join() {
                        Ok(part) => found.extend(part?),
                        Err(panic) => std::panic::resume_unwind(panic),
                    }
                }
                Ok(found)
            })?
        };
        self.combine(found)
    }

    /// Puts together what all parts found.
    ///
    /// # Errors
    /// As [`Gathered::add`] and [`Self::finish`].
    pub fn combine(&self, parts: Vec<PartFound>) -> Result<SimilarPairs, MatchingError> {
        let mut gathered = Gathered::new(self);
        for part in parts {
            gathered.add(part)?;
        }
        self.finish(gathered)
    }

    /// What all parts found together. Neither who did a part, nor in what order they came, nor that some came more than once
    /// changes it.
    ///
    /// # Errors
    /// [`MatchingError::TooManyPairs`]; [`MatchingError::PartMissing`] unless every part is there.
    pub fn finish(&self, gathered: Gathered) -> Result<SimilarPairs, MatchingError> {
        if gathered.missing() > 0 || gathered.parts() != self.parts() {
            return Err(MatchingError::PartMissing);
        }
        let (checked_pairs, estimate, mut all) = gathered.into_found();
        let mut recall = None;
        if let Work::Sampled { checked, .. } = &self.work {
            all.deduplicate()?;
            recall = Some(self.recall(&all.pairs, checked, &checked_pairs));
            self.estimate_uncounted(&mut all.histogram, &estimate, checked.len());
        }
        if all.pairs.len() > MAX_PAIRS {
            return Err(MatchingError::TooManyPairs { limit: MAX_PAIRS });
        }
        sort(&mut all.pairs);
        Ok(SimilarPairs {
            pairs: all
                .pairs
                .iter()
                .map(|pair| ScoredPair {
                    left: self.left.record(pair.left as usize),
                    right: self.right.record(pair.right as usize),
                    score: pair.score,
                })
                .collect(),
            histogram: all.histogram,
            compared: self.left.len() as u64 * self.right.len() as u64,
            method: self.method(),
            recall,
        })
    }

    /// How many of the first parts measure what sampling finds.
    pub(super) fn check_parts(&self) -> usize {
        match &self.work {
            Work::Exhaustive(_) => 0,
            Work::Sampled { check, .. } => check.parts().div_ceil(CHUNKS_A_CHECK),
        }
    }

    /// How many of the checked records' pairs that may become links are among `pairs`, which are sorted.
    fn recall(
        &self,
        pairs: &[FoundPair],
        checked: &[usize],
        checked_pairs: &[FoundPair],
    ) -> MeasuredRecall {
        let mut recall = MeasuredRecall {
            records: checked.len() as u64,
            ..MeasuredRecall::default()
        };
        for pair in checked_pairs {
            if pair.score < self.search.link_from.get() {
                continue;
            }
            recall.pairs += 1;
            let left = checked[pair.left as usize];
            let sought = (left, pair.right as usize);
            let position = |pair: &FoundPair| (pair.left as usize, pair.right as usize);
            recall.found += u64::from(pairs.binary_search_by_key(&sought, position).is_ok());
        }
        recall
    }

    /// Fills in the bins below the least score that the tables keep.
    fn estimate_uncounted(&self, histogram: &mut [u64], estimate: &[u64], checked: usize) {
        let kept = Found::bin(&self.search, self.search.keep_from.get());
        let bins = histogram.iter_mut().zip(estimate).take(kept);
        for (bin, &counted) in bins {
            let scaled = u128::from(counted) * self.left.len() as u128 / checked.max(1) as u128;
            *bin = u64::try_from(scaled).unwrap_or(u64::MAX);
        }
    }
}

/// Draws the positions of the left records that are compared exhaustively, ascending.
fn draw(seed: &[u8; 32], left: usize, right: usize) -> Vec<usize> {
    let (fewest, most) = CHECKED_RECORDS;
    let wanted = (CHECKED_PAIRS / right.max(1)).clamp(fewest, most);
    if wanted >= left {
        return (0..left).collect();
    }
    let mut rng = ChaCha8Rng::from_seed(*seed);
    rng.set_stream(CHECK_STREAM);
    let mut drawn = std::collections::BTreeSet::new();
    while drawn.len() < wanted {
        // The remainder favours low positions by less than one part in 2^30.
        let position = rng.next_u64() % left as u64;
        drawn.insert(usize::try_from(position).unwrap_or(0));
    }
    drawn.into_iter().collect()
}
