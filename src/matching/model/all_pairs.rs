//! Every pair of records, without comparing every pair of records.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::comparison::Comparison;
use super::evidence::Evidence;
use super::field_values::{NONE, RowsByValue, row_number};
use super::kept::{KeptPair, MAX_KEPT, sort};
use super::levels::{FieldComparison, LEVELS};
use crate::matching::MatchingError;

/// For each value of one field on the left, the values on the right that agree with it above the lowest level.
///
/// They are few: distinct values are compared once, and all rows that have them are served by it.
pub(super) struct Neighbours {
    /// By value.
    by_value: Vec<Vec<(u32, u8)>>,
    /// Pairs of records by level, among those that both have the field.
    pub(super) pairs_by_level: [f64; LEVELS],
}

/// The most neighbours of all values of all fields together: 8 bytes each. Files of people stay far below it; values of which
/// each is like every other tell nobody apart.
const MAX_NEIGHBOURS: usize = 20_000_000;

impl Neighbours {
    /// Those of every field.
    ///
    /// # Errors
    /// [`MatchingError::TooManyAlike`].
    pub(super) fn of_all_fields(comparison: &Comparison<'_>) -> Result<Vec<Self>, MatchingError> {
        let mut kept = 0;
        (0..comparison.fields.len())
            .map(|field| Self::new(comparison, field, &mut kept))
            .collect()
    }

    fn new(
        comparison: &Comparison<'_>,
        field: usize,
        kept: &mut usize,
    ) -> Result<Self, MatchingError> {
        let (said, values) = (&comparison.fields[field], &comparison.values[field]);
        let of_side = |side: usize| {
            (0..row_number(values.len())).filter(move |&value| values.count(side, value) > 0)
        };
        let rights: Vec<u32> = of_side(1).collect();
        let mut by_value = vec![Vec::new(); values.len()];
        let mut pairs_by_level = [0.0; LEVELS];
        for left in of_side(0) {
            let level = |right: u32| (right, values.level(said, left, right));
            let near: Vec<(u32, u8)> = if said.near.is_empty() {
                let equal = (values.count(1, left) > 0).then_some((left, said.exact()));
                equal.into_iter().collect()
            } else {
                let levels = rights.iter().map(|&right| level(right));
                levels
                    .filter(|&(_, level)| level > FieldComparison::LOWEST)
                    .collect()
            };
            *kept += near.len();
            if *kept > MAX_NEIGHBOURS {
                return Err(MatchingError::TooManyAlike {
                    limit: MAX_NEIGHBOURS,
                });
            }
            for &(right, level) in &near {
                pairs_by_level[usize::from(level)] +=
                    f64::from(values.count(0, left)) * f64::from(values.count(1, right));
            }
            by_value[left as usize] = near;
        }
        let above: f64 = pairs_by_level.iter().sum();
        pairs_by_level[usize::from(FieldComparison::LOWEST)] =
            (comparison.filled_pairs(field) - above).max(0.0);
        Ok(Self {
            by_value,
            pairs_by_level,
        })
    }
}

/// What scanning needs beside the evidence.
pub(super) struct AllPairs<'a> {
    comparison: &'a Comparison<'a>,
    neighbours: &'a [Neighbours],
    /// By field: the rows on the right by value.
    right_rows: Vec<RowsByValue>,
    /// Rows on the left, those that lack the same fields together.
    left_order: Vec<u32>,
}

/// Left rows that one thread takes at a time.
const ROWS_AT_ONCE: usize = 256;

impl<'a> AllPairs<'a> {
    pub(super) fn new(comparison: &'a Comparison<'a>, neighbours: &'a [Neighbours]) -> Self {
        let mut left_order: Vec<u32> = (0..row_number(comparison.rows(0))).collect();
        let fields = &comparison.values;
        left_order.sort_by_cached_key(|&row| {
            let filled = |values: &super::FieldValues<'_>| values.of_row(0)[row as usize] != NONE;
            fields.iter().map(filled).collect::<Vec<bool>>()
        });
        Self {
            comparison,
            neighbours,
            right_rows: fields.iter().map(|field| field.rows_by_value(1)).collect(),
            left_order,
        }
    }

    /// Every pair whose odds of one person against unrelated people are at least `least`, ascending.
    ///
    /// # Errors
    /// [`MatchingError::TooManyPairs`].
    pub(super) fn keep(
        &self,
        evidence: &Evidence<'_>,
        least: f64,
        threads: usize,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Vec<KeptPair>, MatchingError> {
        let next = AtomicUsize::new(0);
        let parts = self.left_order.len().div_ceil(ROWS_AT_ONCE);
        let work = |report: &mut dyn FnMut(u64)| {
            let mut kept = Vec::new();
            loop {
                let part = next.fetch_add(1, Ordering::Relaxed);
                if part >= parts {
                    return Ok(kept);
                }
                let start = part * ROWS_AT_ONCE;
                let end = (start + ROWS_AT_ONCE).min(self.left_order.len());
                self.scan(&self.left_order[start..end], evidence, least, &mut kept)?;
                report(end as u64);
            }
        };
        let mut kept = if threads <= 1 {
            work(progress)?
        } else {
            std::thread::scope(|scope| {
                let spawn = |_| scope.spawn(|| work(&mut |_| {}));
                let workers: Vec<_> = (0..threads.min(parts.max(1))).map(spawn).collect();
                let mut all = Vec::new();
                for worker in workers {
                    match worker.join() {
                        Ok(part) => all.extend(part?),
                        Err(panic) => std::panic::resume_unwind(panic),
                    }
                }
                Ok::<_, MatchingError>(all)
            })?
        };
        if kept.len() > MAX_KEPT {
            return Err(MatchingError::TooManyPairs { limit: MAX_KEPT });
        }
        sort(&mut kept);
        Ok(kept)
    }

    fn scan(
        &self,
        rows: &[u32],
        evidence: &Evidence<'_>,
        least: f64,
        kept: &mut Vec<KeptPair>,
    ) -> Result<(), MatchingError> {
        let fields = &self.comparison.values;
        let instead = |field: usize| self.comparison.fields[field].instead_of.is_some();
        // What is compared in the place of another may say nothing in the end: here it counts for as much as it can.
        let weight = |field: usize, level: u8, left: u32| {
            let bits = single(evidence.of_field(field, level, left).max(1e-30).log2());
            if instead(field) { bits.max(0.0) } else { bits }
        };
        let counts_for_more = (0..fields.len()).any(instead);
        let floor = single((least / evidence.person_prior()).log2()) - 0.01;
        let filled = |row: u32| {
            let has = fields
                .iter()
                .map(|field| field.of_row(0)[row as usize] != NONE);
            has.collect::<Vec<bool>>()
        };
        for rows in rows.chunk_by(|&one, &other| filled(one) == filled(other)) {
            // All fields differ: what every pair of these rows begins with.
            let mut base = vec![0f32; self.comparison.rows(1)];
            let Some(&first) = rows.first() else { continue };
            for (field, values) in fields.iter().enumerate() {
                if values.of_row(0)[first as usize] == NONE {
                    continue;
                }
                let differs = weight(field, FieldComparison::LOWEST, first);
                for (sum, &value) in base.iter_mut().zip(values.of_row(1)) {
                    *sum += if value == NONE { 0.0 } else { differs };
                }
            }
            let mut sums = base.clone();
            for &left in rows {
                sums.copy_from_slice(&base);
                for (field, values) in fields.iter().enumerate() {
                    let value = values.of_row(0)[left as usize];
                    if value == NONE {
                        continue;
                    }
                    let differs = weight(field, FieldComparison::LOWEST, left);
                    for &(other, level) in &self.neighbours[field].by_value[value as usize] {
                        let more = weight(field, level, left) - differs;
                        for &right in self.right_rows[field].of_value(other) {
                            sums[right as usize] += more;
                        }
                    }
                }
                for (right, _) in (0u32..).zip(&sums).filter(|(_, sum)| **sum >= floor) {
                    if kept.len() >= MAX_KEPT {
                        return Err(MatchingError::TooManyPairs { limit: MAX_KEPT });
                    }
                    let pattern = self.comparison.pattern(left, right);
                    if counts_for_more && evidence.of_pair(pattern, left).person < least {
                        continue;
                    }
                    kept.push(KeptPair {
                        left,
                        right,
                        pattern,
                    });
                }
            }
        }
        Ok(())
    }
}

/// Sums of a dozen weights need no more than single precision to choose what is then computed in double.
#[expect(clippy::cast_possible_truncation)]
const fn single(value: f64) -> f32 {
    value as f32
}
