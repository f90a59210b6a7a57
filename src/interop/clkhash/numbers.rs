//! Numbers as Python's `int` and `float` read them, which is how clkhash reads cells.
//!
//! Both allow spaces around, a sign, and single underscores between digits. Python also reads the decimal digits of other
//! scripts; they are refused here, as nothing of the standard library says which they are.

/// Python refuses to read whole numbers with more digits.
const MOST_DIGITS: usize = 4300;

/// Reads `text` as a whole number and writes it as `str` does: no spaces, no plus sign, no leading zeros. `false` when it
/// is none.
pub(super) fn reprint_whole(text: &str, out: &mut String) -> bool {
    out.clear();
    let text = strip(text);
    let (negative, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) => (text.starts_with('-'), digits),
        None => (false, text),
    };
    if !is_grouped(digits) {
        return false;
    }
    out.extend(digits.chars().filter(|&c| c != '_'));
    if out.len() > MOST_DIGITS {
        return false;
    }
    let zeros = out.len() - out.trim_start_matches('0').len();
    out.drain(..zeros);
    if out.is_empty() {
        out.push('0');
    } else if negative {
        out.insert(0, '-');
    }
    true
}

/// Reads `text` as a number with decimals. `None` when it is none, or not finite.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let text = strip(text);
    // An underscore may stand between two digits, and nowhere else.
    let bytes = text.as_bytes();
    let mut plain = String::with_capacity(text.len());
    for (index, character) in text.char_indices() {
        if character == '_' {
            let digit = |at: Option<usize>| {
                at.and_then(|at| bytes.get(at))
                    .is_some_and(u8::is_ascii_digit)
            };
            if !digit(index.checked_sub(1)) || !digit(index.checked_add(1)) {
                return None;
            }
        } else {
            plain.push(character);
        }
    }
    plain
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())
}

/// Digits, with single underscores between them.
fn is_grouped(digits: &str) -> bool {
    !digits.is_empty()
        && digits
            .split('_')
            .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Without the white space around it: Unicode's, but not the information separators that `str.strip` takes away too.
fn strip(text: &str) -> &str {
    text.trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values from CPython 3.11's int() and float().
    #[test]
    fn whole_numbers_as_python_reads_them() {
        let read = |text: &str| {
            let mut out = String::new();
            reprint_whole(text, &mut out).then_some(out)
        };
        for (text, expected) in [
            ("65", "65"),
            ("+065", "65"),
            ("\u{a0}65\u{85}", "65"),
            ("-0", "0"),
            ("-007", "-7"),
            ("1_000", "1000"),
            ("0_0", "0"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "", "+", "1__0", "_1", "1_", "+ 5", "1.0", "1e3", "--5", "٣", "\u{1f}65",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"9".repeat(4300)), Some("9".repeat(4300)));
        assert_eq!(read(&"9".repeat(4301)), None);
    }

    #[test]
    fn decimals_as_python_reads_them() {
        for (text, expected) in [
            ("2.5", 2.5),
            (" -2.5e1 ", -25.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("1_0.2_5", 10.25),
            ("1e-400", 0.0),
        ] {
            let found = decimal(text);
            assert!(
                found.is_some_and(|found| (found - expected).abs() < 1e-12),
                "{text}"
            );
        }
        for text in [
            "", ".", "1_.5", "1._5", "_1.5", "1e", "0x1p3", "nan", "inf", "1e400",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
