//! The browser's edge: translates JavaScript values to calls of [`crate::simple`] and its answers back, and nothing
//! more. The functions mirror `www/src/core.ts`. All are synchronous, for use in a worker; each may throw an `Error`
//! whose `code` is stable.

// Everything here is called from JavaScript, which has no use for `#[must_use]` and passes owned values.
#![allow(clippy::needless_pass_by_value, clippy::must_use_candidate)]

mod answers;
mod error;
mod files;
#[cfg(feature = "interop-in-browser")]
mod interop;
mod keys;
mod lookups;
mod matching;
mod owner;
mod rehearsal;
mod view;

use js_sys::Function;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::agreement::{
    Agreement, Disclosure, IncidentChoices, PRESETS, Recipient, RenewalChoices, Results, TEMPLATES,
    TemplateChoices,
};
use crate::read::{ColumnMapping, Mapping, MappingRequest, ReadOptions};
use crate::report::assessment_page;
use crate::simple::{
    self, EarlierReferences, Error, ExcludeList, InvalidValues, PrepareOptions, Progress,
    RepeatedIds, RowFilter, Selection,
};
use crate::standardise::Day;

use error::Thrown;
use files::{JsSink, JsSource};
use keys::{open_identity, open_key, opened};
use lookups::Tables;

type Answer<T> = Result<T, Thrown>;

fn to_js(value: &impl Serialize) -> Answer<JsValue> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| Thrown::internal(&error.to_string()))
}

fn from_js<T: for<'de> Deserialize<'de>>(value: JsValue) -> Answer<T> {
    serde_wasm_bindgen::from_value(value).map_err(|error| Thrown::internal(&error.to_string()))
}

fn agreement(json: &str) -> Answer<Agreement> {
    Ok(Agreement::from_json(json).map_err(Error::from)?)
}

fn today() -> Answer<Day> {
    let now = js_sys::Date::new_0();
    let text = format!(
        "{:04}-{:02}-{:02}",
        now.get_utc_full_year(),
        now.get_utc_month() + 1,
        now.get_utc_date()
    );
    Ok(simple::day(&text)?)
}

/// Calls `callback` with each report of progress; what it throws is ignored.
fn reporter(callback: &Function) -> impl FnMut(Progress) {
    move |progress| {
        if let Ok(value) = to_js(&answers::progress(progress)) {
            let _ = callback.call1(&JsValue::NULL, &value);
        }
    }
}

#[derive(Deserialize)]
struct Options {
    party: String,
    recipient: Option<String>,
    read: ReadOptions,
    mapping: Vec<MappingRequest>,
    /// Whether columns that are not in `mapping` stay unused: so when absent. Otherwise they map themselves by name, as on
    /// the command line.
    only_named: Option<bool>,
    id_column: Option<String>,
    invalid_values: InvalidValues,
    exclude: Vec<String>,
    exclude_lists: Vec<ListFile>,
    filters: Vec<RowFilter>,
    repeated_ids: RepeatedIds,
    seed: Option<u64>,
}

/// A file of a field's values whose records are left out.
#[derive(Deserialize)]
struct ListFile {
    field: String,
    file: String,
    text: String,
}

impl Options {
    fn into_prepare(self, agreement: &Agreement) -> Answer<PrepareOptions> {
        let today = today()?;
        let lists = self
            .exclude_lists
            .iter()
            .map(|list| ExcludeList::read(agreement, &list.field, &list.file, &list.text, today))
            .collect::<Result<_, _>>()?;
        Ok(PrepareOptions {
            recipient: self.recipient,
            read: self.read,
            columns: ColumnMapping {
                named: self.mapping,
                only_named: self.only_named.unwrap_or(true),
                id_column: self.id_column,
            },
            invalid_values: self.invalid_values,
            selection: Selection {
                ids: self.exclude.into_iter().collect(),
                lists,
                filters: self.filters,
                repeated_ids: self.repeated_ids,
            },
            seed: self.seed,
            ..PrepareOptions::new(&self.party, today)
        })
    }
}

/// The version of the core.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The templates there are.
#[wasm_bindgen]
pub fn templates() -> Answer<JsValue> {
    to_js(&TEMPLATES.iter().map(answers::template).collect::<Vec<_>>())
}

/// The presets of match keys there are.
#[wasm_bindgen]
pub fn match_key_presets() -> Answer<JsValue> {
    to_js(&PRESETS.iter().map(answers::preset).collect::<Vec<_>>())
}

/// What is chosen of a template.
#[derive(Deserialize)]
struct Choices {
    match_keys: String,
    repeats: Vec<String>,
    review: bool,
    households: bool,
    results: Results,
    expires: Option<String>,
    attributes: Vec<String>,
    seen_by: Vec<String>,
    disclosure: Option<Disclosure>,
    /// Of the template of incidents.
    #[serde(default)]
    incident: Incident,
}

#[derive(Default, Deserialize)]
struct Incident {
    within_metres: Option<u32>,
    within_minutes: Option<u32>,
    cell_metres: Option<u32>,
    values: Vec<String>,
}

/// The text of a new agreement.
#[wasm_bindgen]
pub fn agreement_new(
    template: &str,
    choices: JsValue,
    parties: Vec<String>,
    recipients: JsValue,
) -> Answer<String> {
    let chosen = from_js::<Choices>(choices)?;
    let choices = TemplateChoices {
        match_keys: &chosen.match_keys,
        repeats: &chosen.repeats,
        review: chosen.review,
        households: chosen.households,
        results: chosen.results,
        expires: chosen.expires.as_deref(),
        attributes: &chosen.attributes,
        seen_by: &chosen.seen_by,
        disclosure: chosen.disclosure,
        incident: IncidentChoices {
            within_metres: chosen.incident.within_metres,
            within_minutes: chosen.incident.within_minutes,
            cell_metres: chosen.incident.cell_metres,
            values: &chosen.incident.values,
        },
        ..TemplateChoices::default()
    };
    let recipients = from_js::<Vec<Recipient>>(recipients)?;
    let agreement = simple::agreement_for(template, &choices, &parties, recipients)?;
    Ok(agreement.text().to_json())
}

/// The text of the next edition of an agreement, with another last day or threshold where one is given.
#[wasm_bindgen]
pub fn agreement_renew(
    json: &str,
    expires: Option<String>,
    similarity_threshold: Option<f64>,
    probability_threshold: Option<f64>,
) -> Answer<String> {
    let choices = RenewalChoices {
        expires: expires.as_deref(),
        similarity_threshold,
        probability_threshold,
    };
    let renewed = simple::agreement_renew(&agreement(json)?, &choices)?;
    Ok(renewed.text().to_json())
}

/// What an agreement settles.
#[wasm_bindgen]
pub fn agreement_check(json: &str) -> Answer<JsValue> {
    let agreement = agreement(json)?;
    simple::expect_current_levels(&agreement)?;
    to_js(&answers::agreement(&agreement, today()?))
}

/// A data protection impact assessment begun from an agreement, as a page of HTML.
#[wasm_bindgen]
pub fn agreement_assessment(json: &str) -> Answer<String> {
    Ok(assessment_page(&agreement(json)?))
}

/// A file's columns and what they seem to be.
#[wasm_bindgen]
pub fn file_columns(json: &str, read: JsValue, source: JsSource) -> Answer<JsValue> {
    const FIRST_ROWS: usize = 5;
    let agreement = agreement(json)?;
    let (name, size, reader) = source.open();
    to_js(&simple::file_columns(
        &agreement,
        &from_js(read)?,
        (&name, size, reader),
        today()?,
        FIRST_ROWS,
    )?)
}

/// The text of a mapping file.
#[wasm_bindgen]
pub fn mapping_save(mapping: JsValue, id_column: Option<String>) -> Answer<String> {
    let mapping = ColumnMapping {
        named: from_js(mapping)?,
        only_named: true,
        id_column,
    };
    Ok(mapping.to_json())
}

/// What a saved mapping says of a file's columns; refused when it does not fit them.
#[wasm_bindgen]
pub fn mapping_open(
    json: &str,
    file: &str,
    columns: Vec<String>,
    name: &str,
    text: &str,
) -> Answer<JsValue> {
    let agreement = agreement(json)?;
    let saved = ColumnMapping::from_json(name, text).map_err(Error::from)?;
    Mapping::propose(&agreement, file, &columns, &saved).map_err(Error::from)?;
    files::object(&[
        ("mapping", to_js(&saved.named)?),
        ("id_column", to_js(&saved.id_column)?),
    ])
}

/// What a file's data holds and what is wrong with it.
#[wasm_bindgen]
pub fn file_look(
    json: &str,
    read: JsValue,
    mapping: JsValue,
    tables: &Tables,
    source: JsSource,
    progress: Function,
) -> Answer<JsValue> {
    let agreement = agreement(json)?;
    let columns = ColumnMapping {
        named: from_js(mapping)?,
        only_named: true,
        id_column: None,
    };
    let (name, size, reader) = source.open();
    to_js(&simple::file_look(
        &agreement,
        &from_js(read)?,
        &columns,
        tables.lookups(),
        today()?,
        (&name, size, reader),
        &mut reporter(&progress),
    )?)
}

/// The first rows beside what would leave of them.
#[wasm_bindgen]
pub fn preview(
    json: &str,
    key_file: Vec<u8>,
    passphrase: Option<String>,
    options: JsValue,
    tables: &Tables,
    source: JsSource,
    rows: usize,
) -> Answer<JsValue> {
    let agreement = agreement(json)?;
    let key = open_key(key_file, passphrase)?;
    let mut options = from_js::<Options>(options)?.into_prepare(&agreement)?;
    options.lookups = tables.lookups().clone();
    let (name, size, reader) = source.open();
    to_js(&simple::preview(
        &agreement,
        &key,
        &options,
        (&name, size, reader),
        rows,
    )?)
}

/// `prepare` in steps: the page's worker lets the browser collect garbage between them.
#[wasm_bindgen]
pub struct Preparation {
    inner: simple::Preparation<files::Reader>,
    sink: files::Sink,
    progress: Function,
}

#[wasm_bindgen]
impl Preparation {
    /// Opens the file; the outputs will go to `sink`. With the crosswalk of an earlier run, records keep their references.
    #[wasm_bindgen(constructor)]
    pub fn new(
        json: &str,
        key_file: Vec<u8>,
        passphrase: Option<String>,
        options: JsValue,
        tables: &Tables,
        earlier: Option<JsSource>,
        source: JsSource,
        sink: JsSink,
        progress: Function,
    ) -> Answer<Preparation> {
        let agreement = agreement(json)?;
        let key = open_key(key_file, passphrase)?;
        let mut options = from_js::<Options>(options)?.into_prepare(&agreement)?;
        options.lookups = tables.lookups().clone();
        if let Some(crosswalk) = earlier {
            let size = crosswalk.bytes();
            let (name, bytes) = crosswalk.whole(size)?;
            options.earlier = EarlierReferences::read(&name, &bytes)?;
        }
        let (name, size, reader) = source.open();
        Ok(Self {
            inner: simple::Preparation::begin(&agreement, &key, options, (&name, size, reader))?,
            sink: files::Sink(sink),
            progress,
        })
    }

    /// Does the next part of the work: `undefined` while there is more to do, and the run record at the end.
    pub fn step(&mut self) -> Answer<JsValue> {
        let record = self
            .inner
            .step(&mut self.sink, &mut reporter(&self.progress))?;
        record.map_or(Ok(JsValue::UNDEFINED), |record| to_js(&record))
    }
}

/// What is in a file and what it reveals.
#[wasm_bindgen]
pub fn inspect(
    name: &str,
    bytes: Vec<u8>,
    identity: Option<Vec<u8>>,
    passphrase: Option<String>,
) -> Answer<JsValue> {
    let bytes = match open_identity(identity, passphrase)? {
        Some(identity) => opened(name, bytes, Some(&identity))?,
        None => bytes,
    };
    to_js(&simple::inspect(name, bytes)?)
}

/// Checks one extract against the agreement.
#[wasm_bindgen]
pub fn extract_check(
    json: &str,
    name: &str,
    bytes: Vec<u8>,
    identity: Option<Vec<u8>>,
    passphrase: Option<String>,
) -> Answer<JsValue> {
    let agreement = agreement(json)?;
    let identity = open_identity(identity, passphrase)?;
    let bytes = opened(name, bytes, identity.as_ref())?;
    to_js(&simple::check_extract(&agreement, name, bytes)?)
}
