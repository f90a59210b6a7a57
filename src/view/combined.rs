use std::collections::BTreeMap;

use serde::Serialize;

use super::incident_tables;
use super::incidents::{Incidents, WHICH_REPORT, incidents};
use super::people::{Profile, people};
use super::places::{Places, ViewOptions, places};
use super::tables::{overlaps, tables};
use super::{ViewError, ViewTable, csv, html, svg};
use crate::agreement::{Agreement, Disclosure};
use crate::disclosure::Published;
use crate::exchange::Extract;
use crate::rejoin::LinkedRecords;
use crate::report::{AgreementReference, SOFTWARE};

/// The combined view of the people of several parties: counts that are fit to be published, and nothing of a person.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    /// What is said of incidents beside their tables; `None` where people are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incidents: Option<IncidentView>,
}

/// What is said of incidents beside their tables.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IncidentView {
    /// Which report's time and place count, in words.
    pub which_report: String,
    /// Incidents by place, where the agreement has places and there are enough incidents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<Places>,
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

/// Counts the people of these extracts together, by these links: a file's name and what is in it. Under an agreement in which
/// something is derived of a time or place, incidents are counted.
///
/// # Errors
/// [`ViewError`] when the links are not those of the extracts.
pub fn combined_view(
    agreement: &Agreement,
    sources: Vec<ViewSource>,
    extracts: &[Extract],
    links: (&str, &LinkedRecords),
) -> Result<CombinedView, ViewError> {
    combined_view_with(agreement, sources, extracts, links, &ViewOptions::default())
}

/// Counts as [`combined_view`] does, with areas to count incidents by, or a baseline to compare places with.
///
/// # Errors
/// [`ViewError`] when the links are not those of the extracts, or areas or baseline do not go with the agreement.
pub fn combined_view_with(
    agreement: &Agreement,
    sources: Vec<ViewSource>,
    extracts: &[Extract],
    links: (&str, &LinkedRecords),
    options: &ViewOptions,
) -> Result<CombinedView, ViewError> {
    let parties = agreement.text().parties.iter().enumerate();
    let present: Vec<usize> = parties
        .filter(|(_, name)| {
            extracts
                .iter()
                .any(|extract| extract.header().party == **name)
        })
        .map(|(place, _)| place)
        .collect();
    let (tables, regions, incidents) = if agreement.is_about_incidents() {
        let incidents = incidents(agreement, extracts, links)?;
        let (tables, regions, incidents) = of_incidents(agreement, &present, incidents, options)?;
        (tables, regions, Some(incidents))
    } else if options == &ViewOptions::default() {
        let people = people(agreement, extracts, links)?;
        let (tables, regions) = tables(agreement, &present, &people);
        (tables, regions, None)
    } else {
        return Err(ViewError::NoPlaces);
    };
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
    let limits: &[&str] = if incidents.is_some() {
        &INCIDENT_LIMITS
    } else {
        &LIMITS
    };
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
        limits: limits.iter().map(|&limit| limit.to_owned()).collect(),
        sources,
        regions: regions.collect(),
        tables,
        incidents,
    })
}

/// Tables, the parties of each region, and what is said beside them.
type TablesOfIncidents = (Vec<ViewTable>, Vec<Vec<usize>>, IncidentView);

/// All tables of incidents. Where there are so few that their number is itself suppressed, there is no other than which parties
/// know of them.
fn of_incidents(
    agreement: &Agreement,
    present: &[usize],
    mut incidents: Incidents,
    options: &ViewOptions,
) -> Result<TablesOfIncidents, ViewError> {
    let mut by_parties: BTreeMap<Profile, u64> = BTreeMap::new();
    for incident in &incidents.all {
        let known = Profile {
            parties: incident.parties,
            places: Vec::new(),
        };
        *by_parties.entry(known).or_default() += 1;
    }
    let mut classes = incidents.contributors.clone();
    classes.sort_unstable();
    classes.dedup();
    let (mut tables, regions, is_loose) = overlaps(agreement, present, &by_parties, &classes);
    incidents.is_loose = is_loose;
    let rule = agreement.disclosure();
    let total = incidents.all.len() as u64;
    let mut found = IncidentView {
        which_report: WHICH_REPORT.to_owned(),
        places: None,
    };
    if rule.shown(total).is_some() {
        tables.extend(incident_tables::tables(agreement, &incidents));
        if let Some((of_place, places)) = places(agreement, &incidents, options)? {
            tables.extend(of_place);
            found.places = Some(places);
        }
    }
    Ok((tables, regions, found))
}

/// What everybody who is handed a view should know.
const LIMITS: [&str; 4] = [
    "Compare views of different dates, of other sets of files, or of the same files linked or counted in another way, with care: the difference between two views is not protected. Publish one.",
    "A party that knows some of the people counted knows more than others do, and can take its own away.",
    "A person whom the matching missed is counted more than once, and two people linked by mistake are counted as one.",
    "A need is one that some party has recorded. Not known is not the same as no need.",
];

/// The same of incidents.
const INCIDENT_LIMITS: [&str; 6] = [
    "Compare views of different dates, of other sets of files, or of the same files linked or counted in another way, with care: the difference between two views is not protected. Publish one.",
    "A party that knows some of the incidents counted knows more than others do, and can take its own away. So can anybody who knows of an incident: a cell with one was the only one there.",
    "An incident whose reports the matching missed is counted more than once, and two incidents linked by mistake are counted as one.",
    "Times and places are those that were recorded. Midnight, and a party's own address, are often filled in where the true ones are not known.",
    "A cell or area with 0 has no recorded incident. It does not follow that nothing happens there, and everybody can see it of each of them.",
    "More incidents in a place do not mean more risk to each person there: how many people are about is not known.",
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
        let tables = tables.map(|table| (table.name.clone(), csv::table(table)));
        let places = self.incidents.as_ref().and_then(|one| one.places.as_ref());
        let hotspots = places.and_then(|places| places.hotspots.as_ref());
        let hotspots =
            hotspots.map(|found| ("hotspots".to_owned(), csv::hotspots(found, &self.rule)));
        tables.chain(hotspots).collect()
    }
}

#[cfg(test)]
mod audit;
