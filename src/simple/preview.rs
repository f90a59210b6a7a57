use std::io::Read;

use serde::Serialize;

use super::attributes::AttributeColumns;
use super::look::Source;
use super::references::{next_reference, random};
use super::selection::Selector;
use super::{Error, MemorySink, PrepareOptions};
use crate::agreement::{Agreement, Recipient};
use crate::encode::{self, Contents, Encoder, Encoding, EncodingBatch};
use crate::read::{Mapping, Table};
use crate::secret::ProjectKey;
use crate::standardise::{StandardRecord, Standardiser};

/// A row of the file beside what would leave of it. For the owner's own screen only: it holds clear values.
#[derive(Clone, Serialize)]
pub struct PreviewRow {
    /// The row's number; the header is row 1.
    pub row: u64,
    /// The values that are used.
    pub clear: Vec<PreviewValue>,
    /// A record reference such as the row would get.
    pub record: String,
    /// The tokens that would leave.
    pub tokens: Vec<PreviewToken>,
    /// How many bits of the record filter are set; `None` when there is no filter.
    pub filter_bits: Option<u32>,
    /// The field filters that would leave; empty when there are none.
    pub field_filters: Vec<PreviewFieldFilter>,
    /// The attributes that would leave; empty when there are none.
    pub attributes: Vec<PreviewAttribute>,
}

/// An attribute that would leave.
#[derive(Clone, Serialize)]
pub struct PreviewAttribute {
    /// Its label.
    pub attribute: String,
    /// The value; `None` when it is missing.
    pub value: Option<String>,
}

/// A value as it stands in the file and as it is encoded.
#[derive(Clone, Serialize)]
pub struct PreviewValue {
    /// The field's label.
    pub field: String,
    /// As it stands in the file.
    pub value: String,
    /// As it is encoded; `None` when it is left out.
    pub standardised: Option<String>,
}

/// A token that would leave.
#[derive(Clone, Serialize)]
pub struct PreviewToken {
    /// The match key in words.
    pub match_key: String,
    /// The token in hexadecimal; `None` when a part is missing.
    pub token: Option<String>,
}

/// A field filter that would leave.
#[derive(Clone, Serialize)]
pub struct PreviewFieldFilter {
    /// The field's label.
    pub field: String,
    /// How many bits are set; `None` when the field is missing.
    pub bits: Option<u32>,
}

/// The first rows of a file that take part, beside what would leave of them.
///
/// # Errors
/// [`Error`], as for [`super::prepare`].
pub fn preview(
    agreement: &Agreement,
    key: &ProjectKey,
    options: &PrepareOptions,
    source: Source<'_, impl Read>,
    rows: usize,
) -> Result<Vec<PreviewRow>, Error> {
    agreement.expect_party(&options.party)?;
    let recipient = agreement
        .text()
        .expect_recipient(options.recipient.as_deref())?;
    let role = recipient.map(|recipient| recipient.role);
    let contents = options.contents.and(Contents::held_by(role));
    let (name, size, bytes) = source;
    let mut reader = Table::open(name, size, bytes, &options.read)?;
    let mapping = Mapping::new(agreement, name, reader.header(), &options.columns)?;
    let mut selector = Selector::new(
        name,
        reader.header(),
        agreement,
        &mapping,
        &options.selection,
        size,
        options.today,
    )?;
    let standardiser =
        Standardiser::new(agreement, &mapping, options.today).with_lookups(&options.lookups);
    let mut encoder = Encoder::new(agreement, key, contents);
    let mut rng = random(options.seed)?;
    let layout = encode::layout(agreement, contents).with_attributes(encode::attributes(
        agreement,
        &options.party,
        recipient,
    ));
    let mut attributes = AttributeColumns::new(agreement, &mapping, &layout);
    let mut record = StandardRecord::default();
    let mut ids_aside = MemorySink::default();
    let mut previews = Vec::with_capacity(rows);
    while previews.len() < rows
        && let Some(row) = reader.next_row()?
    {
        if !selector.keeps(&row, &mut ids_aside)? {
            continue;
        }
        standardiser.standardise(&row, &mut record, |_, _, _, _| {});
        let mut batch = EncodingBatch::new(&layout);
        let reference = next_reference(&mut rng);
        if encoder.encode(&record, reference, &mut batch) {
            batch.set_attributes(attributes.code(&row, &record));
        }
        let clear = agreement
            .fields()
            .iter()
            .enumerate()
            .filter_map(|(position, field)| {
                let mut spare = String::new();
                let source = mapping.source_of(position)?;
                Some(PreviewValue {
                    field: field.label.clone(),
                    value: source.raw(row.cells, &mut spare).to_owned(),
                    standardised: record.value(position).map(str::to_owned),
                })
            })
            .collect();
        let encoding = batch.iter().next();
        previews.push(PreviewRow {
            row: row.number.get(),
            clear,
            record: reference.to_string(),
            tokens: agreement
                .match_keys()
                .iter()
                .enumerate()
                .map(|(position, match_key)| PreviewToken {
                    match_key: match_key.description(agreement.fields()),
                    token: encoding
                        .and_then(|encoding| encoding.token(position))
                        .map(|token| token.to_string()),
                })
                .collect(),
            filter_bits: encoding
                .and_then(|encoding| encoding.filter())
                .map(bits_set),
            field_filters: layout
                .field_filters()
                .iter()
                .enumerate()
                .map(|(position, filter)| PreviewFieldFilter {
                    field: agreement
                        .fields()
                        .iter()
                        .find(|field| field.name == filter.name)
                        .map_or_else(|| filter.name.clone(), |field| field.label.clone()),
                    bits: encoding
                        .and_then(|encoding| encoding.field_filter(position))
                        .map(bits_set),
                })
                .collect(),
            attributes: attribute_values(agreement, options, recipient, encoding),
        });
    }
    Ok(previews)
}

/// The attributes that would leave of a row.
fn attribute_values(
    agreement: &Agreement,
    options: &PrepareOptions,
    recipient: Option<&Recipient>,
    encoding: Option<Encoding<'_>>,
) -> Vec<PreviewAttribute> {
    let attributes = agreement.attributes_for(&options.party, recipient);
    attributes
        .enumerate()
        .map(|(position, attribute)| PreviewAttribute {
            attribute: attribute.label.clone(),
            value: encoding
                .and_then(|encoding| encoding.attribute(position))
                .and_then(|place| attribute.value(place))
                .map(std::borrow::Cow::into_owned),
        })
        .collect()
}

fn bits_set(filter: &[u8]) -> u32 {
    filter.iter().map(|byte| byte.count_ones()).sum()
}
