//! Sentences that tell a teacher what is wrong with a file or a value and what to do about it.

use std::io;
use std::path::Path;

use super::Text;
use super::number::fixed;
use super::plain::plain;
use crate::preset::{Expected, FileProblem, Position, Problem, ProblemKind, ShareProblem};
use crate::sim::protocol::SimulationError;
use crate::study::sweep::{MAX_RUNS, VaryProblem};
use crate::study::validation::{self, Flaw, FlawKind, NotRun, TableProblem};

impl Text {
    /// File, line, column, field, and what to do: a line for each mistake.
    pub fn file_problem(&self, path: &Path, problem: &FileProblem) -> String {
        /// More lines than this are not read.
        const MOST_LINES: usize = 12;
        let file = plain(&path.display().to_string());
        let (id, arguments) = match problem {
            FileProblem::Io(error) => ("problem-file-io", vec![("error", error.to_string())]),
            FileProblem::NotFound => ("problem-file-not-found", vec![]),
            FileProblem::MissingFolder(folder) => {
                ("problem-missing-folder", vec![("folder", folder.display().to_string())])
            }
            FileProblem::IsFolder => ("problem-is-folder", vec![]),
            FileProblem::NotAllowed => ("problem-file-not-allowed", vec![]),
            FileProblem::FolderNotAllowed(folder) => {
                ("problem-folder-not-allowed", vec![("folder", folder.display().to_string())])
            }
            FileProblem::ReadOnly => ("problem-read-only", vec![]),
            FileProblem::DiskFull => ("problem-disk-full", vec![]),
            FileProblem::UnusableName => ("problem-unusable-name", vec![]),
            FileProblem::NotText(at) => {
                ("problem-file-not-text", vec![("line", at.line.to_string()), ("column", at.column.to_string())])
            }
            FileProblem::Utf16 => ("problem-file-utf16", vec![]),
            FileProblem::Document => ("problem-file-document", vec![]),
            FileProblem::Share(problem) => return format!("{file}: {}", self.share_problem(problem)),
            FileProblem::PictureWithoutPreset => ("problem-picture-without-preset", vec![]),
            FileProblem::Grown { max_bytes } => ("problem-grown", vec![("most", kilobytes(*max_bytes))]),
            FileProblem::Preset(problems) => {
                let shown = problems.iter().take(MOST_LINES).map(|problem| {
                    // Line and column follow the name without a blank, as compilers write it.
                    let separator = if problem.position.is_some() { ":" } else { ": " };
                    format!("{file}{separator}{}", self.problem(problem))
                });
                let more = problems.len().saturating_sub(MOST_LINES);
                let more = (more > 0).then(|| self.with("problem-more", &[("count", more.to_string())]));
                return shown.chain(more).collect::<Vec<_>>().join("\n");
            }
        };
        let arguments: Vec<_> = arguments.into_iter().chain([("file", file)]).collect();
        self.with(id, &arguments)
    }

    /// Why a share text cannot be read, or there is none.
    pub fn share_problem(&self, problem: &ShareProblem) -> String {
        match problem {
            ShareProblem::NotShareText => self.get("share-not-one"),
            ShareProblem::TooLong => self.get("share-too-long"),
            ShareProblem::Damaged => self.get("share-damaged"),
            ShareProblem::NewerVersion => self.get("share-newer"),
            ShareProblem::OtherRelease(name) => self.with("share-other-release", &[("name", plain(&brief(name)))]),
            ShareProblem::Wrong(problem) => self.problem(problem),
        }
    }

    /// The same where there is room for a heading: the mistakes of a file below its name, not each with its path.
    pub fn file_problem_in_window(&self, path: &Path, problem: &FileProblem) -> String {
        match problem {
            FileProblem::Preset(problems) if problems.len() > 1 => {
                let listed = self.file_problem(path, problem);
                let file = plain(&path.display().to_string());
                let lines = listed.lines().map(|line| line.strip_prefix(&file).unwrap_or(line));
                let lines: Vec<_> = lines.map(|line| line.trim_start_matches(':').trim_start().to_owned()).collect();
                format!("{file}\n\n{}", lines.join("\n"))
            }
            _ => self.file_problem(path, problem),
        }
    }

    /// Why a row of the validation table could not run.
    pub fn not_run(&self, why: &NotRun) -> String {
        match why {
            NotRun::Preset { path, problem, nearest } => {
                let sentence = self.file_problem(path, problem);
                self.did_you_mean(sentence, *nearest)
            }
            NotRun::UnknownAssumption { name, nearest } => {
                self.did_you_mean(self.with("not-run-assumption", &[("name", name.clone())]), nearest.as_deref())
            }
            NotRun::Problem(problem) => self.problem(problem),
            NotRun::NothingProcessed => self.get("flaw-nothing-processed"),
            NotRun::Duration { needed_min, min, max } => {
                let id = if needed_min < min { "not-run-too-short" } else { "not-run-too-long" };
                let arguments =
                    [("needed", fixed(*needed_min, 0)), ("least", min.to_string()), ("most", max.to_string())];
                self.with(id, &arguments)
            }
            NotRun::Refused(error) => self.simulation_error(error),
            NotRun::TooLate { at_min, end_min } => {
                self.with("not-run-too-late", &[("at", found_number(*at_min)), ("end", fixed(end_min.floor(), 0))])
            }
            NotRun::UnknownQuantity => self.get("not-run-quantity"),
            NotRun::NoValue => self.get("not-run-no-value"),
        }
    }

    fn did_you_mean(&self, sentence: String, nearest: Option<&str>) -> String {
        match nearest {
            Some(nearest) => format!("{sentence} {}", self.with("did-you-mean", &[("nearest", nearest.to_owned())])),
            None => sentence,
        }
    }

    /// Why a table of studies cannot be used: a line for each mistake.
    pub fn table_problem(&self, place: &Path, problem: &TableProblem) -> String {
        let file = plain(&place.display().to_string());
        let at =
            |position: &Position, sentence: String| format!("{file}:{}:{}: {sentence}", position.line, position.column);
        let whole = |sentence: String| format!("{file}: {sentence}");
        match problem {
            TableProblem::Io(error) => {
                let id = match error.kind() {
                    io::ErrorKind::NotFound => "problem-file-not-found",
                    io::ErrorKind::PermissionDenied => "problem-file-not-allowed",
                    _ => "problem-file-io",
                };
                self.with(id, &[("file", file.clone()), ("error", error.to_string())])
            }
            TableProblem::NotText => whole(self.get("problem-table-not-text")),
            TableProblem::TooLarge => {
                let most = format!("{} MiB", validation::MAX_BYTES >> 20);
                whole(self.with("problem-table-too-large", &[("most", most)]))
            }
            TableProblem::Preset => whole(self.get("problem-table-is-preset")),
            TableProblem::Unnamed { name, example, position } => {
                let arguments = [("name", (*name).to_owned()), ("example", (*example).to_owned())];
                at(position, self.with("problem-table-unnamed", &arguments))
            }
            TableProblem::Syntax { message, position } => {
                at(position, self.with("problem-table-syntax", &[("message", plain(&up_to(300, message)))]))
            }
            TableProblem::Version { found } => {
                let arguments = [("found", found.to_string()), ("newest", validation::VERSION.to_string())];
                whole(self.with("problem-table-version", &arguments))
            }
            TableProblem::Unsound(flaws) => {
                let lines: Vec<_> = flaws.iter().map(|flaw| whole(self.flaw(flaw))).collect();
                lines.join("\n")
            }
        }
    }

    /// Where something unsound stands in a table, what it is, and what to do.
    fn flaw(&self, flaw: &Flaw) -> String {
        let range = |low: &f64, high: &f64| vec![("low", found_number(*low)), ("high", found_number(*high))];
        let (id, arguments): (&str, Vec<(&str, String)>) = match &flaw.kind {
            FlawKind::RepeatedStudy => ("flaw-repeated-study", vec![]),
            FlawKind::RepeatedRow => ("flaw-repeated-row", vec![]),
            FlawKind::RepeatedAssumption => ("flaw-repeated-assumption", vec![]),
            FlawKind::DurationAndProcessed => ("flaw-duration-and-processed", vec![]),
            FlawKind::SetTwice { path } => ("flaw-set-twice", vec![("path", brief(path))]),
            FlawKind::UnknownAssumption { .. } => ("flaw-assumption", vec![]),
            FlawKind::NotPositive { field } => ("flaw-not-positive", vec![("field", (*field).to_owned())]),
            FlawKind::NegativeSd { sd } => ("flaw-negative-sd", vec![("sd", found_number(*sd))]),
            FlawKind::NegativeWithin { within } => ("flaw-negative-within", vec![("within", found_number(*within))]),
            FlawKind::Reversed { low, high } => ("flaw-reversed", range(low, high)),
            FlawKind::MedianOutside { median, low, high } => {
                let mut arguments = range(low, high);
                arguments.push(("median", found_number(*median)));
                ("flaw-median-outside", arguments)
            }
            FlawKind::NotFinite => ("problem-not-finite", vec![]),
            FlawKind::NoScale => ("flaw-no-scale", vec![]),
            FlawKind::NegativeTime { at_min } => ("flaw-negative-time", vec![("at", at_min.to_string())]),
            FlawKind::RatioWithoutAgainst => ("flaw-ratio-without-against", vec![]),
            FlawKind::TooManyBands { most } => ("flaw-too-many-bands", vec![("most", most.to_string())]),
            FlawKind::NothingProcessed => ("flaw-nothing-processed", vec![]),
        };
        let nearest = match &flaw.kind {
            FlawKind::UnknownAssumption { nearest } => nearest.as_deref(),
            _ => None,
        };
        let place: Vec<_> = flaw.place.iter().map(|name| brief(name)).collect();
        plain(&format!("{}: {}", place.join(", "), self.did_you_mean(self.with(id, &arguments), nearest)))
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
        let field = if problem.field.is_empty() { String::new() } else { format!("{}: ", brief(&problem.field)) };
        plain(&format!("{position}{field}{}", self.problem_kind(&problem.kind)))
    }

    fn problem_kind(&self, kind: &ProblemKind) -> String {
        let (id, arguments): (&str, Vec<(&str, String)>) = match kind {
            ProblemKind::Slip(slip) => return self.slip(slip),
            ProblemKind::OtherForm(form) => return self.other_form(*form),
            ProblemKind::DecimalComma { whole, decimals } => {
                let [found, number] = [',', '.'].map(|mark| brief(&format!("{whole}{mark}{decimals}")));
                let arguments = [("found", found), ("number", number)];
                ("problem-decimal-comma", arguments.to_vec())
            }
            ProblemKind::Quoted { inner } => ("problem-quoted", vec![("inner", brief(inner))]),
            ProblemKind::NoSuchOption { options, nearest } => {
                let sentence = self.with("problem-no-such-option", &[("options", options.join(", "))]);
                return self.did_you_mean(sentence, *nearest);
            }
            ProblemKind::WrongSection { section } if section.is_empty() => ("problem-wrong-section-whole", vec![]),
            ProblemKind::WrongSection { section } => ("problem-wrong-section", vec![("section", section.clone())]),
            ProblemKind::TooLarge { max_bytes } => ("problem-too-large", vec![("most", kilobytes(*max_bytes))]),
            ProblemKind::TooManyEntries { most } => ("problem-too-many-entries", vec![("most", most.to_string())]),
            ProblemKind::TooLongText { most } => ("problem-too-long-text", vec![("most", most.to_string())]),
            ProblemKind::TableOfStudies => ("problem-table-of-studies", vec![]),
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
                (
                    "problem-out-of-range",
                    vec![("value", found_number(*value)), ("least", min.to_string()), ("most", max)],
                )
            }
            ProblemKind::UnclearAim => ("problem-unclear-aim", vec![]),
            ProblemKind::EmptyTitle => ("problem-empty-title", vec![]),
            ProblemKind::TooLongForItsPlace { count, most } => {
                ("problem-too-long-for-its-place", vec![("count", count.to_string()), ("most", most.to_string())])
            }
            ProblemKind::EmptyQuestion => ("problem-empty-question", vec![]),
            ProblemKind::UnclearStop => ("problem-unclear-stop", vec![]),
            ProblemKind::NotAnAssignment => ("problem-not-an-assignment", vec![]),
            ProblemKind::UnknownResult { nearest } => {
                return self.did_you_mean(self.get("problem-unknown-result"), nearest.as_deref());
            }
            ProblemKind::UnknownPreset { nearest } => {
                return self.did_you_mean(self.get("problem-unknown-preset"), *nearest);
            }
            ProblemKind::TooFewEntries { least } => ("problem-too-few-entries", vec![("least", least.to_string())]),
            ProblemKind::WrongCount { count } => ("problem-wrong-count", vec![("count", count.to_string())]),
            ProblemKind::RepeatedId => ("problem-repeated-id", vec![]),
            ProblemKind::Unpaired => ("problem-unpaired", vec![]),
            ProblemKind::IsLesson => ("problem-is-lesson", vec![]),
            ProblemKind::NotADigest => ("problem-not-a-digest", vec![]),
            ProblemKind::NotInOrder => ("problem-not-in-order", vec![]),
            ProblemKind::NotAPlace => ("problem-not-a-place", vec![]),
            ProblemKind::Refuted(refutation) => return self.refutation(refutation),
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

fn kilobytes(bytes: usize) -> String {
    format!("{} kB", bytes / 1024)
}

/// A number as it was found: one of hundreds of digits by its power of ten.
fn found_number(value: f64) -> String {
    let is_long = value != 0.0 && !(1e-6..1e12).contains(&value.abs());
    if is_long { format!("{value:e}") } else { value.to_string() }
}

/// Words from a file as far as a sentence can hold them.
pub(super) fn brief(words: &str) -> String {
    up_to(80, words)
}

fn up_to(most: usize, words: &str) -> String {
    match words.char_indices().nth(most) {
        None => words.to_owned(),
        Some((end, _)) => format!("{}…", &words[..end]),
    }
}
