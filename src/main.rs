//! Arguments to window or command line, nothing else.

use std::process::ExitCode;

use buffycoat::cli::{self, Arguments};
use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match &arguments.command {
        Some(command) => cli::execute(command),
        None => ExitCode::SUCCESS,
    }
}
