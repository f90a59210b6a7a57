use super::comparison::Comparison;
use super::learnt;
use super::levels::FieldComparison;
use super::levels::LEVELS;
use crate::agreement::{FieldParameters, LevelParameters, Parameters};

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

impl Table {
    pub(super) fn to_parameters(&self, comparison: &Comparison<'_>) -> Parameters {
        let fields = comparison.fields.iter().enumerate();
        Parameters {
            match_share: self.match_share,
            household_share: self.household_share,
            fields: fields
                .map(|(field, said)| FieldParameters {
                    field: said.name.clone(),
                    levels: comparison
                        .levels_of(field)
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
        let levels = |field| comparison.levels_of(field);
        let are_these = learnt::expect(&comparison.fields, levels, parameters).is_ok();
        if !are_these || !parameters.usable() {
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
        for (field, found) in parameters.fields.iter().enumerate() {
            for (level, found) in levels(field).zip(&found.levels) {
                let level = usize::from(level);
                table.m[field][level] = found.m;
                table.u[field][level] = found.u;
                table.household[field][level] = found.household;
            }
        }
        Some(table)
    }

    /// Fields that differ in nearly all pairs of one person in which both records have them: the two files may write them differently.
    /// One that is compared in another's place is asked only where records differ already.
    pub(super) fn hardly_agrees(&self, comparison: &Comparison<'_>) -> Vec<String> {
        let fields = comparison.fields.iter().enumerate();
        fields
            .filter(|(_, said)| said.instead_of.is_none())
            .filter(|(field, _)| self.m[*field][usize::from(FieldComparison::LOWEST)] > 0.9)
            .map(|(_, said)| said.name.clone())
            .collect()
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
