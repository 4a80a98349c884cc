//! Commands that save the case, so that nothing is lost: neither an older version, nor what another program wrote meanwhile.

use std::path::{Path, PathBuf};

use super::{Command, Handler};
use crate::app::state::{Dialog, ENDING, LessonDraft, Purpose, StepName};
use crate::host::files;
use crate::preset::{self, LeftBehind, Preset};

impl Handler<'_> {
    pub(super) fn handle_saving(&mut self, command: Command) {
        match command {
            Command::Save => match self.state.case.path().map(Path::to_owned) {
                Some(path) => self.save_unless_changed(path),
                None => self.ask_for(Purpose::Save),
            },
            Command::SaveAs => {
                self.state.dialogs.open = None;
                self.ask_for(Purpose::Save);
            }
            Command::SaveOver(path) => {
                self.state.dialogs.open = None;
                self.save_to(path);
            }
            Command::Replace(purpose, path) => {
                self.state.dialogs.open = None;
                self.write_over(purpose, path);
            }
            Command::ChooseOther(purpose) => {
                self.state.dialogs.open = None;
                self.ask_for(purpose);
            }
            Command::TakeTheirs(path) => self.take_theirs(&path),
            Command::PathTyped(purpose, typed) => self.take_typed(purpose, &typed),
            Command::ShowVersions => {
                if let (Some(folder), Some(path)) = (&self.state.kept_in, self.state.case.path()) {
                    self.state.dialogs.open = Some(Dialog::Versions(preset::versions(folder, path)));
                }
            }
            Command::TakeVersion(index) => {
                if let Some(Dialog::Versions(mut versions)) = self.state.dialogs.open.take()
                    && index < versions.len()
                {
                    self.take_preset(StepName::TakeVersion, versions.swap_remove(index).preset);
                }
            }
            Command::Restore(index) => {
                if let Some(Dialog::LeftBehind(mut left)) = self.state.dialogs.close()
                    && index < left.len()
                {
                    self.restore(left.swap_remove(index));
                }
            }
            Command::ForgetLeftBehind => {
                if let Some(Dialog::LeftBehind(left)) = self.state.dialogs.close() {
                    for left in left {
                        preset::forget(&left.file);
                    }
                }
            }
            _ => {}
        }
    }

    /// Saves over the case's own file, unless another program has written it meanwhile: then it is asked what to do.
    pub(super) fn save_unless_changed(&mut self, path: PathBuf) {
        let case = &self.state.case;
        let ours = [case.saved().source.text().to_owned(), preset::write(case.preset())];
        let is_theirs = |bytes: &Vec<u8>| ours.iter().all(|text| text.as_bytes() != bytes);
        match preset::bytes_on_disk(&path).filter(is_theirs) {
            Some(bytes) => {
                let theirs = preset::load_from(&*bytes).ok().map(Box::new);
                self.state.dialogs.open = Some(Dialog::ChangedOnDisk { path, theirs });
            }
            None => self.save_to(path),
        }
    }

    /// What another program wrote takes the place of the case.
    fn take_theirs(&mut self, path: &Path) {
        self.state.dialogs.after_save = None;
        self.open_file(path);
    }

    /// The case's own path, or its title as a file name in the folder that was used last.
    pub(super) fn suggested_path(&self) -> PathBuf {
        if let Some(path) = self.state.case.path() {
            return path.to_owned();
        }
        let name = format!("{}.{ENDING}", file_name_of(&self.state.case.preset().title));
        self.state.workspace.recent.folder.as_ref().map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name))
    }

    /// Where the path of a case to be opened is begun: the case's own, where there is such a file, else the folder that was used last.
    pub(super) fn suggested_to_open(&self) -> PathBuf {
        let own = self.state.case.path().filter(|path| files::exists(path)).map(Path::to_owned);
        let folder = || self.state.workspace.recent.folder.as_ref().map(|folder| folder.join(""));
        own.or_else(folder).unwrap_or_default()
    }

    pub(super) fn save_to(&mut self, path: PathBuf) {
        let state = &mut *self.state;
        if let Some(folder) = &state.kept_in
            && let Err(error) = preset::keep_version(folder, &path, &preset::write(state.case.preset()))
        {
            log::warn!("no older version of {} could be kept: {error}", path.display());
        }
        match preset::save(&path, state.case.preset()) {
            Ok(text) => {
                state.workspace.recent.note(&path);
                state.case.saved_to(path.clone(), &text);
                for pin in state.pins.iter_mut() {
                    pin.case.note_saved(&state.case);
                }
                let leaving = state.dialogs.after_save.take();
                self.tell_saved(&path);
                if let Some(leaving) = leaving {
                    self.leave_now(leaving);
                }
            }
            Err(problem) => {
                state.dialogs.after_save = None;
                self.say(&path, &problem);
            }
        }
    }

    /// Another state of the case takes its place, as a step that can be undone.
    fn take_preset(&mut self, name: StepName, preset: Preset) {
        self.state.case.change(name, preset);
        self.state.case.end_gesture();
        self.state.rerun();
    }

    /// Goes on where a window was that ended without being closed.
    fn restore(&mut self, left: LeftBehind) {
        let LeftBehind { unsaved, file, .. } = left;
        let is_edited = unsaved.preset != unsaved.saved;
        self.show(unsaved.saved, unsaved.path);
        if is_edited {
            self.take_preset(StepName::Restore, unsaved.preset);
        }
        if let Some(lesson) = unsaved.lesson {
            self.state.draft = LessonDraft::restored(lesson);
            self.show_draft();
        }
        self.state.restored.push(file);
    }
}

/// A title as the name of a file: its words, as many as a name may have; `case` where it has none.
fn file_name_of(title: &str) -> String {
    /// Letters of a name that every file system takes, also where each is four bytes.
    const MOST: usize = 48;
    let title = title.to_lowercase();
    let words: Vec<_> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name: String = words.join("_").chars().take(MOST).collect();
    let name = name.trim_end_matches('_');
    if name.is_empty() { "case".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_title_makes_a_name_of_a_file() {
        assert_eq!(file_name_of("Pasted case: CML, 72\u{a0}kg"), "pasted_case_cml_72_kg");
        assert_eq!(file_name_of(" / .. \\ "), "case");
        assert!(file_name_of(&"long ".repeat(100)).len() <= 48);
    }
}
