//! Fields whose values are now and then entered in each other's place.

use std::ops::RangeInclusive;

use super::levels::{FieldComparison, LEVELS};
use crate::agreement::Agreement;

/// Two such fields, and the match keys that see it.
pub(super) struct Swap {
    pub(super) first: usize,
    pub(super) second: usize,
    pub(super) match_keys: Vec<usize>,
}

/// Those that the agreement's match keys take either way round.
pub(super) fn of(agreement: &Agreement, fields: &[FieldComparison]) -> Vec<Swap> {
    let mut swaps: Vec<Swap> = Vec::new();
    let position = |name: &str| fields.iter().position(|field| field.name == name);
    for (number, key) in (0..).zip(agreement.match_keys()) {
        for part in &key.parts {
            let other = part.swaps_with.as_deref().and_then(position);
            let (Some(one), Some(other)) = (position(&part.field), other) else {
                continue;
            };
            let (first, second) = (one.min(other), one.max(other));
            // A field takes part in one swap only: its level can say one thing.
            let taken = swaps.iter().position(|swap| {
                let fields = [swap.first, swap.second];
                fields.contains(&first) || fields.contains(&second)
            });
            match taken.and_then(|taken| swaps.get_mut(taken)) {
                Some(swap) if (swap.first, swap.second) == (first, second) => {
                    swap.match_keys.push(number);
                }
                Some(_) => {}
                None => swaps.push(Swap {
                    first,
                    second,
                    match_keys: vec![number],
                }),
            }
        }
    }
    swaps
}

/// The levels that the fit has a share for: those of two values, and "swapped" where it can be seen.
pub(super) fn levels(said: &FieldComparison, field: usize, swaps: &[Swap]) -> RangeInclusive<u8> {
    let last = if swaps.iter().any(|swap| swap.first == field) {
        said.swapped()
    } else {
        said.exact()
    };
    debug_assert!(usize::from(last) < LEVELS);
    FieldComparison::LOWEST..=last
}
