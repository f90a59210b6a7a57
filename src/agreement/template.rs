//! Ready-made agreements.

use super::{
    Agreement, AgreementError, AgreementText, Decision, Field, FieldKind, FilterField, MatchKey,
    Part, RecordFilter, Resolution, Similarity, Take,
};

/// A ready-made agreement to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// When to use it.
    pub summary: &'static str,
}

/// The templates there are.
pub const TEMPLATES: &[Template] = &[Template {
    name: "person",
    title: "People",
    summary: "Find the people whom two or more organisations in the United Kingdom both know, by NHS number where it is held and by name, date of birth and address where it is not.",
}];

/// Makes an agreement between `parties` from the template called `name`.
///
/// # Errors
/// [`AgreementError::NoSuchTemplate`], or [`AgreementError::Invalid`] when the parties' names are not usable.
pub fn from_template(name: &str, parties: &[String]) -> Result<Agreement, AgreementError> {
    match name {
        "person" => Agreement::from_text(person(parties)),
        _ => Err(AgreementError::NoSuchTemplate {
            name: name.chars().take(40).collect(),
            known: TEMPLATES
                .iter()
                .map(|template| template.name)
                .collect::<Vec<_>>()
                .join(", "),
        }),
    }
}

fn field(name: &str, label: &str, kind: FieldKind, headers: &[&str]) -> Field {
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        required: matches!(name, "given_name" | "surname" | "birth_date"),
        headers: headers.iter().map(|&header| header.to_owned()).collect(),
    }
}

fn part(field: &str, take: Take) -> Part {
    Part {
        field: field.to_owned(),
        take,
        first: None,
        swaps_with: None,
    }
}

fn whole(field: &str) -> Part {
    part(field, Take::Whole)
}

fn leading(field: &str, first: u8) -> Part {
    Part {
        first: Some(first),
        ..whole(field)
    }
}

fn names_either_way() -> Part {
    Part {
        swaps_with: Some("surname".to_owned()),
        ..part("given_name", Take::FirstWord)
    }
}

fn key(name: &str, parts: Vec<Part>) -> MatchKey {
    let by_nhs_number = parts.iter().any(|part| part.field == "nhs_number");
    MatchKey {
        name: name.to_owned(),
        parts,
        links: true,
        // Two valid, different NHS numbers are two people, whatever else agrees (HES-DID has the same rule).
        contradicted_by: if by_nhs_number {
            Vec::new()
        } else {
            vec!["nhs".to_owned()]
        },
    }
}

fn filter_field(field: &str, gram: u8, positional: bool, bits_per_feature: u16) -> FilterField {
    FilterField {
        field: field.to_owned(),
        gram,
        positional,
        bits_per_feature,
    }
}

fn person(parties: &[String]) -> AgreementText {
    AgreementText {
        format: AgreementText::FORMAT.to_owned(),
        version: AgreementText::VERSION,
        template: "person".to_owned(),
        title: format!("People known to {}", in_words(parties)),
        purpose: "To find the people known to more than one of the parties, without any of them showing the others its records.".to_owned(),
        parties: parties.to_vec(),
        fields: person_fields(),
        match_keys: person_match_keys(),
        record_filter: Some(RecordFilter {
            bits: 1024,
            // Weighted towards what tells the members of a household apart: with equal weights, a shared surname and
            // address made false links of spouses and siblings (precision 0.992 against 0.998 on made-up households).
            fields: vec![
                filter_field("given_name", 2, false, 150),
                filter_field("surname", 2, false, 125),
                filter_field("birth_date", 1, true, 190),
                filter_field("postcode", 1, true, 85),
                filter_field("address_line", 2, false, 50),
            ],
        }),
        decision: Decision {
            resolution: Resolution::OneToOne,
            similarity: Some(Similarity {
                threshold: 0.82,
                margin: 0.05,
                contradicted_by: vec!["nhs".to_owned()],
            }),
        },
    }
}

fn person_fields() -> Vec<Field> {
    use FieldKind as Kind;
    vec![
        field(
            "nhs_number",
            "NHS number",
            Kind::NhsNumber,
            &["nhs", "nhs no", "nhs num", "new nhs number", "newnhsno"],
        ),
        field(
            "given_name",
            "given name",
            Kind::Name,
            &[
                "first name",
                "forename",
                "forename 1",
                "christian name",
                "fname",
            ],
        ),
        field(
            "surname",
            "surname",
            Kind::Name,
            &["last name", "family name", "lname", "sname"],
        ),
        field(
            "birth_date",
            "date of birth",
            Kind::BirthDate,
            &[
                "dob",
                "birth date",
                "birthdate",
                "d o b",
                "date birth",
                "person birth date",
            ],
        ),
        field(
            "sex",
            "sex",
            Kind::Sex,
            &[
                "gender",
                "sex code",
                "gender code",
                "person stated gender code",
            ],
        ),
        field(
            "postcode",
            "postcode",
            Kind::UkPostcode,
            &["post code", "home postcode", "postal code", "pcode"],
        ),
        field(
            "address_line",
            "first line of address",
            Kind::AddressLine,
            &[
                "address",
                "address 1",
                "address line 1",
                "street",
                "street address",
                "house and street",
            ],
        ),
        field(
            "uprn",
            "UPRN",
            Kind::Uprn,
            &["unique property reference number"],
        ),
        field(
            "phone",
            "phone number",
            Kind::Phone,
            &[
                "telephone",
                "mobile",
                "phone number",
                "tel",
                "tel no",
                "mobile number",
                "contact number",
            ],
        ),
        field(
            "email",
            "email address",
            Kind::Email,
            &["e mail", "email address"],
        ),
    ]
}

/// The cascade: NHS number first, then names with birth date and place, then each of these with one kind of error
/// allowed. It draws on the published cascades of HES ID, the Master Person Service and the ONS 2021 Census.
fn person_match_keys() -> Vec<MatchKey> {
    vec![
        key("nhs_dob", vec![whole("nhs_number"), whole("birth_date")]),
        key("nhs_surname", vec![whole("nhs_number"), whole("surname")]),
        key(
            "nhs_given_name",
            vec![whole("nhs_number"), part("given_name", Take::Nickname)],
        ),
        key(
            "name_dob_postcode",
            vec![
                part("given_name", Take::FirstWord),
                whole("surname"),
                whole("birth_date"),
                whole("postcode"),
            ],
        ),
        key(
            "swapped_names_dob_sector",
            vec![
                names_either_way(),
                whole("birth_date"),
                part("postcode", Take::Sector),
            ],
        ),
        key(
            "nickname_dob_outcode",
            vec![
                part("given_name", Take::Nickname),
                whole("surname"),
                whole("birth_date"),
                part("postcode", Take::Outcode),
            ],
        ),
        key(
            "initial_surname_dob_sector",
            vec![
                part("given_name", Take::Initial),
                whole("surname"),
                whole("birth_date"),
                part("postcode", Take::Sector),
            ],
        ),
        key(
            "sound_dob_outcode",
            vec![
                part("given_name", Take::Soundex),
                part("surname", Take::Soundex),
                whole("birth_date"),
                part("postcode", Take::Outcode),
            ],
        ),
        key(
            "given_name_dob_sex_postcode",
            vec![
                part("given_name", Take::FirstWord),
                whole("birth_date"),
                whole("sex"),
                whole("postcode"),
            ],
        ),
        key(
            "given_name_dob_uprn",
            vec![
                part("given_name", Take::Nickname),
                whole("birth_date"),
                whole("uprn"),
            ],
        ),
        key("dob_email", vec![whole("birth_date"), whole("email")]),
        key(
            "given_name_dob_phone",
            vec![
                part("given_name", Take::Nickname),
                whole("birth_date"),
                whole("phone"),
            ],
        ),
        key(
            "name_dob",
            vec![
                part("given_name", Take::FirstWord),
                whole("surname"),
                whole("birth_date"),
                whole("sex"),
            ],
        ),
        key(
            "swapped_names_dob",
            vec![names_either_way(), whole("birth_date"), whole("sex")],
        ),
        key(
            "name_swapped_dob_postcode",
            vec![
                part("given_name", Take::FirstWord),
                whole("surname"),
                part("birth_date", Take::DayMonthEitherWay),
                part("postcode", Take::Outcode),
            ],
        ),
        key(
            "name_birth_year_postcode",
            vec![
                part("given_name", Take::FirstWord),
                whole("surname"),
                part("birth_date", Take::Year),
                whole("postcode"),
            ],
        ),
        key(
            "name_birth_month_day_postcode",
            vec![
                part("given_name", Take::FirstWord),
                whole("surname"),
                part("birth_date", Take::MonthDay),
                whole("postcode"),
            ],
        ),
        key(
            "short_name_dob_sex_outcode",
            vec![
                leading("given_name", 3),
                leading("surname", 3),
                whole("birth_date"),
                whole("sex"),
                part("postcode", Take::Outcode),
            ],
        ),
        key("nhs", vec![whole("nhs_number")]),
    ]
}

fn in_words(parties: &[String]) -> String {
    match parties {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_a_valid_agreement() {
        let parties = ["hospital".to_owned(), "council".to_owned()];
        for template in TEMPLATES {
            let agreement = from_template(template.name, &parties).unwrap();
            let again = Agreement::from_json(&agreement.text().to_json()).unwrap();
            assert_eq!(again.digest(), agreement.digest());
        }
        assert!(from_template("nobody", &parties).is_err());
    }

    #[test]
    fn the_person_cascade_is_long_enough_and_starts_with_the_nhs_number() {
        let text = person(&["A".to_owned(), "B".to_owned()]);
        assert!(text.match_keys.len() >= 13);
        assert_eq!(text.match_keys[0].parts[0].field, "nhs_number");
    }
}
