use serde::{Deserialize, Serialize};

use super::comparison::Comparison;
use super::comparison::levels_of;
use super::levels::FieldComparison;
use super::levels::LEVELS;

/// What the model has learnt, or is given: reusable for the same agreement and parties without fitting again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Share of all pairs that are one person.
    pub match_share: f64,
    /// Share of all pairs that are two people of one household; 0 when the data show no such pairs.
    pub household_share: f64,
    /// By field filter.
    pub fields: Vec<FieldParameters>,
}

/// How often each level of agreement of one field occurs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldParameters {
    /// The field's name.
    pub field: String,
    /// From "differs" up.
    pub levels: Vec<LevelParameters>,
}

/// How often one level of agreement occurs among pairs that both have the field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelParameters {
    /// The level in words.
    pub level: String,
    /// Share among pairs of one person.
    pub m: f64,
    /// Share among pairs of unrelated people.
    pub u: f64,
    /// Share among pairs of two people of one household.
    pub household: f64,
}

/// Shares by field and level.
pub(super) type Shares = Vec<[f64; LEVELS]>;

/// Parameters as the fit works with them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    pub(super) match_share: f64,
    pub(super) household_share: f64,
    pub(super) m: Shares,
    pub(super) u: Shares,
    pub(super) household: Shares,
}

/// The least share among unrelated people that parameters may give: below half a pair among those of the largest files
/// there can be, it was learnt from nothing, and weights would overflow.
const LEAST_U: f64 = 1e-20;

impl Table {
    pub(super) fn to_parameters(&self, comparison: &Comparison<'_>) -> Parameters {
        let fields = comparison.fields.iter().enumerate();
        Parameters {
            match_share: self.match_share,
            household_share: self.household_share,
            fields: fields
                .map(|(field, said)| FieldParameters {
                    field: said.name.clone(),
                    levels: levels_of(comparison, field)
                        .map(|level| LevelParameters {
                            level: said.describe(level),
                            m: self.m[field][usize::from(level)],
                            u: self.u[field][usize::from(level)],
                            household: self.household[field][usize::from(level)],
                        })
                        .collect(),
                })
                .collect(),
        }
    }

    /// `None` when the parameters are those of other fields or levels, or are no shares.
    pub(super) fn from_parameters(
        parameters: &Parameters,
        comparison: &Comparison<'_>,
    ) -> Option<Self> {
        let share = |value: f64| (0.0..=1.0).contains(&value);
        if parameters.fields.len() != comparison.fields.len()
            || !share(parameters.match_share)
            || parameters.match_share <= 0.0
            || !share(parameters.household_share)
            || parameters.match_share + parameters.household_share >= 1.0
        {
            return None;
        }
        let none = vec![[0.0; LEVELS]; comparison.fields.len()];
        let mut table = Self {
            match_share: parameters.match_share,
            household_share: parameters.household_share,
            m: none.clone(),
            u: none.clone(),
            household: none,
        };
        for (field, (said, found)) in comparison.fields.iter().zip(&parameters.fields).enumerate() {
            let levels = levels_of(comparison, field);
            if found.field != said.name || found.levels.len() != levels.clone().count() {
                return None;
            }
            for (level, found) in levels.zip(&found.levels) {
                let usable = share(found.m) && share(found.household) && share(found.u);
                if found.level != said.describe(level) || !usable || found.u < LEAST_U {
                    return None;
                }
                let level = usize::from(level);
                table.m[field][level] = found.m;
                table.u[field][level] = found.u;
                table.household[field][level] = found.household;
            }
        }
        Some(table)
    }

    /// Fields of which some level speaks for one person less, by more than a bit, than a lower level does: a sign that the
    /// model does not fit them.
    pub(super) fn not_ascending(&self, comparison: &Comparison<'_>) -> Vec<String> {
        let fields = comparison.fields.iter().enumerate();
        fields
            .filter(|(field, said)| {
                let levels = usize::from(FieldComparison::LOWEST)..=usize::from(said.exact());
                let weights: Vec<f64> = levels
                    .filter(|&level| self.m[*field][level] > 1e-4)
                    .map(|level| self.m[*field][level] / self.u[*field][level])
                    .collect();
                weights.windows(2).any(|two| two[1] < two[0] / 2.0)
            })
            .map(|(_, said)| said.name.clone())
            .collect()
    }
}
