//! What can be said of a node by its similarities to people drawn as the others are, whoever these are.
//!
//! The [`super::features`] of a node rest on its very neighbours, and scatter where most of these are other people on the
//! other side. Here they are quantiles and weighted means over whole neighbourhoods, and how far they scatter is learnt from what
//! the attacker has: its own people under two keys, each time among others, half of whom are the same.

use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::features::normal_scores;
use super::matrix::{by_columns, product};
use super::{Knowledge, similarity};
use crate::attack::filters::Filters;

/// Shares of the others at which the sorted similarities are features.
const QUANTILES: [f32; 14] = [
    0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.98,
];
/// Shares of the others, the most similar, over which similarities are averaged.
const AVERAGED: [f32; 5] = [0.003, 0.01, 0.03, 0.1, 0.3];
/// Shares of the others that are a node's neighbourhood, over which the features of nodes are averaged.
const NEAR: [f32; 3] = [0.005, 0.03, 0.12];
/// Parts of the attacker's people, of which two at a time are a node's others.
const PARTS: usize = 3;
/// What is added to the variance of each feature between keys, of which 1 is the variance between nodes: a ridge.
const RIDGE: f32 = 0.1;

/// Log-likelihoods, up to a constant for each encoded node, that an encoded node (column) is a known one (row).
pub(super) fn likelihoods(
    target: &Filters,
    knowledge: &Knowledge<'_>,
    first_trial: u64,
    threads: usize,
) -> DMatrix<f32> {
    let Knowledge {
        construction,
        known,
        ..
    } = *knowledge;
    let all: Vec<usize> = (0..known.len()).collect();
    let parts = parts(known.len());
    let (mut whole, mut partial) = (Vec::new(), Vec::new());
    for (trial, left_out) in (first_trial..).zip(0..PARTS) {
        let filters = construction.encode(known, similarity::own_key(trial));
        let matrix = similarity::correlations(&filters, threads);
        whole.push(features(&matrix, &filters, &all, threads));
        let others: Vec<usize> = (0..known.len())
            .filter(|&one| parts[one] != left_out)
            .collect();
        partial.push(features(&matrix, &filters, &others, threads));
    }
    let size = whole[0].ncols();
    let mut within: DMatrix<f32> = DMatrix::zeros(size, size);
    for trial in 0..PARTS {
        let apart = &partial[trial] - &partial[(trial + 1) % PARTS];
        within += product(&apart.transpose(), &apart, threads);
    }
    // A difference has twice the variance of either.
    within /= (2 * PARTS * known.len()).max(1) as f32;
    for index in 0..size {
        within[(index, index)] += RIDGE;
    }
    let eigen = within.symmetric_eigen();
    let mut whiten = eigen.eigenvectors;
    for (mut column, value) in whiten.column_iter_mut().zip(eigen.eigenvalues.iter()) {
        column.scale_mut(1.0 / value.max(1e-6).sqrt());
    }
    let means = whole.iter().sum::<DMatrix<f32>>() / PARTS as f32;
    let everybody: Vec<usize> = (0..target.len()).collect();
    let encoded = similarity::correlations(target, threads);
    let left = features(&encoded, target, &everybody, threads) * &whiten;
    let right = means * &whiten;
    let mut scores = product(&right, &left.transpose(), threads);
    for (mut row, known) in scores.row_iter_mut().zip(right.row_iter()) {
        row.add_scalar_mut(-known.norm_squared() / 2.0);
    }
    scores / 2.0
}

/// Cuts nodes into parts at random: for each node, its part.
fn parts(nodes: usize) -> Vec<usize> {
    let mut chance = ChaCha8Rng::seed_from_u64(11);
    let mut parts: Vec<usize> = (0..nodes).map(|node| node % PARTS).collect();
    for node in (1..nodes).rev() {
        parts.swap(node, chance.next_u32() as usize % (node + 1));
    }
    parts
}

/// One row of features a node, each column in normal scores. Only similarities to `others` are looked at.
fn features(
    matrix: &DMatrix<f32>,
    filters: &Filters,
    others: &[usize],
    threads: usize,
) -> DMatrix<f32> {
    let nodes = matrix.nrows();
    let count = others.len();
    // A column a node. What it has with itself says nothing, and becomes what it has with the others on average.
    let mut similar = matrix.select_rows(others);
    for (place, &own) in others.iter().enumerate() {
        let sum = similar.column(own).sum() - similar[(place, own)];
        similar[(place, own)] = sum / (count.max(2) - 1) as f32;
    }
    let mut sorted = similar.clone();
    by_columns(sorted.as_mut_slice(), count, threads, |_, slice| {
        for column in slice.chunks_mut(count) {
            column.sort_unstable_by(|one, other| other.total_cmp(one));
        }
    });
    let own = in_normal_scores(&of_similarities(&sorted, filters));
    // Squares too, so that a neighbourhood's spread is seen besides its mean.
    let squares = own.map(|value| value * value - 1.0);
    let mut of_others = DMatrix::zeros(count, 2 * own.ncols());
    let columns = own.column_iter().chain(squares.column_iter());
    for (mut place, column) in of_others.column_iter_mut().zip(columns) {
        for (value, &other) in place.iter_mut().zip(others) {
            *value = column[other];
        }
    }
    let mut all: Vec<DMatrix<f32>> = vec![own];
    for share in NEAR.map(Some).into_iter().chain([None]) {
        let weights = weights(&similar, &sorted, others, share, threads);
        let averaged = product(&weights.transpose(), &of_others, threads);
        all.push(in_normal_scores(&averaged));
    }
    let columns = all.iter().map(DMatrix::ncols).sum();
    let mut out = DMatrix::zeros(nodes, columns);
    let from = all.iter().flat_map(DMatrix::column_iter);
    for (mut place, column) in out.column_iter_mut().zip(from) {
        place.copy_from(&column);
    }
    out
}

/// The place of a share of so many.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // From 0 to the count.
fn place(share: f32, count: usize) -> usize {
    ((share * count as f32) as usize).min(count.saturating_sub(1))
}

/// A row a node: what its similarities, in descending order, say by themselves.
fn of_similarities(sorted: &DMatrix<f32>, filters: &Filters) -> DMatrix<f32> {
    let count = sorted.nrows();
    let mut out = DMatrix::zeros(sorted.ncols(), QUANTILES.len() + AVERAGED.len() + 5);
    for (node, column) in sorted.column_iter().enumerate() {
        let values = column.as_slice();
        let mean_of = |values: &[f32]| values.iter().sum::<f32>() / values.len().max(1) as f32;
        let mean = mean_of(values);
        let central = |power: i32| {
            let sum: f32 = values.iter().map(|value| (value - mean).powi(power)).sum();
            sum / count.max(1) as f32
        };
        let quantiles = QUANTILES.iter().map(|&share| values[place(share, count)]);
        let averaged = AVERAGED.iter();
        let averaged = averaged.map(|&share| mean_of(&values[..place(share, count).max(1)]));
        let moments = [mean, central(2), central(3), central(4)];
        let set = std::iter::once(filters.count(node) as f32);
        for (to, value) in (0..).zip(quantiles.chain(averaged).chain(moments).chain(set)) {
            out[(node, to)] = value;
        }
    }
    out
}

/// What the others weigh for each node (column): by how much more similar they are than the last of a share of them, or,
/// without a share, than the mean, which may be less.
fn weights(
    similar: &DMatrix<f32>,
    sorted: &DMatrix<f32>,
    others: &[usize],
    share: Option<f32>,
    threads: usize,
) -> DMatrix<f32> {
    let count = similar.nrows();
    let mut weights = similar.clone();
    by_columns(weights.as_mut_slice(), count, threads, |first, slice| {
        for (offset, column) in slice.chunks_mut(count).enumerate() {
            let least = share.map_or_else(
                || column.iter().sum::<f32>() / count as f32,
                |share| sorted[(place(share, count), first + offset)],
            );
            for value in column.iter_mut() {
                *value -= least;
                if share.is_some() {
                    *value = value.max(0.0);
                }
            }
            if let Ok(own) = others.binary_search(&(first + offset)) {
                column[own] = 0.0;
            }
            let sum: f32 = column.iter().map(|value| value.abs()).sum();
            for value in column {
                *value /= sum.max(1e-12);
            }
        }
    });
    weights
}

fn in_normal_scores(values: &DMatrix<f32>) -> DMatrix<f32> {
    let mut out = values.clone();
    for (mut place, column) in out.column_iter_mut().zip(values.column_iter()) {
        place.copy_from_slice(&normal_scores(column.as_slice()));
    }
    out
}
