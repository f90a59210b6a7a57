//! A feature of a linkage schema, as JSON -> [`Feature`].

use std::collections::HashSet;

use super::comparison::{Comparison, MOST_DECIMALS, MOST_RESOLUTION, Numeric};
use super::date_format::DateFormat;
use super::json::{Node, Problems, Said, integral};
use super::pattern::Pattern;
use super::schema::{
    Case, Encoding, Feature, HashedFeature, MissingValue, TextRule, TokenHash, ValueFormat,
};
use crate::encode::clk::Insertions;

/// The most bits that a token or a value sets.
const MOST_INSERTIONS: u64 = 1 << 15;
/// The longest gram, in characters.
const MOST_GRAM: u64 = 64;

pub(super) fn feature(node: &Node<'_>, problems: &mut Problems) -> Option<Feature> {
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
