//! Values that stand in suspiciously many rows: a default date, the office's telephone number.

use crate::agreement::FieldKind;
use crate::units::Arrange;

/// Counters kept: a value in more than one row in 64 is never lost.
const COUNTERS: usize = 64;

/// Finds the values of a column that come most often, in flat memory, without keeping the values.
///
/// The Space-Saving algorithm (Metwally, Agrawal and El Abbadi, ICDT 2005): every value that stands in more than one
/// row in 64 has a counter, and each counter says by how much at most it counted too many.
#[derive(Clone, Debug, Default)]
pub(super) struct RepeatedValues {
    counters: Vec<Counter>,
}

#[derive(Clone, Debug)]
struct Counter {
    hash: u64,
    count: u64,
    too_many: u64,
    first_rows: Vec<u64>,
}

/// A value that stands in many rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repeated {
    /// Rows at least.
    pub(super) rows: u64,
    /// The first rows that were seen with it.
    pub(super) first_rows: Vec<u64>,
}

impl RepeatedValues {
    /// Counts the value with this hash, in this row.
    pub(super) fn add(&mut self, hash: u64, row: u64, rows_listed: usize) {
        if let Some(counter) = self
            .counters
            .iter_mut()
            .find(|counter| counter.hash == hash)
        {
            counter.count += 1;
            if counter.first_rows.len() < rows_listed {
                counter.first_rows.push(row);
            }
            return;
        }
        if self.counters.len() < COUNTERS {
            self.counters.push(Counter {
                hash,
                count: 1,
                too_many: 0,
                first_rows: vec![row],
            });
            return;
        }
        if let Some(least) = self.counters.iter_mut().min_by_key(|counter| counter.count) {
            *least = Counter {
                hash,
                count: least.count + 1,
                too_many: least.count,
                first_rows: vec![row],
            };
        }
    }

    /// The values that stand in more than `usual` of the `filled` rows and in at least 20.
    pub(super) fn beyond(&self, usual: f64, filled: u64) -> Vec<Repeated> {
        // Counts of rows are far below 2^52.
        #[expect(clippy::cast_precision_loss)]
        let most = usual * filled as f64;
        let mut found: Vec<Repeated> = self
            .counters
            .iter()
            .map(|counter| Repeated {
                rows: counter.count - counter.too_many,
                first_rows: counter.first_rows.clone(),
            })
            .filter(|repeated| {
                #[expect(clippy::cast_precision_loss)]
                let rows = repeated.rows as f64;
                repeated.rows >= 20 && rows > most
            })
            .collect();
        found.arrange_by_key(|repeated| u64::MAX - repeated.rows);
        found
    }
}

/// The largest share of rows that one value of this kind usually has; `None` where any share is usual.
///
/// Judged from UK-like data: the commonest surname and given names have one to two people in a hundred, a birth date one
/// in thousands, and a postcode some fifteen households. A twentieth allows for a hostel or a school.
pub(super) const fn usual_share(kind: FieldKind) -> Option<f64> {
    match kind {
        FieldKind::BirthDate
        | FieldKind::NhsNumber
        | FieldKind::Uprn
        | FieldKind::Phone
        | FieldKind::Email => Some(0.01),
        FieldKind::GivenName | FieldKind::Name | FieldKind::UkPostcode | FieldKind::AddressLine => {
            Some(0.05)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_value_is_found_among_many_rare_ones() {
        let mut values = RepeatedValues::default();
        let mut row = 1;
        for number in 0..10_000u64 {
            row += 1;
            // One row in 25 has the same value; all others differ.
            let hash = if number % 25 == 0 { 7 } else { 1_000 + number };
            values.add(hash, row, 5);
        }
        let found = values.beyond(0.01, 10_000);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].rows <= 400 && found[0].rows > 300,
            "{}",
            found[0].rows
        );
        assert!(values.beyond(0.05, 10_000).is_empty());
    }

    #[test]
    fn few_rows_are_never_suspicious() {
        let mut values = RepeatedValues::default();
        (0..19).for_each(|row| values.add(1, row, 5));
        assert!(values.beyond(0.01, 19).is_empty());
        values.add(1, 19, 5);
        assert_eq!(values.beyond(0.01, 20)[0].first_rows, [0, 1, 2, 3, 4]);
    }
}
