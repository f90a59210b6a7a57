//! Split Tally.

pub mod agreement;
pub mod encode;
pub mod secret;
pub mod units;
