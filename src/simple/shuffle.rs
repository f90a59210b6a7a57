//! The shuffle: encodings go to buckets by the leading bits of their random reference, and come back in order.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::{Error, PrepareSink, Progress};
use crate::encode::{EncodingBatch, EncodingLayout};
use crate::exchange::{ExtractHeader, ExtractWriter};
use crate::report::RunRecordExtract;
use crate::units::{Digest, RecordReference};

/// Input bytes for each bucket of the shuffle; a bucket becomes a row group, and is held in memory when it is sorted.
const INPUT_BYTES_A_BUCKET: u64 = 6 << 20;
const MAX_BUCKETS: u64 = 1024;
/// Bytes of encodings held back over all buckets before they are spilled.
const HELD_BACK: usize = 48 << 20;
/// Encodings by the leading bits of their reference, held back a little and then spilled.
pub(super) struct Buckets<'a> {
    layout: &'a EncodingLayout,
    pub(super) batches: Vec<EncodingBatch<'a>>,
    flush_at: usize,
}

impl<'a> Buckets<'a> {
    pub(super) fn new(layout: &'a EncodingLayout, input_bytes: u64) -> Self {
        let count = (input_bytes / INPUT_BYTES_A_BUCKET + 1).min(MAX_BUCKETS);
        // At most 1024.
        let count = usize::try_from(count).unwrap_or(1);
        Self {
            layout,
            batches: (0..count).map(|_| EncodingBatch::new(layout)).collect(),
            flush_at: HELD_BACK / count,
        }
    }

    pub(super) fn of(&self, reference: RecordReference) -> usize {
        let scaled = u64::from(reference.leading()) * self.batches.len() as u64;
        usize::try_from(scaled >> 32).unwrap_or(0)
    }

    pub(super) fn spill_if_full(
        &mut self,
        bucket: usize,
        sink: &mut dyn PrepareSink,
    ) -> Result<(), Error> {
        let batch = &mut self.batches[bucket];
        if batch.as_bytes().len() >= self.flush_at {
            sink.spill_append(u32::try_from(bucket).unwrap_or(u32::MAX), batch.as_bytes())?;
            batch.clear();
        }
        Ok(())
    }

    /// Writes the extract, one row group a bucket.
    pub(super) fn write(
        self,
        file: &str,
        header: ExtractHeader,
        sink: &mut dyn PrepareSink,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<RunRecordExtract, Error> {
        let failure = |error| Error::Extract {
            file: file.to_owned(),
            error,
        };
        let buffer = SharedBuffer::default();
        let mut writer = ExtractWriter::new(header, buffer.clone()).map_err(failure)?;
        let mut hash = Sha256::new();
        let mut bytes = 0u64;
        let total = self.batches.len() as u64;
        let mut drain = |buffer: &SharedBuffer, sink: &mut dyn PrepareSink| {
            let taken = buffer.take();
            hash.update(&taken);
            bytes += taken.len() as u64;
            sink.extract(&taken)
        };
        for (bucket, held) in (0u32..).zip(self.batches) {
            let mut spilled = sink.spill_take(bucket)?;
            spilled.extend_from_slice(held.as_bytes());
            drop(held);
            let batch = EncodingBatch::from_bytes(self.layout, spilled).ok_or_else(|| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    "encodings kept aside were damaged",
                )
            })?;
            let rows = batch.sorted();
            if !rows.is_empty() {
                writer.write_row_group(&rows).map_err(failure)?;
            }
            drain(&buffer, sink)?;
            progress(Progress {
                phase: "writing",
                done: u64::from(bucket) + 1,
                total,
            });
        }
        let (_, summary) = writer.finish().map_err(failure)?;
        drain(&buffer, sink)?;
        Ok(RunRecordExtract {
            rows: summary.rows,
            bytes,
            sha256: Digest::new(hash.finalize().into()).to_string(),
        })
    }
}

/// A buffer that the Parquet writer owns one end of, emptied after each row group.
#[derive(Clone, Default)]
struct SharedBuffer(Arc<Mutex<Vec<u8>>>);

impl SharedBuffer {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl io::Write for SharedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Extract, Limits};
    use crate::simple::MemorySink;
    use crate::units::Token;

    fn layout() -> EncodingLayout {
        EncodingLayout::new(vec!["nhs".to_owned()], 64)
    }

    /// The extract of 500 encodings with scattered references, spilled once a bucket holds `flush_at` bytes.
    fn extract(buckets: u64, flush_at: usize) -> Vec<u8> {
        let layout = layout();
        let mut shuffle = Buckets::new(&layout, (buckets - 1) * INPUT_BYTES_A_BUCKET);
        assert_eq!(shuffle.batches.len() as u64, buckets);
        shuffle.flush_at = flush_at;
        let mut sink = MemorySink::default();
        for number in 0..500u32 {
            // An odd multiplier goes through all 32-bit numbers without repeating one.
            let leading = number.wrapping_mul(2_654_435_761).to_be_bytes();
            let mut reference = [0; RecordReference::BYTES];
            reference[..4].copy_from_slice(&leading);
            let reference = RecordReference::new(reference);
            let bucket = shuffle.of(reference);
            let token = (number % 3 != 0).then(|| Token::new([number.to_be_bytes()[3]; 16]));
            shuffle.batches[bucket].push(reference, &[token], Some(&[number.to_be_bytes()[2]; 64]));
            shuffle.spill_if_full(bucket, &mut sink).unwrap();
        }
        let header = ExtractHeader {
            party: "A".to_owned(),
            agreement_digest: Digest::new([1; 32]),
            key_commitment: Digest::new([2; 32]),
            encoding: "test".to_owned(),
            layout: layout.clone(),
        };
        shuffle
            .write("people.csv", header, &mut sink, &mut |_| {})
            .unwrap();
        sink.extract
    }

    #[test]
    fn spilling_changes_nothing() {
        for buckets in [1, 3, 7] {
            assert_eq!(
                extract(buckets, usize::MAX),
                extract(buckets, 1_000),
                "{buckets} buckets"
            );
        }
    }

    #[test]
    fn every_row_comes_back_once_and_in_order() {
        for buckets in [1, 5] {
            // The reader refuses rows that do not ascend strictly.
            let read = Extract::read(extract(buckets, 2_000), &Limits::default()).unwrap();
            assert_eq!(read.len(), 500);
            assert_eq!(read.token_count(0), 333);
        }
    }
}
