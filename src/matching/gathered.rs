use super::similarity::{Found, FoundPair, MAX_PAIRS};
use super::{Comparison, MatchingError, PartFound, SimilarityMethod};

/// Pairs gathered beyond which those found more than once are thrown out.
const DEDUPLICATE_AFTER: usize = 1 << 20;

/// What the parts of a comparison have found so far, put together as they come: in any order, and each part as often as it
/// comes, since a part whose worker is silent may be done by another.
///
/// Memory is that of up to four times the distinct pairs, or of the first two million: the list grows to twice as many before
/// those found more than once are thrown out, by doubling, and the distinct ones are copied out of it.
pub struct Gathered {
    sampled: bool,
    /// How many of the first parts measure what sampling finds.
    check_parts: usize,
    done: Vec<bool>,
    missing: usize,
    checked: Found,
    all: Found,
    /// Distinct pairs when they were last told apart.
    distinct: usize,
}

impl Gathered {
    /// Nothing yet of this comparison.
    #[must_use]
    pub fn new(comparison: &Comparison) -> Self {
        let parts = comparison.parts();
        Self {
            sampled: comparison.method() == SimilarityMethod::Sampled,
            check_parts: comparison.check_parts(),
            done: vec![false; parts],
            missing: parts,
            checked: Found::new(comparison.search()),
            all: Found::new(comparison.search()),
            distinct: 0,
        }
    }

    /// How many parts the comparison has.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.done.len()
    }

    /// How many parts have not come yet.
    #[must_use]
    pub const fn missing(&self) -> usize {
        self.missing
    }

    /// Adds what one part found; nothing when it has been added before.
    ///
    /// # Errors
    /// [`MatchingError::TooManyPairs`]; [`MatchingError::Message`] for a part that the comparison does not have.
    pub fn add(&mut self, PartFound { part, found }: PartFound) -> Result<(), MatchingError> {
        let done = self.done.get_mut(part).ok_or(MatchingError::Message)?;
        if std::mem::replace(done, true) {
            return Ok(());
        }
        self.missing -= 1;
        let sum = if part < self.check_parts {
            &mut self.checked
        } else {
            &mut self.all
        };
        sum.pairs.extend(found.pairs);
        for (sum, bin) in sum.histogram.iter_mut().zip(found.histogram) {
            *sum += bin;
        }
        // Only sampling finds a pair more than once, and more distinct pairs than are kept are refused there.
        if self.sampled && self.all.pairs.len() > 2 * self.distinct.max(DEDUPLICATE_AFTER) {
            self.all.deduplicate()?;
            self.distinct = self.all.pairs.len();
        }
        if !self.sampled && self.all.pairs.len() > MAX_PAIRS {
            return Err(MatchingError::TooManyPairs { limit: MAX_PAIRS });
        }
        Ok(())
    }

    /// The pairs that measure what sampling finds and their histogram, and what was found.
    pub(super) fn into_found(self) -> (Vec<FoundPair>, Vec<u64>, Found) {
        (self.checked.pairs, self.checked.histogram, self.all)
    }
}
