//! One person written twelve ways, under the `person` template: which match keys each way still shares with the first.
//!
//! The table below was reasoned by hand from the agreement's match keys and the rules of standardisation; the test compares
//! it with real tokens. `cargo test --test twelve_ways -- --nocapture` prints it.

#![allow(clippy::unwrap_used)] // A test that cannot make its record has failed.

use std::fmt::Write as _;

use split_tally::encode::{self, Contents, Encoder, EncodingBatch};
use split_tally::read::{ColumnMapping, Mapping, ReadOptions, Table};
use split_tally::secret;
use split_tally::simple;
use split_tally::standardise::{Day, StandardRecord, Standardiser};
use split_tally::units::{RecordReference, Token};

const HEADER: &str =
    "nhs_number,given_name,surname,birth_date,sex,postcode,address_line,uprn,phone,email";

/// The record as the first party has it. The NHS number is NHS England's example, the telephone number is Ofcom's for drama,
/// and the rest is made up.
const FIRST: &str = "9434765919,Elizabeth,Garçon-Hughes,1980-03-04,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org";

/// The match keys of the `person` template in its order.
const KEYS: [&str; 19] = [
    "nhs_dob",
    "nhs_surname",
    "nhs_given_name",
    "name_dob_postcode",
    "swapped_names_dob_sector",
    "nickname_dob_outcode",
    "initial_surname_dob_sector",
    "sound_dob_outcode",
    "given_name_dob_sex_postcode",
    "given_name_dob_uprn",
    "dob_email",
    "given_name_dob_phone",
    "name_dob",
    "swapped_names_dob",
    "name_swapped_dob_postcode",
    "name_birth_year_postcode",
    "name_birth_month_day_postcode",
    "short_name_dob_sex_outcode",
    "nhs",
];

/// A way to write the record: what differs, the row, and for each match key whether it is shared (`#`) or not (`.`).
struct Way {
    what: &'static str,
    row: &'static str,
    shares: &'static str,
}

const ALL: &str = "###################";

const WAYS: [Way; 12] = [
    Way {
        what: "accents",
        row: "9434765919,Élizabeth,Garcon-Hughes,1980-03-04,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: ALL,
    },
    // Whatever takes the name's own letters is lost; whatever takes its nickname group is kept.
    Way {
        what: "nickname",
        row: "9434765919,Liz,Garçon-Hughes,1980-03-04,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: "###..#...###......#",
    },
    // 4 March and 3 April: only the year, and day and month in ascending order, agree.
    Way {
        what: "day and month swapped",
        row: "9434765919,Elizabeth,Garçon-Hughes,1980-04-03,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: ".##...........##..#",
    },
    Way {
        what: "postcode: case, spaces, 0 for O",
        row: "9434765919,Elizabeth,Garçon-Hughes,1980-03-04,F,s014  2ab,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: ALL,
    },
    // No key takes the words of a surname in any order; those without a surname remain.
    Way {
        what: "double-barrelled the other way",
        row: "9434765919,Elizabeth,Hughes-Garçon,1980-03-04,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: "#.#.....####......#",
    },
    Way {
        what: "title",
        row: "9434765919,Mrs Elizabeth,Garçon-Hughes,1980-03-04,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: ALL,
    },
    Way {
        what: "known as",
        row: "9434765919,Elizabeth known as Liz,Garçon-Hughes known as Smith,1980-03-04,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: ALL,
    },
    // The two keys that take the names in either order, and those without names.
    Way {
        what: "given name and surname swapped",
        row: "9434765919,Garçon-Hughes,Elizabeth,1980-03-04,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: "#...#.....#..#....#",
    },
    Way {
        what: "NHS number with spaces",
        row: "943 476 5919,Elizabeth,Garçon-Hughes,1980-03-04,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: ALL,
    },
    Way {
        what: "two-digit year, day first",
        row: "9434765919,Elizabeth,Garçon-Hughes,04/03/80,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: ALL,
    },
    // Every key takes the first given name, or its first letters.
    Way {
        what: "middle name",
        row: "9434765919,Elizabeth Mary,Garçon-Hughes,1980-03-04,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: ALL,
    },
    // The key that takes an initial, and those without a given name.
    Way {
        what: "initial only",
        row: "9434765919,E,Garçon-Hughes,1980-03-04,F,SO14 2AB,14a High Street,10012345678,07700 900123,eliz@example.org",
        shares: "##....#...#.......#",
    },
];

/// The tokens of every row of a file, one for each match key.
fn tokens(rows: &[&str]) -> Vec<Vec<Option<Token>>> {
    let agreement = simple::agreement_new("person", &["A".to_owned(), "B".to_owned()]).unwrap();
    let layout = encode::layout(&agreement, Contents::ALL);
    assert_eq!(
        layout.match_keys(),
        KEYS,
        "the template has other match keys now: reason about them here"
    );
    let key = secret::open(include_bytes!("data/project.key"), None).unwrap();
    let file = format!("{HEADER}\n{}\n", rows.join("\n"));
    let mut reader = Table::open(
        "people.csv",
        file.len() as u64,
        file.as_bytes(),
        &ReadOptions::default(),
    )
    .unwrap();
    let columns = ColumnMapping::default();
    let mapping = Mapping::new(&agreement, "people.csv", reader.header(), &columns).unwrap();
    let standardiser = Standardiser::new(&agreement, &mapping, Day::new(2026, 1, 1).unwrap());
    let mut encoder = Encoder::new(&agreement, &key, Contents::ALL);
    let mut record = StandardRecord::default();
    let mut found = Vec::new();
    while let Some(row) = reader.next_row().unwrap() {
        standardiser.standardise(&row, &mut record, |_, _, _, _| {});
        let mut batch = EncodingBatch::new(&layout);
        assert!(encoder.encode(&record, RecordReference::new([0; 16]), &mut batch));
        found.push(encoder.last_tokens().to_vec());
    }
    found
}

#[test]
fn each_way_shares_the_match_keys_it_should() {
    let rows: Vec<&str> = std::iter::once(FIRST)
        .chain(WAYS.iter().map(|way| way.row))
        .collect();
    let tokens = tokens(&rows);
    let (first, others) = tokens.split_first().unwrap();
    assert!(
        first.iter().all(Option::is_some),
        "the first record has every token"
    );
    let mut shared = Vec::new();
    for other in others {
        let marks = first
            .iter()
            .zip(other)
            .map(|(one, other)| if one == other { '#' } else { '.' });
        shared.push(marks.collect::<String>());
    }
    println!("{}", table(&shared));
    for (way, shared) in WAYS.iter().zip(&shared) {
        assert_eq!(shared, way.shares, "{}", way.what);
    }
}

/// The table with a column for each way and a row for each match key.
fn table(shared: &[String]) -> String {
    let mut text =
        String::from("\nWhat each way of writing one person still shares with the first (#):\n");
    for (number, way) in WAYS.iter().enumerate() {
        let _ = writeln!(text, "{:>3}  {}", number + 1, way.what);
    }
    let _ = write!(text, "{:30}", "");
    for number in 1..=WAYS.len() {
        let _ = write!(text, "{number:>3}");
    }
    for (position, key) in KEYS.iter().enumerate() {
        let _ = write!(text, "\n{key:30}");
        for marks in shared {
            let _ = write!(text, "{:>3}", marks.chars().nth(position).unwrap_or('?'));
        }
    }
    text
}
