//! An auditor of whole views: it reads every table that is published of one set together, knows what their counts have to do with
//! each other, and tries to work out the suppressed ones: exact bounds by linear programming.
//!
//! It knows which parties contribute what, and, of incidents, how many there are. What it goes by is said here by itself, in terms
//! of the tables as they are read, and not of how they are protected.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::agreement::{AttributeKind, from_template};
use crate::disclosure::Hiding;
use crate::units::GridCell;
use crate::view::areas::Areas;
use crate::view::incidents::Incident;

#[path = "../../../tests/disclosure/simplex.rs"]
mod simplex;

use simplex::Simplex;

/// Small random numbers, the same on every machine (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    fn place(&mut self, below: u64) -> u32 {
        u32::try_from(self.below(below)).unwrap()
    }

    /// Skewed, so that there are rare values and frequent ones.
    fn skewed(&mut self, below: u64) -> u32 {
        self.place(below).min(self.place(below))
    }
}

/// What somebody knows of one count who knows the rule, and of a suppressed one why it is: at least, and at most.
fn certain(rule: Disclosure, published: Published) -> (u64, Option<u64>) {
    let small = u64::from(rule.suppress_up_to);
    match published {
        Published::Suppressed(Hiding::Small) => (1, Some(small)),
        Published::Suppressed(Hiding::Secondary) => (small + 1, None),
        Published::Suppressed(Hiding::Any) => (0, None),
        Published::Count(0) => (0, Some(0)),
        Published::Count(shown) => {
            let base = u64::from(rule.round_to);
            // Halves go up.
            let least = shown - base / 2;
            (least.max(small + 1), Some(least + base - 1))
        }
    }
}

/// What the auditor reads: unknown numbers by name, and sums of them that are said to be something.
#[derive(Default)]
struct Audit {
    names: BTreeMap<String, usize>,
    truth: Vec<u64>,
    /// A published count: where it stands, the unknown numbers that it is the sum of, and what is shown.
    read: Vec<(String, Vec<usize>, Published)>,
    /// Sums that are known exactly.
    known: Vec<Vec<usize>>,
    /// Sums of which the first is no less than the second.
    not_less: Vec<(Vec<usize>, Vec<usize>)>,
    /// Sums that are equal.
    equal: Vec<(Vec<usize>, Vec<usize>)>,
}

/// What an audit found.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    views: usize,
    counts: usize,
    suppressed: usize,
    for_others: usize,
    /// Small ones that can only be one number.
    pinned: usize,
    /// Others that can: the rule would show them, and they were suppressed for nothing.
    told: usize,
}

impl Audit {
    /// The unknown number of this name, one more of which is counted.
    fn count(&mut self, name: String) {
        let place = self.unknown(name);
        self.truth[place] += 1;
    }

    fn unknown(&mut self, name: String) -> usize {
        let next = self.truth.len();
        let place = *self.names.entry(name).or_insert(next);
        if place == next {
            self.truth.push(0);
        }
        place
    }

    /// Unknown numbers whose names begin so.
    fn all_of(&self, beginning: &str) -> Vec<usize> {
        let names = self.names.iter();
        let within = names.filter(|(name, _)| name.starts_with(beginning));
        within.map(|(_, place)| *place).collect()
    }

    fn sum(&self, of: &[usize]) -> u64 {
        of.iter().map(|&place| self.truth[place]).sum()
    }

    /// Bounds of every suppressed count, given all that is read.
    fn run(&self, rule: Disclosure) -> (Found, Vec<String>) {
        // What is shown as zero is nobody, and need not be looked for.
        let mut nobody: BTreeSet<usize> = BTreeSet::new();
        for (_, of, shown) in &self.read {
            if *shown == Published::Count(0) {
                nobody.extend(of);
            }
        }
        let looked_for: Vec<usize> = (0..self.truth.len())
            .filter(|place| !nobody.contains(place))
            .collect();
        let at = |place: &usize| looked_for.binary_search(place).ok();
        let row = |plus: &[usize], minus: &[usize]| {
            let mut row = vec![0i128; looked_for.len()];
            plus.iter().filter_map(at).for_each(|at| row[at] += 1);
            minus.iter().filter_map(at).for_each(|at| row[at] -= 1);
            row
        };
        let mut constraints: Vec<(Vec<i128>, i128)> = Vec::new();
        let mut bound = |of: &[usize], least: u64, most: Option<u64>| {
            if let Some(most) = most {
                constraints.push((row(of, &[]), i128::from(most)));
            }
            if least > 0 {
                constraints.push((row(&[], of), -i128::from(least)));
            }
        };
        for (name, of, shown) in &self.read {
            let (least, most) = certain(rule, *shown);
            let truth = self.sum(of);
            assert!(
                least <= truth && most.is_none_or(|most| truth <= most),
                "{name} is {shown:?}, and {truth}"
            );
            if most != Some(0) {
                bound(of, least, most);
            }
        }
        for of in &self.known {
            bound(of, self.sum(of), Some(self.sum(of)));
        }
        for (more, less) in &self.not_less {
            constraints.push((row(less, more), 0));
        }
        for (one, other) in &self.equal {
            constraints.push((row(one, other), 0));
            constraints.push((row(other, one), 0));
        }
        constraints.sort();
        constraints.dedup();
        let mut found = Found {
            views: 1,
            counts: self.read.len(),
            ..Found::default()
        };
        let mut simplex =
            Simplex::new(looked_for.len(), &constraints).expect("the truth is possible");
        let mut pinned = Vec::new();
        for (name, of, shown) in &self.read {
            // What a count leaves of all is one subtraction away.
            let is_small = |count: u64| (1..=u64::from(rule.suppress_up_to)).contains(&count);
            let (count, all) = (
                self.sum(of),
                self.known.first().map_or(0, |all| self.sum(all)),
            );
            let is_telling = is_small(count) || (count > 0 && is_small(all - count));
            match shown {
                Published::Suppressed(why) => {
                    found.suppressed += 1;
                    found.for_others += usize::from(*why != Hiding::Small);
                }
                Published::Count(_) if is_telling => {}
                Published::Count(_) => continue,
            }
            let objective = |sign: i128| -> Vec<(usize, i128)> {
                of.iter().filter_map(at).map(|at| (at, sign)).collect()
            };
            // Where nothing bounds a sum, it is not pinned.
            let Some((most, q)) = simplex.maximum(&objective(1)) else {
                continue;
            };
            let most = most.div_euclid(q);
            let (least, q) = simplex
                .maximum(&objective(-1))
                .expect("no count is negative");
            let least = -least.div_euclid(q);
            let truth = i128::from(self.sum(of));
            assert!(
                (least..=most).contains(&truth),
                "{name}: the truth is possible"
            );
            if least == most && is_telling {
                found.pinned += 1;
                pinned.push(format!("{name} is {least}"));
            } else {
                found.told += usize::from(least == most);
            }
        }
        (found, pinned)
    }
}

impl std::ops::Add for Found {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            views: self.views + other.views,
            counts: self.counts + other.counts,
            suppressed: self.suppressed + other.suppressed,
            for_others: self.for_others + other.for_others,
            pinned: self.pinned + other.pinned,
            told: self.told + other.told,
        }
    }
}

const RULES: [Disclosure; 3] = [
    Disclosure {
        suppress_up_to: 7,
        round_to: 5,
    },
    Disclosure {
        suppress_up_to: 4,
        round_to: 1,
    },
    Disclosure {
        suppress_up_to: 2,
        round_to: 1,
    },
];

const PARTIES: [&str; 4] = ["Hospital", "Ambulance", "Police", "Council"];
const METRES: u32 = 500;

/// Four kilometres each way of the grid, in two areas, and what is outside.
const WEST: f64 = 530_000.0;
const SOUTH: f64 = 180_000.0;

fn cell(east: u32, north: u32) -> GridCell {
    let at = |from: f64, cells: u32| from + f64::from(cells * METRES);
    GridCell::of_point(at(WEST, east), at(SOUTH, north), METRES).unwrap()
}

fn areas() -> Areas {
    let feature = |name: &str, west: f64, east: f64| {
        let (south, north) = (SOUTH, SOUTH + 2_000.0);
        serde_json::json!({"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates":
            [[[west, south], [east, south], [east, north], [west, north], [west, south]]]}})
    };
    let collection = serde_json::json!({"type": "FeatureCollection", "features":
        [feature("A", WEST, WEST + 1_000.0), feature("B", WEST + 1_000.0, WEST + 1_500.0)]});
    Areas::read("areas.geojson", collection.to_string().as_bytes(), "name").unwrap()
}

/// The area of a cell by its place east of the west.
fn area(east: u32) -> &'static str {
    match east {
        0..2 => "A",
        2 => "B",
        _ => "outside these areas",
    }
}

/// A set of incidents that is made up for the auditor: few, of few times and places, with some that lack something.
fn incidents_made_up(agreement: &Agreement, random: &mut Random) -> Incidents {
    let most = [12, 30, 70, 150][random.place(4) as usize];
    let amount = 8 + random.below(most);
    let all = 15u32;
    // What is derived of one field has one list of parties that contribute it.
    let mut contributors: BTreeMap<String, u32> = BTreeMap::new();
    let by_attribute: Vec<u32> = agreement
        .attributes()
        .iter()
        .map(|attribute| {
            let of = attribute.of.clone().unwrap_or_default();
            let missing = random.below(6);
            *contributors.entry(of).or_insert(match missing {
                0 => all & !1,
                1 => all & !8,
                2 => all & !0b1010,
                _ => all,
            })
        })
        .collect();
    let (months, hours, days, east, north) = (
        1 + random.below(6),
        1 + random.below(5),
        1 + random.below(4),
        1 + random.below(4),
        1 + random.below(4),
    );
    let lacks = random.below(30);
    let regions = 1 + random.below(15);
    let made = (0..amount).map(|_| {
        let parties = 1 + random.skewed(regions);
        let at = [months, hours, days, east, north, 6, 6].map(|below| random.skewed(below));
        let no_time = random.below(100) < lacks;
        let places = agreement.attributes().iter().zip(&by_attribute);
        let places = places.map(|(attribute, from)| {
            let value = match attribute.kind {
                AttributeKind::Month => (!no_time).then_some(600 + at[0]),
                AttributeKind::Hour => (!no_time).then_some(20 + at[1] % 4),
                AttributeKind::Weekday => (!no_time).then_some(at[2]),
                AttributeKind::GridCell => {
                    (random.below(100) >= lacks).then(|| cell(at[3], at[4]).number())
                }
                _ if attribute.name == "assault_method" => {
                    (random.below(100) >= lacks).then_some(at[5])
                }
                _ => (random.below(100) >= lacks).then_some(at[6]),
            };
            value.filter(|_| parties & from != 0)
        });
        Incident {
            parties,
            places: places.collect(),
        }
    });
    Incidents {
        all: made.collect(),
        contributors: by_attribute,
        is_loose: false,
    }
}

/// What the auditor makes of the tables of incidents: each incident is in one combination of parties, and, for each property, has
/// one value of it or none.
fn of_incidents_read(agreement: &Agreement, incidents: &Incidents, tables: &[ViewTable]) -> Audit {
    let mut audit = Audit::default();
    let find = |name: &str| {
        let mut attributes = agreement.attributes().iter();
        attributes.position(|one| one.name == name).unwrap()
    };
    let value = |attribute: usize, place: u32| {
        let value = agreement.attributes()[attribute].value(place);
        value.unwrap().into_owned()
    };
    let one_way = ["assault_method", "kind_of_place"].map(|name| (name, find(name)));
    let (month, hour, weekday, place) =
        (find("month"), find("hour"), find("weekday"), find("cell"));
    for set in 1u32..16 {
        audit.unknown(format!("parties {set:02}"));
    }
    let mut cells: BTreeMap<String, u32> = BTreeMap::new();
    for east in 0..8 {
        for north in 0..8 {
            cells.insert(cell(east, north).name(), east);
        }
    }
    for incident in &incidents.all {
        audit.count(format!("parties {:02}", incident.parties));
        // Whose time is not known has neither month nor hour.
        match (
            incident.place(month),
            incident.place(hour),
            incident.place(weekday),
        ) {
            (Some(in_month), Some(at), Some(day)) => {
                audit.count(format!("month {}", value(month, in_month)));
                audit.count(format!("week {}/{}", value(hour, at), value(weekday, day)));
            }
            _ => audit.count("no time".to_owned()),
        }
        match incident.place(place) {
            Some(at) => {
                let name = value(place, at);
                audit.count(format!("cell {}/{name}", area(cells[&name])));
            }
            None => audit.count("no place".to_owned()),
        }
        for (name, position) in one_way {
            let value = incident.place(position).map(|at| value(position, at));
            audit.count(value.map_or(format!("no {name}"), |value| format!("{name} {value}")));
        }
    }
    let everything = audit.all_of("parties ");
    for (property, none) in [
        ("month ", "no time"),
        ("week ", "no time"),
        ("cell ", "no place"),
        ("assault_method ", "no assault_method"),
        ("kind_of_place ", "no kind_of_place"),
    ] {
        let none = audit.unknown(none.to_owned());
        let mut parts = audit.all_of(property);
        parts.push(none);
        audit.equal.push((parts, everything.clone()));
    }
    audit.known.push(everything.clone());
    for (attribute, none) in [
        (month, "no time"),
        (place, "no place"),
        (one_way[0].1, "no assault_method"),
        (one_way[1].1, "no kind_of_place"),
    ] {
        // Who knows of it only by parties that do not say it lacks it.
        let from = incidents.contributors[attribute];
        let without = (1u32..16).filter(|set| set & from == 0);
        let without: Vec<usize> = without
            .map(|set| audit.names[&format!("parties {set:02}")])
            .collect();
        let none = audit.names[none];
        audit.not_less.push((vec![none], without));
    }
    for table in tables {
        for row in &table.rows {
            for (column, &shown) in table.columns.iter().zip(&row.counts) {
                let name = format!("{}: {} / {column}", table.name, row.label);
                let of = of_incidents_count(&mut audit, table, &row.label, column);
                audit.read.push((name, of, shown));
            }
        }
    }
    audit
}

/// Which unknown numbers a published count is the sum of.
fn of_incidents_count(audit: &mut Audit, table: &ViewTable, row: &str, column: &str) -> Vec<usize> {
    let sets = |test: &dyn Fn(u32) -> bool, audit: &Audit| {
        let sets = (1u32..16).filter(|set| test(*set));
        sets.map(|set| audit.names[&format!("parties {set:02}")])
            .collect::<Vec<_>>()
    };
    let bit = |name: &str| {
        PARTIES
            .iter()
            .position(|party| *party == name)
            .map(|at| 1 << at)
    };
    if row == "All incidents" {
        return audit.all_of("parties ");
    }
    match table.name.as_str() {
        "parties" => {
            let party = bit(row).unwrap();
            sets(&|set| set & party != 0, audit)
        }
        "regions" => {
            let wanted = row.split(" + ").map(|name| bit(name).unwrap()).sum::<u32>();
            sets(&|set| set == wanted, audit)
        }
        "party_count" => {
            let number: u32 = row.parse().unwrap();
            sets(&|set| set.count_ones() == number, audit)
        }
        "attribute_month" | "known_when" if row == "not known" => vec![audit.names["no time"]],
        "attribute_month" => vec![audit.unknown(format!("month {row}"))],
        "known_when" => audit.all_of("week "),
        "week_when" => {
            let hour = row.split(':').next().unwrap();
            let hour = if row == "All hours" { "" } else { hour };
            let day = if column == "All days" { "" } else { column };
            let names = audit.names.iter().filter(|(name, _)| {
                let at = name.strip_prefix("week ").and_then(|at| at.split_once('/'));
                at.is_some_and(|(of, on)| {
                    (hour.is_empty() || of == hour) && (day.is_empty() || on == day)
                })
            });
            names.map(|(_, place)| *place).collect()
        }
        "cells_cell" | "areas_cell" if row == "place not known" => vec![audit.names["no place"]],
        "cells_cell" => {
            let names = audit.names.iter();
            let of = names.filter(|(name, _)| name.starts_with("cell ") && name.ends_with(row));
            of.map(|(_, place)| *place).collect()
        }
        "areas_cell" => audit.all_of(&format!("cell {row}/")),
        name => {
            let name = name.strip_prefix("attribute_").unwrap();
            let place = if row == "not known" {
                format!("no {name}")
            } else {
                format!("{name} {row}")
            };
            vec![audit.unknown(place)]
        }
    }
}

fn agreement(template: &str, rule: Disclosure) -> Agreement {
    let parties = PARTIES.map(str::to_owned);
    let mut text = from_template(template, &parties).unwrap().text().clone();
    text.disclosure = Some(rule);
    Agreement::from_text(text).unwrap()
}

/// Sets by rule that gave back a small count when numbers held for other tables left it nothing else to be.
const GAVE_BACK: [&[u64]; 3] = [&[725], &[221, 468, 743, 875], &[46, 358, 559]];

/// Audits views of incidents of the first `sets` sets under each rule, and of those that once gave something back: what is found,
/// and the small counts that can be worked out.
fn audit_incidents(sets: u64) -> (Found, Vec<String>) {
    let options = ViewOptions {
        areas: Some(areas()),
        ..ViewOptions::default()
    };
    let (mut all, mut pinned) = (Found::default(), Vec::new());
    for ((number, rule), gave_back) in (0u64..).zip(RULES).zip(GAVE_BACK) {
        let agreement = agreement("incident", rule);
        let beyond = gave_back.iter().copied().filter(|&seed| seed >= sets);
        for seed in (0..sets).chain(beyond) {
            let made_up = || incidents_made_up(&agreement, &mut Random(seed * 10 + number));
            let published = of_incidents(&agreement, &[0, 1, 2, 3], made_up(), &options);
            let (tables, _, _) = published.expect("areas that go with the agreement");
            let audit = of_incidents_read(&agreement, &made_up(), &tables);
            let (found, of_set) = audit.run(rule);
            all = all + found;
            let named = of_set.into_iter();
            pinned.extend(named.map(|one| format!("{rule:?}, set {seed}: {one}")));
        }
    }
    (all, pinned)
}

#[test]
fn no_suppressed_count_of_incidents_can_be_worked_out_of_all_tables_together() {
    let (found, pinned) = audit_incidents(6);
    assert!(pinned.is_empty(), "{found:?}: {pinned:#?}");
    assert!(
        found.suppressed > 300,
        "the sets must try the rule: {found:?}"
    );
}

/// The same with a thousand sets under each rule: `cargo test --release --lib view::combined::audit -- --ignored`.
#[test]
#[ignore = "takes a minute, and a release build"]
fn no_suppressed_count_of_a_thousand_sets_of_incidents_can_be_worked_out() {
    let (found, pinned) = audit_incidents(1_000);
    assert!(pinned.is_empty(), "{found:?}: {pinned:#?}");
    assert!(
        found.suppressed > 100_000,
        "the sets must try the rule: {found:?}"
    );
}
