//! Aligning two embeddings of which only few nodes are in both.
//!
//! Both graphs are of people drawn alike, so their clouds of points are alike as a whole, whoever is in them. A soft
//! assignment by entropic optimal transport (Cuturi, "Sinkhorn distances", 2013) is turned by turns into a rotation and back
//! (Wasserstein-Procrustes: Grave, Joulin and Berthet, "Unsupervised alignment of embeddings with Wasserstein
//! Procrustes", 2019), with more dimensions each time. Then the pairs that fit best are kept and the others left out
//! (trimmed least squares: Chetverikov, Svirko, Stepanov and Krsek, "The trimmed iterative closest point algorithm",
//! 2002), since most nodes may have no counterpart.

use nalgebra::{DMatrix, DVector};

use super::embedding::{Best, Embedding, rotation, scores, soft_rotation, without_hubs};
use super::matrix::by_columns;

/// Dimensions of each soft round.
const SOFT: [usize; 21] = [
    8, 8, 12, 12, 16, 16, 20, 20, 24, 24, 28, 28, 32, 32, 40, 40, 48, 48, 64, 64, 64,
];
/// Dimensions of more soft rounds, for noisy graphs most of whose nodes are in both: there softness helps more than leaving out.
const SOFT_TO_THE_END: [usize; 9] = [64, 96, 96, 96, 128, 128, 128, 128, 128];
/// Dimensions of rounds on the best pairs, and how many rounds each.
const TRIMMED: [(usize, usize); 5] = [(32, 4), (48, 8), (64, 10), (96, 10), (128, 14)];
/// Of the pairs that are each other's best, the share that a rotation is taken from is one in so many.
const KEPT: usize = 2;
/// Rounds of scaling a soft assignment's rows and columns.
const SCALINGS: usize = 10;

/// Scores every two nodes in two ways, softly to the end and by the best pairs: a column for each encoded node, a row for
/// each known one. `features` are log-likelihoods from features alone; `noise` is the variance of a point about its
/// counterpart, as a share of the variance of points.
pub(super) fn align(
    encoded: &Embedding,
    known: &Embedding,
    features: &DMatrix<f32>,
    noise: f32,
    threads: usize,
) -> [DMatrix<f32>; 2] {
    let most = encoded.dimensions().min(known.dimensions());
    // Log-likelihoods: those of the distances after a rotation, and those of the features.
    let likelihoods = |rotation: &DMatrix<f32>| {
        let mut scores = scores(encoded, known, rotation, threads);
        let variance = noise * known.mean_square(rotation.nrows());
        scores.zip_apply(features, |score, own| {
            *score = *score / variance.max(f32::MIN_POSITIVE) + own;
        });
        scores
    };
    let mut soft = assigned(features.clone(), threads);
    let mut softly = |dimensions: &[usize]| {
        let mut rotated = DMatrix::identity(most, most);
        for &dimensions in dimensions {
            rotated = soft_rotation(encoded, known, &soft, dimensions.min(most), threads);
            soft = assigned(likelihoods(&rotated), threads);
        }
        rotated
    };
    let mut rotated = softly(&SOFT);
    let mut to_the_end = likelihoods(&softly(&SOFT_TO_THE_END));
    without_hubs(&mut to_the_end, threads);
    let rounds = TRIMMED.into_iter();
    for dimensions in rounds.flat_map(|(dimensions, times)| std::iter::repeat_n(dimensions, times))
    {
        let mut scores = likelihoods(&rotated);
        without_hubs(&mut scores, threads);
        let mut pairs = Best::of(&scores).mutual();
        let fit = |&(one, other): &(usize, usize)| scores[(other, one)];
        pairs.sort_by(|one, other| fit(other).total_cmp(&fit(one)));
        pairs.truncate(pairs.len().div_ceil(KEPT));
        rotated = rotation(encoded, known, &pairs, dimensions.min(most), threads);
    }
    let mut by_best = likelihoods(&rotated);
    without_hubs(&mut by_best, threads);
    [to_the_end, by_best]
}

/// The soft assignment of log-likelihoods in which every encoded node is given once, and every known one as often as any
/// other (Sinkhorn and Knopp 1967).
fn assigned(mut scores: DMatrix<f32>, threads: usize) -> DMatrix<f32> {
    let (known, encoded) = scores.shape();
    by_columns(scores.as_mut_slice(), known, threads, |_, slice| {
        for column in slice.chunks_mut(known) {
            let best = column.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            for value in column {
                *value = (*value - best).exp();
            }
        }
    });
    let each = encoded as f32 / known.max(1) as f32;
    let inverse = |sum: f32, mass: f32| mass / sum.max(1e-20);
    let mut of_known = DVector::from_element(known, 1.0f32);
    let mut of_encoded = DVector::from_element(encoded, 1.0f32);
    for _ in 0..SCALINGS {
        of_encoded = scores.tr_mul(&of_known).map(|sum| inverse(sum, 1.0));
        of_known = (&scores * &of_encoded).map(|sum| inverse(sum, each));
    }
    by_columns(scores.as_mut_slice(), known, threads, |first, slice| {
        for (offset, column) in slice.chunks_mut(known).enumerate() {
            for (value, scale) in column.iter_mut().zip(of_known.iter()) {
                *value = *value * scale * of_encoded[first + offset];
            }
        }
    });
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_soft_assignment_by_hand() {
        let scores = DMatrix::from_row_slice(2, 2, &[4.0f32.ln(), 1.0f32.ln(), 0.0, 0.0]);
        let soft = assigned(scores, 2);
        // Scaled to sums of 1, [[4, 1], [1, 1]] is [[2, 1], [1, 2]] / 3.
        for (place, expected) in [((0, 0), 2.0), ((0, 1), 1.0), ((1, 0), 1.0), ((1, 1), 2.0)] {
            assert!((soft[place] - expected / 3.0).abs() < 1e-4, "{soft}");
        }
    }
}
