use std::fs::File;

use split_tally::rejoin::RowsWritten;
use split_tally::report::ReviewFile;
use split_tally::simple;

use super::{MAX_TABLE, expect_size, file_name, read_text, read_whole, to_json};
use crate::args::{ReviewAnswer, ReviewAsk, ReviewCommand};
use crate::failure::Failure;
use crate::outputs::{Output, Readers};
use crate::places::Places;
use crate::terminal::Bar;

pub fn run(command: &ReviewCommand) -> Result<(), Failure> {
    match command {
        ReviewCommand::Ask(arguments) => ask(arguments),
        ReviewCommand::Answer(arguments) => answer(arguments),
    }
}

fn read_review(path: &std::path::Path) -> Result<ReviewFile, Failure> {
    Ok(simple::read_review(&file_name(path), &read_text(path)?)?)
}

fn ask(arguments: &ReviewAsk) -> Result<(), Failure> {
    let own = &arguments.own;
    own.places(Places::default())
        .reads("--review", [&arguments.review])
        .writes("--out", [&arguments.out])
        .expect_apart()?;
    let output = Output::new(&arguments.out, Readers::OwnerOnly)?;
    let review = read_review(&arguments.review)?;
    let crosswalk = read_whole(&own.crosswalk, MAX_TABLE)?;
    let (name, size, file) = own.open()?;
    let mut bar = Bar::new();
    let questions = simple::review_questions(
        (&file_name(&arguments.review), &review),
        (&file_name(&own.crosswalk), &crosswalk),
        &own.options(RowsWritten::All),
        (&name, size, file),
        &mut |progress| bar.show(progress),
    )?;
    drop(bar);
    output.finish_with(&simple::review_worklist(&questions)?)?;
    eprintln!(
        "Wrote {}: {} questions. Fill in the column \"answer\" with same, different or unsure. The table holds your own records: it stays with you",
        arguments.out.display(),
        questions.questions.len()
    );
    if questions.not_found > 0 {
        eprintln!(
            "{} pairs are left out, as your record of them is in no row of {name}: has it changed since the extract was made?",
            questions.not_found
        );
    }
    Ok(())
}

fn answer(arguments: &ReviewAnswer) -> Result<(), Failure> {
    Places::default()
        .reads("--review", [&arguments.review])
        .reads("--in", [&arguments.input])
        .writes("--out", [&arguments.out])
        .expect_apart()?;
    let output = Output::new(&arguments.out, Readers::Usual)?;
    let review = read_review(&arguments.review)?;
    let path = &arguments.input;
    let size = expect_size(path, u64::MAX)?;
    let file = File::open(path).map_err(|e| Failure::reading(path, &e))?;
    let answers = simple::review_answers(
        &review,
        &arguments.party,
        (&file_name(path), size, file),
        &arguments.read.options(),
    )?;
    output.finish_with(&to_json(&answers))?;
    eprintln!(
        "Wrote {}: {} answers of {} questions. It holds no value of your records: send it to whoever matches",
        arguments.out.display(),
        answers.answers.len(),
        review
            .pairs
            .iter()
            .filter(|pair| pair.records.iter().any(|one| one.party == arguments.party))
            .count()
    );
    Ok(())
}
