use std::time::Instant;

use split_tally::evaluate::{Crosswalk, LinkedRecords, TruePairs, evaluate};
use split_tally::simple::{self, InvalidValues, MemorySink, PrepareOptions};
use split_tally::synth::{Options, synthesise};

use super::today;
use crate::args::Demo;
use crate::failure::Failure;

/// The whole job on made-up people, in memory, with nothing left behind.
pub fn run(arguments: &Demo) -> Result<(), Failure> {
    let options = Options {
        people: arguments.people,
        seed: arguments.seed,
        ..Options::default()
    };
    println!(
        "Making {} x {} made-up people, half of them known to both parties ...",
        options.people, options.people
    );
    let made = synthesise(&options)?;
    let agreement = simple::agreement_new("person", &options.parties)?;
    let key = simple::key_new()?;
    println!(
        "Agreement between {}; key check code {}",
        options.parties.join(" and "),
        key.check_code(&agreement.digest())
    );
    let mut files = Vec::new();
    let mut crosswalks = Vec::new();
    for file in &made.files {
        let started = Instant::now();
        let mut sink = MemorySink::default();
        let prepare = PrepareOptions {
            invalid_values: InvalidValues::Blank,
            ..PrepareOptions::new(&file.party, today()?)
        };
        let name = format!("{}.csv", file.party);
        let source = (name.as_str(), file.csv.len() as u64, file.csv.as_slice());
        let record = simple::prepare(&agreement, &key, &prepare, source, &mut sink, &mut |_| {})?;
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "Prepared {}: {} records, {} tokens a record, {seconds:.2} s",
            file.party,
            record.extract.rows,
            agreement.match_keys().len()
        );
        crosswalks.push((file.party.clone(), Crosswalk::read(&name, &sink.crosswalk)?));
        files.push((format!("{}.parquet", file.party), sink.extract));
    }
    let started = Instant::now();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let matched = simple::match_extracts(&agreement, files, threads, &mut |_| {})?;
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "Matched on tokens alone: {} links, {seconds:.2} s",
        matched.report.links
    );
    for rule in matched.report.rules.iter().filter(|rule| rule.links > 0) {
        println!("  {:>7}  {}", rule.links, rule.description);
    }
    if let Some(similarity) = &matched.report.similarity {
        println!("  {:>7}  similarity of record filters", similarity.links);
    }
    let links = LinkedRecords::read("links.csv", matched.links.to_csv().as_bytes())?;
    let truth = TruePairs::read("truth.csv", &made.truth, crosswalks.len())?;
    let quality = evaluate(&links, &crosswalks, &truth)?;
    println!("Against the truth, which only made-up people have:");
    super::evaluate::print_pairs(&quality);
    Ok(())
}
