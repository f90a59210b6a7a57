//! An ambulance service: one row a call, to the minute, with where the ambulance was sent.

use super::super::super::sampling::Chance;
use super::super::Report;
use super::super::event::{Event, Method};
use super::super::rates::IncidentRates;
use super::super::writing::{degrees, row, time, uk_date};
use super::call_number::{CallNumber, CallNumbers};
use super::{jittered, recorded_method};

pub(in super::super) const HEADER: &str = "id,call number,call date,call time,call code,incident latitude,incident longitude,patient sex,patient age\n";

/// Made-up codes. Most calls are coded as an assault, which does not say how.
pub(in super::super) const CODES: &str =
    "code,value\nASLT,\nSTAB,sharp object\nGUN,firearm\nBLUNT,blunt object\n";

/// The reports of all calls, and by incident the numbers of its calls.
pub(in super::super) struct Calls {
    pub(in super::super) reports: Vec<Report>,
    pub(in super::super) numbers: Vec<Vec<CallNumber>>,
}

/// Whether an ambulance is called: decided by the incident, so that the emergency department knows it too.
pub(super) fn is_called(event: &Event, rates: &IncidentRates) -> bool {
    let rate = [rates.called_lightly, rates.called_badly, rates.called_worst][event.severity];
    f64::from(event.luck) < rate * 1000.0
}

pub(in super::super) fn reports(
    events: &[Event],
    rates: &IncidentRates,
    chance: &mut Chance,
) -> Calls {
    let mut reports = Vec::new();
    let mut all_numbers = CallNumbers::default();
    let mut numbers = vec![Vec::new(); events.len()];
    for (number, event) in events.iter().enumerate() {
        if !is_called(event, rates) {
            continue;
        }
        let mut calls = 1;
        while calls < 3 && chance.happens(rates.called_again) {
            calls += 1;
        }
        // Of several who are hurt, some have a call of their own.
        for _ in 1..event.victims.len() {
            calls += u32::from(chance.per_mille(400));
        }
        for call in 0..calls {
            let called = called_at(event, rates, chance);
            let call_number = all_numbers.next(called);
            numbers[number].push(call_number);
            let row = report(event, call as usize, (called, call_number), rates, chance);
            reports.push(Report { event: number, row });
        }
    }
    Calls { reports, numbers }
}

fn called_at(event: &Event, rates: &IncidentRates, chance: &mut Chance) -> i32 {
    event.minute
        + if chance.happens(rates.ambulance_late) {
            chance.between(60, 300)
        } else {
            chance.between(1, 12) + chance.between(0, 12)
        }
}

fn report(
    event: &Event,
    call: usize,
    (called, number): (i32, CallNumber),
    rates: &IncidentRates,
    chance: &mut Chance,
) -> String {
    let code = match recorded_method(chance, event, rates) {
        Some(Method::Sharp) => "STAB",
        Some(Method::Firearm) => "GUN",
        Some(Method::Blunt) if chance.below(2) == 0 => "BLUNT",
        _ => "ASLT",
    };
    let at = if chance.happens(rates.ambulance_elsewhere) {
        jittered(chance, event.at, 500)
    } else {
        jittered(chance, event.at, 40)
    };
    let [latitude, longitude] = if chance.happens(rates.ambulance_without_place) {
        [String::new(), String::new()]
    } else {
        degrees(at)
    };
    let victim = event.victims[call % event.victims.len()];
    let (sex, age) = if chance.happens(rates.without_victim) || chance.per_mille(100) {
        ("", String::new())
    } else {
        // A caller guesses ages.
        let guess = if chance.below(4) == 0 {
            chance.between(-4, 4)
        } else {
            0
        };
        (
            if victim.female { "Female" } else { "Male" },
            (victim.age + guess).max(0).to_string(),
        )
    };
    row(&[
        &number.written(),
        &uk_date(called),
        &time(called),
        code,
        &latitude,
        &longitude,
        sex,
        &age,
    ])
}
