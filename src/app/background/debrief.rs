//! What a debrief has to search for: the same aim at the least cost, and how a hundred such patients would have fared.

use super::latest::{Answer, Latest};
use super::task::{Runner, Step};
use crate::app::state::RunView;
use crate::host::runs_at_once;
use crate::preset::VirtualPatients;
use crate::sim::aim::Aim;
use crate::sim::least_cost::{LeastCost, least_cost_in_pieces};
use crate::sim::simulate;
use crate::study::hundred::{COUNT, Fared, some_of_hundred};

/// By the run's revision and the aim that the case states.
type Asked = (u64, Option<Aim>);

#[derive(Default)]
pub struct Debriefs {
    pub(super) least_cost: Latest<Asked, LeastCost>,
    /// By the seed too.
    pub(super) hundred: Latest<(Asked, u64), Vec<Fared>>,
}

impl Debriefs {
    pub fn least_cost(&self, run: &RunView, aim: Option<Aim>) -> Answer<&LeastCost> {
        self.least_cost.answer(&(run.revision, aim))
    }

    pub fn hundred(&self, run: &RunView, aim: Option<Aim>, patients: VirtualPatients) -> Answer<&Vec<Fared>> {
        self.hundred.answer(&((run.revision, aim), patients.seed))
    }

    /// Takes the answers. Work for another run is canceled.
    pub fn deliver(&mut self, run: &RunView) {
        self.least_cost.deliver(|(revision, _)| *revision == run.revision);
        self.hundred.deliver(|((revision, _), _)| *revision == run.revision);
    }

    pub fn is_running(&self) -> bool {
        self.least_cost.is_running() || self.hundred.is_running()
    }

    pub fn start(&mut self, runner: &Runner<'_>, run: &RunView, aim: Option<Aim>, patients: VirtualPatients) {
        let asked = (run.revision, aim);
        if !matches!(self.least_cost.answer(&asked), Answer::Found(_)) {
            let protocol = run.run.protocol.clone();
            self.least_cost.start_in_pieces(runner, "least cost", asked, move |reporter| async move {
                // The thread runs the protocol itself: the same protocol gives the same bits.
                let Ok(run) = simulate(&protocol) else { return };
                if let Some(found) = least_cost_in_pieces(&run, aim.as_ref()).await {
                    reporter.answer(found);
                }
            });
        }
        let asked = (asked, patients.seed);
        if !matches!(self.hundred.answer(&asked), Answer::Found(_)) {
            let protocol = run.run.protocol.clone();
            let aim = aim.unwrap_or_else(|| Aim::as_reached(&run.run));
            let (mut fared, mut done) = (Vec::with_capacity(COUNT), 0_usize);
            self.hundred.start_in_steps(runner, "a hundred patients", asked, move |reporter| {
                let next = done.saturating_add(runs_at_once()).min(COUNT);
                let some = some_of_hundred(&protocol, &aim, (patients.seed, done..next), &|| reporter.is_canceled());
                let Some(some) = some else { return Step::Over };
                fared.extend(some);
                done = next;
                if done < COUNT {
                    return Step::More;
                }
                reporter.answer(std::mem::take(&mut fared));
                Step::Over
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::app::background::Execution;
    use crate::app::state::testing::{change, small_woman};
    use crate::sim::SettingId;
    use crate::sim::least_cost::least_cost;
    use crate::study::hundred::COUNT;

    #[test]
    fn the_answers_are_for_the_run_they_were_asked_for_and_a_change_calls_the_work_off() {
        let (mut debriefs, mut run, ctx) = (Debriefs::default(), small_woman(), egui::Context::default());
        let patients = VirtualPatients::default();
        debriefs.start(&Runner { execution: Execution::Inline, ctx: &ctx }, &run, None, patients);
        let direct = least_cost(&run.run, None, &|| false).expect("not canceled");
        assert_eq!(debriefs.least_cost(&run, None), Answer::Found(&direct));
        let Answer::Found(fared) = debriefs.hundred(&run, None, patients) else { panic!("they were run at once") };
        assert_eq!(fared.len(), COUNT);
        change(&mut run, SettingId::Hematocrit, 31.0);
        assert_eq!(debriefs.least_cost(&run, None), Answer::Pending);
        debriefs.start(&Runner { execution: Execution::Thread, ctx: &ctx }, &run, None, patients);
        let canceled = debriefs.least_cost.canceled();
        change(&mut run, SettingId::Hematocrit, 32.0);
        debriefs.deliver(&run);
        assert!(canceled.load(Ordering::Relaxed) && !debriefs.is_running());
    }
}
