use std::fmt::Write as _;

use super::{CombinedView, ViewTable};
use crate::disclosure::Published;
use crate::report::escaped;

/// Measures in pixels.
const ROW: usize = 26;
const BAR: usize = 16;
const LONGEST: usize = 360;
const NUMBER: usize = 90;

/// Bars of regions beside dots that say which parties they are of (an `UpSet` plot), largest first.
pub(super) fn regions(view: &CombinedView) -> String {
    let mut parties: Vec<&str> = Vec::new();
    for region in &view.regions {
        for party in &region.parties {
            if !parties.contains(&party.as_str()) {
                parties.push(party);
            }
        }
    }
    let mut regions: Vec<_> = view
        .regions
        .iter()
        .filter(|region| region.people != Published::Count(0))
        .collect();
    regions.sort_by_key(|region| std::cmp::Reverse(region.people.count()));
    let (dots, head) = (parties.len() * 24 + 16, 120);
    let (width, height) = (dots + LONGEST + NUMBER, head + regions.len() * ROW + 8);
    let mut svg = open(
        width,
        height,
        "Bars of how many people each combination of parties knows",
    );
    for (place, party) in parties.iter().enumerate() {
        let x = place * 24 + 16;
        let _ = write!(
            svg,
            "<text class=\"small\" transform=\"translate({x},{}) rotate(-60)\">{}</text>",
            head - 12,
            escaped(party)
        );
    }
    let most = regions
        .iter()
        .filter_map(|region| region.people.count())
        .max();
    for (number, region) in regions.iter().enumerate() {
        let y = head + number * ROW;
        for (place, party) in parties.iter().enumerate() {
            let class = if region.parties.iter().any(|one| one == party) {
                "on"
            } else {
                "off"
            };
            let _ = write!(
                svg,
                "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"7\"/>",
                place * 24 + 12,
                y + BAR / 2
            );
        }
        bar(&mut svg, dots, y, region.people, most);
    }
    svg.push_str("</svg>");
    svg
}

/// A bar for each row of a one-way table, without its total.
pub(super) fn bars(table: &ViewTable) -> String {
    let rows = table.rows.split_last().map_or(&[][..], |(_, rows)| rows);
    let counts = rows.iter().filter_map(|row| row.counts.first()?.count());
    let (most, label) = (counts.max(), 140);
    let height = rows.len() * ROW + 8;
    let mut svg = open(label + LONGEST + NUMBER, height, &table.title);
    for (number, row) in rows.iter().enumerate() {
        let y = number * ROW + 4;
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            label - 8,
            y + 13,
            escaped(&row.label)
        );
        if let Some(&count) = row.counts.first() {
            bar(&mut svg, label, y, count, most);
        }
    }
    svg.push_str("</svg>");
    svg
}

fn open(width: usize, height: usize, title: &str) -> String {
    format!(
        "<svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">",
        escaped(title)
    )
}

/// A bar with its number; a suppressed count is a short open one, whatever it is.
fn bar(svg: &mut String, x: usize, y: usize, count: Published, most: Option<u64>) {
    let (class, length) = match count {
        Published::Suppressed(_) => ("hidden", 14),
        Published::Count(count) => {
            let share = u128::from(count) * LONGEST as u128 / u128::from(most.unwrap_or(0).max(1));
            ("bar", usize::try_from(share).unwrap_or(LONGEST))
        }
    };
    let _ = write!(
        svg,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{length}\" height=\"{BAR}\"/><text x=\"{}\" y=\"{}\">{}</text>",
        x + length + 6,
        y + 13,
        count.text()
    );
}
