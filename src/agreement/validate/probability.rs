use std::collections::BTreeSet;

use super::{check_contradictions, invalid};
use crate::agreement::{AgreementError, AgreementText, FieldFilters, Learnt, Probability};

const MAX_NEAR_LEVELS: usize = 4;

pub(super) fn check(text: &AgreementText) -> Result<(), AgreementError> {
    let Some(probability) = &text.decision.probability else {
        return Ok(());
    };
    let Some(filters) = &text.field_filters else {
        return Err(invalid(
            "decision.probability",
            "decision by probability needs field_filters",
        ));
    };
    if !(probability.threshold > 0.0 && probability.threshold < 1.0) {
        return Err(invalid(
            "decision.probability.threshold",
            "the least probability of a link is above 0 and below 1",
        ));
    }
    check_error_targets(probability)?;
    let mut seen = BTreeSet::new();
    for (position, said) in probability.fields.iter().enumerate() {
        let place = format!("decision.probability.fields[{position}]");
        if !filters.names().any(|name| name == said.field) {
            return Err(invalid(
                format!("{place}.field"),
                format!("the field \"{}\" has no field filter", said.field),
            ));
        }
        if !seen.insert(said.field.as_str()) {
            return Err(invalid(
                format!("{place}.field"),
                "the field is there twice",
            ));
        }
        let of = filters.neighbourhood(&said.field);
        let is_instead = of.is_some_and(|of| of.instead_of.is_some());
        if is_instead && said.near.as_ref().is_some_and(Vec::is_empty) {
            return Err(invalid(
                format!("{place}.near"),
                "a field that is compared in the place of another has a level at least",
            ));
        }
        let near = said.near.as_deref().unwrap_or_default();
        let between = near.iter().all(|&least| least > 0.0 && least < 1.0);
        if near.len() > MAX_NEAR_LEVELS || !between || !near.is_sorted_by(|one, other| one < other)
        {
            return Err(invalid(
                format!("{place}.near"),
                "there are at most 4 levels, ascending, each above 0 and below 1",
            ));
        }
    }
    check_learnt(text, filters, &probability.learnt)?;
    check_contradictions(
        text,
        "decision.probability.contradicted_by",
        &probability.contradicted_by,
    )
}

fn check_error_targets(probability: &Probability) -> Result<(), AgreementError> {
    let place = |name: &str| format!("decision.probability.{name}");
    let shares = [
        ("false_links", probability.false_links),
        ("missed_links", probability.missed_links),
    ];
    for (name, share) in shares {
        if share.is_some_and(|share| !(share > 0.0 && share < 1.0)) {
            return Err(invalid(
                place(name),
                "the largest share of errors is above 0 and below 1",
            ));
        }
    }
    let review = probability.review_from;
    if review.is_some() && probability.missed_links.is_some() {
        return Err(invalid(
            place("review_from"),
            "missed_links says already from where pairs are put to people: keep one of the two",
        ));
    }
    // Below this the model hands no pairs on.
    if review.is_some_and(|least| !(least >= 0.01 && least <= probability.threshold)) {
        return Err(invalid(
            place("review_from"),
            "pairs are put to people from a probability of at least 0.01, and no more than the threshold",
        ));
    }
    Ok(())
}

/// What was learnt is of two parties of the agreement, once, and of all field filters. The levels are compared where the model
/// is, which knows them.
fn check_learnt(
    text: &AgreementText,
    filters: &FieldFilters,
    learnt: &[Learnt],
) -> Result<(), AgreementError> {
    let mut seen = BTreeSet::new();
    for (position, model) in learnt.iter().enumerate() {
        let place = format!("decision.probability.learnt[{position}]");
        let order = |name: &String| text.parties.iter().position(|party| party == name);
        let [one, other] = &model.parties;
        let (Some(one), Some(other)) = (order(one), order(other)) else {
            return Err(invalid(
                format!("{place}.parties"),
                "it was learnt of others than two parties of this agreement",
            ));
        };
        if one >= other || !seen.insert((one, other)) {
            return Err(invalid(
                format!("{place}.parties"),
                "two parties are there once, in the agreement's order",
            ));
        }
        let fields = model.parameters.fields.iter().map(|of| of.field.as_str());
        if !fields.eq(filters.names()) {
            return Err(invalid(
                format!("{place}.parameters.fields"),
                "it was learnt of other fields than those of this agreement's field filters",
            ));
        }
        if !model.parameters.usable() {
            return Err(invalid(
                format!("{place}.parameters"),
                "what was learnt are shares from 0 to 1, and none of unrelated people is 0",
            ));
        }
    }
    Ok(())
}
