use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use clap::Args;
use split_tally::interop::clkhash::{self, ClkEncoder, ClksWriter, Schema};

use super::super::read_text;
use super::rows::Rows;
use super::{read_secret, warn};
use crate::failure::Failure;
use crate::outputs::{Output, Readers};
use crate::places::Places;

#[derive(Args)]
pub struct Clkhash {
    /// The linkage schema (clkhash, version 1, 2 or 3)
    #[arg(long)]
    schema: PathBuf,
    /// A file with the secret that the partners agreed; a line break at its end does not count
    #[arg(long, value_name = "FILE")]
    secret_file: PathBuf,
    /// The CSV file: its columns are the schema's features, in their order
    #[arg(long = "in", value_name = "FILE")]
    input: PathBuf,
    /// The file has no header; else its header must be the schema's identifiers
    #[arg(long)]
    no_header: bool,
    /// The file of CLKs to write
    #[arg(long)]
    out: PathBuf,
}

pub fn run(arguments: &Clkhash) -> Result<(), Failure> {
    Places::default()
        .reads("--in", [&arguments.input])
        .reads("--schema", [&arguments.schema])
        .reads("--secret-file", [&arguments.secret_file])
        .writes("--out", [&arguments.out])
        .expect_apart()?;
    let path = arguments.schema.display();
    let schema = Schema::from_json(&read_text(&arguments.schema)?)
        .map_err(|error| Failure::BadInput(format!("{path}: {error}")))?;
    let secret = read_secret(&arguments.secret_file)?;
    let mut encoder = ClkEncoder::new(&schema, secret.as_bytes())
        .map_err(|error| Failure::BadInput(format!("{path}: {error}")))?;
    let mut rows = if arguments.no_header {
        Rows::without_header(&arguments.input, schema.identifiers())?
    } else {
        let rows = Rows::with_header(&arguments.input)?;
        check_header(&rows, &schema)?;
        rows
    };
    let writing = |e: std::io::Error| Failure::writing(&arguments.out, &e);
    let output = Output::new(&arguments.out, Readers::Usual)?;
    let mut writer = ClksWriter::new(BufWriter::new(output)).map_err(writing)?;
    let file = rows.file();
    let mut count = 0u64;
    while let Some(row) = rows.next()? {
        let clk = encoder
            .encode(row.number, row.cells)
            .map_err(|error| Failure::BadInput(format!("{file}, {error}")))?;
        writer.push(clk).map_err(writing)?;
        count += 1;
    }
    let mut buffer = writer.finish().map_err(writing)?;
    buffer.flush().map_err(writing)?;
    let output = buffer
        .into_inner()
        .map_err(|error| writing(error.into_error()))?;
    output.finish()?;
    for warning in schema.warnings() {
        warn(warning);
    }
    warn(clkhash::warning());
    eprintln!("Wrote {} CLKs to {}", count, arguments.out.display());
    Ok(())
}

/// clkhash takes columns by their position, and compares their names with the schema's so that a wrong order shows.
fn check_header(rows: &Rows, schema: &Schema) -> Result<(), Failure> {
    let file = rows.file();
    let (found, expected) = (rows.header().len(), schema.identifiers().len());
    if found != expected {
        return Err(Failure::BadInput(format!(
            "{file}: the header has {found} columns where the schema has {expected} features. Keep the schema's columns, in its order"
        )));
    }
    for (position, (column, identifier)) in
        (1..).zip(rows.header().iter().zip(schema.identifiers()))
    {
        if column != identifier.trim() {
            return Err(Failure::BadInput(format!(
                "{file}, row 1: column {position} must be \"{identifier}\", as in the schema. Rename or reorder the columns, or give --no-header"
            )));
        }
    }
    Ok(())
}
