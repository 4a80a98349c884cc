//! Virtual patients around the case: run beside the window while they are shown, in batches, so that their bands fill in.

use std::sync::mpsc::TryRecvError;

use super::derived::Derived;
use super::jobs::{Job, Way};
use crate::preset::VirtualPatients;
use crate::study::patients::{Dispersion, Patients, Summary};

/// How many are run at first: enough for a band, and soon there. While something is being moved there are no more, and each such
/// batch is let come to its end, so that bands follow the finger a little behind.
pub const FIRST_BATCH: usize = 100;

/// What virtual patients are drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Task {
    /// The run they are drawn around, by [`Derived::revision`].
    revision: u64,
    seed: u64,
}

/// The virtual patients that are shown, and those that will take their place.
#[derive(Default)]
pub struct Crowd {
    shown: Option<(Task, Summary)>,
    running: Option<Running>,
    /// What nobody could be drawn for, so that it is not tried for ever.
    failed: Option<Task>,
}

struct Running {
    task: Task,
    /// How many there will be.
    most: usize,
    job: Job<Summary>,
}

impl Crowd {
    /// Those of another run or seed stay until the new ones come.
    pub fn shown(&self) -> Option<&Summary> {
        self.shown.as_ref().map(|(_, summary)| summary)
    }

    /// Whether what is shown was drawn for another run, or with another seed.
    pub fn is_stale(&self, derived: &Derived, wanted: VirtualPatients) -> bool {
        self.shown.as_ref().is_some_and(|(task, _)| *task != task_of(derived, wanted))
    }

    /// Whether nobody could be drawn for this run and seed.
    pub fn has_failed(&self, derived: &Derived, wanted: VirtualPatients) -> bool {
        self.failed == Some(task_of(derived, wanted))
    }

    /// Whether they are being run.
    pub fn is_under_way(&self) -> bool {
        self.running.is_some()
    }

    /// Forgets what was found: another case is open, or nobody looks any more.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Takes what has been run since. Work for another run or seed is called off, but for a first batch.
    pub fn deliver(&mut self, derived: &Derived, wanted: VirtualPatients) {
        self.running.take_if(|running| running.most > FIRST_BATCH && running.task != task_of(derived, wanted));
        while let Some(running) = &self.running {
            match running.job.take() {
                Ok(summary) => self.shown = Some((running.task, summary)),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    let is_done = self
                        .shown
                        .as_ref()
                        .is_some_and(|(task, summary)| *task == running.task && summary.count >= running.most);
                    self.failed = (!is_done).then_some(running.task);
                    self.running = None;
                }
            }
        }
    }

    /// Starts to run them, unless that is under way or done. `hurried`, the first batch alone.
    pub fn start(&mut self, way: Way, hurried: bool, derived: &Derived, wanted: VirtualPatients, ctx: &egui::Context) {
        let task = task_of(derived, wanted);
        let most = if hurried { wanted.count.min(FIRST_BATCH) } else { wanted.count };
        let is_there = self.shown.as_ref().is_some_and(|(shown, summary)| {
            *shown == task && if hurried { summary.count >= most } else { summary.count == most }
        });
        let is_coming = self.running.as_ref().is_some_and(|running| {
            let is_short = running.most <= FIRST_BATCH;
            if running.task == task { running.most >= most || is_short } else { is_short }
        });
        if is_there || is_coming || self.failed == Some(task) {
            return;
        }
        let protocol = derived.run.protocol.clone();
        let job = Job::start(way, "virtual patients", derived.revision(), ctx, move |desk| {
            let canceled = || desk.is_called_off();
            let Ok(mut patients) = Patients::around(&protocol, Dispersion::default(), task.seed) else { return };
            for count in [most.min(FIRST_BATCH), most] {
                if count > patients.count() && matches!(patients.grow(count, &canceled), Ok(true)) {
                    desk.answer(patients.summary());
                }
            }
        });
        self.running = Some(Running { task, most, job });
        if way == Way::AtOnce {
            self.deliver(derived, wanted);
            ctx.request_repaint();
        }
    }
}

fn task_of(derived: &Derived, wanted: VirtualPatients) -> Task {
    Task { revision: derived.revision(), seed: wanted.seed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::derived::testing::{change, small_woman};
    use crate::sim::SettingId;

    const TWO_BATCHES: VirtualPatients = VirtualPatients { seed: 1, count: 120 };

    fn wait(crowd: &mut Crowd, derived: &Derived, wanted: VirtualPatients) {
        while crowd.is_under_way() {
            crowd.deliver(derived, wanted);
            std::thread::yield_now();
        }
    }

    #[test]
    fn they_come_in_batches_for_the_run_and_seed_they_were_asked_for() {
        let (mut crowd, derived, ctx) = (Crowd::default(), small_woman(), egui::Context::default());
        crowd.start(Way::OnThread, true, &derived, TWO_BATCHES, &ctx);
        wait(&mut crowd, &derived, TWO_BATCHES);
        assert_eq!(crowd.shown().map(|summary| summary.count), Some(FIRST_BATCH), "in a hurry the first batch alone");
        crowd.start(Way::OnThread, false, &derived, TWO_BATCHES, &ctx);
        wait(&mut crowd, &derived, TWO_BATCHES);
        assert_eq!(crowd.shown().map(|summary| (summary.count, summary.seed)), Some((120, 1)));
        crowd.start(Way::OnThread, false, &derived, TWO_BATCHES, &ctx);
        assert!(!crowd.is_under_way() && !crowd.is_stale(&derived, TWO_BATCHES), "there is nobody left to run");
    }

    #[test]
    fn a_first_batch_comes_to_its_end_whatever_is_moved_meanwhile() {
        let (mut crowd, mut derived, ctx) = (Crowd::default(), small_woman(), egui::Context::default());
        crowd.start(Way::OnThread, true, &derived, TWO_BATCHES, &ctx);
        change(&mut derived, SettingId::Hematocrit, 31.0);
        crowd.start(Way::OnThread, true, &derived, TWO_BATCHES, &ctx);
        wait(&mut crowd, &derived, TWO_BATCHES);
        assert!(crowd.shown().is_some() && crowd.is_stale(&derived, TWO_BATCHES), "it is shown, and known to be old");
        crowd.start(Way::OnThread, true, &derived, TWO_BATCHES, &ctx);
        wait(&mut crowd, &derived, TWO_BATCHES);
        assert!(!crowd.is_stale(&derived, TWO_BATCHES), "the next one is for what is asked now");
    }

    #[test]
    fn a_change_calls_them_off_and_the_old_ones_stay_until_the_new_ones_come() {
        let (mut crowd, mut derived, ctx) = (Crowd::default(), small_woman(), egui::Context::default());
        crowd.start(Way::AtOnce, true, &derived, TWO_BATCHES, &ctx);
        let old = crowd.shown().cloned().expect("they were run at once");
        crowd.start(Way::OnThread, false, &derived, TWO_BATCHES, &ctx);
        let stop = crowd.running.as_ref().expect("under way").job.stop();
        change(&mut derived, SettingId::Hematocrit, 31.0);
        crowd.deliver(&derived, TWO_BATCHES);
        assert!(stop.load(std::sync::atomic::Ordering::Relaxed) && !crowd.is_under_way());
        assert!(crowd.is_stale(&derived, TWO_BATCHES) && crowd.shown().is_some());
        crowd.start(Way::AtOnce, true, &derived, TWO_BATCHES, &ctx);
        assert!(!crowd.is_stale(&derived, TWO_BATCHES) && crowd.shown() != Some(&old));
        let others = VirtualPatients { seed: 2, ..TWO_BATCHES };
        assert!(crowd.is_stale(&derived, others), "other patients are asked for");
    }
}
