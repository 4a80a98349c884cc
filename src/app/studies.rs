//! The published studies, run on a thread of their own when they are first looked at, and once for a window.

use std::borrow::Cow;
use std::path::Path;
use std::sync::mpsc::TryRecvError;

use super::jobs::{Job, Way};
use crate::study::validation::{self, Answer, Finding, Table};

/// What is known of the studies. The open case has no part in it.
pub struct Studies {
    table: Cow<'static, str>,
    state: State,
}

enum State {
    Unread,
    UnderWay(Job<Outcome>),
    Ended(Outcome),
    Failed,
}

/// The studies that were run, or why the table cannot be read.
type Outcome = Result<Ran, String>;

/// A table whose rows were run.
pub struct Ran {
    pub table: Table,
    findings: Vec<Finding>,
}

impl Ran {
    pub fn answers(&self) -> Vec<Answer<'_>> {
        validation::answers(&self.table, &self.findings)
    }
}

/// What a page can show.
pub enum Known<'a> {
    UnderWay,
    Ran(&'a Ran),
    /// The table cannot be read, for this reason in the parser's words.
    Unreadable(&'a str),
    Failed,
}

impl Default for Studies {
    fn default() -> Self {
        Self::of(Cow::Borrowed(validation::TABLE))
    }
}

impl Studies {
    /// The studies of this table.
    pub fn of(table: Cow<'static, str>) -> Self {
        Self { table, state: State::Unread }
    }

    pub fn known(&self) -> Known<'_> {
        match &self.state {
            State::Unread | State::UnderWay(_) => Known::UnderWay,
            State::Ended(Ok(ran)) => Known::Ran(ran),
            State::Ended(Err(message)) => Known::Unreadable(message),
            State::Failed => Known::Failed,
        }
    }

    /// The studies, once they were run.
    pub fn ran(&self) -> Option<&Ran> {
        match self.known() {
            Known::Ran(ran) => Some(ran),
            _ => None,
        }
    }

    pub fn is_under_way(&self) -> bool {
        matches!(self.state, State::UnderWay(_))
    }

    /// Starts to run them, unless that is under way or done.
    pub fn start(&mut self, way: Way, ctx: &egui::Context) {
        /// They are not for one run of the open case.
        const NO_REVISION: u64 = 0;
        if !matches!(self.state, State::Unread) {
            return;
        }
        let table = self.table.clone();
        let job = Job::start(way, "studies", NO_REVISION, ctx, move |desk| desk.answer(run(&table)));
        self.state = State::UnderWay(job);
        if way == Way::AtOnce {
            self.deliver();
            ctx.request_repaint();
        }
    }

    /// Takes the outcome, once there is one.
    pub fn deliver(&mut self) {
        let State::UnderWay(job) = &self.state else { return };
        match job.take() {
            Ok(outcome) => self.state = State::Ended(outcome),
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => self.state = State::Failed,
        }
    }
}

fn run(table: &str) -> Result<Ran, String> {
    let table = validation::read(table).map_err(|error| error.to_string())?;
    let findings = validation::find(&table, Path::new(""));
    Ok(Ran { table, findings })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(studies: &mut Studies) {
        studies.start(Way::OnThread, &egui::Context::default());
        while matches!(studies.known(), Known::UnderWay) {
            studies.deliver();
            std::thread::yield_now();
        }
    }

    #[test]
    fn every_row_is_run_once_and_in_its_order() {
        let mut studies = Studies::default();
        wait(&mut studies);
        let ran = studies.ran().expect("they were run");
        let table = validation::read(validation::TABLE).expect("sound");
        let found = validation::validate(&table, Path::new(""));
        let bits = |answers: &[Answer<'_>]| -> Vec<(String, Option<u64>)> {
            answers.iter().map(|answer| (answer.row.id.clone(), answer.ours.map(f64::to_bits))).collect()
        };
        assert_eq!(bits(&ran.answers()), bits(&found));
        studies.start(Way::OnThread, &egui::Context::default());
        assert!(studies.ran().is_some(), "they are not run again");
    }

    #[test]
    fn a_table_that_cannot_be_read_says_why() {
        let mut studies = Studies::of(Cow::Borrowed("(version: 1"));
        wait(&mut studies);
        assert!(matches!(studies.known(), Known::Unreadable(message) if !message.is_empty()));
    }
}
