use super::*;
use crate::evaluate::{AtThreshold, BCubed, Estimates, GroupQuality, GroupsOfSize, Subgroup};

fn quality(right: u64, wrong: u64, missed: u64) -> LinkQuality {
    LinkQuality::of(right, right + wrong, right + missed)
}

fn evaluation() -> Evaluation {
    let interval = Interval::of(9, 10);
    Evaluation {
        format: "split-tally/evaluation",
        version: 1,
        software: "test",
        parties: vec!["A".to_owned(), "B".to_owned()],
        pairs: quality(90, 10, 20),
        by_parties: Vec::new(),
        groups: GroupQuality {
            found: 100,
            exact: 90,
            with_a_wrong_member: 10,
            incomplete: 0,
            people: 110,
            with_others: 5,
            split: 20,
            not_found: 15,
            precision: interval,
            recall: interval,
            by_size: [2, 3]
                .map(|records| GroupsOfSize {
                    records,
                    people: 10,
                    exact: 9,
                    recall: interval,
                })
                .to_vec(),
            b_cubed: BCubed {
                records: 300,
                precision: 0.9,
                recall: 0.8,
                f1: 0.847,
            },
        },
        candidates: None,
        estimates: Some(Estimates {
            precision: 0.91,
            recall: 0.83,
            thresholds: [0.5, 0.75, 0.99]
                .map(|threshold| AtThreshold {
                    threshold,
                    links: 100,
                    estimated_precision: 0.9,
                    estimated_recall: 0.8,
                    precision: interval,
                    recall: interval,
                })
                .to_vec(),
        }),
        subgroups: vec![SubgroupTable {
            party: "A".to_owned(),
            by: "band".to_owned(),
            bands: None,
            groups: vec![
                Subgroup {
                    name: "<script>alert('1')</script> & \"so on\", to be shortened".to_owned(),
                    people: 10,
                    true_pairs: 10,
                    linked_pairs: 10,
                    true_positives: 9,
                    precision: Some(interval),
                    recall: None,
                },
                Subgroup {
                    name: "0".to_owned(),
                    people: 1,
                    true_pairs: 0,
                    linked_pairs: 0,
                    true_positives: 0,
                    precision: None,
                    recall: None,
                },
            ],
            says: vec!["Recall differs.".to_owned()],
        }],
        notes: vec!["A < B".to_owned()],
    }
}

#[test]
fn names_are_text_and_nothing_else() {
    let page = evaluation_page(&evaluation());
    assert!(!page.contains("<script"), "{page}");
    assert!(
        page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;so on&quot;")
    );
    assert!(page.contains("A &lt; B"));
}

/// Read by a parser of XML, which refuses what is not well formed; HTML of this kind is both.
#[test]
fn every_chart_has_a_name_and_is_followed_by_its_table() {
    let page = evaluation_page(&evaluation());
    let body = page
        .split("</style>")
        .nth(1)
        .unwrap()
        .replace("</head>", "");
    let mut reader = quick_xml::Reader::from_str(body.trim_end_matches("</html>\n"));
    let mut order = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                if name == "svg" {
                    let label = tag.try_get_attribute("aria-label").unwrap().unwrap();
                    assert!(label.value.len() > 20);
                }
                if name == "svg" || name == "table" {
                    order.push(name);
                }
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    // No two parties to draw; groups, and by size; thresholds; subgroups.
    assert_eq!(order.join(" "), "table table svg table svg table svg table");
}

#[test]
fn the_page_asks_for_nothing() {
    let page = evaluation_page(&evaluation());
    for address in ["src=", "href=", "url(", "@import"] {
        assert!(!page.contains(address), "{address}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn what_there_is_nothing_of_is_not_drawn() {
    let mut nothing = evaluation();
    nothing.estimates = None;
    nothing.subgroups.clear();
    nothing.groups.by_size.clear();
    let page = evaluation_page(&nothing);
    assert!(!page.contains("<svg"), "{page}");
    assert!(!page.contains("NaN") && !page.contains("inf"));
}
