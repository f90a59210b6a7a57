use serde::{Deserialize, Serialize};

use super::ReadError;
use crate::agreement::{Agreement, Field};

/// Which column the user says is which field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingRequest {
    /// The column's header.
    pub column: String,
    /// The field's name.
    pub field: String,
}

/// How one column is used, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnUse {
    /// The column's header.
    pub column: String,
    /// The field it fills, if any.
    pub field: Option<String>,
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

/// Which cell of a row fills which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    columns: Vec<ColumnUse>,
    /// By field position: the cell's position.
    cells: Vec<Option<usize>>,
    id: Option<usize>,
}

/// Headers that owners give to their own ids, in the order of preference.
const ID_HEADERS: &[&str] = &[
    "id",
    "recordid",
    "recid",
    "personid",
    "patientid",
    "clientid",
    "uniqueid",
    "localid",
    "caseid",
    "ref",
    "reference",
];

impl Mapping {
    /// Works out the use of each column.
    ///
    /// # Errors
    /// [`ReadError`] when a named column or field does not exist, two columns fill one field, or a required field has
    /// no column.
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
            .zip(&mapping.cells)
            .filter(|(field, cell)| field.required && cell.is_none())
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
    /// [`ReadError`] when a named column or field does not exist, or two named columns fill one field.
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
                    field: None,
                    reason: String::new(),
                })
                .collect(),
            cells: vec![None; fields.len()],
            id: None,
        };
        for named in &request.named {
            let cell = find_column(agreement, file, header, &named.column)?;
            let field = agreement
                .field_position(&named.field)
                .ok_or_else(|| no_such_field(&named.field, fields))?;
            if let Some(first) = mapping.cells[field].filter(|&first| first != cell) {
                return Err(ReadError::FieldTwice {
                    field: fields[field].label.clone(),
                    first: header[first].clone(),
                    second: named.column.clone(),
                });
            }
            mapping.assign(cell, field, &fields[field], "you chose it".to_owned());
        }
        if !request.only_named {
            mapping.map_by_name(fields, header);
        }
        mapping.id = match &request.id_column {
            Some(column) => Some(find_column(agreement, file, header, column)?),
            None if request.only_named => None,
            None => ID_HEADERS
                .iter()
                .find_map(|&name| header.iter().position(|column| plain(column) == name)),
        };
        Ok(mapping)
    }

    fn assign(&mut self, cell: usize, field: usize, which: &Field, reason: String) {
        self.cells[field] = Some(cell);
        self.columns[cell].field = Some(which.name.clone());
        self.columns[cell].reason = reason;
    }

    /// The field's own name first, then its label, then the other headers it is known by, in their order.
    fn map_by_name(&mut self, fields: &[Field], header: &[String]) {
        for (position, field) in fields.iter().enumerate() {
            if self.cells[position].is_some() {
                continue;
            }
            let known = [&field.name, &field.label]
                .into_iter()
                .chain(&field.headers);
            let found = known.into_iter().find_map(|name| {
                let name = plain(name);
                header.iter().enumerate().position(|(cell, column)| {
                    self.columns[cell].field.is_none() && plain(column) == name
                })
            });
            if let Some(cell) = found {
                let reason = format!(
                    "the header \"{}\" is a usual name for {}",
                    header[cell], field.label
                );
                self.assign(cell, position, field, reason);
            }
        }
    }

    /// The use of each column, in the file's order.
    #[must_use]
    pub fn columns(&self) -> &[ColumnUse] {
        &self.columns
    }

    /// The position of the cell that fills the field at this position.
    #[must_use]
    pub fn cell_of(&self, field: usize) -> Option<usize> {
        self.cells.get(field).copied().flatten()
    }

    /// The position of the cell with the owner's own id.
    #[must_use]
    pub const fn id_cell(&self) -> Option<usize> {
        self.id
    }
}

/// A header as it is compared: lower case, letters and digits only.
fn plain(header: &str) -> String {
    header
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The headers as messages list them. Where not one of them is known, the first row may be a person's record and not a
/// header at all, so it is counted and not repeated.
fn listed(agreement: &Agreement, header: &[String]) -> String {
    let is_known = |column: &String| {
        let column = plain(column);
        ID_HEADERS.contains(&column.as_str())
            || agreement.fields().iter().any(|field| {
                [&field.name, &field.label]
                    .into_iter()
                    .chain(&field.headers)
                    .any(|name| plain(name) == column)
            })
    };
    if header.iter().any(is_known) {
        return header.join(", ");
    }
    format!(
        "not shown, as none of the {} has a known name: is the first row a header?",
        header.len()
    )
}

fn find_column(
    agreement: &Agreement,
    file: &str,
    header: &[String],
    column: &str,
) -> Result<usize, ReadError> {
    if let Some(exact) = header.iter().position(|name| name == column.trim()) {
        return Ok(exact);
    }
    let nearest = header
        .iter()
        .map(|name| (strsim::jaro_winkler(&plain(name), &plain(column)), name))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    Err(ReadError::NoSuchColumn {
        file: file.to_owned(),
        column: column.to_owned(),
        known: listed(agreement, header),
        hint: nearest.map_or_else(String::new, |(_, name)| {
            format!(" Did you mean \"{name}\"?")
        }),
    })
}

fn no_such_field(field: &str, fields: &[Field]) -> ReadError {
    ReadError::NoSuchField {
        field: field.to_owned(),
        known: fields
            .iter()
            .map(|field| field.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    }
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
            .map(|column| column.field.as_deref().unwrap_or("-"))
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
            named: vec![MappingRequest {
                column: column.to_owned(),
                field: field.to_owned(),
            }],
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
}
