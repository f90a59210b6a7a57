//! Every similar pair of two files of filters, for `benches/beside_anonlink.py`.
//!
//!     similar_pairs LEFT RIGHT PAIRS BYTES THRESHOLD
//!
//! LEFT and RIGHT hold filters of BYTES bytes end to end. Prints the seconds of processor time that the comparison took
//! on one core, from filters in memory to pairs in memory (of real time where the system does not tell); then writes to PAIRS their number (8 bytes), the two rows of each (4 bytes each) and
//! the score of each (8 bytes), all little-endian.

#![allow(clippy::print_stdout)] // It is a program.

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use split_tally::matching::{Comparison, FilterSet, SimilaritySearch};
use split_tally::units::Threshold;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [left, right, out, bytes, threshold] = arguments.as_slice() else {
        return Err("give LEFT RIGHT PAIRS BYTES THRESHOLD".into());
    };
    let bytes: usize = bytes.parse()?;
    let read = |path: &str| -> Result<Vec<Vec<u64>>, Box<dyn Error>> {
        let whole = std::fs::read(path)?;
        let filters = whole.chunks_exact(bytes).map(|filter| {
            let (words, _) = filter.as_chunks::<8>();
            words.iter().map(|word| u64::from_le_bytes(*word)).collect()
        });
        Ok(filters.collect())
    };
    let (left, right) = (read(left)?, read(right)?);
    let threshold = Threshold::new(threshold.parse()?)?;
    let search = SimilaritySearch::exhaustive(threshold, 10);
    let begun = Clock::start();
    let (left, right) = (
        Arc::new(FilterSet::of_filters(0, bytes / 8, &left)),
        Arc::new(FilterSet::of_filters(1, bytes / 8, &right)),
    );
    let found = Comparison::new(search, left, right).run(1, &mut |_| {})?;
    println!("{:.4}", begun.seconds());
    let mut file = (found.pairs.len() as u64).to_le_bytes().to_vec();
    for pair in &found.pairs {
        file.extend(pair.left.row.to_le_bytes());
        file.extend(pair.right.row.to_le_bytes());
    }
    for pair in &found.pairs {
        file.extend(pair.score.to_le_bytes());
    }
    std::fs::write(out, file)?;
    Ok(())
}

struct Clock {
    processor: Option<f64>,
    begun: Instant,
}

impl Clock {
    fn start() -> Self {
        Self {
            processor: processor_seconds(),
            begun: Instant::now(),
        }
    }

    fn seconds(&self) -> f64 {
        match (self.processor, processor_seconds()) {
            (Some(begun), Some(ended)) => ended - begun,
            _ => self.begun.elapsed().as_secs_f64(),
        }
    }
}

/// Processor time of this thread, where Linux tells it.
fn processor_seconds() -> Option<f64> {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = times.split(' ').next()?.parse().ok()?;
    Some(nanoseconds * 1e-9)
}
