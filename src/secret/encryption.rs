//! Files encrypted to a public key, in the age format (C2SP, `age-encryption.org/v1`; X25519 recipients), so that the
//! `age` tool opens what is made here, and the other way round.

use std::io::{self, BufReader, Read, Write};

use super::passphrase::AGE_HEADER;
use super::{Identity, SecretError};

/// The longest header read: room for some six hundred recipients. age reads a header again from its start for each line
/// of it, so that a long one could keep a computer busy for hours.
const MAX_HEADER: usize = 1 << 16;

/// Encrypts what is written to it, 64 KiB at a time, to one public key.
pub struct Encryption<W: Write>(age::stream::StreamWriter<W>);

impl<W: Write> Encryption<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// [`SecretError::NotAPublicKey`], [`SecretError::NoRandomness`], or [`SecretError::Unreadable`] when `output` cannot be written.
    pub fn new(public_key: &str, output: W) -> Result<Self, SecretError> {
        let recipient: age::x25519::Recipient =
            public_key.parse().map_err(|_| SecretError::NotAPublicKey)?;
        // age panics when there are no random numbers, so they are tried first.
        getrandom::fill(&mut [0; 32]).map_err(|_| SecretError::NoRandomness)?;
        age::Encryptor::with_recipients(std::iter::once(&recipient as _))
            .map_err(|_| SecretError::NotAPublicKey)?
            .wrap_output(output)
            .map(Self)
            .map_err(|error| SecretError::Unreadable(error.kind()))
    }

    /// Ends the file: without it the file is truncated, and refused by every reader.
    ///
    /// # Errors
    /// When what is left cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for Encryption<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Whether a file that starts so is encrypted to a public key, and needs an identity.
#[must_use]
pub fn is_encrypted(start: &[u8]) -> bool {
    start.starts_with(AGE_HEADER) && !super::is_wrapped(start)
}

/// The content of a file that was encrypted to the identity's public key. `size` is the file's length in bytes, which
/// the content's cannot exceed; at most `limit` bytes come back.
///
/// # Errors
/// [`SecretError`]: not such a file, for another public key, damaged, cut short, too large, or not readable.
pub fn decrypt(
    mut source: impl Read,
    size: u64,
    identity: &Identity,
    limit: u64,
) -> Result<Vec<u8>, SecretError> {
    let unreadable = |error: io::Error| SecretError::Unreadable(error.kind());
    let mut start = Vec::with_capacity(MAX_HEADER);
    source
        .by_ref()
        .take(MAX_HEADER as u64)
        .read_to_end(&mut start)
        .map_err(unreadable)?;
    if super::is_wrapped(&start) {
        return Err(SecretError::EncryptedByPassphrase);
    }
    if !is_encrypted(&start) {
        return Err(SecretError::NotEncrypted);
    }
    if !start.windows(5).any(|window| window == b"\n--- ") {
        return Err(SecretError::EncryptedDamaged);
    }
    let decryptor = age::Decryptor::new_buffered(start.chain(BufReader::new(source)))
        .map_err(|_| SecretError::EncryptedDamaged)?;
    let reader = decryptor
        .decrypt(identity.keys())
        .map_err(|error| match error {
            age::DecryptError::NoMatchingKeys => SecretError::WrongIdentity,
            _ => SecretError::EncryptedDamaged,
        })?;
    let mut content = Vec::new();
    let room = usize::try_from(size.min(limit)).map_err(|_| SecretError::OutOfMemory)?;
    content
        .try_reserve_exact(room)
        .map_err(|_| SecretError::OutOfMemory)?;
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                SecretError::EncryptedDamaged
            }
            kind => SecretError::Unreadable(kind),
        })?;
    if content.len() as u64 > limit {
        return Err(SecretError::EncryptedTooLarge { limit });
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encrypt(content: &[u8], identity: &Identity) -> Vec<u8> {
        let mut encryption = Encryption::new(&identity.public_keys()[0], Vec::new())
            .ok()
            .unwrap();
        for piece in content.chunks(70_001) {
            encryption.write_all(piece).unwrap();
        }
        encryption.finish().unwrap()
    }

    fn open(file: &[u8], identity: &Identity, limit: u64) -> Result<Vec<u8>, SecretError> {
        decrypt(file, file.len() as u64, identity, limit)
    }

    /// 200,000 bytes: three whole pieces of 64 KiB and part of a fourth.
    fn content() -> Vec<u8> {
        (0..200_000u32).map(|n| n.to_le_bytes()[1]).collect()
    }

    #[test]
    fn what_is_encrypted_comes_back() {
        let identity = Identity::generate().ok().unwrap();
        for length in [0, 1, 65_535, 65_536, 65_537, 200_000] {
            let content = &content()[..length];
            let file = encrypt(content, &identity);
            assert!(is_encrypted(&file));
            assert_eq!(open(&file, &identity, 1 << 20).unwrap(), content);
        }
    }

    #[test]
    fn each_reason_not_to_open_a_file_is_its_own() {
        let identity = Identity::generate().ok().unwrap();
        let other = Identity::generate().ok().unwrap();
        let file = encrypt(&content(), &identity);
        assert_eq!(
            open(&file, &other, 1 << 20),
            Err(SecretError::WrongIdentity)
        );
        let too_large = SecretError::EncryptedTooLarge { limit: 199_999 };
        assert_eq!(open(&file, &identity, 199_999), Err(too_large));
        assert!(open(&file, &identity, 200_000).is_ok());
        for other in [&b""[..], b"PAR1", b"id,name\n", b"age-encryption.org"] {
            assert_eq!(open(other, &identity, 9), Err(SecretError::NotEncrypted));
        }
        let wrapped = other.seal(Some("four words in a row")).unwrap();
        assert_eq!(
            open(&wrapped, &identity, 9),
            Err(SecretError::EncryptedByPassphrase)
        );
    }

    #[test]
    fn a_header_without_end_is_refused_at_once() {
        let identity = Identity::generate().ok().unwrap();
        let mut file = b"age-encryption.org/v1\n".to_vec();
        while file.len() < 50 << 20 {
            file.extend_from_slice(
                b"-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAA\n",
            );
        }
        let began = std::time::Instant::now();
        assert_eq!(
            open(&file, &identity, 9),
            Err(SecretError::EncryptedDamaged)
        );
        assert!(began.elapsed().as_secs() < 5);
    }

    #[test]
    fn a_file_cut_short_anywhere_is_refused() {
        let identity = Identity::generate().ok().unwrap();
        let file = encrypt(&content()[..70_000], &identity);
        for length in (0..file.len()).step_by(997).chain([file.len() - 1]) {
            assert!(
                open(&file[..length], &identity, 1 << 20).is_err(),
                "{length}"
            );
        }
        // At the border of two pieces, where every byte that is left is good.
        let payload = file.windows(5).position(|w| w == b"\n--- ").unwrap();
        let header = payload
            + file[payload + 1..]
                .iter()
                .position(|&b| b == b'\n')
                .unwrap()
            + 2;
        let cut = &file[..header + 16 + 65_536 + 16];
        assert_eq!(
            open(cut, &identity, 1 << 20),
            Err(SecretError::EncryptedDamaged)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_changed_bit_anywhere_is_refused(place in 0usize..70_200, bit in 0u8..8) {
            let identity = Identity::generate().ok().unwrap();
            let mut file = encrypt(&content()[..70_000], &identity);
            let place = place % file.len();
            file[place] ^= 1 << bit;
            prop_assert!(open(&file, &identity, 1 << 20).is_err());
        }
    }
}
