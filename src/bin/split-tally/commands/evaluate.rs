use std::path::{Path, PathBuf};

use split_tally::evaluate::{Crosswalk, Interval, LinkQuality, LinkedRecords, TruePairs, evaluate};

use split_tally::report::MatchReport;

use super::{MAX_TABLE, file_name, read_text, read_whole, to_json};
use crate::args::Evaluate;
use crate::failure::Failure;
use crate::outputs::{Readers, write_whole};
use crate::places::Places;

pub fn run(arguments: &Evaluate) -> Result<(), Failure> {
    let crosswalks = arguments.crosswalks.iter();
    let crosswalks: Vec<PathBuf> = crosswalks
        .filter_map(|text| text.split_once('='))
        .map(|(_, path)| path.into())
        .collect();
    Places::default()
        .reads("--links", [&arguments.links])
        .reads("--crosswalk", &crosswalks)
        .reads("--truth", [&arguments.truth])
        .reads("--match-report", &arguments.match_report)
        .writes("--report", &arguments.report)
        .expect_apart()?;
    let read = |path: &Path| Ok::<_, Failure>((file_name(path), read_whole(path, MAX_TABLE)?));
    let (name, bytes) = read(&arguments.links)?;
    let links = LinkedRecords::read(&name, &bytes)?;
    let mut crosswalks = Vec::with_capacity(arguments.crosswalks.len());
    for text in &arguments.crosswalks {
        let (party, path) = text.split_once('=').ok_or_else(|| {
            Failure::Usage(format!(
                "--crosswalk {text}: write it as --crosswalk PARTY=FILE"
            ))
        })?;
        let (name, bytes) = read(Path::new(path))?;
        crosswalks.push((party.to_owned(), Crosswalk::read(&name, &bytes)?));
    }
    let (name, bytes) = read(&arguments.truth)?;
    let truth = TruePairs::read(&name, &bytes, crosswalks.len())?;
    let quality = evaluate(&links, &crosswalks, &truth)?;
    if let Some(report) = &arguments.report {
        write_whole(report, Readers::Usual, &to_json(&quality))?;
    }
    print(&quality);
    if let Some(path) = &arguments.match_report {
        beside_estimates(&quality, &read_match_report(path)?);
    }
    Ok(())
}

fn read_match_report(path: &Path) -> Result<MatchReport, Failure> {
    serde_json::from_str(&read_text(path)?).map_err(|error| {
        Failure::BadInput(format!(
            "{}: this is not a match report (line {}, column {}). Choose what `match --report` wrote",
            path.display(),
            error.line(),
            error.column()
        ))
    })
}

/// What the model expected without truth, over all pairs of parties together.
fn beside_estimates(quality: &LinkQuality, report: &MatchReport) {
    if report.model.is_empty() {
        println!("The match report has no estimates: no probability model decided.");
        return;
    }
    #[expect(clippy::cast_precision_loss)] // Links are fewer than 2^52.
    let links: f64 = report.model.iter().map(|model| model.links as f64).sum();
    let matches: f64 = report
        .model
        .iter()
        .map(|model| model.expected_matches)
        .sum();
    #[expect(clippy::cast_precision_loss)]
    let right: f64 = report
        .model
        .iter()
        .map(|model| model.estimate.precision * model.links as f64)
        .sum();
    println!("          truth   the model's estimate without truth");
    let row = |name: &str, truth: f64, estimate: f64| {
        println!(
            "{name:<9} {truth:.4}  {estimate:.4} ({:+.4})",
            estimate - truth
        );
    };
    row("precision", quality.precision.value, right / links.max(1.0));
    row(
        "recall",
        quality.recall.value,
        (right / matches.max(1.0)).min(1.0),
    );
}

pub fn print(quality: &LinkQuality) {
    println!(
        "true links {}, false links {}, missed {}",
        quality.true_positives, quality.false_positives, quality.false_negatives
    );
    share("precision", quality.precision);
    share("recall", quality.recall);
    println!("F1        {:.4}", quality.f1);
    println!("F*        {:.4}", quality.f_star);
}

fn share(name: &str, interval: Interval) {
    println!(
        "{name:<9} {:.4} (95% interval {:.4} to {:.4})",
        interval.value, interval.low, interval.high
    );
}
