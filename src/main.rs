//! Arguments to window or command line, nothing else.

use std::process::ExitCode;

use buffycoat::app::platform::{self, Outcome};
use buffycoat::cli::{self, Arguments};
use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(command) = &arguments.command {
        return cli::execute(command, platform::headless::draw);
    }
    let (preset, path) = match cli::preset_for_window(&arguments.window) {
        Ok(opened) => opened,
        Err(sentence) => {
            cli::say_wrong(&sentence);
            return ExitCode::FAILURE;
        }
    };
    match platform::open(&preset, path, &arguments.window) {
        Outcome::Closed => ExitCode::SUCCESS,
        Outcome::NoDisplay => cli::run_without_window(&preset, None),
        Outcome::Failed(error) => cli::run_without_window(&preset, Some(error)),
    }
}
