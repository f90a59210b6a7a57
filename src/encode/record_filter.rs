//! The record filter: one cryptographic long-term key (CLK) a record.
//!
//! Schnell, Bachteler and Reiher, "A novel error-tolerant anonymous linking code" (2011), made by the construction of
//! clkhash schema version 3: each gram of each field sets bits at positions drawn from BLAKE2b keyed for that field.
//! A CLK without hardening keeps the similarity of records visible, and graph attacks on it succeed (Schäfer, Armknecht
//! and Heng, ACSAC 2024): it is for partners who hold the key anyway, or for a matcher one would trust with the data.

use std::collections::HashMap;

use blake2::Blake2bMac512;
use blake2::digest::Mac;

use super::VERSION;
use crate::agreement::{Agreement, FilterField};
use crate::secret::{DerivedKey, ProjectKey};
use crate::standardise::{self, StandardRecord};

/// Distinct grams remembered per field. Names, dates and postcodes have a few thousand; beyond this, as with hostile
/// text, positions are computed each time so that memory stays flat.
const MAX_REMEMBERED: usize = 1 << 16;
/// Bit positions in one BLAKE2b block: 64 bytes read as little-endian 16-bit numbers.
const POSITIONS_A_BLOCK: usize = 32;

/// Makes record filters under one agreement and key.
pub(super) struct RecordFilterEncoder {
    fields: Vec<(usize, FieldHasher)>,
    filter: Vec<u8>,
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
                Some((position, FieldHasher::new(field, filter.bits, derived)))
            })
            .collect();
        Some(Self {
            fields,
            filter: vec![0; filter.bytes()],
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
        filled.then_some(&self.filter)
    }
}

/// Hashes one field's grams into bit positions, and remembers them.
struct FieldHasher {
    gram: usize,
    positional: bool,
    bits_per_feature: usize,
    filter_bits: u16,
    key: DerivedKey<64>,
    remembered: Remembered,
    grams: Vec<Gram>,
}

/// The bit positions of grams seen before.
struct Remembered {
    /// One block of positions, a cache line, for each gram that has an index of its own: nearly all there are, found
    /// without hashing or a second step through memory. [`UNKNOWN`] in its first place until it is made.
    blocks: Vec<[u16; POSITIONS_A_BLOCK]>,
    /// Of the other grams, and of those that set more bits than a block holds.
    others: HashMap<Gram, Vec<u16>>,
}

/// No position: filters have at most 4096 bits.
const UNKNOWN: u16 = u16::MAX;

impl Remembered {
    fn new() -> Self {
        Self {
            blocks: vec![[UNKNOWN; POSITIONS_A_BLOCK]; Gram::INDICES],
            others: HashMap::new(),
        }
    }

    /// The first `bits` positions of a gram; `next_block` makes the block after those that are given to it.
    fn positions(
        &mut self,
        gram: Gram,
        bits: usize,
        next_block: impl Fn(usize) -> [u16; POSITIONS_A_BLOCK],
    ) -> &[u16] {
        if bits <= POSITIONS_A_BLOCK
            && let Some(index) = gram.index()
        {
            let block = &mut self.blocks[index];
            if block[0] == UNKNOWN {
                *block = next_block(0);
            }
            return &block[..bits];
        }
        if self.others.len() >= MAX_REMEMBERED && !self.others.contains_key(&gram) {
            self.others.clear();
        }
        let positions = self.others.entry(gram).or_default();
        while positions.len() < bits {
            positions.extend(next_block(positions.len() / POSITIONS_A_BLOCK));
        }
        &positions[..bits]
    }
}

/// A gram of up to four characters and its 1-based position (0 when position does not count).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Gram {
    position: u32,
    length: u8,
    characters: [char; 4],
}

impl Gram {
    /// 128 by 128: two ASCII characters, or a position below 128 and one.
    const INDICES: usize = 128 * 128;

    /// A number of its own among the grams of one field, below [`Self::INDICES`], for the common grams.
    fn index(self) -> Option<usize> {
        let ascii = |c: char| c.is_ascii().then_some(c as usize);
        let [first, second, ..] = self.characters;
        match (self.length, self.position) {
            (2, 0) => Some(ascii(first)? * 128 + ascii(second)?),
            (1, position) if position < 128 => Some(position as usize * 128 + ascii(first)?),
            _ => None,
        }
    }
}

impl FieldHasher {
    fn new(field: &FilterField, filter_bits: u32, key: DerivedKey<64>) -> Self {
        Self {
            gram: usize::from(field.gram).clamp(1, 4),
            positional: field.positional,
            bits_per_feature: usize::from(field.bits_per_feature),
            // Validated to be a power of two of at most 4096.
            filter_bits: u16::try_from(filter_bits).unwrap_or(4096),
            key,
            remembered: Remembered::new(),
            grams: Vec::new(),
        }
    }

    /// Sets the bits of `value`; `false` when it has no grams. `bits_per_feature` is shared out over the grams, the
    /// first ones taking one more where it does not divide evenly.
    fn set_bits(&mut self, value: &str, filter: &mut [u8]) -> bool {
        self.cut(value);
        let count = self.grams.len();
        if count == 0 {
            return false;
        }
        let (each, extra) = (self.bits_per_feature / count, self.bits_per_feature % count);
        for index in 0..count {
            let bits = each + usize::from(index < extra);
            let gram = self.grams[index];
            let (key, filter_bits) = (&self.key, self.filter_bits);
            let positions = self.remembered.positions(gram, bits, |block| {
                positions_of(key, gram, filter_bits, block)
            });
            for &position in positions {
                // Bit 0 is the most significant bit of byte 0, as in clkhash's bit order.
                filter[usize::from(position / 8)] |= 0x80 >> (position % 8);
            }
        }
        true
    }

    /// Cuts into grams, padded with `gram - 1` spaces at both ends, repeats kept in order.
    fn cut(&mut self, value: &str) {
        self.grams.clear();
        if value.is_empty() {
            return;
        }
        let padding = self.gram - 1;
        let mut window = [' '; 4];
        let padded = value.chars().chain(std::iter::repeat_n(' ', padding));
        for (position, character) in (1u32..).zip(padded) {
            window.copy_within(1..self.gram, 0);
            window[self.gram - 1] = character;
            let mut characters = [' '; 4];
            characters[..self.gram].copy_from_slice(&window[..self.gram]);
            self.grams.push(Gram {
                position: if self.positional { position } else { 0 },
                length: u8::try_from(self.gram).unwrap_or(4),
                characters,
            });
        }
    }
}

/// A block of 32 positions of a gram: BLAKE2b-512 with the field's key over the gram, the block's number in decimal as
/// salt, read as 16-bit little-endian numbers modulo the filter's length.
fn positions_of(
    key: &[u8; 64],
    gram: Gram,
    filter_bits: u16,
    block: usize,
) -> [u16; POSITIONS_A_BLOCK] {
    let mut positions = [0; POSITIONS_A_BLOCK];
    let mut salt = [0u8; 16];
    for (place, digit) in salt.iter_mut().zip(block.to_string().bytes()) {
        *place = digit;
    }
    let Ok(mut mac) = Blake2bMac512::new_with_salt_and_personal(Some(key), &salt, &[]) else {
        // The key and salt have BLAKE2b's full lengths, so there is nothing it could refuse.
        return positions;
    };
    if gram.position > 0 {
        mac.update(gram.position.to_string().as_bytes());
        mac.update(b" ");
    }
    let mut utf8 = [0; 4];
    for character in gram.characters.iter().take(usize::from(gram.length)) {
        mac.update(character.encode_utf8(&mut utf8).as_bytes());
    }
    let digest = mac.finalize().into_bytes();
    for (position, pair) in positions.iter_mut().zip(digest.chunks_exact(2)) {
        *position = u16::from_le_bytes([pair[0], pair[1]]) % filter_bits;
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Zeroizing;
    use proptest::prelude::*;

    /// Known answers made with clkhash 0.18.3: the keys it derived, the values, and the filters it made of them.
    const VECTORS: &str = include_str!("../../tests/data/clkhash-blake-ngram.json");

    #[derive(serde::Deserialize)]
    struct Case {
        name: String,
        bits: u32,
        fields: Vec<CaseField>,
        rows: Vec<CaseRow>,
    }

    #[derive(serde::Deserialize)]
    struct CaseField {
        key_hex: String,
        gram: u8,
        positional: bool,
        bits_per_feature: u16,
    }

    #[derive(serde::Deserialize)]
    struct CaseRow {
        values: Vec<String>,
        filter_hex: String,
    }

    #[test]
    fn filters_agree_with_clkhash_bit_for_bit() {
        let cases: Vec<Case> = serde_json::from_str(VECTORS).unwrap();
        assert!(cases.len() >= 3);
        for case in cases {
            let mut hashers: Vec<FieldHasher> = case
                .fields
                .iter()
                .map(|field| {
                    let mut key = [0; 64];
                    for (byte, index) in key.iter_mut().zip((0..).step_by(2)) {
                        *byte = u8::from_str_radix(&field.key_hex[index..index + 2], 16).unwrap();
                    }
                    FieldHasher::new(
                        &FilterField {
                            field: "f".to_owned(),
                            gram: field.gram,
                            positional: field.positional,
                            bits_per_feature: field.bits_per_feature,
                        },
                        case.bits,
                        Zeroizing::new(key),
                    )
                })
                .collect();
            for row in &case.rows {
                let mut filter = vec![0u8; case.bits as usize / 8];
                for (hasher, value) in hashers.iter_mut().zip(&row.values) {
                    hasher.set_bits(value, &mut filter);
                }
                let hex = filter
                    .iter()
                    .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
                assert_eq!(hex, row.filter_hex, "{}: {:?}", case.name, row.values);
            }
        }
    }

    #[test]
    fn an_empty_value_sets_no_bit() {
        let field = FilterField {
            field: "f".to_owned(),
            gram: 2,
            positional: false,
            bits_per_feature: 100,
        };
        let mut hasher = FieldHasher::new(&field, 1024, Zeroizing::new([1; 64]));
        let mut filter = vec![0u8; 128];
        assert!(!hasher.set_bits("", &mut filter));
        assert!(filter.iter().all(|&byte| byte == 0));
    }

    proptest! {
        /// What is remembered of earlier values never changes the filter of a later one.
        #[test]
        fn remembering_grams_changes_nothing(
            values in prop::collection::vec("[A-Z ]{0,12}|\\PC{0,8}", 1..8),
            gram in 1u8..=4,
            positional in any::<bool>(),
            bits_per_feature in 1u16..400,
        ) {
            let field = FilterField { field: "f".to_owned(), gram, positional, bits_per_feature };
            let hasher = || FieldHasher::new(&field, 1024, Zeroizing::new([7; 64]));
            let mut remembering = hasher();
            for value in &values {
                let (mut one, mut other) = (vec![0u8; 128], vec![0u8; 128]);
                prop_assert_eq!(
                    remembering.set_bits(value, &mut one),
                    hasher().set_bits(value, &mut other)
                );
                prop_assert_eq!(one, other);
            }
        }
    }
}
