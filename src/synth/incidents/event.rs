//! What happened: one incident, as nobody knows it whole.

use super::super::sampling::{Chance, Weighted};
use super::county::County;

/// Minutes of a day.
pub(super) const DAY: i32 = 24 * 60;
/// Days of 2025, which began on a Wednesday.
const DAYS: u32 = 365;
const FIRST_WEEKDAY: u32 = 2;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// In and around licensed premises.
    Night,
    /// In streets and public places otherwise.
    Public,
    Home,
    /// At school, at work, on transport.
    Elsewhere,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Method {
    Force,
    Sharp,
    Blunt,
    Glass,
    Firearm,
    Other,
}

#[derive(Clone, Copy)]
pub(super) struct Victim {
    pub(super) female: bool,
    pub(super) age: i32,
}

pub(super) struct Event {
    pub(super) kind: Kind,
    pub(super) street: usize,
    pub(super) at: [i32; 2],
    /// The premises of the street where it happened.
    pub(super) premises: Option<usize>,
    /// Minutes since the year began, by the clock on the wall.
    pub(super) minute: i32,
    pub(super) method: Method,
    /// How badly somebody was hurt: 0, 1 or 2.
    pub(super) severity: usize,
    pub(super) victims: Vec<Victim>,
    pub(super) hotspot: Option<usize>,
    /// Of 1000: what decides whether an ambulance is called.
    pub(super) luck: u32,
}

const METHODS: [Method; 6] = [
    Method::Force,
    Method::Sharp,
    Method::Blunt,
    Method::Glass,
    Method::Firearm,
    Method::Other,
];

/// Parts of a hundred of each hour from midnight, by kind.
const HOURS: [[u32; 24]; 4] = [
    [
        15, 14, 12, 7, 3, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 3, 4, 5, 7, 8, 10, 13,
    ],
    [
        4, 3, 2, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 4, 5, 8, 8, 7, 7, 7, 7, 7, 7, 6,
    ],
    [
        6, 5, 4, 3, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 5, 6, 7, 8, 8, 8, 8, 7,
    ],
    [
        1, 1, 0, 0, 0, 1, 1, 3, 6, 7, 8, 9, 10, 9, 8, 10, 7, 5, 4, 3, 3, 2, 2, 1,
    ],
];
/// The same of each day from Monday, the small hours counted to the evening before.
const WEEKDAYS: [[u32; 7]; 4] = [
    [5, 5, 6, 9, 26, 35, 14],
    [12, 12, 13, 14, 17, 17, 15],
    [13, 12, 12, 12, 15, 18, 18],
    [18, 18, 17, 17, 17, 7, 6],
];

/// The incidents of one year.
pub(super) fn events(county: &County, count: u32, chance: &mut Chance) -> Vec<Event> {
    let hours = HOURS.map(Weighted::new);
    let weekdays = WEEKDAYS.map(Weighted::new);
    (0..count)
        .map(|_| {
            // A third of all in the night-time economy, and a quarter at home: made up.
            let kind = match chance.below(100) {
                0..33 => Kind::Night,
                33..63 => Kind::Public,
                63..88 => Kind::Home,
                _ => Kind::Elsewhere,
            };
            let spots = u32::try_from(county.hotspots().len()).unwrap_or(0);
            let spot = chance.below(100);
            let hotspot = (spot < spots).then_some(spot as usize);
            let street = match (hotspot, kind) {
                (Some(spot), _) => county.hotspot(spot),
                (None, Kind::Night) => county.night_street(chance),
                (None, _) => county.other_street(chance),
            };
            let premises = county.street(street).premises.len();
            let indoors = kind != Kind::Home && chance.per_mille(550);
            let premises = (indoors && premises > 0)
                .then(|| chance.below(u32::try_from(premises).unwrap_or(0)) as usize);
            let at = match premises {
                Some(one) => county.street(street).premises[one]
                    .1
                    .map(|at| at + chance.between(-25, 25)),
                None => county.street(street).point(chance),
            };
            let of_kind = kind as usize;
            let victims = 1 + [850, 110, 30, 10]
                .iter()
                .scan(chance.below(1000), |left, part| {
                    let over = *left >= *part;
                    *left = left.saturating_sub(*part);
                    over.then_some(())
                })
                .count();
            Event {
                kind,
                street,
                at,
                premises,
                minute: minute(chance, &hours[of_kind], &weekdays[of_kind]),
                method: method(chance),
                severity: match chance.below(100) {
                    0..65 => 0,
                    65..91 => 1,
                    _ => 2,
                },
                victims: (0..victims).map(|_| victim(chance, kind)).collect(),
                hotspot,
                luck: chance.below(1000),
            }
        })
        .collect()
}

fn minute(chance: &mut Chance, hours: &Weighted, weekdays: &Weighted) -> i32 {
    let weekday = weekdays.draw(chance);
    let hour = hours.draw(chance);
    // A week of the year, and in it the day of this name; the last days of the year fall a week earlier.
    let first = (weekday + 7 - FIRST_WEEKDAY) % 7;
    let mut day = first + 7 * chance.below(53);
    if day >= DAYS {
        day -= 7;
    }
    // The small hours are of the night before.
    let day = (day + u32::from(hour < 6)) % DAYS;
    let minute = day * 1440 + hour * 60 + chance.below(60);
    i32::try_from(minute).unwrap_or_default()
}

fn method(chance: &mut Chance) -> Method {
    match chance.below(1000) {
        0..620 => Method::Force,
        620..740 => Method::Sharp,
        740..840 => Method::Blunt,
        840..900 => Method::Glass,
        900..905 => Method::Firearm,
        _ => Method::Other,
    }
}

pub(super) fn other_method(chance: &mut Chance) -> Method {
    METHODS[chance.below(6) as usize]
}

fn victim(chance: &mut Chance, kind: Kind) -> Victim {
    let female = chance.per_mille(match kind {
        Kind::Night => 250,
        Kind::Public => 270,
        Kind::Home => 640,
        Kind::Elsewhere => 400,
    });
    let age = match kind {
        Kind::Night => 18 + chance.below(12).max(chance.below(20)) + chance.below(8),
        Kind::Elsewhere => 8 + chance.below(10) + chance.below(40),
        _ => 12 + chance.below(25) + chance.below(40),
    };
    Victim {
        female,
        age: i32::try_from(age).unwrap_or_default(),
    }
}
