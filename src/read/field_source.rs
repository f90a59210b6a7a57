//! Where a field's raw value comes from: one cell, several cells put together, or a part of one cell.

use csv::StringRecord;

use super::mapping::plain;
use crate::agreement::FieldKind;

/// The cells that fill one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSource {
    /// Positions of cells; one or more, in the order in which they are put together.
    pub cells: Vec<usize>,
    /// What of the text is the field's.
    pub part: Part,
}

/// What of a cell's text is the field's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// Day, month and year, each in a cell of its own.
    DateParts,
    /// The given names of a whole name.
    GivenName,
    /// The surname of a whole name.
    Surname,
    /// The first line of a whole address.
    AddressLine,
    /// The postcode of a whole address.
    Postcode,
}

impl Part {
    /// The part of a column split into fields of `kinds` that a field of `kind` gets; `None` when no column is split so.
    pub(super) fn of_split(kind: FieldKind, kinds: &[FieldKind]) -> Option<Self> {
        let both = |one, other| kinds.len() == 2 && kinds.contains(&one) && kinds.contains(&other);
        if both(FieldKind::GivenName, FieldKind::Name) {
            Some(if kind == FieldKind::GivenName {
                Self::GivenName
            } else {
                Self::Surname
            })
        } else if both(FieldKind::AddressLine, FieldKind::UkPostcode) {
            Some(if kind == FieldKind::AddressLine {
                Self::AddressLine
            } else {
                Self::Postcode
            })
        } else {
            None
        }
    }
}

impl FieldSource {
    /// All of one cell.
    pub(super) fn whole(cell: usize) -> Self {
        Self {
            cells: vec![cell],
            part: Part::Whole,
        }
    }

    /// Cells put together. Those of a date are put in the order day, month, year, as far as their headers tell;
    /// otherwise they are taken to be in that order.
    pub(super) fn together(kind: FieldKind, mut cells: Vec<usize>, header: &[String]) -> Self {
        if kind != FieldKind::BirthDate || cells.len() != 3 {
            return Self {
                cells,
                part: Part::Whole,
            };
        }
        let rank = |&cell: &usize| {
            let column = header.get(cell).map(|name| plain(name)).unwrap_or_default();
            let names = |words: &[&str]| {
                words
                    .iter()
                    .any(|word| column.starts_with(word) || column.ends_with(word))
            };
            if names(&["year", "yyyy", "yy"]) {
                3
            } else if names(&["month", "mm"]) {
                2
            } else {
                u8::from(names(&["day", "dd"]))
            }
        };
        let mut ranks: Vec<u8> = cells.iter().map(rank).collect();
        ranks.sort_unstable();
        if ranks == [1, 2, 3] {
            cells.sort_by_key(rank);
        }
        Self {
            cells,
            part: Part::DateParts,
        }
    }

    /// The raw text in a row's cells: borrowed where it is one cell, else put together in `spare`.
    #[must_use]
    pub fn raw<'a>(&self, row: &'a StringRecord, spare: &'a mut String) -> &'a str {
        if let [cell] = self.cells[..] {
            return row.get(cell).unwrap_or_default();
        }
        spare.clear();
        let texts = self
            .cells
            .iter()
            .map(|&cell| row.get(cell).unwrap_or_default().trim());
        if self.part == Part::DateParts {
            // An empty part leaves two signs side by side, which reads as a partial date; no part at all is no date.
            for (number, text) in texts.enumerate() {
                if number > 0 {
                    spare.push('/');
                }
                spare.push_str(text);
            }
            if spare.bytes().all(|byte| byte == b'/') {
                spare.clear();
            }
            return spare;
        }
        for text in texts.filter(|text| !text.is_empty()) {
            if !spare.is_empty() {
                spare.push(' ');
            }
            spare.push_str(text);
        }
        spare
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn dates_are_put_together_in_the_order_their_headers_tell() {
        let header = header(&["Birth year", "Birth month", "Birth day", "x"]);
        let mut spare = String::new();
        let row = StringRecord::from(vec!["1980", "2", "3", ""]);
        let source = FieldSource::together(FieldKind::BirthDate, vec![0, 1, 2], &header);
        assert_eq!(source.raw(&row, &mut spare), "3/2/1980");
        // Headers that do not tell: as given.
        let source = FieldSource::together(FieldKind::BirthDate, vec![3, 1, 0], &header);
        assert_eq!(source.raw(&row, &mut spare), "/2/1980");
        let row = StringRecord::from(vec!["", " ", "", ""]);
        assert_eq!(source.raw(&row, &mut spare), "");
    }

    #[test]
    fn other_cells_are_put_together_with_spaces() {
        let source = FieldSource::together(FieldKind::AddressLine, vec![1, 0], &[]);
        let mut spare = String::new();
        let row = StringRecord::from(vec![" High Street ", "12"]);
        assert_eq!(source.raw(&row, &mut spare), "12 High Street");
        let row = StringRecord::from(vec!["High Street", ""]);
        assert_eq!(source.raw(&row, &mut spare), "High Street");
    }
}
