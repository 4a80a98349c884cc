//! Modal dialogs: questions and messages that must be answered first.

use egui::{Align, Button, Frame, Id, Layout, Modal, RichText, ScrollArea, Ui};

use strum::IntoEnumIterator as _;

use super::View;
use super::file_dialogs::{changed_on_disk_ui, left_behind_ui, overwrite_ui, photo_ui, versions_ui};
use super::lesson_dialogs;
use super::palette::palette_ui;
use super::path_dialog::path_ui;
use super::share::{code_side, share_ui};
use crate::app::commands::{Command, Commands, Entry, Menu, entries_in_force, least_room};
use crate::app::state::Dialog;
use crate::app::theme::{size, strong, tokens};

const WIDTH: f32 = 460.0;

/// A message that is longer scrolls: it must fit into the smallest window.
const MESSAGE_HEIGHT: f32 = 340.0;

/// Three columns keep the shortcut sheet within the height of the smallest window.
const SHEET_WIDTH: f32 = 860.0;
const SHEET_COLUMNS: usize = 3;
/// The same on a stage, which has less room in points: two columns, which scroll.
const SHEET_ON_STAGE: f32 = 660.0;
const COLUMNS_ON_STAGE: usize = 2;
const HEIGHT_ON_STAGE: f32 = 250.0;

pub fn dialog_ui(ctx: &egui::Context, view: &View<'_>, commands: &mut Commands) {
    if let Some(palette) = &view.palette.open {
        return palette_ui(ctx, view, palette, commands);
    }
    let Some(dialog) = &view.dialogs.open else { return };
    let frame = Frame::popup(&ctx.global_style()).corner_radius(size::CARD_CORNER).inner_margin(20);
    // One id per kind of dialog, so that none inherits the size of another.
    let kind = std::mem::discriminant(dialog);
    let modal = Modal::new(Id::unique(("dialog", kind))).frame(frame).show(ctx, |ui| {
        let sheet = if view.workspace.is_stage() { SHEET_ON_STAGE } else { SHEET_WIDTH };
        scrolled(ui, |ui| {
            ui.set_width(match dialog {
                Dialog::Shortcuts => sheet,
                Dialog::Share { code: Some(_), .. } => code_side(ui.ctx()).max(WIDTH),
                _ => WIDTH,
            });
            ui.spacing_mut().item_spacing.y = 10.0;
            match dialog {
                Dialog::Unsaved(_) => return unsaved_ui(ui, view, commands),
                Dialog::Photo(path) => return photo_ui(ui, view, path, commands),
                Dialog::UnsavedLesson(_) => return lesson_dialogs::unsaved_ui(ui, view, commands),
                Dialog::LessonChangedOnDisk { path, theirs } => {
                    return lesson_dialogs::changed_ui(ui, view, (path, theirs.is_some()), commands);
                }
                Dialog::Path { purpose, typed, problem } => {
                    return path_ui(ui, view, (*purpose, typed), problem.as_deref(), commands);
                }
                Dialog::Overwrite(purpose, path) => return overwrite_ui(ui, view, *purpose, path, commands),
                Dialog::ChangedOnDisk { path, theirs } => {
                    return changed_on_disk_ui(ui, view, path, theirs.as_deref(), commands);
                }
                Dialog::Versions(versions) => return versions_ui(ui, view, versions, commands),
                Dialog::LeftBehind(left) => return left_behind_ui(ui, view, left, commands),
                Dialog::Message { title, body } => {
                    heading_ui(ui, title);
                    ScrollArea::vertical().max_height(MESSAGE_HEIGHT).show(ui, |ui| ui.label(body));
                }
                Dialog::Share { text, code, whole } => share_ui(ui, view, (text, code.as_ref()), *whole, commands),
                Dialog::Story => story_ui(ui, view),
                Dialog::Shortcuts => shortcuts_ui(ui, view),
                Dialog::About => about_ui(ui, view),
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if main_button(ui, &view.say("dialog-close")).clicked() {
                    commands.push(Command::CloseDialog);
                }
            });
        });
    });
    if modal.should_close() {
        commands.push(Command::CloseDialog);
    }
}

/// In a window that is too small for any dialog, as it is for large words, what has no room is scrolled.
fn scrolled(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    /// The frame of a dialog, and what is seen of the window around it.
    const AROUND: f32 = 60.0;
    let window = ui.ctx().content_rect().size();
    if window.x >= 0.99 * least_room().x && window.y >= 0.99 * least_room().y {
        return content(ui);
    }
    let room = window - egui::Vec2::splat(AROUND);
    ScrollArea::both().id_salt("dialog").max_width(room.x).max_height(room.y).show(ui, content);
}

pub(super) fn heading_ui(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).font(strong(19.0)));
}

/// The dialog's default button.
pub(super) fn main_button(ui: &mut Ui, words: &str) -> egui::Response {
    let tokens = tokens(ui);
    let response = ui.add(Button::new(RichText::new(words).color(tokens.on_accent)).fill(tokens.accent));
    // Focused from the start, so that Enter activates it.
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    response
}

fn unsaved_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    heading_ui(ui, &view.say("dialog-unsaved-title"));
    ui.label(view.text.with("dialog-unsaved", &[("title", view.text.case_title(view.case.preset()))]));
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if main_button(ui, &view.say("dialog-save")).clicked() {
            commands.push(Command::SaveAndLeave);
        }
        if ui.button(view.say("dialog-cancel")).clicked() {
            commands.push(Command::CloseDialog);
        }
        if ui.button(view.say("dialog-discard")).clicked() {
            commands.push(Command::DiscardAndLeave);
        }
    });
}

fn story_ui(ui: &mut Ui, view: &View<'_>) {
    let preset = view.case.preset();
    heading_ui(ui, &view.text.case_title(preset));
    if !preset.lesson.is_empty() {
        ui.label(RichText::new(&preset.lesson).color(tokens(ui).quiet));
    }
    ui.label(&preset.story);
    if !preset.look_for.is_empty() {
        ui.label(RichText::new(view.say("story-look-for")).font(strong(size::STRONG)));
        ui.label(&preset.look_for);
    }
}

/// Every command that has a shortcut, grouped by menu, in columns.
fn shortcuts_ui(ui: &mut Ui, view: &View<'_>) {
    heading_ui(ui, &view.say("command-shortcuts"));
    ui.spacing_mut().item_spacing.x = 32.0;
    let lecture = view.workspace.lecture;
    let with_keys =
        |menu| entries_in_force(menu, lecture).into_iter().filter(|entry| entry.shortcut.is_some()).collect::<Vec<_>>();
    // On a stage those that a lecturer needs, in large type.
    let is_told = |menu: &Menu| !lecture || matches!(menu, Menu::Lecture | Menu::Time);
    let groups = Menu::iter().filter(is_told).map(|menu| (menu, with_keys(menu)));
    let groups = groups.filter(|(_, entries)| !entries.is_empty());
    let groups: Vec<_> = groups.collect();
    let all: usize = groups.iter().map(|(_, entries)| 1 + entries.len()).sum();
    let columns = if view.workspace.is_stage() { COLUMNS_ON_STAGE } else { SHEET_COLUMNS };
    let sheet = |ui: &mut Ui| {
        let mut above = 0;
        ui.columns(columns, |places| {
            for (menu, entries) in &groups {
                // A group goes into the column that holds its middle line.
                let lines = 1 + entries.len();
                let ui = &mut places[(above + lines / 2) * columns / all];
                above += lines;
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.spacing_mut().interact_size.y = 18.0;
                ui.label(RichText::new(view.say(menu.message())).font(strong(size::STRONG)));
                for entry in entries {
                    shortcut_ui(ui, view, entry);
                }
                ui.add_space(6.0);
            }
        });
    };
    if view.workspace.is_stage() {
        ScrollArea::vertical().max_height(HEIGHT_ON_STAGE).show(ui, sheet);
    } else {
        sheet(ui);
        ui.label(RichText::new(view.say("shortcuts-scene")).color(tokens(ui).quiet));
    }
}

fn shortcut_ui(ui: &mut Ui, view: &View<'_>, entry: &Entry) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let keys: Vec<_> = entry.shortcuts().map(|shortcut| ui.ctx().format_shortcut(&shortcut)).collect();
            let keys = keys.join(&format!(" {} ", view.say("shortcuts-or")));
            ui.label(RichText::new(keys).font(strong(size::SMALL)).color(tokens(ui).quiet));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(view.say(entry.message)).truncate());
            });
        });
    });
}

fn about_ui(ui: &mut Ui, view: &View<'_>) {
    heading_ui(ui, &view.say("app-name"));
    ui.label(view.say("about-what"));
    ui.label(RichText::new(view.say("disclaimer")).font(strong(size::STRONG)));
    ui.label(RichText::new(view.say("about-limits")).color(tokens(ui).quiet));
}
