//! What the parties agree before any record is read: fields, match keys, record filter and decision rules.
//!
//! An [`Agreement`] is a JSON file that everyone may read. Its digest (SHA-256 over the RFC 8785 canonical form) goes
//! into every key derivation, so parties whose agreements differ in anything get different tokens, and a matcher can
//! say so instead of silently finding no links.

mod decision;
mod document;
mod error;
mod field;
mod field_filters;
mod hardening;
mod match_key;
mod probability;
mod record_filter;
mod template;
mod validate;

pub use decision::{Decision, Resolution, Similarity};
pub use document::{Agreement, AgreementText};
pub use error::AgreementError;
pub use field::{Field, FieldKind};
pub use field_filters::FieldFilters;
pub use hardening::Hardening;
pub use match_key::{MatchKey, Part, Take};
pub use probability::{Probability, ProbabilityField};
pub use record_filter::{FilterField, RecordFilter};
pub use template::{TEMPLATES, Template, from_template};

/// The JSON Schema (2020-12) of an agreement file, as published in `docs/agreement.schema.json`.
pub const JSON_SCHEMA: &str = include_str!("../../docs/agreement.schema.json");
