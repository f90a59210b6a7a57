//! Candidate pairs -> links: at most one record in a group of each party that holds a person once.

mod answers;
mod assignment;
mod by_probability;
mod by_similarity;
mod cascade;
mod earlier;
mod filters_alone;
mod groups;
mod households;
mod links;
mod match_key_rule;
mod resolver;
mod review;
mod runner_up;
mod veto;

pub use answers::{Answer, AnswerCount, Answers, Settled, StrangeAnswer, Verdict};
pub use assignment::LARGEST_COMPONENT;
pub use by_probability::{SavedParameters, TwoParties, resolve_by_probability};
pub use by_similarity::SimilarityCount;
pub use cascade::{ResolveProgress, RuleCount};
pub use earlier::{Earlier, EarlierCount, EarlierLink, StrangeLinks};
pub use filters_alone::link_filters;
pub use groups::{Group, Groups, LinkedBy, Member};
pub use households::{HOUSEHOLDS_HEADER, Home, Homes, Person};
pub use links::{LINKS_HEADER, Link, Links};
pub use resolver::{Resolution, ResolveOptions, Resolver};
pub use review::{Evidence, HowWell, MAX_REVIEW_PAIRS, Review, ReviewPair};

pub use crate::matching::model::{Contribution, Dependence, Estimate, Round};
