use super::*;
use crate::evaluate::{AttributeChoice, Attributes, Crosswalk, EvaluationInputs, TruePairs};

const LINKS: &str = "group,party,record,score,rule\n\
    1,A,00000000000000000000000000000001,1.0000,nhs\n\
    1,B,00000000000000000000000000000002,1.0000,nhs\n";

fn evaluation(attributes: &[Attributes], report: Option<&MatchReport>) -> Evaluation {
    let crosswalks = [("A", 1, "a1"), ("B", 2, "b1")].map(|(party, number, id)| {
        let text = format!("record,id\n{number:032x},{id}\n");
        let crosswalk = Crosswalk::read(party, text.as_bytes()).unwrap();
        (party.to_owned(), crosswalk)
    });
    let truth = TruePairs::read("truth.csv", b"A,B\na1,b1\na2,b2\n", 2).unwrap();
    Evaluation::of(&EvaluationInputs {
        links: ("links.csv", LINKS.as_bytes()),
        crosswalks: &crosswalks,
        truth: &truth,
        match_report: report,
        attributes,
    })
    .unwrap()
}

/// A run record as `prepare` writes it, cut to what stands in every one.
fn run_record() -> serde_json::Value {
    serde_json::json!({
        "format": "split-tally/run-record", "version": 1, "software": "split-tally 0.1.0",
        "encoding": "encode-1/standardise-2",
        "agreement": { "title": "People known to A and B", "digest": "00" },
        "key_check_code": "111 222 333", "party": "A",
        "input": { "name": "a.csv", "bytes": 10, "rows": 7, "sha256": "00" },
        "mapping": [], "id_column": "id", "invalid_values": "blank", "reading": {},
        "choices": ["Rows are kept where \"ward\" is one of 3 values"],
        "excluded": [{ "reason": "on the list opt-outs.txt", "rows": 2 }],
        "quality": { "fields": [{ "field": "nhs", "label": "NHS number", "filled": 4, "missing": 2, "findings": [] }] },
        "extract": { "rows": 5, "bytes": 10, "sha256": "00" },
        "match_keys": [], "reveals": []
    })
}

fn match_report() -> MatchReport {
    serde_json::from_value(serde_json::json!({
        "format": "split-tally/match-report", "version": 1, "software": "split-tally 0.1.0",
        "agreement": { "title": "People known to A and B", "digest": "abc123" },
        "inputs": [
            { "party": "A", "file": "a.parquet", "rows": 5, "sha256": "00", "linked": 1 },
            { "party": "B", "file": "b.parquet", "rows": 8, "sha256": "00", "linked": 1 }
        ],
        "rules": [{ "rule": "nhs", "description": "NHS number", "pairs": 3, "links": 1, "preferred": 0, "not_unique": 2, "contradicted": 0 }],
        "similarity": { "threshold": 0.82, "margin": 0.05, "compared": 28, "method": "exhaustive", "links": 0, "too_close": 4, "contradicted": 0,
            "histogram": { "from": 0.7, "width": 0.01, "pairs": [], "links": [] } },
        "links": 1, "groups": 1, "overlap": [{ "parties": ["A", "B"], "groups": 1 }]
    }))
    .unwrap()
}

#[test]
fn what_the_run_can_tell_is_filled_in() {
    let choice = AttributeChoice {
        id: "id".to_owned(),
        by: vec!["sex".to_owned()],
        on: "20260101".parse().unwrap(),
    };
    let attributes = Attributes::read("A", "a.csv", b"id,sex\na1,F\na2,M\n", &choice).unwrap();
    let report = match_report();
    let evaluation = evaluation(&[attributes], Some(&report));
    let record = read_run_record("A", "a.json", &run_record().to_string()).unwrap();
    let text = guild_report(&GuildInputs {
        evaluation: &evaluation,
        match_report: Some(&report),
        run_records: &[record],
    });
    for part in [
        "10.1093/pubmed/fdx037",
        "## Step 1: data provision",
        "A: 7 rows read, 5 in the extract.",
        "B: no run record was given",
        "A: NHS number: usable in 4 of 7 rows, blank in 2, not usable in 1.",
        "A: 2 rows left out: on the list opt-outs.txt.",
        "## Step 2: data linkage",
        "digest abc123",
        "Match key nhs: NHS number. 1 links.",
        "stands 0.05 above the next best",
        // 3 pairs share a token and 28 were compared, of 5 x 8.
        "at most 31 of 40 pairs were looked at: reduction ratio at least 0.225000.",
        "2 pairs as more than one record agrees",
        "1 true links, 0 false links, 1 missed",
        "Recall: 0.5000 (95% interval",
        "1 of 1 groups found are exactly one person's records",
        "sex of A, M: 1 people, precision no pairs, recall 0.0000",
        "## Step 3: analysis",
        "By sex (A): Recall is lowest for M",
        "## Step 4: reporting",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // Every item names who completes it.
    let items = text.matches("\n### ").count();
    assert_eq!(text.matches("**To be completed by** ").count(), items);
    assert_eq!(items, 5 + 8 + 3 + 4);
    assert!(!text.contains("a1") && !text.contains("b1"));
}

#[test]
fn without_reports_it_says_what_to_give() {
    let evaluation = evaluation(&[], None);
    let text = guild_report(&GuildInputs {
        evaluation: &evaluation,
        match_report: None,
        run_records: &[],
    });
    for part in ["--match-report", "--run-record", "--attributes"] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn a_run_record_of_something_else_is_refused_without_its_text() {
    let said = |json: &str| {
        let error = read_run_record("B", "r.json", json).err().unwrap();
        error.to_string()
    };
    let refused = said("{\n\"Winterbottom\": 1}");
    assert!(refused.contains("line 2") && !refused.contains("Winterbottom"));
    assert!(said(&run_record().to_string()).contains("not of \"B\""));
    let mut other = run_record();
    other["format"] = "another".into();
    assert!(said(&other.to_string()).contains("not a run record"));
}
