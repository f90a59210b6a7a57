//! Matching whose comparisons are divided among workers that share no memory, as those of a page.

use std::io::{self, Read, Write};

use super::{Error, MatchJob, MatchOptions, Matched, Progress};
use crate::agreement::Agreement;
use crate::matching::{Comparison, Gathered, MatchingError};

/// Matching in steps. One worker has it; others have a [`Helper`] each.
///
/// While [`Self::next_division`] gives a [`Division`], each of its parts is done: here by [`Self::compare`], or by a helper whose
/// answer goes to [`Self::add`]. In the end [`Self::finish`] gives what [`super::match_extracts`] gives, whoever did what,
/// in whatever order, and however often.
pub struct DividedMatch {
    job: MatchJob,
    current: Option<(Comparison, Gathered)>,
}

/// How the next comparison is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division {
    /// Parts, numbered from 0.
    pub parts: usize,
    /// How many workers should do them, this one among them.
    pub workers: usize,
}

impl DividedMatch {
    /// Reads and checks the extracts, and links what match keys link.
    ///
    /// # Errors
    /// As [`MatchJob::begin`].
    pub fn begin(
        agreement: &Agreement,
        files: Vec<(String, Vec<u8>)>,
        options: &MatchOptions,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, Error> {
        Ok(Self {
            job: MatchJob::begin(agreement, files, options, progress)?,
            current: None,
        })
    }

    /// Links what the comparison before has found, and gives the next; `None` when there are no more.
    ///
    /// # Errors
    /// [`MatchingError::PartMissing`] unless all parts of the comparison before are done, and
    /// [`MatchingError::TooManyPairs`].
    pub fn next_division(&mut self) -> Result<Option<Division>, Error> {
        if let Some((comparison, gathered)) = self.current.take() {
            let found = comparison.finish(gathered)?;
            self.job.accept(found);
        }
        let Some(comparison) = self.job.next_comparison() else {
            return Ok(None);
        };
        let division = Division {
            parts: comparison.parts(),
            workers: self.job.workers_for(&comparison),
        };
        let gathered = Gathered::new(&comparison);
        self.current = Some((comparison, gathered));
        Ok(Some(division))
    }

    /// Writes what [`Helper::read_from`] reads: filters, without saying which records they are of.
    ///
    /// # Errors
    /// What `out` fails with.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        match &self.current {
            Some((comparison, _)) => comparison.write_to(out),
            None => Ok(()),
        }
    }

    /// Does one part here.
    ///
    /// # Errors
    /// As [`Comparison::compare`] and [`Gathered::add`].
    pub fn compare(&mut self, part: usize) -> Result<(), Error> {
        let (comparison, gathered) = self.current.as_mut().ok_or(MatchingError::Message)?;
        Ok(gathered.add(comparison.compare(part)?)?)
    }

    /// Adds what [`Helper::compare`] found.
    ///
    /// # Errors
    /// [`MatchingError::Message`] when the bytes are not those, and as [`Gathered::add`].
    pub fn add(&mut self, found: &[u8]) -> Result<(), Error> {
        let (comparison, gathered) = self.current.as_mut().ok_or(MatchingError::Message)?;
        Ok(gathered.add(comparison.read_part(found)?)?)
    }

    /// How many parts of the comparison are not done yet.
    #[must_use]
    pub fn missing(&self) -> usize {
        let gathered = self.current.as_ref().map(|(_, gathered)| gathered);
        gathered.map_or(0, Gathered::missing)
    }

    /// The links and the report.
    ///
    /// # Errors
    /// [`MatchingError::PartMissing`] when a comparison is not done.
    pub fn finish(self) -> Result<Matched, Error> {
        match self.current {
            Some(_) => Err(MatchingError::PartMissing.into()),
            None => Ok(self.job.finish()),
        }
    }
}

/// Does parts of a comparison for a [`DividedMatch`] elsewhere. Knows filters, and not whose they are.
pub struct Helper(Comparison);

impl Helper {
    /// Reads the `size` bytes that [`DividedMatch::write_to`] wrote.
    ///
    /// # Errors
    /// [`MatchingError::Message`] when the bytes are not those, or cannot be read.
    pub fn read_from(source: impl Read, size: u64) -> Result<Self, Error> {
        Ok(Self(Comparison::read_from(source, size)?))
    }

    /// Does one part, for [`DividedMatch::add`].
    ///
    /// # Errors
    /// As [`Comparison::compare`].
    pub fn compare(&self, part: usize) -> Result<Vec<u8>, Error> {
        Ok(self.0.compare(part)?.to_bytes())
    }
}
