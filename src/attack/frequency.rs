//! Frequency attacks: what is commonest in the file is taken for what is commonest among the public.

use std::collections::HashMap;
use std::hash::{Hash, Hasher as _};

use super::people::Scene;
use super::{AttackError, keys, settings};
use crate::agreement::{Agreement, AgreementText, MatchKey, Part};
use crate::encode::{Contents, Encoder, EncodingBatch, layout};
use crate::secret::ProjectKey;
use crate::standardise::StandardRecord;
use crate::units::{RecordReference, Token};

/// How a rank alignment went.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Alignment {
    /// Records that have the token.
    pub records: usize,
    /// Records of which the value was named rightly.
    pub right: usize,
    /// Of the ten commonest tokens, how many were named rightly.
    pub of_top_10: usize,
    /// Of the fifty commonest.
    pub of_top_50: usize,
    /// Distinct tokens: naming one at random is right once in so many.
    pub distinct: usize,
}

/// Aligns the tokens of each match key of the `person` template, and of given name and surname alone, with those of
/// people who are not in the file but drawn as they are.
///
/// # Errors
/// [`AttackError::Agreement`], never in practice.
pub fn attack(scene: &Scene, seed: u64) -> Result<Vec<(String, Alignment)>, AttackError> {
    let agreement = with_single_fields(&scene.agreement)?;
    let key = keys::made_up(seed, "frequency")?;
    let target = columns(&agreement, &key, &scene.target);
    // The attacker counts plain values. Which value is which token is looked up only to judge the outcome.
    let public = columns(&agreement, &key, &scene.known);
    let names = agreement.match_keys().iter().map(|key| key.name.clone());
    let mut outcomes: Vec<(String, Alignment)> = names
        .zip(target.iter().zip(&public))
        .map(|(name, (target, public))| (format!("match key {name}"), align(target, public)))
        .collect();
    for field in ["given_name", "surname"] {
        let encoding = settings::one_field(scene, field);
        // A field that is empty has no filter.
        let filters = |records: &[StandardRecord]| -> Result<Vec<u64>, AttackError> {
            let filters = encoding.encode(records, seed)?;
            let filled = (0..filters.len()).filter(|&index| filters.count(index) > 0);
            Ok(filled
                .map(|index| fingerprint(filters.filter(index)))
                .collect())
        };
        let outcome = align(&filters(&scene.target)?, &filters(&scene.known)?);
        outcomes.push((format!("{}: equal filters", encoding.name), outcome));
    }
    Ok(outcomes)
}

fn fingerprint(filter: &[u64]) -> u64 {
    let mut hasher = std::collections::hash_map::DefaultHasher::new();
    filter.hash(&mut hasher);
    hasher.finish()
}

/// Takes the values ranked alike for each other.
pub(super) fn align<T: Hash + Eq + Copy>(target: &[T], public: &[T]) -> Alignment {
    let (target, public) = (ranked(target), ranked(public));
    let mut out = Alignment {
        records: target.iter().map(|&(_, count)| count).sum(),
        distinct: target.len(),
        ..Alignment::default()
    };
    for (rank, ((token, count), (guess, _))) in target.iter().zip(&public).enumerate() {
        if token == guess {
            out.right += count;
            out.of_top_10 += usize::from(rank < 10);
            out.of_top_50 += usize::from(rank < 50);
        }
    }
    out
}

/// Distinct values, commonest first; of equally common ones, that which came first.
fn ranked<T: Hash + Eq + Copy>(values: &[T]) -> Vec<(T, usize)> {
    let mut counts: HashMap<T, (usize, usize)> = HashMap::new();
    for (position, value) in values.iter().enumerate() {
        counts.entry(*value).or_insert((position, 0)).1 += 1;
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_unstable_by_key(|&(_, (first, count))| (std::cmp::Reverse(count), first));
    ranked
        .into_iter()
        .map(|(value, (_, count))| (value, count))
        .collect()
}

fn with_single_fields(agreement: &Agreement) -> Result<Agreement, AttackError> {
    let mut text: AgreementText = agreement.text().clone();
    for field in ["surname", "given_name"] {
        text.match_keys.insert(
            0,
            MatchKey {
                links: false,
                ..MatchKey::new(&format!("{field}_alone"), vec![Part::whole(field)])
            },
        );
    }
    Ok(Agreement::from_text(text)?)
}

/// The tokens that records have, match key by match key.
fn columns(agreement: &Agreement, key: &ProjectKey, records: &[StandardRecord]) -> Vec<Vec<Token>> {
    let mut columns = vec![Vec::new(); agreement.match_keys().len()];
    let mut encoder = Encoder::new(agreement, key, Contents::ALL);
    let layout = layout(agreement, Contents::ALL);
    for record in records {
        let mut batch = EncodingBatch::new(&layout);
        encoder.encode(record, RecordReference::new([0; 16]), &mut batch);
        for (column, token) in columns.iter_mut().zip(encoder.last_tokens()) {
            column.extend(*token);
        }
    }
    columns
}
