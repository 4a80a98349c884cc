//! The card of a step: what it says or asks, how the answer is given, and what came of it.

use egui::accesskit::Live;
use egui::{Label, Margin, Rect, RichText, ScrollArea, Ui, UiBuilder, vec2};

use super::{answer, challenge, end, foot, keyboard, options, told};
use crate::app::commands::{Command, Commands, LessonCommand};
use crate::app::state::LessonPlay;
use crate::app::theme::{Tokens, size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::{card, chip};
use crate::lesson::{Hidden, StepKind};
use crate::picture::scene::PartId;
use crate::picture::scene::facts::{facts, spoken};
use crate::text::clock;

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
        let foot = if play.at_end { 0.0 } else { foot::foot_height(play, compact) };
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
            ui.scope_builder(UiBuilder::new().max_rect(below), |ui| foot::foot_ui(ui, view, play, compact, commands));
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
        followed_ui(ui, view, play);
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
pub(super) fn live(ui: &Ui, response: egui::Response) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
}

fn answer_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, scale: f32, commands: &mut Commands) {
    match &play.step().kind {
        StepKind::Draw { quantity, .. } => answer::drawing_ui(ui, view, play, *quantity, scale, commands),
        StepKind::Choose { options, right, .. } | StepKind::Vote { options, right, .. } => {
            let options: Vec<_> = options.iter().map(|option| option.say.clone()).collect();
            options::options_ui(ui, view, play, &options, right.len() > 1, commands);
        }
        StepKind::Observe { among, .. } => {
            let options = options::seen_options(view, among);
            options::options_ui(ui, view, play, &options, false, commands);
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
            ("time", clock(procedure.duration_min)),
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

/// While the run is played: the numbers of the part that is pointed at, a few times on the way, so that who hears can follow as well.
fn followed_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay) {
    /// How often on the way; more would talk without end.
    const TIMES: f64 = 4.0;
    let Some(part) = play.part().and_then(PartId::by_key) else { return };
    let (at_min, end_min) = (view.playback.playhead_min, view.run().end_min);
    let is_hidden = play.lesson.hidden_at(play.at).contains(&Hidden::Numbers);
    if is_hidden || !play.is_run_open() || at_min <= 0.0 {
        return;
    }
    let at_min = if view.playback.playing { (at_min * TIMES / end_min).floor() * end_min / TIMES } else { at_min };
    let numbers = spoken(&facts(part, view.run(), &view.run().at(at_min), view.text));
    let part = view.say(&format!("part-{}", part.key()));
    let arguments = [("time", clock(at_min)), ("part", part), ("numbers", numbers)];
    let response = quiet(ui, &view.text.with("lesson-followed", &arguments));
    live(ui, response);
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
