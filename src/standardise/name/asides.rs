//! What stands beside a name in its cell: nicknames in brackets or quotation marks.

use std::borrow::Cow;

/// The text without what stands in brackets or quotation marks: `Robert (Bob)`, `Robert "Bob"` and `Robert 'Bob'` are all
/// `Robert` and blanks. Borrowed when there is nothing of the kind, as in nearly every cell.
///
/// A bracket or double quotation mark that never closes hides the rest. A single one is an apostrophe unless it stands
/// before a word and has a partner behind one, so that `O'Brien` and `'Abd` stay whole.
pub fn without_asides(text: &str) -> Cow<'_, str> {
    // Bytes beyond ASCII may be signs of those kinds; most names have none of either.
    let may_have_sign = |b: u8| {
        !b.is_ascii()
            || matches!(
                b,
                b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'`' | b'{' | b'}'
            )
    };
    if !text.bytes().any(may_have_sign)
        || !text.contains(|c| is_bracket(c) || is_double_quote(c) || is_single_quote(c))
    {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let (mut depth, mut in_double, mut in_single) = (0_usize, false, false);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        if is_double_quote(c) {
            in_double = !in_double;
            kept.push(' ');
        } else if is_single_quote(c) && in_single && closes(before, rest) {
            in_single = false;
        } else if is_single_quote(c) && !in_single && opens(before, rest) {
            in_single = true;
            kept.push(' ');
        } else if is_bracket(c) {
            if matches!(c, '(' | '[' | '{' | '\u{FF08}' | '\u{FF3B}' | '\u{FF5B}') {
                depth += 1;
            } else {
                depth = depth.saturating_sub(1);
            }
            kept.push(' ');
        } else if depth == 0 && !in_double && !in_single {
            kept.push(c);
        }
        before = c;
    }
    Cow::Owned(kept)
}

/// Whether a single quotation mark with these neighbours opens, and another after it closes.
fn opens(before: char, rest: &str) -> bool {
    let mut last = ' ';
    before.is_whitespace()
        && rest.starts_with(char::is_alphabetic)
        && rest.char_indices().any(|(at, c)| {
            let after = rest.get(at + c.len_utf8()..).unwrap_or_default();
            let closing = is_single_quote(c) && closes(last, after);
            last = c;
            closing
        })
}

/// Whether a single quotation mark with these neighbours closes: behind a letter, before anything but one.
fn closes(before: char, rest: &str) -> bool {
    before.is_alphabetic() && !rest.starts_with(char::is_alphanumeric)
}

const fn is_bracket(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '\u{FF08}'
            | '\u{FF09}'
            | '\u{FF3B}'
            | '\u{FF3D}'
            | '\u{FF5B}'
            | '\u{FF5D}'
    )
}

const fn is_double_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{AB}' | '\u{BB}' | '\u{201C}'..='\u{201F}' | '\u{FF02}'
    )
}

const fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{2018}'..='\u{201B}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(raw: &str) -> String {
        without_asides(raw)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn brackets_and_quotation_marks_hide() {
        for (raw, expected) in [
            ("Robert (Bob) Smith", "Robert Smith"),
            ("Robert \"Bob\" Smith", "Robert Smith"),
            ("Robert “Bob” Smith", "Robert Smith"),
            ("Robert 'Bob' Smith", "Robert Smith"),
            ("Robert ‘Bob’ Smith", "Robert Smith"),
            ("Robert (Bob", "Robert"),
            ("Robert (Bob (B)) S", "Robert S"),
            ("'Bob'", ""),
        ] {
            assert_eq!(words(raw), expected, "{raw}");
        }
    }

    #[test]
    fn apostrophes_stay() {
        for raw in [
            "O'Brien",
            "O' Brien",
            "'Abd al-Rahman",
            "D'Arcy O'Neill",
            "Ma'",
            "van 't Hoff",
        ] {
            assert_eq!(words(raw), raw);
        }
    }
}
