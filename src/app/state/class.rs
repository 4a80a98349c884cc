//! A class that handed in: its answers, marked and counted, and which question is looked at.

use std::path::{Path, PathBuf};

use crate::lesson::{BUNDLED, Class, Folder, Key, LeftOut, Lesson, StepKind, lesson_of, read_folder};
use crate::preset::FileProblem;

/// What a folder of answers holds.
pub struct ClassView {
    pub folder: PathBuf,
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
    /// Reads and counts what lies in a folder, or one file: the lesson is the one to which most of the answers belong.
    ///
    /// # Errors
    /// [`NoClass`].
    pub fn of(path: &Path, anonymous: bool) -> Result<Self, NoClass> {
        let folder = if path.is_file() { Folder::of_file(path) } else { read_folder(path).map_err(NoClass::File)? };
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
        let mut view = Self { folder: path.to_owned(), lesson, key, class, shown: 0, anonymous };
        // The curves of all over the run are the picture to begin with.
        let is_drawn = |place: &usize| {
            let step = view.class.questions[*place].place;
            matches!(view.lesson.steps[step].kind, StepKind::Draw { .. })
        };
        view.shown = view.order().iter().position(is_drawn).unwrap_or(0);
        Ok(view)
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
