//! Ready-made agreements.

use super::{
    Agreement, AgreementError, AgreementText, Decision, Field, FieldFilters, FieldKind,
    FilterField, MatchKey, Part, Probability, RecordFilter, Resolution, Similarity, Take,
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
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "person",
        title: "People",
        summary: "Find the people whom two or more organisations in the United Kingdom both know, by NHS number where it is held and by name, date of birth and address where it is not.",
    },
    Template {
        name: "person-linker",
        title: "People, for one trusted linker",
        summary: "The same for parties who all trust one linker: finds more people, and says how many links are right and how many are missed. The linker sees which values are frequent in each field, so it must be one you would trust with the data.",
    },
];

/// Makes an agreement between `parties` from the template called `name`.
///
/// # Errors
/// [`AgreementError::NoSuchTemplate`], or [`AgreementError::Invalid`] when the parties' names are not usable.
pub fn from_template(name: &str, parties: &[String]) -> Result<Agreement, AgreementError> {
    match name {
        "person" => Agreement::from_text(person(parties)),
        "person-linker" => Agreement::from_text(person_linker(parties)),
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
        match_keys: PERSON_MATCH_KEYS
            .iter()
            .map(|(name, parts)| match_key(name, parts))
            .collect(),
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
            hardening: None,
            salt_field: None,
        }),
        field_filters: None,
        decision: Decision {
            resolution: Resolution::OneToOne,
            similarity: Some(Similarity {
                threshold: 0.82,
                margin: 0.05,
                contradicted_by: vec!["nhs".to_owned()],
            }),
            probability: None,
        },
    }
}

/// The person template with a filter for each field and decision by probability.
fn person_linker(parties: &[String]) -> AgreementText {
    let mut text = AgreementText {
        template: "person-linker".to_owned(),
        purpose: "To find the people known to more than one of the parties, by a linker whom all of them trust, without any of them showing the others its records.".to_owned(),
        ..person(parties)
    };
    text.field_filters = Some(FieldFilters {
        bits: 256,
        // Bits enough that a filter is a third full: sparser ones tell near values from others less finely, fuller ones
        // collide. What is compared for equality alone needs fewer.
        fields: vec![
            filter_field("nhs_number", 1, true, 80),
            filter_field("given_name", 2, false, 100),
            filter_field("surname", 2, false, 100),
            filter_field("birth_date", 1, true, 100),
            filter_field("sex", 1, true, 40),
            filter_field("postcode", 1, true, 80),
            filter_field("address_line", 2, false, 100),
            filter_field("uprn", 1, true, 80),
            filter_field("phone", 1, true, 80),
            filter_field("email", 2, false, 100),
        ],
    });
    text.decision.probability = Some(Probability {
        threshold: 0.5,
        contradicted_by: Vec::new(),
        fields: Vec::new(),
    });
    text
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
            Kind::GivenName,
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
const PERSON_MATCH_KEYS: &[(&str, &[PartOf])] = &[
    ("nhs_dob", &[whole("nhs_number"), whole("birth_date")]),
    ("nhs_surname", &[whole("nhs_number"), whole("surname")]),
    (
        "nhs_given_name",
        &[whole("nhs_number"), taking("given_name", Take::Nickname)],
    ),
    (
        "name_dob_postcode",
        &[
            taking("given_name", Take::FirstWord),
            whole("surname"),
            whole("birth_date"),
            whole("postcode"),
        ],
    ),
    (
        "swapped_names_dob_sector",
        &[
            NAMES_EITHER_WAY,
            whole("birth_date"),
            taking("postcode", Take::Sector),
        ],
    ),
    (
        "nickname_dob_outcode",
        &[
            taking("given_name", Take::Nickname),
            whole("surname"),
            whole("birth_date"),
            taking("postcode", Take::Outcode),
        ],
    ),
    (
        "initial_surname_dob_sector",
        &[
            taking("given_name", Take::Initial),
            whole("surname"),
            whole("birth_date"),
            taking("postcode", Take::Sector),
        ],
    ),
    (
        "sound_dob_outcode",
        &[
            taking("given_name", Take::Soundex),
            taking("surname", Take::Soundex),
            whole("birth_date"),
            taking("postcode", Take::Outcode),
        ],
    ),
    (
        "given_name_dob_sex_postcode",
        &[
            taking("given_name", Take::FirstWord),
            whole("birth_date"),
            whole("sex"),
            whole("postcode"),
        ],
    ),
    (
        "given_name_dob_uprn",
        &[
            taking("given_name", Take::Nickname),
            whole("birth_date"),
            whole("uprn"),
        ],
    ),
    ("dob_email", &[whole("birth_date"), whole("email")]),
    (
        "given_name_dob_phone",
        &[
            taking("given_name", Take::Nickname),
            whole("birth_date"),
            whole("phone"),
        ],
    ),
    (
        "name_dob",
        &[
            taking("given_name", Take::FirstWord),
            whole("surname"),
            whole("birth_date"),
            whole("sex"),
        ],
    ),
    (
        "swapped_names_dob",
        &[NAMES_EITHER_WAY, whole("birth_date"), whole("sex")],
    ),
    (
        "name_swapped_dob_postcode",
        &[
            taking("given_name", Take::FirstWord),
            whole("surname"),
            taking("birth_date", Take::DayMonthEitherWay),
            taking("postcode", Take::Outcode),
        ],
    ),
    (
        "name_birth_year_postcode",
        &[
            taking("given_name", Take::FirstWord),
            whole("surname"),
            taking("birth_date", Take::Year),
            whole("postcode"),
        ],
    ),
    (
        "name_birth_month_day_postcode",
        &[
            taking("given_name", Take::FirstWord),
            whole("surname"),
            taking("birth_date", Take::MonthDay),
            whole("postcode"),
        ],
    ),
    (
        "short_name_dob_sex_outcode",
        &[
            leading("given_name", 3),
            leading("surname", 3),
            whole("birth_date"),
            whole("sex"),
            taking("postcode", Take::Outcode),
        ],
    ),
    ("nhs", &[whole("nhs_number")]),
];

/// A [`Part`] that can stand in a table.
struct PartOf {
    field: &'static str,
    take: Take,
    first: Option<u8>,
    swaps_with: Option<&'static str>,
}

const fn taking(field: &'static str, take: Take) -> PartOf {
    PartOf {
        field,
        take,
        first: None,
        swaps_with: None,
    }
}

const fn whole(field: &'static str) -> PartOf {
    taking(field, Take::Whole)
}

const fn leading(field: &'static str, first: u8) -> PartOf {
    PartOf {
        first: Some(first),
        ..whole(field)
    }
}

const NAMES_EITHER_WAY: PartOf = PartOf {
    swaps_with: Some("surname"),
    ..taking("given_name", Take::FirstWord)
};

fn match_key(name: &str, parts: &[PartOf]) -> MatchKey {
    let by_nhs_number = parts.iter().any(|part| part.field == "nhs_number");
    MatchKey {
        name: name.to_owned(),
        parts: parts
            .iter()
            .map(|part| Part {
                field: part.field.to_owned(),
                take: part.take,
                first: part.first,
                swaps_with: part.swaps_with.map(str::to_owned),
            })
            .collect(),
        links: true,
        // Two valid, different NHS numbers are two people, whatever else agrees (HES-DID has the same rule).
        contradicted_by: if by_nhs_number {
            Vec::new()
        } else {
            vec!["nhs".to_owned()]
        },
    }
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
