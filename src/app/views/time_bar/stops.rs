//! Playback stops: a menu on the time bar, flags below its rail, and the reason for a stop as text.

use egui::{
    Align, Frame, Layout, Popup, PopupCloseBehavior, Rect, RectAlign, RichText, Role, Sense, Shape, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

use super::View;
use crate::app::commands::{Command, Commands, stops_popup};
use crate::app::state::{StopReason, Stops, Watched};
use crate::app::theme::{body, size, small, strong, tokens};
use crate::app::widgets::icon::{self, Icon};
use crate::app::widgets::value_field::ValueField;
use crate::app::widgets::{focus, track};
use crate::sim::Run;
use crate::sim::crossing::crossings;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::headlines;
use crate::text::{Field, Form, clock, shortest};

const MENU_WIDTH: f32 = 316.0;

/// The latest time that can be typed, min.
const LATEST_MIN: f64 = 24.0 * 60.0;

/// The quantities playback can stop at, each with the message that names one of its values.
static WATCHABLE: [(Quantity, &str); 7] = [
    (Quantity::WhiteCells, "stop-white-cells"),
    (Quantity::Hemoglobin, "stop-hemoglobin"),
    (Quantity::Platelets, "stop-platelets"),
    (Quantity::IonizedCalcium, "stop-calcium"),
    (Quantity::BloodVolume, "stop-blood-volume"),
    (Quantity::ProcessedVolumes, "stop-processed"),
    (Quantity::BagVolume, "stop-bag"),
];

/// The button that opens the menu. Its icon changes while a stop is set.
pub(super) fn button_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let symbol = if view.playback.stops.are_set() { Icon::FlagSet } else { Icon::Flag };
    let response = icon::button(ui, symbol, &view.say("command-stop-at"), 26.0, false);
    let is_open = Popup::is_id_open(ui.ctx(), stops_popup());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(is_open));
    Popup::from_toggle_button_response(&response)
        .id(stops_popup())
        .gap(8.0)
        // Always above the bar: the menu grows as boxes are checked and must not jump away from the pointer.
        .align(RectAlign::TOP_START)
        .align_alternatives(&[])
        .frame(Frame::popup(ui.style()).inner_margin(14))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name(view.say("command-stop-at"))
        .show(|ui| menu_ui(ui, view, commands));
}

fn menu_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.set_width(MENU_WIDTH);
    // On a card, check boxes and fields need an edge, and the focused one a ring.
    let edge = tokens(ui).quiet;
    let widgets = &mut ui.visuals_mut().widgets;
    widgets.inactive.bg_stroke.color = edge;
    widgets.active.bg_stroke.width = 2.0;
    let before = view.playback.stops;
    let mut stops = before;
    ui.label(RichText::new(view.say("command-stop-at")).font(strong(size::STRONG)));
    time_ui(ui, view, &mut stops);
    count_ui(ui, view, &mut stops);
    ui.checkbox(&mut stops.next_warning, view.say("stop-warning"));
    ui.separator();
    ui.checkbox(&mut stops.repeats, view.say("command-repeat"));
    quiet_ui(ui, view.say(if stops.time_min.on { "repeat-to-time" } else { "repeat-to-end" }));
    if stops != before {
        commands.push(Command::StopAt(stops));
    }
}

/// A line that explains the one above it.
fn quiet_ui(ui: &mut Ui, words: String) {
    ui.horizontal(|ui| {
        ui.add_space(ui.spacing().icon_width + ui.spacing().icon_spacing);
        ui.add(egui::Label::new(RichText::new(words).font(small()).color(tokens(ui).quiet)).wrap());
    });
}

fn time_ui(ui: &mut Ui, view: &View<'_>, stops: &mut Stops) {
    let time = &mut stops.time_min;
    ui.horizontal(|ui| {
        let switch = ui.checkbox(&mut time.on, view.say("stop-time"));
        // Opened by its shortcut with nothing focused, the menu takes focus itself.
        let is_by_key = ui.memory(|memory| memory.focused().is_none()) && !ui.input(|input| input.pointer.any_click());
        if ui.is_sizing_pass() && is_by_key {
            switch.request_focus();
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let field = Field { form: Form::Time, least: 1.0, most: LATEST_MIN, grain: 1.0 };
            if let Some(requested) = number_ui(ui, view, "stop-time-typed", time.set, 1.0, field) {
                (time.on, time.set) = (true, requested);
            }
        });
    });
    let end_min = view.run().end_min;
    if time.in_force().is_some_and(|set_min| set_min >= end_min) {
        quiet_ui(ui, view.text.with("stop-after-end", &[("time", clock(end_min))]));
    }
}

fn count_ui(ui: &mut Ui, view: &View<'_>, stops: &mut Stops) {
    let count = &mut stops.count;
    let row = count.set.quantity.row();
    ui.horizontal(|ui| {
        ui.checkbox(&mut count.on, view.say("stop-count"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let form = Form::Number { unit: row.unit, decimals: row.decimals };
            let field = Field { form, least: 0.0, most: f64::MAX, grain: least_step(count.set.quantity) };
            // Between a hundredth and a tenth of the value.
            let step = libm::exp10(libm::floor(libm::log10(count.set.value)) - 1.0).max(field.grain);
            if let Some(requested) = number_ui(ui, view, "stop-count-typed", count.set.value, step, field) {
                (count.on, count.set.value) = (true, requested);
            }
        });
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for (quantity, _) in WATCHABLE {
            let name = RichText::new(view.text.quantity_name(quantity)).font(small());
            let is_chosen = count.set.quantity == quantity;
            if ui.selectable_label(is_chosen, name).clicked() && !is_chosen {
                let value = worth_stopping_at(view.run(), quantity);
                (count.on, count.set) = (true, Watched { quantity, value });
            }
        }
    });
    if let Some(watched) = count.in_force() {
        quiet_ui(ui, passed_words(view, watched));
    }
}

/// A number to type or drag, named by a message; returns the requested value.
fn number_ui(ui: &mut Ui, view: &View<'_>, message: &str, value: f64, step: f64, field: Field) -> Option<f64> {
    ValueField { name: &view.say(message), value, step, field, font: body(), text: view.text }.show(ui).1
}

/// The times at which the count crosses its value in this run, as text.
fn passed_words(view: &View<'_>, watched: Watched) -> String {
    let times: Vec<_> = crossings(view.run(), watched.quantity, watched.value).into_iter().map(clock).collect();
    let what = ("what", watched_words(view, watched));
    if times.is_empty() {
        return view.text.with("stop-never", &[what]);
    }
    view.text.with("stop-passed", &[what, ("times", times.join(", "))])
}

/// The smallest displayed difference of a quantity.
fn least_step(quantity: Quantity) -> f64 {
    libm::exp10(-(quantity.row().decimals as f64))
}

/// A default value: the threshold of the first warning in this run, or else the midpoint of the values at the start and end.
fn worth_stopping_at(run: &Run, quantity: Quantity) -> f64 {
    let mut warnings = headlines(&run.warnings).filter(|warning| warning.from_min > 0.0);
    let warned = warnings.find(|warning| warning.id.quantity() == Some(quantity)).and_then(|warning| warning.threshold);
    warned.unwrap_or_else(|| {
        let at = |time_min| quantity.at(&run.at(time_min)).unwrap_or_default();
        let least = least_step(quantity);
        track::tidy((0.5 * (at(0.0) + at(run.machine_end_min)) / least).round() * least)
    })
}

/// A watched count in short form: "platelets 50".
fn watched_words(view: &View<'_>, watched: Watched) -> String {
    let message = WATCHABLE.iter().find(|(quantity, _)| *quantity == watched.quantity).map(|(_, message)| *message);
    let value = shortest(watched.value, watched.quantity.row().decimals);
    message.map_or_else(|| value.clone(), |message| view.text.with(message, &[("value", value.clone())]))
}

/// Why playback stopped, in short form.
pub(super) fn reason_words(view: &View<'_>, reason: &StopReason) -> String {
    match reason {
        StopReason::Time(time_min) => clock(*time_min),
        StopReason::Count(watched) => watched_words(view, *watched),
        StopReason::Warning(warning) => view.text.warning_title(warning),
    }
}

/// Every time at which a flag stands below the rail, min.
pub(super) fn times_min(view: &View<'_>) -> impl Iterator<Item = f64> {
    let run = view.run();
    let time = view.playback.stops.time_min.in_force().filter(|set_min| *set_min < run.end_min);
    let counts = view.playback.stops.count.in_force();
    let counts = counts.map(|watched| crossings(run, watched.quantity, watched.value)).unwrap_or_default();
    time.into_iter().chain(counts)
}

/// A flag below the rail at every stop except warnings, which have their own marks.
pub(super) fn flags_ui(ui: &Ui, view: &View<'_>, rail: Rect, commands: &mut Commands) {
    let run = view.run();
    let stops = &view.playback.stops;
    if let Some(set_min) = stops.time_min.in_force().filter(|set_min| *set_min < run.end_min) {
        let name = view.text.with("stop-flag-time", &[("time", clock(set_min))]);
        flag_ui(ui, rail, run, (set_min, 0), &name, commands);
    }
    if let Some(watched) = stops.count.in_force() {
        for (i, at_min) in crossings(run, watched.quantity, watched.value).into_iter().enumerate() {
            let arguments = [("time", clock(at_min)), ("what", watched_words(view, watched))];
            let name = view.text.with("stop-flag", &arguments);
            flag_ui(ui, rail, run, (at_min, i + 1), &name, commands);
        }
    }
}

/// One clickable flag, identified by its time and its number.
fn flag_ui(ui: &Ui, rail: Rect, run: &Run, (at_min, number): (f64, usize), name: &str, commands: &mut Commands) {
    let tokens = tokens(ui);
    let x = track::place(at_min, 0.0, run.end_min, rail);
    let pole = rail.top() - 2.0..=rail.bottom() + 14.0;
    let rect = Rect::from_min_max(pos2(x - 3.0, rail.bottom() + 3.0), pos2(x + 12.0, *pole.end() + 2.0));
    let response = ui.interact(rect, ui.scope_id().with(("flag", number)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let painter = ui.painter();
    let ink = if response.hovered() { tokens.accent } else { tokens.text };
    painter.vline(x, pole.clone(), Stroke::new(1.5, ink));
    let foot = *pole.end();
    let pennant = vec![pos2(x, foot - 8.0), pos2(x + 9.0, foot - 4.0), pos2(x, foot)];
    painter.add(Shape::convex_polygon(pennant, ink, Stroke::NONE));
    focus::ring(ui, &response, rect.expand(3.0), 6.0);
    if response.on_hover_text(name).clicked() {
        commands.push(Command::Seek(at_min));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::{BUNDLED, read};
    use crate::sim::simulate;

    #[test]
    fn what_is_offered_first_is_passed_in_the_run() {
        let run = simulate(&read(BUNDLED[0].text).unwrap().protocol).unwrap();
        for (quantity, _) in WATCHABLE {
            let value = worth_stopping_at(&run, quantity);
            assert!(!crossings(&run, quantity, value).is_empty(), "{quantity:?} {value}");
        }
    }

    #[test]
    fn a_step_is_the_last_digit_that_is_shown() {
        assert_eq!(least_step(Quantity::Platelets), 1.0);
        assert!((least_step(Quantity::IonizedCalcium) - 0.01).abs() < 1e-12);
    }
}
