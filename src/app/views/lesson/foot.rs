//! The foot of a step's card: how sure the student is, the lock, and the way on.

use egui::{Align, Button, Label, Layout, RichText, Role, Sense, Ui, WidgetInfo, vec2};
use strum::IntoEnumIterator as _;

use super::card::live;
use super::{keyboard, options};
use crate::app::commands::{Command, Commands, LessonCommand};
use crate::app::state::LessonPlay;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::focus;
use crate::app::widgets::roving::Roving;
use crate::lesson::{Answered, StepKind, Sure};

/// The height of what stands below the answer.
pub(super) fn foot_height(play: &LessonPlay, compact: bool) -> f32 {
    let is_open = !play.is_locked(play.at) && play.step().kind.answered() != Answered::Not;
    match (is_open, play.asks_sure()) {
        (true, true) if compact => 88.0,
        (true, false) if compact => 46.0,
        (true, true) => 138.0,
        (true, false) => 74.0,
        _ => 42.0,
    }
}

pub(super) fn foot_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, compact: bool, commands: &mut Commands) {
    let is_open = !play.is_locked(play.at) && play.step().kind.answered() != Answered::Not;
    ui.spacing_mut().item_spacing.y = 7.0;
    if is_open {
        if play.asks_sure() {
            sure_ui(ui, view, play, compact, commands);
        }
        let (message, quiet) = lock_words(play);
        let can_lock = play.can_lock(view.run());
        let do_not_know = |ui: &mut Ui, commands: &mut Commands| {
            let words = RichText::new(view.say(play.give_up_message())).font(small());
            let response = ui.add(Button::new(words).frame(false));
            if response.clicked() {
                commands.push(Command::Lesson(LessonCommand::DoNotKnow));
            }
            response.rect.left()
        };
        if compact {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                do_not_know(ui, commands);
                if wide_button(ui, &view.say(message), can_lock) {
                    commands.push(Command::Lesson(LessonCommand::Lock));
                }
            });
            return;
        }
        if wide_button(ui, &view.say(message), can_lock) {
            commands.push(Command::Lesson(LessonCommand::Lock));
        }
        let lacks_sure = !can_lock && play.asks_sure() && play.given(view.run()).is_some();
        let told = view.say(if lacks_sure { "lesson-say-how-sure" } else { quiet });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            do_not_know(ui, commands);
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                let told = ui.add(Label::new(RichText::new(told).font(small()).color(tokens(ui).quiet)).truncate());
                if lacks_sure {
                    live(ui, told);
                }
            });
        });
        return;
    }
    ui.horizontal(|ui| {
        if play.at > 0 && ui.add(Button::new(view.say("lesson-back")).min_size(vec2(72.0, 42.0))).clicked() {
            commands.push(Command::Lesson(LessonCommand::Turn(false)));
        }
        let is_last = play.at + 1 == play.lesson.steps.len();
        let message = if is_last { "lesson-finish" } else { "lesson-next" };
        if wide_button(ui, &view.say(message), !play.revealing) {
            commands.push(Command::Lesson(LessonCommand::Turn(true)));
        }
    });
}

/// What locks the answer is called, and what is said below it.
fn lock_words(play: &LessonPlay) -> (&'static str, &'static str) {
    let told = match &play.step().kind {
        StepKind::Vote { .. } if play.own_work().first_vote.is_none() => "lesson-vote-told",
        StepKind::Try(_) => "lesson-try-told",
        StepKind::Say { .. } | StepKind::Contrast { .. } => "lesson-words-told",
        _ => "lesson-locked-stays",
    };
    (play.lock_message(), told)
}

/// The button for what is most likely wanted next.
pub(super) fn wide_button(ui: &mut Ui, words: &str, enabled: bool) -> bool {
    let tokens = tokens(ui);
    let sense = if enabled { Sense::click() } else { Sense::focusable_noninteractive() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 42.0), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, words));
    let (fill, ink) = match (enabled, response.hovered()) {
        (true, false) => (tokens.accent, tokens.on_accent),
        (true, true) => (tokens.accent.gamma_multiply(0.88), tokens.on_accent),
        (false, _) => (tokens.button, tokens.quiet),
    };
    ui.painter().rect_filled(rect, 8.0, fill);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, words, strong(size::VALUE), ink);
    focus::ring(ui, &response, rect.expand(3.0), 10.0);
    if enabled {
        keyboard::take(ui, &response);
    }
    enabled && response.clicked()
}

/// The message id of how sure a student is.
const fn sure_message(sure: Sure) -> &'static str {
    match sure {
        Sure::Guess => "lesson-guess",
        Sure::Fairly => "lesson-fairly-sure",
        Sure::Certain => "lesson-certain",
    }
}

/// How sure the student is.
fn sure_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, compact: bool, commands: &mut Commands) {
    if !compact {
        ui.label(RichText::new(view.say("lesson-how-sure")).font(strong(size::STRONG)));
    }
    let width = (ui.available_width() - 2.0 * 8.0) / 3.0;
    let mut roving = Roving::new(ui, ui.scope_id().with(("how sure", play.at)), Sure::iter().len(), 0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for sure in Sure::iter() {
            let is_on = play.own_work().sure == Some(sure);
            let told = (view.say(sure_message(sure)), view.say("lesson-how-sure"));
            if options::choice_box(ui, told, is_on, vec2(width, 34.0), &mut roving) {
                commands.push(Command::Lesson(LessonCommand::Sure(sure)));
            }
        }
    });
}
