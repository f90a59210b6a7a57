//! Match keys as tokens: truncated HMAC-SHA-256, one HKDF key per match key.

use std::collections::HashSet;

use super::VERSION;
use super::keyed_hash::KeyedHash;
use super::taking::{Taking, What};
use crate::agreement::{Agreement, MatchKey, Part};
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
    exceptions: Vec<TupleException>,
    keyed: KeyedHash,
}

/// Positions among the takings: the part's own, and that of the field it may be swapped with.
struct TuplePart {
    taking: usize,
    swaps_with: Option<usize>,
}

/// The position of a taking, and the values of it that make no token.
struct TupleException {
    taking: usize,
    values: HashSet<String>,
}

impl MatchKeyEncoder {
    pub(super) fn new(agreement: &Agreement, key: &ProjectKey) -> Self {
        let mut takings = Vec::new();
        let keys = agreement
            .match_keys()
            .iter()
            .map(|match_key| KeyedTuple {
                parts: tuple_parts(agreement, match_key, &mut takings),
                exceptions: tuple_exceptions(agreement, match_key, &mut takings),
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
    let is_excepted = |exception: &TupleException| {
        takings[exception.taking]
            .value()
            .is_some_and(|taken| exception.values.contains(taken))
    };
    if tuple.exceptions.iter().any(is_excepted) {
        return None;
    }
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
        let together_with = match &part.together_with {
            Some(other) => Some(agreement.field_position(other)?),
            None => None,
        };
        let what = What {
            field: agreement.field_position(field)?,
            together_with,
            take: part.take,
            first: part.first.map(usize::from),
            without_last: part.without_last.map(usize::from),
            step: part.step,
        };
        Some(Taking::position(takings, what))
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

fn tuple_exceptions(
    agreement: &Agreement,
    match_key: &MatchKey,
    takings: &mut Vec<Taking>,
) -> Vec<TupleException> {
    match_key
        .except
        .iter()
        .filter_map(|exception| {
            let what = What {
                field: agreement.field_position(&exception.field)?,
                together_with: None,
                take: exception.take,
                first: None,
                without_last: None,
                step: None,
            };
            Some(TupleException {
                taking: Taking::position(takings, what),
                values: exception.values.iter().cloned().collect(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::{AgreementText, Exception, Take, from_template};
    use crate::secret;
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

    /// One agreement with these match keys, over the fields of `person`.
    fn agreement_with(match_keys: Vec<MatchKey>) -> Agreement {
        let parties = ["A".to_owned(), "B".to_owned()];
        let mut text: AgreementText = from_template("person", &parties).unwrap().text().clone();
        text.match_keys = match_keys;
        text.decision.similarity = None;
        Agreement::from_text(text).unwrap()
    }

    fn agreement(part: Part) -> Agreement {
        agreement_with(vec![MatchKey::new("key", vec![part])])
    }

    fn taking(field: &str, take: Take) -> Part {
        Part {
            take,
            ..Part::whole(field)
        }
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
        use Take as T;
        #[rustfmt::skip]
        let cases = [
            (taking("surname", T::Whole), "VAN DER BERG", "VANDERBERG", "VANDENBERG"),
            (taking("given_name", T::FirstWord), "ANN MARIE", "ANN", "ANNE"),
            (taking("given_name", T::Initial), "ANN", "ALICE", "BOB"),
            (taking("surname", T::Soundex), "ROBERT", "RUPERT", "RUBIN"),
            (taking("surname", T::DoubleMetaphone), "SMITH", "SMYTH", "JONES"),
            (taking("given_name", T::Nickname), "BOB", "ROBERT", "RICHARD"),
            (taking("surname", T::Alphaname), "BRIAN", "BRAIN", "BRYAN"),
            (taking("postcode", T::Outcode), "SW1A2AA", "SW1A1ZZ", "SW1B2AA"),
            (taking("postcode", T::Sector), "SW1A2AA", "SW1A2ZZ", "SW1A1AA"),
            (taking("birth_date", T::Year), "19800203", "19801130", "19810203"),
            (taking("birth_date", T::YearMonth), "19800203", "19800230", "19800303"),
            (taking("birth_date", T::MonthDay), "19800203", "19710203", "19800204"),
            (taking("birth_date", T::YearDay), "19800203", "19801103", "19800204"),
            (taking("birth_date", T::DayMonthEitherWay), "19800203", "19800302", "19800204"),
            (taking("address_line", T::HouseNumber), "FLAT 2 14A HIGH ST", "14 LOW RD", "2 HIGH ST"),
            (Part { first: Some(3), ..Part::whole("surname") }, "HILLARY", "HILL", "HALL"),
            (Part { without_last: Some(1), ..Part::whole("postcode") }, "SW1A2AA", "SW1A2AB", "SW1A2BA"),
        ];
        for (part, one, same, different) in cases {
            let agreement = agreement(part.clone());
            let of = |value: &str| tokens(&agreement, &[(&part.field, value)])[0].unwrap();
            assert_eq!(of(one), of(same), "{part:?}");
            assert_ne!(of(one), of(different), "{part:?}");
        }
    }

    /// What is taken, by known answers.
    #[test]
    fn alphanames_of_the_office_for_national_statistics() {
        let taken = |part: Part, values: &[(&str, &str)]| {
            let agreement = agreement(part.clone());
            let mut takings = Vec::new();
            tuple_parts(&agreement, &agreement.match_keys()[0], &mut takings);
            takings[0].take_of(&record(&agreement, values));
            takings[0].value().map(str::to_owned)
        };
        // The example in the documentation of `alpha_name` in its library dlh_utils.
        for (name, expected) in [
            ("HOMER", "EHMOR"),
            ("MARGE", "AEGMR"),
            ("BART", "ABRT"),
            ("LISA", "AILS"),
            ("MAGGIE", "AEGGIM"),
        ] {
            let part = taking("given_name", Take::Alphaname);
            assert_eq!(
                taken(part, &[("given_name", name)]).as_deref(),
                Some(expected)
            );
        }
        // Of a whole name, as ccslink sorts a full name without its spaces. By hand.
        let part = Part {
            together_with: Some("surname".to_owned()),
            ..taking("given_name", Take::Alphaname)
        };
        let name = [("given_name", "BART JO"), ("surname", "VAN DYK")];
        assert_eq!(taken(part.clone(), &name).as_deref(), Some("AABDJKNORTVY"));
        assert_eq!(taken(part, &name[..1]), None);
    }

    #[test]
    fn fields_together_agree_wherever_one_ends() {
        let agreement = agreement(Part {
            together_with: Some("surname".to_owned()),
            ..Part::whole("given_name")
        });
        let of = |given: &str, surname: &str| {
            tokens(&agreement, &[("given_name", given), ("surname", surname)])[0]
        };
        assert!(of("ANN MARIE", "FIELD").is_some());
        assert_eq!(of("ANN MARIE", "FIELD"), of("ANN", "MARIE FIELD"));
        assert_ne!(of("ANN MARIE", "FIELD"), of("FIELD", "ANN MARIE"));
        assert_eq!(tokens(&agreement, &[("surname", "FIELD")])[0], None);
    }

    #[test]
    fn too_short_a_value_leaves_nothing_to_take() {
        let agreement = agreement(Part {
            without_last: Some(3),
            ..Part::whole("surname")
        });
        let of = |surname: &str| tokens(&agreement, &[("surname", surname)])[0];
        assert_eq!((of("LEE"), of("NG")), (None, None));
        assert!(of("HALL").is_some());
    }

    #[test]
    fn excepted_values_make_no_token_of_that_key_only() {
        let dob = || vec![Part::whole("birth_date")];
        let except = |field: &str, take, values: &[&str]| Exception {
            field: field.to_owned(),
            take,
            values: values.iter().map(|&value| value.to_owned()).collect(),
        };
        let agreement = agreement_with(vec![
            MatchKey {
                except: vec![
                    except("birth_date", Take::MonthDay, &["0101"]),
                    except("postcode", Take::Whole, &["SW1A1AA", "SW1A2AA"]),
                ],
                ..MatchKey::new("some", dob())
            },
            MatchKey::new("all", dob()),
        ]);
        let of = |dob: &str, postcode: &str| {
            let values = [("birth_date", dob), ("postcode", postcode)];
            tokens(
                &agreement,
                &values[..if postcode.is_empty() { 1 } else { 2 }],
            )
            .iter()
            .map(Option::is_some)
            .collect::<Vec<_>>()
        };
        assert_eq!(of("19800101", "CO11AB"), [false, true]);
        assert_eq!(of("19800102", "SW1A2AA"), [false, true]);
        assert_eq!(of("19800102", "CO11AB"), [true, true]);
        // A field that is not there is no exception.
        assert_eq!(of("19800102", ""), [true, true]);
    }

    #[test]
    fn swapped_fields_agree_either_way_and_only_together() {
        let agreement = agreement(Part {
            swaps_with: Some("surname".to_owned()),
            ..Part::whole("given_name")
        });
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
