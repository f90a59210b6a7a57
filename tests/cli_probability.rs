//! Decision by probability on the command line: template, report, parameters saved and used again, estimates beside truth.

#![allow(clippy::unwrap_used)] // A test that cannot set up its files has failed.

mod folder;

use std::fs;

use folder::{Folder, stderr};

const MATCH: &str =
    "match --agreement agreement.json hospital.parquet council.parquet --out links.csv";
const EVALUATE: &str = "evaluate --links links.csv --crosswalk hospital=hospital.cw.csv --crosswalk council=council.cw.csv --truth truth.csv";

/// Made-up people prepared under a template.
fn prepared(template: &str) -> Folder {
    let folder = Folder::new();
    folder.succeed(&format!(
        "agreement new --template {template} --party hospital --party council --out agreement.json"
    ));
    folder.succeed("key new --out project.key");
    folder.succeed("synth --people 1500 --seed 4 --out-dir .");
    for party in ["hospital", "council"] {
        folder.succeed(&format!("prepare --agreement agreement.json --key project.key --party {party} --in {party}.csv --invalid blank --seed 1 --out {party}.parquet --crosswalk {party}.cw.csv"));
    }
    folder
}

#[test]
fn the_whole_job() {
    let folder = prepared("person-linker");
    let said = folder.succeed("agreement check agreement.json");
    assert!(said.contains("Decision by probability"), "{said}");
    assert!(said.contains("for one trusted linker"), "{said}");

    let output = folder.run(&format!(
        "{MATCH} --report match.json --save-parameters parameters.json"
    ));
    let said = stderr(&output);
    assert!(output.status.success(), "{said}");
    for part in [
        "all 2250000 pairs compared",
        "surname: equal",
        "estimated without truth",
        "threshold  precision  recall",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let links = fs::read(folder.path("links.csv")).unwrap();

    let said = folder.succeed(&format!("{EVALUATE} --match-report match.json"));
    assert!(
        said.contains("the model's estimate without truth"),
        "{said}"
    );

    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path("match.json")).unwrap()).unwrap();
    let model = &report["model"][0];
    assert_eq!(model["parties"], serde_json::json!(["hospital", "council"]));
    assert_eq!(model["thresholds"].as_array().unwrap().len(), 99);
    assert!(!model["rounds"].as_array().unwrap().is_empty());
    assert!(model["estimate"]["assumes"].as_array().unwrap().len() >= 3);
    // The account of a pair adds up to its weight, and names its records by reference only.
    for example in model["examples"].as_array().unwrap() {
        let account = example["lines"].as_array().unwrap();
        let sum: f64 = account
            .iter()
            .map(|line| line["bits"].as_f64().unwrap())
            .sum();
        assert!((sum - example["weight"].as_f64().unwrap()).abs() < 1e-6);
        assert_eq!(example["records"][0].as_str().unwrap().len(), 32);
    }

    // Threads, and the order of the extracts, change nothing.
    folder.succeed("match --agreement agreement.json council.parquet hospital.parquet --out links.csv --threads 1");
    assert_eq!(fs::read(folder.path("links.csv")).unwrap(), links);

    let output = folder.run(&format!("{MATCH} --parameters parameters.json"));
    let said = stderr(&output);
    assert!(
        output.status.success() && said.contains("parameters as given"),
        "{said}"
    );
}

#[test]
fn what_does_not_fit_is_refused() {
    let folder = prepared("person-linker");
    folder.write(
        "other.json",
        "{\"format\": \"split-tally/model-parameters\", \"version\": 1, \"models\": []",
    );
    let said = folder.refuse(&format!("{MATCH} --parameters other.json"));
    assert!(
        said.contains("other.json") && said.contains("--save-parameters"),
        "{said}"
    );
    folder.write("other.json", "{\"format\": \"split-tally/model-parameters\", \"version\": 1, \"models\": [{\"parties\": [\"hospital\", \"council\"], \"parameters\": {\"match_share\": 0.1, \"household_share\": 0.0, \"fields\": []}}]}");
    let said = folder.refuse(&format!("{MATCH} --parameters other.json"));
    assert!(said.contains("not of this agreement's"), "{said}");

    // Parameters of other parties are not passed over, and no value of a file is repeated.
    folder.succeed(&format!("{MATCH} --save-parameters saved.json"));
    folder.change_json("saved.json", |saved| {
        saved["models"][0]["parties"][1] = "police".into();
    });
    let said = folder.refuse(&format!("{MATCH} --parameters saved.json"));
    assert!(said.contains("not those of these parties"), "{said}");
    folder.write("other.json", "{\n  \"Winterbottom\": 1}");
    let said = folder.refuse(&format!("{MATCH} --parameters other.json"));
    assert!(said.contains("line 2"), "{said}");
    assert!(!said.contains("Winterbottom"), "{said}");
    let said = folder.refuse(&format!("{EVALUATE} --match-report other.json"));
    assert!(
        said.contains("line 2") && !said.contains("Winterbottom"),
        "{said}"
    );
    let said = folder.refuse(&format!("{MATCH} --similarity sampled"));
    assert!(said.contains("in its own way"), "{said}");

    let cascade = prepared("person");
    let said = cascade.refuse(&format!("{MATCH} --save-parameters parameters.json"));
    assert!(said.contains("does not decide by probability"), "{said}");
    let parameters = fs::read(folder.path("saved.json")).unwrap();
    cascade.write("saved.json", parameters);
    let said = cascade.refuse(&format!("{MATCH} --parameters saved.json"));
    assert!(said.contains("does not decide by probability"), "{said}");
    cascade.succeed(&format!("{MATCH} --report match.json"));
    let said = cascade.succeed(&format!("{EVALUATE} --match-report match.json"));
    assert!(said.contains("no probability model decided"), "{said}");
}
