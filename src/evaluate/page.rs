//! The evaluation as a page: charts, each with its table, in one HTML file without scripts that asks for nothing.

mod chart;

use super::{Evaluation, LinkQuality, SubgroupTable};
use crate::report::chart::{Line, lines};
use crate::report::{escaped, table};
use crate::units::Interval;
use chart::{IntervalRow, figure, intervals};

/// Colours and sizes; those of the charts are classes, so that a dark scheme and print have their own.
const STYLE: &str = include_str!("page/page.css");

/// The page of an evaluation. Counts, shares and the names of parties and groups only; names are escaped, so that none can be
/// more than text.
#[must_use]
pub fn evaluation_page(evaluation: &Evaluation) -> String {
    let parties = evaluation.parties.join(", ");
    let mut body = format!(
        "<h1>How good the links are</h1>\n<p>Links between {}, compared with the truth pair by pair. Shares have 95% Wilson intervals in brackets. Written by {}.</p>\n",
        escaped(&parties),
        escaped(evaluation.software)
    );
    for note in &evaluation.notes {
        body.push_str(&warning(note));
    }
    body.push_str(&pairs(evaluation));
    body.push_str(&groups(evaluation));
    body.push_str(&candidates(evaluation));
    body.push_str(&estimates(evaluation));
    for of in &evaluation.subgroups {
        body.push_str(&subgroups(of));
    }
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>How good the links are: {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escaped(&parties)
    )
}

fn warning(note: &str) -> String {
    format!("<p><strong>{}</strong></p>\n", escaped(note))
}

/// A share and its interval.
fn share(of: &Interval) -> String {
    format!("{:.4} ({:.4} to {:.4})", of.value, of.low, of.high)
}

fn quality_cells(name: String, of: &LinkQuality) -> Vec<String> {
    vec![
        name,
        of.true_positives.to_string(),
        of.false_positives.to_string(),
        of.false_negatives.to_string(),
        share(&of.precision),
        share(&of.recall),
        format!("{:.4}", of.f1),
        share(&of.f_star_interval),
    ]
}

const QUALITY: [&str; 8] = [
    "Pairs of",
    "True links",
    "False links",
    "Missed pairs",
    "Precision",
    "Recall",
    "F1",
    "F*",
];

fn pairs(evaluation: &Evaluation) -> String {
    let mut rows = vec![quality_cells("all parties".to_owned(), &evaluation.pairs)];
    let mut chart = Vec::new();
    for of in &evaluation.by_parties {
        let name = of.parties.join(" and ");
        chart.push(IntervalRow {
            name: name.clone(),
            precision: Some(of.quality.precision),
            recall: Some(of.quality.recall),
        });
        rows.push(quality_cells(name, &of.quality));
    }
    let picture = intervals("Precision and recall of each two parties", &chart);
    format!(
        "<h2>Pairs</h2>\n<p>Precision is the share of links that are one person’s; recall the share of one person’s pairs that are linked. F* is the share of true links among all that are linked or should be.</p>\n{picture}{}",
        table("Pairs, by two parties", &QUALITY, &rows)
    )
}

fn groups(evaluation: &Evaluation) -> String {
    let of = &evaluation.groups;
    let counts = [
        ("Groups found", of.found),
        ("of them exactly one person’s records", of.exact),
        (
            "of them with a record of another person",
            of.with_a_wrong_member,
        ),
        ("of them with a record missing", of.incomplete),
        ("People held by several records", of.people),
        ("of them in a group with others", of.with_others),
        ("of them in several groups or partly in none", of.split),
        ("of those, not found at all", of.not_found),
    ];
    let mut rows: Vec<Vec<String>> = counts
        .iter()
        .map(|(what, count)| vec![(*what).to_owned(), count.to_string()])
        .collect();
    rows.push(vec!["Precision by group".to_owned(), share(&of.precision)]);
    rows.push(vec!["Recall by group".to_owned(), share(&of.recall)]);
    rows.push(vec![
        "B-cubed precision and recall".to_owned(),
        format!("{:.4}, {:.4}", of.b_cubed.precision, of.b_cubed.recall),
    ]);
    let by_size = of.by_size.iter().map(|size| {
        vec![
            size.records.to_string(),
            size.people.to_string(),
            size.exact.to_string(),
            share(&size.recall),
        ]
    });
    let by_size: Vec<Vec<String>> = by_size.collect();
    let mut text = format!(
        "<h2>Groups</h2>\n<p>A group is right where it holds all records of one person and no other’s.</p>\n{}",
        table("Groups and people", &["What", "Count or share"], &rows)
    );
    if by_size.len() > 1 {
        let rows = of.by_size.iter().map(|size| IntervalRow {
            name: format!("{} records", size.records),
            precision: None,
            recall: Some(size.recall),
        });
        let rows: Vec<IntervalRow> = rows.collect();
        text.push_str(&intervals(
            "People wholly found, by how many records they have",
            &rows,
        ));
        text.push_str(&table(
            "People by how many records they have",
            &["Records", "People", "Wholly found", "Recall"],
            &by_size,
        ));
    }
    text
}

fn candidates(evaluation: &Evaluation) -> String {
    let Some(of) = &evaluation.candidates else {
        return String::new();
    };
    let rows = [
        vec![
            "Pairs of records".to_owned(),
            of.all_pairs.to_string(),
            String::new(),
        ],
        vec![
            "Candidate pairs".to_owned(),
            of.candidates.to_string(),
            of.candidates_known.in_words().to_owned(),
        ],
        vec![
            "Reduction ratio".to_owned(),
            format!("{:.6}", of.reduction_ratio),
            of.reduction_ratio_known.in_words().to_owned(),
        ],
        vec![
            "Pairs completeness".to_owned(),
            share(&of.pairs_completeness),
            of.pairs_completeness_known.in_words().to_owned(),
        ],
    ];
    let basis = of
        .basis
        .iter()
        .map(|line| format!("<p>{}</p>\n", escaped(line)));
    format!(
        "<h2>Candidate pairs</h2>\n<p>How much comparing was saved, and what share of one person’s pairs was compared at all.</p>\n{}{}",
        table("Candidate pairs", &["What", "Value", "Known"], &rows),
        basis.collect::<String>()
    )
}

fn estimates(evaluation: &Evaluation) -> String {
    let Some(of) = &evaluation.estimates else {
        return String::new();
    };
    let mut text = format!(
        "<h2>What the model expected without the truth</h2>\n<p>Precision {:.4} where it is {:.4}; recall {:.4} where it is {:.4}.</p>\n",
        of.precision, evaluation.pairs.precision.value, of.recall, evaluation.pairs.recall.value
    );
    if of.thresholds.is_empty() {
        return text;
    }
    let points = |value: fn(&super::AtThreshold) -> f64| -> Vec<(f64, f64)> {
        let points = of.thresholds.iter();
        points.map(|at| (at.threshold, value(at))).collect()
    };
    let drawn = [
        Line {
            name: "precision",
            class: "precision",
            colour: "#1d5e85",
            is_dashed: false,
            points: points(|at| at.precision.value),
        },
        Line {
            name: "precision, expected",
            class: "precision expected",
            colour: "#1d5e85",
            is_dashed: true,
            points: points(|at| at.estimated_precision),
        },
        Line {
            name: "recall",
            class: "recall",
            colour: "#b3500b",
            is_dashed: false,
            points: points(|at| at.recall.value),
        },
        Line {
            name: "recall, expected",
            class: "recall expected",
            colour: "#b3500b",
            is_dashed: true,
            points: points(|at| at.estimated_recall),
        },
    ];
    let title = "Precision and recall by threshold, true and expected";
    let picture = lines(
        &format!("{title}. The table that follows has the numbers."),
        "least probability of a link",
        &drawn,
        None,
    );
    text.push_str(&figure(title, &picture));
    let rows: Vec<Vec<String>> = of
        .thresholds
        .iter()
        .map(|at| {
            vec![
                format!("{:.2}", at.threshold),
                at.links.to_string(),
                share(&at.precision),
                format!("{:.4}", at.estimated_precision),
                share(&at.recall),
                format!("{:.4}", at.estimated_recall),
            ]
        })
        .collect();
    text.push_str(&table(
        "Precision and recall by threshold",
        &[
            "Least probability",
            "Links",
            "Precision",
            "expected",
            "Recall",
            "expected",
        ],
        &rows,
    ));
    text
}

fn subgroups(of: &SubgroupTable) -> String {
    let title = format!("{}, as {} has it", of.by, of.party);
    let rows = of.groups.iter().map(|group| IntervalRow {
        name: group.name.clone(),
        precision: group.precision,
        recall: group.recall,
    });
    let rows: Vec<IntervalRow> = rows.collect();
    let or_none = |of: &Option<Interval>| of.as_ref().map_or("no such pair".to_owned(), share);
    let cells: Vec<Vec<String>> = of
        .groups
        .iter()
        .map(|group| {
            vec![
                group.name.clone(),
                group.people.to_string(),
                group.true_pairs.to_string(),
                group.linked_pairs.to_string(),
                or_none(&group.precision),
                or_none(&group.recall),
            ]
        })
        .collect();
    let says = of
        .says
        .iter()
        .map(|line| format!("<p>{}</p>\n", escaped(line)));
    let bands = of
        .bands
        .as_ref()
        .map(|bands| format!("<p>{}</p>\n", escaped(bands)));
    format!(
        "<h2>By group of people: {}</h2>\n{}{}{}{}",
        escaped(&title),
        bands.unwrap_or_default(),
        says.collect::<String>(),
        intervals(&format!("Precision and recall by {title}"), &rows),
        table(
            &format!("Precision and recall by {title}"),
            &[
                "Group",
                "Records",
                "True pairs",
                "Linked pairs",
                "Precision",
                "Recall"
            ],
            &cells,
        )
    )
}

#[cfg(test)]
mod tests;
