//! Dialogs about files: one that was changed meanwhile, one that exists, older versions, and work that was left behind.

use std::path::Path;

use egui::accesskit::Live;
use egui::{Align, Grid, Layout, Response, RichText, ScrollArea, Ui};

use super::View;
use super::dialogs::{heading_ui, main_button};
use crate::app::commands::{Command, Commands};
use crate::app::state::Purpose;
use crate::app::theme::{size, small, strong, tokens};
use crate::host;
use crate::lesson::Manuscript;
use crate::preset::{LeftBehind, Preset, Version};
use crate::text::Difference;

/// A dialog shows this many differences.
const MOST_DIFFERENCES: usize = 6;

/// How high a list grows before it scrolls.
const LIST_HEIGHT: f32 = 320.0;

/// The buttons of a dialog, the main one last and at the right.
pub(super) fn buttons_ui(ui: &mut Ui, show: impl FnOnce(&mut Ui)) {
    ui.add_space(4.0);
    ui.with_layout(Layout::right_to_left(Align::Center), show);
}

/// The file's own name, with its folder where it is pointed at.
pub(super) fn file_ui(ui: &mut Ui, path: &Path) -> Response {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    ui.label(RichText::new(name).font(strong(size::STRONG))).on_hover_text(path.display().to_string())
}

/// While the code of a case is looked for in a photograph.
pub fn photo_ui(ui: &mut Ui, view: &View<'_>, path: &Path, commands: &mut Commands) {
    heading_ui(ui, &view.say("dialog-photo-title"));
    file_ui(ui, path);
    let words = ui.label(view.say("dialog-photo"));
    ui.ctx().accesskit_node_builder(words.id, |node| node.set_live(Live::Polite));
    buttons_ui(ui, |ui| {
        if main_button(ui, &view.say("dialog-cancel")).clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

pub fn overwrite_ui(ui: &mut Ui, view: &View<'_>, purpose: Purpose, path: &Path, commands: &mut Commands) {
    heading_ui(ui, &view.say("dialog-overwrite-title"));
    file_ui(ui, path);
    // Of what cases and lessons replace, the last versions are kept.
    let is_kept = view.kept_in.is_some() && matches!(purpose, Purpose::Save | Purpose::SaveLesson);
    ui.label(view.say(if is_kept { "dialog-overwrite-kept" } else { "dialog-overwrite" }));
    buttons_ui(ui, |ui| {
        if main_button(ui, &view.say("dialog-choose-other")).clicked() {
            commands.push(Command::ChooseOther(purpose));
        }
        if ui.button(view.say("dialog-replace")).clicked() {
            commands.push(Command::Replace(purpose, path.to_owned()));
        }
        if ui.button(view.say("dialog-cancel")).clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

pub fn changed_on_disk_ui(ui: &mut Ui, view: &View<'_>, path: &Path, theirs: Option<&Preset>, commands: &mut Commands) {
    heading_ui(ui, &view.say("dialog-changed-title"));
    file_ui(ui, path);
    match theirs {
        Some(theirs) => {
            ui.label(view.say("dialog-changed"));
            let differences = view.text.differences(view.case.preset(), theirs);
            differences_ui(ui, view, &differences, ["dialog-changed-yours", "dialog-changed-theirs"]);
        }
        None => {
            ui.label(view.say("dialog-changed-broken"));
        }
    }
    let id = if view.kept_in.is_some() { "dialog-changed-kept" } else { "dialog-changed-choose" };
    ui.label(RichText::new(view.say(id)).color(tokens(ui).quiet));
    buttons_ui(ui, |ui| {
        if main_button(ui, &view.say("dialog-save-as")).clicked() {
            commands.push(Command::SaveAs);
        }
        if ui.button(view.say("dialog-keep-mine")).clicked() {
            commands.push(Command::SaveOver(path.to_owned()));
        }
        if theirs.is_some() && ui.button(view.say("dialog-take-theirs")).clicked() {
            commands.push(Command::TakeTheirs(path.to_owned()));
        }
        if ui.button(view.say("dialog-cancel")).clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

/// A table of what differs, with a heading for each side.
fn differences_ui(ui: &mut Ui, view: &View<'_>, differences: &[Difference], headings: [&str; 2]) {
    let tokens = tokens(ui);
    Grid::new("differences").num_columns(3).min_row_height(0.0).spacing([20.0, 6.0]).show(ui, |ui| {
        ui.label("");
        for heading in headings {
            ui.label(RichText::new(view.say(heading)).font(small()).color(tokens.quiet));
        }
        ui.end_row();
        for Difference { name, values } in differences.iter().take(MOST_DIFFERENCES) {
            ui.label(name);
            for value in values {
                ui.label(RichText::new(value).font(strong(size::BODY)));
            }
            ui.end_row();
        }
    });
    let more = differences.len().saturating_sub(MOST_DIFFERENCES);
    if more > 0 {
        let words = view.text.with("problem-more", &[("count", more.to_string())]);
        ui.label(RichText::new(words).font(small()).color(tokens.quiet));
    }
}

/// Older versions of the case's file, each with what it has otherwise than the case.
pub fn versions_ui(ui: &mut Ui, view: &View<'_>, versions: &[Version], commands: &mut Commands) {
    heading_ui(ui, &view.say("dialog-versions-title"));
    view.case.path().map(|path| file_ui(ui, path));
    if versions.is_empty() {
        ui.label(view.say("dialog-versions-none"));
    } else {
        ui.label(view.say("dialog-versions"));
    }
    let now = host::now();
    ScrollArea::vertical().max_height(LIST_HEIGHT).show(ui, |ui| {
        for (index, version) in versions.iter().enumerate() {
            let when = view.text.with("dialog-version-when", &[("ago", view.text.ago(version.written, now))]);
            let differences = view.text.differences(view.case.preset(), &version.preset);
            if choice_ui(ui, view, &when, &in_one_line(view, &differences), "dialog-version-take", false) {
                commands.push(Command::TakeVersion(index));
            }
        }
    });
    buttons_ui(ui, |ui| {
        if main_button(ui, &view.say("dialog-close")).clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

/// What was left behind unsaved, each with what was changed in it.
pub fn left_behind_ui(ui: &mut Ui, view: &View<'_>, left: &[LeftBehind], commands: &mut Commands) {
    heading_ui(ui, &view.say("dialog-left-title"));
    ui.label(view.say("dialog-left"));
    let now = host::now();
    ScrollArea::vertical().max_height(LIST_HEIGHT).show(ui, |ui| {
        for (index, LeftBehind { unsaved, kept, .. }) in left.iter().enumerate() {
            let arguments = [("title", unsaved.preset.title.clone()), ("ago", view.text.ago(*kept, now))];
            let title = view.text.with("dialog-left-when", &arguments);
            let differences = view.text.differences(&unsaved.saved, &unsaved.preset);
            let lesson = unsaved.lesson.as_ref().map(|lesson| {
                let title = Manuscript::new(&lesson.text).map(|text| text.words(None, "lesson")).unwrap_or_default();
                view.text.with("dialog-left-lesson", &[("title", title)])
            });
            let is_case_edited = lesson.is_none() || !differences.is_empty();
            let changed = is_case_edited.then(|| in_one_line(view, &differences));
            let line = changed.into_iter().chain(lesson).collect::<Vec<_>>().join(" ");
            if choice_ui(ui, view, &title, &line, "dialog-left-restore", index == 0) {
                commands.push(Command::Restore(index));
            }
        }
    });
    buttons_ui(ui, |ui| {
        if ui.button(view.say("dialog-left-later")).clicked() {
            commands.push(Command::CloseDialog);
        }
        if ui.button(view.say("dialog-left-forget")).clicked() {
            commands.push(Command::ForgetLeftBehind);
        }
    });
}

/// One of several to choose from: a title, a quiet line, and the button that takes it, which may be the main one of the dialog.
fn choice_ui(ui: &mut Ui, view: &View<'_>, title: &str, line: &str, action: &str, is_main: bool) -> bool {
    let tokens = tokens(ui);
    let mut clicked = false;
    ui.horizontal(|ui| {
        let words = view.say(action);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let response = if is_main { main_button(ui, &words) } else { ui.button(&words) };
            clicked = response.accessible_name(format!("{words}: {title}")).clicked();
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.label(RichText::new(title).font(strong(size::BODY)));
                ui.add(egui::Label::new(RichText::new(line).font(small()).color(tokens.quiet)).wrap());
            });
        });
    });
    clicked
}

/// What differs, as one sentence: each setting with its value in the second.
fn in_one_line(view: &View<'_>, differences: &[Difference]) -> String {
    if differences.is_empty() {
        return view.say("difference-nothing");
    }
    let label = |Difference { name, values: [_, second] }: &Difference| {
        if second.is_empty() { name.clone() } else { format!("{name} {second}") }
    };
    let mut labels: Vec<_> = differences.iter().take(MOST_DIFFERENCES).map(label).collect();
    if differences.len() > MOST_DIFFERENCES {
        labels.push("…".to_owned());
    }
    labels.join(", ")
}
