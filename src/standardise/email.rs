//! E-mail addresses, in lower case.
//!
//! The local part is case-sensitive by RFC 5321 and nowhere in practice. Dots and `+tags` stay: whether they matter
//! differs between providers, and guessing would join people.

use super::finding::{Finding, Standardised};
use super::fold;

/// The longest local part and the longest address (RFC 5321, 4.5.3.1).
const MAX_LOCAL: usize = 64;
const MAX_ADDRESS: usize = 254;

/// Local parts that reach nobody, at any domain.
const NOBODY: &[&str] = &[
    "declined",
    "do-not-reply",
    "donotreply",
    "n/a",
    "na",
    "nil",
    "no",
    "no-email",
    "no-reply",
    "no.email",
    "noemail",
    "nomail",
    "none",
    "noreply",
    "notgiven",
    "notknown",
    "notprovided",
    "null",
    "refused",
    "unknown",
];

/// Domains that stand for "none". `example.org` and its siblings (RFC 2606) are not among them: rehearsals use them.
const NOWHERE: &[&str] = &[
    "noemail.co.uk",
    "noemail.com",
    "nomail.com",
    "none.co.uk",
    "none.com",
    "nowhere.com",
    "notknown.com",
    "test.com",
    "unknown.com",
];

/// Standardises an e-mail address: ` Jo.Smith@Example.ORG ` is `jo.smith@example.org`.
///
/// One `@`, a domain with a dot, no white space; an optional `mailto:` and the angle brackets of `Jo <jo@example.org>` are
/// removed. Addresses that stand for none, such as `none@none.com`, give no value.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    let text = fold::trim(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    let lower = inner(text).to_lowercase();
    let address = lower
        .strip_prefix("mailto:")
        .unwrap_or(&lower)
        .trim_end_matches([';', ',', '.']);
    let Some((local, domain)) = parts(address) else {
        return Standardised::rejected(if fold::is_placeholder(text) {
            Finding::Placeholder
        } else {
            Finding::EmailShape
        });
    };
    if NOBODY.contains(&local) || NOWHERE.contains(&domain) {
        return Standardised::rejected(Finding::EmailPlaceholder);
    }
    Standardised::value(address.to_owned())
}

/// What stands between angle brackets at the end, or the whole text.
fn inner(text: &str) -> &str {
    text.strip_suffix('>')
        .and_then(|front| front.rsplit_once('<'))
        .map_or(text, |(_, address)| fold::trim(address))
}

/// The local part and the domain, if the text has the shape of one address.
fn parts(address: &str) -> Option<(&str, &str)> {
    let (local, domain) = address.split_once('@')?;
    let local_fits = !local.is_empty()
        && local.len() <= MAX_LOCAL
        && !local.chars().any(|c| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"')
        });
    // Letters beyond ASCII stand in internationalised domains (RFC 5890).
    let label_fits = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| {
                c.is_ascii_alphanumeric() || c == '-' || (!c.is_ascii() && fold::is_letter(c))
            })
    };
    let domain_fits =
        address.len() <= MAX_ADDRESS && domain.contains('.') && domain.split('.').all(label_fits);
    (local_fits && domain_fits).then_some((local, domain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lower_cases_and_unwraps() {
        for (raw, expected) in [
            (" Jo.Smith@Example.ORG ", "jo.smith@example.org"),
            ("mailto:jo+tag@example.org", "jo+tag@example.org"),
            ("Jo Smith <jo@example.org>", "jo@example.org"),
            ("j.o@gmail.com;", "j.o@gmail.com"),
            // RFC 3696, section 3: signs that are allowed in a local part.
            (
                "customer/department=shipping@example.com",
                "customer/department=shipping@example.com",
            ),
            ("!def!xyz%abc@example.com", "!def!xyz%abc@example.com"),
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::value(expected.to_owned()),
                "{raw}"
            );
        }
    }

    #[test]
    fn says_why_there_is_no_value() {
        for (raw, finding) in [
            ("none@none.com", Finding::EmailPlaceholder),
            ("NoReply@example.org", Finding::EmailPlaceholder),
            ("a@b", Finding::EmailShape),
            ("a@b@example.org", Finding::EmailShape),
            ("a b@example.org", Finding::EmailShape),
            ("@example.org", Finding::EmailShape),
            ("jo@example..org", Finding::EmailShape),
            ("jo.example.org", Finding::EmailShape),
            ("n/a", Finding::Placeholder),
        ] {
            assert_eq!(standardise(raw), Standardised::rejected(finding), "{raw}");
        }
        assert_eq!(standardise("  "), Standardised::missing());
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), near in "[<]?(mailto:)?[A-Za-z.,İß<>]{1,6}@[a-zÅ.-]{1,6}[.]com[>;.]?") {
            for raw in [raw, near] {
                if let Some(once) = standardise(&raw).value {
                    prop_assert_eq!(standardise(&once), Standardised::value(once));
                }
            }
        }
    }
}
