use serde::{Deserialize, Serialize};

use super::{Households, Probability};

/// How candidate pairs become links.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// How many records of one party may belong to one person.
    pub resolution: Resolution,
    /// Parties whose files may hold a person several times: any number of their records may belong to one person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeats: Vec<String>,
    /// What is done with the records that no match key linked; nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub similarity: Option<Similarity>,
    /// Decision by probability, in place of match keys and similarity, where all extracts have field filters; they then
    /// only put candidates forward.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<Probability>,
    /// People who share a home, as a second level; nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub households: Option<Households>,
}

impl Decision {
    /// Whether any rule puts pairs to the people who hold their records.
    #[must_use]
    pub fn asks_people(&self) -> bool {
        let similarity = self.similarity.as_ref();
        let probability = self.probability.as_ref();
        similarity.is_some_and(|rule| rule.review_from.is_some())
            || probability.is_some_and(Probability::asks_people)
    }
}

/// How many records of one party may belong to one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// At most one, save of the parties in [`Decision::repeats`]: each other party's file holds a person once.
    OneToOne,
}

/// How far below the threshold of similarity a pair may be put to people.
pub const LOWEST_REVIEW: f64 = 0.1;

/// Similarity of record filters (Dice coefficient), for records no match key linked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Similarity {
    /// The least Dice coefficient of a link, above 0 and at most 1.
    pub threshold: f64,
    /// A link's score must exceed the next best score of either record by more than this (0 to 0.5); pairs that do not
    /// are too close to call and are passed over.
    #[serde(default)]
    pub margin: f64,
    /// The least Dice coefficient of a pair that is put to the people who hold its records, where nothing has linked them:
    /// at most 0.1 below the threshold. Without, nobody is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_from: Option<f64>,
    /// Names of match keys which, when both records have one and they differ, forbid a link by similarity.
    #[serde(default)]
    pub contradicted_by: Vec<String>,
}
