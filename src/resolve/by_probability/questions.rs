//! Which pairs people are asked about.

use std::collections::HashMap;

use super::TwoParties;
use crate::agreement::{Agreement, Probability};
use crate::exchange::Extract;
use crate::matching::RecordId;
use crate::matching::model::{FieldComparison, LEAST_PROBABILITY, Model, Pattern};
use crate::resolve::answers::Answers;
use crate::resolve::groups::Groups;
use crate::resolve::review::{Review, by_fields, review};

/// From which probability pairs are put to people, by the model's own estimate where the agreement sets a target for
/// missed links.
pub(super) fn review_from(rule: &Probability, model: &Model) -> Option<f64> {
    let Some(missed) = rule.missed_links else {
        return rule.review_from;
    };
    let mut probabilities: Vec<f64> = model.pairs.iter().map(|pair| pair.probability).collect();
    probabilities.sort_by(|one, other| other.total_cmp(one));
    let wanted = model.expected_matches * (1.0 - missed);
    let mut found = 0.0;
    let least = probabilities.into_iter().find(|probability| {
        found += probability;
        found >= wanted
    });
    // Where the target is out of reach, all there is.
    Some(least.unwrap_or(LEAST_PROBABILITY).min(rule.threshold))
}

/// The pairs that people are asked about.
pub(super) fn asked(
    agreement: &Agreement,
    fields: &[FieldComparison],
    extracts: &[Extract],
    answers: &Answers,
    groups: &Groups,
    two_parties: &[TwoParties],
) -> Option<Review> {
    let mut patterns = HashMap::new();
    let mut doubtful = Vec::new();
    let party = |name: &str| {
        let position = extracts
            .iter()
            .position(|extract| extract.header().party == name)?;
        u16::try_from(position).ok()
    };
    let mut asks = false;
    for found in two_parties {
        let Some(least) = found.review_from else {
            continue;
        };
        asks = true;
        let [Some(left), Some(right)] = [0, 1].map(|side: usize| party(&found.parties[side]))
        else {
            continue;
        };
        for pair in &found.model.pairs {
            let (one, other) = (
                RecordId {
                    party: left,
                    row: pair.left,
                },
                RecordId {
                    party: right,
                    row: pair.right,
                },
            );
            let open = groups.open(one, other);
            if pair.probability >= least && open && !answers.asked(one, other) {
                patterns.insert((one, other), pair.pattern);
                doubtful.push((one, other, pair.probability));
            }
        }
    }
    asks.then(|| {
        review(doubtful, groups, extracts, |one, other| {
            let pattern = patterns.get(&(one, other)).copied();
            by_fields(agreement, fields, pattern.unwrap_or(Pattern::EMPTY))
        })
    })
}
