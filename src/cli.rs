//! The command line: runs and checks without a window.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::preset::{self, BUNDLED, FileProblem, Preset, VirtualPatients};
use crate::report;
use crate::report::png::Pixels;
use crate::sim::explain::Explanations;
use crate::sim::protocol::SimulationError;
use crate::sim::{Run, simulate};
use crate::study::sweep::{Vary, VaryProblem};
use crate::study::{self, validation};
use crate::text::Text;
use crate::text::clock;

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
    /// Dark or light, whatever the system prefers; or lecture mode
    #[arg(long)]
    pub theme: Option<Theme>,
    /// Play so many frames, print how long they took, and close: for measurements
    #[arg(long, hide = true, value_name = "N")]
    pub frames: Option<u32>,
    /// Draw about so many cells while frames are measured
    #[arg(long, hide = true, value_name = "N", requires = "frames")]
    pub cells: Option<u32>,
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
    /// Large and high in contrast, for a lecture hall
    Lecture,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a case and print what happened
    Run(RunArguments),
    /// Draw the window with a case at one moment, without a display
    Picture(PictureArguments),
    /// Run a case over ranges of its settings, on all cores
    Sweep(SweepArguments),
    /// Run the published studies: our value beside theirs
    Validate {
        /// Another table of the same form
        #[arg(long, value_name = "FILE")]
        table: Option<PathBuf>,
        /// Print the rows as JSON
        #[arg(long)]
        json: bool,
    },
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
    /// Repeat the procedure on so many following days and print how the counts go from day to day
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=30), conflicts_with_all = ["csv", "json"])]
    days: Option<u8>,
    /// Draw so many virtual patients like this one and print how often each warning comes in them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(VirtualPatients::COUNTS), conflicts_with_all = ["csv", "json", "days"])]
    patients: Option<u64>,
    /// The seed they are drawn with, in place of the preset's own
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(VirtualPatients::SEEDS), requires = "patients")]
    seed: Option<u64>,
    /// Change a setting, such as procedure.inlet_flow_ml_min=60
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
}

#[derive(Debug, Args)]
pub struct PictureArguments {
    pub preset: PathBuf,
    /// The moment: 58min, 1:30 (hours and minutes), 90s or plain minutes; the middle of the collection when left out
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<f64>,
    /// Width and height in pixels
    #[arg(long, value_name = "WxH", value_parser = size, default_value = "1280x800")]
    size: (u16, u16),
    #[arg(long, default_value = "light")]
    theme: Theme,
    /// Change a setting, such as procedure.inlet_flow_ml_min=60
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Where to write the PNG; - for standard output
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// How the window is looked at when it is drawn without a display.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sitting {
    /// In pixels, which are points here.
    pub width: u16,
    pub height: u16,
    pub theme: Theme,
    /// The playhead.
    pub at_min: f64,
}

/// Draws the window with a case: the window knows how, and the command line asks it to.
pub type Draw = fn(&Preset, &Sitting) -> Result<Pixels, SimulationError>;

/// The shortest and longest side of a picture, in pixels.
const SIDE: std::ops::RangeInclusive<u16> = 320..=7680;

#[derive(Debug, Args)]
pub struct SweepArguments {
    pub preset: PathBuf,
    /// A setting and its values, such as procedure.inlet_flow_ml_min=30..90:25
    #[arg(long, value_name = "FIELD=FROM..TO:COUNT", required = true)]
    vary: Vec<String>,
    /// Change a setting for all runs
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Write here instead of on standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    csv: PathBuf,
}

impl RunArguments {
    fn csv_on_stdout(&self) -> bool {
        self.csv.as_deref() == Some(Path::new("-"))
    }
}

/// Runs a command; the exit status is 1 when a case is wrong. Usage errors (2) end in [`Arguments::parse`].
pub fn execute(command: &Command, draw: Draw) -> ExitCode {
    let text = Text::english();
    match command {
        Command::Run(arguments) if arguments.json && arguments.csv_on_stdout() => {
            say_wrong(&text.get("problem-two-outputs"));
            ExitCode::from(2)
        }
        Command::Run(arguments) => exit_code(run(arguments, &text)),
        Command::Picture(arguments) => exit_code(picture(arguments, draw, &text)),
        Command::Sweep(arguments) => exit_code(sweep(arguments, &text)),
        Command::Validate { table, json } => match validate(table.as_deref(), *json, &text) {
            Ok(all_pinned_inside) => ExitCode::from(u8::from(!all_pinned_inside)),
            Err(sentence) => exit_code(Err(sentence)),
        },
        Command::Check { files } => exit_code(check(files, &text)),
    }
}

/// The preset to open the window with, and its file.
///
/// # Errors
/// The sentence to show.
pub fn preset_for_window(arguments: &WindowArguments) -> Result<(Preset, Option<PathBuf>), String> {
    let text = Text::english();
    match &arguments.preset {
        Some(path) => preset::open(path).map_err(|problem| text.file_problem(path, &problem)),
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
    let _ = writeln!(io::stderr().lock(), "{why}");
    let outcome = simulate(&preset.protocol)
        .map_err(|error| text.simulation_error(&error))
        .and_then(|run| print(report::summary::text(&run, &Explanations::of(&run), preset, &text).as_bytes(), &text));
    exit_code(outcome)
}

/// 0, or 1 and the sentence.
fn exit_code(outcome: Result<(), String>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            say_wrong(&sentence);
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
    let preset = open_with(&arguments.preset, &arguments.set, text)?;
    let refused = |error| format!("{}: {}", arguments.preset.display(), text.simulation_error(&error));
    if let Some(days) = arguments.days {
        let runs = study::serial_procedures::serial_procedures(&preset.protocol, usize::from(days)).map_err(refused)?;
        return print(report::summary::days(&runs, &preset, text).as_bytes(), text);
    }
    if let Some(count) = arguments.patients {
        let seed = arguments.seed.unwrap_or(preset.virtual_patients.seed);
        let drawn = study::patients::patients(&preset.protocol, seed, count as usize, &|| false).map_err(refused)?;
        // Nobody calls it off.
        let words = drawn.map_or_else(String::new, |summary| report::patients::text(&summary, &preset, text));
        return print(words.as_bytes(), text);
    }
    let run = simulate(&preset.protocol).map_err(refused)?;

    if let Some(path) = &arguments.csv {
        write_csv(path, &run, &preset, text)?;
    }
    if arguments.json {
        print(format!("{:#}\n", report::json::value(&run, &Explanations::of(&run))).as_bytes(), text)
    } else if arguments.csv_on_stdout() {
        Ok(())
    } else {
        print(report::summary::text(&run, &Explanations::of(&run), &preset, text).as_bytes(), text)
    }
}

/// Opens a preset and applies what `--set` says.
fn open_with(path: &Path, assignments: &[String], text: &Text) -> Result<Preset, String> {
    let mut preset = open(path, text)?;
    for assignment in assignments {
        preset::assign(&mut preset.protocol.settings, assignment)
            .map_err(|problem| format!("--set {}", text.problem(&problem)))?;
    }
    Ok(preset)
}

fn picture(arguments: &PictureArguments, draw: Draw, text: &Text) -> Result<(), String> {
    let preset = open_with(&arguments.preset, &arguments.set, text)?;
    let refused = |error| format!("{}: {}", arguments.preset.display(), text.simulation_error(&error));
    let run = simulate(&preset.protocol).map_err(refused)?;
    let at_min = match (arguments.at, run.collection_min()) {
        (Some(at_min), _) if at_min > run.end_min => {
            let times = [("time", clock(at_min)), ("end", clock(run.end_min))];
            return Err(text.with("problem-moment-after-end", &times).into_owned());
        }
        (Some(at_min), _) => at_min,
        (None, Some((from_min, to_min))) => (from_min + to_min) / 2.0,
        (None, None) => run.end_min / 2.0,
    };
    let (width, height) = arguments.size;
    let pixels = draw(&preset, &Sitting { width, height, theme: arguments.theme, at_min }).map_err(refused)?;
    let mut png = Vec::new();
    report::png::write(&pixels, &preset, &text.get("disclaimer"), &mut png).map_err(|error| error.to_string())?;
    if arguments.out == Path::new("-") {
        return print(&png, text);
    }
    preset::write_whole(&arguments.out, |file| file.write_all(&png))
        .map_err(|error| text.file_problem(&arguments.out, &FileProblem::Io(error)))
}

/// Minutes from `58min`, `1:30`, `90s` or `58`; or the sentence to show.
fn moment(word: &str) -> Result<f64, String> {
    let number = |word: &str| word.trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    let minutes = if let Some((hours, minutes)) = word.split_once(':') {
        let minutes = number(minutes).filter(|minutes| *minutes < 60.0);
        number(hours).zip(minutes).map(|(hours, minutes)| 60.0 * hours + minutes)
    } else if let Some(minutes) = word.strip_suffix("min") {
        number(minutes)
    } else if let Some(seconds) = word.strip_suffix('s') {
        number(seconds).map(|seconds| seconds / 60.0)
    } else {
        number(word)
    };
    minutes.ok_or_else(|| Text::english().get("problem-moment").into_owned())
}

/// Width and height from `1280x800`; or the sentence to show.
fn size(word: &str) -> Result<(u16, u16), String> {
    let text = Text::english();
    let side = |word: &str| {
        let pixels: u32 = word.trim().parse().map_err(|_| text.get("problem-size").into_owned())?;
        u16::try_from(pixels).ok().filter(|pixels| SIDE.contains(pixels)).ok_or_else(|| {
            let (least, most) = (SIDE.start().to_string(), SIDE.end().to_string());
            let arguments = [("value", pixels.to_string()), ("least", least), ("most", most)];
            text.with("problem-size-range", &arguments).into_owned()
        })
    };
    let (width, height) = word.split_once(['x', 'X']).ok_or_else(|| text.get("problem-size").into_owned())?;
    Ok((side(width)?, side(height)?))
}

fn sweep(arguments: &SweepArguments, text: &Text) -> Result<(), String> {
    let preset = open_with(&arguments.preset, &arguments.set, text)?;
    let wrong = |problem: &VaryProblem| format!("--vary {}", text.vary_problem(problem));
    let varied: Vec<_> =
        arguments.vary.iter().map(|vary| Vary::parse(vary)).collect::<Result<_, _>>().map_err(|p| wrong(&p))?;
    let points = study::sweep::sweep(&preset.protocol, &varied).map_err(|p| wrong(&p))?;
    let mut csv = Vec::new();
    report::sweep::write(&varied, &points, &preset, text, &mut csv).map_err(|error| error.to_string())?;
    if arguments.csv == Path::new("-") {
        return print(&csv, text);
    }
    preset::write_whole(&arguments.csv, |file| file.write_all(&csv))
        .map_err(|error| text.file_problem(&arguments.csv, &FileProblem::Io(error)))
}

/// Whether every pinned row is inside.
fn validate(path: Option<&Path>, json: bool, text: &Text) -> Result<bool, String> {
    let table = match path {
        None => validation::TABLE.to_owned(),
        Some(path) => {
            std::fs::read_to_string(path).map_err(|error| text.file_problem(path, &FileProblem::Io(error)))?
        }
    };
    let place = path.map_or_else(|| "validation.ron".to_owned(), |path| path.display().to_string());
    let table = validation::read(&table).map_err(|error| {
        let message = text.with("problem-table-syntax", &[("message", error.code.to_string())]);
        format!("{place}:{}:{}: {message}", error.span.start.line, error.span.start.col)
    })?;
    if table.version != 1 {
        let found = table.version.to_string();
        return Err(format!("{place}: {}", text.with("problem-table-version", &[("found", found)])));
    }
    let folder = path.and_then(Path::parent).unwrap_or(Path::new(""));
    let answers = validation::validate(&table, folder);
    let words = if json {
        format!("{:#}\n", report::validation::json(&answers, text))
    } else {
        report::validation::text(&answers, text)
    };
    print(words.as_bytes(), text)?;
    Ok(report::validation::Count::of(&answers).pinned_out == 0)
}

fn write_csv(path: &Path, run: &Run, preset: &Preset, text: &Text) -> Result<(), String> {
    let disclaimer = text.get("disclaimer");
    if path == Path::new("-") {
        let mut csv = Vec::new();
        report::csv::write(run, preset, &disclaimer, &mut csv).map_err(|error| error.to_string())?;
        return print(&csv, text);
    }
    preset::write_whole(path, |file| report::csv::write(run, preset, &disclaimer, file).map_err(io::Error::other))
        .map_err(|error| text.file_problem(path, &FileProblem::Io(error)))
}

fn check(files: &[PathBuf], text: &Text) -> Result<(), String> {
    let mut wrong = Vec::new();
    for path in files {
        match open(path, text) {
            Ok(_) => {
                let line = format!("{}\n", text.with("check-ok", &[("file", path.display().to_string())]));
                print(line.as_bytes(), text)?;
            }
            Err(sentence) => wrong.push(sentence),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// Prints on standard output. A reader that stops early, such as `head`, is no error.
fn print(words: &[u8], text: &Text) -> Result<(), String> {
    match io::stdout().lock().write_all(words) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(text.with("problem-output", &[("error", error.to_string())]).into_owned())
        }
        _ => Ok(()),
    }
}

/// Says on standard error what is wrong.
pub fn say_wrong(sentence: &str) {
    let mut stderr = io::stderr().lock();
    let mark = if stderr.is_terminal() { "\u{1b}[31merror\u{1b}[0m" } else { "error" };
    let _ = writeln!(stderr, "{mark}: {sentence}");
}
