//! Lists of people to leave out, by own id or by the value of a field.

use std::collections::HashSet;

use crate::agreement::{Agreement, Field, FieldKind};
use crate::read;
use crate::simple::Error;
use crate::standardise::{self, Day};

/// Values of one field whose records are left out. The values are people's: there is no `Debug` of them.
#[derive(Clone)]
pub struct ExcludeList {
    pub(super) field: usize,
    pub(super) label: String,
    pub(super) values: HashSet<String>,
}

impl std::fmt::Debug for ExcludeList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExcludeList")
            .field("label", &self.label)
            .finish_non_exhaustive()
    }
}

impl ExcludeList {
    /// Reads a list, one value a line, of the field of this name. Empty lines are passed over, and so is a first line that
    /// is one of the field's names or has no digit where values have them, as exports have a header.
    ///
    /// # Errors
    /// [`Error::Read`] for an unknown field, [`Error::ListEntry`] for a line that cannot be read and [`Error::ListEmpty`]
    /// for a list of nothing: someone who asked to be left out would otherwise not be.
    pub fn read(
        agreement: &Agreement,
        field: &str,
        file: &str,
        text: &str,
        today: Day,
    ) -> Result<Self, Error> {
        let position = read::expect_field(agreement, field)?;
        let which = &agreement.fields()[position];
        let mut values = HashSet::new();
        for (line, entry) in list_lines(text) {
            match standardise::standardise_value(which.kind, entry, today).value {
                Some(value) => {
                    values.insert(value);
                }
                None if line == 1 && is_header(which, entry) => {}
                None => {
                    return Err(Error::ListEntry {
                        file: file.to_owned(),
                        line,
                        field: which.label.clone(),
                    });
                }
            }
        }
        if values.is_empty() {
            return Err(Error::ListEmpty {
                file: file.to_owned(),
            });
        }
        Ok(Self {
            field: position,
            label: which.label.clone(),
            values,
        })
    }

    /// How many values are on the list.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether nothing is on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// Reads a list of own ids to leave out, one a line. A first line is an id like any other: one that no row has does no harm.
///
/// # Errors
/// [`Error::ListEntry`] when every line holds several values, [`Error::ListEmpty`] for a list of nothing.
pub fn ids_to_leave_out(file: &str, text: &str) -> Result<HashSet<String>, Error> {
    let several = |entry: &str| entry.contains([',', ';', '\t']);
    let ids: HashSet<String> = list_lines(text).map(|(_, id)| id.to_owned()).collect();
    if ids.is_empty() {
        return Err(Error::ListEmpty {
            file: file.to_owned(),
        });
    }
    if ids.iter().all(|id| several(id)) {
        return Err(Error::ListEntry {
            file: file.to_owned(),
            line: 1,
            field: "single id".to_owned(),
        });
    }
    Ok(ids)
}

/// The lines of a list that have anything in them, with their numbers, without the quotation marks and separators that
/// spreadsheets leave around a value. Old Macintosh line ends count too.
fn list_lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.split('\n').flat_map(|line| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.split('\r')
    });
    (1u64..)
        .zip(lines)
        .map(|(number, line)| {
            let bare = |c: char| c.is_whitespace() || matches!(c, '"' | ',' | ';');
            (number, line.trim_matches(bare))
        })
        .filter(|(_, line)| !line.is_empty())
}

/// Whether the first line of a list names the field and is not one of its values.
fn is_header(field: &Field, entry: &str) -> bool {
    let plain = read::plain_header(entry);
    let has_digits = matches!(
        field.kind,
        FieldKind::NhsNumber
            | FieldKind::Uprn
            | FieldKind::Phone
            | FieldKind::UkPostcode
            | FieldKind::BirthDate
            | FieldKind::Digits
    );
    read::known_headers(field).any(|name| read::plain_header(name) == plain)
        || (has_digits && !entry.contains(|c: char| c.is_numeric()))
}
