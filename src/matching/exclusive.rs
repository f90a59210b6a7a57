use crate::agreement::Agreement;

/// Of two parties' records, which may be in one pair only: those whose other party holds a person once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exclusive {
    /// Whether a left record is.
    pub left: bool,
    /// Whether a right record is.
    pub right: bool,
}

impl Exclusive {
    /// Each party holds a person once.
    pub const BOTH: Self = Self {
        left: true,
        right: true,
    };

    /// Of these two parties.
    #[must_use]
    pub fn between(agreement: &Agreement, left: &str, right: &str) -> Self {
        Self {
            left: !agreement.may_repeat(right),
            right: !agreement.may_repeat(left),
        }
    }
}
