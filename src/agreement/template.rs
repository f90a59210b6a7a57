//! Ready-made agreements.

use super::{
    Agreement, AgreementError, AgreementText, Decision, Field, FieldFilters, FieldKind,
    FilterField, Hardening, Households, MatchKey, Part, Preset, Probability, Recipient,
    RecordFilter, Resolution, Results, Role, Similarity, TemplateChoices, incident::incident,
    vulnerability::for_vulnerability,
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
    Template {
        name: "vulnerability",
        title: "Combined view of vulnerability",
        summary: "Link people as above and let agreed indicators of need travel beside the tokens: flags and bands in social, financial, physical and clinical groups. Shows how many residents have needs in how many groups, and brings what each party may see back to its own rows.",
    },
    Template {
        name: "incident",
        title: "Violent incidents, for one trusted linker",
        summary: "Link reports of one violent incident by emergency departments, ambulance, police and others, by when, where and how, without names. The linker can tell which reports are near each other in time and place, so it must be one you would trust with the data.",
    },
];

/// Makes an agreement between `parties` from the template called `name`, as it stands.
///
/// # Errors
/// [`AgreementError::NoSuchTemplate`], or [`AgreementError::Invalid`] when the parties' names are not usable.
pub fn from_template(name: &str, parties: &[String]) -> Result<Agreement, AgreementError> {
    from_template_with(name, &TemplateChoices::default(), parties)
}

/// Makes an agreement between `parties` from the template called `name`, with these choices.
///
/// # Errors
/// As [`from_template`], and [`AgreementError::NoSuchPreset`].
pub fn from_template_with(
    name: &str,
    choices: &TemplateChoices<'_>,
    parties: &[String],
) -> Result<Agreement, AgreementError> {
    Agreement::from_text(template_text(name, choices, parties)?)
}

/// The text of such an agreement, for who completes it: what some parties may not see is refused without a recipient who is
/// no party.
///
/// # Errors
/// [`AgreementError::NoSuchTemplate`], [`AgreementError::NoSuchPreset`] and [`AgreementError::NoSuchAttribute`].
pub fn template_text(
    name: &str,
    choices: &TemplateChoices<'_>,
    parties: &[String],
) -> Result<AgreementText, AgreementError> {
    let Some(template) = TEMPLATES.iter().find(|template| template.name == name) else {
        return Err(AgreementError::NoSuchTemplate {
            name: name.chars().take(40).collect(),
            known: TEMPLATES
                .iter()
                .map(|template| template.name)
                .collect::<Vec<_>>()
                .join(", "),
        });
    };
    if name != "incident"
        && let Some(what) = choices.incident.refused()
    {
        return Err(AgreementError::NotOfTemplate {
            template: template.name,
            what: what.to_owned(),
        });
    }
    let preset = Preset::named(choices.match_keys)?;
    let mut text = match name {
        "incident" => incident(parties, choices)?,
        _ => person(parties, preset),
    };
    if !choices.similarity {
        text.record_filter = None;
        text.decision.similarity = None;
    }
    let is_for_vulnerability = name == "vulnerability";
    if name == "person-linker" {
        for_a_linker(&mut text);
    }
    text.results = choices.results;
    text.disclosure = choices.disclosure.or(text.disclosure);
    text.expires = choices.expires.map(str::to_owned);
    if is_for_vulnerability {
        for_vulnerability(&mut text, choices)?;
    } else if name != "incident" && (!choices.attributes.is_empty() || !choices.seen_by.is_empty())
    {
        let named = choices.attributes.iter().chain(choices.seen_by);
        let named: Vec<&str> = named.map(String::as_str).collect();
        return Err(AgreementError::NoSuchAttribute {
            name: named.join(", ").chars().take(40).collect(),
            known: "none (the templates \"vulnerability\" and \"incident\" have some)".to_owned(),
        });
    }
    if choices.households || is_for_vulnerability {
        with_households(&mut text);
    }
    text.decision.repeats = choices.repeats.to_vec();
    if choices.review {
        with_review(&mut text);
    }
    Ok(text)
}

fn field(name: &str, label: &str, kind: FieldKind, headers: &[&str]) -> Field {
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        required: false,
        headers: headers.iter().map(|&header| header.to_owned()).collect(),
        values: Vec::new(),
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

fn person(parties: &[String], preset: &Preset) -> AgreementText {
    let match_keys = preset.match_keys();
    let mut fields = person_fields();
    for field in &mut fields {
        field.required = preset.required.contains(&field.name.as_str());
    }
    // Similarity is no part of any source; where there is a key to contradict it, it is heard.
    let contradicted_by = match_keys.iter().find(|key| key.name == "nhs");
    let contradicted_by = contradicted_by.map(|key| key.name.clone());
    AgreementText {
        format: AgreementText::FORMAT.to_owned(),
        version: AgreementText::VERSION,
        template: match preset.name {
            "own" => "person".to_owned(),
            other => format!("person/{other}"),
        },
        title: format!("People known to {}", in_words(parties)),
        purpose: "To find the people known to more than one of the parties, without any of them showing the others its records.".to_owned(),
        parties: parties.to_vec(),
        recipients: Vec::new(),
        renewal: None,
        fields,
        match_keys,
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
            repeats: Vec::new(),
            similarity: Some(Similarity {
                threshold: 0.82,
                margin: 0.05,
                review_from: None,
                contradicted_by: contradicted_by.into_iter().collect(),
            }),
            probability: None,
            households: None,
        },
        attributes: Vec::new(),
        disclosure: None,
        results: Results::Records,
        expires: None,
    }
}

/// Bits of 1024 that a record sets which fills every field, in a filter that is going to be hardened: a fourteenth.
const SPARSE_BITS: u32 = 74;

/// Hardens the record filter of a template's agreement as [`Hardening::RECOMMENDED`] says, if it has a plain one: fewer bits
/// a field in the same proportions, diffused, and a threshold that suits, as half of all bits of any two diffused filters
/// agree.
///
/// The threshold was chosen on made-up people, 10,000 x 10,000: with half in common F1 is 0.995 where the plain filter has
/// 0.995, and with a fifth in common 0.996 where the plain one has 0.994.
pub fn harden(text: &mut AgreementText) {
    let Some(filter) = &mut text.record_filter else {
        return;
    };
    if filter.hardening.is_some() {
        return;
    }
    let bits = |field: &FilterField| u32::from(field.bits_per_feature);
    let all: u32 = filter.fields.iter().map(bits).sum();
    for field in &mut filter.fields {
        let sparse = (bits(field) * SPARSE_BITS + all / 2) / all.max(1);
        field.bits_per_feature = u16::try_from(sparse.max(1)).unwrap_or(u16::MAX);
    }
    filter.hardening = Some(Hardening::RECOMMENDED);
    if let Some(similarity) = &mut text.decision.similarity {
        similarity.threshold = 0.6;
        similarity.margin = 0.02;
        similarity.review_from = similarity.review_from.map(|_| 0.58);
    }
}

/// Dice coefficients below the threshold, and the least probability, from which a template's agreement puts pairs to people.
const REVIEW_BELOW: f64 = 0.05;
const REVIEW_PROBABILITY: f64 = 0.1;

/// Puts pairs that are nearly links to the people who hold their records.
fn with_review(text: &mut AgreementText) {
    if let Some(similarity) = &mut text.decision.similarity {
        similarity.review_from = Some(hundredths(similarity.threshold - REVIEW_BELOW));
    }
    if let Some(probability) = &mut text.decision.probability {
        probability.review_from = Some(REVIEW_PROBABILITY);
    }
}

/// More people than live in nearly any home that is no institution.
const LARGEST_HOUSEHOLD: u32 = 12;

/// Adds tokens that stand for a home, and has people who share one put together.
fn with_households(text: &mut AgreementText) {
    let homes = [
        ("home_uprn", vec![Part::whole("uprn")]),
        (
            "home_address",
            vec![Part::whole("address_line"), Part::whole("postcode")],
        ),
    ];
    for (name, parts) in homes {
        let mut key = MatchKey::new(name, parts);
        key.links = false;
        text.match_keys.push(key);
    }
    text.decision.households = Some(Households {
        by: vec!["home_uprn".to_owned(), "home_address".to_owned()],
        largest: LARGEST_HOUSEHOLD,
    });
}

/// So that an agreement says 0.77, and not what binary fractions make of it.
fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Adds to the person template a filter for each field, and decision by probability.
fn for_a_linker(text: &mut AgreementText) {
    text.template = text.template.replacen("person", "person-linker", 1);
    "To find the people known to more than one of the parties, by a linker whom all of them trust, without any of them showing the others its records."
        .clone_into(&mut text.purpose);
    text.recipients = vec![Recipient {
        name: "Linker".to_owned(),
        role: Role::Linker,
        public_key: None,
    }];
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
        neighbourhoods: Vec::new(),
    });
    text.decision.probability = Some(Probability {
        threshold: 0.5,
        false_links: None,
        review_from: None,
        missed_links: None,
        contradicted_by: Vec::new(),
        fields: Vec::new(),
        learnt: Vec::new(),
    });
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

pub(super) fn in_words(parties: &[String]) -> String {
    match parties {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::PRESETS;

    #[test]
    fn every_template_is_a_valid_agreement_with_every_preset() {
        let parties = ["hospital".to_owned(), "council".to_owned()];
        // Incidents have match keys of their own, and no record filter.
        for template in TEMPLATES.iter().filter(|one| one.name != "incident") {
            for preset in PRESETS {
                for similarity in [true, false] {
                    let choices = TemplateChoices {
                        match_keys: preset.name,
                        similarity,
                        review: similarity,
                        repeats: &parties[..1],
                        households: similarity,
                        ..TemplateChoices::default()
                    };
                    let agreement = from_template_with(template.name, &choices, &parties).unwrap();
                    let again = Agreement::from_json(&agreement.text().to_json()).unwrap();
                    assert_eq!(again.digest(), agreement.digest());
                    assert_eq!(again.record_filter().is_some(), similarity);
                }
            }
        }
        assert!(from_template("nobody", &parties).is_err());
        let nobody = TemplateChoices {
            match_keys: "nobody",
            ..TemplateChoices::default()
        };
        let error = from_template_with("person", &nobody, &parties).unwrap_err();
        assert!(error.to_string().contains("own, hesid, mps, ons2021"));
    }

    /// The digest is what the program printed for this agreement before match keys could have exceptions, or be
    /// anything but unique: agreements of that time still go with each other.
    #[test]
    fn an_agreement_of_an_earlier_version_keeps_its_digest() {
        let agreement = from_template("person", &["A".to_owned(), "B".to_owned()]).unwrap();
        assert_eq!(
            agreement.digest().to_string(),
            "c3dfa07b6d856f984c03fd16d99f6ee8418d8ac7530d5250bb398bb693b2ca5b"
        );
    }
}
