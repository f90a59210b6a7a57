//! Speed of the stages that decide how long people wait: `make bench`. Compare within one run; machines are noisy.

#![allow(clippy::unwrap_used)] // A benchmark that cannot make its data has failed.

use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use split_tally::matching::{Comparison, FilterSet, SimilaritySearch};
use split_tally::secret;
use split_tally::simple::{self, InvalidValues, MemorySink, PrepareOptions};
use split_tally::synth;
use split_tally::units::Threshold;

fn main() {
    divan::main();
}

/// Rows a second from CSV to extract, on one core, in memory.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn prepare_20_000_rows(bencher: Bencher<'_, '_>) {
    let options = synth::Options {
        people: 20_000,
        ..synth::Options::default()
    };
    let made = synth::synthesise(&options).unwrap();
    let agreement = simple::agreement_new("person", &options.parties).unwrap();
    let key = secret::open(include_bytes!("../tests/data/project.key"), None).unwrap();
    let file = &made.files[0];
    let prepare = PrepareOptions {
        invalid_values: InvalidValues::Blank,
        ..PrepareOptions::new(&file.party, simple::day("2026-01-01").unwrap())
    };
    bencher.counter(ItemsCount::new(20_000u32)).bench(|| {
        let mut sink = MemorySink::default();
        let source = ("people.csv", file.csv.len() as u64, file.csv.as_slice());
        simple::prepare(&agreement, &key, &prepare, source, &mut sink, &mut |_| {}).unwrap()
    });
}

/// Pairs a second of exhaustive similarity on one core, 1024 bits, filters half full: nothing is pruned by length.
#[divan::bench(args = [0.7, 0.8], sample_count = 5, sample_size = 1)]
fn similarity_4_000_by_4_000(bencher: Bencher<'_, '_>, from: f64) {
    let mut state = 1u64;
    let mut word = || {
        // SplitMix64 (Steele et al. 2014): random enough for bits.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut filters = || -> Vec<Vec<u64>> {
        (0..4_000)
            .map(|_| (0..16).map(|_| word()).collect())
            .collect()
    };
    let left = Arc::new(FilterSet::of_filters(0, 16, &filters()));
    let right = Arc::new(FilterSet::of_filters(1, 16, &filters()));
    let search = SimilaritySearch::exhaustive(Threshold::new(from).unwrap(), 10);
    bencher.counter(ItemsCount::new(16_000_000u32)).bench(|| {
        let comparison = Comparison::new(search, Arc::clone(&left), Arc::clone(&right));
        comparison.run(1, &mut |_| {}).unwrap()
    });
}
