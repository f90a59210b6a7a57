//! The probability model's estimates, made without truth, beside the truth.

use serde::Serialize;

use super::{Crosswalk, EvaluateError, LinkQuality, LinkedRecords, TruePairs, evaluate};
use crate::report::MatchReport;
use crate::units::Interval;

/// Thresholds that the estimates are shown at, above that of the match.
const THRESHOLDS: [f64; 8] = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99];

/// What the model expected without truth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimates {
    /// Expected share of links that are true, over all pairs of parties together.
    pub precision: f64,
    /// Expected share of true pairs that are linked.
    pub recall: f64,
    /// Estimates and truth by threshold; empty where more than two parties were matched, as the links then do not say
    /// how probable each pair of a group is.
    pub thresholds: Vec<AtThreshold>,
}

/// Links that reach a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AtThreshold {
    /// The least probability.
    pub threshold: f64,
    /// Links that reach it.
    pub links: u64,
    /// The model's estimate of precision, for pairs given their rivals.
    pub estimated_precision: f64,
    /// The model's estimate of recall.
    pub estimated_recall: f64,
    /// Share of these links that are true.
    pub precision: Interval,
    /// Share of true pairs that are among them.
    pub recall: Interval,
}

impl Estimates {
    /// The estimates of a match report; `None` where no model decided. `links` are the links file's name and bytes.
    ///
    /// # Errors
    /// As [`evaluate`].
    pub(super) fn of(
        report: &MatchReport,
        links: (&str, &[u8]),
        crosswalks: &[(String, Crosswalk)],
        truth: &TruePairs,
    ) -> Result<Option<Self>, EvaluateError> {
        if report.model.is_empty() {
            return Ok(None);
        }
        #[expect(clippy::cast_precision_loss)] // Links are fewer than 2^52.
        let number = |links: u64| links as f64;
        let models = report.model.iter();
        let (mut linked, mut right, mut matches) = (0.0, 0.0, 0.0);
        for model in models {
            linked += number(model.links);
            right += model.estimate.precision * number(model.links);
            matches += model.expected_matches;
        }
        let mut thresholds = Vec::new();
        if let ([model], 2) = (report.model.as_slice(), crosswalks.len()) {
            for threshold in THRESHOLDS {
                let estimate = model
                    .thresholds
                    .iter()
                    .find(|estimate| (estimate.threshold - threshold).abs() < 1e-9);
                let Some(estimate) = estimate.filter(|_| threshold >= model.threshold - 1e-9)
                else {
                    continue;
                };
                let reached = reaching(links.1, threshold);
                let reached = LinkedRecords::read(links.0, &reached)?;
                let truly: LinkQuality = evaluate(&reached, crosswalks, truth)?;
                thresholds.push(AtThreshold {
                    threshold,
                    links: truly.true_positives + truly.false_positives,
                    estimated_precision: estimate.precision,
                    estimated_recall: estimate.recall,
                    precision: truly.precision,
                    recall: truly.recall,
                });
            }
        }
        Ok(Some(Self {
            precision: right / linked.max(1.0),
            recall: (right / matches.max(1.0)).min(1.0),
            thresholds,
        }))
    }
}

/// The lines of a links file of two parties whose score reaches a threshold: both lines of a group have the same. Scores
/// are written to four digits, so that a link within 0.00005 below a threshold reaches it.
fn reaching(links: &[u8], threshold: f64) -> Vec<u8> {
    let score = |line: &[u8]| -> Option<f64> {
        let cell = line.split(|&byte| byte == b',').nth(3)?;
        std::str::from_utf8(cell).ok()?.trim().parse().ok()
    };
    let mut kept = Vec::with_capacity(links.len());
    for (number, line) in links.split_inclusive(|&byte| byte == b'\n').enumerate() {
        if number == 0 || score(line).is_none_or(|score| score >= threshold - 1e-9) {
            kept.extend_from_slice(line);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_below_a_threshold_are_left_out() {
        let links = b"group,party,record,score,rule\n1,A,aa,0.9000,similarity\n1,B,bb,0.9000,similarity\n2,A,cc,0.8999,similarity\n";
        let kept = reaching(links, 0.9);
        assert_eq!(
            kept,
            b"group,party,record,score,rule\n1,A,aa,0.9000,similarity\n1,B,bb,0.9000,similarity\n"
        );
        assert_eq!(reaching(links, 0.5), links);
    }
}
