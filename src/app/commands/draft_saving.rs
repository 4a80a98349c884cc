//! Commands that save the lesson that is written, so that neither it nor what another program wrote meanwhile is lost.

use std::path::{Path, PathBuf};

use super::{DraftCommand, Handler};
use crate::app::state::{Dialog, ENDING, LessonDraft, Purpose};
use crate::lesson::Manuscript;
use crate::preset::{FileProblem, bytes_on_disk, keep_version, write_whole};

impl Handler<'_> {
    pub(super) fn save_draft(&mut self, command: DraftCommand) {
        match command {
            DraftCommand::Save => match self.state.draft.as_ref().and_then(|draft| draft.path().map(Path::to_owned)) {
                Some(path) => self.save_draft_unless_changed(path),
                None => self.ask_for(Purpose::SaveLesson),
            },
            DraftCommand::SaveAs => {
                self.state.dialogs.open = None;
                self.ask_for(Purpose::SaveLesson);
            }
            DraftCommand::SaveOver(path) => {
                self.state.dialogs.open = None;
                self.save_draft_to(path);
            }
            DraftCommand::TakeTheirs => self.take_their_lesson(),
            DraftCommand::SaveAndLeave => {
                if let Some(Dialog::UnsavedLesson(leaving)) = self.state.dialogs.open.take() {
                    self.state.dialogs.after_save = Some(leaving);
                    self.save_draft(DraftCommand::Save);
                }
            }
            DraftCommand::DiscardAndLeave => {
                if let Some(Dialog::UnsavedLesson(leaving)) = self.state.dialogs.open.take() {
                    self.state.draft = None;
                    self.leave(leaving);
                }
            }
            _ => {}
        }
    }

    /// Its own path, or its title as a file name in the folder that was used last.
    pub(super) fn suggested_lesson(&self) -> PathBuf {
        let Some(draft) = &self.state.draft else { return PathBuf::from(format!("lesson.{ENDING}")) };
        if let Some(path) = draft.path() {
            return path.to_owned();
        }
        let title = draft.title().to_lowercase();
        let words: Vec<_> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let name = format!("{}_{}.{ENDING}", words.join("_"), self.text.get("draft-file"));
        self.state.workspace.recent.folder.as_ref().map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name))
    }

    pub(super) fn save_draft_unless_changed(&mut self, path: PathBuf) {
        let Some(draft) = &self.state.draft else { return };
        let ours = [draft.saved(), draft.text().text()];
        let is_theirs = |bytes: &Vec<u8>| ours.iter().all(|text| text.as_bytes() != bytes);
        match bytes_on_disk(&path).filter(is_theirs) {
            Some(bytes) => {
                let theirs = String::from_utf8(bytes).ok().filter(|text| Manuscript::new(text).is_some());
                self.state.dialogs.open = Some(Dialog::LessonChangedOnDisk { path, theirs });
            }
            None => self.save_draft_to(path),
        }
    }

    fn save_draft_to(&mut self, path: PathBuf) {
        let state = &mut *self.state;
        let Some(draft) = &mut state.draft else { return };
        draft.end_writing();
        let text = draft.text().text().to_owned();
        if let Some(folder) = &state.kept_in
            && let Err(error) = keep_version(folder, &path, &text)
        {
            log::warn!("no older version of {} could be kept: {error}", path.display());
        }
        match write_whole(&path, |file| file.write_all(text.as_bytes())) {
            Ok(()) => {
                state.workspace.recent.note(&path);
                draft.saved_to(path);
                if let Some(leaving) = state.dialogs.after_save.take() {
                    self.leave(leaving);
                }
            }
            Err(error) => {
                state.dialogs.after_save = None;
                self.say(&path, &FileProblem::writing(&path, error));
            }
        }
    }

    /// What another program wrote takes the place of the text, as a step that can be undone.
    fn take_their_lesson(&mut self) {
        self.state.dialogs.after_save = None;
        let Some(Dialog::LessonChangedOnDisk { theirs: Some(theirs), .. }) = self.state.dialogs.open.take() else {
            return;
        };
        let now_s = self.ctx.input(|input| input.time);
        let state = &mut *self.state;
        if let (Some(draft), Some(text)) = (&mut state.draft, Manuscript::new(&theirs)) {
            LessonDraft::change(draft, None, now_s, &state.case, |own| *own = text);
            draft.forget_saved(&theirs);
        }
    }
}
