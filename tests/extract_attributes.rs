//! Extracts with attributes: what is written is read, and what is none of an attribute's values is not.

#![allow(clippy::unwrap_used)] // A test that cannot make its extract has failed.

use split_tally::encode::{AttributeLayout, EncodingBatch, EncodingLayout};
use split_tally::exchange::{Extract, ExtractHeader, ExtractWriter, Limits, check_together};
use split_tally::units::{Digest, RecordReference, Token};

fn layout(attributes: &[(&str, u32)]) -> EncodingLayout {
    let attributes = attributes.iter().map(|&(name, values)| AttributeLayout {
        name: name.to_owned(),
        values,
    });
    EncodingLayout::new(vec!["nhs".to_owned()], 0).with_attributes(attributes.collect())
}

/// An extract of these rows of attributes, in two row groups.
fn extract(party: &str, layout: &EncodingLayout, rows: &[Vec<Option<u32>>]) -> Vec<u8> {
    let header = ExtractHeader {
        party: party.to_owned(),
        agreement_digest: Digest::new([1; 32]),
        key_commitment: Digest::new([2; 32]),
        encoding: "test".to_owned(),
        recipient: None,
        layout: layout.clone(),
    };
    let mut batch = EncodingBatch::new(layout);
    for (number, places) in (1u8..).zip(rows) {
        let token = (number % 3 != 0).then(|| Token::new([number; 16]));
        batch.push(RecordReference::new([number; 16]), &[token], None);
        batch.set_attributes(places);
    }
    let rows = batch.sorted();
    let mut writer = ExtractWriter::new(header, Vec::new()).unwrap();
    let (first, second) = rows.split_at(rows.len() / 2);
    writer.write_row_group(first).unwrap();
    writer.write_row_group(second).unwrap();
    writer.finish().unwrap().0
}

fn rows() -> Vec<Vec<Option<u32>>> {
    vec![
        vec![Some(0), Some(3)],
        vec![None, Some(0)],
        vec![Some(1), None],
        vec![None, None],
        vec![Some(1), Some(2)],
    ]
}

#[test]
fn values_come_back_and_a_missing_one_is_not_the_first() {
    let layout = layout(&[("carer", 2), ("frailty", 4)]);
    let bytes = extract("A", &layout, &rows());
    let read = Extract::read(&bytes, &Limits::DEFAULT).unwrap();
    assert_eq!(read.header().layout, layout);
    for (row, places) in rows().iter().enumerate() {
        let found: Vec<_> = (0..2)
            .map(|attribute| read.attribute(attribute, row))
            .collect();
        assert_eq!(found, *places, "row {row}");
        assert_eq!(read.attribute(2, row), None);
    }
}

#[test]
fn a_value_that_is_none_of_the_list_is_refused() {
    let few = layout(&[("carer", 2), ("frailty", 3)]);
    let bytes = extract("A", &few, &rows());
    let error = Extract::read(&bytes, &Limits::DEFAULT).unwrap_err();
    assert_eq!(error.code(), "exchange.malformed");
    assert!(error.to_string().contains("none of its list"), "{error}");
}

#[test]
fn damage_anywhere_is_found() {
    let bytes = extract("A", &layout(&[("carer", 2), ("frailty", 4)]), &rows());
    for place in 0..bytes.len() {
        for change in [1u8, 0x80] {
            let mut damaged = bytes.clone();
            damaged[place] ^= change;
            assert!(
                Extract::read(&damaged, &Limits::DEFAULT).is_err(),
                "byte {place}"
            );
        }
    }
}

#[test]
fn parties_with_other_attributes_go_together() {
    let read = |party: &str, attributes: &[(&str, u32)]| {
        let layout = layout(attributes);
        let rows = vec![vec![Some(1); attributes.len()]; 4];
        Extract::read(extract(party, &layout, &rows), &Limits::DEFAULT).unwrap()
    };
    let (one, other) = (read("A", &[("carer", 2)]), read("B", &[("frailty", 4)]));
    assert_eq!(
        check_together(&[one.header(), other.header()]).map_err(|error| error.code()),
        Ok(())
    );
    assert_eq!(one.attribute(0, 3), Some(1));
    assert_eq!(read("C", &[]).attribute(0, 0), None);
}

/// A month has two bytes, a cell of 500 metres four; an hour has one, as ever.
#[test]
fn wide_values_come_back_and_those_beyond_are_refused() {
    let wide = [("hour", 24), ("month", 1_536), ("cell", 3_640_000)];
    let rows = vec![
        vec![Some(23), Some(1_535), Some(3_639_999)],
        vec![None, Some(0), None],
        vec![Some(0), None, Some(0)],
        vec![Some(12), Some(256), Some(65_536)],
    ];
    let bytes = extract("A", &layout(&wide), &rows);
    let read = Extract::read(&bytes, &Limits::DEFAULT).unwrap();
    for (row, places) in rows.iter().enumerate() {
        let found: Vec<_> = (0..3)
            .map(|attribute| read.attribute(attribute, row))
            .collect();
        assert_eq!(found, *places, "row {row}");
    }
    for place in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[place] ^= 1;
        assert!(
            Extract::read(&damaged, &Limits::DEFAULT).is_err(),
            "byte {place}"
        );
    }
    let beyond = vec![vec![Some(23), Some(1_536), Some(0)]];
    let error = Extract::read(extract("A", &layout(&wide), &beyond), &Limits::DEFAULT).unwrap_err();
    assert_eq!(error.code(), "exchange.malformed");
}

/// Attributes of one byte are as they were before there were wider ones: earlier extracts are read as ever.
#[test]
fn an_extract_with_attributes_of_one_byte_is_as_it_ever_was() {
    let bytes = extract("A", &layout(&[("carer", 2), ("frailty", 4)]), &rows());
    let read = Extract::read_header(&bytes, &Limits::DEFAULT).unwrap();
    assert_eq!(read.rows_digest.to_string(), EARLIER_DIGEST);
}

/// Computed with Python's hashlib from the form that was documented before there were wider attributes.
const EARLIER_DIGEST: &str = "e51f35c069f8248df24fdbac1c8cbe1f193f45fa1ae0441d71347f7d2c706b17";
