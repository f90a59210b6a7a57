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
    /// The values of a category: cells hold one of these, in whatever case. Of a value that names a span of whole numbers
    /// (`18-24`, `65+`), the numbers within are that value too, so that ages become age bands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
}

impl Field {
    /// The most values of a category.
    pub const MAX_VALUES: usize = 64;
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
    /// A place as coordinates in one cell: easting and northing, an OS grid reference, or latitude and longitude.
    Location,
    /// A date with a time of day; without a zone it is UK time.
    DateTime,
    /// Any identifier or code made of digits; other characters are dropped.
    Digits,
    /// Any text; compared without case, accents and punctuation.
    Text,
    /// One of the values that the field lists, and nothing else: never free text.
    Category,
}

impl FieldKind {
    /// Every kind, in the order in which they are declared.
    pub const ALL: &[Self] = &[
        Self::GivenName,
        Self::Name,
        Self::BirthDate,
        Self::Sex,
        Self::UkPostcode,
        Self::NhsNumber,
        Self::AddressLine,
        Self::Uprn,
        Self::Phone,
        Self::Email,
        Self::Location,
        Self::DateTime,
        Self::Digits,
        Self::Text,
        Self::Category,
    ];

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
            Self::Location => "location",
            Self::DateTime => "date and time",
            Self::Digits => "digits",
            Self::Text => "text",
            Self::Category => "category",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The schema is written by hand; its list of kinds must be this one.
    #[test]
    fn the_published_schema_lists_every_kind() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../docs/agreement.schema.json")).unwrap();
        let listed = &schema["$defs"]["field"]["properties"]["kind"]["enum"];
        assert_eq!(*listed, serde_json::to_value(FieldKind::ALL).unwrap());
    }

    /// A kind that is added and not listed fails to compile here.
    #[test]
    fn all_is_all() {
        for (position, kind) in FieldKind::ALL.iter().enumerate() {
            let place = match kind {
                FieldKind::GivenName => 0,
                FieldKind::Name => 1,
                FieldKind::BirthDate => 2,
                FieldKind::Sex => 3,
                FieldKind::UkPostcode => 4,
                FieldKind::NhsNumber => 5,
                FieldKind::AddressLine => 6,
                FieldKind::Uprn => 7,
                FieldKind::Phone => 8,
                FieldKind::Email => 9,
                FieldKind::Location => 10,
                FieldKind::DateTime => 11,
                FieldKind::Digits => 12,
                FieldKind::Text => 13,
                FieldKind::Category => 14,
            };
            assert_eq!(place, position);
        }
        assert_eq!(FieldKind::ALL.len(), 15);
    }
}
