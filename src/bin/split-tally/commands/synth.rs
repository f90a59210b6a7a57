use split_tally::synth::{Options, synthesise};

use crate::args::Synth;
use crate::failure::Failure;
use crate::outputs::write_all_new;

pub fn run(arguments: &Synth) -> Result<(), Failure> {
    let mut options = Options {
        people: arguments.people,
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
    let folder = &arguments.out_dir;
    std::fs::create_dir_all(folder).map_err(|e| Failure::writing(folder, &e))?;
    let place = |name: &str| folder.join(format!("{name}.csv"));
    let parties = made
        .files
        .iter()
        .map(|file| (place(&file.party), &file.csv));
    let attributes = made.attributes.iter();
    let attributes =
        attributes.map(|file| (place(&format!("{}.attributes", file.party)), &file.csv));
    let files: Vec<_> = parties
        .chain(attributes)
        .chain([(place("truth"), &made.truth)])
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
