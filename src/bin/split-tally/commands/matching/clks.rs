//! `match` of files of CLKs, which come without an agreement.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use split_tally::agreement::Similarity;
use split_tally::interop::clkhash::{Clks, ClksLimits, read_clks};
use split_tally::matching::{FilterSet, MatchingError};
use split_tally::resolve::{Group, LINKS_HEADER, link_filters};
use split_tally::simple::Progress;

use super::super::file_name;
use crate::args::Match;
use crate::failure::Failure;
use crate::outputs::{Readers, write_whole};
use crate::terminal::Bar;

/// A file's name without its ending stands for the party.
fn party(path: &Path) -> String {
    path.file_stem().map_or_else(
        || file_name(path),
        |stem| stem.to_string_lossy().into_owned(),
    )
}

fn read(path: &Path) -> Result<Clks, Failure> {
    let file = File::open(path).map_err(|e| Failure::reading(path, &e))?;
    let bad =
        |reason: &dyn std::fmt::Display| Failure::BadInput(format!("{}: {reason}", path.display()));
    let clks = read_clks(file, ClksLimits::default()).map_err(|error| bad(&error))?;
    if clks.is_empty() {
        return Err(bad(&"the file has no CLKs. Ask for it again"));
    }
    Ok(clks)
}

pub fn run(arguments: &Match, threads: usize) -> Result<(), Failure> {
    let rule = Similarity {
        threshold: arguments.threshold.unwrap_or(1.0),
        margin: arguments.margin,
        review_from: None,
        contradicted_by: Vec::new(),
    };
    if !(rule.threshold > 0.0 && rule.threshold <= 1.0) {
        return Err(Failure::Usage(
            "--threshold is above 0 and at most 1, such as 0.8".to_owned(),
        ));
    }
    if !(0.0..=0.5).contains(&rule.margin) {
        return Err(Failure::Usage("--margin is 0 to 0.5".to_owned()));
    }
    if arguments.report.is_some() {
        return Err(Failure::Usage(
            "--report needs an agreement: a match report says under which one it was made"
                .to_owned(),
        ));
    }
    if arguments.receiving.identity.is_some() {
        return Err(Failure::Usage(
            "--identity is for extracts, and without --agreement the files are CLKs: open them with the `age` tool first".to_owned(),
        ));
    }
    // By name, so that the order in which files are given changes nothing.
    let mut files: Vec<(String, &PathBuf)> = arguments
        .extracts
        .iter()
        .map(|path| (party(path), path))
        .collect();
    files.sort();
    let parties: Vec<String> = files.iter().map(|(party, _)| party.clone()).collect();
    if parties.len() < 2 {
        return Err(Failure::BadInput(
            "there is one file. Matching needs the files of two or more parties".to_owned(),
        ));
    }
    if let Some(twice) =
        (1..parties.len()).find(|&place| parties[..place].contains(&parties[place]))
    {
        return Err(Failure::BadInput(format!(
            "two files are called {}, and the links could not tell them apart. Rename one",
            parties[twice]
        )));
    }
    let mut sets = Vec::with_capacity(parties.len());
    let mut rows = Vec::with_capacity(parties.len());
    let mut length = None;
    let mut seed = Sha256::new();
    for (number, (_, path)) in (0u16..).zip(&files) {
        let clks = read(path)?;
        // Sets of filters of nearly the same length would pass for alike.
        if *length.get_or_insert(clks.clk_bytes()) != clks.clk_bytes() {
            return Err(Failure::BadInput(
                MatchingError::DifferentLengths.to_string(),
            ));
        }
        rows.push(clks.len());
        seed.update(clks.bytes());
        let set = FilterSet::of_bytes(number, clks.clk_bytes(), clks.bytes());
        sets.push(Arc::new(set.map_err(|error| {
            Failure::BadInput(format!("{}: {error}", path.display()))
        })?));
    }
    let mut bar = Bar::new();
    let (groups, count) = link_filters(
        &sets,
        &rows,
        &rule,
        seed.finalize().into(),
        threads,
        &mut |phase, done, total| {
            bar.show(Progress { phase, done, total });
        },
    )
    .map_err(|error| Failure::BadInput(error.to_string()))?;
    drop(bar);
    let csv = links(&groups, &parties).map_err(|error| Failure::writing(&arguments.out, &error))?;
    write_whole(&arguments.out, Readers::Usual, &csv)?;
    eprintln!(
        "{} pairs compared; {} linked; {} at or above {} passed over, as another pair of the same record is as good",
        count.compared, count.links, count.too_close, rule.threshold
    );
    eprintln!(
        "Wrote {}: {} groups. \"record\" is the CLK's place in its file, from 0",
        arguments.out.display(),
        groups.len()
    );
    Ok(())
}

/// The links file, with places where other links files have references.
fn links(groups: &[Group], parties: &[String]) -> std::io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(LINKS_HEADER.split(','))?;
    for Group { number, members } in groups {
        for member in members {
            let party = parties
                .get(usize::from(member.record.party))
                .map_or("", String::as_str);
            writer.write_record([
                &number.to_string(),
                party,
                &member.record.row.to_string(),
                &format!("{:.4}", member.score),
                "similarity",
            ])?;
        }
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}
