use std::collections::BTreeMap;

use super::{ExtractError, ExtractHeader, ExtractRecipient};
use crate::{encode::EncodingLayout, units::Digest};

/// What an extract must say to be usable under an agreement.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Digest of the agreement.
    pub agreement_digest: Digest,
    /// For whom it must have been made.
    pub recipient: Option<&'a ExtractRecipient>,
    /// What the rows for this recipient are made of when nothing is left out.
    pub layout: &'a EncodingLayout,
    /// Version of the encoding rules.
    pub encoding: &'a str,
}

/// Whether an extract was made under this agreement, by these rules. It may leave out what
/// [`Contents`](crate::encode::Contents) can leave out.
///
/// # Errors
/// [`ExtractError::WrongAgreement`], [`ExtractError::WrongEncoding`], [`ExtractError::WrongRecipient`] or
/// [`ExtractError::WrongColumns`], in this order.
pub fn check_against(header: &ExtractHeader, expected: &Expected<'_>) -> Result<(), ExtractError> {
    if header.agreement_digest != expected.agreement_digest {
        return Err(ExtractError::WrongAgreement {
            party: header.party.clone(),
            found: header.agreement_digest.short(),
            expected: expected.agreement_digest.short(),
        });
    }
    if header.encoding != expected.encoding {
        return Err(ExtractError::WrongEncoding {
            party: header.party.clone(),
        });
    }
    if header.recipient.as_ref() != expected.recipient {
        return Err(ExtractError::WrongRecipient {
            party: header.party.clone(),
            found: for_whom(header.recipient.as_ref()),
            expected: for_whom(expected.recipient),
        });
    }
    let contents = header.layout.contents();
    if header.layout != expected.layout.clone().restricted_to(contents) {
        return Err(ExtractError::WrongColumns);
    }
    Ok(())
}

fn for_whom(recipient: Option<&ExtractRecipient>) -> String {
    recipient.map_or_else(
        || "the parties themselves".to_owned(),
        |recipient| format!("{} ({})", recipient.name, recipient.role),
    )
}

/// Whether extracts can be matched with each other: one agreement, one encoding, one recipient, the same parts, parties
/// that differ, one project key.
///
/// # Errors
/// Those of [`check_against`], with the first extract for the rule; then [`ExtractError::OtherContents`],
/// [`ExtractError::SameParty`], where capital and small letters are the same, or [`ExtractError::WrongKey`].
pub fn check_together(headers: &[&ExtractHeader]) -> Result<(), ExtractError> {
    let Some((first, rest)) = headers.split_first() else {
        return Ok(());
    };
    for header in rest {
        // One may hold less than the other: what both can hold must be the same, then whether they hold it.
        let both = first.layout.contents().and(header.layout.contents());
        let expected = Expected {
            agreement_digest: first.agreement_digest,
            recipient: first.recipient.as_ref(),
            layout: &without_attributes(first).restricted_to(both),
            encoding: &first.encoding,
        };
        let common = ExtractHeader {
            layout: without_attributes(header).restricted_to(both),
            ..(*header).clone()
        };
        check_against(&common, &expected)?;
        if without_attributes(header) != without_attributes(first) {
            return Err(ExtractError::OtherContents {
                parties: [first.party.clone(), header.party.clone()],
            });
        }
    }
    for (position, header) in headers.iter().enumerate() {
        let same = |other: &&ExtractHeader| other.party.eq_ignore_ascii_case(&header.party);
        if headers.iter().skip(position + 1).any(same) {
            return Err(ExtractError::SameParty {
                party: header.party.clone(),
            });
        }
    }
    let odd = odd_ones_out(headers);
    if odd.is_empty() {
        Ok(())
    } else {
        Err(ExtractError::WrongKey { parties: odd })
    }
}

/// What the rows are made of that is compared: each party contributes attributes of its own.
fn without_attributes(header: &ExtractHeader) -> EncodingLayout {
    header.layout.clone().with_attributes(Vec::new())
}

/// The parties whose key is not that of more than half of them; all parties when no key is.
fn odd_ones_out(headers: &[&ExtractHeader]) -> Vec<String> {
    let mut counts: BTreeMap<Digest, usize> = BTreeMap::new();
    for header in headers {
        *counts.entry(header.key_commitment).or_default() += 1;
    }
    let majority = counts
        .iter()
        .find_map(|(commitment, &count)| (2 * count > headers.len()).then_some(*commitment));
    headers
        .iter()
        .filter(|header| Some(header.key_commitment) != majority)
        .map(|header| header.party.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::Role;
    use crate::encode::FieldFilterLayout;

    fn header(party: &str, key: u8) -> ExtractHeader {
        ExtractHeader {
            party: party.to_owned(),
            agreement_digest: Digest::new([1; 32]),
            key_commitment: Digest::new([key; 32]),
            encoding: "1".to_owned(),
            recipient: None,
            layout: EncodingLayout::new(vec!["a".to_owned()], 0),
        }
    }

    fn for_recipient(party: &str, name: &str, role: Role) -> ExtractHeader {
        ExtractHeader {
            recipient: Some(ExtractRecipient {
                name: name.to_owned(),
                role,
            }),
            ..header(party, 1)
        }
    }

    #[test]
    fn extracts_for_different_recipients_are_refused_by_name() {
        let one = for_recipient("A", "Trust", Role::Linker);
        assert!(check_together(&[&one, &for_recipient("B", "Trust", Role::Linker)]).is_ok());
        for (other, said) in [
            (
                for_recipient("B", "Bureau", Role::Matcher),
                "Bureau (matcher)",
            ),
            (
                for_recipient("B", "Trust", Role::Matcher),
                "Trust (matcher)",
            ),
            (header("B", 1), "the parties themselves"),
        ] {
            let error = check_together(&[&one, &other]).unwrap_err();
            assert_eq!(error.code(), "exchange.wrong_recipient");
            let message = error.to_string();
            assert!(message.contains("extract of B was made for"), "{message}");
            assert!(
                message.contains(said) && message.contains("Trust (linker)"),
                "{message}"
            );
        }
        // The columns differ because the recipients do: that is what is said.
        let fewer = ExtractHeader {
            layout: EncodingLayout::new(vec!["b".to_owned()], 0),
            ..for_recipient("B", "Bureau", Role::Matcher)
        };
        let error = check_together(&[&one, &fewer]).unwrap_err();
        assert_eq!(error.code(), "exchange.wrong_recipient");
    }

    #[test]
    fn each_reason_not_to_use_an_extract_is_its_own_error() {
        let header = header("A", 1);
        let expected = Expected {
            agreement_digest: header.agreement_digest,
            recipient: None,
            layout: &header.layout,
            encoding: "1",
        };
        assert!(check_against(&header, &expected).is_ok());
        let other_agreement = Expected {
            agreement_digest: Digest::new([9; 32]),
            ..expected
        };
        let error = check_against(&header, &other_agreement).unwrap_err();
        assert_eq!(error.code(), "exchange.wrong_agreement");
        assert!(error.to_string().contains("(01010101, not 09090909)"));
        let other_encoding = Expected {
            encoding: "2",
            ..expected
        };
        let error = check_against(&header, &other_encoding).unwrap_err();
        assert_eq!(error.code(), "exchange.wrong_encoding");
        let layout = EncodingLayout::new(vec!["b".to_owned()], 0);
        let other_layout = Expected {
            layout: &layout,
            ..expected
        };
        let error = check_against(&header, &other_layout).unwrap_err();
        assert_eq!(error.code(), "exchange.wrong_columns");
    }

    /// The header of an extract with one match key, a record filter of so many bytes, and filters of these fields.
    fn with_filters(party: &str, filter_bytes: usize, fields: &[&str]) -> ExtractHeader {
        let field_filters = fields.iter().map(|name| FieldFilterLayout {
            name: (*name).to_owned(),
            bytes: 32,
        });
        ExtractHeader {
            layout: EncodingLayout::new(vec!["a".to_owned()], filter_bytes)
                .with_field_filters(field_filters.collect()),
            ..header(party, 1)
        }
    }

    #[test]
    fn an_extract_may_leave_filters_out_but_not_some_of_them() {
        let full = with_filters("A", 128, &["surname", "postcode"]);
        let accepted = |filter_bytes, fields: &[&str]| {
            let expected = Expected {
                agreement_digest: full.agreement_digest,
                recipient: None,
                layout: &full.layout,
                encoding: "1",
            };
            check_against(&with_filters("A", filter_bytes, fields), &expected).is_ok()
        };
        assert!(accepted(128, &["surname", "postcode"]));
        assert!(accepted(0, &["surname", "postcode"]));
        assert!(accepted(128, &[]));
        assert!(accepted(0, &[]));
        assert!(!accepted(64, &["surname", "postcode"]));
        assert!(!accepted(128, &["surname"]));
        assert!(!accepted(128, &["postcode", "surname"]));
        assert!(!accepted(128, &["surname", "postcode", "sex"]));
    }

    #[test]
    fn extracts_with_other_contents_are_not_matched() {
        let code = |one: &ExtractHeader, other: &ExtractHeader| {
            check_together(&[one, other]).map_or_else(|error| error.code(), |()| "together")
        };
        let full = with_filters("A", 128, &["surname"]);
        for (filter_bytes, fields, expected) in [
            (128, &["surname"][..], "together"),
            (0, &["surname"], "exchange.other_contents"),
            (128, &[], "exchange.other_contents"),
            (0, &[], "exchange.other_contents"),
            (64, &["surname"], "exchange.wrong_columns"),
            (128, &["sex"], "exchange.wrong_columns"),
        ] {
            let other = with_filters("B", filter_bytes, fields);
            assert_eq!(code(&full, &other), expected);
            assert_eq!(code(&other, &full), expected);
        }
        // Each holds what the other lacks.
        let (one, other) = (with_filters("A", 128, &[]), with_filters("B", 0, &["sex"]));
        assert_eq!(code(&one, &other), "exchange.other_contents");
    }

    #[test]
    fn names_the_party_whose_key_differs() {
        let together =
            |headers: &[ExtractHeader]| check_together(&headers.iter().collect::<Vec<_>>());
        assert!(together(&[]).is_ok());
        assert!(together(&[header("A", 1), header("B", 1), header("C", 1)]).is_ok());
        let odd = |error| match error {
            Err(ExtractError::WrongKey { parties }) => parties,
            _ => Vec::new(),
        };
        assert_eq!(
            odd(together(&[header("A", 1), header("B", 2), header("C", 1)])),
            ["B"]
        );
        assert_eq!(odd(together(&[header("A", 1), header("B", 2)])), ["A", "B"]);
    }

    #[test]
    fn refuses_two_extracts_of_one_party() {
        let (a, b, c) = (header("Police", 1), header("B", 1), header("POLICE", 1));
        let error = check_together(&[&a, &b, &c]).unwrap_err();
        assert_eq!(error.code(), "exchange.same_party");
    }

    #[test]
    fn extracts_of_two_agreements_are_not_called_a_wrong_key() {
        let a = header("A", 1);
        let b = ExtractHeader {
            agreement_digest: Digest::new([2; 32]),
            ..header("B", 2)
        };
        assert_eq!(
            check_together(&[&a, &b]).unwrap_err().code(),
            "exchange.wrong_agreement"
        );
    }
}
