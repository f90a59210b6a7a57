use crate::agreement::Agreement;

/// What the records of an extract are about, as far as whoever words it knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// People.
    #[default]
    People,
    /// Incidents, of which records are reports.
    Incidents,
    /// One or the other: only the agreement says.
    NotKnown,
}

impl Subject {
    /// What an agreement is about.
    #[must_use]
    pub fn of(agreement: &Agreement) -> Self {
        if agreement.is_about_incidents() {
            Self::Incidents
        } else {
            Self::People
        }
    }

    /// Of an extract without its agreement: one of incidents always has attributes beside its tokens.
    #[must_use]
    pub const fn with_attributes(attributes: usize) -> Self {
        match attributes {
            0 => Self::People,
            _ => Self::NotKnown,
        }
    }

    /// What somebody who tests a guess has in mind.
    pub(super) const fn guessed(self) -> &'static str {
        match self {
            Self::People => "a person they have in mind",
            Self::Incidents => "a street and an hour they have in mind",
            Self::NotKnown => "a person or an event they have in mind",
        }
    }

    /// What the tokens are for whoever can make them, and of what the attributes beside them tell.
    pub(super) const fn known(self) -> (&'static str, &'static str) {
        match self {
            Self::People => ("a person", "that person"),
            Self::Incidents => ("a time and a place", "what happened there"),
            Self::NotKnown => ("a person or an event", "it"),
        }
    }

    /// What two rows with the same tokens seem to be of.
    pub(super) const fn shared(self) -> &'static str {
        match self {
            Self::People => "the same person",
            Self::Incidents => "the same incident",
            Self::NotKnown => "the same person or event",
        }
    }

    /// What records belong together of, where there is one.
    pub(super) const fn one(self) -> &'static str {
        match self {
            Self::People => "a person",
            Self::Incidents => "an incident",
            Self::NotKnown => "a person or an incident",
        }
    }

    /// Pairs that should link.
    pub(super) const fn pairs_of_one(self) -> &'static str {
        match self {
            Self::People => "pairs of one person",
            Self::Incidents => "pairs of one incident",
            Self::NotKnown => "pairs of one person or incident",
        }
    }

    /// The classes of pairs that the probability model tells apart.
    pub(super) const fn classes_of_pairs(self) -> &'static str {
        match self {
            Self::People => "pairs of one person, of one household and of unrelated people",
            Self::Incidents => "pairs of one incident and of unrelated reports",
            Self::NotKnown => "pairs that belong together and pairs that do not",
        }
    }

    /// What frequent values of field filters can be matched with.
    pub(super) const fn public_lists(self) -> &'static str {
        match self {
            Self::People => "public lists of how frequent names are",
            Self::Incidents => "what is known of busy places and hours",
            Self::NotKnown => {
                "public lists of how frequent names are, or what is known of busy places and hours"
            }
        }
    }
}
