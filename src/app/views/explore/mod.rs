//! The lower part of the window: a row of tabs, and the content of the chosen one below it.

mod arithmetic;
pub mod bands;
mod chart;
mod classes;
pub mod compare;
mod compare_head;
mod compare_row;
mod flow;
mod goal;
mod hundred;
mod labels;
mod ledger;
pub mod map;
mod map_chart;
mod map_side;
mod patients;
mod pinned;
pub mod plot;
pub mod plots;
mod sample;
mod spread;

pub use patients::hall_hundred_ui;

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
/// From the top of the row of tabs to what is below it.
pub const BELOW_TABS: f32 = STRIP + BELOW_STRIP;
/// Padding of the buttons in the tab row, small enough that all fit side by side.
const PADDING: f32 = 6.0;

/// The tabs; if `has_scene_tab`, the scene is the first of them, and stands in the room below while nothing is enlarged.
pub fn explore_ui(ui: &mut Ui, view: &View<'_>, has_scene_tab: bool, commands: &mut Commands) {
    let room = ui.available_rect_before_wrap();
    let strip = room.with_max_y(room.top() + STRIP);
    let mut below = room.with_min_y(room.top() + BELOW_TABS);
    let tabs = tabs(view, has_scene_tab);
    tabs_ui(ui, view, strip, &tabs, commands);
    if has_scene_tab && !view.workspace.enlarged {
        return;
    }
    // Options become narrower, then take a row of their own, before they lie on a tab.
    let left = room.width() - tabs_width(ui, &tabs) - BETWEEN - if has_scene_tab { 0.0 } else { ENLARGE + SPACE };
    let fits = |is_tight: &bool| options_width(ui, view, *is_tight) <= left;
    if let Some(is_tight) = [false, true].into_iter().find(fits) {
        options_ui(ui, view, strip, (has_scene_tab, is_tight), commands);
    } else {
        let second = below.with_max_y(below.top() + STRIP);
        below.min.y += BELOW_TABS;
        options_ui(ui, view, second, (has_scene_tab, false), commands);
    }
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

/// Between tabs and options, between two options, and the width of the button that enlarges.
const BETWEEN: f32 = 10.0;
const SPACE: f32 = 4.0;
const ENLARGE: f32 = 26.0;

fn options_width(ui: &Ui, view: &View<'_>, is_tight: bool) -> f32 {
    match view.workspace.tab {
        Tab::Plots => plots::options_width(ui, view, is_tight),
        Tab::Ledger => ledger::OPTIONS,
        Tab::Compare | Tab::Patients | Tab::Map | Tab::Arithmetic => 0.0,
    }
}

/// The tabs, from the left, with their names; the scene has no [`Tab`].
fn tabs(view: &View<'_>, has_scene_tab: bool) -> Vec<(Option<Tab>, String)> {
    let scene = has_scene_tab.then(|| (None, view.say("tab-scene")));
    scene.into_iter().chain(Tab::iter().map(|tab| (Some(tab), view.say(tab.message())))).collect()
}

fn tabs_width(ui: &Ui, tabs: &[(Option<Tab>, String)]) -> f32 {
    let ink = tokens(ui).text;
    let width = |words: &str| ui.painter().layout_no_wrap(words.to_owned(), strong(size::SMALL), ink).size().x;
    tabs.iter().map(|(_, words)| width(words) + 2.0 * PADDING + segmented::BETWEEN).sum()
}

fn tabs_ui(ui: &mut Ui, view: &View<'_>, strip: Rect, tabs: &[(Option<Tab>, String)], commands: &mut Commands) {
    let has_scene_tab = tabs.iter().any(|(tab, _)| tab.is_none());
    let is_scene = has_scene_tab && !view.workspace.enlarged;
    let left = UiBuilder::new().max_rect(strip).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(left, |ui| {
        ui.spacing_mut().button_padding.x = PADDING;
        let shown = (!is_scene).then_some(view.workspace.tab);
        match segmented::choices_in(ui, shown, tabs, strong(size::SMALL)) {
            Some(Some(tab)) => commands.push(Command::ShowTab(tab)),
            Some(None) => commands.push(Command::Toggle(Toggle::Enlarged)),
            None => (),
        }
    });
}

/// The options of the chosen tab, from the right.
fn options_ui(
    ui: &mut Ui,
    view: &View<'_>,
    strip: Rect,
    (has_scene_tab, is_tight): (bool, bool),
    commands: &mut Commands,
) {
    let right = UiBuilder::new().max_rect(strip).layout(Layout::right_to_left(Align::Center));
    ui.scope_builder(right, |ui| {
        ui.spacing_mut().item_spacing.x = SPACE;
        ui.spacing_mut().button_padding.x = PADDING;
        let (symbol, name) =
            if view.workspace.enlarged { (Icon::Shrink, "command-shrink") } else { (Icon::Enlarge, "command-enlarge") };
        if !has_scene_tab && icon::button(ui, symbol, &view.say(name), ENLARGE, false).clicked() {
            commands.push(Command::Toggle(Toggle::Enlarged));
        }
        match view.workspace.tab {
            Tab::Plots => plots::options_ui(ui, view, is_tight, commands),
            Tab::Ledger => ledger::options_ui(ui, view, commands),
            Tab::Compare | Tab::Patients | Tab::Map | Tab::Arithmetic => (),
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
