//! Towns, streets and premises.

use std::fmt::Write as _;

use super::super::sampling::{Chance, Weighted, length};

/// Metres on the National Grid: the extent of an English county.
const WEST: i32 = 540_000;
const EAST: i32 = 622_000;
const SOUTH: i32 = 178_000;
const NORTH: i32 = 246_000;

const TOWNS: u32 = 24;
const VILLAGES: u32 = 90;

/// One street, where things happen.
pub(super) struct Street {
    pub(super) name: String,
    pub(super) middle: [i32; 2],
    /// Half of its length east and north.
    half: [i32; 2],
    /// Names of premises, each with its place.
    pub(super) premises: Vec<(String, [i32; 2])>,
}

/// A town or village: positions of its streets.
struct Town {
    middle: [i32; 2],
    /// Where people go at night.
    night: Vec<usize>,
    other: Vec<usize>,
}

pub(super) struct County {
    streets: Vec<Street>,
    towns: Vec<Town>,
    by_size: Weighted,
    by_nights: Weighted,
    /// Positions of streets.
    hotspots: Vec<usize>,
}

const BEGINNINGS: &[&str] = &[
    "Brack", "Corl", "Drun", "Fesk", "Galt", "Hesk", "Jarn", "Kelv", "Lorn", "Morv", "Nesk", "Orl",
    "Parl", "Quern", "Rusk", "Selt", "Tarn", "Ulv", "Wend", "Yarl",
];
const ENDS: &[&str] = &[
    "wick", "mere", "stow", "holt", "combe", "minster", "thorpe", "den", "hithe", "fold",
];
const STREET_NAMES: &[&str] = &[
    "High", "Station", "Market", "Church", "Mill", "Bridge", "Victoria", "Albert", "North",
    "South", "East", "West", "Orchard", "Meadow", "Priory", "Castle", "Quay", "Broad", "New",
    "Long",
];
const STREET_ENDS: &[&str] = &[
    "Street", "Road", "Lane", "Way", "Avenue", "Close", "Parade", "Grove", "Drive", "Terrace",
    "Gardens",
];
const INNS: &[&str] = &[
    "Crown",
    "Red Lion",
    "Plough",
    "Swan",
    "Anchor",
    "Railway",
    "Bell",
    "Fox",
    "Ship",
    "Bull",
    "Velvet Rooms",
    "Basement",
    "Arcade Bar",
    "Pier Club",
];
const OTHERS: &[&str] = &[
    "Bus Station",
    "Park",
    "Shopping Centre",
    "School",
    "Car Park",
    "Kebab House",
    "Surgery",
    "Leisure Centre",
];

impl County {
    pub(super) fn new(chance: &mut Chance, hotspots: u32) -> Self {
        let mut streets = Vec::new();
        let mut towns = Vec::new();
        let names = u32::try_from(BEGINNINGS.len() * ENDS.len()).unwrap_or(u32::MAX);
        let start = chance.below(names);
        for number in 0..TOWNS + VILLAGES {
            // 77 has no factor in common with 200, so no two are called the same until all names are used.
            let name = (start + number * 77) % names;
            let ends = length(ENDS);
            let name = [
                BEGINNINGS[(name / ends) as usize],
                ENDS[(name % ends) as usize],
            ]
            .concat();
            // From a hundred-odd streets to a dozen, and villages of three.
            let (count, nights) = if number < TOWNS {
                (10 + 900 / (number + 5), 2 + 12 / (number + 2))
            } else {
                (3, 0)
            };
            towns.push(Town::new(chance, &name, count, nights, &mut streets));
        }
        let sizes = towns.iter().map(|town| length(&town.other));
        let nights = towns.iter().map(|town| length(&town.night));
        let mut county = Self {
            by_size: Weighted::new(sizes),
            by_nights: Weighted::new(nights),
            hotspots: Vec::new(),
            streets,
            towns,
        };
        for _ in 0..hotspots {
            let street = chance.below(length(&county.streets));
            county.hotspots.push(street as usize);
        }
        county
    }

    pub(super) fn street(&self, street: usize) -> &Street {
        &self.streets[street]
    }

    pub(super) fn hotspots(&self) -> impl ExactSizeIterator<Item = &Street> {
        self.hotspots.iter().map(|&street| &self.streets[street])
    }

    pub(super) fn hotspot(&self, number: usize) -> usize {
        self.hotspots[number]
    }

    /// A street where people are out at night.
    pub(super) fn night_street(&self, chance: &mut Chance) -> usize {
        let town = &self.towns[self.by_nights.draw(chance) as usize];
        // The first streets of a town are busier than the last.
        let (one, other) = (
            chance.below(length(&town.night)),
            chance.below(length(&town.night)),
        );
        town.night[one.min(other) as usize]
    }

    /// Any other street.
    pub(super) fn other_street(&self, chance: &mut Chance) -> usize {
        let town = &self.towns[self.by_size.draw(chance) as usize];
        town.other[chance.below(length(&town.other)) as usize]
    }

    /// The middle of the town that a street is of.
    pub(super) fn town_of(&self, street: usize) -> [i32; 2] {
        let town = self
            .towns
            .iter()
            .find(|town| town.night.contains(&street) || town.other.contains(&street));
        town.map_or([WEST, SOUTH], |town| town.middle)
    }

    /// Streets and premises by name, as a council's gazetteer has them.
    pub(super) fn gazetteer(&self) -> String {
        let mut csv = "place,easting,northing\n".to_owned();
        for street in &self.streets {
            let places = street.premises.iter().map(|(name, at)| (name, at));
            for (name, [easting, northing]) in
                [(&street.name, &street.middle)].into_iter().chain(places)
            {
                let _ = writeln!(csv, "\"{name}\",{easting},{northing}");
            }
        }
        csv
    }
}

impl Town {
    fn new(
        chance: &mut Chance,
        name: &str,
        count: u32,
        nights: u32,
        streets: &mut Vec<Street>,
    ) -> Self {
        let middle = [chance.between(WEST, EAST), chance.between(SOUTH, NORTH)];
        // Some 40,000 square metres a street, around the middle.
        let reach = i32::try_from(count.isqrt()).unwrap_or_default() * 130 + 150;
        let mut town = Self {
            middle,
            night: Vec::new(),
            other: Vec::new(),
        };
        for number in 0..count {
            let by_night = number < nights;
            let reach = if by_night { reach / 5 } else { reach };
            let at = middle.map(|at| at + around(chance, reach));
            let names = length(STREET_NAMES);
            // Each street of a town has a name of its own, as long as there are names.
            let ending = (number / names + number % names) % length(STREET_ENDS);
            let street = format!(
                "{} {}, {name}",
                STREET_NAMES[(number % names) as usize],
                STREET_ENDS[ending as usize]
            );
            let along = chance.below(2) == 0;
            let long = chance.between(60, 220);
            let half = if along { [long, 10] } else { [10, long] };
            let mut street = Street {
                name: street,
                middle: at,
                half,
                premises: Vec::new(),
            };
            let premises = if by_night {
                2 + chance.below(5)
            } else {
                chance.below(3)
            };
            let kinds = if by_night { INNS } else { OTHERS };
            let first = chance.below(length(kinds));
            for number in 0..premises {
                // No two of one street are called the same.
                let kind = kinds[(first + number) as usize % kinds.len()];
                let at = street.point(chance);
                street
                    .premises
                    .push((format!("{kind}, {}", street.name), at));
            }
            let position = streets.len();
            streets.push(street);
            if by_night {
                town.night.push(position);
            } else {
                town.other.push(position);
            }
        }
        town
    }
}

impl Street {
    /// A place along it.
    pub(super) fn point(&self, chance: &mut Chance) -> [i32; 2] {
        let [east, north] = self.half;
        [
            self.middle[0] + chance.between(-east, east),
            self.middle[1] + chance.between(-north, north),
        ]
    }
}

/// A distance either way, bell-shaped: the mean of four within twice the reach. Three in four are within 0.7 of the reach.
pub(super) fn around(chance: &mut Chance, reach: i32) -> i32 {
    (0..4)
        .map(|_| chance.between(-2 * reach, 2 * reach))
        .sum::<i32>()
        / 4
}
