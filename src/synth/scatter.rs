use super::sampling::Chance;

/// A walk that visits every number below a bound once before it repeats, without remembering where it has been.
pub(super) struct Scatter {
    bound: u32,
    start: u32,
    stride: u32,
}

impl Scatter {
    /// A walk below `bound`, which is at least 1.
    pub(super) fn new(chance: &mut Chance, bound: u32) -> Self {
        let bound = bound.max(1);
        let start = chance.below(bound);
        let stride = loop {
            let stride = 1 + chance.below(bound);
            if coprime(stride, bound) {
                break stride;
            }
        };
        Self {
            bound,
            start,
            stride,
        }
    }

    /// Where the walk is after that many steps.
    pub(super) fn nth(&self, steps: u32) -> u32 {
        let place = u64::from(self.start) + u64::from(self.stride) * u64::from(steps);
        u32::try_from(place % u64::from(self.bound)).unwrap_or_default()
    }
}

/// Euclid's algorithm.
fn coprime(mut one: u32, mut other: u32) -> bool {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one == 1
}

#[cfg(test)]
mod tests {
    use super::{super::sampling::Purpose, *};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn every_number_is_visited_once(seed: u64, bound in 1_u32..500) {
            let scatter = Scatter::new(&mut Chance::new(seed, Purpose::Places), bound);
            let visited: BTreeSet<u32> = (0..bound).map(|steps| scatter.nth(steps)).collect();
            prop_assert_eq!(visited, (0..bound).collect::<BTreeSet<_>>());
            prop_assert_eq!(scatter.nth(bound), scatter.nth(0));
        }
    }
}
