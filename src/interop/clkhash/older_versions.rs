//! Linkage schemas of versions 1 and 2, turned into version 3 as clkhash does before it uses them.

use serde_json::{Map, Value, json};

use super::json::{Node, Problems, integral};

/// Version 1 -> 3: `k` and the hash stand once for all features, and a feature's weight is a share of `k`.
pub(super) fn from_version_1(schema: &Node<'_>, problems: &mut Problems) -> Option<Value> {
    let config = problems.required(schema, "clkConfig")?;
    let k = problems.required(&config, "k");
    let k = k.and_then(|k| problems.whole(&k, 1, u32::MAX.into()));
    let k = k.and_then(|k| u32::try_from(k).ok());
    let hash = problems.required(&config, "hash");
    let (k, hash) = (k?, hash?);
    let mut features = Vec::new();
    for feature in required_features(schema, problems)?.items() {
        if is_ignored(&feature) {
            features.push(feature.value.clone());
            continue;
        }
        let weight = feature
            .member("hashing")
            .and_then(|hashing| hashing.member("weight"));
        let number = weight.as_ref().map_or(Some(1.0), |weight| {
            weight.value.as_f64().filter(|&weight| weight >= 0.0)
        });
        let Some(weight) = number else {
            let place = weight.map_or_else(String::new, |weight| weight.pointer);
            problems.say(&place, "must be a number that is not negative");
            continue;
        };
        if weight == 0.0 {
            let identifier = feature.value.get("identifier");
            features.push(json!({"identifier": identifier, "ignored": true}));
            continue;
        }
        let mut feature = feature.value.clone();
        if let Some(hashing) = feature.get_mut("hashing").and_then(Value::as_object_mut) {
            hashing.remove("weight");
            // Halves go to the even neighbour, as in Python. Too large a number saturates, and is refused later.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let bits = (weight * f64::from(k)).round_ties_even() as u64;
            hashing.insert("strategy".to_owned(), json!({"bitsPerToken": bits}));
            hashing.insert("hash".to_owned(), hash.value.clone());
            comparison(hashing);
        }
        features.push(feature);
    }
    // Of the configuration, clkhash carries over these three and nothing else.
    let mut carried = Map::new();
    for name in ["l", "xor_folds", "kdf"] {
        if let Some(value) = config.value.get(name) {
            carried.insert(name.to_owned(), value.clone());
        }
    }
    Some(json!({"version": 3, "clkConfig": carried, "features": features}))
}

/// Version 2 -> 3: other names.
pub(super) fn from_version_2(schema: &Node<'_>, problems: &mut Problems) -> Option<Value> {
    let features = required_features(schema, problems)?;
    let mut converted = schema.value.clone();
    for feature in features.items().filter(|feature| !is_ignored(feature)) {
        if let Some(hashing) = feature.member("hashing") {
            let known = ["hash", "strategy", "ngram", "positional", "missingValue"];
            problems.only(&hashing, &known);
        }
    }
    let features = converted.get_mut("features").and_then(Value::as_array_mut);
    for feature in features.into_iter().flatten() {
        if feature.get("ignored") == Some(&Value::Bool(true)) {
            continue;
        }
        let Some(hashing) = feature.get_mut("hashing").and_then(Value::as_object_mut) else {
            continue;
        };
        if let Some(strategy) = hashing.get_mut("strategy").and_then(Value::as_object_mut) {
            for (old, new) in [("k", "bitsPerToken"), ("numBits", "bitsPerFeature")] {
                if let Some(bits) = strategy.remove(old) {
                    // clkhash's schema of version 2 leaves the kind of number open, and version 3 then asks for a whole one.
                    let bits = integral(&bits).map_or(bits, |whole| json!(whole));
                    strategy.insert(new.to_owned(), bits);
                }
            }
        }
        comparison(hashing);
    }
    converted["version"] = json!(3);
    Some(converted)
}

fn required_features<'v>(schema: &Node<'v>, problems: &mut Problems) -> Option<Node<'v>> {
    problems.required(schema, "features")
}

fn is_ignored(feature: &Node<'_>) -> bool {
    feature.value.get("ignored") == Some(&Value::Bool(true))
}

/// `ngram` and `positional` become a comparison.
fn comparison(hashing: &mut Map<String, Value>) {
    let positional = hashing.remove("positional").unwrap_or(Value::Bool(false));
    if let Some(n) = hashing.remove("ngram") {
        hashing.insert(
            "comparison".to_owned(),
            json!({"type": "ngram", "n": n, "positional": positional}),
        );
    }
}
