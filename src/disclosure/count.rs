use serde::{Serialize, Serializer};

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
