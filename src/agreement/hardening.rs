use serde::{Deserialize, Serialize};

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
        /// names back (Schäfer, Armknecht and Heng, ACSAC 2024).
        mixed: u8,
    },
}

impl Hardening {
    /// Length of the output in bits.
    #[must_use]
    pub const fn bits(&self) -> u32 {
        match self {
            Self::Diffusion { bits, .. } => *bits,
        }
    }
}
