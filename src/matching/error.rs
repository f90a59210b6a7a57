/// Why matching cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatchingError {
    /// So many similar pairs that the threshold separates nothing, or the memory would run out.
    #[error(
        "more than {limit} pairs of records are similar enough to keep. Agree on a higher similarity threshold, or on a record filter with more fields"
    )]
    TooManyPairs {
        /// The most pairs kept.
        limit: usize,
    },
    /// Filters that cannot be laid beside each other.
    #[error(
        "the filters of two files have different lengths. Ask for files that were made with the same schema"
    )]
    DifferentLengths,
    /// Filters beyond what is searched.
    #[error(
        "the filters have more than 4096 bits. Ask for files made with a schema of at most 4096 bits"
    )]
    TooLong,
}

impl MatchingError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooManyPairs { .. } => "matching.too_many_pairs",
            Self::TooLong => "matching.too_long",
            Self::DifferentLengths => "matching.different_lengths",
        }
    }
}
