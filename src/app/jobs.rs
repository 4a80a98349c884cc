//! Work too long for a frame: on a thread of its own, answered in as many parts as it likes, called off when it is stale.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::Duration;

/// Parts that come within this time are shown in one frame.
const SHOWN_TOGETHER: Duration = Duration::from_millis(30);

/// Where work is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// On a thread, while the window goes on.
    #[default]
    OnThread,
    /// Before the frame goes on, for a window that is drawn once: one call is always the same picture.
    AtOnce,
}

/// Work for one run. Dropped, it is called off.
pub struct Job<A> {
    revision: u64,
    stop: Arc<AtomicBool>,
    answers: Receiver<A>,
}

/// Where work hands in the parts of its answer, and hears that nobody waits for it any more.
pub struct Desk<A> {
    stop: Arc<AtomicBool>,
    answers: Sender<A>,
    ctx: egui::Context,
}

impl<A> Drop for Job<A> {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl<A: Send + 'static> Job<A> {
    /// Starts work for the run with this revision (`Derived::revision`). `name` is the thread's.
    pub fn start(
        way: Way,
        name: &str,
        revision: u64,
        ctx: &egui::Context,
        work: impl FnOnce(&Desk<A>) + Send + 'static,
    ) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (sender, answers) = channel();
        let desk = Desk { stop: Arc::clone(&stop), answers: sender, ctx: ctx.clone() };
        match way {
            Way::AtOnce => work(&desk),
            Way::OnThread => {
                let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
                    work(&desk);
                    let ctx = desk.ctx.clone();
                    let is_waited_for = !desk.is_called_off();
                    drop(desk);
                    if is_waited_for {
                        ctx.request_repaint_after(SHOWN_TOGETHER);
                    }
                });
                // Without a thread the channel is closed at once: work that is over and has not answered.
                if let Err(error) = thread {
                    log::error!("no thread could be started for {name}: {error}");
                }
            }
        }
        Self { revision, stop, answers }
    }

    /// The run that the work is for.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The next part of the answer.
    ///
    /// # Errors
    /// `Empty` while there is none yet, `Disconnected` when the work is over and all parts are taken.
    pub fn take(&self) -> Result<A, TryRecvError> {
        self.answers.try_recv()
    }
}

impl<A> Desk<A> {
    /// Whether nobody waits for the answer any more.
    pub fn is_called_off(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Hands in a part of the answer, and lets the window show it.
    pub fn answer(&self, part: A) {
        if self.answers.send(part).is_ok() && !self.is_called_off() {
            self.ctx.request_repaint_after(SHOWN_TOGETHER);
        }
    }
}

#[cfg(test)]
impl<A> Job<A> {
    /// Work that waits for what the test sends.
    pub fn waiting(revision: u64) -> (Self, Sender<A>) {
        let (sender, answers) = channel();
        (Self { revision, stop: Arc::default(), answers }, sender)
    }

    /// Turns true when the work is called off.
    pub fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_of(job: &Job<u32>) -> Vec<u32> {
        let mut parts = Vec::new();
        loop {
            match job.take() {
                Ok(part) => parts.push(part),
                Err(TryRecvError::Empty) => std::thread::yield_now(),
                Err(TryRecvError::Disconnected) => return parts,
            }
        }
    }

    #[test]
    fn parts_come_in_their_order_until_the_work_is_over() {
        for way in [Way::OnThread, Way::AtOnce] {
            let count = |desk: &Desk<u32>| (0..100).for_each(|part| desk.answer(part));
            let job = Job::start(way, "count", 7, &egui::Context::default(), count);
            assert_eq!(job.revision(), 7);
            assert_eq!(all_of(&job), (0..100).collect::<Vec<_>>(), "{way:?}");
        }
    }

    #[test]
    fn a_job_that_is_dropped_hears_of_it() {
        let (sender, stopped) = channel();
        let job = Job::<u32>::start(Way::OnThread, "wait", 0, &egui::Context::default(), move |desk| {
            while !desk.is_called_off() {
                std::thread::yield_now();
            }
            sender.send(()).expect("the test waits");
        });
        drop(job);
        stopped.recv_timeout(Duration::from_secs(10)).expect("it stops");
    }

    #[test]
    fn work_that_fails_is_over_without_an_answer() {
        let job = Job::<u32>::start(Way::OnThread, "fail", 0, &egui::Context::default(), |_| {});
        assert!(all_of(&job).is_empty());
    }
}
