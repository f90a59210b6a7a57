mod attributes;
mod by_name;
mod headers;

use serde::{Deserialize, Serialize};

use super::ReadError;
use super::field_source::{FieldSource, Part};
use crate::agreement::{Agreement, Field, FieldKind};

pub(crate) use headers::{expect_field, find_column, find_id_column, known_headers, plain};
use headers::{listed, usual_id_column};

/// Which columns the user says are which fields: one column for one field, several columns put together into one field,
/// or one column split into several fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingRequest {
    /// The headers, in the order in which their cells are put together.
    pub columns: Vec<String>,
    /// The fields' names.
    pub fields: Vec<String>,
}

impl MappingRequest {
    /// One column for one field.
    #[must_use]
    pub fn one(column: &str, field: &str) -> Self {
        Self {
            columns: vec![column.to_owned()],
            fields: vec![field.to_owned()],
        }
    }
}

/// How one column is used, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnUse {
    /// The column's header.
    pub column: String,
    /// The fields it fills, alone or together with other columns.
    pub fields: Vec<String>,
    /// Why, in plain words; empty when it is not used.
    pub reason: String,
}

/// What is asked of a file's columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMapping {
    /// Columns named by the user; the others map themselves by name unless `only_named`.
    pub named: Vec<MappingRequest>,
    /// Whether only the named columns are used.
    pub only_named: bool,
    /// The column of the owner's own ids; found by name when absent, unless `only_named`.
    pub id_column: Option<String>,
}

/// Which cells of a row fill which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    columns: Vec<ColumnUse>,
    /// By field position.
    sources: Vec<Option<FieldSource>>,
    /// By attribute position.
    attributes: Vec<Option<usize>>,
    id: Option<usize>,
}

impl Mapping {
    /// Works out the use of each column.
    ///
    /// # Errors
    /// [`ReadError`] when a named column or field does not exist, columns cannot be put together or split as asked, or
    /// a required field has no column.
    pub fn new(
        agreement: &Agreement,
        file: &str,
        header: &[String],
        request: &ColumnMapping,
    ) -> Result<Self, ReadError> {
        let mapping = Self::propose(agreement, file, header, request)?;
        let missing: Vec<&str> = agreement
            .fields()
            .iter()
            .zip(&mapping.sources)
            .filter(|(field, source)| field.required && source.is_none())
            .map(|(field, _)| field.label.as_str())
            .collect();
        if missing.is_empty() {
            return Ok(mapping);
        }
        Err(ReadError::MissingFields {
            file: file.to_owned(),
            fields: missing.join(", "),
            known: listed(agreement, header),
        })
    }

    /// As [`Self::new`], but a required field may still be without a column: for showing before it is decided.
    ///
    /// # Errors
    /// [`ReadError`] when a named column or field does not exist, or columns cannot be put together or split as asked.
    pub fn propose(
        agreement: &Agreement,
        file: &str,
        header: &[String],
        request: &ColumnMapping,
    ) -> Result<Self, ReadError> {
        let fields = agreement.fields();
        let mut mapping = Self {
            columns: header
                .iter()
                .map(|column| ColumnUse {
                    column: column.clone(),
                    fields: Vec::new(),
                    reason: String::new(),
                })
                .collect(),
            sources: vec![None; fields.len()],
            attributes: vec![None; agreement.attributes().len()],
            id: None,
        };
        for named in &request.named {
            if !mapping.add_named_attribute(agreement, file, header, named)? {
                mapping.add_named(agreement, file, header, named)?;
            }
        }
        if !request.only_named {
            mapping.map_by_name(fields, header);
            mapping.map_attributes_by_name(agreement.attributes(), header);
        }
        mapping.id = match &request.id_column {
            Some(column) => Some(find_column(agreement, file, header, column)?),
            None if request.only_named => None,
            None => usual_id_column(header),
        };
        Ok(mapping)
    }

    fn add_named(
        &mut self,
        agreement: &Agreement,
        file: &str,
        header: &[String],
        named: &MappingRequest,
    ) -> Result<(), ReadError> {
        let fields = agreement.fields();
        let cells = named
            .columns
            .iter()
            .map(|column| find_column(agreement, file, header, column))
            .collect::<Result<Vec<_>, _>>()?;
        let positions = named
            .fields
            .iter()
            .map(|field| expect_field(agreement, field))
            .collect::<Result<Vec<_>, _>>()?;
        let reason = "you chose it";
        match (&cells[..], &positions[..]) {
            (_, &[field]) => self.put_together(field, cells, &fields[field], header, reason),
            (&[cell], [_, _, ..]) => self.split(cell, &positions, fields, &header[cell], reason),
            _ => Err(ReadError::NotOneToMany {
                columns: named.columns.join(", "),
                fields: named.fields.join(", "),
            }),
        }
    }

    /// Has these columns fill a field, together with those that fill it already.
    fn put_together(
        &mut self,
        field: usize,
        mut cells: Vec<usize>,
        which: &Field,
        header: &[String],
        reason: &str,
    ) -> Result<(), ReadError> {
        if let Some(before) = &self.sources[field] {
            let new = cells
                .into_iter()
                .filter(|cell| !before.cells.contains(cell))
                .collect::<Vec<_>>();
            cells = before.cells.iter().copied().chain(new).collect();
        }
        if let [first, second, ..] = cells[..]
            && !can_be_put_together(which.kind)
        {
            return Err(ReadError::FieldTwice {
                field: which.label.clone(),
                first: header[first].clone(),
                second: header[second].clone(),
            });
        }
        for &cell in &cells {
            self.use_column(cell, which, reason);
        }
        self.sources[field] = Some(FieldSource::together(which.kind, cells, header));
        Ok(())
    }

    /// Has one column fill several fields.
    fn split(
        &mut self,
        cell: usize,
        positions: &[usize],
        fields: &[Field],
        column: &str,
        reason: &str,
    ) -> Result<(), ReadError> {
        let kinds: Vec<FieldKind> = positions.iter().map(|&at| fields[at].kind).collect();
        let parts: Option<Vec<Part>> = kinds
            .iter()
            .map(|&kind| Part::of_split(kind, &kinds))
            .collect();
        let taken = positions.iter().find(|&&at| self.sources[at].is_some());
        if let Some(&at) = taken {
            let first = self.sources[at].as_ref().and_then(|s| s.cells.first());
            return Err(ReadError::FieldTwice {
                field: fields[at].label.clone(),
                first: first.map_or_else(String::new, |&cell| self.columns[cell].column.clone()),
                second: column.to_owned(),
            });
        }
        let Some(parts) = parts else {
            return Err(ReadError::CannotSplit {
                column: column.to_owned(),
                fields: positions
                    .iter()
                    .map(|&at| fields[at].label.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            });
        };
        for (&at, part) in positions.iter().zip(parts) {
            self.use_column(cell, &fields[at], reason);
            self.sources[at] = Some(FieldSource {
                cells: vec![cell],
                part,
            });
        }
        Ok(())
    }

    fn use_column(&mut self, cell: usize, which: &Field, reason: &str) {
        let column = &mut self.columns[cell];
        if !column.fields.contains(&which.name) {
            column.fields.push(which.name.clone());
        }
        reason.clone_into(&mut column.reason);
    }

    /// The use of each column, in the file's order.
    #[must_use]
    pub fn columns(&self) -> &[ColumnUse] {
        &self.columns
    }

    /// What fills the field at this position.
    #[must_use]
    pub fn source_of(&self, field: usize) -> Option<&FieldSource> {
        self.sources.get(field)?.as_ref()
    }

    /// The headers of the columns that fill the field at this position, for messages.
    #[must_use]
    pub fn columns_of(&self, field: usize) -> Option<String> {
        let source = self.source_of(field)?;
        let names: Vec<&str> = source
            .cells
            .iter()
            .filter_map(|&cell| Some(self.columns.get(cell)?.column.as_str()))
            .collect();
        Some(names.join(" + "))
    }

    /// The position of the cell with the owner's own id.
    #[must_use]
    pub const fn id_cell(&self) -> Option<usize> {
        self.id
    }

    /// This mapping as a request that names every column in use, for saving and using again.
    #[must_use]
    pub fn as_request(&self, agreement: &Agreement) -> ColumnMapping {
        let mut named: Vec<MappingRequest> = Vec::new();
        let sources = agreement.fields().iter().zip(&self.sources);
        for (field, source) in sources.filter_map(|(f, s)| Some((f, s.as_ref()?))) {
            let columns: Vec<String> = source
                .cells
                .iter()
                .map(|&cell| self.columns[cell].column.clone())
                .collect();
            let same = |request: &&mut MappingRequest| {
                source.part != Part::Whole && request.columns == columns
            };
            match named.iter_mut().find(same) {
                Some(request) => request.fields.push(field.name.clone()),
                None => named.push(MappingRequest {
                    columns,
                    fields: vec![field.name.clone()],
                }),
            }
        }
        let attributes = agreement.attributes().iter().zip(&self.attributes);
        named.extend(attributes.filter_map(|(attribute, cell)| {
            let column = &self.columns.get((*cell)?)?.column;
            Some(MappingRequest::one(column, &attribute.name))
        }));
        ColumnMapping {
            named,
            only_named: true,
            id_column: self.id.map(|cell| self.columns[cell].column.clone()),
        }
    }
}

/// Kinds whose value people keep in several columns: parts of a date, of a name, of an address, a dialling code, easting
/// and northing, a date and its time. Two
/// columns chosen for any other kind are a slip.
const fn can_be_put_together(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::BirthDate
            | FieldKind::GivenName
            | FieldKind::Name
            | FieldKind::AddressLine
            | FieldKind::Phone
            | FieldKind::Location
            | FieldKind::DateTime
            | FieldKind::Text
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::from_template;

    fn agreement() -> Agreement {
        from_template("person", &["A".to_owned(), "B".to_owned()]).unwrap()
    }

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn usual_headers_map_themselves() {
        let header = header(&[
            "Rec_ID",
            "Forename",
            "SURNAME",
            "D.O.B.",
            "Post Code",
            "notes",
        ]);
        let mapping =
            Mapping::new(&agreement(), "f.csv", &header, &ColumnMapping::default()).unwrap();
        let used: Vec<_> = mapping
            .columns()
            .iter()
            .map(|column| column.fields.first().map_or("-", String::as_str))
            .collect();
        assert_eq!(
            used,
            ["-", "given_name", "surname", "birth_date", "postcode", "-"]
        );
        assert_eq!(mapping.id_cell(), Some(0));
    }

    #[test]
    fn a_first_row_that_is_no_header_is_not_repeated() {
        let header = header(&["17", "Zebedee", "Quill", "1980-02-03"]);
        let error = Mapping::new(&agreement(), "f.csv", &header, &ColumnMapping::default());
        let said = error.unwrap_err().to_string();
        assert!(said.contains("is the first row a header?"), "{said}");
        assert!(!said.contains("Quill") && !said.contains("1980"), "{said}");
    }

    #[test]
    fn wrong_requests_say_what_there_is() {
        let header = header(&["forename", "surname", "dob"]);
        let ask = |column: &str, field: &str| ColumnMapping {
            named: vec![MappingRequest::one(column, field)],
            ..ColumnMapping::default()
        };
        let refuse = |request: &ColumnMapping| {
            Mapping::new(&agreement(), "f.csv", &header, request)
                .unwrap_err()
                .to_string()
        };
        let column = refuse(&ask("surnme", "surname"));
        assert!(
            column.contains("no column \"surnme\". Did you mean \"surname\"?"),
            "{column}"
        );
        assert!(refuse(&ask("surname", "family")).contains("no field \"family\""));
        let only = ColumnMapping {
            only_named: true,
            ..ask("surname", "surname")
        };
        assert!(refuse(&only).contains("given name, date of birth"));
    }

    fn request(columns: &[&str], fields: &[&str]) -> MappingRequest {
        MappingRequest {
            columns: header(columns),
            fields: header(fields),
        }
    }

    #[test]
    fn whole_names_and_dates_apart_map_themselves() {
        let header = header(&["ref", "Full Name", "DOB year", "DOB month", "DOB day"]);
        let mapping =
            Mapping::new(&agreement(), "f.csv", &header, &ColumnMapping::default()).unwrap();
        let part = |field: &str| {
            let at = agreement().field_position(field).unwrap();
            mapping.source_of(at).cloned().unwrap()
        };
        assert_eq!(part("given_name").part, Part::GivenName);
        assert_eq!(part("surname").part, Part::Surname);
        assert_eq!(part("surname").cells, [1]);
        assert_eq!(part("birth_date").part, Part::DateParts);
        assert_eq!(part("birth_date").cells, [4, 3, 2]);
        assert_eq!(mapping.columns()[1].fields, ["given_name", "surname"]);
    }

    #[test]
    fn a_mapping_saved_and_used_again_is_the_same() {
        let header = header(&["Name", "dob", "House", "Street", "Postcode", "Own key"]);
        let asked = ColumnMapping {
            named: vec![
                request(&["Name"], &["given_name", "surname"]),
                request(&["House", "Street"], &["address_line"]),
            ],
            id_column: Some("Own key".to_owned()),
            ..ColumnMapping::default()
        };
        let agreement = agreement();
        let mapping = Mapping::new(&agreement, "f.csv", &header, &asked).unwrap();
        let saved = mapping.as_request(&agreement);
        assert!(saved.only_named);
        let again = Mapping::new(&agreement, "f.csv", &header, &saved).unwrap();
        assert_eq!(again.sources, mapping.sources);
        assert_eq!(again.id_cell(), Some(5));
    }

    #[test]
    fn what_cannot_be_put_together_or_split_is_refused() {
        let header = header(&["Name", "dob", "Home postcode 1", "Postcode 2"]);
        let refuse = |asked: Vec<MappingRequest>| {
            let asked = ColumnMapping {
                named: asked,
                ..ColumnMapping::default()
            };
            Mapping::new(&agreement(), "f.csv", &header, &asked)
                .unwrap_err()
                .to_string()
        };
        let twice = refuse(vec![request(
            &["Home postcode 1", "Postcode 2"],
            &["postcode"],
        )]);
        assert!(twice.contains("are both to be used as postcode"), "{twice}");
        let twice = refuse(vec![
            request(&["Home postcode 1"], &["postcode"]),
            request(&["Postcode 2"], &["postcode"]),
        ]);
        assert!(twice.contains("are both to be used as postcode"), "{twice}");
        let split = refuse(vec![request(&["Name"], &["surname", "postcode"])]);
        assert!(
            split.contains("cannot be split into surname, postcode"),
            "{split}"
        );
        let many = refuse(vec![request(&["Name", "dob"], &["given_name", "surname"])]);
        assert!(many.contains("one at a time"), "{many}");
    }
}
