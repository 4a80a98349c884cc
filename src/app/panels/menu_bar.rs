//! The bar at the top: menus, the case's title, the theme.

use egui::{
    Align, Atom, Button, IdSalt, IntoAtoms, Label, Layout, Rect, RichText, Role, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::{Commands, View};
use crate::app::case::StepName;
use crate::app::command::{self, Command, Entry};
use crate::app::pins::LETTERS;
use crate::app::session::{Applies, Tab};
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::icon;
use crate::preset::{self, BUNDLED};
use crate::text::clock;

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
            ui.menu_button(view.say("menu-view"), |ui| switches_ui(ui, view, command::VIEW, commands));
            ui.menu_button(view.say("menu-explore"), |ui| switches_ui(ui, view, command::EXPLORE, commands));
            ui.menu_button(view.say("menu-time"), |ui| switches_ui(ui, view, command::TIME, commands));
            ui.menu_button(view.say("menu-learn"), |ui| entries_ui(ui, view, command::LEARN, commands));
            let last = ui.menu_button(view.say("menu-help"), |ui| entries_ui(ui, view, command::HELP, commands));
            left_end = last.response.rect.right();
        });
    });
    let right = UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center));
    let right = ui.scope_builder(right, |ui| {
        let tokens = tokens(ui);
        let words = RichText::new(view.say("lecture-enter")).color(tokens.on_accent);
        if ui.add(Button::new(words).fill(tokens.accent)).clicked() {
            commands.push(Command::ToggleLecture);
        }
        let id = if ui.visuals().dark_mode { "theme-to-light" } else { "theme-to-dark" };
        if ui.button(view.say(id)).clicked() {
            commands.push(Command::ToggleTheme);
        }
    });
    title_ui(ui, view, bar, left_end, right.response.rect.left());
}

/// The title stands in the middle of the window, or as near as the menus let it.
fn title_ui(ui: &mut Ui, view: &View<'_>, bar: Rect, left_end: f32, right_end: f32) {
    let tokens = tokens(ui);
    let title = RichText::new(&view.case.preset().title).font(strong(16.0));
    let measured = ui.painter().layout_no_wrap(view.case.preset().title.clone(), strong(16.0), tokens.text).size();
    let left = (bar.center().x - measured.x / 2.0).max(left_end + 16.0);
    let room = Rect::from_min_max(egui::pos2(left, bar.top()), egui::pos2(right_end - 16.0, bar.bottom()));
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)), |ui| {
        ui.add(Label::new(title).truncate());
        if view.case.is_edited() {
            ui.label(RichText::new(view.say("title-edited")).font(small()).color(tokens.quiet));
        }
    });
}

fn cases_ui(ui: &mut Ui, commands: &mut Commands) {
    for index in 0..BUNDLED.len() {
        if ui.button(case_title(index)).clicked() {
            commands.push(Command::OpenBundled(index));
        }
    }
}

/// The title of a bundled case.
pub(super) fn case_title(index: usize) -> String {
    let bundled = &BUNDLED[index];
    preset::read(bundled.text).map_or_else(|_| bundled.name.to_owned(), |preset| preset.title)
}

fn edit_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let steps = [view.case.undoable(), view.case.redoable()];
    for (entry, step) in command::EDIT.iter().zip(steps) {
        let words = step_entry_words(view, entry, step).unwrap_or_else(|| view.say(entry.message));
        entry_ui(ui, entry, words, step.is_some(), commands);
    }
    ui.separator();
    for entry in &command::EDIT[steps.len()..] {
        markable_ui(ui, view, entry, commands);
    }
}

/// An entry with the step that it takes, if there is one to take.
pub(super) fn step_entry_words(view: &View<'_>, entry: &Entry, step: Option<StepName>) -> Option<String> {
    step.map(|step| format!("{}: {}", view.say(entry.message), step_words(view, step)))
}

fn step_words(view: &View<'_>, step: StepName) -> String {
    match step {
        StepName::Set(setting) => view.text.setting(setting),
        StepName::SetTogether(settings) => {
            let [first, second] = settings.map(|setting| view.text.setting(setting));
            view.text.with("step-set-together", &[("first", first), ("second", second)])
        }
        StepName::SetFrom(setting, at_min) => {
            let arguments = [("name", view.text.setting(setting)), ("time", clock(at_min))];
            view.text.with("step-set-from", &arguments)
        }
        StepName::MoveChange => view.say("step-move-change"),
        StepName::DrawPatients => view.say("step-draw-patients"),
        StepName::RemoveChange => view.say("step-remove-change"),
        StepName::SwapIn(letter, _) => {
            let letter = LETTERS.get(letter).map_or_else(String::new, char::to_string);
            view.text.with("step-swap-in", &[("letter", letter)])
        }
    }
}

fn switches_ui(ui: &mut Ui, view: &View<'_>, entries: &[Entry], commands: &mut Commands) {
    for entry in entries {
        markable_ui(ui, view, entry, commands);
    }
}

/// What can be on or off has a check mark while it is on.
fn markable_ui(ui: &mut Ui, view: &View<'_>, entry: &Entry, commands: &mut Commands) {
    let mark = IdSalt::new("check mark");
    let words = view.say(entry.message);
    let (session, plotting) = (view.session, &view.session.plotting);
    let on = match (entry.command)() {
        Command::ShowTab(tab) => Some(session.tab == tab),
        Command::ShowPlots(set) => Some(session.tab == Tab::Plots && plotting.set == set),
        Command::ShowAxis(axis) => Some(plotting.axis == axis),
        Command::ToggleEnlarged => Some(session.enlarged),
        Command::ToggleLogarithmic => Some(plotting.logarithmic),
        Command::ToggleStacked => Some(plotting.stacked),
        Command::ToggleLecture => Some(session.lecture),
        Command::TogglePatients => Some(session.patients_shown),
        Command::ToggleReducedMotion => Some(session.reduced_motion),
        Command::ToggleStopAtWarning => Some(session.play.stops.next_warning),
        Command::ToggleRepeat => Some(session.play.stops.repeats),
        Command::ToggleApplies => Some(session.applies == Applies::FromNow),
        _ => None,
    };
    let button = menu_button(ui, entry, (Atom::custom(mark, vec2(14.0, 14.0)), words.as_str()));
    let shown = button.atom_ui(ui);
    if let (Some(true), Some(rect)) = (on, shown.rect(mark)) {
        icon::check_mark(ui.painter(), rect, tokens(ui).accent);
    }
    let enabled = ui.is_enabled();
    shown.response.widget_info(|| match on {
        Some(on) => WidgetInfo::selected(Role::MenuItemCheckBox, enabled, on, &words),
        None => WidgetInfo::labeled(Role::Button, enabled, &words),
    });
    if shown.response.clicked() {
        commands.push((entry.command)());
    }
}

fn entries_ui(ui: &mut Ui, view: &View<'_>, entries: &[Entry], commands: &mut Commands) {
    for entry in entries {
        entry_ui(ui, entry, view.say(entry.message), true, commands);
    }
}

fn entry_ui(ui: &mut Ui, entry: &Entry, words: String, enabled: bool, commands: &mut Commands) {
    let button = menu_button(ui, entry, words);
    if ui.add_enabled(enabled, button).clicked() {
        commands.push((entry.command)());
    }
}

/// A button with the entry's key at its right.
fn menu_button<'a>(ui: &Ui, entry: &Entry, content: impl IntoAtoms<'a>) -> Button<'a> {
    let button = Button::new(content).min_size(vec2(210.0, 0.0));
    match &entry.shortcut {
        Some(shortcut) => button.shortcut_text(RichText::new(ui.ctx().format_shortcut(shortcut)).size(size::SMALL)),
        None => button,
    }
}
