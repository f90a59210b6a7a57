use std::fmt;

/// Nine digits that two people compare by voice to know that they hold the same key for the same agreement.
///
/// About 30 bits of a value derived from a random key: a different key shows the same code with probability 10^-9, and
/// the code helps nobody to guess the key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyCheckCode(u32);

impl KeyCheckCode {
    pub(super) const fn new(derived: [u8; 8]) -> Self {
        // The remainder of 64 bits by 10^9 is uniform to within 10^-10.
        Self((u64::from_be_bytes(derived) % 1_000_000_000) as u32)
    }

    /// Whether this is the code that somebody wrote down, spaces and hyphens aside.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        let written = text.chars().filter(|c| !matches!(c, ' ' | '-'));
        written.eq(self.to_string().chars().filter(|&c| c != ' '))
    }
}

impl fmt::Display for KeyCheckCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (high, rest) = (self.0 / 1_000_000, self.0 % 1_000_000);
        write!(f, "{high:03} {:03} {:03}", rest / 1000, rest % 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_again_however_its_digits_are_grouped() {
        let code = KeyCheckCode(7_045_900);
        assert_eq!(code.to_string(), "007 045 900");
        for written in ["007 045 900", "007045900", " 007-045-900 "] {
            assert!(code.is(written), "{written}");
        }
        for written in [
            "",
            "7 045 900",
            "007 045 901",
            "007 045 90O",
            "007 045 900 0",
        ] {
            assert!(!code.is(written), "{written}");
        }
    }
}
