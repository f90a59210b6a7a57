//! The combined view: people or incidents of several extracts counted, by links that there are or by links made here and not kept.

use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::prelude::*;

use super::error::Thrown;
use super::files::{JsSource, named, object};
use super::keys::{open_identity, received};
use super::matching::{division, options};
use super::{Answer, agreement, reporter, to_js, today};
use crate::agreement::Agreement;
use crate::secret::Identity;
use crate::simple::{self, CountedLinks, DividedMatch, Error, LinksFor};
use crate::view::{AreaNaming, Areas, Baseline, BaselineKind, ViewOptions};

/// Areas of a map, and what places are compared with; neither where nothing is given.
#[wasm_bindgen]
pub struct ViewPlaces {
    options: ViewOptions,
}

#[wasm_bindgen]
impl ViewPlaces {
    /// Reads a GeoJSON file whose areas this property names, and numbers by cell: `is_earlier` says that they are counts of an
    /// earlier period.
    #[wasm_bindgen(constructor)]
    pub fn new(
        areas: Option<JsSource>,
        area_name: &str,
        baseline: Option<JsSource>,
        is_earlier: bool,
    ) -> Answer<ViewPlaces> {
        let mut options = ViewOptions::default();
        if let Some((file, bytes)) = whole(areas)? {
            let areas = Areas::read(&file, &bytes, area_name).map_err(Error::from)?;
            options.areas = Some(areas);
        }
        if let Some((file, bytes)) = whole(baseline)? {
            let kind = if is_earlier {
                BaselineKind::Earlier
            } else {
                BaselineKind::Expected
            };
            let baseline = Baseline::read(&file, &bytes, kind).map_err(Error::from)?;
            options.baseline = Some(baseline);
        }
        Ok(Self { options })
    }
}

fn whole(source: Option<JsSource>) -> Result<Option<(String, Vec<u8>)>, Thrown> {
    let source = source.map(|source| {
        let size = source.bytes();
        source.whole(size)
    });
    source.transpose()
}

/// By which properties the areas of a GeoJSON file can be named.
#[wasm_bindgen]
pub fn area_names(areas: JsSource) -> Answer<JsValue> {
    let size = areas.bytes();
    let (name, bytes) = areas.whole(size)?;
    to_js(&AreaNaming::all(&name, &bytes).map_err(Error::from)?)
}

/// A view in steps: those of a `Matching`, where links are still to be made, and then the counting.
#[wasm_bindgen]
pub struct Viewing {
    agreement: Agreement,
    files: Vec<JsSource>,
    identity: Option<Identity>,
    links: Links,
    options: ViewOptions,
}

enum Links {
    Given(CountedLinks),
    Making(Box<DividedMatch>),
}

#[wasm_bindgen]
impl Viewing {
    /// Reads the links; without them, reads and checks the extracts, and links what match keys link.
    #[wasm_bindgen(constructor)]
    pub fn new(
        json: &str,
        files: Array,
        identity: Option<Vec<u8>>,
        passphrase: Option<String>,
        links: Option<JsSource>,
        places: ViewPlaces,
        pool: JsValue,
        progress: Function,
    ) -> Answer<Viewing> {
        let agreement = agreement(json)?;
        let identity = open_identity(identity, passphrase)?;
        let files: Vec<JsSource> = files.iter().map(JsCast::unchecked_into).collect();
        let links = if let Some(links) = links {
            let size = links.bytes();
            let (name, bytes) = links.whole(size)?;
            Links::Given(CountedLinks::read(&agreement, &name, &bytes)?)
        } else {
            let mut options = options(pool)?;
            options.today = Some(today()?);
            options.purpose = LinksFor::Counting;
            let extracts = received(&files, identity.as_ref())?;
            let mut report = reporter(&progress);
            let begun = DividedMatch::begin(&agreement, extracts, &options, &mut report)?;
            Links::Making(Box::new(begun))
        };
        Ok(Self {
            agreement,
            files,
            identity,
            links,
            options: places.options,
        })
    }

    /// As of a `Matching`.
    pub fn next(&mut self) -> Answer<JsValue> {
        match &mut self.links {
            Links::Given(_) => Ok(JsValue::UNDEFINED),
            Links::Making(matching) => division(matching),
        }
    }

    /// As of a `Matching`.
    pub fn write(&self, out: Function) -> Answer<()> {
        match &self.links {
            Links::Given(_) => Ok(()),
            Links::Making(matching) => super::matching::write(matching, &out),
        }
    }

    /// As of a `Matching`.
    pub fn compare(&mut self, part: usize) -> Answer<()> {
        match &mut self.links {
            Links::Given(_) => Ok(()),
            Links::Making(matching) => Ok(matching.compare(part)?),
        }
    }

    /// As of a `Matching`.
    pub fn add(&mut self, found: Vec<u8>) -> Answer<()> {
        match &mut self.links {
            Links::Given(_) => Ok(()),
            Links::Making(matching) => Ok(matching.add(&found)?),
        }
    }

    /// As of a `Matching`.
    pub fn missing(&self) -> usize {
        match &self.links {
            Links::Given(_) => 0,
            Links::Making(matching) => matching.missing(),
        }
    }

    /// Counts: the view, the page, the charts by the names of their tables, and the tables as CSV. The extracts are read again,
    /// so that they are not in memory twice while they are matched.
    pub fn finish(self) -> Answer<JsValue> {
        let links = match self.links {
            Links::Given(links) => links,
            Links::Making(matching) => CountedLinks::made(&matching.finish()?)?,
        };
        let extracts = received(&self.files, self.identity.as_ref())?;
        let view = simple::view_by(&self.agreement, extracts, &links, &self.options, today()?)?;
        let charts = Array::new();
        for (name, svg) in view.to_svg() {
            charts.push(&object(&[("name", name.into()), ("svg", svg.into())])?);
        }
        let tables = Array::new();
        for (name, csv) in view.to_csv() {
            tables.push(&named(&name, csv.as_bytes())?);
        }
        object(&[
            ("view", to_js(&view)?),
            ("page", Uint8Array::from(view.to_html().as_bytes()).into()),
            ("charts", charts.into()),
            ("tables", tables.into()),
        ])
    }
}
