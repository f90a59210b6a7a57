use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use clap::Args;
use split_tally::read::Row;

use super::rows::Rows;
use super::warn;
use crate::failure::Failure;
use crate::outputs::{Output, Readers};
use crate::places::Places;

/// A CSV file in, a CSV file of tokens out.
#[derive(Args)]
pub struct Files {
    /// The CSV file of records
    #[arg(long = "in", value_name = "FILE")]
    pub input: PathBuf,
    /// A column to write beside the tokens as it is; give it once for each. Without it there are tokens only
    #[arg(long = "keep", value_name = "COLUMN")]
    pub keep: Vec<String>,
    /// The CSV file of tokens to write, in the order of the rows
    #[arg(long)]
    pub out: PathBuf,
}

impl Files {
    /// Opens the file of records.
    pub fn open(&self, secrets: Places) -> Result<Rows, Failure> {
        secrets
            .reads("--in", [&self.input])
            .writes("--out", [&self.out])
            .expect_apart()?;
        Rows::with_header(&self.input)
    }

    /// Writes the tokens that `make` makes of each row under these headers, with the columns kept before them, and says
    /// how many rows lack which.
    pub fn write(
        &self,
        mut rows: Rows,
        headers: &[String],
        warning: &str,
        mut make: impl FnMut(&Row<'_>) -> Result<Vec<Option<String>>, String>,
    ) -> Result<(), Failure> {
        let kept = self
            .keep
            .iter()
            .map(|column| rows.column(column))
            .collect::<Result<Vec<_>, _>>()?;
        let file = rows.file();
        let output = BufWriter::new(Output::new(&self.out, Readers::Usual)?);
        let mut writer = csv::Writer::from_writer(output);
        let writing = |error: csv::Error| {
            let reason = match error.into_kind() {
                csv::ErrorKind::Io(error) => error,
                _ => std::io::Error::other("rows of different widths"),
            };
            Failure::writing(&self.out, &reason)
        };
        let all = self.keep.iter().chain(headers);
        writer.write_record(all).map_err(writing)?;
        let mut missing = vec![0u64; headers.len()];
        let mut count = 0u64;
        while let Some(row) = rows.next()? {
            let tokens = make(&row).map_err(|reason| {
                Failure::BadInput(format!(
                    "{file}, row {}: {reason}. Correct the cell, or empty it",
                    row.number
                ))
            })?;
            let kept = kept.iter().map(|&cell| row.cells.get(cell).unwrap_or(""));
            let tokens_written = tokens.iter().map(|token| token.as_deref().unwrap_or(""));
            writer
                .write_record(kept.chain(tokens_written))
                .map_err(writing)?;
            for (missing, token) in missing.iter_mut().zip(&tokens) {
                *missing += u64::from(token.is_none());
            }
            count += 1;
        }
        let mut buffer = writer
            .into_inner()
            .map_err(|error| Failure::writing(&self.out, error.error()))?;
        buffer
            .flush()
            .map_err(|e| Failure::writing(&self.out, &e))?;
        let output = buffer
            .into_inner()
            .map_err(|error| Failure::writing(&self.out, error.error()))?;
        output.finish()?;
        warn(warning);
        if !self.keep.is_empty() {
            warn("the columns kept are in the file as they are; whoever reads it reads them");
        }
        for (header, missing) in headers
            .iter()
            .zip(missing)
            .filter(|(_, missing)| *missing > 0)
        {
            eprintln!("{header}: {missing} of {count} rows have none, as a value is missing");
        }
        eprintln!("Wrote {count} rows to {}", self.out.display());
        Ok(())
    }
}

/// A cell of a row, where there is a column for it.
pub fn cell<'r>(row: &Row<'r>, column: Option<usize>) -> &'r str {
    column
        .and_then(|column| row.cells.get(column))
        .unwrap_or_default()
}
