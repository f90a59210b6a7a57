use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use split_tally::agreement::Agreement;
use split_tally::rejoin::{JoinOptions, RowsWritten, SharedAttributes};
use split_tally::simple::{self, RejoinRecord};

use super::matching::MAX_EXTRACT;
use super::{
    MAX_TABLE, Received, expect_size, file_name, read_agreement, read_whole, to_json, today,
};
use crate::args::{OwnRows, Rejoin};
use crate::failure::Failure;
use crate::outputs::{Output, Readers, finish_all};
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
            shared: None,
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
        .reads("--agreement", &arguments.agreement)
        .reads("one of the extracts", &arguments.extracts)
        .reads("--identity", &arguments.receiving.identity)
        .reads("--passphrase-file", &arguments.receiving.passphrase_file)
        .writes("--out", [&arguments.out])
        .writes("--worklist", &arguments.worklist)
        .writes("--report", &arguments.report)
        .expect_apart()?;
    // Where the output cannot be written, that is said before the work.
    let mut output = Output::new(&arguments.out, Readers::OwnerOnly)?;
    let links = read_whole(&arguments.links, MAX_TABLE)?;
    let crosswalk = read_whole(&own.crosswalk, MAX_TABLE)?;
    let (links_name, crosswalk_name) = (file_name(&arguments.links), file_name(&own.crosswalk));
    let (name, size, file) = own.open()?;
    let output_for = |path: &PathBuf, readers| Output::new(path, readers);
    let worklist = arguments.worklist.as_ref();
    let worklist = worklist.map(|path| output_for(path, Readers::OwnerOnly));
    let worklist = worklist.transpose()?;
    let report = arguments.report.as_ref();
    let report = report.map(|path| output_for(path, Readers::Usual));
    let report = report.transpose()?;
    let agreement = arguments.agreement.as_deref().map(read_agreement);
    let agreement = agreement.transpose()?;
    let contents = [
        (links_name.as_str(), links.as_slice()),
        (crosswalk_name.as_str(), crosswalk.as_slice()),
    ];
    let shared = agreement.as_ref();
    let shared = shared.map(|agreement| shared_attributes(arguments, agreement, contents));
    let shared = shared.transpose()?;
    let rows = if arguments.linked_only {
        RowsWritten::Linked
    } else {
        RowsWritten::All
    };
    let mut bar = Bar::new();
    let mut writer = BufWriter::new(&mut output);
    let count = simple::rejoin(
        (&links_name, &links),
        (&crosswalk_name, &crosswalk),
        &JoinOptions {
            shared: shared.clone(),
            ..own.options(rows)
        },
        (&name, size, file),
        &mut writer,
        &mut |progress| bar.show(progress),
    )?;
    writer
        .flush()
        .map_err(|e| Failure::writing(&arguments.out, &e))?;
    drop(writer);
    drop(bar);
    let mut outputs = vec![output];
    if let (Some(mut output), Some(shared)) = (worklist, &shared) {
        output.put(&simple::need_worklist(
            shared,
            (&crosswalk_name, &crosswalk),
        )?)?;
        outputs.push(output);
    }
    if let (Some(mut output), Some(shared), Some(agreement)) = (report, &shared, &agreement) {
        output.put(&to_json(&RejoinRecord::new(agreement, shared, count)))?;
        outputs.push(output);
    }
    finish_all(outputs)?;
    eprintln!(
        "Wrote {}: {} of {} rows are linked to another party's record. It holds your own records: it stays with you",
        arguments.out.display(),
        count.linked,
        count.rows
    );
    for carried in shared.iter().flat_map(SharedAttributes::carried) {
        if carried.filled > 0 {
            eprintln!(
                "  {:>9}  {} from {}, which the agreement lets you see ({})",
                carried.filled,
                carried.label,
                carried.from.join(", "),
                carried.clause
            );
        }
    }
    if count.not_found > 0 {
        eprintln!(
            "{} linked records are in no row of {name}: has it changed since the extract was made?",
            count.not_found
        );
    }
    Ok(())
}

/// What the other parties' extracts let the owner see, by links and crosswalk.
fn shared_attributes(
    arguments: &Rejoin,
    agreement: &Agreement,
    [links, crosswalk]: [(&str, &[u8]); 2],
) -> Result<SharedAttributes, Failure> {
    let received = Received::with(&arguments.receiving)?;
    let mut files = Vec::with_capacity(arguments.extracts.len());
    for path in &arguments.extracts {
        files.push((file_name(path), received.read(path, MAX_EXTRACT)?));
    }
    let party = arguments.own.party.as_deref();
    Ok(simple::shared_attributes(
        agreement,
        today()?,
        links,
        crosswalk,
        party,
        files,
    )?)
}
