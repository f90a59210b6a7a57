//! Any other text, such as a town: folded letters and digits, upper case, with single spaces.

use super::finding::{Finding, Standardised};
use super::fold::{self, Words};

/// Standardises a text: `Bury St. Edmund's` is `BURY ST EDMUNDS`. Apostrophes are dropped, so that words stay whole, and every
/// other sign separates words.
#[must_use]
pub fn standardise(raw: &str) -> Standardised {
    let text = fold::trim(raw);
    if text.is_empty() {
        return Standardised::missing();
    }
    // The longest spelling of a placeholder has fewer bytes than this.
    if text.len() < 16 && fold::is_placeholder(text) {
        return Standardised::rejected(Finding::Placeholder);
    }
    let mut words = Words::with_capacity(text.len());
    fold::for_each_upper(text, |c| {
        if c.is_ascii_digit() || fold::is_letter(c) || (!c.is_ascii() && c.is_numeric()) {
            words.push(c);
        } else if !fold::is_apostrophe(c) && c != char::REPLACEMENT_CHARACTER {
            words.end_word();
        }
    });
    let standard = words.into_text();
    if standard.is_empty() || fold::is_placeholder(&standard) {
        Standardised::rejected(Finding::Placeholder)
    } else if fold::is_garbled(text) {
        Standardised::noted(standard, Finding::GarbledText)
    } else if !standard.is_ascii() {
        Standardised::noted(standard, Finding::OtherScript)
    } else {
        Standardised::value(standard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(raw: &str) -> Option<String> {
        standardise(raw).value
    }

    #[test]
    fn folds_punctuates_and_spaces() {
        assert_eq!(
            value("  Bury St. Edmund’s ").as_deref(),
            Some("BURY ST EDMUNDS")
        );
        assert_eq!(value("Stoke-on-Trent").as_deref(), Some("STOKE ON TRENT"));
        assert_eq!(
            value("Ynys Môn / Anglesey").as_deref(),
            Some("YNYS MON ANGLESEY")
        );
        assert_eq!(value("Ward 7").as_deref(), Some("WARD 7"));
    }

    #[test]
    fn blank_and_not_known() {
        assert_eq!(standardise("\u{A0} \t"), Standardised::missing());
        for raw in ["unknown", "N/A", "-", "???", "(not known)"] {
            assert_eq!(
                standardise(raw),
                Standardised::rejected(Finding::Placeholder),
                "{raw}"
            );
        }
    }

    #[test]
    fn notes_other_scripts_and_damage() {
        assert_eq!(
            standardise("Варшава"),
            Standardised::noted("ВАРШАВА".to_owned(), Finding::OtherScript)
        );
        assert_eq!(
            standardise("Ynys M\u{FFFD}n").finding,
            Some(Finding::GarbledText)
        );
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in any::<String>()) {
            if let Some(once) = value(&raw) {
                prop_assert_eq!(value(&once), Some(once));
            }
        }

        #[test]
        fn plain_words_are_idempotent(raw in "[a-zA-Z0-9 .,'()/-]{0,40}") {
            if let Some(once) = value(&raw) {
                prop_assert_eq!(value(&once), Some(once));
            }
        }
    }
}
