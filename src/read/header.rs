//! Finding the row with the column names.

use super::sample::{SampleRow, is_filled};

/// Where the column names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// At this position among the first rows.
    At(usize),
    /// Nowhere: the row at this position, the first of the table, looks like a record.
    Missing(usize),
    /// There is no row with anything in it.
    Empty,
}

/// Rows looked at for the column names.
const LOOK_AT: usize = 60;

/// Words that column names have and people's data hardly ever: they decide between a header and a record.
const HEADER_WORDS: &[&str] = &[
    "address",
    "code",
    "county",
    "date",
    "dob",
    "email",
    "ethnicity",
    "firstname",
    "forename",
    "gender",
    "id",
    "lastname",
    "mobile",
    "name",
    "nhs",
    "nhsnumber",
    "number",
    "phone",
    "postcode",
    "ref",
    "reference",
    "sex",
    "street",
    "surname",
    "telephone",
    "title",
    "town",
    "uprn",
];

/// Finds the column names: the first row that fills most of the table's width. Titles, notes and blank rows above it do
/// not; lists of settings ("Exported by", a name) may, so that a row with known column names is preferred to them.
pub(super) fn find(rows: &[SampleRow]) -> Header {
    let Some(width) = usual_extent(rows) else {
        return Header::Empty;
    };
    let fills = |row: &SampleRow| 5 * row.filled() >= 3 * width;
    let rows = &rows[..rows.len().min(LOOK_AT)];
    let first = rows
        .iter()
        .position(fills)
        .or_else(|| rows.iter().position(|row| row.filled() > 0));
    let Some(first) = first else {
        return Header::Empty;
    };
    let named = |row: &SampleRow| row.cells.iter().filter(|cell| is_header_word(cell)).count();
    let better = rows
        .iter()
        .enumerate()
        .skip(first + 1)
        .find(|(_, row)| row.filled() > rows[first].filled() && fills(row) && named(row) > 1)
        .filter(|_| rows[first].filled() < width && named(&rows[first]) < 2);
    let chosen = better.map_or(first, |(position, _)| position);
    if looks_like_record(&rows[chosen], rows.get(chosen + 1)) {
        return Header::Missing(chosen);
    }
    Header::At(chosen)
}

/// The width of the table: the extent that covers the largest area, so that a dozen short notes above five wide
/// records do not outvote them.
fn usual_extent(rows: &[SampleRow]) -> Option<usize> {
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for row in rows {
        *counts.entry(row.extent()).or_default() += 1;
    }
    counts.remove(&0);
    counts
        .into_iter()
        .max_by_key(|(extent, count)| extent * count)
        .map(|(extent, _)| extent)
}

/// Whether a row holds a person's values and not the names of columns.
fn looks_like_record(row: &SampleRow, next: Option<&SampleRow>) -> bool {
    // A house number and its street are no column name, though many a column name has the word in it.
    let is_name = |cell: &&str| {
        !cell.trim().starts_with(|c: char| c.is_ascii_digit()) && is_header_word(cell)
    };
    let named = row.cells.iter().filter(is_name).count();
    let values = row.cells.iter().filter(|cell| is_value(cell)).count();
    if named >= values.max(1) {
        return false;
    }
    let number = |cell: &str| {
        let cell = cell.trim();
        !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit())
    };
    values > 0
        || next.is_some_and(|next| {
            row.cells
                .iter()
                .zip(&next.cells)
                .any(|(cell, below)| number(cell) && number(below))
        })
}

/// The cell's words, or all of it as one, are a usual part of a column's name.
fn is_header_word(cell: &str) -> bool {
    let cell = cell.trim();
    // A column name is short; a sentence about addresses is not one.
    if cell.len() > 60 {
        return false;
    }
    let known = |word: &str| HEADER_WORDS.contains(&word);
    let lower = cell.to_lowercase();
    let plain: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    known(&plain)
        || lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| known(word) || known(word.trim_end_matches('s')))
        || ["surname", "forename", "postcode", "firstname", "lastname"]
            .iter()
            .any(|word| plain.contains(word))
}

/// A date, an email address, a whole UK postcode or a long number, none of which names a column.
fn is_value(cell: &str) -> bool {
    let cell = cell.trim();
    is_date(cell) || is_email(cell) || is_postcode(cell) || is_long_number(cell)
}

fn is_date(cell: &str) -> bool {
    let day = cell.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts[..], [a, _, c] if parts.iter().all(digits)
        && matches!((a.len(), c.len()), (1..=2, 2 | 4) | (4, 1..=2)))
}

fn is_email(cell: &str) -> bool {
    matches!(cell.split_once('@'), Some((name, host))
        if !name.is_empty() && host.contains('.') && !cell.contains(' '))
}

/// The shape of Royal Mail's postcodes: an outward part of two to four, and a digit and two letters.
fn is_postcode(cell: &str) -> bool {
    let plain: Vec<u8> = cell.bytes().filter(|byte| *byte != b' ').collect();
    let Some((outward, [digit, letters @ ..])) =
        plain.split_at_checked(plain.len().wrapping_sub(3))
    else {
        return false;
    };
    (2..=4).contains(&outward.len())
        && outward.first().is_some_and(u8::is_ascii_alphabetic)
        && outward.iter().any(u8::is_ascii_digit)
        && outward.iter().all(u8::is_ascii_alphanumeric)
        && digit.is_ascii_digit()
        && letters.iter().all(u8::is_ascii_alphabetic)
}

/// A postcode, an email address or a number as long as a telephone's or an NHS number: never in a row of totals.
pub(super) fn is_a_persons(cell: &str) -> bool {
    let cell = cell.trim();
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    is_email(cell) || is_postcode(cell) || (digits >= 9 && is_long_number(cell))
}

fn is_long_number(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits >= 6
        && cell
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b" +-()".contains(&byte))
}

/// The column names without surrounding spaces, each different: the second `Phone` in the third column becomes
/// `Phone (column 3)`, and a fifth column without a name `(column 5)`. Also gives the positions of those that were renamed
/// because of another.
pub(super) fn distinct(names: impl Iterator<Item = String>) -> (Vec<String>, Vec<usize>) {
    let mut header: Vec<String> = Vec::new();
    let mut taken = std::collections::HashSet::new();
    let mut renamed = Vec::new();
    for (position, name) in names.enumerate() {
        let mut name = name.trim().to_owned();
        if name.is_empty() {
            // Two columns without a name could not be told apart in a mapping.
            name = format!("(column {})", position + 1);
        }
        let mut unique = name.clone();
        while taken.contains(&unique) {
            unique = format!("{unique} (column {})", position + 1);
        }
        if unique != name {
            renamed.push(position);
        }
        taken.insert(unique.clone());
        header.push(unique);
    }
    (header, renamed)
}

/// Whether a column may have been left out of the table by mistake: it has a value in it, but no name.
pub(super) fn is_unnamed(header: &csv::StringRecord, position: usize) -> bool {
    !header.get(position).is_some_and(is_filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use csv::StringRecord;

    fn found(rows: &[&[&str]]) -> Header {
        let rows: Vec<SampleRow> = rows
            .iter()
            .zip(1..)
            .map(|(cells, row)| SampleRow {
                row,
                cells: StringRecord::from(cells.to_vec()),
            })
            .collect();
        find(&rows)
    }

    #[test]
    fn a_record_with_a_street_in_it_is_no_header() {
        let record = [
            "Ann",
            "Field",
            "12 High Street",
            "TN31 7AB",
            "1980-02-03",
            "4010232137",
        ];
        let next = [
            "Bob",
            "Moss",
            "3 Low Road",
            "TN31 7AC",
            "1981-02-03",
            "9434765919",
        ];
        assert!(matches!(found(&[&record, &next]), Header::Missing(0)));
        // Years as columns, as in a table turned on its side, do not make a record of a header.
        let header = ["id", "surname", "town", "2024-01-01"];
        assert!(matches!(
            found(&[&header, &["1", "Ash", "X", "3"]]),
            Header::At(0)
        ));
    }

    #[test]
    fn titles_and_notes_are_passed_over() {
        let table: [&[&str]; 6] = [
            &["Clients open in March", "", ""],
            &["", "", ""],
            &["Exported by:", "Ann", ""],
            &["Forename", "Surname", "Born"],
            &["Ann", "Field", "1980-02-03"],
            &["Bob", "Hill", ""],
        ];
        assert_eq!(found(&table), Header::At(3));
        assert_eq!(found(&[&["a", "b"], &["c", "d"]]), Header::At(0));
        assert_eq!(
            found(&[
                &["note"],
                &["note"],
                &["id", "x", "y", "z"],
                &["1", "2", "3", "4"]
            ]),
            Header::At(2)
        );
        assert_eq!(found(&[&["", ""]]), Header::Empty);
    }

    #[test]
    fn records_are_not_column_names() {
        assert_eq!(
            found(&[&["17", "Zebedee", "Quill", "1980-02-03"]]),
            Header::Missing(0)
        );
        assert_eq!(
            found(&[&["Zebedee", "Quill", "CO1 1AB"]]),
            Header::Missing(0)
        );
        assert_eq!(found(&[&["1", "Zeb"], &["2", "Ann"]]), Header::Missing(0));
        assert_eq!(
            found(&[&["Zebedee", "zeb@example.org"]]),
            Header::Missing(0)
        );
        // Years over amounts and so on are rare, but a name among them settles it.
        assert_eq!(found(&[&["id", "2024"], &["1", "7"]]), Header::At(0));
        assert_eq!(
            found(&[&["D.O.B.", "NHSNumber"], &["1", "2"]]),
            Header::At(0)
        );
    }

    #[test]
    fn names_are_made_different() {
        let names = ["id", " Phone", "Phone ", "", "", "Phone (column 3)"];
        let (header, renamed) = distinct(names.iter().map(|&name| name.to_owned()));
        assert_eq!(
            header,
            [
                "id",
                "Phone",
                "Phone (column 3)",
                "(column 4)",
                "(column 5)",
                "Phone (column 3) (column 6)"
            ]
        );
        assert_eq!(renamed, [2, 5]);
    }
}
