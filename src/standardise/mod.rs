//! Raw cells -> one spelling for one fact, and what is wrong with the data.
//!
//! Missing is neutral: an empty or unusable cell has no standard value, and so no token and no comparison.

mod address_line;
mod category;
mod clock;
mod codes;
mod date;
mod digits;
mod email;
mod error;
mod finding;
mod fold;
pub mod full_name;
mod gazetteer;
mod location;
mod lookups;
mod name;
mod nhs_number;
mod nickname;
pub mod one_line_address;
mod phone;
mod phonetic;
mod postcode;
mod record;
mod sex;
mod text;
mod timestamp;
mod uprn;

pub use address_line::house_number;
pub use codes::Codes;
pub use date::{Day, DayError, calendar_day};
pub use error::LookupError;
pub use finding::{Finding, Severity, Standardised};
pub use gazetteer::Gazetteer;
pub use location::{Location, metres_of};
pub use lookups::Lookups;
pub use nhs_number::check_digit as nhs_check_digit;
pub use nickname::group as nickname_group;
pub use phonetic::{double_metaphone, nysiis, soundex};
pub use postcode::{outcode, sector};
pub use record::{StandardRecord, Standardiser, part_of, standardise_value};
pub use timestamp::{LocalClock, seconds_of};

/// The version of all standardisers together. It is part of every key derivation: raise it with any change that can
/// give a value another standard form.
pub const VERSION: &str = "standardise-2";
