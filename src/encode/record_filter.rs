//! The record filter: one cryptographic long-term key (CLK) a record.
//!
//! Schnell, Bachteler and Reiher, "A novel error-tolerant anonymous linking code" (2011), made by the construction of
//! clkhash schema version 3: each gram of each field sets bits at positions drawn from BLAKE2b keyed for that field.
//! A CLK without hardening keeps the similarity of records visible, and graph attacks on it succeed (Schäfer, Armknecht
//! and Heng, ACSAC 2024): it is for partners who hold the key anyway, or for a matcher one would trust with the data. With
//! hardening, what leaves is the [diffusion](super::diffusion) of it.

use super::VERSION;
use super::clk::{GramHasher, Insertions, KeyedBlake2b};
use super::diffusion::Diffusion;
use crate::agreement::{Agreement, FilterField, Hardening};
use crate::secret::{DerivedKey, ProjectKey, Zeroizing};
use crate::standardise::{self, StandardRecord};

/// Makes record filters under one agreement and key.
pub(super) struct RecordFilterEncoder {
    fields: Vec<(usize, GramHasher<KeyedBlake2b>)>,
    filter: Vec<u8>,
    diffusion: Option<Diffusion>,
}

impl RecordFilterEncoder {
    /// `None` when the agreement has no record filter.
    pub(super) fn new(agreement: &Agreement, key: &ProjectKey) -> Option<Self> {
        let filter = agreement.record_filter()?;
        let fields = filter
            .fields
            .iter()
            .filter_map(|field| {
                let position = agreement.field_position(&field.field)?;
                let purpose = format!(
                    "record-filter/{}/{VERSION}/{}",
                    field.field,
                    standardise::VERSION
                );
                let derived = key.derive::<64>(&purpose, &agreement.digest());
                Some((position, hasher(field, filter.bits, &derived)))
            })
            .collect();
        let diffusion = filter.hardening.map(|hardening| {
            let Hardening::Diffusion { bits, mixed } = hardening;
            let purpose = format!("record-filter-diffusion/{VERSION}");
            let derived = key.derive::<32>(&purpose, &agreement.digest());
            Diffusion::new(&derived, filter.bits, bits, usize::from(mixed))
        });
        Some(Self {
            fields,
            filter: vec![0; filter.bytes_before_hardening()],
            diffusion,
        })
    }

    /// The record's filter, or `None` when none of its fields is filled.
    pub(super) fn encode(&mut self, record: &StandardRecord) -> Option<&[u8]> {
        self.filter.fill(0);
        let mut filled = false;
        for (position, hasher) in &mut self.fields {
            if let Some(value) = record.value(*position) {
                filled |= hasher.set_bits(value, &mut self.filter);
            }
        }
        match (filled, &mut self.diffusion) {
            (false, _) => None,
            (true, Some(diffusion)) => Some(diffusion.of(&self.filter)),
            (true, None) => Some(&self.filter),
        }
    }
}

pub(super) fn hasher(
    field: &FilterField,
    filter_bits: u32,
    key: &DerivedKey<64>,
) -> GramHasher<KeyedBlake2b> {
    GramHasher::new(
        usize::from(field.gram),
        field.positional,
        Insertions::PerFeature(usize::from(field.bits_per_feature)),
        // An agreement's filter has a power of two of at most 4096 bits.
        KeyedBlake2b::new(Zeroizing::new(key.to_vec()), filter_bits),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use serde_json::Value;

    /// Known answers made with clkhash 0.18.3: schemas, the keys it derived, rows, and the filters it made of them.
    const VECTORS: &str = include_str!("../../tests/data/interop/clkhash.json");

    /// The field of an agreement that says what a feature of a clkhash schema says, where one can.
    fn filter_field(feature: &Value) -> Option<FilterField> {
        let hashing = &feature["hashing"];
        let (comparison, strategy) = (&hashing["comparison"], &hashing["strategy"]);
        (comparison["type"] == "ngram" && hashing["hash"]["type"] == "blakeHash").then_some(())?;
        Some(FilterField {
            field: "f".to_owned(),
            gram: u8::try_from(comparison["n"].as_u64()?).ok()?,
            positional: comparison["positional"] == true,
            bits_per_feature: u16::try_from(strategy["bitsPerFeature"].as_u64()?).ok()?,
        })
    }

    fn key(hex: &Value) -> DerivedKey<64> {
        let hex = hex.as_str().unwrap();
        let mut key = [0; 64];
        for (byte, index) in key.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(&hex[index..index + 2], 16).unwrap();
        }
        Zeroizing::new(key)
    }

    #[test]
    fn filters_agree_with_clkhash_bit_for_bit() {
        let vectors: Value = serde_json::from_str(VECTORS).unwrap();
        let mut cases = 0;
        for case in vectors["cases"].as_array().unwrap() {
            let features = case["schema"]["features"].as_array().unwrap();
            let Some(fields) = features
                .iter()
                .map(filter_field)
                .collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            cases += 1;
            let mut hashers: Vec<_> = fields
                .iter()
                .zip(case["derived_keys_hex"].as_array().unwrap())
                .map(|(field, keys)| hasher(field, 1024, &key(&keys[0])))
                .collect();
            let clks = case["clks_base64"].as_array().unwrap();
            for (row, clk) in case["rows"].as_array().unwrap().iter().zip(clks) {
                let mut filter = vec![0u8; 128];
                for (hasher, value) in hashers.iter_mut().zip(row.as_array().unwrap()) {
                    // clkhash hashes a date's digits only; an agreement's dates are digits already.
                    let value = value.as_str().unwrap().replace('/', "");
                    hasher.set_bits(&value, &mut filter);
                }
                let filter = base64::engine::general_purpose::STANDARD.encode(filter);
                assert_eq!(filter, clk.as_str().unwrap(), "{}", case["name"]);
            }
        }
        assert!(cases >= 3, "{cases}");
    }
}
