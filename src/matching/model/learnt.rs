//! Whether what was learnt is of the fields and levels that are told apart now.

use std::fmt;
use std::ops::RangeInclusive;

use super::levels::{FieldComparison, field_comparisons};
use super::swaps;
use crate::agreement::{Agreement, Parameters, Probability};

/// Where what was learnt is first of something else: the field, and its level there and here. Of a level that one of the two has
/// no more, or of a field, there is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherLevel {
    /// The field.
    pub field: String,
    /// The level that was learnt of.
    pub found: Option<String>,
    /// The level that is told apart in its place.
    pub expected: Option<String>,
}

impl std::error::Error for OtherLevel {}

impl fmt::Display for OtherLevel {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = &self.field;
        match (&self.found, &self.expected) {
            (Some(found), Some(expected)) => write!(
                to,
                "what was learnt of \"{field}\" has the level {found:?} where this version has {expected:?}"
            ),
            (Some(found), None) => write!(
                to,
                "what was learnt of \"{field}\" has the level {found:?}, which this version does not tell apart"
            ),
            (None, Some(expected)) => write!(
                to,
                "what was learnt of \"{field}\" has no level {expected:?}, which this version tells apart"
            ),
            (None, None) => write!(
                to,
                "what was learnt is of other fields than this agreement's field filters: see \"{field}\""
            ),
        }
    }
}

/// Checks parameters against the fields and levels that matching under this agreement tells apart. No extracts are needed, so
/// that it can be known before any file is made.
///
/// # Errors
/// The first field and level that are others.
pub fn expect_levels(
    agreement: &Agreement,
    rule: &Probability,
    parameters: &Parameters,
) -> Result<(), OtherLevel> {
    let fields = field_comparisons(agreement, rule);
    let swaps = swaps::of(agreement, &fields);
    expect(
        &fields,
        |field| swaps::levels(&fields[field], field, &swaps),
        parameters,
    )
}

/// The same, where the fields and levels are known.
pub(super) fn expect(
    fields: &[FieldComparison],
    levels: impl Fn(usize) -> RangeInclusive<u8>,
    parameters: &Parameters,
) -> Result<(), OtherLevel> {
    let other = |field: &str, found: Option<&str>, expected: Option<String>| OtherLevel {
        field: field.to_owned(),
        found: found.map(str::to_owned),
        expected,
    };
    let mut learnt = parameters.fields.iter();
    for (position, said) in fields.iter().enumerate() {
        let Some(of) = learnt.next().filter(|of| of.field == said.name) else {
            return Err(other(&said.name, None, None));
        };
        let mut found = of.levels.iter().map(|of| of.level.as_str());
        for level in levels(position) {
            let (expected, found) = (said.describe(level), found.next());
            if found != Some(&expected) {
                return Err(other(&said.name, found, Some(expected)));
            }
        }
        if let Some(more) = found.next() {
            return Err(other(&said.name, Some(more), None));
        }
    }
    match learnt.next() {
        Some(more) => Err(other(&more.field, None, None)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::{FieldParameters, LevelParameters, from_template};

    /// Is given the positions of a field that can be swapped and of one that cannot.
    type Damage = fn(&mut Vec<FieldParameters>, usize, usize);

    fn agreement() -> Agreement {
        from_template("person-linker", &["A".to_owned(), "B".to_owned()]).unwrap()
    }

    fn parameters(agreement: &Agreement, rule: &Probability) -> Parameters {
        let fields = field_comparisons(agreement, rule);
        let swaps = swaps::of(agreement, &fields);
        let level = |level| LevelParameters {
            level,
            m: 0.5,
            u: 0.5,
            household: 0.5,
        };
        let learnt = fields.iter().enumerate().map(|(at, said)| FieldParameters {
            field: said.name.clone(),
            levels: swaps::levels(said, at, &swaps)
                .map(|it| level(said.describe(it)))
                .collect(),
        });
        Parameters {
            match_share: 0.1,
            household_share: 0.0,
            fields: learnt.collect(),
        }
    }

    /// The field whose values can be entered in another's place, and one of which they cannot.
    fn swappable_and_not(of: &Parameters) -> (usize, usize) {
        let swapped = |field: &FieldParameters| {
            let mut levels = field.levels.iter();
            levels.any(|of| of.level.starts_with("entered"))
        };
        let with = of.fields.iter().position(swapped).unwrap();
        let without = of.fields.iter().position(|field| !swapped(field)).unwrap();
        (with, without)
    }

    #[test]
    fn the_first_level_that_is_another_is_named() {
        let agreement = agreement();
        let rule = agreement.text().decision.probability.as_ref().unwrap();
        let whole = parameters(&agreement, rule);
        assert_eq!(expect_levels(&agreement, rule, &whole), Ok(()));
        let (with, without) = swappable_and_not(&whole);
        let damages: [(&str, Damage); 6] = [
            (
                "has the level \"alike\" where this version has \"differs\"",
                |it, _, without| {
                    it[without].levels[0].level = "alike".to_owned();
                },
            ),
            ("has no level \"equal\"", |it, _, without| {
                it[without].levels.pop();
            }),
            (
                "has no level \"entered in each other's field\"",
                |it, with, _| {
                    it[with].levels.pop();
                },
            ),
            (
                "has the level \"entered in each other's field\", which this version does not",
                |it, with, without| {
                    let swapped = it[with].levels.last().unwrap().clone();
                    it[without].levels.push(swapped);
                },
            ),
            ("other fields than this agreement's", |it, with, without| {
                it.swap(with, without);
            }),
            ("other fields than this agreement's", |it, _, _| {
                it.pop();
            }),
        ];
        for (said, damage) in damages {
            let mut learnt = whole.clone();
            damage(&mut learnt.fields, with, without);
            let other = expect_levels(&agreement, rule, &learnt).unwrap_err();
            assert!(other.to_string().contains(said), "{other}");
        }
    }
}
