//! How good links are, against the truth: pair by pair, group by group, and by group of people.

mod attributes;
mod candidates;
mod error;
mod estimates;
mod evaluation;
mod groups;
mod guild;
mod page;
mod pairs;
mod partition;
mod quality;
mod subgroups;

pub use crate::rejoin::{Crosswalk, LinkedRecords};
pub use crate::units::Interval;
pub use attributes::{AttributeChoice, Attributes, MAX_CATEGORIES, MISSING};
pub use candidates::{CandidateQuality, Known};
pub use error::EvaluateError;
pub use estimates::{AtThreshold, Estimates};
pub use evaluation::{Evaluation, EvaluationInputs, TwoPartiesQuality};
pub use groups::{BCubed, GroupQuality, GroupsOfSize};
pub use guild::{GuildInputs, RecordOfRun, guild_report, read_run_record};
pub use page::evaluation_page;
pub use pairs::TruePairs;
pub use quality::{LinkQuality, evaluate};
pub use subgroups::{Subgroup, SubgroupTable};
