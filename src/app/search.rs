//! The search for the smallest changes that would have avoided a warning: it takes some tenths of a second, and waits its turn.

use std::sync::mpsc::TryRecvError;

use super::derived::{Avoidances, Derived};
use super::jobs::{Job, Way};
use crate::sim::explain::avoidances;
use crate::sim::{Protocol, simulate};

/// The search for what would have avoided the warnings of one run. At most one is under way.
#[derive(Default)]
pub struct Search {
    running: Option<Job<Avoidances>>,
}

impl Search {
    /// Whether a search is under way.
    pub fn is_under_way(&self) -> bool {
        self.running.is_some()
    }

    /// Gives the answer to the run it was found for, once there is one. A search for another run is called off.
    pub fn deliver(&mut self, derived: &mut Derived) {
        self.running.take_if(|running| running.revision() != derived.revision());
        let Some(running) = &self.running else { return };
        let found = match running.take() {
            Ok(found) => found,
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Avoidances::Failed,
        };
        self.running = None;
        derived.avoidances = found;
    }

    /// Starts to search a run, unless that is under way or done.
    pub fn start(&mut self, way: Way, derived: &mut Derived, ctx: &egui::Context) {
        let is_under_way = self.running.as_ref().is_some_and(|running| running.revision() == derived.revision());
        if is_under_way || derived.avoidances != Avoidances::Unknown {
            return;
        }
        let protocol = derived.run.protocol.clone();
        let job = Job::start(way, "avoidances", derived.revision(), ctx, move |desk| {
            desk.answer(search(&protocol, &|| desk.is_called_off()));
        });
        self.running = Some(job);
        if way == Way::AtOnce {
            self.deliver(derived);
            ctx.request_repaint();
        }
    }
}

/// The thread runs the protocol itself: the same protocol gives the same bits.
fn search(protocol: &Protocol, canceled: &dyn Fn() -> bool) -> Avoidances {
    let found = simulate(protocol).ok().and_then(|run| avoidances(&run, canceled));
    found.map_or(Avoidances::Failed, Avoidances::Found)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::app::derived::testing::{change, small_woman};
    use crate::sim::SettingId;

    fn wait(search: &mut Search, derived: &mut Derived) {
        while search.running.is_some() {
            search.deliver(derived);
            std::thread::yield_now();
        }
    }

    #[test]
    fn the_answer_comes_for_the_run_it_was_asked_for() {
        let (mut search, mut derived) = (Search::default(), small_woman());
        search.start(Way::OnThread, &mut derived, &egui::Context::default());
        assert_eq!(derived.avoidances, Avoidances::Unknown);
        wait(&mut search, &mut derived);
        assert_eq!(derived.avoidances, Avoidances::Found(avoidances(&derived.run, &|| false).expect("not canceled")));
    }

    #[test]
    fn a_change_calls_the_search_off_and_its_answer_is_never_shown() {
        let (mut search, mut derived) = (Search::default(), small_woman());
        search.start(Way::OnThread, &mut derived, &egui::Context::default());
        let stop = search.running.as_ref().expect("under way").stop();
        change(&mut derived, SettingId::Hematocrit, 31.0);
        search.deliver(&mut derived);
        assert!(stop.load(Ordering::Relaxed) && search.running.is_none());
        assert_eq!(derived.avoidances, Avoidances::Unknown);
    }

    #[test]
    fn an_answer_that_was_ready_before_the_change_is_dropped_too() {
        let (mut search, mut derived) = (Search::default(), small_woman());
        let (job, sender) = Job::waiting(derived.revision());
        sender.send(Avoidances::Found(Vec::new())).expect("it is waited for");
        search.running = Some(job);
        change(&mut derived, SettingId::Hematocrit, 31.0);
        search.deliver(&mut derived);
        assert_eq!(derived.avoidances, Avoidances::Unknown);
    }

    #[test]
    fn a_search_is_started_once() {
        let (mut search, mut derived) = (Search::default(), small_woman());
        let ctx = egui::Context::default();
        search.start(Way::OnThread, &mut derived, &ctx);
        let first = search.running.as_ref().expect("under way").stop();
        search.start(Way::OnThread, &mut derived, &ctx);
        assert!(!first.load(Ordering::Relaxed), "the second call let the first search go on");
        wait(&mut search, &mut derived);
        search.start(Way::OnThread, &mut derived, &ctx);
        assert!(search.running.is_none(), "there is nothing left to look for");
    }
}
