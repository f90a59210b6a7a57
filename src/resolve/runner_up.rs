use crate::matching::{Exclusive, RecordId, ScoredPair};

/// For every record of two parties, its best and next best score among the candidate pairs.
pub(super) struct RunnersUp {
    /// By row: best and next best.
    left: Vec<(f64, f64)>,
    right: Vec<(f64, f64)>,
}

impl RunnersUp {
    /// Of these pairs, whose left records are of one party and whose right records are of another.
    pub(super) fn new(pairs: &[ScoredPair]) -> Self {
        let side = |record: fn(&ScoredPair) -> RecordId| {
            let rows = pairs.iter().map(|pair| record(pair).row as usize + 1);
            let mut scores = vec![(0.0, 0.0); rows.max().unwrap_or(0)];
            for pair in pairs {
                let (best, next) = &mut scores[record(pair).row as usize];
                if pair.score > *best {
                    *next = *best;
                    *best = pair.score;
                } else if pair.score > *next {
                    *next = pair.score;
                }
            }
            scores
        };
        Self {
            left: side(|pair| pair.left),
            right: side(|pair| pair.right),
        }
    }

    /// Whether the pair is the best, by more than `margin`, of those of its records that may be in one pair only.
    pub(super) fn stands_out(&self, pair: &ScoredPair, margin: f64, exclusive: Exclusive) -> bool {
        [
            (exclusive.left, &self.left, pair.left),
            (exclusive.right, &self.right, pair.right),
        ]
        .iter()
        .filter(|(exclusive, ..)| *exclusive)
        .all(|(_, scores, record)| {
            scores
                .get(record.row as usize)
                .is_none_or(|&(best, next)| pair.score >= best && pair.score - next > margin)
        })
    }
}
