//! The audit of views of incidents.

use std::collections::BTreeMap;

use super::{Audit, Both, PARTIES, RULES, Random, WorkedOut, assert_something_was_asked, sum};
use crate::agreement::{Agreement, AttributeKind, Disclosure, from_template};
use crate::disclosure::Published;
use crate::units::GridCell;
use crate::view::ViewTable;
use crate::view::areas::Areas;
use crate::view::combined::{ViewOptions, of_incidents};
use crate::view::incidents::{Incident, Incidents};

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
        let rows = parts.iter().map(|&part| vec![part]).collect();
        audit.rows.push((property.trim().to_owned(), rows));
        audit.dimensions.push(parts.clone());
        audit.equal.push((parts, everything.clone()));
    }
    let regions = everything.iter().map(|&set| vec![set]).collect();
    audit.rows.push(("regions".to_owned(), regions));
    audit.dimensions.push(everything.clone());
    audit.all.clone_from(&everything);
    // Whoever knows how many there are where that is itself suppressed was not told so by a view.
    let total = audit.sum(&everything);
    audit.is_total_known = agreement.disclosure().shown(total).is_some();
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
        let unknown = audit.names[none];
        let name = format!("{none}: known to none who say");
        audit.parts.push((name, without.clone(), vec![unknown]));
        audit.not_less.push((vec![unknown], without));
    }
    audit.read_tables(tables, of_incidents_count);
    audit
}

/// Which unknown numbers a published count is the sum of.
fn of_incidents_count(audit: &mut Audit, table: &str, row: &str, column: &str) -> Vec<usize> {
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
    match table {
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

/// Sets by rule that gave back a small count when numbers held for other tables left it nothing else to be; and one, the last of
/// the second rule, that gave back how many there were beside one hour of one day.
const GAVE_BACK: [&[u64]; 5] = [
    &[725],
    &[221, 468, 743, 875, 713],
    &[46, 358, 559],
    &[],
    &[],
];

/// The tables of a set, what is found in them, as they are and unprotected, and what can be worked out of them.
fn audited(
    agreement: &Agreement,
    incidents: impl Fn() -> Incidents,
) -> (Vec<ViewTable>, Both, WorkedOut) {
    let options = ViewOptions {
        areas: Some(areas()),
        ..ViewOptions::default()
    };
    let published = of_incidents(agreement, &[0, 1, 2, 3], incidents(), &options);
    let (tables, _, _) = published.expect("areas that go with the agreement");
    let read = || of_incidents_read(agreement, &incidents(), &tables);
    let rule = agreement.disclosure();
    let (protected, worked_out) = read().run(rule);
    let (unprotected, _) = read().unprotected(rule).run(rule);
    let found = Both {
        protected,
        unprotected,
    };
    (tables, found, worked_out)
}

/// The same incidents as if this party had prepared a file without any: what only it could tell, nobody tells.
fn without_reports_of(mut incidents: Incidents, empty: u32) -> Incidents {
    for incident in &mut incidents.all {
        incident.parties &= !(1 << empty);
        let places = incident.places.iter_mut().zip(&incidents.contributors);
        for (place, from) in places {
            *place = place.filter(|_| incident.parties & from != 0);
        }
    }
    incidents.all.retain(|incident| incident.parties != 0);
    incidents
}

/// Audits views of incidents of the first `sets` sets under each rule, and of those that once gave something back, every tenth of them also
/// as if a party had prepared an empty file: what is found, and what can be worked out.
fn audit_incidents(sets: u64) -> (Vec<(Disclosure, Both)>, WorkedOut) {
    let (mut all, mut worked_out) = (Vec::new(), WorkedOut::default());
    for ((number, rule), gave_back) in (0u64..).zip(RULES).zip(GAVE_BACK) {
        let agreement = agreement("incident", rule);
        let mut of_rule = Both::default();
        let mut audit = |incidents: &dyn Fn() -> Incidents, name: &str| {
            let (_, found, of_set) = audited(&agreement, incidents);
            of_rule.protected = of_rule.protected + found.protected;
            of_rule.unprotected = of_rule.unprotected + found.unprotected;
            worked_out.add(&format!("{rule:?}, {name}"), of_set);
        };
        let beyond = gave_back.iter().copied().filter(|&seed| seed >= sets);
        for seed in (0..sets).chain(beyond) {
            let made_up = || incidents_made_up(&agreement, &mut Random(seed * 10 + number));
            audit(&made_up, &format!("set {seed}"));
            if seed % 10 == 0 {
                let empty = u32::try_from(seed / 10 % 4).unwrap();
                let name = format!("set {seed} without reports of party {empty}");
                audit(&|| without_reports_of(made_up(), empty), &name);
            }
        }
        all.push((rule, of_rule));
    }
    (all, worked_out)
}

#[test]
fn no_suppressed_count_of_incidents_can_be_worked_out_of_all_tables_together() {
    let (found, worked_out) = audit_incidents(6);
    assert_something_was_asked(&found);
    let found = sum(&found);
    assert!(worked_out.is_nothing(), "{found:?}: {worked_out:#?}");
    assert!(
        found.suppressed > 300,
        "the sets must try the rule: {found:?}"
    );
}

/// The sets that gave back a count leave open by one how many incidents are known to parties alone that do not contribute this or
/// that. Where nobody contributes it they are all incidents, and there is nothing to leave open.
#[test]
fn a_table_to_which_nobody_contributes_is_no_secret() {
    for ((number, rule), sets) in (0u64..).zip(RULES).zip(GAVE_BACK) {
        let Some(&seed) = sets.first() else {
            continue;
        };
        let agreement = agreement("incident", rule);
        let mut attributes = agreement.attributes().iter();
        let lost = attributes.position(|one| one.name == "kind_of_place");
        let lost = lost.expect("an attribute of the template");
        let made_up = || {
            let mut incidents = incidents_made_up(&agreement, &mut Random(seed * 10 + number));
            incidents.contributors[lost] = 0;
            for incident in &mut incidents.all {
                incident.places[lost] = None;
            }
            incidents
        };
        let (tables, found, worked_out) = audited(&agreement, made_up);
        let mut tables = tables.iter();
        let table = tables.find(|table| table.name == "attribute_kind_of_place");
        let shown = table.map(|table| table.rows.iter().map(|row| row.counts[0]));
        let shown: Vec<Published> = shown.expect("a table").collect();
        let all = rule.shown(made_up().all.len() as u64).map(Published::Count);
        let all = all.expect("more than are suppressed");
        let (values, [unknown, total]) = shown.split_at(shown.len() - 2) else {
            panic!("a row of those without, and one of all");
        };
        assert!(
            values.iter().all(|value| *value == Published::Count(0)),
            "{shown:?}"
        );
        assert_eq!((*unknown, *total), (all, all));
        assert!(worked_out.is_nothing(), "{found:?}: {worked_out:#?}");
    }
}

/// The same with a thousand sets under each rule: `cargo test --release --lib view::combined::audit -- --ignored`.
#[test]
#[ignore = "takes a minute, and a release build"]
fn no_suppressed_count_of_a_thousand_sets_of_incidents_can_be_worked_out() {
    let (found, worked_out) = audit_incidents(1_000);
    assert_something_was_asked(&found);
    let found = sum(&found);
    assert!(worked_out.is_nothing(), "{found:?}: {worked_out:#?}");
    assert!(
        found.suppressed > 100_000,
        "the sets must try the rule: {found:?}"
    );
}
