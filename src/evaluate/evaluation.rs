use serde::Serialize;

use super::attributes::Attributes;
use super::candidates::CandidateQuality;
use super::estimates::Estimates;
use super::groups::GroupQuality;
use super::pairs::{PairSets, linked_pairs};
use super::partition::Partitions;
use super::subgroups::SubgroupTable;
use super::{Crosswalk, EvaluateError, LinkQuality, LinkedRecords, TruePairs};
use crate::report::{MatchReport, SOFTWARE};

/// What links are compared with the truth on.
pub struct EvaluationInputs<'a> {
    /// The links file's name and bytes.
    pub links: (&'a str, &'a [u8]),
    /// The parties and their crosswalks, in the order of the truth's columns.
    pub crosswalks: &'a [(String, Crosswalk)],
    /// The truth.
    pub truth: &'a TruePairs,
    /// The report of the match that made the links, where there is one.
    pub match_report: Option<&'a MatchReport>,
    /// Attributes of parties' records.
    pub attributes: &'a [Attributes],
}

/// Everything that can be said of links against the truth, in counts and shares: the report of `evaluate`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// Always `split-tally/evaluation`.
    pub format: &'static str,
    /// Always 1.
    pub version: u32,
    /// The program and its version.
    pub software: &'static str,
    /// The parties, in the order of the truth's columns.
    pub parties: Vec<String>,
    /// Pairs, over all pairs of parties together.
    pub pairs: LinkQuality,
    /// Pairs, for each two parties.
    pub by_parties: Vec<TwoPartiesQuality>,
    /// Groups.
    pub groups: GroupQuality,
    /// Candidate pairs, where there is a match report.
    pub candidates: Option<CandidateQuality>,
    /// The probability model's own estimates, where it decided and there is a match report.
    pub estimates: Option<Estimates>,
    /// By group of people, for each column of each party's attributes.
    pub subgroups: Vec<SubgroupTable>,
    /// What does not fit together.
    pub notes: Vec<String>,
}

/// The quality of the pairs of two parties.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TwoPartiesQuality {
    /// The two.
    pub parties: [String; 2],
    /// How good their pairs are.
    #[serde(flatten)]
    pub quality: LinkQuality,
}

impl Evaluation {
    /// Compares links with the truth, pair by pair, group by group, and by group of people.
    ///
    /// # Errors
    /// [`EvaluateError`] when the files do not belong together.
    pub fn of(inputs: &EvaluationInputs<'_>) -> Result<Self, EvaluateError> {
        let links = LinkedRecords::read(inputs.links.0, inputs.links.1)?;
        let linked = linked_pairs(&links, inputs.crosswalks)?;
        let truth = &inputs.truth.pairs;
        let names = inputs.crosswalks.iter().map(|(name, _)| name.clone());
        let parties: Vec<String> = names.collect();
        let mut subgroups = Vec::new();
        for attributes in inputs.attributes {
            let party = parties.iter().position(|name| *name == attributes.party);
            let party = party.ok_or_else(|| EvaluateError::NoCrosswalk {
                party: attributes.party.clone(),
            })?;
            subgroups.extend(SubgroupTable::of(attributes, party, &linked, truth)?);
        }
        let groups = GroupQuality::of(&Partitions::new(&linked, truth));
        let mut notes = Vec::new();
        let (mut candidates, mut estimates) = (None, None);
        if let Some(report) = inputs.match_report {
            if report.groups != groups.found {
                notes.push(format!(
                    "The match report tells of {} groups and the links file has {}: what is taken from the report may be of another match.",
                    report.groups, groups.found
                ));
            }
            candidates = Some(CandidateQuality::of(report, &linked, truth));
            estimates = Estimates::of(report, inputs.links, inputs.crosswalks, inputs.truth)?;
        }
        Ok(Self {
            format: "split-tally/evaluation",
            version: 1,
            software: SOFTWARE,
            pairs: LinkQuality::over_all(&linked, truth),
            by_parties: by_parties(&parties, &linked, truth),
            parties,
            groups,
            candidates,
            estimates,
            subgroups,
            notes,
        })
    }
}

fn by_parties(parties: &[String], linked: &PairSets, truth: &PairSets) -> Vec<TwoPartiesQuality> {
    let mut found = Vec::new();
    for (left, one) in parties.iter().enumerate() {
        for (right, other) in parties.iter().enumerate().skip(left + 1) {
            let of = |pairs: &PairSets| {
                let pairs = pairs.get_key_value(&(left, right));
                pairs
                    .map(|(parties, pairs)| PairSets::from([(*parties, pairs.clone())]))
                    .unwrap_or_default()
            };
            found.push(TwoPartiesQuality {
                parties: [one.clone(), other.clone()],
                quality: LinkQuality::over_all(&of(linked), &of(truth)),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(number: u32) -> String {
        format!("{number:032x}")
    }

    /// Crosswalks of parties A, B and C, whose record 1 has the id a1, b1 or c1.
    fn crosswalks() -> Vec<(String, Crosswalk)> {
        [("A", 100), ("B", 200), ("C", 300)]
            .map(|(party, from)| {
                let mut text = String::from("record,id\n");
                for number in 1..=5 {
                    let id = format!("{}{number}", party.to_lowercase());
                    text = format!("{text}{},{id}\n", reference(from + number));
                }
                let crosswalk = Crosswalk::read(party, text.as_bytes()).unwrap();
                (party.to_owned(), crosswalk)
            })
            .into()
    }

    fn links(groups: &[&[(&str, u32)]]) -> String {
        let mut text = String::from("group,party,record,score,rule\n");
        for (group, members) in groups.iter().enumerate() {
            for (party, number) in *members {
                let from = match *party {
                    "A" => 100,
                    "B" => 200,
                    _ => 300,
                };
                let record = reference(from + number);
                text = format!("{text}{},{party},{record},1.0000,nhs\n", group + 1);
            }
        }
        text
    }

    #[test]
    fn three_parties_by_hand() {
        let crosswalks = crosswalks();
        // Person 1 is with all three and found whole. Person 2 is with all three: A and B are found together, C is not. Person
        // 3 is with B and C, and is linked to A's record of person 4, whom B holds as b4.
        let truth = b"A,B,C\na1,b1,c1\na2,b2,c2\n,b3,c3\na4,b4,\n";
        let truth = TruePairs::read("truth.csv", truth, 3).unwrap();
        let links = links(&[
            &[("A", 1), ("B", 1), ("C", 1)],
            &[("A", 2), ("B", 2)],
            &[("A", 4), ("B", 3), ("C", 3)],
        ]);
        let evaluation = Evaluation::of(&EvaluationInputs {
            links: ("links.csv", links.as_bytes()),
            crosswalks: &crosswalks,
            truth: &truth,
            match_report: None,
            attributes: &[],
        })
        .unwrap();
        let counts = |quality: &LinkQuality| {
            (
                quality.true_positives,
                quality.false_positives,
                quality.false_negatives,
            )
        };
        // True: 3 of person 1, 3 of person 2, 1 of person 3, 1 of person 4. Linked: 3, 1 and 3, of which 3, 1 and 1 are true.
        assert_eq!(counts(&evaluation.pairs), (5, 2, 3));
        let by_parties: Vec<_> = evaluation
            .by_parties
            .iter()
            .map(|two| (two.parties.join(""), counts(&two.quality)))
            .collect();
        assert_eq!(
            by_parties,
            [
                ("AB".to_owned(), (2, 1, 1)),
                ("AC".to_owned(), (1, 1, 1)),
                ("BC".to_owned(), (2, 0, 1))
            ]
        );
        let groups = &evaluation.groups;
        assert_eq!(
            (
                groups.found,
                groups.exact,
                groups.with_a_wrong_member,
                groups.incomplete
            ),
            (3, 1, 1, 1)
        );
        assert_eq!(
            (
                groups.people,
                groups.with_others,
                groups.split,
                groups.not_found
            ),
            (4, 1, 2, 1)
        );
    }

    #[test]
    fn attributes_of_somebody_else_are_refused() {
        let choice = super::super::AttributeChoice {
            id: "id".to_owned(),
            by: vec!["missing".to_owned()],
            on: "20260101".parse().unwrap(),
        };
        let attributes = Attributes::read("D", "d.csv", b"id,sex\n1,F\n", &choice).unwrap();
        let truth = TruePairs::read("truth.csv", b"A,B,C\na1,b1,c1\n", 3).unwrap();
        let refused = Evaluation::of(&EvaluationInputs {
            links: ("links.csv", links(&[]).as_bytes()),
            crosswalks: &crosswalks(),
            truth: &truth,
            match_report: None,
            attributes: &[attributes],
        });
        assert!(refused.err().unwrap().to_string().contains("\"D\""));
    }
}
