//! Candidate pairs -> links: at most one record of each party in a group.

mod by_similarity;
mod cascade;
mod filters_alone;
mod groups;
mod links;
mod match_key_rule;
mod resolver;
mod runner_up;
mod veto;

pub use by_similarity::SimilarityCount;
pub use cascade::{ResolveProgress, RuleCount};
pub use filters_alone::link_filters;
pub use groups::{Groups, Member};
pub use links::{LINKS_HEADER, Link, Links};
pub use resolver::{Resolution, ResolveOptions, Resolver};
