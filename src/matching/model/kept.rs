use super::all_pairs::{AllPairs, Neighbours};
use super::comparison::{Comparison, Pattern};
use super::evidence::Evidence;
use super::field_values::NONE;
use super::levels::{FieldComparison, LEVELS};
use super::parameters::Table;
use super::scan::Scan;
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

/// In order of their records.
pub(super) fn sort(pairs: &mut [KeptPair]) {
    pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
}

/// The most pairs kept: 16 bytes each, and 100 more while the model is fitted.
pub(super) const MAX_KEPT: usize = 10_000_000;
/// Up to this many pairs of records, all of them are compared.
pub const ALL_PAIRS_UP_TO: f64 = 120e6;
/// Beyond it, levels of near agreement of unrelated people are estimated from this many random pairs of values of each field.
pub const RANDOM_PAIRS: u32 = 1_000_000;
/// A pair is kept when its odds of one person against unrelated people reach this; what is below counts as two people.
pub(super) const LEAST_ODDS: f64 = 1.0 / 4096.0;

/// How pairs are found, and how often each level occurs among all of them.
pub(super) struct Pairs<'a> {
    comparison: &'a Comparison<'a>,
    source: Source<'a>,
    /// Pairs of records by field and level, those of one person included.
    pub(super) by_level: Vec<[f64; LEVELS]>,
    pub(super) count: CandidateCount,
}

enum Source<'a> {
    All(Vec<Neighbours>),
    Candidates(Scan<'a>),
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
    /// Finds candidates: all pairs where the files are small and not crowded, else those that share a match key's token or an equal
    /// field that is not too frequent.
    pub(super) fn new(comparison: &'a Comparison<'a>) -> Result<Self, MatchingError> {
        let by_nearness = comparison.fields.iter().any(|field| field.neighbourhood);
        let neighbours = if comparison.pairs() > ALL_PAIRS_UP_TO {
            None
        } else {
            match Neighbours::of_all_fields(comparison) {
                // In a crowd too many places are near each other; match keys find the nearest.
                Err(MatchingError::TooManyAlike { .. }) if by_nearness => None,
                found => Some(found?),
            }
        };
        if let Some(neighbours) = neighbours {
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
        let scan = Scan::new(comparison)?;
        Ok(Self {
            by_level: sampled_levels(comparison),
            count: CandidateCount {
                passed_over: scan.passed_over(),
                random_pairs: u64::from(RANDOM_PAIRS),
                ..CandidateCount::default()
            },
            source: Source::Candidates(scan),
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
                for (left, right) in self.comparison.pairs_seen_swapped() {
                    kept.extend(worth_keeping(self.comparison, &evidence, left, right));
                }
                kept
            }
            Source::Candidates(scan) => {
                let found = scan.run(&evidence, threads, progress)?;
                self.count.compared = found.compared;
                found.kept
            }
        };
        sort(&mut kept);
        kept.dedup();
        let found = kept.len();
        kept.retain(|pair| !self.comparison.contradicted(pair.left, pair.right));
        self.count.kept = kept.len() as u64;
        self.count.contradicted = (found - kept.len()) as u64;
        Ok(kept)
    }
}

/// The pair, if it is worth keeping.
pub(super) fn worth_keeping(
    comparison: &Comparison<'_>,
    evidence: &Evidence<'_>,
    left: u32,
    right: u32,
) -> Option<KeptPair> {
    let pattern = comparison.pattern(left, right);
    (evidence.of_pair(pattern, left).person >= LEAST_ODDS).then_some(KeptPair {
        left,
        right,
        pattern,
    })
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
    // In the place of another the highest level is of near values too, and few are equal.
    let by_value = said.instead_of.is_none();
    let near = usize::from(FieldComparison::LOWEST)..exact + usize::from(!by_value);
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
    let equal = if by_value {
        comparison.equal_pairs(field)
    } else {
        0.0
    };
    let rest = (comparison.filled_pairs(field) - equal).max(0.0);
    for count in &mut counts[near] {
        *count *= rest / drawn;
    }
    if by_value {
        counts[exact] = equal;
    }
    // Values entered in each other's field are counted among the pairs that are kept.
    counts
}
