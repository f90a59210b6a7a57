//! Words with single spaces, collected a character at a time.

use unicode_normalization::UnicodeNormalization;

/// Collects words with a single space between them and none around them.
#[derive(Default)]
pub struct Words {
    text: String,
    start: usize,
    gap: bool,
}

impl Words {
    /// Room for about as many bytes as the raw text has.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            start: 0,
            gap: false,
        }
    }

    /// Adds a character to the current word.
    pub fn push(&mut self, c: char) {
        if self.gap {
            self.gap = false;
            if !self.text.is_empty() {
                self.text.push(' ');
                self.start = self.text.len();
            }
        }
        self.text.push(c);
    }

    /// Ends the current word.
    pub const fn end_word(&mut self) {
        self.gap = true;
    }

    /// Replaces the word that was pushed last, when `shorter` gives another for it, and ends it.
    pub fn end_word_as(&mut self, shorter: impl Fn(&str) -> Option<&'static str>) {
        if !self.gap
            && let Some(replacement) = self.text.get(self.start..).and_then(shorter)
        {
            self.text.truncate(self.start);
            self.text.push_str(replacement);
        }
        self.gap = true;
    }

    /// The words. Marks that met because a sign between them was left out are put in canonical order.
    #[must_use]
    pub fn into_text(self) -> String {
        if self.text.is_ascii() {
            return self.text;
        }
        self.text.nfc().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_single_spaces() {
        let mut words = Words::with_capacity(8);
        words.end_word();
        words.push('A');
        words.end_word();
        words.end_word();
        words.push('B');
        words.end_word();
        assert_eq!(words.into_text(), "A B");
    }

    #[test]
    fn a_word_may_take_another_form_once() {
        let shorter = |word: &str| (word == "ROAD").then_some("RD");
        let mut words = Words::default();
        for word in ["ROAD", "BROAD"] {
            word.chars().for_each(|c| words.push(c));
            words.end_word_as(shorter);
            words.end_word_as(shorter);
        }
        assert_eq!(words.into_text(), "RD BROAD");
    }
}
