use super::groups::{Group, LinkedBy, Member};
use crate::units::RecordReference;

/// The header of a links file.
pub const LINKS_HEADER: &str = "group,party,record,score,rule";

/// One record of one group, as it stands in a links file.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Number of the group, from 1.
    pub group: u32,
    /// The party's name.
    pub party: String,
    /// The record's reference.
    pub record: RecordReference,
    /// Dice coefficient where similarity made the link, probability where the model did, else 1.
    pub score: f64,
    /// The match key's name, or `similarity`, `probability` or `review`.
    pub rule: String,
}

/// Which records belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// In the order of groups, and of parties within a group.
    pub links: Vec<Link>,
    /// Number of groups.
    pub groups: u32,
}

/// The rules' names of links that no match key made.
const SIMILARITY: &str = "similarity";
const PROBABILITY: &str = "probability";
const REVIEW: &str = "review";

impl Links {
    pub(super) fn new(
        groups: &[Group],
        parties: &[&str],
        match_keys: &[String],
        earlier_rules: &[String],
        reference: impl Fn(&Member) -> RecordReference,
    ) -> Self {
        let mut links = Vec::with_capacity(groups.len() * 2);
        for Group { number, members } in groups {
            links.extend(members.iter().map(|member| Link {
                group: *number,
                party: parties[usize::from(member.record.party)].to_owned(),
                record: reference(member),
                score: member.score,
                rule: match member.linked_by {
                    LinkedBy::MatchKey(key) => match_keys[key].clone(),
                    LinkedBy::Similarity => SIMILARITY.to_owned(),
                    LinkedBy::Probability => PROBABILITY.to_owned(),
                    LinkedBy::Review => REVIEW.to_owned(),
                    LinkedBy::Earlier(rule) => earlier_rules[rule].clone(),
                },
            }));
        }
        Self {
            groups: u32::try_from(groups.len()).unwrap_or(u32::MAX),
            links,
        }
    }

    /// The links file: CSV with the header [`LINKS_HEADER`]. Holds references, never a person's value.
    #[must_use]
    pub fn to_csv(&self) -> String {
        use std::fmt::Write as _;
        let mut csv = String::with_capacity(self.links.len() * 80 + 64);
        csv.push_str(LINKS_HEADER);
        csv.push('\n');
        for link in &self.links {
            // Party and rule names are validated to hold nothing that CSV would need to quote.
            let _ = writeln!(
                csv,
                "{},{},{},{:.4},{}",
                link.group, link.party, link.record, link.score, link.rule
            );
        }
        csv
    }
}
