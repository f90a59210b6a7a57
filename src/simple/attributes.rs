//! Attributes of a file's rows: coded cells on their way into an extract.

use crate::agreement::{Agreement, Attribute};
use crate::encode::EncodingLayout;
use crate::read::{Mapping, Row};
use crate::report::RunRecordAttribute;

/// Rows that a message lists.
const FIRST_ROWS: usize = 5;

/// The attributes of an extract, in the order of its layout, and what was found in their columns.
pub(super) struct AttributeColumns {
    columns: Vec<AttributeColumn>,
    places: Vec<Option<u8>>,
}

struct AttributeColumn {
    attribute: Attribute,
    /// The cell and its header; `None` where the file has no column for the attribute.
    cell: Option<(usize, String)>,
    filled: u64,
    missing: u64,
    invalid: u64,
    first_rows: Vec<u64>,
}

impl AttributeColumns {
    pub(super) fn new(agreement: &Agreement, mapping: &Mapping, layout: &EncodingLayout) -> Self {
        let columns = layout.attributes().iter().filter_map(|one| {
            let attributes = agreement.attributes();
            let position = attributes.iter().position(|known| known.name == one.name)?;
            let cell = mapping.attribute_cell(position);
            let header = |cell: usize| Some((cell, mapping.columns().get(cell)?.column.clone()));
            Some(AttributeColumn {
                attribute: attributes.get(position)?.clone(),
                cell: cell.and_then(header),
                filled: 0,
                missing: 0,
                invalid: 0,
                first_rows: Vec::new(),
            })
        });
        Self {
            columns: columns.collect(),
            places: Vec::new(),
        }
    }

    /// The row's attributes, in the layout's order: a cell that is empty or cannot be read is missing, and never a no.
    pub(super) fn code(&mut self, row: &Row<'_>) -> &[Option<u8>] {
        self.places.clear();
        for column in &mut self.columns {
            let cell = column.cell.as_ref();
            let cell = cell.and_then(|(cell, _)| row.cells.get(*cell));
            let cell = cell.map_or("", str::trim);
            let place = column.attribute.code(cell);
            if cell.is_empty() {
                column.missing += 1;
            } else if place.is_some() {
                column.filled += 1;
            } else {
                column.invalid += 1;
                if column.first_rows.len() < FIRST_ROWS {
                    column.first_rows.push(row.number.get());
                }
            }
            self.places.push(place);
        }
        &self.places
    }

    /// What cannot be any of an attribute's values, one line each: column, count, remedy and first rows.
    pub(super) fn invalid_lines(&self) -> Vec<String> {
        let invalid = self.columns.iter().filter(|column| column.invalid > 0);
        invalid
            .map(|column| {
                let values: Vec<_> = column.attribute.listed().collect();
                let rows: Vec<_> = column.first_rows.iter().map(u64::to_string).collect();
                let more = if column.invalid > rows.len() as u64 {
                    ", ..."
                } else {
                    ""
                };
                format!(
                    "column \"{}\": {} cells are none of the values agreed for {}, which are {} (row {}{more})",
                    column.cell.as_ref().map_or("", |(_, header)| header),
                    column.invalid,
                    column.attribute.label,
                    values.join(", "),
                    rows.join(", ")
                )
            })
            .collect()
    }

    /// What travels, for the run record.
    pub(super) fn record(&self) -> Vec<RunRecordAttribute> {
        self.columns
            .iter()
            .map(|column| RunRecordAttribute {
                name: column.attribute.name.clone(),
                label: column.attribute.label.clone(),
                column: column.cell.as_ref().map(|(_, header)| header.clone()),
                seen_by: column.attribute.seen_by.clone(),
                filled: column.filled,
                missing: column.missing,
                invalid: column.invalid,
            })
            .collect()
    }
}
