use std::fs::File;
use std::io::{BufWriter, Write as _};

use split_tally::rejoin::{JoinOptions, RowsWritten};
use split_tally::simple;

use super::{MAX_TABLE, expect_size, file_name, read_whole};
use crate::args::{OwnRows, Rejoin};
use crate::failure::Failure;
use crate::outputs::{Output, Readers};
use crate::places::Places;
use crate::terminal::Bar;

impl OwnRows {
    pub fn places(&self, places: Places) -> Places {
        places
            .reads("--crosswalk", [&self.crosswalk])
            .reads("--in", [&self.input])
    }

    pub fn options(&self, rows: RowsWritten) -> JoinOptions {
        JoinOptions {
            party: self.party.clone(),
            read: self.read.options(),
            id_column: self.id.clone(),
            rows,
        }
    }

    pub fn open(&self) -> Result<(String, u64, File), Failure> {
        let size = expect_size(&self.input, u64::MAX)?;
        let file = File::open(&self.input).map_err(|e| Failure::reading(&self.input, &e))?;
        Ok((file_name(&self.input), size, file))
    }
}

pub fn run(arguments: &Rejoin) -> Result<(), Failure> {
    let own = &arguments.own;
    own.places(Places::default())
        .reads("--links", [&arguments.links])
        .writes("--out", [&arguments.out])
        .expect_apart()?;
    // Where the output cannot be written, that is said before the work.
    let mut output = Output::new(&arguments.out, Readers::OwnerOnly)?;
    let links = read_whole(&arguments.links, MAX_TABLE)?;
    let crosswalk = read_whole(&own.crosswalk, MAX_TABLE)?;
    let (name, size, file) = own.open()?;
    let rows = if arguments.linked_only {
        RowsWritten::Linked
    } else {
        RowsWritten::All
    };
    let mut bar = Bar::new();
    let mut writer = BufWriter::new(&mut output);
    let count = simple::rejoin(
        (&file_name(&arguments.links), &links),
        (&file_name(&own.crosswalk), &crosswalk),
        &own.options(rows),
        (&name, size, file),
        &mut writer,
        &mut |progress| bar.show(progress),
    )?;
    writer
        .flush()
        .map_err(|e| Failure::writing(&arguments.out, &e))?;
    drop(writer);
    drop(bar);
    output.finish()?;
    eprintln!(
        "Wrote {}: {} of {} rows are linked to another party's record. It holds your own records: it stays with you",
        arguments.out.display(),
        count.linked,
        count.rows
    );
    if count.not_found > 0 {
        eprintln!(
            "{} linked records are in no row of {name}: has it changed since the extract was made?",
            count.not_found
        );
    }
    Ok(())
}
