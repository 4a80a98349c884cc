//! What can be wrong with a preset, as values: where, in which field, and what would be right. Sentences are made in `text`.

use super::form::Form;
use super::slip::SlipKind;
use crate::sim::cause::Cause;
use crate::sim::protocol::SimulationError;
use crate::sim::settings::Unit;

/// A place in a file; both count from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// A kind of value a field takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    Number,
    WholeNumber,
    Switch,
    Text,
    Section,
    List,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// A setting of an earlier release that the model no longer has.
    RetiredField,
    /// Not RON, in one place.
    Slip(SlipKind),
    /// Not RON at all.
    OtherForm(Form),
    /// `72,5` for 72.5
    DecimalComma {
        whole: String,
        decimals: String,
    },
    /// A value in quotes that is none with them.
    Quoted {
        inner: String,
    },
    NoSuchOption {
        options: &'static [&'static str],
        nearest: Option<&'static str>,
    },
    /// The field belongs to this section; empty for the file as a whole.
    WrongSection {
        section: String,
    },
    TooLarge {
        max_bytes: usize,
    },
    /// A list of more entries than a case has use for.
    TooManyEntries {
        most: usize,
    },
    /// A text of more signs than anyone reads.
    TooLongText {
        most: usize,
    },
    /// The file holds published studies and no case.
    TableOfStudies,
    MissingVersion,
    NewerVersion {
        found: u32,
        newest: u32,
    },
    UnknownVersion {
        found: u32,
    },
    UnknownField {
        nearest: Option<&'static str>,
    },
    /// The setting exists but cannot change while the machine runs.
    FixedDuringRun,
    MissingField,
    RepeatedField,
    WrongKind {
        expected: Expected,
    },
    NotFinite,
    OutOfRange {
        value: f64,
        min: f64,
        max: f64,
        unit: Unit,
    },
    /// The fields of an aim do not make one aim.
    UnclearAim,
    /// A title without a letter.
    EmptyTitle,
    /// A text of more letters than its place in the window holds.
    TooLongForItsPlace {
        count: usize,
        most: usize,
    },
    /// A question without words.
    EmptyQuestion,
    /// A stop names no moment, or two.
    UnclearStop,
    /// `path=value` was expected.
    NotAnAssignment,
    /// A result or quantity that no run has.
    UnknownResult {
        nearest: Option<String>,
    },
    /// A bundled case that there is not.
    UnknownPreset {
        nearest: Option<&'static str>,
    },
    /// A lesson without a step, or a question without enough to choose from.
    TooFewEntries {
        least: usize,
    },
    /// As many values as these belong into the bracket.
    WrongCount {
        count: usize,
    },
    /// Two steps of a lesson have the same name.
    RepeatedId,
    /// A question before the lesson has no single twin after it, or one after it none before.
    Unpaired,
    /// A lesson where a case was expected.
    IsLesson,
    /// The sum over a lesson has eight signs.
    NotADigest,
    /// A point of a curve stands before or at the one before it.
    NotInOrder,
    /// A place is a whole number from 1, and chosen once.
    NotAPlace,
    /// The run says otherwise.
    Refuted(Refutation),
    Refused(SimulationError),
}

/// What is wrong, in which field, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// The field's path with dots; empty for the file as a whole.
    pub field: String,
    pub position: Option<Position>,
}

/// What the run says against a step of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub enum Refutation {
    /// The case of the step cannot be run.
    NoRun(SimulationError),
    /// An option is marked right, and what it says is not so. With the value that the run gives, where it is about one.
    RightIsWrong { found: Option<f64> },
    /// An option is marked wrong, and what it says is so.
    WrongIsRight { found: Option<f64> },
    /// The result exists, but has no meaning in this run, or none at this moment.
    NoValue,
    /// A lesson is called the translation of one that asks something else at this step, counted from 1; `original` is what that asks, if
    /// it has so many steps: its name, its kind and what the answer is.
    AsksOtherwise { step: usize, original: Option<String> },
    /// None of the warnings asked about comes.
    NoneComes,
    /// None of the quantities asked about goes this way.
    NoSuchChange,
    /// The right answer and the next are too alike to be told apart: minutes of warnings, changes of quantities in percent.
    TooClose { first: (String, f64), second: (String, f64) },
    /// Virtual patients are not compared in this quantity, so that nothing marks a drawn curve.
    NoBand,
    /// Fewer causes matter than are to be picked.
    TooFewCauses { found: usize },
    /// The last cause to be picked and the first that is not are nearly equal; each with its share, percent.
    CloseCauses { last: (Cause, f64), next: Option<(Cause, f64)> },
    /// What is changed makes no difference to what is compared.
    Alike,
    /// A challenge is met before anything was moved.
    MetAsGiven,
    /// No setting among those freed meets a challenge. With what the nearest run misses, and its settings by path.
    OutOfReach { missed: Vec<Missed>, settings: Vec<(&'static str, f64)> },
}

/// A condition of a challenge that the nearest run does not meet, by the name in the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Missed {
    Number {
        name: String,
        found: Option<f64>,
        limit: f64,
    },
    NotMore {
        name: String,
        than: String,
    },
    /// A warning that must not come comes.
    Comes {
        name: &'static str,
    },
    NotThere {
        name: &'static str,
    },
    NotFirst {
        name: &'static str,
    },
}
