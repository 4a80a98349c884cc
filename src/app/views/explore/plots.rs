//! The plots of one set side by side, and their options.

use egui::{Button, ComboBox, Margin, RichText, Ui, vec2};

use strum::IntoEnumIterator as _;

use super::{classes, plot, side_by_side};
use crate::app::commands::{Command, Commands, Toggle};
use crate::app::state::PlotSet;
use crate::app::theme::{size, small, tokens};
use crate::app::views::View;
use crate::app::widgets::{card, drop_down};
use crate::picture::plot::Axis;
use crate::sim::Severity;
use crate::sim::quantities::Quantity;
use crate::sim::warning_groups::brought;
use crate::sim::warnings::Topic;

/// Widths of the selectors for the axis and for the set of plots.
const AXIS: f32 = 84.0;
const SET: f32 = 116.0;
/// The same where tabs leave little room.
const TIGHT_AXIS: f32 = 70.0;
const TIGHT_SET: f32 = 88.0;

const fn widths(is_tight: bool) -> [f32; 2] {
    if is_tight { [TIGHT_AXIS, TIGHT_SET] } else { [AXIS, SET] }
}

/// Width of all options, in points.
pub fn options_width(ui: &Ui, view: &View<'_>, is_tight: bool) -> f32 {
    let button = |message: &str| {
        ui.painter().layout_no_wrap(view.say(message), small(), tokens(ui).text).size().x + 2.0 * super::PADDING
    };
    let [axis, set] = widths(is_tight);
    let axis = if view.case_view.part.is_some() { axis.max(button("plots-whole")) } else { axis };
    axis + set + button("plots-spread") + 2.0 * super::SPACE
}

pub fn plots_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let set = view.workspace.plots.set;
    let room = ui.available_rect_before_wrap();
    let margin = Margin { left: 8, right: 10, top: 8, bottom: 6 };
    let mut pointed = None;
    if set == PlotSet::Classes {
        card::padded(ui, room, margin, |ui| pointed = classes::classes_ui(ui, view, commands));
    } else {
        let quantities = quantities(view, room.width());
        for (quantity, rect) in quantities.iter().zip(side_by_side(room, quantities.len(), size::GAP)) {
            card::padded(ui, rect, margin, |ui| {
                pointed = plot::plot_ui(ui, view, *quantity, commands).or(pointed);
            });
        }
    }
    point_at(view, pointed, commands);
}

/// The quantities of the chosen set. Beside a twin calcium is one of the counts, where it is what harms either: a plot of its own, or
/// where four would be too narrow, in place of one that nothing warns of.
fn quantities(view: &View<'_>, width: f32) -> Vec<Quantity> {
    /// The least width of a plot.
    const LEAST: f32 = 210.0;
    let set = view.workspace.plots.set;
    let mut quantities = set.quantities().to_vec();
    let Some(twin) = view.twin().filter(|_| set == PlotSet::Counts) else { return quantities };
    let brought_to_both = || brought(&view.run().warnings).chain(brought(&twin.curves.run.warnings));
    let mut grave = brought_to_both().filter(|warning| warning.severity > Severity::Mild);
    if grave.any(|warning| warning.id.spec().topic == Topic::Calcium) {
        quantities.push(Quantity::IonizedCalcium);
        if width / (quantities.len() as f32) < LEAST {
            let is_warned_of =
                |quantity: &Quantity| brought_to_both().any(|warning| warning.id.quantity() == Some(*quantity));
            let quiet = quantities.iter().position(|quantity| !is_warned_of(quantity)).unwrap_or_default();
            quantities.remove(quiet);
        }
    }
    quantities
}

/// Shows the time pointed at in one plot in all of them, until none is pointed at.
pub fn point_at(view: &View<'_>, pointed_min: Option<f64>, commands: &mut Commands) {
    if view.case_view.pointed_min != pointed_min {
        commands.push(Command::PointAt(pointed_min));
    }
}

/// Which plots, on which axis, and what is shown behind the curves; laid out from the right.
pub fn options_ui(ui: &mut Ui, view: &View<'_>, is_tight: bool, commands: &mut Commands) {
    let [axis_width, set_width] = widths(is_tight);
    let plotting = &view.workspace.plots;
    if view.case_view.part.is_some() {
        // Replaces the axis selector: there is no room for both, and changing the axis shows the whole run anyway.
        let whole = Button::new(RichText::new(view.say("plots-whole")).font(small())).min_size(vec2(axis_width, 0.0));
        if ui.add(whole).clicked() {
            commands.push(Command::ShowPart(None));
        }
    } else {
        let shown = short(view, plotting.axis.message());
        let axes = Axis::iter().map(|axis| (axis, view.say(axis.message())));
        let axis = combo(ui, "axis", axis_width, (&view.say("plots-axis"), shown), plotting.axis, axes);
        commands.extend(axis.map(Command::ShowAxis));
    }
    let shown = short(view, plotting.set.message());
    let sets = PlotSet::iter().map(|set| (set, view.say(set.message())));
    let set = combo(ui, "plot set", set_width, (&view.say("plots-choice"), shown), plotting.set, sets);
    commands.extend(set.map(Command::ShowPlots));
    spread_ui(ui, view, commands);
}

/// A name short enough for the tab row.
fn short(view: &View<'_>, message: &str) -> String {
    view.text.attribute(message, "short").map_or_else(|| view.say(message), Into::into)
}

/// The switch that shows virtual patients as bands behind the curves; its tooltip explains the bands.
fn spread_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let drawn = view.case.preset().virtual_patients;
    let arguments = [("count", drawn.count.to_string()), ("seed", drawn.seed.to_string())];
    let hint = format!("{}. {}", view.say("command-patients"), view.text.with("plots-bands-told", &arguments));
    let button = Button::new(RichText::new(view.say("plots-spread")).font(small()));
    if ui.add(button.selected(view.workspace.patients_shown)).on_hover_text(hint).clicked() {
        commands.push(Command::Toggle(Toggle::Patients));
    }
}

/// A drop-down list for the tab row: its name, and what is chosen in short.
pub(super) fn combo<T: Copy + PartialEq>(
    ui: &mut Ui,
    salt: &str,
    width: f32,
    (name, shown): (&str, String),
    current: T,
    choices: impl IntoIterator<Item = (T, String)>,
) -> Option<T> {
    let combo = ComboBox::from_id_salt(salt).width(width).height(300.0).truncate();
    let combo = combo.selected_text(RichText::new(shown).font(small()));
    let (response, chosen) = drop_down::choices(ui, combo, name, current, choices);
    response.on_hover_text(name);
    chosen
}
