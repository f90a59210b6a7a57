use std::path::Path;

use split_tally::evaluate::{Crosswalk, Interval, LinkQuality, LinkedRecords, TruePairs, evaluate};

use super::{file_name, read_whole, to_json};
use crate::args::Evaluate;
use crate::failure::Failure;
use crate::outputs::{Readers, write_whole};

const MAX_TABLE: u64 = 8 << 30;

pub fn run(arguments: &Evaluate) -> Result<(), Failure> {
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
    Ok(())
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
