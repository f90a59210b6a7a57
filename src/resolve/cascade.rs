//! The cascade: match keys in order.

use super::groups::Groups;
use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::matching::{RecordId, for_each_match_key};

/// Pairs of records sharing a token beyond which no pair is looked for: so common a token says nothing.
const MAX_PAIRS_A_TOKEN: usize = 64;

/// What one match key did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleCount {
    /// Pairs of records, not linked before, that share a token.
    pub pairs: u64,
    /// Pairs linked.
    pub links: u64,
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
    threads: usize,
    groups: &mut Groups,
    progress: &mut ResolveProgress<'_>,
) -> Vec<RuleCount> {
    let keys = agreement.match_keys();
    let total = keys.len() as u64;
    let mut rules = vec![RuleCount::default(); keys.len()];
    let linking: Vec<usize> = (0..keys.len()).filter(|&key| keys[key].links).collect();
    progress("match keys", 0, total);
    for_each_match_key(extracts, &linking, threads, |position, shared| {
        let veto = Veto::new(agreement, extracts, &keys[position].contradicted_by);
        for records in shared.iter() {
            link_token(groups, records, position, &veto, &mut rules[position]);
        }
        progress("match keys", position as u64 + 1, total);
    });
    progress("match keys", total, total);
    rules
}

/// The match keys that, when both records have one and they differ, forbid a link.
pub(super) struct Veto<'a> {
    extracts: &'a [Extract],
    keys: Vec<usize>,
}

impl<'a> Veto<'a> {
    pub(super) fn new(agreement: &Agreement, extracts: &'a [Extract], names: &[String]) -> Self {
        let keys = agreement
            .match_keys()
            .iter()
            .enumerate()
            .filter(|(_, key)| names.contains(&key.name))
            .map(|(position, _)| position)
            .collect();
        Self { extracts, keys }
    }

    fn forbids(&self, one: RecordId, other: RecordId) -> bool {
        self.keys.iter().any(|&key| {
            let token = |record: RecordId| {
                self.extracts[usize::from(record.party)].token(key, record.row as usize)
            };
            matches!((token(one), token(other)), (Some(a), Some(b)) if a != b)
        })
    }

    /// Whether any record already grouped with one contradicts any grouped with the other.
    pub(super) fn forbids_groups(&self, groups: &Groups, one: RecordId, other: RecordId) -> bool {
        !self.keys.is_empty()
            && groups.companions(one).any(|mine| {
                groups
                    .companions(other)
                    .any(|theirs| self.forbids(mine, theirs))
            })
    }
}

/// Links the records that share one token, for each two parties: those of which each is the other's only choice.
fn link_token(
    groups: &mut Groups,
    records: &[RecordId],
    match_key: usize,
    veto: &Veto<'_>,
    count: &mut RuleCount,
) {
    let by_party: Vec<&[RecordId]> = records
        .chunk_by(|one, other| one.party == other.party)
        .collect();
    for (position, left) in by_party.iter().enumerate() {
        for right in &by_party[position + 1..] {
            link_two_parties(groups, left, right, match_key, veto, count);
        }
    }
}

fn link_two_parties(
    groups: &mut Groups,
    left: &[RecordId],
    right: &[RecordId],
    match_key: usize,
    veto: &Veto<'_>,
    count: &mut RuleCount,
) {
    let (Some(first_left), Some(first_right)) = (left.first(), right.first()) else {
        return;
    };
    let free = |records: &[RecordId], other: u16| -> Vec<RecordId> {
        records
            .iter()
            .copied()
            .filter(|&record| groups.lacks(record, other))
            .collect()
    };
    let (left, right) = (free(left, first_right.party), free(right, first_left.party));
    let pairs = left.len() * right.len();
    count.pairs += pairs as u64;
    if pairs > MAX_PAIRS_A_TOKEN {
        count.not_unique += pairs as u64;
        return;
    }
    let mut allowed = Vec::with_capacity(pairs);
    for &one in &left {
        for &other in &right {
            if veto.forbids_groups(groups, one, other) {
                count.contradicted += 1;
            } else {
                allowed.push((one, other));
            }
        }
    }
    for &(one, other) in &allowed {
        let choices = allowed
            .iter()
            .filter(|pair| pair.0 == one || pair.1 == other)
            .count();
        // Merging can fail where a third party's records clash, or be forbidden by a merge made just before.
        if choices == 1
            && !veto.forbids_groups(groups, one, other)
            && groups.link(one, other, Some(match_key), 1.0)
        {
            count.links += 1;
        } else {
            count.not_unique += 1;
        }
    }
}
