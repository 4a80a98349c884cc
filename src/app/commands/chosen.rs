//! Files that were chosen, in a dialog or by their path: what is opened from them, and what is written to them once nothing is lost.

use std::path::{Path, PathBuf, absolute};

use super::picker::{with_ending, with_this_ending};
use super::{Command, DraftCommand, Handler, PickerAnswer};
use crate::app::state::class::ClassSource;
use crate::app::state::typed_path::at_home;
use crate::app::state::{Dialog, PendingNavigation, Purpose};
use crate::host::files;
use crate::preset::FileProblem;

impl Handler<'_> {
    /// Asks for a file, from the name that is most likely meant.
    pub(super) fn ask_for(&mut self, purpose: Purpose) {
        let suggested = self.suggested(purpose);
        self.picker.ask(purpose, &suggested, self.ctx);
    }

    fn suggested(&self, purpose: Purpose) -> PathBuf {
        match purpose {
            Purpose::Export(handout) => self.suggested_handout(handout),
            Purpose::Open => self.suggested_to_open(),
            Purpose::Save => self.suggested_path(),
            Purpose::Answers => self.suggested_answers(),
            Purpose::Class => self.suggested_path().parent().map(Path::to_owned).unwrap_or_default(),
            Purpose::ClassPage | Purpose::ClassTable => self.suggested_class(purpose),
            Purpose::OpenLesson | Purpose::SaveLesson => self.suggested_lesson(),
        }
    }

    /// The file dialog's answer, if it has given one.
    pub fn take_answer(&mut self) {
        match self.picker.answer() {
            Some(PickerAnswer::Picked(purpose, path)) => {
                // A dialog that came late takes the place of the path that would have been typed.
                self.state.dialogs.open.take_if(|dialog| matches!(dialog, Dialog::Path { .. }));
                self.picked(purpose, path, true);
            }
            Some(PickerAnswer::NoDialog(purpose)) => {
                let typed = self.suggested(purpose).display().to_string();
                self.state.dialogs.open = Some(Dialog::Path { purpose, typed, problem: None });
            }
            Some(PickerAnswer::Dropped(path)) => self.handle(Command::Leave(PendingNavigation::OpenFile(path))),
            Some(PickerAnswer::Canceled) => self.state.dialogs.after_save = None,
            None => {}
        }
    }

    /// Takes a path that was typed. What is wrong with it is said above the field, where it can be mended.
    pub(super) fn take_typed(&mut self, purpose: Purpose, typed: &str) {
        let typed_path = at_home(typed.trim());
        let path = absolute(&typed_path).unwrap_or(typed_path);
        self.state.dialogs.open = None;
        let problem = if files::is_folder(&path) && purpose != Purpose::Class {
            Some(self.text.file_problem(&path, &FileProblem::IsFolder))
        } else {
            self.picked(purpose, path, false);
            match self.state.dialogs.open.take() {
                Some(Dialog::Message { body, .. }) => Some(body),
                other => {
                    self.state.dialogs.open = other;
                    None
                }
            }
        };
        if problem.is_some() {
            self.state.dialogs.open = Some(Dialog::Path { purpose, typed: typed.to_owned(), problem });
        }
    }

    /// Opens a file that was chosen, or writes to it; `is_confirmed` where it was asked whether to replace one of that name.
    fn picked(&mut self, purpose: Purpose, chosen: PathBuf, is_confirmed: bool) {
        match purpose {
            Purpose::Open => self.open_file(&chosen),
            Purpose::Class => self.open_class(ClassSource::folder(&chosen), false),
            Purpose::OpenLesson => self.leave(PendingNavigation::WriteLesson(chosen)),
            Purpose::Save
            | Purpose::Answers
            | Purpose::SaveLesson
            | Purpose::Export(_)
            | Purpose::ClassPage
            | Purpose::ClassTable => self.write_to_chosen(purpose, chosen, is_confirmed),
        }
    }

    /// Writes to a file that was chosen. What exists and was not confirmed under its whole name is asked about.
    fn write_to_chosen(&mut self, purpose: Purpose, chosen: PathBuf, is_confirmed: bool) {
        let path = match purpose {
            Purpose::Export(handout) => with_this_ending(chosen.clone(), handout.ending()),
            Purpose::ClassPage => with_this_ending(chosen.clone(), "html"),
            Purpose::ClassTable => with_this_ending(chosen.clone(), "csv"),
            _ => with_ending(chosen.clone()),
        };
        let is_own = |own: Option<&Path>| own.is_some_and(|own| own == path || files::is_same(own, &path));
        let (is_case, is_lesson) =
            (is_own(self.state.case.path()), is_own(self.state.draft.as_ref().and_then(|draft| draft.path())));
        match purpose {
            Purpose::Save if is_case => self.save_unless_changed(path),
            Purpose::SaveLesson if is_lesson => self.save_draft_unless_changed(path),
            _ if is_case => {
                let title = self.text.get("dialog-problem-title");
                self.state.dialogs.open = Some(Dialog::Message { title, body: self.text.get("export-onto-case") });
            }
            _ if files::exists(&path) && !files::is_folder(&path) && !(is_confirmed && path == chosen) => {
                self.state.dialogs.open = Some(Dialog::Overwrite(purpose, path));
            }
            _ => self.write_over(purpose, path),
        }
    }

    /// Writes to this file, whatever is in it.
    pub(super) fn write_over(&mut self, purpose: Purpose, path: PathBuf) {
        match purpose {
            Purpose::Save => self.save_to(path),
            Purpose::SaveLesson => self.in_draft(DraftCommand::SaveOver(path)),
            Purpose::Answers => self.hand_in(&path),
            Purpose::Export(handout) => self.hand_out(handout, path),
            Purpose::ClassPage | Purpose::ClassTable => self.write_class(purpose, &path),
            Purpose::Open | Purpose::Class | Purpose::OpenLesson => {}
        }
    }
}
