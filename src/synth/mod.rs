//! Made-up people of the United Kingdom, as two or more parties hold them, with the truth.
//!
//! For rehearsals, demonstrations and benchmarks: partners can go through a whole linkage, and see what it finds and
//! misses, before any real record leaves its place.
//!
//! # Nobody here is real
//!
//! No person, household or address was taken from anywhere. Names are drawn by chance from lists of common names, so
//! a made-up person may *bear the name* of a real one, as any invented character may; nothing else can be anyone's:
//!
//! - NHS numbers have a valid check digit but come from ranges that are issued to nobody;
//! - postcodes have the shape of real ones, in real areas, but in districts that do not exist;
//! - UPRNs begin with digits that no authority known to us uses;
//! - telephone numbers are those that Ofcom keeps for drama, and ring nowhere. There are only 16,000, so strangers share
//!   them: do not judge from these files how well telephone numbers tell people apart;
//! - email addresses are at `example.org`, `.com` and `.net`, which RFC 2606 keeps for examples.
//!
//! A slip in a copy can turn such a value into another, never together with anybody's name and birth date.
//!
//! # What is life-like, and what is not
//!
//! Given names go with sex, birth year and background, surnames with background; both are as skewed as in life, with a
//! long tail of rare names. Backgrounds have roughly the shares of the Census 2021 of England and Wales. Households share
//! surname, address and landline; there are couples, children, twins, and fathers and sons of one name. Each party keeps
//! its own [corrupted](Corruption) copy, in its own layout. Neighbourhoods are not segregated, everyone is alive, and
//! no party holds anyone twice.
//!
//! # Repeatable
//!
//! Equal [`Options`] give equal bytes on every platform, until a change to this module that the changelog names.
//!
//! ```
//! # use split_tally::synth;
//! let made = synth::synthesise(&synth::Options { people: 100, ..Default::default() })?;
//! assert_eq!(made.files[1].party, "council");
//! assert!(made.truth.starts_with(b"hospital,council\nhospital-"));
//! # Ok::<(), synth::Error>(())
//! ```

mod attributes;
mod background;
mod contact;
mod corruption;
mod error;
mod given_name_lists;
mod given_names;
mod holdings;
mod household;
mod incidents;
mod indicators;
mod misspelling;
mod nhs_number;
mod nicknames;
mod options;
mod party;
mod person;
mod places;
mod rates;
mod record;
mod sampling;
mod scatter;
mod surname_lists;
mod surnames;
mod world;

pub use error::Error;
pub use incidents::{
    IncidentOptions, IncidentRates, MAX_HOTSPOTS, MAX_INCIDENTS, SOURCES, SyntheticIncidents,
    synthesise_incidents,
};
pub use options::{MAX_PARTIES, MAX_PEOPLE, Options};
pub use rates::{Corruption, Rates};

use holdings::Holdings;
use indicators::Needs;
use party::Party;
use world::World;

/// Made-up files and the truth about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synthetic {
    /// One file for each party, in the order of [`Options::parties`].
    pub files: Vec<PartyFile>,
    /// Which rows are of one person, as CSV: a header with the parties' names, and a line for each person whom at least
    /// two parties hold, with the `id` in each party's file, blank where a party does not hold the person.
    pub truth: Vec<u8>,
    /// What the people in each party's file truly are, where [`Options::attributes`] asks for it: UTF-8 CSV with a header, in
    /// the columns `id`, `sex`, `birth_date` and `surname_origin` (the naming tradition that the surname is of).
    pub attributes: Vec<PartyFile>,
}

/// One party's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyFile {
    /// The party's name.
    pub party: String,
    /// UTF-8 CSV with a header, in the columns `id`, `nhs_number`, `given_name`, `surname`, `birth_date`, `sex`,
    /// `address_line`, `postcode`, `uprn`, `phone` and `email`, not in the same order for every party; then, where
    /// [`Options::indicators`] asks for it, those indicators of need that the party keeps.
    pub csv: Vec<u8>,
}

/// Makes people, and each party's file of those it holds.
///
/// Everything is made in memory: about 130 bytes for each row of the files, and 80 for each distinct person until
/// they are done. A browser, whose modules have 4 GB at most, manages a few million rows in all.
///
/// # Errors
///
/// If the [`Options`] are not within the limits they state.
pub fn synthesise(options: &Options) -> Result<Synthetic, Error> {
    options.check()?;
    let holdings = Holdings::new(options);
    let world = World::new(options.seed, holdings.people());
    let people = household::populate(&world, options.seed, holdings.people());
    let rows = holdings.rows(options.seed);
    let needs = options
        .indicators
        .then(|| Needs::new(options.seed, holdings.people()));
    let parties = (0..).zip(&options.parties);
    let files = parties.zip(&rows).map(|((position, name), rows)| {
        let party = Party {
            name,
            position,
            corruption: &options.corruption,
            world: &world,
            people: &people,
        };
        let csv = party.write(rows, options.seed);
        let place = (position, options.parties.len());
        PartyFile {
            party: name.clone(),
            csv: match &needs {
                Some(needs) => needs.add_to(&csv, rows, options.seed, place),
                None => csv,
            },
        }
    });
    let attributes = options.parties.iter().zip(&rows);
    let attributes = attributes.filter(|_| options.attributes);
    Ok(Synthetic {
        attributes: attributes
            .map(|(name, rows)| PartyFile {
                party: name.clone(),
                csv: attributes::write(name, rows, &people, &world.surnames),
            })
            .collect(),
        files: files.collect(),
        truth: holdings.truth(&options.parties, &rows),
    })
}

#[cfg(test)]
mod tests;
