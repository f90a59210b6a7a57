use super::{Hotspots, ViewTable};
use crate::report::spreadsheet::{BYTE_ORDER_MARK, line};

/// A table as CSV in UTF-8 with a byte order mark, as Excel wants it.
pub(super) fn table(table: &ViewTable) -> String {
    let mut text = BYTE_ORDER_MARK.to_owned();
    let head =
        std::iter::once(table.title.as_str()).chain(table.columns.iter().map(String::as_str));
    line(&mut text, head);
    for row in &table.rows {
        let counts: Vec<String> = row.counts.iter().map(|count| count.text()).collect();
        let cells = std::iter::once(row.label.as_str()).chain(counts.iter().map(String::as_str));
        line(&mut text, cells);
    }
    line(&mut text, std::iter::once(table.rule.as_str()));
    text
}

/// Hotspots as CSV likewise; below them what they are.
pub(super) fn hotspots(hotspots: &Hotspots, rule: &str) -> String {
    let mut text = BYTE_ORDER_MARK.to_owned();
    let heads = [
        "Hotspot around cell",
        "Within metres",
        "Incidents",
        "Expected",
        "Cells",
    ];
    line(&mut text, heads.into_iter());
    for one in &hotspots.found {
        let expected = one
            .expected
            .map_or_else(|| "*".to_owned(), |number| number.to_string());
        let (metres, count) = (one.radius_metres.to_string(), one.incidents.text());
        let cells = one.cells.join(" ");
        let row = [one.centre.as_str(), &metres, &count, &expected, &cells];
        line(&mut text, row.into_iter());
    }
    for said in [hotspots.statistic.as_str(), &hotspots.baseline, rule] {
        line(&mut text, std::iter::once(said));
    }
    text
}
