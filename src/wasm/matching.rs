//! Matching, in one worker or divided among several.

use std::sync::Arc;

use js_sys::{Array, Function, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::error::Thrown;
use super::files::{JsSource, Pieces, object};
use super::keys::{open_identity, received};
use super::{Answer, agreement, from_js, reporter, to_js, today};
use crate::agreement::Agreement;
use crate::rejoin::LinkedRecords;
use crate::report::{match_charts, match_page};
use crate::simple::{
    self, DividedMatch, Division, Error, ExtractSize, Helper, MatchOptions, WorkerPool,
};

pub(super) fn options(pool: JsValue) -> Answer<MatchOptions> {
    Ok(MatchOptions {
        pool: from_js::<WorkerPool>(pool)?,
        ..MatchOptions::default()
    })
}

/// What matching extracts of these sizes takes; refused when it does not fit.
#[wasm_bindgen]
pub fn match_plan(json: &str, extracts: JsValue, pool: JsValue) -> Answer<JsValue> {
    let extracts = from_js::<Vec<ExtractSize>>(extracts)?;
    to_js(&simple::match_plan(
        &agreement(json)?,
        &extracts,
        &options(pool)?,
    )?)
}

/// A file of text.
#[derive(Deserialize)]
struct Text {
    name: String,
    text: String,
}

#[derive(Serialize)]
struct DivisionAnswer {
    parts: usize,
    workers: usize,
}

pub(super) fn division(matching: &mut DividedMatch) -> Answer<JsValue> {
    match matching.next_division()? {
        Some(Division { parts, workers }) => to_js(&DivisionAnswer { parts, workers }),
        None => Ok(JsValue::UNDEFINED),
    }
}

pub(super) fn write(matching: &DividedMatch, out: &Function) -> Answer<()> {
    matching
        .write_to(&mut Pieces(out))
        .map_err(|_| Thrown::internal("the filters could not be passed on"))
}

/// `match` in steps, so that other workers can do parts of it.
#[wasm_bindgen]
pub struct Matching {
    work: DividedMatch,
    agreement: Agreement,
}

#[wasm_bindgen]
impl Matching {
    /// Reads and checks the extracts, and links what match keys link.
    #[wasm_bindgen(constructor)]
    pub fn new(
        json: &str,
        files: Array,
        identity: Option<Vec<u8>>,
        passphrase: Option<String>,
        answers: JsValue,
        earlier: Option<JsSource>,
        pool: JsValue,
        progress: Function,
    ) -> Answer<Matching> {
        let agreement = agreement(json)?;
        let mut options = options(pool)?;
        options.today = Some(today()?);
        for Text { name, text } in from_js::<Vec<Text>>(answers)? {
            let read = simple::read_answers(&name, &text)?;
            options.answers.push((name, read));
        }
        if let Some(links) = earlier {
            let size = links.bytes();
            let (name, bytes) = links.whole(size)?;
            let read = LinkedRecords::read(&name, &bytes).map_err(Error::from)?;
            options.earlier = Some((name, Arc::new(read)));
        }
        let identity = open_identity(identity, passphrase)?;
        let files: Vec<JsSource> = files.iter().map(JsCast::unchecked_into).collect();
        let files = received(&files, identity.as_ref())?;
        let mut report = reporter(&progress);
        let begun = DividedMatch::begin(&agreement, files, &options, &mut report)?;
        Ok(Self {
            work: begun,
            agreement,
        })
    }

    /// Ends the comparison before, and says how the next is divided; `undefined` when there are no more.
    pub fn next(&mut self) -> Answer<JsValue> {
        division(&mut self.work)
    }

    /// Passes on, piece by piece, what a `MatchHelper` reads.
    pub fn write(&self, out: Function) -> Answer<()> {
        write(&self.work, &out)
    }

    /// Does a part here.
    pub fn compare(&mut self, part: usize) -> Answer<()> {
        Ok(self.work.compare(part)?)
    }

    /// Adds what a `MatchHelper` found.
    pub fn add(&mut self, found: Vec<u8>) -> Answer<()> {
        Ok(self.work.add(&found)?)
    }

    /// How many parts are not done yet.
    pub fn missing(&self) -> usize {
        self.work.missing()
    }

    /// The links file, the report, the pairs to put to people, and who shares a home, the last two null without; the report as a
    /// page, and its charts by themselves.
    pub fn finish(self) -> Answer<JsValue> {
        let matched = self.work.finish()?;
        let page = match_page(&self.agreement, &matched.report);
        let charts = match_charts(&self.agreement, &matched.report);
        let links = Uint8Array::from(matched.links.to_csv().as_bytes());
        let homes = matched.homes.map_or(JsValue::NULL, |homes| {
            Uint8Array::from(homes.to_csv().as_bytes()).into()
        });
        object(&[
            ("links", links.into()),
            ("homes", homes),
            ("report", to_js(&matched.report)?),
            ("review", to_js(&matched.review)?),
            ("page", Uint8Array::from(page.as_bytes()).into()),
            ("charts", to_js(&charts)?),
        ])
    }
}

/// How many records the links of an earlier run have.
#[wasm_bindgen]
pub fn links_check(source: JsSource) -> Answer<f64> {
    let size = source.bytes();
    let (name, bytes) = source.whole(size)?;
    let links = LinkedRecords::read(&name, &bytes).map_err(Error::from)?;
    #[expect(clippy::cast_precision_loss)] // A file has fewer than 2^52 lines.
    let records = links
        .groups()
        .map(|(_, members)| members.len())
        .sum::<usize>() as f64;
    Ok(records)
}

/// Does parts of a comparison for a `Matching` in another worker.
#[wasm_bindgen]
pub struct MatchHelper(Helper);

#[wasm_bindgen]
impl MatchHelper {
    /// Reads what `Matching.write` passed on.
    #[wasm_bindgen(constructor)]
    pub fn new(source: JsSource) -> Answer<MatchHelper> {
        let (_, size, reader) = source.open();
        Ok(Self(Helper::read_from(reader, size)?))
    }

    /// Does a part, for `Matching.add`.
    pub fn compare(&self, part: usize) -> Answer<Uint8Array> {
        Ok(Uint8Array::from(self.0.compare(part)?.as_slice()))
    }
}
