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
//!
//! Of the alignments that come of it, that under which the two graphs agree best is kept: no step uses the truth.

mod alignment;
mod embedding;
mod features;
mod matrix;
mod search;
mod similarity;

use alignment::align;
use embedding::{Best, Embedding, Pairs};
use nalgebra::DMatrix;

use super::construction::Construction;
use super::filters::Filters;
use crate::standardise::StandardRecord;

/// Keys of the attacker's own with which expected similarities are averaged.
const TRIALS: u64 = 8;
/// Keys of the attacker's own under which it looks at what nodes look like.
const FEATURE_TRIALS: u64 = 3;
/// Dimensions of the embeddings.
const DIMENSIONS: usize = 128;
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
    /// The correlation between the two graphs over mutual pairs, by which the attacker chose.
    pub agreement: f32,
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

    let mut found: Vec<Identified> = Vec::new();
    if pairs.is_empty() {
        let rotated = by_embedding(&encoded, &expected, &first, threads);
        found.push(identified(&encoded, &expected, &rotated));
        let settled = found.iter().any(|one| {
            let mutual = one.mutual.iter().filter(|&&mutual| mutual).count();
            mutual * 10 > target.len() * 9 && one.agreement > 0.5
        });
        if settled {
            return one_with_best_agreement(found);
        }
        let scores = align(&encoded, &expected, &rotated, &[], ROUNDS / 2, threads);
        found.push(identified(&encoded, &expected, &scores));
    }
    let scores = align(&encoded, &expected, &first, pairs, ROUNDS, threads);
    found.push(identified(&encoded, &expected, &scores));
    one_with_best_agreement(found)
}

fn by_embedding(
    encoded: &DMatrix<f32>,
    expected: &DMatrix<f32>,
    first: &DMatrix<f32>,
    threads: usize,
) -> DMatrix<f32> {
    let mut from = Embedding::of(encoded, DIMENSIONS, threads);
    let to = Embedding::of(expected, DIMENSIONS, threads);
    from.scaled_as(&to);
    let mut scores = first.clone();
    alignment::standardise(&mut scores, threads);
    let suggested = Best::of(&scores).mutual();
    search::search(&from, &to, &suggested, threads)
}

fn one_with_best_agreement(found: Vec<Identified>) -> Identified {
    let none = Identified {
        all: Vec::new(),
        mutual: Vec::new(),
        agreement: 0.0,
    };
    found.into_iter().fold(none, |best, one| {
        let weight = |one: &Identified| {
            let mutual = one.mutual.iter().filter(|&&mutual| mutual).count();
            one.agreement * mutual as f32
        };
        if weight(&one) >= weight(&best) {
            one
        } else {
            best
        }
    })
}

/// Reads scores (a column for each encoded node, a row for each known one).
fn identified(
    encoded: &DMatrix<f32>,
    expected: &DMatrix<f32>,
    scores: &DMatrix<f32>,
) -> Identified {
    let best = Best::of(scores);
    let pairs = best.mutual();
    let mut mutual = vec![false; best.of_columns.len()];
    for &(one, _) in &pairs {
        mutual[one] = true;
    }
    Identified {
        agreement: agreement(encoded, expected, &pairs),
        all: best.of_columns,
        mutual,
    }
}

/// The correlation of the similarities of paired nodes in both graphs.
fn agreement(encoded: &DMatrix<f32>, expected: &DMatrix<f32>, pairs: &Pairs) -> f32 {
    let (mut both, mut left, mut right) = (0.0f64, 0.0f64, 0.0f64);
    for &(one, other) in pairs {
        let (from, to) = (encoded.column(one), expected.column(other));
        for &(second, its) in pairs {
            let (x, y) = (f64::from(from[second]), f64::from(to[its]));
            both += x * y;
            left += x * x;
            right += y * y;
        }
    }
    #[expect(clippy::cast_possible_truncation)] // A correlation.
    let correlation = (both / (left * right).sqrt().max(1e-30)) as f32;
    correlation
}
