use std::collections::HashSet;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::crosswalk::Crosswalk;
use super::look::{PROGRESS_EVERY, Source, reading};
use super::shuffle::Buckets;
use super::{Error, PrepareSink, Progress, encoding_version};
use crate::agreement::Agreement;
use crate::encode::{self, Encoder};
use crate::exchange::ExtractHeader;
use crate::read::{ColumnMapping, ColumnUse, CsvRows, Mapping};
use crate::report::{
    AgreementReference, Excluded, FilledKey, RunRecordInput, SOFTWARE, what_an_extract_reveals,
};
use crate::secret::{ProjectKey, SecretError, Zeroizing};
use crate::standardise::{Day, QualityReport, QualityTally, StandardRecord, Standardiser};
use crate::units::{Digest, RecordReference};

/// The run record as this version writes it.
pub type RunRecord = crate::report::RunRecord<QualityReport, ColumnUse>;

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
