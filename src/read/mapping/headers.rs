//! Headers and the names of fields, as they are compared and as messages list them.

use super::by_name::FULL_NAME_HEADERS;
use crate::agreement::{Agreement, Field};
use crate::read::ReadError;

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

/// The names a field's column may have, best first.
pub(crate) fn known_headers(field: &Field) -> impl Iterator<Item = &String> {
    [&field.name, &field.label]
        .into_iter()
        .chain(&field.headers)
}

/// A header as it is compared: lower case, letters and digits only.
pub(crate) fn plain(header: &str) -> String {
    header
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The headers as messages list them. Where not one of them is known, the first row may be a person's record and not a
/// header at all, so it is counted and not repeated.
pub(super) fn listed(agreement: &Agreement, header: &[String]) -> String {
    listed_if(is_a_header(agreement, header), header)
}

fn listed_if(is_a_header: bool, header: &[String]) -> String {
    if is_a_header {
        return header.join(", ");
    }
    format!(
        "not shown, as none of the {} has a known name: is the first row a header?",
        header.len()
    )
}

/// Whether any of the names is a known one, so that the row surely holds names of columns.
fn is_a_header(agreement: &Agreement, header: &[String]) -> bool {
    header.iter().any(|column| {
        let column = plain(column);
        is_an_id_header(&column)
            || FULL_NAME_HEADERS.contains(&column.as_str())
            || agreement
                .fields()
                .iter()
                .any(|field| known_headers(field).any(|name| plain(name) == column))
    })
}

/// The position of a column by its header.
///
/// # Errors
/// [`ReadError::NoSuchColumn`], with the nearest header.
pub(crate) fn find_column(
    agreement: &Agreement,
    file: &str,
    header: &[String],
    column: &str,
) -> Result<usize, ReadError> {
    find(is_a_header(agreement, header), file, header, column)
}

/// The position of the column of own ids: the one of this name, else the first with a usual name; `None` when there is none.
///
/// # Errors
/// [`ReadError::NoSuchColumn`], with the nearest header.
pub(crate) fn find_id_column(
    file: &str,
    header: &[String],
    column: Option<&str>,
) -> Result<Option<usize>, ReadError> {
    let by_name = header.iter().any(|name| is_an_id_header(&plain(name)));
    match column {
        Some(column) => find(by_name, file, header, column).map(Some),
        None => Ok(usual_id_column(header)),
    }
}

/// The first column, in the order of preference, whose name is one that ids usually have.
pub(super) fn usual_id_column(header: &[String]) -> Option<usize> {
    ID_HEADERS
        .iter()
        .find_map(|&name| header.iter().position(|column| plain(column) == name))
}

fn is_an_id_header(plain: &str) -> bool {
    ID_HEADERS.contains(&plain)
}

fn find(
    is_a_header: bool,
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
        .filter(|(similarity, _)| *similarity > 0.8 && is_a_header)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    Err(ReadError::NoSuchColumn {
        file: file.to_owned(),
        column: column.to_owned(),
        known: listed_if(is_a_header, header),
        hint: nearest.map_or_else(String::new, |(_, name)| {
            format!(" Did you mean \"{name}\"?")
        }),
    })
}

/// The position of a field by its name.
///
/// # Errors
/// [`ReadError::NoSuchField`], naming those there are.
pub(crate) fn expect_field(agreement: &Agreement, field: &str) -> Result<usize, ReadError> {
    agreement.field_position(field).ok_or_else(|| {
        let fields = agreement.fields().iter().map(|f| f.name.as_str());
        let attributes = agreement.attributes().iter().map(|one| one.name.as_str());
        let names: Vec<&str> = fields.chain(attributes).collect();
        ReadError::NoSuchField {
            field: field.to_owned(),
            known: names.join(", "),
        }
    })
}
