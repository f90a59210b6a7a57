//! Regular expressions that clkhash gives to Python's `re.fullmatch`, checked by the `regex` crate in linear time.
//!
//! They only allow or refuse cells and never change a CLK. Patterns that the crate would read otherwise than Python does
//! are refused. What `\w` and `\b` take for a letter differs in a few combining marks.

use regex::Regex;

/// A pattern that the whole of a text must match.
pub(super) struct Pattern(Regex);

impl Pattern {
    /// `Err` says, as the end of a sentence, why the pattern cannot be checked here.
    pub(super) fn new(python: &str) -> Result<Self, String> {
        let translated = translate(python)?;
        Regex::new(&format!(r"\A(?:{translated})\z"))
            .map(Self)
            .map_err(|_| {
                "is not a regular expression that this program can check: it has no backreferences and no look-around"
                    .to_owned()
            })
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Python's notation in that of the crate: `\Z` is `\z`, and in a set of characters `[`, `&`, `~` stand for themselves.
fn translate(python: &str) -> Result<String, String> {
    let mut out = String::with_capacity(python.len() + 8);
    let mut characters = python.chars().peekable();
    // In a set, how many characters of it have been read.
    let mut set: Option<usize> = None;
    let mut repeated = false;
    while let Some(character) = characters.next() {
        let repeats = set.is_none() && matches!(character, '*' | '+' | '?' | '}');
        if repeats && repeated && character == '+' {
            return Err("has a possessive repetition, which this program does not know".to_owned());
        }
        // `{2}+` and `a*+` are possessive; `(?` is no repetition.
        repeated = repeats && !out.ends_with('(');
        if let Some(read) = &mut set {
            match character {
                ']' if *read > 0 => {
                    set = None;
                    out.push(']');
                    continue;
                }
                '^' if *read == 0 && out.ends_with('[') => {
                    out.push('^');
                    continue;
                }
                '[' | '&' | '~' | ']' => out.push('\\'),
                '-' if characters.peek() == Some(&'-') => {
                    return Err("has \"--\" in a set of characters; write \"\\-\"".to_owned());
                }
                _ => {}
            }
            *read += 1;
        } else if character == '[' {
            set = Some(0);
        }
        if character != '\\' {
            out.push(character);
            continue;
        }
        let Some(escaped) = characters.next() else {
            return Err("ends in a backslash".to_owned());
        };
        match escaped {
            'Z' if set.is_none() => out.push_str(r"\z"),
            'Z' | 'z' | 'p' | 'P' | '<' | '>' => {
                return Err(format!("has \\{escaped}, which Python does not know"));
            }
            _ => out.extend(['\\', escaped]),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values from CPython 3.11's re.fullmatch.
    #[test]
    fn patterns_match_as_in_python() {
        for (pattern, text, expected) in [
            (r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", "CO1 1AB", true),
            (r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", "CO1 1AB ", false),
            (r"a|ab", "ab", true),
            (r"\d+\Z", "12", true),
            (r"[][&~]+", "[]&~", true),
            (r"[^]a]", "a", false),
            (r"[^]a]", "b", true),
            (r"(?i)male|female", "FeMale", true),
            (r"a+?b", "aab", true),
            (r"[+*?]+", "+*", true),
            (r"\w+", "Zoë_1", true),
            (r".", "\n", false),
        ] {
            let found = Pattern::new(pattern).map(|pattern| pattern.matches(text));
            assert_eq!(found, Ok(expected), "{pattern} {text:?}");
        }
    }

    #[test]
    fn patterns_that_cannot_be_checked_are_refused() {
        for pattern in [
            r"(a)\1", "(?=a)a", "a++", "a{2}+", "[a--z]", "(", r"\p{L}", "a\\",
        ] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
        }
    }
}
