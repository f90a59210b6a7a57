//! Match keys as tokens: truncated HMAC-SHA-256, one HKDF key per match key.

use super::VERSION;
use super::keyed_hash::KeyedHash;
use crate::agreement::{Agreement, MatchKey, Part, Take};
use crate::secret::ProjectKey;
use crate::standardise::{self, StandardRecord};
use crate::units::Token;

/// Makes the tokens of records under one agreement and key.
pub(super) struct MatchKeyEncoder {
    keys: Vec<KeyedTuple>,
    /// What is taken of a record, each thing once however many match keys use it.
    takings: Vec<Taking>,
    message: Vec<u8>,
}

struct KeyedTuple {
    parts: Vec<TuplePart>,
    keyed: KeyedHash,
}

/// Positions among the takings: the part's own, and that of the field it may be swapped with.
struct TuplePart {
    taking: usize,
    swaps_with: Option<usize>,
}

struct Taking {
    field: usize,
    take: Take,
    first: Option<usize>,
    /// Of the record being encoded, and whether there is anything.
    taken: String,
    is_there: bool,
}

impl MatchKeyEncoder {
    pub(super) fn new(agreement: &Agreement, key: &ProjectKey) -> Self {
        let mut takings = Vec::new();
        let keys = agreement
            .match_keys()
            .iter()
            .map(|match_key| KeyedTuple {
                parts: tuple_parts(agreement, match_key, &mut takings),
                keyed: keyed_state(agreement, match_key, key),
            })
            .collect();
        Self {
            keys,
            takings,
            message: Vec::with_capacity(128),
        }
    }

    /// Makes one token per match key; `None` where any part is missing.
    pub(super) fn encode(&mut self, record: &StandardRecord, tokens: &mut Vec<Option<Token>>) {
        for taking in &mut self.takings {
            taking.take_of(record);
        }
        tokens.clear();
        for tuple in &self.keys {
            tokens.push(token(tuple, &self.takings, &mut self.message));
        }
    }
}

fn token(tuple: &KeyedTuple, takings: &[Taking], message: &mut Vec<u8>) -> Option<Token> {
    message.clear();
    for part in &tuple.parts {
        let one = takings[part.taking].value()?;
        let Some(other) = part.swaps_with else {
            push_part(message, one);
            continue;
        };
        let other = takings[other].value()?;
        push_part(message, one.min(other));
        push_part(message, one.max(other));
    }
    let digest = tuple.keyed.of(message);
    let mut token = [0; Token::BYTES];
    token.copy_from_slice(&digest[..Token::BYTES]);
    Some(Token::new(token))
}

fn tuple_parts(
    agreement: &Agreement,
    match_key: &MatchKey,
    takings: &mut Vec<Taking>,
) -> Vec<TuplePart> {
    let mut position_of = |field: &str, part: &Part| {
        let (field, first) = (
            agreement.field_position(field)?,
            part.first.map(usize::from),
        );
        let same = |taking: &Taking| {
            taking.field == field && taking.take == part.take && taking.first == first
        };
        Some(takings.iter().position(same).unwrap_or_else(|| {
            takings.push(Taking {
                field,
                take: part.take,
                first,
                taken: String::with_capacity(32),
                is_there: false,
            });
            takings.len() - 1
        }))
    };
    match_key
        .parts
        .iter()
        .filter_map(|part| {
            Some(TuplePart {
                taking: position_of(&part.field, part)?,
                swaps_with: match &part.swaps_with {
                    Some(other) => Some(position_of(other, part)?),
                    None => None,
                },
            })
        })
        .collect()
}

/// The versions of encoding and standardisation are in the label: tokens made by code that would standardise
/// differently can never be mistaken for equal.
fn keyed_state(agreement: &Agreement, match_key: &MatchKey, key: &ProjectKey) -> KeyedHash {
    let purpose = format!(
        "match-key/{}/{VERSION}/{}",
        match_key.name,
        standardise::VERSION
    );
    let derived = key.derive::<64>(&purpose, &agreement.digest());
    KeyedHash::new(&derived)
}

/// Each part goes in behind its length, so that no two different tuples have the same message.
fn push_part(message: &mut Vec<u8>, part: &str) {
    let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
    message.extend_from_slice(&length.to_be_bytes());
    message.extend_from_slice(part.as_bytes());
}

impl Taking {
    fn value(&self) -> Option<&str> {
        self.is_there.then_some(&self.taken)
    }

    fn take_of(&mut self, record: &StandardRecord) {
        self.taken.clear();
        self.is_there = record
            .value(self.field)
            .and_then(|value| self.fill(value))
            .is_some();
    }

    /// Writes what is taken of `value`; `None` when there is nothing to take, so that nothing is ever encoded as empty.
    fn fill(&mut self, value: &str) -> Option<()> {
        let out = &mut self.taken;
        match self.take {
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
        if let Some(first) = self.first
            && let Some((end, _)) = out.char_indices().nth(first)
        {
            out.truncate(end);
        }
        (!out.is_empty()).then_some(())
    }
}

fn first_word(value: &str) -> &str {
    let end = value.bytes().position(|byte| byte == b' ');
    &value[..end.unwrap_or(value.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::{AgreementText, from_template};
    use crate::secret;
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

    /// One agreement with a match key of each kind of taking, over the fields of `person`.
    fn agreement(parts: &[(&str, Take, Option<u8>, Option<&str>)]) -> Agreement {
        let parties = ["A".to_owned(), "B".to_owned()];
        let mut text: AgreementText = from_template("person", &parties).unwrap().text().clone();
        text.match_keys = parts
            .iter()
            .enumerate()
            .map(|(number, &(field, take, first, swaps_with))| MatchKey {
                name: format!("key{number}"),
                parts: vec![Part {
                    field: field.to_owned(),
                    take,
                    first,
                    swaps_with: swaps_with.map(str::to_owned),
                }],
                links: true,
                contradicted_by: Vec::new(),
            })
            .collect();
        text.decision.similarity = None;
        Agreement::from_text(text).unwrap()
    }

    fn record(agreement: &Agreement, values: &[(&str, &str)]) -> StandardRecord {
        let mut record = vec![None; agreement.fields().len()];
        for (field, value) in values {
            record[agreement.field_position(field).unwrap()] = Some((*value).to_owned());
        }
        StandardRecord::from_values(record)
    }

    fn tokens(agreement: &Agreement, values: &[(&str, &str)]) -> Vec<Option<Token>> {
        let key = secret::open(include_bytes!("../../tests/data/project.key"), None).unwrap();
        let mut tokens = Vec::new();
        MatchKeyEncoder::new(agreement, &key).encode(&record(agreement, values), &mut tokens);
        tokens
    }

    /// HKDF has its own known answers in `secret`; this spells out the message, independently of the code that builds it.
    #[test]
    fn a_token_is_the_hmac_of_length_prefixed_parts() {
        let parties = ["A".to_owned(), "B".to_owned()];
        let agreement = from_template("person", &parties).unwrap();
        let key = secret::open(include_bytes!("../../tests/data/project.key"), None).unwrap();
        let derived = key.derive::<64>(
            "match-key/nhs_dob/encode-1/standardise-2",
            &agreement.digest(),
        );
        // The message is spelt out here: two parts, each behind its length in four bytes.
        let message = b"\0\0\0\x0a9434765919\0\0\0\x0819800203";
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(derived.as_slice()).unwrap();
        mac.update(message);
        let expected: [u8; 32] = mac.finalize().into_bytes().into();
        let found = tokens(
            &agreement,
            &[("nhs_number", "9434765919"), ("birth_date", "19800203")],
        );
        assert_eq!(found[0].unwrap().as_bytes()[..], expected[..16]);
        assert!(
            found[1].is_none(),
            "a surname is missing, so there is no token of it"
        );
    }

    #[test]
    fn equal_takings_make_equal_tokens_and_others_do_not() {
        let cases = [
            (
                ("surname", Take::Whole, None, None),
                "VAN DER BERG",
                "VANDERBERG",
                "VANDENBERG",
            ),
            (
                ("given_name", Take::FirstWord, None, None),
                "ANN MARIE",
                "ANN",
                "ANNE",
            ),
            (
                ("given_name", Take::Initial, None, None),
                "ANN",
                "ALICE",
                "BOB",
            ),
            (
                ("surname", Take::Soundex, None, None),
                "ROBERT",
                "RUPERT",
                "RUBIN",
            ),
            (
                ("surname", Take::DoubleMetaphone, None, None),
                "SMITH",
                "SMYTH",
                "JONES",
            ),
            (
                ("given_name", Take::Nickname, None, None),
                "BOB",
                "ROBERT",
                "RICHARD",
            ),
            (
                ("postcode", Take::Outcode, None, None),
                "SW1A2AA",
                "SW1A1ZZ",
                "SW1B2AA",
            ),
            (
                ("postcode", Take::Sector, None, None),
                "SW1A2AA",
                "SW1A2ZZ",
                "SW1A1AA",
            ),
            (
                ("birth_date", Take::Year, None, None),
                "19800203",
                "19801130",
                "19810203",
            ),
            (
                ("birth_date", Take::YearMonth, None, None),
                "19800203",
                "19800230",
                "19800303",
            ),
            (
                ("birth_date", Take::MonthDay, None, None),
                "19800203",
                "19710203",
                "19800204",
            ),
            (
                ("birth_date", Take::DayMonthEitherWay, None, None),
                "19800203",
                "19800302",
                "19800204",
            ),
            (
                ("surname", Take::Whole, Some(3), None),
                "HILLARY",
                "HILL",
                "HALL",
            ),
        ];
        for (part, one, same, different) in cases {
            let agreement = agreement(&[part]);
            let of = |value: &str| tokens(&agreement, &[(part.0, value)])[0].unwrap();
            assert_eq!(of(one), of(same), "{part:?}");
            assert_ne!(of(one), of(different), "{part:?}");
        }
    }

    #[test]
    fn swapped_fields_agree_either_way_and_only_together() {
        let agreement = agreement(&[("given_name", Take::Whole, None, Some("surname"))]);
        let of = |given: &str, surname: &str| {
            tokens(&agreement, &[("given_name", given), ("surname", surname)])[0]
        };
        assert_eq!(of("JAMES", "HENRY"), of("HENRY", "JAMES"));
        assert_ne!(of("JAMES", "HENRY"), of("JAMES", "HENRI"));
        // The lengths in the message keep apart what would otherwise run together.
        assert_ne!(of("AB", "C"), of("A", "BC"));
        assert_eq!(tokens(&agreement, &[("given_name", "JAMES")])[0], None);
    }
}
