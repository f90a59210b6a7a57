//! Other people's token formats, bit for bit, for partners who already use them.
//!
//! These are other people's designs with other people's weaknesses: none is needed to link with Split Tally's own
//! extracts, and each says in its `warning` what it does not protect against. Nothing here goes into an extract.

pub mod clkhash;
mod hex;
pub mod linkja;
pub mod ndr;
pub mod open_pseudonymiser;
pub mod opprl;
