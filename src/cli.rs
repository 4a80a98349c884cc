//! The command line: runs and checks without a window.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::preset::{self, BUNDLED, FileProblem, Preset};
use crate::report;
use crate::sim::{Run, simulate};
use crate::text::Text;

/// A teaching simulator of leukapheresis. Teaching model. Not for patient care.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub window: WindowArguments,
}

/// How to open the window.
#[derive(Clone, Debug, Default, Args)]
pub struct WindowArguments {
    /// The case to open; a bundled one when left out
    pub preset: Option<PathBuf>,
    /// The renderer to try first, where both are built
    #[arg(long)]
    pub renderer: Option<Renderer>,
    /// Dark or light, whatever the system prefers
    #[arg(long)]
    pub theme: Option<Theme>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Renderer {
    Glow,
    Wgpu,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    Light,
    Dark,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a case and print what happened
    Run(RunArguments),
    /// Check presets: errors with line and column
    Check {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct RunArguments {
    pub preset: PathBuf,
    /// Write the run as CSV, one row every 10 s; - for standard output
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Print the outcome as JSON instead of the summary
    #[arg(long)]
    json: bool,
    /// Change a setting, such as procedure.inlet_flow_ml_min=60
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
}

/// Runs a command; the exit status is 1 when a case is wrong. Usage errors (2) end in [`Arguments::parse`].
pub fn execute(command: &Command) -> ExitCode {
    let text = Text::english();
    let outcome = match command {
        Command::Run(arguments) => run(arguments, &text),
        Command::Check { files } => check(files, &text),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            say_wrong(&sentence);
            ExitCode::FAILURE
        }
    }
}

/// The preset to open the window with, and its file.
///
/// # Errors
/// The sentence to show.
pub fn preset_for_window(arguments: &WindowArguments) -> Result<(Preset, Option<PathBuf>), String> {
    let text = Text::english();
    match &arguments.preset {
        Some(path) => {
            let preset = open(path, &text)?;
            Ok((preset, Some(path.clone())))
        }
        None => match preset::read(BUNDLED[0].text) {
            Ok(preset) => Ok((preset, None)),
            Err(problem) => Err(text.problem(&problem)),
        },
    }
}

/// Says in one line why there is no window, runs the case all the same and prints its summary.
pub fn run_without_window(preset: &Preset, failure: Option<String>) -> ExitCode {
    let text = Text::english();
    let why = match failure {
        None => text.get("no-display").into_owned(),
        Some(error) => text.with("no-renderer", &[("error", first_clause(&error))]).into_owned(),
    };
    let _ = writeln!(std::io::stderr().lock(), "{why}");
    match simulate(&preset.protocol) {
        Ok(run) => {
            print(&report::summary::text(&run, preset, &text));
            ExitCode::SUCCESS
        }
        Err(refusal) => {
            say_wrong(&text.refusal(&refusal));
            ExitCode::FAILURE
        }
    }
}

/// Opens a preset, or says why not.
///
/// # Errors
/// The sentence to show.
pub fn open(path: &Path, text: &Text) -> Result<Preset, String> {
    preset::load(path).map_err(|problem| text.file_problem(path, &problem))
}

/// The beginning of a library's error: the rest is for its makers.
fn first_clause(error: &str) -> String {
    error.split([':', '\n']).next().unwrap_or(error).trim().to_owned()
}

fn run(arguments: &RunArguments, text: &Text) -> Result<(), String> {
    let mut preset = open(&arguments.preset, text)?;
    for assignment in &arguments.set {
        preset::assign(&mut preset.protocol.settings, assignment)
            .map_err(|problem| format!("--set {}", text.problem(&problem)))?;
    }
    let run = simulate(&preset.protocol)
        .map_err(|refusal| format!("{}: {}", arguments.preset.display(), text.refusal(&refusal)))?;

    let csv_on_stdout = arguments.csv.as_deref() == Some(Path::new("-"));
    if let Some(path) = &arguments.csv {
        write_csv(path, &run, &preset, text)?;
    }
    if arguments.json {
        print(&format!("{:#}\n", report::json::value(&run)));
    } else if !csv_on_stdout {
        print(&report::summary::text(&run, &preset, text));
    }
    Ok(())
}

fn write_csv(path: &Path, run: &Run, preset: &Preset, text: &Text) -> Result<(), String> {
    let disclaimer = text.get("disclaimer");
    if path == Path::new("-") {
        // A reader that stops early, such as `head`, is no error.
        let _ = report::csv::write(run, preset, &disclaimer, std::io::stdout().lock());
        return Ok(());
    }
    let say = |error: std::io::Error| text.file_problem(path, &FileProblem::Io(error));
    let mut file = atomic_write_file::AtomicWriteFile::open(path).map_err(say)?;
    report::csv::write(run, preset, &disclaimer, std::io::BufWriter::new(&mut file))
        .map_err(|error| say(std::io::Error::other(error)))?;
    file.commit().map_err(say)
}

fn check(files: &[PathBuf], text: &Text) -> Result<(), String> {
    let mut wrong = Vec::new();
    for path in files {
        match open(path, text) {
            Ok(_) => print(&format!("{}\n", text.with("check-ok", &[("file", path.display().to_string())]))),
            Err(sentence) => wrong.push(sentence),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// Prints without a panic when the reader has gone.
fn print(words: &str) {
    let _ = std::io::stdout().lock().write_all(words.as_bytes());
}

/// Says on standard error what is wrong.
pub fn say_wrong(sentence: &str) {
    let mut stderr = std::io::stderr().lock();
    let mark = if stderr.is_terminal() { "\u{1b}[31merror\u{1b}[0m" } else { "error" };
    let _ = writeln!(stderr, "{mark}: {sentence}");
}
