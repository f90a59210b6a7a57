use std::path::{Path, PathBuf};

use split_tally::simple::{self, MatchOptions};
use split_tally::view::{Areas, Baseline, BaselineKind, MAX_AREA_BYTES, ViewError, ViewOptions};

use super::matching::MAX_EXTRACT;
use super::{MAX_TABLE, Received, file_name, read_agreement, read_whole, to_json, today};
use crate::args::{PlacesOfIncidents, View};
use crate::failure::Failure;
use crate::outputs::{Output, Readers, finish_all};
use crate::places::Places;
use crate::terminal::Bar;

pub fn run(arguments: &View) -> Result<(), Failure> {
    Places::default()
        .reads("--agreement", [&arguments.agreement])
        .reads("one of the extracts", &arguments.extracts)
        .reads("--links", &arguments.links)
        .reads("--areas", &arguments.places.areas)
        .reads("--baseline", &arguments.places.baseline)
        .reads("--earlier", &arguments.places.earlier)
        .reads("--identity", &arguments.receiving.identity)
        .reads("--passphrase-file", &arguments.receiving.passphrase_file)
        .writes("--out", [&arguments.out])
        .writes("--html", &arguments.html)
        .expect_apart()?;
    if let Some(folder) = &arguments.csv_dir {
        expect_own_folder(folder, [Some(&arguments.out), arguments.html.as_ref()])?;
    }
    let agreement = read_agreement(&arguments.agreement)?;
    let more = view_options(&arguments.places)?;
    // Where outputs cannot be written, that is said before the work.
    let output = |path: &PathBuf| Output::new(path, Readers::Usual);
    let mut view_output = output(&arguments.out)?;
    let html_output = arguments.html.as_ref().map(output).transpose()?;
    if let Some(folder) = &arguments.csv_dir {
        std::fs::create_dir_all(folder).map_err(|e| Failure::writing(folder, &e))?;
    }
    let received = Received::with(&arguments.receiving)?;
    let mut files = Vec::with_capacity(arguments.extracts.len());
    for path in &arguments.extracts {
        files.push((file_name(path), received.read(path, MAX_EXTRACT)?));
    }
    let links = match &arguments.links {
        Some(path) => Some((file_name(path), read_whole(path, MAX_TABLE)?)),
        None => None,
    };
    let threads = arguments
        .threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let options = MatchOptions {
        threads,
        ..MatchOptions::default()
    };
    let links = links.as_ref();
    let links = links.map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let mut bar = Bar::new();
    let view = simple::view_with(
        &agreement,
        files,
        links,
        &options,
        &more,
        today()?,
        &mut |progress| bar.show(progress),
    )?;
    drop(bar);
    view_output.put(&to_json(&view))?;
    let mut outputs = vec![view_output];
    if let Some(mut output) = html_output {
        output.put(view.to_html().as_bytes())?;
        outputs.push(output);
    }
    let mut tables = 0;
    if let Some(folder) = &arguments.csv_dir {
        for (name, table) in view.to_csv() {
            let mut output = output(&folder.join(format!("{name}.csv")))?;
            output.put(table.as_bytes())?;
            outputs.push(output);
            tables += 1;
        }
    }
    finish_all(outputs)?;
    eprintln!(
        "Wrote {}: {} tables. {}",
        arguments.out.display(),
        view.tables.len(),
        view.rule
    );
    if let Some(page) = &arguments.html {
        eprintln!("Wrote {}: open it in any browser", page.display());
    }
    if let Some(folder) = &arguments.csv_dir {
        eprintln!("Wrote {tables} tables to {}", folder.display());
    }
    Ok(())
}

/// Reads areas and baseline.
fn view_options(places: &PlacesOfIncidents) -> Result<ViewOptions, Failure> {
    let refused = |error: ViewError| Failure::from(simple::Error::from(error));
    let areas = match (&places.areas, &places.area_name) {
        (Some(path), Some(name)) => {
            let bytes = read_whole(path, MAX_AREA_BYTES)?;
            Some(Areas::read(&file_name(path), &bytes, name).map_err(refused)?)
        }
        _ => None,
    };
    let baseline = [
        (&places.baseline, BaselineKind::Expected),
        (&places.earlier, BaselineKind::Earlier),
    ];
    let baseline = baseline
        .into_iter()
        .find_map(|(path, kind)| Some((path.as_ref()?, kind)));
    let baseline = match baseline {
        Some((path, kind)) => {
            let bytes = read_whole(path, MAX_AREA_BYTES)?;
            Some(Baseline::read(&file_name(path), &bytes, kind).map_err(refused)?)
        }
        None => None,
    };
    Ok(ViewOptions { areas, baseline })
}

/// Checks that a folder of tables is new or empty: what stands in it is not written over, and tables of two views are not
/// mixed, which together can tell what neither does.
fn expect_own_folder(folder: &Path, outputs: [Option<&PathBuf>; 2]) -> Result<(), Failure> {
    let taken = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(Failure::reading(folder, &error)),
    };
    if taken {
        return Err(Failure::Usage(format!(
            "--csv-dir {}: the folder is not empty. Name a new one: what is there is not written over, and tables of two views are not to be mixed",
            folder.display()
        )));
    }
    let inside = |path: &&PathBuf| path.parent().is_some_and(|parent| parent == folder);
    if outputs.into_iter().flatten().any(|path| inside(&path)) {
        return Err(Failure::Usage(format!(
            "--csv-dir {}: the tables have this folder for themselves. Write the other outputs elsewhere",
            folder.display()
        )));
    }
    Ok(())
}
