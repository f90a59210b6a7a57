//! The chart of each table of a view.

use std::fmt::Write as _;

use super::heat::heat;
use super::map;
use super::pairs::pairs;
use super::upset::overlaps;
use super::{CombinedView, ViewRow, ViewTable};
use crate::disclosure::Published;
use crate::report::chart::{self, LONGEST, NUMBER, ROW, open, shortened};
use crate::report::escaped;

/// The chart that goes with a table; empty where there is none.
pub(super) fn chart(view: &CombinedView, table: &ViewTable) -> String {
    let of_incidents = match (&view.incidents, table.name.split_once('_')) {
        (Some(incidents), Some((kind, _))) => Some((kind, incidents.places.as_ref())),
        _ => None,
    };
    match (table.name.as_str(), of_incidents) {
        ("regions", _) => overlaps(view),
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
            bar(&mut svg, [label, y], count, most);
        }
    }
    svg.push_str("</svg>");
    svg
}

/// A bar with its number. It says no more of a suppressed count than that it is one.
fn bar(svg: &mut String, place: [usize; 2], count: Published, most: Option<u64>) {
    chart::bar(svg, place, count.count(), &count.text(), most);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_says_no_more_of_a_suppressed_count_than_that_it_is_one() {
        use crate::disclosure::Hiding;
        let drawn = |count| {
            let mut svg = String::new();
            bar(&mut svg, [0, 0], Published::Suppressed(count), Some(100));
            svg
        };
        assert_eq!(drawn(Hiding::Small), drawn(Hiding::Any));
        assert!(drawn(Hiding::Secondary).contains(">*</text>"));
    }
}
