//! Attacks on our own encodings, run on made-up people: how much does each give away, and to whom?
//!
//! Every attack has a control that it must break, so that a low figure says something of the encoding and not of the attack.
//! A low figure is still no proof: it says that these attacks failed. `docs/attacks.md` has figures and what they do not show.
//!
//! Nothing else uses this module but the command line, and it is not part of the WebAssembly build.

// Statistics in single precision over counts of records and bits: nothing here is exact, or goes into an encoding.
#![allow(clippy::cast_precision_loss)]

pub mod construction;
mod dictionary;
mod error;
pub mod filters;
mod frequency;
mod graph;
mod keys;
pub mod linkage;
mod patterns;
pub mod people;
mod report;
pub mod settings;

pub use error::AttackError;
pub use graph::{Identified, Knowledge, attack as graph_attack};
pub use report::{DICTIONARY, FREQUENCY, Figure, GRAPH, PATTERNS, Report};

use std::time::Instant;

use construction::Salt;
use people::Scene;
use settings::Encoding;

use crate::synth::Corruption;

/// What to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// People in the encoded file of graph attacks; the other attacks take more of them.
    pub people: u32,
    /// The seed of people and keys.
    pub seed: u64,
    /// Try all NHS numbers there can be, in place of a slice of ten million that holds the targets.
    pub full: bool,
    /// Threads to use.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            people: 2_000,
            seed: 1,
            full: false,
            threads: 2,
        }
    }
}

/// First nine digits in the slice of NHS numbers that holds the targets.
const SLICE: u32 = 10_000_000;
/// People whose tokens are counted, for each of a graph's; and the most.
const COUNTED: (u32, u32) = (25, 50_000);
/// People whose filters are mined, for each of a graph's; and the most.
const MINED: (u32, u32) = (5, 10_000);
/// One pair in so many is known beforehand to the attacker who is given some.
const KNOWN_PAIRS: usize = 20;

/// Runs all attacks. `progress` is told what is being done.
///
/// # Errors
/// [`AttackError::People`] when that many people cannot be made.
pub fn run(options: &Options, progress: &mut dyn FnMut(&str)) -> Result<Report, AttackError> {
    let mut report = Report {
        people: options.people,
        seed: options.seed,
        figures: Vec::new(),
    };
    dictionaries(options, SLICE, progress, &mut report)?;
    let scaled = |(times, most): (u32, u32)| options.people.saturating_mul(times).min(most);
    progress("frequency of tokens");
    let strangers = Scene::new(scaled(COUNTED), 0.0, options.seed, Corruption::NONE)?;
    frequencies(&strangers, options, &mut report)?;
    let strangers = Scene::new(scaled(MINED), 0.0, options.seed, Corruption::NONE)?;
    mining(&strangers, options, progress, &mut report)?;
    graphs(options, progress, &mut report)?;
    Ok(report)
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn dictionaries(
    options: &Options,
    slice: u32,
    progress: &mut dyn FnMut(&str),
    report: &mut Report,
) -> Result<(), AttackError> {
    use dictionary::{Setting, VALID_NUMBERS};
    for (setting, encoding, given) in [
        (
            Setting::Unkeyed,
            "SHA-256 of the NHS number, without a key",
            "the file (control)",
        ),
        (
            Setting::WithoutKey,
            "our token of the NHS number",
            "the file; tries SHA-256 and three guessed keys",
        ),
        (
            Setting::WithKey,
            "our token of the NHS number",
            "the file and the project key (control)",
        ),
    ] {
        progress(&format!("dictionary: {encoding}; {given}"));
        let started = Instant::now();
        let outcome =
            dictionary::attack(setting, slice, options.full, options.seed, options.threads)?;
        let minutes = f64::from(VALID_NUMBERS) / outcome.rate / 60.0;
        let searched = if options.full {
            "all numbers".to_owned()
        } else {
            format!(
                "searched: {slice} first nine digits that hold the targets; all numbers would take {minutes:.1} minutes a guess"
            )
        };
        report.figures.push(Figure {
            attack: DICTIONARY,
            encoding: encoding.to_owned(),
            given: given.to_owned(),
            success: share(outcome.found, outcome.targets),
            chance: 1.0 / f64::from(VALID_NUMBERS),
            precision: None,
            linkage_f1: None,
            note: format!(
                "{:.1} million numbers a second; {searched}",
                outcome.rate / 1e6
            ),
            seconds: started.elapsed().as_secs_f64(),
        });
    }
    Ok(())
}

fn frequencies(
    strangers: &Scene,
    options: &Options,
    report: &mut Report,
) -> Result<(), AttackError> {
    let started = Instant::now();
    let outcomes = frequency::attack(strangers, options.seed)?;
    let seconds = started.elapsed().as_secs_f64() / outcomes.len().max(1) as f64;
    for (name, outcome) in outcomes {
        report.figures.push(Figure {
            attack: FREQUENCY,
            encoding: name,
            given: format!("plain values of {} other people", strangers.known.len()),
            success: share(outcome.right, outcome.records),
            chance: 1.0 / outcome.distinct.max(1) as f64,
            precision: None,
            linkage_f1: None,
            note: format!(
                "of the 10 commonest {} named, of the 50 commonest {}",
                outcome.of_top_10, outcome.of_top_50
            ),
            seconds,
        });
    }
    Ok(())
}

fn mining(
    strangers: &Scene,
    options: &Options,
    progress: &mut dyn FnMut(&str),
    report: &mut Report,
) -> Result<(), AttackError> {
    let given_name = || settings::one_field(strangers, "given_name");
    let surname = || settings::one_field(strangers, "surname");
    for (encoding, control) in [
        (given_name(), true),
        (surname(), true),
        (given_name(), false),
        (surname(), false),
        (settings::classical(strangers), false),
        (settings::plain(strangers)?, false),
        (settings::diffused(strangers, 74, 10, 2048)?, false),
    ] {
        progress(&format!("patterns: {}", encoding.name));
        let started = Instant::now();
        let Scene { target, known, .. } = strangers;
        // Whoever counts the same people's values is not misled by chance: what fails then is the attack.
        let public = if control { target } else { known };
        let outcome = patterns::attack(
            &encoding.construction,
            options.seed,
            target,
            public,
            options.threads,
        );
        report.figures.push(Figure {
            attack: PATTERNS,
            encoding: encoding.name,
            given: if control {
                "plain values of the same people, in no order; the construction (control)".to_owned()
            } else {
                format!("plain values of {} other people; the construction", known.len())
            },
            success: share(outcome.right_values, outcome.values),
            chance: share(outcome.commonest, outcome.values),
            precision: Some(share(outcome.right_patterns, outcome.patterns)),
            linkage_f1: None,
            note: format!(
                "{} of {} patterns are the gram they were taken for; chance: always the commonest value",
                outcome.right_patterns, outcome.patterns
            ),
            seconds: started.elapsed().as_secs_f64(),
        });
    }
    Ok(())
}

/// How many of the people are in common.
#[derive(Clone, Copy)]
enum Overlap {
    All,
    Half,
    Fifth,
}

/// A graph attack to run: what on, how many of the people are in common, and with pairs known or not.
type Case = (Encoding, Overlap, bool);

fn graphs(
    options: &Options,
    progress: &mut dyn FnMut(&str),
    report: &mut Report,
) -> Result<(), AttackError> {
    let all = Scene::new(options.people, 1.0, options.seed, Corruption::NONE)?;
    let half = Scene::new(options.people, 0.5, options.seed, Corruption::NONE)?;
    let fifth = Scene::new(options.people, 0.2, options.seed, Corruption::NONE)?;
    let linkage = Scene::new(options.people, 0.2, options.seed, Corruption::REALISTIC)?;
    let year = Salt::Leading(all.field("birth_date"), 4);
    let unique = Salt::Whole(all.field("nhs_number"));
    let salted = |name, salt| settings::salted(&all, name, salt);
    let mut cases: Vec<Case> = vec![
        (settings::classical(&all), Overlap::All, false),
        (settings::classical(&all), Overlap::Half, false),
        (settings::classical(&all), Overlap::Fifth, false),
        (settings::plain(&all)?, Overlap::All, false),
        (settings::plain(&all)?, Overlap::Half, false),
        (settings::plain(&all)?, Overlap::Fifth, false),
        (salted("the birth year", year)?, Overlap::All, false),
        (salted("the NHS number", unique)?, Overlap::All, false),
    ];
    for (bits, mixed, output) in [
        (690, 2, 1024),
        (690, 5, 1024),
        (690, 10, 1024),
        (200, 10, 1024),
        (74, 10, 2048),
        (74, 28, 2048),
    ] {
        let encoding = settings::diffused(&all, bits, mixed, output)?;
        cases.push((encoding, Overlap::All, false));
    }
    for (overlap, with_pairs) in [(Overlap::Fifth, false), (Overlap::All, true)] {
        let encoding = settings::diffused(&all, 74, 28, 2048)?;
        cases.push((encoding, overlap, with_pairs));
    }
    for (encoding, overlap, with_pairs) in cases {
        progress(&format!("graph: {}", encoding.name));
        let scene = match overlap {
            Overlap::All => &all,
            Overlap::Half => &half,
            Overlap::Fifth => &fifth,
        };
        let mut figure = graph_figure(scene, &encoding, with_pairs, options)?;
        let [left, right] =
            [&linkage.target, &linkage.known].map(|side| encoding.encode(side, options.seed));
        figure.linkage_f1 =
            Some(linkage::best_f1(&left?, &right?, &linkage.truth, options.threads).one_to_one);
        report.figures.push(figure);
    }
    Ok(())
}

/// Runs the graph attack on one encoding of a scene.
///
/// # Errors
/// [`AttackError::Key`], never in practice.
pub fn graph_figure(
    scene: &Scene,
    encoding: &Encoding,
    with_pairs: bool,
    options: &Options,
) -> Result<Figure, AttackError> {
    let started = Instant::now();
    let target = encoding.encode(&scene.target, options.seed)?;
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    if with_pairs {
        let shared = scene.truth.iter().enumerate();
        let shared = shared.filter_map(|(one, other)| Some((one, (*other)?)));
        pairs.extend(shared.step_by(KNOWN_PAIRS));
    }
    let knowledge = Knowledge {
        construction: &encoding.construction,
        known: &scene.known,
        pairs: &pairs,
    };
    let found = graph_attack(&target, &knowledge, options.threads);
    let given: std::collections::HashSet<usize> = pairs.iter().map(|&(one, _)| one).collect();
    let (mut attacked, mut right, mut sure, mut surely_right) = (0, 0, 0, 0);
    for (record, truth) in scene.truth.iter().enumerate() {
        if given.contains(&record) {
            continue;
        }
        let is_right = truth.is_some() && found.all.get(record).copied() == *truth;
        attacked += usize::from(truth.is_some());
        right += usize::from(is_right);
        if found.mutual.get(record) == Some(&true) {
            sure += 1;
            surely_right += usize::from(is_right);
        }
    }
    let in_common = if scene.shared() == scene.truth.len() {
        "the same people's plain records".to_owned()
    } else {
        format!(
            "{} plain records, {} of people in the file",
            scene.known.len(),
            scene.shared()
        )
    };
    Ok(Figure {
        attack: GRAPH,
        encoding: encoding.name.clone(),
        given: format!(
            "{in_common}{}",
            if with_pairs {
                "; one in 20 already matched, which are not counted"
            } else {
                ""
            }
        ),
        success: share(right, attacked),
        chance: 1.0 / scene.known.len().max(1) as f64,
        precision: Some(share(surely_right, sure)),
        linkage_f1: None,
        note: format!(
            "input fill {:.2}",
            encoding
                .construction
                .before_diffusion(&scene.known, 0)
                .fill()
        ),
        seconds: started.elapsed().as_secs_f64(),
    })
}

#[cfg(test)]
mod tests;
