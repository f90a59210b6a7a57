//! What can be said of a node of a similarity graph without knowing which one it is, and how well that tells nodes apart.

use nalgebra::DMatrix;

use super::embedding::Embedding;
use super::matrix::product;
use super::similarity;
use crate::attack::filters::Filters;

/// Ranks of the sorted similarity profile that are features (Ding, Ma, Wu and Xu, "Efficient random graph matching via
/// degree profiles", 2021, use the whole profile).
const RANKS: [usize; 14] = [0, 1, 2, 3, 4, 6, 9, 14, 22, 36, 60, 100, 170, 300];
/// Leading eigenvectors whose entries are features.
const EIGENVECTORS: usize = 12;

/// One row of features a node, each column in normal scores: only their order counts.
pub(super) fn features(matrix: &DMatrix<f32>, filters: &Filters, threads: usize) -> DMatrix<f32> {
    let nodes = matrix.nrows();
    let mut columns: Vec<Vec<f32>> = Vec::new();
    columns.push((0..nodes).map(|node| filters.count(node) as f32).collect());
    let mut profile: Vec<Vec<f32>> = vec![Vec::new(); RANKS.len()];
    let mut moments: Vec<Vec<f32>> = vec![Vec::new(); 4];
    let mut near: Vec<Vec<usize>> = Vec::with_capacity(nodes);
    let mut order: Vec<usize> = Vec::new();
    for node in 0..nodes {
        let column = matrix.column(node);
        let values = column.as_slice();
        let mean = mean(values);
        let central = |power: i32| {
            values
                .iter()
                .map(|value| (value - mean).powi(power))
                .sum::<f32>()
                / values.len() as f32
        };
        moments[0].push(mean);
        moments[1].push(central(2));
        moments[2].push(central(3).cbrt());
        moments[3].push(central(4).sqrt());
        order.clear();
        order.extend((0..nodes).filter(|&other| other != node));
        let most = RANKS[RANKS.len() - 1].min(order.len().saturating_sub(1));
        let descending = |&a: &usize, &b: &usize| values[b].total_cmp(&values[a]);
        if !order.is_empty() {
            order.select_nth_unstable_by(most, descending);
            order.truncate(most + 1);
            order.sort_unstable_by(descending);
        }
        for (rank, place) in RANKS.iter().zip(&mut profile) {
            place.push(
                order
                    .get(*rank.min(&most))
                    .map_or(0.0, |&other| values[other]),
            );
        }
        near.push(order.iter().take(10).copied().collect());
    }
    columns.extend(moments);
    columns.extend(profile);
    let embedding = Embedding::of(&similarity::centred(matrix.clone()), EIGENVECTORS, threads);
    columns.extend((0..embedding.dimensions()).map(|index| embedding.dimension(index)));
    // The same of the one, four and ten most similar nodes.
    let own = columns.len();
    for column in 0..own {
        for reach in [1, 4, 10] {
            let of_near = (0..nodes).map(|node| {
                let near = &near[node][..reach.min(near[node].len())];
                near.iter()
                    .map(|&other| columns[column][other])
                    .sum::<f32>()
            });
            let of_near = of_near.collect();
            columns.push(of_near);
        }
    }
    let mut out = DMatrix::zeros(nodes, columns.len());
    for (mut place, column) in out.column_iter_mut().zip(&columns) {
        place.copy_from_slice(&normal_scores(column));
    }
    out
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

/// Ranks as quantiles of the normal distribution, ties in the order of the nodes' values alone.
pub(super) fn normal_scores(values: &[f32]) -> Vec<f32> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut scores = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let value = values[order[start]];
        let mut end = start;
        while end < order.len() && values[order[end]].total_cmp(&value).is_eq() {
            end += 1;
        }
        let share = (start + end) as f32 / 2.0 / order.len() as f32;
        for &node in &order[start..end] {
            scores[node] = normal_quantile(share);
        }
        start = end;
    }
    scores
}

/// The normal quantile by way of the logistic distribution, whose function with a slope of 1.702 is within 0.0095 of the
/// normal one (Haley 1952).
fn normal_quantile(share: f32) -> f32 {
    let share = share.clamp(1e-4, 1.0 - 1e-4);
    (share / (1.0 - share)).ln() / 1.702
}

/// Log-likelihoods, up to a constant for each encoded node, that an encoded node (column) is a known one (row), from
/// features alone.
///
/// The attacker encodes the known people under keys of its own, `trials`, and so learns how far the features of one node
/// scatter between keys: Fisher's linear discriminant analysis.
pub(super) fn likelihoods(
    encoded: &DMatrix<f32>,
    trials: &[DMatrix<f32>],
    threads: usize,
) -> DMatrix<f32> {
    let Some(first) = trials.first() else {
        return DMatrix::zeros(0, encoded.nrows());
    };
    let count = trials.len() as f32;
    let mut means = DMatrix::zeros(first.nrows(), first.ncols());
    for trial in trials {
        means += trial;
    }
    means /= count;
    let size = first.ncols();
    let mut within: DMatrix<f32> = DMatrix::zeros(size, size);
    for trial in trials {
        let apart = trial - &means;
        within += apart.tr_mul(&apart);
    }
    within /= (first.nrows() as f32 * (count - 1.0)).max(1.0);
    for index in 0..size {
        within[(index, index)] += 0.02;
    }
    let eigen = within.symmetric_eigen();
    let mut whiten = eigen.eigenvectors;
    for (mut column, value) in whiten.column_iter_mut().zip(eigen.eigenvalues.iter()) {
        column.scale_mut(1.0 / value.max(1e-6).sqrt());
    }
    let (left, right) = (encoded * &whiten, &means * &whiten);
    let mut scores = product(&right, &left.transpose(), threads);
    for (mut row, known) in scores.row_iter_mut().zip(right.row_iter()) {
        row.add_scalar_mut(-known.norm_squared() / 2.0);
    }
    scores / (1.0 + 1.0 / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_scores_keep_order_and_ties() {
        let scores = normal_scores(&[3.0, 1.0, 2.0, 2.0]);
        assert!(scores[1] < scores[2] && scores[3] < scores[0], "{scores:?}");
        assert!((scores[2] - scores[3]).abs() < 1e-6);
        // The middle of four, two of them tied, is the median.
        assert!(scores[2].abs() < 1e-6, "{scores:?}");
        // Half of 0.975 and 0.025: 1.96 standard deviations, within the approximation.
        assert!((normal_quantile(0.975) - 1.96).abs() < 0.25);
    }
}
