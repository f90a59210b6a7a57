//! HMAC-SHA-256 of short messages under one key, many times over.
//!
//! RFC 2104 over the compression function of `sha2`. A token is two compressions; the buffers, copies and checks that a
//! general HMAC has around them took a third as long again, and `prepare` makes twenty tokens a record.

use sha2::block_api::compress256;
use zeroize::{Zeroize, ZeroizeOnDrop};

const BLOCK: usize = 64;
const DIGEST: usize = 32;
/// The initial hash value of SHA-256 (FIPS 180-4, 5.3.3).
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// The states of HMAC-SHA-256 after the key's two blocks. As good as the key: no `Debug`, wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct KeyedHash {
    inner: [u32; 8],
    outer: [u32; 8],
}

impl KeyedHash {
    /// A key as long as a block, which HMAC takes as it is.
    pub(super) fn new(key: &[u8; BLOCK]) -> Self {
        let after = |pad: u8| {
            let mut block = key.map(|byte| byte ^ pad);
            let mut state = INITIAL;
            compress256(&mut state, &[block]);
            block.zeroize();
            state
        };
        Self {
            inner: after(0x36),
            outer: after(0x5c),
        }
    }

    /// The HMAC of a message.
    pub(super) fn of(&self, message: &[u8]) -> [u8; DIGEST] {
        let mut state = self.inner;
        let (blocks, rest) = message.as_chunks::<BLOCK>();
        compress256(&mut state, blocks);
        finish(&mut state, rest, BLOCK + message.len());
        let inner = bytes_of(&state);
        let mut state = self.outer;
        finish(&mut state, &inner, BLOCK + DIGEST);
        bytes_of(&state)
    }
}

/// Compresses what is left of a message of `length` bytes, padded (FIPS 180-4, 5.1.1). `rest` is shorter than a block.
fn finish(state: &mut [u32; 8], rest: &[u8], length: usize) {
    let mut padded = [[0u8; BLOCK]; 2];
    let flat = padded.as_flattened_mut();
    let (head, tail) = flat.split_at_mut(rest.len());
    head.copy_from_slice(rest);
    tail[0] = 0x80;
    let blocks = if rest.len() < BLOCK - 8 { 1 } else { 2 };
    let bits = 8 * length as u64;
    flat[blocks * BLOCK - 8..blocks * BLOCK].copy_from_slice(&bits.to_be_bytes());
    compress256(state, &padded[..blocks]);
}

fn bytes_of(state: &[u32; 8]) -> [u8; DIGEST] {
    let mut bytes = [0; DIGEST];
    for (place, word) in bytes.chunks_exact_mut(4).zip(state) {
        place.copy_from_slice(&word.to_be_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Digest;
    use hmac::{Hmac, KeyInit, Mac};
    use proptest::prelude::*;
    use sha2::Sha256;

    /// RFC 4231, test cases 1 to 3; shorter keys are padded with zeros, as HMAC does.
    #[test]
    fn published_answers() {
        let padded = |key: &[u8]| {
            let mut block = [0; BLOCK];
            block[..key.len()].copy_from_slice(key);
            block
        };
        for (key, message, expected) in [
            (
                &[0x0b; 20][..],
                &b"Hi There"[..],
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 20],
                &[0xdd; 50],
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            ),
        ] {
            let found = Digest::new(KeyedHash::new(&padded(key)).of(message));
            assert_eq!(found.to_string(), expected);
        }
    }

    proptest! {
        #[test]
        fn equals_the_library_at_every_length(key in any::<[u8; 32]>(), message in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut block = [0x5a; BLOCK];
            block[..32].copy_from_slice(&key);
            let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&block).unwrap();
            mac.update(&message);
            let expected: [u8; 32] = mac.finalize().into_bytes().into();
            prop_assert_eq!(KeyedHash::new(&block).of(&message), expected);
        }
    }
}
