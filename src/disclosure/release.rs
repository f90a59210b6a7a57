use std::collections::BTreeMap;

use super::protection::Protection;
use super::{Hiding, Published};
use crate::agreement::Disclosure;

/// One count of a release. A count that stands in several tables, such as a margin they share, is one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(u32);

/// Counts that are published together.
#[derive(Clone, Debug)]
pub struct Release {
    pub(super) rule: Disclosure,
    pub(super) counts: Vec<u64>,
    pub(super) kinds: BTreeMap<Vec<u32>, u64>,
    /// Cells that no other set of people may change by more than this.
    pub(super) held: Vec<(u32, i64)>,
    /// Cells that stand in no table, ascending.
    pub(super) unseen: Vec<u32>,
    /// Those of them that are sums of cells that stand in one.
    pub(super) sums: Vec<u32>,
    /// Cells of which nobody is in two.
    pub(super) partitions: Vec<Vec<u32>>,
}

impl Release {
    /// Nothing is counted yet.
    #[must_use]
    pub const fn new(rule: Disclosure) -> Self {
        Self {
            rule,
            counts: Vec::new(),
            kinds: BTreeMap::new(),
            held: Vec::new(),
            unseen: Vec::new(),
            sums: Vec::new(),
            partitions: Vec::new(),
        }
    }

    /// Holds a count: every other set of people that protects one has it within so many of the true one, whatever is shown of
    /// it. With 0, what is published is protected against those who know this count too.
    pub fn hold(&mut self, cell: CellId, within: i64) {
        self.held.push((cell.0, within));
    }

    /// The true count of a cell, to decide whether to hold it.
    #[must_use]
    pub fn count(&self, cell: CellId) -> u64 {
        self.counts.get(cell.place()).copied().unwrap_or(0)
    }

    /// A further count.
    pub fn cell(&mut self) -> CellId {
        // There are some thousands of cells, and of people more than that are counted elsewhere.
        let id = CellId(u32::try_from(self.counts.len()).unwrap_or(u32::MAX));
        self.counts.push(0);
        id
    }

    /// A further count that stands in no table. Nothing is shown of it, and where it is small it is protected all the same.
    pub fn unseen_cell(&mut self) -> CellId {
        let id = self.cell();
        self.unseen.push(id.0);
        id
    }

    /// A further count that stands in no table and is the sum of some that do: what others have beside it is looked for too.
    pub fn sum_cell(&mut self) -> CellId {
        let id = self.unseen_cell();
        self.sums.push(id.0);
        id
    }

    /// Says that each of those counted is in one of these at most. Where counts are exact, any few of them together that others tell
    /// are protected, such as what the suppressed ones are together.
    pub fn partition(&mut self, parts: impl IntoIterator<Item = CellId>) {
        let parts = parts.into_iter().map(|part| part.0).collect();
        self.partitions.push(parts);
    }

    /// Counts people in these cells, in each once.
    pub fn add(&mut self, cells: impl IntoIterator<Item = CellId>, people: u64) {
        if people == 0 {
            return;
        }
        let mut cells: Vec<u32> = cells.into_iter().map(|cell| cell.0).collect();
        cells.sort_unstable();
        cells.dedup();
        for &cell in &cells {
            if let Some(count) = self.counts.get_mut(cell as usize) {
                *count += people;
            }
        }
        *self.kinds.entry(cells).or_default() += people;
    }

    /// What is published, by [`CellId::place`]. Where what is held leaves a small count without protection, nothing is but zeros.
    #[must_use]
    pub fn protect(self) -> Vec<Published> {
        let zero = |&count: &u64| match count {
            0 => Published::Count(0),
            _ => Published::Suppressed(Hiding::Any),
        };
        let withheld = self.counts.iter().map(zero).collect();
        self.protect_all().unwrap_or(withheld)
    }

    /// The same; `None` where what is held leaves a small count without protection.
    #[must_use]
    pub fn protect_all(self) -> Option<Vec<Published>> {
        Protection::new(self).run()
    }
}

impl CellId {
    /// Its place among the counts that are published.
    #[must_use]
    pub const fn place(self) -> usize {
        self.0 as usize
    }
}
