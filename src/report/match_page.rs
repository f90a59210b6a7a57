//! The match report to read and to print: one HTML file without scripts that asks for nothing, each chart of it with its table.

mod charts;
mod figure;

use std::fmt::Write as _;

use super::{
    MatchReport, ModelReport, ReviewReport, SimilarityReport, Subject, escaped, grouped, table,
};
use crate::agreement::Agreement;
pub use figure::MatchChart;

/// Colours and sizes for screen and paper.
const STYLE: &str = include_str!("match_page/match_page.css");

/// What records are of, in the words for people or for incidents, and what fields are called.
struct Words<'a> {
    agreement: &'a Agreement,
    one: &'static str,
    many: &'static str,
    many_capital: &'static str,
    groups: &'static str,
}

impl<'a> Words<'a> {
    fn of(agreement: &'a Agreement) -> Self {
        if Subject::of(agreement) == Subject::Incidents {
            Self {
                agreement,
                one: "incident",
                many: "incidents",
                many_capital: "Incidents",
                groups: "Incidents",
            }
        } else {
            Self {
                agreement,
                one: "person",
                many: "people",
                many_capital: "People",
                groups: "People",
            }
        }
    }

    /// A field by the name that the agreement gives it for people.
    fn field(&self, name: &str) -> String {
        let mut fields = self.agreement.fields().iter();
        let field = fields.find(|field| field.name.as_str() == name);
        field.map_or_else(|| name.replace('_', " "), |field| field.label.clone())
    }
}

/// The charts of a report by themselves: overlap, what the model of each two parties expects and weighs, and how it came to the
/// weight of the pairs nearest the line. Counts, shares, names of parties and fields, and for those few pairs random references.
/// In the pictures names are escaped; all else is plain text.
#[must_use]
pub fn match_charts(agreement: &Agreement, report: &MatchReport) -> Vec<MatchChart> {
    let figures = charts::figures(report, &Words::of(agreement));
    figures.into_iter().map(MatchChart::from).collect()
}

/// The whole report as a page, with what [`match_charts`] says. It is as exact as the report is: for those who match, and not to
/// be published.
#[must_use]
pub fn match_page(agreement: &Agreement, report: &MatchReport) -> String {
    let words = Words::of(agreement);
    let title = escaped(&report.agreement.title);
    let mut body = format!(
        "<p class=\"caption\">{title}</p>\n<h1>What was found</h1>\n<p class=\"headline\">{}</p>\n<p>For those who match under the agreement. Counts are exact, small ones too, and the accounts of single pairs tell how common their values are: what goes further is made by the combined picture, which hides small numbers.</p>\n",
        headline(report, &words)
    );
    body.push_str(&inputs(report));
    body.push_str("<h2>Overlap</h2>\n");
    match charts::overlap(report, &words) {
        Some(overlap) => body.push_str(&overlap.html()),
        None => body.push_str("<p>No record was linked to another party’s.</p>\n"),
    }
    body.push_str(&rules(report));
    if let Some(similarity) = &report.similarity {
        body.push_str(&likeness(similarity));
    }
    for (at, model) in report.model.iter().enumerate() {
        body.push_str(&by_model(model, at, &words));
    }
    body.push_str(&afterwards(report, &words));
    body.push_str(&made_from(report));
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>What was found: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

fn headline(report: &MatchReport, words: &Words<'_>) -> String {
    let parties: Vec<&str> = report
        .inputs
        .iter()
        .map(|input| input.party.as_str())
        .collect();
    let groups = grouped(report.groups);
    let expected = match &report.model[..] {
        // Of no links, no share is right, nor wrong.
        [model] if model.links > 0 && model.expected_matches >= 0.5 => format!(
            " The model expects {} of the links to be wrong, and {} of the pairs of one {} to be missed.",
            in_a_thousand(1.0 - model.estimate.precision),
            in_a_thousand(1.0 - model.estimate.recall),
            words.one
        ),
        _ => String::new(),
    };
    let found = match parties[..] {
        [one, other] => format!(
            "{groups} {} appear in the files of both {one} and {other}.",
            words.many
        ),
        _ => format!(
            "{groups} {} appear in the files of more than one of {}.",
            words.many,
            parties.join(", ")
        ),
    };
    escaped(&format!("{found}{expected}"))
}

/// A share that people can picture.
fn in_a_thousand(share: f64) -> String {
    let thousandths = share * 1000.0;
    if thousandths < 0.5 {
        "fewer than 1 in 1,000".to_owned()
    } else {
        format!("about {} in 1,000", grouped(whole(thousandths)))
    }
}

fn inputs(report: &MatchReport) -> String {
    let rows = report.inputs.iter().map(|input| {
        vec![
            input.party.clone(),
            grouped(input.rows),
            grouped(input.linked),
            percent(input.linked, input.rows),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    table(
        "The files",
        &["Party", "Records", "Linked", "Share linked"],
        &rows,
    )
}

fn rules(report: &MatchReport) -> String {
    let mut rows: Vec<Vec<String>> = report
        .rules
        .iter()
        .map(|rule| {
            let counts = [rule.pairs, rule.links, rule.not_unique, rule.contradicted];
            let counts = counts.into_iter().map(grouped);
            std::iter::once(rule.description.clone())
                .chain(counts)
                .collect()
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    if let Some(similarity) = &report.similarity {
        rows.push(vec![
            format!("likeness of {:.2} or more", similarity.threshold),
            String::new(),
            grouped(similarity.links),
            grouped(similarity.too_close),
            grouped(similarity.contradicted),
        ]);
    }
    let says = "Rules in the order in which they were applied. Not unique: passed over, as more than one record fits equally well. Contradicted: passed over, as something else says that it is another’s.";
    format!(
        "<h2>What each rule found</h2>\n<p>{says}</p>\n{}",
        table(
            "Rules",
            &[
                "Records agree on",
                "Pairs",
                "Links",
                "Not unique",
                "Contradicted"
            ],
            &rows
        )
    )
}

fn likeness(similarity: &SimilarityReport) -> String {
    let mut text = "<h2>Likeness</h2>\n".to_owned();
    if let Some(figure) = charts::histogram(similarity) {
        text.push_str(&figure.html());
    }
    let how = match &similarity.recall {
        None => format!(
            "All {} pairs that match keys left were compared.",
            grouped(similarity.compared)
        ),
        Some(recall) if recall.pairs == 0 => "There were too many pairs to compare all, and too few alike to measure what share of them was found.".to_owned(),
        Some(recall) => format!(
            "There were too many pairs to compare all. Of the pairs at the line or above, {:.1}% were found (95% interval {:.1}% to {:.1}%), as measured on {} records that were compared with all others; from the same records are the numbers of pairs well below the line.",
            recall.share.value * 100.0,
            recall.share.low * 100.0,
            recall.share.high * 100.0,
            grouped(recall.records)
        ),
    };
    let _ = writeln!(text, "<p>{how}</p>");
    text
}

fn by_model(model: &ModelReport, at: usize, words: &Words<'_>) -> String {
    let mut text = format!(
        "<h2>{}: how sure the result is</h2>\n",
        escaped(&model.parties.join(" and "))
    );
    let _ = if model.links == 0 || model.expected_matches < 0.5 {
        writeln!(
            text,
            "<p>No pair was linked, or none is expected to be of one {}: there is nothing to estimate from.</p>",
            words.one
        )
    } else {
        writeln!(
            text,
            "<p>The model expects {} of the links to be right, and {} of the {} pairs of one {} to be found.</p>",
            in_percent(model.estimate.precision),
            in_percent(model.estimate.recall),
            grouped(whole(model.expected_matches)),
            words.one
        )
    };
    for warning in &model.warnings {
        let _ = writeln!(
            text,
            "<p class=\"warning\"><strong>{}</strong></p>",
            escaped(warning)
        );
    }
    for figure in charts::of_model(model, at, words) {
        text.push_str(&figure.html());
    }
    text.push_str("<h3>What these estimates assume</h3>\n<ul>\n");
    for assumed in &model.estimate.assumes {
        let _ = writeln!(text, "<li>{}</li>", escaped(assumed));
    }
    text.push_str("</ul>\n");
    text
}

/// What is put to people, who shares a home, and what became of earlier groups.
fn afterwards(report: &MatchReport, words: &Words<'_>) -> String {
    let mut text = String::new();
    let mut counts = |title: &str, of: &str, rows: &[(&str, u64)]| {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|&(what, count)| vec![what.to_owned(), grouped(count)])
            .collect();
        let _ = write!(
            text,
            "<h2>{title}</h2>\n{}",
            table(title, &["What", of], &rows)
        );
    };
    if let Some(review) = &report.review {
        counts("Pairs to ask about", "Pairs", &answers(review));
    }
    if let Some(homes) = &report.households {
        counts(
            "People who share a home",
            "Number",
            &[
                ("Homes of two people or more", homes.homes),
                ("People in them", homes.people),
                (
                    "Homes that only several parties together know",
                    homes.across_parties,
                ),
                (
                    "Left apart, as more people than a household has",
                    homes.too_large,
                ),
                (
                    "Addresses of several homes by a surer match key",
                    homes.ambiguous,
                ),
            ],
        );
    }
    if let Some(earlier) = &report.earlier {
        let undone = format!(
            "Undone, as someone has answered that they are two {}",
            words.many
        );
        counts(
            "What became of the earlier groups",
            "Groups",
            &[
                ("Kept, with their numbers", earlier.kept),
                (
                    "No longer there, as their records are in none of the files",
                    earlier.gone,
                ),
                ("Became part of another group", earlier.merged),
                (&undone, earlier.undone),
            ],
        );
    }
    text
}

const fn answers(review: &ReviewReport) -> [(&'static str, u64); 8] {
    [
        ("To be answered by those who hold the records", review.pairs),
        ("As doubtful, and not put to anyone", review.left_out),
        ("Linked by an answer", review.linked),
        ("Kept apart by an answer", review.kept_apart),
        (
            "Kept apart, as answers contradict each other",
            review.conflicting,
        ),
        (
            "Answered to belong together, and not linked, as others are kept apart",
            review.clashes,
        ),
        ("Nobody could tell", review.unsure),
        ("About records that are no longer in the files", review.gone),
    ]
}

fn made_from(report: &MatchReport) -> String {
    let mut text = "<h2>Made from</h2>\n<ul>\n".to_owned();
    for input in &report.inputs {
        let _ = writeln!(
            text,
            "<li>{}: {}, SHA-256 <code>{}</code></li>",
            escaped(&input.party),
            escaped(&input.file),
            escaped(&input.sha256)
        );
    }
    let _ = write!(
        text,
        "</ul>\n<p>Agreement <code>{}</code>. {}.</p>\n",
        escaped(&report.agreement.digest),
        escaped(&report.software)
    );
    text
}

#[expect(clippy::cast_precision_loss)] // Shown to a tenth.
fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    in_percent(part as f64 / whole as f64)
}

/// Never rounded up to all.
fn in_percent(share: f64) -> String {
    let percent = share * 100.0;
    let percent = if share < 1.0 {
        percent.min(99.9)
    } else {
        percent
    };
    format!("{percent:.1}%")
}

/// An expected number as so many.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // No more than pairs of records, and never below 0.
fn whole(expected: f64) -> u64 {
    expected.max(0.0).round() as u64
}

#[cfg(test)]
mod tests;
