//! The rules an agreement must keep beyond its shape.

mod attributes;
mod match_keys;
mod probability;
mod recipients;

use std::collections::BTreeSet;

use super::{
    AgreementError, AgreementText, Field, FieldFilters, FieldKind, FilterField, Hardening,
    LOWEST_REVIEW, Neighbourhood,
};
use crate::units::{Digest, Threshold};

const MAX_PARTIES: usize = 32;
const MAX_FIELDS: usize = 64;
const MAX_FIELD_FILTERS: usize = 16;
/// An extract says in 64 bits what a record has, one of which is the record filter's.
const MAX_MATCH_KEYS_AND_FIELD_FILTERS: usize = 63;

pub(super) fn check(text: &AgreementText) -> Result<(), AgreementError> {
    if text.format != AgreementText::FORMAT || text.version != AgreementText::VERSION {
        return Err(AgreementError::NotAnAgreement);
    }
    check_parties(&text.parties)?;
    check_renewal(text)?;
    check_fields(&text.fields)?;
    match_keys::check(text)?;
    check_record_filter(text)?;
    recipients::check(text)?;
    check_field_filters(text)?;
    check_no_text_beside_places(text)?;
    recipients::check_linker(text)?;
    attributes::check(text)?;
    check_decision(text)
}

fn invalid(place: impl Into<String>, problem: impl Into<String>) -> AgreementError {
    AgreementError::Invalid {
        place: place.into(),
        problem: problem.into(),
    }
}

fn count(place: &str, found: usize, least: usize, most: usize) -> Result<(), AgreementError> {
    if (least..=most).contains(&found) {
        Ok(())
    } else {
        Err(invalid(
            place,
            format!("there are {found}; there must be {least} to {most}"),
        ))
    }
}

fn check_parties(parties: &[String]) -> Result<(), AgreementError> {
    count("parties", parties.len(), 2, MAX_PARTIES)?;
    let mut seen = BTreeSet::new();
    for (position, party) in parties.iter().enumerate() {
        let place = format!("parties[{position}]");
        check_organisation_name(&place, "a party's", party)?;
        if !seen.insert(party.to_ascii_lowercase()) {
            return Err(invalid(place, "two parties have the same name"));
        }
    }
    Ok(())
}

/// What an organisation can be called: a name that can stand in file names and in the metadata of extracts.
fn check_organisation_name(place: &str, whose: &str, name: &str) -> Result<(), AgreementError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    let length = name.chars().count();
    if (1..=64).contains(&length) && name.chars().all(allowed) && name.trim() == name {
        return Ok(());
    }
    Err(invalid(
        place,
        format!(
            "{whose} name has 1 to 64 letters A to Z, digits, spaces, hyphens, underscores or full stops, and no space at either end"
        ),
    ))
}

fn check_renewal(text: &AgreementText) -> Result<(), AgreementError> {
    let Some(renewal) = &text.renewal else {
        return Ok(());
    };
    if renewal.edition < 2 {
        return Err(invalid(
            "renewal.edition",
            "a renewed agreement is edition 2 or later",
        ));
    }
    if Digest::from_hex(&renewal.replaces).is_none() {
        return Err(invalid(
            "renewal.replaces",
            "the digest of the agreement before has 64 digits 0 to 9 and a to f",
        ));
    }
    Ok(())
}

fn check_name(place: &str, name: &str) -> Result<(), AgreementError> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    if name.len() <= 40 && starts && name.chars().all(allowed) {
        Ok(())
    } else {
        Err(invalid(
            place,
            "a name starts with a letter a to z and has at most 40 letters a to z, digits and underscores",
        ))
    }
}

fn check_fields(fields: &[Field]) -> Result<(), AgreementError> {
    count("fields", fields.len(), 1, MAX_FIELDS)?;
    let mut seen = BTreeSet::new();
    for (position, field) in fields.iter().enumerate() {
        let place = format!("fields[{position}].name");
        check_name(&place, &field.name)?;
        if !seen.insert(field.name.as_str()) {
            return Err(invalid(
                place,
                format!("the field \"{}\" is there twice", field.name),
            ));
        }
        check_values(field, &format!("fields[{position}].values"))?;
    }
    Ok(())
}

/// The values of a category, compared as cells are.
fn check_values(field: &Field, place: &str) -> Result<(), AgreementError> {
    if field.kind != FieldKind::Category {
        return count(place, field.values.len(), 0, 0);
    }
    count(place, field.values.len(), 2, Field::MAX_VALUES)?;
    let mut seen = BTreeSet::new();
    for (position, value) in field.values.iter().enumerate() {
        let place = format!("{place}[{position}]");
        let allowed = |c: char| c.is_ascii_alphanumeric() || " _.+/-".contains(c);
        let spaced = value.split(' ').any(str::is_empty);
        if value.len() > 40 || spaced || !value.chars().all(allowed) {
            return Err(invalid(
                place,
                "a value has 1 to 40 letters A to Z, digits, single spaces and the signs _ . + / -",
            ));
        }
        if !seen.insert(value.to_ascii_lowercase()) {
            return Err(invalid(place, "the value is there twice"));
        }
    }
    Ok(())
}

/// Free text of an incident says who was hurt and where: it is turned into coordinates and categories where it is held, and an
/// agreement that links by place has no field that it could travel in.
fn check_no_text_beside_places(text: &AgreementText) -> Result<(), AgreementError> {
    let mut parts = text.match_keys.iter().flat_map(|key| &key.parts);
    let by_measure = parts.any(|part| part.take.is_measure());
    let filters = text.field_filters.as_ref();
    let by_neighbourhood = filters.is_some_and(|filters| !filters.neighbourhoods.is_empty());
    if !by_measure && !by_neighbourhood {
        return Ok(());
    }
    let found = text
        .fields
        .iter()
        .position(|field| field.kind == FieldKind::Text);
    match found {
        Some(position) => Err(invalid(
            format!("fields[{position}].kind"),
            "an agreement that links by nearness has no field of text, as text about an incident often says who was there: make it a category or a location",
        )),
        None => Ok(()),
    }
}

fn check_neighbourhoods(
    text: &AgreementText,
    filters: &FieldFilters,
) -> Result<(), AgreementError> {
    for (position, of) in filters.neighbourhoods.iter().enumerate() {
        let place = format!("field_filters.neighbourhoods[{position}]");
        let field = find_field(&text.fields, &format!("{place}.field"), &of.field)?;
        if !matches!(field.kind, FieldKind::Location | FieldKind::DateTime) {
            return Err(invalid(
                format!("{place}.field"),
                "a location or a date and time has a neighbourhood, and nothing else",
            ));
        }
        if filters.names().filter(|name| *name == of.field).count() > 1 {
            return Err(invalid(
                format!("{place}.field"),
                "the field has two filters",
            ));
        }
        if !Neighbourhood::SPACINGS.contains(&of.spacing) {
            return Err(invalid(
                format!("{place}.spacing"),
                "the spacing is 1 to 50000 metres or minutes",
            ));
        }
        if !of.radius.is_multiple_of(of.spacing)
            || !Neighbourhood::RADII.contains(&(of.radius / of.spacing))
        {
            return Err(invalid(
                format!("{place}.radius"),
                "the radius is 2 to 200 times the spacing",
            ));
        }
        check_instead_of(&place, field, of, filters)?;
        let points = of.points(field.kind);
        let bits = points.saturating_mul(of.bits_per_point.into());
        if of.bits_per_point == 0 || points > Neighbourhood::MAX_POINTS || bits > filters.bits {
            return Err(invalid(
                place,
                format!(
                    "{points} points of {} bits each are more than tell values apart in a filter of {} bits: make the spacing greater, or the radius or the number of bits smaller",
                    of.bits_per_point, filters.bits
                ),
            ));
        }
    }
    Ok(())
}

/// A time is compared in the place of another where the filters of both have the same points.
fn check_instead_of(
    place: &str,
    field: &Field,
    of: &Neighbourhood,
    filters: &FieldFilters,
) -> Result<(), AgreementError> {
    let Some(instead) = &of.instead_of else {
        return Ok(());
    };
    let place = format!("{place}.instead_of");
    if field.kind != FieldKind::DateTime {
        return Err(invalid(
            place,
            "a date and time is compared in the place of another, and nothing else",
        ));
    }
    let like = |other: &Neighbourhood| {
        let points = |of: &Neighbourhood| (of.spacing, of.radius, of.bits_per_point);
        other.instead_of.is_none() && points(other) == points(of)
    };
    if instead.field == of.field || !filters.neighbourhood(&instead.field).is_some_and(like) {
        return Err(invalid(
            format!("{place}.field"),
            "it is another field that has a neighbourhood of the same spacing, radius and bits, and is compared by itself",
        ));
    }
    let mut others = filters.neighbourhoods.iter();
    let same = |other: &&Neighbourhood| {
        let theirs = other.instead_of.as_ref();
        theirs.is_some_and(|theirs| theirs.field == instead.field)
    };
    if others
        .find(same)
        .is_some_and(|first| first.field != of.field)
    {
        return Err(invalid(
            format!("{place}.field"),
            "another field is compared in its place already",
        ));
    }
    if instead.earlier > Neighbourhood::MOST_EARLIER {
        return Err(invalid(
            format!("{place}.earlier"),
            format!("it is at most {} minutes", Neighbourhood::MOST_EARLIER),
        ));
    }
    Ok(())
}

fn find_field<'a>(
    fields: &'a [Field],
    place: &str,
    name: &str,
) -> Result<&'a Field, AgreementError> {
    fields
        .iter()
        .find(|field| field.name == name)
        .ok_or_else(|| invalid(place, format!("there is no field \"{name}\"")))
}

fn check_contradictions(
    text: &AgreementText,
    place: &str,
    names: &[String],
) -> Result<(), AgreementError> {
    for name in names {
        if !text.match_keys.iter().any(|key| &key.name == name) {
            return Err(invalid(place, format!("there is no match key \"{name}\"")));
        }
    }
    Ok(())
}

fn check_record_filter(text: &AgreementText) -> Result<(), AgreementError> {
    let Some(filter) = &text.record_filter else {
        return Ok(());
    };
    check_record_filter_bits("record_filter.bits", filter.bits)?;
    if let Some(Hardening::Diffusion { bits, mixed }) = filter.hardening {
        check_record_filter_bits("record_filter.hardening.bits", bits)?;
        if !(8..=32).contains(&mixed) {
            return Err(invalid(
                "record_filter.hardening.mixed",
                "the number of bits mixed into one is 8 to 32: fewer do not withstand a published attack, and more leave little to compare",
            ));
        }
    }
    if let Some(salt_field) = &filter.salt_field {
        find_field(&text.fields, "record_filter.salt_field", salt_field)?;
    }
    check_filter_fields(
        "record_filter",
        &text.fields,
        &filter.fields,
        text.fields.len(),
        filter.bits,
    )
}

/// The bits of a record filter, before or after hardening.
fn check_record_filter_bits(place: &str, bits: u32) -> Result<(), AgreementError> {
    if (512..=4096).contains(&bits) && bits.is_power_of_two() {
        Ok(())
    } else {
        Err(invalid(place, "the length is 512, 1024, 2048 or 4096"))
    }
}

fn check_field_filters(text: &AgreementText) -> Result<(), AgreementError> {
    let Some(filters) = &text.field_filters else {
        return Ok(());
    };
    if !(64..=512).contains(&filters.bits) || !filters.bits.is_power_of_two() {
        return Err(invalid(
            "field_filters.bits",
            "the length is 64, 128, 256 or 512",
        ));
    }
    check_filter_fields(
        "field_filters",
        &text.fields,
        &filters.fields,
        MAX_FIELD_FILTERS,
        filters.bits,
    )?;
    count(
        "field_filters.fields",
        filters.names().count(),
        1,
        MAX_FIELD_FILTERS,
    )?;
    check_neighbourhoods(text, filters)?;
    let columns = text.match_keys.len() + filters.names().count();
    if columns > MAX_MATCH_KEYS_AND_FIELD_FILTERS {
        return Err(invalid(
            "field_filters.fields",
            format!(
                "there are {columns} match keys and field filters; an extract has room for {MAX_MATCH_KEYS_AND_FIELD_FILTERS} together"
            ),
        ));
    }
    Ok(())
}

/// The fields of the filter or filters at `place`, each of `bits` bits.
fn check_filter_fields(
    place: &str,
    known: &[Field],
    fields: &[FilterField],
    most: usize,
    bits: u32,
) -> Result<(), AgreementError> {
    count(&format!("{place}.fields"), fields.len(), 1, most)?;
    let mut seen = BTreeSet::new();
    for (position, field) in fields.iter().enumerate() {
        let place = format!("{place}.fields[{position}]");
        find_field(known, &format!("{place}.field"), &field.field)?;
        if !seen.insert(field.field.as_str()) {
            return Err(invalid(
                format!("{place}.field"),
                "the field is in the filter twice",
            ));
        }
        if !(1..=4).contains(&field.gram) {
            return Err(invalid(
                format!("{place}.gram"),
                "the length of a gram is 1 to 4",
            ));
        }
        if field.bits_per_feature == 0 || u32::from(field.bits_per_feature) > bits {
            return Err(invalid(
                format!("{place}.bits_per_feature"),
                "a field sets at least 1 bit and at most the filter's length",
            ));
        }
    }
    Ok(())
}

fn check_decision(text: &AgreementText) -> Result<(), AgreementError> {
    check_repeats(text)?;
    check_households(text)?;
    probability::check(text)?;
    let Some(similarity) = &text.decision.similarity else {
        return Ok(());
    };
    if text.record_filter.is_none() {
        return Err(invalid(
            "decision.similarity",
            "similarity needs a record_filter",
        ));
    }
    Threshold::new(similarity.threshold)
        .map_err(|error| invalid("decision.similarity.threshold", error.to_string()))?;
    if !(0.0..=0.5).contains(&similarity.margin) {
        return Err(invalid(
            "decision.similarity.margin",
            "the margin is 0 to 0.5",
        ));
    }
    if let Some(review) = similarity.review_from {
        let least = similarity.threshold - LOWEST_REVIEW;
        if !(review > 0.0 && review >= least - 1e-9 && review <= similarity.threshold) {
            return Err(invalid(
                "decision.similarity.review_from",
                "pairs are put to people from at most 0.1 below the threshold",
            ));
        }
    }
    check_contradictions(
        text,
        "decision.similarity.contradicted_by",
        &similarity.contradicted_by,
    )
}

fn check_repeats(text: &AgreementText) -> Result<(), AgreementError> {
    let mut seen = BTreeSet::new();
    for (position, party) in text.decision.repeats.iter().enumerate() {
        let place = format!("decision.repeats[{position}]");
        if !text.parties.contains(party) {
            return Err(invalid(place, format!("\"{party}\" is no party")));
        }
        if !seen.insert(party) {
            return Err(invalid(place, "the party is there twice"));
        }
    }
    Ok(())
}

fn check_households(text: &AgreementText) -> Result<(), AgreementError> {
    let Some(households) = &text.decision.households else {
        return Ok(());
    };
    count("decision.households.by", households.by.len(), 1, 8)?;
    check_contradictions(text, "decision.households.by", &households.by)?;
    if !(2..=1000).contains(&households.largest) {
        return Err(invalid(
            "decision.households.largest",
            "the most people of one household is 2 to 1000",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
