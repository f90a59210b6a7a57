use split_tally::synth::{
    IncidentOptions, IncidentRates, Options, synthesise, synthesise_incidents,
};

use crate::args::Synth;
use crate::failure::Failure;
use crate::outputs::write_all_new;

pub fn run(arguments: &Synth) -> Result<(), Failure> {
    if let Some(incidents) = arguments.incidents {
        return make_incidents(arguments, incidents);
    }
    let mut options = Options {
        people: arguments.people.unwrap_or_default(),
        overlap: arguments.overlap,
        seed: arguments.seed,
        attributes: arguments.attributes,
        indicators: arguments.indicators,
        ..Options::default()
    };
    if !arguments.parties.is_empty() {
        options.parties.clone_from(&arguments.parties);
    }
    if !arguments.holds.is_empty() {
        options.parties.clear();
    }
    for text in &arguments.holds {
        let held = text.split_once('=');
        let (party, share) = held
            .and_then(|(party, share)| Some((party, share.parse().ok()?)))
            .ok_or_else(|| {
                Failure::Usage(format!(
                    "--hold {text}: write it as --hold PARTY=SHARE, such as --hold hospital=0.6"
                ))
            })?;
        options.parties.push(party.to_owned());
        options.holds.push(share);
    }
    let made = synthesise(&options)?;
    let parties = made.files.iter();
    let parties = parties.map(|file| (file.party.clone(), &file.csv));
    let attributes = made.attributes.iter();
    let attributes = attributes.map(|file| (format!("{}.attributes", file.party), &file.csv));
    let truth = ("truth".to_owned(), &made.truth);
    write(arguments, parties.chain(attributes).chain([truth]))
}

fn make_incidents(arguments: &Synth, incidents: u32) -> Result<(), Failure> {
    let usual = IncidentRates {
        emergency_call_number: arguments.call_numbers,
        ..IncidentRates::USUAL
    };
    let made = synthesise_incidents(&IncidentOptions {
        incidents,
        seed: arguments.seed,
        hotspots: arguments.hotspots,
        rates: match arguments.missing_places {
            Some(share) => usual.with_missing_places(share),
            None => usual,
        },
    })?;
    let files = made.files.iter();
    let files = files.map(|(source, csv)| ((*source).to_owned(), csv));
    let codes = made.codes.iter();
    let codes = codes.map(|(source, field, csv)| (format!("{source}.{field}.codes"), csv));
    let others = [
        ("gazetteer".to_owned(), &made.gazetteer),
        ("hotspots".to_owned(), &made.hotspots),
        ("truth".to_owned(), &made.truth),
    ];
    let others = others
        .into_iter()
        .filter(|(name, _)| name != "hotspots" || arguments.hotspots > 0);
    write(arguments, files.chain(codes).chain(others))
}

/// Writes `NAME.csv` of each, all or none.
fn write<'a>(
    arguments: &Synth,
    files: impl Iterator<Item = (String, &'a Vec<u8>)>,
) -> Result<(), Failure> {
    let folder = &arguments.out_dir;
    std::fs::create_dir_all(folder).map_err(|e| Failure::writing(folder, &e))?;
    let files: Vec<_> = files
        .map(|(name, csv)| (folder.join(format!("{name}.csv")), csv))
        .collect();
    write_all_new(
        files
            .iter()
            .map(|(path, csv)| (path.as_path(), csv.as_slice())),
    )?;
    for (path, _) in &files {
        eprintln!("Wrote {}", path.display());
    }
    Ok(())
}
