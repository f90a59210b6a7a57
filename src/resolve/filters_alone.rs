//! Linking filters that came without anything else, such as files of CLKs that other programs made.

use std::sync::Arc;

use super::by_similarity::{SimilarityCount, accept, search};
use super::cascade::ResolveProgress;
use super::groups::{Group, Groups};
use super::veto::Veto;
use crate::agreement::Similarity;
use crate::matching::{Comparison, Exclusive, FilterSet, MatchingError};

/// Links the filters of two or more parties by similarity alone, as [`super::Resolver`] links what its match keys left: at
/// most one record of each party in a group, and only pairs that stand out by the rule's margin.
///
/// `sets` are in the order of parties, `sets[i]` of party `i`, with the filters of all its `rows[i]` rows. `seed` is what
/// sampling draws on when there are too many pairs to compare each: a digest of the files.
///
/// # Errors
/// [`MatchingError`] when more pairs are similar than can be kept, or filters have different lengths.
pub fn link_filters(
    sets: &[Arc<FilterSet>],
    rows: &[usize],
    rule: &Similarity,
    seed: [u8; 32],
    threads: usize,
    progress: &mut ResolveProgress<'_>,
) -> Result<(Vec<Group>, SimilarityCount), MatchingError> {
    let mut groups = Groups::new(rows);
    let Some(search) = search(rule, None, seed) else {
        return Ok((Vec::new(), SimilarityCount::default()));
    };
    let mut count = SimilarityCount::new(&search);
    for (position, left) in sets.iter().enumerate() {
        for right in &sets[position + 1..] {
            if left.words_a_filter() != right.words_a_filter() {
                return Err(MatchingError::DifferentLengths);
            }
            let comparison = Comparison::new(search, Arc::clone(left), Arc::clone(right));
            let total = comparison.parts() as u64;
            let found = comparison.run(threads, &mut |done| progress("similarity", done, total))?;
            progress("similarity", total, total);
            count.add_found(&found);
            let mut pairs = found.pairs;
            // Linked already by way of a third party.
            pairs.retain(|pair| groups.open(pair.left, pair.right));
            let once = Exclusive::BOTH;
            accept(&mut groups, pairs, rule, once, &Veto::none(), &mut count);
        }
    }
    Ok((groups.finish(), count))
}
