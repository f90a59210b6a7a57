//! Who may hold extracts.

use std::collections::BTreeSet;

use super::{AgreementError, AgreementText, check_organisation_name, count, invalid};
use crate::agreement::{Hardening, Recipient, RecordFilter, Role};

const MAX_RECIPIENTS: usize = 32;

pub(super) fn check(text: &AgreementText) -> Result<(), AgreementError> {
    let recipients = &text.recipients;
    count("recipients", recipients.len(), 0, MAX_RECIPIENTS)?;
    let mut seen = BTreeSet::new();
    let mut linker: Option<&str> = None;
    for (position, recipient) in recipients.iter().enumerate() {
        let place = format!("recipients[{position}]");
        check_organisation_name(&format!("{place}.name"), "a recipient's", &recipient.name)?;
        if !seen.insert(recipient.name.to_ascii_lowercase()) {
            return Err(invalid(
                format!("{place}.name"),
                "two recipients have the same name",
            ));
        }
        if let Some(public_key) = &recipient.public_key {
            check_public_key(&format!("{place}.public_key"), public_key)?;
        }
        check_role(text, &format!("{place}.role"), recipient)?;
        if recipient.role == Role::Linker
            && let Some(other) = linker.replace(&recipient.name)
        {
            return Err(invalid(
                format!("{place}.role"),
                format!(
                    "{other} is the linker already. What a linker holds is given to one alone: make one of them a matcher or a partner"
                ),
            ));
        }
    }
    Ok(())
}

/// Filters of single fields go to a linker, and to nobody else.
pub(super) fn check_linker(text: &AgreementText) -> Result<(), AgreementError> {
    let has_linker = text
        .recipients
        .iter()
        .any(|recipient| recipient.role == Role::Linker);
    if text.field_filters.is_some() && !has_linker {
        return Err(invalid(
            "field_filters",
            "filters of single fields are for one linker whom all parties trust with the data. Name the linker among the recipients, or leave field_filters out",
        ));
    }
    Ok(())
}

fn check_role(
    text: &AgreementText,
    place: &str,
    recipient: &Recipient,
) -> Result<(), AgreementError> {
    let name = &recipient.name;
    let is_party = text
        .parties
        .iter()
        .any(|party| party.eq_ignore_ascii_case(name));
    match recipient.role {
        Role::Partner if !is_party => Err(invalid(
            place,
            format!(
                "a partner is one of the parties and holds the project key, and {name} is no party. Make {name} a matcher, who needs no key, or a linker"
            ),
        )),
        Role::Matcher if is_party => Err(invalid(
            place,
            format!(
                "a matcher has no project key, and {name} is a party and has it. Make {name} a partner"
            ),
        )),
        Role::Matcher if text.record_filter.as_ref().is_some_and(is_plain) => Err(invalid(
            place,
            format!(
                "{name} is a matcher without the key, and must not be given plain record filters: attacks have identified most people in files of such filters. Harden the record filter (record_filter.hardening), leave it out, or make {name} a linker, whom you trust as with the data"
            ),
        )),
        Role::Matcher if text.record_filter.as_ref().is_some_and(is_too_little) => Err(invalid(
            place,
            format!(
                "{name} is a matcher without the key, and the record filter is hardened so little that our own attack found who the records were of. Let mixed times the share of bits set be at least {}: {} bits mixed of a filter a fourteenth full hold (docs/attacks.md)",
                Hardening::LEAST_FOR_A_MATCHER,
                RECOMMENDED_MIXED
            ),
        )),
        _ => Ok(()),
    }
}

const RECOMMENDED_MIXED: u8 = match Hardening::RECOMMENDED {
    Hardening::Diffusion { mixed, .. } => mixed,
};

fn is_too_little(filter: &RecordFilter) -> bool {
    Hardening::diffusion_of(filter) < Hardening::LEAST_FOR_A_MATCHER
}

/// Whether a filter can be read by those who never had the key.
const fn is_plain(filter: &RecordFilter) -> bool {
    filter.hardening.is_none()
}

fn check_public_key(place: &str, public_key: &str) -> Result<(), AgreementError> {
    match public_key.parse::<age::x25519::Recipient>() {
        // One spelling, so that one key has one digest.
        Ok(key) if key.to_string() == public_key => Ok(()),
        _ => Err(invalid(
            place,
            "this is not an age public key. One begins with age1, has 62 characters, and is printed when a receiving key is made",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::{Agreement, from_template, harden};

    /// Printed by `age-keygen` 1.1.1.
    const PUBLIC_KEY: &str = "age1wcs0395a4uhwdvezgt0uxp0y6m4j9476t0mymmfwgl8ph9thlddsnhsr5v";

    fn recipient(name: &str, role: Role, public_key: Option<&str>) -> Recipient {
        Recipient {
            name: name.to_owned(),
            role,
            public_key: public_key.map(str::to_owned),
        }
    }

    fn with(recipients: Vec<Recipient>) -> Result<Agreement, AgreementError> {
        let text = from_template("person", &["A".to_owned(), "B".to_owned()])?;
        let mut text = text.text().clone();
        text.recipients = recipients;
        Agreement::from_text(text)
    }

    #[test]
    fn usable_recipients() {
        assert!(with(vec![]).is_ok());
        assert!(with(vec![recipient("A", Role::Partner, None)]).is_ok());
        let two = with(vec![
            recipient("A", Role::Partner, Some(PUBLIC_KEY)),
            recipient("Trust", Role::Linker, None),
        ])
        .unwrap();
        let again = Agreement::from_json(&two.text().to_json()).unwrap();
        assert_eq!(again, two);
        // A party can be the linker: it holds the key in any case.
        assert!(with(vec![recipient("B", Role::Linker, None)]).is_ok());
    }

    #[test]
    fn each_defect_is_refused_where_it_is() {
        let upper = PUBLIC_KEY.to_ascii_uppercase();
        let mistyped = PUBLIC_KEY.replacen("0395", "0394", 1);
        let partner = |key| recipient("A", Role::Partner, key);
        for (recipients, place, word) in [
            (
                vec![recipient("", Role::Linker, None)],
                "recipients[0].name",
                "64 letters",
            ),
            (
                vec![recipient("A\n", Role::Linker, None)],
                "recipients[0].name",
                "64 letters",
            ),
            (
                vec![partner(None), recipient("a", Role::Linker, None)],
                "recipients[1].name",
                "same name",
            ),
            (
                vec![partner(Some(""))],
                "recipients[0].public_key",
                "not an age public key",
            ),
            (
                vec![partner(Some(&upper))],
                "recipients[0].public_key",
                "not an age public key",
            ),
            (
                vec![partner(Some(&mistyped))],
                "recipients[0].public_key",
                "not an age public key",
            ),
            (
                vec![partner(Some("ssh-ed25519 AAAA"))],
                "recipients[0].public_key",
                "not an age public key",
            ),
            (
                vec![recipient("C", Role::Partner, None)],
                "recipients[0].role",
                "is no party",
            ),
            (
                vec![recipient("a", Role::Matcher, None)],
                "recipients[0].role",
                "has it",
            ),
            (
                vec![
                    recipient("C", Role::Linker, None),
                    recipient("D", Role::Linker, None),
                ],
                "recipients[1].role",
                "C is the linker already",
            ),
        ] {
            match with(recipients) {
                Err(AgreementError::Invalid {
                    place: found,
                    problem,
                }) => {
                    assert_eq!(found, place);
                    assert!(problem.contains(word), "{problem}");
                }
                other => panic!("{place} {word}: {other:?}"),
            }
        }
        let many = (0..33).map(|n| recipient(&format!("M{n}"), Role::Matcher, None));
        assert!(with(many.collect()).is_err());
    }

    #[test]
    fn a_matcher_is_not_given_plain_filters() {
        let refused = with(vec![recipient("Bureau", Role::Matcher, None)]).unwrap_err();
        let said = refused.to_string();
        for remedy in ["Harden", "leave it out", "linker"] {
            assert!(said.contains(remedy), "{said}");
        }
        let mut text = with(vec![]).unwrap().text().clone();
        text.recipients = vec![recipient("Bureau", Role::Matcher, None)];
        harden(&mut text);
        assert!(Agreement::from_text(text.clone()).is_ok());
        // Ten bits of a filter a fourteenth full: everybody of 5,000 was identified.
        let filter = text.record_filter.as_mut().unwrap();
        filter.hardening = Some(Hardening::Diffusion {
            bits: 2048,
            mixed: 10,
        });
        let refused = Agreement::from_text(text.clone()).unwrap_err().to_string();
        assert!(refused.contains("hardened so little"), "{refused}");
        text.record_filter = None;
        text.decision.similarity = None;
        text.recipients = vec![recipient("Bureau", Role::Matcher, None)];
        assert!(Agreement::from_text(text).is_ok());
    }
}
