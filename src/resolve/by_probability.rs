//! Links by the probability model: the best pairs by weight, each record in one at most.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::answers::Answers;
use super::assignment::{Edge, assign};
use super::cascade::ResolveProgress;
use super::groups::{Groups, LinkedBy};
use super::links::Links;
use super::resolver::Resolution;
use super::review::{Review, by_fields, review};
use super::veto::Veto;
use crate::agreement::{Agreement, Probability};
use crate::exchange::Extract;
use crate::matching::model::{
    Comparison, Contribution, FieldComparison, LEAST_PROBABILITY, Model, ModelPair, Parameters,
    Pattern, field_comparisons, fit_model,
};
use crate::matching::{MatchingError, RecordId};
use crate::units::RecordReference;

/// Probabilities closer than this are the same: neither pair stands out.
const TIE: f64 = 1e-9;
/// Pairs accounted for in the report, of those nearest the threshold.
const EXAMPLES: usize = 6;

/// What the model did with the extracts of two parties.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoParties {
    /// The two parties.
    pub parties: [String; 2],
    /// The model.
    pub model: Model,
    /// The least probability of a link: the agreement's, or what its target for false links makes of it.
    pub threshold: f64,
    /// The least probability of a pair that is put to people, where the agreement has that done.
    pub review_from: Option<f64>,
    /// Pairs linked.
    pub links: u64,
    /// Pairs that reach the threshold by themselves, passed over because a rival of one of their records is as probable or
    /// more so.
    pub rivals: u64,
    /// Pairs that reach the threshold and were passed over because another pair of one of their records is equally
    /// probable.
    pub ties: u64,
    /// Pairs passed over because a group would have two records of one party.
    pub clashes: u64,
    /// Records of the largest component of pairs that share records.
    pub largest_component: usize,
    /// Components too large to be assigned optimally.
    pub greedy_components: u64,
    /// Expected share of links that are one person.
    pub precision: f64,
    /// Expected share of pairs of one person that are linked.
    pub recall: f64,
    /// Accounts of a few pairs near the threshold.
    pub examples: Vec<Example>,
}

/// The account of one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The records' references, which mean nothing outside their extracts.
    pub records: [RecordReference; 2],
    /// The pair.
    pub pair: ModelPair,
    /// Line by line.
    pub contributions: Vec<Contribution>,
}

/// Parameters saved for another time, as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedParameters {
    /// Always `split-tally/model-parameters`.
    pub format: String,
    /// Always 1.
    pub version: u32,
    /// For each two parties.
    pub models: Vec<SavedModel>,
}

/// Parameters for two parties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedModel {
    /// The two parties, in the agreement's order.
    pub parties: [String; 2],
    /// What was learnt.
    pub parameters: Parameters,
}

impl SavedParameters {
    /// The value of `format`.
    pub const FORMAT: &'static str = "split-tally/model-parameters";
    /// The value of `version`.
    pub const VERSION: u32 = 1;

    /// What these models have learnt.
    #[must_use]
    pub fn of(models: &[TwoParties]) -> Self {
        let saved = |of: &TwoParties| SavedModel {
            parties: of.parties.clone(),
            parameters: of.model.parameters.clone(),
        };
        Self {
            format: Self::FORMAT.to_owned(),
            version: Self::VERSION,
            models: models.iter().map(saved).collect(),
        }
    }

    fn find(&self, parties: &[String; 2]) -> Option<&Parameters> {
        let model = self.models.iter().find(|model| model.parties == *parties)?;
        Some(&model.parameters)
    }
}

/// Links the records of `extracts` by the model alone; match keys only put candidates forward.
///
/// For each two parties the links are those of the assignment with the greatest total weight, optimal within each
/// component of at most [`super::LARGEST_COMPONENT`] records, of which those are kept whose probability, given all
/// rivals, reaches the threshold. With three parties or more, the most probable links are made first. `answers` of people
/// come before all of it.
///
/// # Errors
/// [`MatchingError`].
pub fn resolve_by_probability(
    agreement: &Agreement,
    rule: &Probability,
    extracts: &[Extract],
    parameters: Option<&SavedParameters>,
    answers: &Answers,
    threads: usize,
    progress: &mut ResolveProgress<'_>,
) -> Result<Resolution, MatchingError> {
    let fields = field_comparisons(agreement, rule);
    let rows: Vec<usize> = extracts.iter().map(Extract::len).collect();
    let mut groups = Groups::new(&rows);
    let answered = answers.link(&mut groups);
    let mut two_parties = Vec::new();
    let mut links: Vec<(usize, ModelPair, RecordId, RecordId)> = Vec::new();
    for (left, one) in (0u16..).zip(extracts) {
        for (right, other) in (0u16..).zip(extracts).skip(usize::from(left) + 1) {
            let parties = [one, other].map(|extract| extract.header().party.clone());
            let comparison =
                Comparison::new(agreement, &fields, [one, other], &rule.contradicted_by);
            let total = one.len() as u64;
            let model = fit_model(
                agreement,
                rule,
                &comparison,
                parameters
                    .map(|saved| saved.find(&parties).ok_or(MatchingError::OtherParameters))
                    .transpose()?,
                threads,
                &mut |done| progress("probability", done, total),
            )?;
            progress("probability", total, total);
            let mut found = TwoParties {
                examples: examples(&model, &comparison, [one, other], rule.threshold),
                parties,
                review_from: review_from(rule, &model),
                model,
                threshold: rule.threshold,
                links: 0,
                rivals: 0,
                ties: 0,
                clashes: 0,
                largest_component: 0,
                greedy_components: 0,
                precision: 0.0,
                recall: 0.0,
            };
            let record = |party: u16, row: u32| RecordId { party, row };
            let number = two_parties.len();
            let records = |pair: &ModelPair| (record(left, pair.left), record(right, pair.right));
            // What people have settled leaves nothing to choose.
            let open = |pair: &ModelPair| {
                let (one, other) = records(pair);
                groups.lacks(one, right)
                    && groups.lacks(other, left)
                    && !answers.keep_apart(one, other)
            };
            let chosen = choose(&mut found, rule, open);
            links.extend(chosen.into_iter().map(|pair| {
                let (one, other) = records(&pair);
                (number, pair, one, other)
            }));
            two_parties.push(found);
        }
    }
    links.sort_by(|(_, one, a, b), (_, other, c, d)| {
        let probability = other.probability.total_cmp(&one.probability);
        let weight = other.weight.total_cmp(&one.weight);
        probability.then(weight).then_with(|| (a, b).cmp(&(c, d)))
    });
    let apart = Veto::of_answers(answers);
    for (number, pair, one, other) in links {
        let found = &mut two_parties[number];
        // Records that a third party has brought together already are linked.
        let linked = groups.together(one, other)
            || !apart.forbids_groups(&groups, one, other)
                && groups.link(one, other, LinkedBy::Probability, pair.probability);
        if linked {
            found.links += 1;
            found.precision += pair.probability;
        } else {
            found.clashes += 1;
        }
    }
    for found in &mut two_parties {
        let expected = found.precision;
        #[expect(clippy::cast_precision_loss)] // Links are fewer than 2^52.
        let links = found.links as f64;
        found.precision = expected / links.max(1.0);
        found.recall = (expected / found.model.expected_matches.max(f64::MIN_POSITIVE)).min(1.0);
    }
    let parties: Vec<&str> = extracts
        .iter()
        .map(|extract| extract.header().party.as_str())
        .collect();
    let review = asked(agreement, &fields, extracts, answers, &groups, &two_parties);
    let links = Links::new(&groups.finish(), &parties, &[], |member| {
        extracts[usize::from(member.record.party)].references()[member.record.row as usize]
    });
    Ok(Resolution {
        links,
        rules: Vec::new(),
        similarity: None,
        probability: two_parties,
        review,
        answers: answered,
    })
}

/// From which probability pairs are put to people, by the model's own estimate where the agreement sets a target for
/// missed links.
fn review_from(rule: &Probability, model: &Model) -> Option<f64> {
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

/// As many of the links, the most probable first, as are false no more often than the target says, and the probability of
/// the last.
fn within_target(mut links: Vec<ModelPair>, false_links: f64) -> (Vec<ModelPair>, Option<f64>) {
    links.sort_by(|one, other| other.probability.total_cmp(&one.probability));
    let (mut count, mut right) = (0.0, 0.0);
    // The mean falls from link to link, so the first that goes below is the end.
    let within = links.iter().take_while(|link| {
        count += 1.0;
        right += link.probability;
        right >= count * (1.0 - false_links)
    });
    let keep = within.count();
    // Equal probabilities are kept or cut together.
    let Some(cut) = links.get(keep).map(|cut| cut.probability) else {
        return (links, None);
    };
    links.retain(|link| link.probability > cut);
    let threshold = links.last().map_or(1.0, |link| link.probability);
    (links, Some(threshold))
}

/// The pairs that people are asked about.
fn asked(
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
            let open = groups.lacks(one, right) && groups.lacks(other, left);
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

/// The links of two parties, among the pairs that are open.
fn choose(
    found: &mut TwoParties,
    rule: &Probability,
    open: impl Fn(&ModelPair) -> bool,
) -> Vec<ModelPair> {
    let threshold = rule.threshold;
    let least = (threshold / (1.0 - threshold)).log2();
    let candidates: Vec<(Edge, ModelPair)> = found
        .model
        .pairs
        .iter()
        .filter(|pair| open(pair))
        .map(|&pair| {
            let gain = pair.weight + found.model.prior_bits - least;
            let (left, right) = (pair.left, pair.right);
            (Edge { left, right, gain }, pair)
        })
        .filter(|(edge, _)| edge.gain > 0.0)
        .collect();
    let edges: Vec<Edge> = candidates.iter().map(|(edge, _)| *edge).collect();
    let assignment = assign(&edges);
    found.largest_component = assignment.largest;
    found.greedy_components = assignment.greedy;
    let rivals = Rivals::new(candidates.iter().map(|(_, pair)| pair));
    let mut links = Vec::new();
    for ((_, pair), chosen) in candidates.iter().zip(assignment.chosen) {
        if rivals.tied(pair) {
            found.ties += 1;
        } else if chosen && pair.probability >= threshold {
            links.push(*pair);
        } else {
            found.rivals += 1;
        }
    }
    let Some(false_links) = rule.false_links else {
        return links;
    };
    let (links, raised) = within_target(links, false_links);
    found.threshold = raised.unwrap_or(threshold);
    links
}

/// By record, its two greatest probabilities.
struct Rivals {
    best: HashMap<(usize, u32), (f64, f64)>,
}

impl Rivals {
    fn new<'a>(pairs: impl Iterator<Item = &'a ModelPair>) -> Self {
        let mut best = HashMap::new();
        for pair in pairs {
            for record in [(0, pair.left), (1, pair.right)] {
                let (first, second) = best.entry(record).or_insert((0.0f64, 0.0f64));
                if pair.probability > *first {
                    *second = *first;
                    *first = pair.probability;
                } else if pair.probability > *second {
                    *second = pair.probability;
                }
            }
        }
        Self { best }
    }

    /// Whether one of its records has two best pairs, and this is one of them.
    fn tied(&self, pair: &ModelPair) -> bool {
        [(0, pair.left), (1, pair.right)].iter().any(|record| {
            let best = self.best.get(record);
            best.is_some_and(|&(first, second)| {
                first - second < TIE && first - pair.probability < TIE
            })
        })
    }
}

/// Accounts of the pairs nearest the threshold.
fn examples(
    model: &Model,
    comparison: &Comparison<'_>,
    extracts: [&Extract; 2],
    threshold: f64,
) -> Vec<Example> {
    let mut near: Vec<&ModelPair> = model.pairs.iter().collect();
    let distance = |pair: &ModelPair| (pair.probability - threshold).abs();
    near.sort_by(|one, other| distance(one).total_cmp(&distance(other)));
    near.iter()
        .take(EXAMPLES)
        .filter_map(|&pair| {
            let [one, other] = extracts;
            let records = [
                one.reference(pair.left as usize)?,
                other.reference(pair.right as usize)?,
            ];
            Some(Example {
                records,
                contributions: model.contributions(comparison, pair),
                pair: *pair,
            })
        })
        .collect()
}
