//! Two organisations prepare a file each, and whoever gets both extracts links them.
//!
//!     cargo run --release --example link_two_files

#![allow(clippy::print_stdout)] // It is a program.

use split_tally::agreement::Agreement;
use split_tally::secret::ProjectKey;
use split_tally::simple::{self, Error, MemorySink, PrepareOptions};

const HOSPITAL: &str = "\
id,given name,surname,dob,postcode
h1,Ann,Field,1980-02-03,CO1 1AB
h2,Bo,Hill,1975-11-14,CO2 7XY
";
const COUNCIL: &str = "\
id,given name,surname,dob,postcode
c1,Field,Ann,1980-02-03,CO1 1AB
c2,Cara,Wood,1991-07-07,CO4 5JR
";

fn main() -> Result<(), Error> {
    let parties = ["hospital".to_owned(), "council".to_owned()];
    let agreement = simple::agreement_new("person", &parties)?;
    let key = simple::key_new()?;
    println!("key check code: {}", key.check_code(&agreement.digest()));

    let hospital = extract(&agreement, &key, "hospital", HOSPITAL)?;
    let council = extract(&agreement, &key, "council", COUNCIL)?;

    let files = vec![
        ("hospital.parquet".to_owned(), hospital),
        ("council.parquet".to_owned(), council),
    ];
    // No key: whoever matches sees tokens alone.
    let matched = simple::match_extracts(&agreement, files, 2, &mut |_| {})?;
    println!("{} people are in both files", matched.report.groups);
    print!("{}", matched.links.to_csv());
    Ok(())
}

/// The extract; the crosswalk, which a real caller keeps, is dropped here.
fn extract(
    agreement: &Agreement,
    key: &ProjectKey,
    party: &str,
    csv: &str,
) -> Result<Vec<u8>, Error> {
    let options = PrepareOptions::new(party, simple::day("2026-01-31")?);
    let source = ("people.csv", csv.len() as u64, csv.as_bytes());
    let mut sink = MemorySink::default();
    simple::prepare(agreement, key, &options, source, &mut sink, &mut |_| {})?;
    Ok(sink.extract)
}
