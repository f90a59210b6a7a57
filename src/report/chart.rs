//! Charts as SVG that needs no style sheet: each is part of a page, and a file of its own. Its classes let a page recolour it for a
//! dark scheme or for colours of the reader's own; every number of a chart stands in a table beside it as well.

mod columns;
mod lines;
mod spans;
mod upset;

use std::fmt::Write as _;

use super::escaped;

pub(crate) use columns::{Columns, columns};
pub(crate) use lines::{Line, Scale, lines};
pub(crate) use spans::{NEVER, Span, spans};
pub(crate) use upset::{Region, upset};

/// Measures in pixels.
pub(crate) const ROW: usize = 26;
pub(crate) const BAR: usize = 16;
pub(crate) const LONGEST: usize = 360;
pub(crate) const NUMBER: usize = 90;
/// A line of what is said under a chart, and one of its letters on average.
const RULE_LINE: usize = 16;
const RULE_LETTER: usize = 6;
/// Letters of a name that a chart has room for.
const LETTERS: usize = 26;

/// The start of a chart, on white, with what must be said of it under it: a picture goes further than the page it was on.
pub(crate) fn open(width: usize, height: usize, title: &str, rule: &str) -> String {
    let lines = wrapped(rule, (width - 16) / RULE_LETTER);
    let above = height;
    let height = above + lines.len() * RULE_LINE + 10;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"Arial, sans-serif\" font-size=\"14\" fill=\"#0b0c0c\"><rect class=\"paper\" fill=\"#ffffff\" width=\"{width}\" height=\"{height}\"/>",
        escaped(title)
    );
    for (number, line) in lines.iter().enumerate() {
        let _ = write!(
            svg,
            "<text class=\"rule\" font-size=\"12\" fill=\"#505a5f\" x=\"8\" y=\"{}\">{}</text>",
            above + 14 + number * RULE_LINE,
            escaped(line)
        );
    }
    svg
}

/// The words in lines of so many letters, or of one word where it is longer.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A name as a chart has room for it; the table has all of it.
pub(crate) fn shortened(name: &str) -> String {
    shortened_to(name, LETTERS)
}

/// The same, where there is room for so many letters.
pub(crate) fn shortened_to(name: &str, letters: usize) -> String {
    if name.chars().count() <= letters {
        return name.to_owned();
    }
    let start: String = name.chars().take(letters - 1).collect();
    format!("{start}…")
}

/// A bar with its number; without a count, as where it is suppressed, it is a short open one.
pub(crate) fn bar(
    svg: &mut String,
    [x, y]: [usize; 2],
    count: Option<u64>,
    said: &str,
    most: Option<u64>,
) {
    let (style, length) = match count {
        None => (
            "class=\"hidden\" fill=\"none\" stroke=\"#505a5f\" stroke-dasharray=\"3 2\"",
            14,
        ),
        Some(count) => {
            let share = u128::from(count) * LONGEST as u128 / u128::from(most.unwrap_or(0).max(1));
            (
                "class=\"bar\" fill=\"#1d70b8\"",
                usize::try_from(share).unwrap_or(LONGEST),
            )
        }
    };
    let _ = write!(
        svg,
        "<rect {style} x=\"{x}\" y=\"{y}\" width=\"{length}\" height=\"{BAR}\"/><text x=\"{}\" y=\"{}\">{said}</text>",
        x + length + 6,
        y + 13
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_is_broken_between_words() {
        let lines = wrapped("Counts from 1 to 7 are shown as *", 12);
        assert_eq!(lines, ["Counts from", "1 to 7 are", "shown as *"]);
        assert_eq!(wrapped("Suppressed", 3), ["Suppressed"]);
    }

    #[test]
    fn a_long_name_is_shortened() {
        assert_eq!(shortened("Northtown Council"), "Northtown Council");
        let long = shortened("Northtown and District General Hospital");
        assert_eq!(long, "Northtown and District Ge…");
    }
}
