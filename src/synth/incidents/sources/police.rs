//! A police force: one row an offence, from when to when, at coordinates that an address was found to have.

use super::super::super::sampling::Chance;
use super::super::Report;
use super::super::county::County;
use super::super::event::{Event, Kind, Method};
use super::super::rates::IncidentRates;
use super::super::writing::{hours, rounded, row, uk_date};
use super::{jittered, recorded_method};

pub(in super::super) const HEADER: &str = "reference,offence,from date,from time,to date,to time,easting,northing,weapon,premises type,victim gender,victim age\n";

/// Made-up codes.
pub(in super::super) const WEAPON_CODES: &str = "code,value\nNONE,bodily force\nKNIFE,sharp object\nBLUNT INST,blunt object\nBOTTLE/GLASS,glass\nFIREARM,firearm\nOTH,other\nNOT STATED,\n";

pub(in super::super) fn reports(
    county: &County,
    events: &[Event],
    rates: &IncidentRates,
    chance: &mut Chance,
) -> Vec<Report> {
    let recorded = [
        rates.recorded_lightly,
        rates.recorded_badly,
        rates.recorded_worst,
    ];
    let numbered = events.iter().enumerate();
    numbered
        .filter_map(|(number, event)| {
            if !chance.happens(recorded[event.severity]) {
                return None;
            }
            Some(Report {
                event: number,
                row: report(county, event, rates, chance),
            })
        })
        .collect()
}

fn report(county: &County, event: &Event, rates: &IncidentRates, chance: &mut Chance) -> String {
    let (from, to) = if chance.happens(rates.police_span) {
        // Most spans are of an hour or two; one in ten is of up to a day.
        let most = match chance.below(10) {
            0..6 => 90,
            6..9 => 300,
            _ => 1440,
        };
        let (before, after) = (chance.between(0, most), chance.between(0, most));
        (
            rounded(event.minute - before, 5),
            rounded(event.minute + after, 5),
        )
    } else {
        let to = [5, 5, 10, 15, 15, 30][chance.below(6) as usize];
        let at = rounded(event.minute + super::super::county::around(chance, 15), to);
        (at, at)
    };
    let at = if chance.happens(rates.police_town) {
        county.town_of(event.street)
    } else if chance.happens(rates.police_street) {
        county.street(event.street).middle
    } else {
        jittered(chance, event.at, 30)
    };
    let [easting, northing] = if chance.happens(rates.police_without_place) {
        [String::new(), String::new()]
    } else {
        at.map(|at| at.to_string())
    };
    let weapon = match recorded_method(chance, event, rates) {
        None => "NOT STATED",
        Some(Method::Force) => "NONE",
        Some(Method::Sharp) => "KNIFE",
        Some(Method::Blunt) => "BLUNT INST",
        Some(Method::Glass) => "BOTTLE/GLASS",
        Some(Method::Firearm) => "FIREARM",
        Some(Method::Other) => "OTH",
    };
    let premises = match event.kind {
        _ if chance.per_mille(60) => "",
        Kind::Night if event.premises.is_some() => "licensed premises",
        Kind::Night | Kind::Public => "street or open space",
        Kind::Home => "home",
        Kind::Elsewhere if chance.below(2) == 0 => "school or workplace",
        Kind::Elsewhere => "transport",
    };
    // Of several who are hurt, the record names one.
    let one = chance.below(u32::try_from(event.victims.len()).unwrap_or(1));
    let victim = event.victims[one as usize];
    let (sex, age) = if chance.happens(rates.without_victim) {
        ("", String::new())
    } else {
        (
            if victim.female { "F" } else { "M" },
            victim.age.to_string(),
        )
    };
    row(&[
        ["ASSAULT OCCASIONING ABH", "WOUNDING", "COMMON ASSAULT"][event.severity.min(2)],
        &uk_date(from),
        &hours(from),
        &uk_date(to),
        &hours(to),
        &easting,
        &northing,
        weapon,
        premises,
        sex,
        &age,
    ])
}
