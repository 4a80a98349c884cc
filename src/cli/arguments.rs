//! What the program can be called with.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::examples::{self, OF_A_CALL, OF_A_CASE, below};
use crate::picture::plot::{Axis, Content, Scale, quantity_named};
use crate::preset::{self, VirtualPatients};
use crate::sim::quantities::Quantity;
use crate::sim::{SettingId, Settings, Value};
use crate::study::sweep::Vary;
use crate::text::{self, Text};

/// A teaching simulator of leukapheresis. Teaching model. Not for patient care.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = below(examples::WHOLE_PROGRAM, examples::OF_THE_PROGRAM))]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub window: WindowArguments,
    /// Append to this file what the program does; RUST_LOG says how much, such as debug
    #[arg(long, global = true, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct WindowArguments {
    /// The case to open: a preset, the name of a bundled case, a share text (BC1…), or - for standard input
    pub preset: Option<PathBuf>,
    /// The renderer to try first, where both are built
    #[arg(long)]
    pub renderer: Option<Renderer>,
    /// Dark or light, whatever the system prefers; or the stage of a lecture
    #[arg(long)]
    pub theme: Option<Theme>,
    /// Begin at the lecturer's desk, with the stage in a window of its own
    #[arg(long)]
    pub desk: bool,
    /// Called by the desktop, where nobody reads standard error: what is wrong with the file is said in the window
    #[arg(long, hide = true)]
    pub from_desktop: bool,
    /// Start as on the first day: remember nothing from the last time, and nothing for the next (also BUFFYCOAT_FRESH=1)
    #[arg(long)]
    pub fresh: bool,
    /// Play this many frames, print how long they took, and close: for measurements
    #[arg(long, hide = true, value_name = "N")]
    pub frames: Option<u32>,
    /// Draw about this many cells while frames are measured
    #[arg(long, hide = true, value_name = "N", requires = "frames")]
    pub cells: Option<u32>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Renderer {
    Glow,
    Wgpu,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Theme {
    Light,
    Dark,
    /// The stage of a lecture: large and high in contrast
    #[value(alias = "lecture")]
    StageLight,
    /// The same on a black ground
    StageDark,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a case and print what happened, and why
    #[command(after_help = below(examples::RUN, OF_A_CASE))]
    Run(RunArguments),
    /// Draw the window with a case at one moment, without a display
    #[command(after_help = below(examples::PICTURE, OF_A_CASE))]
    Picture(PictureArguments),
    /// Run a case over ranges of its settings, on all cores, and write a table
    #[command(after_help = below(examples::SWEEP, OF_A_CASE))]
    Sweep(SweepArguments),
    /// Run the published studies: our value beside theirs
    #[command(after_help = below(examples::VALIDATE, examples::OF_STUDIES))]
    Validate {
        /// Another table of the same form, or - for standard input
        #[arg(long, value_name = "FILE")]
        table: Option<PathBuf>,
        /// Print the rows as JSON
        #[arg(long)]
        json: bool,
    },
    /// Check presets and lessons: errors with line and column; a lesson is run, and every answer held against the run
    #[command(after_help = below(examples::CHECK, examples::OF_A_CHECK))]
    Check {
        /// Presets, lessons, names of bundled ones, share texts (BC1…), or - for standard input
        #[arg(required = true, value_name = "PRESET")]
        presets: Vec<PathBuf>,
    },
    /// The bundled cases: list them, or print one
    #[command(after_help = below(examples::PRESETS, OF_A_CASE))]
    Presets {
        #[command(subcommand)]
        what: Option<PresetsCommand>,
    },
    /// The bundled lessons: list them, or print one
    #[command(after_help = below(examples::LESSONS, OF_A_CASE))]
    Lessons {
        #[command(subcommand)]
        what: Option<LessonsCommand>,
    },
    /// What a class has learned: from the answers and codes that lie in a folder
    #[command(after_help = below(examples::CLASS, examples::OF_A_CLASS))]
    Class(ClassArguments),
    /// Write plots, the scene, the table, the outcome or the equations of a case to a file
    #[command(after_help = below(examples::EXPORT, OF_A_CASE))]
    Export(ExportArguments),
    /// A run as a page to print: case, settings, curves, warnings with reasons, arithmetic, sources (HTML)
    #[command(after_help = below(examples::REPORT, OF_A_CASE))]
    Report(SheetArguments),
    /// A worksheet of a case to print: its story and empty axes; or the solution (HTML)
    #[command(after_help = below(examples::SHEET, OF_A_CASE))]
    Sheet {
        #[command(flatten)]
        sheet: SheetArguments,
        /// With curves and answers
        #[arg(long)]
        solution: bool,
    },
    /// Print the completions of a shell, to be put where it looks for them
    #[command(after_help = below(examples::COMPLETIONS, OF_A_CALL))]
    Completions { shell: clap_complete::Shell },
    /// Print a page of the manual, or write all of them into a folder
    #[command(after_help = below(examples::MAN, OF_A_CALL))]
    Man {
        /// The command whose page is printed; that of the program when left out
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,
        /// Write the pages of the program and of every command into this folder
        #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
        out: Option<PathBuf>,
    },
    /// The window that the audience sees, fed by a lecturer's desk through standard input
    #[command(hide = true)]
    Audience,
    /// Panic with a case unsaved: to see what a crash leaves behind
    #[command(hide = true)]
    Crash { preset: PathBuf },
}

#[derive(Debug, Subcommand)]
pub enum PresetsCommand {
    /// The name to call each by, and its title
    #[command(after_help = below(examples::PRESETS_LIST, OF_A_CALL))]
    List,
    /// Print how a case is written: every field with its range, what it is when left out, and examples (Markdown)
    #[command(after_help = below(examples::PRESETS_FORMAT, OF_A_CALL))]
    Format,
    /// Print one as a file
    #[command(after_help = below(examples::PRESETS_SHOW, OF_A_CASE))]
    Show {
        /// The name of a bundled case, a preset, or a share text (BC1…)
        name: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum LessonsCommand {
    /// The name to call each by, its title, and how long it takes
    #[command(after_help = below(examples::LESSONS_LIST, OF_A_CALL))]
    List,
    /// Print how a lesson is written: every kind of step with its fields, and examples (Markdown)
    #[command(after_help = below(examples::LESSONS_FORMAT, OF_A_CALL))]
    Format,
    /// Print one as a file
    #[command(after_help = below(examples::LESSONS_SHOW, OF_A_CASE))]
    Show {
        /// The name of a bundled lesson
        name: String,
    },
}

/// How numbers are written in tables.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Decimal {
    /// 1.5 and columns parted by commas: for programs and English spreadsheets
    #[default]
    Point,
    /// 1,5 and columns parted by semicolons, names in the first line: for spreadsheets of most other languages
    Comma,
}

impl From<Decimal> for crate::report::csv::Decimal {
    fn from(decimal: Decimal) -> Self {
        match decimal {
            Decimal::Point => Self::Point,
            Decimal::Comma => Self::Comma,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Ground {
    #[default]
    Light,
    Transparent,
}

/// What runs along the curves that are exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Along {
    #[default]
    Time,
    /// Blood volumes processed
    Volumes,
}

impl From<Along> for Axis {
    fn from(along: Along) -> Self {
        match along {
            Along::Time => Self::Time,
            Along::Volumes => Self::Processed,
        }
    }
}

/// The kind of a picture that is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PictureFormat {
    Svg,
    Png,
}

/// What of an export is no picture.
const NO_PICTURE: [&str; 3] = ["table", "json", "sbml"];
/// What of an export has no curves.
const NO_PLOT: [&str; 4] = ["scene", "table", "json", "sbml"];
/// What of an export has no moment. An option that needs the scene is refused beside these only when it names them.
const NOT_THE_SCENE: [&str; 4] = ["plot", "table", "json", "sbml"];

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the call")]
#[command(group = clap::ArgGroup::new("what").required(true).args(["plot", "scene", "table", "json", "sbml"]))]
pub struct ExportArguments {
    #[command(flatten)]
    pub case: CaseArguments,
    /// A curve, such as hemoglobin or white_cells; or white cells by class: classes, classes_logarithmic or classes_stacked; given more
    /// than once, one above the other
    #[arg(long, value_name = "QUANTITY", value_parser = content, requires = "out")]
    pub plot: Vec<Content>,
    /// What runs along the curves
    #[arg(long, default_value = "time", conflicts_with_all = NO_PLOT)]
    pub along: Along,
    /// Virtual patients of the case as bands behind the curves; as many as it says, with its seed
    #[arg(long, conflicts_with_all = NO_PLOT)]
    pub patients: bool,
    /// Another case whose curves are drawn beside, with a letter; up to four
    #[arg(long, value_name = "PRESET", conflicts_with_all = NO_PLOT)]
    pub beside: Vec<PathBuf>,
    /// The scene at one moment
    #[arg(long, requires = "out")]
    pub scene: bool,
    /// The run as CSV, one row every 10 s; - for standard output
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,
    /// The outcome as JSON, on standard output or to --out
    #[arg(long)]
    pub json: bool,
    /// The case as an SBML model, for the simulators of systems biology, on standard output or to --out
    #[arg(long)]
    pub sbml: bool,
    /// Where to write; - for standard output. The ending of a picture, .svg or .png, says which, or --format
    #[arg(long, value_name = "FILE", conflicts_with = "table")]
    pub out: Option<PathBuf>,
    /// The kind of picture, where no ending says it
    #[arg(long, conflicts_with_all = NO_PICTURE)]
    pub format: Option<PictureFormat>,
    /// The scene in motion: an animated PNG of some seconds that plays for ever, 960x540 when no size is given
    #[arg(long = "loop", requires = "scene", conflicts_with_all = NOT_THE_SCENE, conflicts_with = "ground")]
    pub looped: bool,
    /// The moment of the scene, as for picture
    #[arg(long, value_name = "TIME", value_parser = moment, requires = "scene", conflicts_with_all = NOT_THE_SCENE)]
    pub at: Option<f64>,
    /// Width and height in pixels; 1600x900 when left out
    #[arg(long, value_name = "WxH", value_parser = size, conflicts_with_all = NO_PICTURE)]
    pub size: Option<(u16, u16)>,
    /// What is behind a picture
    #[arg(long, default_value = "light", conflicts_with_all = NO_PICTURE)]
    pub ground: Ground,
    /// How numbers are written in the table
    #[arg(long, default_value = "point", conflicts_with_all = ["plot", "scene", "json", "sbml"])]
    pub decimal: Decimal,
}

#[derive(Debug, Args)]
pub struct ClassArguments {
    /// The folder with the files that students handed in: answers (.ron), and codes in lines (.txt)
    pub folder: PathBuf,
    /// The lesson: a file, or the name of a bundled one; found by itself among these and in the folder when left out
    #[arg(long, value_name = "LESSON")]
    pub lesson: Option<PathBuf>,
    /// Write a row for each student; - for standard output
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// How numbers are written in the table
    #[arg(long, default_value = "point", requires = "csv")]
    pub decimal: Decimal,
    /// Write one page to print (HTML); - for standard output
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Without names, seats and names of files
    #[arg(long)]
    pub anonymous: bool,
}

#[derive(Debug, Args)]
pub struct SheetArguments {
    #[command(flatten)]
    pub case: CaseArguments,
    /// Where to write the HTML file; - for standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct CaseArguments {
    /// A preset, a picture, sheet or table that carries one, the name of a bundled case, a share text (BC1…), or - for standard input
    #[arg(value_name = "PRESET")]
    pub name: PathBuf,
    /// Change a setting, such as procedure.inlet_flow_ml_min=60; can be given many times
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    pub changes: Vec<(SettingId, Value)>,
}

#[derive(Debug, Args)]
pub struct RunArguments {
    #[command(flatten)]
    pub case: CaseArguments,
    /// Write the run as CSV, one row every 10 s; with --days or --patients one row for each; - for standard output
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// How numbers are written in the table
    #[arg(long, default_value = "point", requires = "csv")]
    pub decimal: Decimal,
    /// Print the outcome as JSON instead of the summary
    #[arg(long)]
    pub json: bool,
    /// Repeat the procedure on this many days in a row and print how the counts go from day to day
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=30), conflicts_with = "json")]
    pub days: Option<u8>,
    /// Draw this many virtual patients like this one and print how often each warning comes in them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(VirtualPatients::COUNTS), conflicts_with_all = ["json", "days"])]
    pub patients: Option<u64>,
    /// The seed they are drawn with, in place of the preset's own
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(VirtualPatients::SEEDS), requires = "patients")]
    pub seed: Option<u64>,
}

#[derive(Debug, Args)]
pub struct PictureArguments {
    #[command(flatten)]
    pub case: CaseArguments,
    /// The moment: 58min, 1:30 (hours and minutes), 90s or plain minutes; the middle of the collection when left out
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub at: Option<f64>,
    /// Width and height in pixels
    #[arg(long, value_name = "WxH", value_parser = size, default_value = "1280x800")]
    pub size: (u16, u16),
    /// Light, dark, or lecture mode
    #[arg(long, default_value = "light")]
    pub theme: Theme,
    /// Where to write the PNG; - for standard output
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct SweepArguments {
    #[command(flatten)]
    pub case: CaseArguments,
    /// A setting and its values, such as procedure.inlet_flow_ml_min=30..90:25 for 25 values from 30 to 90; given more than once, every combination is run
    #[arg(long, value_name = "PATH=FROM..TO:COUNT", required = true, value_parser = vary)]
    pub vary: Vec<Vary>,
    /// Where to write the table; - for standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub csv: PathBuf,
    /// How numbers are written in the table
    #[arg(long, default_value = "point")]
    pub decimal: Decimal,
}

/// A setting and its value from `path=value`; or the sentence to show.
fn assignment(words: &str) -> Result<(SettingId, Value), String> {
    let mut settings = Settings::default();
    let setting = preset::assign(&mut settings, words).map_err(|problem| Text::english().problem(&problem))?;
    Ok((setting, setting.get(&settings)))
}

/// What a plot of this name shows; or the sentence to show.
fn content(name: &str) -> Result<Content, String> {
    match name {
        "classes" => Ok(Content::Classes(Scale::Linear)),
        "classes_logarithmic" => Ok(Content::Classes(Scale::Logarithmic)),
        "classes_stacked" => Ok(Content::Stack),
        name => quantity(name).map(Content::Quantity),
    }
}

/// The quantity of this name; or the sentence to show.
fn quantity(name: &str) -> Result<Quantity, String> {
    quantity_named(name).ok_or_else(|| {
        let names: Vec<_> = Quantity::all().map(|quantity| quantity.row().key).collect();
        Text::english().with("problem-no-quantity", &[("names", names.join(", "))])
    })
}

fn vary(words: &str) -> Result<Vary, String> {
    Vary::parse(words).map_err(|problem| Text::english().vary_problem(&problem))
}

/// Minutes from `58min`, `1:30`, `90s` or `58`; or the sentence to show.
fn moment(word: &str) -> Result<f64, String> {
    let minutes = text::minutes(word).ok().filter(|minutes| *minutes >= 0.0);
    minutes.ok_or_else(|| Text::english().get("problem-moment"))
}

/// Width and height from `1280x800`; or the sentence to show.
fn size(word: &str) -> Result<(u16, u16), String> {
    /// The shortest and longest side of a picture, in pixels.
    const SIDE: RangeInclusive<u16> = 320..=7680;
    let text = Text::english();
    let side = |word: &str| {
        let pixels: u32 = word.trim().parse().map_err(|_| text.get("problem-size"))?;
        u16::try_from(pixels).ok().filter(|pixels| SIDE.contains(pixels)).ok_or_else(|| {
            let (least, most) = (SIDE.start().to_string(), SIDE.end().to_string());
            let arguments = [("value", pixels.to_string()), ("least", least), ("most", most)];
            text.with("problem-size-range", &arguments)
        })
    };
    let (width, height) = word.split_once(['x', 'X']).ok_or_else(|| text.get("problem-size"))?;
    Ok((side(width)?, side(height)?))
}
