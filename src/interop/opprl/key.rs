use hkdf::Hkdf;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{AnyRef, Decode as _, Encode as _};
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier, PrivateKeyInfoRef, SecretDocument};
use sha2::Sha256;
use shake::{ExtendableOutput as _, Shake256, Update as _, XofReader as _};

use crate::secret::Zeroizing;

/// The protocol's versions. A token of one never equals a token of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Tokens 1 to 3; the key comes of the key file's bytes by SHAKE256.
    V0,
    /// Tokens 1 to 13; the key comes of the key file's bytes by HKDF.
    V1,
    /// Tokens 1 to 13; the key comes of the key itself by HKDF, however its file is written.
    V2,
}

impl Version {
    /// The version's number.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::V0 => 0,
            Self::V1 => 1,
            Self::V2 => 2,
        }
    }
}

/// Why a key file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpprlKeyError {
    /// More bytes than a key has.
    #[error("the key file has more than {limit} bytes. Is it the right file?")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// Not PEM with a private key.
    #[error(
        "the key file is not an RSA private key in PEM without a passphrase (\"BEGIN PRIVATE KEY\" or \"BEGIN RSA PRIVATE KEY\"). Choose your organisation's private key"
    )]
    NotAPrivateKey,
}

/// RFC 8017, A.1: `rsaEncryption`.
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// A key of 16,384 bits has 12 KiB of PEM.
const MAX_PEM: usize = 64 << 10;

/// The symmetric key of an organisation under one version.
pub struct OpprlKey {
    pub(super) version: Version,
    pub(super) aes: Zeroizing<[u8; 32]>,
}

impl OpprlKey {
    /// Derives the key of the bytes of a PEM file with an RSA private key. In versions 0 and 1 each byte of the file
    /// counts, its line breaks too.
    ///
    /// # Errors
    /// [`OpprlKeyError`].
    pub fn from_pem(version: Version, pem: &[u8]) -> Result<Self, OpprlKeyError> {
        if pem.len() > MAX_PEM {
            return Err(OpprlKeyError::TooLarge { limit: MAX_PEM });
        }
        let canonical = canonical_der(pem).ok_or(OpprlKeyError::NotAPrivateKey)?;
        let mut aes = Zeroizing::new([0; 32]);
        match version {
            Version::V0 => {
                let mut shake = Shake256::default();
                shake.update(pem);
                shake.finalize_xof().read(aes.as_mut_slice());
            }
            Version::V1 => expand(pem, b"opprl.v1.aes", &mut aes)?,
            Version::V2 => expand(canonical.as_bytes(), b"opprl.v2.aes", &mut aes)?,
        }
        Ok(Self { version, aes })
    }
}

fn expand(key: &[u8], info: &[u8], out: &mut [u8; 32]) -> Result<(), OpprlKeyError> {
    // 32 bytes are within HKDF's length, so this cannot be refused.
    Hkdf::<Sha256>::new(None, key)
        .expand(info, out)
        .map_err(|_| OpprlKeyError::NotAPrivateKey)
}

/// The key in PKCS#8 DER (RFC 5958, version 0, without attributes), as OpenSSL writes it, from PKCS#8 or PKCS#1.
fn canonical_der(pem: &[u8]) -> Option<SecretDocument> {
    let pem = std::str::from_utf8(pem).ok()?;
    let start = pem.find("-----BEGIN")?;
    let (label, document) = SecretDocument::from_pem(pem.get(start..)?.trim_end()).ok()?;
    let pkcs1 = match label {
        "PRIVATE KEY" => {
            let info = PrivateKeyInfoRef::from_der(document.as_bytes()).ok()?;
            (info.algorithm.oid == RSA_ENCRYPTION).then_some(info.private_key.as_bytes())?
        }
        "RSA PRIVATE KEY" => document.as_bytes(),
        _ => return None,
    };
    let key = pkcs1::RsaPrivateKeyRef::from_der(pkcs1).ok()?;
    let written = Zeroizing::new(key.to_der().ok()?);
    let algorithm = AlgorithmIdentifierRef {
        oid: RSA_ENCRYPTION,
        parameters: Some(AnyRef::NULL),
    };
    let info = PrivateKeyInfoRef::new(algorithm, OctetStringRef::new(&written).ok()?);
    SecretDocument::encode_msg(&info).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::hex;

    /// Made for this test with openssl; it protects nothing.
    const PKCS8: &[u8] = include_bytes!("../../../tests/data/interop/opprl-test-key.pem");
    const PKCS1: &[u8] = include_bytes!("../../../tests/data/interop/opprl-test-key-pkcs1.pem");

    // Computed with Python's hashlib and cryptography 50.
    #[test]
    fn keys_as_an_independent_implementation_derives_them() {
        let derive = |version, pem| {
            let key = OpprlKey::from_pem(version, pem).unwrap();
            hex::lower(key.aes.as_slice())
        };
        assert_eq!(
            derive(Version::V0, PKCS8),
            "9876bc1c09ae3be6277fa5c48fb3cc533cdf3cb305f54d6d5764c4b56ecf2d87"
        );
        assert_eq!(
            derive(Version::V1, PKCS8),
            "2593503a8e0e62a121a0426cbf3ab396dfdb17621c2036fc8e3e0d5e367f2cd3"
        );
        assert_eq!(
            derive(Version::V2, PKCS8),
            "9d8b241a9b755d38ae489c9a13631b1abfe78b90b061ec53a3a82d3b5d2b642b"
        );
        // The same key in another form.
        assert_eq!(
            derive(Version::V2, PKCS1),
            "9d8b241a9b755d38ae489c9a13631b1abfe78b90b061ec53a3a82d3b5d2b642b"
        );
        assert_eq!(
            derive(Version::V1, PKCS1),
            "98efb84202c3cf03472947dced6e7339a86dafab01ccd9bf51693455b3160036"
        );
    }

    #[test]
    fn other_files_are_refused() {
        let pem = String::from_utf8(PKCS8.to_vec()).unwrap();
        let public = pem.replace("PRIVATE", "PUBLIC");
        let encrypted = pem.replace("BEGIN PRIVATE", "BEGIN ENCRYPTED PRIVATE");
        let damaged = pem.replacen("MII", "MIA", 1);
        let cut = &pem[..pem.len() / 2];
        for text in ["", "key", &public, &encrypted, &damaged, cut, "-----BEGIN"] {
            let found = OpprlKey::from_pem(Version::V2, text.as_bytes()).err();
            assert_eq!(found, Some(OpprlKeyError::NotAPrivateKey), "{text}");
        }
        let large = vec![b'A'; MAX_PEM + 1];
        assert!(matches!(
            OpprlKey::from_pem(Version::V2, &large),
            Err(OpprlKeyError::TooLarge { .. })
        ));
    }
}
