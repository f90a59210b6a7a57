use super::*;
use crate::agreement::{Recipient, TemplateChoices, from_template, from_template_with};

fn parties() -> Vec<String> {
    vec!["Hospital".to_owned(), "Council".to_owned()]
}

/// A page that has this text somewhere outside its style.
fn says(page: &str, text: &str) -> bool {
    page.contains(text)
}

#[test]
fn what_the_agreement_settles_is_filled_in_and_the_rest_is_marked() {
    let agreement = from_template("person", &parties()).unwrap();
    let page = assessment_page(&agreement);
    assert!(says(&page, &agreement.digest().to_string()));
    for said in ["Hospital, Council", "date of birth", "Step 1", "Step 7"] {
        assert!(says(&page, said), "{said}");
    }
    // What the law asks of people is in none of our files.
    for open in ["Lawful basis", "Likelihood", "Data protection officer"] {
        assert!(says(&page, open), "{open}");
    }
    assert!(page.matches("To complete:").count() > 12);
    // Every field and match key is named.
    for field in agreement.fields() {
        assert!(says(&page, &escaped(&field.label)), "{}", field.label);
    }
    for key in agreement.match_keys() {
        assert!(says(&page, &format!(">{}<", key.name)), "{}", key.name);
    }
    assert!(says(&page, "none: set one"));
}

#[test]
fn plain_filters_are_called_what_they_are_and_hardened_ones_too() {
    let plain = assessment_page(&from_template("person", &parties()).unwrap());
    assert!(says(&plain, "most can be identified without the key"));
    let mut text = from_template("person", &parties()).unwrap().text().clone();
    text.recipients = vec![Recipient {
        name: "University".to_owned(),
        role: Role::Matcher,
        public_key: None,
    }];
    crate::agreement::harden(&mut text);
    let hardened = assessment_page(&Agreement::from_text(text).unwrap());
    assert!(says(&hardened, "are hardened (28 bits mixed)"));
    assert!(!says(&hardened, "most can be identified without the key"));
    assert!(says(&hardened, "matcher, without the project key"));
}

#[test]
fn a_linker_and_attributes_bring_risks_of_their_own() {
    let person = assessment_page(&from_template("person", &parties()).unwrap());
    let linker = assessment_page(&from_template("person-linker", &parties()).unwrap());
    let frequent = "sees which values are frequent";
    assert!(says(&linker, frequent) && !says(&person, frequent));
    let choices = TemplateChoices {
        results: Results::Counts,
        expires: Some("2027-03-31"),
        ..TemplateChoices::default()
    };
    let agreement = from_template_with("vulnerability", &choices, &parties()).unwrap();
    let page = assessment_page(&agreement);
    assert!(says(&page, "13 of 13 attributes are for counts alone"));
    assert!(says(&page, "counts only; links are made to be counted"));
    assert!(says(&page, "2027-03-31") && !says(&page, "The agreement has no last day"));
    assert!(says(&page, "nobody: counts alone"));
}

/// What is outside of the words that both kinds share, and what an agreement or a law calls so.
#[test]
fn an_assessment_of_incidents_speaks_of_incidents() {
    let of_incidents = assessment_page(&from_template("incident", &parties()).unwrap());
    let of_people = assessment_page(&from_template("person-linker", &parties()).unwrap());
    assert!(says(
        &of_incidents,
        "Numbers that travel as tokens or filters: number of the ambulance call"
    ));
    assert!(!says(&of_people, "Numbers that travel"));
    for (incidents, people) in [
        ("looks for an event", "looks for a person"),
        ("make the event’s tokens", "make a person’s tokens"),
        (
            "recognises events by patterns",
            "recognises people by patterns",
        ),
        ("draws a map and a calendar", "public lists of names"),
        (
            "Two incidents are linked as one",
            "Two people are linked as one",
        ),
        ("it is counted for each", "A person is missed"),
        ("nearly the same incidents", "nearly the same people"),
        (
            "exact times and places, places in words",
            "names, dates of birth",
        ),
        ("which incidents are in them", "which people are in them"),
        ("on made-up reports", "on made-up people"),
        ("the source’s own references", "by NHS number"),
        ("fewer incidents", "fewer people"),
        ("a place that seems worse", "to people wrongly linked"),
        (
            "a place, and for those who are there",
            "somebody who is found by it",
        ),
    ] {
        assert!(
            says(&of_incidents, incidents) && !says(&of_incidents, people),
            "{incidents}"
        );
        assert!(
            says(&of_people, people) && !says(&of_people, incidents),
            "{people}"
        );
    }
    assert!(says(
        &of_incidents,
        "6 coded attributes of incidents travel"
    ));
    assert!(says(
        &of_incidents,
        "may be one event, with or without the key"
    ));
    assert!(!says(&of_incidents, "every person in it"));
}

#[test]
fn nothing_an_agreement_says_is_more_than_text() {
    let mut text = from_template("person", &parties()).unwrap().text().clone();
    text.title = "<script>alert(1)</script>".to_owned();
    text.purpose = "\"><img src=x onerror=y>".to_owned();
    let page = assessment_page(&Agreement::from_text(text).unwrap());
    assert!(!page.contains("<script") && !page.contains("<img"));
    assert!(says(&page, "&lt;script&gt;") && says(&page, "&quot;&gt;&lt;img"));
}
