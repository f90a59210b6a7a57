//! Pairs that nothing settles, for the people who hold the records.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::groups::Groups;
use crate::agreement::Agreement;
use crate::exchange::Extract;
use crate::matching::RecordId;
use crate::matching::model::{FieldComparison, Pattern};
use crate::units::{Arrange, RecordReference};

/// Pairs of one record that are put to people: with more candidates than that, none stands out.
const PAIRS_A_RECORD: usize = 3;
/// Pairs put to people in one run: more than anyone will answer.
pub const MAX_REVIEW_PAIRS: usize = 5_000;

/// Pairs that are neither linked nor left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// The likeliest first.
    pub pairs: Vec<ReviewPair>,
    /// Pairs in the zone that are not put to people: a record of theirs has three likelier ones, or there were too many.
    pub left_out: u64,
}

/// Two records that may be one person's.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewPair {
    /// By party, in the agreement's order.
    pub records: [(String, RecordReference); 2],
    /// Dice coefficient, or the probability where the model decides.
    pub score: f64,
    /// What agrees and what does not.
    pub evidence: Vec<Evidence>,
}

/// How well the two records agree in one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// A match key in words, or a field's label.
    pub about: String,
    /// How well.
    pub agreement: HowWell,
}

/// How well two records agree in one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowWell {
    /// Both have it and it is the same.
    Equal,
    /// Both have it and it is alike.
    Alike,
    /// Each has it in another field's place.
    Swapped,
    /// Both have it and it is not the same.
    Differs,
    /// One of them lacks it.
    Missing,
}

/// A pair in the zone between links and the rest.
pub(super) type Doubtful = (RecordId, RecordId, f64);

/// Picks what people are asked about. Pairs whose records are linked to each other's party by now are passed over.
pub(super) fn review(
    mut doubtful: Vec<Doubtful>,
    groups: &Groups,
    extracts: &[Extract],
    evidence: impl Fn(RecordId, RecordId) -> Vec<Evidence>,
) -> Review {
    doubtful.arrange_by(|(a, b, one), (c, d, other)| {
        let likelier = other.total_cmp(one);
        likelier.then_with(|| (a, b).cmp(&(c, d)))
    });
    let mut asked: HashMap<RecordId, usize> = HashMap::new();
    let mut review = Review::default();
    let named = |record: RecordId| {
        let extract = extracts.get(usize::from(record.party))?;
        let reference = extract.reference(record.row as usize)?;
        Some((extract.header().party.clone(), reference))
    };
    for (one, other, score) in doubtful {
        if !groups.open(one, other) {
            continue;
        }
        let many = [one, other].iter().any(|record| {
            asked
                .get(record)
                .is_some_and(|&pairs| pairs >= PAIRS_A_RECORD)
        });
        let (Some(first), Some(second)) = (named(one), named(other)) else {
            continue;
        };
        if many || review.pairs.len() >= MAX_REVIEW_PAIRS {
            review.left_out += 1;
            continue;
        }
        for record in [one, other] {
            *asked.entry(record).or_default() += 1;
        }
        review.pairs.push(ReviewPair {
            records: [first, second],
            score,
            evidence: evidence(one, other),
        });
    }
    review
}

/// What the tokens of match keys say of two records.
pub(super) fn by_match_keys(
    agreement: &Agreement,
    extracts: &[Extract],
    one: RecordId,
    other: RecordId,
) -> Vec<Evidence> {
    let token = |record: RecordId, key| {
        extracts
            .get(usize::from(record.party))
            .and_then(|extract| extract.token(key, record.row as usize))
    };
    let keys = agreement.match_keys().iter().enumerate();
    keys.map(|(position, key)| Evidence {
        about: key.description(agreement.fields()),
        agreement: match (token(one, position), token(other, position)) {
            (Some(one), Some(other)) if one == other => HowWell::Equal,
            (Some(_), Some(_)) => HowWell::Differs,
            _ => HowWell::Missing,
        },
    })
    .collect()
}

/// What field filters say of two records.
pub(super) fn by_fields(
    agreement: &Agreement,
    fields: &[FieldComparison],
    pattern: Pattern,
) -> Vec<Evidence> {
    let label = |name: &str| {
        let position = agreement.field_position(name);
        let field = position.and_then(|position| agreement.fields().get(position));
        field.map_or_else(|| name.to_owned(), |field| field.label.clone())
    };
    let all = fields;
    let fields = fields.iter().enumerate();
    fields
        .filter(|(position, said)| said.speaks(pattern.level(*position)))
        .map(|(position, said)| Evidence {
            about: match said.instead_of.and_then(|other| all.get(other)) {
                Some(other) => {
                    format!("{}, beside {}", label(&said.name), label(&other.name))
                }
                None => label(&said.name),
            },
            agreement: match pattern.level(position) {
                FieldComparison::MISSING => HowWell::Missing,
                FieldComparison::LOWEST => HowWell::Differs,
                level if level == said.exact() && said.instead_of.is_none() => HowWell::Equal,
                level if level == said.swapped() => HowWell::Swapped,
                _ => HowWell::Alike,
            },
        })
        .collect()
}
