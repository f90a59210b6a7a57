//! Candidate pairs: records that share a token of a match key, or an equal value of a field.
//!
//! All of them together are some thirty for each record, and several hundred bytes. So they are never all in memory: what is kept is
//! which records share what, and a record's candidates are put together when they are asked for.

use super::comparison::{Comparison, MAX_PAIRS_A_VALUE};
use super::field_values::{FieldValues, NONE, row_number};
use crate::exchange::Extract;
use crate::matching::MatchingError;
use crate::units::Token;

/// The most pairs that match keys and values may put forward, counted once for each that does. Files of a million people have a
/// tenth of it; what has more would take many minutes, and tells few people apart.
const MAX_PUT_FORWARD: u64 = 4_000_000_000;

/// The rows of two extracts by what they share.
pub(super) struct Candidates {
    /// One for each match key, and one for each field.
    shared: Vec<Shared>,
    /// Pairs that were passed over because the token or value that they share is too frequent.
    pub(super) passed_over: u64,
}

impl Candidates {
    /// # Errors
    /// [`MatchingError::TooManyPairs`].
    pub(super) fn new(comparison: &Comparison<'_>) -> Result<Self, MatchingError> {
        Self::within(comparison, MAX_PUT_FORWARD)
    }

    /// The same, with at most `limit` pairs put forward.
    pub(super) fn within(comparison: &Comparison<'_>, limit: u64) -> Result<Self, MatchingError> {
        let extracts = comparison.extracts();
        let keys = 0..extracts[0].header().layout.match_keys().len();
        let tokens = keys.map(|key| Shared::of_tokens(extracts, key));
        // That somebody reported something just when something happened elsewhere is chance.
        let fields = comparison.fields.iter().zip(&comparison.values);
        let fields = fields.filter(|(said, _)| said.instead_of.is_none());
        let values = fields.map(|(_, values)| Shared::of_values(values));
        let mut candidates = Self {
            shared: Vec::new(),
            passed_over: 0,
        };
        let mut put_forward = 0u64;
        for (shared, pairs) in tokens.chain(values) {
            put_forward += pairs.put_forward;
            if put_forward > limit {
                return Err(MatchingError::TooManyPairs {
                    limit: usize::try_from(limit).unwrap_or(usize::MAX),
                });
            }
            candidates.passed_over += pairs.passed_over;
            candidates.shared.push(shared);
        }
        Ok(candidates)
    }

    /// Puts the rows on the right that share something with this row on the left into `rights`, ascending, each once.
    pub(super) fn of_left_row(&self, left: u32, rights: &mut Vec<u32>) {
        rights.clear();
        for shared in &self.shared {
            rights.extend_from_slice(shared.with(left));
        }
        rights.sort_unstable();
        rights.dedup();
    }
}

/// The rows of both sides by one token or value that they share.
struct Shared {
    /// By row on the left: the number of its group, or [`NONE`] where it shares nothing, or too much.
    group_of_left: Vec<u32>,
    /// By group: where its rows on the right begin, and at last where they all end.
    starts: Vec<u32>,
    /// Rows on the right, group by group.
    rights: Vec<u32>,
}

/// How many pairs a match key or field puts forward.
#[derive(Clone, Copy, Default)]
struct PairCount {
    put_forward: u64,
    passed_over: u64,
}

impl Shared {
    fn nothing(lefts: usize) -> Self {
        Self {
            group_of_left: vec![NONE; lefts],
            starts: vec![0],
            rights: Vec::new(),
        }
    }

    /// By the tokens of a match key.
    fn of_tokens(extracts: [&Extract; 2], match_key: usize) -> (Self, PairCount) {
        let [left, right] = extracts.map(|extract| {
            let rows = extract.tokens(match_key);
            let mut tokens: Vec<(Token, u32)> =
                rows.map(|(row, token)| (token, row_number(row))).collect();
            tokens.sort_unstable();
            tokens
        });
        let mut shared = Self::nothing(extracts[0].len());
        let mut pairs = PairCount::default();
        let mut rest = right.as_slice();
        for group in left.chunk_by(|one, other| one.0 == other.0) {
            let Some(&(token, _)) = group.first() else {
                continue;
            };
            rest = &rest[rest.partition_point(|&(other, _)| other < token)..];
            let (with, after) = rest.split_at(rest.partition_point(|&(other, _)| other == token));
            rest = after;
            let rows = |rows: &[(Token, u32)]| rows.iter().map(|&(_, row)| row).collect::<Vec<_>>();
            shared.add(&rows(group), &rows(with), &mut pairs);
        }
        (shared, pairs)
    }

    /// By the values of a field.
    fn of_values(values: &FieldValues<'_>) -> (Self, PairCount) {
        let [left, right] = [0, 1].map(|side| values.rows_by_value(side));
        let mut shared = Self::nothing(values.of_row(0).len());
        let mut pairs = PairCount::default();
        for value in 0..row_number(values.len()) {
            shared.add(left.of_value(value), right.of_value(value), &mut pairs);
        }
        (shared, pairs)
    }

    /// Adds a group of rows on either side that share something, unless it puts too many pairs forward.
    fn add(&mut self, lefts: &[u32], rights: &[u32], pairs: &mut PairCount) {
        let count = lefts.len() * rights.len();
        if count > MAX_PAIRS_A_VALUE {
            pairs.passed_over += count as u64;
            return;
        }
        if count == 0 {
            return;
        }
        pairs.put_forward += count as u64;
        let group = row_number(self.starts.len() - 1);
        for &left in lefts {
            self.group_of_left[left as usize] = group;
        }
        self.rights.extend_from_slice(rights);
        self.starts.push(row_number(self.rights.len()));
    }

    /// The rows on the right that share this with the row on the left.
    fn with(&self, left: u32) -> &[u32] {
        match self.group_of_left[left as usize] {
            NONE => &[],
            group => {
                let group = group as usize;
                &self.rights[self.starts[group] as usize..self.starts[group + 1] as usize]
            }
        }
    }
}
