//! What the parties agree before any record is read: fields, match keys, record filter and decision rules.
//!
//! An [`Agreement`] is a JSON file that everyone may read. Its digest (SHA-256 over the RFC 8785 canonical form) goes
//! into every key derivation, so parties whose agreements differ in anything get different tokens, and a matcher can
//! say so instead of silently finding no links.

mod attribute;
mod attribute_choices;
mod decision;
mod disclosure;
mod document;
mod error;
mod exception;
mod field;
mod field_filters;
mod hardening;
mod households;
mod incident;
mod incident_choices;
mod learnt;
mod limits_of_use;
mod match_key;
mod part;
mod preset;
mod probability;
mod recipient;
mod record_filter;
mod renewal;
mod template;
mod template_choices;
mod validate;
mod vulnerability;

pub use attribute::{Attribute, AttributeKind};
pub use decision::{Decision, LOWEST_REVIEW, Resolution, Similarity};
pub use disclosure::{Disclosure, Results};
pub use document::{Agreement, AgreementText};
pub use error::AgreementError;
pub use exception::Exception;
pub use field::{Field, FieldKind};
pub use field_filters::{FieldFilters, InsteadOf, Neighbourhood};
pub use hardening::Hardening;
pub use households::Households;
pub use incident_choices::IncidentChoices;
pub use learnt::{FieldParameters, Learnt, LevelParameters, Parameters};
pub use match_key::{MatchKey, Uniqueness};
pub use part::{Part, Step, Take};
pub use preset::{PRESETS, Preset};
pub use probability::{Probability, ProbabilityField};
pub use recipient::{Recipient, Role};
pub use record_filter::{FilterField, RecordFilter};
pub use renewal::{Renewal, RenewalChoices};
pub use template::{TEMPLATES, Template, from_template, from_template_with, harden, template_text};
pub use template_choices::TemplateChoices;

/// The JSON Schema (2020-12) of an agreement file, as published in `docs/agreement.schema.json`.
pub const JSON_SCHEMA: &str = include_str!("../../docs/agreement.schema.json");
