//! How much memory matching takes, said before it starts.

use super::{Error, MatchOptions};
use crate::encode::EncodingLayout;
use crate::exchange::{Extract, ExtractSummary, Limits};

/// What WebAssembly can address, less what the program itself and fragmentation take.
const WEB_ASSEMBLY: u64 = (4 << 30) - (256 << 20);
/// Bytes of a record in a group: its member, and its share of the group and of the links.
const GROUPED: u64 = 160;
/// Bytes of a token while those of one match key are sorted, and again of those that are shared.
const SORTED_TOKEN: u64 = 24 + 8 + 8;
/// Bytes of a record in a table of sampled bits.
const TABLED: u64 = 24 + 4 + 4;
/// Room for similar pairs, for each record: some of them, found more than once.
const PAIRS: u64 = 8 * 24;
/// Bytes of a field's value in one record while the probability model compares: its number, and at most one entry of its own
/// in the table of distinct values and in that of rows by value. The value's filter comes besides.
const MODEL_VALUE: u64 = 4 + 20 + 44;
/// Bytes of a record's candidate pairs and of those that the model weighs: on made-up people there are 27 and one of them,
/// and there is room for 64, of which lists grow by doubling, and for four. Files that have many times more are refused
/// as they are compared ([`crate::matching::MatchingError::TooManyPairs`]).
const MODEL_PAIRS: u64 = 64 * 8 * 3 + 4 * 116;

/// Refuses the work when it would take more memory than there is.
pub(super) fn check(files: &[(String, Vec<u8>)], options: &MatchOptions) -> Result<(), Error> {
    let limit = match options.memory_limit {
        Some(limit) if cfg!(target_arch = "wasm32") => limit.min(WEB_ASSEMBLY),
        Some(limit) => limit,
        None if cfg!(target_arch = "wasm32") => WEB_ASSEMBLY,
        None => return Ok(()),
    };
    let extracts = files
        .iter()
        .map(|(file, bytes)| {
            Extract::read_header(bytes, &Limits::default()).map_err(|error| Error::Extract {
                file: file.clone(),
                error,
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let needed = matching_memory(&extracts, options.threads);
    if needed > limit {
        return Err(Error::TooLittleMemory { needed, limit });
    }
    Ok(())
}

/// An upper estimate of the bytes that matching these extracts on this many threads takes at its height.
#[must_use]
pub fn matching_memory(extracts: &[ExtractSummary], threads: usize) -> u64 {
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
        .map(|extract| extract.rows * extract.header.layout.filter_bytes() as u64)
        .sum();
    let grouped = rows * GROUPED;
    // One match key more is sorted ahead than there are threads.
    let keys = rows * SORTED_TOKEN * (threads + 1);
    // The filters compared, once as they are, and half of them again as bit slices.
    let comparing = filters + filters / 2 + rows * (TABLED * threads + PAIRS);
    let layouts = || extracts.iter().map(|extract| &extract.header.layout);
    let modelling = if layouts().all(|layout| layout.contents().field_filters) {
        let of_row = |layout: &EncodingLayout| {
            let filters = layout.field_filters().iter();
            let values = filters.map(|filter| filter.bytes as u64 + MODEL_VALUE);
            values.sum::<u64>() + MODEL_PAIRS
        };
        let both = extracts.iter().zip(layouts());
        both.map(|(extract, layout)| extract.rows * of_row(layout))
            .sum()
    } else {
        0
    };
    reading.max(files + grouped + keys.max(comparing).max(modelling))
}
