//! What can go wrong with a linkage on tokens, and what an agreement does about it.

use super::{table, to_complete, worded};
use crate::agreement::{Agreement, FieldKind, Hardening, Role};

/// A risk: what could happen, and what in the agreement bears on it.
struct Risk {
    what: &'static str,
    bears: String,
}

/// The step of the assessment: likelihood and harm are for people to judge.
pub(super) fn step(agreement: &Agreement) -> String {
    let rows: Vec<_> = risks(agreement)
        .into_iter()
        .map(|risk| {
            vec![
                risk.what.to_owned(),
                risk.bears,
                String::new(),
                String::new(),
            ]
        })
        .collect();
    format!(
        "<h2>Step 5: risks</h2>\n{}{}",
        table(
            "What could happen, and what the agreement does about it",
            &[
                "Risk",
                "What bears on it",
                "Likelihood: remote, possible or probable",
                "Severity of harm: minimal, significant or severe"
            ],
            &rows,
        ),
        to_complete(&[worded(
            agreement,
            "Risks of this project’s own: to people wrongly linked, to people found, to those who are missed",
            "Risks of this project’s own: to those whom reports are about, to a place that seems worse than it is and those who live there, to those whose incidents are missed",
        )])
    )
}

fn risks(agreement: &Agreement) -> Vec<Risk> {
    let strangers = agreement
        .recipients()
        .iter()
        .any(|recipient| recipient.role == Role::Matcher);
    let mut risks = vec![
        Risk {
            what: worded(
                agreement,
                "Somebody who holds the project key looks for a person in an extract",
                "Somebody who holds the project key looks for an event that they know of in an extract",
            ),
            bears: format!(
                "Nothing in any encoding prevents it: whoever holds the key can make {} tokens and look for them. Who holds the key, and who extracts, decides.",
                worded(agreement, "a person’s", "the event’s")
            ),
        },
        Risk {
            what: worded(
                agreement,
                "Somebody without the key recognises people by patterns: equal tokens, their frequency, filters that resemble each other",
                "Somebody without the key recognises events by patterns: equal tokens, their frequency, filters that resemble each other",
            ),
            bears: match agreement.record_filter() {
                None => "Extracts have no record filter. Equal tokens can be counted.".to_owned(),
                Some(filter) => match filter.hardening {
                    Some(Hardening::Diffusion { mixed, .. }) => format!(
                        "Record filters are hardened ({mixed} bits mixed); `split-tally attack` shows how far that holds on made-up people like yours."
                    ),
                    None if strangers => "Record filters are not hardened, and a matcher gets none. Partners do.".to_owned(),
                    None => "Record filters are not hardened: with a list of some of the same people, most can be identified without the key. Extracts must go to those alone who hold the key anyway.".to_owned(),
                },
            },
        },
    ];
    if agreement.field_filters().is_some() {
        risks.push(Risk {
            what: worded(
                agreement,
                "The linker sees which values are frequent in each field, and lays them beside public lists of names",
                "The linker sees which reports are near each other in time and place, and draws a map and a calendar of them with what is known of busy places and hours",
            ),
            bears: "Field filters are for one linker whom all parties trust as with the data. No one else is given them.".to_owned(),
        });
    }
    let numbers: Vec<_> = agreement
        .fields()
        .iter()
        .filter(|field| field.kind == FieldKind::Digits)
        .map(|field| field.label.as_str())
        .collect();
    if !numbers.is_empty() {
        risks.push(Risk {
            what: "A number leads from a record in an extract to the row, and the name, that a party’s own system has under it",
            bears: format!(
                "Numbers that travel as tokens or filters: {}. Whoever holds the project key can try them all. Let no party whose system gives out the numbers be the linker, or be given extracts.",
                numbers.join(", ")
            ),
        });
    }
    if !agreement.attributes().is_empty() {
        let counted = agreement
            .attributes()
            .iter()
            .filter(|attribute| attribute.seen_by.is_empty())
            .count();
        risks.push(Risk {
            what: worded(
                agreement,
                "An attribute is learnt of a person",
                "An attribute is learnt of an event that somebody knows of: a month, an hour and a square of the map may be one event, with or without the key",
            ),
            bears: format!(
                "{counted} of {} attributes are for counts alone; the others are seen by the parties that the agreement names, record by record. {}",
                agreement.attributes().len(),
                worded(
                    agreement,
                    "Whoever holds the key and an extract has the attributes of every person in it.",
                    "Attributes are readable to whoever holds an extract: only those the agreement names should.",
                )
            ),
        });
    }
    risks.extend(of_results(agreement));
    risks
}

/// What can go wrong with what comes of a linkage, and with the files and the program.
fn of_results(agreement: &Agreement) -> Vec<Risk> {
    let text = agreement.text();
    let mut risks = vec![Risk {
        what: worded(
            agreement,
            "Two people are linked as one, and one is treated for the other’s record",
            "Two incidents are linked as one, are counted once, and one is taken for the other",
        ),
        bears: if text.decision.probability.is_some() {
            "The match report estimates the share of wrong links. Nobody should act on a link alone: see the record first.".to_owned()
        } else {
            "No estimate without truth: compare an audited sample (evaluate). Nobody should act on a link alone: see the record first.".to_owned()
        },
    }];
    risks.push(Risk {
        what: worded(
            agreement,
            "A person is missed, and groups of people more than others",
            "Reports of one incident are not linked, and it is counted for each: it then seems that fewer organisations know of it",
        ),
        bears: worded(
            agreement,
            "Missing and misspelt values are not spread evenly: measure by group how many are found (on the command line: evaluate --attributes).",
            "Reports without a place, and with a wrong hour or none, are missed most: the match report says how many it expects to be missed between each two parties.",
        )
        .to_owned(),
    });
    risks.push(Risk {
        what: worded(
            agreement,
            "People are recognised in published counts",
            "Events, and those who were hurt, are recognised in published counts: by whoever was there, in a cell or hour with few",
        ),
        bears: format!(
            "Counts are published by this rule: {}; further counts are left out where a subtraction would give them back. Two views of nearly the same {} can undo it: publish seldom.",
            agreement.disclosure().in_words(),
            worded(agreement, "people", "incidents")
        ),
    });
    risks.push(Risk {
        what: "A crosswalk, a key or a receiving key is lost or copied",
        bears: "A crosswalk makes an extract personal again. A key can be wrapped with a passphrase; a lost key means preparing again.".to_owned(),
    });
    risks.push(Risk {
        what: "The page or program is replaced by another",
        bears: "The published SHA-256 tells, if somebody compares it, and a copy of the file that is kept cannot be changed from outside.".to_owned(),
    });
    if text.expires.is_none() {
        risks.push(Risk {
            what: "Files are used beyond the purpose, or for ever",
            bears: "The agreement has no last day.".to_owned(),
        });
    }
    risks
}
