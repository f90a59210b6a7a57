//! What travels beside tokens, and how results may be used.

use std::collections::BTreeSet;

use super::{AgreementError, AgreementText, check_name, count, invalid};
use crate::agreement::{Attribute, AttributeKind, FieldKind, Results};
use crate::units::GridCell;

const MAX_ATTRIBUTES: usize = 32;
const MAX_HEADERS: usize = 32;

pub(super) fn check(text: &AgreementText) -> Result<(), AgreementError> {
    count("attributes", text.attributes.len(), 0, MAX_ATTRIBUTES)?;
    let mut seen = BTreeSet::new();
    for (position, attribute) in text.attributes.iter().enumerate() {
        let place = format!("attributes[{position}]");
        check_name(&format!("{place}.name"), &attribute.name)?;
        let is_field = text.fields.iter().any(|field| field.name == attribute.name);
        if is_field || !seen.insert(attribute.name.as_str()) {
            return Err(invalid(
                format!("{place}.name"),
                format!(
                    "\"{}\" is the name of a field or of another attribute already",
                    attribute.name
                ),
            ));
        }
        check_word(&format!("{place}.domain"), &attribute.domain)?;
        check_label(&format!("{place}.label"), &attribute.label)?;
        check_values(&place, attribute)?;
        check_derived(text, &place, attribute)?;
        check_parties(text, &place, attribute)?;
        count(
            &format!("{place}.headers"),
            attribute.headers.len(),
            0,
            MAX_HEADERS,
        )?;
    }
    check_disclosure(text)?;
    check_expiry(text)
}

/// A derived attribute is of a field of the right kind, and has no values or column of its own.
fn check_derived(
    text: &AgreementText,
    place: &str,
    attribute: &Attribute,
) -> Result<(), AgreementError> {
    let Some(kind) = attribute.kind.derived_of() else {
        if attribute.metres.is_some() {
            return Err(invalid(
                format!("{place}.metres"),
                "only a grid_cell has a size: leave it out",
            ));
        }
        return check_of_category(text, place, attribute);
    };
    let of = format!("{place}.of");
    let Some(name) = &attribute.of else {
        return Err(invalid(
            of,
            format!(
                "name the field it is derived of, which is of kind {}",
                kind.label()
            ),
        ));
    };
    let field = super::find_field(&text.fields, &of, name)?;
    if field.kind != kind {
        return Err(invalid(
            of,
            format!(
                "a {} is derived of a field of kind {}, and \"{name}\" is of kind {}",
                attribute.kind.label(),
                kind.label(),
                field.kind.label()
            ),
        ));
    }
    if !attribute.headers.is_empty() {
        return Err(invalid(
            format!("{place}.headers"),
            "it is derived of a field and has no column of its own: leave headers out",
        ));
    }
    let metres = format!("{place}.metres");
    match (attribute.kind == AttributeKind::GridCell, attribute.metres) {
        (false, None) => {}
        (false, Some(_)) => {
            return Err(invalid(metres, "only a grid_cell has a size: leave it out"));
        }
        (true, size) => {
            if size.and_then(GridCell::count).is_none() {
                return Err(invalid(
                    metres,
                    "the size of a grid cell is 250, 500, 1000, 2000 or 5000 metres: a smaller one would be a few homes",
                ));
            }
        }
    }
    let others = text
        .attributes
        .iter()
        .filter(|other| other.is_of_time_or_place() && other.of == attribute.of);
    if others
        .clone()
        .filter(|other| other.kind == attribute.kind)
        .count()
        > 1
    {
        return Err(invalid(
            format!("{place}.kind"),
            format!("there are two of this kind of the field \"{name}\""),
        ));
    }
    // Which report of an event counts is settled by the order of `from`, for all that is derived of a field; and counts of what is
    // derived are published together, which holds for one time and one place.
    let is_other =
        |other: &Attribute| other.from != attribute.from || other.seen_by != attribute.seen_by;
    if others.clone().any(is_other) {
        return Err(invalid(
            format!("{place}.from"),
            format!(
                "all that is derived of \"{name}\" has the same from, in the same order, and the same seen_by: of several reports of one event, that of the party named first counts"
            ),
        ));
    }
    let mut all = text.attributes.iter();
    if all.any(|other| other.kind.derived_of() == Some(kind) && other.of != attribute.of) {
        return Err(invalid(
            of,
            format!(
                "all that is derived of a field of kind {} is of the same field",
                kind.label()
            ),
        ));
    }
    Ok(())
}

/// A band or category may stand for the value of a category field, so that what the owner's codes mean is said once.
fn check_of_category(
    text: &AgreementText,
    place: &str,
    attribute: &Attribute,
) -> Result<(), AgreementError> {
    let Some(name) = &attribute.of else {
        return Ok(());
    };
    let of = format!("{place}.of");
    let field = super::find_field(&text.fields, &of, name)?;
    if !attribute.kind.is_listed() || field.kind != FieldKind::Category {
        return Err(invalid(
            of,
            "a band or category is derived of a field of kind category, and a flag of none: leave it out",
        ));
    }
    if !attribute.headers.is_empty() {
        return Err(invalid(
            format!("{place}.headers"),
            "it is derived of a field and has no column of its own: leave headers out",
        ));
    }
    let folded = |values: &[String]| -> BTreeSet<String> {
        values.iter().map(|one| one.to_ascii_lowercase()).collect()
    };
    if folded(&attribute.values) != folded(&field.values) {
        return Err(invalid(
            format!("{place}.values"),
            format!("it has the values of the field \"{name}\", in whatever order"),
        ));
    }
    Ok(())
}

fn check_values(place: &str, attribute: &Attribute) -> Result<(), AgreementError> {
    if attribute.is_of_time_or_place() {
        if attribute.values.is_empty() && attribute.need.is_empty() {
            return Ok(());
        }
        return Err(invalid(
            format!("{place}.values"),
            "what is derived of a field has no values of its own and is no need: leave values and need out",
        ));
    }
    if attribute.kind == AttributeKind::Flag {
        if attribute.values.is_empty() && attribute.need.is_empty() {
            return Ok(());
        }
        return Err(invalid(
            format!("{place}.values"),
            "a flag is yes or no, and yes is the need: leave values and need out, or make it a band or a category",
        ));
    }
    let values = format!("{place}.values");
    count(&values, attribute.values.len(), 2, Attribute::MAX_VALUES)?;
    let mut seen = BTreeSet::new();
    for (position, value) in attribute.values.iter().enumerate() {
        check_word(&format!("{values}[{position}]"), value)?;
        if !seen.insert(value.to_ascii_lowercase()) {
            return Err(invalid(values, "a value is there twice"));
        }
    }
    for (position, value) in attribute.need.iter().enumerate() {
        if !attribute.values.contains(value) {
            return Err(invalid(
                format!("{place}.need[{position}]"),
                "it is none of the values",
            ));
        }
    }
    Ok(())
}

/// A value or domain as it can stand in any table: a spreadsheet must not take it for a formula.
fn check_word(place: &str, word: &str) -> Result<(), AgreementError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || " -_.+/".contains(c);
    let starts = word.starts_with(|c: char| c.is_ascii_alphanumeric());
    if starts && word.len() <= 40 && word.chars().all(allowed) && word.trim() == word {
        return Ok(());
    }
    Err(invalid(
        place,
        "it has 1 to 40 letters A to Z, digits, spaces and - _ . + /, and begins with a letter or digit: values are codes from a list, and never free text",
    ))
}

fn check_label(place: &str, label: &str) -> Result<(), AgreementError> {
    if (1..=80).contains(&label.chars().count()) && !label.chars().any(char::is_control) {
        return Ok(());
    }
    Err(invalid(place, "a label has 1 to 80 characters"))
}

fn check_parties(
    text: &AgreementText,
    place: &str,
    attribute: &Attribute,
) -> Result<(), AgreementError> {
    for (what, names) in [("from", &attribute.from), ("seen_by", &attribute.seen_by)] {
        let mut seen = BTreeSet::new();
        for (position, name) in names.iter().enumerate() {
            let place = format!("{place}.{what}[{position}]");
            if !text.parties.contains(name) {
                return Err(invalid(place, format!("\"{name}\" is no party")));
            }
            if !seen.insert(name) {
                return Err(invalid(place, "the party is there twice"));
            }
        }
    }
    if attribute.from.is_empty() {
        return Err(invalid(
            format!("{place}.from"),
            "at least one party contributes an attribute",
        ));
    }
    if text.results == Results::Counts && !attribute.seen_by.is_empty() {
        return Err(invalid(
            format!("{place}.seen_by"),
            "results are counts alone (results), so nobody sees an attribute record by record: leave seen_by out",
        ));
    }
    for party in &attribute.from {
        let nobody = if text.recipients.is_empty() {
            !text.lets_travel(attribute, party, None)
        } else {
            !text
                .recipients
                .iter()
                .any(|recipient| text.lets_travel(attribute, party, Some(recipient)))
        };
        if nobody {
            return Err(invalid(
                format!("{place}.seen_by"),
                format!(
                    "{party} could give \"{}\" to nobody, as those who get its extracts hold the key and may not all see it. Let them see it (seen_by), or name a matcher or linker who is no party among the recipients, who may count what the parties may not see",
                    attribute.name
                ),
            ));
        }
    }
    Ok(())
}

fn check_disclosure(text: &AgreementText) -> Result<(), AgreementError> {
    let Some(rule) = &text.disclosure else {
        return Ok(());
    };
    if !(2..=100).contains(&rule.suppress_up_to) {
        return Err(invalid(
            "disclosure.suppress_up_to",
            "counts from 1 to this are suppressed, and it is 2 to 100: were it 1, each suppressed count would be known to be 1",
        ));
    }
    // Else a count that is shown could be shown as 0.
    let most = 2 * (rule.suppress_up_to + 1);
    if !(1..=100).contains(&rule.round_to) || rule.round_to > most {
        return Err(invalid(
            "disclosure.round_to",
            format!(
                "counts are rounded to a multiple of this, which is 1 to 100 and here at most {most}, so that no count of people is shown as 0"
            ),
        ));
    }
    Ok(())
}

fn check_expiry(text: &AgreementText) -> Result<(), AgreementError> {
    let Some(expires) = &text.expires else {
        return Ok(());
    };
    let mut parts = expires.split('-');
    let mut read = || {
        let year = parts.next().filter(|year| year.len() == 4)?;
        let month = parts.next().filter(|month| month.len() == 2)?;
        let day = parts.next().filter(|day| day.len() == 2)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || ![year, month, day].into_iter().all(digits) {
            return None;
        }
        let month: u8 = month.parse().ok()?;
        let month = time::Month::try_from(month).ok()?;
        time::Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
    };
    match read() {
        Some(_) => Ok(()),
        None => Err(invalid(
            "expires",
            "it is a day written as year, month and day, such as 2027-03-31",
        )),
    }
}
