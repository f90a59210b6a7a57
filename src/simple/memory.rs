//! How much memory matching takes and how many workers it is divided among, said before it starts.

use serde::{Deserialize, Serialize};

use super::{Error, MatchOptions};
use crate::agreement::Agreement;
use crate::encode::EncodingLayout;
use crate::exchange::{Extract, ExtractSummary, Limits};
use crate::matching::SimilaritySearch;
use crate::units::Arrange;

/// What WebAssembly can address, less what the program itself and fragmentation take.
const WEB_ASSEMBLY: u64 = (4 << 30) - (256 << 20);
/// Bytes of a record in a group: its member, and its share of the group and of the links.
const GROUPED: u64 = 160;
/// Bytes of a record while people are put together by home: its list in a person, and its person in a token's.
const AT_HOME: u64 = 24 + 8 + 32 + 16 + 24 + 16 + 32;
/// Bytes of a token while those of one match key are sorted, and again of those that are shared.
const SORTED_TOKEN: u64 = 24 + 8 + 8;
/// Bytes of a record in a table of sampled bits.
const TABLED: u64 = 24 + 4;
/// Room for similar pairs, for each record: some of them, found more than once.
const PAIRS: u64 = 8 * 24;
/// Bytes of a field's value in one record while the probability model compares: its number, by itself and beside those of the
/// record's other values; at most one entry of its own in the table of distinct values; and its part of which rows share it.
const MODEL_VALUE: u64 = 4 + 4 + (size_of::<&[u64]>() as u64 + 4 + 8 + 8) + MODEL_TOKEN;
/// Bytes of a token in one record: its part of which rows share it.
const MODEL_TOKEN: u64 = 8;
/// Bytes of the numbers of a record's tokens of match keys that see names in each other's place, of which there are few.
const MODEL_SWAPPED: u64 = 4 * 4;
/// Bytes of a record's pairs that the model weighs: on made-up people there is one, and there is room for four. Files that have
/// more than ten million are refused as they are compared ([`crate::matching::MatchingError::TooManyPairs`]).
const MODEL_PAIRS: u64 = 4 * 116;

/// Bytes of an instance of the program in a page, beside what [`matching_memory`] counts, and of one that helps: there a
/// part's pairs are found, and sent.
const INSTANCE: u64 = 64 << 20;
const HELPER: u64 = 96 << 20;
/// Bytes of a record beside its filter in a comparison: how many bits are set, and which record it is.
const COMPARED: u64 = 4 + 8;
/// Bytes of the partitions of a table of sampled bits, of which there are up to 2^16 a side, and of one of them as it is
/// looked up.
const PARTITIONS: u64 = 2 << 20;
/// Pairs of filters that make one worker more worth starting: about a third of a second's work in a browser, where a worker
/// takes a tenth of a second to start.
const PAIRS_A_WORKER: u64 = 200_000_000;

/// What workers that share no memory may use: those of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct WorkerPool {
    /// Workers at once, the one that matches among them; 0 counts as 1.
    pub workers: usize,
    /// Bytes that all workers may use together. It limits how many there are and never whether one matches.
    pub memory: u64,
}

/// How large an extract is, in what decides how much memory matching takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractSize {
    /// Its rows.
    pub rows: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of a record filter.
    pub filter_bytes: u64,
    /// Bytes that the probability model takes for a row; 0 without field filters.
    pub model_bytes: u64,
}

impl ExtractSize {
    /// An extract of these many rows and bytes, whose records hold what `layout` says.
    #[must_use]
    pub fn new(rows: u64, bytes: u64, layout: &EncodingLayout) -> Self {
        Self {
            rows,
            bytes,
            filter_bytes: layout.filter_bytes() as u64,
            model_bytes: model_bytes(layout),
        }
    }
}

impl From<&ExtractSummary> for ExtractSize {
    fn from(extract: &ExtractSummary) -> Self {
        Self::new(extract.rows, extract.bytes, &extract.header.layout)
    }
}

fn model_bytes(layout: &EncodingLayout) -> u64 {
    if !layout.contents().field_filters {
        return 0;
    }
    let filters = layout.field_filters().iter();
    let tokens = layout.match_keys().len() as u64 * MODEL_TOKEN;
    filters.len() as u64 * MODEL_VALUE + tokens + MODEL_SWAPPED + MODEL_PAIRS
}

/// What matching takes, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MatchPlan {
    /// Workers at once.
    pub workers: usize,
    /// Bytes of all of them together, at the height.
    pub memory: u64,
}

/// Says what matching extracts of these sizes takes, or refuses it.
///
/// # Errors
/// [`Error::TooLittleMemory`].
pub fn match_plan(
    agreement: &Agreement,
    extracts: &[ExtractSize],
    options: &MatchOptions,
) -> Result<MatchPlan, Error> {
    // What `MatchJob` goes by.
    let by_model = agreement.decision().probability.is_some()
        && extracts.iter().all(|extract| extract.model_bytes > 0);
    let homes = agreement.decision().households.is_some();
    let needed = matching_memory(extracts, by_model, homes, options.threads);
    let limit = match options.memory_limit {
        Some(limit) if cfg!(target_arch = "wasm32") => limit.min(WEB_ASSEMBLY),
        Some(limit) => limit,
        None if cfg!(target_arch = "wasm32") => WEB_ASSEMBLY,
        None => u64::MAX,
    };
    if needed > limit {
        return Err(Error::TooLittleMemory { needed, limit });
    }
    let alone = MatchPlan {
        workers: 1,
        memory: needed + INSTANCE,
    };
    let mut by_rows = extracts.to_vec();
    by_rows.arrange_by_key(|extract| std::cmp::Reverse(extract.rows));
    let &[left, right, ..] = by_rows.as_slice() else {
        return Ok(alone);
    };
    if by_model || agreement.decision().similarity.is_none() || left.filter_bytes == 0 {
        return Ok(alone);
    }
    let each = worker_memory(left.rows, right.rows, left.filter_bytes);
    let copy = (left.rows + right.rows) * (left.filter_bytes + COMPARED);
    let room = options.pool.memory.saturating_sub(alone.memory + copy) / each;
    let most = options.pool.workers.saturating_sub(1);
    let others = most
        .min(usize::try_from(room).unwrap_or(usize::MAX))
        .min(workers_worth(left.rows * right.rows));
    // Those that help are handed one copy of the filters, which the browser keeps, on disk if it likes.
    let handed = match others {
        0 => 0,
        _ => copy,
    };
    Ok(MatchPlan {
        workers: 1 + others,
        memory: alone.memory + handed + each * others as u64,
    })
}

/// How many workers more it is worth to start for this many pairs of filters.
pub(super) fn workers_worth(pairs: u64) -> usize {
    usize::try_from(pairs / PAIRS_A_WORKER).unwrap_or(usize::MAX)
}

/// An upper estimate of the bytes of a worker that helps to compare these many filters.
fn worker_memory(left: u64, right: u64, filter_bytes: u64) -> u64 {
    let rows = left + right;
    // Bit slices of one side, the larger if it comes to that. What match keys leave of a large pair of files may be compared
    // pair by pair, so that the larger counts. Sampling has the filters word by word.
    let slices = left.max(right) * filter_bytes;
    let made_ready = if left.saturating_mul(right) > SimilaritySearch::EXHAUSTIVE_UP_TO {
        slices.max(rows * (filter_bytes + TABLED) + PARTITIONS)
    } else {
        slices
    };
    HELPER + rows * (filter_bytes + COMPARED) + made_ready
}

/// Plans for these files, of which only the headers are read.
pub(super) fn plan_files(
    agreement: &Agreement,
    files: &[(String, Vec<u8>)],
    options: &MatchOptions,
) -> Result<MatchPlan, Error> {
    let extracts = files
        .iter()
        .map(|(file, bytes)| {
            let summary = Extract::read_header(bytes, &Limits::default()).map_err(|error| {
                Error::Extract {
                    file: file.clone(),
                    error,
                }
            })?;
            Ok(ExtractSize::from(&summary))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    match_plan(agreement, &extracts, options)
}

/// An upper estimate of the bytes that matching these extracts on this many threads takes at its height.
fn matching_memory(extracts: &[ExtractSize], by_model: bool, homes: bool, threads: usize) -> u64 {
    let threads = threads.max(1) as u64;
    let rows: u64 = extracts.iter().map(|extract| extract.rows).sum();
    // All files are in memory at the start, and each goes when it has been read.
    let files: u64 = extracts.iter().map(|extract| extract.bytes).sum();
    let largest = extracts
        .iter()
        .map(|extract| extract.bytes)
        .max()
        .unwrap_or(0);
    let reading = files + largest;
    let filters: u64 = extracts
        .iter()
        .map(|extract| extract.rows * extract.filter_bytes)
        .sum();
    let grouped = rows * GROUPED;
    // One match key more is sorted ahead than there are threads.
    let keys = rows * SORTED_TOKEN * (threads + 1);
    // The filters compared, once as they are, and at most once again word by word; as bit slices half of them.
    let comparing = 2 * filters + rows * (TABLED * threads + PAIRS);
    // What is compared of an extract is kept for each other party, to be asked what speaks against a link.
    let others = (extracts.len() as u64).saturating_sub(1).max(1);
    let modelling = if by_model {
        let each = extracts.iter();
        let of_two: u64 = each.map(|extract| extract.rows * extract.model_bytes).sum();
        of_two * others
    } else {
        0
    };
    // When people are put together, comparing is over.
    let at_home = if homes { rows * AT_HOME } else { 0 };
    reading.max(files + grouped + keys.max(comparing).max(modelling).max(at_home))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simple::agreement_new;

    fn plan(
        rows: u64,
        workers: usize,
        memory: u64,
        memory_limit: Option<u64>,
    ) -> Result<MatchPlan, Error> {
        let agreement = agreement_new("person", &["north".to_owned(), "south".to_owned()])?;
        // About what the template makes of a row.
        let size = ExtractSize {
            rows,
            bytes: rows * 240,
            filter_bytes: 128,
            model_bytes: 0,
        };
        let options = MatchOptions {
            memory_limit,
            pool: WorkerPool { workers, memory },
            ..MatchOptions::default()
        };
        match_plan(&agreement, &[size, size], &options)
    }

    #[test]
    fn small_work_has_one_worker_and_large_work_has_those_there_are() {
        let gibibytes = 1 << 30;
        assert_eq!(plan(10_000, 8, 4 * gibibytes, None).unwrap().workers, 1);
        assert_eq!(plan(20_000, 8, 4 * gibibytes, None).unwrap().workers, 3);
        assert_eq!(plan(100_000, 8, 4 * gibibytes, None).unwrap().workers, 8);
        assert_eq!(plan(100_000, 0, 4 * gibibytes, None).unwrap().workers, 1);
    }

    #[test]
    fn what_is_said_stays_within_what_all_workers_may_use() {
        for rows in [100_000, 300_000, 1_000_000, 2_000_000] {
            let alone = plan(rows, 1, 0, None).unwrap();
            let mut before = 1;
            for memory in [1u64 << 30, 2 << 30, 4 << 30, 8 << 30] {
                let plan = plan(rows, 8, memory, None).unwrap();
                assert!(plan.workers >= before && plan.workers <= 8);
                assert!(
                    plan.memory <= memory.max(alone.memory),
                    "{rows} rows: {plan:?}"
                );
                before = plan.workers;
            }
        }
    }

    #[test]
    fn the_model_takes_more_and_has_one_worker() {
        let agreement = agreement_new("person-linker", &["north".to_owned(), "south".to_owned()]);
        let size = |model_bytes| ExtractSize {
            rows: 100_000,
            bytes: 69_000_000,
            filter_bytes: 128,
            model_bytes,
        };
        let options = MatchOptions {
            pool: WorkerPool {
                workers: 8,
                memory: u64::MAX,
            },
            ..MatchOptions::default()
        };
        let agreement = agreement.unwrap();
        let plan = |model_bytes| {
            let sizes = [size(model_bytes), size(model_bytes)];
            match_plan(&agreement, &sizes, &options).unwrap()
        };
        // Matching these took 257 MB by the model, on the command line.
        let by_model = plan(MODEL_PAIRS + 7 * MODEL_VALUE + 13 * MODEL_TOKEN + MODEL_SWAPPED);
        assert_eq!(by_model.workers, 1);
        assert!(by_model.memory > 257_000_000 + INSTANCE);
        assert_eq!(plan(0).workers, 8);
    }

    #[test]
    fn other_workers_never_make_work_too_large_and_one_that_has_no_room_is_refused() {
        let needed = plan(1_000_000, 1, 0, None).unwrap().memory - INSTANCE;
        assert_eq!(plan(1_000_000, 8, 1, Some(needed)).unwrap().workers, 1);
        let refused = plan(1_000_000, 8, u64::MAX, Some(needed - 1)).unwrap_err();
        assert_eq!(refused.code(), "match.too_little_memory");
        // A computer that could have more than numbers can say.
        assert_eq!(plan(1_000_000, 8, u64::MAX, None).unwrap().workers, 8);
    }
}
