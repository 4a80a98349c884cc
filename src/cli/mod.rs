//! The command line, on top of the house: it reads the call, does what it says, and ends with an exit status.

mod arguments;
mod case;
mod class;
mod examples;
mod export;
mod lessons;
mod logger;
mod man;
mod output;
#[cfg(feature = "window")]
mod picture;
mod presets;
mod progress;
mod run;
mod sheets;
mod sweep;
mod validate;
mod window;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::crash;
use crate::report::preset_page::PAGE;
use crate::text::Text;
use arguments::{Arguments, Command, LessonsCommand, PresetsCommand};

/// Why a call did not succeed.
enum Failure {
    /// The case or a file is wrong, with the sentence to show: 1.
    Case(String),
    /// What was printed says it: 1.
    Told,
    /// The call itself is wrong, with the sentence to show: 2, as for what [`Arguments::parse`] refuses.
    Call(String),
}

impl From<String> for Failure {
    fn from(sentence: String) -> Self {
        Self::Case(sentence)
    }
}

impl From<case::Unusable> for Failure {
    fn from(unusable: case::Unusable) -> Self {
        Self::Case(unusable.sentence)
    }
}

/// Does what the program was called for.
pub fn main() -> ExitCode {
    crash::install_hook();
    let arguments = Arguments::parse();
    match execute(&arguments, &Text::english()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Told) => ExitCode::FAILURE,
        Err(Failure::Case(sentence)) => {
            output::say_wrong(&sentence);
            ExitCode::FAILURE
        }
        Err(Failure::Call(sentence)) => {
            output::say_wrong(&sentence);
            ExitCode::from(2)
        }
    }
}

fn execute(arguments: &Arguments, text: &Text) -> Result<(), Failure> {
    logger::start(arguments.log.as_deref(), text)?;
    match &arguments.command {
        None => window::open(&arguments.window, text),
        Some(Command::Run(arguments)) => run::run(arguments, text),
        #[cfg(feature = "window")]
        Some(Command::Picture(arguments)) => picture::picture(arguments, text),
        #[cfg(not(feature = "window"))]
        Some(Command::Picture(_)) => Err(Failure::Call(text.get("no-picture-built"))),
        Some(Command::Sweep(arguments)) => sweep::run(arguments, text),
        Some(Command::Validate { table, json }) => validate::validate(table.as_deref(), *json, text),
        Some(Command::Check { presets }) => presets::check(presets, text),
        Some(Command::Presets { what: Some(PresetsCommand::Show { name }) }) => presets::show(name, text),
        Some(Command::Presets { what: Some(PresetsCommand::Format) }) => Ok(output::put(PAGE, text)?),
        Some(Command::Presets { what: Some(PresetsCommand::List) | None }) => presets::list(text),
        Some(Command::Lessons { what: Some(LessonsCommand::Show { name }) }) => lessons::show(name, text),
        Some(Command::Lessons { what: Some(LessonsCommand::Format) }) => lessons::format(text),
        Some(Command::Lessons { what: Some(LessonsCommand::List) | None }) => lessons::list(text),
        Some(Command::Class(arguments)) => class::class(arguments, text),
        Some(Command::Export(arguments)) => export::export(arguments, text),
        Some(Command::Report(arguments)) => sheets::report(arguments, text),
        Some(Command::Sheet { sheet, solution }) => sheets::sheet(sheet, *solution, text),
        Some(Command::Completions { shell }) => {
            let mut words = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "buffycoat", &mut words);
            Ok(output::put(words, text)?)
        }
        Some(Command::Man { out: Some(folder), .. }) => man::write_all(folder, text),
        Some(Command::Man { command, out: None }) => man::print(command, text),
        #[cfg(feature = "window")]
        Some(Command::Audience) => window::audience(text),
        #[cfg(not(feature = "window"))]
        Some(Command::Audience) => Err(Failure::Call(text.get("no-window-built"))),
        Some(Command::Crash { preset }) => crash_with(preset, text),
    }
}

/// Panics with a case unsaved, as the window might.
#[expect(clippy::panic, reason = "it is asked for")]
fn crash_with(preset: &std::path::Path, text: &Text) -> Result<(), Failure> {
    crash::keep_case(Some(&case::Case::open(preset, text)?.preset));
    panic!("asked for by the call");
}
