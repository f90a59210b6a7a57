use serde::{Deserialize, Serialize};

use super::FilterField;

/// One small Bloom filter for each of some fields, for a probability model that weighs each field by itself.
///
/// Equal values have equal filters: whoever holds an extract with them sees which values are frequent. They are for one
/// trusted linker only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldFilters {
    /// Length of each in bits: a power of two from 64 to 512.
    pub bits: u32,
    /// The fields that have one, at most 16.
    pub fields: Vec<FilterField>,
}

impl FieldFilters {
    /// Length of one in bytes.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bits as usize / 8
    }
}
