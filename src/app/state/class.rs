//! A class that handed in: its answers, marked and counted, and which question is looked at.

use std::path::{Path, PathBuf};

use super::State;
use crate::host::files;
use crate::lesson::{BUNDLED, Class, Folder, Key, LeftOut, Lesson, StepKind, lesson_of, read_folder, read_handed_in};
use crate::preset::FileProblem;

/// Where what a class handed in comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassSource {
    /// The folder of its answers, or a file of answers or codes.
    pub folder: Option<PathBuf>,
    /// Codes that were pasted, one in a line.
    pub pasted: String,
}

impl ClassSource {
    /// A folder, and nothing else.
    pub fn folder(folder: &Path) -> Self {
        Self { folder: Some(folder.to_owned()), pasted: String::new() }
    }

    /// The same with what was pasted. What is there already is not added again.
    pub fn with(mut self, pasted: &str) -> Self {
        for line in pasted.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if !self.pasted.lines().any(|known| known == line) {
                self.pasted = format!("{}{line}\n", self.pasted);
            }
        }
        self
    }
}

/// What a class handed in, counted.
pub struct ClassView {
    pub source: ClassSource,
    pub lesson: Lesson,
    pub key: Key,
    pub class: Class,
    /// Which question, by its place in [`ClassView::order`].
    pub shown: usize,
    /// No name is shown.
    pub anonymous: bool,
}

/// Why a folder shows no class.
pub enum NoClass {
    File(FileProblem),
    /// Nothing in it counts; what was left out, and why.
    Nothing(Vec<(String, LeftOut)>),
    /// The lesson that was taken is not known here.
    NoLesson,
}

impl ClassView {
    /// Reads and counts what was handed in: the lesson is the one to which most of the answers belong.
    ///
    /// # Errors
    /// [`NoClass`].
    pub fn of(source: ClassSource, anonymous: bool) -> Result<Self, NoClass> {
        let mut folder = match source.folder.as_deref() {
            Some(folder) if files::is_folder(folder) => read_folder(folder).map_err(NoClass::File)?,
            Some(file) => Folder::of_file(file),
            None => Folder::default(),
        };
        if !source.pasted.is_empty() {
            folder.handed_in.extend(read_handed_in("", &source.pasted));
        }
        let bundled = BUNDLED.iter().filter_map(|bundled| bundled.lesson().map(|lesson| -> &Lesson { lesson }));
        let lesson = lesson_of(&folder.handed_in, folder.lessons.iter().chain(bundled)).cloned();
        let Some(lesson) = lesson else {
            let is_any = folder.handed_in.iter().any(|own| own.what.is_ok());
            if is_any {
                return Err(NoClass::NoLesson);
            }
            let wrong = folder.handed_in.into_iter().filter_map(|own| Some((own.label, own.what.err()?)));
            return Err(NoClass::Nothing(wrong.collect()));
        };
        let key = Key::of(&lesson).map_err(|_| NoClass::NoLesson)?;
        let mut class = Class::of(&lesson, &key, folder.handed_in);
        if class.students.is_empty() {
            return Err(NoClass::Nothing(class.left_out));
        }
        if anonymous {
            class.anonymize();
        }
        let mut view = Self { source, lesson, key, class, shown: 0, anonymous };
        // The curves of all over the run are the picture to begin with.
        let is_drawn = |place: &usize| {
            let step = view.class.questions[*place].place;
            matches!(view.lesson.steps[step].kind, StepKind::Draw { .. })
        };
        view.shown = view.order().iter().position(is_drawn).unwrap_or(0);
        Ok(view)
    }

    /// The place in the lesson of the question that is looked at.
    pub fn step_shown(&self) -> Option<usize> {
        let question = *self.order().get(self.shown)?;
        Some(self.class.questions[question].place)
    }

    /// The places of the questions in the class, those first that were most often answered wrongly by students who were certain, then
    /// those that were most often missed.
    pub fn order(&self) -> Vec<usize> {
        let questions = &self.class.questions;
        let mut order: Vec<usize> = (0..questions.len()).collect();
        order.sort_by(|a, b| {
            let (a, b) = (&questions[*a], &questions[*b]);
            b.certain_and_wrong.cmp(&a.certain_and_wrong).then(b.share_missed().total_cmp(&a.share_missed()))
        });
        order
    }
}

impl State {
    /// The challenge whose map is looked at: of the lesson that is taken, or of the class.
    pub fn challenge_on_map(&self) -> Option<(&Lesson, usize)> {
        if let Some(own) = &self.class {
            return Some((&own.lesson, own.step_shown()?));
        }
        self.lesson.as_ref().filter(|play| play.shows_map()).map(|play| (&*play.lesson, play.at))
    }
}
