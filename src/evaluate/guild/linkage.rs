//! Step 2: what those who link should say of it.

use super::GuildInputs;
use super::markdown::{Item, plain, share};
use crate::evaluate::{Evaluation, Known};
use crate::report::MatchReport;

pub(super) fn items(inputs: &GuildInputs<'_>) -> Vec<Item> {
    let of_report = |tell: &dyn Fn(&MatchReport) -> Vec<String>| match inputs.match_report {
        Some(report) => tell(report),
        None => vec!["No match report was given (--match-report).".to_owned()],
    };
    let evaluation = inputs.evaluation;
    let mut candidates = of_report(&|_| Vec::new());
    candidates.extend(candidate_lines(evaluation));
    vec![
        Item::of(
            "Who linked, and what they could see",
            vec!["Records were matched on tokens: whoever matched saw no person's value.".to_owned()],
            "those who linked: who they are, who held the project key, and how their work was kept apart from that of those who analyse",
        ),
        Item::of(
            "Method and settings",
            of_report(&method),
            "those who linked: why this method and these settings, and whether they were tried on other data first",
        ),
        Item::of(
            "Pairs that were compared",
            candidates,
            "those who linked: whether anything else kept records from being compared",
        ),
        Item::of(
            "What was linked",
            of_report(&results),
            "those who linked: whether the numbers are what was expected, and why not",
        ),
        Item::of(
            "Links in doubt",
            of_report(&doubts),
            "those who linked: whether people looked at pairs, how many, by which rules, and what they decided",
        ),
        Item::of(
            "Linkage error",
            errors(evaluation),
            "those who linked: where the truth comes from, how far it can be trusted, and whether it stands for all records",
        ),
        Item::of(
            "Linkage error by group of people",
            by_group(evaluation),
            "those who linked: groups for which the truth has no attributes",
        ),
        Item::of(
            "What those who analyse are given, and disclosure control",
            vec!["The links file has for each record its group, the rule that linked it and a score; it has no person's value.".to_owned()],
            "those who linked: which of these are passed on, how they relate to the records that are analysed, and which small numbers are held back",
        ),
    ]
}

fn method(report: &MatchReport) -> Vec<String> {
    let mut lines = vec![
        format!(
            "{}, under the agreement \"{}\" with the digest {}.",
            plain(&report.software),
            plain(&report.agreement.title),
            plain(&report.agreement.digest)
        ),
        "One to one: a group holds at most one record of each party.".to_owned(),
    ];
    lines.extend(report.rules.iter().map(|rule| {
        format!(
            "Match key {}: {}. {} links.",
            plain(&rule.rule),
            plain(&rule.description),
            rule.links
        )
    }));
    if let Some(similarity) = &report.similarity {
        lines.push(format!(
            "Similarity of record filters ({}): a Dice coefficient of {} or more that stands {} above the next best. {} links.",
            plain(&similarity.method),
            similarity.threshold,
            similarity.margin,
            similarity.links
        ));
    }
    for model in &report.model {
        let [one, other] = &model.parties;
        lines.push(format!(
            "A probability model (Fellegi and Sunter) of {} and {}, fitted without truth: links of a probability of {} or more. {} links. The match report has the weights.",
            plain(one),
            plain(other),
            model.threshold,
            model.links
        ));
    }
    lines
}

fn candidate_lines(evaluation: &Evaluation) -> Vec<String> {
    let Some(candidates) = &evaluation.candidates else {
        return Vec::new();
    };
    let known = |known: Known| match known {
        Known::Exactly => "",
        Known::AtLeast => "at least ",
        Known::AtMost => "at most ",
    };
    let mut lines = vec![
        format!(
            "{}{} of {} pairs were looked at: reduction ratio {}{:.6}.",
            known(candidates.candidates_known),
            candidates.candidates,
            candidates.all_pairs,
            known(candidates.reduction_ratio_known),
            candidates.reduction_ratio
        ),
        format!(
            "Pairs completeness: {}{}.",
            known(candidates.pairs_completeness_known),
            share("", candidates.pairs_completeness)
        ),
    ];
    lines.extend(candidates.basis.iter().cloned());
    lines
}

fn results(report: &MatchReport) -> Vec<String> {
    let mut lines: Vec<String> = report
        .inputs
        .iter()
        .map(|input| {
            format!(
                "{}: {} of {} records linked.",
                plain(&input.party),
                input.linked,
                input.rows
            )
        })
        .collect();
    lines.extend(report.overlap.iter().map(|overlap| {
        let parties: Vec<String> = overlap.parties.iter().map(|name| plain(name)).collect();
        format!("{} groups of {}.", overlap.groups, parties.join(", "))
    }));
    lines
}

fn doubts(report: &MatchReport) -> Vec<String> {
    let sum = |count: &dyn Fn(&crate::report::RuleReport) -> u64| -> u64 {
        report.rules.iter().map(count).sum()
    };
    let mut lines = Vec::new();
    if !report.rules.is_empty() {
        lines.push(format!(
            "Passed over by match keys: {} pairs as more than one record agrees, {} as another match key contradicts.",
            sum(&|rule| rule.not_unique),
            sum(&|rule| rule.contradicted)
        ));
    }
    if let Some(similarity) = &report.similarity {
        lines.push(format!(
            "Passed over by similarity: {} pairs as another is as good, or nearly, {} as a match key contradicts.",
            similarity.too_close, similarity.contradicted
        ));
    }
    for model in &report.model {
        lines.push(format!(
            "Passed over by the model: {} pairs for a more probable rival, {} for an equally probable one, {} that would put two records of a party together, {} that other records of the groups speak against.",
            model.rivals, model.ties, model.clashes, model.opposed
        ));
    }
    lines
}

fn errors(evaluation: &Evaluation) -> Vec<String> {
    let quality = &evaluation.pairs;
    let mut lines = vec![
        format!(
            "Against the truth, in pairs: {} true links, {} false links, {} missed.",
            quality.true_positives, quality.false_positives, quality.false_negatives
        ),
        format!("Precision: {}.", share("", quality.precision)),
        format!("Recall: {}.", share("", quality.recall)),
        format!("F1: {}.", share("", quality.f1_interval)),
        format!("F\\*: {}.", share("", quality.f_star_interval)),
    ];
    if evaluation.by_parties.len() > 1 {
        lines.extend(evaluation.by_parties.iter().map(|two| {
            format!(
                "{} and {}: precision {}, recall {}.",
                plain(&two.parties[0]),
                plain(&two.parties[1]),
                share("", two.quality.precision),
                share("", two.quality.recall)
            )
        }));
    }
    let groups = &evaluation.groups;
    lines.push(format!(
        "In groups: {} of {} groups found are exactly one person's records ({}); {} of {} people are found exactly ({}).",
        groups.exact,
        groups.found,
        share("", groups.precision),
        groups.exact,
        groups.people,
        share("", groups.recall)
    ));
    if let Some(estimates) = &evaluation.estimates {
        lines.push(format!(
            "Estimated without truth by the model: precision {:.4}, recall {:.4}.",
            estimates.precision, estimates.recall
        ));
    }
    lines.extend(evaluation.notes.iter().map(|note| plain(note)));
    lines
}

fn by_group(evaluation: &Evaluation) -> Vec<String> {
    let mut lines = Vec::new();
    for table in &evaluation.subgroups {
        for group in &table.groups {
            let said = |found: Option<crate::units::Interval>| {
                found.map_or_else(|| "no pairs".to_owned(), |found| share("", found))
            };
            lines.push(format!(
                "{} of {}, {}: {} people, precision {}, recall {}.",
                plain(&table.by),
                plain(&table.party),
                plain(&group.name),
                group.people,
                said(group.precision),
                said(group.recall)
            ));
        }
    }
    if lines.is_empty() {
        lines.push("Not measured: give --attributes and --by.".to_owned());
    }
    lines
}
