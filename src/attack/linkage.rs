//! How well filters still link, so that what hardening costs stands beside what it gains.

use super::filters::{Filters, common};

/// Pairs looked at: the most similar ones, some sixty for each true pair of a file of 5,000.
const MOST_PAIRS: usize = 300_000;
/// Bins of similarity by which the most similar pairs are found.
const BINS: usize = 4_096;

/// The best F1 that any threshold gives. The threshold is chosen with the truth at hand, as one never has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BestF1 {
    /// Of all pairs from the threshold up.
    pub pairwise: f64,
    /// Of one-to-one links, the most similar first.
    pub one_to_one: f64,
}

/// Compares every left filter with every right one. `truth` has for each left record its right one, if there is one.
#[must_use]
pub fn best_f1(left: &Filters, right: &Filters, truth: &[Option<usize>], threads: usize) -> BestF1 {
    let mut pairs = most_similar(left, right, threads);
    pairs.sort_unstable_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then((one.1, one.2).cmp(&(other.1, other.2)))
    });
    let total = truth.iter().flatten().count();
    let is_true = |one: usize, other: usize| truth.get(one).copied().flatten() == Some(other);
    let mut best = BestF1::default();
    let (mut right_pairs, mut right_links, mut links) = (0, 0, 0);
    let (mut left_taken, mut right_taken) = (vec![false; left.len()], vec![false; right.len()]);
    for (position, &(score, one, other)) in pairs.iter().enumerate() {
        right_pairs += usize::from(is_true(one, other));
        if !left_taken[one] && !right_taken[other] {
            (left_taken[one], right_taken[other]) = (true, true);
            links += 1;
            right_links += usize::from(is_true(one, other));
        }
        // A threshold takes all pairs of one score or none.
        if pairs.get(position + 1).is_some_and(|next| next.0 >= score) {
            continue;
        }
        best.pairwise = best.pairwise.max(f1(right_pairs, position + 1, total));
        best.one_to_one = best.one_to_one.max(f1(right_links, links, total));
    }
    best
}

fn f1(right: usize, found: usize, total: usize) -> f64 {
    2.0 * right as f64 / (found + total).max(1) as f64
}

/// Dice coefficient, left and right record of the most similar pairs.
fn most_similar(left: &Filters, right: &Filters, threads: usize) -> Vec<(f64, usize, usize)> {
    let mut histogram = vec![0usize; BINS + 1];
    for part in in_parts(left, threads, |part| {
        let mut bins = vec![0usize; BINS + 1];
        for &one in part {
            each_pair(left, right, one, |score, _| bins[bin(score)] += 1);
        }
        bins
    }) {
        for (sum, count) in histogram.iter_mut().zip(part) {
            *sum += count;
        }
    }
    let (mut floor, mut sum) = (BINS, 0);
    while floor > 1 && sum + histogram[floor] <= MOST_PAIRS {
        sum += histogram[floor];
        floor -= 1;
    }
    let parts = in_parts(left, threads, |part| {
        let mut pairs = Vec::new();
        for &one in part {
            each_pair(left, right, one, |score, other| {
                if bin(score) > floor {
                    pairs.push((score, one, other));
                }
            });
        }
        pairs
    });
    parts.into_iter().flatten().collect()
}

fn in_parts<T: Send>(
    left: &Filters,
    threads: usize,
    work: impl Fn(&[usize]) -> T + Sync,
) -> Vec<T> {
    let each = left.len().div_ceil(threads.max(1)).max(1);
    let all: Vec<usize> = (0..left.len()).collect();
    std::thread::scope(|scope| {
        let workers: Vec<_> = all
            .chunks(each)
            .map(|part| {
                let work = &work;
                scope.spawn(move || work(part))
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| match worker.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // From 0 to 1.
fn bin(score: f64) -> usize {
    (score * BINS as f64) as usize
}

fn each_pair(left: &Filters, right: &Filters, one: usize, mut seen: impl FnMut(f64, usize)) {
    let (filter, own) = (left.filter(one), left.count(one));
    for other in 0..right.len() {
        let total = own + right.count(other);
        if total > 0 {
            let score = 2.0 * f64::from(common(filter, right.filter(other))) / f64::from(total);
            seen(score, other);
        }
    }
}
