use super::{ReadFinding, Skipped};

/// How many rows of a report are named.
const FIRST: usize = 5;

/// A count, and the first rows it counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    count: u64,
    first_rows: Vec<u64>,
}

impl Tally {
    pub(super) fn count(&mut self, row: u64) {
        self.count += 1;
        if self.first_rows.len() < FIRST {
            self.first_rows.push(row);
        }
    }

    /// Counts all the rows from `first` to before `end`.
    pub(super) fn count_range(&mut self, first: u64, end: u64) {
        self.count += end.saturating_sub(first);
        let room = FIRST.saturating_sub(self.first_rows.len());
        self.first_rows.extend((first..end).take(room));
    }

    /// Counts what belongs to no row.
    pub(super) const fn add(&mut self, count: u64) {
        self.count += count;
    }

    pub(super) const fn total(&self) -> u64 {
        self.count
    }

    /// As what was passed over; `None` when it was nothing.
    pub(super) fn skipped(&self, what: &str) -> Option<Skipped> {
        (self.count > 0).then(|| Skipped {
            what: what.to_owned(),
            count: self.count,
            first_rows: self.first_rows.clone(),
        })
    }

    /// As a finding; `None` when it was nothing.
    pub(super) fn finding(&self, code: &'static str, message: String) -> Option<ReadFinding> {
        (self.count > 0).then(|| ReadFinding {
            code,
            message,
            count: self.count,
            first_rows: self.first_rows.clone(),
        })
    }
}
