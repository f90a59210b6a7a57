//! Small counts that stand in no table, and are one subtraction away.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// For each such count the kinds of people that it is of: what a count that is shown has beside another of which all people are
/// counted in it too.
///
/// Whether they must be, as those whom two parties know are among those whom one of them does, or only are, is not asked: a zero
/// elsewhere may tell it. So a little more is protected than must be.
pub(super) fn differences(
    kinds: &[(Vec<u32>, u64)],
    counts: &[u64],
    is_shown: impl Fn(u32) -> bool,
    small: &RangeInclusive<u64>,
) -> Vec<Vec<usize>> {
    let all = members(kinds, counts.len());
    let shown = || {
        let cells = (0u32..).zip(&all).zip(counts);
        let cells = cells.filter(|((cell, _), _)| is_shown(*cell));
        cells.map(|((_, members), count)| (members, *count))
    };
    let mut found: BTreeSet<Members> = BTreeSet::new();
    for (whole, count) in shown() {
        for (part, less) in shown() {
            let is_small = count
                .checked_sub(less)
                .is_some_and(|rest| small.contains(&rest));
            if is_small
                && part
                    .iter()
                    .zip(whole)
                    .all(|(part, whole)| part & !whole == 0)
            {
                let rest = whole.iter().zip(part).map(|(whole, part)| whole & !part);
                found.insert(rest.collect());
            }
        }
    }
    for known in &all {
        found.remove(known);
    }
    found.iter().map(places).collect()
}

/// A bit for each kind.
type Members = Vec<u64>;

fn members(kinds: &[(Vec<u32>, u64)], cell_count: usize) -> Vec<Members> {
    let mut all = vec![vec![0u64; kinds.len().div_ceil(64)]; cell_count];
    for (kind, (cells, _)) in kinds.iter().enumerate() {
        for &cell in cells {
            let word = all
                .get_mut(cell as usize)
                .and_then(|members| members.get_mut(kind / 64));
            if let Some(word) = word {
                *word |= 1 << (kind % 64);
            }
        }
    }
    all
}

fn places(members: &Members) -> Vec<usize> {
    let words = members.iter().enumerate();
    let bits = words.flat_map(|(at, word)| {
        let bits = (0..64).filter(move |bit| word >> bit & 1 == 1);
        bits.map(move |bit| at * 64 + bit)
    });
    bits.collect()
}
