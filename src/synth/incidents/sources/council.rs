//! A council's camera room: one row an incident that somebody saw, to the minute, where the camera is.

use super::super::super::sampling::Chance;
use super::super::Report;
use super::super::county::County;
use super::super::event::{Event, Kind, Method};
use super::super::rates::IncidentRates;
use super::super::writing::{grid_reference, iso_date, row, time};
use super::{jittered, recorded_method};

pub(in super::super) const HEADER: &str =
    "id,incident date and time,grid reference,incident type\n";

/// Made-up codes. Most of what a camera shows is a fight.
pub(in super::super) const CODES: &str = "code,value\nFIGHT,\nFISTS,bodily force\nKNIFE SEEN,sharp object\nOBJECT,blunt object\nGLASS,glass\n";

pub(in super::super) fn reports(
    county: &County,
    events: &[Event],
    rates: &IncidentRates,
    chance: &mut Chance,
) -> Vec<Report> {
    let numbered = events.iter().enumerate();
    numbered
        .filter_map(|(number, event)| {
            let seen = match event.kind {
                Kind::Night => rates.seen_at_night,
                Kind::Public => rates.seen_otherwise,
                Kind::Home | Kind::Elsewhere => 0.0,
            };
            chance.happens(seen).then(|| Report {
                event: number,
                row: report(county, event, rates, chance),
            })
        })
        .collect()
}

fn report(county: &County, event: &Event, rates: &IncidentRates, chance: &mut Chance) -> String {
    let minute = event.minute + chance.between(-2, 6);
    // Half are logged where the camera stands, half where the operator saw it.
    let at = if chance.below(2) == 0 {
        jittered(chance, county.street(event.street).middle, 60)
    } else {
        jittered(chance, event.at, 25)
    };
    let kind = match recorded_method(chance, event, rates) {
        Some(Method::Force) if chance.below(2) == 0 => "FISTS",
        Some(Method::Sharp) if chance.below(3) > 0 => "KNIFE SEEN",
        Some(Method::Blunt) if chance.below(2) == 0 => "OBJECT",
        Some(Method::Glass) if chance.below(2) == 0 => "GLASS",
        _ => "FIGHT",
    };
    row(&[
        &format!("{} {}", iso_date(minute), time(minute)),
        &grid_reference(at),
        kind,
    ])
}
