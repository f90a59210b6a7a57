//! `match` of files of CLKs, which other programs make: scores worked out by hand, and what is refused.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;

use base64::Engine as _;
use folder::{Folder, stderr};

/// A file of CLKs of these bytes.
fn clks(filters: &[&[u8]]) -> String {
    let texts: Vec<String> = filters
        .iter()
        .map(|filter| base64::engine::general_purpose::STANDARD.encode(filter))
        .collect();
    serde_json::json!({ "clks": texts }).to_string()
}

#[test]
fn clks_are_linked_by_dice_one_to_one() {
    let folder = Folder::new();
    // Nine bytes, so that no CLK is a whole number of 64-bit words.
    folder.write(
        "a.json",
        clks(&[
            &[0xff, 0, 0, 0, 0, 0, 0, 0, 0x01],
            &[0xf0, 0x0f, 0, 0, 0, 0, 0, 0, 0],
            &[0, 0, 0xff, 0, 0, 0, 0, 0, 0],
            &[0, 0, 0, 0, 0, 0x0f, 0, 0, 0],
        ]),
    );
    folder.write(
        "b.json",
        clks(&[
            // Nothing in common with any.
            &[0, 0, 0, 0, 0xff, 0, 0, 0, 0],
            // 7 of the 8 bits of a's second, and no other: 2*7/(8+7).
            &[0xf0, 0x0e, 0, 0, 0, 0, 0, 0, 0],
            // a's first, whole: 1.
            &[0xff, 0, 0, 0, 0, 0, 0, 0, 0x01],
            // Two that are as near to a's third as each other: 2*6/(8+6) each, and so neither is linked.
            &[0, 0, 0x3f, 0, 0, 0, 0, 0, 0],
            &[0, 0, 0xfc, 0, 0, 0, 0, 0, 0],
            // 2*2/(4+2) with a's fourth: below the threshold.
            &[0, 0, 0, 0, 0, 0x03, 0, 0, 0],
        ]),
    );
    folder.succeed("match a.json b.json --threshold 0.8 --out links.csv");
    assert_eq!(
        fs::read_to_string(folder.path("links.csv")).unwrap(),
        "group,party,record,score,rule\n\
         1,a,0,1.0000,similarity\n\
         1,b,2,1.0000,similarity\n\
         2,a,1,0.9333,similarity\n\
         2,b,1,0.9333,similarity\n"
    );
}

#[test]
fn three_parties_meet_in_one_group() {
    let folder = Folder::new();
    for name in ["a.json", "b.json", "c.json"] {
        folder.write(name, clks(&[&[0xaa; 8]]));
    }
    folder.succeed("match a.json b.json c.json --threshold 1 --out links.csv");
    let links = fs::read_to_string(folder.path("links.csv")).unwrap();
    assert_eq!(
        links.lines().skip(1).collect::<Vec<_>>(),
        [
            "1,a,0,1.0000,similarity",
            "1,b,0,1.0000,similarity",
            "1,c,0,1.0000,similarity"
        ]
    );
}

#[test]
fn what_cannot_be_matched_is_refused() {
    let folder = Folder::new();
    folder.write("a.json", clks(&[&[1; 8]]));
    folder.write("longer.json", clks(&[&[1; 16]]));
    folder.write("longest.json", clks(&[&[1; 513]]));
    folder.write("none.json", clks(&[]));
    folder.write("other.json", "{}");
    fs::create_dir(folder.path("b")).unwrap();
    folder.write("b/a.json", clks(&[&[1; 8]]));
    for (files, reason) in [
        ("a.json", "there is one file"),
        ("a.json longer.json", "different lengths"),
        (
            "longest.json missing.json",
            "longest.json: the filters have more than 4096",
        ),
        ("a.json none.json", "none.json: the file has no CLKs"),
        ("a.json other.json", "other.json: line 1"),
        ("a.json b/a.json", "two files are called a"),
        (
            "a.json missing.json",
            "missing.json: the file cannot be read",
        ),
    ] {
        let said = folder.refuse(&format!("match {files} --threshold 0.8 --out links.csv"));
        assert!(said.contains(reason), "{files}: {said}");
    }
    for options in [
        "",
        "--threshold 0",
        "--threshold 1.5",
        "--threshold nan",
        "--threshold 0.8 --margin 0.7",
        "--threshold 0.8 --report r.json",
    ] {
        let line = format!("match a.json longer.json --out links.csv {options}");
        let output = folder.run(line.trim_end());
        assert_eq!(output.status.code(), Some(2), "{line}: {}", stderr(&output));
    }
}
