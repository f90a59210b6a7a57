use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::density;
use super::field_values::{FieldValues, NONE, row_number};
use super::levels::FieldComparison;
use super::real;
use super::swaps::{self, Swap};
use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::units::Token;

/// How well each field of two records agrees: four bits a field, the lowest field first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pattern(u64);

impl Pattern {
    /// Every field is missing.
    pub const EMPTY: Self = Self(0);

    /// The level of the field at this position, which is below 16.
    #[must_use]
    pub const fn level(self, field: usize) -> u8 {
        (self.0 >> (4 * field) & 15) as u8
    }

    /// The same with another level of one field.
    #[must_use]
    pub const fn with(self, field: usize, level: u8) -> Self {
        let place = 4 * field;
        Self(self.0 & !(15 << place) | (level as u64) << place)
    }
}

/// The records of two extracts, ready to be compared field by field.
pub struct Comparison<'a> {
    extracts: [&'a Extract; 2],
    /// One for each field filter.
    pub(super) fields: Vec<FieldComparison>,
    pub(super) values: Vec<FieldValues<'a>>,
    /// By field and value: how crowded it is around it, of fields that are compared by nearness.
    pub(super) densities: Vec<Option<Vec<f64>>>,
    swaps: Vec<Swap>,
    /// Match keys on which two records that have one must not differ.
    contradicting: Vec<usize>,
}

impl<'a> Comparison<'a> {
    /// Prepares the comparison of two extracts that have the agreement's field filters.
    #[must_use]
    pub fn new(
        agreement: &Agreement,
        fields: &[FieldComparison],
        extracts: [&'a Extract; 2],
        contradicted_by: &[String],
    ) -> Self {
        let values: Vec<FieldValues> = (0..fields.len())
            .map(|field| FieldValues::gather(extracts, columns(fields, extracts, field)))
            .collect();
        Self {
            extracts,
            fields: fields.to_vec(),
            densities: density::of_all_fields(fields, &values),
            values,
            swaps: swaps::of(agreement, fields),
            contradicting: (0..)
                .zip(agreement.match_keys())
                .filter(|(_, key)| contradicted_by.contains(&key.name))
                .map(|(number, _)| number)
                .collect(),
        }
    }

    /// Number of rows of this side.
    #[must_use]
    pub const fn rows(&self, side: usize) -> usize {
        self.extracts[side].len()
    }

    pub(super) const fn extracts(&self) -> [&'a Extract; 2] {
        self.extracts
    }

    /// Number of pairs of records.
    #[must_use]
    pub fn pairs(&self) -> f64 {
        real(self.rows(0)) * real(self.rows(1))
    }

    /// Number of pairs that both have the field.
    pub(super) fn filled_pairs(&self, field: usize) -> f64 {
        real(self.values[field].filled(0)) * real(self.values[field].filled(1))
    }

    /// Whether the field's level can be [`FieldComparison::swapped`].
    pub(super) fn can_be_swapped(&self, field: usize) -> bool {
        self.swaps.iter().any(|swap| swap.first == field)
    }

    /// The levels that the fit has a share for.
    pub(super) fn levels_of(&self, field: usize) -> RangeInclusive<u8> {
        swaps::levels(&self.fields[field], field, &self.swaps)
    }

    /// The fields that can be swapped, two by two, and the match keys that see it.
    pub(super) fn swaps(&self) -> impl Iterator<Item = (usize, usize, &[usize])> {
        let swaps = self.swaps.iter();
        swaps.map(|swap| (swap.first, swap.second, swap.match_keys.as_slice()))
    }

    /// Compares two records, field by field.
    ///
    /// Where two values stand in each other's field, the first of the fields says so and the second says nothing. That
    /// is seen where the records share the token of a match key that takes the two either way round. A field that is compared in the
    /// place of another says nothing where that other is near: it would only say the same again.
    #[must_use]
    pub fn pattern(&self, left: u32, right: u32) -> Pattern {
        let mut pattern = Pattern::EMPTY;
        for (field, (comparison, values)) in self.fields.iter().zip(&self.values).enumerate() {
            let one = values.of_row(0)[left as usize];
            let other = values.of_row(1)[right as usize];
            if one != NONE && other != NONE {
                pattern = pattern.with(field, values.level(comparison, one, other));
            }
        }
        for (field, comparison) in self.fields.iter().enumerate() {
            let instead_of = comparison.instead_of;
            if instead_of.is_some_and(|other| pattern.level(other) > FieldComparison::LOWEST) {
                pattern = pattern.with(field, FieldComparison::MISSING);
            }
        }
        for swap in &self.swaps {
            let unequal = |field: usize| {
                let level = pattern.level(field);
                level != FieldComparison::MISSING && level < self.fields[field].exact()
            };
            let shared = |&key: &usize| {
                let [one, other] = self.extracts;
                let token = one.token(key, left as usize);
                token.is_some() && token == other.token(key, right as usize)
            };
            if unequal(swap.first) && unequal(swap.second) && swap.match_keys.iter().any(shared) {
                pattern = pattern
                    .with(swap.first, self.fields[swap.first].swapped())
                    .with(swap.second, FieldComparison::MISSING);
            }
        }
        pattern
    }

    /// Whether a match key of the agreement forbids that these two be linked.
    #[must_use]
    pub fn contradicted(&self, left: u32, right: u32) -> bool {
        let [one, other] = self.extracts;
        self.contradicting.iter().any(|&key| {
            let tokens = (
                one.token(key, left as usize),
                other.token(key, right as usize),
            );
            matches!(tokens, (Some(a), Some(b)) if a != b)
        })
    }

    /// Pairs that share a token of a match key that sees swapped values.
    pub(super) fn pairs_seen_swapped(&self) -> Vec<(u32, u32)> {
        let keys = self.swaps.iter().flat_map(|swap| &swap.match_keys);
        keys.flat_map(|&key| pairs_sharing_a_token(self.extracts, key))
            .collect()
    }

    /// How many pairs of records are equal in this field, by the counts of its values.
    pub(super) fn equal_pairs(&self, field: usize) -> f64 {
        let values = &self.values[field];
        (0..row_number(values.len()))
            .map(|value| f64::from(values.count(0, value)) * f64::from(values.count(1, value)))
            .sum()
    }
}

/// Where each side's filters of this field are. One that is compared in the place of another is taken of the side on which more records
/// have it that lack the other, or else more have it; what the other side has of it is not looked at.
fn columns(fields: &[FieldComparison], extracts: [&Extract; 2], field: usize) -> [usize; 2] {
    let Some(other) = fields[field].instead_of else {
        return [field, field];
    };
    let [left, right] = extracts.map(|extract| {
        let rows = |of: usize| extract.field_filter_rows(of);
        let has: BTreeSet<usize> = rows(other).collect();
        let lacking = rows(field).filter(|row| !has.contains(row)).count();
        (lacking, rows(field).count())
    });
    if left >= right {
        [field, other]
    } else {
        [other, field]
    }
}

/// The most pairs that one token, or one value of a field, may put forward: a more frequent one says too little.
pub(super) const MAX_PAIRS_A_VALUE: usize = 2_500;

/// The pairs that share a token of this match key, where it is not too frequent ([`MAX_PAIRS_A_VALUE`]).
fn pairs_sharing_a_token(extracts: [&Extract; 2], match_key: usize) -> Vec<(u32, u32)> {
    let mut tokens: Vec<(Token, usize, u32)> = Vec::new();
    for (side, extract) in extracts.into_iter().enumerate() {
        tokens.extend(
            extract
                .tokens(match_key)
                .map(|(row, token)| (token, side, row_number(row))),
        );
    }
    tokens.sort_unstable();
    let mut pairs = Vec::new();
    for group in tokens.chunk_by(|one, other| one.0 == other.0) {
        let lefts = group.partition_point(|&(_, side, _)| side == 0);
        let (left, right) = group.split_at(lefts);
        if left.len() * right.len() > MAX_PAIRS_A_VALUE {
            continue;
        }
        for &(.., one) in left {
            pairs.extend(right.iter().map(|&(.., other)| (one, other)));
        }
    }
    pairs
}
