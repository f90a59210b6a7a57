use serde::{Deserialize, Serialize};

/// One thing each party knows about a record, such as a surname.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Identifier used by match keys and filters: lower-case letters, digits and underscores.
    pub name: String,
    /// What people see.
    pub label: String,
    /// How values are standardised.
    pub kind: FieldKind,
    /// Whether `prepare` refuses a file without a column for it.
    #[serde(default)]
    pub required: bool,
    /// Other headers this field is known by; compared without case, spaces and punctuation.
    #[serde(default)]
    pub headers: Vec<String>,
}

/// How a field's values are standardised before they are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Given names, or initials.
    GivenName,
    /// A surname, or a whole name.
    Name,
    /// A date of birth, day first.
    BirthDate,
    /// Sex or gender, in the codes of NHS, police and council systems.
    Sex,
    /// A United Kingdom postcode.
    UkPostcode,
    /// An NHS number, with its check digit.
    NhsNumber,
    /// One line of an address.
    AddressLine,
    /// A Unique Property Reference Number.
    Uprn,
    /// A telephone number.
    Phone,
    /// An email address.
    Email,
    /// Any identifier or code made of digits; other characters are dropped.
    Digits,
    /// Any text; compared without case, accents and punctuation.
    Text,
}

impl FieldKind {
    /// The kind in plain words, for summaries.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::GivenName => "given name",
            Self::Name => "name",
            Self::BirthDate => "date of birth",
            Self::Sex => "sex",
            Self::UkPostcode => "UK postcode",
            Self::NhsNumber => "NHS number",
            Self::AddressLine => "address line",
            Self::Uprn => "UPRN",
            Self::Phone => "phone number",
            Self::Email => "email address",
            Self::Digits => "digits",
            Self::Text => "text",
        }
    }
}
