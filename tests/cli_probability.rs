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
    assert!(
        said.contains("other fields than this agreement's"),
        "{said}"
    );

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

const AGREE: &str = "agreement new --template person-linker --party hospital --party council";

#[test]
fn what_was_learnt_can_be_agreed_on() {
    let folder = prepared("person-linker");
    folder.succeed(&format!("{MATCH} --save-parameters saved.json"));
    let json = |name: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(folder.path(name)).unwrap()).unwrap()
    };
    let saved = json("saved.json");

    folder.succeed(&format!("{AGREE} --parameters saved.json --out new.json"));
    folder.succeed("agreement renew agreement.json --parameters saved.json --out renewed.json");
    for name in ["new.json", "renewed.json"] {
        let learnt = &json(name)["decision"]["probability"]["learnt"];
        assert_eq!(*learnt, saved["models"], "{name}");
        let said = folder.succeed(&format!("agreement check {name}"));
        assert!(
            said.contains("learnt before of hospital and council"),
            "{said}"
        );
    }
    // It is another agreement: what was prepared under the one before is none of it.
    let renewed = MATCH.replace("agreement.json", "renewed.json");
    let said = folder.refuse(&renewed);
    assert!(said.contains("another agreement"), "{said}");

    for party in ["hospital", "council"] {
        folder.succeed(&format!("prepare --agreement renewed.json --key project.key --party {party} --in {party}.csv --invalid blank --out {party}.parquet --crosswalk {party}.cw.csv"));
    }
    let output = folder.run(&format!("{renewed} --report match.json"));
    let said = stderr(&output);
    assert!(
        output.status.success() && said.contains("parameters as given"),
        "{said}"
    );
    let model = &json("match.json")["model"][0];
    assert_eq!(model["parameters"], saved["models"][0]["parameters"]);
    assert!(model["rounds"].as_array().unwrap().is_empty());
    folder.succeed(&format!("{EVALUATE} --report quality.json"));
    let f1 = json("quality.json")["pairs"]["f1"].as_f64().unwrap();
    assert!(f1 > 0.98, "{f1}");

    let said = folder.refuse(&format!("{renewed} --parameters saved.json"));
    assert!(said.contains("part of the agreement"), "{said}");
}

type Damage = fn(&mut serde_json::Value);

#[test]
fn what_was_learnt_of_others_is_no_part_of_an_agreement() {
    let folder = prepared("person-linker");
    folder.succeed(&format!("{MATCH} --save-parameters saved.json"));
    let new = "--parameters saved.json --out new.json";
    let said = folder.refuse(&format!(
        "agreement new --template person-linker --party hospital --party police {new}"
    ));
    assert!(said.contains("learnt[0].parties"), "{said}");
    let said = folder.refuse(&format!(
        "agreement new --template person-linker --party council --party hospital {new}"
    ));
    assert!(said.contains("in the agreement's order"), "{said}");
    let said = folder.refuse(&format!(
        "agreement new --template person --party hospital --party council {new}"
    ));
    assert!(said.contains("no probability model"), "{said}");
    let output = folder.run(&format!("{AGREE} --parameters saved.json --out saved.json"));
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));

    let damage: [(&str, Damage); 4] = [
        ("learnt[0].parameters:", |it| {
            it["match_share"] = 2.into();
        }),
        ("learnt[0].parameters:", |it| {
            it["fields"][0]["levels"][0]["u"] = 0.into();
        }),
        ("learnt[0].parameters.fields:", |it| {
            it["fields"][0]["field"] = "age".into();
        }),
        ("learnt[0].parameters.fields:", |it| {
            it["fields"].as_array_mut().unwrap().pop();
        }),
    ];
    let whole = fs::read(folder.path("saved.json")).unwrap();
    for (place, damage) in damage {
        folder.write("saved.json", &whole);
        folder.change_json("saved.json", |saved| {
            damage(&mut saved["models"][0]["parameters"]);
        });
        let said = folder.refuse(&format!("{AGREE} {new}"));
        assert!(said.contains(place), "{place}: {said}");
    }
    assert!(!folder.path("new.json").exists());
    // What was learnt by a version that told fewer levels apart is said before any file is made for it.
    folder.write("saved.json", &whole);
    folder.succeed(&format!("{AGREE} {new}"));
    folder.succeed("agreement check new.json");
    folder.change_json("new.json", |it| {
        let learnt = &mut it["decision"]["probability"]["learnt"][0]["parameters"];
        learnt["fields"][1]["levels"]
            .as_array_mut()
            .unwrap()
            .remove(1);
    });
    let said = folder.refuse("agreement check new.json");
    assert!(said.contains("learnt[0]: what was learnt of"), "{said}");
    let prepare = "prepare --agreement new.json --key project.key --party hospital --in hospital.csv --invalid blank --out new.parquet --crosswalk new.cw.csv";
    for (command, place) in [
        (prepare, "decision.probability.learnt[0]"),
        (
            "match --agreement agreement.json hospital.parquet council.parquet --out new.csv --parameters others.json",
            "the saved parameters, models[0]",
        ),
    ] {
        folder.write("others.json", &whole);
        folder.change_json("others.json", |saved| {
            let levels = &mut saved["models"][0]["parameters"]["fields"][1]["levels"];
            levels.as_array_mut().unwrap().remove(1);
        });
        let said = folder.refuse(command);
        assert!(said.contains(place), "{said}");
        assert!(said.contains("where this version has \"Dice"), "{said}");
    }
    assert!(!folder.path("new.parquet").exists() && !folder.path("new.csv").exists());
    // What two parties are known by twice is not known.
    folder.change_json("saved.json", |saved| {
        let twice = saved["models"][0].clone();
        saved["models"].as_array_mut().unwrap().push(twice);
    });
    let said = folder.refuse(&format!("{AGREE} {new}"));
    assert!(said.contains("learnt[1].parties"), "{said}");
}
