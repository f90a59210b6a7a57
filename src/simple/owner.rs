//! The owner's side of a match: rows joined to links, and questions answered.

use std::io::{Read, Write};

use serde::Serialize;

use super::look::{Source, reading};
use super::matching::{read_header, read_rows};
use super::prepare::iso;
use super::{Error, Progress};
use crate::agreement::{Agreement, Results};
use crate::read::ReadOptions;
use crate::rejoin::{
    self, CarriedAttribute, Crosswalk, JoinCount, JoinOptions, LinkedRecords, Questions,
    SharedAttributes,
};
use crate::report::{AgreementReference, AnswersFile, ReviewFile, SOFTWARE};
use crate::standardise::Day;

/// A file's name and its whole contents.
pub type Contents<'a> = (&'a str, &'a [u8]);

/// Writes the owner's rows to `out` with what they were linked to, as [`rejoin::join`] says.
///
/// # Errors
/// [`Error::Rejoin`]; what was written by then is to be thrown away.
pub fn rejoin(
    links: Contents<'_>,
    crosswalk: Contents<'_>,
    options: &JoinOptions,
    source: Source<'_, impl Read>,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(Progress),
) -> Result<JoinCount, Error> {
    let records = LinkedRecords::read(links.0, links.1)?;
    let crosswalk = Crosswalk::read(crosswalk.0, crosswalk.1)?;
    let size = source.1;
    let mut tell = |done| progress(reading(done, size));
    let links = (links.0, &records);
    Ok(rejoin::join(
        links, &crosswalk, options, source, out, &mut tell,
    )?)
}

/// What the other parties' extracts let the owner of a crosswalk see of its own linked records.
///
/// # Errors
/// [`Error`] when the agreement has expired or lets results be counts only, when an extract was not made under it, or when
/// the crosswalk is not one of the links' parties.
pub fn shared_attributes(
    agreement: &Agreement,
    today: Day,
    links: Contents<'_>,
    crosswalk: Contents<'_>,
    party: Option<&str>,
    files: Vec<(String, Vec<u8>)>,
) -> Result<SharedAttributes, Error> {
    agreement.expect_in_force(&iso(today))?;
    agreement.expect_records()?;
    let records = LinkedRecords::read(links.0, links.1)?;
    let crosswalk = Crosswalk::read(crosswalk.0, crosswalk.1)?;
    let mut extracts = Vec::with_capacity(files.len());
    for (file, bytes) in files {
        read_header(agreement, &file, &bytes)?;
        extracts.push(read_rows(&file, bytes)?);
    }
    Ok(SharedAttributes::collect(
        agreement,
        (links.0, &records),
        &crosswalk,
        party,
        &extracts,
    )?)
}

/// The worklist of what others let the owner see.
///
/// # Errors
/// [`Error::Rejoin`].
pub fn need_worklist(shared: &SharedAttributes, crosswalk: Contents<'_>) -> Result<Vec<u8>, Error> {
    Ok(shared.worklist(&Crosswalk::read(crosswalk.0, crosswalk.1)?)?)
}

/// The record of one `rejoin`: what was carried back and which clauses of the agreement allowed it. Holds counts, and no
/// value of a person.
#[derive(Clone, Debug, Serialize)]
pub struct RejoinRecord {
    /// Always `split-tally/rejoin-record`.
    pub format: String,
    /// Always 1.
    pub version: u32,
    /// The program and its version.
    pub software: String,
    /// The agreement.
    pub agreement: AgreementReference,
    /// Whose rows they are.
    pub party: String,
    /// What the agreement says of results: `records`, or nothing would have been carried back.
    pub results: Results,
    /// The agreement's last day.
    pub expires: Option<String>,
    /// The attributes, each with its clause.
    pub attributes: Vec<CarriedAttribute>,
    /// How many rows there are, and how many are linked.
    pub count: JoinCount,
}

impl RejoinRecord {
    /// Of a run under this agreement.
    #[must_use]
    pub fn new(agreement: &Agreement, shared: &SharedAttributes, count: JoinCount) -> Self {
        Self {
            format: "split-tally/rejoin-record".to_owned(),
            version: 1,
            software: SOFTWARE.to_owned(),
            agreement: AgreementReference {
                title: agreement.text().title.clone(),
                digest: agreement.digest().to_string(),
            },
            party: shared.party().to_owned(),
            results: agreement.text().results,
            expires: agreement.text().expires.clone(),
            attributes: shared.carried().to_vec(),
            count,
        }
    }
}

/// Puts the pairs of a review beside the owner's rows: for the owner's screen, or a file that stays with the owner.
///
/// # Errors
/// [`Error::Rejoin`].
pub fn review_questions(
    review: (&str, &ReviewFile),
    crosswalk: Contents<'_>,
    options: &JoinOptions,
    source: Source<'_, impl Read>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Questions, Error> {
    let crosswalk = Crosswalk::read(crosswalk.0, crosswalk.1)?;
    let size = source.1;
    let mut tell = |done| progress(reading(done, size));
    Ok(rejoin::questions(
        review, &crosswalk, options, source, &mut tell,
    )?)
}

/// The questions as a table to be answered in a spreadsheet. It holds people's values and stays with the owner.
///
/// # Errors
/// [`Error::Rejoin`].
pub fn review_worklist(questions: &Questions) -> Result<Vec<u8>, Error> {
    Ok(rejoin::worklist(questions)?)
}

/// Reads the answers from a worklist that was filled in.
///
/// # Errors
/// [`Error::Rejoin`] with the row.
pub fn review_answers(
    review: &ReviewFile,
    party: &str,
    worklist: Source<'_, impl Read>,
    how: &ReadOptions,
) -> Result<AnswersFile, Error> {
    Ok(rejoin::answers_from_worklist(review, party, worklist, how)?)
}

/// Reads a review that `match --review` wrote.
///
/// # Errors
/// [`Error::ReviewFile`] with the place.
pub fn read_review(file: &str, json: &str) -> Result<ReviewFile, Error> {
    ReviewFile::from_json(json).map_err(|problem| Error::ReviewFile {
        file: file.to_owned(),
        kind: "pairs to review",
        problem,
        choose: "the review that matching wrote",
    })
}

/// Reads answers to a review.
///
/// # Errors
/// [`Error::ReviewFile`] with the place.
pub fn read_answers(file: &str, json: &str) -> Result<AnswersFile, Error> {
    AnswersFile::from_json(json).map_err(|problem| Error::ReviewFile {
        file: file.to_owned(),
        kind: "answers to a review",
        problem,
        choose: "the answers that a partner saved",
    })
}
