use super::all_pairs::{AllPairs, Neighbours};
use super::ceiling::{Ceiling, RowNumbers};
use super::comparison::{Comparison, MAX_PAIRS_A_VALUE, Pattern, pairs_sharing_a_token};
use super::evidence::Evidence;
use super::field_values::NONE;
use super::levels::{FieldComparison, LEVELS};
use super::parameters::Table;
use crate::matching::MatchingError;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A pair that might be one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeptPair {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) pattern: Pattern,
}

/// The most pairs kept: 16 bytes each, and 100 more while the model is fitted.
pub(super) const MAX_KEPT: usize = 10_000_000;
/// The most candidate pairs compared: 8 bytes each.
const MAX_CANDIDATES: usize = 200_000_000;
/// Up to this many pairs of records, all of them are compared.
pub const ALL_PAIRS_UP_TO: f64 = 120e6;
/// Beyond it, levels of near agreement of unrelated people are estimated from this many random pairs of values of each field.
pub const RANDOM_PAIRS: u32 = 1_000_000;
/// A pair is kept when its odds of one person against unrelated people reach this; what is below counts as two people.
const LEAST_ODDS: f64 = 1.0 / 4096.0;

/// How pairs are found, and how often each level occurs among all of them.
pub(super) struct Pairs<'a> {
    comparison: &'a Comparison<'a>,
    source: Source,
    /// Pairs of records by field and level, those of one person included.
    pub(super) by_level: Vec<[f64; LEVELS]>,
    pub(super) count: CandidateCount,
}

enum Source {
    All(Vec<Neighbours>),
    /// Ascending.
    Candidates(Vec<(u32, u32)>, RowNumbers),
}

/// How candidate pairs were found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CandidateCount {
    /// Whether all pairs of records were compared.
    pub all_pairs: bool,
    /// Pairs compared.
    pub compared: u64,
    /// Pairs that were passed over because the token or value that they share is too frequent; most of them are compared
    /// for the sake of another.
    pub passed_over: u64,
    /// Random pairs from which levels of near agreement among unrelated people were estimated; 0 when all were counted.
    pub random_pairs: u64,
    /// Pairs whose evidence is worth keeping, and which no match key contradicts.
    pub kept: u64,
    /// Pairs whose evidence is worth keeping, and which a match key contradicts.
    pub contradicted: u64,
}

impl<'a> Pairs<'a> {
    /// Finds candidates: all pairs where the files are small, else those that share a match key's token or an equal
    /// field that is not too frequent.
    pub(super) fn new(comparison: &'a Comparison<'a>) -> Result<Self, MatchingError> {
        if comparison.pairs() <= ALL_PAIRS_UP_TO {
            let neighbours = Neighbours::of_all_fields(comparison)?;
            return Ok(Self {
                by_level: neighbours.iter().map(|of| of.pairs_by_level).collect(),
                count: CandidateCount {
                    all_pairs: true,
                    compared: comparison.rows(0) as u64 * comparison.rows(1) as u64,
                    ..CandidateCount::default()
                },
                source: Source::All(neighbours),
                comparison,
            });
        }
        let (candidates, passed_over) = candidates(comparison)?;
        Ok(Self {
            by_level: sampled_levels(comparison),
            count: CandidateCount {
                compared: candidates.len() as u64,
                passed_over,
                random_pairs: u64::from(RANDOM_PAIRS),
                ..CandidateCount::default()
            },
            source: Source::Candidates(candidates, RowNumbers::new(comparison)),
            comparison,
        })
    }

    /// The pairs worth keeping under these parameters, ascending.
    pub(super) fn keep(
        &mut self,
        table: &Table,
        threads: usize,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Vec<KeptPair>, MatchingError> {
        let evidence = Evidence::new(self.comparison, table);
        let mut kept = match &self.source {
            Source::All(neighbours) => {
                let all = AllPairs::new(self.comparison, neighbours);
                let mut kept = all.keep(&evidence, LEAST_ODDS, threads, progress)?;
                // Few, and found otherwise: they are looked at as they are.
                let swapped = self.comparison.pairs_seen_swapped();
                kept.extend(compare(
                    self.comparison,
                    &evidence,
                    None,
                    &swapped,
                    threads,
                )?);
                kept
            }
            Source::Candidates(candidates, rows) => {
                compare(self.comparison, &evidence, Some(rows), candidates, threads)?
            }
        };
        kept.sort_unstable_by_key(|pair| (pair.left, pair.right));
        kept.dedup();
        let found = kept.len();
        kept.retain(|pair| !self.comparison.contradicted(pair.left, pair.right));
        self.count.kept = kept.len() as u64;
        self.count.contradicted = (found - kept.len()) as u64;
        Ok(kept)
    }
}

/// Those of the pairs that are worth keeping, in their order. With the numbers of their values, those that cannot be are passed
/// over sooner.
fn compare(
    comparison: &Comparison<'_>,
    evidence: &Evidence<'_>,
    rows: Option<&RowNumbers>,
    pairs: &[(u32, u32)],
    threads: usize,
) -> Result<Vec<KeptPair>, MatchingError> {
    let work = |pairs: &[(u32, u32)]| {
        let mut ceiling = rows.map(|rows| Ceiling::new(comparison, rows, evidence, LEAST_ODDS));
        let mut kept = Vec::new();
        for &(left, right) in pairs {
            let admitted = ceiling
                .as_mut()
                .is_none_or(|ceiling| ceiling.admits(comparison, left, right));
            if !admitted {
                continue;
            }
            let pattern = comparison.pattern(left, right);
            if evidence.of_pair(pattern, left).person < LEAST_ODDS {
                continue;
            }
            if kept.len() >= MAX_KEPT {
                return Err(MatchingError::TooManyPairs { limit: MAX_KEPT });
            }
            kept.push(KeptPair {
                left,
                right,
                pattern,
            });
        }
        Ok(kept)
    };
    if threads <= 1 {
        return work(pairs);
    }
    let part = pairs.len().div_ceil(threads).max(1);
    let kept = std::thread::scope(|scope| {
        let parts = pairs.chunks(part);
        let workers: Vec<_> = parts.map(|pairs| scope.spawn(|| work(pairs))).collect();
        let mut all = Vec::new();
        for worker in workers {
            match worker.join() {
                Ok(part) => all.extend(part?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok::<_, MatchingError>(all)
    })?;
    if kept.len() > MAX_KEPT {
        return Err(MatchingError::TooManyPairs { limit: MAX_KEPT });
    }
    Ok(kept)
}

/// Pairs that share a token or are equal in a field, ascending, and how many were passed over.
fn candidates(comparison: &Comparison<'_>) -> Result<(Vec<(u32, u32)>, u64), MatchingError> {
    let too_many = MatchingError::TooManyPairs {
        limit: MAX_CANDIDATES,
    };
    let extracts = comparison.extracts();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut passed_over = 0;
    let mut distinct = 0;
    let mut add = |found: Vec<(u32, u32)>, over: u64| {
        pairs.extend(found);
        passed_over += over;
        // Most keys find the same pairs; sorting them now and then keeps memory within twice what is needed.
        if pairs.len() > 2 * distinct + (1 << 20) {
            pairs.sort_unstable();
            pairs.dedup();
            distinct = pairs.len();
        }
        if pairs.len() > MAX_CANDIDATES {
            Err(too_many)
        } else {
            Ok(())
        }
    };
    for key in 0..extracts[0].header().layout.match_keys().len() {
        let (found, over) = pairs_sharing_a_token(extracts, key);
        add(found, over)?;
    }
    for values in &comparison.values {
        let (left, right) = (values.rows_by_value(0), values.rows_by_value(1));
        let mut found = Vec::new();
        let mut over = 0;
        for (left, right) in left.iter().zip(&right) {
            if left.len() * right.len() > MAX_PAIRS_A_VALUE {
                over += (left.len() * right.len()) as u64;
                continue;
            }
            for &one in left {
                found.extend(right.iter().map(|&other| (one, other)));
            }
        }
        add(found, over)?;
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok((pairs, passed_over))
}

/// How often each level occurs among all pairs: equality counted by value, the rest estimated from random pairs, drawn
/// from a seed that only the extracts determine.
pub(super) fn sampled_levels(comparison: &Comparison<'_>) -> Vec<[f64; LEVELS]> {
    let [left, right] = comparison.extracts();
    let (one, other) = (left.rows_digest(), right.rows_digest());
    let mut seed = *one.as_bytes();
    for (byte, more) in seed.iter_mut().zip(other.as_bytes()) {
        *byte ^= more;
    }
    let mut random = ChaCha20Rng::from_seed(seed);
    let fields = 0..comparison.fields.len();
    fields
        .map(|field| sampled_levels_of(comparison, field, &mut random))
        .collect()
}

/// The same of one field, of whose values each is drawn as often as records have it. Records without one say nothing of it, and
/// in a field that many lack they would leave too few pairs to see a rare level.
fn sampled_levels_of(
    comparison: &Comparison<'_>,
    field: usize,
    random: &mut ChaCha20Rng,
) -> [f64; LEVELS] {
    let (said, values) = (&comparison.fields[field], &comparison.values[field]);
    let exact = usize::from(said.exact());
    let near = usize::from(FieldComparison::LOWEST)..exact;
    let mut counts = [0.0; LEVELS];
    let held = [0, 1].map(|side| {
        let rows = values.of_row(side).iter().copied();
        rows.filter(|&value| value != NONE).collect::<Vec<u32>>()
    });
    let [Some(_), Some(_)] = [held[0].first(), held[1].first()] else {
        return counts;
    };
    if !said.near.is_empty() {
        let mut draw = |of: &[u32]| {
            // A value's share of 2^64 differs from another's by less than one in 2^32.
            let at = (u128::from(random.next_u64()) * of.len() as u128) >> 64;
            usize::try_from(at).ok().and_then(|at| of.get(at)).copied()
        };
        for _ in 0..RANDOM_PAIRS {
            if let (Some(one), Some(other)) = (draw(&held[0]), draw(&held[1])) {
                counts[usize::from(values.level(said, one, other))] += 1.0;
            }
        }
    }
    // A level that no pair showed is rare, and is not impossible: half a pair is added to each
    // (Krichevsky and Trofimov 1981, "The performance of universal encoding"). Without it, one drawing in twenty took
    // agreement that one pair in 100,000 has by chance for proof of one person.
    for count in &mut counts[near.clone()] {
        *count += 0.5;
    }
    let drawn: f64 = counts[near.clone()].iter().sum();
    let equal = comparison.equal_pairs(field);
    let rest = (comparison.filled_pairs(field) - equal).max(0.0);
    for count in &mut counts[near] {
        *count *= rest / drawn;
    }
    counts[exact] = equal;
    // Values entered in each other's field are counted among the pairs that are kept.
    counts
}
