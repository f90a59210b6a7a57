use aes_gcm_siv::aead::{Aead as _, KeyInit as _};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha512};

use super::attributes::{Attribute, Person};
use super::key::{OpprlKey, Version};
use crate::secret::Zeroizing;

/// A token's number and its attributes, in the order in which they are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenDefinition {
    /// From 1.
    pub number: u8,
    /// The attributes, all of which must be there.
    pub attributes: &'static [Attribute],
}

impl TokenDefinition {
    /// The name of the token's column in this version.
    #[must_use]
    pub fn column(&self, version: Version) -> String {
        format!("opprl_token_{}v{}", self.number, version.number())
    }
}

/// The protocol's section 6.2. Version 0 has the first three.
pub const TOKENS: [TokenDefinition; 13] = {
    use Attribute::{
        BirthDate, Email, EmailHash, First, FirstInitial, FirstMetaphone, FirstSoundex, Gender,
        GroupNumber, Last, LastMetaphone, LastSoundex, MemberId, Phone, SocialSecurityNumber,
    };
    const fn token(number: u8, attributes: &'static [Attribute]) -> TokenDefinition {
        TokenDefinition { number, attributes }
    }
    [
        token(1, &[BirthDate, FirstInitial, Gender, Last]),
        token(2, &[BirthDate, FirstSoundex, Gender, LastSoundex]),
        token(3, &[BirthDate, FirstMetaphone, Gender, LastMetaphone]),
        token(4, &[BirthDate, FirstInitial, Last]),
        token(5, &[BirthDate, FirstSoundex, LastSoundex]),
        token(6, &[BirthDate, FirstMetaphone, LastMetaphone]),
        token(7, &[First, Phone]),
        token(8, &[BirthDate, Phone]),
        token(9, &[First, SocialSecurityNumber]),
        token(10, &[BirthDate, SocialSecurityNumber]),
        token(11, &[Email]),
        token(12, &[EmailHash]),
        token(13, &[GroupNumber, MemberId]),
    ]
};

const TOKENS_SLICE: &[TokenDefinition] = &TOKENS;

/// Makes tokens with one organisation's key.
pub struct Tokeniser {
    version: Version,
    cipher: Aes256GcmSiv,
}

impl Tokeniser {
    /// Of a key and its version.
    #[must_use]
    pub fn new(key: &OpprlKey) -> Self {
        Self {
            version: key.version,
            cipher: Aes256GcmSiv::new((&*key.aes).into()),
        }
    }

    /// The tokens that this version has.
    #[must_use]
    pub const fn definitions(&self) -> &'static [TokenDefinition] {
        let (of_version_0, _) = TOKENS_SLICE.split_at(3);
        match self.version {
            Version::V0 => of_version_0,
            Version::V1 | Version::V2 => TOKENS_SLICE,
        }
    }

    /// A person's token, in base64; `None` when an attribute is missing.
    ///
    /// SHA-512 of the attributes with colons between them, under AES-256-GCM-SIV (RFC 8452) with a nonce of zeros.
    #[must_use]
    pub fn token(&self, person: &Person, definition: &TokenDefinition) -> Option<String> {
        let mut joined = Zeroizing::new(String::new());
        for (index, &attribute) in definition.attributes.iter().enumerate() {
            if index > 0 {
                joined.push(':');
            }
            joined.push_str(&person.value(attribute)?);
        }
        let hash = Sha512::digest(joined.as_bytes());
        // 64 bytes are within the cipher's length, so this cannot be refused.
        let encrypted = self
            .cipher
            .encrypt(&Nonce::default(), hash.as_slice())
            .ok()?;
        Some(STANDARD.encode(encrypted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn louis() -> Person {
        let mut person = Person::default();
        person.first_name("Louis");
        person.last_name("Pasteur");
        person.gender("male");
        person.birth_date("1822-12-27").unwrap();
        person.email("LPasteur@NotAReal.Email");
        person.phone("1-234-555-7890").unwrap();
        person.social_security_number("666-12-3456");
        person.group_number("fake123");
        person.member_id("12345");
        person
    }

    fn tokens(version: Version, aes: &str) -> Vec<Option<String>> {
        let mut key = Zeroizing::new([0; 32]);
        for (byte, index) in key.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(&aes[index..index + 2], 16).unwrap();
        }
        let tokeniser = Tokeniser::new(&OpprlKey { version, aes: key });
        let definitions = tokeniser.definitions();
        definitions
            .iter()
            .map(|definition| tokeniser.token(&louis(), definition))
            .collect()
    }

    // The known answers of spindle-token's tests (test_tokenize.py), by their first twelve characters, for the person above.
    // The keys are those that version 0, 1 and 2 derive of the key in its conftest.py; every token was made again with
    // Python's hashlib and cryptography.
    #[test]
    fn the_published_tokens() {
        for (version, aes, expected) in [
            (
                Version::V0,
                "bfb3ae1a6640925ca3f151a28123515c22213d6bb9f08ee674075fdd7f3d6a00",
                &["NJQZ0hNk40pt", "l6MNGG4InDZC", "op48PUlod5WC"][..],
            ),
            (
                Version::V1,
                "552e03019b73ada43f9d07f205f7d1c22625b1007b81304d763d122fdb77e923",
                &[
                    "dmJAQHj05pZX",
                    "MdSTC2ZfBYhi",
                    "gQFs1BAXwzBW",
                    "RG5MT/oM5XxS",
                    "SZYc9LpLOanS",
                    "KpudmHkWqRky",
                    "k3yUcq8i0yQj",
                    "a4vmZ92xnsZs",
                    "",
                    "",
                    "/vpadIbx+oxw",
                    "LzlHN2TKdivR",
                    "sQuipS/1xLcG",
                ],
            ),
            (
                Version::V2,
                "3ffe6d669ff9d787669e50339981f075e8e4b06384fd3e7952c8e9c43f52936e",
                &[
                    "nuyWVjxW1qEG",
                    "JyYXQ1SRWLEh",
                    "raKMBPwixCVx",
                    "SDBWjD+Avv6g",
                    "zmGEZF4GbYfB",
                    "2ChBsRGmhCxa",
                    "0TK0KrT2E8M+",
                    "RACaZP9bI/5a",
                    "",
                    "",
                    "y5OXM78eSZQu",
                    "PG3K/jKV+F0X",
                    "ZES8RJx5PGYi",
                ],
            ),
        ] {
            let found = tokens(version, aes);
            assert_eq!(found.len(), expected.len());
            for (token, expected) in found.iter().zip(expected) {
                match token {
                    // 64 bytes and a tag of 16, in base64.
                    Some(token) => assert!(
                        token.len() == 108 && !expected.is_empty() && token.starts_with(expected),
                        "{version:?} {token} {expected}"
                    ),
                    // The social security number is impossible.
                    None => assert!(expected.is_empty(), "{version:?} {expected}"),
                }
            }
        }
    }

    #[test]
    fn attributes_are_joined_in_the_order_of_their_names() {
        for token in TOKENS {
            assert!(token.attributes.is_sorted(), "{token:?}");
        }
        assert_eq!(TOKENS[3].column(Version::V2), "opprl_token_4v2");
    }
}
