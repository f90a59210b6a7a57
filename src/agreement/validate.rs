//! The rules an agreement must keep beyond its shape.

mod match_keys;
mod recipients;

use std::collections::BTreeSet;

use super::{AgreementError, AgreementText, Field, FilterField, Hardening};
use crate::units::{Digest, Threshold};

const MAX_PARTIES: usize = 32;
const MAX_FIELDS: usize = 64;
const MAX_FIELD_FILTERS: usize = 16;
const MAX_NEAR_LEVELS: usize = 4;
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
    recipients::check_linker(text)?;
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
    let columns = text.match_keys.len() + filters.fields.len();
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
    check_probability(text)?;
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
    check_contradictions(
        text,
        "decision.similarity.contradicted_by",
        &similarity.contradicted_by,
    )
}

fn check_probability(text: &AgreementText) -> Result<(), AgreementError> {
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
    let mut seen = BTreeSet::new();
    for (position, said) in probability.fields.iter().enumerate() {
        let place = format!("decision.probability.fields[{position}]");
        if !filters
            .fields
            .iter()
            .any(|filter| filter.field == said.field)
        {
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
    check_contradictions(
        text,
        "decision.probability.contradicted_by",
        &probability.contradicted_by,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::{FieldFilters, Probability, ProbabilityField, from_template};

    fn person() -> AgreementText {
        let parties = ["A".to_owned(), "B".to_owned()];
        from_template("person", &parties).unwrap().text().clone()
    }

    /// Where the first problem is, and empty when there is none.
    fn place(text: &AgreementText) -> String {
        match check(text) {
            Ok(()) => String::new(),
            Err(AgreementError::Invalid { place, .. }) => place,
            Err(other) => other.to_string(),
        }
    }

    fn filter_field(field: &str, bits_per_feature: u16) -> FilterField {
        FilterField {
            field: field.to_owned(),
            gram: 2,
            positional: false,
            bits_per_feature,
        }
    }

    #[test]
    fn decision_by_probability_keeps_its_rules() {
        let linker = || {
            let parties = ["A".to_owned(), "B".to_owned()];
            from_template("person-linker", &parties)
                .unwrap()
                .text()
                .clone()
        };
        let with = |change: &dyn Fn(&mut Probability)| {
            let mut text = linker();
            change(text.decision.probability.as_mut().unwrap());
            place(&text)
        };
        let said = |field: &str, near: &[f64]| ProbabilityField {
            field: field.to_owned(),
            near: Some(near.to_vec()),
            household: None,
        };
        assert_eq!(with(&|_| {}), "");
        for threshold in [0.0, 1.0, -0.5, f64::NAN] {
            let found = with(&|rule| rule.threshold = threshold);
            assert_eq!(found, "decision.probability.threshold", "{threshold}");
        }
        let fields = |fields: Vec<ProbabilityField>| with(&|rule| rule.fields.clone_from(&fields));
        assert_eq!(fields(vec![said("surname", &[0.5, 0.7, 0.8, 0.9])]), "");
        for (found, expected) in [
            (fields(vec![said("height", &[])]), "[0].field"),
            (
                fields(vec![said("sex", &[]), said("sex", &[])]),
                "[1].field",
            ),
            (fields(vec![said("sex", &[0.9, 0.8])]), "[0].near"),
            (fields(vec![said("sex", &[0.8, 0.8])]), "[0].near"),
            (fields(vec![said("sex", &[1.0])]), "[0].near"),
            (fields(vec![said("sex", &[f64::NAN])]), "[0].near"),
            (
                fields(vec![said("sex", &[0.1, 0.2, 0.3, 0.4, 0.5])]),
                "[0].near",
            ),
        ] {
            assert_eq!(found, format!("decision.probability.fields{expected}"));
        }
        let found = with(&|rule| rule.contradicted_by.push("height".to_owned()));
        assert_eq!(found, "decision.probability.contradicted_by");
        let mut without = linker();
        without.field_filters = None;
        assert_eq!(place(&without), "decision.probability");
    }

    fn linker() -> Vec<crate::agreement::Recipient> {
        vec![crate::agreement::Recipient {
            name: "Linker".to_owned(),
            role: crate::agreement::Role::Linker,
            public_key: None,
        }]
    }

    #[test]
    fn field_filters_are_for_a_linker() {
        let mut text = from_template("person-linker", &["A".to_owned(), "B".to_owned()])
            .unwrap()
            .text()
            .clone();
        assert_eq!(place(&text), "");
        text.recipients.clear();
        assert_eq!(place(&text), "field_filters");
    }

    #[test]
    fn field_filters_keep_their_rules() {
        let with = |bits, fields: &[FilterField]| AgreementText {
            field_filters: Some(FieldFilters {
                bits,
                fields: fields.to_vec(),
            }),
            recipients: linker(),
            ..person()
        };
        let surname = filter_field("surname", 100);
        for bits in [64, 128, 256, 512] {
            assert_eq!(place(&with(bits, &[filter_field("surname", 64)])), "");
        }
        for bits in [0, 32, 192, 1024] {
            let found = place(&with(bits, std::slice::from_ref(&surname)));
            assert_eq!(found, "field_filters.bits", "{bits}");
        }
        assert_eq!(place(&with(256, &[])), "field_filters.fields");
        for (fields, expected) in [
            ([surname.clone(), surname.clone()], "[1].field"),
            ([surname.clone(), filter_field("height", 9)], "[1].field"),
            (
                [surname.clone(), filter_field("sex", 0)],
                "[1].bits_per_feature",
            ),
            (
                [surname.clone(), filter_field("sex", 257)],
                "[1].bits_per_feature",
            ),
            (
                [
                    surname.clone(),
                    FilterField {
                        gram: 5,
                        ..filter_field("sex", 9)
                    },
                ],
                "[1].gram",
            ),
        ] {
            let found = place(&with(256, &fields));
            assert_eq!(found, format!("field_filters.fields{expected}"));
        }
    }

    #[test]
    fn hardening_keeps_its_rules() {
        let with = |bits, mixed| {
            let mut text = person();
            if let Some(filter) = &mut text.record_filter {
                filter.hardening = Some(Hardening::Diffusion { bits, mixed });
            }
            place(&text)
        };
        for (bits, mixed, expected) in [
            (512, 8, ""),
            (4096, 32, ""),
            (2048, 7, "record_filter.hardening.mixed"),
            (2048, 33, "record_filter.hardening.mixed"),
            (256, 10, "record_filter.hardening.bits"),
            (8192, 10, "record_filter.hardening.bits"),
            (2000, 10, "record_filter.hardening.bits"),
        ] {
            assert_eq!(with(bits, mixed), expected, "{bits} {mixed}");
        }
    }

    #[test]
    fn the_salt_is_an_agreed_field() {
        let with = |field: &str| {
            let mut text = person();
            if let Some(filter) = &mut text.record_filter {
                filter.salt_field = Some(field.to_owned());
            }
            place(&text)
        };
        assert_eq!(with("nhs_number"), "");
        assert_eq!(with("shoe_size"), "record_filter.salt_field");
    }

    #[test]
    fn a_method_of_hardening_that_is_not_known_is_refused() {
        let with = |hardening: &str| {
            let mut value = serde_json::to_value(person()).unwrap();
            value["record_filter"]["hardening"] = serde_json::from_str(hardening).unwrap();
            serde_json::from_value::<AgreementText>(value).is_ok()
        };
        assert!(with(r#"{"method":"diffusion","bits":2048,"mixed":10}"#));
        for damaged in [
            r#"{"method":"rule_90","bits":2048,"mixed":10}"#,
            r#"{"bits":2048,"mixed":10}"#,
            r#"{"method":"diffusion","bits":2048}"#,
            r#"{"method":"diffusion","bits":2048,"mixed":10,"salt":1}"#,
            r#"{"method":"diffusion","bits":2048,"mixed":-10}"#,
        ] {
            assert!(!with(damaged), "{damaged}");
        }
    }

    /// Match keys and field filters share the 63 bits that an extract has for them.
    #[test]
    fn an_extract_has_room_for_63_match_keys_and_field_filters() {
        let with = |match_keys: usize, filters: usize| {
            let mut text = person();
            let key = text.match_keys[0].clone();
            text.recipients = linker();
            text.decision.similarity = None;
            text.match_keys = (0..match_keys)
                .map(|number| crate::agreement::MatchKey {
                    name: format!("key{number}"),
                    contradicted_by: Vec::new(),
                    ..key.clone()
                })
                .collect();
            let field = text.fields[0].clone();
            text.fields.extend((0..filters).map(|number| Field {
                name: format!("field{number}"),
                ..field.clone()
            }));
            let fields = (0..filters).map(|number| filter_field(&format!("field{number}"), 9));
            text.field_filters = Some(FieldFilters {
                bits: 64,
                fields: fields.collect(),
            });
            place(&text)
        };
        assert_eq!(with(47, 16), "");
        assert_eq!(with(60, 3), "");
        assert_eq!(with(60, 4), "field_filters.fields");
        assert_eq!(with(1, 17), "field_filters.fields");
    }
}
