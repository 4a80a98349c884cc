//! Commands that open, save and leave cases.

use std::path::{Path, PathBuf};

use super::Handler;
use super::picker::{ENDING, with_ending};
use crate::app::state::{Case, Dialog, PendingNavigation, Purpose, RunView};
use crate::preset::{self, BUNDLED, FileProblem, Preset};

/// The case of the first run: the layer of white cells is seen at once, the bag fills with them, and all that it costs comes.
pub(super) const FIRST_RUN: &str = "cml_very_high_count";

impl Handler<'_> {
    /// Leaves the open case, asking first when changes would be lost.
    pub(super) fn leave(&mut self, leaving: PendingNavigation) {
        if self.state.case.is_edited() {
            self.state.dialogs.open = Some(Dialog::Unsaved(leaving));
        } else {
            self.leave_now(leaving);
        }
    }

    pub(super) fn leave_now(&mut self, leaving: PendingNavigation) {
        match leaving {
            PendingNavigation::Bundled(index) => {
                if let Some(bundled) = BUNDLED.get(index) {
                    match preset::read(bundled.text) {
                        Ok(preset) => {
                            self.show(preset, None);
                            self.state.begin_case();
                        }
                        Err(problem) => self.say(Path::new(bundled.name), &problem.into()),
                    }
                }
            }
            PendingNavigation::FirstRun => self.begin_first_run(),
            PendingNavigation::OpenDialog => {
                self.picker.ask(Purpose::Open, &self.suggested_path(), self.ctx);
            }
            PendingNavigation::OpenFile(path) => self.open_file(&path),
            PendingNavigation::Pasted(preset) => {
                self.show(*preset, None);
                self.state.begin_case();
            }
            PendingNavigation::SwapIn(letter) => self.swap_case(letter),
            PendingNavigation::Study(index, at_min) => self.open_study(index, at_min),
            PendingNavigation::Quit => {
                self.state.dialogs.quitting = true;
                self.ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    pub(super) fn picked(&mut self, purpose: Purpose, path: PathBuf) {
        match purpose {
            Purpose::Open => self.open_file(&path),
            Purpose::Save => self.save_to(with_ending(path)),
            Purpose::Export(handout) => self.hand_out(handout, path),
        }
    }

    /// Opens a file; one that is wrong is explained and leaves the open case as it is.
    fn open_file(&mut self, path: &Path) {
        match preset::open(path) {
            Ok((preset, opened)) => {
                self.state.workspace.recent.note(path);
                self.show(preset, opened);
                self.state.begin_case();
            }
            Err(problem) => self.say(path, &problem),
        }
    }

    /// Opens the case of a published study at the moment of its number: at this time, or at the end of the procedure.
    fn open_study(&mut self, index: usize, at_min: Option<f64>) {
        let Some(validated) = self.background.validation.validated() else { return };
        let Some(study) = validated.table.studies.get(index) else { return };
        match study.case(&validated.table, Path::new("")) {
            Ok(case) => {
                let case = self.text.study_case(study, &validated.table, case);
                self.show(case, None);
                self.state.seek(at_min.unwrap_or(self.state.run().machine_end_min));
            }
            Err(why) => {
                self.state.dialogs.open = Some(Dialog::Message {
                    title: self.text.with("study-not-opened", &[("study", study.id.clone())]),
                    body: self.text.not_run(&why),
                });
            }
        }
    }

    pub(super) fn show(&mut self, preset: Preset, path: Option<PathBuf>) {
        if let Ok(run) = RunView::of(&preset.protocol) {
            self.background.forget_case();
            self.state.open(Case::new(preset, path), run);
        }
    }

    pub(super) fn ask_where_to_save(&mut self) {
        self.picker.ask(Purpose::Save, &self.suggested_path(), self.ctx);
    }

    /// The case's own path, or its title as a file name in the folder that was used last.
    pub(super) fn suggested_path(&self) -> PathBuf {
        if let Some(path) = self.state.case.path() {
            return path.to_owned();
        }
        let words = self.state.case.preset().title.to_lowercase();
        let words: Vec<_> = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let name = format!("{}.{ENDING}", words.join("_"));
        self.state.workspace.recent.folder.as_ref().map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name))
    }

    pub(super) fn save_to(&mut self, path: PathBuf) {
        let state = &mut *self.state;
        match preset::save(&path, state.case.preset()) {
            Ok(()) => {
                state.workspace.recent.note(&path);
                state.case.saved_to(path);
                for pin in state.pins.iter_mut() {
                    pin.case.note_saved(&state.case);
                }
                if let Some(leaving) = state.dialogs.after_save.take() {
                    self.leave_now(leaving);
                }
            }
            Err(problem) => {
                state.dialogs.after_save = None;
                self.say(&path, &problem);
            }
        }
    }

    pub(super) fn say(&mut self, path: &Path, problem: &FileProblem) {
        self.state.dialogs.open = Some(Dialog::Message {
            title: self.text.get("dialog-problem-title"),
            body: self.text.file_problem(path, problem),
        });
    }
}
