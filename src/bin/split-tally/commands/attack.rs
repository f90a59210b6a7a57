use split_tally::attack::{Options, run as run_attacks};

use super::to_json;
use crate::args::Attack;
use crate::failure::Failure;
use crate::outputs::{Readers, write_whole};

/// Attacks on made-up people, in memory; nothing is left behind but the figures that were asked for.
pub fn run(arguments: &Attack) -> Result<(), Failure> {
    let threads = arguments
        .threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let options = Options {
        people: arguments.people,
        seed: arguments.seed,
        full: arguments.full,
        threads: threads.max(1),
    };
    let report = run_attacks(&options, &mut |doing| eprintln!("{doing} ..."))?;
    println!(
        "Attacks on made-up people, seed {}. Success is the share rightly identified; beside it what chance would give.",
        report.seed
    );
    print!("{}", report.to_text());
    println!(
        "\nLinkage F1 is that of the same encoding on two files of {} made-up people with a fifth in common, at the best threshold.\n\
         That no attack here succeeds is no proof that none can: docs/attacks.md says what this does not show.",
        report.people
    );
    if let Some(path) = &arguments.out {
        write_whole(path, Readers::Usual, &to_json(&report))?;
        eprintln!("Wrote {}", path.display());
    }
    Ok(())
}
