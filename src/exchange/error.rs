use crate::units::FileKind;

/// Why an extract could not be read, written or used.
///
/// Every message says what is wrong and what to do about it. None repeats anything of the file but parties' names, which
/// have been checked, and the first digits of digests.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// The file is something else altogether.
    #[error("This is not an extract but {0}. {remedy}", remedy = remedy(*.0))]
    NotParquet(FileKind),
    /// The file begins like an extract and does not end like one.
    #[error(
        "The file is cut short: its end is missing. Copy or download it again, or ask its sender for it."
    )]
    Truncated,
    /// A Parquet file of another program.
    #[error(
        "This Parquet file was not made by Split Tally. Choose the extract that \"prepare\" wrote."
    )]
    NotAnExtract,
    /// An extract of a version that this program does not read.
    #[error(
        "This extract has format version {}, and this program reads version 1. Use the same version of Split Tally on both sides.",
        .found.map_or_else(|| "unknown".to_owned(), |version| version.to_string())
    )]
    WrongFormatVersion {
        /// The version, if it is a number.
        found: Option<u32>,
    },
    /// The extract was made under another agreement.
    #[error(
        "The extract of {party} was made under another agreement ({found}, not {expected}). All parties must prepare with the same agreement file."
    )]
    WrongAgreement {
        /// Whose extract.
        party: String,
        /// First digits of the digest in the extract.
        found: String,
        /// First digits of the digest that was expected.
        expected: String,
    },
    /// The extract was encoded by other rules.
    #[error(
        "The extract of {party} was encoded by another version of the rules. Prepare all extracts again with the same version of Split Tally."
    )]
    WrongEncoding {
        /// Whose extract.
        party: String,
    },
    /// The extract was made for somebody else.
    #[error(
        "The extract of {party} was made for {found}, and not for {expected}. What is made for one recipient is not for another: ask {party} to prepare for the same one."
    )]
    WrongRecipient {
        /// Whose extract.
        party: String,
        /// For whom it was made.
        found: String,
        /// For whom the others were, or the agreement says.
        expected: String,
    },
    /// Not all extracts were made with the same project key.
    #[error(
        "The project key differs: {}. Compare key check codes by telephone; whoever has another one prepares again with the right key.",
        differing(.parties)
    )]
    WrongKey {
        /// The parties in the minority; all of them when there is no majority.
        parties: Vec<String>,
    },
    /// Two extracts come from one party.
    #[error("Two of the extracts come from {party}. Choose one extract of each party.")]
    SameParty {
        /// The party that is there twice.
        party: String,
    },
    /// One extract holds filters that another does not.
    #[error(
        "The extracts of {} and {} were made for different recipients: one holds filters that the other does not. Ask for files made for the same one.", .parties[0], .parties[1]
    )]
    OtherContents {
        /// Two parties whose extracts differ.
        parties: [String; 2],
    },
    /// The columns are not those that the metadata or the agreement call for.
    #[error(
        "The extract does not have the columns it should have. Ask its sender to prepare it again."
    )]
    WrongColumns,
    /// More rows than the limit.
    #[error("The extract has more than {limit} rows, the most this program reads. Split it.")]
    TooManyRows {
        /// The limit.
        limit: u64,
    },
    /// More bytes than the limit.
    #[error("The file has more than {limit} bytes, the most this program reads. Split it.")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// More row groups than the limit.
    #[error(
        "The extract has more than {limit} row groups, the most this program reads. Write more rows in each."
    )]
    TooManyRowGroups {
        /// The limit.
        limit: usize,
    },
    /// More metadata than the limit.
    #[error(
        "The extract has more than {limit} bytes of metadata, the most this program reads. Write more rows in each row group."
    )]
    TooMuchMetadata {
        /// The limit.
        limit: u64,
    },
    /// The memory that the rows need could not be had.
    #[error(
        "There is not enough memory for this extract. Close other programs, split the extract, or use the command line."
    )]
    OutOfMemory,
    /// The references do not ascend, or one is there twice.
    #[error(
        "The rows are out of order, or a record is there twice. The extract was damaged or changed after it was made: ask its sender for it again."
    )]
    OutOfOrder,
    /// The content is not what the digest says.
    #[error(
        "The extract is damaged: its content does not agree with its digest. Copy or download it again, or ask its sender for it."
    )]
    DigestMismatch,
    /// The file breaks the format.
    #[error(
        "The extract is damaged or was changed by another program: {0}. Copy or download it again, or ask its sender for it."
    )]
    Malformed(&'static str),
    /// There is metadata that the format does not know.
    #[error(
        "The extract carries metadata that this version of Split Tally does not know. Use the same version of Split Tally on both sides."
    )]
    UnknownMetadata,
    /// What was to be written breaks the format; this is for programmers.
    #[error("The extract cannot be written: {0}.")]
    CannotWrite(&'static str),
    /// Reading or writing failed underneath.
    #[error(
        "Reading or writing the file failed: {0}. Check that it is still there and that the disk has room."
    )]
    Io(#[from] std::io::Error),
}

impl ExtractError {
    /// A stable code for programs to branch on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotParquet(_) => "exchange.not_parquet",
            Self::Truncated => "exchange.truncated",
            Self::NotAnExtract => "exchange.not_an_extract",
            Self::WrongFormatVersion { .. } => "exchange.wrong_format_version",
            Self::WrongAgreement { .. } => "exchange.wrong_agreement",
            Self::WrongEncoding { .. } => "exchange.wrong_encoding",
            Self::WrongRecipient { .. } => "exchange.wrong_recipient",
            Self::WrongKey { .. } => "exchange.wrong_key",
            Self::SameParty { .. } => "exchange.same_party",
            Self::OtherContents { .. } => "exchange.other_contents",
            Self::WrongColumns => "exchange.wrong_columns",
            Self::TooManyRows { .. } => "exchange.too_many_rows",
            Self::TooLarge { .. } => "exchange.too_large",
            Self::TooManyRowGroups { .. } => "exchange.too_many_row_groups",
            Self::TooMuchMetadata { .. } => "exchange.too_much_metadata",
            Self::OutOfMemory => "exchange.out_of_memory",
            Self::OutOfOrder => "exchange.out_of_order",
            Self::DigestMismatch => "exchange.digest_mismatch",
            Self::Malformed(_) => "exchange.malformed",
            Self::UnknownMetadata => "exchange.unknown_metadata",
            Self::CannotWrite(_) => "exchange.cannot_write",
            Self::Io(_) => "exchange.io",
        }
    }
}

impl From<std::collections::TryReserveError> for ExtractError {
    fn from(_: std::collections::TryReserveError) -> Self {
        Self::OutOfMemory
    }
}

/// What to do about a file of this kind.
const fn remedy(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Empty => "Copy or download it again, or ask its sender for it.",
        FileKind::Gzip => "Unpack it first.",
        FileKind::Age => {
            "Give the receiving key (identity file) that belongs to the public key it is encrypted to."
        }
        FileKind::Zip | FileKind::OldOffice | FileKind::Utf16Text | FileKind::Text => {
            "If it holds records, prepare it first: \"prepare\" turns it into an extract."
        }
        _ => "Choose the file ending in .parquet that \"prepare\" wrote.",
    }
}

fn differing(parties: &[String]) -> String {
    match parties {
        [] => "the extracts were not made with one key".to_owned(),
        [one] => format!("{one} used another one than the rest"),
        [most @ .., last] => format!(
            "{} and {last} do not all have the same one",
            most.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_key_names_the_parties() {
        let error = |parties: &[&str]| ExtractError::WrongKey {
            parties: parties.iter().map(ToString::to_string).collect(),
        };
        assert!(error(&["A"]).to_string().contains("A used another one"));
        assert!(
            error(&["A", "B", "C"])
                .to_string()
                .contains("A, B and C do not")
        );
    }
}
