//! Numbers that stand in no table, and that whoever reads all tables can ask for.
//!
//! A reader is not held to one subtraction. Any sum of published counts, each taken so often or taken away so often, may be the number
//! of a few people. There is no end to such sums, so what is asked for is, first, who can be few:
//!
//! - any rows together of which each of those counted is in one: combinations of parties, exact sets of domains with a need, values of
//!   an attribute. Those are all the few that there can be of one property;
//! - the four cells of any two published counts crossed with each other: those in both, in one and not the other, and in neither;
//! - what such a cell has beside a value of an attribute whose people are all in it.
//!
//! Whether it can be worked out, and by what sum, is for the linear program to find.

use std::collections::{BTreeMap, BTreeSet};

use super::Audit;
use crate::disclosure::Published;

/// Rows together that are looked into, of one list.
const MOST_TOGETHER: usize = 400;

/// A number that stands in no table: what the first sum has beside the second.
pub(super) type Derived = (String, Vec<usize>, Vec<usize>);

impl Audit {
    /// Small numbers that stand in no table.
    pub(super) fn derived(
        &self,
        nobody: &BTreeSet<usize>,
        is_small: impl Fn(u64) -> bool,
    ) -> Vec<Derived> {
        let mut asked = Asked::new(self, nobody, &is_small);
        asked.partitions();
        asked.together();
        for dimension in &self.dimensions {
            asked.crossed(dimension);
        }
        let mut derived = asked.derived;
        let beside = self.beside.iter();
        derived.extend(
            beside
                .filter(|(_, plus, minus)| {
                    let rest = self.sum(plus).checked_sub(self.sum(minus));
                    rest.is_some_and(&is_small)
                })
                .cloned(),
        );
        derived
    }
}

struct Asked<'a, F> {
    audit: &'a Audit,
    nobody: &'a BTreeSet<usize>,
    is_small: F,
    /// Sums that are asked for, or stand in a table.
    seen: BTreeSet<(Vec<usize>, Vec<usize>)>,
    derived: Vec<Derived>,
}

impl<'a, F: Fn(u64) -> bool> Asked<'a, F> {
    fn new(audit: &'a Audit, nobody: &'a BTreeSet<usize>, is_small: F) -> Self {
        let mut asked = Self {
            audit,
            nobody,
            is_small,
            seen: BTreeSet::new(),
            derived: Vec::new(),
        };
        for (_, of, _) in &audit.read {
            let of = asked.of_whom(of);
            asked.seen.insert((of, Vec::new()));
        }
        asked
    }

    /// Without those of whom it is shown that there are none.
    fn of_whom(&self, of: &[usize]) -> Vec<usize> {
        let of: BTreeSet<usize> = of
            .iter()
            .copied()
            .filter(|one| !self.nobody.contains(one))
            .collect();
        of.into_iter().collect()
    }

    fn ask(&mut self, name: impl FnOnce() -> String, plus: &[usize], minus: &[usize]) {
        let rest = self.audit.sum(plus).checked_sub(self.audit.sum(minus));
        if !rest.is_some_and(&self.is_small) {
            return;
        }
        let (plus, minus) = (self.of_whom(plus), self.of_whom(minus));
        if self.seen.insert((plus.clone(), minus.clone())) {
            self.derived.push((name(), plus, minus));
        }
    }

    /// What is suppressed of a whole together.
    fn partitions(&mut self) {
        let audit = self.audit;
        for (name, parts) in &audit.partitions {
            let parts = parts.iter().filter_map(|&part| audit.read.get(part));
            let hidden = parts.filter(|(_, _, shown)| matches!(shown, Published::Suppressed(_)));
            let hidden: Vec<usize> = hidden.flat_map(|(_, of, _)| of.iter().copied()).collect();
            self.ask(
                || format!("{name}: what is suppressed of it together"),
                &hidden,
                &[],
            );
        }
    }

    /// Any rows together of which each of those counted is in one.
    fn together(&mut self) {
        let audit = self.audit;
        for (name, rows) in &audit.rows {
            let rows: Vec<&Vec<usize>> = rows
                .iter()
                .filter(|row| !self.of_whom(row).is_empty())
                .collect();
            // Those with most first, so that what is added to a sum that is too large already need not be tried.
            let mut found: Vec<(Vec<usize>, u64)> = vec![(Vec::new(), 0)];
            for (at, row) in rows.iter().enumerate() {
                let more = audit.sum(row);
                for place in 0..found.len().min(MOST_TOGETHER) {
                    let (chosen, sum) = &found[place];
                    let sum = sum + more;
                    if sum == 0 || (self.is_small)(sum) {
                        let mut chosen = chosen.clone();
                        chosen.push(at);
                        found.push((chosen, sum));
                    }
                }
            }
            for (chosen, _) in found {
                let of: Vec<usize> = chosen
                    .iter()
                    .flat_map(|&at| rows[at].iter().copied())
                    .collect();
                self.ask(|| format!("{name}: rows {chosen:?} together"), &of, &[]);
            }
        }
    }

    /// The four cells of any two published counts of one property, and what they have beside what is known to be part of them.
    fn crossed(&mut self, dimension: &[usize]) {
        let audit = self.audit;
        let dimension = self.of_whom(dimension);
        let within: BTreeMap<usize, usize> = dimension
            .iter()
            .enumerate()
            .map(|(at, &one)| (one, at))
            .collect();
        let set = |of: &[usize]| -> Option<Set> {
            let at: Option<Vec<usize>> = of.iter().map(|one| within.get(one).copied()).collect();
            at.map(|at| Set::of(&at))
        };
        let all = Set::of(&(0..dimension.len()).collect::<Vec<_>>());
        let people: Vec<u64> = dimension.iter().map(|&one| audit.truth[one]).collect();
        let mut counts: BTreeMap<Set, String> = BTreeMap::new();
        for (name, of, _) in &audit.read {
            if let Some(set) = set(&self.of_whom(of)) {
                counts.entry(set).or_insert_with(|| name.clone());
            }
        }
        let counts: Vec<(Set, String)> = counts.into_iter().collect();
        let parts = audit.parts.iter().filter_map(|(name, part, reach)| {
            let reach = set(&self.of_whom(reach))?;
            Some((name, part, audit.sum(part), reach))
        });
        let parts: Vec<_> = parts.collect();
        let mut looked_into: BTreeSet<Set> = BTreeSet::new();
        for (one, name) in &counts {
            for (other, beside) in &counts {
                for (cell, how) in [
                    (one.and(other), "and"),
                    (one.and(&all.without(other)), "and not"),
                    (all.without(one).without(other), "nor"),
                ] {
                    if !looked_into.insert(cell) {
                        continue;
                    }
                    let sum = cell.sum(&people);
                    let of = || cell.names(&dimension);
                    if (self.is_small)(sum) {
                        self.ask(|| format!("{name} {how} {beside}"), &of(), &[]);
                    }
                    for (part, values, less, reach) in &parts {
                        let rest = sum.checked_sub(*less);
                        if rest.is_some_and(&self.is_small) && reach.without(&cell).is_empty() {
                            let name = || format!("{name} {how} {beside}, beside {part}");
                            self.ask(name, &of(), values);
                        }
                    }
                }
            }
        }
    }
}

/// Some of at most 256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Set([u64; 4]);

impl Set {
    fn of(places: &[usize]) -> Self {
        let mut set = Self([0; 4]);
        for &place in places {
            set.0[place / 64] |= 1 << (place % 64);
        }
        set
    }

    fn and(&self, other: &Self) -> Self {
        Self([0, 1, 2, 3].map(|word| self.0[word] & other.0[word]))
    }

    fn without(&self, other: &Self) -> Self {
        Self([0, 1, 2, 3].map(|word| self.0[word] & !other.0[word]))
    }

    fn is_empty(&self) -> bool {
        self.0 == [0; 4]
    }

    fn has(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 == 1
    }

    fn sum(&self, people: &[u64]) -> u64 {
        let counted = people.iter().enumerate();
        let counted = counted.filter(|(place, _)| self.has(*place));
        counted.map(|(_, count)| *count).sum()
    }

    fn names(&self, dimension: &[usize]) -> Vec<usize> {
        let names = dimension.iter().enumerate();
        let names = names.filter(|(place, _)| self.has(*place));
        names.map(|(_, name)| *name).collect()
    }
}
