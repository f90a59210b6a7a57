use std::io;

use crate::read::ReadError;

/// Why links or questions could not be carried back to their owner's rows.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RejoinError {
    /// The owner's file.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file of ours is not of the shape it should have.
    #[error("{file}: {problem}")]
    Shape {
        /// The file's name.
        file: String,
        /// What is wrong and what would be right.
        problem: String,
    },
    /// A cell is not what it should be.
    #[error("{file}, row {row}: {problem}")]
    Row {
        /// The file's name.
        file: String,
        /// The row; the header is row 1.
        row: u64,
        /// What is wrong.
        problem: String,
    },
    /// The ids of the crosswalk are not those of the file.
    #[error(
        "{file}: none of the {ids} ids in the crosswalk are in {column}. Choose the file that the extract was made from, and its column of ids (on the command line: --id)"
    )]
    OtherIds {
        /// The owner's file.
        file: String,
        /// Where ids were looked for.
        column: String,
        /// How many the crosswalk has.
        ids: usize,
    },
    /// The links or the review hold nothing of this party.
    #[error(
        "{file}: no record of \"{party}\" is in it; it has records of {known}. Check the party's name and the file"
    )]
    OtherParty {
        /// The links or review file.
        file: String,
        /// The party asked for.
        party: String,
        /// The parties in it.
        known: String,
    },
    /// A crosswalk that knows no record of the links or the review.
    #[error(
        "{file}: no record in it is in the crosswalk. Use the crosswalk that was made together with the extract that was matched"
    )]
    NobodysCrosswalk {
        /// The links or review file.
        file: String,
    },
    /// Records of the links or the review that the crosswalk does not know.
    #[error(
        "{file}: {count} of the {of} records of \"{party}\" are not in the crosswalk. Use the crosswalk that was made together with the extract that was matched"
    )]
    OtherCrosswalk {
        /// The links or review file.
        file: String,
        /// The party.
        party: String,
        /// How many are unknown.
        count: usize,
        /// Of how many.
        of: usize,
    },
    /// The output could not be written.
    #[error(
        "the output could not be written ({0}). Is there room on the disk, and may you write there?"
    )]
    Write(#[from] io::Error),
}

impl RejoinError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Read(error) => error.code(),
            Self::Shape { .. } => "rejoin.shape",
            Self::Row { .. } => "rejoin.row",
            Self::OtherIds { .. } => "rejoin.other_ids",
            Self::OtherParty { .. } => "rejoin.other_party",
            Self::NobodysCrosswalk { .. } | Self::OtherCrosswalk { .. } => "rejoin.other_crosswalk",
            Self::Write(_) => "write",
        }
    }
}
