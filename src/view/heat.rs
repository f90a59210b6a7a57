use std::fmt::Write as _;

use super::ViewTable;
use super::map::{Classes, STRIPES, swatch};
use crate::disclosure::Published;
use crate::report::escaped;

/// Measures in pixels.
const CELL: usize = 44;
const ROW: usize = 22;
const LABEL: usize = 120;
const HEAD: usize = 40;

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
    let height = legend + 64;
    let mut svg = format!(
        "<svg role=\"img\" aria-label=\"{}. The table that follows has the same counts.\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">",
        escaped(&table.title)
    );
    svg.push_str(STRIPES);
    for (at, column) in columns.iter().enumerate() {
        let short: String = column.chars().take(3).collect();
        let _ = write!(
            svg,
            "<text class=\"small\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            LABEL + at * CELL + CELL / 2,
            HEAD - 10,
            escaped(&short)
        );
    }
    for (at, row) in rows.iter().enumerate() {
        let y = HEAD + at * ROW;
        let _ = write!(
            svg,
            "<text class=\"small\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            LABEL - 8,
            y + 15,
            escaped(&row.label)
        );
        for (column, &count) in row.counts.iter().take(columns.len()).enumerate() {
            let x = LABEL + column * CELL;
            let class = classes.class(count);
            let dark = if matches!(count, Published::Count(_)) && class.ends_with(['3', '4']) {
                " light"
            } else {
                ""
            };
            let _ = write!(
                svg,
                "<rect class=\"cell {class}\" x=\"{x}\" y=\"{y}\" width=\"{CELL}\" height=\"{ROW}\"/><text class=\"small{dark}\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                x + CELL / 2,
                y + 15,
                count.text()
            );
        }
    }
    for (at, (class, words)) in classes.legend().into_iter().enumerate() {
        let column = at % 4;
        swatch(
            &mut svg,
            LABEL / 4 + column * 105,
            legend + at / 4 * 24,
            &class,
            &words,
        );
    }
    svg.push_str("</svg>");
    svg
}
