use serde::{Deserialize, Serialize};

use super::{Agreement, AgreementError};

/// Which agreement a renewed one takes the place of. It changes the digest and, through it, every derived key: tokens
/// made under the old and the new agreement have nothing in common, even with the same project key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renewal {
    /// 2 for the first renewal, and one more for each.
    pub edition: u32,
    /// The digest of the agreement before, in hexadecimal.
    pub replaces: String,
}

impl Agreement {
    /// 1 for an agreement that renews no other.
    #[must_use]
    pub fn edition(&self) -> u32 {
        self.text()
            .renewal
            .as_ref()
            .map_or(1, |renewal| renewal.edition)
    }

    /// The same settlement as a new edition: what to agree on when a key is to be changed.
    ///
    /// # Errors
    /// [`AgreementError::Invalid`] after four thousand million renewals.
    pub fn renew(&self) -> Result<Self, AgreementError> {
        let mut text = self.text().clone();
        text.renewal = Some(Renewal {
            edition: self.edition().saturating_add(1),
            replaces: self.digest().to_string(),
        });
        Self::from_text(text)
    }
}

#[cfg(test)]
mod tests {
    use crate::agreement::{Agreement, AgreementText, from_template};

    fn agreement() -> Agreement {
        from_template("person", &["A".to_owned(), "B".to_owned()]).unwrap()
    }

    #[test]
    fn each_renewal_names_what_it_replaces() {
        let first = agreement();
        let second = first.renew().unwrap();
        let third = second.renew().unwrap();
        assert_eq!(
            (first.edition(), second.edition(), third.edition()),
            (1, 2, 3)
        );
        let replaces = |agreement: &Agreement| {
            let renewal = agreement.text().renewal.clone();
            renewal.map(|renewal| renewal.replaces)
        };
        assert_eq!(replaces(&second), Some(first.digest().to_string()));
        assert_eq!(replaces(&third), Some(second.digest().to_string()));
        let same = Agreement::from_json(&third.text().to_json()).unwrap();
        assert_eq!(same.digest(), third.digest());
    }

    #[test]
    fn a_renewal_that_cannot_be_is_refused() {
        let text = agreement().renew().unwrap().text().to_json();
        let good = text.clone();
        assert!(Agreement::from_json(&good).is_ok());
        for (from, to) in [
            ("\"edition\": 2", "\"edition\": 1"),
            ("\"edition\": 2", "\"edition\": 0"),
            ("\"replaces\": \"", "\"replaces\": \"0"),
        ] {
            assert!(text.contains(from));
            let error = Agreement::from_json(&text.replacen(from, to, 1)).unwrap_err();
            assert_eq!(error.code(), "agreement.invalid", "{to}");
        }
    }

    #[test]
    fn an_agreement_without_renewal_says_nothing_of_it() {
        let json = agreement().text().to_json();
        assert!(!json.contains("renewal") && !json.contains("recipients"));
        let _: AgreementText = serde_json::from_str(&json).unwrap();
    }
}
