//! The gallery that one comes home to: what is searched in it, and the picture that moves under the pointer.

use std::path::PathBuf;

use super::PendingNavigation;
use crate::picture::scene::SceneClock;
use crate::preset::BUNDLED;
use crate::sim::Run;

/// Where a case comes from that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseSource {
    /// By its place among the bundled cases.
    Bundled(usize),
    File(PathBuf),
}

impl CaseSource {
    pub fn all_bundled() -> impl Iterator<Item = Self> {
        (0..BUNDLED.len()).map(Self::Bundled)
    }

    /// What opens it.
    pub fn navigation(&self) -> PendingNavigation {
        match self {
            Self::Bundled(index) => PendingNavigation::Bundled(*index),
            Self::File(path) => PendingNavigation::OpenFile(path.clone()),
        }
    }
}

/// A picture that plays its run once while it is pointed at.
#[derive(Clone, Debug, PartialEq)]
pub struct Moving {
    pub case: CaseSource,
    pub at_min: f64,
    pub clock: SceneClock,
    /// It has played to the end, and rests until it is pointed at anew.
    pub over: bool,
}

impl Moving {
    pub fn new(case: CaseSource, at_min: f64) -> Self {
        Self { case, at_min, clock: SceneClock::default(), over: false }
    }

    /// Lets time pass; answers whether it goes on.
    pub fn advance(&mut self, run: &Run, seconds: f64) -> bool {
        /// Minutes of the run in a second: most are over within ten.
        const MIN_PER_S: f64 = 12.0;
        if self.over {
            return false;
        }
        self.clock.advance(&run.at(self.at_min), seconds);
        self.at_min += MIN_PER_S * seconds;
        self.over = self.at_min >= run.machine_end_min;
        self.at_min = self.at_min.min(run.machine_end_min);
        !self.over
    }
}

#[derive(Clone, Debug, Default)]
pub struct Gallery {
    /// It is shown in place of the screen.
    pub open: bool,
    /// It was opened before any case: there is none to go back to.
    pub is_first: bool,
    /// The words that a case must have to be shown.
    pub typed: String,
    pub moving: Option<Moving>,
    /// The lessons that were left in the middle.
    pub begun: Vec<BegunLesson>,
}

/// A lesson that was left before all was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BegunLesson {
    /// Its place among the bundled ones.
    pub place: usize,
    /// The step where it goes on, from 0.
    pub at: usize,
}

impl Gallery {
    /// Whether a case waits behind it.
    pub const fn has_case_behind(&self) -> bool {
        !self.is_first
    }

    /// A case is looked at now.
    pub fn close(&mut self) {
        *self = Self::default();
    }
}
