//! The combined view of several extracts.

use super::matching::{read_header, read_rows, sha256};
use super::prepare::iso;
use super::{Error, LinksFor, MatchOptions, Matched, Progress, match_extracts_with};
use crate::agreement::Agreement;
use crate::exchange::check_together;
use crate::rejoin::LinkedRecords;
use crate::standardise::Day;
use crate::view::{CombinedView, ViewOptions, ViewSource, combined_view_with};

/// The links by which people are counted.
#[derive(Debug)]
pub struct CountedLinks {
    file: String,
    records: LinkedRecords,
}

impl CountedLinks {
    /// Those of a file that matching wrote.
    ///
    /// # Errors
    /// [`Error`] when it is no such file, or when the agreement does not let links be written.
    pub fn read(agreement: &Agreement, file: &str, bytes: &[u8]) -> Result<Self, Error> {
        agreement.expect_records()?;
        Ok(Self {
            file: file.to_owned(),
            records: LinkedRecords::read(file, bytes)?,
        })
    }

    /// Those that were made to be counted, and are kept nowhere else.
    ///
    /// # Errors
    /// [`Error::Rejoin`].
    pub fn made(matched: &Matched) -> Result<Self, Error> {
        let file = "links";
        Ok(Self {
            file: file.to_owned(),
            records: LinkedRecords::read(file, matched.links.to_csv().as_bytes())?,
        })
    }
}

/// Counts the people of two or more extracts together. Without links, the extracts are linked here, and the links are not
/// kept: under an agreement whose results are counts only, that is the only way.
///
/// # Errors
/// [`Error`] when the agreement has expired, or an extract cannot be counted with the agreement, the others or the links.
pub fn view(
    agreement: &Agreement,
    files: Vec<(String, Vec<u8>)>,
    links: Option<(&str, &[u8])>,
    options: &MatchOptions,
    today: Day,
    progress: &mut dyn FnMut(Progress),
) -> Result<CombinedView, Error> {
    let more = ViewOptions::default();
    view_with(agreement, files, links, options, &more, today, progress)
}

/// Counts as [`view`] does, with areas to count incidents by, or a baseline to compare places with.
///
/// # Errors
/// Those of [`view`], and where areas or baseline do not go with the agreement.
pub fn view_with(
    agreement: &Agreement,
    files: Vec<(String, Vec<u8>)>,
    links: Option<(&str, &[u8])>,
    options: &MatchOptions,
    more: &ViewOptions,
    today: Day,
    progress: &mut dyn FnMut(Progress),
) -> Result<CombinedView, Error> {
    agreement.expect_in_force(&iso(today))?;
    let links = if let Some((file, bytes)) = links {
        CountedLinks::read(agreement, file, bytes)?
    } else {
        let options = MatchOptions {
            purpose: LinksFor::Counting,
            ..options.clone()
        };
        CountedLinks::made(&match_extracts_with(
            agreement,
            files.clone(),
            &options,
            progress,
        )?)?
    };
    view_by(agreement, files, &links, more, today)
}

/// The same by links that there are.
///
/// # Errors
/// As [`view`].
pub fn view_by(
    agreement: &Agreement,
    files: Vec<(String, Vec<u8>)>,
    links: &CountedLinks,
    more: &ViewOptions,
    today: Day,
) -> Result<CombinedView, Error> {
    agreement.expect_in_force(&iso(today))?;
    if files.len() < 2 {
        return Err(Error::TooFewExtracts { found: files.len() });
    }
    let headers = files
        .iter()
        .map(|(file, bytes)| read_header(agreement, file, bytes))
        .collect::<Result<Vec<_>, _>>()?;
    check_together(&headers.iter().collect::<Vec<_>>()).map_err(Error::Together)?;
    let mut sources = Vec::with_capacity(files.len());
    let mut extracts = Vec::with_capacity(files.len());
    for (file, bytes) in files {
        let sha256 = sha256(&bytes);
        let extract = read_rows(&file, bytes)?;
        sources.push(ViewSource {
            party: extract.header().party.clone(),
            file,
            sha256,
        });
        extracts.push(extract);
    }
    Ok(combined_view_with(
        agreement,
        sources,
        &extracts,
        (&links.file, &links.records),
        more,
    )?)
}
