//! Candidate pairs -> links: at most one record of each party in a group.

mod cascade;
mod filters_alone;
mod groups;
mod links;
mod match_key_rule;
mod runner_up;
mod veto;

pub use cascade::{Resolution, ResolveProgress, RuleCount, SimilarityCount, resolve};
pub use filters_alone::link_filters;
pub use groups::{Groups, Member};
pub use links::{LINKS_HEADER, Link, Links};
