//! Whether an id stands twice in a file, in memory that does not grow with the rows.

use std::hash::{BuildHasher as _, RandomState};
use std::io;

use super::PrepareSink;

/// Input bytes for each bucket. Ids are held in memory a bucket at a time: some 8 MiB for rows of 100 bytes.
const INPUT_BYTES_A_BUCKET: u64 = 48 << 20;
const MAX_BUCKETS: u64 = 128;
/// Where the buckets' numbers begin: the shuffle's are below.
const FIRST_BUCKET: u32 = 1024;
/// Bytes held back over all buckets before they are spilled.
const HELD_BACK: usize = 4 << 20;
/// A hash of the id, and the row's number.
const ENTRY: usize = 16;

/// Notes ids as they come, and finds the repeated ones at the end: hashes go to buckets by their leading bits, kept aside
/// by the sink, and each bucket is sorted by itself.
pub(super) struct RepeatedIdCheck {
    hasher: RandomState,
    held: Vec<Vec<u8>>,
    flush_at: usize,
}

/// The rows that have the id of an earlier row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RepeatedRows {
    /// How many there are.
    pub(super) count: u64,
    /// The numbers of the first of them.
    pub(super) first_rows: Vec<u64>,
}

impl RepeatedIdCheck {
    pub(super) fn new(input_bytes: u64) -> Self {
        let count = (input_bytes / INPUT_BYTES_A_BUCKET + 1).min(MAX_BUCKETS);
        // At most 128.
        let count = usize::try_from(count).unwrap_or(1);
        Self {
            hasher: RandomState::new(),
            held: vec![Vec::new(); count],
            flush_at: HELD_BACK / count,
        }
    }

    pub(super) fn note(
        &mut self,
        id: &str,
        row: u64,
        sink: &mut dyn PrepareSink,
    ) -> io::Result<()> {
        // Two of ten million ids share a 64-bit hash with a chance of one in 370,000.
        let hash = self.hasher.hash_one(id);
        let scaled = (hash >> 32) * self.held.len() as u64;
        let bucket = usize::try_from(scaled >> 32).unwrap_or(0);
        let held = &mut self.held[bucket];
        held.extend_from_slice(&hash.to_be_bytes());
        held.extend_from_slice(&row.to_be_bytes());
        if held.len() >= self.flush_at {
            sink.spill_append(bucket_number(bucket), held)?;
            held.clear();
        }
        Ok(())
    }

    /// The rows that repeat an id, of which the numbers of the first `listed` are given.
    pub(super) fn finish(
        &mut self,
        listed: usize,
        sink: &mut dyn PrepareSink,
    ) -> io::Result<RepeatedRows> {
        let mut repeats = RepeatedRows {
            count: 0,
            first_rows: Vec::new(),
        };
        for (bucket, held) in self.held.iter_mut().enumerate() {
            let mut bytes = sink.spill_take(bucket_number(bucket))?;
            bytes.append(held);
            let (entries, []) = bytes.as_chunks_mut::<ENTRY>() else {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "ids kept aside were damaged",
                ));
            };
            // Big-endian: the order of the bytes is the order of hashes, then of rows.
            entries.sort_unstable();
            for pair in entries.windows(2) {
                if pair[0][..8] == pair[1][..8] {
                    repeats.count += 1;
                    let mut row = [0; 8];
                    row.copy_from_slice(&pair[1][8..]);
                    repeats.first_rows.push(u64::from_be_bytes(row));
                }
            }
            repeats.first_rows.sort_unstable();
            repeats.first_rows.truncate(listed);
        }
        Ok(repeats)
    }
}

fn bucket_number(bucket: usize) -> u32 {
    FIRST_BUCKET.saturating_add(u32::try_from(bucket).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simple::MemorySink;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn check(ids: &[u16], buckets: u64, flush_at: usize) -> RepeatedRows {
        let mut check = RepeatedIdCheck::new((buckets - 1) * INPUT_BYTES_A_BUCKET);
        assert_eq!(check.held.len() as u64, buckets);
        check.flush_at = flush_at;
        let mut sink = MemorySink::default();
        for (row, id) in (2..).zip(ids) {
            check.note(&id.to_string(), row, &mut sink).unwrap();
        }
        check.finish(3, &mut sink).unwrap()
    }

    proptest! {
        /// Whatever is spilled, and into however many buckets, the rows found are those that a set finds.
        #[test]
        fn it_finds_what_a_set_finds(
            ids in prop::collection::vec(0u16..200, 0..300),
            buckets in 1u64..6,
            flush_at in 1usize..4_000,
        ) {
            let mut seen = HashSet::new();
            let repeated: Vec<u64> = (2..)
                .zip(&ids)
                .filter(|&(_, id)| !seen.insert(*id))
                .map(|(row, _)| row)
                .collect();
            let found = check(&ids, buckets, flush_at);
            prop_assert_eq!(found.count, repeated.len() as u64);
            prop_assert_eq!(&found.first_rows, &repeated[..repeated.len().min(3)]);
        }
    }

    #[test]
    fn what_the_sink_gives_back_cut_short_is_refused() {
        struct CutShort;
        impl PrepareSink for CutShort {
            fn extract(&mut self, _: &[u8]) -> io::Result<()> {
                Ok(())
            }
            fn crosswalk(&mut self, _: &[u8]) -> io::Result<()> {
                Ok(())
            }
            fn spill_append(&mut self, _: u32, _: &[u8]) -> io::Result<()> {
                Ok(())
            }
            fn spill_take(&mut self, _: u32) -> io::Result<Vec<u8>> {
                Ok(vec![0; ENTRY - 1])
            }
        }
        let error = RepeatedIdCheck::new(0)
            .finish(3, &mut CutShort)
            .unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
