//! Virtual patients around the case: run while they are shown, few of them while a finger moves a setting, then all.

use super::latest::Latest;
use super::pace::{Pace, USUAL};
use super::task::{Execution, Runner, Step};
use crate::app::state::RunView;
use crate::host::runs_at_once;
use crate::preset::VirtualPatients;
use crate::study::dispersion::Dispersion;
use crate::study::patients::{Asked, Patients, Summary};

/// How many are run at first where nothing moves: enough for a band, and soon there.
pub const FIRST_BATCH: usize = 100;

/// What virtual patients are drawn for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The run they are drawn around, by [`RunView::revision`].
    revision: u64,
    seed: u64,
    /// How many there will be.
    count: usize,
    /// What is asked of those who follow a finger; of all others it is everything.
    follows: Option<Asked>,
}

impl Drawn {
    fn around(run: &RunView, patients: VirtualPatients) -> Self {
        Self { revision: run.revision, seed: patients.seed, count: patients.count, follows: None }
    }

    fn is_alike(&self, other: &Self) -> bool {
        (self.revision, self.seed) == (other.revision, other.seed)
    }
}

/// The virtual patients that are shown, and those that will take their place.
#[derive(Default)]
pub struct Cohort {
    pub(super) latest: Latest<Drawn, Summary>,
    pace: Pace,
}

impl Cohort {
    /// Those of another run or seed stay until the new ones come.
    pub fn shown(&self) -> Option<&Summary> {
        self.latest.newest().map(|(_, summary)| summary)
    }

    /// The same, where it is known what becomes of them.
    pub fn fates(&self) -> Option<&Summary> {
        self.shown().filter(|summary| summary.tells_fates())
    }

    /// Whether what is shown was drawn for another run, or with another seed.
    pub fn is_stale(&self, run: &RunView, patients: VirtualPatients) -> bool {
        self.latest.newest().is_some_and(|(drawn, _)| !drawn.is_alike(&Drawn::around(run, patients)))
    }

    /// How many are shown, where they are few because they follow a finger.
    pub fn following(&self) -> Option<usize> {
        let (drawn, summary) = self.latest.newest()?;
        drawn.follows.is_some().then_some(summary.count)
    }

    /// Whether nobody could be drawn for this run and seed.
    pub fn has_failed(&self, run: &RunView, patients: VirtualPatients) -> bool {
        let wanted = Drawn::around(run, patients);
        self.latest.has_ended(&wanted) && !self.is_there(&wanted)
    }

    /// Takes those that have been run since. Work for another run or seed is canceled, except of those who follow a finger: they are
    /// soon there, and were they called off whenever it moves, none would ever come.
    pub fn deliver(&mut self, run: &RunView, patients: VirtualPatients) {
        let wanted = Drawn::around(run, patients);
        self.latest.deliver(|drawn| drawn.follows.is_some() || drawn.is_alike(&wanted));
    }

    /// Forgets whom it shows; what they cost is still known.
    pub fn forget(&mut self) {
        self.latest = Latest::default();
    }

    /// Whether what is shown is all that is wanted.
    fn is_there(&self, wanted: &Drawn) -> bool {
        self.latest.newest().is_some_and(|(drawn, summary)| {
            let is_enough = match &drawn.follows {
                // All of them are enough for a finger too.
                None => summary.count >= wanted.count && (wanted.follows.is_some() || summary.count == wanted.count),
                follows => *follows == wanted.follows,
            };
            drawn.is_alike(wanted) && is_enough
        })
    }

    /// Starts to run them, unless that is under way or done. Of those who follow a finger only what is shown is asked, and they are as
    /// many as are there before the next frame.
    pub fn start(&mut self, runner: &Runner<'_>, follows: Option<Asked>, run: &RunView, patients: VirtualPatients) {
        let mut wanted = Drawn { follows, ..Drawn::around(run, patients) };
        if wanted.follows.is_some() {
            let most = wanted.count;
            // What is drawn once must not depend on a clock.
            let is_drawn_once = runner.execution == Execution::Inline;
            wanted.count = if is_drawn_once { USUAL.min(most) } else { self.pace.number(most) };
        }
        let is_coming = self
            .latest
            .running()
            .is_some_and(|drawn| drawn.follows.is_some() || (drawn.is_alike(&wanted) && drawn.count >= wanted.count));
        if is_coming || self.is_there(&wanted) {
            return;
        }
        let (protocol, pace, drawn) = (run.run.protocol.clone(), self.pace.clone(), wanted.clone());
        let mut patients = None;
        self.latest.start_in_steps(runner, "virtual patients", wanted, move |reporter| {
            let canceled = || reporter.is_canceled();
            if let Some(asked) = &drawn.follows {
                let few = pace.measured(drawn.count, || {
                    let mut patients = Patients::asked(&protocol, Dispersion::default(), drawn.seed, asked).ok()?;
                    matches!(patients.grow(drawn.count, &canceled), Ok(true)).then(|| patients.summary())
                });
                if let Some(few) = few {
                    reporter.answer_at_once(few);
                }
                return Step::Over;
            }
            let around = || Patients::around(&protocol, Dispersion::default(), drawn.seed).ok();
            let Some(patients) = patients.get_or_insert_with(around) else { return Step::Over };
            let batches = [drawn.count.min(FIRST_BATCH), drawn.count];
            let Some(batch) = batches.into_iter().find(|count| *count > patients.count()) else { return Step::Over };
            let count = batch.min(patients.count().saturating_add(runs_at_once()));
            if !matches!(patients.grow(count, &canceled), Ok(true)) {
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
    use crate::sim::quantities::Quantity;
    use crate::study::patients::patients;

    const TWO_BATCHES: VirtualPatients = VirtualPatients { seed: 1, count: 120 };

    fn start(cohort: &mut Cohort, execution: Execution, hurried: bool, run: &RunView) {
        let follows = hurried.then(|| Asked { quantities: vec![Quantity::Platelets], fates: false });
        cohort.start(&Runner { execution, ctx: &egui::Context::default() }, follows, run, TWO_BATCHES);
    }

    fn wait(cohort: &mut Cohort, run: &RunView) {
        while cohort.latest.is_running() {
            cohort.deliver(run, TWO_BATCHES);
            std::thread::yield_now();
        }
    }

    #[test]
    fn they_come_in_batches_for_the_run_and_seed_they_were_asked_for() {
        let (mut cohort, run) = (Cohort::default(), small_woman());
        start(&mut cohort, Execution::Thread, true, &run);
        wait(&mut cohort, &run);
        let few = cohort.shown().cloned().expect("they came");
        assert_eq!(cohort.following(), Some(few.count), "few who follow the finger");
        assert!(few.count < 120 && few.bands.len() == 1 && cohort.fates().is_none(), "only what is shown is asked");
        start(&mut cohort, Execution::Thread, false, &run);
        wait(&mut cohort, &run);
        let all = patients(&run.run.protocol, 1, 120, &|| false).expect("runs");
        assert_eq!(cohort.shown(), all.as_ref(), "those of the command line");
        assert_eq!(cohort.following(), None);
        start(&mut cohort, Execution::Thread, false, &run);
        assert!(!cohort.latest.is_running() && !cohort.is_stale(&run, TWO_BATCHES), "there is nobody left to run");
        assert!(!cohort.has_failed(&run, TWO_BATCHES));
    }

    #[test]
    fn those_who_follow_a_finger_come_whatever_is_moved_meanwhile() {
        let (mut cohort, mut run) = (Cohort::default(), small_woman());
        start(&mut cohort, Execution::Thread, true, &run);
        change(&mut run, SettingId::Hematocrit, 31.0);
        start(&mut cohort, Execution::Thread, true, &run);
        wait(&mut cohort, &run);
        assert!(cohort.shown().is_some() && cohort.is_stale(&run, TWO_BATCHES), "they are shown, and known to be old");
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
        let canceled = cohort.latest.canceled();
        change(&mut run, SettingId::Hematocrit, 31.0);
        cohort.deliver(&run, TWO_BATCHES);
        assert!(canceled.load(std::sync::atomic::Ordering::Relaxed) && !cohort.latest.is_running());
        assert!(cohort.is_stale(&run, TWO_BATCHES) && cohort.shown().is_some());
        start(&mut cohort, Execution::Inline, true, &run);
        assert!(!cohort.is_stale(&run, TWO_BATCHES) && cohort.shown() != Some(&old));
        let others = VirtualPatients { seed: 2, ..TWO_BATCHES };
        assert!(cohort.is_stale(&run, others), "other patients are asked for");
    }
}
