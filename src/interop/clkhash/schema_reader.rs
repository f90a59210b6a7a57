//! Linkage schema, as JSON -> [`Schema`]: the rules of clkhash's JSON schema of version 3, and what its code asks beyond.
//!
//! Members that clkhash's JSON schema lets pass are let pass; members that it refuses are refused.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::comparison::{Comparison, MOST_DECIMALS, MOST_RESOLUTION, Numeric};
use super::date_format::DateFormat;
use super::error::SchemaError;
use super::json::{Node, Problems, integral};
use super::older_versions::{from_version_1, from_version_2};
use super::pattern::Pattern;
use super::schema::{
    Case, Encoding, Feature, HashedFeature, KeyDerivation, KeyHash, MissingValue, Schema, TextRule,
    TokenHash, ValueFormat,
};
use crate::encode::clk::{Insertions, MAX_FILTER_BITS};

/// The most bits that a token or a value sets.
const MOST_INSERTIONS: u64 = 1 << 15;
/// The longest gram, in characters.
const MOST_GRAM: u64 = 64;
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

/// What is wrong has been said.
struct Said;

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

fn feature(node: &Node<'_>, problems: &mut Problems) -> Option<Feature> {
    let identifier = problems.required(node, "identifier");
    let identifier = identifier.and_then(|text| problems.text(&text));
    let ignored = match node.member("ignored") {
        Some(ignored) => problems.flag(&ignored)?,
        None => false,
    };
    description(node, problems);
    if ignored && node.member("format").is_none() && node.member("hashing").is_none() {
        problems.only(node, &["identifier", "ignored", "description"]);
        return Some(Feature {
            identifier: identifier?.to_owned(),
            hashed: None,
        });
    }
    let format = problems.required(node, "format");
    let format = format.and_then(|format| value_format(&format, problems));
    let hashing = problems.required(node, "hashing");
    let hashing = hashing.and_then(|hashing| read_hashing(&hashing, problems));
    let (format, encoding) = format?;
    let (comparison, insertions, hash, missing) = hashing?;
    let hashed = HashedFeature {
        format,
        encoding,
        comparison,
        insertions,
        hash,
        missing,
    };
    Some(Feature {
        identifier: identifier?.to_owned(),
        hashed: (!ignored).then_some(hashed),
    })
}

fn description(node: &Node<'_>, problems: &mut Problems) {
    if let Some(description) = node.member("description") {
        problems.text(&description);
    }
}

fn value_format(node: &Node<'_>, problems: &mut Problems) -> Option<(ValueFormat, Encoding)> {
    let kind = problems.required(node, "type")?;
    description(node, problems);
    match kind.value.as_str() {
        Some("string") => text_format(node, problems),
        Some("integer") => {
            problems.only(node, &["type", "minimum", "maximum", "description"]);
            let least = bound(node, "minimum", problems).ok()?;
            let most = bound(node, "maximum", problems).ok()?;
            Some((ValueFormat::Integer { least, most }, Encoding::Utf8))
        }
        Some("date") => {
            problems.only(node, &["type", "format", "description"]);
            let format = problems.required(node, "format")?;
            match DateFormat::new(problems.text(&format)?) {
                Ok(format) => Some((ValueFormat::Date(format), Encoding::Utf8)),
                Err(reason) => {
                    problems.say(&format.pointer, format!("the format {reason}"));
                    None
                }
            }
        }
        Some("enum") => {
            problems.only(node, &["type", "values", "description"]);
            let values = problems.required(node, "values")?;
            if !values.value.is_array() {
                problems.say(&values.pointer, "must be a list, in square brackets");
                return None;
            }
            let texts: Vec<_> = values.items().map(|item| problems.text(&item)).collect();
            let listed: Option<HashSet<String>> = texts
                .into_iter()
                .map(|text| text.map(str::to_owned))
                .collect();
            Some((ValueFormat::Listed(listed?), Encoding::Utf8))
        }
        _ => {
            problems.say(
                &kind.pointer,
                "must be \"string\", \"integer\", \"date\" or \"enum\"",
            );
            None
        }
    }
}

/// A bound of whole numbers, where there is one.
fn bound(node: &Node<'_>, name: &str, problems: &mut Problems) -> Result<Option<i128>, Said> {
    let Some(member) = node.member(name) else {
        return Ok(None);
    };
    let bound = integral(member.value);
    if bound.is_none() {
        problems.say(&member.pointer, "must be a whole number");
    }
    bound.map(Some).ok_or(Said)
}

fn text_format(node: &Node<'_>, problems: &mut Problems) -> Option<(ValueFormat, Encoding)> {
    let encoding = match node.member("encoding") {
        None => Some(Encoding::Utf8),
        Some(encoding) => match encoding.value.as_str() {
            Some("ascii") => Some(Encoding::Ascii),
            Some("utf-8") => Some(Encoding::Utf8),
            Some("utf-16") => Some(Encoding::Utf16),
            Some("utf-32") => Some(Encoding::Utf32),
            _ => {
                problems.say(
                    &encoding.pointer,
                    "must be \"ascii\", \"utf-8\", \"utf-16\" or \"utf-32\"",
                );
                None
            }
        },
    };
    if let Some(pattern) = node.member("pattern") {
        problems.only(node, &["type", "encoding", "pattern", "description"]);
        return match Pattern::new(problems.text(&pattern)?) {
            Ok(pattern) => Some((ValueFormat::Text(TextRule::Pattern(pattern)), encoding?)),
            Err(reason) => {
                problems.say(&pattern.pointer, format!("the pattern {reason}"));
                None
            }
        };
    }
    let known = [
        "type",
        "encoding",
        "case",
        "minLength",
        "maxLength",
        "description",
    ];
    problems.only(node, &known);
    let case = match node.member("case") {
        None => Some(Case::Mixed),
        Some(case) => match case.value.as_str() {
            Some("upper") => Some(Case::Upper),
            Some("lower") => Some(Case::Lower),
            Some("mixed") => Some(Case::Mixed),
            _ => {
                problems.say(&case.pointer, "must be \"upper\", \"lower\" or \"mixed\"");
                None
            }
        },
    };
    let least = match node.member("minLength") {
        None => Some(0),
        Some(least) => problems.integral(&least, 0, u64::MAX),
    };
    let most = match node.member("maxLength") {
        None => Some(None),
        Some(most) => problems.integral(&most, 1, u64::MAX).map(Some),
    };
    let rule = TextRule::Shape {
        case: case?,
        least: least?,
        most: most?,
    };
    Some((ValueFormat::Text(rule), encoding?))
}

type Hashing = (Comparison, Insertions, TokenHash, Option<MissingValue>);

fn read_hashing(node: &Node<'_>, problems: &mut Problems) -> Option<Hashing> {
    problems.object(node)?;
    problems.only(node, &["hash", "strategy", "comparison", "missingValue"]);
    let comparison = problems.required(node, "comparison");
    let comparison = comparison.and_then(|node| read_comparison(&node, problems));
    let insertions = problems.required(node, "strategy");
    let insertions = insertions.and_then(|node| strategy(&node, problems));
    let hash = match node.member("hash") {
        None => Some(TokenHash::Blake),
        Some(hash) => token_hash(&hash, problems),
    };
    let missing = match node.member("missingValue") {
        None => Some(None),
        Some(missing) => missing_value(&missing, problems).map(Some),
    };
    Some((comparison?, insertions?, hash?, missing?))
}

fn read_comparison(node: &Node<'_>, problems: &mut Problems) -> Option<Comparison> {
    let kind = problems.required(node, "type")?;
    match kind.value.as_str() {
        Some("exact") => Some(Comparison::Exact),
        Some("ngram") => {
            let characters = problems.required(node, "n")?;
            let characters = problems.whole(&characters, 1, MOST_GRAM);
            let positional = match node.member("positional") {
                None => Some(false),
                Some(positional) => problems.flag(&positional),
            };
            Some(Comparison::Grams {
                characters: usize::try_from(characters?).ok()?,
                positional: positional?,
            })
        }
        Some("numeric") => {
            let distance = problems.required(node, "thresholdDistance");
            let distance = distance.and_then(|distance| {
                let number = distance.value.as_f64().filter(|&number| number > 0.0);
                if number.is_none() {
                    problems.say(&distance.pointer, "must be a number above 0");
                }
                number
            });
            let resolution = problems.required(node, "resolution");
            let resolution = resolution.and_then(|r| problems.whole(&r, 1, MOST_RESOLUTION));
            let decimals = match node.member("fractional_precision") {
                None => Some(0),
                Some(decimals) => problems.whole(&decimals, 0, MOST_DECIMALS),
            };
            let numeric = Numeric::new(distance?, resolution?, decimals?);
            if numeric.is_none() {
                problems.say(
                    &node.pointer,
                    "\"thresholdDistance\", to \"fractional_precision\" decimals, is nothing or too large",
                );
            }
            numeric.map(Comparison::Numeric)
        }
        _ => {
            problems.say(&kind.pointer, "must be \"ngram\", \"exact\" or \"numeric\"");
            None
        }
    }
}

fn strategy(node: &Node<'_>, problems: &mut Problems) -> Option<Insertions> {
    problems.object(node)?;
    let bits = |bits: u64| usize::try_from(bits).ok();
    match (node.member("bitsPerToken"), node.member("bitsPerFeature")) {
        (Some(per_token), None) => {
            problems.only(node, &["bitsPerToken"]);
            let number = problems.integral(&per_token, 1, MOST_INSERTIONS)?;
            bits(number).map(Insertions::PerToken)
        }
        (None, Some(per_feature)) => {
            problems.only(node, &["bitsPerFeature"]);
            let number = problems.integral(&per_feature, 1, MOST_INSERTIONS)?;
            bits(number).map(Insertions::PerFeature)
        }
        _ => {
            problems.say(
                &node.pointer,
                "must have either \"bitsPerToken\" or \"bitsPerFeature\"",
            );
            None
        }
    }
}

fn token_hash(node: &Node<'_>, problems: &mut Problems) -> Option<TokenHash> {
    let kind = problems.required(node, "type")?;
    let guard = node.member("prevent_singularity");
    match kind.value.as_str() {
        Some("blakeHash") => {
            if let Some(guard) = guard {
                problems.say(&guard.pointer, "goes with \"doubleHash\" only");
            }
            Some(TokenHash::Blake)
        }
        Some("doubleHash") => {
            let prevent_singularity = match guard {
                None => false,
                Some(guard) => problems.flag(&guard)?,
            };
            Some(TokenHash::Double {
                prevent_singularity,
            })
        }
        _ => {
            problems.say(&kind.pointer, "must be \"blakeHash\" or \"doubleHash\"");
            None
        }
    }
}

fn missing_value(node: &Node<'_>, problems: &mut Problems) -> Option<MissingValue> {
    let sentinel = problems.required(node, "sentinel")?;
    let sentinel = problems.text(&sentinel)?.to_owned();
    let replacement = match node.member("replaceWith") {
        // Then the sentinel itself is hashed, as clkhash does.
        None => sentinel.clone(),
        Some(replacement) => problems.text(&replacement)?.to_owned(),
    };
    Some(MissingValue {
        sentinel,
        replacement,
    })
}
