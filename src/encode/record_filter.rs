//! The record filter: one cryptographic long-term key (CLK) a record.
//!
//! Schnell, Bachteler and Reiher, "A novel error-tolerant anonymous linking code" (2011), made by the construction of
//! clkhash schema version 3: each gram of each field sets bits at positions drawn from BLAKE2b keyed for that field.
//! A CLK without hardening keeps the similarity of records visible, and graph attacks on it succeed (Schäfer, Armknecht
//! and Heng, ACSAC 2024): it is for partners who hold the key anyway, or for a matcher one would trust with the data. With
//! hardening, what leaves is the [diffusion](super::diffusion) of it.
//!
//! With a salt field, each field's key for a record is the HMAC of the salt's standardised value under the field's key.
//! Filters of records with other salts are unrelated, as nobody can compare them; so a wrong salt loses the link, and a
//! salt that many share leaves everybody who shares it open to the attacks on filters without salt. Positions cannot be
//! remembered from record to record, so every gram is hashed anew: with the five fields of the `person` template `prepare`
//! takes about three and a half times as long.

use super::VERSION;
use super::clk::{GramHasher, Insertions, KeyedBlake2b};
use super::diffusion::Diffusion;
use super::keyed_hash::KeyedHash;
use crate::agreement::{Agreement, FilterField, Hardening};
use crate::secret::{DerivedKey, ProjectKey, Zeroizing};
use crate::standardise::{self, StandardRecord};

/// Makes record filters under one agreement and key.
pub(super) struct RecordFilterEncoder {
    fields: Vec<FieldOfFilter>,
    /// The position of the field that salts.
    salt: Option<usize>,
    filter_bits: u32,
    filter: Vec<u8>,
    diffusion: Option<Diffusion>,
}

/// One field that goes into the filter.
struct FieldOfFilter {
    position: usize,
    hasher: GramHasher<KeyedBlake2b>,
    /// Makes the key of a salt.
    salting: KeyedHash,
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
                Some(FieldOfFilter {
                    position,
                    hasher: hasher(field, filter.bits, &derived),
                    salting: KeyedHash::new(&derived),
                })
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
            salt: match &filter.salt_field {
                Some(field) => Some(agreement.field_position(field)?),
                None => None,
            },
            filter_bits: filter.bits,
            filter: vec![0; filter.bytes_before_hardening()],
            diffusion,
        })
    }

    /// The record's filter, or `None` when none of its fields is filled, or its salt is missing.
    pub(super) fn encode(&mut self, record: &StandardRecord) -> Option<&[u8]> {
        self.filter.fill(0);
        let mut filled = false;
        let salt = match self.salt {
            Some(position) => Some(record.value(position)?),
            None => None,
        };
        for field in &mut self.fields {
            let Some(value) = record.value(field.position) else {
                continue;
            };
            filled |= match salt {
                None => field.hasher.set_bits(value, &mut self.filter),
                Some(salt) => {
                    let key = Zeroizing::new(field.salting.of(salt.as_bytes()).to_vec());
                    let positions = KeyedBlake2b::new(key, self.filter_bits);
                    field
                        .hasher
                        .set_bits_from(&positions, value, &mut self.filter)
                }
            };
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
    use crate::agreement::RecordFilter;
    use crate::secret;
    use base64::Engine as _;
    use blake2::Blake2bMac512;
    use hmac::{Hmac, KeyInit, Mac};
    use serde_json::Value;
    use sha2::Sha256;

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

    /// The agreement of four fields of `FEBRL4`, changed, and records under it: given name, surname, birth date, postcode.
    fn filters(change: fn(&mut RecordFilter), records: &[[&str; 4]]) -> Vec<Option<Vec<u8>>> {
        let json = include_str!("../../examples/febrl4/agreement.json");
        let mut text = Agreement::from_json(json).unwrap().text().clone();
        text.record_filter.iter_mut().for_each(change);
        let agreement = Agreement::from_text(text).unwrap();
        let key = secret::open(include_bytes!("../../tests/data/project.key"), None).unwrap();
        let mut encoder = RecordFilterEncoder::new(&agreement, &key).unwrap();
        let filter = |values: &[&str; 4]| {
            let filled = |value: &&str| (!value.is_empty()).then(|| (*value).to_owned());
            let record = StandardRecord::from_values(values.iter().map(filled).collect());
            encoder.encode(&record).map(<[u8]>::to_vec)
        };
        records.iter().map(filter).collect()
    }

    fn bits_set<'a>(filter: impl IntoIterator<Item = &'a u8>) -> u32 {
        filter.into_iter().map(|byte| byte.count_ones()).sum()
    }

    /// The salted key is spelt out with the HMAC of the library: an HMAC-SHA-256 of the salt's value.
    #[test]
    fn a_salt_changes_the_key_of_each_gram() {
        let salted = |filter: &mut RecordFilter| {
            filter.salt_field = Some("birth_date".to_owned());
            filter.fields.retain(|field| field.field == "postcode");
        };
        let found = filters(salted, &[["", "", "19800203", "4826"]]);
        let json = include_str!("../../examples/febrl4/agreement.json");
        let mut text = Agreement::from_json(json).unwrap().text().clone();
        text.record_filter.iter_mut().for_each(salted);
        let agreement = Agreement::from_text(text).unwrap();
        let key = secret::open(include_bytes!("../../tests/data/project.key"), None).unwrap();
        let derived = key.derive::<64>(
            "record-filter/postcode/encode-1/standardise-2",
            &agreement.digest(),
        );
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(derived.as_slice()).unwrap();
        mac.update(b"19800203");
        let salted_key = mac.finalize().into_bytes();
        // 100 bits over four grams, each after its place.
        let mut expected = vec![0u8; 128];
        for gram in ["1 4", "2 8", "3 2", "4 6"] {
            let salt = *b"0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
            let mut mac =
                Blake2bMac512::new_with_salt_and_personal(Some(&salted_key), &salt, &[]).unwrap();
            blake2::digest::Mac::update(&mut mac, gram.as_bytes());
            let digest = blake2::digest::Mac::finalize(mac).into_bytes();
            for pair in digest.chunks(2).take(25) {
                let bit = usize::from(u16::from_le_bytes([pair[0], pair[1]]) % 1024);
                expected[bit / 8] |= 0x80 >> (bit % 8);
            }
        }
        assert_eq!(found, [Some(expected)]);
    }

    #[test]
    fn records_with_other_salts_have_nothing_in_common_and_without_salt_no_filter() {
        let salted = |filter: &mut RecordFilter| {
            filter.salt_field = Some("postcode".to_owned());
            filter.fields.retain(|field| field.field != "postcode");
        };
        let found = filters(
            salted,
            &[
                ["JAMES", "HENRY", "19800203", "2600"],
                ["JAMES", "HENRY", "19800203", "2600"],
                ["JAMES", "HENRY", "19800203", "2601"],
                ["JAMES", "HENRY", "19800203", ""],
                ["", "", "", "2600"],
            ],
        );
        assert_eq!(found[0], found[1]);
        assert_eq!(found[3..], [None, None]);
        let (one, other) = (found[0].as_ref().unwrap(), found[2].as_ref().unwrap());
        let common: Vec<u8> = one
            .iter()
            .zip(other)
            .map(|(one, other)| one & other)
            .collect();
        // Unrelated filters share as many bits as chance gives them: the product of how full they are, here some 120, with
        // a standard deviation of about 8.
        let by_chance = bits_set(one) * bits_set(other) / 1024;
        assert!(bits_set(&common).abs_diff(by_chance) < 50);
    }

    #[test]
    fn hardening_gives_its_own_length_and_an_empty_record_no_filter() {
        let hardened = |filter: &mut RecordFilter| {
            for field in &mut filter.fields {
                field.bits_per_feature /= 8;
            }
            filter.hardening = Some(Hardening::Diffusion {
                bits: 2048,
                mixed: 10,
            });
        };
        let found = filters(hardened, &[["JAMES", "HENRY", "19800203", "2600"], [""; 4]]);
        assert_eq!(found[1], None);
        let filter = found[0].as_ref().unwrap();
        assert_eq!(filter.len(), 256);
        // Seventy bits of 1024 set and ten mixed: (1 - (1 - 2 * 70 / 1024)^10) / 2 of the output is set, 0.39.
        let share = f64::from(bits_set(filter)) / 2048.0;
        assert!((0.34..0.44).contains(&share), "{share}");
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
