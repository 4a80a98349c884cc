//! The newest answer to a question that is asked again and again, and the work under way for the next.

use std::sync::mpsc::TryRecvError;

use super::task::{Execution, Reporter, Runner, Step, Task};
use crate::app::redraw::{self, Reason};

/// `K` says what was asked, `T` is the answer; an answer may arrive in several stages, each replacing the one before.
/// At most one piece of work is under way.
pub struct Latest<K, T> {
    newest: Option<(K, T)>,
    running: Option<(K, Task<T>)>,
    /// What the last work that ended was for.
    ended: Option<K>,
}

/// What is known of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// Nobody asked yet, or the work is under way.
    Pending,
    Found(T),
    /// The work ended without an answer.
    Failed,
}

impl<K, T> Default for Latest<K, T> {
    fn default() -> Self {
        Self { newest: None, running: None, ended: None }
    }
}

impl<K: Clone + PartialEq, T: Send + 'static> Latest<K, T> {
    /// The newest answer, whatever it was for: an old one stays until the next arrives.
    pub fn newest(&self) -> Option<&(K, T)> {
        self.newest.as_ref()
    }

    /// What is known of this very question.
    pub fn answer(&self, key: &K) -> Answer<&T> {
        match &self.newest {
            Some((known, answer)) if known == key => Answer::Found(answer),
            _ if self.has_ended(key) => Answer::Failed,
            _ => Answer::Pending,
        }
    }

    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// What the work under way is for.
    pub fn running(&self) -> Option<&K> {
        self.running.as_ref().map(|(key, _)| key)
    }

    /// Whether the work for this question has ended: it is not repeated.
    pub fn has_ended(&self, key: &K) -> bool {
        self.ended.as_ref() == Some(key)
    }

    /// Cancels work that is no longer wanted, and takes what has come in.
    pub fn deliver(&mut self, is_wanted: impl FnOnce(&K) -> bool) {
        self.running.take_if(|(key, _)| !is_wanted(key));
        while let Some((key, task)) = &self.running {
            match task.take() {
                Ok(answer) => {
                    // The answer that this one replaces must be found again if it is asked for again.
                    self.ended.take_if(|ended| ended != key);
                    self.newest = Some((key.clone(), answer));
                }
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => self.ended = self.running.take().map(|(key, _)| key),
            }
        }
    }

    /// Starts work on a question unless it is under way or has ended; work on another question is canceled.
    pub fn start(&mut self, runner: &Runner<'_>, name: &str, key: K, work: impl FnOnce(&Reporter<T>) + Send + 'static) {
        let mut work = Some(work);
        self.start_in_steps(runner, name, key, move |reporter| {
            if let Some(work) = work.take() {
                work(reporter);
            }
            Step::Over
        });
    }

    /// The same with work that is done piece by piece.
    pub fn start_in_steps(
        &mut self,
        runner: &Runner<'_>,
        name: &str,
        key: K,
        step: impl FnMut(&Reporter<T>) -> Step + Send + 'static,
    ) {
        self.start_task(runner, key, || Task::start_in_steps(runner, name, step));
    }

    /// The same with work that pauses between its pieces.
    pub fn start_in_pieces<Work: Future<Output = ()> + 'static>(
        &mut self,
        runner: &Runner<'_>,
        name: &str,
        key: K,
        work: impl FnOnce(Reporter<T>) -> Work + Send + 'static,
    ) {
        self.start_task(runner, key, || Task::start_in_pieces(runner, name, work));
    }

    fn start_task(&mut self, runner: &Runner<'_>, key: K, start: impl FnOnce() -> Task<T>) {
        if self.running() == Some(&key) || self.has_ended(&key) {
            return;
        }
        self.running = Some((key, start()));
        if runner.execution == Execution::Inline {
            self.deliver(|_| true);
            redraw::request(runner.ctx, Reason::Followed);
        }
    }
}

#[cfg(test)]
impl<K, T> Latest<K, T> {
    /// As if this work were under way.
    pub fn with_running(key: K, task: Task<T>) -> Self {
        Self { newest: None, running: Some((key, task)), ended: None }
    }

    /// Turns true when the work under way is canceled.
    pub fn canceled(&self) -> std::sync::Arc<std::sync::atomic::AtomicBool> {
        self.running.as_ref().expect("under way").1.canceled()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Doubled = Latest<u32, u32>;

    fn wait(latest: &mut Doubled) {
        while latest.is_running() {
            latest.deliver(|_| true);
            std::thread::yield_now();
        }
    }

    fn double(latest: &mut Doubled, execution: Execution, number: u32) {
        let runner = Runner { execution, ctx: &egui::Context::default() };
        latest.start(&runner, "double", number, move |reporter| reporter.answer(2 * number));
    }

    #[test]
    fn an_answer_is_known_for_its_own_question_and_stays_until_the_next() {
        let mut latest = Doubled::default();
        assert_eq!(latest.answer(&2), Answer::Pending);
        double(&mut latest, Execution::Thread, 2);
        wait(&mut latest);
        assert_eq!((latest.answer(&2), latest.answer(&3)), (Answer::Found(&4), Answer::Pending));
        double(&mut latest, Execution::Inline, 3);
        assert_eq!((latest.answer(&2), latest.answer(&3)), (Answer::Pending, Answer::Found(&6)));
    }

    #[test]
    fn work_is_started_once_and_called_off_for_another_question() {
        let (task, _sender) = Task::waiting();
        let mut latest = Doubled::with_running(2, task);
        let canceled = latest.canceled();
        let is_canceled = || canceled.load(std::sync::atomic::Ordering::Relaxed);
        double(&mut latest, Execution::Thread, 2);
        latest.deliver(|key| *key == 2);
        assert!(!is_canceled(), "it goes on");
        double(&mut latest, Execution::Thread, 3);
        assert!(is_canceled() && latest.running() == Some(&3));
        wait(&mut latest);
        double(&mut latest, Execution::Thread, 3);
        assert!(!latest.is_running(), "there is nothing left to do");
    }

    #[test]
    fn an_answer_that_another_has_replaced_is_found_again() {
        let mut latest = Doubled::default();
        double(&mut latest, Execution::Inline, 2);
        let (task, sender) = Task::waiting();
        sender.send(6).expect("it is waited for");
        latest.running = Some((3, task));
        latest.deliver(|_| true);
        double(&mut latest, Execution::Inline, 2);
        assert_eq!(latest.answer(&2), Answer::Found(&4));
    }

    #[test]
    fn an_answer_that_was_ready_when_it_was_called_off_is_dropped() {
        let (task, sender) = Task::waiting();
        sender.send(4).expect("it is waited for");
        let mut latest = Doubled::with_running(2, task);
        latest.deliver(|key| *key == 3);
        assert_eq!(latest.answer(&2), Answer::Pending);
    }

    #[test]
    fn work_without_an_answer_has_failed() {
        let mut latest = Doubled::default();
        let runner = Runner { execution: Execution::Inline, ctx: &egui::Context::default() };
        latest.start(&runner, "fail", 2, |_| {});
        assert_eq!(latest.answer(&2), Answer::Failed);
    }
}
