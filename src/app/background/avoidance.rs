//! What would have avoided the warnings of a run.

use super::latest::{Answer, Latest};
use super::task::Runner;
use crate::app::state::RunView;
use crate::sim::advice::{Advice, advice_in_pieces};
use crate::sim::simulate;

/// By the run's revision.
#[derive(Default)]
pub struct Avoidances(pub(super) Latest<u64, Advice>);

impl Avoidances {
    pub fn of(&self, run: &RunView) -> Answer<&Advice> {
        self.0.answer(&run.revision)
    }

    /// Takes the answer. A search for another run is canceled.
    pub fn deliver(&mut self, run: &RunView) {
        self.0.deliver(|revision| *revision == run.revision);
    }

    pub fn start(&mut self, runner: &Runner<'_>, run: &RunView) {
        let protocol = run.run.protocol.clone();
        self.0.start_in_pieces(runner, "avoidance", run.revision, move |reporter| async move {
            // The thread runs the protocol itself: the same protocol gives the same bits.
            let Ok(run) = simulate(&protocol) else { return };
            reporter.answer(advice_in_pieces(&run).await);
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::app::background::Execution;
    use crate::app::state::testing::{change, small_woman};
    use crate::sim::SettingId;
    use crate::sim::advice::advice;

    #[test]
    fn the_answer_is_for_the_run_it_was_asked_for_and_a_change_calls_the_search_off() {
        let (mut found, mut run, ctx) = (Avoidances::default(), small_woman(), egui::Context::default());
        found.start(&Runner { execution: Execution::Inline, ctx: &ctx }, &run);
        let direct = advice(&run.run, &|| false).expect("not canceled");
        assert_eq!(found.of(&run), Answer::Found(&direct));
        change(&mut run, SettingId::Hematocrit, 31.0);
        assert_eq!(found.of(&run), Answer::Pending);
        found.start(&Runner { execution: Execution::Thread, ctx: &ctx }, &run);
        let canceled = found.0.canceled();
        change(&mut run, SettingId::Hematocrit, 32.0);
        found.deliver(&run);
        assert!(canceled.load(Ordering::Relaxed) && !found.0.is_running());
        assert_eq!(found.of(&run), Answer::Pending);
    }
}
