use crate::rejoin::RejoinError;

/// Why links cannot be evaluated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// A crosswalk, links or truth file cannot be read.
    #[error(transparent)]
    Table(#[from] RejoinError),
    /// A file is not of the shape it should have.
    #[error("{file}: {problem}")]
    Shape {
        /// The file's name.
        file: String,
        /// What is wrong and what would be right.
        problem: String,
    },
    /// A party in the links has no crosswalk.
    #[error(
        "the links hold records of \"{party}\", but there is no crosswalk of that party. Give it with --crosswalk {party}=FILE"
    )]
    NoCrosswalk {
        /// The party.
        party: String,
    },
}

impl EvaluateError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Table(error) => error.code(),
            Self::Shape { .. } => "evaluate.shape",
            Self::NoCrosswalk { .. } => "evaluate.no_crosswalk",
        }
    }
}
