use split_tally::synth::{Options, synthesise};

use crate::args::Synth;
use crate::failure::Failure;
use crate::outputs::{Readers, write_beside};

pub fn run(arguments: &Synth) -> Result<(), Failure> {
    let mut options = Options {
        people: arguments.people,
        overlap: arguments.overlap,
        seed: arguments.seed,
        ..Options::default()
    };
    if !arguments.parties.is_empty() {
        options.parties.clone_from(&arguments.parties);
    }
    let made = synthesise(&options)?;
    let folder = &arguments.out_dir;
    std::fs::create_dir_all(folder).map_err(|e| Failure::writing(folder, &e))?;
    for file in &made.files {
        let path = folder.join(format!("{}.csv", file.party));
        write_beside(&path, Readers::Usual, &file.csv)?;
        eprintln!("Wrote {}", path.display());
    }
    let path = folder.join("truth.csv");
    write_beside(&path, Readers::Usual, &made.truth)?;
    eprintln!("Wrote {}", path.display());
    Ok(())
}
