//! Work that takes longer than a frame: each kind on its own thread, started while its result is on screen. It never changes the state.

mod avoidance;
mod cohort;
mod latest;
mod map;
mod task;
mod validation;
mod warning_ranges;

pub use avoidance::Avoidances;
pub use cohort::Cohort;
pub use latest::Answer;
pub use map::{DrawnMap, SettingsMap};
pub use task::{Execution, Runner};
pub use validation::{Validated, Validation};
pub use warning_ranges::WarningRanges;

use super::state::{RunView, SliderRange};
use crate::preset::VirtualPatients;

#[derive(Default)]
pub struct Background {
    pub execution: Execution,
    pub avoidances: Avoidances,
    pub warning_ranges: WarningRanges,
    pub map: SettingsMap,
    pub cohort: Cohort,
    pub validation: Validation,
}

/// What is on screen in a frame and needs work.
pub struct Wanted {
    pub avoidances: bool,
    /// The sliders whose ranges of warnings are to be found.
    pub sliders: Option<Vec<SliderRange>>,
    /// What the axes of the map show and reach.
    pub map: Option<[SliderRange; 2]>,
    pub cohort: Option<VirtualPatients>,
    pub validation: bool,
    /// Something is being dragged or held: only work that keeps up with the finger is worth starting.
    pub hurried: bool,
}

impl Background {
    /// Takes new results and cancels stale work.
    pub fn deliver(&mut self, run: &RunView, patients: VirtualPatients) {
        self.avoidances.deliver(run);
        self.warning_ranges.deliver(run);
        self.map.deliver(run);
        self.cohort.deliver(run, patients);
        self.validation.deliver();
    }

    /// Starts what is wanted, unless it is under way or done; while something is being moved, virtual patients alone.
    pub fn start(&mut self, wanted: Wanted, run: &RunView, ctx: &egui::Context) {
        let runner = Runner { execution: self.execution, ctx };
        if !wanted.hurried {
            if wanted.avoidances {
                self.avoidances.start(&runner, run);
            }
            if let Some(sliders) = &wanted.sliders {
                self.warning_ranges.start(&runner, sliders, run);
            }
            if let Some(axes) = wanted.map {
                self.map.start(&runner, axes, run);
            }
        }
        match wanted.cohort {
            Some(patients) => self.cohort.start(&runner, wanted.hurried, run, patients),
            None => self.cohort = Cohort::default(),
        }
        if wanted.validation {
            self.validation.start(&runner);
        }
    }

    /// Whether something is under way that will change what is shown.
    pub fn is_running(&self) -> bool {
        self.avoidances.is_running()
            || self.warning_ranges.is_running()
            || self.map.is_running()
            || self.cohort.is_running()
            || self.validation.is_running()
    }

    /// Forgets everything that belongs to a case: another one is open.
    pub fn forget_case(&mut self) {
        self.avoidances = Avoidances::default();
        self.warning_ranges = WarningRanges::default();
        self.map = SettingsMap::default();
        self.cohort = Cohort::default();
    }
}
