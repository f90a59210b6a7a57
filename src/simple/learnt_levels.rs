//! Whether what a model has learnt is of the levels that this version tells apart: a version that told others apart may have learnt it.

use super::Error;
use crate::agreement::{Agreement, Learnt, Probability};
use crate::matching::model::expect_levels;
use crate::resolve::SavedParameters;

/// Checks what the parties agreed on of what a model has learnt. Whoever takes up an agreement asks, as matching would refuse
/// it when all files are there already.
///
/// # Errors
/// [`Error::OtherLevels`] with the first field and level that is another.
pub fn expect_current_levels(agreement: &Agreement) -> Result<(), Error> {
    let Some(rule) = &agreement.text().decision.probability else {
        return Ok(());
    };
    let remedy = "Files made under this agreement could not be matched: take the edition before it, match under that and save what the model learns, and renew the agreement with it (on the command line: match --save-parameters, then agreement renew --parameters)";
    let place = "decision.probability.learnt";
    expect(agreement, rule, &rule.learnt, (place, remedy))
}

/// Checks parameters that stand beside an agreement.
pub(super) fn expect_levels_of_saved(
    agreement: &Agreement,
    rule: &Probability,
    saved: &SavedParameters,
) -> Result<(), Error> {
    let remedy = "Match without these parameters, which has the model learn of the files themselves; or choose those that were saved under this agreement by this version";
    let place = "the saved parameters, models";
    expect(agreement, rule, &saved.models, (place, remedy))
}

fn expect(
    agreement: &Agreement,
    rule: &Probability,
    learnt: &[Learnt],
    (place, remedy): (&str, &'static str),
) -> Result<(), Error> {
    for (position, model) in learnt.iter().enumerate() {
        expect_levels(agreement, rule, &model.parameters).map_err(|other| Error::OtherLevels {
            place: format!("{place}[{position}]"),
            other,
            remedy,
        })?;
    }
    Ok(())
}
