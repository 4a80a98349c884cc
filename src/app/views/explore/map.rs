//! The map of safe settings: two settings against each other, the first warning at each pair of values, and the case's own point.

use egui::{Align2, Rect, Response, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::map_chart::{self, Contours, Frame, Legend};
use super::map_side::{aim_answer, answer_words, side_ui};
use crate::app::background::DrawnMap;
use crate::app::commands::{Command, Commands};
use crate::app::state::{MapColor, SliderRange};
use crate::app::theme::{size, small, strong, tokens};
use crate::app::views::View;
use crate::app::widgets::focus;
use crate::app::widgets::track::tidy;
use crate::sim::asked::AskedLevel;
use crate::sim::settings::Number;
use crate::sim::warnings::headlines;
use crate::sim::{Run, SettingId, Value, simulate};
use crate::study::map::{first, worst};
use crate::text::{clock, is_time, rounded};

/// Width of the panel beside the map.
const SIDE: f32 = 236.0;
/// Space for the axes' values and names.
const LEFT: f32 = 44.0;
const BELOW: f32 = 24.0;
const ABOVE: f32 = 22.0;

pub fn map_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let room = ui.available_rect_before_wrap();
    let (left, side) = room.split_left_right_at_x(room.right() - SIDE.min(0.5 * room.width()));
    let shown = view.background.map.shown();
    let groups = shown.and_then(|drawn| drawn.groups(view.workspace.map_color));
    let legend = groups.map(|groups| Legend::new(groups, tokens(ui)));
    if let (Some(drawn), Some(legend)) = (shown, &legend) {
        let plot = Rect::from_min_max(left.min + vec2(LEFT, ABOVE), left.max - vec2(14.0, BELOW));
        chart_ui(ui, view, drawn, legend, plot, commands);
    }
    ui.scope_builder(UiBuilder::new().max_rect(side), |ui| side_ui(ui, view, legend.as_ref(), commands));
    ui.advance_cursor_after_rect(room);
}

/// The map itself: dragging and arrow keys move the case's point, hovering shows a cell's run.
fn chart_ui(ui: &mut Ui, view: &View<'_>, drawn: &DrawnMap, legend: &Legend<'_>, plot: Rect, commands: &mut Commands) {
    let [(x, reach_x), (y, reach_y)] = drawn.axes();
    let frame = Frame { rect: plot, x: reach_x, y: reach_y };
    let response = ui.interact(plot.expand(2.0), ui.scope_id().with("map"), Sense::click_and_drag());
    let (at_x, at_y) = point(view, drawn);
    if let Some(values) = requested(ui, (at_x, at_y), &response, drawn, &frame) {
        let [x, y] = [(x, values.0), (y, values.1)].map(|(setting, value)| (setting, Value::Number(value)));
        commands.push(Command::SetTogether([x, y]));
    }
    describe(view, &response, drawn, legend);

    let tokens = tokens(ui);
    let is_stale = view.background.map_is_stale(view.state);
    let painter = ui.painter();
    let ring = frame.place(at_x, at_y);
    let asked = asked(view);
    let onsets = asked.map(|asked| drawn.onset_lines(&asked));
    let contours = match &onsets {
        Some(onsets) => Contours { lines: onsets, label: clock },
        None => Contours { lines: drawn.removal_lines(), label: |percent| format!("{percent} %") },
    };
    let aim = (view.say("plot-aim"), drawn.aim_lines());
    map_chart::paint(painter, &frame, &drawn.map, (legend, &contours, &aim), (ring, is_stale));
    map_chart::paint_axes(painter, tokens, &frame, [x, y], &axis_words(view, x));
    painter.text(plot.left_top() - vec2(36.0, 5.0), Align2::LEFT_BOTTOM, axis_words(view, y), small(), tokens.text);
    map_chart::paint_point(painter, tokens, ring, response.has_focus());
    hover_ui(response, view, drawn, &frame);
}

/// The level that is asked about, where the map is of one kind of warning.
pub(super) fn asked(view: &View<'_>) -> Option<AskedLevel> {
    let MapColor::One(id) = view.workspace.map_color else { return None };
    AskedLevel::of(&view.run().warnings, &view.run().protocol.settings, id)
}

/// The name and unit of an axis; times have no unit because they are formatted as times.
fn axis_words(view: &View<'_>, setting: SettingId) -> String {
    let name = view.text.full_setting(setting);
    let unit = if is_time(setting) { String::new() } else { view.text.unit(setting.row().unit) };
    if unit.is_empty() { name } else { format!("{name}, {unit}") }
}

fn number(setting: SettingId) -> Option<&'static Number> {
    setting.row().number()
}

/// The case's own values along the axes of a map.
pub(super) fn point(view: &View<'_>, drawn: &DrawnMap) -> (f64, f64) {
    let settings = &view.case.preset().protocol.settings;
    let [x, y] =
        drawn.axes().map(|(setting, (from, _))| number(setting).map_or(from, |number| number.in_force(settings)));
    (x, y)
}

/// The values requested by pointer or keys.
fn requested(ui: &Ui, now: (f64, f64), response: &Response, drawn: &DrawnMap, frame: &Frame) -> Option<(f64, f64)> {
    let [x, y] = drawn.axes();
    let wanted = if let Some(pointer) = response.interact_pointer_pos()
        && (response.dragged() || response.clicked() || response.drag_started())
    {
        let (wanted_x, wanted_y) = frame.values(pointer);
        (stepped(x, wanted_x, true), stepped(y, wanted_y, true))
    } else {
        let (right, up) = focus::arrow_steps(ui, response, focus::ALL_ARROWS);
        if (right, up) == (0.0, 0.0) {
            return None;
        }
        let step = |setting: SettingId| number(setting).map_or(0.0, |number| number.step);
        (stepped(x, now.0 + right * step(x.0), false), stepped(y, now.1 + up * step(y.0), false))
    };
    (wanted != now).then_some(wanted)
}

/// A value clamped to the axis, first rounded to the setting's step if `to_step`.
fn stepped((setting, (from, to)): SliderRange, value: f64, to_step: bool) -> f64 {
    let step = number(setting).map_or(1.0, |number| number.step);
    let value = if to_step { (value / step).round() * step } else { value };
    tidy(value).clamp(from, to)
}

fn describe(view: &View<'_>, response: &Response, drawn: &DrawnMap, legend: &Legend<'_>) {
    let [x, y] = drawn.axes().map(|(setting, _)| view.text.full_setting(setting));
    let name = view.text.with("map-name", &[("x", x), ("y", y)]);
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &name));
    let free = view.text.with("map-free-share", &[("percent", rounded(legend.cells.free_percent()))]);
    let here = values_words(view, drawn, point(view, drawn));
    let told = match asked(view) {
        Some(asked) => {
            let aim = aim_answer(view, &asked).map(|(words, _)| words);
            answer_words(view, &asked).into_iter().chain(aim).collect::<Vec<_>>().join(" ")
        }
        None => run_words(view, view.run()),
    };
    let words = format!("{here}: {told} {free} {}", view.say("map-keys"));
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(words));
}

/// The values on both axes, as text.
pub(super) fn values_words(view: &View<'_>, drawn: &DrawnMap, values: (f64, f64)) -> String {
    let [(x, _), (y, _)] = drawn.axes();
    let value = |setting: SettingId, value: f64| {
        let words =
            if is_time(setting) { clock(value) } else { view.text.quantity(&rounded(value), setting.row().unit) };
        format!("{} {words}", view.text.full_setting(setting))
    };
    format!("{}, {}", value(x, values.0), value(y, values.1))
}

/// The first warning of a run and how much is removed, as text.
pub(super) fn run_words(view: &View<'_>, run: &Run) -> String {
    let mut arguments = vec![("removed", rounded(run.outcome.removed_percent))];
    let id = match first(&run.warnings) {
        Some(warning) => {
            arguments.push(("warning", view.text.warning_title(&warning)));
            arguments.push(("from", clock(warning.from_min)));
            let worst = worst(&run.warnings).filter(|worst| worst.severity > warning.severity);
            if let Some(worst) = worst {
                arguments.push(("worst", view.text.warning_title(&worst)));
                arguments.push(("since", clock(worst.from_min)));
            }
            if worst.is_some() { "map-point-worse" } else { "map-point" }
        }
        None => "map-point-free",
    };
    view.text.with(id, &arguments)
}

/// The tooltip for the cell under the pointer, from its own run.
fn hover_ui(response: Response, view: &View<'_>, drawn: &DrawnMap, frame: &Frame) {
    let Some(pointer) = response.hover_pos().filter(|_| !response.dragged()) else { return };
    let (column, row) = frame.cell(pointer, &drawn.map);
    response.on_hover_ui_at_pointer(|ui| {
        let protocol = drawn.protocol(column, row);
        match simulate(&protocol) {
            Ok(run) => {
                let values = (drawn.map.x.values[column], drawn.map.y.values[row]);
                ui.label(RichText::new(values_words(view, drawn, values)).font(strong(size::SMALL)));
                ui.label(RichText::new(run_words(view, &run)).font(small()));
                all_ui(ui, view, &run);
            }
            Err(error) => {
                ui.label(view.text.simulation_error(&error));
            }
        }
    });
}

/// All warnings that the procedure causes, by onset.
fn all_ui(ui: &mut Ui, view: &View<'_>, run: &Run) {
    let tokens = tokens(ui);
    ui.spacing_mut().item_spacing.y = 1.0;
    for warning in headlines(&run.warnings).filter(|warning| !warning.present_before) {
        let ink = crate::app::theme::severity(tokens, warning.severity).0;
        let words = format!("{}  {}", clock(warning.from_min), view.text.warning_title(warning));
        ui.label(RichText::new(words).font(small()).color(ink));
    }
}
