use std::borrow::Cow;

use super::comparison::{Comparison, Pattern};
use super::field_values::NONE;
use super::kept::KeptPair;
use super::levels::{FieldComparison, LEVELS};
use super::parameters::{Shares, Table};

/// Pairs that one thread judges sooner than others are started.
const FEW: usize = 20_000;

/// Likelihood ratios against "unrelated people", ready for many pairs.
pub(super) struct Evidence<'a> {
    comparison: &'a Comparison<'a>,
    table: &'a Table,
    ratios: Cow<'a, Ratios>,
}

/// What is computed of a table once.
#[derive(Clone)]
pub(super) struct Ratios {
    person: Shares,
    household: Shares,
    /// Prior odds of one person, and of one household, against unrelated people.
    person_prior: f64,
    household_prior: f64,
}

impl Ratios {
    pub(super) fn of(table: &Table) -> Self {
        let unrelated = (1.0 - table.match_share - table.household_share).max(f64::MIN_POSITIVE);
        Self {
            person: ratios(&table.m, &table.u),
            household: ratios(&table.household, &table.u),
            person_prior: table.match_share / unrelated,
            household_prior: table.household_share / unrelated,
        }
    }
}

/// What speaks for one pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PairEvidence {
    /// Odds of one person against unrelated people.
    pub(super) person: f64,
    /// Odds of one person against two, of a household or unrelated, by the prior and the pair's own fields.
    pub(super) odds: f64,
    /// Probability that it is one household, if it is two people.
    pub(super) household: f64,
    /// `1 + odds of one person + odds of one household`, against unrelated people: the pair's likelihood ratio.
    pub(super) likelihood: f64,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(comparison: &'a Comparison<'a>, table: &'a Table) -> Self {
        Self {
            comparison,
            table,
            ratios: Cow::Owned(Ratios::of(table)),
        }
    }

    /// The same with ratios that were computed of this table before.
    pub(super) const fn with(
        comparison: &'a Comparison<'a>,
        table: &'a Table,
        ratios: &'a Ratios,
    ) -> Self {
        Self {
            comparison,
            table,
            ratios: Cow::Borrowed(ratios),
        }
    }

    /// The likelihood ratio of one field.
    ///
    /// For equal values it is `1 + (m - u) / frequency of the value` (Winkler 1988 for the idea that a rare value weighs
    /// more): of pairs of one person the share `m - u` agrees because the value is theirs, and the rest by chance, as
    /// unrelated people do. Where a class agrees no more often than by chance, the value's frequency says nothing.
    ///
    /// Of places and times, nearness weighs by how crowded it is around the left one.
    fn ratio(&self, shares: &Shares, ratios: &Shares, field: usize, level: u8, left: u32) -> f64 {
        let position = usize::from(level);
        if level > FieldComparison::LOWEST
            && let Some(density) = self.comparison.density(field, left)
        {
            return ratios[field][position] / density;
        }
        let more = shares[field][position] - self.table.u[field][position];
        if level == self.comparison.fields[field].exact() && more > 0.0 {
            let values = &self.comparison.values[field];
            let value = values.of_row(0)[left as usize];
            if value != NONE {
                return 1.0 + more * values.rarity(value);
            }
        }
        ratios[field][position]
    }

    /// The likelihood ratio of one person against unrelated people that this field contributes.
    pub(super) fn of_field(&self, field: usize, level: u8, left: u32) -> f64 {
        if level == FieldComparison::MISSING {
            return 1.0;
        }
        self.ratio(&self.table.m, &self.ratios.person, field, level, left)
    }

    pub(super) fn of_pair(&self, pattern: Pattern, left: u32) -> PairEvidence {
        let ratios = self.ratios.as_ref();
        let (mut person, mut household) = (ratios.person_prior, ratios.household_prior);
        for field in 0..self.comparison.fields.len() {
            let level = pattern.level(field);
            if level == FieldComparison::MISSING {
                continue;
            }
            person *= self.ratio(&self.table.m, &ratios.person, field, level, left);
            if household > 0.0 {
                household *=
                    self.ratio(&self.table.household, &ratios.household, field, level, left);
            }
        }
        PairEvidence {
            person,
            odds: person / (1.0 + household),
            household: household / (1.0 + household),
            likelihood: 1.0 + person + household,
        }
    }

    /// What speaks for each of these pairs, in their order.
    pub(super) fn of_pairs(&self, pairs: &[KeptPair], threads: usize) -> Vec<PairEvidence> {
        let work = |pairs: &[KeptPair]| -> Vec<PairEvidence> {
            let each = |pair: &KeptPair| self.of_pair(pair.pattern, pair.left);
            pairs.iter().map(each).collect()
        };
        if threads <= 1 || pairs.len() < FEW {
            return work(pairs);
        }
        let work = &work;
        std::thread::scope(|scope| {
            let parts = pairs.chunks(pairs.len().div_ceil(threads));
            let workers: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
            let mut all = Vec::with_capacity(pairs.len());
            for worker in workers {
                match worker.join() {
                    Ok(part) => all.extend(part),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            all
        })
    }

    /// The prior odds of one person against unrelated people.
    pub(super) fn person_prior(&self) -> f64 {
        self.ratios.person_prior
    }
}

fn ratios(shares: &Shares, u: &Shares) -> Shares {
    let mut ratios = vec![[1.0; LEVELS]; shares.len()];
    for ((ratios, shares), u) in ratios.iter_mut().zip(shares).zip(u) {
        for ((ratio, share), u) in ratios.iter_mut().zip(shares).zip(u) {
            if *u > 0.0 {
                *ratio = share / u;
            }
        }
    }
    ratios
}
