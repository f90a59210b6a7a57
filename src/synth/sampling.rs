//! Chance that falls out alike on every machine: integers from a named stream of `ChaCha8`, and no order of floats.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// What a stream of chance is for: streams do not disturb one another, so that the same people come out whatever is
/// done to their copies.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Places,
    People,
    NhsNumbers,
    Holdings,
    RowOrder(u32),
    Copies(u32),
    Needs,
    Blanks(u32),
    County,
    Events,
    Reports(u32),
    ReportOrder(u32),
    CallNumbers,
}

impl Purpose {
    fn stream(self) -> u64 {
        match self {
            Self::Places => 1,
            Self::People => 2,
            Self::NhsNumbers => 3,
            Self::Holdings => 4,
            Self::RowOrder(party) => (1 << 32) | u64::from(party),
            Self::Copies(party) => (2 << 32) | u64::from(party),
            Self::Needs => 5,
            Self::Blanks(party) => (3 << 32) | u64::from(party),
            Self::County => 6,
            Self::Events => 7,
            Self::Reports(source) => (4 << 32) | u64::from(source),
            Self::CallNumbers => 8,
            Self::ReportOrder(source) => (5 << 32) | u64::from(source),
        }
    }
}

/// A source of chance.
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    pub(super) fn new(seed: u64, purpose: Purpose) -> Self {
        let mut key = *b"split-tally/synth/1\0\0\0\0\0\0\0\0\0\0\0\0\0";
        key[24..].copy_from_slice(&seed.to_le_bytes());
        let mut stream = ChaCha8Rng::from_seed(key);
        stream.set_stream(purpose.stream());
        Self(stream)
    }

    pub(super) fn word(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// A number below the bound, each as likely; 0 if the bound is 0.
    ///
    /// Multiply and reject: Lemire, "Fast Random Integer Generation in an Interval", 2019.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        if bound == 0 {
            return 0;
        }
        let unfair = bound.wrapping_neg() % bound;
        loop {
            let [low, high] = halves(u64::from(self.word()) * u64::from(bound));
            if low >= unfair {
                return high;
            }
        }
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: i32, last: i32) -> i32 {
        let span = last.abs_diff(first).saturating_add(1);
        first.saturating_add_unsigned(self.below(span))
    }

    /// Whether something of this rate happens. The comparison is exact: 2^32 scales without rounding.
    pub(super) fn happens(&mut self, rate: f64) -> bool {
        f64::from(self.word()) < rate * 4_294_967_296.0
    }

    pub(super) fn per_mille(&mut self, share: u32) -> bool {
        self.below(1000) < share
    }

    pub(super) fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let chosen = self.below(length(items));
        items.get(chosen as usize).copied().unwrap_or_default()
    }

    /// Fisher and Yates's shuffle.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..length(items)).rev() {
            let other = self.below(last + 1);
            items.swap(last as usize, other as usize);
        }
    }
}

fn halves(product: u64) -> [u32; 2] {
    let low = u32::try_from(product & u64::from(u32::MAX)).unwrap_or_default();
    let high = u32::try_from(product >> 32).unwrap_or_default();
    [low, high]
}

/// A length as a 32-bit number, so that 32-bit and 64-bit machines draw alike.
pub(super) fn length<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

/// Positions to be drawn in proportion to integer weights.
pub(super) struct Weighted {
    /// Running totals.
    totals: Vec<u32>,
}

impl Weighted {
    pub(super) fn new(weights: impl IntoIterator<Item = u32>) -> Self {
        let totals = weights.into_iter().scan(0_u32, |total, weight| {
            *total = total.saturating_add(weight);
            Some(*total)
        });
        Self {
            totals: totals.collect(),
        }
    }

    /// Weights that fall with rank as names do (Zipf's law with Mandelbrot's offset), down to a floor.
    ///
    /// A greater offset makes a flatter list. The floor is in parts of 1000 of the first weight.
    pub(super) fn by_rank(count: u32, offset: u32, floor_per_mille: u32) -> Self {
        let scale = 100_000;
        let floor = scale / offset.max(1) * floor_per_mille / 1000;
        Self::new((0..count).map(|rank| scale / (rank + offset.max(1)) + floor))
    }

    /// A position, 0 if there are none.
    pub(super) fn draw(&self, chance: &mut Chance) -> u32 {
        let ticket = chance.below(self.totals.last().copied().unwrap_or_default());
        let position = self.totals.partition_point(|&total| total <= ticket);
        u32::try_from(position).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn streams_differ_by_seed_and_purpose_and_repeat() {
        let first = |seed, purpose| Chance::new(seed, purpose).word();
        assert_eq!(first(1, Purpose::People), first(1, Purpose::People));
        assert_ne!(first(1, Purpose::People), first(2, Purpose::People));
        assert_ne!(first(1, Purpose::People), first(1, Purpose::Places));
        assert_ne!(first(1, Purpose::RowOrder(0)), first(1, Purpose::Copies(0)));
    }

    #[test]
    fn rates_of_none_and_all_are_certain() {
        let mut chance = Chance::new(0, Purpose::People);
        assert!((0..1000).all(|_| !chance.happens(0.0) && chance.happens(1.0)));
        let often = (0..100_000).filter(|_| chance.happens(0.25)).count();
        assert!((24_500..25_500).contains(&often), "{often}");
    }

    #[test]
    fn weights_are_kept() {
        let weights = Weighted::new([1, 0, 3]);
        let mut chance = Chance::new(0, Purpose::People);
        let mut seen = [0_u32; 3];
        for _ in 0..40_000 {
            seen[weights.draw(&mut chance) as usize] += 1;
        }
        assert_eq!(seen[1], 0);
        assert!((9_600..10_400).contains(&seen[0]), "{seen:?}");
    }

    proptest! {
        #[test]
        fn numbers_stay_within_bounds(seed: u64, bound in 1_u32.., first in -9..9_i32, more in 0..9_i32) {
            let mut chance = Chance::new(seed, Purpose::People);
            prop_assert!(chance.below(bound) < bound);
            prop_assert!((first..=first + more).contains(&chance.between(first, first + more)));
        }

        #[test]
        fn a_shuffle_loses_nothing(seed: u64, count in 0_u32..50) {
            let mut items: Vec<u32> = (0..count).collect();
            Chance::new(seed, Purpose::People).shuffle(&mut items);
            items.sort_unstable();
            prop_assert_eq!(items, (0..count).collect::<Vec<_>>());
        }
    }
}
