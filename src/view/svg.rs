//! Charts as SVG that needs no style sheet: it is part of a page, and a file of its own.

use std::fmt::Write as _;

use super::heat::heat;
use super::map;
use super::pairs::pairs;
use super::upset::upset;
use super::{CombinedView, ViewRow, ViewTable};
use crate::disclosure::Published;
use crate::report::escaped;

/// Measures in pixels.
pub(super) const ROW: usize = 26;
pub(super) const BAR: usize = 16;
pub(super) const LONGEST: usize = 360;
pub(super) const NUMBER: usize = 90;
/// A line of the rule under a chart, and one of its letters on average.
const RULE_LINE: usize = 16;
const RULE_LETTER: usize = 6;
/// Letters of a name that a chart has room for.
const LETTERS: usize = 26;

/// The chart that goes with a table; empty where there is none.
pub(super) fn chart(view: &CombinedView, table: &ViewTable) -> String {
    let of_incidents = match (&view.incidents, table.name.split_once('_')) {
        (Some(incidents), Some((kind, _))) => Some((kind, incidents.places.as_ref())),
        _ => None,
    };
    match (table.name.as_str(), of_incidents) {
        ("regions", _) => upset(view),
        ("domains", _) => pairs(view, table),
        ("parties" | "domain_count" | "party_count", _) | (_, Some(("attribute" | "known", _))) => {
            bars(table)
        }
        (_, Some(("week", _))) => heat(table),
        (_, Some(("cells", Some(places)))) => map::cells(places, table),
        (_, Some(("areas", Some(places)))) => map::areas(places, table),
        _ => String::new(),
    }
}

/// A bar for each row of a one-way table, without its total.
fn bars(table: &ViewTable) -> String {
    let rows: &[ViewRow] = table.rows.split_last().map_or(&[], |(_, rows)| rows);
    let counts = rows.iter().filter_map(|row| row.counts.first()?.count());
    let labels = rows.iter().map(|row| shortened(&row.label));
    let labels: Vec<String> = labels.collect();
    let longest = labels.iter().map(|label| label.chars().count()).max();
    let (most, label) = (counts.max(), longest.unwrap_or(0) * 8 + 24);
    let height = rows.len() * ROW + 8;
    let width = label + LONGEST + NUMBER;
    let mut svg = open(width, height, &table.title, &table.rule);
    for (number, (row, name)) in rows.iter().zip(&labels).enumerate() {
        let y = number * ROW + 4;
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            label - 8,
            y + 13,
            escaped(name)
        );
        if let Some(&count) = row.counts.first() {
            bar(&mut svg, label, y, count, most);
        }
    }
    svg.push_str("</svg>");
    svg
}

/// The start of a chart, on white, with the rule under it: a picture goes further than the page it was on.
pub(super) fn open(width: usize, height: usize, title: &str, rule: &str) -> String {
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
pub(super) fn shortened(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let start: String = name.chars().take(LETTERS - 1).collect();
    format!("{start}…")
}

/// A bar with its number; a suppressed count is a short open one, whatever it is.
pub(super) fn bar(svg: &mut String, x: usize, y: usize, count: Published, most: Option<u64>) {
    let (style, length) = match count {
        Published::Suppressed(_) => (
            "class=\"hidden\" fill=\"none\" stroke=\"#505a5f\" stroke-dasharray=\"3 2\"",
            14,
        ),
        Published::Count(count) => {
            let share = u128::from(count) * LONGEST as u128 / u128::from(most.unwrap_or(0).max(1));
            (
                "class=\"bar\" fill=\"#1d70b8\"",
                usize::try_from(share).unwrap_or(LONGEST),
            )
        }
    };
    let _ = write!(
        svg,
        "<rect {style} x=\"{x}\" y=\"{y}\" width=\"{length}\" height=\"{BAR}\"/><text x=\"{}\" y=\"{}\">{}</text>",
        x + length + 6,
        y + 13,
        count.text()
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
    fn a_bar_says_no_more_of_a_suppressed_count_than_that_it_is_one() {
        use crate::disclosure::Hiding;
        let drawn = |count| {
            let mut svg = String::new();
            bar(&mut svg, 0, 0, Published::Suppressed(count), Some(100));
            svg
        };
        assert_eq!(drawn(Hiding::Small), drawn(Hiding::Any));
        assert!(drawn(Hiding::Secondary).contains(">*</text>"));
    }

    #[test]
    fn a_long_name_is_shortened() {
        assert_eq!(shortened("Northtown Council"), "Northtown Council");
        let long = shortened("Northtown and District General Hospital");
        assert_eq!(long, "Northtown and District Ge…");
    }
}
