//! The plots of one set beside each other, and how they can be looked at.

use egui::{Button, ComboBox, Margin, RichText, Ui};

use strum::IntoEnumIterator as _;

use super::{classes, plot, side_by_side};
use crate::app::commands::{Command, Commands, Toggle};
use crate::app::state::{Axis, PlotSet};
use crate::app::theme::{size, small};
use crate::app::views::View;
use crate::app::widgets::card;
use crate::app::widgets::icon::{self, Icon};

pub fn plots_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let set = view.workspace.plots.set;
    let room = ui.available_rect_before_wrap();
    let margin = Margin { left: 8, right: 10, top: 8, bottom: 6 };
    let mut pointed = None;
    if set == PlotSet::Classes {
        card::padded(ui, room, margin, |ui| pointed = classes::classes_ui(ui, view, commands));
    } else {
        let quantities = set.quantities();
        for (quantity, rect) in quantities.iter().zip(side_by_side(room, quantities.len(), size::GAP)) {
            card::padded(ui, rect, margin, |ui| {
                pointed = plot::plot_ui(ui, view, *quantity, commands).or(pointed);
            });
        }
    }
    point_at(view, pointed, commands);
}

/// The time that a plot is asked about is pointed at in all of them, until none is asked.
pub fn point_at(view: &View<'_>, pointed_min: Option<f64>, commands: &mut Commands) {
    if view.case_view.pointed_min != pointed_min {
        commands.push(Command::PointAt(pointed_min));
    }
}

/// Which plots, along which axis; for the classes of white cells, on which scale. From the right.
pub fn options_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let plotting = &view.workspace.plots;
    let axis_name = |axis| view.say(if axis == Axis::Time { "axis-time" } else { "axis-processed" });
    let shown_axis = short(view, if plotting.axis == Axis::Time { "axis-time" } else { "axis-processed" });
    let axis = combo(ui, "axis", &view.say("plots-axis"), &shown_axis, 84.0, |ui| {
        [Axis::Time, Axis::Processed]
            .into_iter()
            .filter(|axis| choice(ui, *axis == plotting.axis, &axis_name(*axis)))
            .last()
    });
    commands.extend(axis.map(Command::ShowAxis));
    let shown_set = short(view, plotting.set.message());
    let set = combo(ui, "plot set", &view.say("plots-choice"), &shown_set, 104.0, |ui| {
        PlotSet::iter().filter(|set| choice(ui, *set == plotting.set, &view.say(set.message()))).last()
    });
    commands.extend(set.map(Command::ShowPlots));
    bands_ui(ui, view, commands);
    if view.case_view.part.is_some()
        && ui.add(Button::new(RichText::new(view.say("plots-whole")).font(small()))).clicked()
    {
        commands.push(Command::ShowPart(None));
    }
}

/// A name short enough for the strip.
fn short(view: &View<'_>, message: &str) -> String {
    view.text.attribute(message, "short").map_or_else(|| view.say(message), Into::into)
}

/// Shows virtual patients as bands behind the curves, and tells what the bands are.
fn bands_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let shown = view.workspace.patients_shown;
    let drawn = view.case.preset().virtual_patients;
    let told = [("count", drawn.count.to_string()), ("seed", drawn.seed.to_string())];
    let response = icon::button(ui, Icon::Bands, &view.say("command-patients"), 26.0, shown);
    if response.on_hover_text(view.text.with("plots-bands-told", &told)).clicked() {
        commands.push(Command::Toggle(Toggle::Patients));
    }
}

pub(super) fn choice(ui: &mut Ui, selected: bool, words: &str) -> bool {
    ui.selectable_label(selected, words).clicked()
}

pub(super) fn combo<T>(
    ui: &mut Ui,
    salt: &str,
    name: &str,
    selected: &str,
    width: f32,
    choices: impl FnOnce(&mut Ui) -> Option<T>,
) -> Option<T> {
    let shown = ComboBox::from_id_salt(salt)
        .width(width)
        .height(300.0)
        .truncate()
        .selected_text(RichText::new(selected).font(small()))
        .show_ui(ui, choices);
    shown.response.accessible_name(name).on_hover_text(name);
    shown.inner.flatten()
}
