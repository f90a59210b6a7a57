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
    /// Parameters of a probability model that are of other fields or levels, or no parameters.
    #[error(
        "the parameters are not those of this agreement's field filters and levels. Give those that were saved when the same agreement was matched, or none, to fit them to these extracts"
    )]
    OtherParameters,
}

impl MatchingError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooManyPairs { .. } => "matching.too_many_pairs",
            Self::OtherParameters => "matching.other_parameters",
        }
    }
}
