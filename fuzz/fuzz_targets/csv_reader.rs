//! Any bytes are read or refused as a table; every row is as wide as the header, and row numbers go up.
#![no_main]

use libfuzzer_sys::fuzz_target;
use split_tally::read::{ReadOptions, Table};

fuzz_target!(|bytes: &[u8]| {
    // Containers are the other target's.
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf") {
        return;
    }
    for header_row in [None, Some(1)] {
        let options = ReadOptions {
            header_row,
            ..ReadOptions::default()
        };
        let Ok(mut table) = Table::open("f.csv", bytes.len() as u64, bytes, &options) else {
            continue;
        };
        let width = table.header().len();
        let mut last = table.report().header_row;
        let mut rows = 0;
        while let Ok(Some(row)) = table.next_row() {
            assert_eq!(row.cells.len(), width);
            assert!(row.number.get() > last);
            last = row.number.get();
            rows += 1;
        }
        assert_eq!(table.report().rows, rows);
    }
});
