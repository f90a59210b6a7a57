//! The cells of a sheet that the reader holds whole.

use calamine::{Data, DataType, Range};

use super::cell_text::{self, Epoch1904};
use super::{Refusal, SheetRows};

/// Numbers this large are identifiers, which may have lost leading zeros; smaller ones are mostly counts.
const IDENTIFIER: f64 = 100_000.0;

/// Copies the filled cells. Their number formats are not known, so leading zeros cannot be.
pub(super) fn rows(cells: &Range<Data>, epoch_1904: bool) -> Result<SheetRows, Refusal> {
    let mut rows = SheetRows::default();
    let (first_row, first_column) = cells.start().unwrap_or_default();
    let epoch = Epoch1904(epoch_1904);
    let mut text = String::new();
    for (row, column, value) in cells.used_cells() {
        let row = index(row)?.saturating_add(first_row);
        let column = index(column)?.saturating_add(first_column);
        let number = u64::from(row) + 1;
        text.clear();
        match value {
            Data::Empty => continue,
            Data::Error(_) => {
                rows.notes.errors.count(number);
                continue;
            }
            Data::String(value) if is_error(value) => {
                rows.notes.errors.count(number);
                continue;
            }
            Data::String(value) => text.push_str(value),
            Data::DurationIso(value) => cell_text::iso_duration(value, &mut text),
            Data::DateTimeIso(value) => cell_text::iso_date(value, &mut text),
            Data::Bool(value) => text.push_str(if *value { "TRUE" } else { "FALSE" }),
            Data::DateTime(value) => {
                let number = value.as_f64();
                let is_date = if value.is_duration() {
                    cell_text::duration(number, &mut text)
                } else {
                    cell_text::date(number, epoch, &mut text)
                };
                if !is_date {
                    cell_text::number(number, 0, &mut text);
                }
            }
            Data::Int(_) | Data::Float(_) => {
                let value = value.as_f64().unwrap_or_default();
                if cell_text::is_too_long(value) {
                    rows.notes.long_numbers.count(number);
                } else if value >= IDENTIFIER && value.fract() == 0.0 {
                    rows.notes.unknown_zeros.count(number);
                }
                cell_text::number(value, 0, &mut text);
            }
        }
        if !text.is_empty() {
            rows.push(row, column, &text)?;
        }
    }
    Ok(rows)
}

/// `LibreOffice` stores an error as its text.
fn is_error(text: &str) -> bool {
    text.starts_with('#')
        && [
            "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!",
        ]
        .contains(&text)
}

fn index(position: usize) -> Result<u32, Refusal> {
    u32::try_from(position).map_err(|_| Refusal::Damaged("it has too many rows"))
}
