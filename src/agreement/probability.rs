use serde::{Deserialize, Serialize};

/// Decision by the probability that two records are one person's, from field filters ([`crate::matching::model`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Probability {
    /// The least probability of a link, above 0 and below 1.
    pub threshold: f64,
    /// Names of match keys which, when both records have one and they differ, forbid a link.
    #[serde(default)]
    pub contradicted_by: Vec<String>,
    /// Fields that are compared otherwise than their kind would have it.
    #[serde(default)]
    pub fields: Vec<ProbabilityField>,
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
