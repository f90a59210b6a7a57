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

/// The ends of two headers that are a place's coordinates together.
const COORDINATES: &[[&str; 2]] = &[
    ["easting", "northing"],
    ["eastings", "northings"],
    ["latitude", "longitude"],
    ["lat", "long"],
    ["lat", "lng"],
    ["lat", "lon"],
];

/// Headers that are a date and time together, `*` standing for what the field is called without those words.
const MOMENTS: &[&[&str]] = &[
    &["*fromdate", "*fromtime", "*todate", "*totime"],
    &["*datefrom", "*timefrom", "*dateto", "*timeto"],
    &["*startdate", "*starttime", "*enddate", "*endtime"],
    &["*from", "*to"],
    &["*date", "*time"],
    &["*fromdate", "*fromtime"],
];

/// A header without the words for date and time at its end.
fn stem(plain: &str) -> &str {
    let ends = ["dateandtime", "datetime", "date", "time"];
    let found = ends.iter().find_map(|end| plain.strip_suffix(end));
    found.unwrap_or(plain)
}

impl Mapping {
    /// The field's own name first, then its label, then the other headers it is known by, in their order; then whole
    /// names, and days, months and years that stand apart.
    pub(super) fn map_by_name(&mut self, fields: &[Field], header: &[String]) {
        // Two columns of coordinates say more than one that bears the field's name, which may hold a place in words.
        self.map_coordinates(fields, header);
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
        self.map_moments(fields, header);
    }

    /// The free columns of these names, compared as headers are; `None` unless there is one of each.
    fn columns_called(&self, header: &[String], names: &[String]) -> Option<Vec<usize>> {
        let column = |name: &String| {
            (0..header.len())
                .find(|&cell| self.columns[cell].fields.is_empty() && plain(&header[cell]) == *name)
        };
        names.iter().map(column).collect()
    }

    /// Easting and northing, or latitude and longitude, in two columns whose names are alike otherwise.
    fn map_coordinates(&mut self, fields: &[Field], header: &[String]) {
        let location = fields
            .iter()
            .position(|field| field.kind == FieldKind::Location);
        let Some(position) = location.filter(|&at| self.sources[at].is_none()) else {
            return;
        };
        let found = COORDINATES.iter().find_map(|[one, other]| {
            header.iter().find_map(|column| {
                let column = plain(column);
                let before = column.strip_suffix(one)?;
                let names = [column.clone(), format!("{before}{other}")];
                self.columns_called(header, &names)
            })
        });
        if let Some(cells) = found {
            let reason = "the headers name the two coordinates, which are put together";
            let _ = self.put_together(position, cells, &fields[position], header, reason);
        }
    }

    /// A date and a time in columns of their own, or from when to when.
    fn map_moments(&mut self, fields: &[Field], header: &[String]) {
        for (position, field) in fields.iter().enumerate() {
            if field.kind != FieldKind::DateTime || self.sources[position].is_some() {
                continue;
            }
            let stems = known_headers(field).map(|name| stem(&plain(name)).to_owned());
            let stems: Vec<String> = stems.chain([String::new()]).collect();
            let found = MOMENTS.iter().find_map(|forms| {
                stems.iter().find_map(|stem| {
                    let names: Vec<String> =
                        forms.iter().map(|form| form.replace('*', stem)).collect();
                    self.columns_called(header, &names)
                })
            });
            if let Some(cells) = found {
                let reason =
                    "the headers name the parts of a date and time, which are put together";
                let _ = self.put_together(position, cells, field, header, reason);
            }
        }
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
