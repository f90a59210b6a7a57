use serde::{Deserialize, Serialize};

use super::Hardening;

/// One Bloom filter a record (CLK, Schnell et al. 2011), made by the construction of clkhash schema version 3:
/// keyed BLAKE2b per gram, bits of all fields in one filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordFilter {
    /// Length in bits before any hardening: a power of two from 512 to 4096.
    pub bits: u32,
    /// The fields that go in.
    pub fields: Vec<FilterField>,
    /// How it is hardened, if it is. Hardening wants a sparse filter: a few of a hundred bits set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardening: Option<Hardening>,
    /// A field whose standardised value salts the filter, so that filters of records with other values of it have nothing
    /// in common. A record without it has no filter, and where the two records of a person differ in it the filter cannot
    /// link them. It is a defence only where hardly two people share a value: within all who share one, graph attacks go
    /// on as before (Chen et al. 2022 measured it). A year of birth does little.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt_field: Option<String>,
}

/// How one field goes into the record filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilterField {
    /// The field's name.
    pub field: String,
    /// Length of the grams the value is cut into, 1 to 4.
    pub gram: u8,
    /// Whether a gram's position counts (dates, postcodes) or not (names).
    #[serde(default)]
    pub positional: bool,
    /// How many bits the whole value sets, before collisions: the field's weight.
    pub bits_per_feature: u16,
}

impl RecordFilter {
    /// Length in bytes of what leaves: after hardening, if there is any.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        match &self.hardening {
            Some(hardening) => hardening.bits() as usize / 8,
            None => self.bytes_before_hardening(),
        }
    }

    /// Length in bytes before any hardening.
    #[must_use]
    pub const fn bytes_before_hardening(&self) -> usize {
        self.bits as usize / 8
    }
}
