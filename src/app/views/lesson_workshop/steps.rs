//! The list of steps, each with its kind and first words, and the menu that adds one from what is on the screen.

use egui::{Align, Button, Layout, RichText, ScrollArea, Ui, vec2};

use super::problems;
use crate::app::commands::{Command, Commands, DraftCommand, seed};
use crate::app::state::LessonDraft;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::View;
use crate::lesson::fields::KINDS;

/// The most steps of a lesson that is written here.
const MOST: usize = 40;

/// The message that names a kind of step.
pub fn kind_message(kind: &str) -> &'static str {
    match kind {
        "Read" => "draft-kind-read",
        "Watch" => "draft-kind-watch",
        "Draw" => "draft-kind-draw",
        "Choose" => "draft-kind-choose",
        "Order" => "draft-kind-order",
        "Observe" => "draft-kind-observe",
        "Number" => "draft-kind-number",
        "Causes" => "draft-kind-causes",
        "Contrast" => "draft-kind-contrast",
        "Try" => "draft-kind-try",
        "Say" => "draft-kind-say",
        _ => "draft-kind-vote",
    }
}

pub fn steps_ui(ui: &mut Ui, view: &View<'_>, draft: &LessonDraft, commands: &mut Commands) {
    const ADD: f32 = 40.0;
    let text = draft.text();
    let kinds = text.kinds();
    let room = ui.max_rect();
    let height = room.height() - ADD;
    ScrollArea::vertical().id_salt("draft steps").auto_shrink(false).max_height(height).show(ui, |ui| {
        ui.set_width(room.width() - 8.0);
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
            let title = draft.title();
            if row_ui(ui, draft.at.is_none(), &view.text.with("draft-row-title", &[("title", title)]), false) {
                commands.push(Command::Draft(DraftCommand::Select(None)));
            }
            for (place, kind) in kinds.iter().enumerate() {
                let field =
                    ["question", "text", "task"].into_iter().find(|name| text.value(Some(place), name).is_some());
                let arguments = [
                    ("step", (place + 1).to_string()),
                    ("kind", view.say(kind_message(kind))),
                    ("words", field.map(|name| text.words(Some(place), name)).unwrap_or_default()),
                ];
                let is_wrong = problems(view, draft).iter().any(|problem| LessonDraft::step_of(problem) == Some(place));
                if row_ui(ui, draft.at == Some(place), &view.text.with("draft-row", &arguments), is_wrong) {
                    commands.push(Command::Draft(DraftCommand::Select(Some(place))));
                }
            }
        });
    });
    ui.add_space(4.0);
    ui.add_enabled_ui(kinds.len() < MOST, |ui| {
        ui.menu_button(view.say("draft-add"), |ui| add_ui(ui, view, draft, commands));
    });
}

fn row_ui(ui: &mut Ui, is_open: bool, words: &str, is_wrong: bool) -> bool {
    let tokens = tokens(ui);
    let font = if is_open { strong(size::SMALL) } else { small() };
    let words = RichText::new(words).font(font).color(if is_wrong { tokens.severe } else { tokens.text });
    let button = Button::selectable(is_open, words).truncate().min_size(vec2(0.0, 24.0));
    let button = if is_open { button.fill(tokens.button_hovered) } else { button };
    ui.add(button).clicked()
}

/// The kinds of steps; one about which the screen shows nothing says so.
fn add_ui(ui: &mut Ui, view: &View<'_>, draft: &LessonDraft, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let base = draft.case_before(draft.next_place());
    for kind in KINDS.iter().copied() {
        let message = kind_message(kind);
        let is_offered = seed(view.state, view.text, kind, base).is_some();
        let name = view.say(message);
        let hint = view.text.attribute(message, "hint").unwrap_or_default();
        let button = Button::new(&name).right_text(RichText::new(hint).font(small()).color(tokens(ui).quiet));
        let response = ui.add_enabled(is_offered, button.min_size(vec2(420.0, 24.0)));
        let response = response.accessible_name(&name);
        if !is_offered {
            response.on_disabled_hover_text(view.text.attribute(message, "missing").unwrap_or_default());
        } else if response.clicked() {
            commands.push(Command::Draft(DraftCommand::Add(kind)));
            ui.close();
        }
    }
}
