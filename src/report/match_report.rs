use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};

use super::model_report::{ModelReport, model_report};
use super::{AgreementReference, SOFTWARE, Subject};
use crate::agreement::Agreement;
use crate::resolve::{AnswerCount, EarlierCount, Homes, Resolution, SimilarityCount};
use crate::units::Interval;

/// What `match` found, in counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchReport {
    /// Always `split-tally/match-report`.
    pub format: String,
    /// Always 1.
    pub version: u32,
    /// The program and its version.
    pub software: String,
    /// The agreement.
    pub agreement: AgreementReference,
    /// The extracts, in the order given.
    pub inputs: Vec<MatchInput>,
    /// The match keys, in the order applied.
    pub rules: Vec<RuleReport>,
    /// Similarity, if the agreement uses it.
    pub similarity: Option<SimilarityReport>,
    /// The probability model of each two parties, where the agreement decides by it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub model: Vec<ModelReport>,
    /// What is put to people, and what became of their answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewReport>,
    /// People who share a home, where they are put together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub households: Option<HouseholdReport>,
    /// What became of the groups of an earlier run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<EarlierReport>,
    /// Pairs linked, beside those that an earlier run had linked.
    pub links: u64,
    /// Groups of records that belong together.
    pub groups: u64,
    /// Groups by which parties they hold records of.
    pub overlap: Vec<Overlap>,
}

/// One extract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchInput {
    /// The party that made it.
    pub party: String,
    /// Its name, without folders.
    pub file: String,
    /// Its rows.
    pub rows: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// Rows that were linked to another party's.
    pub linked: u64,
}

/// What one match key did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleReport {
    /// The match key's name.
    pub rule: String,
    /// The match key in words.
    pub description: String,
    /// Pairs, not linked before, that agree on it.
    pub pairs: u64,
    /// Pairs linked.
    pub links: u64,
    /// Of these, pairs among several that agree, linked as they share more of the other match keys.
    #[serde(default)]
    pub preferred: u64,
    /// Pairs passed over because more than one record agrees.
    pub not_unique: u64,
    /// Pairs passed over because another match key contradicts them.
    pub contradicted: u64,
}

/// What similarity did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SimilarityReport {
    /// The least Dice coefficient of a link.
    pub threshold: f64,
    /// How far a link stands above either record's next best.
    pub margin: f64,
    /// Pairs of records looked at.
    pub compared: u64,
    /// How similar pairs were found: `exhaustive` (none is missed), or `sampled` where there are too many to compare.
    pub method: String,
    /// After sampling: what share of the pairs at or above the threshold was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall: Option<SampledRecall>,
    /// Pairs linked.
    pub links: u64,
    /// Pairs passed over as too close to another.
    pub too_close: u64,
    /// Pairs passed over because a match key contradicts them.
    pub contradicted: u64,
    /// Scores.
    pub histogram: Histogram,
}

/// What share of the similar pairs sampling found, measured on records drawn by the extracts' own digests and compared
/// with all others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampledRecall {
    /// Records compared with all others.
    pub records: u64,
    /// Their pairs at or above the threshold.
    pub pairs: u64,
    /// Those of them that sampling found.
    pub found: u64,
    /// The share found, and its 95% Wilson interval.
    pub share: Interval,
}

/// Scores in bins of equal width.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Lower edge of the first bin.
    pub from: f64,
    /// Width of a bin.
    pub width: f64,
    /// Pairs by bin, among records the match keys left. After sampling, pairs in bins below the threshold less the margin
    /// are estimated from the records that recall was measured on.
    pub pairs: Vec<u64>,
    /// Links by bin.
    pub links: Vec<u64>,
}

/// What is put to people, and what became of their answers, in pairs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewReport {
    /// To be answered by people who hold the records.
    pub pairs: u64,
    /// As doubtful, and not put to anyone: a record of theirs has likelier ones, or there were too many.
    pub left_out: u64,
    /// Linked, as someone answered that they are one person's.
    pub linked: u64,
    /// Kept apart, as someone answered that they are two people's.
    pub kept_apart: u64,
    /// Kept apart, as two people answered differently.
    pub conflicting: u64,
    /// Answered to be one person's and not linked, as a group would have two records of one party, or two that are kept
    /// apart.
    pub clashes: u64,
    /// Of which nobody could tell.
    pub unsure: u64,
    /// Answered about records that are in none of the extracts.
    pub gone: u64,
}

/// People who share a home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdReport {
    /// Homes of two people or more.
    pub homes: u64,
    /// People in them.
    pub people: u64,
    /// Homes whose people are known to more than one party together, though no one of them need be.
    pub across_parties: u64,
    /// Homes by the number of people.
    #[serde(serialize_with = "keys_as_text")]
    pub sizes: BTreeMap<u64, u64>,
    /// Homes with more people than a household can have, which are left apart.
    pub too_large: u64,
    /// Addresses of more than one home by a surer key, whose people without that key are a home by themselves.
    pub ambiguous: u64,
}

/// Numbers as the keys of an object, which JSON writes as text by itself and JavaScript's values do not.
fn keys_as_text<S: Serializer>(map: &BTreeMap<u64, u64>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(map.iter().map(|(key, value)| (key.to_string(), value)))
}

/// What became of the groups of an earlier run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierReport {
    /// Groups kept, with their numbers.
    pub kept: u64,
    /// Groups of which records of fewer than two parties are still there. This run does not give their numbers again.
    pub gone: u64,
    /// Records of earlier groups that are in none of the extracts.
    pub records_gone: u64,
    /// Groups undone, as someone has answered that two of their records are two people's.
    pub undone: u64,
    /// Groups that have become part of one with a lower number.
    pub merged: u64,
}

/// Groups that hold records of exactly these parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// The parties.
    pub parties: Vec<String>,
    /// How many groups.
    pub groups: u64,
}

/// Puts the report together. `inputs` come with `linked` at 0, which is filled in here.
#[must_use]
pub fn match_report(
    agreement: &Agreement,
    mut inputs: Vec<MatchInput>,
    resolution: &Resolution,
) -> MatchReport {
    for input in &mut inputs {
        let linked = resolution
            .links
            .links
            .iter()
            .filter(|link| link.party == input.party);
        input.linked = linked.count() as u64;
    }
    let rules: Vec<RuleReport> = agreement
        .match_keys()
        .iter()
        .zip(&resolution.rules)
        .map(|(key, count)| RuleReport {
            rule: key.name.clone(),
            description: key.description(agreement.fields()),
            pairs: count.pairs,
            links: count.links,
            preferred: count.preferred,
            not_unique: count.not_unique,
            contradicted: count.contradicted,
        })
        .collect();
    let similarity = agreement
        .decision()
        .similarity
        .as_ref()
        .zip(resolution.similarity.as_ref())
        .map(|(rule, count)| SimilarityReport {
            threshold: rule.threshold,
            margin: rule.margin,
            compared: count.compared,
            method: if count.sampled {
                "sampled"
            } else {
                "exhaustive"
            }
            .to_owned(),
            recall: count.sampled.then(|| SampledRecall {
                records: count.recall.records,
                pairs: count.recall.pairs,
                found: count.recall.found,
                share: count.recall.interval(),
            }),
            links: count.links,
            too_close: count.too_close,
            contradicted: count.contradicted,
            histogram: histogram(count),
        });
    let models = resolution.probability.iter();
    let subject = Subject::of(agreement);
    let model: Vec<ModelReport> = models.map(|found| model_report(subject, found)).collect();
    let by_model: u64 = model.iter().map(|model| model.links).sum();
    let by_similarity = similarity.as_ref().map_or(0, |similarity| similarity.links);
    let answered = resolution.answers;
    MatchReport {
        format: "split-tally/match-report".to_owned(),
        version: 1,
        software: SOFTWARE.to_owned(),
        agreement: AgreementReference {
            title: agreement.text().title.clone(),
            digest: agreement.digest().to_string(),
        },
        links: rules.iter().map(|rule| rule.links).sum::<u64>()
            + by_similarity
            + by_model
            + answered.linked
            - answered.already,
        groups: u64::from(resolution.links.groups),
        overlap: overlap(resolution),
        inputs,
        review: review(resolution),
        households: resolution.homes.as_ref().map(households),
        earlier: earlier(resolution.earlier),
        rules,
        similarity,
        model,
    }
}

/// Nothing, where nobody is asked and nobody has answered.
fn review(resolution: &Resolution) -> Option<ReviewReport> {
    let answers = resolution.answers;
    let asked = resolution.review.as_ref();
    (asked.is_some() || answers != AnswerCount::default()).then(|| ReviewReport {
        pairs: asked.map_or(0, |review| review.pairs.len() as u64),
        left_out: asked.map_or(0, |review| review.left_out),
        linked: answers.linked,
        kept_apart: answers.kept_apart,
        conflicting: answers.conflicting,
        clashes: answers.clashes,
        unsure: answers.unsure,
        gone: answers.gone,
    })
}

fn households(found: &Homes) -> HouseholdReport {
    let mut sizes = BTreeMap::new();
    let (mut people, mut across_parties) = (0, 0);
    for home in &found.homes {
        let size = home.people.len() as u64;
        people += size;
        *sizes.entry(size).or_default() += 1;
        let mut records = home.people.iter().flat_map(|person| &person.records);
        let first = records.next().map(|(party, _)| party);
        let others = records.any(|(party, _)| Some(party) != first);
        across_parties += u64::from(others);
    }
    HouseholdReport {
        homes: found.homes.len() as u64,
        people,
        across_parties,
        sizes,
        too_large: found.too_large,
        ambiguous: found.ambiguous,
    }
}

fn earlier(count: EarlierCount) -> Option<EarlierReport> {
    (count != EarlierCount::default()).then_some(EarlierReport {
        kept: count.kept,
        gone: count.gone,
        records_gone: count.records_gone,
        undone: count.undone,
        merged: count.merged,
    })
}

fn histogram(count: &SimilarityCount) -> Histogram {
    Histogram {
        from: count.histogram_from,
        width: SimilarityCount::BIN_WIDTH,
        pairs: count.histogram_pairs.clone(),
        links: count.histogram_links.clone(),
    }
}

fn overlap(resolution: &Resolution) -> Vec<Overlap> {
    let mut counts: BTreeMap<Vec<String>, u64> = BTreeMap::new();
    for members in resolution
        .links
        .links
        .chunk_by(|one, other| one.group == other.group)
    {
        let mut parties: Vec<String> = members.iter().map(|link| link.party.clone()).collect();
        // A party may repeat a person.
        parties.dedup();
        *counts.entry(parties).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(parties, groups)| Overlap { parties, groups })
        .collect()
}
