//! Extracts that are not: each case is named by its defect. The list is the format's negative specification.

#![allow(clippy::unwrap_used, clippy::panic)] // A helper that cannot make its file has failed its test.

#[path = "extract_hostile/forgery.rs"]
mod forgery;
#[path = "extract_hostile/well_formed_parquet.rs"]
mod well_formed_parquet;

use proptest::prelude::*;
use split_tally::{
    encode::{EncodingBatch, EncodingLayout, FieldFilterLayout},
    exchange::{Extract, ExtractError, ExtractHeader, ExtractWriter, Limits},
    units::{Digest, FileKind, RecordReference, Token},
};

/// An extract of `groups` row groups of `rows` rows, made by the writer.
fn extract(groups: usize, rows: usize) -> Vec<u8> {
    let field = |name: &str, bytes| FieldFilterLayout {
        name: name.to_owned(),
        bytes,
    };
    let layout = EncodingLayout::new(vec!["name_dob".to_owned(), "nhs".to_owned()], 12)
        .with_field_filters(vec![field("surname", 16), field("postcode", 8)]);
    let header = ExtractHeader {
        party: "Ambulance".to_owned(),
        agreement_digest: Digest::new([0xa1; 32]),
        key_commitment: Digest::new([0xb2; 32]),
        encoding: "hardened/1".to_owned(),
        recipient: None,
        layout: layout.clone(),
    };
    let mut writer = ExtractWriter::new(header, Vec::new()).unwrap();
    let mut next = 0u32;
    for _ in 0..groups {
        let mut batch = EncodingBatch::new(&layout);
        for _ in 0..rows {
            let value = next.to_be_bytes().repeat(4);
            let value: [u8; 16] = value.try_into().unwrap();
            let token = (!next.is_multiple_of(3)).then(|| Token::new(value));
            let filter = (next % 5 != 1).then_some(&value[..12]);
            let surname = (next % 4 != 2).then_some(&value[..]);
            let postcode = (next % 7 != 3).then_some(&value[..8]);
            batch.push_with_field_filters(
                RecordReference::new(value),
                &[token, Some(Token::new(value))],
                filter,
                [surname, postcode].into_iter(),
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
        (b"", "Copy or download it again"),
        (b"%PDF-1.7\n", "Choose the file"),
        (b"PK\x03\x04\x14\x00", "prepare it first"),
        (b"nhs_number,name\r\n", "prepare it first"),
        (&[0, 1, 2], "Choose the file"),
        (&[0x1f, 0x8b, 8, 0], "Unpack it"),
        (
            b"age-encryption.org/v1\n-> X25519",
            "Give the receiving key",
        ),
    ];
    for (bytes, remedy) in cases {
        let error = read(bytes).unwrap_err();
        assert_eq!(error.code(), "exchange.not_parquet");
        let text = error.to_string();
        let kind = FileKind::of(bytes).to_string();
        assert!(text.contains(&kind) && text.contains(remedy), "{text}");
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
