//! The cascade: match keys in order.

use super::answers::Answers;
use super::groups::Groups;
use super::match_key_rule::MatchKeyRule;
use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::matching::for_each_match_key;

/// What one match key did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleCount {
    /// Pairs of records, not linked before, that share a token.
    pub pairs: u64,
    /// Pairs linked.
    pub links: u64,
    /// Of these, pairs whose token other records share too, linked as they share more of the other match keys.
    pub preferred: u64,
    /// Pairs passed over because another record shares the token.
    pub not_unique: u64,
    /// Pairs passed over because another match key contradicts them.
    pub contradicted: u64,
}

/// Told how far the work is: a phase, what is done of it, and how much there is.
pub type ResolveProgress<'a> = dyn FnMut(&'static str, u64, u64) + 'a;

/// Runs the cascade: links records that share a token of one match key after the other, in their order.
pub(super) fn link_by_match_keys(
    agreement: &Agreement,
    extracts: &[Extract],
    answers: &Answers,
    threads: usize,
    groups: &mut Groups,
    progress: &mut ResolveProgress<'_>,
) -> Vec<RuleCount> {
    let keys = agreement.match_keys();
    let total = keys.len() as u64;
    let mut rules = vec![RuleCount::default(); keys.len()];
    let linking: Vec<usize> = (0..keys.len()).filter(|&key| keys[key].links).collect();
    progress("match keys", 0, total);
    let open = groups.open_records().clone();
    for_each_match_key(extracts, &linking, threads, open, |position, shared| {
        let rule = MatchKeyRule::new(agreement, extracts, position, &keys[position], answers);
        for records in shared.iter() {
            rule.link_token(groups, records, &mut rules[position]);
        }
        progress("match keys", position as u64 + 1, total);
        groups.open_records().clone()
    });
    progress("match keys", total, total);
    rules
}
