//! What groups of people one party's records fall into: the columns of a file that stays with whoever evaluates.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::EvaluateError;
use crate::rejoin::each_row;
use crate::standardise::{Day, calendar_day};

/// The most categories of a column. One with more is an identifier or free text, which no table should show.
pub const MAX_CATEGORIES: usize = 50;

/// The longest a category may be. Longer ones are free text.
const MAX_CATEGORY_LETTERS: usize = 60;

/// Of a column with more categories than this, no more than half of the records may have different ones: in a small file
/// too, a column of names is not to be shown.
const ALWAYS_ALLOWED: usize = 5;

/// The word that stands for how many cells are blank, instead of a column.
pub const MISSING: &str = "missing";

/// Ages at which bands begin, and what they are called.
const BANDS: [(u32, &str); 6] = [
    (0, "0 to 17"),
    (18, "18 to 24"),
    (25, "25 to 44"),
    (45, "45 to 64"),
    (65, "65 to 84"),
    (85, "85 and over"),
];

/// What numbers of blank cells are called; the last is for all beyond.
const BLANKS: [&str; 5] = ["none", "1", "2", "3", "4 or more"];

const BLANK: &str = "(blank)";
const NO_DATE: &str = "(not a date)";
/// Records that the crosswalk has and the file has not.
pub(super) const NOT_IN_FILE: &str = "(not in the file)";

/// Which columns of an attribute file to look at.
#[derive(Clone, Debug)]
pub struct AttributeChoice {
    /// The column of own ids: the one that `prepare` was given.
    pub id: String,
    /// The columns, or [`MISSING`]. Case and spaces around a name do not matter.
    pub by: Vec<String>,
    /// The day on which people's ages are counted.
    pub on: Day,
}

/// The categories that one party's records fall into.
pub struct Attributes {
    /// The party.
    pub(super) party: String,
    /// By column of [`AttributeChoice::by`].
    pub(super) columns: Vec<Column>,
    /// By own id: the record's category, for each column.
    pub(super) records: HashMap<String, Vec<u8>>,
}

/// One column.
pub(super) struct Column {
    /// As it was asked for.
    pub name: String,
    /// What its categories are, where that does not go without saying.
    pub bands: Option<String>,
    /// What its categories are called, in the order in which they are shown.
    pub categories: Vec<String>,
}

/// How a column's cells become categories.
enum Grouping {
    /// Each value by itself, whatever its case; by its key, the position among the categories.
    Values(HashMap<String, u8>),
    /// By age.
    Ages(Day),
    /// By the number of blank cells in the row.
    Blanks,
}

/// What the first reading of a file finds of one column.
struct Seen {
    cell: Option<usize>,
    filled: usize,
    dates: usize,
    /// By key, as first written; empty again once there are too many.
    values: BTreeMap<String, String>,
    too_many: bool,
}

fn key(value: &str) -> String {
    value.trim().to_lowercase()
}

fn is_called(header: &str, name: &str) -> bool {
    key(header) == key(name)
}

fn position(header: &csv::StringRecord, name: &str) -> Result<usize, String> {
    let mut found = header
        .iter()
        .enumerate()
        .filter(|(_, h)| is_called(h, name));
    match (found.next(), found.next()) {
        (Some((position, _)), None) => Ok(position),
        (Some(_), Some(_)) => Err(format!(
            "two columns are called \"{name}\". Rename one of them"
        )),
        (None, _) => Err(format!(
            "there is no column called \"{name}\". It must be a CSV file with commas and a header"
        )),
    }
}

impl Attributes {
    /// Reads a party's attributes: a CSV with a header and a line for each record, found by its own id.
    ///
    /// # Errors
    /// [`EvaluateError`], with the row where there is one: a column that is missing, has more than [`MAX_CATEGORIES`]
    /// values, or nearly as many values as records.
    pub fn read(
        party: &str,
        file: &str,
        bytes: &[u8],
        choice: &AttributeChoice,
    ) -> Result<Self, EvaluateError> {
        let mut id_cell = 0;
        let mut seen: Vec<Seen> = Vec::new();
        let mut cells = 0;
        let mut ids = HashSet::new();
        let columns = |header: &csv::StringRecord| -> Result<(usize, Vec<Seen>), String> {
            let has_missing = header.iter().any(|name| is_called(name, MISSING));
            let columns = choice.by.iter().map(|name| {
                let cell = if is_called(name, MISSING) {
                    if has_missing {
                        return Err(format!("a column is called \"{MISSING}\", which stands for the number of blank cells. Rename the column"));
                    }
                    None
                } else {
                    Some(position(header, name)?)
                };
                Ok(Seen {
                    cell,
                    filled: 0,
                    dates: 0,
                    values: BTreeMap::new(),
                    too_many: false,
                })
            });
            Ok((
                position(header, &choice.id)?,
                columns.collect::<Result<_, _>>()?,
            ))
        };
        each_row(
            file,
            bytes,
            |header| {
                cells = header.len();
                (id_cell, seen) = columns(header)?;
                Ok(())
            },
            |_| Ok(()),
        )?;
        each_row(
            file,
            bytes,
            |_| Ok(()),
            |row| {
                if row.len() != cells {
                    return Err("the row has another number of cells than the header");
                }
                let id = row.get(id_cell).unwrap_or_default();
                if id.is_empty() {
                    return Err("there is no id");
                }
                if !ids.insert(id.to_owned()) {
                    return Err("the id is there twice");
                }
                for column in &mut seen {
                    column.see(row, choice.on);
                }
                Ok(())
            },
        )?;
        let mut groupings = Vec::with_capacity(seen.len());
        let mut columns = Vec::with_capacity(seen.len());
        for (name, seen) in choice.by.iter().zip(seen) {
            let (grouping, column) =
                seen.group(name, choice.on)
                    .map_err(|problem| EvaluateError::Shape {
                        file: file.to_owned(),
                        problem,
                    })?;
            groupings.push(grouping);
            columns.push(column);
        }
        let mut records = HashMap::with_capacity(ids.len());
        each_row(
            file,
            bytes,
            |_| Ok(()),
            |row| {
                let blanks = row
                    .iter()
                    .enumerate()
                    .filter(|&(cell, value)| cell != id_cell && value.trim().is_empty());
                let blanks = blanks.count();
                let categories = groupings.iter().map(|(cell, grouping)| {
                    let value = cell.and_then(|cell| row.get(cell)).unwrap_or_default();
                    grouping.category(value, blanks)
                });
                let id = row.get(id_cell).unwrap_or_default();
                records.insert(id.to_owned(), categories.collect());
                Ok(())
            },
        )?;
        Ok(Self {
            party: party.to_owned(),
            columns,
            records,
        })
    }
}

impl Seen {
    fn see(&mut self, row: &csv::StringRecord, on: Day) {
        let Some(value) = self.cell.and_then(|cell| row.get(cell)) else {
            return;
        };
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        self.filled += 1;
        self.dates += usize::from(calendar_day(value, on).is_some());
        if self.too_many {
            return;
        }
        if value.chars().count() > MAX_CATEGORY_LETTERS {
            self.too_many = true;
        } else {
            self.values
                .entry(key(value))
                .or_insert_with(|| plain(value));
            self.too_many = self.values.len() > MAX_CATEGORIES;
        }
        if self.too_many {
            self.values = BTreeMap::new();
        }
    }

    /// What the column's categories are. A column of which nine in ten values are days is one of dates of birth.
    fn group(self, name: &str, on: Day) -> Result<((Option<usize>, Grouping), Column), String> {
        let column = |bands: Option<String>, categories: Vec<String>| Column {
            name: name.trim().to_owned(),
            bands,
            categories,
        };
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        if self.cell.is_none() {
            let bands = "how many cells of the record are blank, beside its id".to_owned();
            let column = column(Some(bands), texts(&BLANKS));
            return Ok(((None, Grouping::Blanks), column));
        }
        if self.filled > 0 && self.dates * 10 >= self.filled * 9 {
            let mut categories: Vec<String> =
                BANDS.iter().map(|(_, name)| (*name).to_owned()).collect();
            categories.extend([NO_DATE.to_owned(), BLANK.to_owned()]);
            let day = on.to_string();
            let (year, rest) = day.split_at_checked(4).unwrap_or((&day, ""));
            let (month, day) = rest.split_at_checked(2).unwrap_or((rest, ""));
            let bands = format!("age in full years on {year}-{month}-{day}");
            return Ok((
                (self.cell, Grouping::Ages(on)),
                column(Some(bands), categories),
            ));
        }
        let distinct = self.values.len();
        if self.too_many || (distinct > ALWAYS_ALLOWED && distinct * 2 > self.filled) {
            return Err(format!(
                "the column \"{name}\" looks like an identifier or free text: it has more than {MAX_CATEGORIES} different values, very long ones, or different ones for more than half of the records. Such values are never shown. Choose a column of categories, or make one first (regions of postcodes, say, or bands of numbers)"
            ));
        }
        let mut keys = HashMap::with_capacity(distinct);
        let mut categories = Vec::with_capacity(distinct + 1);
        // Fewer than 256 by the limit above.
        for (number, (key, value)) in (0u8..).zip(self.values) {
            keys.insert(key, number);
            categories.push(value);
        }
        categories.push(BLANK.to_owned());
        Ok((
            (self.cell, Grouping::Values(keys)),
            column(None, categories),
        ))
    }
}

/// A category as it can stand in a table: on one line.
fn plain(value: &str) -> String {
    let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
    value.chars().map(plain).collect()
}

impl Grouping {
    /// The position of a record's category.
    fn category(&self, value: &str, blanks: usize) -> u8 {
        let number = |position: usize| u8::try_from(position).unwrap_or(u8::MAX);
        let is_blank = value.trim().is_empty();
        match self {
            Self::Values(keys) if is_blank => number(keys.len()),
            Self::Values(keys) => keys.get(&key(value)).copied().unwrap_or(u8::MAX),
            Self::Ages(_) if is_blank => number(BANDS.len() + 1),
            Self::Ages(on) => match calendar_day(value, *on).filter(|born| born <= on) {
                None => number(BANDS.len()),
                Some(born) => {
                    let age = born.age_on(*on);
                    number(BANDS.partition_point(|&(from, _)| from <= age) - 1)
                }
            },
            Self::Blanks => number(blanks.min(BLANKS.len() - 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(by: &[&str]) -> AttributeChoice {
        AttributeChoice {
            id: "id".to_owned(),
            by: by.iter().map(|&name| name.to_owned()).collect(),
            on: "20260101".parse().unwrap(),
        }
    }

    fn read(text: &str, by: &[&str]) -> Result<Attributes, EvaluateError> {
        Attributes::read("A", "a.csv", text.as_bytes(), &choice(by))
    }

    fn category<'a>(read: &'a Attributes, id: &str, column: usize) -> &'a str {
        &read.columns[column].categories[usize::from(read.records[id][column])]
    }

    #[test]
    fn values_ages_and_blanks() {
        let text = "\u{feff}id,sex,birth_date,town\n\
            1,F,2008-01-01,x\n\
            2, f ,02/01/2008,\n\
            3,M,1940-12-31,\n\
            4,,,\n";
        let read = read(text, &["Sex", "birth_date", "missing"]).unwrap();
        let all = |column| ["1", "2", "3", "4"].map(|id| category(&read, id, column));
        assert_eq!(all(0), ["F", "F", "M", "(blank)"]);
        // 18 on the very day, 17 on the day before it, 85 on the day after.
        assert_eq!(all(1), ["18 to 24", "0 to 17", "85 and over", "(blank)"]);
        assert_eq!(all(2), ["none", "1", "1", "3"]);
        assert_eq!(
            read.columns[1].bands.as_deref(),
            Some("age in full years on 2026-01-01")
        );
    }

    #[test]
    fn fifty_categories_are_allowed_and_no_more() {
        let rows = |values: u32| {
            let rows = (0..200).map(|row| format!("{row},area {}\n", row % values));
            format!("id,area\n{}", rows.collect::<String>())
        };
        let fifty = read(&rows(50), &["area"]).unwrap();
        assert_eq!(fifty.columns[0].categories.len(), 51);
        let refused = read(&rows(51), &["area"]).err().unwrap().to_string();
        assert!(refused.contains("identifier"), "{refused}");
        assert!(!refused.contains("area 5"), "{refused}");
    }

    #[test]
    fn names_are_refused_in_a_small_file_too() {
        let six = "id,surname\n1,Ash\n2,Birch\n3,Cedar\n4,Elm\n5,Fir\n6,Oak\n7,Oak\n";
        assert!(read(six, &["surname"]).is_err());
        let five = "id,surname\n1,Ash\n2,Birch\n3,Cedar\n4,Elm\n5,Fir\n";
        assert!(read(five, &["surname"]).is_ok());
        let long = format!("id,note\n1,{}\n", "n".repeat(61));
        assert!(read(&long, &["note"]).is_err());
    }

    #[test]
    fn what_does_not_fit_is_refused_with_its_row() {
        for (text, said) in [
            ("id,sex\n1,F\n1,M\n", "row 3: the id is there twice"),
            ("id,sex\n,F\n", "row 2: there is no id"),
            ("id,sex\n1,F,x\n", "row 2: the row has another number"),
            ("id,age\n1,2\n", "no column called \"sex\""),
            ("ref,sex\n1,2\n", "no column called \"id\""),
            ("id,sex,SEX\n1,2,3\n", "two columns are called \"sex\""),
            ("", "empty"),
        ] {
            let error = read(text, &["sex"]).err().unwrap().to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
        let error = read("id,missing\n1,2\n", &["missing"]).err().unwrap();
        assert!(error.to_string().contains("Rename the column"), "{error}");
    }
}
