//! Candidate pairs -> links, in steps, so that the comparisons between can be done elsewhere.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::answers::{AnswerCount, Settled};
use super::by_probability::TwoParties;
use super::by_similarity::{SimilarityCount, accept, search, unlinked};
use super::cascade::{ResolveProgress, RuleCount, link_by_match_keys};
use super::earlier::EarlierCount;
use super::groups::Groups;
use super::households::{Homes, households};
use super::links::Links;
use super::review::{Doubtful, Review, by_match_keys, review};
use super::veto::Veto;
use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::matching::{Comparison, Exclusive, SimilarPairs, SimilarityMethod};

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
    /// The pairs to put to people, if the agreement has that done.
    pub review: Option<Review>,
    /// People who share a home, if the agreement has them put together.
    pub homes: Option<Homes>,
    /// What became of people's answers.
    pub answers: AnswerCount,
    /// What became of the groups of an earlier run.
    pub earlier: EarlierCount,
}

/// How to resolve, where that changes neither the agreement nor what it means.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResolveOptions {
    /// Threads to use; 0 counts as 1.
    pub threads: usize,
    /// How similar pairs are found; by their number when absent.
    pub similarity: Option<SimilarityMethod>,
}

/// The records of all parties, and the links among them so far. The result does not depend on the order of the extracts'
/// rows, which is by random reference anyway.
///
/// First [`Self::link_by_match_keys`]. Then, while [`Self::next_comparison`] gives one, it is run and what it found goes to
/// [`Self::accept`]. [`Self::finish`] gives the links.
pub struct Resolver {
    agreement: Agreement,
    extracts: Vec<Extract>,
    options: ResolveOptions,
    seed: [u8; 32],
    groups: Groups,
    settled: Settled,
    answered: AnswerCount,
    earlier: EarlierCount,
    rules: Vec<RuleCount>,
    similarity: Option<SimilarityCount>,
    doubtful: Vec<Doubtful>,
    /// The next two parties to compare.
    turn: (usize, usize),
    /// Which records of the two that are being compared may be in one pair only.
    compared: Option<Exclusive>,
}

impl Resolver {
    /// Begins with the links that are `settled` among the records of `extracts`, which have passed [`crate::exchange`]'s
    /// checks against `agreement` and each other.
    #[must_use]
    pub fn new(
        agreement: Agreement,
        extracts: Vec<Extract>,
        settled: Settled,
        options: ResolveOptions,
    ) -> Self {
        let mut groups = Groups::of(&agreement, &extracts);
        let (answered, earlier) = settled.apply(&mut groups);
        Self {
            seed: seed(&agreement, &extracts),
            answered,
            earlier,
            groups,
            settled,
            rules: Vec::new(),
            similarity: None,
            doubtful: Vec::new(),
            turn: (0, 1),
            compared: None,
            agreement,
            extracts,
            options,
        }
    }

    /// Links the records that share tokens.
    pub fn link_by_match_keys(&mut self, progress: &mut ResolveProgress<'_>) {
        self.rules = link_by_match_keys(
            &self.agreement,
            &self.extracts,
            &self.settled.answers,
            self.options.threads,
            &mut self.groups,
            progress,
        );
    }

    /// The next comparison of filters to make, of records of two parties that are not linked to each other's party; `None`
    /// when there are no more.
    pub fn next_comparison(&mut self) -> Option<Comparison> {
        let rule = self.agreement.decision().similarity.as_ref()?;
        let search = search(rule, self.options.similarity, self.seed)?;
        self.similarity
            .get_or_insert_with(|| SimilarityCount::new(&search));
        let (left, right) = self.turn;
        if right >= self.extracts.len() {
            return None;
        }
        self.turn = if right + 1 < self.extracts.len() {
            (left, right + 1)
        } else {
            (left + 1, left + 2)
        };
        let party = |position: usize| self.extracts[position].header().party.as_str();
        self.compared = Some(Exclusive::between(
            &self.agreement,
            party(left),
            party(right),
        ));
        let side = |party, other| Arc::new(unlinked(&self.extracts, &self.groups, party, other));
        Some(Comparison::new(
            search,
            side(left, right),
            side(right, left),
        ))
    }

    /// Links what the comparison found and the agreement's rule lets stand.
    pub fn accept(&mut self, found: SimilarPairs) {
        let (Some(rule), Some(count)) =
            (&self.agreement.decision().similarity, &mut self.similarity)
        else {
            return;
        };
        count.add_found(&found);
        let veto = Veto::new(
            &self.agreement,
            &self.extracts,
            &rule.contradicted_by,
            &self.settled.answers,
        );
        let exclusive = self.compared.unwrap_or(Exclusive::BOTH);
        // Where both parties repeat a person, pairs that are together already are compared again.
        let mut pairs = found.pairs;
        pairs.retain(|pair| self.groups.open(pair.left, pair.right));
        let left = accept(&mut self.groups, pairs, rule, exclusive, &veto, count);
        let Some(review_from) = rule.review_from else {
            return;
        };
        self.doubtful.extend(
            left.iter()
                .filter(|pair| pair.score >= review_from)
                .filter(|pair| !self.settled.answers.asked(pair.left, pair.right))
                .map(|pair| (pair.left, pair.right, pair.score)),
        );
    }

    /// The links.
    #[must_use]
    pub fn finish(self) -> Resolution {
        let earlier = EarlierCount {
            merged: self.earlier.kept - self.groups.numbered(),
            ..self.earlier
        };
        let rule = self.agreement.decision().similarity.as_ref();
        let asks = rule.is_some_and(|rule| rule.review_from.is_some());
        let review = asks.then(|| {
            let apart = Veto::of_answers(&self.settled.answers);
            let mut doubtful = self.doubtful;
            doubtful.retain(|&(one, other, _)| !apart.forbids_groups(&self.groups, one, other));
            review(doubtful, &self.groups, &self.extracts, |one, other| {
                by_match_keys(&self.agreement, &self.extracts, one, other)
            })
        });
        let parties: Vec<&str> = self
            .extracts
            .iter()
            .map(|extract| extract.header().party.as_str())
            .collect();
        let keys = self.agreement.match_keys();
        let names: Vec<String> = keys.iter().map(|key| key.name.clone()).collect();
        let groups = self.groups.finish();
        let homes = households(&self.agreement, &self.extracts, &groups);
        let earlier_rules = self.settled.earlier.rules();
        let links = Links::new(&groups, &parties, &names, earlier_rules, |member| {
            self.extracts[usize::from(member.record.party)].references()[member.record.row as usize]
        });
        Resolution {
            links,
            rules: self.rules,
            similarity: self.similarity,
            probability: Vec::new(),
            review,
            homes,
            answers: self.answered,
            earlier,
        }
    }
}

/// What sampling draws on: the agreement's digest and those of the extracts, so that nobody chooses it and the same files
/// give the same result.
fn seed(agreement: &Agreement, extracts: &[Extract]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"split-tally/similarity/1");
    hash.update(agreement.digest().as_bytes());
    for extract in extracts {
        hash.update(extract.rows_digest().as_bytes());
    }
    hash.finalize().into()
}
