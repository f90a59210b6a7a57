//! CSV files that this program wrote.

use super::RejoinError;

fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes)
}

/// Calls `row` with each record after the header, which `header` has accepted.
///
/// # Errors
/// [`RejoinError::Shape`] and [`RejoinError::Row`], of what `header` and `row` find wrong.
pub(crate) fn each_row(
    file: &str,
    bytes: &[u8],
    header: impl FnOnce(&csv::StringRecord) -> Result<(), String>,
    mut row: impl FnMut(&csv::StringRecord) -> Result<(), &'static str>,
) -> Result<(), RejoinError> {
    let shape = |problem: String| RejoinError::Shape {
        file: file.to_owned(),
        problem,
    };
    let mut records = reader(bytes).into_records();
    let first = records
        .next()
        .ok_or_else(|| shape("the file is empty".to_owned()))?
        .map_err(|_| shape("this is not a CSV file".to_owned()))?;
    header(&first).map_err(shape)?;
    for (number, record) in (2u64..).zip(records) {
        let problem = |problem: &str| RejoinError::Row {
            file: file.to_owned(),
            row: number,
            problem: problem.to_owned(),
        };
        let record = record.map_err(|_| problem("the row is not UTF-8 text"))?;
        row(&record).map_err(problem)?;
    }
    Ok(())
}

/// A cell that came from others, as text: a spreadsheet would take what begins like this for a formula.
pub(super) fn foreign(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

pub(super) fn expect_header(found: &csv::StringRecord, expected: &str) -> Result<(), String> {
    if found.iter().eq(expected.split(',')) {
        Ok(())
    } else {
        Err(format!(
            "the header should be \"{expected}\". Is it the right file?"
        ))
    }
}
