//! The end of a lesson: what came of every answer, before and after, what is handed in, and the way on.

use egui::{Label, RichText, Role, TextEdit, Ui, WidgetInfo, vec2};

use super::card::{quiet, words};
use super::foot::wide_button;
use super::told::sign_ui;
use crate::app::commands::{Command, Commands, LessonCommand};
use crate::app::state::LessonPlay;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::View;
use crate::app::views::share::code_ui;
use crate::app::widgets::chip;
use crate::lesson::Verdict;
use crate::picture::qr::Qr;

/// The end: every answer with its verdict, before and after, how sure and how right, and the way on.
pub(super) fn end_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, commands: &mut Commands) {
    ui.label(RichText::new(view.say("lesson-end-title")).font(strong(23.0)));
    ui.spacing_mut().item_spacing.y = 6.0;
    let marked: Vec<_> = play.marked().collect();
    let right = marked.iter().filter(|(_, verdict)| *verdict == Verdict::Right).count();
    let counts = [("right", right.to_string()), ("count", marked.len().to_string())];
    quiet(ui, &view.text.with("lesson-end-right", &counts));
    let (before, after, pairs) = play.before_and_after();
    if pairs > 0 {
        let arguments = [("before", before.to_string()), ("after", after.to_string()), ("count", pairs.to_string())];
        words(ui, &view.text.with("lesson-end-gain", &arguments), 1.0);
    }
    if let Some((sure, right)) = play.certain() {
        let arguments = [("count", sure.to_string()), ("right", right.to_string())];
        quiet(ui, &view.text.with("lesson-end-sure", &arguments));
    }
    hand_in_ui(ui, view, play, commands);
    ui.separator();
    if wide_button(ui, &view.say("lesson-end-home"), true) {
        commands.push(Command::Lesson(LessonCommand::Leave));
    }
    ui.horizontal(|ui| {
        if ui.button(view.say("lesson-back")).clicked() {
            commands.push(Command::Lesson(LessonCommand::Turn(false)));
        }
        if ui.button(view.say("lesson-again")).clicked() {
            commands.push(Command::Lesson(LessonCommand::Restart));
        }
    });
    ui.separator();
    for (place, verdict) in marked {
        ui.horizontal_top(|ui| {
            sign_ui(ui, verdict);
            let asked = play.lesson.steps[place].kind.words();
            ui.add(Label::new(RichText::new(asked).size(size::BODY)).wrap());
        });
    }
}

/// Name and seat, the answers as a file, and the code that can be read aloud.
fn hand_in_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, commands: &mut Commands) {
    ui.separator();
    ui.label(RichText::new(view.say("lesson-hand-in-title")).font(strong(size::VALUE)));
    ui.horizontal(|ui| {
        let mut name = play.name.clone();
        let words = view.say("lesson-name");
        let field = TextEdit::singleline(&mut name).hint_text(&words).char_limit(60).desired_width(190.0);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &words));
        if response.changed() {
            commands.push(Command::Lesson(LessonCommand::Name(name)));
        }
        let mut seat = play.seat.map_or_else(String::new, |seat| seat.to_string());
        let words = view.say("lesson-seat");
        let response = ui.add(TextEdit::singleline(&mut seat).hint_text(&words).char_limit(3).desired_width(64.0));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &words));
        if response.changed() {
            commands.push(Command::Lesson(LessonCommand::Seat(seat.trim().parse().ok())));
        }
    });
    if ui.button(view.say("lesson-save-answers")).clicked() {
        commands.push(Command::Lesson(LessonCommand::HandIn));
    }
    if let Some(code) = play.code() {
        ui.horizontal(|ui| {
            ui.label(RichText::new(view.say("lesson-code")).font(small()).color(tokens(ui).quiet));
            ui.label(RichText::new(&code).font(egui::FontId::monospace(17.0)));
            let words = view.say("lesson-copy");
            if chip::chip(ui, &words, &words).clicked() {
                commands.push(Command::Copy(code.clone()));
            }
        });
    }
}

/// The code as a square, large enough to be read from a screen, where the scene stands else.
pub(super) fn code_square_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, room: egui::Rect) {
    let Some(code) = play.code().and_then(|code| Qr::of(&code)) else { return };
    let side = 0.72 * room.width().min(room.height());
    let square = egui::Rect::from_center_size(room.center(), vec2(side, side));
    ui.scope_builder(egui::UiBuilder::new().max_rect(square), |ui| code_ui(ui, view, &code, side));
    let below = square.center_bottom() + vec2(0.0, 10.0);
    let (words, ink) = (view.say("lesson-code-told"), tokens(ui).quiet);
    ui.painter().text(below, egui::Align2::CENTER_TOP, words, small(), ink);
}
