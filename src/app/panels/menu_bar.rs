//! The bar at the top: menus, the case's title, the theme.

use egui::{Align, Button, Label, Layout, Rect, RichText, Ui, UiBuilder, vec2};

use super::{Commands, View};
use crate::app::command::{self, Command, Entry};
use crate::app::theme::{size, small, strong, tokens};
use crate::preset::{self, BUNDLED};

pub fn menu_bar_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let bar = ui.max_rect();
    let mut left_end = bar.left();
    ui.horizontal_centered(|ui| {
        egui::MenuBar::new().ui(ui, |ui| {
            ui.menu_button(view.say("menu-file"), |ui| {
                ui.menu_button(view.say("menu-cases"), |ui| cases_ui(ui, commands));
                ui.separator();
                entries_ui(ui, view, command::FILE, commands);
            });
            ui.menu_button(view.say("menu-edit"), |ui| edit_ui(ui, view, commands));
            ui.menu_button(view.say("menu-view"), |ui| entries_ui(ui, view, command::VIEW, commands));
            ui.menu_button(view.say("menu-time"), |ui| entries_ui(ui, view, command::TIME, commands));
            ui.menu_button(view.say("menu-learn"), |ui| entries_ui(ui, view, command::LEARN, commands));
            let last = ui.menu_button(view.say("menu-help"), |ui| entries_ui(ui, view, command::HELP, commands));
            left_end = last.response.rect.right();
        });
    });
    ui.scope_builder(UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center)), |ui| {
        let id = if ui.visuals().dark_mode { "theme-to-light" } else { "theme-to-dark" };
        if ui.button(view.say(id)).clicked() {
            commands.push(Command::ToggleTheme);
        }
    });
    title_ui(ui, view, bar, left_end);
}

/// The title stands in the middle of the window, or as near as the menus let it.
fn title_ui(ui: &mut Ui, view: &View<'_>, bar: Rect, left_end: f32) {
    let tokens = tokens(ui);
    let title = RichText::new(&view.case.preset().title).font(strong(16.0));
    let measured = ui.painter().layout_no_wrap(view.case.preset().title.clone(), strong(16.0), tokens.text).size();
    let left = (bar.center().x - measured.x / 2.0).max(left_end + 16.0);
    let room = Rect::from_min_max(egui::pos2(left, bar.top()), egui::pos2(bar.right() - 90.0, bar.bottom()));
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)), |ui| {
        ui.add(Label::new(title).truncate());
        if view.case.is_edited() {
            ui.label(RichText::new(view.say("title-edited")).font(small()).color(tokens.quiet));
        }
    });
}

fn cases_ui(ui: &mut Ui, commands: &mut Commands) {
    for (index, bundled) in BUNDLED.iter().enumerate() {
        let title = preset::read(bundled.text).map_or_else(|_| bundled.name.to_owned(), |preset| preset.title);
        if ui.button(title).clicked() {
            commands.push(Command::OpenBundled(index));
        }
    }
}

fn edit_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let settings = [view.case.undoable(), view.case.redoable()];
    for (entry, setting) in command::EDIT.iter().zip(settings) {
        let mut words = view.say(entry.message);
        if let Some(setting) = setting {
            words = format!("{words}: {}", view.text.setting(setting));
        }
        entry_ui(ui, entry, words, setting.is_some(), commands);
    }
}

fn entries_ui(ui: &mut Ui, view: &View<'_>, entries: &[Entry], commands: &mut Commands) {
    for entry in entries {
        entry_ui(ui, entry, view.say(entry.message), true, commands);
    }
}

fn entry_ui(ui: &mut Ui, entry: &Entry, words: String, enabled: bool, commands: &mut Commands) {
    let mut button = Button::new(words).min_size(vec2(210.0, 0.0));
    if let Some(shortcut) = &entry.shortcut {
        button = button.shortcut_text(RichText::new(ui.ctx().format_shortcut(shortcut)).size(size::SMALL));
    }
    if ui.add_enabled(enabled, button).clicked() {
        commands.push((entry.command)());
    }
}
