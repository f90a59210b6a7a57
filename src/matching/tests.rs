//! The searches beside the naive comparison of every pair.

use std::sync::Arc;

use proptest::prelude::*;

use super::bit_slices::{BLOCK, BitSlices, LANES, Sums, lanes};
use super::*;
use crate::units::Threshold;

fn common(one: &[u64], other: &[u64]) -> u32 {
    one.iter()
        .zip(other)
        .map(|(a, b)| (a & b).count_ones())
        .sum()
}

fn naive(left: &[Vec<u64>], right: &[Vec<u64>], from: f64) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for (i, x) in (0u32..).zip(left) {
        for (j, y) in (0u32..).zip(right) {
            let bits = |z: &Vec<u64>| z.iter().map(|w| w.count_ones()).sum::<u32>();
            let total = bits(x) + bits(y);
            if total > 0 && 2.0 * f64::from(common(x, y)) / f64::from(total) >= from {
                pairs.push((i, j));
            }
        }
    }
    pairs
}

/// Few distinct words, so that similar filters are common; some sparse, some full, some empty.
fn filters(words: usize, most: usize) -> impl Strategy<Value = Vec<Vec<u64>>> {
    let word = prop_oneof![
        Just(0u64),
        Just(u64::MAX),
        Just(0x00ff_00ff_00ff_00ff),
        Just(1),
        any::<u64>()
    ];
    prop::collection::vec(prop::collection::vec(word, words), 0..most)
}

fn threshold(from: f64) -> Threshold {
    Threshold::new(from).unwrap()
}

fn set(party: u16, words: usize, filters: &[Vec<u64>]) -> Arc<FilterSet> {
    Arc::new(FilterSet::of_filters(party, words, filters))
}

fn rows(found: &SimilarPairs) -> Vec<(u32, u32)> {
    let mut rows: Vec<_> = found
        .pairs
        .iter()
        .map(|pair| (pair.left.row, pair.right.row))
        .collect();
    rows.sort_unstable();
    rows
}

fn thresholds() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.5),
        Just(2.0 / 3.0),
        Just(0.8),
        Just(1.0),
        0.05..1.0f64
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn exhaustive_search_finds_exactly_what_the_naive_comparison_finds(
        (words, left, right) in prop_oneof![Just(8usize), Just(16), Just(32), Just(64)]
            .prop_flat_map(|words| (Just(words), filters(words, 300), filters(words, 300))),
        from in thresholds(),
        threads in 1usize..4,
    ) {
        let search = SimilaritySearch::exhaustive(threshold(from), 10);
        let comparison = Comparison::new(search, set(0, words, &left), set(1, words, &right));
        let found = comparison.run(threads, &mut |_| {}).unwrap();
        prop_assert_eq!(rows(&found), naive(&left, &right, from));
        prop_assert_eq!(found.histogram.iter().sum::<u64>(), found.pairs.len() as u64);
    }

    #[test]
    fn sampled_search_finds_no_pair_that_the_naive_comparison_does_not_and_measures_the_rest(
        left in filters(8, 200),
        right in filters(8, 200),
        from in thresholds(),
    ) {
        let search = SimilaritySearch {
            method: Some(SimilarityMethod::Sampled),
            ..SimilaritySearch::exhaustive(threshold(from), 10)
        };
        let comparison = Comparison::new(search, set(0, 8, &left), set(1, 8, &right));
        let found = comparison.run(1, &mut |_| {}).unwrap();
        let all = naive(&left, &right, from);
        let some = rows(&found);
        prop_assert!(some.iter().all(|pair| all.contains(pair)));
        prop_assert!(some.windows(2).all(|two| two[0] != two[1]));
        // So few records are all checked.
        let recall = found.recall.unwrap();
        prop_assert_eq!(recall.pairs, all.len() as u64);
        prop_assert_eq!(recall.found, some.len() as u64);
    }

    #[test]
    fn bit_slices_count_as_population_counts_do(
        left in filters(8, LANES + 1),
        right in prop::collection::vec(any::<u64>(), 8),
        starts in prop::collection::vec(0u32..400, LANES),
        least in 0u32..1000,
    ) {
        let positions = |filter: &[u64]| -> Vec<u16> {
            (0..512u16).filter(|&bit| filter[usize::from(bit) / 64] >> (bit % 64) & 1 == 1).collect()
        };
        let lefts: Vec<Vec<u16>> = left.iter().map(|filter| positions(filter)).collect();
        let slices = BitSlices::new(512, lefts.iter().map(Vec::as_slice));
        let mut padded = positions(&right);
        padded.resize(padded.len().next_multiple_of(BLOCK), 512);
        let (blocks, _) = padded.as_chunks::<BLOCK>();
        let sums = Sums::<11>::new(starts.iter().copied());
        let reached: Vec<usize> = lanes(slices.at_least(&sums, blocks, least)).collect();
        let expected: Vec<usize> = (0..left.len())
            .filter(|&lane| starts[lane] + common(&left[lane], &right) >= least)
            .collect();
        prop_assert_eq!(reached, expected);
    }
}

fn written(comparison: &Comparison) -> Vec<u8> {
    let mut message = Vec::new();
    comparison.write_to(&mut message).unwrap();
    message
}

fn elsewhere(message: &[u8]) -> Result<Comparison, MatchingError> {
    Comparison::read_from(message, message.len() as u64)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whoever does a part, in whatever order, and however often: the same is found as when nothing is divided.
    #[test]
    fn dividing_changes_nothing(
        (left, right) in (filters(8, 150), 1usize..40).prop_flat_map(|(left, copies)| {
            // So many on the right that there are several parts, and pairs in each.
            let right = left.iter().cycle().take(left.len() * copies).cloned().collect::<Vec<_>>();
            (Just(left), Just(right))
        }),
        from in thresholds(),
        sampled in any::<bool>(),
        order in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..12),
    ) {
        let method = if sampled { SimilarityMethod::Sampled } else { SimilarityMethod::Exhaustive };
        let search = SimilaritySearch {
            method: Some(method),
            seed: [9; 32],
            ..SimilaritySearch::exhaustive(threshold(from), 10)
        };
        let (left, right) = (set(0, 8, &left), set(1, 8, &right));
        let whole = Comparison::new(search, Arc::clone(&left), Arc::clone(&right));
        let undivided = whole.run(1, &mut |_| {}).unwrap();
        let other = elsewhere(&written(&whole)).unwrap();
        let parts = whole.parts();
        // Some parts early and some of them twice, then all.
        let early = order.iter().filter(|_| parts > 0).map(|(part, here)| (part.index(parts), *here));
        let mut gathered = Gathered::new(&whole);
        for (part, here) in early.chain((0..parts).rev().map(|part| (part, part % 2 == 0))) {
            let found = if here {
                whole.compare(part).unwrap()
            } else {
                whole.read_part(&other.compare(part).unwrap().to_bytes()).unwrap()
            };
            gathered.add(found).unwrap();
        }
        prop_assert_eq!(gathered.missing(), 0);
        prop_assert_eq!(whole.finish(gathered).unwrap(), undivided);
    }
}

#[test]
fn a_missing_part_is_noticed_and_a_damaged_message_is_refused() {
    let (left, right) = with_near_copies(700, 100);
    for method in [SimilarityMethod::Exhaustive, SimilarityMethod::Sampled] {
        let search = SimilaritySearch {
            method: Some(method),
            ..SimilaritySearch::exhaustive(threshold(0.8), 10)
        };
        let comparison = Comparison::new(search, set(0, 16, &left), set(1, 16, &right));
        let message = written(&comparison);
        let other = elsewhere(&message).unwrap();
        assert_eq!(other.parts(), comparison.parts());
        let done = |part: usize| {
            let bytes = other.compare(part).unwrap().to_bytes();
            for end in 0..bytes.len() {
                assert!(comparison.read_part(&bytes[..end]).is_err());
            }
            comparison.read_part(&bytes).unwrap()
        };
        let found = comparison.combine((0..comparison.parts()).map(done).collect());
        assert_eq!(found.unwrap(), comparison.run(1, &mut |_| {}).unwrap());
        let found = comparison.combine((1..comparison.parts()).map(done).collect());
        assert_eq!(found, Err(MatchingError::PartMissing));
        for damaged in [&message[1..], &message[..message.len() - 8], &[]] {
            assert_eq!(elsewhere(damaged).err(), Some(MatchingError::Message));
        }
        // Cut off, and its size told as if it were not.
        let cut = &message[..message.len() - 8];
        let whole = Comparison::read_from(cut, message.len() as u64);
        assert_eq!(whole.err(), Some(MatchingError::Message));
        // A number of filters that the size has not paid for.
        let mut claims = message.clone();
        claims[50] = 1;
        assert_eq!(elsewhere(&claims).err(), Some(MatchingError::Message));
    }
}

#[test]
fn a_part_that_names_a_record_that_is_not_there_is_refused() {
    let (left, right) = with_near_copies(2, 0);
    let search = SimilaritySearch::exhaustive(threshold(0.8), 1);
    let comparison = Comparison::new(search, set(0, 16, &left), set(1, 16, &right));
    let mut bytes = comparison.compare(0).unwrap().to_bytes();
    // After the numbers of the part and of its pairs comes the first pair's left position.
    bytes[16] = 2;
    assert_eq!(
        comparison.read_part(&bytes).err(),
        Some(MatchingError::Message)
    );
}

/// `SplitMix64` (Steele et al. 2014): random enough for bits.
fn random_words(mut state: u64) -> impl FnMut() -> u64 {
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// Half-full filters of 1024 bits, and copies of them in which this many bits were flipped.
fn with_near_copies(count: usize, flips: u64) -> (Vec<Vec<u64>>, Vec<Vec<u64>>) {
    let mut word = random_words(7);
    let left: Vec<Vec<u64>> = (0..count)
        .map(|_| (0..16).map(|_| word()).collect())
        .collect();
    let right = left
        .iter()
        .map(|filter: &Vec<u64>| {
            let mut copy = filter.clone();
            for _ in 0..flips {
                let bit = word() % 1024;
                copy[(bit / 64) as usize] ^= 1 << (bit % 64);
            }
            copy
        })
        .collect();
    (left, right)
}

#[test]
fn sampled_search_reaches_the_recall_it_aims_at() {
    // 512 bits set in each and 180 flips, of which some undo each other: Dice of about 0.83, just above the score.
    let (left, right) = with_near_copies(3000, 180);
    let search = SimilaritySearch {
        method: Some(SimilarityMethod::Sampled),
        seed: [3; 32],
        ..SimilaritySearch::exhaustive(threshold(0.8), 10)
    };
    let comparison = Comparison::new(search, set(0, 16, &left), set(1, 16, &right));
    let found = comparison.run(2, &mut |_| {}).unwrap();
    let recall = found.recall.unwrap();
    assert_eq!(recall.pairs, 3000);
    assert!(recall.interval().value > 0.98, "{recall:?}");
    // Who did which part changes nothing.
    let parts = (0..comparison.parts()).rev();
    let parts = parts
        .map(|part| comparison.compare(part).unwrap())
        .collect();
    assert_eq!(comparison.combine(parts).unwrap(), found);
}

#[test]
fn a_bucket_of_filters_that_no_bit_tells_apart_is_compared_and_not_dropped() {
    // 1,100 x 1,100 equal filters are more than a large bucket holds, and no further bit splits them. A score of 1 needs
    // one table.
    let (one, _) = with_near_copies(1, 0);
    let many = vec![one[0].clone(); 1100];
    let search = SimilaritySearch {
        method: Some(SimilarityMethod::Sampled),
        ..SimilaritySearch::exhaustive(threshold(1.0), 10)
    };
    let comparison = Comparison::new(search, set(0, 16, &many), set(1, 16, &many));
    let found = comparison.run(2, &mut |_| {}).unwrap();
    assert_eq!(found.pairs.len(), 1100 * 1100);
}

#[test]
fn dice_as_published() {
    // Christen, Ranbaduge and Schnell, "Linking Sensitive Data" (2020), section 3.5: 5 common of 6 and 7 bits.
    assert!((dice(5, 6, 7) - 10.0 / 13.0).abs() < 1e-12);
    assert!(dice(0, 0, 0).abs() < f64::EPSILON);
    assert!((dice(4, 4, 4) - 1.0).abs() < f64::EPSILON);
}
