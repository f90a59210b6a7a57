//! Attributes of a file's rows: coded cells, and codes derived of standard values, on their way into an extract.
//!
//! What is derived is derived here, on the computer of whoever holds the file: of the exact time and place only the code goes on.

use crate::agreement::{Agreement, Attribute, AttributeKind};
use crate::encode::EncodingLayout;
use crate::read::{Mapping, Row};
use crate::report::RunRecordAttribute;
use crate::standardise::{LocalClock, Location, StandardRecord};

/// Rows that a message lists.
const FIRST_ROWS: usize = 5;

/// The attributes of an extract, in the order of its layout, and what was found in their columns.
pub(super) struct AttributeColumns {
    columns: Vec<AttributeColumn>,
    places: Vec<Option<u32>>,
}

struct AttributeColumn {
    attribute: Attribute,
    /// The cell and its header; `None` where the file has no column for the attribute.
    cell: Option<(usize, String)>,
    /// The position of the field that it is derived of.
    field: Option<usize>,
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
            let attribute = attributes.get(position)?;
            let field = attribute.of.as_deref();
            let field = field.and_then(|name| agreement.field_position(name));
            let cell = match field {
                Some(field) => mapping
                    .source_of(field)
                    .and_then(|source| source.cells.first().copied()),
                None => mapping.attribute_cell(position),
            };
            let header = |cell: usize| Some((cell, mapping.columns().get(cell)?.column.clone()));
            Some(AttributeColumn {
                attribute: attribute.clone(),
                cell: cell.and_then(header),
                field,
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

    /// The row's attributes, in the layout's order: a cell that is empty or cannot be read is missing, and never a no. What is
    /// derived is derived of the row's standard values.
    pub(super) fn code(&mut self, row: &Row<'_>, record: &StandardRecord) -> &[Option<u32>] {
        self.places.clear();
        for column in &mut self.columns {
            let place = match column.field {
                Some(field) => column.derive(record.value(field)),
                None => column.read(row),
            };
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

    /// The labels of what is derived of time or place.
    pub(super) fn derived(&self) -> Vec<&str> {
        let columns = self.columns.iter();
        columns
            .filter(|column| column.attribute.is_of_time_or_place())
            .map(|column| column.attribute.label.as_str())
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

impl AttributeColumn {
    /// The value of the row's cell.
    fn read(&mut self, row: &Row<'_>) -> Option<u32> {
        let cell = self.cell.as_ref();
        let cell = cell.and_then(|(cell, _)| row.cells.get(*cell));
        let cell = cell.map_or("", str::trim);
        let place = self.attribute.code(cell);
        if cell.is_empty() {
            self.missing += 1;
        } else if place.is_some() {
            self.filled += 1;
        } else {
            self.invalid += 1;
            if self.first_rows.len() < FIRST_ROWS {
                self.first_rows.push(row.number.get());
            }
        }
        place
    }

    /// The code of a field's standard value. A value of which there is none is missing: what is wrong with the cell has been
    /// said of the field, and a place that is known to a larger square than the cell, or by three words, has no cell.
    fn derive(&mut self, standard: Option<&str>) -> Option<u32> {
        let place = standard.and_then(|standard| derived(&self.attribute, standard));
        let place = place.filter(|place| *place < self.attribute.value_count());
        if place.is_some() {
            self.filled += 1;
        } else {
            self.missing += 1;
        }
        place
    }
}

/// The code that an attribute takes of a standard value.
fn derived(attribute: &Attribute, standard: &str) -> Option<u32> {
    match attribute.kind {
        AttributeKind::Hour => LocalClock::of_standard(standard).map(|clock| clock.hour.into()),
        AttributeKind::Weekday => {
            LocalClock::of_standard(standard).map(|clock| clock.weekday.into())
        }
        AttributeKind::Month => {
            let clock = LocalClock::of_standard(standard)?;
            Attribute::month_place(clock.year, clock.month)
        }
        AttributeKind::GridCell => {
            let cell = Location::of_standard(standard)?.cell(attribute.metres?)?;
            Some(cell.number())
        }
        AttributeKind::Band | AttributeKind::Category => attribute.code(standard),
        AttributeKind::Flag => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::GridCell;

    fn attribute(kind: AttributeKind, metres: Option<u32>) -> Attribute {
        Attribute {
            name: "a".to_owned(),
            label: "a".to_owned(),
            domain: "a".to_owned(),
            kind,
            values: Vec::new(),
            need: Vec::new(),
            from: Vec::new(),
            seen_by: Vec::new(),
            headers: Vec::new(),
            of: None,
            metres,
        }
    }

    #[test]
    fn times_become_what_a_clock_in_the_united_kingdom_showed() {
        // Half past midnight on 1 August, a Thursday, in summer time.
        let standard = "20240731T233000Z";
        let code = |kind| derived(&attribute(kind, None), standard);
        assert_eq!(code(AttributeKind::Hour), Some(0));
        assert_eq!(code(AttributeKind::Weekday), Some(3));
        assert_eq!(code(AttributeKind::Month), Attribute::month_place(2024, 8));
        assert_eq!(code(AttributeKind::Category), None);
    }

    #[test]
    fn a_category_of_a_field_is_the_fields_own_value() {
        let category = Attribute {
            values: ["other", "Sharp object", "firearm"]
                .map(str::to_owned)
                .into(),
            of: Some("method".to_owned()),
            ..attribute(AttributeKind::Category, None)
        };
        // Standard values are in small letters.
        assert_eq!(derived(&category, "sharp object"), Some(1));
        assert_eq!(derived(&category, "glass"), None);
    }

    #[test]
    fn places_become_cells_and_a_place_that_is_too_coarse_has_none() {
        let cell = |standard: &str, metres| {
            let place = derived(&attribute(AttributeKind::GridCell, Some(metres)), standard)?;
            GridCell::of_number(place, metres).map(GridCell::name)
        };
        assert_eq!(cell("TG5140913177", 500).as_deref(), Some("TG510130"));
        // A square of a hundred metres counts by its middle, 514050, 131050.
        assert_eq!(cell("TG514131", 250).as_deref(), Some("TG51251300"));
        assert_eq!(cell("TG5113", 1_000).as_deref(), Some("TG5113"));
        assert_eq!(cell("TG5113", 500), None);
        // The same place by satellite, some metres out.
        assert_eq!(
            cell("+52.65798+001.71605/", 500).as_deref(),
            Some("TG510130")
        );
        // Belfast is on no cell of this grid that is in Great Britain, but the grid reaches there; New York it does not.
        assert_eq!(cell("+40.71280-074.00600/", 500), None);
        assert_eq!(cell("///filled.count.soap", 500), None);
    }
}
