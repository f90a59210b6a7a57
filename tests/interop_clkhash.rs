//! CLKs against known answers of clkhash 0.18.3, and schemas and rows that it, or we, refuse.

#![allow(clippy::unwrap_used)] // A test that cannot read its own files has failed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use split_tally::interop::clkhash::{ClkEncoder, EntryError, Problem, Schema, SchemaError};
use split_tally::units::RowNumber;

const VECTORS: &str = include_str!("data/interop/clkhash.json");

fn clks(schema: &Schema, secret: &str, rows: &[Vec<&str>]) -> Result<Vec<String>, EntryError> {
    let mut encoder = ClkEncoder::new(schema, secret.as_bytes()).unwrap();
    let mut all = Vec::new();
    encoder.encode_rows(
        RowNumber::of_record(0),
        rows.iter().map(|row| row.iter().copied()),
        &mut all,
    )?;
    Ok(all
        .chunks_exact(schema.bytes())
        .map(|clk| STANDARD.encode(clk))
        .collect())
}

#[test]
fn known_answers_of_clkhash() {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 14);
    for case in cases {
        let schema = Schema::from_json(&case["schema"].to_string()).unwrap();
        let texts = |value: &'_ Value| -> Vec<String> {
            let list = value.as_array().unwrap();
            list.iter()
                .map(|item| item.as_str().unwrap().to_owned())
                .collect()
        };
        let rows: Vec<Vec<String>> = case["rows"].as_array().unwrap().iter().map(texts).collect();
        let rows: Vec<Vec<&str>> = rows
            .iter()
            .map(|row| row.iter().map(String::as_str).collect())
            .collect();
        let found = clks(&schema, case["secret"].as_str().unwrap(), &rows).unwrap();
        assert_eq!(found, texts(&case["clks_base64"]), "{}", case["name"]);
    }
}

/// A schema of one feature that hashes text by bigrams.
fn one_feature() -> Value {
    json!({
        "version": 3,
        "clkConfig": {"l": 1024, "kdf": {"type": "HKDF"}},
        "features": [{
            "identifier": "name",
            "format": {"type": "string"},
            "hashing": {
                "comparison": {"type": "ngram", "n": 2},
                "strategy": {"bitsPerToken": 10},
            },
        }],
    })
}

fn problems(schema: &Value) -> Vec<Problem> {
    match Schema::from_json(&schema.to_string()) {
        Ok(_) => Vec::new(),
        Err(SchemaError::Problems(problems)) => problems,
        Err(other) => vec![Problem {
            pointer: String::new(),
            message: other.to_string(),
        }],
    }
}

/// The schema with the value at this JSON pointer replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut schema = one_feature();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    schema.pointer_mut(parent).unwrap()[name] = value;
    schema
}

#[test]
fn every_problem_is_said_with_its_place() {
    let schema = json!({
        "version": 3,
        "clkConfig": {"l": 0, "kdf": {"type": "PBKDF", "hash": "MD5", "salt": "***"}},
        "features": [
            {"identifier": "a", "format": {"type": "string", "colour": "red"}, "hashing": {
                "comparison": {"type": "ngram"}, "strategy": {"bitsPerToken": 0}}},
            {"identifier": 7, "ignored": true},
            {"format": {"type": "date", "format": "%Q"}, "hashing": {
                "comparison": {"type": "soundex"}, "strategy": {}, "weight": 2}},
        ],
    });
    let found = problems(&schema);
    let pointers: Vec<&str> = found
        .iter()
        .map(|problem| problem.pointer.as_str())
        .collect();
    for pointer in [
        "/clkConfig/l",
        "/clkConfig/kdf/type",
        "/clkConfig/kdf/hash",
        "/clkConfig/kdf/salt",
        "/features/0/format/colour",
        "/features/0/hashing/comparison",
        "/features/0/hashing/strategy/bitsPerToken",
        "/features/1/identifier",
        "/features/2",
        "/features/2/format/format",
        "/features/2/hashing/comparison/type",
        "/features/2/hashing/strategy",
        "/features/2/hashing/weight",
    ] {
        assert!(pointers.contains(&pointer), "{pointer}: {found:?}");
    }
    assert_eq!(found.len(), 13, "{found:?}");
}

#[test]
fn schemas_that_clkhash_would_fail_on_are_refused() {
    for (pointer, value, place) in [
        ("/version", json!(4), "/version"),
        ("/clkConfig/l", json!(1000), "/clkConfig/l"),
        ("/clkConfig/l", json!(1024.0), "/clkConfig/l"),
        (
            "/clkConfig/kdf/keySize",
            json!(65),
            "/clkConfig/kdf/keySize",
        ),
        ("/clkConfig/xor_folds", json!(-1), "/clkConfig/xor_folds"),
        (
            "/features/0/hashing/hash",
            json!({"type": "blakeHash", "prevent_singularity": true}),
            "/features/0/hashing/hash/prevent_singularity",
        ),
        (
            "/features/0/hashing/strategy",
            json!({"bitsPerToken": 3, "bitsPerFeature": 3}),
            "/features/0/hashing/strategy",
        ),
        (
            "/features/0/format",
            json!({"type": "string", "pattern": "a", "case": "upper"}),
            "/features/0/format/case",
        ),
        (
            "/features/0/format",
            json!({"type": "string", "encoding": "latin-1"}),
            "/features/0/format/encoding",
        ),
        (
            "/features/0/hashing/comparison",
            json!({"type": "numeric", "thresholdDistance": 0.01, "resolution": 2}),
            "/features/0/hashing/comparison",
        ),
        (
            "/features",
            json!([{"identifier": "a", "ignored": true, "notes": ""}]),
            "/features/0/notes",
        ),
        ("/features", json!([]), "/features"),
        ("/features", json!({}), "/features"),
    ] {
        let schema = with(pointer, value);
        let found = problems(&schema);
        assert_eq!(found.len(), 1, "{schema}: {found:?}");
        assert_eq!(found[0].pointer, place, "{schema}");
    }
}

#[test]
fn limits_of_schemas() {
    for (pointer, value) in [
        ("/clkConfig/l", json!(65536)),
        ("/clkConfig/xor_folds", json!(6)),
        ("/clkConfig/xor_folds", json!(16)),
        ("/clkConfig/kdf/keySize", json!(1 << 20)),
        ("/features/0/hashing/comparison/n", json!(65)),
        (
            "/features/0/hashing/strategy",
            json!({"bitsPerToken": 32769}),
        ),
        (
            "/features/0/hashing/comparison",
            json!({"type": "numeric", "thresholdDistance": 1, "resolution": 10001}),
        ),
        (
            "/features/0/hashing/comparison",
            json!({"type": "numeric", "thresholdDistance": 1, "resolution": 1, "fractional_precision": 16}),
        ),
        (
            "/features",
            Value::Array(vec![one_feature()["features"][0].clone(); 256]),
        ),
        // 64 columns of two keys of 64 bytes are one too many for HKDF-SHA-256.
        (
            "/features",
            Value::Array(vec![one_feature()["features"][0].clone(); 64]),
        ),
    ] {
        assert_eq!(
            problems(&with(pointer, value.clone())).len(),
            1,
            "{pointer} {value}"
        );
    }
    assert!(problems(&with("/clkConfig/xor_folds", json!(5))).is_empty());
    let long = " ".repeat(Schema::MAX_BYTES + 1);
    assert!(matches!(
        Schema::from_json(&long),
        Err(SchemaError::TooLarge { .. })
    ));
    let deep = "[".repeat(1000);
    assert!(matches!(
        Schema::from_json(&deep),
        Err(SchemaError::NotJson { .. })
    ));
}

#[test]
fn members_that_clkhash_passes_over_are_passed_over() {
    for pointer in [
        "/notes",
        "/clkConfig/notes",
        "/clkConfig/kdf/notes",
        "/features/0/notes",
        "/features/0/hashing/comparison/notes",
    ] {
        assert!(problems(&with(pointer, json!("x"))).is_empty(), "{pointer}");
    }
    // A feature that is ignored may still say what it would be.
    assert!(problems(&with("/features/0/ignored", json!(true))).is_empty());
}

#[test]
fn the_documented_name_of_folding_is_ignored_as_clkhash_does_and_warned_of() {
    let schema = with("/clkConfig/xorFolds", json!(1));
    let schema = Schema::from_json(&schema.to_string()).unwrap();
    let plain = Schema::from_json(&one_feature().to_string()).unwrap();
    assert!(plain.warnings().is_empty());
    assert!(
        schema.warnings()[0].contains("xor_folds"),
        "{:?}",
        schema.warnings()
    );
    let rows = [vec!["ANN"]];
    assert_eq!(clks(&schema, "s", &rows), clks(&plain, "s", &rows));
}

#[test]
fn defects_of_rows_have_their_place_and_keep_the_value_back() {
    let refuse = |format: Value, comparison: Value, cell: &str| -> String {
        let mut schema = with("/features/0/format", format);
        schema["features"][0]["hashing"]["comparison"] = comparison;
        let schema = Schema::from_json(&schema.to_string()).unwrap();
        let error = clks(&schema, "s", &[vec![cell]]).unwrap_err().to_string();
        assert!(
            error.starts_with("row 2, field \"name\": the value "),
            "{error}"
        );
        assert!(!error.contains(cell), "{error}");
        error
    };
    let exact = json!({"type": "exact"});
    for (format, cell, said) in [
        (
            json!({"type": "string", "encoding": "ascii"}),
            "ZOË",
            "encoding ascii",
        ),
        (
            json!({"type": "string", "pattern": "[A-Z]+"}),
            "Quill",
            "pattern",
        ),
        (
            json!({"type": "string", "minLength": 6}),
            "Quill",
            "fewer than 6",
        ),
        (
            json!({"type": "string", "maxLength": 4}),
            "Quill",
            "more than 4",
        ),
        (
            json!({"type": "string", "case": "upper"}),
            "Quill",
            "upper case",
        ),
        (
            json!({"type": "string", "case": "lower"}),
            "ÀQuill",
            "lower case",
        ),
        (json!({"type": "integer"}), "Quill", "whole number"),
        (json!({"type": "integer", "minimum": 18}), "17", "below 18"),
        (
            json!({"type": "integer", "maximum": 99.0}),
            &"8".repeat(99),
            "above 99",
        ),
        (
            json!({"type": "date", "format": "%Y-%m-%d"}),
            "1980-02-31",
            "%Y-%m-%d",
        ),
        (
            json!({"type": "enum", "values": ["M", "F"]}),
            "X1",
            "field lists",
        ),
    ] {
        let found = refuse(format, exact.clone(), cell);
        assert!(found.contains(said), "{found}");
    }
    let numeric = json!({"type": "numeric", "thresholdDistance": 1, "resolution": 2});
    let found = refuse(json!({"type": "string"}), numeric, "Quill");
    assert!(found.contains("is not a number"), "{found}");

    let schema = Schema::from_json(&one_feature().to_string()).unwrap();
    for row in [vec![], vec!["Quill", "Ann"]] {
        let error = clks(&schema, "s", &[vec!["A"], row]).unwrap_err();
        assert!(
            matches!(error, EntryError::Width { row, .. } if row.get() == 3),
            "{error}"
        );
    }
    assert!(matches!(
        ClkEncoder::new(&schema, b""),
        Err(SchemaError::EmptySecret)
    ));
}

/// Version 1 says once for all features what version 3 says for each; clkhash converts before it hashes.
#[test]
fn older_versions_are_converted_as_clkhash_does() {
    let kdf = json!({"type": "HKDF"});
    let version_1 = json!({
        "version": 1,
        "clkConfig": {"l": 1024, "k": 15, "hash": {"type": "blakeHash"}, "kdf": kdf.clone()},
        "features": [
            {"identifier": "a", "format": {"type": "string"}, "hashing": {"ngram": 2, "weight": 0.5}},
            {"identifier": "b", "format": {"type": "string"}, "hashing": {"ngram": 1, "positional": true}},
            {"identifier": "c", "format": {"type": "string"}, "hashing": {"ngram": 2, "weight": 0}},
        ],
    });
    let version_2 = json!({
        "version": 2,
        "clkConfig": {"l": 1024, "kdf": kdf.clone()},
        "features": [
            {"identifier": "a", "format": {"type": "string"}, "hashing": {"ngram": 2, "strategy": {"k": 8}}},
            {"identifier": "b", "format": {"type": "string"}, "hashing": {"ngram": 1, "positional": true, "strategy": {"k": 15.0}}},
            {"identifier": "c", "ignored": true},
        ],
    });
    // 0.5 * 15 = 7.5 rounds to the even 8.
    let hashing = |n: u8, positional: bool, bits: u8| {
        json!({
            "comparison": {"type": "ngram", "n": n, "positional": positional},
            "strategy": {"bitsPerToken": bits},
        })
    };
    let version_3 = json!({
        "version": 3,
        "clkConfig": {"l": 1024, "kdf": kdf},
        "features": [
            {"identifier": "a", "format": {"type": "string"}, "hashing": hashing(2, false, 8)},
            {"identifier": "b", "format": {"type": "string"}, "hashing": hashing(1, true, 15)},
            {"identifier": "c", "ignored": true},
        ],
    });
    let rows = [vec!["ANN", "1980", "x"]];
    let made = |schema: &Value| {
        let schema = Schema::from_json(&schema.to_string()).unwrap();
        clks(&schema, "s", &rows).unwrap()
    };
    assert_eq!(made(&version_1), made(&version_3));
    assert_eq!(made(&version_2), made(&version_3));
    let mut unknown = version_2;
    unknown["features"][0]["hashing"]["weight"] = json!(1);
    assert_eq!(problems(&unknown)[0].pointer, "/features/0/hashing/weight");
}
