//! The published studies, run when they are first looked at, and once for a window.

use std::borrow::Cow;
use std::path::Path;

use super::latest::{Answer, Latest};
use super::task::{Runner, Step};
use crate::host;
use crate::study::validation::{self, Answer as StudyAnswer, Finding, Table, TableProblem};

/// What is known of the studies. The open case has no part in it.
pub struct Validation {
    table: Cow<'static, str>,
    pub(super) outcome: Latest<(), Outcome>,
}

/// The studies that were run, or why the table cannot be used.
type Outcome = Result<Validated, TableProblem>;

/// A table whose rows were run.
pub struct Validated {
    pub table: Table,
    findings: Vec<Finding>,
}

impl Validated {
    pub fn answers(&self) -> Vec<StudyAnswer<'_>> {
        validation::answers(&self.table, &self.findings)
    }
}

impl Default for Validation {
    fn default() -> Self {
        Self::of(Cow::Borrowed(validation::TABLE))
    }
}

impl Validation {
    /// The studies of this table.
    pub fn of(table: Cow<'static, str>) -> Self {
        Self { table, outcome: Latest::default() }
    }

    pub fn outcome(&self) -> Answer<&Outcome> {
        self.outcome.answer(&())
    }

    /// The studies, once they were run.
    pub fn validated(&self) -> Option<&Validated> {
        self.outcome.newest().and_then(|((), outcome)| outcome.as_ref().ok())
    }

    /// Starts to run them, unless that is under way or done.
    pub fn start(&mut self, runner: &Runner<'_>) {
        let table = self.table.clone();
        if host::HAS_THREADS {
            return self.outcome.start(runner, "validation", (), move |reporter| reporter.answer(run(&table)));
        }
        let (mut read, mut findings, mut next) = (None, Vec::new(), 0);
        self.outcome.start_in_steps(runner, "validation", (), move |reporter| {
            match read.get_or_insert_with(|| Some(validation::read(&table))) {
                Some(Ok(table)) if next < table.studies.len() => {
                    findings.extend(validation::find_for(&table.studies[next], table, Path::new("")));
                    next += 1;
                    return Step::More;
                }
                read => {
                    let findings = std::mem::take(&mut findings);
                    if let Some(read) = read.take() {
                        reporter.answer(read.map(|table| Validated { table, findings }));
                    }
                }
            }
            Step::Over
        });
    }

    /// Takes the outcome, once there is one.
    pub fn deliver(&mut self) {
        self.outcome.deliver(|()| true);
    }
}

fn run(table: &str) -> Outcome {
    let table = validation::read(table)?;
    let findings = validation::find(&table, Path::new(""));
    Ok(Validated { table, findings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::background::Execution;

    fn ran(mut validation: Validation) -> Validation {
        validation.start(&Runner { execution: Execution::Inline, ctx: &egui::Context::default() });
        validation
    }

    #[test]
    fn every_row_is_run_in_its_order() {
        let validation = ran(Validation::default());
        let validated = validation.validated().expect("they were run");
        let table = validation::read(validation::TABLE).expect("sound");
        let bits = |answers: &[StudyAnswer<'_>]| -> Vec<(String, Option<u64>)> {
            answers.iter().map(|answer| (answer.row.id.clone(), answer.ours.map(f64::to_bits))).collect()
        };
        assert_eq!(bits(&validated.answers()), bits(&validation::validate(&table, Path::new(""))));
    }

    #[test]
    fn a_table_that_cannot_be_read_says_why() {
        let validation = ran(Validation::of(Cow::Borrowed("(version: 1")));
        assert!(matches!(validation.outcome(), Answer::Found(Err(TableProblem::Syntax { .. }))));
    }
}
