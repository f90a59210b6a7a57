use super::*;
use crate::agreement::from_template;
use serde_json::{Value, json};

fn agreement(template: &str) -> Agreement {
    from_template(template, &["Hospital".to_owned(), "Council".to_owned()]).unwrap()
}

/// A report with all that a report can have, which no single one has, in round numbers.
fn written() -> Value {
    json!({
        "format": "split-tally/match-report", "version": 1, "software": "split-tally",
        "agreement": {"title": "North <b>", "digest": "ab"},
        "inputs": [
            {"party": "Hospital", "file": "h.parquet", "rows": 2000, "sha256": "00", "linked": 1250},
            {"party": "Council & <Co>", "file": "c.parquet", "rows": 4000, "sha256": "11", "linked": 1250}
        ],
        "rules": [{"rule": "r", "description": "NHS number", "pairs": 9, "links": 8, "not_unique": 1, "contradicted": 0}],
        "similarity": {
            "threshold": 0.8, "margin": 0.02, "compared": 8_000_000, "method": "exhaustive",
            "links": 40, "too_close": 3, "contradicted": 1,
            "histogram": {"from": 0.6, "width": 0.1, "pairs": [10, 20, 40, 0], "links": [0, 0, 40, 0]}
        },
        "model": [{
            "parties": ["Hospital", "Council & <Co>"], "threshold": 0.5,
            "candidates": {"all_pairs": true, "compared": 1, "passed_over": 0, "random_pairs": 0, "weighed": 1, "contradicted": 0},
            "parameters": {"match_share": 0.2, "household_share": 0.0, "fields": [
                {"field": "birth_date", "levels": [
                    {"level": "differs", "m": 0.05, "u": 0.8, "household": 0.0},
                    {"level": "the same", "m": 0.8, "u": 0.1, "household": 0.0}
                ]}
            ]},
            "rounds": [], "expected_matches": 1300.0, "links": 1250, "rivals": 0, "ties": 0, "clashes": 0,
            "assignment": {"optimal_up_to": 1, "largest_component": 1, "greedy_components": 0},
            "estimate": {"precision": 0.991, "recall": 0.98, "assumes": ["That things are as they seem."]},
            "thresholds": [
                {"threshold": 0.5, "weight": 1.0, "pairs": 1250, "precision": 0.99, "recall": 0.98},
                {"threshold": 0.9, "weight": 2.0, "pairs": 1200, "precision": 1.0, "recall": 0.9}
            ],
            "pairwise_thresholds": [], "dependence": [],
            "examples": [{
                "records": ["h1", "c<1"], "probability": 0.6, "pairwise": 0.667, "weight": 3.0,
                "lines": [
                    {"field": "birth_date", "level": "the same", "bits": 4.0},
                    {"field": "sex", "level": "differs", "bits": -1.0},
                    {"field": "household", "level": "agreement as in a household", "bits": 0.01}
                ]
            }],
            "warnings": ["Look & see."]
        }],
        "links": 1250, "groups": 1250,
        "overlap": [{"parties": ["Hospital", "Council & <Co>"], "groups": 1250}]
    })
}

fn report() -> MatchReport {
    serde_json::from_value(written()).unwrap()
}

fn chart(name: &str) -> MatchChart {
    let charts = match_charts(&agreement("person"), &report());
    let of_name = charts.into_iter().find(|chart| chart.name == name);
    of_name.unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn every_chart_is_there_with_its_numbers() {
    let charts = match_charts(&agreement("person"), &report());
    let names: Vec<&str> = charts.iter().map(|chart| chart.name.as_str()).collect();
    assert_eq!(names, ["overlap", "expected", "weights", "pair-1"]);
    for chart in &charts {
        assert!(chart.svg.starts_with("<svg ") && chart.svg.ends_with("</svg>"));
        assert!(chart.csv.starts_with('\u{feff}') && chart.csv.lines().count() > 1);
    }
    assert!(
        chart("overlap")
            .csv
            .contains("Hospital and Council & <Co>,1250")
    );
    assert!(chart("expected").csv.contains("0.90,1200,1.0000,0.9000"));
}

/// By hand: log2(0.8 / 0.1) is 3, log2(0.05 / 0.8) is -4.
#[test]
fn weights_are_the_logarithm_of_m_over_u() {
    let weights = chart("weights");
    assert!(
        weights
            .csv
            .contains("date of birth,differs,5.0%,80.0%,-4.00"),
        "{}",
        weights.csv
    );
    assert!(
        weights
            .csv
            .contains("date of birth,the same,80.0%,10.0%,3.00"),
        "{}",
        weights.csv
    );
    assert!(weights.svg.contains(">−4.0</text>") && weights.svg.contains(">+3.0</text>"));
}

/// By hand: one pair in five is a match, odds of one to four and -2 bits; with 4 bits for and 1 against that makes 1, odds of two
/// to one, which is the probability of 0.667 that the pair has by itself. A line of a hundredth of a bit is not drawn.
#[test]
fn the_account_of_a_pair_begins_with_how_rare_matches_are() {
    let account = chart("pair-1");
    let numbers: Vec<&str> = account.csv.lines().skip(1).collect();
    assert_eq!(
        numbers,
        [
            "before anything is compared,-2.00",
            "date of birth: the same,4.00",
            "sex: differs,-1.00",
            "all together,1.00",
        ]
    );
    assert!(
        account
            .svg
            .contains("probability of 0.6670; given what else"),
        "{}",
        account.svg
    );
    assert!(account.help.contains("h1") && account.help.contains("c<1"));
    assert!(!account.svg.contains("c<1"));
}

#[test]
fn charts_of_a_second_model_have_names_of_their_own() {
    let mut report = report();
    report.model.push(report.model[0].clone());
    let charts = match_charts(&agreement("person"), &report);
    let names: Vec<&str> = charts
        .iter()
        .skip(4)
        .map(|chart| chart.name.as_str())
        .collect();
    assert_eq!(names, ["expected-2", "weights-2", "pair-2-1"]);
}

#[test]
fn the_page_says_what_was_found_and_names_are_only_text() {
    let page = match_page(&agreement("person"), &report());
    for said in [
        "1,250 people appear in the files of both Hospital and Council &amp; &lt;Co&gt;.",
        "about 9 in 1,000 of the links to be wrong, and about 20 in 1,000 of the pairs of one person to be missed",
        "<td>62.5%</td>",
        "All 8,000,000 pairs that match keys left were compared.",
        "<th scope=\"row\">0.800</th><td>0.900</td><td>40</td><td>40</td>",
        "North &lt;b&gt;",
        "Look &amp; see.",
        "Counts are exact",
        "expects 99.1% of the links to be right, and 98.0% of the 1,300 pairs",
    ] {
        assert!(page.contains(said), "{said}");
    }
    for danger in [
        "<Co>",
        "<b>",
        "c<1",
        "<script",
        "http-equiv=\"refresh\"",
        "src=",
    ] {
        assert!(!page.contains(danger), "{danger}");
    }
    // What charts name themselves by is all that looks like an address.
    assert_eq!(
        page.matches("http").count(),
        page.matches("http://www.w3.org/2000/svg").count() + 1
    );
    assert_eq!(page.matches("<svg ").count(), 5);
    assert_eq!(page.matches("<h1>").count(), 1);
}

#[test]
fn incidents_are_not_called_people() {
    let mut report = report();
    report.model[0].estimate.assumes =
        super::super::model_report::assumptions(Subject::Incidents, false);
    let about_incidents = match_page(&agreement("incident"), &report);
    assert!(about_incidents.contains("1,250 incidents appear"));
    for word in ["people", "person"] {
        assert!(!about_incidents.to_lowercase().contains(word), "{word}");
    }
}

#[test]
fn a_report_with_nothing_in_it_is_a_page_too() {
    let mut empty = report();
    (empty.model, empty.similarity) = (Vec::new(), None);
    empty.rules.clear();
    empty.overlap.clear();
    empty.inputs[0].rows = 0;
    let page = match_page(&agreement("person"), &empty);
    assert!(
        page.contains("No record was linked to another party’s.") && page.contains("<td>–</td>")
    );
    assert!(match_charts(&agreement("person"), &empty).is_empty());
}

#[test]
fn what_no_model_could_learn_is_not_estimated() {
    let mut nothing = report();
    nothing.model[0].links = 0;
    nothing.model[0].estimate.precision = 0.0;
    nothing.model[0].thresholds[1].pairs = 0;
    nothing.model[0].thresholds[1].precision = 0.0;
    let page = match_page(&agreement("person"), &nothing);
    assert!(page.contains("there is nothing to estimate from"));
    assert!(!page.contains("to be wrong"));
    assert!(page.contains("<th scope=\"row\">0.90</th><td>0</td><td>–</td>"));
    // One point is left of each line, and none at the bottom.
    let charts = match_charts(&agreement("person"), &nothing);
    let expected = charts
        .iter()
        .find(|chart| chart.name == "expected")
        .unwrap();
    let paths: Vec<&str> = expected.svg.split(" d=\"").skip(1).collect();
    assert_eq!(paths.len(), 2);
    for path in paths {
        assert!(
            path.starts_with('M') && !path.split('"').next().unwrap().contains('L'),
            "{path}"
        );
    }
}

#[test]
fn a_level_that_never_occurs_among_matches_is_said() {
    let mut report = report();
    report.model[0].parameters.fields[0].levels[0].m = 0.0;
    let charts = match_charts(&agreement("person"), &report);
    let weights = charts.iter().find(|chart| chart.name == "weights").unwrap();
    assert!(
        weights
            .csv
            .contains("date of birth,differs,0.0%,80.0%,never"),
        "{}",
        weights.csv
    );
    assert!(!weights.svg.contains("NaN") && !weights.svg.contains("inf"));
}

#[test]
fn shares_are_said_as_so_many_of_a_thousand() {
    assert_eq!(in_a_thousand(0.0004), "fewer than 1 in 1,000");
    assert_eq!(in_a_thousand(0.0206), "about 21 in 1,000");
    assert_eq!(in_a_thousand(0.0005), "about 1 in 1,000");
    assert_eq!(percent(9999, 10_000), "99.9%");
    assert_eq!(in_percent(0.999_999), "99.9%");
    assert_eq!(grouped(1_234_567), "1,234,567");
    assert_eq!(
        (grouped(12), grouped(123)),
        ("12".to_owned(), "123".to_owned())
    );
}
