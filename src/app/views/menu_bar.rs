//! The bar at the top: menus, the case's title and the theme switch.

use egui::containers::menu::{MenuBar, MenuConfig};
use egui::{
    Align, Atom, Button, IdSalt, IntoAtoms, Label, Layout, Rect, Response, RichText, Role, Ui, UiBuilder, WidgetInfo,
    vec2,
};

use super::{View, cases, debrief};
use crate::app::commands::{Command, Commands, Entry, Menu, Toggle, entries};
use crate::app::state::{LessonSource, PendingNavigation};
use crate::app::theme::{menu_style, size, small, strong, tokens};
use crate::app::widgets::drop_down;
use crate::app::widgets::icon::{self, Icon};
use crate::lesson;

/// The width from which on the way home has its word.
const WITH_WORD: f32 = 1100.0;
/// The width from which on there is room for the way to two scenes.
const WITH_TWINS: f32 = 900.0;

pub fn menu_bar_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let bar = ui.max_rect();
    let mut left_end = bar.left();
    ui.horizontal_centered(|ui| {
        let name = view.say("command-home");
        let home = if bar.width() < WITH_WORD {
            icon::button(ui, Icon::Home, &name, 30.0, false)
        } else {
            icon::worded(ui, Icon::Home, &view.say("menu-home"), &name, 30.0)
        };
        if home.clicked() {
            commands.push(Command::ToggleHome);
        }
        let config = MenuConfig::new().style(menu_style);
        MenuBar::new().style(menu_style).config(config).ui(ui, |ui| {
            for menu in [Menu::File, Menu::Edit, Menu::View, Menu::Explore, Menu::Time, Menu::Learn, Menu::Help] {
                let shown = ui.menu_button(view.say(menu.message()), |ui| {
                    if menu == Menu::File {
                        submenu_ui(ui, view.say("menu-cases"), &mut |ui| cases_ui(ui, view, commands));
                        ui.add_enabled_ui(!view.workspace.recent.files.is_empty(), |ui| {
                            submenu_ui(ui, view.say("menu-recent"), &mut |ui| recent_ui(ui, view, commands));
                        });
                        for within in [Menu::Export, Menu::Print, Menu::Pictures] {
                            submenu_ui(ui, view.say(within.message()), &mut |ui| {
                                entries_ui(ui, view, within, commands);
                            });
                        }
                        ui.separator();
                    }
                    if menu == Menu::Learn {
                        submenu_ui(ui, view.say("home-lessons"), &mut |ui| lessons_ui(ui, commands));
                    }
                    entries_ui(ui, view, menu, commands);
                    if menu == Menu::Explore {
                        submenu_ui(ui, view.say("menu-compare"), &mut |ui| compare_ui(ui, view, commands));
                    }
                });
                left_end = shown.response.rect.right();
            }
        });
    });
    let right = UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center));
    let right = ui.scope_builder(right, |ui| {
        let tokens = tokens(ui);
        let words = RichText::new(view.say("lecture-enter")).color(tokens.on_accent);
        if ui.add(Button::new(words).fill(tokens.accent)).clicked() {
            commands.push(Command::Toggle(Toggle::Lecture));
        }
        let id = if ui.visuals().dark_mode { "theme-to-light" } else { "theme-to-dark" };
        if ui.button(view.say(id)).clicked() {
            commands.push(Command::ToggleTheme);
        }
        if bar.width() > WITH_TWINS {
            let is_on = view.twin().is_some();
            let words = view.say("twins-enter");
            let button = Button::selectable(is_on, &words).frame_when_inactive(true);
            if ui.add(button).on_hover_text(view.say("twins-enter-hint")).clicked() {
                commands.push(Command::Toggle(Toggle::Twins));
            }
        }
        debrief::button_ui(ui, view, commands);
    });
    title_ui(ui, view, bar, left_end, right.response.rect.left());
}

/// A menu within a menu: the same code for all of them, of which each of its own would take twelve kilobytes of the page.
fn submenu_ui(ui: &mut Ui, words: String, content: &mut dyn FnMut(&mut Ui)) {
    ui.menu_button(words, |ui| content(ui));
}

/// The title is centered in the window, or as near as the menus allow. It is truncated before the "edited" mark is.
fn title_ui(ui: &mut Ui, view: &View<'_>, bar: Rect, left_end: f32, right_end: f32) {
    const GAP: f32 = 12.0;
    let tokens = tokens(ui);
    let title = &view.text.case_title(view.case.preset());
    let width = |words: String, font| ui.painter().layout_no_wrap(words, font, tokens.text).size().x;
    let edited = view.case.is_edited().then(|| view.say("title-edited"));
    let mark = edited.clone().map_or(0.0, |words| width(words, small()) + ui.spacing().item_spacing.x);
    let left = (bar.center().x - width(title.clone(), strong(16.0)) / 2.0).max(left_end + GAP);
    let room = bar.with_min_x(left).with_max_x(right_end - GAP);
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)), |ui| {
        let for_title = UiBuilder::new().max_rect(room.with_max_x(room.right() - mark));
        ui.scope_builder(for_title, |ui| ui.add(Label::new(RichText::new(title).font(strong(16.0))).truncate()));
        if let Some(edited) = edited {
            ui.label(RichText::new(edited).font(small()).color(tokens.quiet));
        }
    });
}

fn cases_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let opened = |index| Command::Leave(PendingNavigation::Bundled(index));
    case_list_ui(ui, view, opened, commands);
}

fn lessons_ui(ui: &mut Ui, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for (index, bundled) in lesson::BUNDLED.iter().enumerate() {
        let Some(lesson) = bundled.lesson() else { continue };
        if ui.button(format!("{}  {}", index + 1, lesson.title)).clicked() {
            let source = LessonSource::Bundled(index);
            commands.push(Command::Leave(PendingNavigation::Lesson(source)));
        }
    }
}

/// The cases, each to be run beside the open one.
fn compare_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    case_list_ui(ui, view, Command::CompareWith, commands);
}

fn case_list_ui(ui: &mut Ui, view: &View<'_>, command: impl Fn(usize) -> Command, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for (heading, cases) in cases::groups(view, |_| true) {
        drop_down::heading_ui(ui, &heading);
        for case in cases {
            if ui.button(case.name).on_hover_text(case.in_full).clicked() {
                commands.push(command(case.value));
            }
        }
    }
}

/// The recently used files by name; the tooltip shows the full path.
fn recent_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    for path in &view.workspace.recent.files {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
            commands.push(Command::Leave(PendingNavigation::OpenFile(path.clone())));
        }
    }
}

/// The entries of a menu. Toggles show a check mark while on; unavailable commands are disabled.
fn entries_ui(ui: &mut Ui, view: &View<'_>, menu: Menu, commands: &mut Commands) {
    let entries = entries(menu);
    let has_marks = entries.iter().any(|entry| entry.is_on(view.state).is_some());
    for entry in entries {
        let label = entry.label(view.state, view.text);
        let enabled = label.is_some();
        let label = label.unwrap_or_else(|| view.say(entry.message));
        let clicked = ui.add_enabled_ui(enabled, |ui| {
            if has_marks { markable_ui(ui, view, &entry, &label) } else { ui.add(menu_button(ui, &entry, label)) }
        });
        if clicked.inner.clicked() {
            commands.push(entry.command);
        }
    }
}

/// An entry with room for a check mark.
fn markable_ui(ui: &mut Ui, view: &View<'_>, entry: &Entry, label: &str) -> Response {
    let mark = IdSalt::new("check mark");
    let on = entry.is_on(view.state);
    let shown = menu_button(ui, entry, (Atom::custom(mark, vec2(14.0, 14.0)), label)).atom_ui(ui);
    if let (Some(true), Some(rect)) = (on, shown.rect(mark)) {
        icon::check_mark(ui.painter(), rect, tokens(ui).accent);
    }
    let enabled = ui.is_enabled();
    shown.response.widget_info(|| match on {
        Some(on) => WidgetInfo::selected(Role::MenuItemCheckBox, enabled, on, label),
        None => WidgetInfo::labeled(Role::Button, enabled, label),
    });
    shown.response
}

/// A button with the entry's shortcut at its right.
fn menu_button<'a>(ui: &Ui, entry: &Entry, content: impl IntoAtoms<'a>) -> Button<'a> {
    let button = Button::new(content).min_size(vec2(210.0, 0.0));
    match &entry.shortcut {
        Some(shortcut) => button.shortcut_text(RichText::new(ui.ctx().format_shortcut(shortcut)).size(size::SMALL)),
        None => button,
    }
}
