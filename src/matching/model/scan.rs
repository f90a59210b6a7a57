//! Candidate pairs, compared record by record of the left side.

use std::sync::atomic::{AtomicU32, Ordering};

use super::candidates::Candidates;
use super::ceiling::{Ceiling, RowNumbers};
use super::comparison::Comparison;
use super::evidence::Evidence;
use super::field_values::row_number;
use super::kept::{KeptPair, LEAST_ODDS, MAX_KEPT, worth_keeping};
use crate::matching::MatchingError;

/// Rows on the left whose candidates one thread compares at a time.
const ROWS_AT_ONCE: u32 = 1024;

/// What comparing candidates needs.
pub(super) struct Scan<'a> {
    comparison: &'a Comparison<'a>,
    candidates: Candidates,
    rows: RowNumbers,
}

/// What comparing candidates gives.
#[derive(Default)]
pub(super) struct Scanned {
    /// Those worth keeping, in no order.
    pub(super) kept: Vec<KeptPair>,
    /// How many there were.
    pub(super) compared: u64,
}

impl<'a> Scan<'a> {
    /// # Errors
    /// [`MatchingError::TooManyPairs`].
    pub(super) fn new(comparison: &'a Comparison<'a>) -> Result<Self, MatchingError> {
        Ok(Self {
            comparison,
            candidates: Candidates::new(comparison)?,
            rows: RowNumbers::new(comparison),
        })
    }

    /// Pairs passed over because what they share is too frequent.
    pub(super) const fn passed_over(&self) -> u64 {
        self.candidates.passed_over
    }

    /// Compares the candidates of all rows on the left.
    ///
    /// # Errors
    /// [`MatchingError::TooManyPairs`] where more are worth keeping than are kept.
    pub(super) fn run(
        &self,
        evidence: &Evidence<'_>,
        threads: usize,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Scanned, MatchingError> {
        let next = AtomicU32::new(0);
        if threads <= 1 {
            return self.some_rows(evidence, &next, progress);
        }
        std::thread::scope(|scope| {
            let spawn = |_| scope.spawn(|| self.some_rows(evidence, &next, &mut |_| {}));
            let workers: Vec<_> = (1..threads).map(spawn).collect();
            let mut all = self.some_rows(evidence, &next, progress)?;
            for worker in workers {
                match worker.join() {
                    Ok(part) => {
                        let part = part?;
                        all.kept.extend(part.kept);
                        all.compared += part.compared;
                    }
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            if all.kept.len() > MAX_KEPT {
                return Err(MatchingError::TooManyPairs { limit: MAX_KEPT });
            }
            Ok(all)
        })
    }

    /// Takes rows from where `next` stands until there are none.
    fn some_rows(
        &self,
        evidence: &Evidence<'_>,
        next: &AtomicU32,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Scanned, MatchingError> {
        let mut ceiling = Ceiling::new(self.comparison, &self.rows, evidence, LEAST_ODDS);
        let mut found = Scanned::default();
        let mut rights = Vec::new();
        let lefts = row_number(self.comparison.rows(0));
        loop {
            let start = next.fetch_add(ROWS_AT_ONCE, Ordering::Relaxed);
            if start >= lefts {
                return Ok(found);
            }
            let end = start.saturating_add(ROWS_AT_ONCE).min(lefts);
            for left in start..end {
                self.candidates.of_left_row(left, &mut rights);
                found.compared += rights.len() as u64;
                for &right in &rights {
                    // Most candidates are told apart by the numbers of their values, or by few of their filters.
                    if ceiling.admits(self.comparison, left, right) {
                        found
                            .kept
                            .extend(worth_keeping(self.comparison, evidence, left, right));
                    }
                }
                if found.kept.len() > MAX_KEPT {
                    return Err(MatchingError::TooManyPairs { limit: MAX_KEPT });
                }
            }
            progress(u64::from(end));
        }
    }
}
