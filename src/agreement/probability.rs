use serde::{Deserialize, Serialize};

use super::Learnt;

/// Decision by the probability that two records are one person's, from field filters ([`crate::matching::model`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Probability {
    /// The least probability of a link, above 0 and below 1. Reports of incidents are grouped by what all pairs of a group say together
    /// beyond it, so that a pair within a group may have less.
    pub threshold: f64,
    /// The largest expected share of links that are false, above 0 and below 1: the threshold is raised as far as that takes.
    /// With [`Self::missed_links`], the two error levels of a linkage rule (Fellegi and Sunter 1969), as shares of links
    /// and of matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub false_links: Option<f64>,
    /// The least probability of a pair that is put to the people who hold its records, where nothing has linked them:
    /// below the threshold, or at it where [`Self::false_links`] raises it. Without, nobody is asked unless
    /// [`Self::missed_links`] says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_from: Option<f64>,
    /// The largest expected share of pairs of one person that are neither linked nor put to people, above 0 and below 1:
    /// pairs are put to people from as low a probability as that takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_links: Option<f64>,
    /// Names of match keys which, when both records have one and they differ, forbid a link.
    #[serde(default)]
    pub contradicted_by: Vec<String>,
    /// Fields that are compared otherwise than their kind would have it.
    #[serde(default)]
    pub fields: Vec<ProbabilityField>,
    /// What was learnt before, by two parties: their records are weighed by it. Of two parties that are not among them, the
    /// model learns anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub learnt: Vec<Learnt>,
}

impl Probability {
    /// Whether pairs are put to the people who hold their records.
    #[must_use]
    pub const fn asks_people(&self) -> bool {
        self.review_from.is_some() || self.missed_links.is_some()
    }
}

/// How the model compares one field, where its kind should not decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProbabilityField {
    /// The name of a field that has a field filter.
    pub field: String,
    /// The least Dice coefficients of levels between "differs" and "equal": at most four, ascending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<Vec<f64>>,
    /// Whether people who live together often share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<bool>,
}
