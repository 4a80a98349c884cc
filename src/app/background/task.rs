//! One piece of work on its own thread: it may answer in several parts, and is canceled when nobody waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use egui::Context;

use crate::app::redraw::{self, Reason};
use crate::host;
use crate::sim::pieces::{at_once, go_on};

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
    /// Starts work that is done step by step: where there are no threads the window goes on in between. `name` is the thread's. If no
    /// thread can be started it ends at once without an answer.
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
                let step = move || {
                    if reporter.as_ref().is_some_and(|own| step(own) == Step::More && !own.is_canceled()) {
                        return true;
                    }
                    if let Some(Reporter { canceled, answers, ctx }) = reporter.take() {
                        drop(answers);
                        has_ended(&canceled, &ctx);
                    }
                    false
                };
                begin(name, move || step);
            }
        }
        Self { canceled, answers }
    }

    /// Starts work that pauses between its pieces ([`crate::sim::pieces`]): where there are no threads the window goes on meanwhile.
    /// Work that is canceled goes on no further than to its next pause.
    pub fn start_in_pieces<Work: Future<Output = ()> + 'static>(
        runner: &Runner<'_>,
        name: &str,
        work: impl FnOnce(Reporter<T>) -> Work + Send + 'static,
    ) -> Self {
        let canceled = Arc::new(AtomicBool::new(false));
        let (sender, answers) = channel();
        let reporter = Reporter { canceled: Arc::clone(&canceled), answers: sender, ctx: runner.ctx.clone() };
        match runner.execution {
            Execution::Inline => at_once(work(reporter)),
            Execution::Thread => {
                let (canceled, ctx) = (Arc::clone(&canceled), runner.ctx.clone());
                begin(name, move || {
                    let mut work = Some(Box::pin(work(reporter)));
                    move || {
                        let is_unwanted = canceled.load(Ordering::Relaxed);
                        if !is_unwanted && work.as_mut().is_some_and(|work| go_on(work.as_mut()).is_none()) {
                            return true;
                        }
                        // With it goes what it reports by.
                        work = None;
                        has_ended(&canceled, &ctx);
                        false
                    }
                });
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

fn begin<Step: FnMut() -> bool + 'static>(name: &str, begin: impl FnOnce() -> Step + Send + 'static) {
    if let Err(error) = host::start_work(name, begin) {
        log::error!("no thread for {name}: {error}");
    }
}

/// Has the window see that no more answers come.
fn has_ended(canceled: &AtomicBool, ctx: &Context) {
    if !canceled.load(Ordering::Relaxed) {
        redraw::request(ctx, Reason::WorkCameIn);
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
    use crate::sim::pieces::pause;

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
            let mut parts = 0..100;
            let count = move |reporter: &Reporter<u32>| match parts.next() {
                Some(part) => {
                    reporter.answer(part);
                    Step::More
                }
                None => Step::Over,
            };
            let task = Task::start_in_steps(&Runner { execution, ctx: &Context::default() }, "count", count);
            assert_eq!(all_of(&task), (0..100).collect::<Vec<_>>(), "{execution:?}");
        }
    }

    #[test]
    fn work_with_pauses_answers_likewise_and_ends_at_its_next_pause_once_nobody_waits() {
        for execution in [Execution::Thread, Execution::Inline] {
            let runner = Runner { execution, ctx: &Context::default() };
            let task = Task::start_in_pieces(&runner, "count", |reporter| async move {
                for part in 0..100 {
                    pause().await;
                    reporter.answer(part);
                }
            });
            assert_eq!(all_of(&task), (0..100).collect::<Vec<_>>(), "{execution:?}");
        }
        let (sender, stopped) = channel::<()>();
        let runner = Runner { execution: Execution::Thread, ctx: &Context::default() };
        drop(Task::<u32>::start_in_pieces(&runner, "wait", |_| async move {
            loop {
                pause().await;
                assert!(sender.send(()).is_ok(), "the test waits");
            }
        }));
        let began = std::time::Instant::now();
        while stopped.recv_timeout(Duration::from_secs(10)).is_ok() {
            assert!(began.elapsed() < Duration::from_secs(10), "it goes on");
        }
    }

    #[test]
    fn a_task_that_is_dropped_hears_of_it() {
        let (sender, stopped) = channel();
        let runner = Runner { execution: Execution::Thread, ctx: &Context::default() };
        let task = Task::<u32>::start_in_steps(&runner, "wait", move |reporter| {
            while !reporter.is_canceled() {
                std::thread::yield_now();
            }
            sender.send(()).expect("the test waits");
            Step::Over
        });
        drop(task);
        stopped.recv_timeout(Duration::from_secs(10)).expect("it stops");
    }

    #[test]
    fn work_that_fails_is_over_without_an_answer() {
        let runner = Runner { execution: Execution::Thread, ctx: &Context::default() };
        assert!(all_of(&Task::<u32>::start_in_steps(&runner, "fail", |_| Step::Over)).is_empty());
    }
}
