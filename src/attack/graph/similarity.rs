//! Similarity graphs: of encoded records, and what an attacker who knows the construction expects of plain ones.

use nalgebra::DMatrix;

use super::matrix::by_columns;
use crate::attack::construction::Construction;
use crate::attack::filters::{Filters, hamming};
use crate::standardise::StandardRecord;

/// `1 - 2 Hamming / length` of each two filters, the correlation of their bits as signs; 0 on the diagonal.
pub(super) fn correlations(filters: &Filters, threads: usize) -> DMatrix<f32> {
    let count = filters.len();
    let scale = 2.0 / filters.bits() as f32;
    let mut matrix = DMatrix::zeros(count, count);
    by_columns(matrix.as_mut_slice(), count, threads, |first, slice| {
        for (offset, column) in slice.chunks_mut(count).enumerate() {
            let own = filters.filter(first + offset);
            for (other, place) in column.iter_mut().enumerate() {
                *place = 1.0 - scale * hamming(own, filters.filter(other)) as f32;
            }
        }
    });
    matrix.fill_diagonal(0.0);
    matrix
}

/// What [`correlations`] are to be expected of records whose plain values are known, when the key is not: the mean over
/// `trials` keys of the attacker's own of `(1 - 2 Hamming / length)^t` before diffusion, which is the expectation over
/// the choice of the t input bits of each output bit.
pub(super) fn expected(
    construction: &Construction,
    records: &[StandardRecord],
    trials: u64,
    threads: usize,
) -> DMatrix<f32> {
    let inputs = construction
        .diffusion
        .map_or(1, |diffusion| diffusion.inputs);
    let power = i32::try_from(inputs).unwrap_or(i32::MAX);
    let mut sum = DMatrix::zeros(records.len(), records.len());
    for trial in 0..trials {
        let inner = construction.before_diffusion(records, own_key(trial));
        let one = correlations(&inner, threads);
        sum.zip_apply(&one, |total, value| *total += value.powi(power));
    }
    sum / trials.max(1) as f32
}

/// A key of the attacker's own, none of which is ever a target's.
pub(super) const fn own_key(trial: u64) -> u64 {
    u64::MAX - trial
}

/// Takes the means of rows and columns away, and leaves 0 on the diagonal.
pub(super) fn centred(mut matrix: DMatrix<f32>) -> DMatrix<f32> {
    let count = matrix.nrows().max(1) as f32;
    let means: Vec<f32> = matrix
        .column_iter()
        .map(|column| column.sum() / count)
        .collect();
    let mean = means.iter().sum::<f32>() / count;
    for (index, mut column) in matrix.column_iter_mut().enumerate() {
        for (place, other) in column.iter_mut().zip(&means) {
            *place -= means[index] + other - mean;
        }
        column[index] = 0.0;
    }
    matrix
}
