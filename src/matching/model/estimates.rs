use crate::units::Arrange;
use serde::{Deserialize, Serialize};

use super::comparison::{Comparison, Pattern};
use super::kept::KeptPair;
use super::levels::FieldComparison;
use super::real;

/// Precision and recall at one threshold, as the model itself expects them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Least probability.
    pub threshold: f64,
    /// The same as a match weight: the least log2 Bayes factor that gives it.
    pub weight: f64,
    /// Pairs that reach it.
    pub pairs: u64,
    /// Expected share of them that are one person.
    pub precision: f64,
    /// Expected share of all pairs of one person that reach it.
    pub recall: f64,
}

/// Estimates at thresholds from 0.01 to 0.99 in steps of 0.01: the sum of the probabilities at or above a threshold over
/// their number, and over `expected_matches`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A probability times 100 is a small number.
pub(super) fn estimates(
    probabilities: impl Iterator<Item = f64>,
    expected_matches: f64,
    prior_odds: f64,
) -> Vec<Estimate> {
    let mut bins = vec![(0u64, 0.0f64); 101];
    for probability in probabilities {
        let (pairs, sum) = &mut bins[((probability * 100.0 + 1e-9) as usize).min(100)];
        *pairs += 1;
        *sum += probability;
    }
    let (mut pairs, mut sum) = (0, 0.0);
    let mut estimates: Vec<Estimate> = (1u32..=100)
        .rev()
        .filter_map(|bin| {
            let (more, probable) = bins[bin as usize];
            pairs += more;
            sum += probable;
            let threshold = f64::from(bin) / 100.0;
            (bin < 100).then(|| Estimate {
                threshold,
                weight: (threshold / (1.0 - threshold) / prior_odds).log2(),
                pairs,
                precision: sum / real(usize::try_from(pairs).unwrap_or(usize::MAX)).max(1.0),
                recall: (sum / expected_matches.max(f64::MIN_POSITIVE)).min(1.0),
            })
        })
        .collect();
    estimates.reverse();
    estimates
}

/// How often two fields of one person are both not equal, seen and as expected if they erred by themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dependence {
    /// The two fields.
    pub fields: [String; 2],
    /// Expected pairs of one person in which both are filled and neither is equal.
    pub observed: f64,
    /// The same if the fields' errors were independent.
    pub expected: f64,
}

/// Every two fields, those that depart most from independence first.
pub(super) fn dependence(
    comparison: &Comparison<'_>,
    kept: &[KeptPair],
    probabilities: &[f64],
) -> Vec<Dependence> {
    let fields = &comparison.fields;
    let mut found = Vec::new();
    for one in 0..fields.len() {
        for other in one + 1..fields.len() {
            // Both filled; the first unequal; the second; both.
            let mut sums = [0.0; 4];
            for (pair, probability) in kept.iter().zip(probabilities) {
                let unequal = |field: usize| unequal(pair.pattern, field, &fields[field]);
                if let (Some(one), Some(other)) = (unequal(one), unequal(other)) {
                    let happened = [true, one, other, one && other];
                    for (sum, _) in sums.iter_mut().zip(happened).filter(|(_, yes)| *yes) {
                        *sum += probability;
                    }
                }
            }
            let [filled, first, second, both] = sums;
            found.push(Dependence {
                fields: [fields[one].name.clone(), fields[other].name.clone()],
                observed: both,
                expected: first * second / filled.max(f64::MIN_POSITIVE),
            });
        }
    }
    let excess = |of: &Dependence| (of.observed - of.expected).abs();
    found.arrange_by(|a, b| excess(b).total_cmp(&excess(a)));
    found
}

fn unequal(pattern: Pattern, field: usize, said: &FieldComparison) -> Option<bool> {
    let level = pattern.level(field);
    (level != FieldComparison::MISSING).then(|| level < said.exact())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_by_hand() {
        let found = estimates([0.995, 0.8, 0.4, 0.05].into_iter(), 2.5, 0.001);
        assert_eq!(found.len(), 99);
        let at = |threshold: f64| {
            found
                .iter()
                .find(|e| (e.threshold - threshold).abs() < 1e-9)
                .unwrap()
        };
        let half = at(0.5);
        assert_eq!(half.pairs, 2);
        assert!((half.precision - 1.795 / 2.0).abs() < 1e-9);
        assert!((half.recall - 1.795 / 2.5).abs() < 1e-9);
        // Odds of 1 from prior odds of 1 in 1000 need a Bayes factor of 1000, which is 9.966 bits.
        assert!((half.weight - 9.966).abs() < 1e-3);
        assert_eq!(at(0.8).pairs, 2);
        assert_eq!(at(0.81).pairs, 1);
        assert_eq!(at(0.01).pairs, 4);
    }
}
