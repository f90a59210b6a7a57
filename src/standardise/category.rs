//! One of a field's listed values, and nothing else.

use super::finding::{Finding, Standardised};
use super::fold;
use crate::agreement::Field;

/// Folds a cell to how values are compared: small letters and single spaces. Whether the field lists it, [`Category`] knows.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    let folded = folded(raw);
    if folded.is_empty() {
        Standardised::missing()
    } else if fold::is_placeholder(&folded) {
        Standardised::rejected(Finding::Placeholder)
    } else {
        Standardised::value(folded)
    }
}

/// Small letters, and single spaces between words.
pub(super) fn folded(raw: &str) -> String {
    let text = fold::plain(raw).to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The values of one field.
#[derive(Clone, Debug)]
pub(super) struct Category {
    values: Vec<Value>,
}

#[derive(Clone, Debug)]
struct Value {
    folded: String,
    /// The whole numbers that the value names: `18-24` those from 18 to 24, `65+` those from 65.
    span: Option<(u32, u32)>,
}

impl Category {
    pub(super) fn of(field: &Field) -> Self {
        let value = |value: &String| Value {
            folded: value.to_ascii_lowercase(),
            span: span(value),
        };
        Self {
            values: field.values.iter().map(value).collect(),
        }
    }

    /// The value of a cell: one that is listed, in whatever case, or the one whose span holds the number in the cell.
    pub(super) fn standardise(&self, raw: &str) -> Standardised {
        let text = folded(raw);
        // Before all else: "none" may be a value that is listed.
        if self.values.iter().any(|value| value.folded == text) {
            return Standardised::value(text);
        }
        let found = standardise(raw);
        if found.value.is_none() {
            return found;
        }
        let number = number(&text);
        let within = |value: &&Value| {
            let span = value.span.zip(number);
            span.is_some_and(|((first, last), number)| (first..=last).contains(&number))
        };
        match self.values.iter().find(within) {
            Some(value) => Standardised::value(value.folded.clone()),
            None => Standardised::rejected(Finding::NotListed),
        }
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn span(value: &str) -> Option<(u32, u32)> {
    if let Some(first) = value.strip_suffix('+') {
        return Some((number(first.trim_end())?, u32::MAX));
    }
    let (first, last) = value.split_once('-')?;
    let (first, last) = (number(first.trim())?, number(last.trim())?);
    (first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::FieldKind;

    fn category(values: &[&str]) -> Category {
        Category::of(&Field {
            name: "field".to_owned(),
            label: "field".to_owned(),
            kind: FieldKind::Category,
            required: false,
            headers: Vec::new(),
            values: values.iter().map(|&value| value.to_owned()).collect(),
        })
    }

    #[test]
    fn listed_values_in_any_case_and_nothing_else() {
        let method = category(&["Sharp object", "Firearm"]);
        for (cell, expected) in [
            (" sharp  OBJECT ", Some("sharp object")),
            ("firearm", Some("firearm")),
        ] {
            assert_eq!(method.standardise(cell).value.as_deref(), expected);
        }
        assert_eq!(method.standardise(""), Standardised::missing());
        assert_eq!(
            method.standardise("unknown"),
            Standardised::rejected(Finding::Placeholder)
        );
        for cell in ["sharp", "sharp object, left arm", "07", "17"] {
            assert_eq!(
                method.standardise(cell),
                Standardised::rejected(Finding::NotListed),
                "{cell}"
            );
        }
    }

    #[test]
    fn ages_fall_into_bands() {
        let band = category(&["0-17", "18-24", "65+"]);
        for (cell, expected) in [
            ("0", Some("0-17")),
            ("17", Some("0-17")),
            ("18", Some("18-24")),
            ("65", Some("65+")),
            ("104", Some("65+")),
            ("18-24", Some("18-24")),
            ("30", None),
            ("-1", None),
            ("17.5", None),
            ("99999999999", None),
        ] {
            assert_eq!(band.standardise(cell).value.as_deref(), expected, "{cell}");
        }
    }
}
