//! Linkage schema, as JSON -> [`Schema`]: the rules of clkhash's JSON schema of version 3, and what its code asks beyond.
//!
//! Members that clkhash's JSON schema lets pass are let pass; members that it refuses are refused.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::error::SchemaError;
use super::feature_reader::feature;
use super::json::{Node, Problems, Said, integral};
use super::older_versions::{from_version_1, from_version_2};
use super::schema::{Feature, KeyDerivation, KeyHash, Schema, TokenHash, ValueFormat};
use crate::encode::clk::MAX_FILTER_BITS;

/// The most foldings: the filter before them stays within [`MAX_FILTER_BITS`].
const MOST_FOLDS: u64 = 15;
/// BLAKE2b's longest key (RFC 7693).
const BLAKE2B_KEY: usize = 64;
/// The longest key at all.
const MOST_KEY_BYTES: u64 = 255 * 64;

/// Reads a schema of any version.
pub(super) fn read(text: &str) -> Result<Schema, SchemaError> {
    if text.len() > Schema::MAX_BYTES {
        return Err(SchemaError::TooLarge {
            limit: Schema::MAX_BYTES,
        });
    }
    let value: Value = serde_json::from_str(text).map_err(|error| SchemaError::NotJson {
        line: error.line(),
        column: error.column(),
    })?;
    let mut problems = Problems::default();
    let schema = of_any_version(&Node::root(&value), &mut problems);
    match schema {
        Some(schema) if problems.0.is_empty() => Ok(schema),
        _ => Err(SchemaError::Problems(problems.0)),
    }
}

fn of_any_version(schema: &Node<'_>, problems: &mut Problems) -> Option<Schema> {
    let version = problems.required(schema, "version")?;
    match integral(version.value) {
        Some(3) => version_3(schema, problems),
        Some(1) => {
            let converted = from_version_1(schema, problems)?;
            version_3(&Node::root(&converted), problems)
        }
        Some(2) => {
            let converted = from_version_2(schema, problems)?;
            version_3(&Node::root(&converted), problems)
        }
        _ => {
            problems.say(
                &version.pointer,
                "must be 1, 2 or 3: clkhash has no other version of linkage schemas",
            );
            None
        }
    }
}

fn version_3(schema: &Node<'_>, problems: &mut Problems) -> Option<Schema> {
    let mut warnings = Vec::new();
    let config = problems.required(schema, "clkConfig");
    let config = config.and_then(|config| clk_config(&config, problems, &mut warnings));
    let features = features(schema, problems);
    let (bits, folds, derivation) = config?;
    let features = features?;
    let schema = Schema {
        bits,
        folds,
        derivation,
        features,
        warnings,
    };
    Some(check_together(schema, problems))
}

/// What no part of the schema can say by itself.
fn check_together(mut schema: Schema, problems: &mut Problems) -> Schema {
    let key_bytes = schema.derivation.key_bytes;
    let most = schema.derivation.hash.most_bytes();
    let columns = schema.features.len();
    let key_size = "/clkConfig/kdf/keySize";
    if key_bytes.saturating_mul(2 * columns) > most {
        problems.say(
            key_size,
            format!(
                "two keys of {key_bytes} bytes for each of {columns} features are more than the {most} bytes that HKDF gives. Leave features out, ask for shorter keys, or use SHA512"
            ),
        );
    }
    let filter = schema.unfolded_bits();
    let hashed = schema
        .features
        .iter()
        .filter_map(|feature| Some((feature, feature.hashed.as_ref()?)));
    let mut blake = false;
    let mut singular = false;
    for (feature, hashed) in hashed {
        match hashed.hash {
            TokenHash::Blake => blake = true,
            TokenHash::Double {
                prevent_singularity,
            } => {
                singular |= prevent_singularity;
                schema.warnings.push(format!(
                    "the feature \"{}\" uses doubleHash, whose filters are decoded in practice (Kroll and Steinmetzer 2015); blakeHash is better where the partners can agree on it",
                    feature.identifier
                ));
            }
        }
        if let ValueFormat::Date(format) = &hashed.format
            && !format.is_complete()
        {
            schema.warnings.push(format!(
                "the format of \"{}\" has no year, month or day: clkhash puts 1900, January or the 1st in its place",
                feature.identifier
            ));
        }
    }
    if blake && !filter.is_power_of_two() {
        problems.say("/clkConfig/l", "must be a power of two for blakeHash");
    }
    if blake && key_bytes > BLAKE2B_KEY {
        problems.say(key_size, "must be at most 64 for blakeHash");
    }
    if singular && filter < 2 {
        problems.say("/clkConfig/l", "must be at least 2 for prevent_singularity");
    }
    schema
}

fn clk_config(
    config: &Node<'_>,
    problems: &mut Problems,
    warnings: &mut Vec<String>,
) -> Option<(u32, u32, KeyDerivation)> {
    let bits = problems.required(config, "l");
    let bits = bits.and_then(|l| problems.whole(&l, 1, MAX_FILTER_BITS.into()));
    let folds = match config.member("xor_folds") {
        Some(folds) => problems.whole(&folds, 0, MOST_FOLDS),
        None => Some(0),
    };
    if let Some(documented) = config.member("xorFolds")
        && problems.whole(&documented, 0, MOST_FOLDS)? > 0
    {
        warnings.push(
            "clkhash ignores \"xorFolds\", the name that its documentation gives, and so it is ignored here: the CLKs are not folded by it. The name that clkhash reads is \"xor_folds\"; agree on one with the partners"
                .to_owned(),
        );
    }
    let derivation = problems.required(config, "kdf");
    let derivation = derivation.and_then(|kdf| key_derivation(&kdf, problems));
    let bits = u32::try_from(bits?).ok()?;
    let folds = u32::try_from(folds?).ok()?;
    if u64::from(bits) << folds > u64::from(MAX_FILTER_BITS) {
        problems.say(
            &config.pointer,
            format!("the filter would have more than {MAX_FILTER_BITS} bits before folding, the most that this program makes"),
        );
        return None;
    }
    Some((bits, folds, derivation?))
}

fn key_derivation(kdf: &Node<'_>, problems: &mut Problems) -> Option<KeyDerivation> {
    let kind = problems.required(kdf, "type")?;
    if problems.text(&kind)? != "HKDF" {
        problems.say(&kind.pointer, "must be \"HKDF\"");
    }
    let hash = match kdf.member("hash") {
        None => Some(KeyHash::Sha256),
        Some(hash) => match hash.value.as_str() {
            Some("SHA256") => Some(KeyHash::Sha256),
            Some("SHA512") => Some(KeyHash::Sha512),
            _ => {
                problems.say(&hash.pointer, "must be \"SHA256\" or \"SHA512\"");
                None
            }
        },
    };
    let salt = bytes(kdf, "salt", problems);
    let info = bytes(kdf, "info", problems);
    let key_bytes = match kdf.member("keySize") {
        None => Some(64),
        Some(size) => problems.whole(&size, 1, MOST_KEY_BYTES),
    };
    Some(KeyDerivation {
        hash: hash?,
        salt: salt.ok()?,
        info: info.ok()?.unwrap_or_default(),
        key_bytes: usize::try_from(key_bytes?).ok()?,
    })
}

/// Bytes in base64, where there are any.
fn bytes(node: &Node<'_>, name: &str, problems: &mut Problems) -> Result<Option<Vec<u8>>, Said> {
    let Some(member) = node.member(name) else {
        return Ok(None);
    };
    let mut text = problems.text(&member).ok_or(Said)?.to_owned();
    text.retain(|c| !c.is_ascii_whitespace());
    let decoded = STANDARD.decode(text).ok();
    if decoded.is_none() {
        problems.say(&member.pointer, "must be base64, with its padding");
    }
    decoded.map(Some).ok_or(Said)
}

fn features(schema: &Node<'_>, problems: &mut Problems) -> Option<Vec<Feature>> {
    let node = problems.required(schema, "features")?;
    let Some(items) = node.value.as_array() else {
        problems.say(&node.pointer, "must be a list, in square brackets");
        return None;
    };
    if items.is_empty() || items.len() > Schema::MAX_FEATURES {
        problems.say(
            &node.pointer,
            format!("must have 1 to {} features", Schema::MAX_FEATURES),
        );
        return None;
    }
    // Read all of them, to say what is wrong with each.
    let read: Vec<_> = node.items().map(|item| feature(&item, problems)).collect();
    read.into_iter().collect()
}
