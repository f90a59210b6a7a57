//! What an agreement lets its files be used for, and until when.

use super::{
    Agreement, AgreementError, AgreementText, Attribute, Disclosure, Recipient, Results, Role,
};

impl AgreementText {
    /// Whether an attribute travels in the extract that `party` makes for this recipient; `None` stands for all the other
    /// parties.
    ///
    /// A matcher or linker who is no party holds it to count it. A party holds the project key, beside which an attribute is
    /// one person's, so it gets only what it may see record by record, whatever else it is.
    #[must_use]
    pub fn lets_travel(
        &self,
        attribute: &Attribute,
        party: &str,
        recipient: Option<&Recipient>,
    ) -> bool {
        attribute.is_from(party)
            && match recipient {
                Some(recipient) => {
                    let is = |name: &&String| name.eq_ignore_ascii_case(&recipient.name);
                    match self.parties.iter().find(is) {
                        Some(party) => attribute.may_be_seen_by(party),
                        None => recipient.role != Role::Partner,
                    }
                }
                None => self
                    .parties
                    .iter()
                    .all(|name| name == party || attribute.may_be_seen_by(name)),
            }
    }
}

impl Agreement {
    /// What may travel beside tokens.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute] {
        &self.text().attributes
    }

    /// The attributes that travel in the extract that `party` makes for this recipient, in order.
    pub fn attributes_for<'a>(
        &'a self,
        party: &'a str,
        recipient: Option<&'a Recipient>,
    ) -> impl Iterator<Item = &'a Attribute> + 'a {
        let text = self.text();
        let all = text.attributes.iter();
        all.filter(move |attribute| text.lets_travel(attribute, party, recipient))
    }

    /// Whether the agreement is about incidents, and not people: something in it is derived of a time or place.
    #[must_use]
    pub fn is_about_incidents(&self) -> bool {
        let mut all = self.text().attributes.iter();
        all.any(Attribute::is_of_time_or_place)
    }

    /// Which counts may be published.
    #[must_use]
    pub fn disclosure(&self) -> Disclosure {
        self.text().disclosure.unwrap_or_default()
    }

    /// Checks that the agreement is still in force.
    ///
    /// # Errors
    /// [`AgreementError::Expired`] when `today`, such as `2027-04-01`, is after its last day.
    pub fn expect_in_force(&self, today: &str) -> Result<(), AgreementError> {
        match &self.text().expires {
            // Days written so are in the order of their letters.
            Some(expires) if today > expires.as_str() => Err(AgreementError::Expired {
                expires: expires.clone(),
                today: today.to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// Checks that results may go back to single records.
    ///
    /// # Errors
    /// [`AgreementError::CountsOnly`] when they may be counts alone.
    pub fn expect_records(&self) -> Result<(), AgreementError> {
        match self.text().results {
            Results::Records => Ok(()),
            Results::Counts => Err(AgreementError::CountsOnly),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::agreement::{Agreement, Results, TemplateChoices, from_template_with};

    fn agreement(results: Results) -> Agreement {
        let choices = TemplateChoices {
            results,
            expires: Some("2027-03-31"),
            ..TemplateChoices::default()
        };
        let parties = ["council".to_owned(), "hospital".to_owned()];
        from_template_with("vulnerability", &choices, &parties).unwrap()
    }

    #[test]
    fn an_agreement_is_in_force_to_the_end_of_its_last_day() {
        let agreement = agreement(Results::Records);
        assert_eq!(agreement.expect_in_force("2027-03-31"), Ok(()));
        assert_eq!(agreement.expect_in_force("2026-12-01"), Ok(()));
        let error = agreement.expect_in_force("2027-04-01").unwrap_err();
        assert_eq!(error.code(), "agreement.expired");
        assert!(error.to_string().contains("2027-03-31"));
    }

    #[test]
    fn what_nobody_may_see_travels_to_a_matcher_alone() {
        let counts = agreement(Results::Counts);
        assert_eq!(
            counts.expect_records().unwrap_err().code(),
            "agreement.counts_only"
        );
        let matcher = &counts.recipients()[0];
        assert_eq!(
            counts.attributes_for("council", Some(matcher)).count(),
            counts.attributes().len()
        );
        assert_eq!(counts.attributes_for("council", None).count(), 0);
        assert_eq!(counts.attributes_for("police", Some(matcher)).count(), 0);
        let records = agreement(Results::Records);
        assert_eq!(records.expect_records(), Ok(()));
        assert_eq!(
            records.attributes_for("council", None).count(),
            records.attributes().len()
        );
    }
}
