//! The view of incidents over the command line: three parties' reports, from their files to tables, a map and hotspots. What is
//! counted is counted again here, of the files.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.
#![allow(clippy::cast_possible_truncation, clippy::verbose_bit_mask)] // Small numbers; parties are bits.

mod folder;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use folder::{Folder, stderr};
use serde_json::{Value, json};

const PARTIES: [&str; 3] = ["hospital", "ambulance", "police"];
const METHODS: [&str; 3] = ["no weapon", "object", "blade"];

/// Small random numbers (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

/// An incident as it truly was. Times are in January, when UK time is universal time.
#[derive(Clone, Copy)]
struct Incident {
    /// A bit for each party.
    known: u32,
    day: u64,
    hour: u64,
    easting: u64,
    northing: u64,
    method: usize,
}

/// A town of 10 by 10 km; a third of incidents in two of its cells.
fn incidents(many: usize) -> Vec<Incident> {
    let mut random = Random(5);
    let incident = |_| {
        let hot = random.below(6) == 0;
        let (east, north) = if hot {
            (3_000 + random.below(500), 4_000 + random.below(500))
        } else {
            (random.below(10_000), random.below(10_000))
        };
        Incident {
            known: [1, 1, 2, 3, 4, 4, 4, 5, 6, 7][random.below(10) as usize],
            day: 1 + random.below(28),
            hour: [23, 0, 1, 2, 22, 14][random.below(6) as usize],
            easting: 400_000 + east,
            northing: 300_000 + north,
            method: random.below(20).saturating_sub(17) as usize,
        }
    };
    (0..many).map(incident).collect()
}

fn agreement(change: impl FnOnce(&mut Value)) -> String {
    let derived = |name: &str, label: &str, kind: &str, of: &str| json!({"name": name, "label": label, "domain": "event", "kind": kind, "of": of, "from": PARTIES, "seen_by": PARTIES});
    let mut cell = derived("cell", "place", "grid_cell", "where");
    cell["metres"] = json!(500);
    let mut agreement = json!({
        "format": "split-tally/agreement", "version": 1, "template": "own",
        "title": "Violence in the town", "purpose": "To see where and when, whoever was told.",
        "parties": PARTIES,
        "fields": [
            {"name": "case", "label": "case", "kind": "digits"},
            {"name": "when", "label": "date and time", "kind": "date_time"},
            {"name": "where", "label": "place", "kind": "location"},
        ],
        "match_keys": [{"name": "case", "parts": [{"field": "case"}]}],
        "decision": {"resolution": "one_to_one"},
        "attributes": [
            derived("month", "month", "month", "when"),
            derived("hour", "hour", "hour", "when"),
            derived("weekday", "day of the week", "weekday", "when"),
            cell,
            {"name": "method", "label": "method", "domain": "event", "kind": "category", "values": METHODS, "from": ["hospital", "ambulance"], "seen_by": PARTIES},
        ],
    });
    change(&mut agreement);
    agreement.to_string()
}

/// The parties' files. The ambulance service writes the hour after as the time, and a place a kilometre off: theirs count where
/// the hospital has none.
fn write_files(folder: &Folder, incidents: &[Incident]) {
    for (bit, party) in PARTIES.iter().enumerate() {
        let mut csv = "id,case,when,where,method,notes\n".to_owned();
        for (number, one) in incidents.iter().enumerate() {
            if one.known >> bit & 1 == 0 {
                continue;
            }
            let (hour, north) = if *party == "ambulance" {
                ((one.hour + 1) % 24, one.northing + 1_000)
            } else {
                (one.hour, one.northing)
            };
            let _ = writeln!(
                csv,
                "{party}-{number},{},2026-01-{:02} {hour:02}:17:43,\"{}, {north}\",{},Zinnia quokka",
                100_000 + number,
                one.day,
                one.easting,
                METHODS[one.method]
            );
        }
        folder.write(&format!("{party}.csv"), csv);
    }
    folder.write("project.key", include_bytes!("data/project.key"));
}

const EXTRACTS: &str = "hospital.parquet ambulance.parquet police.parquet";

fn prepare(folder: &Folder) {
    for (seed, party) in PARTIES.iter().enumerate() {
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --seed {seed} --out {party}.parquet --crosswalk {party}.cw.csv --report {party}.json"));
    }
}

fn set_up(many: usize) -> (Folder, Vec<Incident>) {
    let folder = Folder::new();
    let incidents = incidents(many);
    folder.write("agreement.json", agreement(|_| {}));
    write_files(&folder, &incidents);
    prepare(&folder);
    folder.succeed(&format!(
        "match --agreement agreement.json {EXTRACTS} --out links.csv --report match.json"
    ));
    (folder, incidents)
}

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path(name)).unwrap()
}

fn view(folder: &Folder) -> Value {
    serde_json::from_str(&read(folder, "view.json")).unwrap()
}

/// What a table shows by row: the counts of its columns.
fn table(view: &Value, name: &str) -> BTreeMap<String, Vec<Value>> {
    let mut tables = view["tables"].as_array().unwrap().iter();
    let table = tables.find(|table| table["name"] == name).unwrap();
    let rows = table["rows"].as_array().unwrap().iter();
    let row = |row: &Value| {
        (
            row["label"].as_str().unwrap().to_owned(),
            row["counts"].as_array().unwrap().clone(),
        )
    };
    rows.map(row).collect()
}

/// The rule, said here by itself: suppressed may also be what is larger.
fn fits(shown: &Value, count: u64) -> bool {
    match count {
        0 => *shown == 0,
        1..=7 => *shown == "*",
        _ => *shown == "*" || *shown == (count + 2) / 5 * 5,
    }
}

/// The time and the place that count: the hospital's, else the ambulance service's, else the police's.
fn that_count(one: &Incident) -> (u64, u64) {
    if one.known & 0b011 == 0b010 {
        ((one.hour + 1) % 24, one.northing + 1_000)
    } else {
        (one.hour, one.northing)
    }
}

fn cell_name(easting: u64, northing: u64) -> String {
    // 400000, 300000 is the corner of SK.
    let (east, north) = (
        easting / 500 * 500 - 400_000,
        northing / 500 * 500 - 300_000,
    );
    format!("SK{:03}{:03}", east / 100, north / 100)
}

fn areas() -> String {
    let square = |name: &str, west: u32, east: u32| json!({"type": "Feature", "properties": {"ward": name}, "geometry": {"type": "Polygon", "coordinates": [[[west, 300_000], [east, 300_000], [east, 312_000], [west, 312_000], [west, 300_000]]]}});
    json!({"type": "FeatureCollection", "features": [square("West, the <old> town", 400_000, 405_000), square("East", 405_000, 409_000)]}).to_string()
}

#[test]
fn incidents_are_counted_by_time_place_and_who_knows_of_them() {
    let (folder, incidents) = set_up(1_500);
    folder.write("areas.geojson", areas());
    let said = stderr(&folder.run(&format!("view --agreement agreement.json --links links.csv {EXTRACTS} --areas areas.geojson --area-name ward --out view.json --csv-dir tables --html view.html")));
    println!("{said}");
    let view = view(&folder);
    let count =
        |test: &dyn Fn(&Incident) -> bool| incidents.iter().filter(|one| test(one)).count() as u64;
    for (set, name) in [
        (1, "hospital"),
        (2, "ambulance"),
        (4, "police"),
        (5, "hospital + police"),
        (7, "hospital + ambulance + police"),
    ] {
        let shown = &table(&view, "regions")[name][0];
        assert!(
            fits(shown, count(&|one| one.known == set)),
            "{name} {shown}"
        );
    }
    let week = table(&view, "week_when");
    let mut shown = 0;
    for hour in 0..24 {
        let row = &week[&format!("{hour:02}:00 to {hour:02}:59")];
        assert!(
            fits(&row[7], count(&|one| that_count(one).0 == hour)),
            "{hour} {row:?}"
        );
        for day in 0..7 {
            // 1 January 2026 was a Thursday.
            let is = |one: &Incident| that_count(one).0 == hour && (one.day + 2) % 7 == day;
            assert!(fits(&row[day as usize], count(&is)), "{hour} {day} {row:?}");
            shown += u64::from(row[day as usize].is_u64());
        }
    }
    assert!(shown > 100, "{shown}");
    let months = table(&view, "attribute_month");
    assert_eq!(months["2026-01"], [json!(1_500)]);
    let methods = table(&view, "attribute_method");
    for (place, method) in METHODS.iter().enumerate() {
        assert!(
            fits(
                &methods[*method][0],
                count(&|one| one.known & 3 != 0 && one.method == place)
            ),
            "{method}"
        );
    }
    assert!(fits(
        &methods["not known"][0],
        count(&|one| one.known & 3 == 0)
    ));
    check_places(&folder, &view, &incidents);
}

fn check_places(folder: &Folder, view: &Value, incidents: &[Incident]) {
    let mut by_cell: BTreeMap<String, u64> = BTreeMap::new();
    let mut by_area: BTreeMap<&str, u64> = BTreeMap::new();
    for one in incidents {
        let northing = that_count(one).1;
        *by_cell.entry(cell_name(one.easting, northing)).or_default() += 1;
        let area = match one.easting {
            ..405_000 => "West, the <old> town",
            405_000..409_000 => "East",
            _ => "outside these areas",
        };
        *by_area.entry(area).or_default() += 1;
    }
    let cells = table(view, "cells_cell");
    assert_eq!(cells.len(), by_cell.len() + 2);
    for (cell, count) in &by_cell {
        assert!(
            fits(&cells[cell][0], *count),
            "{cell} {:?} {count}",
            cells[cell]
        );
    }
    let areas = table(view, "areas_cell");
    for (area, count) in &by_area {
        assert!(fits(&areas[*area][0], *count), "{area}");
    }
    let hotspots = &view["incidents"]["places"]["hotspots"];
    let found = hotspots["found"].as_array().unwrap();
    let all: Vec<&str> = found
        .iter()
        .flat_map(|one| one["cells"].as_array().unwrap())
        .filter_map(Value::as_str)
        .collect();
    assert!(all.contains(&"SK030040"), "{hotspots}");
    // The name of SVG is no address that anything asks for.
    let page = read(folder, "view.html").replace("http://www.w3.org/2000/svg", "");
    for part in [
        "class=\"hot\"",
        "Map of incidents by cell of 500 metres",
        "Map of incidents by area",
        "url(#stripes-cells_cell)",
        "West, the &lt;old&gt; town",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(
        !page.contains("<script")
            && !page.contains("http:")
            && !page.contains("https:")
            && !page.contains("<old>")
    );
    let csv = read(folder, "tables/areas_cell.csv");
    assert!(csv.contains("\"West, the <old> town\""), "{csv}");
    assert!(read(folder, "tables/hotspots.csv").contains("Kulldorff"));
}

/// Neither exact time nor exact place, nor anything else of a report, is in an extract, a view or what is said of either.
#[test]
fn exact_time_and_place_do_not_travel() {
    let folder = Folder::new();
    // One incident that is nobody else's, and some around it.
    let mut all = incidents(60);
    all[0] = Incident {
        known: 7,
        day: 27,
        hour: 5,
        easting: 407_613,
        northing: 308_291,
        method: 2,
    };
    folder.write("agreement.json", agreement(|_| {}));
    write_files(&folder, &all);
    prepare(&folder);
    folder.succeed(&format!(
        "match --agreement agreement.json {EXTRACTS} --out links.csv --report match.json"
    ));
    folder.write("areas.geojson", areas());
    folder.succeed(&format!("view --agreement agreement.json --links links.csv {EXTRACTS} --areas areas.geojson --area-name ward --out view.json --csv-dir tables --html view.html"));
    let mut looked = 0;
    let mut names = folder.names();
    names.extend(fs::read_dir(folder.path("tables")).unwrap().map(|entry| {
        format!(
            "tables/{}",
            entry.unwrap().file_name().into_string().unwrap()
        )
    }));
    let own = |name: &str| PARTIES.iter().any(|party| name == format!("{party}.csv"));
    for name in names
        .into_iter()
        .filter(|name| !own(name) && name != "tables")
    {
        let bytes = fs::read(folder.path(&name)).unwrap();
        for part in [
            "407613",
            "407,613",
            "308291",
            "0761308291",
            "SK07610829",
            "17:43",
            "1743Z",
            "20260127",
            "2026-01-27",
            "27/01/2026",
            "Zinnia",
            "quokka",
        ] {
            assert!(
                !bytes
                    .windows(part.len())
                    .any(|window| window == part.as_bytes()),
                "{name} holds {part}"
            );
        }
        // As numbers of four bytes, in either order.
        if name.ends_with(".parquet") {
            for number in [407_613_u32, 308_291] {
                for bytes_of in [number.to_le_bytes(), number.to_be_bytes()] {
                    assert!(
                        !bytes.windows(4).any(|window| window == bytes_of),
                        "{name} holds {number}"
                    );
                }
            }
        }
        looked += 1;
    }
    assert!(looked > 15, "{looked}");
    // What does travel is said.
    let said = folder.succeed("inspect police.parquet");
    assert!(
        said.contains("attribute_cell") && said.contains("attribute_hour"),
        "{said}"
    );
    let record = read(&folder, "police.json");
    assert!(
        record.contains("one event to whoever knows of it"),
        "{record}"
    );
}

#[test]
fn few_incidents_have_no_tables_but_of_who_knows_of_them() {
    let (folder, _) = set_up(6);
    folder.succeed(&format!("view --agreement agreement.json --links links.csv {EXTRACTS} --out view.json --html view.html"));
    let view = view(&folder);
    let names: Vec<&str> = view["tables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|table| table["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["parties", "regions", "party_count"]);
    assert_eq!(table(&view, "regions")["All incidents"], [json!("*")]);
    assert!(view["incidents"].get("places").is_none());
}

#[test]
fn hotspots_compared_with_an_earlier_view_and_with_a_baseline() {
    let (folder, _) = set_up(1_000);
    let line = format!("view --agreement agreement.json --links links.csv {EXTRACTS}");
    folder.succeed(&format!("{line} --out view.json --csv-dir tables"));
    assert!(
        view(&folder)["incidents"]["places"]
            .get("hotspots")
            .is_none()
    );
    // A place that was as hot before is none now.
    folder.succeed(&format!(
        "{line} --earlier tables/cells_cell.csv --out later.json"
    ));
    let later: Value = serde_json::from_str(&read(&folder, "later.json")).unwrap();
    let hotspots = &later["incidents"]["places"]["hotspots"];
    assert_eq!(hotspots["found"], json!([]), "{hotspots}");
    let mut residents = "cell,residents\n".to_owned();
    for east in 0..20 {
        for north in 0..20 {
            let _ = writeln!(
                residents,
                "SK{:03}{:03},{}",
                east * 5,
                north * 5,
                200 + east
            );
        }
    }
    folder.write("residents.csv", residents);
    folder.succeed(&format!(
        "{line} --baseline residents.csv --out compared.json --html compared.html"
    ));
    let compared: Value = serde_json::from_str(&read(&folder, "compared.json")).unwrap();
    let found = compared["incidents"]["places"]["hotspots"]["found"]
        .as_array()
        .unwrap();
    assert!(
        found
            .iter()
            .any(|one| one["cells"].to_string().contains("SK030040")),
        "{found:?}"
    );
    let repeated = format!("{line} --baseline residents.csv --out again.json");
    folder.succeed(&repeated);
    assert_eq!(read(&folder, "again.json"), read(&folder, "compared.json"));
}

#[test]
fn what_does_not_go_together_is_refused() {
    let (folder, _) = set_up(50);
    let line =
        format!("view --agreement agreement.json --links links.csv {EXTRACTS} --out view.json");
    folder.write("areas.geojson", areas());
    folder.write("lines.geojson", "{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"ward\":\"A\"},\"geometry\":{\"type\":\"LineString\"}}]}");
    folder.write("base.csv", "cell,n\nSK0304,3\n");
    for (more, part) in [
        (
            "--areas areas.geojson --area-name name",
            "features[0].properties: there is no property",
        ),
        (
            "--areas lines.geojson --area-name ward",
            "features[0].geometry.type",
        ),
        ("--areas base.csv --area-name ward", "line 1, column 1"),
        ("--baseline base.csv", "base.csv, line 2"),
        ("--earlier areas.geojson", "areas.geojson, line 1"),
    ] {
        let said = folder.refuse(&format!("{line} {more}"));
        assert!(said.contains(part), "{more}: {said}");
    }
    let usage = folder.run(&format!("{line} --areas areas.geojson"));
    assert_eq!(usage.status.code(), Some(2));
    for (change, part) in [
        (("metres", json!(100)), "attributes[3].metres"),
        (("metres", Value::Null), "attributes[3].metres"),
        (("of", json!("when")), "attributes[3].of"),
        (("of", json!("case")), "attributes[3].of"),
        (("of", Value::Null), "attributes[3].of"),
        (("values", json!(["a", "b"])), "attributes[3].values"),
        (("headers", json!(["cell"])), "attributes[3].headers"),
    ] {
        folder.write(
            "bad.json",
            agreement(|agreement| {
                let cell = agreement["attributes"][3].as_object_mut().unwrap();
                if change.1.is_null() {
                    cell.remove(change.0);
                } else {
                    cell.insert(change.0.to_owned(), change.1.clone());
                }
            }),
        );
        let said = folder.refuse("agreement check bad.json");
        assert!(said.contains(part), "{change:?}: {said}");
    }
    folder.write(
        "bad.json",
        agreement(|agreement| {
            agreement["attributes"][1]["from"] = json!(["police", "hospital", "ambulance"]);
        }),
    );
    assert!(
        folder
            .refuse("agreement check bad.json")
            .contains("attributes[0].from")
    );
    folder.write(
        "bad.json",
        agreement(|agreement| agreement["attributes"][4]["of"] = json!("when")),
    );
    assert!(
        folder
            .refuse("agreement check bad.json")
            .contains("attributes[4].of")
    );
    let said = folder.refuse("prepare --agreement agreement.json --key project.key --party police --in police.csv --map case=cell --out p.parquet --crosswalk p.csv --report p.json");
    assert!(said.contains("cell"), "{said}");
}
