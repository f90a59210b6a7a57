/// Why links cannot be evaluated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// A file is not of the shape it should have.
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
        problem: &'static str,
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
            Self::Shape { .. } => "evaluate.shape",
            Self::Row { .. } => "evaluate.row",
            Self::NoCrosswalk { .. } => "evaluate.no_crosswalk",
        }
    }
}
