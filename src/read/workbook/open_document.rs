use std::io::Cursor;

use calamine::{Ods, OdsError, Reader};
use quick_xml::events::Event;

use super::sheet_layout::{attribute, each_event};
use super::xlsx::sheet_names;
use super::{Refusal, SheetRows, Workbook, range};
use crate::read::SheetName;

/// An `OpenDocument` spreadsheet.
pub(super) struct OdsBook {
    book: Ods<Cursor<Vec<u8>>>,
    tables: Vec<Table>,
}

/// What is noted of one table before its cells are read.
#[derive(Default)]
struct Table {
    name: String,
    hidden_rows: Vec<u64>,
    hidden_columns: u64,
    merged_rows: Vec<u64>,
}

/// The most cells that the tables of a document may spread over, as the reader holds each of them.
const MAX_SPREAD: u64 = 16_000_000;
/// The most hidden rows that are noted: as many as a sheet has.
const MAX_HIDDEN: usize = 1 << 20;

impl OdsBook {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let tables = survey(&bytes)?;
        let book = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
            OdsError::Password => Refusal::Encrypted,
            OdsError::CellLimitExceeded { .. } => Refusal::TooLarge(MAX_SPREAD, "cells"),
            _ => Refusal::Damaged("one of its parts cannot be read"),
        })?;
        Ok(Self { book, tables })
    }
}

impl Workbook for OdsBook {
    fn sheets(&self) -> Vec<SheetName> {
        sheet_names(self.book.sheets_metadata())
    }

    fn rows(&mut self, sheet: &str) -> Result<SheetRows, Refusal> {
        let cells = self
            .book
            .worksheet_range(sheet)
            .map_err(|_| Refusal::Damaged("one of its sheets cannot be read"))?;
        let mut rows = range::rows(&cells, false)?;
        if let Some(table) = self.tables.iter().find(|table| table.name == sheet) {
            for &row in &table.hidden_rows {
                if u32::try_from(row).is_ok_and(|row| rows.has_row(row)) {
                    rows.notes.hidden_rows.count(row);
                }
            }
            for &row in &table.merged_rows {
                rows.notes.merged.count(row);
            }
            rows.notes.hidden_columns.add(table.hidden_columns);
        }
        Ok(rows)
    }
}

/// Goes through the document's elements before its cells are read. A few bytes can ask for a row of 16,384 cells or a
/// thousand million spaces, and the reader holds all that is asked for, so that is added up first.
fn survey(bytes: &[u8]) -> Result<Vec<Table>, Refusal> {
    const TOO_MANY: Refusal = Refusal::TooLarge(MAX_SPREAD, "cells");
    let mut survey = Survey::default();
    each_event(bytes, "content.xml", |event| {
        let (element, opens) = match event {
            Event::Start(element) => (element, true),
            Event::Empty(element) => (element, false),
            Event::End(element) => {
                survey.depth = survey.depth.saturating_sub(1);
                if element.local_name().as_ref() == "table-row" {
                    survey.end_row();
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        survey.depth += usize::from(opens);
        let repeated = |name: &str| -> u64 {
            attribute(element, name)
                .and_then(|text| text.parse().ok())
                .unwrap_or(1)
        };
        match element.local_name().as_ref() {
            "table" => survey.begin_table(attribute(element, "name").unwrap_or_default()),
            "table-column" => {
                let is_shown = attribute(element, "visibility").is_none_or(|v| v == "visible");
                // Columns are hidden to the last there can be by people who tidy up.
                if !is_shown && repeated("number-columns-repeated") < 1_000 {
                    survey.table().hidden_columns += repeated("number-columns-repeated");
                }
            }
            "table-row" => {
                survey.begin_row(repeated("number-rows-repeated"));
                if attribute(element, "visibility").is_some_and(|v| v != "visible") {
                    let (first, count) = (survey.row, survey.repeated.min(10_000));
                    let hidden = &mut survey.table().hidden_rows;
                    hidden.extend(first..first.saturating_add(count));
                    if hidden.len() > MAX_HIDDEN {
                        return Err(TOO_MANY);
                    }
                }
                if !opens {
                    survey.end_row();
                }
            }
            "table-cell" | "covered-table-cell" => {
                if repeated("number-columns-spanned") > 1 || repeated("number-rows-spanned") > 1 {
                    let row = survey.row;
                    survey.table().merged_rows.push(row);
                }
                let filled = element.attributes().with_checks(false).flatten().any(|a| {
                    let name = a.key.local_name();
                    name.as_ref().ends_with("value")
                        || ["value-type", "formula"].contains(&name.as_ref())
                });
                survey.add_cells(repeated("number-columns-repeated"), filled);
            }
            "s" => survey.spaces = survey.spaces.saturating_add(repeated("c")),
            _ => {}
        }
        if survey.spread() > MAX_SPREAD || survey.spaces > MAX_SPREAD {
            return Err(TOO_MANY);
        }
        Ok(())
    })?;
    if survey.depth != 0 || survey.tables.is_empty() {
        return Err(Refusal::Damaged("its table breaks off"));
    }
    Ok(survey.tables)
}

#[derive(Default)]
struct Survey {
    tables: Vec<Table>,
    depth: usize,
    /// Cells of the tables before, and the width and height of the present one.
    before: u64,
    width: u64,
    height: u64,
    /// The present row's number, its repeats, its cells up to the last filled one, and the empty ones after that.
    row: u64,
    repeated: u64,
    cells: u64,
    empty: u64,
    spaces: u64,
    /// Cells that are held once for each row, before rows are repeated.
    held: u64,
}

impl Survey {
    fn begin_table(&mut self, name: String) {
        self.before = self.spread();
        (self.width, self.height, self.row, self.repeated) = (0, 0, 1, 0);
        self.tables.push(Table {
            name,
            ..Table::default()
        });
    }

    /// The present table; elements of tables outside of any are counted to nobody.
    fn table(&mut self) -> &mut Table {
        if self.tables.is_empty() {
            self.tables.push(Table::default());
        }
        let last = self.tables.len() - 1;
        &mut self.tables[last]
    }

    fn begin_row(&mut self, repeated: u64) {
        self.row = self.row.saturating_add(self.repeated);
        (self.repeated, self.cells, self.empty) = (repeated, 0, 0);
    }

    fn add_cells(&mut self, count: u64, filled: bool) {
        if filled {
            // The reader keeps no column beyond the last that Excel has.
            self.cells = (self.cells.saturating_add(self.empty).saturating_add(count)).min(16_384);
            self.empty = 0;
        } else {
            self.empty = self.empty.saturating_add(count);
        }
    }

    fn end_row(&mut self) {
        if self.cells > 0 {
            self.width = self.width.max(self.cells);
            self.height = self.row.saturating_add(self.repeated);
            self.held = self.held.saturating_add(self.cells);
        }
    }

    fn spread(&self) -> u64 {
        self.before
            .saturating_add(self.width.saturating_mul(self.height))
            .max(self.held)
    }
}
