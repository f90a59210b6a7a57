//! Match keys as tokens: truncated HMAC-SHA-256, one HKDF key per match key.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::VERSION;
use crate::agreement::{Agreement, MatchKey, Take};
use crate::secret::ProjectKey;
use crate::standardise::{self, StandardRecord};
use crate::units::Token;

/// Makes the tokens of records under one agreement and key.
pub(super) struct MatchKeyEncoder {
    keys: Vec<KeyedTuple>,
    message: Vec<u8>,
    taken: String,
    swapped: String,
}

struct KeyedTuple {
    parts: Vec<TakenPart>,
    /// The HMAC state after its key block, so that each token costs two compressions and not four.
    keyed: Hmac<Sha256>,
}

struct TakenPart {
    field: usize,
    take: Take,
    first: Option<usize>,
    swaps_with: Option<usize>,
}

impl MatchKeyEncoder {
    pub(super) fn new(agreement: &Agreement, key: &ProjectKey) -> Self {
        let keys = agreement
            .match_keys()
            .iter()
            .map(|match_key| KeyedTuple {
                parts: taken_parts(agreement, match_key),
                keyed: keyed_state(agreement, match_key, key),
            })
            .collect();
        Self {
            keys,
            message: Vec::with_capacity(128),
            taken: String::with_capacity(64),
            swapped: String::with_capacity(64),
        }
    }

    /// Makes one token per match key; `None` where any part is missing.
    pub(super) fn encode(&mut self, record: &StandardRecord, tokens: &mut Vec<Option<Token>>) {
        tokens.clear();
        for position in 0..self.keys.len() {
            let token = self.token(position, record);
            tokens.push(token);
        }
    }

    fn token(&mut self, position: usize, record: &StandardRecord) -> Option<Token> {
        self.message.clear();
        let tuple = self.keys.get(position)?;
        for part in &tuple.parts {
            self.taken.clear();
            take(record.value(part.field)?, part, &mut self.taken)?;
            let Some(other) = part.swaps_with else {
                push_part(&mut self.message, &self.taken);
                continue;
            };
            self.swapped.clear();
            take(record.value(other)?, part, &mut self.swapped)?;
            let (first, second) = if self.taken <= self.swapped {
                (&self.taken, &self.swapped)
            } else {
                (&self.swapped, &self.taken)
            };
            push_part(&mut self.message, first);
            push_part(&mut self.message, second);
        }
        let mut mac = tuple.keyed.clone();
        mac.update(&self.message);
        let digest: [u8; 32] = mac.finalize().into_bytes().into();
        let mut token = [0; Token::BYTES];
        token.copy_from_slice(&digest[..Token::BYTES]);
        Some(Token::new(token))
    }
}

fn taken_parts(agreement: &Agreement, match_key: &MatchKey) -> Vec<TakenPart> {
    match_key
        .parts
        .iter()
        .filter_map(|part| {
            Some(TakenPart {
                field: agreement.field_position(&part.field)?,
                take: part.take,
                first: part.first.map(usize::from),
                swaps_with: match &part.swaps_with {
                    Some(other) => Some(agreement.field_position(other)?),
                    None => None,
                },
            })
        })
        .collect()
}

/// The versions of encoding and standardisation are in the label: tokens made by code that would standardise
/// differently can never be mistaken for equal.
fn keyed_state(agreement: &Agreement, match_key: &MatchKey, key: &ProjectKey) -> Hmac<Sha256> {
    let purpose = format!(
        "match-key/{}/{VERSION}/{}",
        match_key.name,
        standardise::VERSION
    );
    let derived = key.derive::<64>(&purpose, &agreement.digest());
    Hmac::new(&(*derived).into())
}

/// Each part goes in behind its length, so that no two different tuples have the same message.
fn push_part(message: &mut Vec<u8>, part: &str) {
    let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
    message.extend_from_slice(&length.to_be_bytes());
    message.extend_from_slice(part.as_bytes());
}

/// Writes what is taken of `value`; `None` when there is nothing to take, so that nothing is ever encoded as empty.
fn take(value: &str, part: &TakenPart, out: &mut String) -> Option<()> {
    match part.take {
        Take::Whole => value.split(' ').for_each(|word| out.push_str(word)),
        Take::FirstWord => out.push_str(first_word(value)),
        Take::Initial => out.extend(value.chars().next()),
        Take::Soundex => out.push_str(&standardise::soundex(first_word(value))?),
        Take::DoubleMetaphone => out.push_str(&standardise::double_metaphone(value)?),
        Take::Nysiis => out.push_str(&standardise::nysiis(first_word(value))?),
        Take::Nickname => out.push_str(standardise::nickname_group(first_word(value))),
        Take::Outcode => out.push_str(standardise::outcode(value)?),
        Take::Sector => out.push_str(standardise::sector(value)?),
        Take::Year => out.push_str(value.get(..4)?),
        Take::YearMonth => out.push_str(value.get(..6)?),
        Take::MonthDay => out.push_str(value.get(4..8)?),
        Take::DayMonthEitherWay => {
            let (year, month, day) = (value.get(..4)?, value.get(4..6)?, value.get(6..8)?);
            out.push_str(year);
            out.push_str(month.min(day));
            out.push_str(month.max(day));
        }
    }
    if let Some(first) = part.first
        && let Some((end, _)) = out.char_indices().nth(first)
    {
        out.truncate(end);
    }
    (!out.is_empty()).then_some(())
}

fn first_word(value: &str) -> &str {
    value.split(' ').next().unwrap_or(value)
}
