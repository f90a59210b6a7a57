use serde::{Deserialize, Serialize};

use super::{Agreement, AgreementError};

/// What a probability model has learnt of two parties' extracts ([`crate::matching::model`]), agreed on for the extracts to
/// come: the same weights every time, whoever matches. Shares of pairs, and nothing of any one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learnt {
    /// The two parties, in the agreement's order.
    pub parties: [String; 2],
    /// What was learnt.
    pub parameters: Parameters,
}

/// What the model has learnt, or is given: reusable for the same parties and field filters without fitting again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Share of all pairs that are one person.
    pub match_share: f64,
    /// Share of all pairs that are two people of one household; 0 when the data show no such pairs.
    pub household_share: f64,
    /// By field filter.
    pub fields: Vec<FieldParameters>,
}

/// How often each level of agreement of one field occurs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldParameters {
    /// The field's name.
    pub field: String,
    /// From "differs" up.
    pub levels: Vec<LevelParameters>,
}

/// How often one level of agreement occurs among pairs that both have the field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelParameters {
    /// The level in words.
    pub level: String,
    /// Share among pairs of one person.
    pub m: f64,
    /// Share among pairs of unrelated people.
    pub u: f64,
    /// Share among pairs of two people of one household.
    pub household: f64,
}

/// The least share among unrelated people that parameters may give: below half a pair among those of the largest files
/// there can be, it was learnt from nothing, and weights would overflow.
const LEAST_U: f64 = 1e-20;

impl Agreement {
    /// The same settlement with what a model has learnt in it. Its digest is another, so every party prepares anew.
    ///
    /// # Errors
    /// [`AgreementError::Invalid`] when the agreement has no model, or it was learnt of others than its parties and fields.
    pub fn with_learnt(&self, learnt: Vec<Learnt>) -> Result<Self, AgreementError> {
        let mut text = self.text().clone();
        let Some(probability) = &mut text.decision.probability else {
            return Err(AgreementError::Invalid {
                place: "decision.probability".to_owned(),
                problem: "there is no probability model here to use what was learnt: make the agreement from the template person-linker".to_owned(),
            });
        };
        probability.learnt = learnt;
        Self::from_text(text)
    }
}

impl Parameters {
    /// Whether these are shares that a model can weigh by: each from 0 to 1, some pairs of one person, and none whose weight
    /// would overflow.
    #[must_use]
    pub fn usable(&self) -> bool {
        let share = |value: f64| (0.0..=1.0).contains(&value);
        let mut levels = self.fields.iter().flat_map(|field| &field.levels);
        share(self.match_share)
            && self.match_share > 0.0
            && share(self.household_share)
            && self.match_share + self.household_share < 1.0
            && levels.all(|level| {
                share(level.m) && share(level.household) && share(level.u) && level.u >= LEAST_U
            })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::agreement::from_template;

    fn parameters() -> Parameters {
        let level = |level: &str, m, u| LevelParameters {
            level: level.to_owned(),
            m,
            u,
            household: u,
        };
        Parameters {
            match_share: 0.001,
            household_share: 0.0,
            fields: vec![FieldParameters {
                field: "surname".to_owned(),
                levels: vec![level("differs", 0.1, 0.999), level("equal", 0.9, 0.001)],
            }],
        }
    }

    proptest! {
        /// A file that is read is the agreement that was written, to the last digit of every share: else its readers would
        /// derive other keys than its maker.
        #[test]
        fn shares_come_back_as_they_were(m in 1e-12..0.999f64, u in prop_oneof![1e-20..1e-9f64, 1e-9..0.999f64]) {
            let parties = ["A".to_owned(), "B".to_owned()];
            let agreement = from_template("person-linker", &parties).unwrap();
            let filters = agreement.field_filters().unwrap().names();
            let mut learnt = parameters();
            let mut field = learnt.fields.remove(0);
            (field.levels[1].m, field.levels[1].u) = (m, u);
            learnt.fields = filters
                .map(|filter| FieldParameters { field: filter.to_owned(), ..field.clone() })
                .collect();
            let made = agreement.with_learnt(vec![Learnt { parties, parameters: learnt }]).unwrap();
            let read = Agreement::from_json(&made.text().to_json()).unwrap();
            prop_assert_eq!(read.digest(), made.digest());
        }
    }

    #[test]
    fn what_is_no_share_is_not_usable() {
        assert!(parameters().usable());
        let damage: [fn(&mut Parameters); 7] = [
            |it| it.match_share = 0.0,
            |it| it.match_share = f64::NAN,
            |it| it.household_share = -0.1,
            |it| it.household_share = 0.999,
            |it| it.fields[0].levels[0].m = 1.01,
            |it| it.fields[0].levels[1].u = 0.0,
            |it| it.fields[0].levels[1].household = f64::INFINITY,
        ];
        for (number, damage) in damage.into_iter().enumerate() {
            let mut damaged = parameters();
            damage(&mut damaged);
            assert!(!damaged.usable(), "{number}");
        }
    }
}
