use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Error, Progress, encoding_version};
use crate::agreement::Agreement;
use crate::encode::{self, Contents};
use crate::exchange::{Expected, Extract, ExtractHeader, Limits, check_against, check_together};
use crate::report::{MatchInput, MatchReport, match_report};
use crate::resolve::{
    Links, SavedParameters, decides_by_probability, resolve, resolve_by_probability,
};
use crate::units::Digest;

/// What matching gives.
#[derive(Clone, Debug)]
pub struct Matched {
    /// Which records belong together.
    pub links: Links,
    /// What was found, in counts.
    pub report: MatchReport,
    /// What the probability model has learnt, if it decided: for another time with the same parties.
    pub parameters: Option<SavedParameters>,
}

/// What one extract says of itself, once it has passed every check against the agreement.
#[derive(Clone, Debug, Serialize)]
pub struct ExtractCheck {
    /// Who made it.
    pub party: String,
    /// Its rows.
    pub rows: u64,
    /// Digest of the agreement it was made under.
    pub agreement_digest: String,
    /// Commitment to the key it was made with.
    pub key_commitment: String,
    /// SHA-256 of the file.
    pub sha256: String,
}

fn read_extract(agreement: &Agreement, file: &str, bytes: Vec<u8>) -> Result<Extract, Error> {
    let failure = |error| Error::Extract {
        file: file.to_owned(),
        error,
    };
    let extract = Extract::read(bytes, &Limits::default()).map_err(failure)?;
    let layout = encode::layout(agreement, Contents::ALL);
    let expected = Expected {
        agreement_digest: agreement.digest(),
        encoding: &encoding_version(),
        layout: &layout,
    };
    check_against(extract.header(), &expected).map_err(failure)?;
    agreement.expect_party(&extract.header().party)?;
    Ok(extract)
}

/// Reads one extract and checks it against the agreement.
///
/// # Errors
/// [`Error::Extract`] with the reason.
pub fn check_extract(
    agreement: &Agreement,
    file: &str,
    bytes: Vec<u8>,
) -> Result<ExtractCheck, Error> {
    let sha256 = sha256(&bytes);
    let extract = read_extract(agreement, file, bytes)?;
    let header = extract.header();
    Ok(ExtractCheck {
        party: header.party.clone(),
        rows: extract.len() as u64,
        agreement_digest: header.agreement_digest.to_string(),
        key_commitment: header.key_commitment.to_string(),
        sha256,
    })
}

/// Matches the extracts of two or more parties, given with their names and whole contents. Needs no key.
///
/// # Errors
/// [`Error`] with the file and the reason when any extract cannot be matched with the agreement or the others.
pub fn match_extracts(
    agreement: &Agreement,
    files: Vec<(String, Vec<u8>)>,
    threads: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<Matched, Error> {
    match_extracts_with(agreement, files, None, threads, progress)
}

/// Matches as [`match_extracts`] does, with the parameters of a probability model that were saved before.
///
/// # Errors
/// As [`match_extracts`], and [`crate::matching::MatchingError::OtherParameters`].
pub fn match_extracts_with(
    agreement: &Agreement,
    files: Vec<(String, Vec<u8>)>,
    parameters: Option<&SavedParameters>,
    threads: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<Matched, Error> {
    if files.len() < 2 {
        return Err(Error::TooFewExtracts { found: files.len() });
    }
    let total = files.len() as u64;
    let mut read = Vec::with_capacity(files.len());
    for (done, (file, bytes)) in (0u64..).zip(files) {
        progress(Progress {
            phase: "checking",
            done,
            total,
        });
        let sha256 = sha256(&bytes);
        let extract = read_extract(agreement, &file, bytes)?;
        read.push((file, sha256, extract));
    }
    // The agreement's order of parties, so that the order in which files are given changes nothing.
    let order = |party: &str| {
        let parties = &agreement.text().parties;
        parties.iter().position(|name| name == party)
    };
    read.sort_by_key(|(_, _, extract)| order(&extract.header().party));
    let headers: Vec<&ExtractHeader> = read
        .iter()
        .map(|(_, _, extract)| extract.header())
        .collect();
    check_together(&headers).map_err(Error::Together)?;
    let mut inputs = Vec::with_capacity(read.len());
    let mut extracts = Vec::with_capacity(read.len());
    for (file, sha256, extract) in read {
        inputs.push(MatchInput {
            party: extract.header().party.clone(),
            file,
            rows: extract.len() as u64,
            sha256,
            linked: 0,
        });
        extracts.push(extract);
    }
    let mut tell = |phase, done, total| progress(Progress { phase, done, total });
    let resolution = match decides_by_probability(agreement, &extracts) {
        Some(rule) => {
            resolve_by_probability(agreement, rule, &extracts, parameters, threads, &mut tell)?
        }
        None => resolve(agreement, &extracts, threads, &mut tell)?,
    };
    let report = match_report(agreement, inputs, &resolution);
    let models = &resolution.probability;
    Ok(Matched {
        parameters: (!models.is_empty()).then(|| SavedParameters::of(models)),
        links: resolution.links,
        report,
    })
}

fn sha256(bytes: &[u8]) -> String {
    Digest::new(Sha256::digest(bytes).into()).to_string()
}

/// Reads parameters that `match --save-parameters` wrote.
///
/// # Errors
/// [`Error::Parameters`] with the place.
pub fn read_parameters(file: &str, json: &str) -> Result<SavedParameters, Error> {
    let failure = |problem: String| Error::Parameters {
        file: file.to_owned(),
        problem,
    };
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let saved: SavedParameters =
        serde_json::from_str(json).map_err(|error| failure(error.to_string()))?;
    if saved.format != SavedParameters::FORMAT || saved.version != SavedParameters::VERSION {
        return Err(failure(
            "its \"format\" or \"version\" is another".to_owned(),
        ));
    }
    Ok(saved)
}
