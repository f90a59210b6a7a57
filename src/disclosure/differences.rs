//! Small counts that stand in no table, and can be worked out of those that do.
//!
//! Two counts that are shown divide everybody into four cells, and once one of these is known all are: of those whom a party knows
//! and those with a need, both of them, one, the other and neither, as soon as it is shown how many are both, or either. One is known where it is
//! shown itself, where all of one count are in the other, and where nobody can be in both. The cells so found are taken for known in
//! their turn, once.
//!
//! Whether all of one must be in the other, as those whom two parties know are among those whom one of them does, or only are, is
//! not asked: a zero elsewhere may tell it. So a little more is protected than must be.

use std::collections::{BTreeSet, HashSet};
use std::ops::RangeInclusive;

use super::kinds::Kinds;

/// The people of each such count, by kinds.
pub(super) fn differences(
    kinds: &Kinds,
    shown: &[u32],
    small: &RangeInclusive<u64>,
) -> Vec<Vec<u32>> {
    let everybody = Members::of(kinds.cells.len(), 0..kinds.cells.len());
    let mut sets = vec![Members::none(kinds.cells.len()); shown.len()];
    for (kind, cells) in kinds.cells.iter().enumerate() {
        for cell in cells {
            if let Ok(at) = shown.binary_search(cell)
                && let Some(set) = sets.get_mut(at)
            {
                set.insert(kind);
            }
        }
    }
    sets.retain(|set| !set.is_empty());
    sets.sort_unstable();
    sets.dedup();
    let mut known: HashSet<Members> = sets.iter().cloned().collect();
    let is_all_known = known.contains(&everybody);
    let mut found: BTreeSet<Members> = BTreeSet::new();
    for (at, one) in sets.iter().enumerate() {
        for other in sets.iter().take(at) {
            if is_told(one, other, &known) {
                found.extend([one.and(other), one.without(other), other.without(one)]);
                if is_all_known {
                    found.insert(everybody.without(one).without(other));
                }
            }
        }
    }
    found.retain(|set| !set.is_empty() && !known.contains(set));
    known.extend(found.iter().cloned());
    let mut all: BTreeSet<Vec<u32>> = BTreeSet::new();
    all.extend(found.iter().filter_map(|set| few(&set.0, kinds, small)));
    for one in &found {
        for other in &sets {
            // Hardly any is of a few people, and of the others it shows after some words.
            let words = || one.0.iter().zip(&other.0).zip(&everybody.0);
            let neither = words().map(|((one, other), all)| all & !one & !other);
            let cells = [
                few_of(words().map(|((one, other), _)| one & other), kinds, small),
                few_of(words().map(|((one, other), _)| one & !other), kinds, small),
                few_of(words().map(|((one, other), _)| other & !one), kinds, small),
                is_all_known
                    .then(|| few_of(neither, kinds, small))
                    .flatten(),
            ];
            if cells.iter().any(Option::is_some) && is_told(one, other, &known) {
                all.extend(cells.into_iter().flatten());
            }
        }
    }
    all.into_iter().collect()
}

/// Whether one of the cells is known into which two counts divide everybody, or is nobody; or those who are in either.
fn is_told(one: &Members, other: &Members, known: &HashSet<Members>) -> bool {
    let is_known = |set: &Members| set.is_empty() || known.contains(set);
    is_known(&one.and(other))
        || is_known(&one.without(other))
        || is_known(&other.without(one))
        || is_known(&one.or(other))
}

/// The kinds of these people where they are a small count.
fn few(words: &[u64], kinds: &Kinds, small: &RangeInclusive<u64>) -> Option<Vec<u32>> {
    few_of(words.iter().copied(), kinds, small)
}

fn few_of(
    words: impl Iterator<Item = u64>,
    kinds: &Kinds,
    small: &RangeInclusive<u64>,
) -> Option<Vec<u32>> {
    let mut found = Vec::new();
    let mut people = 0;
    for (at, mut left) in words.enumerate() {
        while left != 0 {
            let kind = at * 64 + left.trailing_zeros() as usize;
            left &= left - 1;
            people += kinds.people.get(kind).copied().unwrap_or(0);
            if people > *small.end() {
                return None;
            }
            found.push(u32::try_from(kind).ok()?);
        }
    }
    small.contains(&people).then_some(found)
}

/// A bit for each kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Members(Vec<u64>);

impl Members {
    fn none(kinds: usize) -> Self {
        Self(vec![0; kinds.div_ceil(64)])
    }

    fn of(kinds: usize, members: impl IntoIterator<Item = usize>) -> Self {
        let mut set = Self::none(kinds);
        members.into_iter().for_each(|kind| set.insert(kind));
        set
    }

    fn insert(&mut self, kind: usize) {
        if let Some(word) = self.0.get_mut(kind / 64) {
            *word |= 1 << (kind % 64);
        }
    }

    fn and(&self, other: &Self) -> Self {
        let words = self.0.iter().zip(&other.0);
        Self(words.map(|(one, other)| one & other).collect())
    }

    fn or(&self, other: &Self) -> Self {
        let words = self.0.iter().zip(&other.0);
        Self(words.map(|(one, other)| one | other).collect())
    }

    fn without(&self, other: &Self) -> Self {
        let words = self.0.iter().zip(&other.0);
        Self(words.map(|(one, other)| one & !other).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }
}
