//! The same extract written by the `parquet` crate, which wrote extracts before there was a writer of our own.

use std::sync::Arc;

use parquet::{
    basic::{Compression, Encoding as PageEncoding, Repetition, Type as PhysicalType},
    data_type::{FixedLenByteArray, FixedLenByteArrayType},
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties, WriterVersion},
        writer::SerializedFileWriter,
    },
    schema::types::{Type, TypePtr},
};

use super::{Row, header};
use crate::{
    encode::EncodingLayout,
    exchange::{
        columns::{Column, Content, ROOT, columns},
        digest::{FILTER_PRESENT, RowsDigest, field_filter_present},
        metadata::{CREATED_BY, Metadata},
    },
    units::RecordReference,
};

/// Writes these row groups, of which empty ones are none.
pub(super) fn write(layout: &EncodingLayout, groups: &[&[Row]]) -> Vec<u8> {
    let columns = columns(layout);
    let properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_compression(Compression::UNCOMPRESSED)
        .set_encoding(PageEncoding::PLAIN)
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_created_by(CREATED_BY.to_owned())
        .build();
    let properties = Arc::new(properties);
    let mut writer = SerializedFileWriter::new(Vec::new(), schema(&columns), properties).unwrap();
    let mut digest = RowsDigest::new(&header(layout));
    for rows in groups.iter().filter(|rows| !rows.is_empty()) {
        let mut group = writer.next_row_group().unwrap();
        for column in &columns {
            let values: Vec<_> = rows.iter().map(|row| value(row, column)).collect();
            let levels: Vec<_> = values.iter().map(|&value| value.is_some().into()).collect();
            let present = values.into_iter().flatten();
            let present: Vec<_> = present
                .map(|value| FixedLenByteArray::from(value.to_vec()))
                .collect();
            let mut writer = group.next_column().unwrap().unwrap();
            let levels = column.is_optional().then_some(levels.as_slice());
            writer
                .typed::<FixedLenByteArrayType>()
                .write_batch(&present, levels, None)
                .unwrap();
            writer.close().unwrap();
        }
        group.close().unwrap();
        rows.iter().for_each(|row| add(&mut digest, row, &columns));
    }
    let metadata = Metadata {
        header: header(layout),
        rows: groups.iter().map(|rows| rows.len() as u64).sum(),
        rows_digest: digest.finish(),
    };
    for (key, value) in metadata.pairs() {
        writer.append_key_value_metadata(KeyValue::new(key.to_owned(), value));
    }
    writer.into_inner().unwrap()
}

fn schema(columns: &[Column]) -> TypePtr {
    let field = |column: &Column| {
        let repetition = if column.is_optional() {
            Repetition::OPTIONAL
        } else {
            Repetition::REQUIRED
        };
        let width = i32::try_from(column.width).unwrap();
        let field = Type::primitive_type_builder(&column.name, PhysicalType::FIXED_LEN_BYTE_ARRAY)
            .with_repetition(repetition)
            .with_length(width)
            .build();
        Arc::new(field.unwrap())
    };
    let fields = columns.iter().map(field).collect();
    Arc::new(
        Type::group_type_builder(ROOT)
            .with_fields(fields)
            .build()
            .unwrap(),
    )
}

fn value<'a>(row: &'a Row, column: &Column) -> Option<&'a [u8]> {
    match column.content {
        Content::Record => Some(&row.reference),
        Content::MatchKey(position) => row.tokens[position].as_ref().map(|token| &token[..]),
        Content::Filter => row.filter.as_deref().filter(|filter| !filter.is_empty()),
        Content::FieldFilter(position) => row.field_filters[position].as_deref(),
        Content::Attribute(position) => row.attributes[position]
            .as_ref()
            .map(|place| &place[..column.width]),
    }
}

fn add(digest: &mut RowsDigest, row: &Row, columns: &[Column]) {
    let bit = |column: &Column| match column.content {
        // An attribute says of itself whether it is there.
        Content::Record | Content::Attribute(_) => 0,
        Content::MatchKey(position) => 1 << position,
        Content::Filter => FILTER_PRESENT,
        Content::FieldFilter(position) => field_filter_present(position),
    };
    let present = columns.iter().filter(|column| value(row, column).is_some());
    let mask = present.fold(0, |mask, column| mask | bit(column));
    digest.row(&RecordReference::new(row.reference), mask);
    let values = columns.iter().filter(|column| column.is_optional());
    for column in values {
        match column.content {
            Content::Attribute(position) => digest.attribute(
                row.attributes[position].map(u32::from_le_bytes),
                column.width,
            ),
            _ => digest.value(value(row, column).unwrap_or_default()),
        }
    }
}
