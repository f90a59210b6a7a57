use split_tally::simple;

use super::{Received, file_name, read_whole};
use crate::args::Inspect;
use crate::failure::Failure;

const MAX_FILE: u64 = 16 << 30;

pub fn run(arguments: &Inspect) -> Result<(), Failure> {
    let name = file_name(&arguments.file);
    let received = Received::with(&arguments.receiving)?;
    // Without a receiving key, what can be said of an encrypted file is said of it as it stands.
    let bytes = match arguments.receiving.identity {
        None if !arguments.csv => read_whole(&arguments.file, MAX_FILE)?,
        _ => received.read(&arguments.file, MAX_FILE)?,
    };
    if arguments.csv {
        print!("{}", simple::extract_to_csv(&name, bytes)?);
        return Ok(());
    }
    let report = simple::inspect(&name, bytes)?;
    println!("{}", report.summary);
    for detail in &report.details {
        println!("  {}: {}", detail.label, detail.value);
    }
    if !report.columns.is_empty() {
        println!(
            "Columns (rows filled, rows whose value another row has too, rows of the rarest and of the commonest value):"
        );
        for column in &report.columns {
            println!(
                "  {:<40} {:>9} {:>9} {:>7} {:>7}  {}",
                column.name,
                column.filled,
                column.repeated,
                column.rarest,
                column.commonest,
                column.meaning
            );
        }
    }
    println!("What it reveals:");
    for line in &report.reveals {
        println!("  - {line}");
    }
    for holder in &report.holders {
        println!("{} could learn:", holder.who);
        for line in &holder.learns {
            println!("  - {line}");
        }
    }
    Ok(())
}
