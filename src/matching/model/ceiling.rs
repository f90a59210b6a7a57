//! The most that two records can say, from the numbers of their values alone. Most candidate pairs are two people who share
//! one value: that they are not worth keeping is seen before many filters are compared.

use super::comparison::Comparison;
use super::evidence::Evidence;
use super::field_values::{NONE, row_number};
use super::levels::{FieldComparison, LEVELS};
use crate::units::{Arrange, Token};

/// The numbers of a record's values side by side, so that a candidate pair is two places in memory and not two for each field;
/// after them the numbers of its tokens of match keys that see swapped values.
pub(super) struct RowNumbers {
    /// Numbers a row.
    width: usize,
    fields: usize,
    sides: [Vec<u32>; 2],
    swaps: Vec<SwapNumbers>,
}

/// Two fields that can be swapped, and where the numbers of the tokens that see it stand in a row.
struct SwapNumbers {
    first: usize,
    second: usize,
    tokens: std::ops::Range<usize>,
}

impl RowNumbers {
    pub(super) fn new(comparison: &Comparison<'_>) -> Self {
        let fields = comparison.fields.len();
        let mut width = fields;
        let mut swaps = Vec::new();
        let mut keys = Vec::new();
        for (first, second, match_keys) in comparison.swaps() {
            let tokens = width..width + match_keys.len();
            width = tokens.end;
            keys.extend(tokens.clone().zip(match_keys.iter().copied()));
            swaps.push(SwapNumbers {
                first,
                second,
                tokens,
            });
        }
        let mut sides = [0, 1].map(|side| vec![NONE; comparison.rows(side) * width]);
        for (side, numbers) in sides.iter_mut().enumerate() {
            for (field, values) in comparison.values.iter().enumerate() {
                for (row, &value) in values.of_row(side).iter().enumerate() {
                    numbers[row * width + field] = value;
                }
            }
        }
        for (place, key) in keys {
            number_tokens(comparison, key, |side, row, number| {
                sides[side][row * width + place] = number;
            });
        }
        Self {
            width,
            fields,
            sides,
            swaps,
        }
    }

    fn row(&self, side: usize, row: u32) -> &[u32] {
        let start = row as usize * self.width;
        &self.sides[side][start..start + self.width]
    }
}

/// Calls `put` with side, row and number of each token of a match key: equal tokens have one number.
fn number_tokens(comparison: &Comparison<'_>, key: usize, mut put: impl FnMut(usize, usize, u32)) {
    let mut tokens: Vec<(Token, usize, usize)> = Vec::new();
    for (side, extract) in comparison.extracts().into_iter().enumerate() {
        tokens.extend(extract.tokens(key).map(|(row, token)| (token, side, row)));
    }
    tokens.sort_unstable();
    for (number, equal) in tokens.chunk_by(|one, other| one.0 == other.0).enumerate() {
        for &(_, side, row) in equal {
            put(side, row, row_number(number));
        }
    }
}

/// What it takes to tell pairs that cannot be worth keeping, under one table of shares. One for each thread.
pub(super) struct Ceiling<'a> {
    rows: &'a RowNumbers,
    evidence: &'a Evidence<'a>,
    /// By field: the most bits that unequal values can say.
    unequal: Vec<f64>,
    /// By field: the bits of each level of unequal values.
    by_level: Vec<[f64; LEVELS]>,
    /// By field: whether it may say nothing in the end, so that it takes nothing away.
    instead: Vec<bool>,
    /// Fields whose unequal values are more or less alike, those first that take the most away where they are not.
    telling: Vec<usize>,
    /// The row on the left that `equal` is of.
    left: Option<u32>,
    /// By field: the bits that the left row's value says where the other's is equal.
    equal: Vec<f64>,
    /// Bits that a pair must reach.
    floor: f64,
}

/// Bits by which sums of logarithms may fall short of the logarithm of a product of a dozen ratios: more than a million times
/// what they do.
const SLACK: f64 = 0.001;

impl<'a> Ceiling<'a> {
    /// For pairs whose odds of one person against unrelated people are to reach `least`.
    pub(super) fn new(
        comparison: &Comparison<'_>,
        rows: &'a RowNumbers,
        evidence: &'a Evidence<'a>,
        least: f64,
    ) -> Self {
        let instead: Vec<bool> = comparison
            .fields
            .iter()
            .map(|said| said.instead_of.is_some())
            .collect();
        let mut unequal = Vec::with_capacity(rows.fields);
        let mut by_level = Vec::with_capacity(rows.fields);
        for (field, said) in comparison.fields.iter().enumerate() {
            let mut levels = [f64::NEG_INFINITY; LEVELS];
            for level in of_unequal(said) {
                // The left row matters to equal values alone; where it matters to near ones, `admits` puts these right.
                levels[usize::from(level)] =
                    at_most(evidence.of_field(field, level, 0), instead[field]);
            }
            unequal.push(levels.into_iter().fold(f64::NEG_INFINITY, f64::max));
            by_level.push(levels);
        }
        let fields = 0..rows.fields;
        let mut telling: Vec<usize> = fields
            .filter(|&field| !comparison.fields[field].near.is_empty())
            .collect();
        let taken =
            |field: usize| unequal[field] - by_level[field][usize::from(FieldComparison::LOWEST)];
        telling.arrange_by(|&one, &other| taken(other).total_cmp(&taken(one)));
        Self {
            rows,
            evidence,
            unequal,
            by_level,
            instead,
            telling,
            left: None,
            equal: vec![0.0; rows.fields],
            floor: (least / evidence.person_prior()).log2() - SLACK,
        }
    }

    /// Whether the pair can be worth keeping: never false of one that is.
    pub(super) fn admits(&mut self, comparison: &Comparison<'_>, left: u32, right: u32) -> bool {
        let (one, other) = (self.rows.row(0, left), self.rows.row(1, right));
        if self.left != Some(left) {
            for (field, said) in comparison.fields.iter().enumerate() {
                self.equal[field] = if one[field] == NONE {
                    0.0
                } else {
                    let ratio = self.evidence.of_field(field, said.exact(), left);
                    at_most(ratio, self.instead[field])
                };
                if said.neighbourhood && one[field] != NONE {
                    for level in of_unequal(said) {
                        self.by_level[field][usize::from(level)] = at_most(
                            self.evidence.of_field(field, level, left),
                            self.instead[field],
                        );
                    }
                    let levels = self.by_level[field].iter().copied();
                    self.unequal[field] = levels.fold(f64::NEG_INFINITY, f64::max);
                }
            }
            self.left = Some(left);
        }
        let mut most = 0.0;
        let values = one
            .iter()
            .zip(other)
            .zip(self.equal.iter().zip(&self.unequal));
        for ((&one, &other), (&equal, &unequal)) in values {
            if one == other {
                // Where both are missing, `equal` is 0.
                most += equal;
            } else if one != NONE && other != NONE {
                most += unequal;
            }
        }
        // One field after the other says how alike its values are, until it is clear that the rest cannot make up for it.
        for &field in &self.telling {
            if most < self.floor {
                break;
            }
            let (one, other) = (one[field], other[field]);
            if one != other && one != NONE && other != NONE {
                let level = comparison.values[field].level(&comparison.fields[field], one, other);
                most -= self.unequal[field] - self.by_level[field][usize::from(level)];
            }
        }
        most >= self.floor || self.may_be_swapped(one, other)
    }

    /// Whether values may stand in each other's field. Few are, so what they say is not looked into here.
    fn may_be_swapped(&self, one: &[u32], other: &[u32]) -> bool {
        self.rows.swaps.iter().any(|swap| {
            let tokens = one[swap.tokens.clone()]
                .iter()
                .zip(&other[swap.tokens.clone()]);
            let unequal = |field: usize| one[field] != other[field];
            unequal(swap.first)
                && unequal(swap.second)
                && tokens
                    .into_iter()
                    .any(|(one, other)| one == other && *one != NONE)
        })
    }
}

/// The levels that unequal values can have. In the place of another the highest is of near ones too.
fn of_unequal(said: &FieldComparison) -> std::ops::Range<u8> {
    FieldComparison::LOWEST..said.exact() + u8::from(said.instead_of.is_some())
}

/// A ratio in bits, of a field that may say nothing in the end at least 0.
fn at_most(ratio: f64, may_say_nothing: bool) -> f64 {
    let bits = bits(ratio);
    if may_say_nothing { bits.max(0.0) } else { bits }
}

/// A ratio in bits; of one that is 0, far fewer than any other has.
fn bits(ratio: f64) -> f64 {
    ratio.max(1e-300).log2()
}
