use std::collections::BTreeSet;

use crate::{
    agreement::{Attribute, Recipient, Role},
    encode::EncodingLayout,
    units::Digest,
};

/// What an extract says about itself before its first row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractHeader {
    /// Whose records these are: 1 to 64 letters A to Z, digits, spaces, hyphens, underscores and full stops, with no
    /// space at either end.
    pub party: String,
    /// Digest of the agreement under which the extract was made.
    pub agreement_digest: Digest,
    /// Commitment to the project key: equal exactly where the keys are.
    pub key_commitment: Digest,
    /// Version of the encoding rules: the same characters as a party's name, and slashes.
    pub encoding: String,
    /// For whom it was made; `None` under an agreement that names no recipients.
    pub recipient: Option<ExtractRecipient>,
    /// What the rows are made of.
    pub layout: EncodingLayout,
}

/// For whom an extract was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractRecipient {
    /// Their name: the same characters as a party's.
    pub name: String,
    /// What they may hold.
    pub role: Role,
}

impl From<&Recipient> for ExtractRecipient {
    fn from(recipient: &Recipient) -> Self {
        Self {
            name: recipient.name.clone(),
            role: recipient.role,
        }
    }
}

/// What the footer of an extract says: nothing in it is checked against the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractSummary {
    /// The header.
    pub header: ExtractHeader,
    /// Number of rows.
    pub rows: u64,
    /// Number of row groups.
    pub row_groups: usize,
    /// Digest of header and rows.
    pub rows_digest: Digest,
    /// Length of the file in bytes.
    pub bytes: u64,
}

/// The longest record filter in bytes that the format has room for.
const MAX_FILTER_BYTES: usize = 1 << 16;
/// The longest field filter in bytes that the format has room for, and the shortest.
const FIELD_FILTER_BYTES: std::ops::RangeInclusive<usize> = 8..=64;
const MAX_TEXT: usize = 64;
const MAX_NAME: usize = 40;

impl ExtractHeader {
    /// Whether the format can hold this header; the error says which part it cannot.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        if !is_plain(&self.party, "") {
            return Err("the name of its party is not a valid one");
        }
        if !is_plain(&self.encoding, "/") {
            return Err("the version of its encoding is not a valid one");
        }
        if let Some(recipient) = &self.recipient
            && !is_plain(&recipient.name, "")
        {
            return Err("the name of its recipient is not a valid one");
        }
        if self.layout.filter_bytes() > MAX_FILTER_BYTES {
            return Err("its record filter is too long");
        }
        let names = self.layout.match_keys();
        if !names.iter().all(|name| is_name(name)) {
            return Err("the name of a match key is not a valid one");
        }
        if names.iter().collect::<BTreeSet<_>>().len() < names.len() {
            return Err("two of its match keys have the same name");
        }
        let filters = self.layout.field_filters();
        let right_length =
            |bytes: usize| FIELD_FILTER_BYTES.contains(&bytes) && bytes.is_power_of_two();
        if !filters.iter().all(|filter| right_length(filter.bytes)) {
            return Err("the length of a field filter is not a valid one");
        }
        if !filters.iter().all(|filter| is_name(&filter.name)) {
            return Err("the name of a field is not a valid one");
        }
        let names: BTreeSet<_> = filters.iter().map(|filter| &filter.name).collect();
        if names.len() < filters.len() {
            return Err("two of its field filters are of the same field");
        }
        let attributes = self.layout.attributes();
        if !attributes.iter().all(|attribute| is_name(&attribute.name)) {
            return Err("the name of an attribute is not a valid one");
        }
        if !attributes
            .iter()
            .all(|attribute| Attribute::is_value_count(attribute.values))
        {
            return Err("the number of an attribute's values is not a valid one");
        }
        let names: BTreeSet<_> = attributes.iter().map(|attribute| &attribute.name).collect();
        if names.len() < attributes.len() {
            return Err("two of its attributes have the same name");
        }
        Ok(())
    }

    /// The match keys' names as the metadata has them.
    pub(super) fn joined_match_keys(&self) -> String {
        self.layout.match_keys().join(",")
    }

    /// The field filters as the metadata has them: names and lengths in bits.
    pub(super) fn joined_field_filters(&self) -> String {
        let filters = self.layout.field_filters().iter();
        let spelt: Vec<_> = filters
            .map(|filter| format!("{}:{}", filter.name, filter.bytes * 8))
            .collect();
        spelt.join(",")
    }

    /// The attributes as the metadata has them: names and numbers of values.
    pub(super) fn joined_attributes(&self) -> String {
        let attributes = self.layout.attributes().iter();
        let spelt: Vec<_> = attributes
            .map(|attribute| format!("{}:{}", attribute.name, attribute.values))
            .collect();
        spelt.join(",")
    }

    /// The length of the record filter in bits.
    pub(super) const fn filter_bits(&self) -> usize {
        self.layout.filter_bytes() * 8
    }
}

/// Whether this is what an agreement allows as a party's name, give or take the characters in `more`.
fn is_plain(text: &str, more: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || " -_.".contains(c) || more.contains(c);
    (1..=MAX_TEXT).contains(&text.len())
        && text.chars().all(allowed)
        && text.trim_matches(' ') == text
}

/// What an agreement allows as the name of a match key or field. As there are no capital letters, engines that fold case see the
/// same columns.
fn is_name(name: &str) -> bool {
    name.len() <= MAX_NAME
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> ExtractHeader {
        ExtractHeader {
            party: "St. Mary-s Hospital_1".to_owned(),
            agreement_digest: Digest::new([1; 32]),
            key_commitment: Digest::new([2; 32]),
            encoding: "hardened/1".to_owned(),
            recipient: None,
            layout: EncodingLayout::new(vec!["name_dob".to_owned(), "nhs".to_owned()], 128),
        }
    }

    #[test]
    fn refuses_names_that_could_carry_something_else() {
        assert_eq!(header().check(), Ok(()));
        for party in ["", " A", "A ", "A\n", "Ä", "A/B", "A,B", &"a".repeat(65)] {
            let header = ExtractHeader {
                party: party.to_owned(),
                ..header()
            };
            assert!(header.check().is_err(), "{party:?}");
            let header = ExtractHeader {
                recipient: Some(ExtractRecipient {
                    name: party.to_owned(),
                    role: Role::Linker,
                }),
                ..self::header()
            };
            assert!(header.check().is_err(), "for {party:?}");
        }
        for key in ["", "Name", "1a", "a,b", "a b", &"a".repeat(41)] {
            let header = ExtractHeader {
                layout: EncodingLayout::new(vec![key.to_owned()], 0),
                ..header()
            };
            assert!(header.check().is_err(), "{key:?}");
        }
    }

    #[test]
    fn refuses_two_match_keys_of_one_name_and_a_filter_without_measure() {
        for layout in [
            EncodingLayout::new(vec!["a".to_owned(), "a".to_owned()], 0),
            EncodingLayout::new(vec![], MAX_FILTER_BYTES + 1),
        ] {
            let header = ExtractHeader { layout, ..header() };
            assert!(header.check().is_err());
        }
    }
}
