//! An emergency department: one row a patient, with when and where it happened as the patient says it, in the items of the
//! Information Sharing to Tackle Violence data set, two more of those that departments share beside it, and the number of the call that brought
//! who came by ambulance.

use super::super::super::sampling::Chance;
use super::super::Report;
use super::super::county::County;
use super::super::event::{Event, Kind, Method, Victim};
use super::super::rates::IncidentRates;
use super::super::writing::{iso_date, rounded, row, time};
use super::call_number::{CallNumber, taken_down};
use super::recorded_method;

pub(in super::super) const HEADER: &str = "id,arrival date,arrival time,assault date,assault time,assault method,assault location type,location description,sex,age,ambulance incident number\n";

/// Made-up codes: the national ones are not public.
pub(in super::super) const METHOD_CODES: &str = "code,value\n01,bodily force\n02,sharp object\n03,blunt object\n04,glass\n05,firearm\n88,other\n99,\n";
pub(in super::super) const PLACE_CODES: &str = "code,value\n10,street or open space\n20,licensed premises\n30,home\n40,transport\n50,school or workplace\n88,other\n99,\n";

pub(in super::super) fn reports(
    county: &County,
    events: &[Event],
    calls: &[Vec<CallNumber>],
    rates: &IncidentRates,
    [chance, taking_down]: [&mut Chance; 2],
) -> Vec<Report> {
    let mut reports = Vec::new();
    for (number, event) in events.iter().enumerate() {
        let called = super::ambulance::is_called(event, rates);
        let walks_in = [
            rates.walks_in_lightly,
            rates.walks_in_badly,
            rates.walks_in_worst,
        ];
        for (number_of_victim, victim) in event.victims.iter().enumerate() {
            let came = chance.happens(if called {
                rates.conveyed
            } else {
                walks_in[event.severity]
            });
            if came {
                let calls = &calls[number];
                let call = calls.get(number_of_victim).or(calls.first());
                let call = call.map(|&call| taken_down(call, rates, taking_down));
                let call = call.unwrap_or_default();
                reports.push(Report {
                    event: number,
                    row: report(county, event, (*victim, &call), rates, chance),
                });
            }
        }
    }
    reports
}

fn report(
    county: &County,
    event: &Event,
    (victim, call): (Victim, &str),
    rates: &IncidentRates,
    chance: &mut Chance,
) -> String {
    // Half within two hours, a tenth the next day.
    let arrival = event.minute
        + match chance.below(10) {
            0..5 => chance.between(20, 120),
            5..9 => chance.between(60, 360),
            _ => chance.between(480, 1200),
        };
    let said = if chance.happens(rates.emergency_arrival) {
        arrival
    } else if chance.happens(rates.emergency_wrong_hours) {
        rounded(event.minute + chance.between(-180, 180), 30)
    } else {
        // People give times as they remember them: on the hour, the half, the quarter.
        let to = [60, 30, 30, 30, 15, 15, 10, 5][chance.below(8) as usize];
        rounded(event.minute + super::super::county::around(chance, 25), to)
    };
    let clock = if chance.happens(rates.emergency_without_time) {
        String::new()
    } else {
        time(said)
    };
    let method = match recorded_method(chance, event, rates) {
        None => "99",
        Some(Method::Force) => "01",
        Some(Method::Sharp) => "02",
        Some(Method::Blunt) => "03",
        Some(Method::Glass) => "04",
        Some(Method::Firearm) => "05",
        Some(Method::Other) => "88",
    };
    let place = match event.kind {
        _ if chance.per_mille(50) => "99",
        Kind::Night if event.premises.is_some() => "20",
        Kind::Night | Kind::Public => "10",
        Kind::Home => "30",
        Kind::Elsewhere if chance.below(2) == 0 => "50",
        Kind::Elsewhere => "40",
    };
    let (sex, age) = if chance.happens(rates.without_victim) {
        ("", String::new())
    } else {
        (
            if victim.female { "2" } else { "1" },
            victim.age.to_string(),
        )
    };
    row(&[
        &iso_date(arrival),
        &time(arrival),
        &iso_date(said),
        &clock,
        method,
        place,
        &description(county, event, rates, chance),
        sex,
        &age,
        call,
    ])
}

/// Where it happened, in the words of whoever was asked.
fn description(
    county: &County,
    event: &Event,
    rates: &IncidentRates,
    chance: &mut Chance,
) -> String {
    let street = county.street(event.street);
    if chance.happens(rates.emergency_without_place) {
        let town = street.name.split(", ").nth(1).unwrap_or_default();
        return if chance.below(2) == 0 {
            String::new()
        } else {
            town.to_owned()
        };
    }
    // One in eight knows the street and not the premises.
    let name = match event.premises {
        Some(premises) if !chance.per_mille(125) => &street.premises[premises].0,
        _ => &street.name,
    };
    if chance.happens(rates.emergency_unknown_words) {
        let words = [
            "outside",
            "near to",
            "by the bins behind",
            "opp.",
            "walking home from",
            "taxi rank at",
        ];
        return format!("{} {name}", words[chance.below(6) as usize]);
    }
    name.clone()
}
