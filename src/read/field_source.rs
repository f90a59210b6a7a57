//! Where a field's raw value comes from: one cell, several cells put together, or a part of one cell.

use csv::StringRecord;

use super::mapping::plain;
use crate::agreement::FieldKind;
use crate::units::Arrange;

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
    /// A date and time in cells of their own, or from when to when: this many of the cells, in front, are of its beginning.
    Moment {
        /// How many.
        beginning: usize,
    },
    /// Two coordinates in cells of their own, and where they are empty the place in words, in the cells behind them.
    Coordinates {
        /// Whether they are easting and northing, and not latitude and longitude.
        metres: bool,
    },
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
        let role = |kind: FieldKind, cell: usize| {
            header.get(cell).map_or(0, |name| match kind {
                FieldKind::DateTime => moment_role(name),
                _ => coordinate_role(name),
            })
        };
        if kind == FieldKind::DateTime && cells.len() > 1 {
            cells.arrange_by_key(|&cell| role(kind, cell));
            let ends = cells
                .iter()
                .filter(|&&cell| role(kind, cell) >= END)
                .count();
            let beginning = cells.len() - ends;
            return Self {
                cells,
                part: Part::Moment { beginning },
            };
        }
        if kind == FieldKind::Location && cells.len() > 1 {
            cells.arrange_by_key(|&cell| role(kind, cell));
            let roles: Vec<u8> = cells.iter().map(|&cell| role(kind, cell)).collect();
            let metres = match roles[..] {
                [EASTING, NORTHING, ..] => Some(true),
                [LATITUDE, LONGITUDE, ..] => Some(false),
                _ => None,
            };
            let part = metres.map_or(Part::Whole, |metres| Part::Coordinates { metres });
            return Self { cells, part };
        }
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
        ranks.arrange();
        if ranks == [1, 2, 3] {
            cells.arrange_by_key(rank);
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
        match self.part {
            Part::Moment { beginning } => {
                self.put_moment(row, beginning, spare);
                return spare;
            }
            Part::Coordinates { metres } => {
                self.put_coordinates(row, metres, spare);
                return spare;
            }
            _ => {}
        }
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
        push_words(texts, spare);
        spare
    }

    /// Beginning and end with `to` between them, or that of the two which is there.
    fn put_moment(&self, row: &StringRecord, beginning: usize, spare: &mut String) {
        let (first, last) = self.cells.split_at(beginning.min(self.cells.len()));
        push_words(texts(row, first), spare);
        let before = spare.len();
        push_words(texts(row, last), spare);
        if before > 0 && spare.len() > before {
            spare.insert_str(before, " to");
        }
    }

    /// The coordinates with words that say which is which; where both are empty, the place in words.
    fn put_coordinates(&self, row: &StringRecord, metres: bool, spare: &mut String) {
        let (pair, words) = self.cells.split_at(2.min(self.cells.len()));
        if texts(row, pair).all(str::is_empty) {
            push_words(texts(row, words), spare);
            return;
        }
        let names = if metres {
            ["easting", "northing"]
        } else {
            ["lat", "lng"]
        };
        for (name, text) in names.into_iter().zip(texts(row, pair)) {
            push_words([name, text].into_iter(), spare);
        }
    }
}

fn texts<'a>(row: &'a StringRecord, cells: &[usize]) -> impl Iterator<Item = &'a str> {
    cells
        .iter()
        .map(|&cell| row.get(cell).unwrap_or_default().trim())
}

/// Those that are not empty, with spaces between.
fn push_words<'a>(texts: impl Iterator<Item = &'a str>, out: &mut String) {
    for text in texts.filter(|text| !text.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(text);
    }
}

/// The words of a header in lower case: they end at signs, and where a capital follows a small letter.
fn header_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small_before = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && small_before) {
            words.push(String::new());
        }
        small_before = c.is_lowercase();
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Roles of this or more are of the end of a span of time.
const END: u8 = 3;

/// A column's place among those of a moment: date before time, and the beginning before the end.
fn moment_role(name: &str) -> u8 {
    let words = header_words(name);
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    // As in "committed to" and "to date", but not in "time to treatment".
    let ends = any(&["end", "until", "latest"])
        || words.first().is_some_and(|word| word == "to")
        || words.last().is_some_and(|word| word == "to");
    let within = match (any(&["date", "day"]), any(&["time", "hour"])) {
        (true, false) => 0,
        (false, true) => 2,
        _ => 1,
    };
    if ends { END + within } else { within }
}

const EASTING: u8 = 0;
const NORTHING: u8 = 1;
const LATITUDE: u8 = 2;
const LONGITUDE: u8 = 3;
const PLACE: u8 = 4;

/// Which coordinate a column holds, by its name's last word; the place in words if none.
fn coordinate_role(name: &str) -> u8 {
    let words = header_words(name);
    match words.last().map(String::as_str) {
        Some("easting" | "eastings" | "x") => EASTING,
        Some("northing" | "northings" | "y") => NORTHING,
        Some("latitude" | "lat") => LATITUDE,
        Some("longitude" | "long" | "lon" | "lng") => LONGITUDE,
        _ => PLACE,
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
    fn a_date_a_time_and_a_span_of_time() {
        let raw = |names: &[&str], cells: &[&str], order: &[usize]| {
            let header = header(names);
            let source = FieldSource::together(FieldKind::DateTime, order.to_vec(), &header);
            let mut spare = String::new();
            source
                .raw(&StringRecord::from(cells.to_vec()), &mut spare)
                .to_owned()
        };
        let names = ["Assault Time", "Assault Date"];
        assert_eq!(
            raw(&names, &["2330", "02/07/2024"], &[0, 1]),
            "02/07/2024 2330"
        );
        assert_eq!(raw(&names, &["", " "], &[0, 1]), "");
        let names = ["ToTime", "ToDate", "FromTime", "FromDate"];
        let order = [0, 1, 2, 3];
        assert_eq!(
            raw(&names, &["01:00", "3/7/2024", "23:00", "2/7/2024"], &order),
            "2/7/2024 23:00 to 3/7/2024 01:00"
        );
        assert_eq!(
            raw(&names, &["", "", "23:00", "2/7/2024"], &order),
            "2/7/2024 23:00"
        );
        assert_eq!(
            raw(&names, &["01:00", "3/7/2024", "", ""], &order),
            "3/7/2024 01:00"
        );
        let names = ["committed to", "committed from"];
        assert_eq!(raw(&names, &["b", "a"], &[0, 1]), "a to b");
    }

    #[test]
    fn coordinates_and_the_place_in_words_where_there_are_none() {
        let raw = |names: &[&str], cells: &[&str]| {
            let header = header(names);
            let order = (0..names.len()).collect();
            let source = FieldSource::together(FieldKind::Location, order, &header);
            let mut spare = String::new();
            source
                .raw(&StringRecord::from(cells.to_vec()), &mut spare)
                .to_owned()
        };
        let names = ["where", "Incident northing", "incident_easting"];
        assert_eq!(
            raw(&names, &["The Crown", "180456", "530012"]),
            "easting 530012 northing 180456"
        );
        assert_eq!(raw(&names, &["The Crown", "", ""]), "The Crown");
        assert_eq!(
            raw(&names, &["The Crown", "180456", ""]),
            "easting northing 180456"
        );
        assert_eq!(
            raw(&["lat", "long"], &["51.5", "-0.1"]),
            "lat 51.5 lng -0.1"
        );
        assert_eq!(raw(&["a", "b"], &["TQ 300", "804"]), "TQ 300 804");
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
