//! Any text is standardised, or found not to be a value of its kind, under every template. Standardising what is
//! standard already is for the unit tests: this one looks for panics only.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use split_tally::agreement::{self, TEMPLATES};
use split_tally::read::{ColumnMapping, Mapping, Row};
use split_tally::simple;
use split_tally::standardise::{StandardRecord, Standardiser};
use split_tally::units::RowNumber;

/// A standardiser of each template, and how many columns it reads.
static STANDARDISERS: LazyLock<Vec<(Standardiser, usize)>> = LazyLock::new(|| {
    let parties = ["a".to_owned(), "b".to_owned()];
    let today = simple::day("2026-01-31").expect("a day");
    TEMPLATES
        .iter()
        .map(|template| {
            let agreement = agreement::from_template(template.name, &parties).expect("a template");
            let header: Vec<String> = agreement.fields().iter().map(|f| f.name.clone()).collect();
            let mapping = Mapping::new(&agreement, "f.csv", &header, &ColumnMapping::default())
                .expect("every field has its column");
            (Standardiser::new(&agreement, &mapping, today), header.len())
        })
        .collect()
});

fuzz_target!(|text: &str| {
    for (standardiser, width) in STANDARDISERS.iter() {
        let cells = csv::StringRecord::from(vec![text; *width]);
        let row = Row {
            number: RowNumber::new(2),
            cells: &cells,
        };
        let mut record = StandardRecord::default();
        standardiser.standardise(&row, &mut record, |_, _, _, _| {});
    }
});
