//! Linking filters that came without anything else, such as files of CLKs that other programs made.

use super::cascade::{ResolveProgress, SimilarityCount, accept, search_for};
use super::groups::{Groups, Member};
use super::veto::Veto;
use crate::agreement::Similarity;
use crate::matching::{FilterSet, MatchingError};

/// Links the filters of two or more parties by similarity alone, as [`super::resolve`] links what its match keys left: at
/// most one record of each party in a group, and only pairs that stand out by the rule's margin.
///
/// `sets` are in the order of parties, `sets[i]` of party `i`, with the filters of all its `rows[i]` rows.
///
/// # Errors
/// [`MatchingError`] when more pairs are similar than can be kept, or filters have different lengths.
pub fn link_filters(
    sets: &[FilterSet],
    rows: &[usize],
    rule: &Similarity,
    threads: usize,
    progress: &mut ResolveProgress<'_>,
) -> Result<(Vec<Vec<Member>>, SimilarityCount), MatchingError> {
    let mut groups = Groups::new(rows);
    let Some((search, mut count)) = search_for(rule, threads) else {
        return Ok((Vec::new(), SimilarityCount::default()));
    };
    for (position, left) in sets.iter().enumerate() {
        for right in &sets[position + 1..] {
            if left.words_a_filter() != right.words_a_filter() {
                return Err(MatchingError::DifferentLengths);
            }
            let total = left.len() as u64;
            let found = search.run(left, right, &mut |done| progress("similarity", done, total))?;
            progress("similarity", total, total);
            count.compared += found.compared;
            for (sum, bin) in count.histogram_pairs.iter_mut().zip(found.histogram) {
                *sum += bin;
            }
            let mut pairs = found.pairs;
            // Linked already by way of a third party.
            pairs.retain(|pair| {
                groups.lacks(pair.left, pair.right.party)
                    && groups.lacks(pair.right, pair.left.party)
            });
            accept(&mut groups, pairs, rule, &Veto::none(), &mut count);
        }
    }
    Ok((groups.finish(), count))
}
