//! The dialog in which a path is typed where the system has none of its own: the names that go on from it are offered, and Tab completes them.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align, Button, Context, EventFilter, Id, Key, Layout, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::View;
use super::dialogs::{heading_ui, main_button};
use super::file_dialogs::buttons_ui;
use crate::app::commands::{Command, Commands};
use crate::app::state::Purpose;
use crate::app::state::typed_path::{Name, completed, continuing, offered, with_name};
use crate::app::theme::{small, tokens};

/// How high a sentence grows before it scrolls.
const SENTENCE_HEIGHT: f32 = 160.0;

/// As many names are offered; the rows keep their place whether there are names or not.
const MOST_NAMES: usize = 6;
const ROW: f32 = 26.0;

/// What the path is for and what is typed of it, with what was wrong with the last one.
pub fn path_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (purpose, typed): (Purpose, &str),
    problem: Option<&str>,
    commands: &mut Commands,
) {
    let (title, action) = words_of(purpose);
    heading_ui(ui, &view.say(title));
    match problem {
        Some(problem) => {
            let words = RichText::new(problem).color(tokens(ui).caution);
            ScrollArea::vertical().max_height(SENTENCE_HEIGHT).show(ui, |ui| ui.label(words));
        }
        None => {
            ui.label(view.say("dialog-path-why"));
        }
    }
    let names = view.background.names.found();
    let completed = completed(typed, &continuing(typed, purpose, names));
    let hint = completed.is_some().then(|| view.say("dialog-path-tab"));
    let mut path = typed.to_owned();
    let is_taken = field_ui(ui, view, &mut path, problem.is_none(), completed);
    if let Some(name) = names_ui(ui, view, &offered(typed, purpose, names), hint) {
        path = with_name(&path, name);
        edit_at_end(ui.ctx(), field_id(), &path);
    }
    if path != typed {
        commands.push(Command::TypePath(path.clone()));
    }
    buttons_ui(ui, |ui| {
        let is_pressed = main_button(ui, &view.say(action)).clicked();
        if ui.button(view.say("dialog-cancel")).clicked() {
            commands.push(Command::CloseDialog);
        } else if (is_pressed || is_taken) && !path.trim().is_empty() {
            commands.push(Command::PathTyped(purpose, path));
            // What is wrong with it is mended where it was typed.
            ui.memory_mut(|memory| memory.request_focus(field_id()));
        }
    });
}

/// The title, and what the main button does.
const fn words_of(purpose: Purpose) -> (&'static str, &'static str) {
    match purpose {
        Purpose::Open => ("dialog-path-open", "dialog-open"),
        Purpose::Save => ("dialog-path-save", "dialog-save"),
        Purpose::Export(_) | Purpose::ClassPage | Purpose::ClassTable => ("dialog-path-export", "dialog-save"),
        Purpose::Answers => ("dialog-path-answers", "dialog-save"),
        Purpose::Class => ("dialog-path-class", "dialog-open"),
        Purpose::OpenLesson => ("dialog-path-lesson", "dialog-open"),
        Purpose::SaveLesson => ("dialog-path-save-lesson", "dialog-save"),
    }
}

fn field_id() -> Id {
    Id::unique("typed path")
}

/// The field, which has the keyboard unless something else has taken it. Tells whether the path is taken by a key.
fn field_ui(ui: &mut Ui, view: &View<'_>, path: &mut String, is_fresh: bool, completed: Option<String>) -> bool {
    let id = field_id();
    // Where nothing is left to complete, Tab goes on to what comes next.
    let field = TextEdit::singleline(path)
        .id(id)
        .desired_width(f32::INFINITY)
        .event_filter(EventFilter { tab: completed.is_some(), ..EventFilter::default() });
    let response = ui.add(field).accessible_name(view.say("dialog-path-field"));
    if ui.memory(|memory| memory.focused().is_none()) && !response.lost_focus() {
        response.request_focus();
        // What is suggested is replaced by what is typed next; what was wrong is mended.
        let chosen_from = if is_fresh { 0 } else { path.chars().count() };
        choose(ui.ctx(), id, chosen_from, path.chars().count());
    }
    let is_tab = response.has_focus() && ui.input(|input| input.modifiers.is_none() && input.key_pressed(Key::Tab));
    if let Some(completed) = completed.filter(|_| is_tab) {
        ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab));
        *path = completed;
        edit_at_end(ui.ctx(), id, path);
    }
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// The names that are offered, with a hint below them if there are no more; the one that was chosen.
fn names_ui<'a>(ui: &mut Ui, view: &View<'_>, names: &[&'a Name], hint: Option<String>) -> Option<&'a Name> {
    let mut chosen = None;
    let height = ROW * (MOST_NAMES + 1) as f32;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), height), Layout::top_down_justified(Align::LEFT), |ui| {
        ui.set_min_height(height);
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.spacing_mut().button_padding.x = 8.0;
        for name in names.iter().take(MOST_NAMES) {
            let row = Button::new(name.shown()).frame_when_inactive(false).truncate().min_size(vec2(0.0, ROW));
            if ui.add(row).clicked() {
                chosen = Some(*name);
            }
        }
        let quiet = |ui: &mut Ui, words: String| {
            ui.horizontal(|ui| {
                ui.add_space(ui.spacing().button_padding.x);
                ui.label(RichText::new(words).font(small()).color(tokens(ui).quiet));
            });
        };
        match (names.len().checked_sub(MOST_NAMES), hint) {
            (Some(more @ 1..), _) => quiet(ui, view.text.with("dialog-path-more", &[("count", more.to_string())])),
            (_, Some(hint)) => quiet(ui, hint),
            (_, None) => {}
        }
    });
    chosen
}

/// Lets the keyboard go on behind the last letter.
fn edit_at_end(ctx: &Context, id: Id, path: &str) {
    ctx.memory_mut(|memory| memory.request_focus(id));
    choose(ctx, id, path.chars().count(), path.chars().count());
}

/// Chooses these letters: what is typed next replaces them.
fn choose(ctx: &Context, id: Id, from: usize, to: usize) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(from), CCursor::new(to))));
    state.store(ctx, id);
}
