//! How good links are, against the truth.

mod error;
mod pairs;
mod quality;

pub use crate::rejoin::{Crosswalk, LinkedRecords};
pub use crate::units::Interval;
pub use error::EvaluateError;
pub use pairs::TruePairs;
pub use quality::{LinkQuality, evaluate};
