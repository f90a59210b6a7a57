//! The cascade: match keys in order, then similarity on what is left.

use super::by_probability::TwoParties;
use super::groups::Groups;
use super::links::Links;
use super::runner_up::RunnersUp;
use crate::agreement::{Agreement, Similarity};
use crate::exchange::Extract;
use crate::matching::{
    FilterSet, MatchingError, RecordId, ScoredPair, SimilaritySearch, for_each_shared_token,
};
use crate::units::Threshold;

/// How far below the threshold scores are counted, so that people see what a lower one would bring.
const COUNTED_BELOW: f64 = 0.1;
/// Pairs of records sharing a token beyond which no pair is looked for: so common a token says nothing.
const MAX_PAIRS_A_TOKEN: usize = 64;

/// The links and how they came about.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// Which records belong together.
    pub links: Links,
    /// By match key, in order.
    pub rules: Vec<RuleCount>,
    /// Similarity, if the agreement uses it.
    pub similarity: Option<SimilarityCount>,
    /// The probability model of each two parties, where it decided in place of the others.
    pub probability: Vec<TwoParties>,
}

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

/// What similarity did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SimilarityCount {
    /// Pairs of records compared.
    pub compared: u64,
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

/// Told how far the work is: a phase, what is done of it, and how much there is.
pub type ResolveProgress<'a> = dyn FnMut(&'static str, u64, u64) + 'a;

/// Links the records of `extracts`, which have passed [`crate::exchange`]'s checks against `agreement` and each other.
///
/// The result does not depend on the order of the extracts' rows, which is by random reference anyway.
///
/// # Errors
/// [`MatchingError`] when similarity finds more pairs than can be kept.
pub fn resolve(
    agreement: &Agreement,
    extracts: &[Extract],
    threads: usize,
    progress: &mut ResolveProgress<'_>,
) -> Result<Resolution, MatchingError> {
    let rows: Vec<usize> = extracts.iter().map(Extract::len).collect();
    let mut groups = Groups::new(&rows);
    let keys = agreement.match_keys();
    let mut rules = Vec::with_capacity(keys.len());
    for (position, key) in keys.iter().enumerate() {
        progress("match keys", position as u64, keys.len() as u64);
        let mut count = RuleCount::default();
        if key.links {
            let veto = Veto::new(agreement, extracts, &key.contradicted_by);
            for_each_shared_token(extracts, position, |records| {
                link_token(&mut groups, records, position, &veto, &mut count);
            });
        }
        rules.push(count);
    }
    progress("match keys", keys.len() as u64, keys.len() as u64);
    let similarity = match &agreement.decision().similarity {
        Some(rule) => Some(by_similarity(
            agreement,
            extracts,
            rule,
            threads,
            &mut groups,
            progress,
        )?),
        None => None,
    };
    let parties: Vec<&str> = extracts
        .iter()
        .map(|extract| extract.header().party.as_str())
        .collect();
    let names: Vec<String> = keys.iter().map(|key| key.name.clone()).collect();
    let links = Links::new(&groups.finish(), &parties, &names, |member| {
        extracts[usize::from(member.record.party)].references()[member.record.row as usize]
    });
    Ok(Resolution {
        links,
        rules,
        similarity,
        probability: Vec::new(),
    })
}

/// The match keys that, when both records have one and they differ, forbid a link.
struct Veto<'a> {
    extracts: &'a [Extract],
    keys: Vec<usize>,
}

impl<'a> Veto<'a> {
    fn new(agreement: &Agreement, extracts: &'a [Extract], names: &[String]) -> Self {
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
    fn forbids_groups(&self, groups: &Groups, one: RecordId, other: RecordId) -> bool {
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

fn by_similarity(
    agreement: &Agreement,
    extracts: &[Extract],
    rule: &Similarity,
    threads: usize,
    groups: &mut Groups,
    progress: &mut ResolveProgress<'_>,
) -> Result<SimilarityCount, MatchingError> {
    let clamp = |value: f64| Threshold::new(value.clamp(0.01, 1.0));
    let counted = (rule.threshold - COUNTED_BELOW).max(0.01);
    // Rounded to whole hundredths, so that bins have round edges.
    let counted =
        (counted / SimilarityCount::BIN_WIDTH + 1e-9).floor() * SimilarityCount::BIN_WIDTH;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let bins = ((1.0 - counted) / SimilarityCount::BIN_WIDTH)
        .round()
        .max(1.0) as usize;
    let mut count = SimilarityCount {
        histogram_from: counted,
        histogram_pairs: vec![0; bins],
        histogram_links: vec![0; bins],
        ..SimilarityCount::default()
    };
    let (Ok(keep_from), Ok(count_from)) = (clamp(rule.threshold - rule.margin), clamp(counted))
    else {
        return Ok(count);
    };
    let search = SimilaritySearch {
        keep_from: if keep_from < count_from {
            count_from
        } else {
            keep_from
        },
        count_from,
        bins,
        threads,
    };
    let veto = Veto::new(agreement, extracts, &rule.contradicted_by);
    for left in 0..extracts.len() {
        for right in left + 1..extracts.len() {
            let pairs =
                similar_between(extracts, left, right, search, groups, &mut count, progress)?;
            accept(groups, pairs, rule, &veto, &mut count);
        }
    }
    Ok(count)
}

/// Every similar pair among the records of two parties that are not linked to each other's party yet.
fn similar_between(
    extracts: &[Extract],
    left: usize,
    right: usize,
    search: SimilaritySearch,
    groups: &Groups,
    count: &mut SimilarityCount,
    progress: &mut ResolveProgress<'_>,
) -> Result<Vec<ScoredPair>, MatchingError> {
    let gather = |party: usize, other: usize| {
        // Parties are limited to 32 by the agreement.
        let (number, other) = (
            u16::try_from(party).unwrap_or(u16::MAX),
            u16::try_from(other).unwrap_or(u16::MAX),
        );
        let free = (0u32..)
            .take(extracts[party].len())
            .filter(|&row| groups.lacks(RecordId { party: number, row }, other));
        FilterSet::gather(&extracts[party], number, free)
    };
    let (lefts, rights) = (gather(left, right), gather(right, left));
    let total = lefts.len() as u64;
    progress("similarity", 0, total);
    let found = search.run(&lefts, &rights, &mut |done| {
        progress("similarity", done, total);
    })?;
    progress("similarity", total, total);
    count.compared += found.compared;
    for (sum, bin) in count.histogram_pairs.iter_mut().zip(found.histogram) {
        *sum += bin;
    }
    Ok(found.pairs)
}

/// Links pairs that stand out, in rounds: once a record is linked it is no longer a rival, so that the next round may
/// find that another pair stands out. Ends when a round links nothing.
fn accept(
    groups: &mut Groups,
    pairs: Vec<ScoredPair>,
    rule: &Similarity,
    veto: &Veto<'_>,
    count: &mut SimilarityCount,
) {
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
            if runners_up.stands_out(pair, rule.margin)
                && !veto.forbids_groups(groups, pair.left, pair.right)
                && groups.link(pair.left, pair.right, None, pair.score)
            {
                linked += 1;
                count.add_link(pair.score);
            }
        }
        pairs.retain(|pair| {
            groups.lacks(pair.left, pair.right.party) && groups.lacks(pair.right, pair.left.party)
        });
        if linked == 0 {
            count.too_close += pairs.iter().filter(reaches).count() as u64;
            return;
        }
    }
}

impl SimilarityCount {
    /// Width of a histogram's bin.
    pub const BIN_WIDTH: f64 = 0.01;

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
