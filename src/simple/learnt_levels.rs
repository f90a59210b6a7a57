//! Whether what an agreement holds of a learnt model is of the levels that this version tells apart.

use super::Error;
use crate::agreement::Agreement;
use crate::matching::model::{FieldComparison, field_comparisons};

/// Checks what the parties agreed on of what a model has learnt, as matching does when all files are there already: a version
/// that told other levels of a field apart may have learnt it.
///
/// # Errors
/// [`Error::OtherLevels`] with the first field that has others.
pub fn expect_current_levels(agreement: &Agreement) -> Result<(), Error> {
    let Some(rule) = &agreement.text().decision.probability else {
        return Ok(());
    };
    let comparisons = field_comparisons(agreement, rule);
    for (position, model) in rule.learnt.iter().enumerate() {
        for (said, found) in comparisons.iter().zip(&model.parameters.fields) {
            let mut levels = found.levels.iter();
            let are_there = (FieldComparison::LOWEST..=said.exact()).all(|level| {
                levels
                    .next()
                    .is_some_and(|it| it.level == said.describe(level))
            });
            // Beyond those there is one at most, of values that were entered in each other's field.
            let are_all = levels.all(|it| it.level == said.describe(said.swapped()));
            if !(are_there && are_all) {
                return Err(Error::OtherLevels {
                    place: format!("decision.probability.learnt[{position}]"),
                    field: found.field.clone(),
                    found: found.levels.len(),
                    expected: said.exact().into(),
                });
            }
        }
    }
    Ok(())
}
