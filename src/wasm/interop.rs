//! Other people's token formats in a browser: in builds with the feature `interop-in-browser` only, as most pages never
//! need them and every page would carry them.

use wasm_bindgen::prelude::*;

use super::Answer;
use super::error::Thrown;
use crate::interop::clkhash::{ClkEncoder, ClksWriter, Schema};
use crate::read::PlainRows;
use crate::simple::Error;

fn refused(reason: &dyn std::fmt::Display) -> Thrown {
    Thrown::new("interop.clkhash", &reason.to_string())
}

/// The file of CLKs that clkhash would make of a CSV file with a header, under a linkage schema and secret.
///
/// # Errors
/// What is wrong with the schema, the secret, or the file, with the row.
#[wasm_bindgen]
pub fn clkhash_file(schema: &str, secret: &[u8], name: &str, csv: &[u8]) -> Answer<Vec<u8>> {
    let schema = Schema::from_json(schema).map_err(|error| refused(&error))?;
    let mut encoder = ClkEncoder::new(&schema, secret).map_err(|error| refused(&error))?;
    let mut rows = PlainRows::new(name, csv).map_err(Error::from)?;
    let unwritten = |error| Thrown::internal(&format!("{error}"));
    let mut writer =
        ClksWriter::new(Vec::new()).map_err(|error: std::io::Error| unwritten(error))?;
    while let Some(row) = rows.next_row().map_err(Error::from)? {
        let clk = encoder
            .encode(row.number, row.cells)
            .map_err(|error| refused(&format!("{name}, {error}")))?;
        writer.push(clk).map_err(unwritten)?;
    }
    writer.finish().map_err(unwritten)
}
