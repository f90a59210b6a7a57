use std::collections::HashMap;

use crate::matching::{RecordId, ScoredPair};

/// For every record, its best and next best score among the candidate pairs.
pub(super) struct RunnersUp {
    scores: HashMap<RecordId, (f64, f64)>,
}

impl RunnersUp {
    pub(super) fn new(pairs: &[ScoredPair]) -> Self {
        let mut scores: HashMap<RecordId, (f64, f64)> = HashMap::new();
        for pair in pairs {
            for record in [pair.left, pair.right] {
                let (best, next) = scores.entry(record).or_insert((0.0, 0.0));
                if pair.score > *best {
                    *next = *best;
                    *best = pair.score;
                } else if pair.score > *next {
                    *next = pair.score;
                }
            }
        }
        Self { scores }
    }

    /// Whether the pair is the best of both its records by more than `margin`.
    pub(super) fn stands_out(&self, pair: &ScoredPair, margin: f64) -> bool {
        [pair.left, pair.right].iter().all(|record| {
            self.scores
                .get(record)
                .is_none_or(|&(best, next)| pair.score >= best && pair.score - next > margin)
        })
    }
}
