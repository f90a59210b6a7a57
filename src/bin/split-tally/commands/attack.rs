use split_tally::attack::{Options, run as run_attacks};

use super::to_json;
use crate::args::Attack;
use crate::failure::Failure;
use crate::outputs::{Output, Readers};

/// Attacks on made-up people, in memory; nothing is left behind but the figures that were asked for.
pub fn run(arguments: &Attack) -> Result<(), Failure> {
    let output = arguments.out.as_deref();
    let output = output.map(|path| Output::new(path, Readers::Usual));
    let output = output.transpose()?;
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
    if let (Some(output), Some(path)) = (output, &arguments.out) {
        output.finish_with(&to_json(&report))?;
        eprintln!("Wrote {}", path.display());
    }
    Ok(())
}
