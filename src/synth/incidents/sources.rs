//! What each source makes of an incident.

pub(super) mod ambulance;
pub(super) mod call_number;
pub(super) mod council;
pub(super) mod emergency;
pub(super) mod police;

use super::super::sampling::Chance;
use super::event::{Event, Method, other_method};
use super::rates::IncidentRates;

/// The method as it is recorded, if it is.
fn recorded_method(chance: &mut Chance, event: &Event, rates: &IncidentRates) -> Option<Method> {
    if chance.happens(rates.without_method) {
        return None;
    }
    Some(if chance.happens(rates.wrong_method) {
        other_method(chance)
    } else {
        event.method
    })
}

/// Somewhere this far away at most on each axis, bell-shaped.
fn jittered(chance: &mut Chance, at: [i32; 2], reach: i32) -> [i32; 2] {
    at.map(|at| at + super::county::around(chance, reach))
}
