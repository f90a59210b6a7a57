//! The probability model: how probable it is that two records are one person's, from their field filters.
//!
//! # The model
//!
//! Fellegi and Sunter, "A theory for record linkage" (1969): a field of two records agrees at some level, which has the
//! share *m* among pairs of one person and *u* among pairs of two; the ratios of all fields multiply. A missing field
//! says nothing. Three things are added, for without them probabilities are wrong where it matters:
//!
//! - **Households.** Pairs of two people are of two kinds, unrelated people and people of one household, who share
//!   surname, address and telephone (three latent classes: Winkler 1993, "Improved decision rules in the Fellegi-Sunter
//!   model of record linkage"; Larsen and Rubin 2001). What a household does not share agrees in it by chance. The class
//!   is used only where the data ask for it (BIC, Schwarz 1978). On made-up households precision is 0.997 with it and
//!   0.82 without.
//! - **Frequent values.** Equal values weigh by how many records have them ([`FieldValues`]), and near places and times by how
//!   many records are around them (`density`).
//! - **One person, one record.** A pair's probability takes account of the rivals of both records (`one_to_one`), in
//!   the fit too. As few or as many records have a match, a record without another is more or less likely to be it.
//!
//! *m* and the shares of classes are fitted by EM over the pairs worth keeping; *u* is what all pairs show less what is
//! expected to be of one person or household. Nothing is tuned to a data set: the same constants serve all.
//!
//! # What the estimates assume
//!
//! Precision and recall are estimated without truth, by adding up probabilities. They are right if fields err
//! independently within each class ([`Dependence`] compares that with the data), if each file holds a person once, and if
//! matches that no candidate finds are few.

mod all_pairs;
mod candidates;
mod ceiling;
mod comparison;
mod density;
mod estimates;
mod evidence;
mod field_values;
mod fit;
mod kept;
mod learnt;
mod levels;
mod one_to_one;
mod parameters;
mod scan;
mod swaps;
#[cfg(test)]
mod tests;
mod weights;

pub use comparison::{Comparison, Pattern};
pub use estimates::{Dependence, Estimate};
pub use field_values::FieldValues;
pub use fit::Round;
pub use kept::{ALL_PAIRS_UP_TO, CandidateCount, RANDOM_PAIRS};
pub use learnt::{OtherLevel, expect_levels};
pub use levels::{FieldComparison, field_comparisons};
pub use weights::Weights;

use super::MatchingError;
use crate::agreement::{Agreement, Parameters, Probability};
use evidence::Evidence;
use fit::{Fit, Fitted, Swapped};
use kept::{KeptPair, Pairs};
use parameters::Table;

/// Two records and what the model makes of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModelPair {
    /// Row of the left extract.
    pub left: u32,
    /// Row of the right extract.
    pub right: u32,
    /// How well each field agrees.
    pub pattern: Pattern,
    /// Match weight: log2 of the Bayes factor of one person against two.
    pub weight: f64,
    /// Probability of one person by the pair's own fields.
    pub pairwise: f64,
    /// Probability of one person, given the rivals of both records.
    pub probability: f64,
}

/// What one line of a pair's account adds to its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The field's name, or `household`: that such agreement is found in households too.
    pub field: String,
    /// The level of agreement in words.
    pub level: String,
    /// In bits.
    pub bits: f64,
}

/// A fitted model of two extracts.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What it has learnt.
    pub parameters: Parameters,
    /// Rounds of the fit; none where parameters were given.
    pub rounds: Vec<Round>,
    /// Whether EM settled.
    pub settled: bool,
    /// Where pairs came from.
    pub candidates: CandidateCount,
    /// Expected number of pairs of one person, among the candidates.
    pub expected_matches: f64,
    /// Log2 odds of one person for a pair of weight 0 whose records have no other match.
    pub prior_bits: f64,
    /// Pairs with a probability of at least [`LEAST_PROBABILITY`], ascending by rows.
    pub pairs: Vec<ModelPair>,
    /// By threshold, of pairs as they stand by themselves.
    pub pairwise: Vec<Estimate>,
    /// By threshold, of pairs given their rivals.
    pub one_to_one: Vec<Estimate>,
    /// Whether fields err together.
    pub dependence: Vec<Dependence>,
    /// Fields whose weight does not rise with agreement.
    pub not_ascending: Vec<String>,
    /// Fields that differ in nearly all pairs of one person, as where two files write a number in two ways.
    pub hardly_agrees: Vec<String>,
}

/// Pairs below this are not handed on.
pub const LEAST_PROBABILITY: f64 = 0.005;

/// Counts as real numbers: they stay far below 2^52.
#[expect(clippy::cast_precision_loss)]
const fn real(count: usize) -> f64 {
    count as f64
}

/// Fits the model to two extracts that have the agreement's field filters, or applies `parameters` to them.
///
/// The result depends on the extracts alone: not on threads, nor on the order in which rows are read.
///
/// # Errors
/// [`MatchingError::TooManyPairs`]; [`MatchingError::OtherParameters`] when `parameters` are those of other fields.
pub fn fit_model(
    agreement: &Agreement,
    rule: &Probability,
    comparison: &Comparison<'_>,
    parameters: Option<&Parameters>,
    threads: usize,
    progress: &mut dyn FnMut(u64),
) -> Result<Model, MatchingError> {
    let mut pairs = Pairs::new(comparison)?;
    let by_level = pairs.by_level.clone();
    let fit = Fit::new(agreement, comparison, &by_level, threads);
    let (kept, fitted) = match parameters {
        Some(parameters) => {
            let table = Table::from_parameters(parameters, comparison)
                .ok_or(MatchingError::OtherParameters)?;
            let kept = pairs.keep(&table, threads, progress)?;
            let fitted = fit.apply(&kept, table);
            (kept, fitted)
        }
        None => fitted(&fit, comparison, &mut pairs, threads, progress)?,
    };
    Ok(model(
        comparison,
        rule,
        pairs.count,
        &kept,
        fitted,
        parameters.is_some(),
    ))
}

/// Fits twice: first on the pairs that a guess puts forward, then on those that the first fit does.
fn fitted(
    fit: &Fit<'_>,
    comparison: &Comparison<'_>,
    pairs: &mut Pairs<'_>,
    threads: usize,
    progress: &mut dyn FnMut(u64),
) -> Result<(Vec<KeptPair>, Fitted), MatchingError> {
    let kept = pairs.keep(&fit.start(false), threads, progress)?;
    let swapped = Swapped::count(comparison, &kept);
    let best = best_start(fit, comparison, &kept, &swapped);
    let kept = pairs.keep(&best.table, threads, progress)?;
    let swapped = Swapped::count(comparison, &kept);
    let mut fitted = fit.run(&kept, best.table, &swapped);
    let later = std::mem::take(&mut fitted.rounds);
    fitted.rounds = best.rounds;
    let earlier = fitted.rounds.len();
    for (iteration, round) in (1u32..).zip(later) {
        let earlier = u32::try_from(earlier).unwrap_or(u32::MAX);
        fitted.rounds.push(Round {
            iteration: earlier.saturating_add(iteration),
            ..round
        });
    }
    Ok((kept, fitted))
}

/// The fit with a class of households, or without it where it does not gain enough for its parameters.
fn best_start(
    fit: &Fit<'_>,
    comparison: &Comparison<'_>,
    kept: &[KeptPair],
    swapped: &Swapped,
) -> Fitted {
    if !fit.can_tell_households() {
        return fit.run(kept, fit.start(false), swapped);
    }
    let with = fit.run(kept, fit.start(true), swapped);
    // BIC: what more parameters must gain in log-likelihood. Where people live together, the fit without them drifts for a
    // hundred rounds, so it is followed no further than it takes to see that it stays behind.
    let price = fit.household_parameters() * comparison.pairs().max(1.0).ln() / 2.0;
    let least = with.log_likelihood - price;
    fit.run_if_it_reaches(least, kept, fit.start(false), swapped)
        .unwrap_or(with)
}

/// Odds of one person for two records drawn at random.
fn prior_odds(table: &Table) -> f64 {
    table.match_share / (1.0 - table.match_share).max(f64::MIN_POSITIVE)
}

fn model(
    comparison: &Comparison<'_>,
    rule: &Probability,
    candidates: CandidateCount,
    kept: &[KeptPair],
    fitted: Fitted,
    given: bool,
) -> Model {
    let table = &fitted.table;
    let prior = prior_odds(table);
    let expected_matches: f64 = fitted.probabilities.iter().sum();
    let pairwise = |odds: f64| {
        if odds.is_finite() {
            odds / (1.0 + odds)
        } else {
            1.0
        }
    };
    let pairs = kept.iter().zip(&fitted.evidence).zip(&fitted.probabilities);
    let pairs = pairs
        .filter(|((_, evidence), probability)| {
            probability.max(pairwise(evidence.odds)) >= LEAST_PROBABILITY.min(rule.threshold)
        })
        .map(|((pair, evidence), &probability)| ModelPair {
            left: pair.left,
            right: pair.right,
            pattern: pair.pattern,
            weight: (evidence.odds / prior).log2(),
            pairwise: pairwise(evidence.odds),
            probability,
        })
        .collect();
    let alone = fitted.evidence.iter().map(|pair| pairwise(pair.odds));
    Model {
        settled: given || fitted.rounds.last().is_some_and(|last| last.change < 1e-3),
        pairwise: estimates::estimates(alone, expected_matches, prior),
        one_to_one: estimates::estimates(
            fitted.probabilities.iter().copied(),
            expected_matches,
            prior,
        ),
        dependence: estimates::dependence(comparison, kept, &fitted.probabilities),
        not_ascending: table.not_ascending(comparison),
        hardly_agrees: table.hardly_agrees(comparison),
        parameters: table.to_parameters(comparison),
        rounds: fitted.rounds,
        candidates,
        prior_bits: fitted.prior_odds.log2(),
        expected_matches,
        pairs,
    }
}

impl Model {
    /// The account of a pair's weight, field by field; the lines add up to [`ModelPair::weight`].
    #[must_use]
    pub fn contributions(
        &self,
        comparison: &Comparison<'_>,
        pair: &ModelPair,
    ) -> Vec<Contribution> {
        let Some(table) = Table::from_parameters(&self.parameters, comparison) else {
            return Vec::new();
        };
        let evidence = Evidence::new(comparison, &table);
        let fields = comparison.fields.iter().enumerate();
        let mut lines: Vec<Contribution> = fields
            .filter(|(field, said)| said.speaks(pair.pattern.level(*field)))
            .map(|(field, said)| {
                let level = pair.pattern.level(field);
                Contribution {
                    field: said.name.clone(),
                    level: said.describe(level),
                    bits: evidence.of_field(field, level, pair.left).log2(),
                }
            })
            .collect();
        let sum: f64 = lines.iter().map(|line| line.bits).sum();
        lines.push(Contribution {
            field: "household".to_owned(),
            level: "agreement as in a household".to_owned(),
            bits: pair.weight - sum,
        });
        lines
    }
}
