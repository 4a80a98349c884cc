//! The cases of the gallery: read and run on a thread, each shown as soon as it is there. The user's files may hold lessons too.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::TryRecvError;

use super::task::{Execution, Reporter, Runner, Step, Task};
use crate::app::redraw::{self, Reason};
use crate::app::state::CaseSource;
use crate::lesson::{self, Lesson};
use crate::preset::{self, BUNDLED, Preset};
use crate::sim::{Run, simulate};

/// A case that was read and run.
pub struct Cover {
    pub preset: Preset,
    pub run: Run,
    /// The moment of its picture, min.
    pub at_min: f64,
    /// No two that were read have the same.
    pub number: u64,
}

impl Cover {
    /// Reads and runs a case; `None` where that cannot be done.
    fn of(case: &CaseSource) -> Option<Self> {
        static READ: AtomicU64 = AtomicU64::new(0);
        let preset = match case {
            CaseSource::Bundled(index) => BUNDLED.get(*index)?.preset()?.clone(),
            CaseSource::File(path) => preset::load(path).ok()?,
        };
        let run = simulate(&preset.protocol).ok()?;
        let half_way = run.pumps_stop_min() / 2.0;
        let at_min = preset.cover.opens_at_min.map_or(half_way, |at_min| at_min.clamp(0.0, run.end_min));
        Some(Self { preset, run, at_min, number: READ.fetch_add(1, Ordering::Relaxed) })
    }
}

/// What a file or a bundled case turned out to be.
enum Looked {
    Case(Box<Cover>),
    Lesson(Box<Lesson>),
    /// It cannot be read or run: opening it says why.
    Failed,
}

impl Looked {
    fn at(case: &CaseSource) -> Self {
        match case {
            CaseSource::File(path) if lesson::is_lesson_file(path) => {
                lesson::load(path).map_or(Self::Failed, |lesson| Self::Lesson(Box::new(lesson)))
            }
            _ => Cover::of(case).map_or(Self::Failed, |cover| Self::Case(Box::new(cover))),
        }
    }
}

type Found = (CaseSource, Looked);

#[derive(Default)]
pub struct Covers {
    found: Vec<Found>,
    /// The cases that are under way, and the work on them.
    running: Option<(Vec<CaseSource>, Task<Found>)>,
}

impl Covers {
    /// A case that is ready.
    pub fn cover(&self, case: &CaseSource) -> Option<&Cover> {
        if let Looked::Case(cover) = self.looked(case)? { Some(cover) } else { None }
    }

    /// The lesson that a file holds.
    pub fn lesson(&self, case: &CaseSource) -> Option<&Lesson> {
        if let Looked::Lesson(lesson) = self.looked(case)? { Some(lesson) } else { None }
    }

    fn looked(&self, case: &CaseSource) -> Option<&Looked> {
        self.found.iter().find(|(found, _)| found == case).map(|(_, looked)| looked)
    }

    /// Whether a case was looked at, and cannot be read or run.
    pub fn has_failed(&self, case: &CaseSource) -> bool {
        matches!(self.looked(case), Some(Looked::Failed))
    }

    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Files may have been changed since they were read.
    pub fn forget_files(&mut self) {
        self.running = None;
        self.found.retain(|(case, _)| !matches!(case, CaseSource::File(_)));
    }

    /// Takes what is ready.
    pub fn deliver(&mut self) {
        while let Some((_, task)) = &self.running {
            match task.take() {
                Ok(found) => self.found.push(found),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    // What ended without an answer is not tried again.
                    let cases = self.running.take().map_or_else(Vec::new, |(cases, _)| cases);
                    let lost: Vec<_> = cases.into_iter().filter(|case| !self.is_known(case)).collect();
                    self.found.extend(lost.into_iter().map(|case| (case, Looked::Failed)));
                }
            }
        }
    }

    fn is_known(&self, case: &CaseSource) -> bool {
        self.looked(case).is_some()
    }

    /// Starts to read and run these cases, those that are known or under way left out.
    pub fn start(&mut self, runner: &Runner<'_>, cases: impl Iterator<Item = CaseSource>) {
        if self.running.is_some() {
            return;
        }
        let missing: Vec<_> = cases.filter(|case| !self.is_known(case)).collect();
        if missing.is_empty() {
            return;
        }
        let wanted = missing.clone();
        let mut missing = missing.into_iter();
        let step = move |reporter: &Reporter<_>| {
            let Some(case) = missing.next() else { return Step::Over };
            let looked = Looked::at(&case);
            reporter.answer((case, looked));
            Step::More
        };
        self.running = Some((wanted, Task::start_in_steps(runner, "covers", step)));
        if runner.execution == Execution::Inline {
            self.deliver();
            redraw::request(runner.ctx, Reason::Followed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_case_is_run_and_a_file_that_is_not_there_is_given_up() {
        let runner = Runner { execution: Execution::Inline, ctx: &egui::Context::default() };
        let mut covers = Covers::default();
        let missing = CaseSource::File("no such file.ron".into());
        covers.start(&runner, CaseSource::all_bundled().chain([missing.clone()]));
        assert!(!covers.is_running() && covers.has_failed(&missing));
        for case in CaseSource::all_bundled() {
            let cover = covers.cover(&case).expect("it runs");
            let stated = cover.preset.cover.opens_at_min.expect("a telling moment");
            assert!(stated == cover.at_min && cover.run.at(stated).phase.is_under_way(), "{}", cover.preset.title);
        }
        covers.forget_files();
        assert!(!covers.has_failed(&missing) && covers.cover(&CaseSource::Bundled(0)).is_some());
    }
}
