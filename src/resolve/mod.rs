//! Candidate pairs -> links: at most one record of each party in a group.

mod by_similarity;
mod cascade;
mod groups;
mod links;
mod resolver;
mod runner_up;

pub use by_similarity::SimilarityCount;
pub use cascade::{ResolveProgress, RuleCount};
pub use groups::Groups;
pub use links::{LINKS_HEADER, Link, Links};
pub use resolver::{Resolution, ResolveOptions, Resolver};
