//! A data protection impact assessment, begun from an agreement: what the agreement settles is filled in, and what only people
//! know is left open and marked.
//!
//! The steps are those of the template that the Information Commissioner's Office publishes for assessments under article 35 of
//! the UK GDPR (need, processing, consultation, necessity, risks, measures, sign-off). It is no legal advice, and says so.

mod risks;

use std::fmt::Write as _;

use super::{SOFTWARE, Subject, escaped};
use crate::agreement::{Agreement, Hardening, Results, Role};

/// Colours and sizes for screen and paper.
const STYLE: &str = include_str!("assessment/assessment.css");

/// The assessment as one HTML page without scripts, to be printed or opened in a word processor. It holds what the agreement
/// says, and nothing of any person; what the agreement says is escaped.
#[must_use]
pub fn assessment_page(agreement: &Agreement) -> String {
    let text = agreement.text();
    let mut body = heading(agreement);
    body.push_str(&need(agreement));
    body.push_str(&processing(agreement));
    body.push_str(&step(
        "Step 3: consultation",
        &[],
        &[
            "Who was asked, and what they said: the data protection officer of each party, those who run the source systems, people whose records are used or who speak for them, information security",
            "Where people were not asked, why not",
        ],
    ));
    body.push_str(&necessity(agreement));
    body.push_str(&risks::step(agreement));
    body.push_str(&measures(agreement));
    body.push_str(&sign_off());
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Data protection impact assessment: {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escaped(&text.title)
    )
}

/// What is said of people, or of incidents where the agreement is about them.
fn worded<Words>(agreement: &Agreement, people: Words, incidents: Words) -> Words {
    match Subject::of(agreement) {
        Subject::Incidents => incidents,
        Subject::People | Subject::NotKnown => people,
    }
}

fn heading(agreement: &Agreement) -> String {
    let text = agreement.text();
    let rows = [
        ("Agreement", text.title.clone()),
        ("Its digest", agreement.digest().to_string()),
        ("Edition", agreement.edition().to_string()),
        ("Parties", text.parties.join(", ")),
        (
            "Last day",
            text.expires
                .clone()
                .unwrap_or_else(|| "none: set one, by renewing the agreement".to_owned()),
        ),
        ("Begun by", SOFTWARE.to_owned()),
    ];
    let rows = rows.map(|(what, value)| vec![what.to_owned(), value]);
    format!(
        "<h1>Data protection impact assessment</h1>\n<p>Begun from the agreement: what the agreement settles is filled in. <strong>What is marked <q>To complete</q> is for people to write</strong>, and nothing here is assessed until somebody has. It is no legal advice. The steps are those of the template of the Information Commissioner’s Office.</p>\n{}",
        table("What this assessment is of", &["", ""], &rows)
    )
}

fn need(agreement: &Agreement) -> String {
    let text = agreement.text();
    let mut said = vec![
        format!("Purpose, as agreed: {}", text.purpose),
        format!(
            "Records of {} organisations are matched with each other. The Commissioner lists matching of data from several sources among what is likely to be of high risk; article 35 itself names special categories of data, such as health, on a large scale.",
            text.parties.len()
        ),
    ];
    if !text.attributes.is_empty() {
        said.push(format!(
            "Beside tokens, {} coded attributes of {} travel, in these groups: {}.",
            text.attributes.len(),
            worded(agreement, "people", "incidents"),
            domains(agreement).join(", ")
        ));
    }
    step(
        "Step 1: why an assessment is needed",
        &said,
        &[worded(
            agreement,
            "What the project is to achieve, for whom, and what happens to somebody who is found by it",
            "What the project is to achieve, for whom, and what follows for a place, and for those who are there, when incidents are found to gather in it",
        )],
    )
}

/// The domains of the agreement's attributes, each once.
fn domains(agreement: &Agreement) -> Vec<String> {
    let mut domains: Vec<String> = Vec::new();
    for attribute in agreement.attributes() {
        if !domains.contains(&attribute.domain) {
            domains.push(attribute.domain.clone());
        }
    }
    domains
}

fn processing(agreement: &Agreement) -> String {
    let text = agreement.text();
    let said = vec![
        "Each party reads its own file on its own computer, in a web page that cannot send data or in a program on the command line. Values are put into one form, and made into tokens under the project key. Tokens are what leaves.".to_owned(),
        worded(
            agreement,
            "Never leave: names, dates of birth, addresses, identifiers and other values as they are; the project key; the crosswalk, which says whose record is whose.",
            "Never leave: exact times and places, places in words, codes and other values as they are; the project key; the crosswalk, which says which row is which report.",
        )
        .to_owned(),
        format!("What is found: {}", results(text.results)),
        format!(
            "Decided by: {}",
            match (
                &text.decision.probability,
                &text.decision.similarity
            ) {
                (Some(rule), _) => format!(
                    "a probability model, from a probability of {}; it estimates without truth how many links are wrong and how many are missed",
                    rule.threshold
                ),
                (None, Some(rule)) => format!(
                    "match keys, and then the similarity of record filters, from {}",
                    rule.threshold
                ),
                (None, None) => "match keys alone".to_owned(),
            }
        ),
    ];
    let mut page = step("Step 2: the processing", &said, &[]);
    let fields = agreement.fields().iter().map(|field| {
        let required = if field.required { "yes" } else { "no" };
        vec![
            field.label.clone(),
            field.kind.label().to_owned(),
            required.to_owned(),
        ]
    });
    page.push_str(&table(
        "What is read of each record",
        &["Field", "Kind", "Required"],
        &fields.collect::<Vec<_>>(),
    ));
    let keys = agreement
        .match_keys()
        .iter()
        .map(|key| vec![key.name.clone(), key.description(agreement.fields())]);
    page.push_str(&table(
        "What becomes a match-key token: 128 bits of HMAC-SHA-256 each",
        &["Match key", "Made of"],
        &keys.collect::<Vec<_>>(),
    ));
    page.push_str(&table(
        "What else an extract holds",
        &["What", "In this agreement"],
        &filters(agreement),
    ));
    if !text.attributes.is_empty() {
        let rows = agreement.attributes().iter().map(|attribute| {
            let seen = match attribute.seen_by.as_slice() {
                [] => "nobody: counts alone".to_owned(),
                seers => seers.join(", "),
            };
            vec![
                attribute.label.clone(),
                attribute.domain.clone(),
                attribute.listed().collect::<Vec<_>>().join(", "),
                attribute.from.join(", "),
                seen,
            ]
        });
        page.push_str(&table(
            "Coded attributes that travel beside tokens",
            &[
                "Attribute",
                "Group",
                "Values",
                "From",
                "Seen record by record by",
            ],
            &rows.collect::<Vec<_>>(),
        ));
    }
    page.push_str(&table(
        "For whom extracts are made",
        &["Who", "As", "Encrypted"],
        &recipients(agreement),
    ));
    page.push_str(&to_complete(&[
        worded(
            agreement,
            "Which systems the files come from, which people are in them, how many, and of which period",
            "Which systems the files come from, which incidents are in them, how many, of which period, and whose reports they are: of victims, suspects, callers or staff",
        ),
        "Whether people would expect this, and what they were told (privacy notices, with links)",
        "Which special categories of data are used, and whether children or other vulnerable people are among those recorded",
        "How extracts and results travel, where they are kept, for how long, who deletes them and who checks that",
    ]));
    page
}

const fn results(results: Results) -> &'static str {
    match results {
        Results::Records => "links between records, which each party carries back to its own rows",
        Results::Counts => "counts only; links are made to be counted, and never written",
    }
}

fn filters(agreement: &Agreement) -> Vec<Vec<String>> {
    let of = |fields: &[crate::agreement::FilterField]| {
        let names: Vec<_> = fields.iter().map(|field| field.field.as_str()).collect();
        names.join(", ")
    };
    let record = match agreement.record_filter() {
        None => "none".to_owned(),
        Some(filter) => {
            let hardened = match filter.hardening {
                Some(Hardening::Diffusion { mixed, .. }) => {
                    format!("hardened: each bit is made of {mixed}")
                }
                None => "not hardened".to_owned(),
            };
            format!("{} bits of {}; {hardened}", filter.bits, of(&filter.fields))
        }
    };
    let field = match agreement.field_filters() {
        None => "none".to_owned(),
        Some(filters) => format!(
            "{} bits each of {}; for a linker alone",
            filters.bits,
            filters.names().collect::<Vec<_>>().join(", ")
        ),
    };
    vec![
        vec![
            "Record reference".to_owned(),
            "128 random bits; rows are in their order, which is no order of the file’s".to_owned(),
        ],
        vec!["Record filter (for misspelt values)".to_owned(), record],
        vec![
            "Field filters (for the probability model)".to_owned(),
            field,
        ],
    ]
}

fn recipients(agreement: &Agreement) -> Vec<Vec<String>> {
    if agreement.recipients().is_empty() {
        return vec![vec![
            agreement.text().parties.join(", "),
            "partners, who hold the project key".to_owned(),
            "no".to_owned(),
        ]];
    }
    let rows = agreement.recipients().iter().map(|recipient| {
        let role = match recipient.role {
            Role::Partner => "partner, who holds the project key",
            Role::Matcher => "matcher, without the project key",
            Role::Linker => "linker, whom all trust as with the data",
        };
        let encrypted = match &recipient.public_key {
            Some(key) => format!("to {key}"),
            None => "no".to_owned(),
        };
        vec![recipient.name.clone(), role.to_owned(), encrypted]
    });
    rows.collect()
}

fn necessity(agreement: &Agreement) -> String {
    let said = vec![
        format!(
            "Read of each record: {} fields, of which {} must be there. What an agreement does not name is not read into an extract.",
            agreement.fields().len(),
            agreement.fields().iter().filter(|field| field.required).count()
        ),
        worded(
            agreement,
            "People who have objected can be left out by NHS number before anything is made (a list of numbers to leave out, such as for the national data opt-out); the run record says how many were.",
            "Reports of people who have objected can be left out by the source’s own references before anything is made (a list of references to leave out); the run record says how many were.",
        )
        .to_owned(),
        worded(
            agreement,
            "The linkage can be judged before it is relied on: on made-up people beforehand, against truth where there is some, and by groups of people (evaluate).",
            "The linkage can be judged before it is relied on: on made-up reports beforehand, and against truth where there is some (evaluate).",
        )
        .to_owned(),
    ];
    step(
        "Step 4: necessity and proportion",
        &said,
        &[
            "Lawful basis (article 6), and the condition for special categories (article 9) and criminal offence data (article 10)",
            "The duty of confidentiality: consent, a statutory gateway, or approval, and by whom",
            worded(
                agreement,
                "Why the purpose cannot be met with less: fewer fields, fewer people, counts instead of records",
                "Why the purpose cannot be met with less: fewer fields, fewer incidents, larger squares of the map, counts instead of records",
            ),
            "How people’s rights are met: information, access, objection, and correction of a wrong link",
            "Who is controller, joint controller or processor at each step, and the agreement between them",
        ],
    )
}

fn measures(agreement: &Agreement) -> String {
    let mut said = vec![
        "No server holds data: files are read and matched on the computers of those who hold them. The page’s policy forbids it any request, and it counts those it makes.".to_owned(),
        "Parties who agreed to something else make tokens that have nothing in common with these, and the matching says so: the agreement’s digest is part of every key.".to_owned(),
        "Run records say what was read, left out and made, with counts and never a person’s value. Keep each party’s with this assessment.".to_owned(),
        "A project key can be destroyed at the end, with a receipt (key destroy).".to_owned(),
        format!("Published counts: {}.", agreement.disclosure().in_words()),
    ];
    if agreement.text().expires.is_some() {
        said.push("After the last day the program makes, matches and counts no more under this agreement, by the computer’s clock.".to_owned());
    }
    let mut page = step(
        "Step 6: measures",
        &said,
        &[
            "How the project key is made, shared and kept, and by whom; that its check code was read out between the parties",
            "That the page or program is the published one: who compared its SHA-256",
            "Who may hold extracts, crosswalks and results, and on which computers",
            "Residual risk of each of step 5 after these measures: eliminated, reduced or accepted",
        ],
    );
    let rows: Vec<_> = [
        ("The agreement file", "this assessment’s digest tells which"),
        ("Run record of each party", "saved where a file is prepared"),
        (
            "What an extract reveals, counted in the file itself",
            "saved or read where a file is looked into",
        ),
        ("Match report", "saved where the files are matched"),
        (
            "Links against truth or an audited sample, with the report along GUILD",
            "made on the command line: evaluate --guild",
        ),
        (
            "Receipts of destroyed keys",
            "saved where a key is destroyed",
        ),
    ]
    .iter()
    .map(|(what, from)| vec![(*what).to_owned(), (*from).to_owned(), String::new()])
    .collect();
    page.push_str(&table(
        "To be kept with this assessment",
        &["Document", "Where it comes from", "Attached"],
        &rows,
    ));
    page
}

fn sign_off() -> String {
    let rows: Vec<_> = [
        "Measures approved by",
        "Residual risks approved by",
        "Data protection officer’s advice",
        "Advice accepted or overruled by, with reasons",
        "Consultation responses reviewed by",
        "Kept under review by",
    ]
    .iter()
    .map(|what| vec![(*what).to_owned(), String::new(), String::new()])
    .collect();
    format!(
        "<h2>Step 7: sign-off</h2>\n{}",
        table("To complete", &["", "Name, position, date", "Notes"], &rows)
    )
}

/// A step: what is known, and what is to be completed.
fn step(title: &str, said: &[String], open: &[&str]) -> String {
    let mut page = format!("<h2>{}</h2>\n", escaped(title));
    if !said.is_empty() {
        page.push_str("<ul>\n");
        for line in said {
            let _ = writeln!(page, "<li>{}</li>", escaped(line));
        }
        page.push_str("</ul>\n");
    }
    page.push_str(&to_complete(open));
    page
}

fn to_complete(open: &[&str]) -> String {
    let mut page = String::new();
    for line in open {
        let _ = writeln!(
            page,
            "<div class=\"open\"><p><strong>To complete:</strong> {}</p></div>",
            escaped(line)
        );
    }
    page
}

/// A table; an empty cell is one to complete.
fn table(caption: &str, heads: &[&str], rows: &[Vec<String>]) -> String {
    let mut page = format!("<table>\n<caption>{}</caption>\n", escaped(caption));
    if heads.iter().any(|head| !head.is_empty()) {
        page.push_str("<thead><tr>");
        for head in heads {
            let _ = write!(page, "<th scope=\"col\">{}</th>", escaped(head));
        }
        page.push_str("</tr></thead>\n");
    }
    page.push_str("<tbody>\n");
    for row in rows {
        page.push_str("<tr>");
        for (place, cell) in row.iter().enumerate() {
            let cell = escaped(cell);
            let _ = match place {
                0 => write!(page, "<th scope=\"row\">{cell}</th>"),
                _ if cell.is_empty() => write!(page, "<td class=\"open\"></td>"),
                _ => write!(page, "<td>{cell}</td>"),
            };
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
    page
}

#[cfg(test)]
mod tests;
