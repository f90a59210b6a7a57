//! Damage that spreadsheet programs do to values on the way to an export: counted by column, never repeated.

use csv::StringRecord;

use super::ReadFinding;
use super::tally::Tally;

/// Watches the cells of a table go past.
pub(super) struct DamageWatch {
    columns: Vec<Column>,
    /// Whether ISO dates are dates that a spreadsheet holds as such.
    sheet: bool,
}

#[derive(Default)]
struct Column {
    name: String,
    phone: bool,
    date: bool,
    rounded: Tally,
    hashes: Tally,
    errors: Tally,
    months: Tally,
    serials: Tally,
    /// Ten digits that begin with 7, 1 or 2: a UK number less its zero.
    without_zero: Tally,
    /// Eleven digits that begin with 0.
    with_zero: u64,
    day_first: Tally,
    month_first: Tally,
    /// ISO dates whose day could be a month, and those whose day could not.
    iso_ambiguous: Tally,
    iso_certain: u64,
    dates: u64,
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Excel's errors as they are exported (ECMA-376 part 1, 18.17.3).
const ERRORS: [&str; 8] = [
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!",
];

impl DamageWatch {
    pub(super) fn new(header: &[String], sheet: bool) -> Self {
        let columns = header
            .iter()
            .map(|name| {
                let plain: String = name
                    .chars()
                    .filter(|c| c.is_alphanumeric())
                    .flat_map(char::to_lowercase)
                    .collect();
                let any = |words: &[&str]| words.iter().any(|word| plain.contains(word));
                Column {
                    name: name.clone(),
                    phone: any(&["phone", "mobile"]) || plain.starts_with("tel"),
                    date: any(&["date", "dob", "birth", "born"]),
                    ..Column::default()
                }
            })
            .collect();
        Self { columns, sheet }
    }

    pub(super) fn see(&mut self, row: u64, cells: &StringRecord) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            // Nearly all cells begin with a letter and are done with here: this runs for every cell there is.
            match cell.as_bytes() {
                [b'0'..=b'9', ..] if cell.len() <= 25 => column.see_number(row, cell),
                [b'#', ..] => column.see_hash(row, cell),
                [a, _, _, b'-', b, c]
                    if a.is_ascii_alphabetic()
                        && b.is_ascii_digit()
                        && c.is_ascii_digit()
                        && is_month(cell.get(..3).unwrap_or_default()) =>
                {
                    column.months.count(row);
                }
                _ => {}
            }
        }
    }

    pub(super) fn findings(&self) -> Vec<ReadFinding> {
        self.columns
            .iter()
            .zip(1..)
            .flat_map(|(column, position)| column.findings(position, self.sheet))
            .collect()
    }
}

fn is_month(text: &str) -> bool {
    MONTHS.iter().any(|month| text.eq_ignore_ascii_case(month))
}

impl Column {
    fn see_number(&mut self, row: u64, cell: &str) {
        let bytes = cell.as_bytes();
        if bytes.iter().all(u8::is_ascii_digit) {
            match bytes {
                [b'7' | b'1' | b'2', ..] if bytes.len() == 10 => self.without_zero.count(row),
                [b'0', ..] if bytes.len() == 11 => self.with_zero += 1,
                // 1927 to 2064 as Excel counts days, and five digits are no other date.
                [b'1'..=b'5', ..] if bytes.len() == 5 => self.serials.count(row),
                _ => {}
            }
            return;
        }
        match bytes.get(1..3) {
            Some([b'.', _] | [b'E' | b'e', b'+']) if is_rounded(bytes) => self.rounded.count(row),
            Some([b'/' | b'-' | b'.', _] | [_, b'/' | b'-' | b'.']) => self.see_date(row, cell),
            Some(_) if bytes.get(4) == Some(&b'-') => self.see_iso(row, bytes),
            _ => {}
        }
    }

    fn see_hash(&mut self, row: u64, cell: &str) {
        let cell = cell.trim_end();
        if cell.len() >= 3 && cell.bytes().all(|byte| byte == b'#') {
            self.hashes.count(row);
        } else if ERRORS.contains(&cell) {
            self.errors.count(row);
        }
    }

    fn see_date(&mut self, row: u64, cell: &str) {
        let mut parts = cell.split(['/', '-', '.', ' ']);
        let first = parts.next().unwrap_or_default();
        let second = parts.next().unwrap_or_default();
        if is_month(second) {
            // 1-Mar; with a year it is a whole date.
            if parts.next().is_none() {
                self.months.count(row);
            }
            return;
        }
        let (Ok(first), Ok(second), Some(year)) =
            (first.parse::<u8>(), second.parse::<u8>(), parts.next())
        else {
            return;
        };
        if !matches!(year.len(), 2 | 4) || !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        self.dates += 1;
        match (first, second) {
            (13..=31, 1..=12) => self.day_first.count(row),
            (1..=12, 13..=31) => self.month_first.count(row),
            _ => {}
        }
    }

    fn see_iso(&mut self, row: u64, cell: &[u8]) {
        let [_, _, _, _, b'-', _, _, b'-', tens, ones, ..] = cell else {
            return;
        };
        self.dates += 1;
        if (*tens, *ones) <= (b'1', b'2') {
            self.iso_ambiguous.count(row);
        } else {
            self.iso_certain += 1;
        }
    }

    fn findings(&self, position: usize, sheet: bool) -> Vec<ReadFinding> {
        let column = if self.name.is_empty() {
            format!("column {position}")
        } else {
            format!("column {position}, \"{}\"", self.name)
        };
        let phones = self.phone || self.with_zero > 0;
        let date_column = self.date || self.dates > 0;
        // Turned dates are certain only from those that can be read one way.
        let flipped = self.day_first.total() > 0 && self.month_first.total() > 0;
        let fewer = if self.day_first.total() < self.month_first.total() {
            &self.day_first
        } else {
            &self.month_first
        };
        let half_taken = sheet
            && self.day_first.total() > 0
            && self.iso_ambiguous.total() > 0
            && self.iso_certain == 0;
        [
            self.rounded.finding(
                "rounded_numbers",
                format!("In {column}, a spreadsheet rounded numbers to the form 9.43E+09, and their last digits are lost. Format the column as text in the source and export again"),
            ),
            self.hashes.finding(
                "hashes",
                format!("In {column}, cells hold ##### in place of a value: the spreadsheet's column was too narrow when it was exported. Widen it and export again"),
            ),
            self.errors.finding(
                "error_values",
                format!("In {column}, cells hold a spreadsheet's error such as #N/A in place of a value. Mend the formula or the source and export again"),
            ),
            self.months.finding(
                "month_names",
                format!("In {column}, cells look like 1-Mar or Mar-01: a spreadsheet took a code such as MAR1 or 3/1, or a whole date, for a day and month. Format the column as text in the source and export again"),
            ),
            self.serials
                .finding(
                    "day_numbers",
                    format!("In {column}, dates are a spreadsheet's day numbers such as 29221. Format the column as YYYY-MM-DD and export again"),
                )
                .filter(|_| date_column),
            self.without_zero
                .finding(
                    "lost_zeros",
                    format!("In {column}, telephone numbers have ten digits and no 0 in front: a spreadsheet removed it. Format the column as text in the source and export again"),
                )
                .filter(|_| phones),
            fewer
                .finding(
                    "mixed_dates",
                    format!("In {column}, some dates can only be day first (such as 31/12) and others only month first (such as 12/31), so day and month may be swapped in the rest. Export again with dates as YYYY-MM-DD"),
                )
                .filter(|_| flipped),
            self.iso_ambiguous
                .finding(
                    "swapped_dates",
                    format!("In {column}, the spreadsheet holds dates whose day is 12 or less as dates, and the others as text such as 31/12/1980: it read them month first, so day and month are swapped in the first. Import the source again with the column as day-month-year dates or as text"),
                )
                .filter(|_| half_taken),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A number as Excel shows those of more than eleven digits: 9.43477E+09.
fn is_rounded(cell: &[u8]) -> bool {
    let mut halves = cell.splitn(2, |byte| matches!(byte, b'E' | b'e'));
    let (Some(digits), Some([b'+', power @ ..])) = (halves.next(), halves.next()) else {
        return false;
    };
    digits
        .iter()
        .all(|byte| byte.is_ascii_digit() || *byte == b'.')
        && (1..=3).contains(&power.len())
        && power.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes, counts and first rows for a column of this name.
    fn found(name: &str, cells: &[&str], sheet: bool) -> Vec<(&'static str, u64, u64)> {
        let mut watch = DamageWatch::new(&[name.to_owned()], sheet);
        for (row, cell) in (2..).zip(cells) {
            watch.see(row, &StringRecord::from(vec![*cell]));
        }
        let findings = watch.findings();
        findings
            .iter()
            .map(|finding| (finding.code, finding.count, finding.first_rows[0]))
            .collect()
    }

    #[test]
    fn damage_is_told_by_column() {
        let csv = |name, cells: &[&str]| found(name, cells, false);
        assert_eq!(
            csv("NHS", &["4010232137", "9.43477E+09", "4E+09"]),
            [("rounded_numbers", 2, 3)]
        );
        assert_eq!(csv("DOB", &["1980-02-03", "########"]), [("hashes", 1, 3)]);
        assert_eq!(
            csv("Town", &["Rye", "#N/A", "#1 The Elms"]),
            [("error_values", 1, 3)]
        );
        assert_eq!(
            csv("Ward", &["MAR2", "1-Mar", "Mar-01", "Ann-12"]),
            [("month_names", 2, 3)]
        );
        assert_eq!(csv("Date of birth", &["29221"]), [("day_numbers", 1, 2)]);
        assert_eq!(
            csv("Mobile", &["07700900123", "7700900124"]),
            [("lost_zeros", 1, 3)]
        );
        assert_eq!(
            csv("Contact", &["7700900124", "07700900123"]),
            [("lost_zeros", 1, 2)]
        );
        assert_eq!(
            csv("DOB", &["31/12/1980", "1/2/1980", "12/31/80", "13/1/1981"]),
            [("mixed_dates", 1, 4)]
        );
        let half = ["1980-02-03", "31/12/1980", "1981-11-12"];
        assert_eq!(found("DOB", &half, true), [("swapped_dates", 2, 2)]);
    }

    #[test]
    fn sound_columns_say_nothing() {
        let sound: [(&str, &[&str]); 7] = [
            ("NHS number", &["4010232137", "7010232137"]),
            ("Record", &["12345", "2E"]),
            (
                "DOB",
                &["31/12/1980", "01/02/1980", "1.2.1980", "3-Mar-1980"],
            ),
            ("Seen", &["1980-02-03 10:20", "1980-12-31T00:00:00"]),
            ("House", &["12-14", "1.5", "2/3"]),
            ("Code", &["Ann-1", "E+09", "#12"]),
            ("Version", &["1.2.3", "10.0.0.1"]),
        ];
        for (name, cells) in sound {
            assert_eq!(found(name, cells, false), [], "{name}");
        }
    }
}
