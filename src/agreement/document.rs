use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    AgreementError, Attribute, Decision, Disclosure, Field, FieldFilters, MatchKey, Recipient,
    RecordFilter, Renewal, Results, validate,
};
use crate::units::Digest;

/// The largest agreement file read, in bytes: some hundred times what a template makes.
const MAX_BYTES: usize = 1 << 20;

/// The agreement as it stands in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementText {
    /// Always `split-tally/agreement`.
    pub format: String,
    /// Always 1.
    pub version: u32,
    /// The template it was made from.
    pub template: String,
    /// A name people recognise it by.
    pub title: String,
    /// What the linkage is for.
    pub purpose: String,
    /// Who takes part, two or more.
    pub parties: Vec<String>,
    /// For whom extracts are made; when there are none, for the parties themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Recipient>,
    /// Which agreement this one takes the place of, if it is a renewal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// What each party knows about a record.
    pub fields: Vec<Field>,
    /// The cascade, best first.
    pub match_keys: Vec<MatchKey>,
    /// The record filter, if similarity is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_filter: Option<RecordFilter>,
    /// The field filters, if one trusted linker is to weigh each field by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field_filters: Option<FieldFilters>,
    /// How candidate pairs become links.
    pub decision: Decision,
    /// What travels beside tokens, as codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
    /// Which counts may be published; the rule of hospital statistics when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclosure: Option<Disclosure>,
    /// How results may be used.
    #[serde(default, skip_serializing_if = "Results::is_default")]
    pub results: Results,
    /// The last day on which files are made or used under the agreement, such as `2027-03-31`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

/// A checked agreement and its digest.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    text: AgreementText,
    digest: Digest,
}

impl AgreementText {
    /// The value of `format`.
    pub const FORMAT: &'static str = "split-tally/agreement";
    /// The value of `version`.
    pub const VERSION: u32 = 1;

    /// The file's text: indented JSON with a final newline.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Serialising plain structs of strings and numbers to memory has no way to fail.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}

impl Agreement {
    /// Reads and checks an agreement file.
    ///
    /// # Errors
    /// [`AgreementError`] with the place of the first problem.
    pub fn from_json(json: &str) -> Result<Self, AgreementError> {
        if json.len() > MAX_BYTES {
            return Err(AgreementError::TooLarge { limit: MAX_BYTES });
        }
        let json = json.strip_prefix('\u{feff}').unwrap_or(json);
        // First as any JSON, to tell another kind of file from a damaged agreement.
        let value: serde_json::Value = serde_json::from_str(json).map_err(|e| syntax(&e))?;
        if value.get("format").and_then(serde_json::Value::as_str) != Some(AgreementText::FORMAT)
            || value.get("version").and_then(serde_json::Value::as_u64)
                != Some(u64::from(AgreementText::VERSION))
        {
            return Err(AgreementError::NotAnAgreement);
        }
        // Then from the text again: this way errors have a place, and a key given twice is refused.
        let text: AgreementText = serde_json::from_str(json).map_err(|e| syntax(&e))?;
        Self::from_text(text)
    }

    /// Checks an agreement.
    ///
    /// # Errors
    /// [`AgreementError::Invalid`] with the place of the first problem.
    pub fn from_text(text: AgreementText) -> Result<Self, AgreementError> {
        validate::check(&text)?;
        // By way of a value, as the page would otherwise carry all of an agreement's shape once more.
        let canonical = serde_json::to_value(&text)
            .and_then(|value| serde_json_canonicalizer::to_vec(&value))
            .map_err(|error| syntax(&error))?;
        let digest = Digest::new(Sha256::digest(canonical).into());
        Ok(Self { text, digest })
    }

    /// What it says.
    #[must_use]
    pub const fn text(&self) -> &AgreementText {
        &self.text
    }

    /// SHA-256 over the RFC 8785 canonical JSON of what it says. Values left to their defaults count as if written
    /// out, so two files that say the same have the same digest however they are laid out.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// The fields.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.text.fields
    }

    /// The position of a field.
    #[must_use]
    pub fn field_position(&self, name: &str) -> Option<usize> {
        self.text.fields.iter().position(|field| field.name == name)
    }

    /// The match keys, best first.
    #[must_use]
    pub fn match_keys(&self) -> &[MatchKey] {
        &self.text.match_keys
    }

    /// The record filter.
    #[must_use]
    pub const fn record_filter(&self) -> Option<&RecordFilter> {
        self.text.record_filter.as_ref()
    }

    /// The field filters.
    #[must_use]
    pub const fn field_filters(&self) -> Option<&FieldFilters> {
        self.text.field_filters.as_ref()
    }

    /// Whether a party's file may hold a person several times.
    #[must_use]
    pub fn may_repeat(&self, party: &str) -> bool {
        self.text.decision.repeats.iter().any(|name| name == party)
    }

    /// The decision rules.
    #[must_use]
    pub const fn decision(&self) -> &Decision {
        &self.text.decision
    }

    /// For whom extracts are made; when there are none, for the parties themselves.
    #[must_use]
    pub fn recipients(&self) -> &[Recipient] {
        &self.text.recipients
    }

    /// Checks that a party takes part.
    ///
    /// # Errors
    /// [`AgreementError::NoSuchParty`], naming those that do.
    pub fn expect_party(&self, party: &str) -> Result<(), AgreementError> {
        if self.text.parties.iter().any(|name| name == party) {
            return Ok(());
        }
        Err(AgreementError::NoSuchParty {
            party: party.to_owned(),
            known: self.text.parties.join(", "),
        })
    }
}

/// Serde's reason, which may repeat a word of the file: an agreement is public, and by then it is known to be one.
/// Without its own place, which the message gives already.
fn syntax(error: &serde_json::Error) -> AgreementError {
    AgreementError::Syntax {
        line: error.line(),
        column: error.column(),
        reason: reason(error),
    }
}

fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}
