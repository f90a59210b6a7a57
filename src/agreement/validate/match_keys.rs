//! The rules of match keys.

use std::collections::BTreeSet;

use super::{check_contradictions, check_name, count, find_field, invalid};
use crate::agreement::{
    AgreementError, AgreementText, Exception, Field, MatchKey, Part, Step, Take,
};

const MAX_MATCH_KEYS: usize = 60;
const MAX_PARTS: usize = 12;

pub(super) fn check(text: &AgreementText) -> Result<(), AgreementError> {
    count("match_keys", text.match_keys.len(), 1, MAX_MATCH_KEYS)?;
    let mut seen = BTreeSet::new();
    for (position, key) in text.match_keys.iter().enumerate() {
        let place = format!("match_keys[{position}]");
        check_name(&format!("{place}.name"), &key.name)?;
        if !seen.insert(key.name.as_str()) {
            return Err(invalid(
                format!("{place}.name"),
                format!("the match key \"{}\" is there twice", key.name),
            ));
        }
        check_parts(text, key, &place)?;
        check_exceptions(text, key, &place)?;
        check_contradictions(
            text,
            &format!("{place}.contradicted_by"),
            &key.contradicted_by,
        )?;
    }
    Ok(())
}

fn check_parts(text: &AgreementText, key: &MatchKey, place: &str) -> Result<(), AgreementError> {
    count(&format!("{place}.parts"), key.parts.len(), 1, MAX_PARTS)?;
    for (position, part) in key.parts.iter().enumerate() {
        let place = format!("{place}.parts[{position}]");
        let field = find_field(&text.fields, &format!("{place}.field"), &part.field)?;
        if !part.take.suits(field.kind) {
            return Err(invalid(
                format!("{place}.take"),
                format!("this cannot be taken of a {}", field.kind.label()),
            ));
        }
        if part.first.is_some_and(|first| first == 0 || first > 32) {
            return Err(invalid(
                format!("{place}.first"),
                "the number of leading characters is 1 to 32",
            ));
        }
        if part.without_last.is_some_and(|last| last == 0 || last > 32)
            || part.first.and(part.without_last).is_some()
        {
            return Err(invalid(
                format!("{place}.without_last"),
                "the number of last characters to leave out is 1 to 32, and goes without a number of first ones",
            ));
        }
        check_step(part, &place)?;
        check_second_field(text, part, field, &place)?;
    }
    Ok(())
}

/// Steps go with measures, and a measure with nothing else.
fn check_step(part: &Part, place: &str) -> Result<(), AgreementError> {
    let Some(step) = part.step else {
        return if part.take.is_measure() {
            Err(invalid(
                format!("{place}.step"),
                "an easting, a northing or a time is taken in steps: say of what size",
            ))
        } else {
            Ok(())
        };
    };
    if !part.take.is_measure() {
        return Err(invalid(
            format!("{place}.step"),
            "only an easting, a northing or a time is taken in steps",
        ));
    }
    if !Step::SIZES.contains(&step.size) || !step.size.is_multiple_of(2) {
        return Err(invalid(
            format!("{place}.step.size"),
            "the size of a step is an even number of metres or minutes, 2 to 100000",
        ));
    }
    if part.first.is_some()
        || part.without_last.is_some()
        || part.swaps_with.is_some()
        || part.together_with.is_some()
    {
        return Err(invalid(
            place,
            "the number of a step is neither shortened, nor swapped, nor put together with anything",
        ));
    }
    Ok(())
}

fn check_second_field(
    text: &AgreementText,
    part: &Part,
    field: &Field,
    place: &str,
) -> Result<(), AgreementError> {
    if let Some(other) = &part.swaps_with {
        let place = format!("{place}.swaps_with");
        let other = find_field(&text.fields, &place, other)?;
        if !part.take.suits(other.kind) || other.name == field.name {
            return Err(invalid(
                place,
                "a field swaps with another field that the same can be taken of",
            ));
        }
    }
    if let Some(other) = &part.together_with {
        let place = format!("{place}.together_with");
        let other = find_field(&text.fields, &place, other)?;
        let joins = matches!(part.take, Take::Whole | Take::Alphaname);
        if !joins || !part.take.suits(other.kind) || other.name == field.name {
            return Err(invalid(
                place,
                "a field goes together with another of which the same can be taken, and that is whole or alphaname",
            ));
        }
        if part.swaps_with.is_some() {
            return Err(invalid(
                place,
                "a part has either a field it swaps with or one it goes together with",
            ));
        }
    }
    Ok(())
}

fn check_exceptions(
    text: &AgreementText,
    key: &MatchKey,
    place: &str,
) -> Result<(), AgreementError> {
    count(&format!("{place}.except"), key.except.len(), 0, MAX_PARTS)?;
    for (position, exception) in key.except.iter().enumerate() {
        let place = format!("{place}.except[{position}]");
        let field = find_field(&text.fields, &format!("{place}.field"), &exception.field)?;
        if !Exception::suits(field.kind) {
            return Err(invalid(
                format!("{place}.field"),
                format!(
                    "an agreement is public, so values of a {} cannot be listed in it: exceptions are dates of birth, postcodes, names and texts, and numbers of one digit over and over",
                    field.kind.label()
                ),
            ));
        }
        if !exception.take.suits(field.kind) {
            return Err(invalid(
                format!("{place}.take"),
                format!("this cannot be taken of a {}", field.kind.label()),
            ));
        }
        let values = format!("{place}.values");
        count(&values, exception.values.len(), 1, Exception::MAX_VALUES)?;
        for (position, value) in exception.values.iter().enumerate() {
            if let Some(problem) = Exception::problem(exception.take, field.kind, value) {
                return Err(invalid(format!("{values}[{position}]"), problem));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::{Agreement, from_template};

    /// What is said of an agreement whose first match key is this.
    fn said_of(key: MatchKey) -> String {
        let parties = ["A".to_owned(), "B".to_owned()];
        let mut text = from_template("person", &parties).unwrap().text().clone();
        text.match_keys[0] = key;
        match Agreement::from_text(text) {
            Ok(_) => "valid".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    fn said_of_part(part: Part) -> String {
        said_of(MatchKey::new("key", vec![part]))
    }

    fn said_of_exception(field: &str, take: Take, values: &[&str]) -> String {
        said_of(MatchKey {
            except: vec![Exception {
                field: field.to_owned(),
                take,
                values: values.iter().map(|&value| value.to_owned()).collect(),
            }],
            ..MatchKey::new("key", vec![Part::whole("sex")])
        })
    }

    #[test]
    #[rustfmt::skip]
    fn what_a_part_can_be() {
        let given = || Part::whole("given_name");
        let some = |text: &str| Some(text.to_owned());
        for (part, said) in [
            (Part { together_with: some("surname"), ..given() }, "valid"),
            (Part { take: Take::Alphaname, together_with: some("surname"), ..given() }, "valid"),
            (Part { take: Take::Alphaname, ..given() }, "valid"),
            (Part { without_last: Some(1), ..given() }, "valid"),
            (Part { take: Take::HouseNumber, ..Part::whole("address_line") }, "valid"),
            (Part { take: Take::YearDay, ..Part::whole("birth_date") }, "valid"),
            (Part { take: Take::HouseNumber, ..given() }, "parts[0].take"),
            (Part { take: Take::Alphaname, ..Part::whole("postcode") }, "parts[0].take"),
            (Part { take: Take::YearDay, ..Part::whole("postcode") }, "parts[0].take"),
            (Part { without_last: Some(0), ..given() }, "parts[0].without_last"),
            (Part { without_last: Some(33), ..given() }, "parts[0].without_last"),
            (Part { without_last: Some(1), first: Some(1), ..given() }, "parts[0].without_last"),
            (Part { together_with: some("nobody"), ..given() }, "parts[0].together_with"),
            (Part { together_with: some("given_name"), ..given() }, "parts[0].together_with"),
            (Part { take: Take::Soundex, together_with: some("surname"), ..given() }, "parts[0].together_with"),
            (Part { take: Take::Alphaname, together_with: some("postcode"), ..given() }, "parts[0].together_with"),
            (Part { together_with: some("surname"), swaps_with: some("surname"), ..given() }, "parts[0].together_with"),
        ] {
            let found = said_of_part(part.clone());
            assert!(found.contains(said), "{part:?}: {found}");
        }
    }

    #[test]
    fn what_an_exception_can_be() {
        for (field, take, values, said) in [
            ("birth_date", Take::MonthDay, &["0101", "1231"][..], "valid"),
            ("birth_date", Take::Whole, &["19000101"], "valid"),
            ("postcode", Take::Whole, &["SW1A2AA"], "valid"),
            ("postcode", Take::Sector, &["SW1A2"], "valid"),
            ("surname", Take::Whole, &["BABY"], "valid"),
            ("birth_date", Take::MonthDay, &["01-01"], "values[0]"),
            (
                "birth_date",
                Take::MonthDay,
                &["1231", "19801231"],
                "values[1]",
            ),
            ("birth_date", Take::Whole, &["1900-01-01"], "values[0]"),
            ("postcode", Take::Whole, &["SW1A 2AA"], "values[0]"),
            ("postcode", Take::Whole, &["sw1a2aa"], "values[0]"),
            ("surname", Take::Whole, &["Baby"], "values[0]"),
            ("surname", Take::Whole, &[""], "values[0]"),
            ("birth_date", Take::MonthDay, &[], "values"),
            ("birth_date", Take::Sector, &["0101"], "except[0].take"),
            ("nobody", Take::Whole, &["A"], "except[0].field"),
            // The agreement is public: no value in it may be one person's.
            (
                "nhs_number",
                Take::Whole,
                &["9434765919"],
                "except[0].field",
            ),
            ("phone", Take::Whole, &["07700900123"], "except[0].field"),
            ("email", Take::Whole, &["A@EXAMPLE.ORG"], "except[0].field"),
        ] {
            let found = said_of_exception(field, take, values);
            assert!(found.contains(said), "{field} {values:?}: {found}");
            // Nor does a message repeat one.
            assert!(
                values
                    .iter()
                    .all(|value| value.is_empty() || !found.contains(value)),
                "{found}"
            );
        }
        // A number can stand for none, but not for a call or a pupil.
        for (values, said) in [
            (&["0", "0000", "99999999"][..], "valid"),
            (&["0000", "1234"], "values[1]"),
            (&["0000 "], "values[0]"),
            (&["A"], "values[0]"),
        ] {
            let mut text = from_template("incident", &["A".to_owned(), "B".to_owned()])
                .unwrap()
                .text()
                .clone();
            let exception = &mut text.match_keys[0].except[0];
            exception.values = values.iter().map(|&value| value.to_owned()).collect();
            let found = match Agreement::from_text(text) {
                Ok(_) => "valid".to_owned(),
                Err(error) => error.to_string(),
            };
            assert!(found.contains(said), "{values:?}: {found}");
            assert!(!found.contains("1234"), "{found}");
        }
        let many = vec!["0101"; Exception::MAX_VALUES + 1];
        assert!(said_of_exception("birth_date", Take::MonthDay, &many).contains("1 to 1000"));
        assert!(said_of_exception("birth_date", Take::MonthDay, &many[1..]).contains("valid"));
    }
}
