//! Candidate pairs -> links: at most one record of each party in a group.

mod cascade;
mod groups;
mod links;
mod match_key_rule;
mod runner_up;
mod veto;

pub use cascade::{Resolution, ResolveProgress, RuleCount, SimilarityCount, resolve};
pub use groups::Groups;
pub use links::{LINKS_HEADER, Link, Links};
