//! The shuffle: encodings go to buckets by the leading bits of their random reference, and come back in order.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::{Error, PrepareSink, Progress};
use crate::encode::{EncodingBatch, EncodingLayout};
use crate::exchange::{ExtractError, ExtractHeader, ExtractWriter};
use crate::report::RunRecordExtract;
use crate::units::{Digest, RecordReference};

/// Input bytes for each bucket of the shuffle; a bucket becomes a row group, and is held in memory when it is sorted.
const INPUT_BYTES_A_BUCKET: u64 = 6 << 20;
/// Buckets from this number on belong to `repeated_ids`.
const MAX_BUCKETS: u64 = 1024;
/// Bytes of encodings held back over all buckets before they are spilled.
const HELD_BACK: usize = 48 << 20;
/// Encodings by the leading bits of their reference, held back a little and then spilled.
pub(super) struct Buckets {
    layout: EncodingLayout,
    held: Vec<Vec<u8>>,
    flush_at: usize,
}

impl Buckets {
    pub(super) fn new(layout: EncodingLayout, input_bytes: u64) -> Self {
        let count = (input_bytes / INPUT_BYTES_A_BUCKET + 1).min(MAX_BUCKETS);
        // At most 1024.
        let count = usize::try_from(count).unwrap_or(1);
        Self {
            layout,
            held: vec![Vec::new(); count],
            flush_at: HELD_BACK / count,
        }
    }

    /// Has `encode` add a record's encoding to the bucket of its reference; gives back what `encode` does.
    pub(super) fn add(
        &mut self,
        reference: RecordReference,
        sink: &mut dyn PrepareSink,
        encode: impl FnOnce(&mut EncodingBatch<'_>) -> bool,
    ) -> Result<bool, Error> {
        let scaled = u64::from(reference.leading()) * self.held.len() as u64;
        let bucket = usize::try_from(scaled >> 32).unwrap_or(0);
        let held = &mut self.held[bucket];
        let mut batch =
            EncodingBatch::from_bytes(&self.layout, std::mem::take(held)).ok_or_else(damaged)?;
        let encoded = encode(&mut batch);
        *held = batch.into_bytes();
        if held.len() >= self.flush_at {
            sink.spill_append(u32::try_from(bucket).unwrap_or(u32::MAX), held)?;
            held.clear();
        }
        Ok(encoded)
    }

    /// Begins the extract of all that was added.
    pub(super) fn into_extract(
        self,
        file: &str,
        header: ExtractHeader,
    ) -> Result<OrderedExtract, Error> {
        let buffer = SharedBuffer::default();
        let writer = ExtractWriter::new(header, buffer.clone()).map_err(|e| failure(file, e))?;
        Ok(OrderedExtract {
            layout: self.layout,
            held: self.held,
            next: 0,
            writer,
            drain: Drain {
                buffer,
                hash: Sha256::new(),
                bytes: 0,
            },
        })
    }
}

fn damaged() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "encodings kept aside were damaged",
    )
}

fn failure(file: &str, error: ExtractError) -> Error {
    Error::Extract {
        file: file.to_owned(),
        error,
    }
}

/// The buckets on their way into the extract, one row group a bucket, in order of reference.
pub(super) struct OrderedExtract {
    layout: EncodingLayout,
    held: Vec<Vec<u8>>,
    next: usize,
    writer: ExtractWriter<SharedBuffer>,
    drain: Drain,
}

impl OrderedExtract {
    /// Writes the next bucket; `false` when there was none left.
    pub(super) fn write_next(
        &mut self,
        file: &str,
        sink: &mut dyn PrepareSink,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<bool, Error> {
        let Some(held) = self.held.get_mut(self.next) else {
            return Ok(false);
        };
        let bucket = u32::try_from(self.next).unwrap_or(u32::MAX);
        let mut bytes = sink.spill_take(bucket)?;
        bytes.extend_from_slice(&std::mem::take(held));
        let batch = EncodingBatch::from_bytes(&self.layout, bytes).ok_or_else(damaged)?;
        let rows = batch.sorted();
        if !rows.is_empty() {
            self.writer
                .write_row_group(&rows)
                .map_err(|e| failure(file, e))?;
        }
        self.drain.pass_on(sink)?;
        self.next += 1;
        progress(Progress {
            phase: "writing",
            done: self.next as u64,
            total: self.held.len() as u64,
        });
        Ok(true)
    }

    /// Writes what ends an extract.
    pub(super) fn finish(
        mut self,
        file: &str,
        sink: &mut dyn PrepareSink,
    ) -> Result<RunRecordExtract, Error> {
        let (_, summary) = self.writer.finish().map_err(|e| failure(file, e))?;
        self.drain.pass_on(sink)?;
        Ok(RunRecordExtract {
            rows: summary.rows,
            bytes: self.drain.bytes,
            sha256: Digest::new(self.drain.hash.finalize().into()).to_string(),
        })
    }
}

/// Passes what the writer wrote on to the sink, hashing and counting it.
struct Drain {
    buffer: SharedBuffer,
    hash: Sha256,
    bytes: u64,
}

impl Drain {
    fn pass_on(&mut self, sink: &mut dyn PrepareSink) -> io::Result<()> {
        let taken = self.buffer.take();
        self.hash.update(&taken);
        self.bytes += taken.len() as u64;
        sink.extract(&taken)
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
        let mut shuffle = Buckets::new(layout(), (buckets - 1) * INPUT_BYTES_A_BUCKET);
        assert_eq!(shuffle.held.len() as u64, buckets);
        shuffle.flush_at = flush_at;
        let mut sink = MemorySink::default();
        for number in 0..500u32 {
            // An odd multiplier goes through all 32-bit numbers without repeating one.
            let leading = number.wrapping_mul(2_654_435_761).to_be_bytes();
            let mut reference = [0; RecordReference::BYTES];
            reference[..4].copy_from_slice(&leading);
            let reference = RecordReference::new(reference);
            let token = (number % 3 != 0).then(|| Token::new([number.to_be_bytes()[3]; 16]));
            let filter = [number.to_be_bytes()[2]; 64];
            let push = |batch: &mut EncodingBatch<'_>| {
                batch.push(reference, &[token], Some(&filter));
                true
            };
            assert!(shuffle.add(reference, &mut sink, push).unwrap());
        }
        let header = ExtractHeader {
            party: "A".to_owned(),
            agreement_digest: Digest::new([1; 32]),
            key_commitment: Digest::new([2; 32]),
            encoding: "test".to_owned(),
            layout: layout(),
        };
        let mut ordered = shuffle.into_extract("people.csv", header).unwrap();
        while ordered
            .write_next("people.csv", &mut sink, &mut |_| {})
            .unwrap()
        {}
        ordered.finish("people.csv", &mut sink).unwrap();
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
