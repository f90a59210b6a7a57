//! Extracts that are not: each case is named by its defect. The list is the format's negative specification.

use std::sync::Arc;

use parquet::{
    basic::{Compression, Encoding as PageEncoding, Repetition, Type as PhysicalType},
    data_type::{ByteArray, FixedLenByteArray, FixedLenByteArrayType},
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder},
        writer::SerializedFileWriter,
    },
    schema::types::Type,
};
use proptest::prelude::*;
use split_tally::{
    encode::{EncodingBatch, EncodingLayout},
    exchange::{Extract, ExtractError, ExtractHeader, ExtractWriter, Limits},
    units::{Digest, RecordReference, Token},
};

/// An extract of `groups` row groups of `rows` rows, made by the writer.
fn extract(groups: usize, rows: usize) -> Vec<u8> {
    let layout = EncodingLayout::new(vec!["name_dob".to_owned(), "nhs".to_owned()], 12);
    let header = ExtractHeader {
        party: "Ambulance".to_owned(),
        agreement_digest: Digest::new([0xa1; 32]),
        key_commitment: Digest::new([0xb2; 32]),
        encoding: "hardened/1".to_owned(),
        layout: layout.clone(),
    };
    let mut writer = ExtractWriter::new(header, Vec::new()).unwrap();
    let mut next = 0u32;
    for _ in 0..groups {
        let mut batch = EncodingBatch::new(&layout);
        for _ in 0..rows {
            let value = next.to_be_bytes().repeat(4);
            let value: [u8; 16] = value.try_into().unwrap();
            let token = (next % 3 != 0).then(|| Token::new(value));
            let filter = (next % 5 != 1).then_some(&value[..12]);
            batch.push(
                RecordReference::new(value),
                &[token, Some(Token::new(value))],
                filter,
            );
            next += 1;
        }
        writer.write_row_group(&batch.sorted()).unwrap();
    }
    writer.finish().unwrap().0
}

fn read(bytes: &[u8]) -> Result<Extract, ExtractError> {
    Extract::read(bytes, &Limits::DEFAULT)
}

/// The error's code, of the full reader; the header's reader must not panic either.
fn code(bytes: &[u8]) -> &'static str {
    drop(Extract::read_header(bytes, &Limits::DEFAULT));
    read(bytes).map_or_else(|error| error.code(), |_| "accepted")
}

/// Replaces bytes of the footer, which must occur there once, and corrects its length.
fn with_footer(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let tail = bytes.len() - 8;
    let length = u32::from_le_bytes(bytes[tail..tail + 4].try_into().unwrap()) as usize;
    let (rows, footer) = bytes[..tail].split_at(tail - length);
    let places: Vec<_> = (0..footer.len())
        .filter(|&at| footer[at..].starts_with(from))
        .collect();
    let [place] = places[..] else {
        panic!("{from:?} is there {} times", places.len());
    };
    let footer = [&footer[..place], to, &footer[place + from.len()..]].concat();
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [rows, &footer, &length, b"PAR1"].concat()
}

/// A file made by the `parquet` crate alone, so that it can be wrong in any way Parquet allows.
struct Forgery {
    pairs: Vec<(String, String)>,
    /// Name, width, and each row's value, which is repeated to the width; a column without gaps is required.
    columns: Vec<(&'static str, i32, Vec<Option<u8>>)>,
    properties: WriterPropertiesBuilder,
}

impl Forgery {
    /// A file in which nothing is wrong but the digest.
    fn new() -> Self {
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
            ],
            properties: WriterProperties::builder()
                .set_compression(Compression::UNCOMPRESSED)
                .set_encoding(PageEncoding::PLAIN)
                .set_dictionary_enabled(false)
                .set_statistics_enabled(EnabledStatistics::None)
                .set_offset_index_disabled(true)
                .set_created_by("split-tally version 1".to_owned()),
        }
    }

    fn set(mut self, key: &str, value: &str) -> Self {
        let key = format!("split-tally.{key}");
        self.pairs.retain(|(name, _)| *name != key);
        self.pairs.push((key, value.to_owned()));
        self
    }

    fn records(mut self, records: &[u8]) -> Self {
        self.columns[0].2 = records.iter().copied().map(Some).collect();
        self
    }

    fn code(self) -> &'static str {
        code(&self.write())
    }

    fn write(self) -> Vec<u8> {
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

#[test]
fn cut_anywhere() {
    let small = extract(2, 3);
    for length in 0..small.len() {
        let found = code(&small[..length]);
        let expected = if length == 0 {
            "exchange.not_parquet"
        } else {
            "exchange.truncated"
        };
        assert_eq!(found, expected, "cut after {length} bytes");
    }
    let big = extract(3, 5000);
    for seventh in 1..7 {
        assert_eq!(code(&big[..big.len() * seventh / 7]), "exchange.truncated");
    }
}

#[test]
fn any_byte_flipped() {
    let bytes = extract(2, 9);
    let original = read(&bytes).unwrap();
    for place in 0..bytes.len() {
        for flip in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
            let mut flipped = bytes.clone();
            flipped[place] ^= flip;
            drop(Extract::read_header(&flipped, &Limits::DEFAULT));
            if let Ok(read) = read(&flipped) {
                assert_eq!(read, original, "byte {place} with {flip:#x}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn parts_overwritten_removed_repeated(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..24, 0u8..4, any::<u8>()), 1..6),
    ) {
        let mut bytes = extract(2, 9);
        let original = read(&bytes).unwrap();
        for (place, length, change, byte) in changes {
            let start = place.index(bytes.len());
            let end = (start + length).min(bytes.len());
            let part = bytes[start..end].to_vec();
            let part = match change {
                0 => vec![byte; part.len()],
                1 => Vec::new(),
                2 => part.repeat(2),
                _ => part.into_iter().rev().collect(),
            };
            bytes.splice(start..end, part);
        }
        drop(Extract::read_header(&bytes, &Limits::DEFAULT));
        if let Ok(read) = read(&bytes) {
            prop_assert_eq!(read, original);
        }
    }

    #[test]
    fn noise_for_a_footer(noise in proptest::collection::vec(any::<u8>(), 0..200)) {
        let length = u32::try_from(noise.len()).unwrap().to_le_bytes();
        let bytes = [b"PAR1", &noise[..], &length, b"PAR1"].concat();
        prop_assert!(read(&bytes).is_err());
    }
}

#[test]
fn another_kind_of_file() {
    let cases: [(&[u8], &str); 7] = [
        (b"", "an empty file"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"PK\x03\x04\x14\x00", "a ZIP file or an Excel workbook"),
        (b"nhs_number,name\r\n", "a text file, such as CSV"),
        (
            b"{\"format\": \"split-tally/agreement\"}",
            "a JSON file, such as an agreement",
        ),
        (&[0x1f, 0x8b, 8, 0], "a file compressed by gzip"),
        (
            b"age-encryption.org/v1\n-> X25519",
            "a file encrypted by age",
        ),
    ];
    for (bytes, kind) in cases {
        let error = read(bytes).unwrap_err();
        assert_eq!(error.code(), "exchange.not_parquet");
        assert!(
            error
                .to_string()
                .starts_with(&format!("This is not an extract but {kind}. "))
        );
    }
}

#[test]
fn a_parquet_file_of_another_program() {
    let forgery = Forgery {
        pairs: Vec::new(),
        ..Forgery::new()
    };
    assert_eq!(forgery.code(), "exchange.not_an_extract");
    assert_eq!(
        Forgery::new().set("format", "links").code(),
        "exchange.not_an_extract"
    );
    assert_eq!(code(b"PARE and then something"), "exchange.not_an_extract");
    let nested = [
        b"PAR1".as_slice(),
        &[0x1c; 3000],
        &[0xb8, 0x0b, 0, 0],
        b"PAR1",
    ]
    .concat();
    assert_eq!(code(&nested), "exchange.not_an_extract");
}

#[test]
fn another_version() {
    for (version, found) in [("2", Some(2)), ("0", Some(0)), ("1.5", None), ("", None)] {
        let error = read(&Forgery::new().set("version", version).write()).unwrap_err();
        let ExtractError::WrongFormatVersion { found: said } = error else {
            panic!("{error:?}");
        };
        assert_eq!(said, found);
    }
}

#[test]
fn another_version_of_another_shape() {
    let forgery = Forgery {
        columns: vec![("record", 16, vec![Some(1)]), ("extra", 4, vec![None])],
        properties: WriterProperties::builder(),
        ..Forgery::new().set("version", "2").set("shape", "x")
    };
    assert_eq!(forgery.code(), "exchange.wrong_format_version");
}

#[test]
fn unknown_metadata() {
    assert_eq!(
        Forgery::new().set("note", "hello").code(),
        "exchange.unknown_metadata"
    );
    let mut forgery = Forgery::new();
    forgery.pairs.push(("pandas".to_owned(), "{}".to_owned()));
    assert_eq!(forgery.code(), "exchange.unknown_metadata");
}

#[test]
fn metadata_missing_or_there_twice() {
    for position in 0..Forgery::new().pairs.len() {
        let mut forgery = Forgery::new();
        let pair = forgery.pairs[position].clone();
        forgery.pairs.push(pair);
        assert_eq!(forgery.code(), "exchange.malformed");
        let mut forgery = Forgery::new();
        forgery.pairs.remove(position);
        let expected = match position {
            0 => "exchange.not_an_extract",
            1 => "exchange.wrong_format_version",
            _ => "exchange.malformed",
        };
        assert_eq!(forgery.code(), expected, "without pair {position}");
    }
}

#[test]
fn a_party_whose_name_is_something_else_is_not_echoed() {
    for party in ["<b>x</b>", "A\u{202e}B", "", " A", &"x".repeat(65)] {
        let error = read(&Forgery::new().set("party", party).write()).unwrap_err();
        assert_eq!(error.code(), "exchange.malformed");
        assert!(party.is_empty() || !error.to_string().contains(party));
    }
}

#[test]
fn rows_out_of_order() {
    assert_eq!(
        Forgery::new().records(&[1, 3, 2]).code(),
        "exchange.out_of_order"
    );
    assert_eq!(
        Forgery::new().records(&[1, 2, 2]).code(),
        "exchange.out_of_order"
    );
}

#[test]
fn a_digest_of_other_rows() {
    assert_eq!(Forgery::new().code(), "exchange.digest_mismatch");
    let other = Forgery::new().set("rows_digest", &"00".repeat(32));
    assert_eq!(other.code(), "exchange.digest_mismatch");
}

#[test]
fn columns_missing_extra_misnamed_or_of_another_width() {
    let with = |change: fn(&mut Forgery)| {
        let mut forgery = Forgery::new();
        change(&mut forgery);
        forgery.code()
    };
    let wrong = "exchange.wrong_columns";
    assert_eq!(with(|forgery| drop(forgery.columns.pop())), wrong);
    assert_eq!(with(|forgery| drop(forgery.columns.remove(1))), wrong);
    assert_eq!(with(|forgery| forgery.columns.swap(1, 2)), wrong);
    assert_eq!(
        with(|forgery| forgery.columns.push(("flag", 1, vec![None; 3]))),
        wrong
    );
    assert_eq!(with(|forgery| forgery.columns[1].0 = "key_b"), wrong);
    assert_eq!(with(|forgery| forgery.columns[0].1 = 15), wrong);
    assert_eq!(with(|forgery| forgery.columns[1].1 = 32), wrong);
    assert_eq!(with(|forgery| forgery.columns[2].1 = 9), wrong);
}

#[test]
fn columns_that_the_metadata_does_not_call_for() {
    for (key, value) in [
        ("match_keys", "a,b"),
        ("match_keys", ""),
        ("filter_bits", "0"),
    ] {
        assert_eq!(
            Forgery::new().set(key, value).code(),
            "exchange.wrong_columns"
        );
    }
}

#[test]
fn features_of_parquet_that_extracts_do_not_use() {
    let with = |change: fn(WriterPropertiesBuilder) -> WriterPropertiesBuilder| {
        let forgery = Forgery::new();
        let properties = change(forgery.properties);
        Forgery {
            properties,
            ..forgery
        }
        .code()
    };
    let refused = "exchange.malformed";
    assert_eq!(with(|properties| properties), "exchange.digest_mismatch");
    assert_eq!(
        with(|properties| properties.set_dictionary_enabled(true)),
        refused
    );
    assert_eq!(
        with(|properties| properties.set_bloom_filter_enabled(true)),
        refused
    );
    assert_eq!(
        with(|properties| properties.set_offset_index_disabled(false)),
        refused
    );
    assert_eq!(
        with(|properties| properties.set_encoding(PageEncoding::DELTA_BYTE_ARRAY)),
        refused
    );
    for level in [EnabledStatistics::Chunk, EnabledStatistics::Page] {
        let forgery = Forgery::new();
        let properties = forgery.properties.set_statistics_enabled(level);
        assert_eq!(
            Forgery {
                properties,
                ..forgery
            }
            .code(),
            refused
        );
    }
    let version_2 = parquet::file::properties::WriterVersion::PARQUET_2_0;
    let forgery = Forgery::new();
    let properties = forgery.properties.set_writer_version(version_2);
    assert_eq!(
        Forgery {
            properties,
            ..forgery
        }
        .code(),
        refused
    );
    assert_eq!(
        with(|properties| properties.set_created_by("x".to_owned())),
        refused
    );
}

#[test]
fn claims_of_more_rows_than_there_are() {
    let claims = |rows: &str| Forgery::new().set("rows", rows).code();
    assert_eq!(claims("4"), "exchange.malformed");
    assert_eq!(claims("2"), "exchange.malformed");
    assert_eq!(claims("20000001"), "exchange.too_many_rows");
    assert_eq!(claims("18446744073709551615"), "exchange.too_many_rows");
    assert_eq!(claims("18446744073709551616"), "exchange.malformed");

    // Three rows are the number 06. The file says it for itself, its one row group and each column chunk.
    let bytes = Forgery::new().set("rows", "16000000").write();
    let sixteen_million = [0x80, 0x90, 0xa1, 0x0f];
    let of_file = |rows: &[u8]| [&[0x00, 0x16], rows, &[0x19, 0x1c]].concat();
    let bytes = with_footer(&bytes, &of_file(&[6]), &of_file(&sixteen_million));
    assert_eq!(code(&bytes), "exchange.malformed");
    let of_group = |rows: &[u8]| [&[0x16], rows, &[0x26, 0x08, 0x16]].concat();
    let bytes = with_footer(&bytes, &of_group(&[6]), &of_group(&sixteen_million));
    assert_eq!(code(&bytes), "exchange.malformed");
    let negative = with_footer(&Forgery::new().write(), &of_file(&[6]), &of_file(&[5]));
    assert_eq!(code(&negative), "exchange.malformed");
}

#[test]
fn sizes_and_offsets_outside_the_file() {
    // The first column chunk: one page of 48 bytes and a header of 17, from byte 4 on; zigzag doubles numbers.
    let chunk = |bytes: &[u8], offset: &[u8]| {
        [&[0x16], bytes, &[0x16], bytes, &[0x26], offset, &[0x49]].concat()
    };
    let (right, size) = (chunk(&[0x82, 0x01], &[0x08]), [0x82, 0x01]);
    let original = Forgery::new().write();
    for (defect, wrong) in [
        ("negative size", chunk(&[0x01], &[0x08])),
        ("no size", chunk(&[0x00], &[0x08])),
        (
            "huge size",
            chunk(
                &[0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
                &[0x08],
            ),
        ),
        ("size beyond the file", chunk(&[0x80, 0x80, 0x40], &[0x08])),
        ("negative offset", chunk(&size, &[0x01])),
        ("offset in the magic", chunk(&size, &[0x00])),
        ("offset beyond the file", chunk(&size, &[0x80, 0x80, 0x40])),
        ("offset with a needless byte", chunk(&size, &[0x88, 0x00])),
    ] {
        assert_eq!(
            code(&with_footer(&original, &right, &wrong)),
            "exchange.malformed",
            "{defect}"
        );
    }
}

#[test]
fn something_between_the_parts() {
    let bytes = extract(1, 3);
    let tail = bytes.len() - 8;
    let length = u32::from_le_bytes(bytes[tail..tail + 4].try_into().unwrap()) as usize;
    let (rows, footer) = bytes.split_at(tail - length);
    assert_eq!(
        code(&[rows, b"a secret", footer].concat()),
        "exchange.malformed"
    );
    let (magic, rows) = rows.split_at(4);
    assert_eq!(
        code(&[magic, b"a secret", rows, footer].concat()),
        "exchange.malformed"
    );
    let longer = with_footer(
        &bytes,
        b"split-tally version 1",
        b"split-tally version 1 a secret",
    );
    assert_eq!(code(&longer), "exchange.malformed");
}

#[test]
fn a_footer_longer_than_the_file() {
    let mut bytes = extract(1, 3);
    let tail = bytes.len() - 8;
    for (length, expected) in [
        (u32::try_from(tail).unwrap(), "exchange.malformed"),
        (4 << 20, "exchange.malformed"),
        ((4 << 20) + 1, "exchange.too_much_metadata"),
        (u32::MAX, "exchange.too_much_metadata"),
    ] {
        bytes[tail..tail + 4].copy_from_slice(&length.to_le_bytes());
        assert_eq!(code(&bytes), expected, "{length}");
    }
}

#[test]
fn more_than_each_limit() {
    let bytes = extract(2, 3);
    let with = |change: fn(&mut Limits)| {
        let mut limits = Limits::DEFAULT;
        change(&mut limits);
        let header =
            Extract::read_header(&bytes, &limits).map_or_else(|error| error.code(), |_| "accepted");
        let whole =
            Extract::read(&bytes, &limits).map_or_else(|error| error.code(), |_| "accepted");
        assert_eq!(header, whole);
        whole
    };
    assert_eq!(with(|limits| limits.rows = 6), "accepted");
    assert_eq!(with(|limits| limits.rows = 5), "exchange.too_many_rows");
    assert_eq!(with(|limits| limits.bytes = 100), "exchange.too_large");
    assert_eq!(
        with(|limits| limits.metadata_bytes = 100),
        "exchange.too_much_metadata"
    );
    assert_eq!(with(|limits| limits.row_groups = 2), "accepted");
    assert_eq!(
        with(|limits| limits.row_groups = 1),
        "exchange.too_many_row_groups"
    );
}
