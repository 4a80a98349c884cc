//! Keeping unsaved work every few seconds, on a thread of its own where there is one: a full or slow disk must not hold up a frame.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use egui::Context;

use crate::app::App;
use crate::app::redraw::{self, Reason};
use crate::host::{self, Instant};
use crate::preset::{self, Keeper, Preset, Unsaved, UnsavedLesson};

/// Work is kept no more often than this.
const EVERY: Duration = Duration::from_secs(2);

/// What the thread is asked to do.
enum Task {
    Keep(Box<Unsaved>),
    Forget,
    /// These were kept by another window, and now by this one.
    ForgetOthers(Vec<PathBuf>),
    Close,
}

/// What keeps the work: a thread, or where there are none the window itself.
enum Hand {
    Thread(Sender<Task>, JoinHandle<()>),
    Own(Keeper),
}

impl Hand {
    fn of(keeper: Keeper) -> io::Result<Self> {
        if !host::HAS_THREADS {
            return Ok(Self::Own(keeper));
        }
        let (sender, tasks) = channel();
        let work = move || {
            for task in tasks {
                match task {
                    Task::Close => return keeper.close(),
                    other => do_it(&keeper, other),
                }
            }
        };
        let thread = std::thread::Builder::new().name("safekeeping".to_owned()).spawn(work)?;
        Ok(Self::Thread(sender, thread))
    }

    fn ask(&self, task: Task) {
        match self {
            // Without the thread there is nothing that could keep it.
            Self::Thread(tasks, _) => drop(tasks.send(task)),
            Self::Own(keeper) => do_it(keeper, task),
        }
    }
}

fn do_it(keeper: &Keeper, task: Task) {
    match task {
        Task::Keep(work) => {
            if let Err(error) = keeper.keep(&work) {
                log::warn!("unsaved work could not be kept: {error}");
            }
        }
        Task::Forget => keeper.forget(),
        Task::ForgetOthers(files) => files.iter().for_each(|file| preset::forget(file)),
        Task::Close => {}
    }
}

/// Keeps the work of one window.
pub struct Safekeeping {
    hand: Option<Hand>,
    /// What was kept last: the case, and the text of a lesson.
    kept: Option<(Preset, Option<String>)>,
    since: Option<Instant>,
    /// How many of the files that the window has taken up are removed.
    taken_up: usize,
}

impl Safekeeping {
    /// Keeps nothing.
    pub const fn none() -> Self {
        Self { hand: None, kept: None, since: None, taken_up: 0 }
    }

    /// Keeps work in the program's folder. Where nothing can be kept there, nothing is.
    pub fn in_folder(folder: &Path) -> Self {
        let started = Keeper::new(folder).and_then(Hand::of);
        if let Err(error) = &started {
            log::warn!("unsaved work will not be kept: {error}");
        }
        Self { hand: started.ok(), ..Self::none() }
    }

    /// Keeps what has changed. Costs a comparison while nothing has.
    pub fn look_after(&mut self, app: &App, ctx: &Context) {
        let Some(hand) = &self.hand else { return };
        let state = app.state();
        // While a lesson is tried, the open case is the lesson's.
        let case =
            state.draft.as_ref().and_then(|draft| draft.behind.as_ref()).map_or(&state.case, |behind| &behind.case);
        let draft = state.draft.as_ref().filter(|draft| draft.is_edited());
        let is_tried = state.draft.as_ref().is_some_and(|draft| draft.behind.is_some());
        if !(state.has_unsaved() || (is_tried && case.is_edited()) || draft.is_some()) {
            if self.kept.take().is_some() {
                hand.ask(Task::Forget);
            }
            return;
        }
        let is_kept = |(preset, lesson): &(Preset, Option<String>)| {
            lesson.as_deref() == draft.map(|draft| draft.text().text()) && preset == case.preset()
        };
        if self.kept.as_ref().is_some_and(is_kept) {
            return;
        }
        if self.since.is_some_and(|since| since.elapsed() < EVERY) {
            return redraw::request(ctx, Reason::Unwritten);
        }
        self.since = Some(Instant::now());
        let lesson = draft.map(|draft| UnsavedLesson {
            path: draft.path().map(Path::to_owned),
            saved: draft.saved().to_owned(),
            text: draft.text().text().to_owned(),
        });
        self.kept = Some((case.preset().clone(), lesson.as_ref().map(|lesson| lesson.text.clone())));
        let (saved, preset) = (case.saved().clone(), case.preset().clone());
        let work = Unsaved { path: case.path().map(Path::to_owned), saved, preset, lesson };
        hand.ask(Task::Keep(Box::new(work)));
        let taken_up = &state.restored;
        if self.taken_up < taken_up.len() {
            hand.ask(Task::ForgetOthers(taken_up[self.taken_up..].to_vec()));
            self.taken_up = taken_up.len();
        }
    }

    /// The window was closed: what it kept is saved, or not wanted.
    pub fn close(&mut self) {
        match self.hand.take() {
            Some(Hand::Thread(tasks, thread)) => {
                let _ = tasks.send(Task::Close);
                drop(tasks);
                let _ = thread.join();
            }
            Some(Hand::Own(keeper)) => keeper.close(),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ScriptedPicker;
    use crate::app::state::StepName;
    use crate::preset::{BUNDLED, left_behind, read};

    fn edited() -> (Context, App) {
        let ctx = Context::default();
        let preset = read(BUNDLED[0].text).unwrap();
        let mut other = preset.clone();
        other.protocol.settings.procedure.inlet_flow_ml_min = 44.0;
        let mut app = App::new(&ctx, preset, None, Box::new(ScriptedPicker::default())).unwrap();
        app.state.case.change(StepName::MoveChange, other);
        (ctx, app)
    }

    #[test]
    fn unsaved_work_outlives_a_window_that_ends_without_being_closed() {
        let folder = tempfile::tempdir().unwrap();
        let (ctx, mut app) = edited();
        let mut safekeeping = Safekeeping::in_folder(folder.path());
        safekeeping.look_after(&app, &ctx);
        let Some(Hand::Thread(tasks, thread)) = safekeeping.hand.take() else { panic!("a thread") };
        drop(tasks);
        // The thread does what it was asked to do, and ends without having been told to close.
        thread.join().unwrap();
        let left = left_behind(folder.path());
        assert_eq!(left.iter().map(|left| &left.unsaved.preset).collect::<Vec<_>>(), [app.preset()]);

        // Another window takes it up: it is there once, and gone when that window is closed.
        app.state.restored.push(left[0].file.clone());
        let mut safekeeping = Safekeeping::in_folder(folder.path());
        safekeeping.look_after(&app, &ctx);
        safekeeping.close();
        assert!(left_behind(folder.path()).is_empty());
    }
}
