//! Parquet files that are wrong on purpose.

use std::sync::Arc;

use parquet::{
    basic::{Compression, Encoding, Repetition, Type as PhysicalType},
    data_type::{ByteArray, FixedLenByteArray, FixedLenByteArrayType},
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder},
        writer::SerializedFileWriter,
    },
    schema::types::Type,
};

/// A file made by the `parquet` crate alone, so that it can be wrong in any way Parquet allows.
pub struct Forgery {
    pub pairs: Vec<(String, String)>,
    /// Name, width, and each row's value, which is repeated to the width; a column without gaps is required.
    pub columns: Vec<(&'static str, i32, Vec<Option<u8>>)>,
    pub properties: WriterPropertiesBuilder,
}

impl Forgery {
    /// A file in which nothing is wrong but the digest.
    pub fn new() -> Self {
        let hex = "ab".repeat(32);
        let pairs = [
            ("format", "extract"),
            ("version", "1"),
            ("party", "Ambulance"),
            ("agreement_digest", &hex),
            ("key_commitment", &hex),
            ("encoding", "1"),
            ("match_keys", "a"),
            ("filter_bits", "64"),
            ("field_filters", "s:64"),
            ("rows", "3"),
            ("rows_digest", &hex),
        ];
        Self {
            pairs: pairs
                .map(|(key, value)| (format!("split-tally.{key}"), value.to_owned()))
                .to_vec(),
            columns: vec![
                ("record", 16, vec![Some(1), Some(2), Some(3)]),
                ("key_a", 16, vec![Some(1), None, Some(1)]),
                ("filter", 8, vec![None, None, Some(7)]),
                ("field_s", 8, vec![Some(5), None, Some(5)]),
            ],
            properties: WriterProperties::builder()
                .set_compression(Compression::UNCOMPRESSED)
                .set_encoding(Encoding::PLAIN)
                .set_dictionary_enabled(false)
                .set_statistics_enabled(EnabledStatistics::None)
                .set_offset_index_disabled(true)
                .set_created_by("split-tally version 1".to_owned()),
        }
    }

    pub fn set(mut self, key: &str, value: &str) -> Self {
        let key = format!("split-tally.{key}");
        self.pairs.retain(|(name, _)| *name != key);
        self.pairs.push((key, value.to_owned()));
        self
    }

    pub fn records(mut self, records: &[u8]) -> Self {
        self.columns[0].2 = records.iter().copied().map(Some).collect();
        self
    }

    pub fn code(self) -> &'static str {
        super::code(&self.write())
    }

    pub fn write(self) -> Vec<u8> {
        let fields = self.columns.iter().map(|(name, width, _)| {
            let required = *name == "record";
            Type::primitive_type_builder(name, PhysicalType::FIXED_LEN_BYTE_ARRAY)
                .with_length(*width)
                .with_repetition(if required {
                    Repetition::REQUIRED
                } else {
                    Repetition::OPTIONAL
                })
                .build()
                .map(Arc::new)
                .unwrap()
        });
        let schema = Type::group_type_builder("extract")
            .with_fields(fields.collect())
            .build();
        let properties = Arc::new(self.properties.build());
        let mut writer =
            SerializedFileWriter::new(Vec::new(), Arc::new(schema.unwrap()), properties).unwrap();
        let mut group = writer.next_row_group().unwrap();
        for (name, width, rows) in &self.columns {
            let mut column = group.next_column().unwrap().unwrap();
            let width = usize::try_from(*width).unwrap();
            let values: Vec<FixedLenByteArray> = rows
                .iter()
                .flatten()
                .map(|byte| ByteArray::from(vec![*byte; width]).into())
                .collect();
            let levels: Vec<i16> = rows.iter().map(|row| i16::from(row.is_some())).collect();
            let levels = (*name != "record").then_some(&levels[..]);
            column
                .typed::<FixedLenByteArrayType>()
                .write_batch(&values, levels, None)
                .unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
        for (key, value) in self.pairs {
            writer.append_key_value_metadata(KeyValue::new(key, value));
        }
        writer.into_inner().unwrap()
    }
}
