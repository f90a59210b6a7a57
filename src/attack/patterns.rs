//! Pattern mining: bits that are often set together belong to a frequent gram.
//!
//! The idea of Christen, Vidanage, Ranbaduge and Schnell, "Pattern-mining based cryptanalysis of Bloom filters for
//! privacy-preserving record linkage" (2018): of bits that are set together in as many records as a gram has among the public,
//! one learns where the gram hashes to without knowing the key. Patterns are given to grams by how often they occur, as
//! there, and then exchanged for as long as that brings how often two occur together closer to what it is among the public.

use std::collections::{BTreeSet, HashMap};

use super::construction::{Construction, grams};
use super::filters::Filters;
use crate::standardise::StandardRecord;

/// Grams, and patterns, that are looked for at most: one bit each in a mask.
const MOST: usize = 128;
/// The least bits that make a pattern.
const LEAST_BITS: usize = 4;
/// A bit belongs to a pattern when at least this share of the records with the pattern have it.
const BELONGS: f64 = 0.95;
/// Bits that may be added to a first one before they have to belong: a bit often serves several grams.
const FREE_STEPS: usize = 2;

/// How pattern mining went.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Patterns found and given to a gram.
    pub patterns: usize,
    /// Those that were given to the gram they belong to.
    pub right_patterns: usize,
    /// Values attacked, over all fields.
    pub values: usize,
    /// Values named rightly.
    pub right_values: usize,
    /// Values that would be named rightly if the commonest of the public were always named.
    pub commonest: usize,
}

/// A gram of a field.
type Feature = (usize, String);

/// What the public's plain values say: the commonest grams, how often they and pairs of them occur, as shares.
struct Public {
    features: Vec<Feature>,
    together: Vec<Vec<f64>>,
}

/// A set of bits, and the records that have them all.
struct Pattern {
    bits: BTreeSet<usize>,
    records: Vec<u64>,
    count: u32,
}

/// Runs the attack on filters of `records`, made by `construction` under the key that `key` names. `public` are other
/// people. The key serves only to judge the outcome.
#[must_use]
pub fn attack(
    construction: &Construction,
    key: u64,
    records: &[StandardRecord],
    public: &[StandardRecord],
    threads: usize,
) -> Outcome {
    let filters = construction.encode(records, key);
    let known = Public::of(construction, public);
    let patterns = mine(&filters, threads);
    let given = assign(&patterns, &known, filters.len());
    let mut outcome = Outcome {
        patterns: given.len(),
        ..Outcome::default()
    };
    for &(pattern, feature) in &given {
        let (field, gram) = &known.features[feature];
        let places = construction.places(*field, gram, key);
        let bits = &patterns[pattern].bits;
        let shared = bits.iter().filter(|bit| places.contains(bit)).count();
        outcome.right_patterns += usize::from(2 * shared > bits.len());
    }
    for number in 0..construction.fields.len() {
        name_values(
            construction,
            number,
            (&patterns, &known, &given),
            (records, public),
            &mut outcome,
        );
    }
    outcome
}

impl Public {
    fn of(construction: &Construction, records: &[StandardRecord]) -> Self {
        let sets: Vec<Vec<Feature>> = records
            .iter()
            .map(|record| features(construction, record))
            .collect();
        let mut counts: HashMap<&Feature, usize> = HashMap::new();
        for feature in sets.iter().flatten() {
            *counts.entry(feature).or_default() += 1;
        }
        let mut ranked: Vec<_> = counts.into_iter().collect();
        ranked.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        let features: Vec<Feature> = ranked
            .into_iter()
            .take(MOST)
            .map(|(feature, _)| feature.clone())
            .collect();
        let places: HashMap<&Feature, usize> = features.iter().zip(0..).collect();
        let mut together = vec![vec![0.0; features.len()]; features.len()];
        let one = 1.0 / records.len().max(1) as f64;
        for set in &sets {
            let present: Vec<usize> = set.iter().filter_map(|f| places.get(f).copied()).collect();
            for &first in &present {
                for &second in &present {
                    together[first][second] += one;
                }
            }
        }
        Self { features, together }
    }
}

/// A record's distinct grams.
fn features(construction: &Construction, record: &StandardRecord) -> Vec<Feature> {
    let mut features = BTreeSet::new();
    for (number, field) in construction.fields.iter().enumerate() {
        if let Some(value) = record.value(field.field) {
            let grams = grams(value, field.gram, field.positional);
            features.extend(grams.into_iter().map(|gram| (number, gram)));
        }
    }
    features.into_iter().collect()
}

/// For each bit, the records that have it set.
fn columns(filters: &Filters) -> Vec<Vec<u64>> {
    let mut columns = vec![vec![0u64; filters.len().div_ceil(64)]; filters.bits()];
    for record in 0..filters.len() {
        for (bit, column) in columns.iter_mut().enumerate() {
            column[record / 64] |= u64::from(filters.has(record, bit)) << (record % 64);
        }
    }
    columns
}

fn both(one: &[u64], other: &[u64]) -> u32 {
    one.iter()
        .zip(other)
        .map(|(a, b)| (a & b).count_ones())
        .sum()
}

/// Grows a pattern from each bit, and keeps one of those that are nearly the same; commonest first.
fn mine(filters: &Filters, threads: usize) -> Vec<Pattern> {
    let columns = columns(filters);
    let bits: Vec<usize> = (0..columns.len()).collect();
    let each = bits.len().div_ceil(threads.max(1)).max(1);
    let mut found: Vec<Pattern> = std::thread::scope(|scope| {
        let workers: Vec<_> = bits
            .chunks(each)
            .map(|part| {
                let columns = &columns;
                scope.spawn(move || {
                    part.iter()
                        .filter_map(|&first| grow(columns, first))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| match worker.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    found.sort_by(|one, other| other.count.cmp(&one.count).then(one.bits.cmp(&other.bits)));
    let mut kept: Vec<Pattern> = Vec::new();
    for pattern in found {
        let like = |other: &Pattern| {
            let shared = pattern.bits.intersection(&other.bits).count();
            2 * shared > pattern.bits.len().min(other.bits.len())
        };
        if !kept.iter().any(like) {
            kept.push(pattern);
        }
    }
    kept
}

/// Adds to a bit those that are set most often where the pattern so far is, for as long as they nearly always are.
fn grow(columns: &[Vec<u64>], first: usize) -> Option<Pattern> {
    let mut records = columns[first].clone();
    let mut count = both(&records, &records);
    let mut bits = BTreeSet::from([first]);
    let least = u32::try_from(columns[first].len() * 64 / 200).unwrap_or(u32::MAX);
    loop {
        let best = (0..columns.len())
            .filter(|bit| !bits.contains(bit))
            .map(|bit| (both(&records, &columns[bit]), std::cmp::Reverse(bit)))
            .max();
        let Some((next, std::cmp::Reverse(bit))) = best else {
            break;
        };
        if next < least.max(10) {
            break;
        }
        if f64::from(next) < BELONGS * f64::from(count) && bits.len() > FREE_STEPS {
            break;
        }
        bits.insert(bit);
        count = next;
        for (word, column) in records.iter_mut().zip(&columns[bit]) {
            *word &= column;
        }
    }
    (bits.len() >= LEAST_BITS + FREE_STEPS || (bits.len() >= LEAST_BITS && count >= least))
        .then_some(Pattern {
            bits,
            records,
            count,
        })
}

/// Gives patterns to grams: (pattern, gram), no gram twice.
fn assign(patterns: &[Pattern], public: &Public, records: usize) -> Vec<(usize, usize)> {
    let count = patterns.len().min(public.features.len());
    let records = records.max(1) as f64;
    let together: Vec<Vec<f64>> = patterns
        .iter()
        .take(count)
        .map(|one| {
            let with = |other: &Pattern| f64::from(both(&one.records, &other.records)) / records;
            patterns.iter().take(count).map(with).collect()
        })
        .collect();
    // Places beyond the last pattern hold the grams that none is given to.
    let mut given: Vec<usize> = (0..public.features.len()).collect();
    let distance = |given: &[usize], pattern: usize| -> f64 {
        (0..count)
            .map(|other| {
                let apart =
                    together[pattern][other] - public.together[given[pattern]][given[other]];
                apart * apart * if pattern == other { 4.0 } else { 1.0 }
            })
            .sum()
    };
    let cost_of = |given: &[usize], one: usize, other: usize| {
        distance(given, one)
            + if other < count {
                distance(given, other)
            } else {
                0.0
            }
    };
    loop {
        let mut better = false;
        for one in 0..count {
            for other in one + 1..given.len() {
                let before = cost_of(&given, one, other);
                given.swap(one, other);
                if cost_of(&given, one, other) < before - 1e-12 {
                    better = true;
                } else {
                    given.swap(one, other);
                }
            }
        }
        if !better {
            break;
        }
    }
    (0..count)
        .map(|pattern| (pattern, given[pattern]))
        .collect()
}

/// Names the values of one field: of the public's values, that whose grams agree best with the patterns in the filter, the
/// commonest of equals.
fn name_values(
    construction: &Construction,
    number: usize,
    (patterns, known, given): (&[Pattern], &Public, &[(usize, usize)]),
    (records, public): (&[StandardRecord], &[StandardRecord]),
    outcome: &mut Outcome,
) {
    let field = &construction.fields[number];
    let of_field: Vec<(&Pattern, &str)> = given
        .iter()
        .filter(|&&(_, feature)| known.features[feature].0 == number)
        .map(|&(pattern, feature)| (&patterns[pattern], known.features[feature].1.as_str()))
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for record in public {
        if let Some(value) = record.value(field.field) {
            *counts.entry(value).or_default() += 1;
        }
    }
    let mut values: Vec<(&str, usize, u128)> = counts
        .into_iter()
        .map(|(value, count)| {
            let grams = grams(value, field.gram, field.positional);
            let has = |&(_, gram): &(&Pattern, &str)| grams.iter().any(|own| own == gram);
            (value, count, mask(of_field.iter().map(has)))
        })
        .collect();
    values.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    let mut named: HashMap<u128, Option<&str>> = HashMap::new();
    for (position, record) in records.iter().enumerate() {
        let Some(value) = record.value(field.field) else {
            continue;
        };
        outcome.values += 1;
        outcome.commonest += usize::from(values.first().is_some_and(|first| first.0 == value));
        let seen = mask(
            of_field
                .iter()
                .map(|(pattern, _)| pattern.records[position / 64] >> (position % 64) & 1 == 1),
        );
        let guess = *named.entry(seen).or_insert_with(|| {
            let fits = |grams: u128| (grams ^ seen).count_ones();
            values
                .iter()
                .enumerate()
                .min_by_key(|(rank, (_, _, grams))| (fits(*grams), *rank))
                .map(|(_, &(value, _, _))| value)
        });
        outcome.right_values += usize::from(guess == Some(value));
    }
}

fn mask(flags: impl Iterator<Item = bool>) -> u128 {
    flags
        .take(MOST)
        .enumerate()
        .fold(0, |mask, (place, flag)| mask | u128::from(flag) << place)
}
