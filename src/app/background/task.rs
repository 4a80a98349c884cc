//! One piece of work on its own thread: it may answer in several parts, and is canceled when nobody waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use egui::Context;

use crate::app::redraw::{self, Reason};
use crate::host;

/// Where work is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Execution {
    /// On a thread, while the window goes on; where there are none, between its frames.
    #[default]
    Thread,
    /// Within the frame, for a window that is drawn once: the same call always gives the same picture.
    Inline,
}

/// How work is done, and the window that waits for it.
pub struct Runner<'a> {
    pub execution: Execution,
    pub ctx: &'a Context,
}

/// Work that was started. Dropping it cancels it.
pub struct Task<T> {
    canceled: Arc<AtomicBool>,
    answers: Receiver<T>,
}

/// How work reports its answers and learns that it was canceled.
pub struct Reporter<T> {
    canceled: Arc<AtomicBool>,
    answers: Sender<T>,
    ctx: Context,
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.canceled.store(true, Ordering::Relaxed);
    }
}

/// Whether work that is done in pieces goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    More,
    Over,
}

impl<T: Send + 'static> Task<T> {
    /// Starts work; `name` is the thread's. If no thread can be started it ends at once without an answer.
    pub fn start(runner: &Runner<'_>, name: &str, work: impl FnOnce(&Reporter<T>) + Send + 'static) -> Self {
        let mut work = Some(work);
        Self::start_in_steps(runner, name, move |reporter| {
            if let Some(work) = work.take() {
                work(reporter);
            }
            Step::Over
        })
    }

    /// Starts work that is done piece by piece: where there are no threads the window goes on in between.
    pub fn start_in_steps(
        runner: &Runner<'_>,
        name: &str,
        mut step: impl FnMut(&Reporter<T>) -> Step + Send + 'static,
    ) -> Self {
        let canceled = Arc::new(AtomicBool::new(false));
        let (sender, answers) = channel();
        let reporter = Reporter { canceled: Arc::clone(&canceled), answers: sender, ctx: runner.ctx.clone() };
        match runner.execution {
            Execution::Inline => while step(&reporter) == Step::More && !reporter.is_canceled() {},
            Execution::Thread => {
                let mut reporter = Some(reporter);
                let started = host::start_work(name, move || {
                    if reporter.as_ref().is_some_and(|own| step(own) == Step::More && !own.is_canceled()) {
                        return true;
                    }
                    if let Some(Reporter { canceled, answers, ctx }) = reporter.take() {
                        drop(answers);
                        if !canceled.load(Ordering::Relaxed) {
                            redraw::request(&ctx, Reason::WorkCameIn);
                        }
                    }
                    false
                });
                if let Err(error) = started {
                    log::error!("no thread for {name}: {error}");
                }
            }
        }
        Self { canceled, answers }
    }

    /// The next part of the answer.
    ///
    /// # Errors
    /// `Empty` while there is none yet, `Disconnected` when the work is over and all parts are taken.
    pub fn take(&self) -> Result<T, TryRecvError> {
        self.answers.try_recv()
    }
}

impl<T> Reporter<T> {
    /// Whether nobody waits for the answer any longer.
    pub fn is_canceled(&self) -> bool {
        self.canceled.load(Ordering::Relaxed)
    }

    /// Reports a part of the answer and has the window show it.
    pub fn answer(&self, part: T) {
        self.answer_because(part, Reason::WorkCameIn);
    }

    /// The same for what follows a finger: it is shown in the very next frame.
    pub fn answer_at_once(&self, part: T) {
        self.answer_because(part, Reason::Followed);
    }

    fn answer_because(&self, part: T, reason: Reason) {
        if self.answers.send(part).is_ok() && !self.is_canceled() {
            redraw::request(&self.ctx, reason);
        }
    }
}

#[cfg(test)]
impl<T> Task<T> {
    /// Work that waits for what the test sends.
    pub fn waiting() -> (Self, Sender<T>) {
        let (sender, answers) = channel();
        (Self { canceled: Arc::default(), answers }, sender)
    }

    /// Turns true when the work is canceled.
    pub fn canceled(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.canceled)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn all_of(task: &Task<u32>) -> Vec<u32> {
        let mut parts = Vec::new();
        loop {
            match task.take() {
                Ok(part) => parts.push(part),
                Err(TryRecvError::Empty) => std::thread::yield_now(),
                Err(TryRecvError::Disconnected) => return parts,
            }
        }
    }

    #[test]
    fn parts_come_in_their_order_until_the_work_is_over() {
        for execution in [Execution::Thread, Execution::Inline] {
            let count = |reporter: &Reporter<u32>| (0..100).for_each(|part| reporter.answer(part));
            let task = Task::start(&Runner { execution, ctx: &Context::default() }, "count", count);
            assert_eq!(all_of(&task), (0..100).collect::<Vec<_>>(), "{execution:?}");
        }
    }

    #[test]
    fn a_task_that_is_dropped_hears_of_it() {
        let (sender, stopped) = channel();
        let runner = Runner { execution: Execution::Thread, ctx: &Context::default() };
        let task = Task::<u32>::start(&runner, "wait", move |reporter| {
            while !reporter.is_canceled() {
                std::thread::yield_now();
            }
            sender.send(()).expect("the test waits");
        });
        drop(task);
        stopped.recv_timeout(Duration::from_secs(10)).expect("it stops");
    }

    #[test]
    fn work_that_fails_is_over_without_an_answer() {
        let runner = Runner { execution: Execution::Thread, ctx: &Context::default() };
        assert!(all_of(&Task::<u32>::start(&runner, "fail", |_| {})).is_empty());
    }
}
