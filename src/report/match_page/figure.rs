//! A chart with its table: on the page one after the other, and each a file of its own.

use serde::Serialize;

use crate::report::spreadsheet::{BYTE_ORDER_MARK, line};
use crate::report::{escaped, grouped, table};

/// A chart of a match report, for an app that shows and saves each by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatchChart {
    /// What to name its files: small letters, digits and hyphens.
    pub name: String,
    /// Its heading.
    pub title: String,
    /// How it is read.
    pub help: String,
    /// The picture, as SVG that needs no style sheet.
    pub svg: String,
    /// Its numbers: what the columns of the table are called.
    pub columns: Vec<String>,
    /// The rows, as they are read; the first cell says of what.
    pub rows: Vec<Vec<String>>,
    /// The same as CSV.
    pub csv: String,
}

/// Rows of a table that is not folded.
const GLANCE: usize = 6;

/// A chart and its table before they are laid out.
pub(super) struct Figure {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) help: String,
    pub(super) svg: String,
    pub(super) headings: Vec<&'static str>,
    /// As a program reads them.
    pub(super) rows: Vec<Vec<String>>,
}

/// The rows for people: with a comma after each three digits of a count. The first cell says of what, and stays.
fn as_read(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let cell = |cell: &String| cell.parse().map_or_else(|_| cell.clone(), grouped);
    let row = |row: &Vec<String>| {
        let (names, counts) = row.split_at(row.len().min(1));
        names
            .iter()
            .cloned()
            .chain(counts.iter().map(cell))
            .collect()
    };
    rows.iter().map(row).collect()
}

impl Figure {
    /// The part of the page. A table of more rows than a reader takes in at a glance is folded under its chart.
    pub(super) fn html(&self) -> String {
        let title = escaped(&self.title);
        let numbers = format!("{} in numbers", self.title);
        let mut table = table(&numbers, &self.headings, &as_read(&self.rows));
        if self.rows.len() > GLANCE {
            table = format!(
                "<details>\n<summary>{}</summary>\n{table}</details>\n",
                escaped(&numbers)
            );
        }
        format!(
            "<section>\n<h3>{title}</h3>\n<p>{}</p>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Chart: {title}\">{}</div>\n{table}</section>\n",
            escaped(&self.help),
            self.svg
        )
    }
}

impl From<Figure> for MatchChart {
    fn from(figure: Figure) -> Self {
        let mut csv = BYTE_ORDER_MARK.to_owned();
        line(&mut csv, figure.headings.iter().copied());
        for row in &figure.rows {
            line(&mut csv, row.iter().map(String::as_str));
        }
        Self {
            name: figure.name,
            title: figure.title,
            help: figure.help,
            svg: figure.svg,
            columns: figure.headings.iter().map(ToString::to_string).collect(),
            rows: as_read(&figure.rows),
            csv,
        }
    }
}
