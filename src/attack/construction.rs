//! Filters by the constructions under attack, made under keys that a seed names.

use std::collections::HashMap;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

use super::filters::Filters;
use crate::standardise::StandardRecord;

/// How a field goes into a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GramField {
    /// The field's position in the records.
    pub field: usize,
    /// Length of its grams.
    pub gram: usize,
    /// Whether a gram's position counts.
    pub positional: bool,
    /// Bits the whole value sets, shared out over its grams, or bits that each gram sets.
    pub insertions: Insertions,
}

/// How many bits grams set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insertions {
    /// So many for each gram: the classical CLK (Schnell, Bachteler and Reiher 2011).
    PerGram(usize),
    /// So many for the value: clkhash's `bitsPerFeature`, and ours.
    PerValue(usize),
}

/// What the hash functions are salted with, so that values of people with other salts have nothing in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Salt {
    /// The first so many characters of a field (4 of a birth date: the year). A record without it has no filter.
    Leading(usize, usize),
    /// A whole field, nearly unique.
    Whole(usize),
}

/// XOR of `inputs` distinct input bits for each output bit (Armknecht, Heng and Schnell 2023).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diffusion {
    /// t: input bits for each output bit.
    pub inputs: usize,
    /// Length of the output in bits, a multiple of 64.
    pub output_bits: usize,
}

/// A record filter's construction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Construction {
    /// Length in bits before diffusion, a multiple of 64.
    pub bits: usize,
    /// The fields.
    pub fields: Vec<GramField>,
    /// The salt.
    pub salt: Option<Salt>,
    /// The diffusion.
    pub diffusion: Option<Diffusion>,
}

impl Construction {
    /// Filters of all records, as they would be sent, under the key that `key` names.
    #[must_use]
    pub fn encode(&self, records: &[StandardRecord], key: u64) -> Filters {
        let inner = self.before_diffusion(records, key);
        match self.diffusion {
            Some(diffusion) => diffusion.apply(&inner, key),
            None => inner,
        }
    }

    /// The same before diffusion.
    #[must_use]
    pub fn before_diffusion(&self, records: &[StandardRecord], key: u64) -> Filters {
        let mut inner = Filters::new(self.bits);
        let mut positions = GramPositions::new(key, self.bits);
        for record in records {
            inner.push(self.positions(record, &mut positions));
        }
        inner
    }

    /// Where a gram of a field hashes to, without a salt: what an attacker would like to know.
    #[must_use]
    pub fn places(&self, field: usize, gram: &str, key: u64) -> Vec<usize> {
        let mut places = Vec::new();
        let bits = match self.fields[field].insertions {
            Insertions::PerGram(bits) => bits,
            Insertions::PerValue(bits) => bits / 2,
        };
        GramPositions::new(key, self.bits).extend(field, "", gram, bits, &mut places);
        places
    }

    fn positions(&self, record: &StandardRecord, positions: &mut GramPositions) -> Vec<usize> {
        let salt = match self.salt {
            None => "",
            Some(Salt::Whole(field)) => match record.value(field) {
                Some(value) => value,
                None => return Vec::new(),
            },
            Some(Salt::Leading(field, length)) => match record.value(field) {
                Some(value) => value.get(..length).unwrap_or(value),
                None => return Vec::new(),
            },
        };
        let mut set = Vec::new();
        for (number, field) in self.fields.iter().enumerate() {
            let Some(value) = record.value(field.field) else {
                continue;
            };
            let grams = grams(value, field.gram, field.positional);
            let (each, extra) = match field.insertions {
                Insertions::PerGram(bits) => (bits, 0),
                Insertions::PerValue(bits) => (bits / grams.len(), bits % grams.len()),
            };
            for (index, gram) in grams.iter().enumerate() {
                let bits = each + usize::from(index < extra);
                positions.extend(number, salt, gram, bits, &mut set);
            }
        }
        set
    }
}

/// A value's grams, padded with spaces at both ends; with their positions in front where these count.
#[must_use]
pub fn grams(value: &str, length: usize, positional: bool) -> Vec<String> {
    let padding = || std::iter::repeat_n(' ', length.saturating_sub(1));
    let padded: Vec<char> = padding().chain(value.chars()).chain(padding()).collect();
    padded
        .windows(length.max(1))
        .enumerate()
        .map(|(position, window)| {
            let gram: String = window.iter().collect();
            if positional {
                format!("{position} {gram}")
            } else {
                gram
            }
        })
        .collect()
}

struct GramPositions {
    key: u64,
    bits: usize,
    known: HashMap<(usize, String), Vec<usize>>,
}

impl GramPositions {
    fn new(key: u64, bits: usize) -> Self {
        Self {
            key,
            bits,
            known: HashMap::new(),
        }
    }

    fn extend(&mut self, field: usize, salt: &str, gram: &str, bits: usize, out: &mut Vec<usize>) {
        let (key, length) = (self.key, self.bits);
        let name = (field, format!("{salt}\0{gram}"));
        let known = self.known.entry(name).or_default();
        while known.len() < bits {
            let mut hash = Sha256::new();
            hash.update(key.to_le_bytes());
            hash.update([u8::try_from(field).unwrap_or(u8::MAX)]);
            hash.update(u32::try_from(known.len()).unwrap_or_default().to_le_bytes());
            hash.update(salt.as_bytes());
            hash.update([0]);
            hash.update(gram.as_bytes());
            for pair in hash.finalize().chunks_exact(2) {
                known.push(usize::from(u16::from_le_bytes([pair[0], pair[1]])) % length);
            }
        }
        out.extend_from_slice(&known[..bits]);
    }
}

impl Diffusion {
    /// Diffuses filters under the key that `key` names.
    #[must_use]
    pub fn apply(&self, inner: &Filters, key: u64) -> Filters {
        let rows = self.input_bits_of(inner.bits(), key);
        let mut outer = Filters::new(self.output_bits);
        for record in 0..inner.len() {
            if inner.count(record) == 0 {
                // A record without a filter stays without one.
                outer.push(std::iter::empty());
                continue;
            }
            outer.push((0..self.output_bits).filter(|&bit| {
                let inputs = rows[bit].iter();
                inputs.fold(false, |sum, &input| sum ^ inner.has(record, input))
            }));
        }
        outer
    }

    /// For each bit of the output, the input bits that go into it.
    fn input_bits_of(&self, input_bits: usize, key: u64) -> Vec<Vec<usize>> {
        let mut chance = ChaCha8Rng::seed_from_u64(key ^ 0x6469_6666_7573_6521);
        let draw = |_| {
            let mut row: Vec<usize> = Vec::with_capacity(self.inputs);
            while row.len() < self.inputs.min(input_bits) {
                let bit = chance.next_u32() as usize % input_bits;
                if !row.contains(&bit) {
                    row.push(bit);
                }
            }
            row
        };
        (0..self.output_bits).map(draw).collect()
    }
}
