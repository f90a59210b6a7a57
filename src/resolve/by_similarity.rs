//! Similarity of record filters, on what the cascade left.

use super::groups::{Groups, LinkedBy};
use super::runner_up::RunnersUp;
use super::veto::Veto;
use crate::agreement::{LOWEST_REVIEW, Similarity};
use crate::exchange::Extract;
use crate::matching::{
    Exclusive, FilterSet, MeasuredRecall, RecordId, ScoredPair, SimilarPairs, SimilarityMethod,
    SimilaritySearch,
};
use crate::units::Threshold;

/// How far below the threshold scores are counted, so that people see what a lower one would bring.
const COUNTED_BELOW: f64 = LOWEST_REVIEW;

/// What similarity did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SimilarityCount {
    /// Pairs of records compared.
    pub compared: u64,
    /// Whether any two parties' records were compared by sampling.
    pub sampled: bool,
    /// After sampling: what share of the pairs at or above the threshold it found.
    pub recall: MeasuredRecall,
    /// Pairs linked.
    pub links: u64,
    /// Pairs at or above the threshold passed over because another pair of the same record is as good, or nearly.
    pub too_close: u64,
    /// Pairs at or above the threshold passed over because a match key contradicts them.
    pub contradicted: u64,
    /// Where the histogram begins.
    pub histogram_from: f64,
    /// Pairs by score.
    pub histogram_pairs: Vec<u64>,
    /// Links by score.
    pub histogram_links: Vec<u64>,
}

/// What to look for by this rule; `None` when its numbers are no scores.
pub(super) fn search(
    rule: &Similarity,
    method: Option<SimilarityMethod>,
    seed: [u8; 32],
) -> Option<SimilaritySearch> {
    let clamp = |value: f64| Threshold::new(value.clamp(0.01, 1.0)).ok();
    // Rounded to whole hundredths, so that bins have round edges.
    let counted = (rule.threshold - COUNTED_BELOW).max(0.01);
    let counted =
        (counted / SimilarityCount::BIN_WIDTH + 1e-9).floor() * SimilarityCount::BIN_WIDTH;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let bins = ((1.0 - counted) / SimilarityCount::BIN_WIDTH)
        .round()
        .max(1.0) as usize;
    let keep = rule.threshold - rule.margin;
    let keep = rule.review_from.map_or(keep, |review| keep.min(review));
    let (keep_from, count_from) = (clamp(keep)?, clamp(counted)?);
    Some(SimilaritySearch {
        keep_from: if keep_from < count_from {
            count_from
        } else {
            keep_from
        },
        count_from,
        link_from: clamp(rule.threshold)?,
        bins,
        method,
        seed,
    })
}

/// The filters of one party's records that are not linked to the other party yet.
pub(super) fn unlinked(
    extracts: &[Extract],
    groups: &Groups,
    party: usize,
    other: usize,
) -> FilterSet {
    // Parties are limited to 32 by the agreement.
    let number = |party: usize| u16::try_from(party).unwrap_or(u16::MAX);
    let free = (0u32..).take(extracts[party].len()).filter(|&row| {
        let record = RecordId {
            party: number(party),
            row,
        };
        groups.lacks(record, number(other))
    });
    FilterSet::gather(&extracts[party], number(party), free)
}

/// Links pairs that stand out, in rounds: once a record is linked it is no longer a rival, so that the next round may
/// find that another pair stands out. Ends when a round links nothing, and gives back the pairs that are left.
pub(super) fn accept(
    groups: &mut Groups,
    pairs: Vec<ScoredPair>,
    rule: &Similarity,
    exclusive: Exclusive,
    veto: &Veto<'_>,
    count: &mut SimilarityCount,
) -> Vec<ScoredPair> {
    // A contradicted pair is no rival either.
    let (forbidden, mut pairs): (Vec<ScoredPair>, Vec<ScoredPair>) = pairs
        .into_iter()
        .partition(|pair| veto.forbids_groups(groups, pair.left, pair.right));
    let reaches = |pair: &&ScoredPair| pair.score >= rule.threshold;
    count.contradicted += forbidden.iter().filter(reaches).count() as u64;
    // Descending by score, ties by the records' references: the order of links never depends on that of the input.
    pairs.sort_unstable_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then_with(|| (one.left, one.right).cmp(&(other.left, other.right)))
    });
    loop {
        let runners_up = RunnersUp::new(&pairs);
        let mut linked = 0;
        for pair in pairs.iter().filter(reaches) {
            if runners_up.stands_out(pair, rule.margin, exclusive)
                && !veto.forbids_groups(groups, pair.left, pair.right)
                && groups.link(pair.left, pair.right, LinkedBy::Similarity, pair.score)
            {
                linked += 1;
                count.add_link(pair.score);
            }
        }
        pairs.retain(|pair| groups.open(pair.left, pair.right));
        if linked == 0 {
            count.too_close += pairs.iter().filter(reaches).count() as u64;
            return pairs;
        }
    }
}

impl SimilarityCount {
    /// Width of a histogram's bin.
    pub const BIN_WIDTH: f64 = 0.01;

    /// Nothing yet, for pairs that this search will find.
    pub(super) fn new(search: &SimilaritySearch) -> Self {
        Self {
            histogram_from: search.count_from.get(),
            histogram_pairs: vec![0; search.bins],
            histogram_links: vec![0; search.bins],
            ..Self::default()
        }
    }

    /// Adds what the search between two parties found.
    pub(super) fn add_found(&mut self, found: &SimilarPairs) {
        self.compared += found.compared;
        for (sum, bin) in self.histogram_pairs.iter_mut().zip(&found.histogram) {
            *sum += bin;
        }
        self.sampled |= found.method == SimilarityMethod::Sampled;
        if let Some(recall) = found.recall {
            self.recall.records += recall.records;
            self.recall.pairs += recall.pairs;
            self.recall.found += recall.found;
        }
    }

    fn add_link(&mut self, score: f64) {
        self.links += 1;
        // A score is at least the histogram's start and at most 1, so this is a small non-negative number.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let bin = ((score - self.histogram_from) / Self::BIN_WIDTH + 1e-9) as usize;
        if let Some(last) = self.histogram_links.len().checked_sub(1) {
            self.histogram_links[bin.min(last)] += 1;
        }
    }
}
