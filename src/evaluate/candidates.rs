//! How much of the work candidates save, and how many true pairs they keep.

use std::collections::HashSet;

use serde::Serialize;

use super::pairs::PairSets;
use crate::report::MatchReport;
use crate::units::Interval;

/// Whether a number is known, or only that it is not beyond it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// It is this number.
    Exactly,
    /// It is this number or more.
    AtLeast,
    /// It is this number or less.
    AtMost,
}

impl Known {
    /// For a table.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Exactly => "exactly",
            Self::AtLeast => "this or more",
            Self::AtMost => "this or less",
        }
    }
}

/// Candidate pairs, as far as a match report tells of them: it has their number and not which pairs they are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CandidateQuality {
    /// Pairs of records of different parties that there are.
    pub all_pairs: u64,
    /// Pairs that were looked at: those that share a token of a match key, and those that were compared.
    pub candidates: u64,
    /// Whether that is their number or the most there can be, as pairs that agree on several match keys count several times.
    pub candidates_known: Known,
    /// 1 less the share of all pairs that are candidates. A count of all pairs and no sample of them, so without interval.
    pub reduction_ratio: f64,
    /// Whether that is the ratio or the least it can be.
    pub reduction_ratio_known: Known,
    /// Share of true pairs that are candidates.
    pub pairs_completeness: Interval,
    /// Whether that is the share or the least it can be.
    pub pairs_completeness_known: Known,
    /// What the figures rest on.
    pub basis: Vec<String>,
}

impl CandidateQuality {
    /// What the report of the match that made these links tells of its candidates.
    pub(super) fn of(report: &MatchReport, linked: &PairSets, truth: &PairSets) -> Self {
        let mut all_pairs = 0u64;
        for (position, input) in report.inputs.iter().enumerate() {
            for other in &report.inputs[position + 1..] {
                all_pairs = all_pairs.saturating_add(input.rows.saturating_mul(other.rows));
            }
        }
        let mut basis = Vec::new();
        let all_true = truth.values().map(|pairs| pairs.len() as u64).sum();
        let by_model = !report.model.is_empty();
        let sees_all = by_model && report.model.iter().all(|model| model.candidates.all_pairs);
        let exhaustive = !by_model
            && report
                .similarity
                .as_ref()
                .is_some_and(|similarity| similarity.method == "exhaustive");
        let (candidates, candidates_known) = if by_model {
            let compared = report.model.iter().map(|model| model.candidates.compared);
            (compared.sum(), Known::Exactly)
        } else {
            let by_keys: u64 = report.rules.iter().map(|rule| rule.pairs).sum();
            let compared = report.similarity.as_ref().map_or(0, |found| found.compared);
            let most = by_keys.saturating_add(compared).min(all_pairs);
            basis.push("A pair that agrees on several match keys without being linked is counted for each, so there can be fewer candidates and not more.".to_owned());
            (most, Known::AtMost)
        };
        let (kept, pairs_completeness_known) = if sees_all {
            basis.push("Every pair of records was compared.".to_owned());
            (all_true, Known::Exactly)
        } else {
            let linked_true: u64 = common(linked, truth);
            if exhaustive {
                basis.push("Counted as candidates: true pairs that are linked, and those of two records that are not linked at all, as such records were compared with each other (taking every record to have a filter). Others may have been candidates too.".to_owned());
                (linked_true + free(linked, truth), Known::AtLeast)
            } else {
                basis.push("Counted as candidates: true pairs that are linked. The match report does not say which others were.".to_owned());
                (linked_true, Known::AtLeast)
            }
        };
        #[expect(clippy::cast_precision_loss)] // A ratio of counts that is printed to a few digits.
        let share = candidates as f64 / all_pairs.max(1) as f64;
        Self {
            all_pairs,
            candidates,
            candidates_known,
            reduction_ratio: 1.0 - share,
            reduction_ratio_known: match candidates_known {
                Known::Exactly => Known::Exactly,
                Known::AtMost | Known::AtLeast => Known::AtLeast,
            },
            pairs_completeness: Interval::of(kept, all_true),
            pairs_completeness_known,
            basis,
        }
    }
}

fn common(linked: &PairSets, truth: &PairSets) -> u64 {
    let pairs = linked.iter().filter_map(|(parties, pairs)| {
        let true_pairs = truth.get(parties)?;
        Some(pairs.intersection(true_pairs).count() as u64)
    });
    pairs.sum()
}

/// True pairs of records that no link holds.
fn free(linked: &PairSets, truth: &PairSets) -> u64 {
    let mut held: HashSet<(usize, &str)> = HashSet::new();
    for (&(left, right), pairs) in linked {
        for (one, other) in pairs {
            held.extend([(left, one.as_str()), (right, other.as_str())]);
        }
    }
    let mut free = 0;
    for (&(left, right), pairs) in truth {
        let is_free = |(one, other): &&(String, String)| {
            !held.contains(&(left, one.as_str())) && !held.contains(&(right, other.as_str()))
        };
        free += pairs.iter().filter(is_free).count() as u64;
    }
    free
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> PairSets {
        let pairs: HashSet<_> = pairs
            .iter()
            .map(|&(one, other)| (one.to_owned(), other.to_owned()))
            .collect();
        BTreeMap::from([((0, 1), pairs)])
    }

    /// A match report of 10 x 20 records, with what `change` makes of it.
    fn report(change: impl FnOnce(&mut serde_json::Value)) -> MatchReport {
        let mut report = serde_json::json!({
            "format": "split-tally/match-report", "version": 1, "software": "", "agreement": { "title": "", "digest": "" },
            "inputs": [
                { "party": "A", "file": "", "rows": 10, "sha256": "", "linked": 2 },
                { "party": "B", "file": "", "rows": 20, "sha256": "", "linked": 2 }
            ],
            "rules": [
                { "rule": "", "description": "", "pairs": 4, "links": 1, "not_unique": 0, "contradicted": 0 },
                { "rule": "", "description": "", "pairs": 6, "links": 1, "not_unique": 0, "contradicted": 0 }
            ],
            "similarity": null, "links": 2, "groups": 2, "overlap": []
        });
        change(&mut report);
        serde_json::from_value(report).unwrap()
    }

    fn similarity(method: &str) -> serde_json::Value {
        serde_json::json!({
            "threshold": 0.8, "margin": 0.0, "compared": 40, "method": method, "links": 0, "too_close": 0, "contradicted": 0,
            "histogram": { "from": 0.7, "width": 0.01, "pairs": [], "links": [] }
        })
    }

    #[test]
    fn what_is_known_of_candidates_by_hand() {
        // Of four true pairs one is linked, one is of two records that are free, and one each has its left or right record
        // linked to somebody else.
        let truth = pairs(&[("a1", "b1"), ("a2", "b2"), ("a3", "b3"), ("a4", "b4")]);
        let linked = pairs(&[("a1", "b1"), ("a3", "b9"), ("a9", "b4")]);
        let kept = |report: &MatchReport| {
            let found = CandidateQuality::of(report, &linked, &truth);
            (
                found.candidates,
                found.candidates_known,
                found.pairs_completeness.value,
                found.pairs_completeness_known,
            )
        };
        let keys = report(|_| {});
        assert_eq!(kept(&keys), (10, Known::AtMost, 0.25, Known::AtLeast));
        let exhaustive = report(|report| report["similarity"] = similarity("exhaustive"));
        assert_eq!(kept(&exhaustive), (50, Known::AtMost, 0.5, Known::AtLeast));
        let sampled = report(|report| report["similarity"] = similarity("sampled"));
        assert_eq!(kept(&sampled), (50, Known::AtMost, 0.25, Known::AtLeast));
        let found = CandidateQuality::of(&exhaustive, &linked, &truth);
        assert_eq!(found.all_pairs, 200);
        assert!((found.reduction_ratio - 0.75).abs() < 1e-12);
        assert_eq!(found.reduction_ratio_known, Known::AtLeast);
    }
}
