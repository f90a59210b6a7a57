use std::collections::HashMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::Md5;
use sha1::Sha1;

use super::comparison::{Comparison, Tokens};
use super::error::Defect;
use super::keys::ColumnKeys;
use super::schema::{Encoding, HashedFeature, TokenHash};
use crate::encode::clk::{
    BitPositions, Block, GramHasher, Insertions, KeyedBlake2b, LONGEST_GRAM, MAX_REMEMBERED,
    POSITIONS_A_BLOCK, set_bits,
};
use crate::secret::Zeroizing;

/// Sets the bits of a column's values.
pub(super) enum TokenHasher {
    /// Short grams, whose positions are found without hashing.
    Grams(GramHasher<Positions>),
    /// All other tokens.
    Other(Box<Remembering>),
}

impl TokenHasher {
    pub(super) fn new(feature: &HashedFeature, keys: &ColumnKeys, filter_bits: u32) -> Self {
        let positions = match feature.hash {
            TokenHash::Blake => Positions::Blake(KeyedBlake2b::new(keys[0].clone(), filter_bits)),
            TokenHash::Double {
                prevent_singularity,
            } => Positions::Double(DoubleHash {
                sha1_key: keys[0].clone(),
                md5_key: keys[1].clone(),
                filter_bits: filter_bits.into(),
                prevent_singularity,
            }),
        };
        match feature.comparison {
            Comparison::Grams {
                characters,
                positional,
            } if characters <= LONGEST_GRAM && feature.encoding.is_utf8() => Self::Grams(
                GramHasher::new(characters, positional, feature.insertions, positions),
            ),
            comparison => Self::Other(Box::new(Remembering {
                comparison,
                encoding: feature.encoding,
                insertions: feature.insertions,
                positions,
                tokens: Tokens::default(),
                remembered: HashMap::new(),
            })),
        }
    }

    pub(super) fn set_bits(&mut self, value: &str, filter: &mut [u8]) -> Result<(), Defect> {
        match self {
            Self::Grams(hasher) => {
                hasher.set_bits(value, filter);
                Ok(())
            }
            Self::Other(hasher) => hasher.set_bits(value, filter),
        }
    }
}

/// Hashes tokens of any kind and remembers their positions.
pub(super) struct Remembering {
    comparison: Comparison,
    encoding: Encoding,
    insertions: Insertions,
    positions: Positions,
    tokens: Tokens,
    remembered: HashMap<Box<[u8]>, Vec<u16>>,
}

impl Remembering {
    fn set_bits(&mut self, value: &str, filter: &mut [u8]) -> Result<(), Defect> {
        self.tokens.cut(value, self.comparison, self.encoding)?;
        let (each, extra) = self.insertions.shared_over(self.tokens.len());
        for (index, token) in self.tokens.iter().enumerate() {
            let bits = each + usize::from(index < extra);
            if let Some(positions) = self.remembered.get(token).and_then(|all| all.get(..bits)) {
                set_bits(positions, filter);
                continue;
            }
            let mut positions = Vec::with_capacity(bits.next_multiple_of(POSITIONS_A_BLOCK));
            for number in 0..bits.div_ceil(POSITIONS_A_BLOCK) {
                positions.extend(self.positions.block(token, number));
            }
            set_bits(positions.get(..bits).unwrap_or_default(), filter);
            if self.remembered.len() >= MAX_REMEMBERED {
                self.remembered.clear();
            }
            self.remembered.insert(token.into(), positions);
        }
        Ok(())
    }
}

/// The functions that draw bit positions.
pub(super) enum Positions {
    Blake(KeyedBlake2b),
    Double(DoubleHash),
}

impl BitPositions for Positions {
    fn block(&self, token: &[u8], number: usize) -> Block {
        match self {
            Self::Blake(blake) => blake.block(token, number),
            Self::Double(double) => double.block(token, number),
        }
    }
}

/// The double hashing of Schnell, Bachteler and Reiher (2009): `(HMAC-SHA-1 + i * HMAC-MD5) mod l`. Kroll and Steinmetzer
/// (2015) decode filters made with it; it is here because partners' files have it.
pub(super) struct DoubleHash {
    sha1_key: Zeroizing<Vec<u8>>,
    md5_key: Zeroizing<Vec<u8>>,
    filter_bits: u64,
    prevent_singularity: bool,
}

impl DoubleHash {
    fn sha1(&self, token: &[u8]) -> u64 {
        // HMAC takes keys of any length.
        Hmac::<Sha1>::new_from_slice(&self.sha1_key).map_or(0, |mut mac| {
            mac.update(token);
            self.remainder(&mac.finalize().into_bytes())
        })
    }

    fn md5(&self, token: &[u8], suffix: &[u8]) -> u64 {
        Hmac::<Md5>::new_from_slice(&self.md5_key).map_or(0, |mut mac| {
            mac.update(token);
            mac.update(suffix);
            self.remainder(&mac.finalize().into_bytes())
        })
    }

    /// The remainder of the big-endian number by the filter's length.
    fn remainder(&self, bytes: &[u8]) -> u64 {
        bytes.iter().fold(0, |rest, &byte| {
            (rest * 256 + u64::from(byte)) % self.filter_bits
        })
    }

    /// The step from one position to the next. Where it is 0, all positions would be one; clkhash then appends U+0000,
    /// U+0001... to the token until it is not.
    fn step(&self, token: &[u8]) -> u64 {
        let step = self.md5(token, &[]);
        if step != 0 || !self.prevent_singularity {
            return step;
        }
        ('\0'..=char::MAX)
            .map(|suffix| self.md5(token, suffix.encode_utf8(&mut [0; 4]).as_bytes()))
            .find(|&step| step != 0)
            .unwrap_or(0)
    }
}

impl BitPositions for DoubleHash {
    fn block(&self, token: &[u8], number: usize) -> Block {
        let (start, step) = (self.sha1(token), self.step(token));
        let first = (number * POSITIONS_A_BLOCK) as u64;
        std::array::from_fn(|index| {
            let position = (start + (first + index as u64) * step) % self.filter_bits;
            // Below the filter's length, so within 16 bits.
            u16::try_from(position).unwrap_or_default()
        })
    }
}
