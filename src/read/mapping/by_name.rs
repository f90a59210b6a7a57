//! Columns that map themselves: by the names that fields go by, and by nothing else.

use super::Mapping;
use super::headers::{known_headers, plain};
use crate::agreement::{Field, FieldKind};
use crate::read::FieldSource;

/// Headers of a whole name in one cell, as [`plain`] has them.
pub(super) const FULL_NAME_HEADERS: &[&str] = &[
    "fullname",
    "name",
    "patientname",
    "clientname",
    "personname",
    "customername",
    "tenantname",
    "residentname",
    "nameofpatient",
    "nameofclient",
];

impl Mapping {
    /// The field's own name first, then its label, then the other headers it is known by, in their order; then whole
    /// names, and days, months and years that stand apart.
    pub(super) fn map_by_name(&mut self, fields: &[Field], header: &[String]) {
        for (position, field) in fields.iter().enumerate() {
            if self.sources[position].is_some() {
                continue;
            }
            let found = known_headers(field).find_map(|name| {
                let name = plain(name);
                header.iter().enumerate().position(|(cell, column)| {
                    self.columns[cell].fields.is_empty() && plain(column) == name
                })
            });
            if let Some(cell) = found {
                let reason = format!(
                    "the header \"{}\" is a usual name for {}",
                    header[cell], field.label
                );
                self.use_column(cell, field, &reason);
                self.sources[position] = Some(FieldSource::whole(cell));
            }
        }
        self.map_full_name(fields, header);
        self.map_date_parts(fields, header);
    }

    fn map_full_name(&mut self, fields: &[Field], header: &[String]) {
        let position = |kind| fields.iter().position(|field| field.kind == kind);
        let (Some(given), Some(surname)) =
            (position(FieldKind::GivenName), position(FieldKind::Name))
        else {
            return;
        };
        if self.sources[given].is_some() || self.sources[surname].is_some() {
            return;
        }
        let free = |cell: usize| self.columns[cell].fields.is_empty();
        let found = FULL_NAME_HEADERS.iter().find_map(|&name| {
            (0..header.len()).find(|&cell| free(cell) && plain(&header[cell]) == name)
        });
        if let Some(cell) = found {
            let reason = format!(
                "the header \"{}\" is a usual name for a whole name, which is split",
                header[cell]
            );
            // Both fields were found free, and a name splits into these kinds.
            let _ = self.split(cell, &[given, surname], fields, &header[cell], &reason);
        }
    }

    fn map_date_parts(&mut self, fields: &[Field], header: &[String]) {
        let birth_date = fields
            .iter()
            .position(|field| field.kind == FieldKind::BirthDate);
        let Some(position) = birth_date.filter(|&at| self.sources[at].is_none()) else {
            return;
        };
        let part = |word: &str| {
            header.iter().enumerate().position(|(cell, column)| {
                let column = plain(column);
                let about_birth = ["birth", "dob", "born"]
                    .iter()
                    .any(|about| column.contains(about));
                self.columns[cell].fields.is_empty()
                    && about_birth
                    && (column.starts_with(word) || column.ends_with(word))
            })
        };
        let (Some(day), Some(month), Some(year)) = (part("day"), part("month"), part("year"))
        else {
            return;
        };
        let reason = "the headers name the day, month and year of birth, which are put together";
        let _ = self.put_together(
            position,
            vec![day, month, year],
            &fields[position],
            header,
            reason,
        );
    }
}
