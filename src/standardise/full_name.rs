//! A whole name in one cell -> given names and surname, both still as written.
//!
//! Two orders are read: `SURNAME, Given Middle`, and `Given Middle Surname` with the particles of a surname (van, de, bin,
//! al, Mc) kept with it. No rule can tell a double surname without a hyphen from a middle name, or a family name that comes
//! first without a comma; such names are split as if they were English.

use super::fold;
use super::name::{
    find_other_name_mark, is_particle, is_suffix_word, is_title_word, without_asides, words_of,
};

/// The halves of a whole name, as written, each ready to be standardised.
///
/// No `Debug`: both are a person's.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct FullName {
    /// The given names, or nothing when the cell holds a single word.
    pub given: String,
    /// The surname with its particles.
    pub surname: String,
}

/// One word of the cell: as written, and as the tables of titles and particles have it.
struct Word<'a> {
    raw: &'a str,
    standard: String,
}

impl AsRef<str> for Word<'_> {
    fn as_ref(&self) -> &str {
        &self.standard
    }
}

/// Splits a whole name. `None` when the cell holds no letter.
///
/// `SMITH, John Paul`, `Mr John Paul Smith` and `John Paul Smith OBE` all give `John Paul` and `Smith` in the letter case
/// of the cell. Titles, suffixes, nicknames in brackets or quotation marks, and other names after `known as`, `aka` or
/// `née` are left out.
#[must_use]
pub fn split(raw: &str) -> Option<FullName> {
    let text = fold::trim(raw);
    let visible = without_asides(text);
    of_text(&visible).or_else(|| of_text(text))
}

fn of_text(text: &str) -> Option<FullName> {
    let mut parts: Vec<Vec<Word<'_>>> = text
        .split([',', ';'])
        .map(words)
        .map(without_other_name)
        .filter(|words| !words.is_empty())
        .collect();
    // A part of titles and suffixes alone (`Smith, Jr`, `Smith, John, Dr`) is no half of a name, unless all are.
    if parts.iter().any(|words| !is_only_titles(words)) {
        parts.retain(|words| !is_only_titles(words));
    }
    let mut parts = parts.into_iter().map(without_titles);
    let first = parts.next()?;
    let others: Vec<Word<'_>> = parts.flatten().collect();
    Some(if others.is_empty() {
        in_english_order(&first)
    } else {
        FullName {
            given: written(&others),
            surname: written(&first),
        }
    })
}

/// The words that hold letters.
fn words(text: &str) -> Vec<Word<'_>> {
    text.split_whitespace()
        .map(|raw| Word {
            raw,
            standard: words_of(raw),
        })
        .filter(|word| !word.standard.is_empty())
        .collect()
}

/// Leaves out the name after `known as` and the like: all of it, but when a single word stands before the mark and several
/// behind it, only the first of those is the other name (`Robert known as Bob Smith`).
fn without_other_name(mut words: Vec<Word<'_>>) -> Vec<Word<'_>> {
    while let Some((at, length)) = find_other_name_mark(&words) {
        let before = words
            .iter()
            .take(at)
            .filter(|word| !is_title_word(&word.standard))
            .count();
        let after = words.len() - at - length;
        if before <= 1 && after > 1 {
            words.drain(at..=at + length);
        } else {
            words.truncate(at);
        }
    }
    words
}

fn is_only_titles(words: &[Word<'_>]) -> bool {
    words
        .iter()
        .all(|word| is_title_word(&word.standard) || is_suffix_word(&word.standard))
}

/// Leaves out titles in front and suffixes behind, as long as a word remains.
fn without_titles(mut words: Vec<Word<'_>>) -> Vec<Word<'_>> {
    let titles = words
        .iter()
        .take_while(|word| is_title_word(&word.standard))
        .count();
    words.drain(..titles.min(words.len().saturating_sub(1)));
    while words.len() > 1
        && words
            .last()
            .is_some_and(|word| is_suffix_word(&word.standard))
    {
        words.pop();
    }
    words
}

/// Splits words in the order given names, surname.
fn in_english_order(words: &[Word<'_>]) -> FullName {
    let mut at = words.len().saturating_sub(1);
    while let Some(before) = at.checked_sub(1)
        && let Some(word) = words.get(before)
        && is_particle(&word.standard)
        // A particle in front of everything is part of a surname alone when it is written small, as in `de Souza`; with a
        // capital it is a given name, as in `Van Morrison`.
        && (before > 0 || word.raw.starts_with(char::is_lowercase))
    {
        at = before;
    }
    let (given, surname) = words.split_at_checked(at).unwrap_or((&[], words));
    FullName {
        given: written(given),
        surname: written(surname),
    }
}

fn written(words: &[Word<'_>]) -> String {
    let raw: Vec<&str> = words.iter().map(|word| word.raw).collect();
    raw.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standardise::name;
    use proptest::prelude::*;

    fn halves(raw: &str) -> (String, String) {
        split(raw).map_or_else(Default::default, |name| (name.given, name.surname))
    }

    #[test]
    fn splits_either_order() {
        for (raw, given, surname) in [
            ("John Smith", "John", "Smith"),
            ("Mr John Paul Smith", "John Paul", "Smith"),
            ("SMITH, John Paul", "John Paul", "SMITH"),
            ("Smith,John", "John", "Smith"),
            ("SMITH, Mr John", "John", "SMITH"),
            ("Smith, J., Dr", "J.", "Smith"),
            ("John Smith, Jr.", "John", "Smith"),
            ("Dr. Jane Smith OBE", "Jane", "Smith"),
            ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
            ("Juana de la Cruz", "Juana", "de la Cruz"),
            (
                "Sheikh Ahmed bin Rashid Al Maktoum",
                "Sheikh Ahmed bin Rashid",
                "Al Maktoum",
            ),
            ("Siobhan O'Neill", "Siobhan", "O'Neill"),
            ("Siobhan O Neill", "Siobhan", "O Neill"),
            ("Ian Mc Donald", "Ian", "Mc Donald"),
            ("Olivia St John", "Olivia", "St John"),
            ("Anne-Marie Smith-Jones", "Anne-Marie", "Smith-Jones"),
            ("van der Berg, Anna", "Anna", "van der Berg"),
            ("Van Morrison", "Van", "Morrison"),
            ("de Souza", "", "de Souza"),
            ("Smith", "", "Smith"),
            ("Mr Smith", "", "Smith"),
            ("Smith,", "", "Smith"),
            (", John", "", "John"),
        ] {
            assert_eq!(halves(raw), (given.to_owned(), surname.to_owned()), "{raw}");
        }
    }

    #[test]
    fn other_names_are_left_out() {
        for raw in [
            "Robert (Bob) Smith",
            "Robert \"Bob\" Smith",
            "Robert 'Bob' Smith",
            "Robert Smith (known as Bob)",
            "Robert Smith known as Bob",
            "Robert known as Bob Smith",
            "Mr Robert aka Bob Smith",
            "Robert Smith née Jones",
            "Smith, Robert (Bob)",
            "Smith, Robert known as Bob",
            "Smith née Jones, Robert",
        ] {
            assert_eq!(
                halves(raw),
                ("Robert".to_owned(), "Smith".to_owned()),
                "{raw}"
            );
        }
    }

    #[test]
    fn nothing_without_letters() {
        for raw in ["", " ", "?", "123", ", ,", "()", "- -"] {
            assert!(split(raw).is_none(), "{raw}");
        }
        assert_eq!(halves("(Bob)"), (String::new(), "(Bob)".to_owned()));
    }

    proptest! {
        /// Splitting loses no surname: what has letters has a surname with letters, and a name without asides, titles or
        /// commas keeps all its words in order.
        #[test]
        fn a_surname_is_never_empty(raw in any::<String>(), near in "((Mr|O|Jr|van|de|known as|née|nee|aka|Bob|[(]|[)]|'|\"|,) ?){0,8}") {
            for raw in [raw, near] {
                if let Some(name) = split(&raw) {
                    prop_assert!(!name::words_of(&name.surname).is_empty());
                }
            }
        }

        #[test]
        fn plain_words_stay_in_order(words in prop::collection::vec("[B-D][a-z]{4,8}", 2..5)) {
            let raw = words.join(" ");
            let (given, surname) = halves(&raw);
            prop_assert_eq!(format!("{given} {surname}"), raw);
        }
    }
}
