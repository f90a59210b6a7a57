mod clks;

use std::path::PathBuf;
use std::sync::Arc;

use split_tally::matching::SimilarityMethod;
use split_tally::rejoin::LinkedRecords;
use split_tally::report::{EarlierReport, MatchReport, ReviewReport, match_page};
use split_tally::simple::{self, MatchOptions};

use super::model_summary;
use super::{
    MAX_TABLE, Received, file_name, read_agreement, read_text, read_whole, to_json, today,
};
use crate::args::{Match, Similarity};
use crate::failure::Failure;
use crate::outputs::{Output, Readers, finish_all};
use crate::places::Places;
use crate::terminal::Bar;

/// The largest extract read: what fits in memory beside the others. The reader has its own, tighter limits.
pub const MAX_EXTRACT: u64 = 16 << 30;

pub fn run(arguments: &Match) -> Result<(), Failure> {
    Places::default()
        .reads("--agreement", &arguments.agreement)
        .reads("one of the files to match", &arguments.extracts)
        .reads("--parameters", &arguments.parameters)
        .reads("--answers", &arguments.answers)
        .reads("--earlier", &arguments.earlier)
        .reads("--identity", &arguments.receiving.identity)
        .reads("--passphrase-file", &arguments.receiving.passphrase_file)
        .writes("--out", [&arguments.out])
        .writes("--report", &arguments.report)
        .writes("--page", &arguments.page)
        .writes("--review", &arguments.review)
        .writes("--households", &arguments.households)
        .writes("--save-parameters", &arguments.save_parameters)
        .expect_apart()?;
    let threads = arguments
        .threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let Some(agreement) = &arguments.agreement else {
        return clks::run(arguments, threads);
    };
    let agreement = read_agreement(agreement)?;
    // Where outputs cannot be written, that is said before the work.
    let output = |path: &PathBuf| Output::new(path, Readers::Usual);
    let mut links_output = output(&arguments.out)?;
    let report_output = arguments.report.as_ref().map(output).transpose()?;
    let page_output = arguments.page.as_ref().map(output).transpose()?;
    let parameters_output = arguments.save_parameters.as_ref().map(output).transpose()?;
    let review_output = arguments.review.as_ref().map(output).transpose()?;
    let households_output = arguments.households.as_ref().map(output).transpose()?;
    let received = Received::with(&arguments.receiving)?;
    let mut files = Vec::with_capacity(arguments.extracts.len());
    for path in &arguments.extracts {
        files.push((file_name(path), received.read(path, MAX_EXTRACT)?));
    }
    let options = options(arguments, threads)?;
    let mut bar = Bar::new();
    let matched = simple::match_extracts_with(&agreement, files, &options, &mut |progress| {
        bar.show(progress);
    })?;
    drop(bar);
    let mut outputs = Vec::new();
    if let (Some(mut output), Some(parameters)) = (parameters_output, &matched.parameters) {
        output.put(&to_json(parameters))?;
        outputs.push(output);
    }
    if let Some(mut output) = report_output {
        output.put(&to_json(&matched.report))?;
        outputs.push(output);
    }
    if let Some(mut output) = page_output {
        output.put(match_page(&agreement, &matched.report).as_bytes())?;
        outputs.push(output);
    }
    if let (Some(mut output), Some(review)) = (review_output, &matched.review) {
        output.put(&to_json(review))?;
        outputs.push(output);
    }
    if let (Some(mut output), Some(homes)) = (households_output, &matched.homes) {
        output.put(homes.to_csv().as_bytes())?;
        outputs.push(output);
    }
    links_output.put(matched.links.to_csv().as_bytes())?;
    outputs.push(links_output);
    finish_all(outputs)?;
    tell(&matched.report, arguments);
    Ok(())
}

fn tell_review(review: &ReviewReport, written: bool) {
    let answered = review.linked + review.kept_apart + review.conflicting + review.clashes;
    if answered + review.unsure + review.gone > 0 {
        eprintln!(
            "  {:>9}  answers linked; {} kept apart, {} contradicted each other, {} could not be followed (two records of one party, or others kept apart), {} unsure, {} about records that are gone",
            review.linked,
            review.kept_apart,
            review.conflicting,
            review.clashes,
            review.unsure,
            review.gone
        );
    }
    if review.pairs > 0 {
        let how = if written {
            ""
        } else {
            ". Write them with --review"
        };
        eprintln!(
            "{} pairs are too doubtful to link and too likely to leave: the people who hold the records can say{how}",
            review.pairs
        );
        if review.left_out > 0 {
            eprintln!(
                "{} more are as doubtful, and not put to anyone",
                review.left_out
            );
        }
    }
}

fn options(arguments: &Match, threads: usize) -> Result<MatchOptions, Failure> {
    let parameters = match &arguments.parameters {
        Some(path) => Some(simple::read_parameters(
            &file_name(path),
            &read_text(path)?,
        )?),
        None => None,
    };
    let mut answers = Vec::with_capacity(arguments.answers.len());
    for path in &arguments.answers {
        let name = file_name(path);
        let read = simple::read_answers(&name, &read_text(path)?)?;
        answers.push((name, read));
    }
    let earlier = match &arguments.earlier {
        Some(path) => {
            let name = file_name(path);
            let links = LinkedRecords::read(&name, &read_whole(path, MAX_TABLE)?)?;
            Some((name, Arc::new(links)))
        }
        None => None,
    };
    Ok(MatchOptions {
        threads,
        similarity: arguments.similarity.map(|method| match method {
            Similarity::Exhaustive => SimilarityMethod::Exhaustive,
            Similarity::Sampled => SimilarityMethod::Sampled,
        }),
        memory_limit: arguments
            .memory_limit
            .map(|megabytes| u64::from(megabytes) * 1_000_000),
        parameters,
        answers,
        earlier,
        want_review: arguments.review.is_some(),
        want_households: arguments.households.is_some(),
        learn_parameters: arguments.save_parameters.is_some(),
        today: Some(today()?),
        ..MatchOptions::default()
    })
}

fn tell_earlier(earlier: &EarlierReport) {
    eprintln!(
        "  {:>9}  earlier groups kept; {} have lost their records, {} became part of another, {} were undone by answers",
        earlier.kept, earlier.gone, earlier.merged, earlier.undone
    );
}

/// What was found, in counts.
fn tell(report: &MatchReport, arguments: &Match) {
    for input in &report.inputs {
        eprintln!(
            "{}: {} of {} records linked",
            input.party, input.linked, input.rows
        );
    }
    for rule in report.rules.iter().filter(|rule| rule.links > 0) {
        eprintln!("  {:>9}  {} ({})", rule.links, rule.description, rule.rule);
    }
    if let Some(similarity) = &report.similarity {
        eprintln!("  {:>9}  similarity", similarity.links);
        if let Some(recall) = &similarity.recall {
            eprintln!(
                "             sampled: found {} of {} pairs of {} records compared with all others, {:.1}% (95% interval {:.1}% to {:.1}%)",
                recall.found,
                recall.pairs,
                recall.records,
                recall.share.value * 100.0,
                recall.share.low * 100.0,
                recall.share.high * 100.0
            );
        }
    }
    for model in &report.model {
        model_summary::print(model);
    }
    if let Some(found) = &report.households {
        eprintln!(
            "{} homes of two people or more, {} people in them; {} homes known to several parties",
            found.homes, found.people, found.across_parties
        );
    }
    if let Some(earlier) = &report.earlier {
        tell_earlier(earlier);
    }
    if let Some(review) = &report.review {
        tell_review(review, arguments.review.is_some());
    }
    eprintln!(
        "Wrote {}: {} groups",
        arguments.out.display(),
        report.groups
    );
}
