//! What filters an extract holds, from the agreement through `prepare` to the matcher.

#![allow(clippy::unwrap_used)] // A test that cannot make its files has failed.

use split_tally::agreement::Agreement;
use split_tally::encode::Contents;
use split_tally::exchange::{Extract, Limits};
use split_tally::secret;
use split_tally::simple::{self, MemorySink, PrepareOptions};

const FIELDS: &str = include_str!("../examples/febrl4/agreement-fields.json");

/// The third row has no postcode, the last two share a surname.
const PEOPLE: &str = "\
rec_id,given_name,surname,date_of_birth,postcode
1,michaela,neumann,19151111,4223
2,courtney,painter,19161214,4560
3,charles,green,19480930,
4,vanessa,parr,19951119,3061
5,mikayla,parr,19860208,3061
";

fn options(party: &str, contents: Contents) -> PrepareOptions {
    PrepareOptions {
        contents,
        seed: Some(5),
        ..PrepareOptions::new(party, simple::day("2026-01-01").unwrap())
    }
}

fn key() -> secret::ProjectKey {
    secret::open(include_bytes!("data/project.key"), None).unwrap()
}

fn extract_of(agreement: &Agreement, party: &str, contents: Contents) -> Vec<u8> {
    let mut sink = MemorySink::default();
    let source = ("people.csv", PEOPLE.len() as u64, PEOPLE.as_bytes());
    let options = options(party, contents);
    simple::prepare(agreement, &key(), &options, source, &mut sink, &mut |_| {}).unwrap();
    sink.extract
}

const RECORD_FILTER_ONLY: Contents = Contents {
    record_filter: true,
    field_filters: false,
};
const FIELD_FILTERS_ONLY: Contents = Contents {
    record_filter: false,
    field_filters: true,
};

#[test]
fn field_filters_travel_and_a_missing_field_has_none() {
    let agreement = Agreement::from_json(FIELDS).unwrap();
    let bytes = extract_of(&agreement, "a", Contents::ALL);
    let extract = Extract::read(&bytes, &Limits::DEFAULT).unwrap();
    let layout = &extract.header().layout;
    let names: Vec<_> = layout.field_filters().iter().map(|f| &*f.name).collect();
    assert_eq!(names, ["given_name", "surname", "birth_date", "postcode"]);
    assert!(layout.field_filters().iter().all(|f| f.bytes == 32));
    let counts: Vec<_> = (0..4).map(|f| extract.field_filter_count(f)).collect();
    assert_eq!(counts, [5, 5, 5, 4]);

    let report = simple::inspect("a.parquet", bytes.clone()).unwrap();
    let columns = report.columns.iter();
    let columns: Vec<_> = columns
        .filter(|column| column.name.starts_with("field_"))
        .map(|column| (&*column.name, column.filled, column.repeated))
        .collect();
    let expected = [
        ("field_given_name", 5, 0),
        ("field_surname", 5, 2),
        ("field_birth_date", 5, 0),
        ("field_postcode", 4, 2),
    ];
    assert_eq!(columns, expected);
    assert!(report.reveals.iter().any(|said| {
        said.contains("field filters") && said.contains("one trusted linker only")
    }));

    let csv = simple::extract_to_csv("a.parquet", bytes).unwrap();
    let mut lines = csv.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .ends_with(",filter,field_given_name,field_surname,field_birth_date,field_postcode")
    );
    let last_cells: Vec<_> = lines
        .map(|line| line.rsplit(',').next().unwrap().len())
        .collect();
    assert_eq!(last_cells.iter().filter(|&&length| length == 64).count(), 4);
    assert_eq!(last_cells.iter().filter(|&&length| length == 0).count(), 1);
}

#[test]
fn what_an_extract_leaves_out_is_not_there_and_changes_nothing_else() {
    let agreement = Agreement::from_json(FIELDS).unwrap();
    let read = |contents| {
        let bytes = extract_of(&agreement, "a", contents);
        Extract::read(bytes, &Limits::DEFAULT).unwrap()
    };
    let all = read(Contents::ALL);
    for contents in [RECORD_FILTER_ONLY, FIELD_FILTERS_ONLY, Contents::NONE] {
        let part = read(contents);
        assert_eq!(part.header().layout.contents(), contents);
        assert_eq!(part.references(), all.references());
        for key in 0..all.header().layout.match_keys().len() {
            assert!(part.tokens(key).eq(all.tokens(key)));
        }
        for row in 0..all.len() {
            let filter = all.filter(row).filter(|_| contents.record_filter);
            assert_eq!(part.filter(row), filter);
            for field in 0..4 {
                let filter = all.field_filter(field, row);
                let filter = filter.filter(|_| contents.field_filters);
                assert_eq!(part.field_filter(field, row), filter);
            }
        }
    }
}

#[test]
fn extracts_for_different_recipients_are_not_matched() {
    let agreement = Agreement::from_json(FIELDS).unwrap();
    let matched = |one, other| {
        let files = vec![
            ("a.parquet".to_owned(), extract_of(&agreement, "a", one)),
            ("b.parquet".to_owned(), extract_of(&agreement, "b", other)),
        ];
        simple::match_extracts(&agreement, files, 1, &mut |_| {})
    };
    for contents in [
        Contents::ALL,
        RECORD_FILTER_ONLY,
        FIELD_FILTERS_ONLY,
        Contents::NONE,
    ] {
        // All five people are in both files with equal tokens, so that no filter is needed.
        let found = matched(contents, contents).unwrap();
        assert_eq!(found.links.groups, 5, "{contents:?}");
    }
    let error = matched(Contents::ALL, RECORD_FILTER_ONLY).unwrap_err();
    let said = error.to_string();
    assert!(said.contains("made for different recipients"), "{said}");
    assert!(said.contains("extracts of a and b"), "{said}");
}

#[test]
fn the_preview_shows_field_filters_beside_their_fields() {
    let agreement = Agreement::from_json(FIELDS).unwrap();
    let source = ("people.csv", PEOPLE.len() as u64, PEOPLE.as_bytes());
    let options = options("a", Contents::ALL);
    let rows = simple::preview(&agreement, &key(), &options, source, 3).unwrap();
    let [.., third] = &rows[..] else {
        unreachable!("three rows were asked for")
    };
    let fields: Vec<_> = third
        .field_filters
        .iter()
        .map(|filter| (&*filter.field, filter.bits.is_some()))
        .collect();
    let expected = [
        ("given name", true),
        ("surname", true),
        ("date of birth", true),
        ("postcode", false),
    ];
    assert_eq!(fields, expected);
}
