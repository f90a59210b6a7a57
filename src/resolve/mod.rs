//! Candidate pairs -> links: at most one record of each party in a group.

mod assignment;
mod by_probability;
mod cascade;
mod groups;
mod links;
mod runner_up;

pub use assignment::LARGEST_COMPONENT;
pub use by_probability::{
    SavedParameters, TwoParties, decides_by_probability, resolve_by_probability,
};
pub use cascade::{Resolution, ResolveProgress, RuleCount, SimilarityCount, resolve};
pub use groups::Groups;
pub use links::{LINKS_HEADER, Link, Links};

pub use crate::matching::model::{Contribution, Dependence, Estimate, Parameters, Round};
