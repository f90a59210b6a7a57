use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::{Exception, Field, Part};

/// A tuple of transformed fields that two records must share exactly. A record that lacks any part has no token for it.
///
/// Match keys are tried in the agreement's order; this is the cascade of deterministic linkage (HES ID, ONS 2021).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchKey {
    /// Identifier, also the name of the extract's column: lower-case letters, digits and underscores.
    pub name: String,
    /// What the tuple is made of.
    pub parts: Vec<Part>,
    /// Whether equality makes a link. A key that only serves to contradict others, or to tell candidates apart, has
    /// `false`.
    #[serde(default = "yes")]
    pub links: bool,
    /// What is done where several records of a party share a token.
    #[serde(default, skip_serializing_if = "Uniqueness::is_required")]
    pub unique: Uniqueness,
    /// Values that make no token, such as 1 January, which stands in many systems for a day not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<Exception>,
    /// Names of match keys which, when both records have one and they differ, forbid a link by this key.
    #[serde(default)]
    pub contradicted_by: Vec<String>,
}

const fn yes() -> bool {
    true
}

/// What is done where several records of a party share a token of a match key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Uniqueness {
    /// Nothing is linked: each record must be the other's only choice.
    #[default]
    Required,
    /// A pair is linked when it shares more of the agreement's other match keys than any other pair of either of its
    /// records; then linked records stop being rivals, and the rest is looked at again. Ties are passed over.
    ///
    /// Every other match key counts one, whether it makes links or not. Match keys that overlap count their common
    /// parts more than once, so this is a ranking of candidates and no probability.
    Preferred,
}

impl Uniqueness {
    /// Whether it is the default, which is not written out: agreements made before there was a choice keep their digest.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        matches!(self, Self::Required)
    }
}

impl MatchKey {
    /// A match key that links, and is left to its defaults otherwise.
    #[must_use]
    pub fn new(name: &str, parts: Vec<Part>) -> Self {
        Self {
            name: name.to_owned(),
            parts,
            links: true,
            unique: Uniqueness::default(),
            except: Vec::new(),
            contradicted_by: Vec::new(),
        }
    }

    /// The key in words, such as "NHS number + date of birth".
    #[must_use]
    pub fn description(&self, fields: &[Field]) -> String {
        let label = |name: &str| {
            fields
                .iter()
                .find(|field| field.name == name)
                .map_or_else(|| name.to_owned(), |field| field.label.clone())
        };
        let mut text = String::new();
        for part in &self.parts {
            if !text.is_empty() {
                text.push_str(" + ");
            }
            if let Some(first) = part.first {
                let _ = write!(text, "first {first} of ");
            }
            if let Some(last) = part.without_last {
                let _ = write!(text, "all but the last {last} of ");
            }
            text.push_str(part.take.words());
            text.push_str(&label(&part.field));
            if let Some(step) = part.step {
                let moved = if step.moved {
                    ", moved by half a step"
                } else {
                    ""
                };
                let _ = write!(
                    text,
                    " in steps of {} {}{moved}",
                    step.size,
                    part.take.unit()
                );
            }
            if let Some(other) = &part.together_with {
                let _ = write!(text, " and {} together", label(other));
            }
            if let Some(other) = &part.swaps_with {
                let _ = write!(text, " and {}, either way round", label(other));
            }
        }
        for exception in &self.except {
            let taken = exception.take.words();
            let field = label(&exception.field);
            let _ = match exception.values.as_slice() {
                [value] => write!(text, ", unless {taken}{field} is {value}"),
                values => write!(
                    text,
                    ", unless {taken}{field} is one of {} listed",
                    values.len()
                ),
            };
        }
        if self.unique == Uniqueness::Preferred {
            text.push_str(" (of several candidates, the one that shares most else)");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::{FieldKind, Take};

    #[test]
    fn says_what_it_is_in_words() {
        let field = |name: &str, label: &str, kind| Field {
            name: name.to_owned(),
            label: label.to_owned(),
            kind,
            required: false,
            headers: Vec::new(),
            values: Vec::new(),
        };
        let fields = [
            field("given_name", "given name", FieldKind::GivenName),
            field("surname", "surname", FieldKind::Name),
            field("birth_date", "date of birth", FieldKind::BirthDate),
            field("postcode", "postcode", FieldKind::UkPostcode),
        ];
        let parts = vec![
            Part {
                take: Take::Alphaname,
                together_with: Some("surname".to_owned()),
                ..Part::whole("given_name")
            },
            Part {
                without_last: Some(1),
                ..Part::whole("postcode")
            },
        ];
        let key = MatchKey {
            unique: Uniqueness::Preferred,
            except: vec![Exception {
                field: "birth_date".to_owned(),
                take: Take::MonthDay,
                values: vec!["0101".to_owned()],
            }],
            ..MatchKey::new("key", parts)
        };
        assert_eq!(
            key.description(&fields),
            "letters, in alphabetical order, of given name and surname together + all but the last 1 of postcode, \
             unless month and day of date of birth is 0101 (of several candidates, the one that shares most else)"
        );
    }

    #[test]
    fn what_is_left_out_is_the_default_and_is_left_out_again() {
        let json = r#"{"name":"a","parts":[{"field":"b","take":"whole"}],"links":true,"contradicted_by":[]}"#;
        let key: MatchKey = serde_json::from_str(json).unwrap();
        assert_eq!(key.unique, Uniqueness::Required);
        assert_eq!(serde_json::to_string(&key).unwrap(), json);
        let said = json.replace(r#""links""#, r#""unique":"required","except":[],"links""#);
        assert_eq!(serde_json::from_str::<MatchKey>(&said).unwrap(), key);
    }
}
