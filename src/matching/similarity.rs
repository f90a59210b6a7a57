use serde::{Deserialize, Serialize};

use super::{MatchingError, RecordId};
use crate::units::{Interval, Threshold};

/// The most pairs kept: 24 bytes each.
pub(super) const MAX_PAIRS: usize = 50_000_000;

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

/// How pairs of filters are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SimilarityMethod {
    /// Every pair is compared; none at or above the score is missed.
    Exhaustive,
    /// Pairs that agree on some sample of bit positions are compared; some are missed, and a measured share is not.
    Sampled,
}

/// What to look for.
#[derive(Clone, Copy, Debug)]
pub struct SimilaritySearch {
    /// Pairs at or above this are kept; at most `link_from`.
    pub keep_from: Threshold,
    /// Pairs at or above this are counted in the histogram; at most `keep_from`.
    pub count_from: Threshold,
    /// Pairs at or above this may become links: sampling aims to find nearly all of them, and measures how many it finds.
    pub link_from: Threshold,
    /// Number of bins in the histogram, of equal width from `count_from` to 1.
    pub bins: usize,
    /// How; by the number of pairs when absent.
    pub method: Option<SimilarityMethod>,
    /// What sampling draws on, so that the same extracts always give the same sample.
    pub seed: [u8; 32],
}

impl SimilaritySearch {
    /// Pairs of filters up to which all are compared: about half a minute on one core.
    pub const EXHAUSTIVE_UP_TO: u64 = 20_000_000_000;

    /// A search for every pair at or above `from`.
    #[must_use]
    pub const fn exhaustive(from: Threshold, bins: usize) -> Self {
        Self {
            keep_from: from,
            count_from: from,
            link_from: from,
            bins,
            method: Some(SimilarityMethod::Exhaustive),
            seed: [0; 32],
        }
    }
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct SimilarPairs {
    /// The pairs found with a score of at least [`SimilaritySearch::keep_from`], in the order of positions.
    pub pairs: Vec<ScoredPair>,
    /// How many pairs have a score in each bin from [`SimilaritySearch::count_from`] to 1. After sampling, bins below
    /// `keep_from` are estimated from the records compared exhaustively.
    pub histogram: Vec<u64>,
    /// How many pairs there are in all, whether or not they had to be compared bit by bit.
    pub compared: u64,
    /// How they were found.
    pub method: SimilarityMethod,
    /// After sampling: what share of the pairs at or above [`SimilaritySearch::link_from`] was found.
    pub recall: Option<MeasuredRecall>,
}

/// How many of the similar pairs of some records sampling found, against comparing those records with all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasuredRecall {
    /// Records compared exhaustively.
    pub records: u64,
    /// Their pairs at or above the score.
    pub pairs: u64,
    /// Those of them that were found.
    pub found: u64,
}

impl MeasuredRecall {
    /// The share found and its 95% Wilson interval.
    #[must_use]
    pub fn interval(&self) -> Interval {
        Interval::of(self.found, self.pairs)
    }
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

/// Two positions in filter sets and how similar the filters there are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FoundPair {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) score: f64,
}

/// What one part of a search found.
pub(super) struct Found {
    keep_from: f64,
    count_from: f64,
    pub(super) pairs: Vec<FoundPair>,
    pub(super) histogram: Vec<u64>,
}

impl Found {
    pub(super) fn new(search: &SimilaritySearch) -> Self {
        Self {
            keep_from: search.keep_from.get(),
            count_from: search.count_from.get(),
            pairs: Vec::new(),
            histogram: vec![0; search.bins],
        }
    }

    /// Counts a pair of positions, and keeps it if its score is high enough.
    pub(super) fn add(
        &mut self,
        left: usize,
        right: usize,
        score: f64,
    ) -> Result<(), MatchingError> {
        let bin = bin(self.count_from, self.histogram.len(), score);
        if let Some(last) = self.histogram.len().checked_sub(1) {
            self.histogram[bin.min(last)] += 1;
        }
        if score < self.keep_from {
            return Ok(());
        }
        if self.pairs.len() >= MAX_PAIRS {
            return Err(MatchingError::TooManyPairs { limit: MAX_PAIRS });
        }
        // Rows are counted in 32 bits.
        self.pairs.push(FoundPair {
            left: u32::try_from(left).unwrap_or(u32::MAX),
            right: u32::try_from(right).unwrap_or(u32::MAX),
            score,
        });
        Ok(())
    }

    /// The bin that a score at or above [`SimilaritySearch::count_from`] is counted in.
    pub(super) fn bin(search: &SimilaritySearch, score: f64) -> usize {
        bin(search.count_from.get(), search.bins, score)
    }

    /// Sorts the pairs, leaves each standing once, and counts them anew: for pairs that were found more than once.
    pub(super) fn deduplicate(&mut self) -> Result<(), MatchingError> {
        let mut pairs = std::mem::take(&mut self.pairs);
        sort(&mut pairs);
        pairs.dedup_by_key(|pair| (pair.left, pair.right));
        self.histogram.fill(0);
        self.pairs.reserve_exact(pairs.len());
        for pair in pairs {
            self.add(pair.left as usize, pair.right as usize, pair.score)?;
        }
        Ok(())
    }
}

/// In order of their records.
pub(super) fn sort(pairs: &mut [FoundPair]) {
    pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
}

/// The bin of a score from `from` to 1, among `bins` of equal width; `bins` for 1 itself.
fn bin(from: f64, bins: usize, score: f64) -> usize {
    // A score is at most 1 and at least `from`, so this is a small non-negative number.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    let bin = ((score - from) / (1.0 - from).max(f64::EPSILON) * bins as f64 + 1e-9) as usize;
    bin
}
