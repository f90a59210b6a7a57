//! The owner's side of a match: rows joined to links, and questions answered.

use std::io::{Read, Write};

use super::look::{Source, reading};
use super::{Error, Progress};
use crate::read::ReadOptions;
use crate::rejoin::{self, Crosswalk, JoinCount, JoinOptions, LinkedRecords, Questions};
use crate::report::{AnswersFile, ReviewFile};

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
