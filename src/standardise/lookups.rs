use std::sync::Arc;

use super::codes::Codes;
use super::error::LookupError;
use super::gazetteer::Gazetteer;
use crate::agreement::{Agreement, FieldKind};

/// The tables that a file's cells are looked up in before they are standardised; none by default.
#[derive(Clone, Debug, Default)]
pub struct Lookups {
    gazetteer: Option<Arc<Gazetteer>>,
    /// By field position.
    codes: Vec<(usize, Arc<Codes>)>,
    /// What is looked up in what, for the run record.
    described: Vec<String>,
}

impl Lookups {
    /// Has places in words looked up in a gazetteer, whatever field is a location.
    #[must_use]
    pub fn with_gazetteer(mut self, file: &str, gazetteer: Gazetteer) -> Self {
        self.described.push(format!(
            "Places in words are looked up in {file}, which has {} names; what it does not have counts as missing",
            gazetteer.len()
        ));
        self.gazetteer = Some(Arc::new(gazetteer));
        self
    }

    /// Has the cells of the field at this position translated.
    ///
    /// # Errors
    /// [`LookupError::CodesTwice`].
    pub fn with_codes(
        mut self,
        agreement: &Agreement,
        field: usize,
        file: &str,
        codes: Codes,
    ) -> Result<Self, LookupError> {
        let label = agreement
            .fields()
            .get(field)
            .map_or_else(String::new, |field| field.label.clone());
        if self.codes_of(field).is_some() {
            return Err(LookupError::CodesTwice { label });
        }
        self.described.push(format!(
            "Codes of {label} are translated by {file}, which has {}",
            codes.len()
        ));
        self.codes.push((field, Arc::new(codes)));
        Ok(self)
    }

    /// What is looked up in what, in words: names of files and counts.
    #[must_use]
    pub fn described(&self) -> &[String] {
        &self.described
    }

    pub(super) fn gazetteer_for(&self, kind: FieldKind) -> Option<&Arc<Gazetteer>> {
        self.gazetteer
            .as_ref()
            .filter(|_| kind == FieldKind::Location)
    }

    pub(super) fn codes_of(&self, field: usize) -> Option<&Arc<Codes>> {
        let found = self.codes.iter().find(|(position, _)| *position == field);
        found.map(|(_, codes)| codes)
    }
}
