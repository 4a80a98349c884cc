//! The lower part of the window: a row of tabs, and the content of the chosen one below it.

mod arithmetic;
pub mod bands;
mod chart;
mod classes;
pub mod compare;
mod compare_head;
mod compare_row;
mod flow;
mod labels;
mod ledger;
pub mod map;
mod map_chart;
mod patients;
mod pinned;
pub mod plot;
pub mod plots;
mod sample;
mod spread;

use egui::{Align, Layout, Rect, RichText, Sense, Ui, UiBuilder, pos2, vec2};

use strum::IntoEnumIterator as _;

use super::View;
use crate::app::commands::{Command, Commands, Toggle};
use crate::app::state::Tab;
use crate::app::theme::{size, small, strong, tokens};
use crate::app::widgets::card;
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::segmented;

/// Height of the row of tabs.
const STRIP: f32 = 28.0;
const BELOW_STRIP: f32 = 6.0;
/// Padding of the buttons in the tab row, small enough that all fit side by side.
const PADDING: f32 = 6.0;

pub fn explore_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let room = ui.available_rect_before_wrap();
    let strip = room.with_max_y(room.top() + STRIP);
    let below = room.with_min_y(strip.bottom() + BELOW_STRIP);
    strip_ui(ui, view, strip, commands);
    ui.scope_builder(UiBuilder::new().max_rect(below), |ui| match view.workspace.tab {
        Tab::Plots => plots::plots_ui(ui, view, commands),
        Tab::Compare => in_card(ui, below, |ui| compare::compare_ui(ui, view, commands)),
        Tab::Map => in_card(ui, below, |ui| map::map_ui(ui, view, commands)),
        Tab::Ledger => in_card(ui, below, |ui| ledger::ledger_ui(ui, view, commands)),
        Tab::Arithmetic => in_card(ui, below, |ui| arithmetic::arithmetic_ui(ui, view)),
        Tab::Patients => in_card(ui, below, |ui| patients::patients_ui(ui, view, commands)),
    });
}

/// A tab whose content is a single card.
fn in_card(ui: &mut Ui, room: Rect, content: impl FnOnce(&mut Ui)) {
    card::padded(ui, room, egui::Margin::symmetric(14, 10), content);
}

/// The tabs on the left, and the options of the chosen tab on the right.
fn strip_ui(ui: &mut Ui, view: &View<'_>, strip: Rect, commands: &mut Commands) {
    let tabs: Vec<_> = Tab::iter().map(|tab| (tab, view.say(tab.message()))).collect();
    let left = UiBuilder::new().max_rect(strip).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(left, |ui| {
        ui.spacing_mut().button_padding.x = PADDING;
        let chosen = segmented::choices_in(ui, view.workspace.tab, &tabs, strong(size::SMALL));
        commands.extend(chosen.map(Command::ShowTab));
    });
    let right = UiBuilder::new().max_rect(strip).layout(Layout::right_to_left(Align::Center));
    ui.scope_builder(right, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding.x = PADDING;
        let (symbol, name) =
            if view.workspace.enlarged { (Icon::Shrink, "command-shrink") } else { (Icon::Enlarge, "command-enlarge") };
        if icon::button(ui, symbol, &view.say(name), 26.0, false).clicked() {
            commands.push(Command::Toggle(Toggle::Enlarged));
        }
        if view.workspace.tab == Tab::Plots {
            plots::options_ui(ui, view, commands);
        }
        if view.workspace.tab == Tab::Ledger {
            ledger::options_ui(ui, view, commands);
        }
    });
}

/// A line of quiet text centered in an empty area.
fn empty_ui(ui: &mut Ui, words: &str) {
    let room = ui.available_rect_before_wrap();
    ui.allocate_rect(room, Sense::hover());
    let width = room.width().min(460.0);
    let place = Rect::from_center_size(room.center(), vec2(width, 60.0));
    let middle = UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Center));
    ui.scope_builder(middle, |ui| {
        ui.add(egui::Label::new(RichText::new(words).font(small()).color(tokens(ui).quiet)).wrap());
    });
}

/// Splits a room into columns of equal width.
fn side_by_side(room: Rect, count: usize, gap: f32) -> impl Iterator<Item = Rect> {
    let width = (room.width() - gap * (count.max(1) - 1) as f32) / count.max(1) as f32;
    (0..count).map(move |i| {
        let left = room.left() + i as f32 * (width + gap);
        Rect::from_min_max(pos2(left, room.top()), pos2(left + width, room.bottom()))
    })
}
