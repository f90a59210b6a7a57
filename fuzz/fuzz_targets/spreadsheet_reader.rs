//! Any ZIP container is read or refused as a workbook. A panic of the workbook reader that `src/read/workbook/mod.rs`
//! catches is a refusal too, so libFuzzer's own hook, which ends the process at once, is taken away; a panic that nobody
//! catches still ends it. XLS is left out: its reader reserves memory by what a file claims.
#![no_main]

use libfuzzer_sys::fuzz_target;
use split_tally::read::{ReadOptions, Table};

fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
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
