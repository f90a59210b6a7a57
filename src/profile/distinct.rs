//! How many different values a column has, in little memory.

use std::collections::BTreeSet;

/// Hashes kept: more than these many different values are estimated.
const KEPT: usize = 4_096;

/// Counts different values: exactly up to 4,096, and beyond that from the smallest hashes kept, with a standard error
/// of 1.6%.
///
/// The estimate is `(k - 1) / x`, where `x` is the k-th smallest hash scaled to 0..1 (Bar-Yossef et al., "Counting
/// distinct elements in a data stream", RANDOM 2002; Beyer et al., "On synopses for distinct-value estimation under
/// multiset operations", SIGMOD 2007).
#[derive(Clone, Debug, Default)]
pub struct Distinct {
    smallest: BTreeSet<u64>,
    is_full: bool,
}

impl Distinct {
    /// Counts the value with this hash. Hashes must be spread evenly over all 64-bit numbers.
    pub fn add(&mut self, hash: u64) {
        if self.is_full && self.smallest.last().is_some_and(|&last| hash > last) {
            return;
        }
        if self.smallest.insert(hash) && self.smallest.len() > KEPT {
            self.smallest.pop_last();
            self.is_full = true;
        }
    }

    /// How many different values there were, and whether that is exact.
    #[must_use]
    pub fn count(&self) -> (u64, bool) {
        match self.smallest.last() {
            Some(&last) if self.is_full => {
                // The exact value of a hash matters no more than the estimate does.
                #[expect(
                    clippy::cast_precision_loss,
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss
                )]
                let estimate = ((KEPT - 1) as f64 / (last as f64 / u64::MAX as f64)).round() as u64;
                (estimate, false)
            }
            _ => (self.smallest.len() as u64, true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `SplitMix64` (Steele et al. 2014): different numbers give different, evenly spread hashes.
    fn hash(number: u64) -> u64 {
        let mut z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    #[test]
    fn few_values_are_counted_exactly_however_often_they_come() {
        let mut distinct = Distinct::default();
        for number in 0..20_000u64 {
            distinct.add(hash(number % 4_096));
        }
        assert_eq!(distinct.count(), (4_096, true));
    }

    #[test]
    fn many_values_are_estimated_within_five_standard_errors() {
        for many in [50_000u64, 1_000_000] {
            let mut distinct = Distinct::default();
            (0..many).for_each(|number| distinct.add(hash(number)));
            let (count, exact) = distinct.count();
            assert!(!exact);
            assert!(count.abs_diff(many) < many * 8 / 100, "{count} of {many}");
        }
    }
}
