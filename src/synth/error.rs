use super::incidents::{MAX_HOTSPOTS, MAX_INCIDENTS};
use super::options::{MAX_PARTIES, MAX_PEOPLE};

/// Why made-up people could not be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No party was named.
    #[error("no parties are named: name at least two, such as hospital and council")]
    NoParties,
    /// One party has nobody to link with.
    #[error("only one party is named, {party:?}: name at least two")]
    OneParty {
        /// The party named.
        party: String,
    },
    /// More parties than the module serves.
    #[error("{given} parties are named: name at most {MAX_PARTIES}")]
    TooManyParties {
        /// How many were named.
        given: usize,
    },
    /// A name that cannot stand in a header, an id and a file name alike.
    #[error(
        "{name:?} cannot name a party: use up to 32 letters, digits, hyphens and underscores, start with a letter, and do not use \"truth\""
    )]
    BadPartyName {
        /// The name given.
        name: String,
    },
    /// Two parties whose files would have the same name, as case does not tell files apart everywhere.
    #[error("the party name {name:?} is used twice")]
    RepeatedParty {
        /// The name that was given a second time.
        name: String,
    },
    /// A number of people that is zero or too large.
    #[error("{people} people cannot be made: ask for 1 to {MAX_PEOPLE}")]
    PeopleOutOfRange {
        /// The number given.
        people: u32,
    },
    /// An overlap that is no share.
    #[error("the overlap {overlap} is not a share from 0 to 1")]
    OverlapOutOfRange {
        /// The overlap given.
        overlap: f64,
    },
    /// A share of all people that a party cannot hold.
    #[error("{party} cannot hold a share of {share}: give a number above 0 and at most 1")]
    HoldOutOfRange {
        /// The party.
        party: String,
        /// The share given.
        share: f64,
    },
    /// Not as many shares as parties.
    #[error("there are {parties} parties and {holds} shares: give one for each party, or none")]
    HoldsWithoutParties {
        /// How many parties.
        parties: usize,
        /// How many shares.
        holds: usize,
    },
    /// A number of incidents that is zero or too large.
    #[error("{incidents} incidents cannot be made: ask for 1 to {MAX_INCIDENTS}")]
    IncidentsOutOfRange {
        /// The number given.
        incidents: u32,
    },
    /// More planted hotspots than a county has room for.
    #[error("{hotspots} hotspots cannot be planted: ask for {MAX_HOTSPOTS} at most")]
    HotspotsOutOfRange {
        /// The number given.
        hotspots: u32,
    },
    /// A corruption rate that is no share.
    #[error("the corruption rate {name} is {rate}, which is not a share from 0 to 1")]
    RateOutOfRange {
        /// Which rate, as a path such as `civic.moved`.
        name: String,
        /// The rate given.
        rate: f64,
    },
}
