use crate::agreement::AgreementError;
use crate::exchange::ExtractError;
use crate::matching::MatchingError;
use crate::matching::model::OtherLevel;
use crate::read::ReadError;
use crate::rejoin::RejoinError;
use crate::secret::SecretError;
use crate::standardise::LookupError;
use crate::view::ViewError;

/// What to do about extracts that do not fit, which depends on where this runs.
const MORE_MEMORY: &str = if cfg!(target_arch = "wasm32") {
    "That is more than a page can have: use the command line, which has no such limit"
} else {
    "Allow more with --memory-limit, or use a computer that has it"
};

/// Why a job could not be done: the error of the stage that stopped, or one of the job's own.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The agreement.
    #[error(transparent)]
    Agreement(#[from] AgreementError),
    /// The project key.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The file of records.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A gazetteer, or a file of codes.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// An extract.
    #[error("{file}: {error}")]
    Extract {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        error: ExtractError,
    },
    /// An encrypted file.
    #[error("{file}: {error}")]
    Encrypted {
        /// The file's name.
        file: String,
        /// Why it cannot be opened.
        error: SecretError,
    },
    /// Extracts that cannot be matched with each other.
    #[error(transparent)]
    Together(ExtractError),
    /// Matching.
    #[error(transparent)]
    Matching(#[from] MatchingError),
    /// What was learnt is of other levels than this version tells apart.
    #[error("{place}: {other}. {remedy}")]
    OtherLevels {
        /// Where in the agreement, or in the file of parameters.
        place: String,
        /// The field and the level.
        other: OtherLevel,
        /// What to do.
        remedy: &'static str,
    },
    /// Values that cannot be what their column should hold, and nobody has said to go on without them.
    #[error("{file}: some values cannot be used, so nothing was written.\n{}\nCorrect them in the file, or choose to leave these cells blank (on the command line: --invalid blank): their rows can still match on what else they hold", .lines.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n"))]
    InvalidValues {
        /// The file's name.
        file: String,
        /// One line per column and kind of defect.
        lines: Vec<String>,
    },
    /// No row of the file made an encoding.
    #[error(
        "{file}: no row has a value that can be matched, so nothing was written. Check which column is which"
    )]
    NothingToEncode {
        /// The file's name.
        file: String,
    },
    /// Ids to leave out, and no column of ids.
    #[error(
        "{file}: there are ids to leave out, but the file has no id column. Say which column holds the ids"
    )]
    ExcludeWithoutIds {
        /// The file's name.
        file: String,
    },
    /// References to keep, and no column of ids.
    #[error(
        "{file}: records are to keep their earlier references, but the file has no id column, and row numbers move. Say which column holds the ids"
    )]
    EarlierWithoutIds {
        /// The file's name.
        file: String,
    },
    /// Ids that stand twice.
    #[error(
        "{file}: column \"{column}\" repeats the id of an earlier row (row {rows}; {count} in all), so nothing was written. Choose to keep the first row of each id (on the command line: --repeated-ids keep-first), or another column of ids"
    )]
    RepeatedIds {
        /// The file's name.
        file: String,
        /// The column of ids.
        column: String,
        /// How many rows repeat an id.
        count: u64,
        /// The first of them.
        rows: String,
    },
    /// A line of a list of values to leave out that cannot be such a value.
    #[error(
        "{file}, line {line}: this is no usable {field}, so the person it stands for would not be left out. Correct the line or remove it"
    )]
    ListEntry {
        /// The list's file name.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The field's label.
        field: String,
    },
    /// A list of nothing.
    #[error(
        "{file}: nothing is on this list, so nobody would be left out. Choose the right file, with one value a line"
    )]
    ListEmpty {
        /// The list's file name.
        file: String,
    },
    /// A list of values of a field to leave out, and no column for the field.
    #[error(
        "{file}: there is a list of {field} to leave out, but no column is used as {field}. Say which column it is"
    )]
    ListWithoutColumn {
        /// The file's name.
        file: String,
        /// The field's label.
        field: String,
    },
    /// Fewer than two extracts.
    #[error("matching needs the extracts of two or more parties; there is {found}")]
    TooFewExtracts {
        /// How many there are.
        found: usize,
    },
    /// Extracts too large for the memory there is.
    #[error(
        "matching these extracts takes about {} MB of memory, and {} MB may be used. {}", .needed.div_ceil(1_000_000), .limit / 1_000_000, MORE_MEMORY
    )]
    TooLittleMemory {
        /// Bytes it takes.
        needed: u64,
        /// Bytes that may be used.
        limit: u64,
    },
    /// Parameters of a probability model that cannot be read.
    #[error(
        "{file}: these are no parameters that matching saved ({problem}). Choose a file that `match --save-parameters` wrote"
    )]
    Parameters {
        /// The file's name.
        file: String,
        /// What is wrong, and where.
        problem: String,
    },
    /// A review, where the agreement has nobody asked.
    #[error(
        "there is nobody to ask: the agreement does not say which pairs are put to people. Match without a review, or under an agreement that says \"review_from\" (agreement new --review)"
    )]
    NoReview,
    /// Households, where the agreement has nobody put together by home.
    #[error(
        "there are no homes to write: the agreement has no tokens that stand for one. Match without households, or under an agreement made with them (agreement new --households)"
    )]
    NoHouseholds,
    /// Answers that are not about these extracts.
    #[error(
        "{file}: these answers cannot be used here: {problem}. Choose answers to the review that matching these very extracts wrote"
    )]
    Answers {
        /// The file's name.
        file: String,
        /// Why.
        problem: String,
    },
    /// Links of an earlier run that cannot be kept.
    #[error("{file}: these earlier links cannot be kept: {problem}")]
    EarlierLinks {
        /// The file's name.
        file: String,
        /// Why, and what to do about it.
        problem: String,
    },
    /// A file that is no review, or no answers.
    #[error("{file}: this is no file of {kind} ({problem}). Choose {choose}")]
    ReviewFile {
        /// The file's name.
        file: String,
        /// What it should be.
        kind: &'static str,
        /// What is wrong, and where.
        problem: String,
        /// What to choose.
        choose: &'static str,
    },
    /// Carrying links or questions back to own rows.
    #[error(transparent)]
    Rejoin(#[from] RejoinError),
    /// Parameters of a model, where no model decides.
    #[error(
        "there are no parameters here to use or to save: the agreement does not decide by probability, or the extracts have no field filters. Match without parameters, or under an agreement made from the template person-linker"
    )]
    NoModel,
    /// Parameters of a model beside those that the parties have agreed on.
    #[error(
        "what the model weighs by is part of the agreement. Match without --parameters, or make an agreement without them"
    )]
    ParametersAgreed,
    /// A way of finding similar filters, where a model decides.
    #[error(
        "the agreement decides by probability, which finds its pairs in its own way. Leave the choice of similarity out"
    )]
    ModelDecides,
    /// A file that is none of ours.
    #[error("{file}: this is {kind}, and not a file that Split Tally makes")]
    NotOurs {
        /// The file's name.
        file: String,
        /// What it is.
        kind: String,
    },
    /// An output could not be written.
    #[error(
        "the output could not be written ({0}). Is there room on the disk, and may you write there?"
    )]
    Write(#[from] std::io::Error),
    /// Extracts that cannot be counted together.
    #[error(transparent)]
    View(#[from] ViewError),
    /// A column chosen for an attribute that another party contributes.
    #[error(
        "{file}: the agreement does not have {party} contribute \"{attribute}\"; it comes from {from} (its clause \"from\"). Leave that --map out, or agree on it first"
    )]
    OthersAttribute {
        /// The file.
        file: String,
        /// The attribute's name.
        attribute: String,
        /// Who prepares.
        party: String,
        /// Who contributes it.
        from: String,
    },
    /// A day that is not one.
    #[error("a day is written as year, month and day, such as 2026-01-31")]
    Day,
}

impl Error {
    /// A stable code for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Agreement(error) => error.code(),
            Self::Secret(error) | Self::Encrypted { error, .. } => error.code(),
            Self::Read(error) => error.code(),
            Self::Lookup(error) => error.code(),
            Self::Extract { error, .. } | Self::Together(error) => error.code(),
            Self::Matching(error) => error.code(),
            Self::OtherLevels { .. } => "agreement.other_levels",
            Self::InvalidValues { .. } => "prepare.invalid_values",
            Self::NothingToEncode { .. } => "prepare.nothing_to_encode",
            Self::ExcludeWithoutIds { .. } => "prepare.exclude_without_ids",
            Self::EarlierWithoutIds { .. } => "prepare.earlier_without_ids",
            Self::RepeatedIds { .. } => "prepare.repeated_ids",
            Self::ListEntry { .. } => "prepare.list_entry",
            Self::ListEmpty { .. } => "prepare.list_empty",
            Self::ListWithoutColumn { .. } => "prepare.list_without_column",
            Self::TooFewExtracts { .. } => "match.too_few_extracts",
            Self::TooLittleMemory { .. } => "match.too_little_memory",
            Self::Parameters { .. } => "match.parameters",
            Self::NoHouseholds => "match.no_households",
            Self::NoReview => "match.no_review",
            Self::Answers { .. } => "match.answers",
            Self::EarlierLinks { .. } => "match.earlier_links",
            Self::ReviewFile { .. } => "review.file",
            Self::Rejoin(error) => error.code(),
            Self::NoModel => "match.no_model",
            Self::ParametersAgreed => "match.parameters_agreed",
            Self::ModelDecides => "match.model_decides",
            Self::NotOurs { .. } => "inspect.not_ours",
            Self::Write(_) => "write",
            Self::View(error) => error.code(),
            Self::OthersAttribute { .. } => "prepare.others_attribute",
            Self::Day => "day",
        }
    }

    /// Whether the input is at fault, and not this computer.
    #[must_use]
    pub const fn is_bad_input(&self) -> bool {
        !matches!(
            self,
            Self::Write(_)
                | Self::Rejoin(RejoinError::Write(_))
                | Self::Secret(SecretError::NoRandomness)
                | Self::TooLittleMemory { .. }
        )
    }
}
