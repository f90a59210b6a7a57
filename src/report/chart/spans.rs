//! Steps to the right and to the left of nothing: what weighs for and against, each by itself or one after the other.

use std::fmt::Write as _;

use super::{BAR, ROW, open, shortened_to};
use crate::report::escaped;

/// Pixels of the whole, of a letter of a name on average, and of room for the number beside a span.
const WIDTH: usize = 720;
const LETTER: usize = 7;
const NUMBER: f64 = 56.0;
/// The longest name drawn; the table has all of it.
const LETTERS: usize = 44;
const HEAD: usize = 12;

/// One row.
pub(crate) struct Span {
    /// What it is called, on the left.
    pub(crate) name: String,
    /// Where it begins.
    pub(crate) from: f64,
    /// Where it ends: to the right of its beginning it speaks for, to the left against.
    pub(crate) to: f64,
    /// A sum of the rows above and not one more of them.
    pub(crate) is_sum: bool,
}

/// Rows from the top down, each with its length and sign in digits. Two colours tell the directions apart, which the sign says
/// as well. Without rows it is empty.
pub(crate) fn spans(title: &str, said_below: &str, rows: &[Span]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    // What never happens among matches weighs without bound: it is said, and the others keep their scale.
    let ends = || {
        let ends = rows.iter().flat_map(|row| [row.from, row.to]);
        ends.filter(|end| end.is_finite())
    };
    let (least, most) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let names: Vec<String> = rows
        .iter()
        .map(|row| shortened_to(&row.name, LETTERS))
        .collect();
    let letters = names.iter().map(|name| name.chars().count()).max();
    let label = letters.unwrap_or(0) * LETTER + 16;
    #[expect(clippy::cast_precision_loss)] // Some hundred pixels.
    let (start, end) = (label as f64 + NUMBER, WIDTH as f64 - NUMBER);
    let x = |value: f64| start + (value - least) / (most - least).max(1e-9) * (end - start);
    let bottom = HEAD + rows.len() * ROW;
    let mut svg = open(WIDTH, bottom + 8, title, said_below);
    let zero = x(0.0);
    let _ = write!(
        svg,
        "<line class=\"axis\" stroke=\"#505a5f\" x1=\"{zero:.1}\" x2=\"{zero:.1}\" y1=\"4\" y2=\"{bottom}\"/>"
    );
    for (number, (row, name)) in rows.iter().zip(&names).enumerate() {
        let y = HEAD + number * ROW;
        if !(row.from.is_finite() && row.to.is_finite()) {
            let _ = write!(
                svg,
                "<text x=\"{label}\" y=\"{0}\" text-anchor=\"end\">{1}</text><text x=\"{2:.1}\" y=\"{0}\" text-anchor=\"end\">{NEVER}</text>",
                y + 13,
                escaped(name),
                zero - 6.0
            );
            continue;
        }
        let (left, right) = (x(row.from.min(row.to)), x(row.from.max(row.to)));
        let is_for = row.to >= row.from;
        let (class, colour) = match (row.is_sum, is_for) {
            (true, _) => ("sum", "#505a5f"),
            (false, true) => ("for", "#1d70b8"),
            (false, false) => ("against", "#b3500b"),
        };
        let (anchor, beside) = if is_for {
            ("start", right + 6.0)
        } else {
            ("end", left - 6.0)
        };
        let weight = if row.is_sum {
            " font-weight=\"bold\""
        } else {
            ""
        };
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\"{weight}>{}</text><rect class=\"{class}\" fill=\"{colour}\" x=\"{left:.1}\" y=\"{y}\" width=\"{:.1}\" height=\"{BAR}\"/><text x=\"{beside:.1}\" y=\"{}\" text-anchor=\"{anchor}\"{weight}>{}</text>",
            label,
            y + 13,
            escaped(name),
            (right - left).max(1.0),
            y + 13,
            signed(row.to - row.from)
        );
        // One step begins where the other ends.
        if number + 1 < rows.len() && (rows[number + 1].from - row.to).abs() < 1e-9 && row.to != 0.0
        {
            let at = x(row.to);
            let _ = write!(
                svg,
                "<line class=\"axis\" stroke=\"#505a5f\" stroke-dasharray=\"2 2\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{}\" y2=\"{}\"/>",
                y + BAR,
                y + ROW
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

/// What is said of a weight without bound.
pub(crate) const NEVER: &str = "never";

/// To a tenth, with its sign: no bits at all have none.
pub(crate) fn signed(bits: f64) -> String {
    let tenths = (bits * 10.0).round() / 10.0;
    if tenths > 0.0 {
        format!("+{tenths:.1}")
    } else if tenths < 0.0 {
        format!("−{:.1}", -tenths)
    } else {
        "0.0".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(name: &str, from: f64, to: f64) -> Span {
        Span {
            name: name.to_owned(),
            from,
            to,
            is_sum: false,
        }
    }

    /// A name of one letter takes 23 pixels; from there 56 for a number, so that -5 stands at 79, 15 at 664, and 0 at a quarter of
    /// the way: 225.25.
    #[test]
    fn steps_stand_where_they_should_and_follow_each_other() {
        let rows = [span("a", 0.0, -5.0), span("b", -5.0, 15.0)];
        let drawn = spans("t", "", &rows);
        assert!(
            drawn.contains("x1=\"225.2\" x2=\"225.2\" y1=\"4\""),
            "{drawn}"
        );
        assert!(
            drawn
                .contains("class=\"against\" fill=\"#b3500b\" x=\"79.0\" y=\"12\" width=\"146.2\""),
            "{drawn}"
        );
        assert!(
            drawn.contains("class=\"for\" fill=\"#1d70b8\" x=\"79.0\" y=\"38\" width=\"585.0\""),
            "{drawn}"
        );
        assert!(
            drawn.contains(">−5.0</text>") && drawn.contains(">+20.0</text>"),
            "{drawn}"
        );
        assert!(
            drawn.contains("x1=\"79.0\" x2=\"79.0\" y1=\"28\" y2=\"38\""),
            "{drawn}"
        );
    }

    #[test]
    fn what_never_happens_is_said_and_spoils_no_other() {
        let drawn = spans(
            "t",
            "",
            &[span("a", 0.0, f64::NEG_INFINITY), span("b", 0.0, 4.0)],
        );
        assert!(drawn.contains(">never</text>") && drawn.contains("class=\"for\""));
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
    }

    #[test]
    fn bits_are_said_with_their_sign() {
        assert_eq!(signed(3.12), "+3.1");
        assert_eq!(signed(-0.26), "−0.3");
        assert_eq!(signed(-0.04), "0.0");
    }

    #[test]
    fn nothing_is_no_chart() {
        assert!(spans("t", "", &[]).is_empty());
    }
}
