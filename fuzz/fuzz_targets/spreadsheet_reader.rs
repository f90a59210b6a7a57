//! Any ZIP container is read or refused as a workbook. XLS is left out: its reader stops with a panic on some damaged
//! files, which `src/read/workbook/mod.rs` catches and libFuzzer reports all the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use split_tally::read::{ReadOptions, Table};

fuzz_target!(|bytes: &[u8]| {
    if !bytes.starts_with(b"PK") {
        return;
    }
    let options = ReadOptions::default();
    let Ok(mut table) = Table::open("f.xlsx", bytes.len() as u64, bytes, &options) else {
        return;
    };
    let width = table.header().len();
    while let Ok(Some(row)) = table.next_row() {
        assert_eq!(row.cells.len(), width);
    }
    let _ = table.report();
});
