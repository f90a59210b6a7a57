/// Why matching cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatchingError {
    /// So many similar pairs that the threshold separates nothing, or the memory would run out.
    #[error(
        "more than {limit} pairs of records are similar enough to keep. Agree on a higher similarity threshold, or on filters of more fields"
    )]
    TooManyPairs {
        /// The most pairs kept.
        limit: usize,
    },
    /// So many values of fields that are like each other that likeness tells nobody apart.
    #[error(
        "more than {limit} pairs of values of the fields' filters are alike. Agree on higher levels of agreement for the fields (decision.probability), or leave the field out whose values are all alike"
    )]
    TooManyAlike {
        /// The most pairs of values kept.
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
    /// A part of a comparison that nobody did: a worker was ended, or ran out of memory.
    #[error(
        "a part of the comparison of filters was not done, so nothing was written. Close other programs and match again"
    )]
    PartMissing,
    /// Bytes that passed between workers and are not what was sent.
    #[error("the parts of the comparison of filters do not belong together. Match again")]
    Message,
    /// Parameters of a probability model that are of other parties, fields or levels, or no parameters.
    #[error(
        "the parameters are not those of these parties, or not of this agreement's field filters and levels. Give those that were saved when the same agreement was matched, or none, to fit them to these extracts"
    )]
    OtherParameters,
}

impl MatchingError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooManyPairs { .. } => "matching.too_many_pairs",
            Self::TooManyAlike { .. } => "matching.too_many_alike",
            Self::TooLong => "matching.too_long",
            Self::DifferentLengths => "matching.different_lengths",
            Self::PartMissing => "matching.part_missing",
            Self::Message => "matching.message",
            Self::OtherParameters => "matching.other_parameters",
        }
    }
}
