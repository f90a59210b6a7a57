//! Pairs on their way to the people who hold their records, and what they answer.

use serde::{Deserialize, Serialize};

use super::{AgreementReference, SOFTWARE};
use crate::agreement::Agreement;
use crate::resolve::{Answer, Evidence, MAX_REVIEW_PAIRS, Review, Verdict};
use crate::units::RecordReference;

/// The most answers of one file: two parties may each answer about every pair.
const MAX_ANSWERS: usize = MAX_REVIEW_PAIRS;
/// The longest description of a match key or label of a field, in bytes.
const MAX_ABOUT: usize = 2_000;
/// The most lines of evidence of one pair: match keys and field filters of an agreement are fewer.
const MAX_EVIDENCE: usize = 64;

/// Pairs that nothing settles. Holds references, scores and what agrees; never a person's value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewFile {
    /// Always `split-tally/review`.
    pub format: String,
    /// Always 1.
    pub version: u32,
    /// The program and its version.
    pub software: String,
    /// The agreement.
    pub agreement: AgreementReference,
    /// The parties, in the agreement's order.
    pub parties: Vec<String>,
    /// Whether the records are reports of incidents, and not of people.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub about_incidents: bool,
    /// What the pairs' scores are.
    pub score: Score,
    /// The likeliest first.
    pub pairs: Vec<PairToReview>,
    /// Pairs as doubtful that are not put to people, as a record of theirs has likelier ones, or there were too many.
    pub left_out: u64,
}

/// What a pair's score is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Score {
    /// The Dice coefficient of two record filters.
    #[default]
    Similarity,
    /// The probability that the two records are one person's.
    Probability,
}

/// Two records that may be one person's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairToReview {
    /// Its number, from 1.
    pub pair: u32,
    /// The two records.
    pub records: [ReviewedRecord; 2],
    /// Dice coefficient, or the probability where the model decides.
    pub score: f64,
    /// What agrees and what does not.
    pub evidence: Vec<Evidence>,
}

/// One of the two records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewedRecord {
    /// Whose it is.
    pub party: String,
    /// Its reference in hexadecimal.
    pub record: String,
}

/// What one party answers. Holds references and verdicts; never a person's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswersFile {
    /// Always `split-tally/answers`.
    pub format: String,
    /// Always 1.
    pub version: u32,
    /// The program and its version.
    pub software: String,
    /// The agreement.
    pub agreement: AgreementReference,
    /// Who answers.
    pub party: String,
    /// The answers.
    pub answers: Vec<AnsweredPair>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnsweredPair {
    /// The two records.
    pub records: [ReviewedRecord; 2],
    /// What is said of them.
    pub answer: Verdict,
}

impl ReviewedRecord {
    /// The reference; `None` where the text is none.
    #[must_use]
    pub fn reference(&self) -> Option<RecordReference> {
        RecordReference::from_hex(&self.record)
    }
}

impl ReviewFile {
    /// The value of `format`.
    pub const FORMAT: &'static str = "split-tally/review";
    /// The value of `version`.
    pub const VERSION: u32 = 1;

    pub(crate) fn new(agreement: &Agreement, review: &Review, score: Score) -> Self {
        let pairs = (1u32..).zip(&review.pairs);
        Self {
            format: Self::FORMAT.to_owned(),
            version: Self::VERSION,
            software: SOFTWARE.to_owned(),
            agreement: AgreementReference {
                title: agreement.text().title.clone(),
                digest: agreement.digest().to_string(),
            },
            parties: agreement.text().parties.clone(),
            about_incidents: agreement.is_about_incidents(),
            score,
            pairs: pairs
                .map(|(number, pair)| PairToReview {
                    pair: number,
                    records: pair.records.clone().map(|(party, record)| ReviewedRecord {
                        party,
                        record: record.to_string(),
                    }),
                    score: pair.score,
                    evidence: pair.evidence.clone(),
                })
                .collect(),
            left_out: review.left_out,
        }
    }

    /// Reads a review file.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn from_json(json: &str) -> Result<Self, String> {
        let review: Self = parse(json)?;
        if review.format != Self::FORMAT || review.version != Self::VERSION {
            return Err("its \"format\" or \"version\" is another".to_owned());
        }
        if review.pairs.len() > MAX_REVIEW_PAIRS {
            return Err(format!("it has more than {MAX_REVIEW_PAIRS} pairs"));
        }
        for (number, pair) in (1u32..).zip(&review.pairs) {
            let evidence = pair.evidence.len() <= MAX_EVIDENCE
                && pair.evidence.iter().all(|one| one.about.len() <= MAX_ABOUT);
            if pair.pair != number
                || !(0.0..=1.0).contains(&pair.score)
                || !evidence
                || reference_pair(&pair.records).is_none()
                || !pair
                    .records
                    .iter()
                    .all(|one| review.parties.contains(&one.party))
            {
                return Err(format!("pair {number} is not as it should be"));
            }
        }
        Ok(review)
    }
}

impl AnswersFile {
    /// The value of `format`.
    pub const FORMAT: &'static str = "split-tally/answers";
    /// The value of `version`.
    pub const VERSION: u32 = 1;

    /// Reads an answers file.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn from_json(json: &str) -> Result<Self, String> {
        let answers: Self = parse(json)?;
        if answers.format != Self::FORMAT || answers.version != Self::VERSION {
            return Err("its \"format\" or \"version\" is another".to_owned());
        }
        if answers.answers.len() > MAX_ANSWERS {
            return Err(format!("it has more than {MAX_ANSWERS} answers"));
        }
        if let Some(at) = answers.answers.iter().position(|answer| {
            let own = |one: &ReviewedRecord| one.party == answers.party;
            reference_pair(&answer.records).is_none() || !answer.records.iter().any(own)
        }) {
            return Err(format!("answer {} is not as it should be", at + 1));
        }
        Ok(answers)
    }

    /// The answers by reference.
    pub fn answers(&self) -> impl Iterator<Item = Answer> {
        self.answers
            .iter()
            .filter_map(|AnsweredPair { records, answer }| {
                let [one, other] = reference_pair(records)?;
                let [first, second] = records;
                let records = [(first.party.clone(), one), (second.party.clone(), other)];
                Some((records, *answer))
            })
    }
}

/// Serde's reasons repeat what a file holds, and it may be any file: only the place is said.
fn parse<T: for<'a> Deserialize<'a>>(json: &str) -> Result<T, String> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    serde_json::from_str(json)
        .map_err(|error| format!("line {}, column {}", error.line(), error.column()))
}

/// The references of two records of different parties.
fn reference_pair(records: &[ReviewedRecord; 2]) -> Option<[RecordReference; 2]> {
    let [one, other] = records;
    (one.party != other.party).then_some(())?;
    Some([one.reference()?, other.reference()?])
}
