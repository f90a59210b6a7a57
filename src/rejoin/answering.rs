//! Answers on their way back: references and verdicts, and nothing of a person.

use std::io::Read;

use super::RejoinError;
use crate::read::{ReadOptions, Table};
use crate::report::{AnsweredPair, AnswersFile, PairToReview, ReviewFile, SOFTWARE};
use crate::resolve::Verdict;

/// Collects the answers of one party to a review.
pub struct Answering<'a> {
    review: &'a ReviewFile,
    party: String,
    answers: Vec<AnsweredPair>,
}

impl<'a> Answering<'a> {
    /// No answers yet.
    #[must_use]
    pub fn new(review: &'a ReviewFile, party: &str) -> Self {
        Self {
            review,
            party: party.to_owned(),
            answers: Vec::new(),
        }
    }

    /// Adds an answer about the pair of this number; `false`, and nothing done, when the review has no such pair with a
    /// record of the party.
    pub fn add(&mut self, pair: u32, answer: Verdict) -> bool {
        let Some((pair, _)) = self.find(pair) else {
            return false;
        };
        let records = pair.records.clone();
        self.answers.push(AnsweredPair { records, answer });
        true
    }

    /// The pair, and the reference of the party's own record.
    fn find(&self, number: u32) -> Option<(&'a PairToReview, &'a str)> {
        // Pairs are numbered from 1 in their order.
        let pair = self
            .review
            .pairs
            .get((number as usize).checked_sub(1)?)
            .filter(|pair| pair.pair == number)?;
        let own = pair
            .records
            .iter()
            .find(|record| record.party == self.party)?;
        Some((pair, &own.record))
    }

    /// The file that goes back to whoever matches.
    #[must_use]
    pub fn finish(self) -> AnswersFile {
        AnswersFile {
            format: AnswersFile::FORMAT.to_owned(),
            version: AnswersFile::VERSION,
            software: SOFTWARE.to_owned(),
            agreement: self.review.agreement.clone(),
            party: self.party,
            answers: self.answers,
        }
    }
}

/// Reads the answers from a worklist that was filled in, as CSV or as a workbook: pairs with an empty answer are left out.
///
/// # Errors
/// [`RejoinError`] with the row: an answer that is none, or a pair that is not in this review.
pub fn answers_from_worklist(
    review: &ReviewFile,
    party: &str,
    source: (&str, u64, impl Read),
    how: &ReadOptions,
) -> Result<AnswersFile, RejoinError> {
    let (file, size, bytes) = source;
    let mut table = Table::open(file, size, bytes, how)?;
    let column = |name: &str| {
        let position = table.header().iter().position(|header| header == name);
        position.ok_or_else(|| RejoinError::Shape {
            file: file.to_owned(),
            problem: format!(
                "there is no column \"{name}\". Choose the worklist that `review ask` wrote, with the answers filled in"
            ),
        })
    };
    let (pair, answer, record) = (column("pair")?, column("answer")?, column("record")?);
    let mut answering = Answering::new(review, party);
    while let Some(row) = table.next_row()? {
        let problem = |problem: &str| RejoinError::Row {
            file: file.to_owned(),
            row: row.number.get(),
            problem: problem.to_owned(),
        };
        let cell = |position| row.cells.get(position).unwrap_or_default().trim();
        let verdict = match cell(answer).to_lowercase().as_str() {
            "" => continue,
            "same" | "yes" | "y" => Verdict::Same,
            "different" | "no" | "n" => Verdict::Different,
            "unsure" | "don't know" | "?" => Verdict::Unsure,
            _ => {
                return Err(problem(
                    "the answer is to be \"same\", \"different\" or \"unsure\", or empty",
                ));
            }
        };
        let number: u32 = cell(pair)
            .parse()
            .map_err(|_| problem("this is not the number of a pair"))?;
        // The reference tells the worklist of another review, whose pairs have the same numbers.
        let is_ours = answering
            .find(number)
            .is_some_and(|(_, own)| own == cell(record));
        if !is_ours || !answering.add(number, verdict) {
            return Err(problem(
                "this pair is not in the review. Choose the review file that the worklist was made from",
            ));
        }
    }
    Ok(answering.finish())
}
