use super::comparison::Comparison;
use super::evidence::{Evidence, Ratios};
use super::parameters::Table;
use super::{Model, prior_odds};

/// The match weights of any pairs of records of two extracts, by a model that has been fitted to them.
pub struct Weights<'a> {
    comparison: Comparison<'a>,
    /// `None` where the parameters are those of other fields.
    learnt: Option<(Table, Ratios)>,
}

impl<'a> Weights<'a> {
    /// By this model of the extracts that `comparison` compares.
    #[must_use]
    pub fn new(comparison: Comparison<'a>, model: &Model) -> Self {
        Self {
            learnt: Table::from_parameters(&model.parameters, &comparison).map(|table| {
                let ratios = Ratios::of(&table);
                (table, ratios)
            }),
            comparison,
        }
    }

    /// The match weight of a row of each extract: log2 of the Bayes factor of one person against two, as
    /// [`super::ModelPair::weight`] has it of the pairs that the model keeps.
    #[must_use]
    pub fn of(&self, left: u32, right: u32) -> f64 {
        let Some((table, ratios)) = &self.learnt else {
            return 0.0;
        };
        let pattern = self.comparison.pattern(left, right);
        let evidence = Evidence::with(&self.comparison, table, ratios).of_pair(pattern, left);
        (evidence.odds / prior_odds(table)).log2()
    }
}
