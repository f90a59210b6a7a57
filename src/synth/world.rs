use super::{background::Backgrounds, given_names::GivenNames, places::Places, surnames::Surnames};

/// What people are made from: names and places.
pub(super) struct World {
    pub given_names: GivenNames,
    pub surnames: Surnames,
    pub backgrounds: Backgrounds,
    pub places: Places,
}

impl World {
    pub(super) fn new(seed: u64, people: u32) -> Self {
        Self {
            given_names: GivenNames::new(),
            surnames: Surnames::new(),
            backgrounds: Backgrounds::new(),
            places: Places::new(seed, people),
        }
    }
}
