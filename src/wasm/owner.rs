//! The owner's side of a match: links and questions beside own rows.

use js_sys::{Array, Function, Uint8Array};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::error::Thrown;
use super::files::{JsSource, Pieces, object};
use super::keys::{open_identity, received};
use super::{Answer, agreement, from_js, reporter, to_js, today};
use crate::read::ReadOptions;
use crate::rejoin::{Answering, Crosswalk, JoinOptions, RowsWritten};
use crate::report::Verdict;
use crate::simple::{self, Error, RejoinRecord};

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

/// The owner's rows with what they were linked to, passed on piece by piece; gives back the counts. With the agreement and
/// other parties' extracts, also what it lets the owner see of them: then there are a worklist and a record of what allowed it.
#[wasm_bindgen]
pub fn rejoin(
    links: JsSource,
    crosswalk: JsSource,
    json: Option<String>,
    extracts: Array,
    identity: Option<Vec<u8>>,
    passphrase: Option<String>,
    options: JsValue,
    source: JsSource,
    out: Function,
    progress: Function,
) -> Answer<JsValue> {
    let agreement = json.map(|json| agreement(&json)).transpose()?;
    let all = links.bytes() + crosswalk.bytes();
    let (links_name, links) = links.whole(all)?;
    let (crosswalk_name, crosswalk) = crosswalk.whole(all)?;
    let (links, crosswalk) = (
        (links_name.as_str(), links.as_slice()),
        (crosswalk_name.as_str(), crosswalk.as_slice()),
    );
    let mut options = JoinOptions::from(from_js::<Options>(options)?);
    if let Some(agreement) = &agreement {
        let identity = open_identity(identity, passphrase)?;
        let files: Vec<JsSource> = extracts.iter().map(JsCast::unchecked_into).collect();
        let files = received(&files, identity.as_ref())?;
        let shared = simple::shared_attributes(agreement, today()?, links, crosswalk, None, files)?;
        options.shared = Some(shared);
    }
    let (name, size, reader) = source.open();
    let count = simple::rejoin(
        links,
        crosswalk,
        &options,
        (&name, size, reader),
        &mut Pieces(&out),
        &mut reporter(&progress),
    )?;
    let (mut worklist, mut record) = (JsValue::NULL, JsValue::NULL);
    if let (Some(agreement), Some(shared)) = (&agreement, &options.shared) {
        let people = simple::need_worklist(shared, crosswalk)?;
        worklist = Uint8Array::from(people.as_slice()).into();
        record = to_js(&RejoinRecord::new(agreement, shared, count))?;
    }
    object(&[
        ("count", to_js(&count)?),
        ("worklist", worklist),
        ("record", record),
    ])
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
