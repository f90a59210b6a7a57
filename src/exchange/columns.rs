use crate::{
    encode::EncodingLayout,
    units::{RecordReference, Token},
};

/// Name of the schema's root.
pub(super) const ROOT: &str = "extract";

/// One column of an extract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) content: Content,
    pub(super) name: String,
    /// Length of one value in bytes.
    pub(super) width: usize,
}

/// What a column's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// References.
    Record,
    /// Tokens of the match key at this position in the layout.
    MatchKey(usize),
    /// Record filters.
    Filter,
    /// Filters of the field at this position among the layout's field filters.
    FieldFilter(usize),
    /// Values of the attribute at this position in the layout.
    Attribute(usize),
}

impl Column {
    /// Whether a row may have no value.
    pub(super) fn is_optional(&self) -> bool {
        self.content != Content::Record
    }
}

/// The columns that rows of this layout have, in order: `record`, the match keys', `filter`, the field
/// filters', the attributes'.
pub(super) fn columns(layout: &EncodingLayout) -> Vec<Column> {
    let mut columns = vec![Column {
        content: Content::Record,
        name: "record".to_owned(),
        width: RecordReference::BYTES,
    }];
    let names = layout.match_keys().iter().enumerate();
    columns.extend(names.map(|(position, name)| Column {
        content: Content::MatchKey(position),
        name: format!("key_{name}"),
        width: Token::BYTES,
    }));
    if layout.filter_bytes() > 0 {
        columns.push(Column {
            content: Content::Filter,
            name: "filter".to_owned(),
            width: layout.filter_bytes(),
        });
    }
    let filters = layout.field_filters().iter().enumerate();
    columns.extend(filters.map(|(position, filter)| Column {
        content: Content::FieldFilter(position),
        name: format!("field_{}", filter.name),
        width: filter.bytes,
    }));
    let attributes = layout.attributes().iter().enumerate();
    columns.extend(attributes.map(|(position, attribute)| Column {
        content: Content::Attribute(position),
        name: format!("attribute_{}", attribute.name),
        width: attribute.bytes(),
    }));
    columns
}
