//! Rows at the end of a file that are no records: totals, counts, notes.

use csv::StringRecord;

use super::header::is_a_persons;
use super::layout::{Class, Fit, Layout};
use super::sample::{SampleRow, is_filled};

/// Tells the end of a file from its records.
pub(super) struct Tail {
    /// Whether the table is wide enough to tell a note from a record.
    wide: bool,
    /// What the first cells of nearly all records look like.
    first: Option<Class>,
    layout: Layout,
}

/// The beginnings of lines that reports end with.
const BEGINNINGS: &[&str] = &[
    "total",
    "grand total",
    "subtotal",
    "sum",
    "count",
    "number of",
    "no of",
    "no. of",
    "records",
    "rows",
    "end of",
    "*** end",
    "report",
    "generated",
    "printed",
    "produced",
    "exported",
    "extracted",
    "created",
    "run ",
    "source",
    "note",
    "page ",
    "confidential",
    "official",
    "copyright",
    "©",
    "data as at",
    "as at ",
    "---",
    "***",
];

impl Tail {
    /// The most rows that the end of a file may have.
    pub(super) const MOST_ROWS: usize = 20;

    pub(super) fn new(records: &[SampleRow], layout: &Layout) -> Self {
        let firsts: Vec<Class> = records
            .iter()
            .filter(|row| row.filled() > 2)
            .map(|row| Class::of(row.cells.get(0).unwrap_or_default()))
            .collect();
        let first = firsts
            .first()
            .copied()
            .filter(|first| firsts.iter().all(|class| class == first));
        Self {
            wide: layout.width > 2,
            first,
            layout: layout.clone(),
        }
    }

    /// Whether a row may belong to the end: it fills one or two cells of a wide table.
    pub(super) fn may_belong(&self, record: &StringRecord) -> bool {
        self.wide
            && record
                .iter()
                .filter(|cell| is_filled(cell))
                .nth(2)
                .is_none()
    }

    /// Whether a row that may belong to the end is certainly no record: it says so, or does not begin as all records
    /// do. A row of one or two cells that might be a poor record is left to be one.
    pub(super) fn is_no_record(&self, record: &StringRecord) -> bool {
        let filled = record.iter().find(|cell| is_filled(cell));
        let text = filled.unwrap_or_default().trim().to_lowercase();
        let says_so = BEGINNINGS
            .iter()
            .filter_map(|beginning| Some((beginning, text.strip_prefix(beginning)?)))
            // "Sum" may have an s, and is not the beginning of Summers.
            .any(|(beginning, rest)| {
                let rest = rest.strip_prefix('s').unwrap_or(rest);
                beginning.ends_with(' ') || !rest.starts_with(char::is_alphabetic)
            });
        let first = Class::of(record.get(0).unwrap_or_default());
        let odd_width = self.layout.fit(record) == Fit::Wrong && record.len() <= 2;
        let other = self.first.is_some_and(|usual| usual != first);
        let sentence = text.contains(' ') || text.ends_with([':', '.']);
        !record.iter().any(is_a_persons) && (says_so || (other && (odd_width || sentence)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_poor_records() {
        let rows: Vec<SampleRow> = (2..5)
            .map(|row| SampleRow {
                row,
                cells: StringRecord::from(vec!["12", "Ann", "Field"]),
            })
            .collect();
        let header = StringRecord::from(vec!["id", "a", "b"]);
        let tail = Tail::new(&rows, &Layout::of_text(&header, &rows));
        let no_record = |cells: &[&str]| tail.is_no_record(&StringRecord::from(cells.to_vec()));
        assert!(no_record(&["Total", "3", ""]));
        assert!(no_record(&["3 records"]));
        assert!(no_record(&["", "", "Total: 3"]));
        assert!(no_record(&["Totals", "3", ""]));
        assert!(no_record(&["Exported on", "03/05/2024", ""]));
        assert!(!no_record(&["15", "", ""]));
        // A surname that begins as a total does, and a reference of another make beside an NHS number.
        assert!(!no_record(&["", "Summers", ""]));
        assert!(!no_record(&["Note", "943 476 5919", ""]));
        assert!(!no_record(&["A17", "4010232137", ""]));
        assert!(!no_record(&["", "Ann", ""]));
        let may = |cells: &[&str]| tail.may_belong(&StringRecord::from(cells.to_vec()));
        assert!(may(&["Total", "3", ""]) && !may(&["12", "Ann", "Field"]));
    }
}
