use super::FilterSet;
use crate::units::Threshold;

/// For each total of set bits, the fewest common bits that reach a score.
pub(super) struct Bounds {
    from: f64,
    least_common: Vec<u32>,
}

impl Bounds {
    pub(super) fn new(from: Threshold, left: &FilterSet, right: &FilterSet) -> Self {
        let most = |set: &FilterSet| set.bits_set().last().copied().unwrap_or(0);
        let totals = most(left) + most(right);
        let least_common = (0..=totals)
            .map(|total| {
                // Found by the very comparison that defines a pair, so that rounding cannot make the two differ.
                let reaches =
                    |common: u32| 2.0 * f64::from(common) / f64::from(total.max(1)) >= from.get();
                let guess = (from.get() * f64::from(total) / 2.0).floor();
                // `guess` is a small non-negative whole number.
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let guess = guess as u32;
                let start = guess.saturating_sub(1);
                (start..=start + 3)
                    .find(|&common| reaches(common))
                    .unwrap_or(u32::MAX)
            })
            .collect();
        Self {
            from: from.get(),
            least_common,
        }
    }

    /// The fewest common bits of two filters with this many set bits together.
    pub(super) fn least(&self, total: u32) -> u32 {
        self.least_common[total as usize]
    }

    /// Whether filters with these many bits could reach the score if one contained the other.
    pub(super) fn possible(&self, left_bits: u32, right_bits: u32) -> bool {
        left_bits.min(right_bits) >= self.least(left_bits + right_bits)
            && left_bits.max(right_bits) > 0
    }

    /// What one filter contributes to [`Self::least`]: for any two filters, `least(x + y) >= share(x) + share(y)`.
    pub(super) fn share(&self, bits: u32) -> u32 {
        // A little is taken off for rounding. The result is a small number, and a negative one becomes 0.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let share = (self.from * f64::from(bits) / 2.0 - 1e-6).floor() as u32;
        share
    }

    /// The positions, ascending by bits set, of the filters that some filter with `fewest` to `most` bits could reach.
    pub(super) fn window(&self, bits_set: &[u32], fewest: u32, most: u32) -> (usize, usize) {
        let first =
            bits_set.partition_point(|&other| other < fewest && !self.possible(fewest, other));
        let last = first
            + bits_set[first..]
                .partition_point(|&other| other <= most || self.possible(most, other));
        (first, last)
    }
}
