//! One match key of the cascade: which of the records that share a token are linked.

use super::answers::Answers;
use super::cascade::RuleCount;
use super::groups::{Groups, LinkedBy};
use super::veto::Veto;
use crate::agreement::{Agreement, MatchKey, Uniqueness};
use crate::exchange::Extract;
use crate::matching::{Exclusive, RecordId, ScoredPair};

/// Pairs of records sharing a token beyond which no pair is looked for: so common a token says nothing. The Master
/// Person Service looks at no more than 50 candidates.
const MAX_PAIRS_A_TOKEN: usize = 64;

/// A match key, as a rule that links.
pub(super) struct MatchKeyRule<'a> {
    agreement: &'a Agreement,
    extracts: &'a [Extract],
    match_key: usize,
    match_keys: usize,
    /// Keys that stand for a home: people who live together are no more one person for it.
    homes: Vec<usize>,
    unique: Uniqueness,
    veto: Veto<'a>,
}

impl<'a> MatchKeyRule<'a> {
    pub(super) fn new(
        agreement: &'a Agreement,
        extracts: &'a [Extract],
        match_key: usize,
        key: &MatchKey,
        answers: &'a Answers,
    ) -> Self {
        Self {
            agreement,
            extracts,
            match_key,
            match_keys: agreement.match_keys().len(),
            homes: home_keys(agreement),
            unique: key.unique,
            veto: Veto::new(agreement, extracts, &key.contradicted_by, answers),
        }
    }

    /// Links among the records that share one token, for each two parties.
    pub(super) fn link_token(
        &self,
        groups: &mut Groups,
        records: &[RecordId],
        count: &mut RuleCount,
    ) {
        let by_party: Vec<&[RecordId]> = records
            .chunk_by(|one, other| one.party == other.party)
            .collect();
        for (position, left) in by_party.iter().enumerate() {
            for right in &by_party[position + 1..] {
                self.link_two_parties(groups, left, right, count);
            }
        }
    }

    fn link_two_parties(
        &self,
        groups: &mut Groups,
        left: &[RecordId],
        right: &[RecordId],
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
        let party = |record: RecordId| {
            let extract = &self.extracts[usize::from(record.party)];
            extract.header().party.as_str()
        };
        let exclusive = Exclusive::between(self.agreement, party(*first_left), party(*first_right));
        let pairs = left.len() * right.len();
        count.pairs += pairs as u64;
        // One record and any number of a party that repeats a person leave nothing to choose.
        let one_for_all =
            left.len() == 1 && !exclusive.left || right.len() == 1 && !exclusive.right;
        if pairs > MAX_PAIRS_A_TOKEN && !one_for_all {
            count.not_unique += pairs as u64;
            return;
        }
        let mut allowed = Vec::with_capacity(pairs);
        for &one in &left {
            for &other in &right {
                if groups.together(one, other) {
                    // By way of another record, where a party may repeat a person.
                    count.pairs -= 1;
                } else if self.veto.forbids_groups(groups, one, other) {
                    count.contradicted += 1;
                } else {
                    allowed.push((one, other));
                }
            }
        }
        let chosen = match self.unique {
            _ if one_for_all => allowed.clone(),
            Uniqueness::Required => only_choices(&allowed, exclusive),
            Uniqueness::Preferred if allowed.len() > 1 => best_choices(
                allowed.iter().map(|&pair| self.scored(pair)).collect(),
                exclusive,
            ),
            Uniqueness::Preferred => allowed.clone(),
        };
        let mut linked = 0;
        for (one, other) in chosen {
            // Merging can fail where a third party's records clash, or be forbidden by a merge made just before.
            if !self.veto.forbids_groups(groups, one, other)
                && groups.link(one, other, LinkedBy::MatchKey(self.match_key), 1.0)
            {
                linked += 1;
                if !one_for_all && !is_only_choice(&allowed, (one, other), exclusive) {
                    count.preferred += 1;
                }
            }
        }
        count.links += linked;
        count.not_unique += allowed.len() as u64 - linked;
    }

    /// The pair with the number of match keys of which both have the same token, this one included.
    fn scored(&self, (left, right): (RecordId, RecordId)) -> ScoredPair {
        let token = |key: usize, record: RecordId| {
            self.extracts[usize::from(record.party)].token(key, record.row as usize)
        };
        let shared = (0..self.match_keys)
            .filter(|key| !self.homes.contains(key))
            .filter(|&key| {
                token(key, left).is_some_and(|token_of| Some(token_of) == token(key, right))
            })
            .map(|_| 1.0);
        ScoredPair {
            left,
            right,
            score: shared.sum(),
        }
    }
}

/// The positions of match keys that stand for a home.
fn home_keys(agreement: &Agreement) -> Vec<usize> {
    let Some(households) = &agreement.decision().households else {
        return Vec::new();
    };
    let keys = agreement.match_keys().iter().enumerate();
    keys.filter(|(_, key)| households.by.contains(&key.name))
        .map(|(position, _)| position)
        .collect()
}

type Pair = (RecordId, RecordId);

/// Whether none of the pair's records that may be in one pair only has another.
fn is_only_choice(pairs: &[Pair], (one, other): Pair, exclusive: Exclusive) -> bool {
    let choices = pairs
        .iter()
        .filter(|pair| exclusive.left && pair.0 == one || exclusive.right && pair.1 == other);
    choices.count() <= 1
}

/// The pairs of which each record that may be in one pair only is the other's only choice.
fn only_choices(pairs: &[Pair], exclusive: Exclusive) -> Vec<Pair> {
    let pairs_of_one = |&&pair: &&Pair| is_only_choice(pairs, pair, exclusive);
    pairs.iter().filter(pairs_of_one).copied().collect()
}

/// The pairs whose score exceeds that of every rival: of every other pair of a record that may be in one pair only. Then
/// what is left without their records, in rounds, until a round finds none. The pairs of a round are no rivals, so their
/// order does not matter.
fn best_choices(mut pairs: Vec<ScoredPair>, exclusive: Exclusive) -> Vec<Pair> {
    let mut chosen = Vec::new();
    loop {
        // At most [`MAX_PAIRS_A_TOKEN`], so that comparing each with each costs nothing.
        let stands_out = |pair: &&ScoredPair| {
            pairs.iter().all(|other| {
                let (left, right) = (other.left == pair.left, other.right == pair.right);
                let is_rival =
                    !(left && right) && (exclusive.left && left || exclusive.right && right);
                !is_rival || pair.score > other.score
            })
        };
        let best: Vec<Pair> = pairs
            .iter()
            .filter(stands_out)
            .map(|pair| (pair.left, pair.right))
            .collect();
        if best.is_empty() {
            return chosen;
        }
        pairs.retain(|pair| {
            !best.iter().any(|&(left, right)| {
                let (left, right) = (left == pair.left, right == pair.right);
                left && (right || exclusive.left) || right && exclusive.right
            })
        });
        chosen.extend(best);
    }
}

#[cfg(test)]
mod tests;
