//! Aligning two similarity graphs by likelihood over all pairs of nodes, from a first guess.
//!
//! A power iteration as for graph matching in general, projected onto soft assignments: each encoded node keeps its likeliest
//! candidates, so that a wrong one costs less than a right one gains.

use nalgebra::DMatrix;

use super::matrix::{by_columns, product};

/// Candidates kept for each encoded node.
const CANDIDATES: usize = 16;
/// What the first guess weighs after each round, of what it weighed before.
const FADING: f32 = 0.7;

/// Scores in standard deviations: of each row, then of each column, twice.
pub(super) fn standardise(scores: &mut DMatrix<f32>, threads: usize) {
    for _ in 0..2 {
        standardise_columns(scores, threads);
        let mut transposed = scores.transpose();
        standardise_columns(&mut transposed, threads);
        *scores = transposed.transpose();
    }
}

fn standardise_columns(scores: &mut DMatrix<f32>, threads: usize) {
    let rows = scores.nrows();
    by_columns(scores.as_mut_slice(), rows, threads, |_, slice| {
        for column in slice.chunks_mut(rows) {
            let count = column.len() as f32;
            let mean = column.iter().sum::<f32>() / count;
            let squares = column.iter().map(|value| (value - mean).powi(2));
            let scale = 1.0 / (squares.sum::<f32>() / count).sqrt().max(1e-12);
            for value in column {
                *value = (*value - mean) * scale;
            }
        }
    });
}

/// For each encoded node its likeliest known nodes, with weights that sum to 1.
type Soft = Vec<Vec<(usize, f32)>>;

/// `scores` has a column for each encoded node and a row for each known one, in standard deviations.
fn soften(scores: &DMatrix<f32>) -> Soft {
    let mut tops: Soft = Vec::with_capacity(scores.ncols());
    for column in scores.column_iter() {
        let values = column.as_slice();
        let mut order: Vec<usize> = (0..values.len()).collect();
        let most = CANDIDATES.min(order.len());
        if most > 0 {
            order.select_nth_unstable_by(most - 1, |&a, &b| values[b].total_cmp(&values[a]));
            order.truncate(most);
            order.sort_unstable_by(|&a, &b| values[b].total_cmp(&values[a]));
        }
        tops.push(order.iter().map(|&known| (known, values[known])).collect());
    }
    // Under a normal distribution the likelihood ratio of a score grows with the score that right ones have: the median best.
    let mut firsts: Vec<f32> = tops
        .iter()
        .filter_map(|top| top.first())
        .map(|&(_, value)| value)
        .collect();
    firsts.sort_unstable_by(f32::total_cmp);
    let sharpness = firsts.get(firsts.len() / 2).copied().unwrap_or(1.0);
    for top in &mut tops {
        let first = top.first().map_or(0.0, |&(_, value)| value);
        let mut sum = 0.0;
        for (_, value) in top.iter_mut() {
            *value = (sharpness * (*value - first)).exp();
            sum += *value;
        }
        for (_, value) in top.iter_mut() {
            *value /= sum;
        }
    }
    tops
}

/// What would be expected of the encoded nodes if the soft assignment were right: a row for each known node, a column
/// for each encoded one.
fn carried_over(expected: &DMatrix<f32>, soft: &Soft, threads: usize) -> DMatrix<f32> {
    let known = expected.nrows();
    let mut out = DMatrix::zeros(known, soft.len());
    by_columns(out.as_mut_slice(), known, threads, |first, slice| {
        for (column, candidates) in slice.chunks_mut(known).zip(&soft[first..]) {
            for &(candidate, weight) in candidates {
                let from = expected.column(candidate);
                for (place, value) in column.iter_mut().zip(from.iter()) {
                    *place += weight * value;
                }
            }
        }
    });
    out
}

/// Aligns centred graphs, from `first` scores, and returns scores of the same form: a column for each encoded node, a row
/// for each known one. `pairs` are known from the start, and kept.
pub(super) fn align(
    encoded: &DMatrix<f32>,
    expected: &DMatrix<f32>,
    first: &DMatrix<f32>,
    pairs: &[(usize, usize)],
    rounds: usize,
    threads: usize,
) -> DMatrix<f32> {
    let mut prior = first.clone();
    standardise(&mut prior, threads);
    let mut scores = prior.clone();
    let mut soft = soften(&scores);
    if !pairs.is_empty() {
        soft.iter_mut().for_each(Vec::clear);
    }
    let mut weight = 1.0;
    for _ in 0..rounds {
        for &(one, other) in pairs {
            soft[one] = vec![(other, 1.0)];
        }
        let carried = carried_over(expected, &soft, threads);
        // The log-likelihood of each encoded row under each carried one, noise being alike everywhere: the product less half
        // the square. The encoded matrix is symmetric.
        scores = product(&carried, encoded, threads);
        let mut norms = vec![0.0f32; scores.nrows()];
        for column in carried.column_iter() {
            for (norm, value) in norms.iter_mut().zip(column.iter()) {
                *norm += value * value / 2.0;
            }
        }
        for mut column in scores.column_iter_mut() {
            for (value, norm) in column.iter_mut().zip(&norms) {
                *value -= norm;
            }
        }
        standardise(&mut scores, threads);
        scores.zip_apply(&prior, |score, prior| *score += weight * prior);
        weight *= FADING;
        standardise(&mut scores, threads);
        soft = soften(&scores);
    }
    scores
}
