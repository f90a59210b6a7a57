//! Finding the rotation: many starts at few dimensions, the promising ones refined as dimensions are added.

use nalgebra::DMatrix;

use super::embedding::{Best, Embedding, Pairs, rotation, scores, without_hubs};

/// Leading dimensions of which all signs are tried: the directions of eigenvectors are known, but not which way they point.
const SIGNED: usize = 5;
/// Nodes of either graph by which the signs are judged.
const SAMPLE: usize = 700;
/// Signs that are kept of all, and then of those.
const KEPT: [usize; 2] = [6, 2];
/// Dimensions at which the rotation is taken from pairs that the features alone suggest.
const FROM_FEATURES: [usize; 3] = [6, 16, 40];
/// Rounds at full dimension.
const LAST_ROUNDS: usize = 5;
/// The share of nodes that are each other's best at which no other start is tried.
const SETTLED: f32 = 0.9;

struct Found {
    rotation: DMatrix<f32>,
    /// Nodes that are each other's best: what the attacker, who has no truth, judges starts by.
    mutual: usize,
}

/// Aligns the embeddings, without any pair known, and scores every two nodes: a column for each encoded node, a row for
/// each known one. `suggested` are pairs to start from.
pub(super) fn search(
    encoded: &Embedding,
    known: &Embedding,
    suggested: &Pairs,
    threads: usize,
) -> DMatrix<f32> {
    let most = encoded.dimensions().min(known.dimensions());
    let mut starts: Vec<DMatrix<f32>> = FROM_FEATURES
        .iter()
        .rev()
        .map(|&dimensions| rotation(encoded, known, suggested, dimensions.min(most), threads))
        .collect();
    let mut all: Option<Found> = None;
    let nodes = encoded.nodes().min(known.nodes());
    let mut tried_signs = false;
    loop {
        let Some(start) = starts.pop() else {
            if tried_signs {
                break;
            }
            tried_signs = true;
            starts = promising_signs(encoded, known, most, threads);
            continue;
        };
        let found = refine(encoded, known, start, &schedule(most), threads);
        let enough = SETTLED * nodes as f32;
        let settled = found.mutual as f32 >= enough;
        if all.as_ref().is_none_or(|best| found.mutual > best.mutual) {
            all = Some(found);
        }
        if settled {
            break;
        }
    }
    let rotation = all.map_or_else(|| DMatrix::identity(most, most), |found| found.rotation);
    let mut scores = scores(encoded, known, &rotation, threads);
    without_hubs(&mut scores, threads);
    scores
}

/// One dimension at a time at first, then a tenth more a round.
fn schedule(most: usize) -> Vec<usize> {
    let mut schedule = Vec::new();
    let mut dimensions = 6.min(most);
    while dimensions < most {
        schedule.push(dimensions);
        dimensions += (dimensions / 8).max(1);
    }
    schedule.extend([most; LAST_ROUNDS]);
    schedule
}

/// Pairs each other's best, rotates by them, and again, with more dimensions each round.
fn refine(
    encoded: &Embedding,
    known: &Embedding,
    start: DMatrix<f32>,
    schedule: &[usize],
    threads: usize,
) -> Found {
    let mut rotated = start;
    for &dimensions in schedule {
        if dimensions < rotated.nrows() {
            continue;
        }
        let pairs = pair(encoded, known, &rotated, threads);
        rotated = rotation(encoded, known, &pairs, dimensions, threads);
    }
    Found {
        mutual: pair(encoded, known, &rotated, threads).len(),
        rotation: rotated,
    }
}

fn pair(encoded: &Embedding, known: &Embedding, rotation: &DMatrix<f32>, threads: usize) -> Pairs {
    let mut scores = scores(encoded, known, rotation, threads);
    without_hubs(&mut scores, threads);
    Best::of(&scores).mutual()
}

/// Tries all signs of the leading dimensions on a sample, and returns the rotations that leave most nodes each other's best.
fn promising_signs(
    encoded: &Embedding,
    known: &Embedding,
    most: usize,
    threads: usize,
) -> Vec<DMatrix<f32>> {
    let size = SIGNED.min(most);
    let (encoded, known) = (encoded.sample(SAMPLE), known.sample(SAMPLE));
    let start = |signs: usize| {
        DMatrix::from_fn(size, size, |row, column| {
            match (row == column, signs >> row & 1) {
                (false, _) => 0.0,
                (true, 0) => 1.0,
                (true, _) => -1.0,
            }
        })
    };
    let mut starts: Vec<Found> = (0..1usize << size)
        .map(|signs| refine(&encoded, &known, start(signs), &[size; 2], threads))
        .collect();
    for (kept, dimensions) in KEPT.into_iter().zip([size, 2 * size]) {
        for found in &mut starts {
            let schedule: Vec<usize> = (size..=dimensions).map(|one| one.min(most)).collect();
            *found = refine(&encoded, &known, found.rotation.clone(), &schedule, threads);
        }
        starts.sort_by_key(|found| std::cmp::Reverse(found.mutual));
        starts.truncate(kept);
    }
    starts
        .into_iter()
        .rev()
        .map(|found| found.rotation)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::alignment::align;
    use super::*;
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

    /// A graph of similarities of random points, and the same with its nodes in reverse order.
    fn graph_and_its_reverse(nodes: usize) -> (DMatrix<f32>, DMatrix<f32>) {
        let mut chance = ChaCha8Rng::seed_from_u64(3);
        let points = DMatrix::from_fn(nodes, 12, |_, column| {
            // Uneven spreads and skewed values, so that directions can be told apart.
            let uniform = chance.next_u32() as f32 / u32::MAX as f32;
            uniform.powi(3) * (14 - column) as f32
        });
        let graph = super::super::similarity::centred(&points * points.transpose());
        let reversed = DMatrix::from_fn(nodes, nodes, |row, column| {
            graph[(nodes - 1 - row, nodes - 1 - column)]
        });
        (graph, reversed)
    }

    fn right(scores: &DMatrix<f32>) -> usize {
        let best = Best::of(scores).of_columns;
        let nodes = best.len();
        let pairs = best.into_iter().enumerate();
        pairs
            .filter(|&(one, other)| other == nodes - 1 - one)
            .count()
    }

    #[test]
    fn a_graph_with_its_nodes_in_another_order_is_found() {
        let (graph, reversed) = graph_and_its_reverse(150);
        let embeddings = [&graph, &reversed].map(|graph| Embedding::of(graph, 10, 2));
        let scores = search(&embeddings[0], &embeddings[1], &Vec::new(), 2);
        assert!(right(&scores) >= 140, "{}", right(&scores));
    }

    #[test]
    fn likelihood_needs_few_known_pairs() {
        let (graph, reversed) = graph_and_its_reverse(150);
        let nothing = DMatrix::zeros(150, 150);
        let pairs: Vec<_> = (0..30).map(|one| (5 * one, 149 - 5 * one)).collect();
        let scores = align(&graph, &reversed, &nothing, &pairs, 8, 2);
        assert!(right(&scores) >= 140, "{}", right(&scores));
    }
}
