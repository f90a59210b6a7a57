use serde::Serialize;

use super::pairs::{PairSets, linked_pairs};
use super::{Crosswalk, EvaluateError, LinkedRecords, TruePairs};
use crate::units::Interval;

/// How good links are, counted in pairs. Intervals take pairs to be a sample, each right or wrong by itself.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LinkQuality {
    /// Linked pairs that are true.
    pub true_positives: u64,
    /// Linked pairs that are not.
    pub false_positives: u64,
    /// True pairs not linked.
    pub false_negatives: u64,
    /// Share of linked pairs that are true.
    pub precision: Interval,
    /// Share of true pairs that are linked.
    pub recall: Interval,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// F1 and its interval: that of F*, as F1 = 2 F* / (1 + F*) rises with it (Hand, Christen and Kirielle 2021).
    pub f1_interval: Interval,
    /// F* (Hand, Christen and Kirielle 2021): true positives among all pairs that are linked or true.
    pub f_star: f64,
    /// F* and its interval, as the share of pairs that it is.
    pub f_star_interval: Interval,
}

impl LinkQuality {
    /// The quality of `linked` pairs of which `true_positives` are among `all_true`.
    pub(super) fn of(true_positives: u64, linked: u64, all_true: u64) -> Self {
        let f_star = Interval::of(true_positives, linked + all_true - true_positives);
        let f1 = |f_star: f64| 2.0 * f_star / (1.0 + f_star);
        let f1_interval = Interval {
            value: f1(f_star.value),
            low: f1(f_star.low),
            high: f1(f_star.high),
        };
        Self {
            true_positives,
            false_positives: linked - true_positives,
            false_negatives: all_true - true_positives,
            precision: Interval::of(true_positives, linked),
            recall: Interval::of(true_positives, all_true),
            f1: f1_interval.value,
            f1_interval,
            f_star: f_star.value,
            f_star_interval: f_star,
        }
    }

    /// The quality of these pairs, over all pairs of parties together.
    pub(super) fn over_all(linked: &PairSets, truth: &PairSets) -> Self {
        let total = |pairs: &PairSets| pairs.values().map(|pairs| pairs.len() as u64).sum::<u64>();
        let true_positives = linked.iter().filter_map(|(parties, pairs)| {
            let true_pairs = truth.get(parties)?;
            Some(pairs.intersection(true_pairs).count() as u64)
        });
        Self::of(true_positives.sum(), total(linked), total(truth))
    }
}

/// Compares links with the truth, over all pairs of parties together.
///
/// # Errors
/// [`EvaluateError`] when the links, crosswalks and truth do not belong together.
pub fn evaluate(
    links: &LinkedRecords,
    crosswalks: &[(String, Crosswalk)],
    truth: &TruePairs,
) -> Result<LinkQuality, EvaluateError> {
    Ok(LinkQuality::over_all(
        &linked_pairs(links, crosswalks)?,
        &truth.pairs,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(digit: char) -> String {
        std::iter::repeat_n(digit, 32).collect()
    }

    fn crosswalk(rows: &[(char, &str)]) -> Crosswalk {
        let mut text = String::from("record,id\n");
        for (digit, id) in rows {
            text = format!("{text}{},{id}\n", reference(*digit));
        }
        Crosswalk::read("crosswalk.csv", text.as_bytes()).unwrap()
    }

    #[test]
    fn counts_pairs_by_hand() {
        let crosswalks = [
            (
                "A".to_owned(),
                crosswalk(&[('1', "a1"), ('2', "a2"), ('3', "a3")]),
            ),
            (
                "B".to_owned(),
                crosswalk(&[('4', "b1"), ('5', "b2"), ('6', "b3")]),
            ),
        ];
        let mut links = String::from("group,party,record,score,rule\n");
        for (group, party, digit) in [(1, "A", '1'), (1, "B", '4'), (2, "A", '2'), (2, "B", '6')] {
            links = format!("{links}{group},{party},{},1.0000,nhs\n", reference(digit));
        }
        let links = LinkedRecords::read("links.csv", links.as_bytes()).unwrap();
        // One link right, one wrong, and two true pairs missed.
        let truth = TruePairs::read("truth.csv", b"A,B\na1,b1\na2,b2\na3,b3\n", 2).unwrap();
        let quality = evaluate(&links, &crosswalks, &truth).unwrap();
        assert_eq!(
            (
                quality.true_positives,
                quality.false_positives,
                quality.false_negatives
            ),
            (1, 1, 2)
        );
        assert!((quality.precision.value - 0.5).abs() < 1e-12);
        assert!((quality.recall.value - 1.0 / 3.0).abs() < 1e-12);
        assert!((quality.f1 - 0.4).abs() < 1e-12);
        assert!((quality.f_star - 0.25).abs() < 1e-12);
    }

    #[test]
    fn f1_has_the_interval_of_f_star_transformed() {
        // 81 of 263 pairs that are linked or true, so that F* is Newcombe's 81 of 263 (below): 0.2553 to 0.3662. By hand,
        // 2 x 0.2553 / 1.2553 = 0.4067 and 2 x 0.3662 / 1.3662 = 0.5361; F1 itself is 2 x 81 / (181 + 163) = 0.4709.
        let quality = LinkQuality::of(81, 181, 163);
        let f_star = quality.f_star_interval;
        assert!((f_star.low - 0.2553).abs() < 5e-5 && (f_star.high - 0.3662).abs() < 5e-5);
        let f1 = quality.f1_interval;
        assert!((f1.value - 0.4709).abs() < 5e-5, "{f1:?}");
        assert!((f1.low - 0.4067).abs() < 1e-4, "{f1:?}");
        assert!((f1.high - 0.5361).abs() < 1e-4, "{f1:?}");
    }

    #[test]
    fn wilson_interval_as_published() {
        // Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263 gives 0.2553 to 0.3662.
        let interval = Interval::of(81, 263);
        assert!((interval.low - 0.2553).abs() < 5e-5, "{interval:?}");
        assert!((interval.high - 0.3662).abs() < 5e-5, "{interval:?}");
    }

    #[test]
    fn files_that_do_not_belong_are_refused() {
        assert!(Crosswalk::read("c.csv", b"group,party\n").is_err());
        assert!(Crosswalk::read("c.csv", b"record,id\nxyz,1\n").is_err());
        assert!(LinkedRecords::read("l.csv", b"record,id\n").is_err());
        assert!(TruePairs::read("t.csv", b"A,B,C\n", 2).is_err());
        assert!(Crosswalk::read("c.csv", b"").is_err());
    }
}
