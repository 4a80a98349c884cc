//! Dialogs about the lesson that is written: unsaved, or changed on disk meanwhile.

use std::path::Path;

use egui::{RichText, Ui};

use super::View;
use super::dialogs::{heading_ui, main_button};
use super::file_dialogs::{buttons_ui, file_ui};
use crate::app::commands::{Command, Commands, DraftCommand};
use crate::app::state::LessonDraft;
use crate::app::theme::tokens;

pub fn unsaved_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    heading_ui(ui, &view.say("dialog-unsaved-title"));
    let title = view.draft.as_ref().map(LessonDraft::title).unwrap_or_default();
    ui.label(view.text.with("dialog-unsaved-lesson", &[("title", title)]));
    buttons_ui(ui, |ui| {
        if main_button(ui, &view.say("dialog-save")).clicked() {
            commands.push(Command::Draft(DraftCommand::SaveAndLeave));
        }
        if ui.button(view.say("dialog-cancel")).clicked() {
            commands.push(Command::CloseDialog);
        }
        if ui.button(view.say("dialog-discard")).clicked() {
            commands.push(Command::Draft(DraftCommand::DiscardAndLeave));
        }
    });
}

/// Another program has written its file; `is_lesson` where that can be taken.
pub fn changed_ui(ui: &mut Ui, view: &View<'_>, (path, is_lesson): (&Path, bool), commands: &mut Commands) {
    heading_ui(ui, &view.say("dialog-changed-title"));
    file_ui(ui, path);
    ui.label(view.say(if is_lesson { "dialog-changed-lesson" } else { "dialog-changed-no-lesson" }));
    ui.label(RichText::new(view.say("dialog-changed-choose")).color(tokens(ui).quiet));
    buttons_ui(ui, |ui| {
        if main_button(ui, &view.say("dialog-save-as")).clicked() {
            commands.push(Command::Draft(DraftCommand::SaveAs));
        }
        if ui.button(view.say("dialog-keep-mine")).clicked() {
            commands.push(Command::Draft(DraftCommand::SaveOver(path.to_owned())));
        }
        if is_lesson && ui.button(view.say("dialog-take-theirs")).clicked() {
            commands.push(Command::Draft(DraftCommand::TakeTheirs));
        }
        if ui.button(view.say("dialog-cancel")).clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}
