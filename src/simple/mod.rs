//! The whole job in a few lines: what the command line and the page call.
//!
//! ```
//! use split_tally::simple::{self, MemorySink, PrepareOptions};
//!
//! let parties = ["hospital".to_owned(), "council".to_owned()];
//! let agreement = simple::agreement_new("person", &parties)?;
//! let key = simple::key_new()?;
//! let csv = "id,given name,surname,dob,postcode\n1,Ann,Field,1980-02-03,CO1 1AB\n";
//! let mut sink = MemorySink::default();
//! let options = PrepareOptions::new("hospital", simple::day("2026-01-31")?);
//! let record = simple::prepare(&agreement, &key, &options, ("people.csv", csv.len() as u64, csv.as_bytes()), &mut sink, &mut |_| {})?;
//! assert_eq!(record.extract.rows, 1);
//! # Ok::<(), simple::Error>(())
//! ```

mod attributes;
mod crosswalk;
mod divided;
mod encrypted;
mod error;
mod inspect;
mod key_life;
mod learnt_levels;
mod look;
mod lookups;
mod matching;
mod memory;
mod owner;
mod prepare;
mod preview;
mod references;
mod repeated_ids;
mod selection;
mod shuffle;
mod sink;
mod view;

pub use divided::{DividedMatch, Division, Helper};
pub use encrypted::open_received;
pub use error::Error;
pub use inspect::{InspectColumn, InspectDetail, InspectReport, extract_to_csv, inspect};
pub use key_life::key_destruction;
pub use learnt_levels::expect_current_levels;
pub use look::{FileColumns, FileLook, Source, file_columns, file_look};
pub use lookups::with_codes;
pub use matching::{
    ExtractCheck, LinksFor, MatchJob, MatchOptions, Matched, check_extract, match_extracts,
    match_extracts_with, read_parameters,
};
pub use memory::{ExtractSize, MatchPlan, WorkerPool, match_plan};
pub use owner::{
    Contents, RejoinRecord, need_worklist, read_answers, read_review, rejoin, review_answers,
    review_questions, review_worklist, shared_attributes,
};
pub use prepare::{InvalidValues, Preparation, PrepareOptions, RunRecord, prepare};
pub use preview::{
    PreviewAttribute, PreviewFieldFilter, PreviewRow, PreviewToken, PreviewValue, preview,
};
pub use references::EarlierReferences;
pub use selection::{ExcludeList, FilterTest, RepeatedIds, RowFilter, Selection, ids_to_leave_out};
pub use sink::{MemorySink, PrepareSink};
pub use view::{CountedLinks, view, view_by, view_with};

use crate::agreement::{self, Agreement, Recipient, RenewalChoices, Role, TemplateChoices};
use crate::encode;
use crate::secret::{Identity, ProjectKey};
use crate::standardise::{self, Day};

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: &'static str,
    /// How much of it is done.
    pub done: u64,
    /// How much there is; 0 when not known.
    pub total: u64,
}

/// Makes an agreement from a template.
///
/// # Errors
/// As [`agreement::from_template`].
pub fn agreement_new(template: &str, parties: &[String]) -> Result<Agreement, Error> {
    Ok(agreement::from_template(template, parties)?)
}

/// Makes an agreement from a template, with choices, that names for whom extracts are made. Where a matcher without the
/// key is among them, the template's record filter is hardened: a matcher may not hold a plain one.
///
/// # Errors
/// As [`agreement::from_template_with`], and [`AgreementError::Invalid`](agreement::AgreementError::Invalid) about a recipient.
pub fn agreement_for(
    template: &str,
    choices: &TemplateChoices<'_>,
    parties: &[String],
    recipients: Vec<Recipient>,
) -> Result<Agreement, Error> {
    let mut text = agreement::template_text(template, choices, parties)?;
    if recipients.iter().any(|one| one.role == Role::Matcher) {
        agreement::harden(&mut text);
    }
    // A template for a linker names one, for those who do not.
    if !recipients.is_empty() {
        text.recipients = recipients;
    }
    Ok(Agreement::from_text(text)?)
}

/// The next edition of an agreement, with another last day or threshold where one is given.
///
/// # Errors
/// As [`Agreement::renew`].
pub fn agreement_renew(
    agreement: &Agreement,
    choices: &RenewalChoices<'_>,
) -> Result<Agreement, Error> {
    Ok(agreement.renew(choices)?)
}

/// Checks that files can still be made and used under an agreement.
///
/// # Errors
/// [`Error::Agreement`] after its last day, with the clause.
pub fn expect_in_force(agreement: &Agreement, today: Day) -> Result<(), Error> {
    Ok(agreement.expect_in_force(&prepare::iso(today))?)
}

/// Makes a project key.
///
/// # Errors
/// As [`ProjectKey::generate`].
pub fn key_new() -> Result<ProjectKey, Error> {
    Ok(ProjectKey::generate()?)
}

/// Makes a receiving key: an identity that opens what is encrypted to its public key.
///
/// # Errors
/// As [`Identity::generate`].
pub fn identity_new() -> Result<Identity, Error> {
    Ok(Identity::generate()?)
}

/// Reads a day written as `2026-01-31`.
///
/// # Errors
/// [`Error::Day`] when it is not one.
pub fn day(text: &str) -> Result<Day, Error> {
    let digits: String = text.chars().filter(|&c| c != '-').collect();
    digits.parse().map_err(|_| Error::Day)
}

/// The encoding version that extracts carry.
#[must_use]
pub fn encoding_version() -> String {
    format!("{}/{}", encode::VERSION, standardise::VERSION)
}
