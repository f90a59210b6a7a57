use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::attributes::AttributeColumns;
use super::crosswalk::Crosswalk;
use super::learnt_levels::expect_current_levels;
use super::look::{PROGRESS_EVERY, Source, reading};
use super::references::{EarlierReferences, References};
use super::selection::{Selection, Selector};
use super::shuffle::{Buckets, OrderedExtract};
use super::{Error, PrepareSink, Progress, encoding_version};
use crate::agreement::Agreement;
use crate::encode::{self, Contents, Encoder};
use crate::exchange::{ExtractHeader, ExtractRecipient};
use crate::profile::{QualityReport, QualityTally};
use crate::read::{ColumnMapping, ColumnUse, Mapping, ReadOptions, ReadingReport, Row, Table};
use crate::report::{
    AgreementReference, Continued, Excluded, FilledKey, RevealedFilter, RunRecordExtract,
    RunRecordInput, RunRecordRecipient, SOFTWARE, Subject, what_an_extract_reveals,
    what_attributes_reveal, what_derived_attributes_reveal,
};
use crate::secret::ProjectKey;
use crate::standardise::{Day, Lookups, StandardRecord, Standardiser};
use crate::units::Digest;

/// The run record as this version writes it.
pub type RunRecord = crate::report::RunRecord<QualityReport, ColumnUse, ReadingReport>;

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
    /// For whom, by name; needed when the agreement names several recipients.
    pub recipient: Option<String>,
    /// Which column is which field.
    pub columns: ColumnMapping,
    /// What to do with impossible values.
    pub invalid_values: InvalidValues,
    /// Tables that cells are looked up in.
    pub lookups: Lookups,
    /// How to read the file; what is not said is detected.
    pub read: ReadOptions,
    /// Which rows take part.
    pub selection: Selection,
    /// Which of the agreement's filters the extract holds; all unless told otherwise.
    pub contents: Contents,
    /// References that records with these own ids had before, and keep: their number is what memory grows with. The others get
    /// new ones.
    pub earlier: EarlierReferences,
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
            recipient: None,
            columns: ColumnMapping::default(),
            invalid_values: InvalidValues::default(),
            lookups: Lookups::default(),
            read: ReadOptions::default(),
            selection: Selection::default(),
            contents: Contents::ALL,
            earlier: EarlierReferences::default(),
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
    let mut preparation = Preparation::begin(agreement, key, options.clone(), source)?;
    loop {
        if let Some(record) = preparation.step(sink, progress)? {
            return Ok(record);
        }
    }
}

/// Rows encoded in one step: well under a second of work in a browser.
const ROWS_A_STEP: u64 = 10 * PROGRESS_EVERY;

/// [`prepare`] in steps, for a caller that must come up for air between them: a browser gives back the memory of
/// finished pieces only when the task that made them ends.
pub struct Preparation<R> {
    agreement: Agreement,
    options: PrepareOptions,
    file: String,
    size: u64,
    reader: Table<HashingReader<R>>,
    input_hash: Arc<Mutex<Sha256>>,
    mapping: Mapping,
    header: ExtractHeader,
    public_key: Option<String>,
    key_check_code: String,
    rows: u64,
    stage: Stage,
}

enum Stage {
    Encoding(Box<Run>),
    Writing(Box<(Counts, OrderedExtract)>),
    Done,
}

/// What is told of the encoding once it is over.
struct Counts {
    tally: QualityTally,
    filled: Vec<u64>,
    selector: Selector,
    attributes: AttributeColumns,
    unusable: u64,
    continued: Option<Continued>,
}

impl<R: Read> Preparation<R> {
    /// Opens the file and settles what its columns are.
    ///
    /// # Errors
    /// [`Error`] when the party, the file or the choice of columns is not usable.
    pub fn begin(
        agreement: &Agreement,
        key: &ProjectKey,
        mut options: PrepareOptions,
        source: Source<'_, R>,
    ) -> Result<Self, Error> {
        agreement.expect_party(&options.party)?;
        agreement.expect_in_force(&iso(options.today))?;
        expect_current_levels(agreement)?;
        let recipient = agreement
            .text()
            .expect_recipient(options.recipient.as_deref())?
            .cloned();
        let role = recipient.as_ref().map(|recipient| recipient.role);
        let contents = options.contents.and(Contents::held_by(role));
        let (name, size, bytes) = source;
        let input_hash = Arc::new(Mutex::new(Sha256::new()));
        let source = HashingReader {
            inner: bytes,
            hash: Arc::clone(&input_hash),
        };
        let reader = Table::open(name, size, source, &options.read)?;
        let mapping = Mapping::new(agreement, name, reader.header(), &options.columns)?;
        if !options.earlier.is_empty() && mapping.id_cell().is_none() {
            return Err(Error::EarlierWithoutIds {
                file: name.to_owned(),
            });
        }
        let selector = Selector::new(
            name,
            reader.header(),
            agreement,
            &mapping,
            &options.selection,
            size,
            options.today,
        )?;
        expect_own_attributes(agreement, &options, name, &mapping)?;
        let layout = encode::layout(agreement, contents).with_attributes(encode::attributes(
            agreement,
            &options.party,
            recipient.as_ref(),
        ));
        let header = ExtractHeader {
            party: options.party.clone(),
            agreement_digest: agreement.digest(),
            key_commitment: key.commitment(&agreement.digest()),
            encoding: encoding_version(),
            recipient: recipient.as_ref().map(ExtractRecipient::from),
            layout: layout.clone(),
        };
        let run = Run {
            standardiser: Standardiser::new(agreement, &mapping, options.today)
                .with_lookups(&options.lookups),
            encoder: Encoder::new(agreement, key, contents),
            record: StandardRecord::default(),
            references: References::new(options.seed, std::mem::take(&mut options.earlier))?,
            crosswalk: Crosswalk::new(),
            counts: Counts {
                tally: QualityTally::new(agreement.fields().len()),
                filled: vec![0; layout.match_keys().len()],
                selector,
                attributes: AttributeColumns::new(agreement, &mapping, &layout),
                unusable: 0,
                continued: None,
            },
            buckets: Buckets::new(layout, size),
        };
        Ok(Self {
            agreement: agreement.clone(),
            file: name.to_owned(),
            size,
            reader,
            input_hash,
            mapping,
            header,
            public_key: recipient.and_then(|recipient| recipient.public_key),
            key_check_code: key.check_code(&agreement.digest()).to_string(),
            rows: 0,
            stage: Stage::Encoding(Box::new(run)),
            options,
        })
    }

    /// Does the next part of the work; the run record is given back by the step that ends it.
    ///
    /// # Errors
    /// [`Error`]; what the sink was given by then is to be thrown away, and there is no going on.
    pub fn step(
        &mut self,
        sink: &mut dyn PrepareSink,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Option<RunRecord>, Error> {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Encoding(mut run) => {
                self.stage = if self.encode_some(&mut run, sink, progress)? {
                    Stage::Encoding(run)
                } else {
                    self.begin_extract(*run, sink)?
                };
                Ok(None)
            }
            Stage::Writing(mut writing) => {
                let (_, extract) = &mut *writing;
                if extract.write_next(&self.file, sink, progress)? {
                    self.stage = Stage::Writing(writing);
                    return Ok(None);
                }
                let (counts, extract) = *writing;
                let extract = extract.finish(&self.file, sink)?;
                Ok(Some(self.run_record(counts, extract)))
            }
            Stage::Done => Err(Error::Write(io::Error::other("this run has ended"))),
        }
    }

    /// Encodes the rows of one step; whether there may be more.
    fn encode_some(
        &mut self,
        run: &mut Run,
        sink: &mut dyn PrepareSink,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<bool, Error> {
        let until = self.rows + ROWS_A_STEP;
        while self.rows < until {
            let Some(row) = self.reader.next_row()? else {
                progress(Progress {
                    phase: "encoding",
                    ..reading(self.size, self.size)
                });
                return Ok(false);
            };
            self.rows += 1;
            run.encode(&row, &self.mapping, sink)?;
            if self.rows.is_multiple_of(PROGRESS_EVERY) {
                progress(Progress {
                    phase: "encoding",
                    ..reading(self.reader.bytes_read(), self.size)
                });
            }
        }
        Ok(true)
    }

    /// Refuses what must be refused now that the whole file has been seen, and begins the extract.
    fn begin_extract(&self, mut run: Run, sink: &mut dyn PrepareSink) -> Result<Stage, Error> {
        let mut counts = run.counts;
        if self.options.invalid_values == InvalidValues::Refuse {
            let mut lines = counts.attributes.invalid_lines();
            if counts.tally.has_invalid() {
                let report = counts.tally.report(&self.agreement, &self.mapping);
                lines.extend(report.invalid_lines());
            }
            if !lines.is_empty() {
                return Err(Error::InvalidValues {
                    file: self.file.clone(),
                    lines,
                });
            }
        }
        counts.selector.check_ids(&self.file, &self.mapping, sink)?;
        if self.rows == counts.selector.left_out() + counts.unusable {
            return Err(Error::NothingToEncode {
                file: self.file.clone(),
            });
        }
        counts.continued = run.references.continued();
        run.crosswalk.flush(sink)?;
        let extract = run.buckets.into_extract(
            &self.file,
            self.header.clone(),
            self.public_key.as_deref(),
        )?;
        Ok(Stage::Writing(Box::new((counts, extract))))
    }

    fn revealed_filter(&self) -> RevealedFilter {
        match self.agreement.record_filter() {
            Some(filter) if self.header.layout.filter_bytes() > 0 => match filter.hardening {
                Some(_) => RevealedFilter::Hardened,
                None => RevealedFilter::Plain,
            },
            _ => RevealedFilter::None,
        }
    }

    fn run_record(&self, counts: Counts, extract: RunRecordExtract) -> RunRecord {
        let hash = self
            .input_hash
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let layout = &self.header.layout;
        let subject = Subject::of(&self.agreement);
        let mut reveals = what_an_extract_reveals(
            subject,
            extract.rows,
            layout.match_keys().len(),
            self.revealed_filter(),
            layout.field_filters().len(),
        );
        let attributes = counts.attributes.record();
        let labels: Vec<_> = attributes.iter().map(|one| one.label.as_str()).collect();
        reveals.extend(what_attributes_reveal(subject, &labels));
        reveals.extend(what_derived_attributes_reveal(&counts.attributes.derived()));
        RunRecord {
            format: "split-tally/run-record".to_owned(),
            version: 1,
            software: SOFTWARE.to_owned(),
            encoding: encoding_version(),
            agreement: AgreementReference {
                title: self.agreement.text().title.clone(),
                digest: self.agreement.digest().to_string(),
            },
            key_check_code: self.key_check_code.clone(),
            party: self.options.party.clone(),
            recipient: self
                .header
                .recipient
                .as_ref()
                .map(|recipient| RunRecordRecipient {
                    name: recipient.name.clone(),
                    role: recipient.role.to_string(),
                }),
            input: RunRecordInput {
                name: self.file.clone(),
                bytes: self.size.max(self.reader.bytes_read()),
                rows: self.rows,
                sha256: Digest::new(hash.finalize().into()).to_string(),
            },
            id_column: self
                .mapping
                .id_cell()
                .and_then(|cell| self.mapping.columns().get(cell))
                .map(|column| column.column.clone()),
            mapping: self.mapping.columns().to_vec(),
            invalid_values: match self.options.invalid_values {
                InvalidValues::Refuse => "refuse",
                InvalidValues::Blank => "blank",
            }
            .to_owned(),
            choices: [
                counts.selector.choices(),
                self.options.lookups.described().to_vec(),
            ]
            .concat(),
            continued: counts.continued,
            excluded: excluded(&counts),
            reading: self.reader.report().without_sheets(),
            quality: counts.tally.report(&self.agreement, &self.mapping),
            attributes,
            reveals,
            extract,
            match_keys: layout
                .match_keys()
                .iter()
                .zip(counts.filled)
                .map(|(name, filled)| FilledKey {
                    name: name.clone(),
                    filled,
                })
                .collect(),
        }
    }
}

/// A column chosen for an attribute must hold one that the party contributes: others would be lost without a word.
fn expect_own_attributes(
    agreement: &Agreement,
    options: &PrepareOptions,
    file: &str,
    mapping: &Mapping,
) -> Result<(), Error> {
    for (position, attribute) in agreement.attributes().iter().enumerate() {
        let named = options.columns.named.iter();
        let mut chosen = named.filter(|named| named.fields.contains(&attribute.name));
        if mapping.attribute_cell(position).is_some()
            && chosen.next().is_some()
            && !attribute.is_from(&options.party)
        {
            return Err(Error::OthersAttribute {
                file: file.to_owned(),
                attribute: attribute.name.clone(),
                party: options.party.clone(),
                from: attribute.from.join(", "),
            });
        }
    }
    Ok(())
}

/// A day as agreements write it.
pub(super) fn iso(day: Day) -> String {
    let digits = day.to_string();
    match (digits.get(..4), digits.get(4..6), digits.get(6..)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => digits,
    }
}

fn excluded(counts: &Counts) -> Vec<Excluded> {
    let mut excluded = counts.selector.excluded();
    if counts.unusable > 0 {
        excluded.push(Excluded {
            reason: "they have no value that can be matched".to_owned(),
            rows: counts.unusable,
        });
    }
    excluded
}

struct Run {
    standardiser: Standardiser,
    encoder: Encoder,
    record: StandardRecord,
    references: References,
    crosswalk: Crosswalk,
    counts: Counts,
    buckets: Buckets,
}

impl Run {
    fn encode(
        &mut self,
        row: &Row<'_>,
        mapping: &Mapping,
        sink: &mut dyn PrepareSink,
    ) -> Result<(), Error> {
        let counts = &mut self.counts;
        if !counts.selector.keeps(row, sink)? {
            return Ok(());
        }
        let own_id = mapping.id_cell().and_then(|cell| row.cells.get(cell));
        counts.tally.count_row();
        self.standardiser
            .standardise(row, &mut self.record, |field, row, filled, finding| {
                counts.tally.count(field, row, filled, finding);
            });
        let number;
        let own_id = if let Some(id) = own_id {
            id
        } else {
            number = row.number.to_string();
            &number
        };
        let reference = self.references.next(own_id);
        let encoder = &mut self.encoder;
        let record = &self.record;
        let places = counts.attributes.code(row, record);
        let usable = self.buckets.add(reference, sink, |batch| {
            let usable = encoder.encode(record, reference, batch);
            if usable {
                batch.set_attributes(places);
            }
            usable
        })?;
        if !usable {
            counts.unusable += 1;
            return Ok(());
        }
        for (count, token) in counts.filled.iter_mut().zip(encoder.last_tokens()) {
            *count += u64::from(token.is_some());
        }
        self.references.count();
        self.crosswalk.add(reference, own_id, sink)
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
