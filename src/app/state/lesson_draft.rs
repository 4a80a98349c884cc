//! A lesson that is being written: its text, what can be undone, and whether it is saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::case::Case;
use crate::lesson::{Lesson, Manuscript, read};
use crate::preset::{Preset, Problem, UnsavedLesson};

/// How many steps can be undone.
const MOST_STEPS: usize = 200;

/// A text that another change has replaced, with the step that was open then.
#[derive(Clone)]
struct Left {
    text: Manuscript,
    at: Option<usize>,
    /// What was changed; `None` once it can no longer be continued.
    open: Option<(Option<usize>, &'static str)>,
}

/// What stands behind a lesson that is tried, to come back to.
pub struct Behind {
    pub case: Case,
    pub playhead_min: f64,
}

/// See the sentence above.
pub struct LessonDraft {
    text: Manuscript,
    read: Result<Arc<Lesson>, Vec<Problem>>,
    /// The step that is open, from 0; `None` where title and goals are.
    pub at: Option<usize>,
    /// It stands below the scene.
    pub shown: bool,
    path: Option<PathBuf>,
    /// The text as it was begun, opened or last saved.
    saved: String,
    undo: Vec<Left>,
    redo: Vec<Left>,
    /// Another one for every change.
    version: u64,
    /// When it was changed last, on the clock of the window, s.
    pub changed_s: f64,
    /// How many steps the case had taken then: what was changed last is undone first.
    case_steps: u64,
    pub behind: Option<Behind>,
}

impl LessonDraft {
    pub fn new(text: Manuscript, path: Option<PathBuf>) -> Self {
        let read = read_arc(&text);
        let saved = text.text().to_owned();
        Self {
            text,
            read,
            at: None,
            shown: true,
            path,
            saved,
            undo: Vec::new(),
            redo: Vec::new(),
            version: 0,
            changed_s: f64::NEG_INFINITY,
            case_steps: 0,
            behind: None,
        }
    }

    /// One that was left behind unsaved; `None` where its text has no steps.
    pub fn restored(lesson: UnsavedLesson) -> Option<Self> {
        let saved = lesson.saved;
        Manuscript::new(&lesson.text).map(|text| Self { saved, ..Self::new(text, lesson.path) })
    }

    pub const fn text(&self) -> &Manuscript {
        &self.text
    }

    /// The lesson that the text holds.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub const fn read(&self) -> Result<&Arc<Lesson>, &Vec<Problem>> {
        self.read.as_ref()
    }

    pub const fn version(&self) -> u64 {
        self.version
    }

    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The text that its file was last known to hold.
    pub fn saved(&self) -> &str {
        &self.saved
    }

    pub fn is_edited(&self) -> bool {
        self.text.text() != self.saved
    }

    /// The title, as far as it has one.
    pub fn title(&self) -> String {
        self.text.words(None, "lesson")
    }

    /// Changes the text as a step that can be undone. Repeated changes of one field are one step until writing ends.
    pub fn change(
        &mut self,
        field: Option<(Option<usize>, &'static str)>,
        now_s: f64,
        case: &Case,
        change: impl FnOnce(&mut Manuscript),
    ) {
        let mut text = self.text.clone();
        change(&mut text);
        if text == self.text {
            return;
        }
        let goes_on = field.is_some() && self.undo.last().is_some_and(|left| left.open == field);
        if !goes_on {
            self.undo.push(Left { text: self.text.clone(), at: self.at, open: field });
            if self.undo.len() > MOST_STEPS {
                self.undo.remove(0);
            }
        }
        self.redo.clear();
        self.take(text, now_s, case);
    }

    fn take(&mut self, text: Manuscript, now_s: f64, case: &Case) {
        self.read = read_arc(&text);
        self.text = text;
        self.version += 1;
        self.changed_s = now_s;
        self.case_steps = case.steps_taken();
        let count = self.text.kinds().len();
        self.at = self.at.filter(|at| *at < count);
    }

    /// What is written next is a new step.
    pub fn end_writing(&mut self) {
        if let Some(left) = self.undo.last_mut() {
            left.open = None;
        }
    }

    pub const fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    pub const fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Whether undo, or redo, means this text: it is in view and was changed after the case.
    pub fn is_newest(&self, undoes: bool, case: &Case) -> bool {
        let steps = if undoes { &self.undo } else { &self.redo };
        self.shown && !steps.is_empty() && self.case_steps == case.steps_taken()
    }

    /// Takes a step back or forth.
    pub fn step(&mut self, undoes: bool, now_s: f64, case: &Case) {
        let (from, to) = if undoes { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) };
        let Some(left) = from.pop() else { return };
        to.push(Left { text: self.text.clone(), at: self.at, open: None });
        self.at = left.at;
        self.take(left.text, now_s, case);
    }

    /// The text is on disk as it is now.
    pub fn saved_to(&mut self, path: PathBuf) {
        self.text.text().clone_into(&mut self.saved);
        self.path = Some(path);
    }

    /// What its file holds now is passed over: it may be saved over.
    pub fn forget_saved(&mut self, theirs: &str) {
        theirs.clone_into(&mut self.saved);
    }

    /// Where a step is added: behind the one that is open, or behind all.
    pub fn next_place(&self) -> usize {
        let count = self.text.kinds().len();
        self.at.map_or(count, |at| at + 1).min(count)
    }

    /// The case that the lesson has before the step at this place.
    pub fn case_before(&self, place: usize) -> Option<&Preset> {
        let lesson = self.read.as_ref().ok()?;
        let before = place.checked_sub(1).and_then(|before| lesson.steps.get(before));
        before.map_or(lesson.cases.first(), |step| Some(lesson.case_of(step)))
    }

    /// Which step a problem is in.
    pub fn step_of(problem: &Problem) -> Option<usize> {
        problem.field.strip_prefix("steps[")?.split(']').next()?.parse().ok()
    }
}

fn read_arc(text: &Manuscript) -> Result<Arc<Lesson>, Vec<Problem>> {
    read(text.text()).map(Arc::new)
}
