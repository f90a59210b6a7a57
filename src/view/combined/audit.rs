//! An auditor of whole views: it reads every table that is published of one set together, knows what their counts have to do with
//! each other, and tries to work out the suppressed ones: exact bounds by linear programming.
//!
//! It knows which parties contribute what, and, of incidents, how many there are. What it goes by is said here by itself, in terms
//! of the tables as they are read, and not of how they are protected.

mod derived;
mod incidents;
mod people;
#[path = "../../../tests/disclosure/simplex.rs"]
mod simplex;

use std::collections::{BTreeMap, BTreeSet};

use crate::agreement::Disclosure;
use crate::disclosure::{Hiding, Published};
use crate::view::{ViewRow, ViewTable};

use derived::Derived;
use simplex::Simplex;

/// The first so many of them take part.
const PARTIES: [&str; 4] = ["Hospital", "Ambulance", "Police", "Council"];

/// Small random numbers, the same on every machine (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    fn place(&mut self, below: u64) -> u32 {
        u32::try_from(self.below(below)).unwrap()
    }

    /// Skewed, so that there are rare values and frequent ones.
    fn skewed(&mut self, below: u64) -> u32 {
        self.place(below).min(self.place(below))
    }
}

/// What somebody knows of one count who knows the rule, and of a suppressed one why it is: at least, and at most.
fn certain(rule: Disclosure, published: Published) -> (u64, Option<u64>) {
    let small = u64::from(rule.suppress_up_to);
    match published {
        Published::Suppressed(Hiding::Small) => (1, Some(small)),
        Published::Suppressed(Hiding::Secondary) => (small + 1, None),
        Published::Suppressed(Hiding::Any) => (0, None),
        Published::Count(0) => (0, Some(0)),
        Published::Count(shown) => {
            let base = u64::from(rule.round_to);
            // Halves go up.
            let least = shown - base / 2;
            (least.max(small + 1), Some(least + base - 1))
        }
    }
}

/// What the auditor reads: unknown numbers by name, and sums of them that are said to be something.
#[derive(Default)]
struct Audit {
    names: BTreeMap<String, usize>,
    truth: Vec<u64>,
    /// A published count: where it stands, the unknown numbers that it is the sum of, and what is shown.
    read: Vec<(String, Vec<usize>, Published)>,
    /// All that are counted.
    all: Vec<usize>,
    /// Whether their number is known exactly.
    is_total_known: bool,
    /// Counts that add up to another, by their places among those that are read.
    partitions: Vec<(String, Vec<usize>)>,
    /// Numbers that stand in no table, to be asked for: what the first sum has beside the second.
    beside: Vec<Derived>,
    /// Lists of sums of which each of those counted is in one: any of them together are asked for.
    rows: Vec<(String, Vec<Vec<usize>>)>,
    /// Unknown numbers of which each of those counted is in one: published counts of them are crossed with each other.
    dimensions: Vec<Vec<usize>>,
    /// Sums whose people are all among those of another: what a larger cell has beside them is asked for.
    parts: Vec<Derived>,
    /// Sums of which the first is no less than the second.
    not_less: Vec<(Vec<usize>, Vec<usize>)>,
    /// Sums that are equal.
    equal: Vec<(Vec<usize>, Vec<usize>)>,
}

/// What an audit found.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    views: usize,
    counts: usize,
    suppressed: usize,
    for_others: usize,
    /// Small ones that can only be one number.
    pinned: usize,
    /// Others that can: the rule would show them, and they were suppressed for nothing.
    told: usize,
    /// Small numbers that stand in no table: what suppressed parts are together, and what one count has beside another that is
    /// part of it. And those of them that can only be one number.
    derived: usize,
    derived_pinned: usize,
}

/// What can be worked out of a set: counts, and numbers that stand in no table.
#[derive(Clone, Debug, Default)]
struct WorkedOut {
    counts: Vec<String>,
    derived: Vec<String>,
}

impl WorkedOut {
    fn add(&mut self, set: &str, of_set: Self) {
        let named = |numbers: Vec<String>| {
            let named = numbers.into_iter();
            named
                .map(|number| format!("{set}: {number}"))
                .collect::<Vec<_>>()
        };
        self.counts.extend(named(of_set.counts));
        self.derived.extend(named(of_set.derived));
    }

    fn is_nothing(&self) -> bool {
        self.counts.is_empty() && self.derived.is_empty()
    }
}

impl Audit {
    /// The unknown number of this name, one more of which is counted.
    fn count(&mut self, name: String) {
        self.count_all(name, 1);
    }

    /// The same of so many more.
    fn count_all(&mut self, name: String, more: u64) {
        let place = self.unknown(name);
        self.truth[place] += more;
    }

    fn unknown(&mut self, name: String) -> usize {
        let next = self.truth.len();
        let place = *self.names.entry(name).or_insert(next);
        if place == next {
            self.truth.push(0);
        }
        place
    }

    /// Unknown numbers whose names begin so.
    fn all_of(&self, beginning: &str) -> Vec<usize> {
        let names = self.names.iter();
        let within = names.filter(|(name, _)| name.starts_with(beginning));
        within.map(|(_, place)| *place).collect()
    }

    /// Reads all tables. `of` says which unknown numbers a count is the sum of, by its table, row and column.
    fn read_tables(
        &mut self,
        tables: &[ViewTable],
        of: impl Fn(&mut Self, &str, &str, &str) -> Vec<usize>,
    ) {
        for table in tables {
            let first = self.read.len();
            for row in &table.rows {
                for (column, &shown) in table.columns.iter().zip(&row.counts) {
                    let name = format!("{}: {} / {column}", table.name, row.label);
                    let of = of(self, &table.name, &row.label, column);
                    self.read.push((name, of, shown));
                }
            }
            let (rows, columns) = (table.rows.len(), table.columns.len());
            let at = |row: usize, column: usize| first + row * columns + column;
            let is_all = |label: Option<&String>| label.is_some_and(|all| all.starts_with("All "));
            // Parties know of the same ones, and so do not add up.
            if table.name != "parties" && is_all(table.rows.last().map(|row| &row.label)) {
                for (column, label) in table.columns.iter().enumerate() {
                    let parts = (0..rows - 1).map(|row| at(row, column)).collect();
                    self.partitions
                        .push((format!("{}: {label}", table.name), parts));
                }
            }
            if is_all(table.columns.last()) {
                for (row, ViewRow { label, .. }) in table.rows.iter().enumerate() {
                    let parts = (0..columns - 1).map(|column| at(row, column)).collect();
                    self.partitions
                        .push((format!("{}: {label}", table.name), parts));
                }
            }
        }
    }

    /// The same where small counts alone are suppressed.
    fn unprotected(mut self, rule: Disclosure) -> Self {
        for place in 0..self.read.len() {
            let count = self.sum(&self.read[place].1);
            let shown = rule.shown(count).map(Published::Count);
            self.read[place].2 = shown.unwrap_or(Published::Suppressed(Hiding::Small));
        }
        self
    }

    fn sum(&self, of: &[usize]) -> u64 {
        of.iter().map(|&place| self.truth[place]).sum()
    }

    /// Bounds of every suppressed count, given all that is read.
    fn run(&self, rule: Disclosure) -> (Found, WorkedOut) {
        let nobody = self.nobody();
        let looked_for: Vec<usize> = (0..self.truth.len())
            .filter(|place| !nobody.contains(place))
            .collect();
        let at = |place: &usize| looked_for.binary_search(place).ok();
        let row = |plus: &[usize], minus: &[usize]| {
            let mut row = vec![0i128; looked_for.len()];
            plus.iter().filter_map(at).for_each(|at| row[at] += 1);
            minus.iter().filter_map(at).for_each(|at| row[at] -= 1);
            row
        };
        let mut simplex = Simplex::new(looked_for.len(), &self.constraints(rule, &row))
            .expect("the truth is possible");
        let mut found = Found {
            views: 1,
            counts: self.read.len(),
            ..Found::default()
        };
        let mut worked_out = WorkedOut::default();
        // The least and the most that a difference of two sums can be; nothing where it has no bound.
        let truth: Vec<i128> = looked_for
            .iter()
            .map(|&place| i128::from(self.truth[place]))
            .collect();
        // Sets that fit all that is published. What is another number in one of them cannot be worked out.
        let mut others: Vec<Vec<i128>> = Vec::new();
        let mut bounds = |name: &str, plus: &[usize], minus: &[usize]| {
            let change = row(plus, minus);
            let change: Vec<(usize, i128)> = change
                .into_iter()
                .enumerate()
                .filter(|(_, factor)| *factor != 0)
                .collect();
            let sum = |set: &[i128]| -> i128 {
                let terms = change.iter();
                terms.map(|&(at, factor)| set[at] * factor).sum()
            };
            if others.iter().any(|other| sum(other) != sum(&truth)) {
                return None;
            }
            let mut most = |sign: i128| {
                let terms = change.iter().map(|&(at, factor)| (at, factor * sign));
                let (most, q) = simplex.maximum(&terms.collect::<Vec<_>>())?;
                if let Some(corner) = simplex.corner(looked_for.len())
                    && sum(&corner) != sum(&truth)
                {
                    others.push(corner);
                }
                Some(most.div_euclid(q))
            };
            let (most, least) = (most(1)?, -most(-1)?);
            assert!(
                (least..=most).contains(&sum(&truth)),
                "{name}: the truth is possible"
            );
            Some((least, most))
        };
        let is_small = |count: u64| (1..=u64::from(rule.suppress_up_to)).contains(&count);
        let all = self.sum(&self.all);
        for (name, of, shown) in &self.read {
            // What a count leaves of all is one subtraction away for whoever knows how many there are; for others it is looked into
            // with what one count has beside another.
            let count = self.sum(of);
            let is_rest = self.is_total_known && count > 0 && is_small(all - count);
            let is_telling = is_small(count) || is_rest;
            match shown {
                Published::Suppressed(why) => {
                    found.suppressed += 1;
                    found.for_others += usize::from(*why != Hiding::Small);
                }
                Published::Count(_) if is_telling => {}
                Published::Count(_) => continue,
            }
            let Some((least, most)) = bounds(name, of, &[]) else {
                continue;
            };
            if least == most && is_telling {
                found.pinned += 1;
                worked_out.counts.push(format!("{name} is {least}"));
            } else {
                found.told += usize::from(least == most);
            }
        }
        for (name, plus, minus) in self.derived(&nobody, is_small) {
            found.derived += 1;
            if let Some((least, most)) = bounds(&name, &plus, &minus)
                && least == most
            {
                found.derived_pinned += 1;
                worked_out.derived.push(format!("{name} is {least}"));
            }
        }
        (found, worked_out)
    }

    /// What is shown as zero is nobody, and need not be looked for.
    fn nobody(&self) -> BTreeSet<usize> {
        let zeros = self.read.iter();
        let zeros = zeros.filter(|(_, _, shown)| *shown == Published::Count(0));
        zeros.flat_map(|(_, of, _)| of.iter().copied()).collect()
    }

    /// All that is known, as sums that are at most something.
    fn constraints(
        &self,
        rule: Disclosure,
        row: &impl Fn(&[usize], &[usize]) -> Vec<i128>,
    ) -> Vec<(Vec<i128>, i128)> {
        let mut constraints: Vec<(Vec<i128>, i128)> = Vec::new();
        let mut bound = |of: &[usize], least: u64, most: Option<u64>| {
            if let Some(most) = most {
                constraints.push((row(of, &[]), i128::from(most)));
            }
            if least > 0 {
                constraints.push((row(&[], of), -i128::from(least)));
            }
        };
        for (name, of, shown) in &self.read {
            let (least, most) = certain(rule, *shown);
            let truth = self.sum(of);
            assert!(
                least <= truth && most.is_none_or(|most| truth <= most),
                "{name} is {shown:?}, and {truth}"
            );
            if most != Some(0) {
                bound(of, least, most);
            }
        }
        if self.is_total_known {
            bound(&self.all, self.sum(&self.all), Some(self.sum(&self.all)));
        }
        for (more, less) in &self.not_less {
            constraints.push((row(less, more), 0));
        }
        for (one, other) in &self.equal {
            constraints.push((row(one, other), 0));
            constraints.push((row(other, one), 0));
        }
        constraints.sort();
        constraints.dedup();
        constraints
    }
}

impl std::ops::Add for Found {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            views: self.views + other.views,
            counts: self.counts + other.counts,
            suppressed: self.suppressed + other.suppressed,
            for_others: self.for_others + other.for_others,
            pinned: self.pinned + other.pinned,
            told: self.told + other.told,
            derived: self.derived + other.derived,
            derived_pinned: self.derived_pinned + other.derived_pinned,
        }
    }
}

/// What audits of the same sets found: of the views as they are published, and as they were if small counts alone were suppressed.
#[derive(Clone, Copy, Debug, Default)]
struct Both {
    protected: Found,
    unprotected: Found,
}

/// Whether all that is asked for is asked: of each rule without rounding, numbers that stand in no table must be there to be worked
/// out, or finding none of them would show nothing.
fn assert_something_was_asked(found: &[(Disclosure, Both)]) {
    for (rule, Both { unprotected, .. }) in found {
        assert!(unprotected.derived > 0, "{rule:?}: {unprotected:?}");
        assert!(
            unprotected.derived_pinned > 0 || rule.round_to > 1,
            "{rule:?}: {unprotected:?}"
        );
    }
}

/// All that was found of the views as they are published.
fn sum(found: &[(Disclosure, Both)]) -> Found {
    let found = found.iter().map(|(_, both)| both.protected);
    found.fold(Found::default(), |sum, one| sum + one)
}

const RULES: [Disclosure; 5] = [
    Disclosure {
        suppress_up_to: 7,
        round_to: 5,
    },
    Disclosure {
        suppress_up_to: 4,
        round_to: 1,
    },
    Disclosure {
        suppress_up_to: 2,
        round_to: 1,
    },
    Disclosure {
        suppress_up_to: 2,
        round_to: 2,
    },
    Disclosure {
        suppress_up_to: 4,
        round_to: 2,
    },
];
