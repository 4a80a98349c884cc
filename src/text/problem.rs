//! Sentences that tell a teacher what is wrong with a file or a value and what to do about it.

use std::path::Path;

use super::Text;
use super::number::fixed;
use crate::preset::{Expected, FileProblem, Problem, ProblemKind};
use crate::sim::protocol::SimulationError;
use crate::study::sweep::{MAX_RUNS, VaryProblem};
use crate::study::validation::NotRun;

impl Text {
    /// One line: file, line, column, field, and what to do.
    pub fn file_problem(&self, path: &Path, problem: &FileProblem) -> String {
        let file = path.display().to_string();
        match problem {
            FileProblem::Io(error) => {
                let id = match error.kind() {
                    std::io::ErrorKind::NotFound => "problem-file-not-found",
                    std::io::ErrorKind::PermissionDenied => "problem-file-not-allowed",
                    _ => "problem-file-io",
                };
                self.with(id, &[("file", file), ("error", error.to_string())])
            }
            FileProblem::NotText => self.with("problem-file-not-text", &[("file", file)]),
            FileProblem::PictureWithoutPreset => self.with("problem-picture-without-preset", &[("file", file)]),
            FileProblem::Preset(problem) => format!("{file}:{}", self.problem(problem)),
        }
    }

    /// Why a row of the validation table could not run.
    pub fn not_run(&self, why: &NotRun) -> String {
        match why {
            NotRun::Preset(path, problem) => self.file_problem(path, problem),
            NotRun::UnknownAssumption(name) => self.with("not-run-assumption", &[("name", name.clone())]),
            NotRun::Problem(problem) => self.problem(problem),
            NotRun::Refused(error) => self.simulation_error(error),
            NotRun::UnknownQuantity => self.get("not-run-quantity"),
            NotRun::NoValue => self.get("not-run-no-value"),
        }
    }

    /// Why a range to vary cannot be used.
    pub fn vary_problem(&self, problem: &VaryProblem) -> String {
        match problem {
            VaryProblem::Form => self.get("problem-vary-form"),
            VaryProblem::NotANumber => self.get("problem-vary-number"),
            VaryProblem::TooMany => self.with("problem-vary-too-many", &[("most", MAX_RUNS.to_string())]),
            VaryProblem::Setting(problem) => self.problem(problem),
        }
    }

    /// Line, column, field, and what to do.
    pub fn problem(&self, problem: &Problem) -> String {
        let position = problem.position.map_or_else(String::new, |at| format!("{}:{}: ", at.line, at.column));
        let field = if problem.field.is_empty() { String::new() } else { format!("{}: ", problem.field) };
        format!("{position}{field}{}", self.problem_kind(&problem.kind))
    }

    fn problem_kind(&self, kind: &ProblemKind) -> String {
        let (id, arguments): (&str, Vec<(&str, String)>) = match kind {
            ProblemKind::Syntax { message } => ("problem-syntax", vec![("message", message.clone())]),
            ProblemKind::TooLarge { max_bytes } => {
                ("problem-too-large", vec![("most", format!("{} kB", max_bytes / 1024))])
            }
            ProblemKind::MissingVersion => ("problem-missing-version", vec![]),
            ProblemKind::NewerVersion { found, newest } => {
                ("problem-newer-version", vec![("found", found.to_string()), ("newest", newest.to_string())])
            }
            ProblemKind::UnknownVersion { found } => ("problem-unknown-version", vec![("found", found.to_string())]),
            ProblemKind::UnknownField { nearest: Some(nearest) } => {
                ("problem-unknown-field-nearest", vec![("nearest", (*nearest).to_owned())])
            }
            ProblemKind::UnknownField { nearest: None } => ("problem-unknown-field", vec![]),
            ProblemKind::RetiredField => ("problem-retired-field", vec![]),
            ProblemKind::FixedDuringRun => ("problem-fixed-during-run", vec![]),
            ProblemKind::MissingField => ("problem-missing-field", vec![]),
            ProblemKind::RepeatedField => ("problem-repeated-field", vec![]),
            ProblemKind::WrongKind { expected } => ("problem-wrong-kind", vec![("expected", self.expected(expected))]),
            ProblemKind::NotFinite => ("problem-not-finite", vec![]),
            ProblemKind::OutOfRange { value, min, max, unit } => {
                let max = self.quantity(&max.to_string(), *unit);
                ("problem-out-of-range", vec![("value", value.to_string()), ("least", min.to_string()), ("most", max)])
            }
            ProblemKind::NotAnAssignment => ("problem-not-an-assignment", vec![]),
            ProblemKind::Refused(error) => return self.simulation_error(error),
        };
        self.with(id, &arguments)
    }

    fn expected(&self, expected: &Expected) -> String {
        match expected {
            Expected::Number => self.get("expected-number"),
            Expected::WholeNumber => self.get("expected-whole-number"),
            Expected::Switch => self.get("expected-switch"),
            Expected::Text => self.get("expected-text"),
            Expected::Section => self.get("expected-section"),
            Expected::List => self.get("expected-list"),
            Expected::OneOf(options) => self.with("expected-one-of", &[("options", options.join(", "))]),
        }
    }

    /// Why settings that are each in range cannot be run together.
    pub fn simulation_error(&self, error: &SimulationError) -> String {
        match error {
            SimulationError::TooManyCells { hematocrit_percent: hematocrit, leukocrit_percent: leukocrit } => {
                let crits = [("hematocrit", fixed(*hematocrit, 0)), ("leukocrit", fixed(*leukocrit, 0))];
                self.with("refusal-too-many-cells", &crits)
            }
            SimulationError::PregnantMan => self.get("refusal-pregnant-man"),
            SimulationError::NoWhiteCells => self.get("refusal-no-white-cells"),
        }
    }
}
