use serde::{Serialize, Serializer};

use crate::agreement::Disclosure;

/// A count as it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// Rounded as the rule says.
    Count(u64),
    /// Suppressed. Files and pages show `*`, whatever the reason is.
    Suppressed(Hiding),
}

/// Why a count is suppressed: what is certain of it for somebody who knows how suppression is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hiding {
    /// It is small: from 1 to what the rule suppresses.
    Small,
    /// It is larger, and a suppressed one could be worked out from it.
    Secondary,
    /// It may be any number, zero too: nothing less would have protected another.
    Any,
}

impl Published {
    /// What is shown of a count where nothing but its size speaks against showing it.
    pub(super) fn first(rule: Disclosure, count: u64) -> Self {
        match rule.shown(count) {
            Some(shown) => Self::Count(shown),
            None => Self::Suppressed(Hiding::Small),
        }
    }

    /// What is shown of the total of all tables, which nothing else speaks against: it is held.
    #[must_use]
    pub fn of_total(rule: Disclosure, total: u64) -> Self {
        Self::first(rule, total)
    }

    /// How a count that is published like this is to be published so that it might as well be `other`; `None` for less than
    /// nobody.
    pub(super) fn widened(self, rule: Disclosure, count: u64, other: Option<u64>) -> Self {
        let Some(other) = other else {
            return Self::Suppressed(Hiding::Any);
        };
        let small = 1..=u64::from(rule.suppress_up_to);
        let fits = match self {
            Self::Count(shown) => rule.shown(other) == Some(shown),
            Self::Suppressed(Hiding::Small) => small.contains(&other),
            Self::Suppressed(Hiding::Secondary) => other > *small.end(),
            Self::Suppressed(Hiding::Any) => true,
        };
        if fits {
            self
        } else if count > *small.end() && other > *small.end() {
            Self::Suppressed(Hiding::Secondary)
        } else {
            Self::Suppressed(Hiding::Any)
        }
    }

    /// As files and pages show it.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Suppressed(_) => "*".to_owned(),
        }
    }

    /// The number that is shown.
    #[must_use]
    pub const fn count(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Suppressed(_) => None,
        }
    }
}

impl Serialize for Published {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Suppressed(_) => serializer.serialize_str("*"),
        }
    }
}
