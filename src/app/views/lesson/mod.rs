//! A lesson: the question at the left, and at the right what it is about; what is still to be predicted is covered.

mod answer;
mod card;
mod challenge;
mod end;
mod foot;
mod hand;
mod keyboard;
mod landscape;
mod options;
mod plot;
mod plot_words;
mod steps;
mod told;
mod told_curve;

pub use card::card_ui;
pub use landscape::{Place, landscape_ui, place_of};
pub use options::seen_options;
pub use plot::plot_ui;
pub use steps::steps_ui;

use egui::{Align, Button, Label, Layout, Margin, Rect, RichText, Stroke, Ui, UiBuilder, vec2};

use super::View;
use super::text_size::text_size_ui;
use crate::app::commands::{Command, Commands, LessonCommand};
use crate::app::state::{LessonPlay, LessonSource};
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::card as surface;
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::track::Track;
use crate::lesson::{Hidden, StepKind};
use crate::sim::settings::Unit;
use crate::text::clock;

/// Layout of a lesson.
pub struct Places {
    /// Where in the loop, and how far.
    pub steps: Rect,
    pub card: Rect,
    pub plot: Option<Rect>,
    /// Where the scene stands, its covers and its time.
    pub below: Option<Rect>,
    /// The scenes that are shown now: none while they are covered.
    pub scenes: Vec<Rect>,
    time: Option<Rect>,
}

const STEPS: f32 = 34.0;
const TIME: f32 = 38.0;

impl Places {
    pub fn new(all: Rect, view: &View<'_>) -> Self {
        /// Share of the width that the question takes, and its bounds.
        const CARD: f32 = 0.335;
        const LEAST: f32 = 318.0;
        const MOST: f32 = 480.0;
        /// Share of the height that a curve takes above the scene.
        const PLOT: f32 = 0.60;
        /// Height below which there is room for one of the two.
        const LOW: f32 = 470.0;
        let (steps, body) = all.split_top_bottom_at_y(all.top() + STEPS);
        let body = body.with_min_y(body.top() + 6.0);
        let card = body.with_max_x(body.left() + (CARD * body.width()).clamp(LEAST, MOST));
        let right = body.with_min_x(card.right() + size::GAP);
        let nothing = Self { steps, card, plot: None, below: None, scenes: Vec::new(), time: None };
        let Some(play) = &view.lesson else { return nothing };
        if play.at_end {
            return Self { below: Some(right), ..nothing };
        }
        let kind = &play.step().kind;
        let has_plot = play.shows_map()
            || (play.quantity().is_some() && (play.is_run_open() || matches!(kind, StepKind::Draw { .. })));
        let is_low = right.height() < LOW;
        let is_about_curve = play.shows_map()
            || matches!(kind, StepKind::Draw { .. } | StepKind::Causes { .. } | StepKind::Contrast { .. });
        let (plot, below) = match (has_plot, is_low) {
            (true, true) if is_about_curve => (Some(right), None),
            (true, false) => {
                let (above, below) = right.split_top_bottom_at_fraction(PLOT);
                (Some(above), Some(below.with_min_y(below.top() + size::GAP)))
            }
            _ => (None, Some(right)),
        };
        let mut places = Self { steps, card, plot, below, scenes: Vec::new(), time: None };
        let Some(below) = below.filter(|_| !is_covered(view, play)) else { return places };
        let mut scene = below;
        if play.is_run_open() {
            let (above, time) = below.split_top_bottom_at_y(below.bottom() - TIME);
            (scene, places.time) = (above, Some(time));
        }
        places.scenes = if view.twin().is_some() {
            let (left, right) = scene.split_left_right_at_fraction(0.5);
            vec![left, right]
        } else {
            vec![scene]
        };
        places
    }
}

/// Whether the scene is covered: a prediction is open, or the lesson hides it.
fn is_covered(view: &View<'_>, play: &LessonPlay) -> bool {
    let is_predicting = matches!(play.step().kind, StepKind::Draw { .. }) && !play.is_run_open();
    is_predicting || play.lesson.hidden_at(play.at).contains(&Hidden::Scene) || view.playback_is_ahead(play)
}

impl View<'_> {
    /// Whether the playhead stands where nothing may be seen yet.
    fn playback_is_ahead(&self, play: &LessonPlay) -> bool {
        !play.is_run_open() && self.playback.playhead_min > 0.0
    }
}

/// The bar: which lesson it is, help, and the way out.
pub fn bar_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(play) = &view.lesson else { return };
    let bar = ui.max_rect();
    // One that is only tried leads back to where it is written.
    let leave = view.say(if play.source == LessonSource::Draft { "draft-back" } else { "lesson-leave" });
    let right = UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center));
    let right = ui.scope_builder(right, |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        if ui.button(&leave).clicked() {
            commands.push(Command::Lesson(LessonCommand::Leave));
        }
        let (hints, shown) = (play.step().hints.len(), play.own_work().hints);
        if hints > 0 && !play.is_locked(play.at) && !play.at_end {
            let left = hints.saturating_sub(shown);
            let words = view.text.with("lesson-hint", &[("count", left.to_string())]);
            if ui.add_enabled(left > 0, Button::new(words)).clicked() {
                commands.push(Command::Lesson(LessonCommand::Hint));
            }
        }
        text_size_ui(ui, view, commands);
        ui.add_space(6.0);
        ui.label(RichText::new(view.say("disclaimer")).font(small()).color(tokens(ui).quiet));
    });
    let room = bar.with_max_x(right.response.rect.left() - 16.0);
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)), |ui| {
        // One that is only tried does not lead there.
        if play.source != LessonSource::Draft
            && icon::button(ui, Icon::Home, &view.say("menu-home"), 30.0, false).clicked()
        {
            commands.push(Command::Lesson(LessonCommand::Leave));
        }
        let title = view.text.with("lesson-title", &[("title", play.lesson.title.clone())]);
        ui.add(Label::new(RichText::new(title).font(strong(size::TITLE))).truncate());
    });
}

/// The ground of the scene: its cover while it is to be predicted, or the time of the run.
pub fn below_ui(ui: &mut Ui, view: &View<'_>, places: &Places, commands: &mut Commands) {
    let (Some(play), Some(below)) = (&view.lesson, places.below) else { return };
    if play.at_end {
        surface::padded(ui, below, Margin::ZERO, |ui| end::code_square_ui(ui, view, play, below));
        return;
    }
    if places.scenes.is_empty() {
        return cover_ui(ui, view, play, below);
    }
    surface::padded(ui, below, Margin::ZERO, |_| ());
    if let Some(time) = places.time {
        ui.scope_builder(UiBuilder::new().max_rect(time.shrink2(vec2(14.0, 2.0))), |ui| time_ui(ui, view, commands));
    }
}

/// Play, and the time of the run.
fn time_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let end_min = view.run().end_min;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let playing = view.playback.playing;
        let (symbol, name) = if playing { (Icon::Pause, "guide-pause") } else { (Icon::Play, "guide-play") };
        if icon::button(ui, symbol, &view.say(name), 30.0, true).clicked() {
            commands.push(Command::TogglePlay);
        }
        ui.add_space(4.0);
        let words = format!("{} / {}", clock(view.playback.playhead_min), clock(end_min));
        let galley = ui.painter().layout_no_wrap(words, small(), tokens(ui).quiet);
        let width = ui.available_width() - galley.size().x - 14.0;
        let mut track = Track {
            id: ui.scope_id().with("lesson time"),
            name: &view.say("lesson-time"),
            value: view.playback.playhead_min,
            from: 0.0,
            to: end_min,
            step: 1.0,
            usual: None,
            filled: true,
            warned: &[],
            stale: false,
            height: 26.0,
            unit: &view.text.unit(Unit::Min),
            spoken: &clock,
        };
        if let Some(to_min) = track.requested(ui) {
            track.value = to_min;
            commands.push(Command::Seek(to_min));
        }
        ui.allocate_ui(vec2(width, 26.0), |ui| track.show(ui));
        let at = ui.max_rect().right_center() - vec2(galley.size().x, galley.size().y / 2.0);
        ui.painter().galley(at, galley, tokens(ui).quiet);
    });
}

/// In place of the scene: outlines without a number, and what is waited for.
fn cover_ui(ui: &mut Ui, view: &View<'_>, play: &LessonPlay, room: Rect) {
    let tokens = tokens(ui);
    surface::padded(ui, room, Margin::ZERO, |ui| {
        let painter = ui.painter();
        let inner = room.shrink(16.0);
        painter.rect_filled(inner, 8.0, tokens.ground);
        let ink = tokens.rail;
        let (h, mid) = (inner.height(), inner.center().y);
        let drawn = inner.with_max_x(inner.left() + (0.56 * inner.width()).max(inner.width() - 330.0));
        let x = |share: f32| drawn.left() + share * drawn.width();
        crate::app::widgets::person::person(painter, egui::pos2(x(0.13), mid + 0.40 * h), 0.8 * h, ink);
        let edge = Stroke::new(2.0, ink);
        let outline = |from: f32, to: f32, height: f32| {
            let rect = Rect::from_min_max(egui::pos2(x(from), mid - height * h), egui::pos2(x(to), mid + height * h));
            let [a, b, c, d] = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
            painter.extend(egui::Shape::dashed_line(&[a, b, c, d, a], edge, 7.0, 6.0));
            rect
        };
        let channel = outline(0.34, 0.74, 0.36);
        let bag = outline(0.84, 0.95, 0.30);
        painter.hline(x(0.22)..=channel.left(), mid, Stroke::new(7.0, ink));
        painter.hline(channel.right()..=bag.left(), mid, Stroke::new(7.0, ink));
        let words = inner.with_min_x(drawn.right() + 10.0).shrink2(vec2(4.0, 10.0));
        ui.scope_builder(UiBuilder::new().max_rect(words).layout(Layout::top_down(Align::Min)), |ui| {
            let is_drawing = matches!(play.step().kind, StepKind::Draw { .. }) && !play.is_locked(play.at);
            let (title, told) = if is_drawing {
                ("lesson-waiting", "lesson-drawing-keys")
            } else {
                ("lesson-covered", "lesson-covered-told")
            };
            ui.spacing_mut().item_spacing.y = 4.0;
            let room = words.height();
            ui.add_space((0.5 * (room - 96.0)).max(0.0));
            ui.label(RichText::new(view.say(title)).font(strong(size::TITLE)));
            ui.label(RichText::new(view.say(told)).font(small()).color(tokens.quiet));
        });
    });
}
