//! What the lecturer alone reads: notes to the present stop and to the case, and the questions that will come, with their answers.

use egui::{Label, Rect, RichText, Ui};

use super::{scrolling, titled};
use crate::app::commands::Commands;
use crate::app::state::LectureStop;
use crate::app::theme::{size, strong, tokens};
use crate::app::views::View;
use crate::sim::protocol::SAME_TIME_MIN;

/// Read at arm's length while speaking.
const NOTES: f32 = 18.0;

pub fn notes_ui(ui: &mut Ui, view: &View<'_>, room: Rect, _: &mut Commands) {
    titled(ui, room, &view.say("desk-notes"), &view.say("desk-only-here"), |ui| {
        scrolling(ui, "notes", |ui| {
            let tokens = tokens(ui);
            let preset = view.case.preset();
            let now_min = view.playback.playhead_min + SAME_TIME_MIN;
            let stops = view.lecture_stops();
            let own = stops.iter().rev().find(|stop| stop.at_min <= now_min).and_then(LectureStop::notes);
            let told: Vec<&str> = own.into_iter().chain([preset.notes.as_str()]).filter(|it| !it.is_empty()).collect();
            for words in &told {
                ui.add(Label::new(RichText::new(*words).size(NOTES)).wrap());
                ui.add_space(6.0);
            }
            if told.is_empty() {
                let words =
                    if preset.look_for.is_empty() { view.say("desk-no-notes") } else { preset.look_for.clone() };
                ui.add(Label::new(RichText::new(words).size(NOTES)).wrap());
            }
            if !preset.questions.is_empty() {
                ui.add_space(4.0);
                ui.label(RichText::new(view.say("desk-they-ask")).font(strong(size::STRONG)));
            }
            for question in &preset.questions {
                ui.add(Label::new(RichText::new(&question.ask).size(size::BODY)).wrap());
                if !question.answer.is_empty() {
                    ui.add(Label::new(RichText::new(&question.answer).size(size::BODY).color(tokens.quiet)).wrap());
                }
                ui.add_space(4.0);
            }
        });
    });
}
