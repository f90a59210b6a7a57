//! An agreement of one's own: a template with a match key more, and nothing linked by similarity.
//!
//!     cargo run --release --example own_agreement > agreement.json

#![allow(clippy::print_stdout)] // It is a program.

use split_tally::agreement::{Agreement, MatchKey, Part, Take};
use split_tally::simple::{self, Error};

fn main() -> Result<(), Error> {
    let parties = ["hospital".to_owned(), "council".to_owned()];
    let mut text = simple::agreement_new("person", &parties)?.text().clone();
    "Joined-up support, 2026".clone_into(&mut text.title);
    text.record_filter = None;
    text.decision.similarity = None;

    // Last in the cascade: how the surname sounds, the date of birth and the whole postcode.
    let mut sounds = Part::whole("surname");
    sounds.take = Take::Soundex;
    text.match_keys.push(MatchKey::new(
        "surname_sounds",
        vec![sounds, Part::whole("birth_date"), Part::whole("postcode")],
    ));

    // Checked as a file would be, with the reason where something does not fit.
    let agreement = Agreement::from_text(text)?;
    eprintln!("digest {}", agreement.digest());
    print!("{}", agreement.text().to_json());
    Ok(())
}
