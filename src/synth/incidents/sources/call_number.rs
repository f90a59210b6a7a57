//! The number that an ambulance service gives a call, and what an emergency department takes down of it.

use std::collections::HashSet;

use super::super::super::sampling::Chance;
use super::super::event::DAY;
use super::super::rates::IncidentRates;
use super::super::writing::short_date;

/// Calls of a day for each minute of it: the ambulance service's, of which those to violence are a few. Made up, as an ambulance service
/// of an English region has some thousands of calls a day.
const CALLS_A_MINUTE: f64 = 2.5;

/// A call's number: the day it was made, and which of that day's calls it was.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in super::super) struct CallNumber {
    day: i32,
    of_day: i32,
}

impl CallNumber {
    /// `250702-0042`, as one ambulance service writes it (four digits behind the date, counted from midnight); others have eight digits
    /// that never start again.
    pub(in super::super) fn written(self) -> String {
        format!("{}-{:04}", short_date(self.day * DAY), self.of_day)
    }
}

/// Numbers of calls as they come in.
#[derive(Default)]
pub(super) struct CallNumbers {
    given: HashSet<CallNumber>,
}

impl CallNumbers {
    /// The number of a call of this minute: no other call has it.
    pub(super) fn next(&mut self, minute: i32) -> CallNumber {
        #[expect(clippy::cast_possible_truncation)] // Some thousands.
        let of_day = (f64::from(minute.rem_euclid(DAY)) * CALLS_A_MINUTE) as i32 + 1;
        let mut number = CallNumber {
            day: minute.div_euclid(DAY),
            of_day,
        };
        while !self.given.insert(number) {
            number.of_day += 1;
        }
        number
    }
}

/// What the department has of the number of the call that brought a patient. Where it cannot be used nothing was taken down, or only the
/// day's number, or another digit.
pub(super) fn taken_down(number: CallNumber, rates: &IncidentRates, chance: &mut Chance) -> String {
    let written = number.written();
    if chance.happens(rates.emergency_call_number) {
        return if chance.below(2) == 0 {
            written
        } else {
            written.replace('-', "")
        };
    }
    match chance.below(4) {
        0 => format!("{:04}", number.of_day),
        1 => with_another_digit(&written, chance),
        _ => String::new(),
    }
}

fn with_another_digit(written: &str, chance: &mut Chance) -> String {
    let mut digits: Vec<char> = written.chars().filter(char::is_ascii_digit).collect();
    let place = chance.below(u32::try_from(digits.len()).unwrap_or(1)) as usize;
    if let Some(digit) = digits.get_mut(place) {
        let other = (digit.to_digit(10).unwrap_or(0) + 1 + chance.below(9)) % 10;
        *digit = char::from_digit(other, 10).unwrap_or('0');
    }
    digits.into_iter().collect()
}
