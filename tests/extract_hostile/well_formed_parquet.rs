//! Files that Parquet allows and the format of extracts does not.

use parquet::{
    basic::Encoding as PageEncoding,
    file::properties::{
        EnabledStatistics, WriterProperties, WriterPropertiesBuilder, WriterVersion,
    },
};
use split_tally::exchange::ExtractError;

use super::{code, forgery::Forgery, read, with_footer};

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
fn field_filters_that_are_not_described_as_they_should_be() {
    for described in [
        "",
        "s",
        "s:",
        "s:65",
        "s:32",
        "s:1024",
        "s:064",
        "S:64",
        "s:64,s:64",
        "s:64,",
    ] {
        let found = Forgery::new().set("field_filters", described).code();
        assert_eq!(found, "exchange.malformed", "{described:?}");
    }
    let described = |count: usize| {
        let fields: Vec<_> = (0..count).map(|field| format!("f{field}:64")).collect();
        Forgery::new()
            .set("field_filters", &fields.join(","))
            .code()
    };
    assert_eq!(described(16), "exchange.wrong_columns");
    assert_eq!(described(17), "exchange.malformed");
}

#[test]
fn a_field_filter_where_the_column_says_there_is_none() {
    // Definition levels of the last column, as bits: rows 0 and 2 have a value. Rows and levels must agree in number.
    let original = Forgery::new().write();
    let levels: &[u8] = &[2, 0, 0, 0, 3, 0b101];
    let place = original
        .windows(levels.len())
        .rposition(|part| part == levels);
    let place = place.unwrap() + levels.len() - 1;
    for (levels, expected) in [
        (0b101, "exchange.digest_mismatch"),
        (0b001, "exchange.malformed"),
        (0b111, "exchange.malformed"),
        (0b1101, "exchange.malformed"),
        (0b110, "exchange.digest_mismatch"),
    ] {
        let mut bytes = original.clone();
        bytes[place] = levels;
        assert_eq!(code(&bytes), expected, "{levels:#b}");
    }
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
        // Without the pair of field filters their column is one too many.
        let is_field_filters = Forgery::new().pairs[position].0.ends_with("field_filters");
        let expected = match position {
            _ if is_field_filters => "exchange.wrong_columns",
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
    assert_eq!(with(|forgery| forgery.columns[3].1 = 16), wrong);
    assert_eq!(with(|forgery| forgery.columns[3].0 = "field_t"), wrong);
    assert_eq!(with(|forgery| forgery.columns.swap(2, 3)), wrong);
}

#[test]
fn columns_that_the_metadata_does_not_call_for() {
    for (key, value) in [
        ("match_keys", "a,b"),
        ("match_keys", ""),
        ("filter_bits", "0"),
        ("field_filters", "s:64,t:64"),
        ("field_filters", "s:128"),
        ("field_filters", "t:64"),
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
    let forgery = Forgery::new();
    let properties = forgery
        .properties
        .set_writer_version(WriterVersion::PARQUET_2_0);
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
