//! Work too long for a frame: the smallest changes that would have avoided a warning, looked for on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::derived::{Avoidances, Derived};
use crate::sim::explain::avoid;
use crate::sim::{Protocol, simulate};

/// The search for what would have avoided the warnings of one run. At most one is under way.
#[derive(Default)]
pub struct Search {
    running: Option<Running>,
    /// Answers before the frame goes on, for a window that is drawn once.
    at_once: bool,
}

struct Running {
    /// The run that is searched, by [`Derived::revision`].
    revision: u64,
    stop: Arc<AtomicBool>,
    answer: Receiver<Avoidances>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Search {
    /// A search that keeps its frame waiting: one call is always the same picture.
    pub fn at_once() -> Self {
        Self { running: None, at_once: true }
    }

    /// Gives the answer to the run it was found for, once there is one. A search for another run is called off.
    pub fn deliver(&mut self, derived: &mut Derived) {
        self.running.take_if(|running| running.revision != derived.revision());
        let Some(running) = &self.running else { return };
        let found = match running.answer.try_recv() {
            Ok(found) => found,
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Avoidances::Failed,
        };
        self.running = None;
        derived.avoidances = found;
    }

    /// Starts to search a run, unless that is under way or done.
    pub fn start(&mut self, derived: &mut Derived, ctx: &egui::Context) {
        let is_under_way = self.running.as_ref().is_some_and(|running| running.revision == derived.revision());
        if is_under_way || derived.avoidances != Avoidances::Unknown {
            return;
        }
        let protocol = derived.run.protocol.clone();
        if self.at_once {
            derived.avoidances = search(&protocol, &|| false);
            ctx.request_repaint();
            return;
        }
        let stop = Arc::new(AtomicBool::new(false));
        let (sender, answer) = channel();
        let (asked_to_stop, ctx) = (Arc::clone(&stop), ctx.clone());
        let thread = std::thread::Builder::new().name("avoidances".to_owned()).spawn(move || {
            let found = search(&protocol, &|| asked_to_stop.load(Ordering::Relaxed));
            // Nobody waits for what was called off.
            if sender.send(found).is_ok() {
                ctx.request_repaint();
            }
        });
        // Without a thread the channel is closed at once, which `deliver` takes for a failure.
        drop(thread);
        self.running = Some(Running { revision: derived.revision(), stop, answer });
    }
}

/// The thread runs the protocol itself: the same protocol gives the same bits.
fn search(protocol: &Protocol, cancelled: &dyn Fn() -> bool) -> Avoidances {
    let found = simulate(protocol).ok().and_then(|run| avoid(&run, cancelled));
    found.map_or(Avoidances::Failed, Avoidances::Found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::{BUNDLED, read};
    use crate::sim::{SettingId, Value};

    fn derived() -> Derived {
        let bundled = BUNDLED.iter().find(|bundled| bundled.name == "small_anemic_woman").expect("a bundled preset");
        Derived::of(&read(bundled.text).expect("a sound preset").protocol).expect("a sensible case")
    }

    fn change(derived: &mut Derived, hematocrit: f64) {
        let mut protocol = derived.run.protocol.clone();
        SettingId::Hematocrit.set(&mut protocol.settings, &Value::Number(hematocrit));
        derived.follow(&protocol);
    }

    fn wait(search: &mut Search, derived: &mut Derived) {
        while search.running.is_some() {
            search.deliver(derived);
            std::thread::yield_now();
        }
    }

    #[test]
    fn the_answer_comes_for_the_run_it_was_asked_for() {
        let (mut search, mut derived) = (Search::default(), derived());
        search.start(&mut derived, &egui::Context::default());
        assert_eq!(derived.avoidances, Avoidances::Unknown);
        wait(&mut search, &mut derived);
        assert_eq!(derived.avoidances, Avoidances::Found(avoid(&derived.run, &|| false).expect("not cancelled")));
    }

    #[test]
    fn a_change_calls_the_search_off_and_its_answer_is_never_shown() {
        let (mut search, mut derived) = (Search::default(), derived());
        search.start(&mut derived, &egui::Context::default());
        let stop = Arc::clone(&search.running.as_ref().expect("under way").stop);
        change(&mut derived, 31.0);
        search.deliver(&mut derived);
        assert!(stop.load(Ordering::Relaxed) && search.running.is_none());
        assert_eq!(derived.avoidances, Avoidances::Unknown);
    }

    #[test]
    fn an_answer_that_was_ready_before_the_change_is_dropped_too() {
        let (mut search, mut derived) = (Search::default(), derived());
        let (sender, answer) = channel();
        sender.send(Avoidances::Found(Vec::new())).expect("it is waited for");
        search.running = Some(Running { revision: derived.revision(), stop: Arc::default(), answer });
        change(&mut derived, 31.0);
        search.deliver(&mut derived);
        assert_eq!(derived.avoidances, Avoidances::Unknown);
    }

    #[test]
    fn a_search_is_started_once() {
        let (mut search, mut derived) = (Search::default(), derived());
        let ctx = egui::Context::default();
        search.start(&mut derived, &ctx);
        let first = Arc::clone(&search.running.as_ref().expect("under way").stop);
        search.start(&mut derived, &ctx);
        assert!(!first.load(Ordering::Relaxed), "the second call let the first search go on");
        wait(&mut search, &mut derived);
        search.start(&mut derived, &ctx);
        assert!(search.running.is_none(), "there is nothing left to look for");
    }
}
