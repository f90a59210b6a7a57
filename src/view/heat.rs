use std::fmt::Write as _;

use super::ViewTable;
use super::map::{Classes, Paint};
use crate::report::chart::open;
use crate::report::escaped;

/// Measures in pixels.
const CELL: usize = 44;
const ROW: usize = 22;
const LABEL: usize = 120;
const HEAD: usize = 40;

/// Of suppressed counts, as wide as they come.
const STRIPES: f64 = 12.0;
/// Classes whose numbers are white, as they stand out on it by more than 4.5 to 1.
const DARK: [&str; 2] = ["c3", "c4"];

/// A grid of counts, darker where there are more, without its last row and column, which are totals. Each cell has its number as
/// well, so that nothing is told by shade alone.
pub(super) fn heat(table: &ViewTable) -> String {
    let rows = table.rows.split_last().map_or(&[][..], |(_, rows)| rows);
    let columns = table
        .columns
        .split_last()
        .map_or(&[][..], |(_, columns)| columns);
    let shown = rows
        .iter()
        .flat_map(|row| row.counts.iter().take(columns.len()));
    let classes = Classes::of(shown.copied());
    let width = LABEL + columns.len() * CELL + 8;
    let legend = HEAD + rows.len() * ROW + 12;
    let title = format!("{}. The table has the same counts", table.title);
    let mut svg = open(width, legend + 56, &title, &table.rule);
    let paint = Paint::new(&mut svg, &table.name, STRIPES);
    for (at, column) in columns.iter().enumerate() {
        let short: String = column.chars().take(3).collect();
        let _ = write!(
            svg,
            "<text class=\"small\" font-size=\"12\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            LABEL + at * CELL + CELL / 2,
            HEAD - 10,
            escaped(&short)
        );
    }
    for (at, row) in rows.iter().enumerate() {
        let y = HEAD + at * ROW;
        let _ = write!(
            svg,
            "<text class=\"small\" font-size=\"12\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            LABEL - 8,
            y + 15,
            escaped(&row.label)
        );
        for (column, &count) in row.counts.iter().take(columns.len()).enumerate() {
            let x = LABEL + column * CELL;
            let class = classes.class(count);
            let (light, ink) = if DARK.contains(&class.as_str()) {
                (" light", "#ffffff")
            } else {
                ("", "#0b0c0c")
            };
            let _ = write!(
                svg,
                "<rect {} x=\"{x}\" y=\"{y}\" width=\"{CELL}\" height=\"{ROW}\"/><text class=\"small{light}\" font-size=\"12\" fill=\"{ink}\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                paint.cell(&class),
                x + CELL / 2,
                y + 15,
                count.text()
            );
        }
    }
    for (at, (class, words)) in classes.legend().into_iter().enumerate() {
        let (x, y) = (LABEL / 4 + at % 4 * 105, legend + at / 4 * 24);
        paint.swatch(&mut svg, x, y, &class, &words);
    }
    svg.push_str("</svg>");
    svg
}
