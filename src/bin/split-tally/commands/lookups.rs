//! The tables that cells are looked up in: a gazetteer, and files of codes.

use std::fs::File;
use std::path::{Path, PathBuf};

use split_tally::agreement::Agreement;
use split_tally::simple;
use split_tally::standardise::{Gazetteer, Lookups};

use super::file_name;
use super::prepare::{files_of, pair};
use crate::args::LookupTables;
use crate::failure::Failure;
use crate::places::Places;

impl LookupTables {
    /// Reads them.
    pub fn read(&self, agreement: &Agreement) -> Result<Lookups, Failure> {
        let mut lookups = Lookups::default();
        if let Some(path) = &self.gazetteer {
            let (name, size, file) = open(path)?;
            let gazetteer = Gazetteer::read(&name, size, file).map_err(simple::Error::from)?;
            lookups = lookups.with_gazetteer(&name, gazetteer);
        }
        for text in &self.codes {
            let (field, path) = pair("--codes", text, "FIELD=FILE")?;
            let (name, size, file) = open(Path::new(path))?;
            lookups = simple::with_codes(agreement, lookups, field, (&name, size, file))?;
        }
        Ok(lookups)
    }

    /// Says that they are read.
    pub fn are_read(&self, places: Places) -> Places {
        let codes: Vec<PathBuf> = files_of(&self.codes);
        places
            .reads("--gazetteer", &self.gazetteer)
            .reads("--codes", &codes)
    }
}

fn open(path: &Path) -> Result<(String, u64, File), Failure> {
    let failed = |error: std::io::Error| Failure::reading(path, &error);
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    Ok((file_name(path), size, file))
}
