use std::collections::HashMap;

use super::RejoinError;
use super::tables::{each_row, expect_header};
use crate::units::RecordReference;

/// Which record reference is which own id, for one party. It stays with that party.
#[derive(Default)]
pub struct Crosswalk {
    ids: HashMap<RecordReference, String>,
}

impl Crosswalk {
    /// Reads a crosswalk file (`record,id`).
    ///
    /// # Errors
    /// [`RejoinError`] with the row.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, RejoinError> {
        let mut ids = HashMap::new();
        each_row(
            file,
            bytes,
            |header| expect_header(header, "record,id"),
            |row| {
                let reference = row
                    .get(0)
                    .and_then(RecordReference::from_hex)
                    .ok_or("this is not a record reference")?;
                let id = row.get(1).ok_or("there is no id")?;
                if ids.insert(reference, id.to_owned()).is_some() {
                    return Err("the record reference is there twice");
                }
                Ok(())
            },
        )?;
        Ok(Self { ids })
    }

    /// The own id of this record.
    #[must_use]
    pub fn id(&self, record: &RecordReference) -> Option<&str> {
        self.ids.get(record).map(String::as_str)
    }

    /// The reference of each own id, for preparing again: of an id with several records, one of them.
    #[must_use]
    pub fn into_references(self) -> HashMap<String, RecordReference> {
        let mut references = HashMap::with_capacity(self.ids.len());
        for (record, id) in self.ids {
            references
                .entry(id)
                .and_modify(|least: &mut RecordReference| *least = record.min(*least))
                .or_insert(record);
        }
        references
    }

    /// How many records it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}
