//! The similarity-graph attack: which record is which follows from how similar records are to each other.
//!
//! Schäfer, Armknecht and Heng, "R+R: Revisiting graph matching attacks on privacy-preserving record linkage" (ACSAC
//! 2024), embed the nodes of two similarity graphs, one of the encoded records and one of plain records that the attacker
//! has, rotate one embedding onto the other and match the nearest. This one has the same outline and uses more:
//!
//! 1. The attacker knows the construction, so it does not compare bigrams but computes what similarities the encoding is
//!    to be expected to have, by encoding its own records under keys of its own ([`similarity`]).
//! 2. Nodes are first paired by what can be said of them alone: profile, moments, eigenvector entries, the same of their
//!    neighbours; weighed by how well each tells nodes apart, which the attacker measures on its own encodings ([`features`]).
//! 3. Embeddings are rotated onto each other from those pairs, and from all signs of the leading eigenvectors, with more
//!    dimensions each round ([`search`]).
//! 4. Noisy graphs, where embeddings drown, are aligned by likelihood over all pairs, softly at first ([`alignment`]).
//! 5. Where few people are in both, the clouds of points are brought onto each other as wholes, from what can be said of
//!    nodes whoever the others are ([`neighbourhoods`]), and then by the pairs that fit best alone ([`transport`]).
//!
//! Of the alignments that come of it, that is kept of which most pairs are found again from other pairs: no step uses the truth.

mod alignment;
mod embedding;
mod features;
mod matrix;
mod neighbourhoods;
mod search;
mod similarity;
mod transport;

use alignment::align;
use embedding::{Best, Embedding, Pairs};
use nalgebra::DMatrix;

use matrix::product;

use super::construction::Construction;
use super::filters::Filters;
use crate::standardise::StandardRecord;

/// Keys of the attacker's own with which expected similarities are averaged.
const TRIALS: u64 = 8;
/// Keys of the attacker's own under which it looks at what nodes look like.
const FEATURE_TRIALS: u64 = 3;
/// Dimensions of the embeddings.
const DIMENSIONS: usize = 128;
/// Variances of an encoded point about its counterpart, as shares of the variance of points, under which a soft assignment
/// is tried.
const NOISE: [f32; 2] = [0.2, 0.4];
/// Rounds of alignment by likelihood.
const ROUNDS: usize = 15;

/// What the attacker is given besides the encoded file.
pub struct Knowledge<'a> {
    /// How filters are made, without the key.
    pub construction: &'a Construction,
    /// Plain records, some of which are in the file.
    pub known: &'a [StandardRecord],
    /// Encoded and known records that the attacker has already matched by other means.
    pub pairs: &'a [(usize, usize)],
}

/// What the attacker says at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Identified {
    /// For each encoded record, the known record it is taken for.
    pub all: Vec<usize>,
    /// Whether each is taken for the other: what an attacker would act on.
    pub mutual: Vec<bool>,
    /// How many of the mutual pairs the others alone would lead to, by which the attacker chose.
    pub found_again: usize,
}

/// Says of each target record which known record it is.
#[must_use]
pub fn attack(target: &Filters, knowledge: &Knowledge<'_>, threads: usize) -> Identified {
    let Knowledge {
        construction,
        known,
        pairs,
    } = *knowledge;
    let encoded = similarity::correlations(target, threads);
    let expected = similarity::expected(construction, known, TRIALS, threads);
    let trials: Vec<_> = (0..FEATURE_TRIALS)
        .map(|trial| {
            let filters = construction.encode(known, similarity::own_key(TRIALS + trial));
            let matrix = similarity::correlations(&filters, threads);
            features::features(&matrix, &filters, threads)
        })
        .collect();
    let own = features::features(&encoded, target, threads);
    let first = features::likelihoods(&own, &trials, threads);
    let (encoded, expected) = (similarity::centred(encoded), similarity::centred(expected));

    let read = |scores: &DMatrix<f32>| identified(&encoded, &expected, scores, threads);

    let likeliest = || align(&encoded, &expected, &first, pairs, ROUNDS, threads);
    if !pairs.is_empty() {
        return read(&likeliest());
    }
    let mut from = Embedding::of(&encoded, DIMENSIONS, threads);
    let to = Embedding::of(&expected, DIMENSIONS, threads);
    from.scaled_as(&to);
    let rotated = search::search(&from, &to, &suggested(&first, threads), threads);
    let mut found = read(&rotated);
    if found.found_again * 10 > target.len() * 9 {
        return found;
    }
    let aligned = |scores: &DMatrix<f32>| {
        let rounds = ROUNDS / 2;
        read(&align(&encoded, &expected, scores, &[], rounds, threads))
    };
    found = found.or(aligned(&rotated)).or(read(&likeliest()));
    drop(rotated);

    let features = neighbourhoods::likelihoods(target, knowledge, TRIALS + FEATURE_TRIALS, threads);
    let mut transported: Option<(Identified, DMatrix<f32>)> = None;
    for noise in NOISE {
        for scores in transport::align(&from, &to, &features, noise, threads) {
            let one = read(&scores);
            let better = |(best, _): &(Identified, _)| one.found_again > best.found_again;
            if transported.as_ref().is_none_or(better) {
                transported = Some((one, scores));
            }
        }
    }
    match transported {
        Some((one, scores)) => found.or(one).or(aligned(&scores)),
        None => found,
    }
}

/// Pairs that the features alone suggest.
fn suggested(first: &DMatrix<f32>, threads: usize) -> Pairs {
    let mut first = first.clone();
    alignment::standardise(&mut first, threads);
    Best::of(&first).mutual()
}

impl Identified {
    /// The one of which more is found again.
    fn or(self, other: Self) -> Self {
        if other.found_again > self.found_again {
            other
        } else {
            self
        }
    }
}

/// Reads scores (a column for each encoded node, a row for each known one).
fn identified(
    encoded: &DMatrix<f32>,
    expected: &DMatrix<f32>,
    scores: &DMatrix<f32>,
    threads: usize,
) -> Identified {
    let best = Best::of(scores);
    let pairs = best.mutual();
    let mut mutual = vec![false; best.of_columns.len()];
    for &(one, _) in &pairs {
        mutual[one] = true;
    }
    Identified {
        found_again: found_again(encoded, expected, &pairs, threads),
        all: best.of_columns,
        mutual,
    }
}

/// Of pairs, how many are found again by their similarities to the other half of the pairs alone: what they agree on, and
/// not what they were fitted to.
fn found_again(
    encoded: &DMatrix<f32>,
    expected: &DMatrix<f32>,
    pairs: &Pairs,
    threads: usize,
) -> usize {
    let halves = [0, 1].map(|half| {
        let of_half = pairs.iter().skip(half).step_by(2);
        of_half.copied().collect::<Pairs>()
    });
    let mut found = 0;
    for (half, others) in [(&halves[0], &halves[1]), (&halves[1], &halves[0])] {
        let from: Vec<usize> = half.iter().map(|&(one, _)| one).collect();
        let (ones, their): (Vec<usize>, Vec<usize>) = others.iter().copied().unzip();
        let left = encoded.select_rows(&ones).select_columns(&from);
        let mut right = expected.select_rows(&their);
        for mut column in right.column_iter_mut() {
            let norm = column.norm().max(f32::MIN_POSITIVE);
            column /= norm;
        }
        let best = Best::of(&product(&right.transpose(), &left, threads)).of_columns;
        let known = half.iter().map(|&(_, known)| known);
        found += best
            .iter()
            .zip(known)
            .filter(|&(&best, known)| best == known)
            .count();
    }
    found
}
