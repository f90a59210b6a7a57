//! The tables that a file's cells are looked up in: they stay on this computer, as the file does.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::files::JsSource;
use super::{Answer, agreement};
use crate::simple::{self, Error};
use crate::standardise::{Gazetteer, Lookups};

/// A gazetteer and files of codes, read.
#[wasm_bindgen]
pub struct Tables {
    lookups: Lookups,
}

#[wasm_bindgen]
impl Tables {
    /// Reads them: `codes` has a file for each of the `fields`. Without any, cells stand for themselves.
    #[wasm_bindgen(constructor)]
    pub fn new(
        json: &str,
        gazetteer: Option<JsSource>,
        fields: Vec<String>,
        codes: Array,
    ) -> Answer<Tables> {
        let agreement = agreement(json)?;
        let mut lookups = Lookups::default();
        if let Some(source) = gazetteer {
            let (name, size, reader) = source.open();
            let gazetteer = Gazetteer::read(&name, size, reader).map_err(Error::from)?;
            lookups = lookups.with_gazetteer(&name, gazetteer);
        }
        for (field, source) in fields.iter().zip(codes.iter()) {
            let (name, size, reader) = source.unchecked_into::<JsSource>().open();
            lookups = simple::with_codes(&agreement, lookups, field, (&name, size, reader))?;
        }
        Ok(Self { lookups })
    }

    /// What is looked up in what, in words.
    pub fn described(&self) -> Vec<String> {
        self.lookups.described().to_vec()
    }
}

impl Tables {
    pub(super) const fn lookups(&self) -> &Lookups {
        &self.lookups
    }
}
