//! The command line: translates arguments and files to calls of the library, and its answers to text and exit status.

#![allow(clippy::print_stdout)] // Answers go to standard output; messages go to standard error.

mod args;
mod commands;
mod failure;
mod outputs;
mod places;
mod terminal;
mod unfinished;

use std::process::ExitCode;

use args::{Arguments, Command};
use clap::Parser as _;

fn main() -> ExitCode {
    // A panic's own words may quote what was being read. Where it happened is all that is shown.
    std::panic::set_hook(Box::new(|panic| {
        // So says the standard library where an answer is not taken, to a full disk or by a program that has ended.
        let words = panic.payload().downcast_ref::<String>();
        if words.is_some_and(|words| words.starts_with("failed printing to stdout")) {
            eprintln!(
                "split-tally: the answer could not be written where it was to go. Is there room on the disk, and does the program that reads it still run?"
            );
            std::process::exit(1);
        }
        if let Some(place) = panic.location() {
            eprintln!("error: stopped at {}:{}", place.file(), place.line());
        }
    }));
    let result = match Arguments::parse().command {
        Command::Demo(arguments) => commands::demo::run(&arguments),
        Command::Agreement { command } => commands::agreement::run(&command),
        Command::Key { command } => commands::key::run(&command),
        Command::Look(arguments) => commands::look::run(&arguments),
        Command::Prepare(arguments) => commands::prepare::run(&arguments),
        Command::Match(arguments) => commands::matching::run(&arguments),
        Command::View(arguments) => commands::view::run(&arguments),
        Command::Rejoin(arguments) => commands::rejoin::run(&arguments),
        Command::Review { command } => commands::review::run(&command),
        Command::Evaluate(arguments) => commands::evaluate::run(&arguments),
        Command::Inspect(arguments) => commands::inspect::run(&arguments),
        Command::Synth(arguments) => commands::synth::run(&arguments),
        Command::Attack(arguments) => commands::attack::run(&arguments),
        Command::Interop { command } => commands::interop::run(&command),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("split-tally: {failure}");
            failure.exit_code()
        }
    }
}
