//! Questions as a table to be answered in a spreadsheet. It holds people's values and stays with the owner.

use super::Questions;
use super::RejoinError;
use super::tables::foreign;
use crate::resolve::{Evidence, HowWell};

/// The columns before the owner's own.
const COLUMNS: [&str; 9] = [
    "pair",
    "answer",
    "score",
    "other_party",
    "same",
    "alike",
    "different",
    "missing",
    "record",
];

/// The questions as CSV in UTF-8 with a byte order mark, as Excel wants it: `answer` is to be filled in with `same`,
/// `different` or `unsure`, and read by [`super::answers_from_worklist`].
///
/// # Errors
/// [`RejoinError::Write`].
pub fn worklist(questions: &Questions) -> Result<Vec<u8>, RejoinError> {
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    // Never two columns of one name: ours are what the answers are read from.
    let own = questions.columns.iter().map(|column| {
        if COLUMNS.contains(&column.as_str()) {
            format!("own {column}")
        } else {
            column.clone()
        }
    });
    writer
        .write_record(COLUMNS.iter().map(|&name| name.to_owned()).chain(own))
        .map_err(std::io::Error::from)?;
    for question in &questions.questions {
        let such = |wanted: &[HowWell]| {
            let such = question.evidence.iter();
            let such: Vec<&str> = such
                .filter(|evidence| wanted.contains(&evidence.agreement))
                .map(|Evidence { about, .. }| about.as_str())
                .collect();
            foreign(&such.join("; "))
        };
        let before = [
            question.pair.to_string(),
            String::new(),
            format!("{:.4}", question.score),
            foreign(&question.other_party),
            such(&[HowWell::Equal]),
            such(&[HowWell::Alike, HowWell::Swapped]),
            such(&[HowWell::Differs]),
            such(&[HowWell::Missing]),
            question.record.clone(),
        ];
        writer
            .write_record(before.iter().chain(&question.cells))
            .map_err(std::io::Error::from)?;
    }
    writer
        .into_inner()
        .map_err(|error| RejoinError::Write(std::io::Error::from(error.error().kind())))
}
