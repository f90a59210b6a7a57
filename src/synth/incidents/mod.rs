//! Made-up violent incidents of a made-up county, as an emergency department, ambulance service, police force and council each
//! report them, with the truth.
//!
//! # Nothing here happened
//!
//! The county has the extent of an English one on the National Grid and nothing else of it: towns, streets and premises are
//! drawn by chance and named by syllables, so that a likeness to a real place is chance, and every coordinate that comes out is
//! somewhere, where nothing of this happened. The codes of each source are its own and made up too: no national list.
//!
//! # What is life-like, and what is not
//!
//! [`IncidentRates`] has every rate, with its source where there is one; the rest is made up to be plausible and is neither
//! measured nor tuned to what a linkage finds. Two findings are followed: 59% of assault attendances in emergency departments
//! of South Wales were unknown to the police (Gray and others, "A shared data approach more accurately represents the rates
//! and patterns of violence with injury assaults", Journal of Epidemiology and Community Health 71, 2017), and three quarters of
//! violence-related ambulance call-outs in the North West were between six in the evening and six in the morning, two thirds of
//! them ending in a transfer (Quigg and others, "Violence-related ambulance call-outs in the North West of England", Emergency
//! Medicine Journal 34, 2017). Incidents gather in the night-time streets of towns on Friday and Saturday nights, where
//! telling one from the next is hardest. What sources get wrong they get wrong independently of each other, which real ones may
//! not: a patient who tells everybody the same wrong hour would make linkage easier here than it should be, and a mistake that
//! is passed on from service to service would make it harder.
//!
//! Equal [`IncidentOptions`] give equal bytes on every platform, until a change to this module that the changelog names.

mod county;
mod event;
mod rates;
mod sources;
mod writing;

pub use rates::IncidentRates;

use std::fmt::Write as _;

use super::error::Error;
use super::sampling::{Chance, Purpose};
use county::County;
use event::{Event, events};
use sources::{ambulance, council, emergency, police};

/// The most incidents.
pub const MAX_INCIDENTS: u32 = 1_000_000;
/// The most planted hotspots.
pub const MAX_HOTSPOTS: u32 = 50;

/// What to make.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentOptions {
    /// Incidents of one year, known to some party or none: 1 to [`MAX_INCIDENTS`].
    pub incidents: u32,
    /// Equal options with equal seeds give equal bytes, on every platform.
    pub seed: u64,
    /// Places where violence gathers beyond what the county has anyway, each for a hundredth of all incidents: up to
    /// [`MAX_HOTSPOTS`].
    pub hotspots: u32,
    /// How often and by how much each source errs.
    pub rates: IncidentRates,
}

impl Default for IncidentOptions {
    /// 10,000 incidents, no planted hotspots, usual rates and seed 1.
    fn default() -> Self {
        Self {
            incidents: 10_000,
            seed: 1,
            hotspots: 0,
            rates: IncidentRates::USUAL,
        }
    }
}

/// Made-up reports and the truth about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntheticIncidents {
    /// `emergency`, `ambulance`, `police` and `council`: name, and UTF-8 CSV with a header, each in a layout of its own.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// What the sources' codes mean, as `prepare --codes` takes it: the source, the field, and UTF-8 CSV.
    pub codes: Vec<(&'static str, &'static str, Vec<u8>)>,
    /// Places of the county by name, as `prepare --gazetteer` takes it.
    pub gazetteer: Vec<u8>,
    /// Which reports are of one incident, as CSV: a header with the sources' names, and ids of their reports. Where a source
    /// has several reports of an incident there is a line for each way of taking one of each source, so that every pair of
    /// reports of two sources is in some line.
    pub truth: Vec<u8>,
    /// The planted hotspots: easting and northing of their middle, and the incidents there.
    pub hotspots: Vec<u8>,
}

/// The sources, in the order of files and of the truth's columns.
pub const SOURCES: [&str; 4] = ["emergency", "ambulance", "police", "council"];

/// One source's report: which incident it is of, and its row without the id.
struct Report {
    event: usize,
    row: String,
}

/// Makes incidents and each source's reports of them.
///
/// # Errors
/// If the [`IncidentOptions`] are not within the limits they state.
pub fn synthesise_incidents(options: &IncidentOptions) -> Result<SyntheticIncidents, Error> {
    check(options)?;
    let county = County::new(
        &mut Chance::new(options.seed, Purpose::County),
        options.hotspots,
    );
    let events = events(
        &county,
        options.incidents,
        &mut Chance::new(options.seed, Purpose::Events),
    );
    let rates = &options.rates;
    let chance = |source| Chance::new(options.seed, Purpose::Reports(source));
    let calls = ambulance::reports(&events, rates, &mut chance(1));
    let taking_down = &mut Chance::new(options.seed, Purpose::CallNumbers);
    let reports = [
        emergency::reports(
            &county,
            &events,
            &calls.numbers,
            rates,
            [&mut chance(0), taking_down],
        ),
        calls.reports,
        police::reports(&county, &events, rates, &mut chance(2)),
        council::reports(&county, &events, rates, &mut chance(3)),
    ];
    let headers = [
        emergency::HEADER,
        ambulance::HEADER,
        police::HEADER,
        council::HEADER,
    ];
    let mut ids: Vec<[Vec<String>; 4]> = vec![<[Vec<String>; 4]>::default(); events.len()];
    let mut files = Vec::new();
    for (source, mut reports) in (0u32..).zip(reports) {
        let place = source as usize;
        // The order of a file says nothing of what belongs together.
        Chance::new(options.seed, Purpose::ReportOrder(source)).shuffle(&mut reports);
        let mut csv = headers[place].to_owned();
        for (number, report) in (1u32..).zip(&reports) {
            let id = format!("{}-{number:06}", SOURCES[place]);
            csv.push_str(&id);
            csv.push_str(&report.row);
            csv.push('\n');
            ids[report.event][place].push(id);
        }
        files.push((SOURCES[place], csv.into_bytes()));
    }
    Ok(SyntheticIncidents {
        files,
        codes: vec![
            ("emergency", "method", emergency::METHOD_CODES.into()),
            ("emergency", "location_type", emergency::PLACE_CODES.into()),
            ("ambulance", "method", ambulance::CODES.into()),
            ("police", "method", police::WEAPON_CODES.into()),
            ("council", "method", council::CODES.into()),
        ],
        gazetteer: county.gazetteer().into_bytes(),
        truth: truth(&ids).into_bytes(),
        hotspots: hotspots(&county, &events).into_bytes(),
    })
}

fn check(options: &IncidentOptions) -> Result<(), Error> {
    let IncidentOptions {
        incidents,
        hotspots,
        rates,
        ..
    } = options;
    if !(1..=MAX_INCIDENTS).contains(incidents) {
        return Err(Error::IncidentsOutOfRange {
            incidents: *incidents,
        });
    }
    if *hotspots > MAX_HOTSPOTS {
        return Err(Error::HotspotsOutOfRange {
            hotspots: *hotspots,
        });
    }
    rates.check()
}

/// Every way of taking one report of each source that has any, for incidents that two sources have.
fn truth(ids: &[[Vec<String>; 4]]) -> String {
    let mut truth = SOURCES.join(",");
    truth.push('\n');
    for of in ids {
        if of.iter().filter(|ids| !ids.is_empty()).count() < 2 {
            continue;
        }
        let mut lines = vec![String::new()];
        for (source, ids) in of.iter().enumerate() {
            let comma = if source > 0 { "," } else { "" };
            lines = lines
                .iter()
                .flat_map(|line| {
                    let blank = ids.is_empty().then(|| format!("{line}{comma}"));
                    let with = ids.iter().map(move |id| format!("{line}{comma}{id}"));
                    with.chain(blank).collect::<Vec<_>>()
                })
                .collect();
        }
        for line in lines {
            truth.push_str(&line);
            truth.push('\n');
        }
    }
    truth
}

fn hotspots(county: &County, events: &[Event]) -> String {
    let mut csv = "easting,northing,incidents\n".to_owned();
    for (number, street) in county.hotspots().enumerate() {
        let here = events.iter().filter(|event| event.hotspot == Some(number));
        let [easting, northing] = street.middle;
        let _ = writeln!(csv, "{easting},{northing},{}", here.count());
    }
    csv
}

#[cfg(test)]
mod tests;
