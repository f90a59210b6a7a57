//! A bit for each of 256 lanes, in the words that bitwise operations are fastest on.
//!
//! For WebAssembly they are its 128-bit vectors, by name: the page's build is asked for small code, for which the compiler
//! looks for no vectors, and comparing filters would take twice as long. Elsewhere they are plain words, of which it makes
//! the widest vectors that the machine has.

/// One bit for each lane, 64 to a word.
pub(super) type LaneWords = [u64; 4];

pub(super) use words::{ACROSS, LaneWord, and, and_not, or, pack, unpack, xor};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod words {
    use core::arch::wasm32::{
        u64x2, u64x2_extract_lane, v128, v128_and, v128_andnot, v128_or, v128_xor,
    };

    use super::LaneWords;

    pub(in crate::matching) type LaneWord = v128;
    /// Words for all lanes.
    pub(in crate::matching) const ACROSS: usize = 2;

    #[inline]
    pub(in crate::matching) fn and(a: LaneWord, b: LaneWord) -> LaneWord {
        v128_and(a, b)
    }

    /// The bits of `a` that `b` does not have.
    #[inline]
    pub(in crate::matching) fn and_not(a: LaneWord, b: LaneWord) -> LaneWord {
        v128_andnot(a, b)
    }

    #[inline]
    pub(in crate::matching) fn or(a: LaneWord, b: LaneWord) -> LaneWord {
        v128_or(a, b)
    }

    #[inline]
    pub(in crate::matching) fn xor(a: LaneWord, b: LaneWord) -> LaneWord {
        v128_xor(a, b)
    }

    pub(in crate::matching) fn pack([a, b, c, d]: LaneWords) -> [LaneWord; ACROSS] {
        [u64x2(a, b), u64x2(c, d)]
    }

    pub(in crate::matching) fn unpack([one, other]: [LaneWord; ACROSS]) -> LaneWords {
        [
            u64x2_extract_lane::<0>(one),
            u64x2_extract_lane::<1>(one),
            u64x2_extract_lane::<0>(other),
            u64x2_extract_lane::<1>(other),
        ]
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod words {
    use super::LaneWords;

    pub(in crate::matching) type LaneWord = u64;
    /// Words for all lanes.
    pub(in crate::matching) const ACROSS: usize = 4;

    #[inline]
    pub(in crate::matching) const fn and(a: LaneWord, b: LaneWord) -> LaneWord {
        a & b
    }

    /// The bits of `a` that `b` does not have.
    #[inline]
    pub(in crate::matching) const fn and_not(a: LaneWord, b: LaneWord) -> LaneWord {
        a & !b
    }

    #[inline]
    pub(in crate::matching) const fn or(a: LaneWord, b: LaneWord) -> LaneWord {
        a | b
    }

    #[inline]
    pub(in crate::matching) const fn xor(a: LaneWord, b: LaneWord) -> LaneWord {
        a ^ b
    }

    pub(in crate::matching) const fn pack(words: LaneWords) -> [LaneWord; ACROSS] {
        words
    }

    pub(in crate::matching) const fn unpack(words: [LaneWord; ACROSS]) -> LaneWords {
        words
    }
}
