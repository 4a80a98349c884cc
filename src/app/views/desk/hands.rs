//! Hands up, for the lecturer: which question, its answers, the raised hands as they are counted, and when the hall sees what.

use egui::{Button, DragValue, Label, Rect, RichText, Role, TextEdit, Ui, WidgetInfo, vec2};

use super::{scrolling, titled};
use crate::app::commands::{Command, Commands};
use crate::app::state::vote::{MOST_HANDS, Vote, answer_letter};
use crate::app::state::{Scenery, vote};
use crate::app::theme::{small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::drop_down;
use crate::lesson;

pub fn hands_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let before = &view.workspace.stage.vote;
    let total = view.text.with("desk-hands-total", &[("count", before.total().to_string())]);
    titled(ui, room, &view.say("desk-hands"), &total, |ui| {
        let mut now = before.clone();
        let foot = 32.0;
        let inside = ui.max_rect();
        let (above, buttons) = inside.split_top_bottom_at_y(inside.bottom() - foot);
        ui.scope_builder(egui::UiBuilder::new().max_rect(above).id_salt("hands"), |ui| {
            scrolling(ui, "hands up", |ui| {
                question_ui(ui, view, &mut now);
                for place in 0..now.answers.len() {
                    answer_ui(ui, view, &mut now, place);
                }
                count_ui(ui, view, &mut now);
            });
        });
        ui.scope_builder(egui::UiBuilder::new().max_rect(buttons.with_min_y(buttons.top() + 4.0)), |ui| {
            buttons_ui(ui, view, &mut now, commands);
        });
        if now != *before {
            commands.push(Command::Vote(Box::new(now)));
        }
    });
}

/// The question: one of the case's, or typed on the spot.
fn question_ui(ui: &mut Ui, view: &View<'_>, now: &mut Vote) {
    let preset = view.case.preset();
    // Its own, and those of lessons about it.
    let questions: Vec<_> = preset.questions.iter().chain(lesson::votes_about(&preset.title)).collect();
    if !questions.is_empty() {
        let current = questions.iter().position(|question| question.ask == now.ask).unwrap_or(usize::MAX);
        let choices: Vec<_> = questions.iter().map(|question| question.ask.clone()).enumerate().collect();
        let shown = RichText::new(view.say("desk-hands-of-case")).font(small());
        let combo =
            egui::ComboBox::from_id_salt("question").selected_text(shown).width(ui.available_width() - 8.0).truncate();
        let (_, chosen) = drop_down::choices(ui, combo, &view.say("desk-hands-of-case"), current, choices);
        if let Some(question) = chosen.and_then(|place| questions.get(place)) {
            *now = Vote::of_case(question);
        }
    }
    let field = TextEdit::multiline(&mut now.ask).desired_rows(2).desired_width(f32::INFINITY);
    let response = ui.add(field.hint_text(view.say("desk-hands-ask")));
    let name = view.say("desk-hands-ask");
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
    if now.answers.is_empty() && !now.ask.is_empty() {
        *now = std::mem::take(now).with_answers(3);
    }
}

/// An answer: its letter, its words, and its hands with a button to lower and to raise one.
fn answer_ui(ui: &mut Ui, view: &View<'_>, now: &mut Vote, place: usize) {
    let letter = answer_letter(place);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding.x = 2.0;
        ui.spacing_mut().interact_size.x = 20.0;
        let named = |message: &str| view.text.with(message, &[("letter", letter.to_string())]);
        let is_right = &mut now.right[place];
        let words = RichText::new(letter.to_string()).font(strong(15.0));
        let mark = ui.add_sized(vec2(20.0, 24.0), Button::selectable(*is_right, words));
        let name = named("desk-mark-right");
        mark.widget_info(|| WidgetInfo::selected(Role::Button, true, *is_right, &name));
        if mark.on_hover_text(&name).clicked() {
            *is_right = !*is_right;
        }
        let width = (ui.available_width() - 2.0 * 24.0 - 42.0 - 5.0 * 4.0).max(40.0);
        let response = ui.add(TextEdit::singleline(&mut now.answers[place]).desired_width(width));
        let name = named("desk-answer");
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
        for (words, message, by) in [("−", "desk-lower", -1), ("+", "desk-raise", 1)] {
            let button = ui.add_sized(vec2(24.0, 24.0), Button::new(words));
            let name = named(message);
            ui.ctx().accesskit_node_builder(button.id, |node| node.set_label(name));
            if button.clicked() {
                now.raise(place, by);
            }
            if by < 0 {
                let field = DragValue::new(&mut now.hands[place]).range(0..=MOST_HANDS).speed(0.3);
                let response = ui.add_sized(vec2(42.0, 24.0), field);
                let name = named("desk-hands-for");
                ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
            }
        }
    });
}

/// How many answers there are.
fn count_ui(ui: &mut Ui, view: &View<'_>, now: &mut Vote) {
    if now.answers.is_empty() {
        let words = RichText::new(view.say("desk-hands-hint")).font(small()).color(tokens(ui).quiet);
        ui.add(Label::new(words).wrap());
        return;
    }
    ui.horizontal(|ui| {
        let count = now.answers.len();
        for (message, to, is_possible) in
            [("desk-more-answers", count + 1, count < vote::MOST_ANSWERS), ("desk-fewer-answers", count - 1, count > 2)]
        {
            let words = RichText::new(view.say(message)).font(small());
            if ui.add_enabled(is_possible, Button::new(words)).clicked() {
                *now = std::mem::take(now).with_answers(to);
            }
        }
    });
}

fn buttons_ui(ui: &mut Ui, view: &View<'_>, now: &mut Vote, commands: &mut Commands) {
    let is_on = view.workspace.stage.scenery == Scenery::Vote;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.spacing_mut().button_padding.x = 2.0;
        let width = (ui.available_width() - 12.0) / 3.0;
        let pressed = |ui: &mut Ui, message: &str, is_possible: bool| {
            let sized = Button::new(view.say(message)).min_size(vec2(width, 26.0));
            ui.add_enabled(is_possible, sized).clicked()
        };
        let message = match (is_on, now.shown) {
            (false, _) => "desk-vote-ask",
            (true, false) => "desk-vote-show",
            (true, true) => "desk-vote-hide",
        };
        if pressed(ui, message, !now.answers.is_empty()) {
            if is_on {
                now.shown = !now.shown;
            } else {
                commands.push(Command::ShowScenery(Scenery::Vote));
            }
        }
        if pressed(ui, "desk-vote-reveal", is_on && now.has_answer()) {
            now.revealed = !now.revealed;
        }
        if pressed(ui, "desk-vote-again", now.total() > 0) {
            now.again();
        }
    });
}
