/// Why records could not be counted together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ViewError {
    /// Links of other extracts.
    #[error(
        "{file}: {count} records of \"{party}\" in the links are not in its extract. Give the extracts that were matched"
    )]
    OtherExtract {
        /// The links file.
        file: String,
        /// The party.
        party: String,
        /// How many records.
        count: usize,
    },
    /// Links of a party whose extract is missing.
    #[error(
        "{file}: the links have records of \"{party}\", of which there is no extract. Give the extracts of all the parties that were matched"
    )]
    NoExtract {
        /// The links file.
        file: String,
        /// The party.
        party: String,
    },
    /// Areas that cannot be read.
    #[error("{file}: {place}: {problem}")]
    Areas {
        /// The file.
        file: String,
        /// Where in it.
        place: String,
        /// What is wrong there, and what to do.
        problem: String,
    },
    /// A baseline that cannot be read.
    #[error("{file}, line {line}: {problem}")]
    Baseline {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong there, and what to do.
        problem: String,
    },
    /// Areas or a baseline without cells to compare them with.
    #[error(
        "the agreement has no attribute of kind grid_cell, so there are no places to put into areas or to look for hotspots among. Leave areas and baseline out (on the command line: --areas, --baseline and --earlier)"
    )]
    NoPlaces,
    /// A record in two groups.
    #[error("{file}: a record of \"{party}\" is in the links twice. Match again")]
    Twice {
        /// The links file.
        file: String,
        /// The party.
        party: String,
    },
}

impl ViewError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OtherExtract { .. } => "view.other_extract",
            Self::NoExtract { .. } => "view.no_extract",
            Self::Areas { .. } => "view.areas",
            Self::Baseline { .. } => "view.baseline",
            Self::NoPlaces => "view.no_places",
            Self::Twice { .. } => "view.twice",
        }
    }
}
