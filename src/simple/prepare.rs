use std::collections::HashSet;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Error, PrepareSink, Progress, encoding_version};
use crate::agreement::Agreement;
use crate::encode::{self, Encoder, EncodingBatch, EncodingLayout};
use crate::exchange::{ExtractHeader, ExtractWriter};
use crate::read::{ColumnMapping, ColumnUse, CsvRows, Mapping};
use crate::report::{
    AgreementReference, Excluded, FilledKey, RunRecordExtract, RunRecordInput, SOFTWARE,
    what_an_extract_reveals,
};
use crate::secret::{ProjectKey, SecretError, Zeroizing};
use crate::standardise::{Day, QualityReport, QualityTally, StandardRecord, Standardiser};
use crate::units::{Digest, RecordReference};

/// The run record as this version writes it.
pub type RunRecord = crate::report::RunRecord<QualityReport, ColumnUse>;

/// Input bytes for each bucket of the shuffle; a bucket becomes a row group, and is held in memory when it is sorted.
const INPUT_BYTES_A_BUCKET: u64 = 6 << 20;
const MAX_BUCKETS: u64 = 1024;
/// Bytes of encodings held back over all buckets before they are spilled.
const HELD_BACK: usize = 48 << 20;
/// Bytes of the crosswalk held back.
const CROSSWALK_BUFFER: usize = 1 << 20;
/// Rows between two reports of progress.
const PROGRESS_EVERY: u64 = 2_000;

/// What to do with values that cannot be what their column should hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvalidValues {
    /// Stop, say where they are, and write nothing.
    #[default]
    Refuse,
    /// Treat the cells as empty; the rows can still match on what else they hold.
    Blank,
}

/// How to prepare.
#[derive(Clone, Debug)]
pub struct PrepareOptions {
    /// Who prepares; a party of the agreement.
    pub party: String,
    /// Which column is which field.
    pub columns: ColumnMapping,
    /// What to do with impossible values.
    pub invalid_values: InvalidValues,
    /// Own ids of records to leave out, such as opt-outs.
    pub exclude: HashSet<String>,
    /// Makes the random references repeatable. For tests only: whoever knows the seed can tell which row is which.
    pub seed: Option<u64>,
    /// Today, the last day a birth date can be.
    pub today: Day,
}

impl PrepareOptions {
    /// The usual options: columns map themselves, impossible values stop the run.
    #[must_use]
    pub fn new(party: &str, today: Day) -> Self {
        Self {
            party: party.to_owned(),
            columns: ColumnMapping::default(),
            invalid_values: InvalidValues::default(),
            exclude: HashSet::new(),
            seed: None,
            today,
        }
    }
}

/// A file's columns and what they seem to be.
#[derive(Clone, Debug, Serialize)]
pub struct FileColumns {
    /// The header.
    pub columns: Vec<String>,
    /// What each column seems to be.
    pub mapping: Vec<ColumnUse>,
    /// The column of own ids, where one is found.
    pub id_column: Option<String>,
    /// The first rows as they stand in the file.
    pub first_rows: Vec<Vec<String>>,
}

/// A file to read: its name, its size in bytes, and its bytes.
pub type Source<'a, R> = (&'a str, u64, R);

/// Looks at a file's header and first rows.
///
/// # Errors
/// [`Error::Read`].
pub fn file_columns(
    agreement: &Agreement,
    source: Source<'_, impl Read>,
    rows: usize,
) -> Result<FileColumns, Error> {
    let (name, _, bytes) = source;
    let mut reader = CsvRows::new(name, bytes)?;
    let columns = reader.header().to_vec();
    let mapping = Mapping::propose(agreement, name, &columns, &ColumnMapping::default())?;
    let mut first_rows = Vec::with_capacity(rows);
    while first_rows.len() < rows
        && let Some(row) = reader.next_row()?
    {
        first_rows.push(row.cells.iter().map(str::to_owned).collect());
    }
    Ok(FileColumns {
        id_column: mapping.id_cell().map(|cell| columns[cell].clone()),
        mapping: mapping.columns().to_vec(),
        columns,
        first_rows,
    })
}

/// Reads a whole file and says what is wrong with the data. Needs no key and writes nothing.
///
/// # Errors
/// [`Error::Read`].
pub fn file_quality(
    agreement: &Agreement,
    columns: &ColumnMapping,
    today: Day,
    source: Source<'_, impl Read>,
    progress: &mut dyn FnMut(Progress),
) -> Result<QualityReport, Error> {
    let (name, size, bytes) = source;
    let mut reader = CsvRows::new(name, bytes)?;
    let mapping = Mapping::new(agreement, name, reader.header(), columns)?;
    let standardiser = Standardiser::new(agreement, &mapping, today);
    let mut tally = QualityTally::new(agreement.fields().len());
    let mut record = StandardRecord::default();
    let mut rows = 0u64;
    while let Some(row) = reader.next_row()? {
        tally.count_row();
        standardiser.standardise(&row, &mut record, |field, row, filled, finding| {
            tally.count(field, row, filled, finding);
        });
        rows += 1;
        if rows.is_multiple_of(PROGRESS_EVERY) {
            progress(reading(reader.bytes_read(), size));
        }
    }
    progress(reading(size, size));
    Ok(tally.report(agreement, &mapping))
}

fn reading(done: u64, total: u64) -> Progress {
    Progress {
        phase: "reading",
        done: done.min(total),
        total,
    }
}

/// Standardises and encodes a file: writes the extract and the crosswalk to `sink` and returns the run record.
///
/// Memory does not grow with the number of rows: encodings go to the sink's buckets by the leading bits of their random
/// reference, and come back bucket by bucket to be put in order.
///
/// # Errors
/// [`Error`]; what the sink was given by then is to be thrown away.
pub fn prepare(
    agreement: &Agreement,
    key: &ProjectKey,
    options: &PrepareOptions,
    source: Source<'_, impl Read>,
    sink: &mut dyn PrepareSink,
    progress: &mut dyn FnMut(Progress),
) -> Result<RunRecord, Error> {
    agreement.expect_party(&options.party)?;
    let (name, size, bytes) = source;
    let input_hash = Arc::new(Mutex::new(Sha256::new()));
    let source = HashingReader {
        inner: bytes,
        hash: Arc::clone(&input_hash),
    };
    let mut reader = CsvRows::new(name, source)?;
    let mapping = Mapping::new(agreement, name, reader.header(), &options.columns)?;
    if !options.exclude.is_empty() && mapping.id_cell().is_none() {
        return Err(Error::ExcludeWithoutIds {
            file: name.to_owned(),
        });
    }
    let layout = encode::layout(agreement);
    let mut run = Run {
        standardiser: Standardiser::new(agreement, &mapping, options.today),
        encoder: Encoder::new(agreement, key),
        tally: QualityTally::new(agreement.fields().len()),
        references: references(options.seed)?,
        buckets: Buckets::new(&layout, size),
        crosswalk: Crosswalk::new(),
        filled: vec![0; layout.match_keys().len()],
        excluded: 0,
        unusable: 0,
    };
    let rows = run.encode_all(&mut reader, &mapping, options, size, sink, progress)?;
    if options.invalid_values == InvalidValues::Refuse && run.tally.has_invalid() {
        return Err(Error::InvalidValues {
            file: name.to_owned(),
            lines: run.tally.report(agreement, &mapping).invalid_lines(),
        });
    }
    if rows == run.excluded + run.unusable {
        return Err(Error::NothingToEncode {
            file: name.to_owned(),
        });
    }
    run.crosswalk.flush(sink)?;
    let header = ExtractHeader {
        party: options.party.clone(),
        agreement_digest: agreement.digest(),
        key_commitment: key.commitment(&agreement.digest()),
        encoding: encoding_version(),
        layout: layout.clone(),
    };
    let extract = run.buckets.write(name, header, sink, progress)?;
    let input_bytes = reader.bytes_read();
    let hash = input_hash
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    Ok(RunRecord {
        format: "split-tally/run-record".to_owned(),
        version: 1,
        software: SOFTWARE.to_owned(),
        encoding: encoding_version(),
        agreement: AgreementReference {
            title: agreement.text().title.clone(),
            digest: agreement.digest().to_string(),
        },
        key_check_code: key.check_code(&agreement.digest()).to_string(),
        party: options.party.clone(),
        input: RunRecordInput {
            name: name.to_owned(),
            bytes: size.max(input_bytes),
            rows,
            sha256: Digest::new(hash.finalize().into()).to_string(),
        },
        id_column: mapping
            .id_cell()
            .and_then(|cell| mapping.columns().get(cell))
            .map(|column| column.column.clone()),
        mapping: mapping.columns().to_vec(),
        invalid_values: match options.invalid_values {
            InvalidValues::Refuse => "refuse",
            InvalidValues::Blank => "blank",
        }
        .to_owned(),
        excluded: excluded(run.excluded, run.unusable),
        quality: run.tally.report(agreement, &mapping),
        reveals: what_an_extract_reveals(
            extract.rows,
            layout.match_keys().len(),
            layout.filter_bytes() > 0,
        ),
        extract,
        match_keys: layout
            .match_keys()
            .iter()
            .zip(run.filled)
            .map(|(name, filled)| FilledKey {
                name: name.clone(),
                filled,
            })
            .collect(),
    })
}

fn excluded(excluded: u64, unusable: u64) -> Vec<Excluded> {
    let reasons = [
        ("the id is on the list of records to leave out", excluded),
        ("the row has no value that can be matched", unusable),
    ];
    reasons
        .into_iter()
        .filter(|(_, rows)| *rows > 0)
        .map(|(reason, rows)| Excluded {
            reason: reason.to_owned(),
            rows,
        })
        .collect()
}

pub(super) fn references(seed: Option<u64>) -> Result<ChaCha20Rng, Error> {
    if let Some(seed) = seed {
        return Ok(ChaCha20Rng::seed_from_u64(seed));
    }
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut_slice()).map_err(|_| SecretError::NoRandomness)?;
    Ok(ChaCha20Rng::from_seed(*seed))
}

pub(super) fn next_reference(rng: &mut ChaCha20Rng) -> RecordReference {
    let mut bytes = [0; RecordReference::BYTES];
    rng.fill_bytes(&mut bytes);
    RecordReference::new(bytes)
}

struct Run<'a> {
    standardiser: Standardiser,
    encoder: Encoder,
    tally: QualityTally,
    references: ChaCha20Rng,
    buckets: Buckets<'a>,
    crosswalk: Crosswalk,
    filled: Vec<u64>,
    excluded: u64,
    unusable: u64,
}

impl Run<'_> {
    /// Encodes every row; returns how many there were.
    fn encode_all<R: Read>(
        &mut self,
        reader: &mut CsvRows<R>,
        mapping: &Mapping,
        options: &PrepareOptions,
        size: u64,
        sink: &mut dyn PrepareSink,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<u64, Error> {
        let mut record = StandardRecord::default();
        let mut rows = 0u64;
        while let Some(row) = reader.next_row()? {
            rows += 1;
            let own_id = mapping.id_cell().and_then(|cell| row.cells.get(cell));
            if own_id.is_some_and(|id| options.exclude.contains(id.trim())) {
                self.excluded += 1;
            } else {
                self.tally.count_row();
                self.standardiser
                    .standardise(&row, &mut record, |field, row, filled, finding| {
                        self.tally.count(field, row, filled, finding);
                    });
                let reference = next_reference(&mut self.references);
                let bucket = self.buckets.of(reference);
                let batch = &mut self.buckets.batches[bucket];
                if self.encoder.encode(&record, reference, batch) {
                    for (count, token) in self.filled.iter_mut().zip(self.encoder.last_tokens()) {
                        *count += u64::from(token.is_some());
                    }
                    self.buckets.spill_if_full(bucket, sink)?;
                    match own_id {
                        Some(id) => self.crosswalk.add(reference, id, sink)?,
                        None => self
                            .crosswalk
                            .add(reference, &row.number.to_string(), sink)?,
                    }
                } else {
                    self.unusable += 1;
                }
            }
            if rows.is_multiple_of(PROGRESS_EVERY) {
                progress(Progress {
                    phase: "encoding",
                    ..reading(reader.bytes_read(), size)
                });
            }
        }
        progress(Progress {
            phase: "encoding",
            ..reading(size, size)
        });
        Ok(rows)
    }
}

/// Encodings by the leading bits of their reference, held back a little and then spilled.
struct Buckets<'a> {
    layout: &'a EncodingLayout,
    batches: Vec<EncodingBatch<'a>>,
    flush_at: usize,
}

impl<'a> Buckets<'a> {
    fn new(layout: &'a EncodingLayout, input_bytes: u64) -> Self {
        let count = (input_bytes / INPUT_BYTES_A_BUCKET + 1).min(MAX_BUCKETS);
        // At most 1024.
        let count = usize::try_from(count).unwrap_or(1);
        Self {
            layout,
            batches: (0..count).map(|_| EncodingBatch::new(layout)).collect(),
            flush_at: HELD_BACK / count,
        }
    }

    fn of(&self, reference: RecordReference) -> usize {
        let scaled = u64::from(reference.leading()) * self.batches.len() as u64;
        usize::try_from(scaled >> 32).unwrap_or(0)
    }

    fn spill_if_full(&mut self, bucket: usize, sink: &mut dyn PrepareSink) -> Result<(), Error> {
        let batch = &mut self.batches[bucket];
        if batch.as_bytes().len() >= self.flush_at {
            sink.spill_append(u32::try_from(bucket).unwrap_or(u32::MAX), batch.as_bytes())?;
            batch.clear();
        }
        Ok(())
    }

    /// Writes the extract, one row group a bucket.
    fn write(
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

/// The crosswalk: which reference is which own id. It stays with its owner.
struct Crosswalk {
    writer: csv::Writer<Vec<u8>>,
}

impl Crosswalk {
    fn new() -> Self {
        let mut buffer = Vec::with_capacity(CROSSWALK_BUFFER + 4096);
        buffer.extend_from_slice(b"record,id\n");
        Self {
            writer: csv::WriterBuilder::new().from_writer(buffer),
        }
    }

    fn add(
        &mut self,
        reference: RecordReference,
        own_id: &str,
        sink: &mut dyn PrepareSink,
    ) -> Result<(), Error> {
        self.writer
            .write_record([reference.to_hex().as_slice(), own_id.as_bytes()])
            .map_err(io::Error::from)?;
        if self.writer.get_ref().len() >= CROSSWALK_BUFFER {
            self.flush(sink)?;
        }
        Ok(())
    }

    fn flush(&mut self, sink: &mut dyn PrepareSink) -> Result<(), Error> {
        let next =
            csv::WriterBuilder::new().from_writer(Vec::with_capacity(CROSSWALK_BUFFER + 4096));
        let done = std::mem::replace(&mut self.writer, next);
        let bytes = done
            .into_inner()
            .map_err(|error| io::Error::new(error.error().kind(), "the crosswalk"))?;
        sink.crosswalk(&bytes)?;
        Ok(())
    }
}

/// Hashes what is read on its way past.
struct HashingReader<R> {
    inner: R,
    hash: Arc<Mutex<Sha256>>,
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .update(&buffer[..read]);
        Ok(read)
    }
}
