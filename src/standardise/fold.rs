//! The shared reading of text: what counts as blank, as the same letter, and as "not known".
//!
//! Folding is compatibility decomposition (NFKD, Unicode Standard Annex 15), marks over Latin, Greek, Cyrillic,
//! Hebrew and Arabic letters removed, Latin letters that do not decompose replaced by the A-Z letters that UK systems
//! write for them, upper case, then canonical composition, so that scripts whose marks carry meaning survive whole.
//! ASCII, which nearly all UK data is, takes a path of its own.

mod words;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub use words::Words;

/// The text without blanks around it: white space of any kind (non-breaking too), control characters, and characters
/// that show nothing, such as a byte order mark.
#[must_use]
pub fn trim(raw: &str) -> &str {
    raw.trim_matches(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// The text of a code or number: trimmed, with full-width digits, exotic dashes, spaces and apostrophes made plain.
///
/// Letters keep their case. ASCII text is borrowed.
#[must_use]
pub fn plain(raw: &str) -> Cow<'_, str> {
    let text = trim(raw);
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let folded: String = plain_chars(text).collect();
    Cow::Owned(trim(&folded).to_owned())
}

/// Gives `each` the folded, upper-case characters of the text, in order. Punctuation and white space pass through.
pub fn for_each_upper(raw: &str, mut each: impl FnMut(char)) {
    if raw.is_ascii() {
        for byte in raw.bytes() {
            each(char::from(byte.to_ascii_uppercase()));
        }
    } else {
        let upper = plain_chars(raw)
            .flat_map(without_stroke)
            .flat_map(char::to_uppercase);
        upper.nfc().for_each(each);
    }
}

/// Whether the character is an apostrophe, or is typed for one: `'`, a backtick, an acute accent, curly quotes, a
/// prime, the Hawaiian okina and their kin, or the dot inside a Catalan word. Names and addresses drop them: `O'Brien`
/// is `OBRIEN`, `Gal·la` is `GALLA`.
#[must_use]
pub const fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{B4}'
            | '\u{B7}'
            | '\u{2B9}'..='\u{2BF}'
            | '\u{2C8}'
            | '\u{2CA}'
            | '\u{2CB}'
            | '\u{55A}'
            | '\u{2018}'..='\u{201B}'
            | '\u{2032}'
            | '\u{2035}'
            | '\u{A78B}'
            | '\u{A78C}'
            | '\u{FF07}'
            | '\u{FF40}'
    )
}

/// Whether the character is part of a word in some script: a letter, or a mark that stands with one.
#[must_use]
pub fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && (c.is_alphabetic() || is_combining_mark(c)))
}

/// Whether the text shows a wrong character encoding: the replacement character, or UTF-8 that was read as
/// Windows-1252 (`JosÃ©`), where each letter of Latin-1 turns into `Ã` or `Â` and a sign.
#[must_use]
pub fn is_garbled(raw: &str) -> bool {
    if raw.is_ascii() {
        return false;
    }
    let mut after_lead = false;
    raw.chars().any(|c| {
        let garbled =
            c == char::REPLACEMENT_CHARACTER || (after_lead && matches!(c, '\u{80}'..='\u{BF}'));
        after_lead = matches!(c, '\u{C2}' | '\u{C3}');
        garbled
    })
}

/// Whether a trimmed text, in any letter case, is one of the ways to write "nothing" or "not known", or holds no letter or digit at all.
///
/// Not for names: `NULL`, `NA` and `NIL` are surnames.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    /// Spellings seen in exports of databases (`NULL`), spreadsheets (`#N/A`), statistics programs (`NAN`) and forms.
    const SPELLINGS: &[&str] = &[
        "#N/A",
        "DECLINED",
        "MISSING",
        "N/A",
        "N/K",
        "N/S",
        "NA",
        "NAN",
        "NIL",
        "NK",
        "NONE",
        "NOT APPLICABLE",
        "NOT AVAILABLE",
        "NOT DISCLOSED",
        "NOT GIVEN",
        "NOT KNOWN",
        "NOT PROVIDED",
        "NOT RECORDED",
        "NOT SPECIFIED",
        "NOT STATED",
        "NOTKNOWN",
        "NULL",
        "REFUSED",
        "TBA",
        "TBC",
        "UNK",
        "UNKNOWN",
        "UNSPECIFIED",
        "WITHHELD",
    ];
    SPELLINGS.iter().any(|s| s.eq_ignore_ascii_case(text))
        || !text.chars().any(char::is_alphanumeric)
}

/// Whether the text is a number in a spreadsheet's scientific notation, such as `9.43477E+09`, which has lost digits.
#[must_use]
pub fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    all_digits(whole)
        && all_digits(fraction)
        && all_digits(exponent.strip_prefix('+').unwrap_or(exponent))
}

/// The digits before a decimal tail of zeros, which some programs add to whole numbers: `123.0` is `123`.
#[must_use]
pub fn without_decimal_zeros(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, tail))
            if !whole.is_empty()
                && whole.bytes().all(|b| b.is_ascii_digit())
                && !tail.is_empty()
                && tail.bytes().all(|b| b == b'0') =>
        {
            whole
        }
        _ => text,
    }
}

/// Characters that show nothing and separate nothing: soft hyphen, zero-width marks, direction marks, byte order mark.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

/// Marks that a reader may leave out: combining diacritics, Hebrew points, Arabic vowel signs and hamzas. The marks of
/// Indic and other scripts are vowels, so they stay.
const fn is_optional_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36F}'
            | '\u{591}'..='\u{5BD}'
            | '\u{5BF}'
            | '\u{5C1}'..='\u{5C2}'
            | '\u{5C4}'..='\u{5C5}'
            | '\u{5C7}'
            | '\u{610}'..='\u{61A}'
            | '\u{640}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{FE20}'..='\u{FE2F}'
    )
}

fn plain_chars(text: &str) -> impl Iterator<Item = char> {
    // Signs are unified before decomposition, which would split an acute accent into a space and a mark, and after it,
    // as it can produce them.
    let unified = text.chars().filter(|&c| !is_invisible(c)).map(plain_sign);
    unified
        .nfkd()
        .filter(|&c| !is_invisible(c) && !is_optional_mark(c))
        .map(plain_sign)
}

const fn plain_sign(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        c if is_apostrophe(c) => '\'',
        c => c,
    }
}

/// The A-Z letters that UK systems write for a Latin letter that does not decompose; any other character is itself.
///
/// The choices are those of ICAO Doc 9303 part 3, section 6 A (machine-readable travel documents), so that a passport
/// and a council's record agree, but for its two-letter vowels (`ü` as `UE`, `ø` as `OE`, `å` as `AA`): UK clerks drop
/// the dots, the stroke and the ring. The old Greenlandic `ĸ` is Q, as in that language's spelling since 1973.
fn without_stroke(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'ø' | 'Ø' => ('O', None),
        'ł' | 'Ł' => ('L', None),
        'đ' | 'Đ' | 'ð' | 'Ð' => ('D', None),
        'ħ' | 'Ħ' => ('H', None),
        'ı' => ('I', None),
        'ĸ' => ('Q', None),
        'ŋ' | 'Ŋ' => ('N', None),
        'ŧ' | 'Ŧ' => ('T', None),
        'ə' | 'Ə' => ('E', None),
        'ß' | 'ẞ' => ('S', Some('S')),
        'æ' | 'Æ' => ('A', Some('E')),
        'œ' | 'Œ' => ('O', Some('E')),
        'þ' | 'Þ' => ('T', Some('H')),
        c => (c, None),
    };
    std::iter::once(first).chain(second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn upper(raw: &str) -> String {
        let mut out = String::new();
        for_each_upper(raw, |c| out.push(c));
        out
    }

    #[test]
    fn trims_every_kind_of_blank() {
        assert_eq!(trim("\u{FEFF}\u{A0} a b\u{2003}\t\r\n\0"), "a b");
        assert_eq!(trim(" \u{A0}\u{3000}\u{200B} "), "");
    }

    #[test]
    fn letters_follow_the_passport_transliteration() {
        // ICAO Doc 9303 part 3, section 6 A.
        for (letter, expected) in [
            ("À", "A"),
            ("Ç", "C"),
            ("Ñ", "N"),
            ("Š", "S"),
            ("Ž", "Z"),
            ("Ł", "L"),
            ("Đ", "D"),
            ("Ð", "D"),
            ("Ħ", "H"),
            ("ı", "I"),
            ("Ŧ", "T"),
            ("Þ", "TH"),
            ("ß", "SS"),
            ("Œ", "OE"),
            ("æ", "AE"),
            ("Ŋ", "N"),
            ("ő", "O"),
        ] {
            assert_eq!(upper(letter), expected);
        }
        assert_eq!(upper("Søren Ångström"), "SOREN ANGSTROM");
        assert_eq!(upper("ﬁ Ⅷ ｶ"), "FI VIII カ");
    }

    #[test]
    fn other_scripts_survive() {
        assert_eq!(upper("Дмитрий"), "ДМИТРИИ");
        assert_eq!(upper("王小明"), "王小明");
        assert_eq!(upper("한국"), "한국");
        assert_eq!(upper("हिन्दी"), "हिन्दी");
        assert_eq!(upper("مُحَمَّد"), "محمد");
    }

    #[test]
    fn plain_makes_codes_ascii() {
        assert_eq!(plain(" ９４３\u{2011}476\u{A0}5919 "), "943-476 5919");
        assert!(matches!(plain(" 943 "), Cow::Borrowed("943")));
    }

    #[test]
    fn placeholders() {
        for text in ["n/a", "NULL", "?", "--", "...", "Not Known", "unknown", ""] {
            assert!(is_placeholder(text), "{text}");
        }
        assert!(!is_placeholder("NORTHAMPTON"));
        assert!(!is_placeholder("0"));
    }

    #[test]
    fn damage_of_spreadsheets_and_encodings() {
        for text in ["9.43477E+09", "4e11", "1.0E10"] {
            assert!(is_scientific(text), "{text}");
        }
        for text in ["E", "1E", "E5", "1.E5", "AL255GF", "1.2"] {
            assert!(!is_scientific(text), "{text}");
        }
        assert_eq!(without_decimal_zeros("123.0"), "123");
        assert_eq!(without_decimal_zeros("123.5"), "123.5");
        assert_eq!(without_decimal_zeros("."), ".");
        assert!(is_garbled("JosÃ©") && is_garbled("Jos\u{FFFD}"));
        assert!(!is_garbled("JOÃO") && !is_garbled("José"));
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(raw in any::<String>()) {
            let once = upper(&raw);
            prop_assert_eq!(upper(&once), once);
        }

        #[test]
        fn plain_is_idempotent(raw in any::<String>()) {
            let once = plain(&raw).into_owned();
            prop_assert_eq!(plain(&once).into_owned(), once);
        }

        #[test]
        fn nothing_panics(raw in any::<String>()) {
            let _ = (is_placeholder(&raw), is_scientific(&raw), without_decimal_zeros(&raw), is_garbled(&raw));
        }
    }
}
