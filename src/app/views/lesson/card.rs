//! The card of a step: what it says or asks, how the answer is given, what came of it, and the way on.

use egui::accesskit::Live;
use egui::{
    Align, Button, Label, Layout, Margin, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::{answer, challenge, end, keyboard, told};
use crate::app::commands::{Command, Commands, LessonCommand};
use crate::app::state::LessonPlay;
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::{card, chip, focus};
use crate::lesson::{Answered, StepKind, Sure};

use strum::IntoEnumIterator as _;

/// Sizes of type in a card of the usual width.
const QUESTION: f32 = 23.0;
const WORDS: f32 = 17.0;

/// Height below which what can be spared is left out.
const COMPACT: f32 = 430.0;

/// How much larger or smaller type is in a card of this width.
pub(super) fn scale(room: Rect) -> f32 {
    (room.width() / 420.0).clamp(0.86, 1.12)
}

pub fn card_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    let Some(play) = &view.lesson else { return };
    let scale = scale(room);
    keyboard::arrive(ui, (play.at, play.is_locked(play.at), play.at_end, play.own_work().first_vote.is_some()));
    card::padded(ui, room, Margin::symmetric(18, 14), |ui| {
        let inner = ui.max_rect();
        let compact = inner.height() < COMPACT;
        let foot = if play.at_end { 0.0 } else { foot_height(play, compact) };
        let (above, below) = inner.split_top_bottom_at_y(inner.bottom() - foot);
        ui.scope_builder(UiBuilder::new().max_rect(above.with_max_y(above.bottom() - 8.0)), |ui| {
            ScrollArea::vertical().id_salt(("lesson step", play.at, play.at_end)).auto_shrink(false).show(ui, |ui| {
                ui.set_width(inner.width() - 6.0);
                ui.spacing_mut().item_spacing.y = 10.0;
                if play.at_end {
                    end::end_ui(ui, view, play, commands);
                } else {
                    step_ui(ui, view, play, (scale, compact), commands);
                }
            });
        });
        if !play.at_end {
            ui.scope_builder(UiBuilder::new().max_rect(below), |ui| foot_ui(ui, view, play, compact, commands));
        }
    });
}

/// Words at the size of the card.
pub(super) fn words(ui: &mut Ui, words: &str, scale: f32) -> egui::Response {
    ui.add(Label::new(RichText::new(words).size(WORDS * scale)).wrap())
}

/// Quieter words.
pub(super) fn quiet(ui: &mut Ui, words: &str) -> egui::Response {
    let ink = tokens(ui).quiet;
    ui.add(Label::new(RichText::new(words).size(size::BODY).color(ink)).wrap())
}

fn step_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, (scale, compact): (f32, bool), commands: &mut Commands) {
    let kind = &play.step().kind;
    let is_locked = play.is_locked(play.at);
    if play.is_resumed {
        resumed_ui(ui, view, commands);
    }
    if is_locked && told::takes_the_title(play) {
        told::told_ui(ui, view, play, scale, commands);
        return;
    }
    if !compact && (play.at == 0 || matches!(kind, StepKind::Draw { .. })) {
        patient_ui(ui, view);
    }
    let asked = kind.words();
    let is_text = matches!(kind, StepKind::Read { .. } | StepKind::Watch { .. });
    if is_text {
        if play.at == 0 {
            ui.label(RichText::new(&play.lesson.title).font(strong(QUESTION * scale)));
        }
        let response = words(ui, asked, scale * 1.06);
        live(ui, response);
        if play.at == 0 && !play.lesson.goals.is_empty() {
            goals_ui(ui, view, play);
        }
    } else {
        let response = ui.add(Label::new(RichText::new(asked).font(strong(QUESTION * scale))).wrap());
        live(ui, response);
    }
    if play.own_work().first_vote.is_some() && !is_locked {
        words(ui, &view.say("lesson-vote-again"), scale);
        let alone = view.say("lesson-vote-keep");
        if chip::chip(ui, &alone, &alone).clicked() {
            commands.push(Command::Lesson(LessonCommand::KeepVote));
        }
    }
    let is_seen = matches!(kind, StepKind::Observe { .. } | StepKind::Choose { .. } | StepKind::Vote { .. });
    if is_seen && play.is_run_open() && !view.playback.playing {
        let words = view.say("lesson-watch-again");
        if chip::chip(ui, &words, &words).clicked() {
            commands.push(Command::Lesson(LessonCommand::WatchAgain));
        }
    }
    answer_ui(ui, view, play, scale, commands);
    hints_ui(ui, play);
    if play.is_told(play.at) {
        told::told_ui(ui, view, play, scale, commands);
    } else if is_locked {
        let response = quiet(ui, &view.say("lesson-told-later"));
        live(ui, response);
    }
}

/// That it was taken up again, and the way to begin anew.
fn resumed_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        quiet(ui, &view.say("lesson-resumed"));
        for (message, command) in [("lesson-again", LessonCommand::Restart), ("lesson-go-on", LessonCommand::Resumed)] {
            let words = view.say(message);
            if chip::chip(ui, &words, &words).clicked() {
                commands.push(Command::Lesson(command));
            }
        }
    });
}

/// Read out once it is there.
fn live(ui: &Ui, response: egui::Response) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
}

fn answer_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, scale: f32, commands: &mut Commands) {
    match &play.step().kind {
        StepKind::Draw { quantity, .. } => answer::drawing_ui(ui, view, play, *quantity, scale, commands),
        StepKind::Choose { options, right, .. } | StepKind::Vote { options, right, .. } => {
            let options: Vec<_> = options.iter().map(|option| option.say.clone()).collect();
            answer::options_ui(ui, view, play, &options, right.len() > 1, commands);
        }
        StepKind::Observe { among, .. } => {
            let options = answer::seen_options(view, among);
            answer::options_ui(ui, view, play, &options, false, commands);
        }
        StepKind::Order { chain, distractors, .. } => answer::order_ui(ui, view, play, (chain, distractors), commands),
        StepKind::Number { of, .. } => answer::number_ui(ui, view, play, of, commands),
        StepKind::Causes { pick, .. } => answer::causes_ui(ui, view, play, *pick, commands),
        StepKind::Contrast { .. } | StepKind::Say { .. } => answer::words_ui(ui, view, play, commands),
        StepKind::Try(asked) => challenge::challenge_ui(ui, view, play, asked, commands),
        StepKind::Read { .. } | StepKind::Watch { .. } => {}
    }
}

/// Who it is about: what is known before the first draw.
fn patient_ui(ui: &mut Ui, view: &View<'_>) {
    let tokens = tokens(ui);
    let patient = &view.case.preset().protocol.settings.patient;
    let name = view.text.patient_name(patient.sex, patient.age_years, patient.pregnancy);
    let frame = egui::Frame::new().fill(tokens.ground).corner_radius(8.0).inner_margin(Margin::symmetric(12, 9));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.label(RichText::new(name).font(strong(size::STRONG)));
        let procedure = &view.case.preset().protocol.settings.procedure;
        let arguments = [
            ("weight", crate::text::fixed(patient.weight_kg, usize::from(patient.weight_kg < 20.0))),
            ("liters", crate::text::fixed(patient.entered_blood_volume_ml() / 1000.0, 1)),
            ("flow", crate::text::fixed(procedure.inlet_flow_ml_min, 0)),
            ("time", crate::text::clock(procedure.duration_min)),
        ];
        quiet(ui, &view.text.with("lesson-patient", &arguments));
    });
}

fn goals_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay) {
    ui.label(RichText::new(view.say("lesson-goals")).font(small()).color(tokens(ui).quiet));
    ui.spacing_mut().item_spacing.y = 5.0;
    for goal in &play.lesson.goals {
        ui.horizontal_top(|ui| {
            let ink = tokens(ui).accent;
            let (rect, _) = ui.allocate_exact_size(vec2(12.0, 18.0), egui::Sense::hover());
            ui.painter().circle_filled(rect.center(), 3.5, ink);
            ui.add(Label::new(RichText::new(goal).size(size::BODY)).wrap());
        });
    }
}

/// The hints that were asked for.
fn hints_ui(ui: &mut Ui, play: &LessonPlay) {
    let shown = play.own_work().hints;
    let tokens = tokens(ui);
    for hint in play.step().hints.iter().take(shown) {
        let fill = Tokens::faint(tokens.accent, 0.10);
        let frame = egui::Frame::new().fill(fill).corner_radius(8.0).inner_margin(Margin::symmetric(12, 8));
        let response = frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(Label::new(RichText::new(hint).size(size::BODY)).wrap())
        });
        live(ui, response.inner);
    }
}

/// The height of what stands below the answer.
fn foot_height(play: &LessonPlay, compact: bool) -> f32 {
    let is_open = !play.is_locked(play.at) && play.step().kind.answered() != Answered::Not;
    match (is_open, play.asks_sure()) {
        (true, true) if compact => 88.0,
        (true, false) if compact => 46.0,
        (true, true) => 138.0,
        (true, false) => 74.0,
        _ => 42.0,
    }
}

fn foot_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, compact: bool, commands: &mut Commands) {
    let is_open = !play.is_locked(play.at) && play.step().kind.answered() != Answered::Not;
    ui.spacing_mut().item_spacing.y = 7.0;
    if is_open {
        if play.asks_sure() {
            sure_ui(ui, view, play, compact, commands);
        }
        let (message, quiet) = lock_words(play);
        let can_lock = play.can_lock(view.run());
        let do_not_know = |ui: &mut Ui, commands: &mut Commands| {
            let is_try = matches!(play.step().kind, StepKind::Try(_));
            let message = if is_try { "lesson-show-me" } else { "lesson-do-not-know" };
            let words = RichText::new(view.say(message)).font(small());
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
        let told = if can_lock || !play.asks_sure() || play.given(view.run()).is_none() {
            view.say(quiet)
        } else {
            view.say("lesson-say-how-sure")
        };
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            do_not_know(ui, commands);
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                let told = ui.add(Label::new(RichText::new(told).font(small()).color(tokens(ui).quiet)).truncate());
                live(ui, told);
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
    match &play.step().kind {
        StepKind::Vote { .. } if play.own_work().first_vote.is_none() => ("lesson-vote", "lesson-vote-told"),
        StepKind::Draw { .. } => ("lesson-lock-line", "lesson-locked-stays"),
        StepKind::Try(_) => ("lesson-hand-in", "lesson-try-told"),
        StepKind::Say { .. } | StepKind::Contrast { .. } => ("lesson-lock-words", "lesson-words-told"),
        _ => ("lesson-lock", "lesson-locked-stays"),
    }
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
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for sure in Sure::iter() {
            let is_on = play.own_work().sure == Some(sure);
            if answer::choice_box(ui, &view.say(sure_message(sure)), is_on, vec2(width, 34.0)) {
                commands.push(Command::Lesson(LessonCommand::Sure(sure)));
            }
        }
    });
}
