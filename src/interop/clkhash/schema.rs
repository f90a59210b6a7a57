use std::collections::HashSet;

use super::comparison::Comparison;
use super::date_format::DateFormat;
use super::error::SchemaError;
use super::pattern::Pattern;
use super::schema_reader;
use crate::encode::clk::Insertions;

/// A linkage schema: which columns there are, and how each goes into the CLK.
pub struct Schema {
    /// Length of a CLK in bits, after folding.
    pub(super) bits: u32,
    /// How often the filter is folded in half by exclusive or.
    pub(super) folds: u32,
    pub(super) derivation: KeyDerivation,
    pub(super) features: Vec<Feature>,
    pub(super) warnings: Vec<String>,
}

impl Schema {
    /// No schema is larger, in bytes.
    pub const MAX_BYTES: usize = 1 << 20;
    /// The most columns.
    pub const MAX_FEATURES: usize = 255;

    /// Reads a linkage schema of version 1, 2 or 3.
    ///
    /// # Errors
    /// [`SchemaError`], with every problem and its place: what clkhash's JSON schemas do not allow, what clkhash would
    /// fail on later, and what this program does not do as clkhash does.
    pub fn from_json(text: &str) -> Result<Self, SchemaError> {
        schema_reader::read(text)
    }

    /// The identifiers of the columns, in their order. A CSV file's header must be exactly these.
    #[must_use]
    pub fn identifiers(&self) -> impl ExactSizeIterator<Item = &str> {
        self.features
            .iter()
            .map(|feature| feature.identifier.as_str())
    }

    /// Length of a CLK in bits.
    #[must_use]
    pub const fn bits(&self) -> u32 {
        self.bits
    }

    /// Length of a CLK in bytes: the bits, filled up to a byte.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bits.div_ceil(8) as usize
    }

    /// What its author may not have meant.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Length of the filter before it is folded.
    pub(super) const fn unfolded_bits(&self) -> u32 {
        self.bits << self.folds
    }
}

/// HKDF (RFC 5869) and what goes into it beside the secret.
pub(super) struct KeyDerivation {
    pub(super) hash: KeyHash,
    pub(super) salt: Option<Vec<u8>>,
    pub(super) info: Vec<u8>,
    pub(super) key_bytes: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyHash {
    Sha256,
    Sha512,
}

impl KeyHash {
    /// RFC 5869, 2.3: at most 255 hashes.
    pub(super) const fn most_bytes(self) -> usize {
        match self {
            Self::Sha256 => 255 * 32,
            Self::Sha512 => 255 * 64,
        }
    }
}

/// A column.
pub(super) struct Feature {
    pub(super) identifier: String,
    /// `None` when the column is ignored; it consumes keys nevertheless.
    pub(super) hashed: Option<HashedFeature>,
}

/// What is done with a column's cells.
pub(super) struct HashedFeature {
    pub(super) format: ValueFormat,
    pub(super) encoding: Encoding,
    pub(super) comparison: Comparison,
    pub(super) insertions: Insertions,
    pub(super) hash: TokenHash,
    pub(super) missing: Option<MissingValue>,
}

/// What the cells of a column must be.
pub(super) enum ValueFormat {
    Text(TextRule),
    Integer {
        least: Option<i128>,
        most: Option<i128>,
    },
    Date(DateFormat),
    Listed(HashSet<String>),
}

/// What a text must be.
pub(super) enum TextRule {
    Pattern(Pattern),
    Shape {
        case: Case,
        least: u64,
        most: Option<u64>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Upper,
    Lower,
    Mixed,
}

/// How a token's characters become bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Ascii,
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    /// Whether a text's bytes are those of UTF-8.
    pub(super) const fn is_utf8(self) -> bool {
        matches!(self, Self::Ascii | Self::Utf8)
    }

    /// Appends the bytes. Python writes UTF-16 and UTF-32 with a byte order mark, so each token has one; the order is that
    /// of the machine, little-endian on all that matter.
    pub(super) fn append(self, characters: impl IntoIterator<Item = char>, bytes: &mut Vec<u8>) {
        match self {
            Self::Ascii | Self::Utf8 => {
                for character in characters {
                    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
            Self::Utf16 => {
                bytes.extend_from_slice(&[0xff, 0xfe]);
                for character in characters {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        bytes.extend_from_slice(&unit.to_le_bytes());
                    }
                }
            }
            Self::Utf32 => {
                bytes.extend_from_slice(&[0xff, 0xfe, 0, 0]);
                for character in characters {
                    bytes.extend_from_slice(&u32::from(character).to_le_bytes());
                }
            }
        }
    }
}

/// Which function draws bit positions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenHash {
    Blake,
    Double { prevent_singularity: bool },
}

/// A value that stands for "not known", and what is hashed in its place.
pub(super) struct MissingValue {
    pub(super) sentinel: String,
    pub(super) replacement: String,
}
