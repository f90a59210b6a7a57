//! Extracts with attributes: what is written is read, and what is none of an attribute's values is not.

#![allow(clippy::unwrap_used)] // A test that cannot make its extract has failed.

use split_tally::encode::{AttributeLayout, EncodingBatch, EncodingLayout};
use split_tally::exchange::{Extract, ExtractHeader, ExtractWriter, Limits, check_together};
use split_tally::units::{Digest, RecordReference, Token};

fn layout(attributes: &[(&str, u8)]) -> EncodingLayout {
    let attributes = attributes.iter().map(|&(name, values)| AttributeLayout {
        name: name.to_owned(),
        values,
    });
    EncodingLayout::new(vec!["nhs".to_owned()], 0).with_attributes(attributes.collect())
}

/// An extract of these rows of attributes, in two row groups.
fn extract(party: &str, layout: &EncodingLayout, rows: &[Vec<Option<u8>>]) -> Vec<u8> {
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

fn rows() -> Vec<Vec<Option<u8>>> {
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
    let read = |party: &str, attributes: &[(&str, u8)]| {
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
