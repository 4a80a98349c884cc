//! The lecture screen: scene, time bar and one curve, large enough to read from the last row.

use egui::{Align, Label, Layout, Margin, Rect, RichText, Ui, UiBuilder};

use super::View;
use super::callout;
use super::explore::{plot, plots};
use crate::app::commands::{Command, Commands, Toggle};
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::card;

/// The case's title, or what is said at the stop that has come; the disclaimer, and the button that leaves the lecture.
pub fn bar_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let bar = ui.max_rect();
    let right = UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center));
    let right = ui.scope_builder(right, |ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        if ui.button(view.say("lecture-leave")).clicked() {
            commands.push(Command::Toggle(Toggle::Lecture));
        }
        ui.label(RichText::new(view.say("disclaimer")).font(small()).color(tokens(ui).quiet));
    });
    let room = bar.with_max_x(right.response.rect.left() - 16.0);
    // What is said at a stop is more than the title.
    let words = view.said_in_hall().unwrap_or(&view.case.preset().title);
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)), |ui| {
        ui.add(Label::new(RichText::new(words).font(strong(size::TITLE))).truncate());
    });
}

/// The chosen curve, below the curve selector.
pub fn curve_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    card::padded(ui, room, Margin { left: 8, right: 12, top: 10, bottom: 6 }, |ui| {
        callout::choice_ui(ui, view, commands);
        let shown = plot::curve_ui(ui, view, view.lecture_quantity(), commands);
        plots::point_at(view, shown.pointed_min, commands);
    });
}

pub fn callout_ui(ui: &mut Ui, view: &View<'_>, room: Rect, commands: &mut Commands) {
    card::padded(ui, room, Margin::symmetric(18, 12), |ui| callout::callout_ui(ui, view, commands));
}

/// Layout of the lecture panels.
pub struct Places {
    pub scene: Rect,
    pub time_bar: Rect,
    pub callout: Rect,
    /// `None` while a warning is explained in its place.
    pub curve: Option<Rect>,
    /// Where a warning is explained.
    pub why: Option<Rect>,
}

impl Places {
    /// A wide screen puts call-out and curve beside the scene, a nearly square one below it. The time bar spans the full width.
    pub fn new(all: Rect, has_why: bool) -> Self {
        const WIDE: f32 = 1.5;
        const SCENE_WIDTH: f32 = 0.69;
        const SCENE_HEIGHT: f32 = 0.56;
        const CALLOUT_WIDTH: f32 = 310.0;
        const CALLOUT_HEIGHT: f32 = 206.0;
        /// Share of the height above the time bar that an explanation takes.
        const WHY: f32 = 0.56;
        if has_why {
            let (above, time_bar) = split_below(all, all.height() - size::TIME_BAR - size::GAP);
            let (upper, why) = split_below(above, (1.0 - WHY) * above.height());
            let (scene, callout) = split_right(upper, upper.width() - CALLOUT_WIDTH);
            return Self { scene, time_bar, callout, curve: None, why: Some(why) };
        }
        if all.width() > WIDE * all.height() {
            let (above, time_bar) = split_below(all, all.height() - size::TIME_BAR - size::GAP);
            let (scene, beside) = split_right(above, SCENE_WIDTH * all.width());
            let (callout, curve) = split_below(beside, CALLOUT_HEIGHT);
            return Self { scene, time_bar, callout, curve: Some(curve), why: None };
        }
        let (scene, below) = split_below(all, SCENE_HEIGHT * all.height());
        let (time_bar, below) = split_below(below, size::TIME_BAR);
        let (callout, curve) = split_right(below, CALLOUT_WIDTH);
        Self { scene, time_bar, callout, curve: Some(curve), why: None }
    }
}

/// Splits off the top `height` points; returns them and the rest minus a gap.
fn split_below(all: Rect, height: f32) -> (Rect, Rect) {
    let (above, below) = all.split_top_bottom_at_y(all.top() + height);
    (above, below.with_min_y(below.top() + size::GAP))
}

/// Splits off the left `width` points; returns them and the rest minus a gap.
fn split_right(all: Rect, width: f32) -> (Rect, Rect) {
    let (left, right) = all.split_left_right_at_x(all.left() + width);
    (left, right.with_min_x(right.left() + size::GAP))
}
