use super::bounds::Bounds;
use super::exhaustive::common_bits;
use super::key_partitions::Entry;
use super::similarity::{Found, dice};
use super::{FilterSet, MatchingError};

/// Pairs whose sketches are alike that are collected before their filters are compared.
const COLLECTED: usize = 4096;
/// Pairs found beyond which those found more than once are thrown out.
const DEDUPLICATE_AFTER: usize = 1 << 21;

/// Pairs whose sketches are alike, to be confirmed by their whole filters.
///
/// Comparing sketches is a count and no jump, since a processor cannot guess which pairs are alike; and the filters of several
/// pairs, which lie anywhere in memory, are on their way at once.
pub(super) struct SketchedPairs<'a> {
    left: &'a FilterSet,
    right: &'a FilterSet,
    bounds: &'a Bounds,
    /// Sketches that differ in more bits than this are not compared further.
    distance: u32,
    collected: Vec<(u32, u32)>,
    count: usize,
    /// Pairs found at which those found more than once are thrown out next.
    repeated: usize,
    found: &'a mut Found,
}

impl<'a> SketchedPairs<'a> {
    pub(super) fn new(
        (left, right): (&'a FilterSet, &'a FilterSet),
        bounds: &'a Bounds,
        distance: u32,
        found: &'a mut Found,
    ) -> Self {
        Self {
            left,
            right,
            bounds,
            distance,
            collected: vec![(0, 0); COLLECTED],
            count: 0,
            repeated: (found.pairs.len() * 2).max(DEDUPLICATE_AFTER),
            found,
        }
    }

    /// Compares a filter of the left with some of the right, of which those with another key count for nothing.
    ///
    /// # Errors
    /// [`MatchingError::TooManyPairs`].
    pub(super) fn compare(&mut self, one: &Entry, others: &[Entry]) -> Result<(), MatchingError> {
        for others in others.chunks(COLLECTED) {
            if self.count + others.len() > COLLECTED {
                self.confirm()?;
            }
            let mut count = self.count;
            for other in others {
                let differ = (one.sketch[0] ^ other.sketch[0]).count_ones()
                    + (one.sketch[1] ^ other.sketch[1]).count_ones();
                self.collected[count] = (one.position, other.position);
                let (close, same) = (differ <= self.distance, one.key == other.key);
                count += usize::from(close) * usize::from(same);
            }
            self.count = count;
        }
        Ok(())
    }

    /// Compares the filters of what was collected.
    ///
    /// # Errors
    /// [`MatchingError::TooManyPairs`].
    pub(super) fn confirm(&mut self) -> Result<(), MatchingError> {
        for &(one, other) in &self.collected[..self.count] {
            let (one, other) = (one as usize, other as usize);
            let common = common_bits(self.left.filter(one), self.right.filter(other));
            let (own, theirs) = (self.left.bits_set()[one], self.right.bits_set()[other]);
            if common > 0 && common >= self.bounds.least(own + theirs) {
                self.found.add(one, other, dice(common, own, theirs))?;
            }
        }
        self.count = 0;
        if self.found.pairs.len() >= self.repeated {
            self.found.deduplicate()?;
            self.repeated = (self.found.pairs.len() * 2).max(DEDUPLICATE_AFTER);
        }
        Ok(())
    }
}
