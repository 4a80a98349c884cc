//! What can be wrong with a preset, as values: where, in which field, and what would be right. Sentences are made in `text`.

use super::form::Form;
use super::slip::SlipKind;
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
    /// A question without words.
    EmptyQuestion,
    /// A stop names no moment, or two.
    UnclearStop,
    /// `path=value` was expected.
    NotAnAssignment,
    /// A result or quantity that no run has.
    UnknownResult {
        nearest: Option<&'static str>,
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
}
