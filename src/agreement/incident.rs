//! The template of violent incidents: reports of one event by several organisations, linked by when, where and how.

use super::attribute_choices::{chosen, let_see};
use super::incident_choices::in_order_of_what_counts;
use super::{
    AgreementError, AgreementText, Attribute, AttributeKind, Decision, Exception, Field,
    FieldFilters, FieldKind, FilterField, MatchKey, Part, Probability, ProbabilityField, Recipient,
    Resolution, Role, Step, Take, TemplateChoices,
};

/// How an assault was done, in plain words, from the least to the most serious: of several reports of one incident the later counts.
/// No national list: the codes of a source are its owner's, who says what they mean (`prepare --codes`).
const METHODS: &[&str] = &[
    "bodily force",
    "blunt object",
    "glass",
    "sharp object",
    "firearm",
    "other",
];

/// What kind of place it was, in plain words; no national list either.
const LOCATION_TYPES: &[&str] = &[
    "street or open space",
    "licensed premises",
    "home",
    "transport",
    "school or workplace",
    "other",
];

/// Bands as health statistics often have them.
const AGE_BANDS: &[&str] = &[
    "0-9", "10-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+",
];

/// The side of a cell of the picture in metres: in a town centre several streets, in a village all of it.
const CELL_METRES: u32 = 500;
/// Minutes of the steps of reports that name one call, two days: a patient may be a day out about when it happened.
const CALL_MINUTES: u32 = 2880;
/// Minutes of the steps of a report without a place.
const PLACELESS_MINUTES: u32 = 60;

fn field(name: &str, label: &str, kind: FieldKind, values: &[&str], headers: &[&str]) -> Field {
    let owned = |list: &[&str]| list.iter().map(|&one| one.to_owned()).collect();
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        required: name == "when",
        headers: owned(headers),
        values: owned(values),
    }
}

/// When it happened, and when somebody was told.
fn times() -> [Field; 2] {
    use FieldKind as Kind;
    [
        field(
            "when",
            "when it happened",
            Kind::DateTime,
            &[],
            &[
                "assault date and time",
                "incident date and time",
                "injury date and time",
                "offence date and time",
                "occurred date and time",
                "event date and time",
                "committed",
                "call date and time",
                "arrival date and time at a&e department",
                "arrival date and time",
            ],
        ),
        // An arrival is when it happened only where a file has nothing better, which is why both fields know it.
        field(
            "reported",
            "when it came to be reported",
            Kind::DateTime,
            &[],
            &[
                "reported",
                "reported date and time",
                "arrival date and time at a&e department",
                "arrival date and time",
            ],
        ),
    ]
}

/// What sources call these things: the items of ISTV (ISB 1594) and of the injury fields of the Emergency Care Data Set, and
/// common words of ambulance, police and council systems. Columns of a date and a time, of two coordinates, and of from when
/// to when are put together by their names.
fn fields() -> Vec<Field> {
    use FieldKind as Kind;
    let [when, reported] = times();
    vec![
        when,
        reported,
        // Only an ambulance service's: what the police call CAD is the number of a log of their own.
        field(
            "call_number",
            "number of the ambulance call",
            Kind::Digits,
            &[],
            &[
                "ambulance incident number",
                "ambulance incident no",
                "ambulance call number",
                "ambulance cad number",
                "ambulance cad",
                "call number",
                "call id",
            ],
        ),
        field(
            "where",
            "where it happened",
            Kind::Location,
            &[],
            &[
                "location",
                "coordinates",
                "grid reference",
                "location description",
                "assault location description",
                "place of injury",
                "incident location",
                "place",
            ],
        ),
        field(
            "method",
            "how it was done",
            Kind::Category,
            METHODS,
            &[
                "assault method",
                "injury mechanism",
                "weapon",
                "means of attack",
                "call code",
                "incident type",
            ],
        ),
        field(
            "location_type",
            "kind of place",
            Kind::Category,
            LOCATION_TYPES,
            &[
                "assault location type",
                "place of injury type",
                "premises type",
                "type of location",
            ],
        ),
        field(
            "sex",
            "sex of who was hurt",
            Kind::Sex,
            &[],
            &[
                "sex",
                "gender",
                "victim sex",
                "victim gender",
                "patient sex",
                "person stated gender code",
            ],
        ),
        field(
            "age_band",
            "age band of who was hurt",
            Kind::Category,
            AGE_BANDS,
            &[
                "age",
                "victim age",
                "patient age",
                "age at arrival",
                "age in years",
            ],
        ),
    ]
}

fn measure(field: &str, take: Take, size: u32, moved: bool) -> Part {
    Part {
        take,
        step: Some(Step { size, moved }),
        ..Part::whole(field)
    }
}

/// The eight match keys that between them find every pair within half a step on each axis.
fn near(name: &str, (metres, minutes): (u32, u32)) -> impl Iterator<Item = MatchKey> {
    (0..8).map(move |number| {
        let moved = |axis: u8| number >> axis & 1 == 1;
        let parts = vec![
            measure("where", Take::Easting, metres, moved(0)),
            measure("where", Take::Northing, metres, moved(1)),
            measure("when", Take::Minutes, minutes, moved(2)),
        ];
        let mut key = MatchKey::new(&format!("{name}_{}", number + 1), parts);
        key.unique = super::Uniqueness::Preferred;
        key
    })
}

/// What is written of a call where no number is known. A filter of it says little, being frequent; a token would join strangers.
fn no_numbers() -> Exception {
    let repeated = |digit: char| (1..=12).map(move |count| String::from(digit).repeat(count));
    Exception {
        field: "call_number".to_owned(),
        take: Take::Whole,
        values: ['0', '9'].into_iter().flat_map(repeated).collect(),
    }
}

/// Reports that name one ambulance call. Within a day of each other, and never more than two, they are linked: some services count
/// their calls from one again each midnight. Of a report without an hour the number alone puts candidates forward.
fn of_one_call() -> impl Iterator<Item = MatchKey> {
    let key = |name: &str, time: Option<Part>| {
        let mut parts = vec![Part::whole("call_number")];
        let links = time.is_some();
        parts.extend(time);
        let mut key = MatchKey::new(name, parts);
        key.unique = super::Uniqueness::Preferred;
        key.except = vec![no_numbers()];
        key.links = links;
        key
    };
    let day = |moved| Some(measure("when", Take::Minutes, CALL_MINUTES, moved));
    [
        key("call_1", day(false)),
        key("call_2", day(true)),
        key("call_3", None),
    ]
    .into_iter()
}

/// Of a report without a place, the time and what is known of who was hurt put candidates forward. They are no links.
fn placeless() -> impl Iterator<Item = MatchKey> {
    [false, true].into_iter().map(|moved| {
        let mut parts = vec![measure("when", Take::Minutes, PLACELESS_MINUTES, moved)];
        parts.extend(["method", "sex", "age_band"].map(Part::whole));
        let name = if moved { "placeless_2" } else { "placeless_1" };
        let mut key = MatchKey::new(name, parts);
        key.links = false;
        key
    })
}

fn equal(field: &str) -> FilterField {
    FilterField {
        field: field.to_owned(),
        gram: 1,
        positional: true,
        bits_per_feature: 60,
    }
}

/// The filters of what is equal or not.
fn filters() -> Vec<FilterField> {
    let mut filters = ["method", "location_type", "sex", "age_band"]
        .map(equal)
        .to_vec();
    filters.push(FilterField {
        // The longer the grams, the less like each other are numbers that are not the same.
        gram: 4,
        ..equal("call_number")
    });
    filters
}

/// Numbers of calls that nearly agree are those of other calls of the day.
fn equal_or_not() -> ProbabilityField {
    ProbabilityField {
        field: "call_number".to_owned(),
        near: Some(Vec::new()),
        household: None,
    }
}

/// What a picture of incidents is made of: the month, the day of the week and the hour, a cell of the National Grid, and how it
/// was done and in what kind of place. For the linker to count, and for nobody to see report by report. All of it unless some
/// is chosen, as in a combined view of people.
fn attributes(
    text: &AgreementText,
    choices: &TemplateChoices<'_>,
) -> Result<Vec<Attribute>, AgreementError> {
    use AttributeKind as Kind;
    let derived = |name: &str, label: &str, kind: Kind, of: &str| Attribute {
        name: name.to_owned(),
        label: label.to_owned(),
        domain: "event".to_owned(),
        kind,
        values: Vec::new(),
        need: Vec::new(),
        from: text.parties.clone(),
        seen_by: Vec::new(),
        headers: Vec::new(),
        of: Some(of.to_owned()),
        metres: None,
    };
    let of_category = |name: &str, label: &str, of: &str| {
        let mut fields = text.fields.iter();
        let field = fields.find(|field| field.name == of);
        Attribute {
            values: field.map(in_order_of_what_counts).unwrap_or_default(),
            ..derived(name, label, Kind::Category, of)
        }
    };
    let all = vec![
        derived("month", "month", Kind::Month, "when"),
        derived("weekday", "day of the week", Kind::Weekday, "when"),
        derived("hour", "hour", Kind::Hour, "when"),
        Attribute {
            metres: Some(choices.incident.cell_metres.unwrap_or(CELL_METRES)),
            ..derived("cell", "place", Kind::GridCell, "where")
        },
        of_category("assault_method", "method", "method"),
        of_category("kind_of_place", "kind of place", "location_type"),
    ];
    let mut attributes = chosen(all, choices.attributes)?;
    let_see(&mut attributes, choices.seen_by)?;
    Ok(attributes)
}

/// Makes the agreement of the template.
pub(super) fn incident(
    parties: &[String],
    choices: &TemplateChoices<'_>,
) -> Result<AgreementText, AgreementError> {
    expect_choices(choices)?;
    let steps = choices.incident.steps();
    let match_keys = of_one_call()
        .chain(near("close", steps.close))
        .chain(near("wide", steps.wide))
        .chain(placeless());
    let mut text = AgreementText {
        format: AgreementText::FORMAT.to_owned(),
        version: AgreementText::VERSION,
        template: "incident".to_owned(),
        title: format!("Violent incidents known to {}", super::template::in_words(parties)),
        purpose: "To see how much violence there is, where and when, from all reports of it, by a linker whom all parties trust, without any of them showing the others its records.".to_owned(),
        parties: parties.to_vec(),
        recipients: vec![Recipient {
            name: "Linker".to_owned(),
            role: Role::Linker,
            public_key: None,
        }],
        renewal: None,
        fields: fields(),
        match_keys: match_keys.collect(),
        record_filter: None,
        field_filters: Some(FieldFilters {
            bits: 512,
            fields: filters(),
            neighbourhoods: choices.incident.neighbourhoods(),
        }),
        decision: Decision {
            resolution: Resolution::OneToOne,
            repeats: Vec::new(),
            similarity: None,
            probability: Some(Probability {
                threshold: 0.5,
                false_links: None,
                review_from: None,
                missed_links: None,
                contradicted_by: Vec::new(),
                fields: vec![equal_or_not()],
                learnt: Vec::new(),
            }),
            households: None,
        },
        attributes: Vec::new(),
        disclosure: Some(super::Disclosure::default()),
        results: super::Results::Records,
        expires: None,
    };
    choices.incident.set_values(&mut text)?;
    text.attributes = attributes(&text, choices)?;
    Ok(text)
}

/// Match keys of people, and their homes, are nothing that incidents have.
fn expect_choices(choices: &TemplateChoices<'_>) -> Result<(), AgreementError> {
    let refused = |what: &str| {
        Err(AgreementError::NotOfTemplate {
            template: "incident",
            what: what.to_owned(),
        })
    };
    if choices.match_keys != "own" {
        return refused("other match keys than its own");
    }
    if choices.households {
        return refused("households");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::{Agreement, from_template};

    fn agreement() -> Agreement {
        let parties = ["Hospital", "Ambulance", "Police", "Council"].map(str::to_owned);
        from_template("incident", &parties).unwrap()
    }

    /// Free text of incidents is refused in whatever field it is to travel.
    #[test]
    fn there_is_no_field_of_text_and_none_can_be_added() {
        let agreement = agreement();
        let kinds: Vec<FieldKind> = agreement.fields().iter().map(|f| f.kind).collect();
        assert!(!kinds.contains(&FieldKind::Text));
        let mut text = agreement.text().clone();
        text.fields
            .push(field("notes", "notes", FieldKind::Text, &[], &[]));
        let error = Agreement::from_text(text).unwrap_err().to_string();
        assert!(error.contains("no field of text"), "{error}");
    }

    #[test]
    fn the_eight_keys_are_all_ways_of_moving_three_axes() {
        let agreement = agreement();
        let keys = agreement.match_keys().iter();
        let wide: Vec<_> = keys.filter(|key| key.name.starts_with("wide")).collect();
        let mut ways: Vec<Vec<bool>> = wide
            .iter()
            .map(|key| key.parts.iter().map(|p| p.step.unwrap().moved).collect())
            .collect();
        ways.sort();
        ways.dedup();
        assert_eq!((wide.len(), ways.len()), (8, 8));
        assert_eq!(
            wide[7].description(agreement.fields()),
            "easting of where it happened in steps of 1500 metres, moved by half a step + \
             northing of where it happened in steps of 1500 metres, moved by half a step + \
             time of when it happened in steps of 240 minutes, moved by half a step \
             (of several candidates, the one that shares most else)"
        );
    }

    #[test]
    fn what_people_have_is_refused() {
        let parties = ["A".to_owned(), "B".to_owned()];
        for choices in [
            TemplateChoices {
                match_keys: "hesid",
                ..TemplateChoices::default()
            },
            TemplateChoices {
                households: true,
                ..TemplateChoices::default()
            },
        ] {
            let error = crate::agreement::from_template_with("incident", &choices, &parties);
            let error = error.unwrap_err().to_string();
            assert!(error.contains("\"incident\""), "{error}");
        }
    }
}
