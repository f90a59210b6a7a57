use std::collections::BTreeMap;

use super::differences::differences;
use super::kinds::Kinds;
use super::worlds::World;
use super::{Hiding, Published};
use crate::agreement::Disclosure;
use crate::units::Arrange;

/// One count of a release. A count that stands in several tables, such as a margin they share, is one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(u32);

/// Counts that are published together.
#[derive(Clone, Debug)]
pub struct Release {
    rule: Disclosure,
    counts: Vec<u64>,
    kinds: BTreeMap<Vec<u32>, u64>,
    /// Cells that no other set of people may change by more than this.
    held: Vec<(u32, i64)>,
    /// Cells that stand in no table, ascending.
    unseen: Vec<u32>,
    /// Cells of which each of those counted in another is in one.
    partitions: Vec<Vec<u32>>,
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

    /// A further count that stands in no table, and is protected as if it did.
    pub fn unseen_cell(&mut self) -> CellId {
        let id = self.cell();
        self.unseen.push(id.0);
        id
    }

    /// Says that these counts add up to another that is shown beside them: what the suppressed ones are together is a subtraction
    /// away.
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
    pub fn protect_all(mut self) -> Option<Vec<Published>> {
        let cells = self.counts.len();
        if self.rule.round_to == 1 {
            self.add_differences();
        } else {
            // A difference of rounded counts is none that is known.
            self.partitions.clear();
        }
        let mut published = Protection::new(self).run()?;
        published.truncate(cells);
        Some(published)
    }

    /// Adds [small counts that are one subtraction away](differences) of what is shown.
    fn add_differences(&mut self) {
        let mut kinds: Vec<(Vec<u32>, u64)> = std::mem::take(&mut self.kinds).into_iter().collect();
        let small = 1..=u64::from(self.rule.suppress_up_to);
        let is_shown = |cell: u32| self.unseen.binary_search(&cell).is_err();
        for of in differences(&kinds, &self.counts, is_shown, &small) {
            let cell = self.unseen_cell();
            for kind in of {
                if let Some((cells, people)) = kinds.get_mut(kind) {
                    // The last there is, so that cells stay in order.
                    cells.push(cell.0);
                    self.counts[cell.place()] += *people;
                }
            }
        }
        self.kinds = kinds.into_iter().collect();
    }
}

impl CellId {
    /// Its place among the counts that are published.
    #[must_use]
    pub const fn place(self) -> usize {
        self.0 as usize
    }
}

/// What suppressing a count that need not be costs, beside its number of people; and what it costs that a suppressed count
/// could be any number at all, which hides even zeros.
const CELL: u64 = 20;
const ANY: u64 = 1 << 40;
/// Sets of people with one change that are looked into for a second.
const REFINED: usize = 8;
/// Kinds that a second change is made of.
const SECOND_KINDS: usize = 40;

struct Protection {
    rule: Disclosure,
    counts: Vec<u64>,
    kinds: Kinds,
    held: Vec<(u32, i64)>,
    partitions: Vec<Vec<u32>>,
    published: Vec<Published>,
    /// Whether a set of people is known in which the count is another.
    certified: Vec<bool>,
}

impl Protection {
    fn new(release: Release) -> Self {
        let Release {
            rule,
            counts,
            kinds,
            held,
            unseen: _,
            partitions,
        } = release;
        let first = |&count: &u64| Published::first(rule, count);
        Self {
            rule,
            held,
            partitions,
            published: counts.iter().map(first).collect(),
            certified: vec![false; counts.len()],
            kinds: Kinds::new(kinds, counts.len()),
            counts,
        }
    }

    fn run(mut self) -> Option<Vec<Published>> {
        let mut next = 0;
        loop {
            for cell in (next..).take(self.counts.len() - next as usize) {
                let place = cell as usize;
                let is_small = matches!(self.published[place], Published::Suppressed(_));
                if is_small && !self.certified[place] {
                    let world = self.cheapest(cell)?;
                    self.allow(&world);
                }
            }
            // Each round suppresses more or is the last.
            next = u32::try_from(self.counts.len()).unwrap_or(u32::MAX);
            if !self.add_rests() {
                return Some(self.published);
            }
        }
    }

    /// Adds what the suppressed parts of a whole are together, where that is a small count. Whether there are any that were not
    /// looked at yet.
    fn add_rests(&mut self) -> bool {
        let before = self.counts.len();
        for parts in std::mem::take(&mut self.partitions) {
            let is_hidden = |part: &u32| {
                let shown = self.published.get(*part as usize);
                matches!(shown, Some(Published::Suppressed(_)))
            };
            let hidden: Vec<u32> = parts.iter().copied().filter(is_hidden).collect();
            let counts = hidden.iter().map(|&part| self.counts[part as usize]);
            let shown = Published::first(self.rule, counts.clone().sum());
            let people = counts.sum();
            if hidden.len() > 1 && matches!(shown, Published::Suppressed(_)) {
                self.kinds.add_cell(&hidden);
                self.counts.push(people);
                self.published.push(shown);
                self.certified.push(false);
            } else {
                self.partitions.push(parts);
            }
        }
        self.counts.len() > before
    }

    /// The cheapest set of people found in which this count is another.
    fn cheapest(&self, cell: u32) -> Option<World> {
        let mut found: Vec<(u64, World)> = Vec::new();
        let mut best = u64::MAX;
        let mut keep = |changes: &[(u32, i64)], best: &mut u64| {
            let Some(world) = World::new(&self.kinds, changes) else {
                return;
            };
            if world.change(cell) == 0 || !self.is_held(&world) {
                return;
            }
            let cost = self.cost(&world);
            *best = cost.min(*best);
            found.push((cost, world));
            if found.len() > 64 * REFINED {
                cut(&mut found);
            }
        };
        'search: for &inside in self.kinds.members(cell) {
            keep(&[(inside, 1)], &mut best);
            keep(&[(inside, -1)], &mut best);
            for outside in self.kinds.others(inside, cell) {
                keep(&[(inside, -1), (outside, 1)], &mut best);
                keep(&[(inside, 1), (outside, -1)], &mut best);
                if best == 0 {
                    break 'search;
                }
            }
        }
        cut(&mut found);
        if best == 0 {
            return found.into_iter().next().map(|(_, world)| world);
        }
        self.refine(cell, &found)
            .into_iter()
            .chain(found)
            .min_by_key(|(cost, _)| *cost)
            .map(|(_, world)| world)
    }

    /// Sets of people in which a second change takes back what the first does to counts that are shown, as a person who goes
    /// from one row to another is made up for by one who comes: totals stay.
    fn refine(&self, cell: u32, first: &[(u64, World)]) -> Option<(u64, World)> {
        let kinds = self.kinds.some(SECOND_KINDS);
        let mut best: Option<(u64, World)> = None;
        for (_, world) in first {
            for &from in &kinds {
                for &to in &kinds {
                    if from == to {
                        continue;
                    }
                    let mut changes = world.kinds.clone();
                    changes.extend([(from, -1), (to, 1)]);
                    let Some(world) = World::new(&self.kinds, &changes) else {
                        continue;
                    };
                    if world.change(cell) == 0 || !self.is_held(&world) {
                        continue;
                    }
                    let cost = self.cost(&world);
                    if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                        best = Some((cost, world));
                    }
                }
            }
        }
        best
    }

    /// Whether what is held stays as near to the true count as it must.
    fn is_held(&self, world: &World) -> bool {
        let mut held = self.held.iter();
        held.all(|&(cell, within)| world.change(cell).abs() <= within)
    }

    /// What it costs to publish so that this set of people is possible.
    fn cost(&self, world: &World) -> u64 {
        let costs = world.cells.iter().map(|&(cell, more)| {
            let before = self.published[cell as usize];
            match (before, self.as_published_for(cell, more)) {
                (before, after) if before == after => 0,
                (_, Published::Suppressed(Hiding::Any)) => ANY,
                _ => CELL + self.counts[cell as usize],
            }
        });
        costs.fold(0, u64::saturating_add)
    }

    /// Publishes so that this set of people is possible.
    fn allow(&mut self, world: &World) {
        for &(cell, more) in &world.cells {
            let place = cell as usize;
            self.published[place] = self.as_published_for(cell, more);
            self.certified[place] |= matches!(self.published[place], Published::Suppressed(_));
        }
    }

    /// How a count is to be published so that it might as well be so many people more.
    fn as_published_for(&self, cell: u32, more: i64) -> Published {
        let count = self.counts[cell as usize];
        self.published[cell as usize].widened(self.rule, count, count.checked_add_signed(more))
    }
}

/// Keeps the cheapest.
fn cut(found: &mut Vec<(u64, World)>) {
    found.arrange_by_key(|(cost, _)| *cost);
    found.truncate(REFINED);
}
