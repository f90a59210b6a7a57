//! Split Tally.

pub mod encode;
pub mod units;
