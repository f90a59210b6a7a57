//! People who share a home, by hand.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use folder::Folder;

const HEADER: &str = "id,given_name,surname,birth_date,postcode,address_line,uprn\n";

/// Ann, Bob and Flo live at 1 High Street: two by its UPRN, one by its address. Cy and Di share an address without a UPRN.
/// Two flats have one address and two UPRNs, and whoever has the address alone could live in either. Thirteen people
/// have the UPRN of a home.
fn files() -> [(&'static str, String); 2] {
    let hospital = "\
h1,Ann,Field,1980-02-03,CO1 1AB,1 High Street,10001
h2,Bob,Field,1979-05-06,CO1 1AB,1 High Street,
h3,Cy,Moss,1990-01-02,CO2 2AB,2 Low Road,
h4,Di,Moss,1991-03-04,CO2 2AB,2 Low Road,
h5,Ed,Lone,1950-07-08,CO4 4AB,9 Far Lane,10004
h6,Ivy,Elm,1960-09-10,CO3 3AB,5 Hill View,
";
    let mut council = "\
c1,Ann,Field,1980-02-03,CO1 1AB,1 High Street,10001
c2,Flo,Field,2010-11-12,CO1 1AB,One The High St,10001
c3,Gus,Pine,1970-01-01,CO3 3AB,5 Hill View,10002
c4,Hal,Oak,1971-02-02,CO3 3AB,5 Hill View,10003
"
    .to_owned();
    for number in 10..23 {
        let _ = writeln!(
            council,
            "n{number},Nan,Name{number},19{number}-01-02,CO5 5AB,The Grange,10009"
        );
    }
    [
        ("hospital", format!("{HEADER}{hospital}")),
        ("council", format!("{HEADER}{council}")),
    ]
}

fn rows(folder: &Folder, name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.path(name)).unwrap();
    let rows = text.lines().skip(1);
    rows.map(|row| row.split(',').map(str::to_owned).collect())
        .collect()
}

#[test]
fn people_share_a_home_by_its_uprn_and_else_by_its_address() {
    let folder = Folder::new();
    folder.succeed(
        "agreement new --households --party hospital --party council --out agreement.json",
    );
    let said = folder.succeed("agreement check agreement.json");
    assert!(
        said.contains("Households of up to 12 people, by: home_uprn, home_address"),
        "{said}"
    );
    folder.succeed("key new --out project.key");
    for (party, csv) in files() {
        folder.write(&format!("{party}.csv"), csv);
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --out {party}.parquet --crosswalk {party}.cw.csv"));
    }
    let line = "match --agreement agreement.json hospital.parquet council.parquet --out links.csv --report match.json --households homes.csv";
    folder.succeed(line);
    let ids: BTreeMap<String, String> = ["hospital", "council"]
        .iter()
        .flat_map(|party| rows(&folder, &format!("{party}.cw.csv")))
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    let mut homes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(&folder, "homes.csv") {
        let id = &ids[&row[3]];
        // The one person whom both parties hold has a group, and the others none.
        assert_eq!(!row[1].is_empty(), id == "h1" || id == "c1", "{row:?}");
        homes.entry(row[0].clone()).or_default().insert(id.clone());
    }
    let homes: BTreeSet<Vec<&str>> = homes
        .values()
        .map(|home| home.iter().map(String::as_str).collect())
        .collect();
    let expected = [vec!["c1", "c2", "h1", "h2"], vec!["h3", "h4"]];
    assert_eq!(homes, expected.into_iter().collect());
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path("match.json")).unwrap()).unwrap();
    assert_eq!(
        report["households"],
        serde_json::json!({
            "homes": 2, "people": 5, "across_parties": 1, "sizes": {"2": 1, "3": 1},
            "too_large": 1, "ambiguous": 1
        })
    );
    // The order of the files changes nothing.
    let first = fs::read(folder.path("homes.csv")).unwrap();
    folder.succeed(&line.replace(
        "hospital.parquet council.parquet",
        "council.parquet hospital.parquet",
    ));
    assert_eq!(fs::read(folder.path("homes.csv")).unwrap(), first);
    let said = folder.succeed("inspect homes.csv");
    assert!(said.contains("share a home"), "{said}");

    folder.succeed("agreement new --party hospital --party council --out plain.json");
    for party in ["hospital", "council"] {
        folder.succeed(&format!("prepare --agreement plain.json --key project.key --party {party} --in {party}.csv --out {party}.plain.parquet --crosswalk {party}.plain.csv"));
    }
    let said = folder.refuse("match --agreement plain.json hospital.plain.parquet council.plain.parquet --out no.csv --households no.homes.csv");
    assert!(said.contains("no homes to write"), "{said}");
}
