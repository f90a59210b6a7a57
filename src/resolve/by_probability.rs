//! Links by the probability model: the best pairs by weight, each record in one at most.

mod choice;
mod clusters;
mod opposition;
mod questions;

use serde::{Deserialize, Serialize};

use super::answers::{Answers, Settled};
use super::cascade::ResolveProgress;
use super::earlier::EarlierCount;
use super::groups::{Groups, LinkedBy};
use super::households::households;
use super::links::Links;
use super::resolver::Resolution;
use super::veto::Veto;
use crate::agreement::{Agreement, Learnt, Parameters, Probability};
use crate::exchange::Extract;
use crate::matching::model::{
    Comparison, Contribution, Model, ModelPair, Weights, field_comparisons, fit_model,
};
use crate::matching::{Exclusive, MatchingError, RecordId};
use crate::units::RecordReference;

use choice::choose;
use clusters::{Clusters, Scores};
use opposition::{AllWeights, log2_odds, outweighs};
use questions::asked;

/// Pairs accounted for in the report, of those nearest the threshold.
const EXAMPLES: usize = 6;

/// What the model did with the extracts of two parties.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoParties {
    /// The two parties.
    pub parties: [String; 2],
    /// Their positions among the extracts.
    pub sides: [u16; 2],
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
    /// Pairs that reach the agreement's threshold and are left unlinked for its target for false links.
    pub beyond_target: u64,
    /// Pairs passed over because a group would have two records of one party.
    pub clashes: u64,
    /// Pairs passed over because other records of their groups say more against the link than speaks for it.
    pub opposed: u64,
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

impl TwoParties {
    /// Before anything is linked.
    const fn new(parties: [String; 2], sides: [u16; 2], rule: &Probability, model: Model) -> Self {
        Self {
            parties,
            sides,
            model,
            threshold: rule.threshold,
            review_from: rule.review_from,
            links: 0,
            rivals: 0,
            ties: 0,
            beyond_target: 0,
            clashes: 0,
            opposed: 0,
            largest_component: 0,
            greedy_components: 0,
            precision: 0.0,
            recall: 0.0,
            examples: Vec::new(),
        }
    }

    /// The two records of a pair.
    fn records(&self, pair: &ModelPair) -> (RecordId, RecordId) {
        let [left, right] = self.sides;
        let record = |party, row| RecordId { party, row };
        (record(left, pair.left), record(right, pair.right))
    }
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
    pub models: Vec<Learnt>,
}

impl SavedParameters {
    /// The value of `format`.
    pub const FORMAT: &'static str = "split-tally/model-parameters";
    /// The value of `version`.
    pub const VERSION: u32 = 1;

    /// What these models have learnt.
    #[must_use]
    pub fn of(models: &[TwoParties]) -> Self {
        let saved = |of: &TwoParties| Learnt {
            parties: of.parties.clone(),
            parameters: of.model.parameters.clone(),
        };
        Self {
            format: Self::FORMAT.to_owned(),
            version: Self::VERSION,
            models: models.iter().map(saved).collect(),
        }
    }
}

/// Links the records of `extracts` by the model alone; match keys only put candidates forward.
///
/// For each two parties the links are those of the assignment with the greatest total weight, optimal within each
/// component of at most [`super::LARGEST_COMPONENT`] records, of which those are kept whose probability, given all
/// rivals, reaches the threshold. With three parties or more, or where a party may repeat a person, the most probable links are
/// made first, and one that would bring together records that do not go together is not made. Where fields are compared by
/// nearness, what all pairs of a group say together then decides (`clusters`). What is `settled`
/// comes before all of it. The model weighs by `parameters`, else by what the agreement says was learnt, else by what it
/// learns of these extracts.
///
/// # Errors
/// [`MatchingError`].
pub fn resolve_by_probability(
    agreement: &Agreement,
    rule: &Probability,
    extracts: &[Extract],
    parameters: Option<&SavedParameters>,
    settled: &Settled,
    threads: usize,
    progress: &mut ResolveProgress<'_>,
) -> Result<Resolution, MatchingError> {
    let fields = field_comparisons(agreement, rule);
    let mut groups = Groups::of(agreement, extracts);
    let (answered, earlier) = settled.apply(&mut groups);
    let answers = &settled.answers;
    let mut two_parties = Vec::new();
    let mut links: Vec<ToLink> = Vec::new();
    // Of two files that hold a person once, no group has more than two records.
    let can_oppose = extracts.len() > 2 || !agreement.decision().repeats.is_empty();
    let mut weights = Vec::new();
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
                parameters_for(rule, parameters, &parties)?,
                threads,
                &mut |done| progress("probability", done, total),
            )?;
            progress("probability", total, total);
            let mut found = TwoParties::new(parties, [left, right], rule, model);
            let record = |party: u16, row: u32| RecordId { party, row };
            let number = two_parties.len();
            let records = |pair: &ModelPair| (record(left, pair.left), record(right, pair.right));
            // What people have settled leaves nothing to choose.
            let open = |pair: &ModelPair| {
                let (one, other) = records(pair);
                groups.open(one, other) && !answers.keep_apart(one, other)
            };
            let [first, second] = &found.parties;
            let exclusive = Exclusive::between(agreement, first, second);
            let chosen = choose(&mut found, rule, exclusive, open);
            // Nearest the line that there is now: an error level may have moved it.
            found.examples = examples(&found.model, &comparison, [one, other], found.threshold);
            links.extend(chosen.into_iter().map(|pair| {
                let (one, other) = records(&pair);
                (number, pair, one, other)
            }));
            if can_oppose {
                let offset = found.model.prior_bits - log2_odds(found.threshold);
                weights.push((Weights::new(comparison, &found.model), offset));
            }
            two_parties.push(found);
        }
    }
    let weights = AllWeights::new(extracts.len(), weights);
    let mut opposing = Some(&weights);
    let apart = if judges_groups(agreement, rule) && can_oppose {
        let apart = Veto::new(agreement, extracts, &rule.contradicted_by, answers);
        links = all_together(&links, &groups, &mut two_parties, answers, &apart, &weights);
        opposing = None;
        apart
    } else {
        Veto::of_answers(answers)
    };
    link(
        links,
        &mut groups,
        &mut two_parties,
        answers,
        &apart,
        opposing,
    );
    drop(weights);
    let parties: Vec<&str> = extracts
        .iter()
        .map(|extract| extract.header().party.as_str())
        .collect();
    let review = asked(
        agreement,
        rule,
        &fields,
        extracts,
        answers,
        &groups,
        &mut two_parties,
    );
    let earlier = EarlierCount {
        merged: earlier.kept - groups.numbered(),
        ..earlier
    };
    let earlier_rules = settled.earlier.rules();
    let groups = groups.finish();
    let homes = households(agreement, extracts, &groups);
    let links = Links::new(&groups, &parties, &[], earlier_rules, |member| {
        extracts[usize::from(member.record.party)].references()[member.record.row as usize]
    });
    Ok(Resolution {
        links,
        rules: Vec::new(),
        similarity: None,
        probability: two_parties,
        review,
        homes,
        answers: answered,
        earlier,
    })
}

/// Of incidents no pair says enough by itself, and groups are judged as a whole; of people most do, and a link is made or opposed by
/// itself. So it is where the agreement has a target for false links too, as that is kept by pairs.
fn judges_groups(agreement: &Agreement, rule: &Probability) -> bool {
    agreement.is_about_incidents() && rule.false_links.is_none()
}

/// What is to be used for these two parties: of the file of parameters if there is one, else what the agreement has of them.
/// Without either, the model is fitted.
fn parameters_for<'a>(
    rule: &'a Probability,
    saved: Option<&'a SavedParameters>,
    parties: &[String; 2],
) -> Result<Option<&'a Parameters>, MatchingError> {
    let models = saved.map_or(&rule.learnt, |saved| &saved.models);
    let found = models.iter().find(|model| model.parties == *parties);
    match found {
        None if saved.is_some() => Err(MatchingError::OtherParameters),
        found => Ok(found.map(|model| &model.parameters)),
    }
}

/// A pair to link: which two parties' it is, and its records.
type ToLink = (usize, ModelPair, RecordId, RecordId);

/// What each two records say, where records that people or an earlier run have grouped stay where they are.
struct PairScores<'a> {
    weights: &'a AllWeights<'a>,
    apart: &'a Veto<'a>,
    settled: &'a Groups,
}

impl Scores for PairScores<'_> {
    fn of(&self, one: RecordId, other: RecordId) -> f64 {
        if self.apart.forbids(one, other) {
            return f64::NEG_INFINITY;
        }
        self.weights.beyond_threshold(one, other)
    }

    fn repeats(&self, party: u16) -> bool {
        self.settled.repeats(party)
    }

    fn stays(&self, record: RecordId) -> bool {
        self.settled.companions(record).nth(1).is_some()
    }
}

/// The pairs that are together where all pairs of a group count, in place of links one by one.
fn all_together(
    links: &[ToLink],
    groups: &Groups,
    two_parties: &mut [TwoParties],
    answers: &Answers,
    apart: &Veto<'_>,
    weights: &AllWeights<'_>,
) -> Vec<ToLink> {
    let mut draft = groups.clone();
    link(
        links.to_vec(),
        &mut draft,
        two_parties,
        answers,
        apart,
        Some(weights),
    );
    let scores = PairScores {
        weights,
        apart,
        settled: groups,
    };
    let pairs = two_parties.iter().enumerate().flat_map(|(number, found)| {
        let pairs = found.model.pairs.iter();
        pairs.map(move |pair| {
            let (one, other) = found.records(pair);
            (number, *pair, one, other)
        })
    });
    let pairs: Vec<ToLink> = pairs.collect();
    let near: Vec<(RecordId, RecordId)> = pairs.iter().map(|&(_, _, a, b)| (a, b)).collect();
    let start: Vec<Vec<RecordId>> = draft
        .finish()
        .into_iter()
        .map(|group| group.members.iter().map(|member| member.record).collect())
        .collect();
    let mut clusters = Clusters::new(&scores, &near, &start);
    clusters.improve();
    let tied = clusters.part_ties();
    count_apart(two_parties, groups, links, &clusters, &tied);
    // What an earlier run or an answer has brought together is no link of this run.
    let made = |&(_, _, one, other): &ToLink| {
        clusters.together(one, other) && !groups.together(one, other)
    };
    pairs.into_iter().filter(made).collect()
}

/// Counts anew why pairs that reach the threshold by themselves are no links.
fn count_apart<S: Scores>(
    two_parties: &mut [TwoParties],
    groups: &Groups,
    links: &[ToLink],
    clusters: &Clusters<'_, S>,
    tied: &[RecordId],
) {
    for found in two_parties.iter_mut() {
        (found.links, found.clashes, found.opposed) = (0, 0, 0);
        (found.rivals, found.ties) = (0, 0);
        let least = log2_odds(found.threshold);
        for pair in &found.model.pairs {
            let (one, other) = found.records(pair);
            let reaches = pair.weight + found.model.prior_bits > least;
            if !reaches || clusters.together(one, other) || groups.together(one, other) {
                continue;
            }
            if tied.binary_search(&one).is_ok() || tied.binary_search(&other).is_ok() {
                found.ties += 1;
            } else {
                found.rivals += 1;
            }
        }
    }
    for (number, _, one, other) in links {
        if clusters.together(*one, *other) {
            continue;
        }
        let found = &mut two_parties[*number];
        found.opposed += 1;
        // Links one by one reach the threshold: they were counted above, as one or the other.
        if tied.binary_search(one).is_ok() || tied.binary_search(other).is_ok() {
            found.ties = found.ties.saturating_sub(1);
        } else {
            found.rivals = found.rivals.saturating_sub(1);
        }
    }
}

/// Links the most probable pairs first, and says what came of it.
fn link(
    mut links: Vec<ToLink>,
    groups: &mut Groups,
    two_parties: &mut [TwoParties],
    answers: &Answers,
    apart: &Veto<'_>,
    weights: Option<&AllWeights<'_>>,
) {
    links.sort_by(|(_, one, a, b), (_, other, c, d)| {
        let probability = other.probability.total_cmp(&one.probability);
        let weight = other.weight.total_cmp(&one.weight);
        probability.then(weight).then_with(|| (a, b).cmp(&(c, d)))
    });
    for (number, pair, one, other) in links {
        let found = &mut two_parties[number];
        // Records that a third party has brought together already are linked.
        let together = groups.together(one, other);
        let (sure, least) = (pair.probability, found.threshold);
        let opposed = weights.is_some_and(|weights| {
            let weight = |one, other| weights.of(one, other);
            outweighs(groups, (one, other), sure, least, weight)
        });
        if !together && opposed {
            found.opposed += 1;
            continue;
        }
        let linked = together
            || !apart.forbids_groups(groups, one, other)
                && groups.link(one, other, LinkedBy::Probability, pair.probability);
        if linked {
            found.links += 1;
        } else {
            found.clashes += 1;
        }
    }
    for found in two_parties {
        estimate(found, groups, answers);
    }
}

/// What the model expects of all pairs that are together by now, whoever linked them; those that people say are one person's
/// are.
fn estimate(found: &mut TwoParties, groups: &Groups, answers: &Answers) {
    let (mut together, mut right, mut matches) = (0.0, 0.0, found.model.expected_matches);
    for pair in &found.model.pairs {
        let (one, other) = found.records(pair);
        if !groups.together(one, other) {
            continue;
        }
        together += 1.0;
        right += pair.probability;
        if answers.same(one, other) {
            right += 1.0 - pair.probability;
            matches += 1.0 - pair.probability;
        }
    }
    found.precision = right / f64::max(together, 1.0);
    found.recall = (right / matches.max(f64::MIN_POSITIVE)).min(1.0);
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
