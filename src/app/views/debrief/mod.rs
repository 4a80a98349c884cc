//! The debrief: whether the aim was reached, what it cost, what mattered, what would have cost less, and how a hundred others fare.

mod aim;
mod cost;
mod hundred;
mod least_cost;
mod moments;
mod people;
mod tell;

use egui::{Align, Button, Layout, Margin, Rect, RichText, Role, ScrollArea, Stroke, Ui, UiBuilder, WidgetInfo, pos2};

use super::View;
use crate::app::commands::{Command, Commands};
use crate::app::paint::thumbnails::Thumbnails;
use crate::app::state::DebriefView;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::card;
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::scroll::Scroll;
use crate::sim::debrief::Debrief;

/// What the cards are shown with.
struct Stage<'a> {
    view: &'a View<'a>,
    debrief: &'a Debrief,
    chosen: DebriefView,
}

/// The bar above: the case and its settings, and the way back.
pub fn bar_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    /// Below this width the bar has no room for the case's title.
    const ROOMY: f32 = 1000.0;
    let bar = ui.max_rect();
    let right = UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center));
    let right = ui.scope_builder(right, |ui| {
        if ui.button(view.say("debrief-back")).clicked() {
            commands.push(Command::ShowDebrief(None));
        }
        ui.label(RichText::new(view.say("disclaimer")).font(small()).color(tokens(ui).quiet));
    });
    let left = bar.with_max_x(right.response.rect.left() - 12.0);
    ui.scope_builder(UiBuilder::new().max_rect(left).layout(Layout::left_to_right(Align::Center)), |ui| {
        if icon::button(ui, Icon::Home, &view.say("command-home"), 28.0, false).clicked() {
            commands.push(Command::ToggleHome);
        }
        ui.label(RichText::new(view.say("debrief-title")).font(strong(17.0)));
        if bar.width() > ROOMY {
            let words = RichText::new(view.text.case_title(view.case.preset())).color(tokens(ui).quiet);
            ui.add(egui::Label::new(words).truncate());
        }
    });
}

/// Everything below the bar.
pub fn debrief_ui(ui: &mut Ui, view: &View<'_>, thumbnails: &mut Thumbnails, commands: &mut Commands) {
    let debrief = view.run_view.debrief(view.case.preset().aim);
    let chosen = view.case_view.debrief.unwrap_or_default();
    let stage = Stage { view, debrief: &debrief, chosen };
    let keys = if view.is_uncovered(ui.ctx()) { Scroll::from_keys(ui) } else { Scroll::default() };
    let room = ui.max_rect();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let top = ui.max_rect().min;
        let places = Places::new(Rect::from_min_size(top, room.size()));
        aim::aim_ui(ui, &stage, places.aim);
        cost::cost_ui(ui, &stage, places.cost);
        moments::moments_ui(ui, &stage, places.moments, thumbnails, commands);
        least_cost::least_cost_ui(ui, &stage, places.least_cost, commands);
        hundred::hundred_ui(ui, &stage, places.hundred, commands);
        tell::tell_ui(ui, &stage, places.tell);
        ui.advance_cursor_after_rect(Rect::from_min_max(top, pos2(top.x + room.width(), places.bottom)));
        keys.apply(ui);
    });
}

/// The way to the debrief: where the case has an aim from the beginning, else once play has come to the end of a run. There it stands
/// out.
pub fn button_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let playback = &view.playback;
    let is_over = !playback.playing && playback.playhead_min >= view.run().machine_end_min;
    let has_aim = view.case.preset().aim.is_some();
    if !has_aim && !is_over {
        return;
    }
    let words = RichText::new(view.say(if has_aim { "debrief-button-aim" } else { "debrief-button" }));
    let accent = tokens(ui).accent;
    let button =
        if is_over { Button::new(words.color(accent)).stroke(Stroke::new(1.5, accent)) } else { Button::new(words) };
    let name = view.say("command-debrief");
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.on_hover_text(view.say("debrief-button-hint")).clicked() {
        commands.push(Command::ToggleDebrief);
    }
}

/// A card with its heading. Answers with what its content answers.
fn card_ui<R>(ui: &mut Ui, rect: Rect, heading: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    card::padded(ui, rect, Margin::symmetric(16, 12), |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(RichText::new(heading).font(strong(17.0)));
        content(ui)
    })
}

/// Where the cards are: whole in the usual window, one below the other in a smaller one.
struct Places {
    aim: Rect,
    cost: Rect,
    moments: Rect,
    least_cost: Rect,
    hundred: Rect,
    tell: Rect,
    bottom: f32,
}

/// Heights that the cards need.
const TOP_ROW: f32 = 152.0;
const MOMENTS: f32 = 262.0;
const LEAST_COST: f32 = 348.0;
const TELL: f32 = 212.0;
const HUNDRED: f32 = 296.0;

impl Places {
    fn new(all: Rect) -> Self {
        /// From this width on the cards stand in three columns.
        const WIDE: f32 = 1160.0;
        /// Below this width aim and cost stand one below the other.
        const NARROW: f32 = 980.0;
        let inner = all.shrink(size::GAP);
        let row = |top: f32, height: f32| inner.with_min_y(top).with_max_y(top + height);
        let split = |rect: Rect, at: f32| {
            let x = rect.left() + at * rect.width();
            (rect.with_max_x(x - size::GAP / 2.0), rect.with_min_x(x + size::GAP / 2.0))
        };
        if all.width() >= WIDE {
            // What is left over goes to the pictures and to the hundred.
            let spare = (inner.height() - TOP_ROW - LEAST_COST - TELL - 2.0 * size::GAP).max(0.0);
            let top = row(inner.top(), TOP_ROW + 0.2 * spare);
            let (aim, cost) = split(top, 0.40);
            let below = inner.with_min_y(top.bottom() + size::GAP);
            let (left, right) = split(below, 0.68);
            let moments = left.with_max_y(left.top() + MOMENTS + 0.4 * spare);
            let least_cost = right.with_max_y(right.top() + LEAST_COST + 0.4 * spare);
            let bottom = inner.bottom().max(least_cost.bottom() + size::GAP + TELL);
            let from = |above: Rect| above.with_min_y(above.bottom() + size::GAP).with_max_y(bottom);
            let (hundred, tell) = (from(moments), from(least_cost));
            return Self { aim, cost, moments, least_cost, hundred, tell, bottom: bottom + size::GAP };
        }
        let top = row(inner.top(), TOP_ROW);
        let (aim, cost) =
            if all.width() >= NARROW { split(top, 0.32) } else { (top, row(top.bottom() + size::GAP, TOP_ROW)) };
        let moments = row(cost.bottom() + size::GAP, MOMENTS);
        let (least_cost, tell) = split(row(moments.bottom() + size::GAP, LEAST_COST), 0.52);
        let hundred = row(least_cost.bottom() + size::GAP, HUNDRED);
        Self { aim, cost, moments, least_cost, hundred, tell, bottom: hundred.bottom() + size::GAP }
    }
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    #[test]
    fn the_cards_are_whole_in_the_usual_window_and_never_overlap() {
        for (width, height) in [(1280.0, 756.0), (1024.0, 724.0), (960.0, 496.0), (1920.0, 1036.0), (800.0, 600.0)] {
            let all = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height));
            let places = Places::new(all);
            let Places { aim, cost, moments, least_cost, hundred, tell, bottom } = places;
            let cards = [aim, cost, moments, least_cost, hundred, tell];
            for (i, card) in cards.iter().enumerate() {
                assert!(card.is_positive() && card.left() >= 10.0 && card.right() <= width - 10.0, "{card:?}");
                assert!(card.bottom() <= bottom);
                assert!(cards[..i].iter().all(|other| !other.shrink(1.0).intersects(*card)), "{width}: {card:?}");
            }
            assert!(hundred.height() >= HUNDRED - 1.0 && tell.height() >= TELL, "{width}: {hundred:?} {tell:?}");
            if width >= 1280.0 {
                assert!(bottom <= height, "{width}: nothing is scrolled");
            }
        }
    }
}
