use serde::{Deserialize, Serialize};

use super::RecordFilter;

/// How a record filter is hardened before it leaves, so that a matcher without the key learns less from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Hardening {
    /// Each bit of the output is the exclusive or of some bits of the input, drawn once for the whole project by the key
    /// (Armknecht, Heng and Schnell, "Strengthening privacy-preserving record linkage using diffusion", 2023).
    Diffusion {
        /// Length of the output in bits: a power of two from 512 to 4096.
        bits: u32,
        /// How many bits of the input go into each bit of the output: 8 to 32. With fewer than 8, a published attack got
        /// names back (Schäfer, Armknecht and Heng, ACSAC 2024). What holds depends on the share of the input that is set:
        /// see [`Hardening::LEAST_FOR_A_MATCHER`].
        mixed: u8,
    },
}

impl Hardening {
    /// The least product of the mixed bits and the share of bits set before hardening with which a matcher without the
    /// key may have a filter. By our own attacks (`docs/attacks.md`): at 0.7 everybody was identified, at 1.4 some were
    /// when a few pairs were known, and from 1.8 on at most six in a thousand. It bounds
    /// records that fill every field; one that lacks some is hardened less. No proof: what was tried, failed.
    pub const LEAST_FOR_A_MATCHER: f64 = 1.8;

    /// Diffusion as it held against our own attacks and linked best of what did: for filters of which a fourteenth is set.
    pub const RECOMMENDED: Self = Self::Diffusion {
        bits: 2048,
        mixed: 28,
    };

    /// The product that [`Self::LEAST_FOR_A_MATCHER`] bounds, for records that fill every field of `filter`. Bits that
    /// two fields both set are counted twice, which is little in the sparse filters for which it matters.
    #[must_use]
    pub fn diffusion_of(filter: &RecordFilter) -> f64 {
        let Some(Self::Diffusion { mixed, .. }) = filter.hardening else {
            return 0.0;
        };
        let set: u32 = filter
            .fields
            .iter()
            .map(|field| u32::from(field.bits_per_feature))
            .sum();
        f64::from(mixed) * f64::from(set) / f64::from(filter.bits.max(1))
    }

    /// Length of the output in bits.
    #[must_use]
    pub const fn bits(&self) -> u32 {
        match self {
            Self::Diffusion { bits, .. } => *bits,
        }
    }
}
