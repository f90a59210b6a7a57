use super::*;
use crate::agreement::{FieldFilters, InsteadOf, Probability, ProbabilityField, from_template};

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
            neighbourhoods: Vec::new(),
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
            neighbourhoods: Vec::new(),
        });
        place(&text)
    };
    assert_eq!(with(47, 16), "");
    assert_eq!(with(60, 3), "");
    assert_eq!(with(60, 4), "field_filters.fields");
    assert_eq!(with(1, 17), "field_filters.fields");
}

#[test]
fn attributes_are_coded_and_go_to_those_who_may_see_them() {
    let parties = ["A".to_owned(), "B".to_owned()];
    let text = || {
        let agreement = from_template("vulnerability", &parties).unwrap();
        agreement.text().clone()
    };
    let with = |change: &dyn Fn(&mut AgreementText)| {
        let mut text = text();
        change(&mut text);
        place(&text)
    };
    let frailty = text()
        .attributes
        .iter()
        .position(|one| one.name == "frailty")
        .unwrap();
    let at = |what: &str| format!("attributes[{frailty}].{what}");
    let word = |to: &str| with(&|text| to.clone_into(&mut text.attributes[frailty].values[1]));
    assert_eq!(with(&|_| {}), "");
    assert_eq!(word("very mild"), "");
    for free in [
        "",
        "=1+1",
        "a,b",
        "no \"thing\"",
        "a\nb",
        " a",
        &"a".repeat(41),
    ] {
        assert_eq!(word(free), at("values[1]"), "{free:?}");
    }
    assert_eq!(word("FIT"), at("values"));
    assert_eq!(
        with(&|text| text.attributes[frailty].values.truncate(1)),
        at("values")
    );
    assert_eq!(
        with(&|text| text.attributes[frailty].need.push("?".into())),
        at("need[2]")
    );
    assert_eq!(
        with(&|text| text.attributes[0].values.push("maybe".into())),
        "attributes[0].values"
    );
    assert_eq!(
        with(&|text| text.attributes[0].name = "surname".into()),
        "attributes[0].name"
    );
    assert_eq!(
        with(&|text| text.attributes[1].name = text.attributes[0].name.clone()),
        "attributes[1].name"
    );
    assert_eq!(
        with(&|text| text.attributes[0].from = vec!["C".into()]),
        "attributes[0].from[0]"
    );
    assert_eq!(
        with(&|text| text.attributes[0].from.clear()),
        "attributes[0].from"
    );
    // A partner holds the key, so that an attribute is one person's: it goes to nobody who may not see it.
    assert_eq!(
        with(&|text| text.attributes[0].seen_by = vec!["A".into()]),
        "attributes[0].seen_by"
    );
    let one_way = |text: &mut AgreementText| {
        text.attributes[0].seen_by = vec!["A".into()];
        text.attributes[0].from = vec!["B".into()];
    };
    assert_eq!(with(&one_way), "");
    // Nor to a party that is the linker: it holds the key too.
    let linked_by = |name: &str| {
        let name = name.to_owned();
        move |text: &mut AgreementText| {
            text.attributes[0].seen_by.clear();
            text.recipients = vec![crate::agreement::Recipient {
                name: name.clone(),
                role: crate::agreement::Role::Linker,
                public_key: None,
            }];
        }
    };
    assert_eq!(with(&linked_by("Trust")), "");
    assert_eq!(with(&linked_by("B")), "attributes[0].seen_by");
    assert_eq!(
        with(&|text| text.results = super::super::Results::Counts),
        "attributes[0].seen_by"
    );
}

#[test]
fn limits_of_use_are_ones_that_can_be_kept() {
    let with = |change: &dyn Fn(&mut AgreementText)| {
        let mut text = person();
        change(&mut text);
        place(&text)
    };
    let rule = |suppress_up_to, round_to| {
        with(&|text| {
            text.disclosure = Some(super::super::Disclosure {
                suppress_up_to,
                round_to,
            });
        })
    };
    assert_eq!((rule(7, 5), rule(4, 1), rule(2, 6)), Default::default());
    for suppress_up_to in [0, 1, 101] {
        assert_eq!(rule(suppress_up_to, 1), "disclosure.suppress_up_to");
    }
    for (suppress_up_to, round_to) in [(2, 7), (7, 0), (100, 101)] {
        assert_eq!(rule(suppress_up_to, round_to), "disclosure.round_to");
    }
    let expires = |day: &str| with(&|text| text.expires = Some(day.to_owned()));
    assert_eq!(expires("2028-02-29"), "");
    for day in [
        "2027-02-29",
        "2027-13-01",
        "27-01-01",
        "2027-1-1",
        "2027-01-01 ",
        "01/02/2027",
    ] {
        assert_eq!(expires(day), "expires", "{day}");
    }
}

#[test]
fn a_time_is_compared_in_the_place_of_one_with_the_same_points() {
    let parties = ["Hospital".to_owned(), "Police".to_owned()];
    let with = |change: &dyn Fn(&mut InsteadOf, &mut Neighbourhood)| {
        let agreement = from_template("incident", &parties).unwrap();
        let mut text = agreement.text().clone();
        let of = text.field_filters.as_mut().unwrap();
        let of = &mut of.neighbourhoods[2];
        let mut instead = of.instead_of.clone().unwrap();
        change(&mut instead, of);
        of.instead_of = Some(instead);
        place(&text)
    };
    let at = |what: &str| format!("field_filters.neighbourhoods[2].instead_of{what}");
    assert_eq!(with(&|_, _| {}), "");
    assert_eq!(with(&|instead, _| instead.earlier = 0), "");
    assert_eq!(with(&|instead, _| instead.earlier = 1440), "");
    assert_eq!(with(&|instead, _| instead.earlier = 1441), at(".earlier"));
    for other in ["where", "reported", "sex", "height"] {
        let found = with(&|instead, _| other.clone_into(&mut instead.field));
        assert_eq!(found, at(".field"), "{other}");
    }
    // Something of it must be as good as equal.
    let near = |near: Vec<f64>| {
        let agreement = from_template("incident", &parties).unwrap();
        let mut text = agreement.text().clone();
        text.decision.probability.as_mut().unwrap().fields = vec![ProbabilityField {
            field: "reported".to_owned(),
            near: Some(near),
            household: None,
        }];
        place(&text)
    };
    assert_eq!(near(vec![0.6, 0.8]), "");
    assert_eq!(near(Vec::new()), "decision.probability.fields[0].near");
    // Other points are not those of the other.
    assert_eq!(with(&|_, of| of.radius = 170), at(".field"));
    assert_eq!(with(&|_, of| of.bits_per_point = 3), at(".field"));
    // A place is near another or not, whoever reported it.
    let agreement = from_template("incident", &parties).unwrap();
    let mut text = agreement.text().clone();
    let of = &mut text.field_filters.as_mut().unwrap().neighbourhoods;
    of.remove(1);
    "where".clone_into(&mut of[1].field);
    assert_eq!(place(&text), "field_filters.neighbourhoods[1].instead_of");
}
