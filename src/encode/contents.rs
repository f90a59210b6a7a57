use crate::agreement::Role;

/// Which of the parts that not everyone may hold an extract has. Tokens of match keys are always in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The record filter, if the agreement has one.
    pub record_filter: bool,
    /// The field filters, if the agreement has them.
    pub field_filters: bool,
}

impl Contents {
    /// All that the agreement has.
    pub const ALL: Self = Self {
        record_filter: true,
        field_filters: true,
    };

    /// Tokens alone.
    pub const NONE: Self = Self {
        record_filter: false,
        field_filters: false,
    };

    /// What may be given to somebody of this role: `None` is nobody in particular, to whom nothing is forbidden that the
    /// parties agreed. A matcher is given record filters, as an agreement that names a matcher cannot have plain ones.
    #[must_use]
    pub const fn held_by(role: Option<Role>) -> Self {
        match role {
            None | Some(Role::Linker) => Self::ALL,
            Some(Role::Partner | Role::Matcher) => Self {
                record_filter: true,
                field_filters: false,
            },
        }
    }

    /// What both have.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            record_filter: self.record_filter && other.record_filter,
            field_filters: self.field_filters && other.field_filters,
        }
    }
}

impl Default for Contents {
    fn default() -> Self {
        Self::ALL
    }
}
