use std::str::FromStr as _;

use age::secrecy::ExposeSecret as _;

use super::passphrase::{self, MAX_BYTES};
use super::{SecretError, Zeroizing};

const COMMENT: &str = "# Split Tally receiving key (an age identity). Whoever holds this file can open what was encrypted to its public key.\n# Keep it secret. Only the public key is given to others.\n";
const PUBLIC_KEY_COMMENT: &str = "# public key: ";
const LABEL: &[u8] = b"AGE-SECRET-KEY-1";
/// More than anybody keeps in one file; each costs a little for every file opened.
const MAX_KEYS: usize = 16;

/// What opens files that were encrypted to a public key: one or several age X25519 identities of one file. No `Debug`;
/// the keys are wiped when they are dropped.
pub struct Identity(Vec<age::x25519::Identity>);

impl Identity {
    /// Makes an identity from the system's random numbers.
    ///
    /// # Errors
    /// [`SecretError::NoRandomness`] when the system has none.
    pub fn generate() -> Result<Self, SecretError> {
        // age panics when there are none, so they are tried first.
        getrandom::fill(&mut [0; 32]).map_err(|_| SecretError::NoRandomness)?;
        Ok(Self(vec![age::x25519::Identity::generate()]))
    }

    /// The public keys, to be given to those who send files: `age1...`.
    #[must_use]
    pub fn public_keys(&self) -> Vec<String> {
        let keys = self.0.iter();
        keys.map(|key| key.to_public().to_string()).collect()
    }

    /// Writes an identity file, as `age-keygen` does; wrapped when there is a passphrase.
    ///
    /// # Errors
    /// [`SecretError::ShortPassphrase`].
    pub fn seal(&self, passphrase: Option<&str>) -> Result<Vec<u8>, SecretError> {
        let mut text = Zeroizing::new(String::with_capacity(MAX_BYTES));
        text.push_str(COMMENT);
        for key in &self.0 {
            text.push_str(PUBLIC_KEY_COMMENT);
            text.push_str(&key.to_public().to_string());
            text.push('\n');
            text.push_str(key.to_string().expose_secret());
            text.push('\n');
        }
        match passphrase {
            None => Ok(text.as_bytes().to_vec()),
            Some(passphrase) => passphrase::wrap(text.as_bytes(), passphrase),
        }
    }

    /// Reads an identity file: ours or `age-keygen`'s, wrapped by a passphrase or not.
    ///
    /// # Errors
    /// [`SecretError::NotAnIdentity`], or about the passphrase.
    pub fn open(file: &[u8], passphrase: Option<&str>) -> Result<Self, SecretError> {
        if file.len() > MAX_BYTES {
            return Err(SecretError::NotAnIdentity);
        }
        if passphrase::is_wrapped(file) {
            let text = passphrase::unwrap(file, passphrase, SecretError::NotAnIdentity)?;
            return Self::parse(&text);
        }
        Self::parse(file)
    }

    fn parse(file: &[u8]) -> Result<Self, SecretError> {
        let text = std::str::from_utf8(file).map_err(|_| SecretError::NotAnIdentity)?;
        let lines = text
            .trim_start_matches('\u{feff}')
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut keys = Vec::new();
        for line in lines {
            let key = age::x25519::Identity::from_str(line);
            keys.push(key.map_err(|_| SecretError::NotAnIdentity)?);
        }
        if keys.is_empty() || keys.len() > MAX_KEYS {
            return Err(SecretError::NotAnIdentity);
        }
        Ok(Self(keys))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.0.iter().map(|key| key as &dyn age::Identity)
    }
}

/// Whether the file is an identity without a passphrase, damaged or not.
#[must_use]
pub fn looks_like_an_identity(file: &[u8]) -> bool {
    let start = &file[..file.len().min(1024)];
    start.windows(LABEL.len()).any(|window| window == LABEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSPHRASE: &str = "four words in a row";

    /// An identity, and its public key as `age-keygen -y` 1.1.1 prints it.
    const SECRET: &str =
        "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6";
    const PUBLIC: &str = "age1w3tyke4gev25vaxxsvcgqu4484rf6ejpmavs57p6yz6lhy2sfs5swrvwyn";

    #[test]
    fn a_known_identity_has_its_known_public_key() {
        let identity = Identity::open(SECRET.as_bytes(), None).ok().unwrap();
        assert_eq!(identity.public_keys(), [PUBLIC]);
    }

    #[test]
    fn an_identity_comes_back_from_its_file() {
        let identity = Identity::generate().ok().unwrap();
        let plain = identity.seal(None).unwrap();
        assert!(looks_like_an_identity(&plain));
        let wrapped = identity.seal(Some(PASSPHRASE)).unwrap();
        assert!(passphrase::is_wrapped(&wrapped) && !looks_like_an_identity(&wrapped));
        for (file, passphrase) in [(&plain, None), (&wrapped, Some(PASSPHRASE))] {
            let again = Identity::open(file, passphrase).ok().unwrap();
            assert_eq!(again.public_keys(), identity.public_keys());
        }
        let error = |passphrase| Identity::open(&wrapped, passphrase).err();
        assert_eq!(error(None), Some(SecretError::PassphraseNeeded));
        assert_eq!(
            error(Some("four words in a rov")),
            Some(SecretError::WrongPassphrase)
        );
        let short = identity.seal(Some("short")).err();
        assert!(matches!(short, Some(SecretError::ShortPassphrase { .. })));
    }

    #[test]
    fn what_is_not_an_identity_is_refused() {
        let mistyped = SECRET.replacen("XMWW", "XMWV", 1);
        let many = format!("{SECRET}\n").repeat(MAX_KEYS + 1);
        let large = "#".repeat(MAX_BYTES + 1);
        for file in [
            "",
            "# only a comment\n",
            "id,name\n1,a\n",
            PUBLIC,
            &mistyped,
            &many,
            &large,
        ] {
            assert_eq!(
                Identity::open(file.as_bytes(), None).err(),
                Some(SecretError::NotAnIdentity)
            );
        }
        let two = format!("# two\n{SECRET}\r\n{SECRET}\r\n");
        assert_eq!(
            Identity::open(two.as_bytes(), None)
                .ok()
                .unwrap()
                .public_keys()
                .len(),
            2
        );
    }
}
