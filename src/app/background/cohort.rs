//! Virtual patients around the case: run while they are shown, in batches, so that their bands fill in.

use super::latest::Latest;
use super::task::{Runner, Step};
use crate::app::state::RunView;
use crate::host::runs_at_once;
use crate::preset::VirtualPatients;
use crate::study::dispersion::Dispersion;
use crate::study::patients::{Patients, Summary};

/// How many are run at first: enough for a band, and soon there. While something is being moved there are no more, and each such
/// batch is allowed to finish, so that the bands follow the finger with a short delay.
pub const FIRST_BATCH: usize = 100;

/// What virtual patients are drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The run they are drawn around, by [`RunView::revision`].
    revision: u64,
    seed: u64,
    /// How many there will be.
    count: usize,
}

impl Drawn {
    fn around(run: &RunView, patients: VirtualPatients) -> Self {
        Self { revision: run.revision, seed: patients.seed, count: patients.count }
    }

    fn is_alike(&self, other: &Self) -> bool {
        (self.revision, self.seed) == (other.revision, other.seed)
    }
}

/// The virtual patients that are shown, and those that will take their place.
#[derive(Default)]
pub struct Cohort(pub(super) Latest<Drawn, Summary>);

impl Cohort {
    /// Those of another run or seed stay until the new ones come.
    pub fn shown(&self) -> Option<&Summary> {
        self.0.newest().map(|(_, summary)| summary)
    }

    /// Whether what is shown was drawn for another run, or with another seed.
    pub fn is_stale(&self, run: &RunView, patients: VirtualPatients) -> bool {
        self.0.newest().is_some_and(|(drawn, _)| !drawn.is_alike(&Drawn::around(run, patients)))
    }

    /// Whether nobody could be drawn for this run and seed.
    pub fn has_failed(&self, run: &RunView, patients: VirtualPatients) -> bool {
        let wanted = Drawn::around(run, patients);
        self.0.has_ended(&wanted) && !self.is_there(&wanted, false)
    }

    /// Takes those that have been run since. Work for another run or seed is canceled, except a first batch.
    pub fn deliver(&mut self, run: &RunView, patients: VirtualPatients) {
        let wanted = Drawn::around(run, patients);
        self.0.deliver(|drawn| drawn.count <= FIRST_BATCH || drawn.is_alike(&wanted));
    }

    fn is_there(&self, wanted: &Drawn, hurried: bool) -> bool {
        self.0.newest().is_some_and(|(drawn, summary)| {
            let count = summary.count;
            drawn.is_alike(wanted) && if hurried { count >= wanted.count } else { count == wanted.count }
        })
    }

    /// Starts to run them, unless that is under way or done. `hurried`, the first batch alone.
    pub fn start(&mut self, runner: &Runner<'_>, hurried: bool, run: &RunView, patients: VirtualPatients) {
        let mut wanted = Drawn::around(run, patients);
        if hurried {
            wanted.count = wanted.count.min(FIRST_BATCH);
        }
        let is_coming = self.0.running().is_some_and(|drawn| {
            drawn.count <= FIRST_BATCH || (drawn.is_alike(&wanted) && drawn.count >= wanted.count)
        });
        if is_coming || self.is_there(&wanted, hurried) {
            return;
        }
        let protocol = run.run.protocol.clone();
        let mut patients = None;
        self.0.start_in_steps(runner, "virtual patients", wanted, move |reporter| {
            let around = || Patients::around(&protocol, Dispersion::default(), wanted.seed).ok();
            let Some(patients) = patients.get_or_insert_with(around) else { return Step::Over };
            let batches = [wanted.count.min(FIRST_BATCH), wanted.count];
            let Some(batch) = batches.into_iter().find(|count| *count > patients.count()) else { return Step::Over };
            let count = batch.min(patients.count().saturating_add(runs_at_once()));
            if !matches!(patients.grow(count, &|| reporter.is_canceled()), Ok(true)) {
                return Step::Over;
            }
            if count == batch {
                reporter.answer(patients.summary());
            }
            Step::More
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::background::Execution;
    use crate::app::state::testing::{change, small_woman};
    use crate::sim::SettingId;

    const TWO_BATCHES: VirtualPatients = VirtualPatients { seed: 1, count: 120 };

    fn start(cohort: &mut Cohort, execution: Execution, hurried: bool, run: &RunView) {
        cohort.start(&Runner { execution, ctx: &egui::Context::default() }, hurried, run, TWO_BATCHES);
    }

    fn wait(cohort: &mut Cohort, run: &RunView) {
        while cohort.0.is_running() {
            cohort.deliver(run, TWO_BATCHES);
            std::thread::yield_now();
        }
    }

    #[test]
    fn they_come_in_batches_for_the_run_and_seed_they_were_asked_for() {
        let (mut cohort, run) = (Cohort::default(), small_woman());
        start(&mut cohort, Execution::Thread, true, &run);
        wait(&mut cohort, &run);
        assert_eq!(cohort.shown().map(|summary| summary.count), Some(FIRST_BATCH), "in a hurry the first batch alone");
        start(&mut cohort, Execution::Thread, false, &run);
        wait(&mut cohort, &run);
        assert_eq!(cohort.shown().map(|summary| (summary.count, summary.seed)), Some((120, 1)));
        start(&mut cohort, Execution::Thread, false, &run);
        assert!(!cohort.0.is_running() && !cohort.is_stale(&run, TWO_BATCHES), "there is nobody left to run");
        assert!(!cohort.has_failed(&run, TWO_BATCHES));
    }

    #[test]
    fn a_first_batch_comes_to_its_end_whatever_is_moved_meanwhile() {
        let (mut cohort, mut run) = (Cohort::default(), small_woman());
        start(&mut cohort, Execution::Thread, true, &run);
        change(&mut run, SettingId::Hematocrit, 31.0);
        start(&mut cohort, Execution::Thread, true, &run);
        wait(&mut cohort, &run);
        assert!(cohort.shown().is_some() && cohort.is_stale(&run, TWO_BATCHES), "it is shown, and known to be old");
        start(&mut cohort, Execution::Thread, true, &run);
        wait(&mut cohort, &run);
        assert!(!cohort.is_stale(&run, TWO_BATCHES), "the next one is for what is asked now");
    }

    #[test]
    fn a_change_calls_them_off_and_the_old_ones_stay_until_the_new_ones_come() {
        let (mut cohort, mut run) = (Cohort::default(), small_woman());
        start(&mut cohort, Execution::Inline, true, &run);
        let old = cohort.shown().cloned().expect("they were run at once");
        start(&mut cohort, Execution::Thread, false, &run);
        let canceled = cohort.0.canceled();
        change(&mut run, SettingId::Hematocrit, 31.0);
        cohort.deliver(&run, TWO_BATCHES);
        assert!(canceled.load(std::sync::atomic::Ordering::Relaxed) && !cohort.0.is_running());
        assert!(cohort.is_stale(&run, TWO_BATCHES) && cohort.shown().is_some());
        start(&mut cohort, Execution::Inline, true, &run);
        assert!(!cohort.is_stale(&run, TWO_BATCHES) && cohort.shown() != Some(&old));
        let others = VirtualPatients { seed: 2, ..TWO_BATCHES };
        assert!(cohort.is_stale(&run, others), "other patients are asked for");
    }
}
