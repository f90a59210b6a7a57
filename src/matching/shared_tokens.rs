use std::sync::Arc;

use super::{OpenRecords, RecordId};
use crate::exchange::Extract;
use crate::units::Token;

/// Tokens aimed at in a bucket, so that sorting one stays in the second-level cache.
const BUCKET: usize = 4096;
/// The most leading bits that tokens are put into buckets by.
const MAX_BUCKET_BITS: u32 = 12;

/// The records that share a token of one match key, for each token that two or more parties hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedTokens {
    records: Vec<RecordId>,
    /// Where each token's records end.
    ends: Vec<usize>,
}

/// A token as two numbers, whose order is that of its bytes.
type Entry = (u64, u64, RecordId);

fn entry(token: Token, record: RecordId) -> Entry {
    let number = u128::from_be_bytes(*token.as_bytes());
    // The two halves of the number.
    #[expect(clippy::cast_possible_truncation)]
    let halves = ((number >> 64) as u64, number as u64);
    (halves.0, halves.1, record)
}

impl SharedTokens {
    /// Finds them for the match key at this position, among the records that are open.
    ///
    /// Tokens are evenly spread, so they are put into buckets by their leading bits and each bucket is sorted: O(n log n)
    /// time at worst, 24 bytes a token.
    #[must_use]
    pub fn find(extracts: &[Extract], match_key: usize, open: &OpenRecords) -> Self {
        let all = || {
            (0u16..).zip(extracts).flat_map(|(party, extract)| {
                let tokens = extract.tokens(match_key);
                let tokens = tokens.filter(move |&(row, _)| open.has(party, row));
                tokens.map(move |(row, token)| {
                    // No extract has 2^32 rows.
                    let row = u32::try_from(row).unwrap_or(u32::MAX);
                    entry(token, RecordId { party, row })
                })
            })
        };
        let count = all().count();
        let bits = (count / BUCKET)
            .next_power_of_two()
            .trailing_zeros()
            .min(MAX_BUCKET_BITS);
        // A shift by 63 twice is one by 64 - `bits` that also does for no bits at all.
        let bucket_of = |entry: &Entry| (entry.0 >> 1 >> (63 - bits)) as usize;
        let mut next = vec![0usize; (1 << bits) + 1];
        for entry in all() {
            next[bucket_of(&entry) + 1] += 1;
        }
        for bucket in 1..next.len() {
            next[bucket] += next[bucket - 1];
        }
        let starts = next.clone();
        let mut sorted = vec![(0, 0, RecordId { party: 0, row: 0 }); count];
        for entry in all() {
            let place = &mut next[bucket_of(&entry)];
            sorted[*place] = entry;
            *place += 1;
        }
        let mut shared = Self::default();
        for bucket in starts.windows(2) {
            let entries = &mut sorted[bucket[0]..bucket[1]];
            entries.sort_unstable();
            shared.gather(entries);
        }
        shared
    }

    fn gather(&mut self, sorted: &[Entry]) {
        for group in sorted.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let [(_, _, first), .., (_, _, last)] = group else {
                continue;
            };
            if first.party != last.party {
                self.records
                    .extend(group.iter().map(|&(_, _, record)| record));
                self.ends.push(self.records.len());
            }
        }
    }

    /// The records of each token, in order of party and row. Tokens come in ascending order, so that the result does not
    /// depend on the order of rows.
    pub fn iter(&self) -> impl Iterator<Item = &[RecordId]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let records = &self.records[start..end];
            start = end;
            records
        })
    }
}

/// Calls `visit` with what [`SharedTokens::find`] finds for each of these match keys, in their order. With several threads
/// the next ones are found while a visit is going on.
///
/// `visit` gives the records that are open after it. Keys that are looked for later are looked for among those, so it must
/// leave out only records with which it does nothing any more.
pub fn for_each_match_key(
    extracts: &[Extract],
    match_keys: &[usize],
    threads: usize,
    open: OpenRecords,
    mut visit: impl FnMut(usize, &SharedTokens) -> OpenRecords,
) {
    let mut open = Arc::new(open);
    if threads <= 1 {
        for &match_key in match_keys {
            let found = SharedTokens::find(extracts, match_key, &open);
            open = Arc::new(visit(match_key, &found));
        }
        return;
    }
    std::thread::scope(|scope| {
        let mut ahead = std::collections::VecDeque::new();
        let mut waiting = match_keys.iter();
        let search = |match_key: usize, open: &Arc<OpenRecords>| {
            let open = Arc::clone(open);
            scope.spawn(move || SharedTokens::find(extracts, match_key, &open))
        };
        for &match_key in match_keys {
            while ahead.len() < threads
                && let Some(&next) = waiting.next()
            {
                ahead.push_back(search(next, &open));
            }
            let Some(found) = ahead.pop_front() else {
                return;
            };
            match found.join() {
                Ok(found) => {
                    if let Some(&next) = waiting.next() {
                        ahead.push_back(search(next, &open));
                    }
                    open = Arc::new(visit(match_key, &found));
                }
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
}
