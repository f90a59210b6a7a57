use serde::{Deserialize, Serialize};

/// People who share a home, as a second level above people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Households {
    /// Names of match keys whose tokens stand for a home, the surest first: a UPRN before an address.
    pub by: Vec<String>,
    /// The most people of one household: a home with more is an institution, or a mistake, and is left apart.
    pub largest: u32,
}
