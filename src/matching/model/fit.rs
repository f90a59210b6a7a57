use serde::{Deserialize, Serialize};

use super::comparison::Comparison;
use super::evidence::{Evidence, PairEvidence};
use super::kept::KeptPair;
use super::levels::{FieldComparison, LEVELS};
use super::one_to_one::OneToOne;
use super::parameters::{Shares, Table};
use super::real;
use crate::agreement::{Agreement, FieldKind};
use crate::exchange::Extract;
use crate::matching::Exclusive;

/// The most rounds of EM.
const MAX_ITERATIONS: u32 = 100;
/// EM has settled when no share of a level has moved by more than this, nor the expected matches by this part.
const SETTLED: f64 = 1e-5;
/// Records added to each class, spread over its levels as at the start (Laplace smoothing, with a guess in place of equal
/// shares). They keep small files from being explained by a class of people who hardly agree.
const SMOOTHING: f64 = 10.0;
const HOUSEHOLD_SMOOTHING: f64 = 5.0;
/// At the start, this part of the smaller file is thought to be in the other too.
const FIRST_GUESS: f64 = 0.3;
/// Share of pairs of one household that are born on one day: about one birth in 65 in England and Wales is of twins
/// (ONS, Birth characteristics), and a household has other pairs.
const TWINS: f64 = 0.01;
/// A person without a match so far is at least this probable, so that files of the same people do not settle on
/// certainty.
const LEAST_ALONE: f64 = 0.01;
/// Odds beyond which more change nothing, and would overflow.
const MAX_ODDS: f64 = 1e200;

/// One round of EM.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Its number, from 1.
    pub iteration: u32,
    /// Expected number of pairs of one person.
    pub expected_matches: f64,
    /// Expected number of pairs of two people of one household.
    pub expected_household: f64,
    /// The largest change of a share.
    pub change: f64,
}

/// Parameters and what they make of each kept pair.
pub(super) struct Fitted {
    pub(super) table: Table,
    pub(super) rounds: Vec<Round>,
    pub(super) evidence: Vec<PairEvidence>,
    /// By pair: probability given that a person stands in each file once.
    pub(super) probabilities: Vec<f64>,
    /// Odds of one person for a pair without evidence whose records have no other match.
    pub(super) prior_odds: f64,
    /// Log-likelihood against a model of unrelated people only.
    pub(super) log_likelihood: f64,
}

/// What every fit on the same files shares.
pub(super) struct Fit<'a> {
    comparison: &'a Comparison<'a>,
    /// Pairs by field and level.
    by_level: &'a [[f64; LEVELS]],
    /// By field: whether people of one household share it, and whether twins do.
    shared: Vec<bool>,
    born: Vec<bool>,
    exclusive: Exclusive,
    threads: usize,
}

impl<'a> Fit<'a> {
    pub(super) fn new(
        agreement: &Agreement,
        comparison: &'a Comparison<'a>,
        by_level: &'a [[f64; LEVELS]],
        threads: usize,
    ) -> Self {
        let born = |name: &str| {
            let position = agreement.field_position(name);
            let field = position.and_then(|position| agreement.fields().get(position));
            field.is_some_and(|field| field.kind == FieldKind::BirthDate)
        };
        let [left, right] = comparison.extracts().map(Extract::header);
        Self {
            exclusive: Exclusive::between(agreement, &left.party, &right.party),
            shared: comparison
                .fields
                .iter()
                .map(|field| field.household)
                .collect(),
            born: comparison
                .fields
                .iter()
                .map(|field| born(&field.name))
                .collect(),
            comparison,
            by_level,
            threads,
        }
    }

    /// Whether some field is shared by households and some is not, so that the two can be told apart.
    pub(super) fn can_tell_households(&self) -> bool {
        self.shared.contains(&true) && self.shared.contains(&false)
    }

    /// Free shares that households add: what the likelihood must gain for.
    pub(super) fn household_parameters(&self) -> f64 {
        let shared = self
            .shared
            .iter()
            .enumerate()
            .filter(|(_, shared)| **shared);
        let free = |field: usize| self.comparison.levels_of(field).count() - 1;
        real(1 + shared.map(|(field, _)| free(field)).sum::<usize>())
    }

    /// Where EM begins.
    pub(super) fn start(&self, households: bool) -> Table {
        let pairs = self.comparison.pairs().max(1.0);
        let fewer = real(self.comparison.rows(0).min(self.comparison.rows(1)));
        let guess = FIRST_GUESS * fewer;
        let none = vec![[0.0; LEVELS]; self.comparison.fields.len()];
        let mut table = Table {
            match_share: guess / pairs,
            household_share: if households { 0.2 * guess / pairs } else { 0.0 },
            m: none.clone(),
            u: none.clone(),
            household: none,
        };
        for field in 0..self.comparison.fields.len() {
            // Of the equal pairs, those of one person are left aside, but never nine tenths or more.
            let exact = usize::from(self.comparison.fields[field].exact());
            let mut expected = [0.0; LEVELS];
            expected[exact] = guess.min(0.9 * self.by_level[field][exact]);
            table.u[field] = self.unrelated(field, &expected);
            table.m[field] = self.agreeing(field);
        }
        table.household = self.household_start(&table.u);
        table
    }

    /// Shares of a class that mostly agrees.
    fn agreeing(&self, field: usize) -> [f64; LEVELS] {
        let said = &self.comparison.fields[field];
        let exact = usize::from(said.exact());
        let mut shares = [0.0; LEVELS];
        let near = if exact > 2 { 0.1 } else { 0.0 };
        shares[2..exact].fill(near / real(exact - 2).max(1.0));
        shares[exact] = 0.85;
        shares[1] = 0.15 - near;
        if self.comparison.can_be_swapped(field) {
            shares[usize::from(said.swapped())] = 0.005;
        }
        normalised(shares)
    }

    fn household_start(&self, u: &Shares) -> Shares {
        let fields = self.shared.iter().enumerate();
        fields
            .map(|(field, shared)| {
                if *shared {
                    self.agreeing(field)
                } else {
                    self.by_chance(field, u)
                }
            })
            .collect()
    }

    /// People of one household are two people: what they do not share agrees by chance, save that some are twins.
    fn by_chance(&self, field: usize, u: &Shares) -> [f64; LEVELS] {
        let mut shares = u[field];
        if self.born[field] {
            let exact = usize::from(self.comparison.fields[field].exact());
            shares[exact] = shares[exact].max(TWINS);
        }
        normalised(shares)
    }

    /// Shares among unrelated people: all pairs less those expected to be of one person or household.
    fn unrelated(&self, field: usize, expected: &[f64; LEVELS]) -> [f64; LEVELS] {
        let mut shares = [0.0; LEVELS];
        for level in self.comparison.levels_of(field).map(usize::from) {
            shares[level] = (self.by_level[field][level] - expected[level]).max(0.0) + 0.5;
        }
        normalised(shares)
    }

    /// Fits m, u and the shares of classes by EM (Dempster, Laird and Rubin 1977), u from all pairs less the expected
    /// matches, pairs that are not kept being non-matches.
    pub(super) fn run(&self, kept: &[KeptPair], start: Table, by_level: &Swapped) -> Fitted {
        self.run_to(kept, start, by_level, f64::NEG_INFINITY)
    }

    /// The same if its log-likelihood reaches this one. It is left off when the latest gain, made in every round that is left,
    /// would not do. As a rule a round of EM gains less than the one before; a fit that stood still and then found its way
    /// would be left off too soon, and the model with more classes kept.
    pub(super) fn run_if_it_reaches(
        &self,
        least: f64,
        kept: &[KeptPair],
        start: Table,
        by_level: &Swapped,
    ) -> Option<Fitted> {
        let fitted = self.run_to(kept, start, by_level, least);
        (fitted.log_likelihood >= least).then_some(fitted)
    }

    fn run_to(&self, kept: &[KeptPair], start: Table, by_level: &Swapped, least: f64) -> Fitted {
        let mut one_to_one = OneToOne::new(
            kept.iter().map(|pair| (pair.left, pair.right)),
            self.exclusive,
        );
        let mut table = start;
        let first = self.agreeing_all();
        let mut rounds = Vec::new();
        // Before the first round nothing is known of gains.
        let mut before = f64::NEG_INFINITY;
        for iteration in 1..=MAX_ITERATIONS {
            let (evidence, probabilities) = self.judge(kept, &table, &mut one_to_one);
            if least > f64::NEG_INFINITY {
                let now = self.log_likelihood(&evidence, &table);
                let left = f64::from(MAX_ITERATIONS - iteration + 1);
                if now + (now - before).max(0.0) * left < least {
                    break;
                }
                before = now;
            }
            let new = self.maximise(kept, &table, &evidence, &probabilities, &first, by_level);
            let pairs = self.comparison.pairs().max(1.0);
            let change = largest_change(&table, &new);
            let moved = (new.match_share - table.match_share).abs() / new.match_share.max(1e-300);
            table = new;
            rounds.push(Round {
                iteration,
                expected_matches: table.match_share * pairs,
                expected_household: table.household_share * pairs,
                change,
            });
            if change < SETTLED && moved < SETTLED {
                break;
            }
        }
        self.finish(kept, table, rounds, &mut one_to_one)
    }

    /// Judges the pairs by parameters that are given.
    pub(super) fn apply(&self, kept: &[KeptPair], table: Table) -> Fitted {
        let mut one_to_one = OneToOne::new(
            kept.iter().map(|pair| (pair.left, pair.right)),
            self.exclusive,
        );
        self.judge(kept, &table, &mut one_to_one);
        self.finish(kept, table, Vec::new(), &mut one_to_one)
    }

    fn finish(
        &self,
        kept: &[KeptPair],
        table: Table,
        rounds: Vec<Round>,
        one_to_one: &mut OneToOne,
    ) -> Fitted {
        let (evidence, probabilities) = self.judge(kept, &table, one_to_one);
        let log_likelihood = self.log_likelihood(&evidence, &table);
        let prior_odds = table.match_share / (1.0 - table.match_share) / self.unmatched(&table);
        Fitted {
            prior_odds: prior_odds.max(f64::MIN_POSITIVE),
            table,
            rounds,
            evidence,
            probabilities,
            log_likelihood,
        }
    }

    /// Of these pairs' evidence, against a model of unrelated people only.
    fn log_likelihood(&self, evidence: &[PairEvidence], table: &Table) -> f64 {
        let gains = evidence
            .iter()
            .map(|pair| pair.likelihood.min(MAX_ODDS).ln());
        let unrelated = 1.0 - table.match_share - table.household_share;
        gains.sum::<f64>() + unrelated.ln() * self.comparison.pairs()
    }

    fn agreeing_all(&self) -> Shares {
        let fields = 0..self.comparison.fields.len();
        fields.map(|field| self.agreeing(field)).collect()
    }

    /// The expectation step.
    fn judge(
        &self,
        kept: &[KeptPair],
        table: &Table,
        one_to_one: &mut OneToOne,
    ) -> (Vec<PairEvidence>, Vec<f64>) {
        let of = Evidence::new(self.comparison, table);
        let evidence = of.of_pairs(kept, self.threads);
        // A pair's odds by its own fields are those of two records drawn at random. That neither has another match is
        // known once the others are looked at; a priori it has the probability that a record has no match at all. In
        // files that hold the same people, a record left over is the more probably the other's.
        let unmatched = self.unmatched(table);
        let odds: Vec<f64> = evidence
            .iter()
            .map(|pair| (pair.odds / unmatched).min(MAX_ODDS))
            .collect();
        let probabilities = one_to_one.probabilities(&odds);
        (evidence, probabilities)
    }

    /// The probability that, of two records drawn at random, those that have one match at most have none.
    fn unmatched(&self, table: &Table) -> f64 {
        let matches = table.match_share * self.comparison.pairs();
        let alone = |side: usize| {
            (1.0 - matches / real(self.comparison.rows(side)).max(1.0)).max(LEAST_ALONE)
        };
        let left = if self.exclusive.left { alone(0) } else { 1.0 };
        let right = if self.exclusive.right { alone(1) } else { 1.0 };
        left * right
    }

    /// The maximisation step.
    fn maximise(
        &self,
        kept: &[KeptPair],
        table: &Table,
        evidence: &[PairEvidence],
        probabilities: &[f64],
        first: &Shares,
        swapped: &Swapped,
    ) -> Table {
        let fields = self.comparison.fields.len();
        let mut person = vec![[0.0; LEVELS]; fields];
        let mut household = person.clone();
        let (mut matches, mut households) = (0.0, 0.0);
        for ((pair, evidence), &probability) in kept.iter().zip(evidence).zip(probabilities) {
            let of_household = (1.0 - probability) * evidence.household;
            matches += probability;
            households += of_household;
            for field in 0..fields {
                let level = usize::from(pair.pattern.level(field));
                person[field][level] += probability;
                household[field][level] += of_household;
            }
        }
        let pairs = self.comparison.pairs().max(1.0);
        let mut new = Table {
            match_share: (matches / pairs).clamp(1e-300, 0.5),
            household_share: if table.household_share > 0.0 {
                (households / pairs).clamp(1e-300, 0.4)
            } else {
                0.0
            },
            ..table.clone()
        };
        for field in 0..fields {
            let mut expected = [0.0; LEVELS];
            for (sum, (one, two)) in expected
                .iter_mut()
                .zip(person[field].iter().zip(&household[field]))
            {
                *sum = one + two;
            }
            new.m[field] = smoothed(&person[field], &first[field], SMOOTHING);
            new.u[field] = self.unrelated(field, &expected);
            if let Some(chance) = swapped.by_chance(self.comparison, field, &expected) {
                let level = usize::from(self.comparison.fields[field].swapped());
                new.u[field][level] = chance;
            }
        }
        for field in 0..fields {
            new.household[field] = if self.shared[field] {
                smoothed(&household[field], &first[field], HOUSEHOLD_SMOOTHING)
            } else {
                self.by_chance(field, &new.u)
            };
        }
        new
    }
}

/// Pairs seen with values in each other's field, by field: among the kept ones, as they are looked for by token.
pub(super) struct Swapped {
    seen: Vec<f64>,
}

impl Swapped {
    pub(super) fn count(comparison: &Comparison<'_>, kept: &[KeptPair]) -> Self {
        let fields = comparison.fields.iter().enumerate();
        let seen = |(field, said): (usize, &FieldComparison)| {
            let swapped = |pair: &&KeptPair| pair.pattern.level(field) == said.swapped();
            real(kept.iter().filter(swapped).count())
        };
        Self {
            seen: fields.map(seen).collect(),
        }
    }

    /// Share of unrelated pairs seen so, where the field can be.
    fn by_chance(
        &self,
        comparison: &Comparison<'_>,
        field: usize,
        expected: &[f64; LEVELS],
    ) -> Option<f64> {
        let level = usize::from(comparison.fields[field].swapped());
        comparison.can_be_swapped(field).then(|| {
            let by_chance = (self.seen[field] - expected[level]).max(0.0) + 0.5;
            (by_chance / comparison.filled_pairs(field).max(1.0)).min(1.0)
        })
    }
}

fn normalised(mut shares: [f64; LEVELS]) -> [f64; LEVELS] {
    let sum: f64 = shares.iter().sum();
    if sum > 0.0 {
        for share in &mut shares {
            *share /= sum;
        }
    }
    shares
}

fn smoothed(counts: &[f64; LEVELS], first: &[f64; LEVELS], weight: f64) -> [f64; LEVELS] {
    let mut shares = [0.0; LEVELS];
    let levels = usize::from(FieldComparison::LOWEST)..;
    for (share, (count, first)) in shares[levels.clone()]
        .iter_mut()
        .zip(counts[levels.clone()].iter().zip(&first[levels]))
    {
        *share = count + weight * first;
    }
    normalised(shares)
}

fn largest_change(one: &Table, other: &Table) -> f64 {
    let of = |one: &Shares, other: &Shares| {
        let pairs = one.iter().flatten().zip(other.iter().flatten());
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    };
    of(&one.m, &other.m).max(of(&one.household, &other.household))
}
