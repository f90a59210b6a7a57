//! Field filters: one small Bloom filter for each of some fields, for a probability model that weighs each field by
//! itself.
//!
//! Bloom filters of single fields for linkage are those of Schnell, Bachteler and Reiher, "Privacy-preserving record
//! linkage using Bloom filters" (2009); the bits are drawn as for the record filter. Equal values have equal filters, so
//! whoever holds the file sees which values are frequent and can lay them beside public name frequencies; that needs no
//! key. They are for one trusted linker only.

use super::VERSION;
use super::clk::{GramHasher, KeyedBlake2b};
use super::neighbourhood::NeighbourhoodHasher;
use super::record_filter::hasher;
use crate::agreement::Agreement;
use crate::secret::ProjectKey;
use crate::standardise::{self, StandardRecord};

/// What a field's filter is made of.
enum ValueHasher {
    Grams(Box<GramHasher<KeyedBlake2b>>),
    Neighbourhood(NeighbourhoodHasher),
}

impl ValueHasher {
    /// Sets the bits of a value; `false` when there is nothing to set.
    fn set_bits(&mut self, value: &str, filter: &mut [u8]) -> bool {
        match self {
            Self::Grams(hasher) => hasher.set_bits(value, filter),
            Self::Neighbourhood(hasher) => hasher.set_bits(value, filter),
        }
    }
}

/// Makes field filters under one agreement and key.
pub(super) struct FieldFilterEncoder {
    fields: Vec<(usize, ValueHasher)>,
    bytes: usize,
    /// The record's filters, end to end.
    filters: Vec<u8>,
    present: Vec<bool>,
}

impl FieldFilterEncoder {
    /// `None` when the agreement has no field filters.
    pub(super) fn new(agreement: &Agreement, key: &ProjectKey) -> Option<Self> {
        let filters = agreement.field_filters()?;
        let derived = |field: &str| {
            let purpose = format!("field-filter/{field}/{VERSION}/{}", standardise::VERSION);
            key.derive::<64>(&purpose, &agreement.digest())
        };
        let grams = filters.fields.iter().filter_map(|field| {
            let position = agreement.field_position(&field.field)?;
            let hasher = hasher(field, filters.bits, &derived(&field.field));
            Some((position, ValueHasher::Grams(Box::new(hasher))))
        });
        let neighbourhoods = filters.neighbourhoods.iter().filter_map(|of| {
            let position = agreement.field_position(&of.field)?;
            let kind = agreement.fields().get(position)?.kind;
            // Fields that are compared with each other have their points from one key.
            let key = derived(of.points_of());
            let hasher = NeighbourhoodHasher::new(of, kind, filters.bits, &key);
            Some((position, ValueHasher::Neighbourhood(hasher)))
        });
        let fields: Vec<_> = grams.chain(neighbourhoods).collect();
        let bytes = filters.bytes();
        Some(Self {
            filters: vec![0; fields.len() * bytes],
            present: vec![false; fields.len()],
            fields,
            bytes,
        })
    }

    /// Makes the record's filters, which [`Self::last`] gives; whether there is one at all.
    pub(super) fn encode(&mut self, record: &StandardRecord) -> bool {
        self.filters.fill(0);
        let filters = self.filters.chunks_exact_mut(self.bytes);
        for (((position, hasher), filter), present) in
            self.fields.iter_mut().zip(filters).zip(&mut self.present)
        {
            *present = record
                .value(*position)
                .is_some_and(|value| hasher.set_bits(value, filter));
        }
        self.present.contains(&true)
    }

    /// The filters of the record encoded last, in the agreement's order; a field that is missing has none.
    pub(super) fn last(&self) -> impl Iterator<Item = Option<&[u8]>> {
        let filters = self.filters.chunks_exact(self.bytes);
        filters
            .zip(&self.present)
            .map(|(filter, &present)| present.then_some(filter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret;
    use blake2::Blake2bMac512;
    use blake2::digest::Mac;

    const AGREEMENT: &str = include_str!("../../examples/febrl4/agreement-fields.json");

    fn filters(values: &[(&str, &str)]) -> Vec<Option<Vec<u8>>> {
        let agreement = Agreement::from_json(AGREEMENT).unwrap();
        let key = secret::open(include_bytes!("../../tests/data/project.key"), None).unwrap();
        let mut record = vec![None; agreement.fields().len()];
        for (field, value) in values {
            record[agreement.field_position(field).unwrap()] = Some((*value).to_owned());
        }
        let mut encoder = FieldFilterEncoder::new(&agreement, &key).unwrap();
        encoder.encode(&StandardRecord::from_values(record));
        encoder
            .last()
            .map(|filter| filter.map(<[u8]>::to_vec))
            .collect()
    }

    /// Spelt out from the agreement: a postcode of four digits shares 80 bits out over its digits, each after its place,
    /// by the first twenty 16-bit numbers of BLAKE2b modulo 256, bit 0 being the highest of byte 0.
    #[test]
    fn a_filter_is_blake2b_of_the_grams_under_the_fields_own_key() {
        let agreement = Agreement::from_json(AGREEMENT).unwrap();
        let key = secret::open(include_bytes!("../../tests/data/project.key"), None).unwrap();
        let derived = key.derive::<64>(
            "field-filter/postcode/encode-1/standardise-2",
            &agreement.digest(),
        );
        let mut expected = vec![0u8; 32];
        for gram in ["1 4", "2 8", "3 2", "4 6"] {
            let salt = *b"0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
            let mut mac =
                Blake2bMac512::new_with_salt_and_personal(Some(derived.as_slice()), &salt, &[])
                    .unwrap();
            mac.update(gram.as_bytes());
            for pair in mac.finalize().into_bytes().chunks(2).take(20) {
                let bit = usize::from(pair[0]);
                expected[bit / 8] |= 0x80 >> (bit % 8);
            }
        }
        let found = filters(&[("postcode", "4826")]);
        assert_eq!(found, [None, None, None, Some(expected)]);
    }

    #[test]
    fn a_value_has_another_filter_in_another_field() {
        let found = filters(&[("given_name", "JAMES"), ("surname", "JAMES")]);
        assert!(found[0].is_some() && found[1].is_some());
        assert_ne!(found[0], found[1]);
        assert_eq!(found[2..], [None, None]);
    }

    /// What was reported at 22:03 is laid beside what happened around 19:33, two and a half hours earlier.
    #[test]
    fn when_it_was_reported_has_the_points_of_when_it_happened() {
        let parties = ["Hospital", "Police"].map(str::to_owned);
        let agreement = crate::agreement::from_template("incident", &parties).unwrap();
        let key = secret::open(include_bytes!("../../tests/data/project.key"), None).unwrap();
        let filter = |field: &str, value: &str| {
            let mut record = vec![None; agreement.fields().len()];
            record[agreement.field_position(field).unwrap()] = Some(value.to_owned());
            let mut encoder = FieldFilterEncoder::new(&agreement, &key).unwrap();
            assert!(encoder.encode(&StandardRecord::from_values(record)));
            let present: Vec<_> = encoder.last().flatten().map(<[u8]>::to_vec).collect();
            present
        };
        let happened = filter("when", "20240702T193300Z");
        assert_eq!(happened.len(), 1);
        assert_eq!(filter("reported", "20240702T220300Z"), happened);
        assert_ne!(filter("reported", "20240702T193300Z"), happened);
    }
}
