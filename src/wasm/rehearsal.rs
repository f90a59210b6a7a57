//! Made-up people and incidents for a rehearsal.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::Answer;
use super::error::Thrown;
use super::files;
use crate::synth;

/// Made-up people for a rehearsal: of two parties, or of three with indicators of need.
#[wasm_bindgen]
pub fn rehearsal(people: u32, seed: u32, indicators: bool) -> Answer<JsValue> {
    let mut options = synth::Options {
        people,
        seed: u64::from(seed),
        indicators,
        ..synth::Options::default()
    };
    if indicators {
        options.parties = ["hospital", "council", "charity"].map(str::to_owned).into();
        options.holds = vec![0.5, 0.6, 0.3];
    }
    let made =
        synth::synthesise(&options).map_err(|error| Thrown::new("synth", &error.to_string()))?;
    let list = Array::new();
    for file in &made.files {
        list.push(&files::named(&format!("{}.csv", file.party), &file.csv)?);
    }
    list.push(&files::named("truth.csv", &made.truth)?);
    files::object(&[("files", list.into())])
}

/// Made-up violent incidents for a rehearsal: each source's reports, what its codes mean, places by name, and the truth.
#[wasm_bindgen]
pub fn rehearsal_of_incidents(incidents: u32, seed: u32) -> Answer<JsValue> {
    let options = synth::IncidentOptions {
        incidents,
        seed: u64::from(seed),
        ..synth::IncidentOptions::default()
    };
    let made = synth::synthesise_incidents(&options)
        .map_err(|error| Thrown::new("synth", &error.to_string()))?;
    let list = Array::new();
    for (source, csv) in &made.files {
        list.push(&files::named(&format!("{source}.csv"), csv)?);
    }
    for (source, field, csv) in &made.codes {
        list.push(&files::named(&format!("{source}.{field}.codes.csv"), csv)?);
    }
    for (name, csv) in [
        ("gazetteer.csv", &made.gazetteer),
        ("truth.csv", &made.truth),
    ] {
        list.push(&files::named(name, csv)?);
    }
    files::object(&[("files", list.into())])
}
