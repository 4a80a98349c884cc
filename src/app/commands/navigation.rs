//! Commands that open and leave cases.

use std::path::{Path, PathBuf};

use super::Handler;
use crate::app::background::Runner;
use crate::app::state::{Case, ClassSource, Dialog, LessonSource, PendingNavigation, Purpose, RunView, WorkshopPage};
use crate::host::{self, files};
use crate::lesson;
use crate::preset::{self, BUNDLED, Bundled, FileProblem, Opening, Preset};

/// The case of the first run: the layer of white cells is seen at once, the bag fills with them, and all that it costs comes.
pub(super) const FIRST_RUN: &str = "cml_very_high_count";

/// Whose blood and machine a new case begins with.
const HEALTHY: &str = "healthy_donor";

impl Handler<'_> {
    /// Leaves the open case, asking first when changes would be lost.
    pub(super) fn leave(&mut self, leaving: PendingNavigation) {
        if leaving == PendingNavigation::Quit && !host::OWNS_WINDOW {
            return;
        }
        let is_of_draft = leaving.ends_lesson();
        if is_of_draft && self.state.has_unsaved_lesson() {
            if self.state.lesson.as_ref().is_some_and(|play| play.source == LessonSource::Draft) {
                self.leave_lesson();
            }
            self.state.dialogs.open = Some(Dialog::UnsavedLesson(leaving));
        } else if is_of_draft && leaving != PendingNavigation::Quit {
            self.leave_now(leaving);
        } else if self.state.has_unsaved() {
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
            PendingNavigation::Lesson(source) => self.open_lesson(source),
            PendingNavigation::WriteLesson(_) | PendingNavigation::CloseLesson => {
                self.leave_draft(leaving);
            }
            PendingNavigation::NewCase => {
                let title = self.text.get("case-untitled");
                // Somebody healthy, to be made into whoever is thought of.
                let healthy = BUNDLED.iter().find(|bundled| bundled.name == HEALTHY).and_then(Bundled::preset);
                let protocol = healthy.map(|preset| preset.protocol.clone()).unwrap_or_default();
                self.show(Preset { title, protocol, ..Preset::default() }, None);
                self.show_workshop(Some(WorkshopPage::Patient));
            }
            PendingNavigation::NewFromThis => {
                let preset = self.state.case.preset();
                let title = self.text.with("case-from", &[("title", self.text.case_title(preset))]);
                self.show(Preset { title, ..preset.clone() }, None);
                self.show_workshop(Some(WorkshopPage::Card));
            }
            PendingNavigation::OpenDialog => {
                self.ask_for(Purpose::Open);
            }
            PendingNavigation::OpenFile(path) => self.open_file(&path),
            PendingNavigation::Pasted(preset) => {
                self.show(self.named(*preset), None);
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

    /// Opens a file; one that is wrong is explained and leaves the open case as it is.
    pub(super) fn open_file(&mut self, path: &Path) {
        if files::is_folder(path) || lesson::is_answers_file(path) {
            return self.open_class(ClassSource::folder(path), false);
        }
        if lesson::is_lesson_file(path) {
            return self.open_lesson(LessonSource::File(path.to_owned()));
        }
        match preset::begin_to_open(path) {
            Ok(Opening::Done(preset, own)) => self.show_opened(path, *preset, own),
            Ok(Opening::Photo(photo)) => {
                let runner = Runner { execution: self.background.execution, ctx: self.ctx };
                self.background.photos.start(&runner, path.to_owned(), photo);
                self.state.dialogs.open = Some(Dialog::Photo(path.to_owned()));
            }
            Err(problem) => self.say(path, &problem),
        }
    }

    fn show_opened(&mut self, path: &Path, preset: Preset, own: Option<PathBuf>) {
        self.state.workspace.recent.note(path);
        self.show(preset, own);
        self.state.begin_case();
    }

    /// What was found in a photograph, unless nobody waits for it any longer.
    pub fn take_photo(&mut self) {
        if !matches!(self.state.dialogs.open, Some(Dialog::Photo(_))) {
            return self.background.photos.give_up();
        }
        let Some((path, looked)) = self.background.photos.take() else { return };
        self.state.dialogs.open = None;
        match looked {
            Ok(preset) => self.show_opened(&path, preset, None),
            Err(problem) => self.say(&path, &problem),
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

    /// A case that came without a file, with a title where it has none: who it is about.
    fn named(&self, preset: Preset) -> Preset {
        if !preset.title.trim().is_empty() {
            return preset;
        }
        Preset { title: self.text.told_by("case-pasted", &preset), ..preset }
    }

    pub(super) fn show(&mut self, preset: Preset, path: Option<PathBuf>) {
        if let Ok(run) = RunView::of(&preset.protocol) {
            self.background.forget_case();
            self.state.open(Case::new(preset, path), run);
        }
    }

    pub(super) fn say(&mut self, path: &Path, problem: &FileProblem) {
        self.state.dialogs.open = Some(Dialog::Message {
            title: self.text.get("dialog-problem-title"),
            body: self.text.file_problem_in_window(path, problem),
        });
    }
}
