use serde::{Deserialize, Serialize};

use super::{Agreement, AgreementError, AgreementText};

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

/// What a new edition settles otherwise than the one before: nothing where it is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RenewalChoices<'a> {
    /// The last day.
    pub expires: Option<&'a str>,
    /// The least Dice coefficient of a link.
    pub similarity_threshold: Option<f64>,
    /// The least probability of a link.
    pub probability_threshold: Option<f64>,
}

impl RenewalChoices<'_> {
    fn apply(&self, text: &mut AgreementText) -> Result<(), AgreementError> {
        if let Some(expires) = self.expires {
            text.expires = Some(expires.to_owned());
        }
        if let Some(threshold) = self.similarity_threshold {
            let rule = text.decision.similarity.as_mut();
            let rule = rule.ok_or_else(|| no_threshold("decision.similarity"))?;
            // People are asked about as wide a zone as before: what is nearly a link depends on what is one.
            let moved = threshold - rule.threshold;
            rule.review_from = rule
                .review_from
                .map(|from| rounded(from + moved).max(0.01).min(threshold));
            rule.threshold = threshold;
        }
        if let Some(threshold) = self.probability_threshold {
            let rule = text.decision.probability.as_mut();
            let rule = rule.ok_or_else(|| no_threshold("decision.probability"))?;
            rule.review_from = rule.review_from.map(|from| from.min(threshold));
            rule.threshold = threshold;
        }
        Ok(())
    }
}

/// So that an agreement says 0.77, and not what binary fractions make of it.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

fn no_threshold(place: &str) -> AgreementError {
    AgreementError::Invalid {
        place: place.to_owned(),
        problem: "the agreement does not decide by this, so it has no threshold to change"
            .to_owned(),
    }
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

    /// The same settlement as a new edition, save for what is chosen: what to agree on when a key is to be changed, or when
    /// a first run has shown what should be settled otherwise.
    ///
    /// # Errors
    /// [`AgreementError::Invalid`] where a choice cannot be, and after four thousand million renewals.
    pub fn renew(&self, choices: &RenewalChoices<'_>) -> Result<Self, AgreementError> {
        let mut text = self.text().clone();
        choices.apply(&mut text)?;
        text.renewal = Some(Renewal {
            edition: self.edition().saturating_add(1),
            replaces: self.digest().to_string(),
        });
        Self::from_text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::RenewalChoices;
    use crate::agreement::{Agreement, AgreementText, from_template};

    const AS_BEFORE: RenewalChoices<'_> = RenewalChoices {
        expires: None,
        similarity_threshold: None,
        probability_threshold: None,
    };

    fn agreement() -> Agreement {
        from_template("person", &["A".to_owned(), "B".to_owned()]).unwrap()
    }

    #[test]
    fn each_renewal_names_what_it_replaces() {
        let first = agreement();
        let second = first.renew(&AS_BEFORE).unwrap();
        let third = second.renew(&AS_BEFORE).unwrap();
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
        let text = agreement().renew(&AS_BEFORE).unwrap().text().to_json();
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
    fn a_new_edition_can_have_another_threshold() {
        let mut text = agreement().text().clone();
        // The template's own is 0.82.
        text.decision.similarity.as_mut().unwrap().review_from = Some(0.77);
        let before = Agreement::from_text(text).unwrap();
        let choices = RenewalChoices {
            similarity_threshold: Some(0.9),
            ..AS_BEFORE
        };
        let after = before.renew(&choices).unwrap();
        let rule = after.text().decision.similarity.clone().unwrap();
        assert_eq!((rule.threshold, rule.review_from), (0.9, Some(0.85)));
        let mut same = after.text().clone();
        same.renewal = None;
        same.decision = before.text().decision.clone();
        assert_eq!(&same, before.text());
        assert_ne!(after.digest(), before.renew(&AS_BEFORE).unwrap().digest());
    }

    #[test]
    fn nobody_is_asked_about_what_the_new_threshold_links() {
        let parties = ["A".to_owned(), "B".to_owned()];
        let mut text = from_template("person-linker", &parties)
            .unwrap()
            .text()
            .clone();
        text.decision.probability.as_mut().unwrap().review_from = Some(0.1);
        let choices = RenewalChoices {
            probability_threshold: Some(0.05),
            ..AS_BEFORE
        };
        let after = Agreement::from_text(text).unwrap().renew(&choices).unwrap();
        let rule = after.text().decision.probability.clone().unwrap();
        assert_eq!((rule.threshold, rule.review_from), (0.05, Some(0.05)));
        // That of similarity is another, and stays.
        assert_eq!(
            after
                .text()
                .decision
                .similarity
                .as_ref()
                .map(|rule| rule.threshold),
            Some(0.82)
        );
    }

    #[test]
    fn a_threshold_that_cannot_be_is_refused() {
        for choices in [
            RenewalChoices {
                similarity_threshold: Some(1.2),
                ..AS_BEFORE
            },
            RenewalChoices {
                similarity_threshold: Some(f64::NAN),
                ..AS_BEFORE
            },
            RenewalChoices {
                probability_threshold: Some(0.9),
                ..AS_BEFORE
            },
        ] {
            let error = agreement().renew(&choices).unwrap_err();
            assert_eq!(error.code(), "agreement.invalid", "{choices:?}");
        }
    }

    #[test]
    fn an_agreement_without_renewal_says_nothing_of_it() {
        let json = agreement().text().to_json();
        assert!(!json.contains("renewal") && !json.contains("recipients"));
        let _: AgreementText = serde_json::from_str(&json).unwrap();
    }
}
