use serde::{Deserialize, Serialize};

use super::Subject;
use crate::agreement::Parameters;
use crate::resolve::{Contribution, Dependence, Estimate, LARGEST_COMPONENT, Round, TwoParties};

/// What the probability model made of the extracts of two parties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelReport {
    /// The two parties.
    pub parties: [String; 2],
    /// The least probability of a link: the agreement's, or what its target for false links makes of it.
    pub threshold: f64,
    /// The least probability of a pair that is put to people, where that is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_from: Option<f64>,
    /// Where pairs came from.
    pub candidates: CandidateReport,
    /// What was learnt: shares of each level of agreement.
    pub parameters: Parameters,
    /// The fit, round by round; empty where parameters were given.
    pub rounds: Vec<Round>,
    /// Expected number of pairs of one person.
    pub expected_matches: f64,
    /// Pairs linked.
    pub links: u64,
    /// Pairs that reach the threshold by themselves, passed over for a rival of one of their records.
    pub rivals: u64,
    /// Pairs passed over because another pair of one of their records is equally probable.
    pub ties: u64,
    /// Pairs that reach the agreement's threshold and are left unlinked for its target for false links.
    #[serde(default)]
    pub beyond_target: u64,
    /// Pairs passed over because a group would have two records of one party.
    pub clashes: u64,
    /// Pairs passed over because other records of their groups say more against the link than speaks for it.
    #[serde(default)]
    pub opposed: u64,
    /// How links were chosen where records compete.
    pub assignment: AssignmentReport,
    /// Estimated precision and recall of the links.
    pub estimate: LinkEstimate,
    /// The same by threshold, for pairs given their rivals.
    pub thresholds: Vec<Estimate>,
    /// The same by threshold, for pairs by themselves, before each record is given one link at most.
    pub pairwise_thresholds: Vec<Estimate>,
    /// Whether fields of one person err together: pairs of fields both unequal, seen and as independence would have it.
    pub dependence: Vec<Dependence>,
    /// Accounts of a few pairs near the threshold, by record reference.
    pub examples: Vec<ExampleReport>,
    /// What to be wary of.
    pub warnings: Vec<String>,
}

/// Where pairs came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateReport {
    /// Whether every pair of records was compared.
    pub all_pairs: bool,
    /// Pairs compared.
    pub compared: u64,
    /// Pairs passed over because the token or value that they share is too frequent.
    pub passed_over: u64,
    /// Random pairs behind the shares of near agreement among unrelated people; 0 when all pairs were counted.
    pub random_pairs: u64,
    /// Pairs with evidence enough to be weighed.
    pub weighed: u64,
    /// Pairs beside those that a match key forbids.
    pub contradicted: u64,
}

/// How links were chosen where records compete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentReport {
    /// Components of up to this many records are assigned optimally, larger ones greedily.
    pub optimal_up_to: u64,
    /// Records of the largest component.
    pub largest_component: u64,
    /// Components assigned greedily.
    pub greedy_components: u64,
}

/// Estimated precision and recall of the links, without truth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkEstimate {
    /// Expected share of links that are one person.
    pub precision: f64,
    /// Expected share of pairs of one person that are linked.
    pub recall: f64,
    /// What the two numbers assume.
    pub assumes: Vec<String>,
}

/// The account of one pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExampleReport {
    /// The records' references.
    pub records: [String; 2],
    /// Probability of one person, given the rivals of both records.
    pub probability: f64,
    /// Probability by the pair's own fields.
    pub pairwise: f64,
    /// Match weight in bits: the sum of the lines.
    pub weight: f64,
    /// Line by line.
    pub lines: Vec<LineReport>,
}

/// What one field adds to a pair's weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineReport {
    /// The field.
    pub field: String,
    /// How well it agrees.
    pub level: String,
    /// In bits.
    pub bits: f64,
}

/// Beyond this difference between seen and expected, fields are said to err together.
const NOTABLE_DEPENDENCE: f64 = 0.05;

pub(super) fn model_report(subject: Subject, found: &TwoParties) -> ModelReport {
    let model = &found.model;
    let candidates = &model.candidates;
    ModelReport {
        parties: found.parties.clone(),
        threshold: found.threshold,
        review_from: found.review_from,
        candidates: CandidateReport {
            all_pairs: candidates.all_pairs,
            compared: candidates.compared,
            passed_over: candidates.passed_over,
            random_pairs: candidates.random_pairs,
            weighed: candidates.kept,
            contradicted: candidates.contradicted,
        },
        parameters: model.parameters.clone(),
        rounds: model.rounds.clone(),
        expected_matches: model.expected_matches,
        links: found.links,
        rivals: found.rivals,
        ties: found.ties,
        beyond_target: found.beyond_target,
        clashes: found.clashes,
        opposed: found.opposed,
        assignment: AssignmentReport {
            optimal_up_to: LARGEST_COMPONENT as u64,
            largest_component: found.largest_component as u64,
            greedy_components: found.greedy_components,
        },
        estimate: LinkEstimate {
            precision: found.precision,
            recall: found.recall,
            assumes: assumptions(subject, model.candidates.all_pairs),
        },
        thresholds: model.one_to_one.clone(),
        pairwise_thresholds: model.pairwise.clone(),
        dependence: model.dependence.clone(),
        examples: examples(found),
        warnings: warnings(subject, found),
    }
}

pub(super) fn assumptions(subject: Subject, all_pairs: bool) -> Vec<String> {
    let (one, pairs, classes) = (
        subject.one(),
        subject.pairs_of_one(),
        subject.classes_of_pairs(),
    );
    let mut assumes = vec![
        "These are estimates without truth: sums of the probabilities that the model gives. Check a sample of pairs near the threshold where the result matters.".to_owned(),
        format!("Fields are taken to err independently of each other within {classes}; \"dependence\" shows how far the data depart from that."),
        format!("Each file is taken to hold {one} once, save those of parties that the agreement lets repeat {one}."),
    ];
    if !all_pairs {
        assumes.push(format!("Pairs that share no match key and no field that is not too frequent were not compared: where they are {pairs}, recall is lower than estimated."));
    }
    assumes
}

fn examples(found: &TwoParties) -> Vec<ExampleReport> {
    let line = |line: &Contribution| LineReport {
        field: line.field.clone(),
        level: line.level.clone(),
        bits: line.bits,
    };
    found
        .examples
        .iter()
        .map(|example| ExampleReport {
            records: example.records.map(|record| record.to_string()),
            probability: example.pair.probability,
            pairwise: example.pair.pairwise,
            weight: example.pair.weight,
            lines: example.contributions.iter().map(line).collect(),
        })
        .collect()
}

fn warnings(subject: Subject, found: &TwoParties) -> Vec<String> {
    let pairs = subject.pairs_of_one();
    let model = &found.model;
    let mut warnings = Vec::new();
    if !model.settled {
        warnings.push(format!(
            "The fit did not settle in {} rounds: take probabilities and estimates as rough.",
            model.rounds.len()
        ));
    }
    if model.expected_matches < 50.0 {
        warnings.push(format!(
            "Only some {:.0} {pairs} are expected, too few to learn much from: take probabilities and estimates as rough.",
            model.expected_matches.max(0.0)
        ));
    }
    for field in &model.not_ascending {
        warnings.push(format!(
            "The weight of {field} does not rise with agreement: some level of it says less than a lower one. Look at its levels in the parameters."
        ));
    }
    for field in &model.hardly_agrees {
        warnings.push(format!(
            "{field} differs in nearly all {pairs} in which both records have it: look whether the two files write it alike, and mean the same by it."
        ));
    }
    if let Some(strongest) = model.dependence.first()
        && (strongest.observed - strongest.expected).abs()
            > NOTABLE_DEPENDENCE * model.expected_matches
    {
        let [one, other] = &strongest.fields;
        warnings.push(format!(
            "{one} and {other} differ together in {:.0} {pairs} where {:.0} are expected if they erred independently: weights of such pairs count the same evidence twice.",
            strongest.observed, strongest.expected
        ));
    }
    if found.greedy_components > 0 {
        warnings.push(format!(
            "{} groups of competing records are larger than {LARGEST_COMPONENT}, and were linked best pair first.",
            found.greedy_components
        ));
    }
    warnings
}
