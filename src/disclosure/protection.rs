//! Protects the counts of a [`Release`]: finds other sets of people, and suppresses what would tell them from the true one.

use super::differences::differences;
use super::kinds::Kinds;
use super::release::Release;
use super::together::{Told, few};
use super::worlds::World;
use super::{Hiding, Published, tells_differences};
use crate::agreement::Disclosure;
use crate::units::Arrange;

/// What suppressing a count that need not be costs, beside its number of people; and what it costs that a suppressed count
/// could be any number at all, which hides even zeros.
const CELL: u64 = 20;
const ANY: u64 = 1 << 40;
/// Sets of people with one change that are looked into for a second.
const REFINED: usize = 8;
/// Kinds that a second change is made of.
const SECOND_KINDS: usize = 40;

pub(super) struct Protection {
    rule: Disclosure,
    counts: Vec<u64>,
    kinds: Kinds,
    held: Vec<(u32, i64)>,
    partitions: Vec<Vec<u32>>,
    /// Sums of counts, which are taken for shown even where some of those are not.
    sums: Vec<u32>,
    /// Whether a count stands in no table: of those nothing is shown, and nothing need be suppressed.
    is_unseen: Vec<bool>,
    published: Vec<Published>,
    /// Whether a set of people is known in which the count is another.
    certified: Vec<bool>,
    /// Sets of people that fit what is published.
    worlds: Vec<World>,
}

/// What must be another number in some other set of people.
#[derive(Clone, Copy)]
enum Target<'a> {
    Cell(u32),
    /// Kinds, ascending.
    Kinds(&'a [u32]),
}

impl Target<'_> {
    /// How many people more it has.
    fn change(self, world: &World) -> i64 {
        match self {
            Self::Cell(cell) => world.change(cell),
            Self::Kinds(kinds) => {
                let changes = world.kinds.iter();
                let changes = changes.filter(|(kind, _)| kinds.binary_search(kind).is_ok());
                changes.map(|(_, more)| more).sum()
            }
        }
    }
}

impl Protection {
    pub(super) fn new(release: Release) -> Self {
        let Release {
            rule,
            counts,
            kinds,
            held,
            unseen,
            sums,
            partitions,
        } = release;
        let mut is_unseen = vec![false; counts.len()];
        for cell in unseen {
            if let Some(is_unseen) = is_unseen.get_mut(cell as usize) {
                *is_unseen = true;
            }
        }
        let first = |&count: &u64| Published::first(rule, count);
        Self {
            rule,
            held,
            partitions,
            sums,
            is_unseen,
            published: counts.iter().map(first).collect(),
            certified: vec![false; counts.len()],
            kinds: Kinds::new(kinds, counts.len()),
            counts,
            worlds: Vec::new(),
        }
    }

    /// What is published; `None` where a small count has no other set of people.
    pub(super) fn run(mut self) -> Option<Vec<Published>> {
        // Those that are shown first: what they suppress tells no difference any more.
        for is_unseen in [false, true] {
            for cell in (0u32..).take(self.counts.len()) {
                let place = cell as usize;
                let is_small = matches!(self.published[place], Published::Suppressed(_));
                if is_small && !self.certified[place] && self.is_unseen[place] == is_unseen {
                    self.protect(Target::Cell(cell))?;
                }
            }
        }
        if tells_differences(self.rule) {
            // The more is suppressed the less is told, so that each of them is looked for once.
            let small = 1..=u64::from(self.rule.suppress_up_to);
            let mut known = self.shown();
            known.extend(&self.sums);
            known.sort_unstable();
            let found = differences(&self.kinds, &known, &small);
            self.protect_all(&found)?;
            let found = self.rows_together();
            self.protect_all(&found)?;
        }
        Some(self.published)
    }

    /// Counts that are shown, ascending.
    fn shown(&self) -> Vec<u32> {
        let cells = (0u32..).zip(self.published.iter().zip(&self.is_unseen));
        let shown = cells.filter(|(_, (published, is_unseen))| {
            !**is_unseen && matches!(published, Published::Count(_))
        });
        shown.map(|(cell, _)| cell).collect()
    }

    /// Small sums of rows together that the shown counts tell, by kinds.
    fn rows_together(&self) -> Vec<Vec<u32>> {
        let most = u64::from(self.rule.suppress_up_to);
        let shown = self.shown();
        let mut found = Vec::new();
        for parts in &self.partitions {
            // The row that each kind is in; those in none are a row together.
            let count = |part: &u32| self.counts.get(*part as usize).copied().unwrap_or(0);
            let rows: Vec<u32> = parts.iter().copied().filter(|one| count(one) > 0).collect();
            let row_of: Vec<usize> = self
                .kinds
                .cells
                .iter()
                .map(|cells| {
                    let row = rows.iter().position(|row| cells.binary_search(row).is_ok());
                    row.unwrap_or(rows.len())
                })
                .collect();
            let told = self.told(&shown, &row_of, rows.len() + 1);
            let small: Vec<usize> = (0..rows.len())
                .filter(|&row| count(&rows[row]) <= most)
                .collect();
            let people: Vec<u64> = small.iter().map(|&row| count(&rows[row])).collect();
            for chosen in few(&people, most) {
                let mut sum = vec![false; rows.len() + 1];
                for at in chosen {
                    sum[small[at]] = true;
                }
                if told.is_told(&sum) {
                    let kinds = (0u32..).zip(&row_of).filter(|(_, row)| sum[**row]);
                    found.push(kinds.map(|(kind, _)| kind).collect());
                }
            }
        }
        found
    }

    /// The shown counts that are made of whole rows.
    fn told(&self, shown: &[u32], row_of: &[usize], rows: usize) -> Told {
        let mut inside = vec![vec![false; rows]; shown.len()];
        let mut outside = inside.clone();
        for (cells, &row) in self.kinds.cells.iter().zip(row_of) {
            for ((cell, inside), outside) in shown.iter().zip(&mut inside).zip(&mut outside) {
                if cells.binary_search(cell).is_ok() {
                    inside[row] = true;
                } else {
                    outside[row] = true;
                }
            }
        }
        let mut told = Told::nothing();
        for (inside, outside) in inside.iter().zip(&outside) {
            if inside
                .iter()
                .zip(outside)
                .all(|(inside, outside)| !(inside & outside))
            {
                told.tell(inside);
            }
        }
        told
    }

    /// Protects what has no other set of people yet.
    fn protect_all(&mut self, found: &[Vec<u32>]) -> Option<()> {
        for kinds in found {
            let target = Target::Kinds(kinds);
            if self.worlds.iter().all(|world| target.change(world) == 0) {
                self.protect(target)?;
            }
        }
        Some(())
    }

    fn protect(&mut self, target: Target<'_>) -> Option<()> {
        let world = self.cheapest(target)?;
        self.allow(world);
        Some(())
    }

    /// The cheapest set of people found in which this is another number.
    fn cheapest(&self, target: Target<'_>) -> Option<World> {
        let mut found: Vec<(u64, World)> = Vec::new();
        let mut best = u64::MAX;
        let mut keep = |changes: &[(u32, i64)], best: &mut u64| {
            let Some(world) = World::new(&self.kinds, changes) else {
                return;
            };
            if target.change(&world) == 0 || !self.is_held(&world) {
                return;
            }
            let cost = self.cost(&world);
            *best = cost.min(*best);
            found.push((cost, world));
            if found.len() > 64 * REFINED {
                cut(&mut found);
            }
        };
        let inside = match target {
            Target::Cell(cell) => self.kinds.members(cell),
            Target::Kinds(kinds) => kinds,
        };
        'search: for &inside in inside {
            keep(&[(inside, 1)], &mut best);
            keep(&[(inside, -1)], &mut best);
            let others = match target {
                Target::Cell(cell) => self.kinds.others(inside, cell),
                Target::Kinds(kinds) => self.kinds.others_than(inside, kinds),
            };
            for outside in others {
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
        self.refine(target, &found)
            .into_iter()
            .chain(found)
            .min_by_key(|(cost, _)| *cost)
            .map(|(_, world)| world)
    }

    /// Sets of people in which a second change takes back what the first does to counts that are shown, as a person who goes
    /// from one row to another is made up for by one who comes: totals stay.
    fn refine(&self, target: Target<'_>, first: &[(u64, World)]) -> Option<(u64, World)> {
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
                    if target.change(&world) == 0 || !self.is_held(&world) {
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
            if self.is_unseen[cell as usize] {
                return 0;
            }
            match (before, self.as_published_for(cell, more)) {
                (before, after) if before == after => 0,
                (_, Published::Suppressed(Hiding::Any)) => ANY,
                _ => CELL + self.counts[cell as usize],
            }
        });
        costs.fold(0, u64::saturating_add)
    }

    /// Publishes so that this set of people is possible.
    fn allow(&mut self, world: World) {
        for &(cell, more) in &world.cells {
            let place = cell as usize;
            if !self.is_unseen[place] {
                self.published[place] = self.as_published_for(cell, more);
            }
            self.certified[place] |= matches!(self.published[place], Published::Suppressed(_));
        }
        self.worlds.push(world);
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
