//! Indicators of need beside people's records, for rehearsing a combined view of vulnerability.

use super::sampling::{Chance, Purpose};

/// An indicator: its column, its values from none to most, and per thousand people with each but the first.
struct Indicator {
    column: &'static str,
    values: &'static [&'static str],
    per_mille: &'static [u32],
}

const fn flag(column: &'static str, per_mille: &'static [u32]) -> Indicator {
    Indicator {
        column,
        values: &["no", "yes"],
        per_mille,
    }
}

/// The columns are those of the template `vulnerability`. How common each is is made up, and says nothing about any place.
const INDICATORS: &[Indicator] = &[
    flag("lives_alone", &[130]),
    flag("carer", &[90]),
    flag("social_care", &[40]),
    flag("housing_risk", &[25]),
    flag("council_tax_arrears", &[80]),
    flag("rent_arrears", &[70]),
    flag("means_tested_support", &[150]),
    flag("limited_mobility", &[80]),
    flag("recent_fall", &[40]),
    Indicator {
        column: "frailty",
        values: &["fit", "mild", "moderate", "severe"],
        per_mille: &[80, 40, 15],
    },
    Indicator {
        column: "long_term_conditions",
        values: &["none", "one", "two or more"],
        per_mille: &[200, 120],
    },
    Indicator {
        column: "emergency_visits",
        values: &["none", "1 to 2", "3 or more"],
        per_mille: &[180, 30],
    },
    flag("mental_health", &[60]),
];

/// Cells of a thousand that a party leaves blank.
const BLANK: u32 = 100;
/// People in hard times have every need this many times as often as others: needs go together.
const HARD_TIMES: u32 = 150;
const TIMES_AS_OFTEN: u32 = 4;

/// What people's needs truly are.
pub(super) struct Needs {
    /// For each person the place of each indicator's value.
    places: Vec<Vec<u8>>,
}

impl Needs {
    pub(super) fn new(seed: u64, people: u32) -> Self {
        let mut chance = Chance::new(seed, Purpose::Needs);
        let places = (0..people).map(|_| {
            let times = if chance.per_mille(HARD_TIMES) {
                TIMES_AS_OFTEN
            } else {
                1
            };
            INDICATORS
                .iter()
                .map(|indicator| {
                    let drawn = chance.below(1000);
                    let mut reached = 0;
                    let place = indicator.per_mille.iter().position(|share| {
                        reached += share * times;
                        drawn < reached
                    });
                    place.map_or(0, |place| u8::try_from(place + 1).unwrap_or(0))
                })
                .collect()
        });
        Self {
            places: places.collect(),
        }
    }

    /// Adds columns to a party's file: each indicator is kept by two neighbouring parties, with some cells blank.
    pub(super) fn add_to(
        &self,
        csv: &[u8],
        rows: &[u32],
        seed: u64,
        (party, parties): (u32, usize),
    ) -> Vec<u8> {
        let kept = |number: usize| {
            let place = party as usize;
            number % parties == place || (number + 1) % parties == place
        };
        let kept: Vec<usize> = (0..INDICATORS.len())
            .filter(|&number| kept(number))
            .collect();
        let mut chance = Chance::new(seed, Purpose::Blanks(party));
        let text = String::from_utf8_lossy(csv);
        let mut out = String::with_capacity(csv.len() + rows.len() * 20);
        let mut lines = text.lines();
        out.push_str(lines.next().unwrap_or_default());
        for indicator in kept.iter().filter_map(|&number| INDICATORS.get(number)) {
            out.push(',');
            out.push_str(indicator.column);
        }
        out.push('\n');
        for (line, &person) in lines.zip(rows) {
            out.push_str(line);
            let places = self.places.get(person as usize);
            for &number in &kept {
                out.push(',');
                if chance.below(1000) < BLANK {
                    continue;
                }
                let place = places.and_then(|places| places.get(number));
                let indicator = INDICATORS.get(number);
                out.push_str(
                    indicator
                        .and_then(|one| one.values.get(usize::from(*place?)))
                        .copied()
                        .unwrap_or_default(),
                );
            }
            out.push('\n');
        }
        out.into_bytes()
    }
}
