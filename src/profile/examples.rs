//! Values of the user's own file before and after standardising: for their screen only.

use serde::Serialize;

use crate::standardise::Severity;

/// Examples kept of each sort, for one field.
const OF_EACH: usize = 2;

/// A value as it stands in the file and as it is used. Holds a person's value: never saved, never in a report.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// The row.
    pub row: u64,
    /// As it stands in the file.
    pub before: String,
    /// As it is used; `None` when it is not.
    pub after: Option<String>,
    /// What was found, in the words that continue "values ..."; empty when nothing was.
    pub finding: String,
}

/// Picks a few values of one field worth showing: changed, invalid and blanked ones.
#[derive(Clone, Default)]
pub(super) struct Examples {
    invalid: Vec<Example>,
    blanked: Vec<Example>,
    changed: Vec<Example>,
}

impl Examples {
    pub(super) fn offer(
        &mut self,
        row: u64,
        before: &str,
        after: Option<&str>,
        finding: Option<crate::standardise::Finding>,
    ) {
        let list = match finding.map(crate::standardise::Finding::severity) {
            Some(Severity::Invalid) => &mut self.invalid,
            Some(Severity::Blanked) => &mut self.blanked,
            _ if after.is_some_and(|after| after != before) => &mut self.changed,
            _ => return,
        };
        if list.len() >= OF_EACH || list.iter().any(|example| example.before == before) {
            return;
        }
        list.push(Example {
            row,
            before: before.to_owned(),
            after: after.map(str::to_owned),
            finding: finding.map_or_else(String::new, |finding| finding.message().to_owned()),
        });
    }

    /// A value that is none of those that the parties have agreed on.
    pub(super) fn offer_unlisted(&mut self, row: u64, before: &str) {
        let known = self.invalid.iter().any(|example| example.before == before);
        if known || self.invalid.len() >= OF_EACH {
            return;
        }
        self.invalid.push(Example {
            row,
            before: before.to_owned(),
            after: None,
            finding: "are none of those agreed".to_owned(),
        });
    }

    pub(super) fn into_list(self) -> Vec<Example> {
        [self.invalid, self.blanked, self.changed].concat()
    }
}
