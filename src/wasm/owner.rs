//! The owner's side of a match: links and questions beside own rows.

use js_sys::Function;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::error::Thrown;
use super::files::{JsSource, Pieces};
use super::{Answer, from_js, reporter, to_js};
use crate::read::ReadOptions;
use crate::rejoin::{Answering, Crosswalk, JoinOptions, RowsWritten};
use crate::report::Verdict;
use crate::simple::{self, Error};

#[derive(Deserialize)]
struct Options {
    read: ReadOptions,
    id_column: Option<String>,
    linked_only: bool,
}

impl From<Options> for JoinOptions {
    fn from(options: Options) -> Self {
        Self {
            party: None,
            read: options.read,
            id_column: options.id_column,
            rows: if options.linked_only {
                RowsWritten::Linked
            } else {
                RowsWritten::All
            },
            shared: None,
        }
    }
}

/// How many own ids the crosswalk of an earlier run has.
#[wasm_bindgen]
pub fn crosswalk_check(source: JsSource) -> Answer<f64> {
    let size = source.bytes();
    let (name, bytes) = source.whole(size)?;
    let crosswalk = Crosswalk::read(&name, &bytes).map_err(Error::from)?;
    #[expect(clippy::cast_precision_loss)] // A file has fewer than 2^52 lines.
    let ids = crosswalk.into_references().len() as f64;
    Ok(ids)
}

/// The owner's rows with what they were linked to, passed on piece by piece; gives back the counts.
#[wasm_bindgen]
pub fn rejoin(
    links: JsSource,
    crosswalk: JsSource,
    options: JsValue,
    source: JsSource,
    out: Function,
    progress: Function,
) -> Answer<JsValue> {
    let all = links.bytes() + crosswalk.bytes();
    let (links_name, links) = links.whole(all)?;
    let (crosswalk_name, crosswalk) = crosswalk.whole(all)?;
    let (name, size, reader) = source.open();
    to_js(&simple::rejoin(
        (&links_name, &links),
        (&crosswalk_name, &crosswalk),
        &from_js::<Options>(options)?.into(),
        (&name, size, reader),
        &mut Pieces(&out),
        &mut reporter(&progress),
    )?)
}

/// The pairs of a review beside the owner's rows: for the owner's screen.
#[wasm_bindgen]
pub fn review_questions(
    review_name: &str,
    review: &str,
    crosswalk: JsSource,
    options: JsValue,
    source: JsSource,
    progress: Function,
) -> Answer<JsValue> {
    let review = simple::read_review(review_name, review)?;
    let all = crosswalk.bytes();
    let (crosswalk_name, crosswalk) = crosswalk.whole(all)?;
    let (name, size, reader) = source.open();
    to_js(&simple::review_questions(
        (review_name, &review),
        (&crosswalk_name, &crosswalk),
        &from_js::<Options>(options)?.into(),
        (&name, size, reader),
        &mut reporter(&progress),
    )?)
}

#[derive(Deserialize)]
struct Said {
    pair: u32,
    answer: Verdict,
}

/// The answers file for what was said of these pairs.
#[wasm_bindgen]
pub fn review_answers(
    review_name: &str,
    review: &str,
    party: &str,
    said: JsValue,
) -> Answer<JsValue> {
    let review = simple::read_review(review_name, review)?;
    let mut answering = Answering::new(&review, party);
    for Said { pair, answer } in from_js::<Vec<Said>>(said)? {
        if !answering.add(pair, answer) {
            return Err(Thrown::internal("a pair is not in the review"));
        }
    }
    to_js(&answering.finish())
}

/// Checks an answers file, and says whose it is.
#[wasm_bindgen]
pub fn answers_check(name: &str, text: &str) -> Answer<JsValue> {
    to_js(&simple::read_answers(name, text)?)
}
