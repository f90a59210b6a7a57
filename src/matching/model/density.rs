//! How crowded it is around each place or time.
//!
//! That two reports are of one hour and one street says much in a village on a Tuesday morning and little in a town centre on a
//! Saturday night. The share *u* of unrelated pairs that are near is an average over all; around one value it is as many times
//! greater as there are more records near it. It is the idea of frequent values (Winkler 1988) for values that are near and
//! seldom equal.

use super::comparison::Comparison;
use super::field_values::{FieldValues, NONE};
use super::levels::FieldComparison;
use super::real;

/// Records with which each value is compared: enough to see a thousandth of them.
const SAMPLE: usize = 4096;
/// Records near a value that are added to those seen, so that where nobody else was seen it is not taken to be impossible.
const UNSEEN: f64 = 1.0;
/// Two records of one event are near each other whether it is crowded or not.
const OWN: f64 = 2.0;
/// How far a value may be from the average.
const LEAST: f64 = 0.02;
const MOST: f64 = 50.0;

/// By value of a field: how many times as many records are near it as near the average record.
pub(super) fn densities(said: &FieldComparison, values: &FieldValues) -> Vec<f64> {
    let records = values.filled(0) + values.filled(1);
    // Numbers of values ascend with the bits of their filters, so a stride over them draws places and times at random, the same
    // whatever the order of rows.
    let mut held: Vec<u32> = (0..2)
        .flat_map(|side| values.of_row(side).iter().copied())
        .filter(|&value| value != NONE)
        .collect();
    held.sort_unstable();
    let stride = records.div_ceil(SAMPLE).max(1);
    let sample: Vec<u32> = held.iter().copied().step_by(stride).collect();
    let each = real(records) / real(sample.len()).max(1.0);
    let number = u32::try_from(values.len()).unwrap_or(NONE);
    let near: Vec<f64> = (0..number)
        .map(|one| {
            let alike = sample
                .iter()
                .filter(|&&other| values.level(said, one, other) > FieldComparison::LOWEST);
            (real(alike.count()) * each - OWN).max(0.0) + UNSEEN
        })
        .collect();
    let sum: f64 = held.iter().map(|&value| near[value as usize]).sum();
    let mean = sum / real(records).max(1.0);
    near.iter()
        .map(|near| (near / mean).clamp(LEAST, MOST))
        .collect()
}

/// The densities of every field that has them, by field and value.
pub(super) fn of_all_fields(
    fields: &[FieldComparison],
    values: &[FieldValues],
) -> Vec<Option<Vec<f64>>> {
    let both = fields.iter().zip(values);
    both.map(|(said, values)| said.neighbourhood.then(|| densities(said, values)))
        .collect()
}

impl Comparison<'_> {
    /// How crowded it is around the value of this row on the left, where the field's levels are of nearness.
    pub(super) fn density(&self, field: usize, left: u32) -> Option<f64> {
        let densities = self.densities[field].as_ref()?;
        let value = self.values[field].of_row(0)[left as usize];
        densities.get(value as usize).copied()
    }
}
