//! Which pairs people are asked about.

use std::collections::HashMap;

use super::TwoParties;
use crate::agreement::{Agreement, Probability};
use crate::exchange::Extract;
use crate::matching::model::{FieldComparison, LEAST_PROBABILITY, ModelPair, Pattern};
use crate::resolve::answers::Answers;
use crate::resolve::groups::Groups;
use crate::resolve::review::{Review, by_fields, review};
use crate::resolve::veto::Veto;

/// From which probability pairs are put to people: as the agreement says, or as low as leaves no more than its target of
/// the model's expected matches neither linked nor put to people.
fn review_from(
    rule: &Probability,
    found: &TwoParties,
    groups: &Groups,
    is_open: impl Fn(&ModelPair) -> bool,
) -> Option<f64> {
    let Some(missed) = rule.missed_links else {
        return rule.review_from;
    };
    let mut settled = 0.0;
    let mut open = Vec::new();
    for pair in &found.model.pairs {
        let (one, other) = found.records(pair);
        if groups.together(one, other) {
            settled += pair.probability;
        } else if is_open(pair) {
            open.push(pair.probability);
        }
    }
    open.sort_by(f64::total_cmp);
    let wanted = found.model.expected_matches * (1.0 - missed);
    if settled >= wanted {
        return Some(rule.threshold);
    }
    let least = open.into_iter().rev().find(|probability| {
        settled += probability;
        settled >= wanted
    });
    // Where the target is out of reach, all there is.
    Some(least.unwrap_or(LEAST_PROBABILITY).min(rule.threshold))
}

/// The pairs that people are asked about.
pub(super) fn asked(
    agreement: &Agreement,
    rule: &Probability,
    fields: &[FieldComparison],
    extracts: &[Extract],
    answers: &Answers,
    groups: &Groups,
    two_parties: &mut [TwoParties],
) -> Option<Review> {
    if !rule.asks_people() {
        return None;
    }
    let apart = Veto::of_answers(answers);
    let mut patterns = HashMap::new();
    let mut doubtful = Vec::new();
    for found in two_parties {
        let is_open = |pair: &ModelPair| {
            let (one, other) = found.records(pair);
            groups.open(one, other)
                && !answers.asked(one, other)
                && !apart.forbids_groups(groups, one, other)
        };
        let least = review_from(rule, found, groups, is_open);
        for pair in &found.model.pairs {
            if least.is_some_and(|least| pair.probability >= least) && is_open(pair) {
                let (one, other) = found.records(pair);
                patterns.insert((one, other), pair.pattern);
                doubtful.push((one, other, pair.probability));
            }
        }
        found.review_from = least;
    }
    Some(review(doubtful, groups, extracts, |one, other| {
        let pattern = patterns.get(&(one, other)).copied();
        by_fields(agreement, fields, pattern.unwrap_or(Pattern::EMPTY))
    }))
}
