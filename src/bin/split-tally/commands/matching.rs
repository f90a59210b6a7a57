mod clks;

use std::path::PathBuf;

use split_tally::matching::SimilarityMethod;
use split_tally::simple::{self, MatchOptions};

use super::model_summary;
use super::{Received, file_name, read_agreement, read_text, to_json};
use crate::args::{Match, Similarity};
use crate::failure::Failure;
use crate::outputs::{Output, Readers, finish_all};
use crate::places::Places;
use crate::terminal::Bar;

/// The largest extract read: what fits in memory beside the others. The reader has its own, tighter limits.
const MAX_EXTRACT: u64 = 16 << 30;

pub fn run(arguments: &Match) -> Result<(), Failure> {
    Places::default()
        .reads("--agreement", &arguments.agreement)
        .reads("one of the files to match", &arguments.extracts)
        .reads("--parameters", &arguments.parameters)
        .reads("--identity", &arguments.receiving.identity)
        .reads("--passphrase-file", &arguments.receiving.passphrase_file)
        .writes("--out", [&arguments.out])
        .writes("--report", &arguments.report)
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
    let parameters_output = arguments.save_parameters.as_ref().map(output).transpose()?;
    let received = Received::with(&arguments.receiving)?;
    let mut files = Vec::with_capacity(arguments.extracts.len());
    for path in &arguments.extracts {
        files.push((file_name(path), received.read(path, MAX_EXTRACT)?));
    }
    let mut bar = Bar::new();
    let parameters = match &arguments.parameters {
        Some(path) => Some(simple::read_parameters(
            &file_name(path),
            &read_text(path)?,
        )?),
        None => None,
    };
    let options = MatchOptions {
        threads,
        similarity: arguments.similarity.map(|method| match method {
            Similarity::Exhaustive => SimilarityMethod::Exhaustive,
            Similarity::Sampled => SimilarityMethod::Sampled,
        }),
        memory_limit: arguments
            .memory_limit
            .map(|megabytes| u64::from(megabytes) * 1_000_000),
        parameters,
        learn_parameters: arguments.save_parameters.is_some(),
        ..MatchOptions::default()
    };
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
    links_output.put(matched.links.to_csv().as_bytes())?;
    outputs.push(links_output);
    finish_all(outputs)?;
    for input in &matched.report.inputs {
        eprintln!(
            "{}: {} of {} records linked",
            input.party, input.linked, input.rows
        );
    }
    for rule in matched.report.rules.iter().filter(|rule| rule.links > 0) {
        eprintln!("  {:>9}  {} ({})", rule.links, rule.description, rule.rule);
    }
    if let Some(similarity) = &matched.report.similarity {
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
    for model in &matched.report.model {
        model_summary::print(model);
    }
    eprintln!(
        "Wrote {}: {} groups",
        arguments.out.display(),
        matched.report.groups
    );
    Ok(())
}
