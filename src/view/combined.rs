use serde::Serialize;

use super::people::people;
use super::tables::tables;
use super::{ViewError, ViewTable, csv, html, svg};
use crate::agreement::{Agreement, Disclosure};
use crate::disclosure::Published;
use crate::exchange::Extract;
use crate::rejoin::LinkedRecords;
use crate::report::{AgreementReference, SOFTWARE};

/// The combined view of the people of several parties: counts that are fit to be published, and nothing of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CombinedView {
    /// Always `split-tally/view`.
    pub format: String,
    /// Always 1.
    pub version: u32,
    /// The program and its version.
    pub software: String,
    /// The agreement.
    pub agreement: AgreementReference,
    /// What the linkage is for.
    pub purpose: String,
    /// Which counts are shown.
    pub disclosure: Disclosure,
    /// The same in words.
    pub rule: String,
    /// What the rule does not protect against.
    pub limits: Vec<String>,
    /// The extracts it was made from; without numbers of rows, which are counts that nothing protects.
    pub sources: Vec<ViewSource>,
    /// People by exactly which parties know them.
    pub regions: Vec<Region>,
    /// All tables.
    pub tables: Vec<ViewTable>,
}

/// An extract that a view was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ViewSource {
    /// Whose.
    pub party: String,
    /// The file's name.
    pub file: String,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// People known to exactly these parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Region {
    /// The parties, in the agreement's order.
    pub parties: Vec<String>,
    /// How many people.
    pub people: Published,
}

/// Counts the people of these extracts together, by these links: a file's name and what is in it.
///
/// # Errors
/// [`ViewError`] when the links are not those of the extracts.
pub fn combined_view(
    agreement: &Agreement,
    sources: Vec<ViewSource>,
    extracts: &[Extract],
    links: (&str, &LinkedRecords),
) -> Result<CombinedView, ViewError> {
    let people = people(agreement, extracts, links)?;
    let parties = agreement.text().parties.iter().enumerate();
    let present: Vec<usize> = parties
        .filter(|(_, name)| {
            extracts
                .iter()
                .any(|extract| extract.header().party == **name)
        })
        .map(|(place, _)| place)
        .collect();
    let (tables, regions) = tables(agreement, &present, &people);
    let by_region = tables.iter().find(|table| table.name == "regions");
    let by_region = by_region.map_or(&[][..], |table| &table.rows);
    let regions = regions
        .into_iter()
        .zip(by_region)
        .filter_map(|(parties, row)| {
            let names = parties.into_iter();
            Some(Region {
                parties: names
                    .filter_map(|party| agreement.text().parties.get(party).cloned())
                    .collect(),
                people: row.counts.first().copied()?,
            })
        });
    Ok(CombinedView {
        format: "split-tally/view".to_owned(),
        version: 1,
        software: SOFTWARE.to_owned(),
        agreement: AgreementReference {
            title: agreement.text().title.clone(),
            digest: agreement.digest().to_string(),
        },
        purpose: agreement.text().purpose.clone(),
        disclosure: agreement.disclosure(),
        rule: agreement.disclosure().in_words(),
        limits: LIMITS.iter().map(|&limit| limit.to_owned()).collect(),
        sources,
        regions: regions.collect(),
        tables,
    })
}

/// What everybody who is handed a view should know.
const LIMITS: [&str; 4] = [
    "Compare views of different dates, or of other sets of files, with care: the difference between two views is not protected.",
    "A party that knows some of the people counted knows more than others do, and can take its own away.",
    "A person whom the matching missed is counted more than once, and two people linked by mistake are counted as one.",
    "A need is one that some party has recorded. Not known is not the same as no need.",
];

impl CombinedView {
    /// A page of tables and charts that needs nothing else: no script, and no other file.
    #[must_use]
    pub fn to_html(&self) -> String {
        html::page(self)
    }

    /// The charts as SVG, each with the name of the table whose counts it shows.
    #[must_use]
    pub fn to_svg(&self) -> Vec<(String, String)> {
        let charts = self.tables.iter();
        let charts = charts.map(|table| (table.name.clone(), svg::chart(self, table)));
        charts.filter(|(_, chart)| !chart.is_empty()).collect()
    }

    /// Each table as CSV in UTF-8 with a byte order mark, with its name. The last line is the rule.
    #[must_use]
    pub fn to_csv(&self) -> Vec<(String, String)> {
        let tables = self.tables.iter();
        tables
            .map(|table| (table.name.clone(), csv::table(table)))
            .collect()
    }
}
