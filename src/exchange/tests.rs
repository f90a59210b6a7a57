//! What is written is what is read, by this reader and by the `parquet` crate's, and what that crate writes.

mod by_parquet;

use std::io::Write;

use parquet::{
    column::reader::ColumnReader,
    data_type::FixedLenByteArray,
    file::reader::{FileReader, SerializedFileReader},
};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use super::*;
use crate::{
    encode::{AttributeLayout, EncodingBatch, EncodingLayout, FieldFilterLayout},
    units::{Digest, RecordReference, Token},
};

/// A row as plain as can be, to compare with.
#[derive(Clone, Debug)]
struct Row {
    reference: [u8; 16],
    tokens: Vec<Option<[u8; 16]>>,
    filter: Option<Vec<u8>>,
    field_filters: Vec<Option<Vec<u8>>>,
    /// Places in the lists of values, little-endian.
    attributes: Vec<Option<[u8; 4]>>,
}

fn header(layout: &EncodingLayout) -> ExtractHeader {
    ExtractHeader {
        party: "St. Mary-s Hospital".to_owned(),
        agreement_digest: Digest::new([0xa1; 32]),
        key_commitment: Digest::new([0xb2; 32]),
        encoding: "hardened/1".to_owned(),
        recipient: None,
        layout: layout.clone(),
    }
}

fn write(
    layout: &EncodingLayout,
    groups: &[&[Row]],
) -> Result<(Vec<u8>, ExtractSummary), ExtractError> {
    let mut writer = ExtractWriter::new(header(layout), Vec::new())?;
    for rows in groups {
        let mut batch = EncodingBatch::new(layout);
        for row in *rows {
            let tokens: Vec<_> = row
                .tokens
                .iter()
                .map(|token| token.map(Token::new))
                .collect();
            batch.push_with_field_filters(
                RecordReference::new(row.reference),
                &tokens,
                row.filter.as_deref(),
                row.field_filters.iter().map(Option::as_deref),
            );
            let places = row.attributes.iter().map(|one| one.map(u32::from_le_bytes));
            batch.set_attributes(&places.collect::<Vec<_>>());
        }
        writer.write_row_group(&batch.iter().collect::<Vec<_>>())?;
    }
    writer.finish()
}

/// Field filters of these lengths.
fn fields(bytes: &[usize]) -> Vec<FieldFilterLayout> {
    let field = |(position, &bytes)| FieldFilterLayout {
        name: format!("f{position}"),
        bytes,
    };
    bytes.iter().enumerate().map(field).collect()
}

/// Attributes of so many values each.
fn attributes(values: &[u32]) -> Vec<AttributeLayout> {
    let attribute = |(position, &values)| AttributeLayout {
        name: format!("a{position}"),
        values,
    };
    values.iter().enumerate().map(attribute).collect()
}

/// Names of match keys, the filters' lengths, attributes, rows, rows of a row group.
fn any_extract() -> impl Strategy<Value = (EncodingLayout, Vec<Row>, usize)> {
    let field_bytes = proptest::collection::vec((3u32..=6).prop_map(|power| 1 << power), 0..4);
    let listed =
        proptest::collection::vec(prop_oneof![2u32..=64, Just(1_536), Just(3_640_000)], 0..4);
    (0usize..8, 0usize..40, field_bytes, listed).prop_flat_map(
        |(keys, filter_bytes, field_bytes, listed)| {
            let layout = EncodingLayout::new(
                (0..keys).map(|key| format!("k{key}")).collect(),
                filter_bytes,
            )
            .with_field_filters(fields(&field_bytes))
            .with_attributes(attributes(&listed));
            let token = prop_oneof![Just(None), any::<[u8; 16]>().prop_map(Some)];
            let filter = proptest::option::of(proptest::collection::vec(any::<u8>(), filter_bytes));
            let filter_of = |&bytes: &usize| {
                proptest::option::of(proptest::collection::vec(any::<u8>(), bytes))
            };
            let field_filters: Vec<_> = field_bytes.iter().map(filter_of).collect();
            let place_of =
                |&values: &u32| proptest::option::of((0..values).prop_map(u32::to_le_bytes));
            let places: Vec<_> = listed.iter().map(place_of).collect();
            let values = (
                proptest::collection::vec(token, keys),
                filter,
                field_filters,
                places,
            );
            let rows = proptest::collection::btree_map(any::<[u8; 16]>(), values, 0..200).prop_map(
                |rows| {
                    let row = |(reference, (tokens, filter, field_filters, attributes))| Row {
                        reference,
                        tokens,
                        filter,
                        field_filters,
                        attributes,
                    };
                    rows.into_iter().map(row).collect()
                },
            );
            (Just(layout), rows, 1usize..90)
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read((layout, rows, at_once) in any_extract()) {
        let groups: Vec<_> = rows.chunks(at_once).collect();
        let (bytes, summary) = write(&layout, &groups).unwrap();
        prop_assert_eq!(summary.bytes, bytes.len() as u64);
        prop_assert_eq!(summary.row_groups, groups.len());
        prop_assert_eq!(&Extract::read_header(&bytes, &Limits::DEFAULT).unwrap(), &summary);
        let extract = Extract::read(&bytes, &Limits::DEFAULT).unwrap();
        prop_assert_eq!(extract.header(), &header(&layout));
        prop_assert_eq!(extract.len(), rows.len());
        prop_assert_eq!(extract.rows_digest(), summary.rows_digest);
        for (position, row) in rows.iter().enumerate() {
            prop_assert_eq!(extract.reference(position), Some(RecordReference::new(row.reference)));
            for (key, token) in row.tokens.iter().enumerate() {
                prop_assert_eq!(extract.token(key, position), token.map(Token::new));
            }
            let filter = row.filter.as_ref().filter(|filter| !filter.is_empty());
            let words = extract.filter(position).map(|words| {
                let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
                let (bytes, rest) = bytes.split_at(layout.filter_bytes());
                assert!(rest.iter().all(|byte| *byte == 0));
                bytes.to_vec()
            });
            prop_assert_eq!(words.as_ref(), filter);
            for (field, filter) in row.field_filters.iter().enumerate() {
                let words = extract.field_filter(field, position);
                let bytes = words.map(|words| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>());
                prop_assert_eq!(bytes.as_ref(), filter.as_ref());
            }
        }
        for (position, row) in rows.iter().enumerate() {
            for (attribute, place) in row.attributes.iter().enumerate() {
                prop_assert_eq!(extract.attribute(attribute, position), place.map(u32::from_le_bytes));
            }
        }
        prop_assert_eq!(extract.attribute(layout.attributes().len(), 0), None);
        for (field, filter) in layout.field_filters().iter().enumerate() {
            let expected: Vec<usize> = (0..rows.len()).filter(|&row| rows[row].field_filters[field].is_some()).collect();
            prop_assert_eq!(extract.field_filter_count(field), expected.len());
            prop_assert_eq!(extract.words_per_field_filter(field), filter.bytes / 8);
            let words: Vec<_> = expected.iter().filter_map(|&row| extract.field_filter(field, row)).collect();
            prop_assert_eq!(words.concat(), extract.field_filter_words(field));
            prop_assert_eq!(extract.field_filter_rows(field).collect::<Vec<_>>(), expected);
        }
        let beyond = layout.field_filters().len();
        prop_assert_eq!(extract.field_filter(beyond, 0), None);
        prop_assert_eq!(extract.field_filter_count(beyond), 0);
        for key in 0..layout.match_keys().len() {
            let expected: Vec<_> = (0..rows.len())
                .filter_map(|row| Some((row, extract.token(key, row)?)))
                .collect();
            prop_assert_eq!(extract.token_count(key), expected.len());
            prop_assert_eq!(extract.tokens(key).collect::<Vec<_>>(), expected);
        }
        let filters: Vec<_> = extract.filter_rows().filter_map(|row| extract.filter(row)).collect();
        prop_assert_eq!(filters.len(), extract.filter_count());
        prop_assert_eq!(filters.concat(), extract.filter_words());
        prop_assert_eq!(extract.token(layout.match_keys().len(), 0), None);
        prop_assert_eq!(extract.reference(rows.len()), None);

        // The digest is of the rows, however they are grouped.
        let (_, regrouped) = write(&layout, &[&rows]).unwrap();
        prop_assert_eq!(regrouped.rows_digest, summary.rows_digest);
    }

    #[test]
    fn the_parquet_crate_writes_the_same((layout, rows, at_once) in any_extract()) {
        let groups: Vec<_> = rows.chunks(at_once).collect();
        prop_assert_eq!(write(&layout, &groups).unwrap().0, by_parquet::write(&layout, &groups));
    }

    #[test]
    fn the_parquet_crate_reads_the_same((layout, rows, at_once) in any_extract()) {
        let groups: Vec<_> = rows.chunks(at_once).collect();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&write(&layout, &groups).unwrap().0).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let mut columns = vec![Vec::new(); reader.metadata().file_metadata().schema_descr().num_columns()];
        for group in 0..reader.num_row_groups() {
            let group = reader.get_row_group(group).unwrap();
            for (position, column) in columns.iter_mut().enumerate() {
                let ColumnReader::FixedLenByteArrayColumnReader(mut reader) =
                    group.get_column_reader(position).unwrap()
                else {
                    panic!("another type");
                };
                let (mut values, mut levels) = (Vec::<FixedLenByteArray>::new(), Vec::new());
                let levels_wanted = (position > 0).then_some(&mut levels);
                let (read, ..) = reader.read_records(at_once, levels_wanted, None, &mut values).unwrap();
                let mut values = values.into_iter().map(|value| value.data().to_vec());
                levels.resize(read, 1);
                column.extend(levels.iter().map(|level| (*level == 1).then(|| values.next().unwrap())));
            }
        }
        let mut expected = vec![rows.iter().map(|row| Some(row.reference.to_vec())).collect()];
        for key in 0..layout.match_keys().len() {
            expected.push(rows.iter().map(|row| row.tokens[key].map(|token| token.to_vec())).collect());
        }
        if layout.filter_bytes() > 0 {
            expected.push(rows.iter().map(|row| row.filter.clone()).collect::<Vec<_>>());
        }
        for field in 0..layout.field_filters().len() {
            expected.push(rows.iter().map(|row| row.field_filters[field].clone()).collect::<Vec<_>>());
        }
        for attribute in 0..layout.attributes().len() {
            let bytes = layout.attributes()[attribute].bytes();
            let place =
                |row: &Row| row.attributes[attribute].map(|place| place[..bytes].to_vec());
            expected.push(rows.iter().map(place).collect::<Vec<_>>());
        }
        prop_assert_eq!(columns, expected);
    }
}

/// Rows of which some of each column have a value, by a rule of the column's own.
fn many_rows(count: u32, layout: &EncodingLayout) -> Vec<Row> {
    let row = |number: u32| {
        let byte = number.to_le_bytes()[0];
        let bits = number.wrapping_mul(2_654_435_761).leading_zeros();
        Row {
            reference: u128::from(number).to_be_bytes(),
            tokens: vec![
                (number % 1000 > 20).then_some([byte; 16]),
                (bits > 0).then_some([byte; 16]),
                None,
            ],
            filter: (bits < 4).then(|| vec![byte; layout.filter_bytes()]),
            field_filters: vec![Some(vec![byte; 64]), (number > 3000).then(|| vec![byte; 8])],
            attributes: vec![(bits > 1).then_some(u32::from(byte % 7).to_le_bytes())],
        }
    };
    (0..count).map(row).collect()
}

/// Pages end where the `parquet` crate ends them: after rows, after bytes, and with the row group.
#[test]
fn the_parquet_crate_writes_the_same_where_pages_end() {
    let names = ["a", "b", "c"].map(str::to_owned).to_vec();
    for (count, filter_bytes) in [
        (19_999, 16),
        (20_000, 16),
        (20_480, 16),
        (20_481, 1),
        (2047, 512),
        (2048, 512),
        (45_000, 512),
    ] {
        let layout = EncodingLayout::new(names.clone(), filter_bytes)
            .with_field_filters(fields(&[64, 8]))
            .with_attributes(attributes(&[7]));
        let rows = many_rows(count, &layout);
        let groups: [&[Row]; 2] = [&rows, &[]];
        assert!(
            write(&layout, &groups).unwrap().0 == by_parquet::write(&layout, &groups),
            "{count} rows, filters of {filter_bytes} bytes"
        );
    }
}

fn rows(references: &[u8]) -> Vec<Row> {
    let row = |&byte: &u8| Row {
        reference: [byte; 16],
        tokens: vec![Some([byte; 16]), None],
        filter: (byte % 2 == 0).then(|| vec![byte; 9]),
        field_filters: vec![Some(vec![byte; 8]), (byte > 1).then(|| vec![byte; 16])],
        attributes: Vec::new(),
    };
    references.iter().map(row).collect()
}

fn layout() -> EncodingLayout {
    EncodingLayout::new(vec!["name_dob".to_owned(), "nhs".to_owned()], 9)
}

/// If this fails, extracts of earlier versions of the program may no longer be what this one reads: do not adapt it
/// lightly. The rows' digest was computed by hand from the module's documentation (Python, `hashlib`).
#[test]
fn the_format_stays_as_it_is() {
    let (bytes, summary) = write(&layout(), &[&rows(&[1, 2]), &rows(&[3])]).unwrap();
    assert_eq!(
        summary.rows_digest.to_string(),
        "bc0e7c6ee4eb428303ae0954777e4a4ecf3fac37fcb28e01c24c215da516c097"
    );
    let file = Digest::new(Sha256::digest(&bytes).into());
    assert_eq!(
        file.to_string(),
        "4728ce6ab8006c96e0af32578cfc99951e15d03698dbc1b5671d9660c0c28ded"
    );
}

/// Computed by hand from the module's documentation (Python, `hashlib`), as the one above.
#[test]
fn the_digest_of_field_filters_is_what_the_documentation_says() {
    let layout = layout().with_field_filters(fields(&[8, 16]));
    let (_, summary) = write(&layout, &[&rows(&[1, 2, 3])]).unwrap();
    assert_eq!(
        summary.rows_digest.to_string(),
        "724975e4223c204f2a11a777cfde10263ce0a746a18ec88014cd199eb85ce9a4"
    );
}

#[test]
fn the_writer_refuses_what_the_reader_would() {
    let code = |groups: &[&[Row]]| {
        write(&layout(), groups).map_or_else(|error| error.code(), |_| "written")
    };
    assert_eq!(code(&[]), "written");
    assert_eq!(code(&[&[], &rows(&[1]), &[]]), "written");
    assert_eq!(code(&[&rows(&[2, 1])]), "exchange.out_of_order");
    assert_eq!(code(&[&rows(&[1, 1])]), "exchange.out_of_order");
    assert_eq!(
        code(&[&rows(&[1, 2]), &rows(&[2])]),
        "exchange.out_of_order"
    );

    let header = ExtractHeader {
        party: "A\nB".to_owned(),
        ..header(&layout())
    };
    let error = ExtractWriter::new(header, Vec::new()).err().unwrap();
    assert_eq!(error.code(), "exchange.cannot_write");
}

#[test]
fn the_writer_refuses_rows_of_another_layout() {
    for other in [
        EncodingLayout::new(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()], 9),
        EncodingLayout::new(vec!["a".to_owned(), "b".to_owned()], 8),
        layout().with_field_filters(fields(&[8, 8])),
        layout().with_field_filters(fields(&[8, 16, 8])),
    ] {
        let mut batch = EncodingBatch::new(&other);
        let tokens = [Some(Token::new([1; 16])); 3];
        let fields_of_row = std::iter::repeat(Some(&[1u8; 16][..]));
        let reference = RecordReference::new([1; 16]);
        batch.push_with_field_filters(reference, &tokens, Some(&[1; 9]), fields_of_row);
        let layout = layout().with_field_filters(fields(&[8, 16]));
        let mut writer = ExtractWriter::new(header(&layout), Vec::new()).unwrap();
        let error = writer.write_row_group(&batch.sorted()).unwrap_err();
        assert_eq!(error.code(), "exchange.cannot_write");
    }
}

#[test]
fn the_writer_keeps_to_the_limits() {
    let layout = EncodingLayout::new(vec![], 0);
    let mut writer = ExtractWriter::new(header(&layout), Vec::new()).unwrap();
    let mut code = "";
    for number in 0..=4096u128 {
        let mut batch = EncodingBatch::new(&layout);
        batch.push(RecordReference::new(number.to_be_bytes()), &[], None);
        code = writer
            .write_row_group(&batch.sorted())
            .map_or_else(|error| error.code(), |()| "written");
        assert!(number == 4096 || code == "written");
    }
    assert_eq!(code, "exchange.too_many_row_groups");
    let (bytes, _) = writer.finish().unwrap();
    assert_eq!(Extract::read(bytes, &Limits::DEFAULT).unwrap().len(), 4096);
}

/// A sink with room for a few bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self
            .0
            .checked_sub(bytes.len())
            .ok_or(std::io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_said() {
    for room in [0, 100, 1000] {
        let attempt = || {
            let mut writer = ExtractWriter::new(header(&layout()), Full(room))?;
            let batch_layout = layout();
            let mut batch = EncodingBatch::new(&batch_layout);
            for number in 0..1000u128 {
                batch.push(RecordReference::new(number.to_be_bytes()), &[], None);
            }
            writer.write_row_group(&batch.sorted())?;
            writer.finish()
        };
        assert_eq!(attempt().err().unwrap().code(), "exchange.io");
    }
}
