//! Personal names: words in upper-case A to Z, with single spaces.
//!
//! Letters follow ICAO Doc 9303 part 3 (see [`super::fold`]); what else stands in name cells follows no standard, and the
//! lists in `lexicon` are this project's own.

mod asides;
mod lexicon;

use super::finding::{Finding, Standardised};
use super::fold::{self, Words};
use lexicon::{is_placeholder, is_suffix, is_title, other_name_mark};

pub(super) use asides::without_asides;
pub(super) use lexicon::{
    is_particle, is_suffix as is_suffix_word, is_title as is_title_word,
    other_name_mark as find_other_name_mark,
};

/// Standardises a surname or a whole name: `O'Brien`, `O Brien` and `Ó Brien` are `OBRIEN`; `Mc Donald` is `MCDONALD`.
///
/// Letters are folded (`Zoë` is `ZOE`, `Søren` is `SOREN`); other scripts stay as they are, in upper case. Apostrophes are
/// dropped, digits too, and other signs become spaces. Parts in brackets or quotation marks, titles in front, suffixes
/// behind, and another name after `known as`, `aka`, `née` or `formerly` go when something else remains. A lone `O`, `MC`
/// or `MAC` joins the word after it; other prefixes (van, de, bin, al) keep their space. The parts of a double-barrelled
/// name keep their order.
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
    let (mut cleaned, mut digits) = clean(&without_asides(text));
    if cleaned.is_empty() {
        (cleaned, digits) = clean(text);
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

/// The folded words of the text, as [`standardise`] reads them before it leaves any out.
pub(super) fn words_of(text: &str) -> String {
    clean(text).0
}

/// The folded words of the text, and whether digits were dropped.
fn clean(text: &str) -> (String, bool) {
    let mut words = Words::with_capacity(text.len());
    let mut digits = false;
    fold::for_each_upper(text, |c| match c {
        'A'..='Z' => words.push(c),
        '0'..='9' => digits = true,
        _ if !c.is_ascii() && fold::is_letter(c) => words.push(c),
        _ if !c.is_ascii() && c.is_numeric() => digits = true,
        _ if fold::is_apostrophe(c) || c == char::REPLACEMENT_CHARACTER => {}
        _ => words.end_word(),
    });
    (words.into_text(), digits)
}

/// The name without titles, other names and suffixes, and with lone prefixes joined if `joins`; `None` if that changes
/// nothing.
fn without_titles(name: &str, joins: bool) -> Option<String> {
    let mut bare = name;
    while let Some((_, rest)) = bare.split_once(' ').filter(|(first, _)| is_title(first)) {
        bare = rest;
    }
    // Marks stand between two names, so that one needs three words.
    if bare.bytes().filter(|&b| b == b' ').count() > 1 {
        bare = without_other_name(bare);
    }
    while let Some((rest, _)) = bare.rsplit_once(' ').filter(|(_, last)| is_suffix(last)) {
        bare = rest;
    }
    if joins && bare.split(' ').any(is_prefix) {
        return Some(joined(bare));
    }
    (bare.len() < name.len()).then(|| bare.to_owned())
}

/// The words before `KNOWN AS`, `NEE` and the like.
fn without_other_name(name: &str) -> &str {
    let words: Vec<&str> = name.split(' ').collect();
    let Some((before, _)) = other_name_mark(&words) else {
        return name;
    };
    let length: usize = words.iter().take(before).map(|word| word.len() + 1).sum();
    name.get(..length - 1).unwrap_or(name)
}

/// The words with each lone prefix joined to the word after it, from the last to the first, so that joining again changes
/// nothing. A word that would be read as a suffix or placeholder (`O` and `BE`) is not made.
fn joined(words: &str) -> String {
    let mut parts: Vec<String> = Vec::with_capacity(4);
    for word in words.rsplit(' ') {
        match parts.last_mut() {
            // An O before another initial is an initial.
            Some(after) if is_prefix(word) && after.chars().nth(1).is_some() => {
                let whole = format!("{word}{after}");
                if is_suffix(&whole) || is_placeholder(&whole) {
                    parts.push(word.to_owned());
                } else {
                    *after = whole;
                }
            }
            _ => parts.push(word.to_owned()),
        }
    }
    parts.reverse();
    parts.join(" ")
}

/// Irish and Scottish prefixes that are written apart as often as not.
fn is_prefix(word: &str) -> bool {
    matches!(word, "MC" | "MAC" | "O")
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
            ("Robert \"Bob\" Smith", "ROBERT SMITH"),
            ("Robert 'Bob'", "ROBERT"),
            ("Robert known as Bob", "ROBERT"),
            ("Smith aka Jones", "SMITH"),
            ("Smith née Jones", "SMITH"),
            ("Aka", "AKA"),
            ("Jane Smith OBE", "JANE SMITH"),
            ("Smith (deceased)", "SMITH"),
            ("Smith decd", "SMITH"),
            ("Ram KC", "RAM KC"),
            ("Jack Ma", "JACK MA"),
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
            "DO NOT USE - duplicate",
            "Smith DO NOT USE",
            "ZZZSmith",
            "Unborn baby",
            "The Occupier",
            "Executors of Smith",
            "DECEASED",
            "NFA",
            "Test record",
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

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>(), near in "((Mc|Mac|O|be|Mr|Dr|II|Jr|X|De|É|ß|N|ob|Baby|of|1|[(]|[)]|\"|'|aka|known|as|nee|k)[ '-]?){0,6}") {
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
