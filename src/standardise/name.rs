//! Personal names: words in upper-case A to Z, with single spaces.

mod lexicon;

use super::finding::{Finding, Standardised};
use super::fold::{self, Words};
use lexicon::{PLACEHOLDERS, SUFFIXES, TITLES};

/// Standardises a surname or a whole name: `O'Brien`, `O Brien` and `Ó Brien` are `OBRIEN`; `Mc Donald` is `MCDONALD`.
///
/// Letters are folded (`Zoë` is `ZOE`, `Søren` is `SOREN`); other scripts stay as they are, in upper case. Apostrophes are
/// dropped, digits too, and other signs become spaces. Parts in brackets, titles in front and suffixes behind go when
/// something else remains. A lone `O`, `MC` or `MAC` joins the word after it; other prefixes (van, de, bin, al) keep
/// their space.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    name(raw, true)
}

/// Standardises given names, like [`standardise`] but for prefixes: in `O James`, the `O` is an initial, and `Mac` is a
/// name.
#[must_use]
pub fn standardise_given(raw: &str) -> Standardised {
    name(raw, false)
}

fn name(raw: &str, joins: bool) -> Standardised {
    let text = fold::trim(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    if text.eq_ignore_ascii_case("N/A") || text.eq_ignore_ascii_case("N/K") {
        return Standardised::rejected(Finding::NamePlaceholder);
    }
    let (mut cleaned, mut digits) = clean(text, true);
    if cleaned.is_empty() {
        (cleaned, digits) = clean(text, false);
    }
    if cleaned.is_empty() {
        let finding = if digits {
            Finding::NameWithoutLetters
        } else {
            Finding::NamePlaceholder
        };
        return Standardised::rejected(finding);
    }
    if let Some(bare) = without_titles(&cleaned, joins) {
        cleaned = bare;
    }
    if is_placeholder(&cleaned) {
        return Standardised::rejected(Finding::NamePlaceholder);
    }
    let finding = if fold::is_garbled(text) {
        Some(Finding::GarbledText)
    } else if digits {
        Some(Finding::NameDigits)
    } else if !cleaned.is_ascii() {
        Some(Finding::OtherScript)
    } else if cleaned.len() == 1 {
        Some(Finding::NameInitial)
    } else {
        None
    };
    Standardised {
        value: Some(cleaned),
        finding,
    }
}

/// The folded words of the text, and whether digits were dropped. Brackets either hide what is in them or are signs like
/// any other.
fn clean(text: &str, brackets_hide: bool) -> (String, bool) {
    let mut words = Words::with_capacity(text.len());
    let (mut depth, mut digits) = (0_usize, false);
    fold::for_each_upper(text, |c| match c {
        '(' | '[' | '{' if brackets_hide => {
            words.end_word();
            depth += 1;
        }
        ')' | ']' | '}' if brackets_hide => depth = depth.saturating_sub(1),
        _ if depth > 0 => {}
        'A'..='Z' => words.push(c),
        '0'..='9' => digits = true,
        _ if !c.is_ascii() && fold::is_letter(c) => words.push(c),
        _ if !c.is_ascii() && c.is_numeric() => digits = true,
        _ if fold::is_apostrophe(c) || c == char::REPLACEMENT_CHARACTER => {}
        _ => words.end_word(),
    });
    (words.into_text(), digits)
}

/// The name without titles and suffixes, and with lone prefixes joined if `joins`; `None` if that changes nothing.
fn without_titles(name: &str, joins: bool) -> Option<String> {
    let mut bare = name;
    while let Some((_, rest)) = bare
        .split_once(' ')
        .filter(|(first, _)| TITLES.contains(first))
    {
        bare = rest;
    }
    while let Some((rest, _)) = bare
        .rsplit_once(' ')
        .filter(|(_, last)| SUFFIXES.contains(last))
    {
        bare = rest;
    }
    if joins && bare.split(' ').any(is_prefix) {
        return Some(joined(bare));
    }
    (bare.len() < name.len()).then(|| bare.to_owned())
}

/// The words with each lone prefix joined to the word after it, from the last to the first, so that joining again changes
/// nothing.
fn joined(words: &str) -> String {
    let mut parts: Vec<&str> = Vec::with_capacity(8);
    // Whether the word after the one in hand has more than one letter; an O before another initial is an initial.
    let mut long = false;
    for word in words.rsplit(' ') {
        let is_joined = long && is_prefix(word);
        if !is_joined && !parts.is_empty() {
            parts.push(" ");
        }
        parts.push(word);
        long = is_joined || word.chars().nth(1).is_some();
    }
    parts.iter().rev().copied().collect()
}

/// Irish and Scottish prefixes that are written apart as often as not.
fn is_prefix(word: &str) -> bool {
    matches!(word, "MC" | "MAC" | "O")
}

/// Whether the whole name stands for "no name known". The NHS's test patients are called `XXTEST...` or `ZZTEST...`, and a
/// newborn may be `BABY OF` its mother.
fn is_placeholder(name: &str) -> bool {
    PLACEHOLDERS.binary_search(&name).is_ok()
        || ["XXTEST", "ZZTEST", "BABY OF "]
            .iter()
            .any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(raw: &str) -> Option<String> {
        standardise(raw).value
    }

    #[test]
    fn folds_letters() {
        for (raw, expected) in [
            ("Zoë", "ZOE"),
            ("José", "JOSE"),
            ("Søren", "SOREN"),
            ("Łukasz", "LUKASZ"),
            ("Groß", "GROSS"),
            ("Ægir Þórðarson", "AEGIR THORDARSON"),
            ("Ayşe Yıldız", "AYSE YILDIZ"),
            ("Siân Gŵyl", "SIAN GWYL"),
            ("Nguyễn", "NGUYEN"),
            ("Gal·la", "GALLA"),
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::value(expected.to_owned()),
                "{raw}"
            );
        }
    }

    #[test]
    fn prefixes_apostrophes_and_hyphens() {
        for (raw, expected) in [
            ("O'Brien", "OBRIEN"),
            ("O’Brien", "OBRIEN"),
            ("O` Brien", "OBRIEN"),
            ("O Brien", "OBRIEN"),
            ("Mc Donald", "MCDONALD"),
            ("MAC-DONALD", "MACDONALD"),
            ("D'Arcy", "DARCY"),
            ("Smith-Jones", "SMITH JONES"),
            ("van der Berg", "VAN DER BERG"),
            ("al-Rashid", "AL RASHID"),
            ("St. John", "ST JOHN"),
            ("Siobhan O Neill", "SIOBHAN ONEILL"),
            ("O O Brien", "OOBRIEN"),
            ("J O", "J O"),
        ] {
            assert_eq!(value(raw).as_deref(), Some(expected), "{raw}");
        }
        assert_eq!(
            standardise_given("O James").value.as_deref(),
            Some("O JAMES")
        );
        assert_eq!(
            standardise_given("Mac Ian").value.as_deref(),
            Some("MAC IAN")
        );
    }

    #[test]
    fn titles_suffixes_and_brackets() {
        for (raw, expected) in [
            ("Mrs. Jane Smith", "JANE SMITH"),
            ("Prof Sir John Bell", "JOHN BELL"),
            ("John Smith Jr.", "JOHN SMITH"),
            ("Smith III", "SMITH"),
            ("Dr Jr", "JR"),
            ("Master", "MASTER"),
            ("Robert (Bob)", "ROBERT"),
            ("Robert (Bob", "ROBERT"),
            ("(Bob)", "BOB"),
            ("Smith(nee Jones)-Brown", "SMITH BROWN"),
        ] {
            assert_eq!(value(raw).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn notes() {
        for (raw, expected, finding) in [
            ("Sm1th", "SMTH", Finding::NameDigits),
            ("J.", "J", Finding::NameInitial),
            ("Дмитрий", "ДМИТРИИ", Finding::OtherScript),
            ("王小明", "王小明", Finding::OtherScript),
            ("Ren\u{FFFD}e", "RENE", Finding::GarbledText),
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::noted(expected.to_owned(), finding),
                "{raw}"
            );
        }
    }

    #[test]
    fn says_why_there_is_no_value() {
        for raw in [
            "UNKNOWN",
            "Not Known",
            "n/a",
            "Baby Boy",
            "Mr Unknown",
            "?",
            "XX",
            "XXTESTPATIENT-TGNP",
            "DONOTUSE",
        ] {
            assert_eq!(
                standardise(raw),
                Standardised::rejected(Finding::NamePlaceholder),
                "{raw}"
            );
        }
        assert_eq!(
            standardise("12345"),
            Standardised::rejected(Finding::NameWithoutLetters)
        );
        assert_eq!(standardise(" \u{A0}\u{200B}"), Standardised::missing());
        // Surnames that other systems take for blanks.
        for raw in ["Null", "Na", "Nil", "Unknown-Smith"] {
            assert!(value(raw).is_some(), "{raw}");
        }
    }

    #[test]
    fn tables_are_standard_already() {
        for words in [TITLES, SUFFIXES, PLACEHOLDERS] {
            assert!(words.is_sorted());
            assert!(
                words
                    .iter()
                    .all(|word| clean(word, true) == ((*word).to_owned(), false))
            );
        }
        // Joining a prefix must not make a title, suffix or placeholder, or standardising twice would differ.
        for words in [TITLES, SUFFIXES, PLACEHOLDERS] {
            let makes = |word: &&str| {
                ["MC", "MAC", "O"]
                    .iter()
                    .any(|p| word.strip_prefix(p).is_some_and(|r| r.len() > 1))
            };
            assert_eq!(words.iter().find(|word| makes(word)), None);
        }
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), near in "((Mc|Mac|O|Mr|Dr|II|Jr|X|De|É|ß|N|ob|Baby|of|1|[(]|[)])[ '-]?){0,6}") {
            for raw in [raw, near] {
                if let Some(once) = value(&raw) {
                    prop_assert_eq!(value(&once), Some(once));
                }
                if let Some(once) = standardise_given(&raw).value {
                    prop_assert_eq!(standardise_given(&once).value, Some(once));
                }
            }
        }

        #[test]
        fn latin_names_become_plain(raw in "[a-zA-ZÀ-ÖØ-öø-ſ' .-]{1,30}") {
            if let Some(name) = value(&raw) {
                prop_assert!(name.bytes().all(|b| b.is_ascii_uppercase() || b == b' '), "{name}");
            }
        }
    }
}
