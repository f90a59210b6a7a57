mod tables;

use std::path::{Path, PathBuf};

use split_tally::evaluate::{
    AttributeChoice, Attributes, Crosswalk, Evaluation, EvaluationInputs, GuildInputs, TruePairs,
    evaluation_page, guild_report, read_run_record,
};
use split_tally::report::MatchReport;
use split_tally::simple;

use super::{MAX_TABLE, file_name, read_text, read_whole, to_json, today};
use crate::args::Evaluate;
use crate::failure::Failure;
use crate::outputs::{Readers, write_whole};
use crate::places::Places;

pub use tables::print_pairs;

pub fn run(arguments: &Evaluate) -> Result<(), Failure> {
    let crosswalks = of_parties("--crosswalk", &arguments.crosswalks)?;
    let attributes = of_parties("--attributes", &arguments.attributes)?;
    let run_records = of_parties("--run-record", &arguments.run_records)?;
    let files = |of: &[(String, PathBuf)]| -> Vec<PathBuf> {
        of.iter().map(|(_, path)| path.clone()).collect()
    };
    Places::default()
        .reads("--links", [&arguments.links])
        .reads("--crosswalk", &files(&crosswalks))
        .reads("--truth", [&arguments.truth])
        .reads("--match-report", &arguments.match_report)
        .reads("--attributes", &files(&attributes))
        .reads("--run-record", &files(&run_records))
        .writes("--report", &arguments.report)
        .writes("--guild", &arguments.guild)
        .writes("--page", &arguments.page)
        .expect_apart()?;
    let read = |path: &Path| Ok::<_, Failure>((file_name(path), read_whole(path, MAX_TABLE)?));
    let links = read(&arguments.links)?;
    let mut ids = Vec::with_capacity(crosswalks.len());
    for (party, path) in crosswalks {
        let (name, bytes) = read(&path)?;
        ids.push((party, Crosswalk::read(&name, &bytes)?));
    }
    let (name, bytes) = read(&arguments.truth)?;
    let truth = TruePairs::read(&name, &bytes, ids.len())?;
    let match_report = arguments.match_report.as_deref();
    let match_report = match_report.map(read_match_report).transpose()?;
    let choice = AttributeChoice {
        id: arguments.id.clone(),
        by: arguments.by.clone(),
        on: arguments.on.as_deref().map_or_else(today, |day| {
            simple::day(day)
                .map_err(|_| Failure::Usage(format!("--on {day}: write a day as 2026-01-31")))
        })?,
    };
    let mut categories = Vec::with_capacity(attributes.len());
    for (party, path) in attributes {
        let (name, bytes) = read(&path)?;
        categories.push(Attributes::read(&party, &name, &bytes, &choice)?);
    }
    let mut records = Vec::with_capacity(run_records.len());
    for (party, path) in run_records {
        records.push(read_run_record(
            &party,
            &file_name(&path),
            &read_text(&path)?,
        )?);
    }
    let evaluation = Evaluation::of(&EvaluationInputs {
        links: (&links.0, &links.1),
        crosswalks: &ids,
        truth: &truth,
        match_report: match_report.as_ref(),
        attributes: &categories,
    })?;
    if let Some(path) = &arguments.guild {
        let report = guild_report(&GuildInputs {
            evaluation: &evaluation,
            match_report: match_report.as_ref(),
            run_records: &records,
        });
        write_whole(path, Readers::Usual, report.as_bytes())?;
    }
    if let Some(path) = &arguments.page {
        write_whole(
            path,
            Readers::Usual,
            evaluation_page(&evaluation).as_bytes(),
        )?;
    }
    if let Some(report) = &arguments.report {
        write_whole(report, Readers::Usual, &to_json(&evaluation))?;
    }
    tables::print(&evaluation);
    if match_report.is_some() && evaluation.estimates.is_none() {
        println!("The match report has no estimates: no probability model decided.");
    }
    Ok(())
}

/// Files of parties, each given as PARTY=FILE.
fn of_parties(option: &str, texts: &[String]) -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut files: Vec<(String, PathBuf)> = Vec::with_capacity(texts.len());
    for text in texts {
        let (party, path) = text.split_once('=').ok_or_else(|| {
            Failure::Usage(format!("{option} {text}: write it as {option} PARTY=FILE"))
        })?;
        if files.iter().any(|(other, _)| other == party) {
            return Err(Failure::Usage(format!(
                "{option} names {party} twice: give it once for each party"
            )));
        }
        files.push((party.to_owned(), path.into()));
    }
    Ok(files)
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
