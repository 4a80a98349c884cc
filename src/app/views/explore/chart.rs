//! What all plots share: axes, the playhead, the pointed time, and pointer and keyboard handling.

use std::ops::RangeInclusive;

use egui::{Key, PointerButton, Pos2, Rect, Response, Role, Ui, WidgetInfo};
use egui_plot::{LineStyle, PlotPoint, PlotTransform, PlotUi, VLine};

use super::pinned;
use crate::app::commands::{Command, Commands};
use crate::app::state::Axis;
use crate::app::theme::{Tokens, tokens};
use crate::app::views::View;
use crate::app::widgets::still_plot::still_plot;
use crate::app::widgets::{axis_marks, focus};
use crate::sim::quantities::Quantity;

/// The vertical scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    #[default]
    Linear,
    Logarithmic,
}

impl Scale {
    /// The smallest value shown on a logarithmic scale.
    pub const LEAST: f64 = 1e-4;

    pub fn place(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Logarithmic => libm::log10(value.max(Self::LEAST)),
        }
    }

    fn value(self) -> fn(f64) -> f64 {
        match self {
            Self::Linear => |place| place,
            Self::Logarithmic => libm::exp10,
        }
    }
}

/// A plot to be drawn.
pub struct Chart<'a> {
    pub key: &'static str,
    /// Whose curve it shows, or that of its parts.
    pub quantity: Quantity,
    pub name: &'a str,
    /// What it shows now, in one sentence.
    pub sentence: String,
    /// Bottom and top of the axis, on `scale`.
    pub from: f64,
    pub to: f64,
    pub scale: Scale,
}

/// A plot after drawing.
pub struct Shown {
    pub transform: PlotTransform,
    /// The scale of its values.
    pub scale: Scale,
    /// The time pointed at, min.
    pub pointed_min: Option<f64>,
}

impl Shown {
    pub fn frame(&self) -> Rect {
        *self.transform.frame()
    }

    /// Where a value at a place of the horizontal axis stands on the screen.
    pub fn at(&self, x: f64, value: f64) -> Pos2 {
        self.transform.position_from_point(&PlotPoint::new(x, self.scale.place(value)))
    }

    /// A curve as far as it is seen, on the screen.
    pub fn on_screen(&self, points: &[PlotPoint]) -> Vec<Pos2> {
        let (from, to) = (self.transform.bounds().min()[0], self.transform.bounds().max()[0]);
        // One point further at both ends, for the line that leaves the frame.
        let first = points.partition_point(|point| point.x < from).saturating_sub(1);
        let last = (points.partition_point(|point| point.x <= to) + 1).min(points.len());
        points[first.min(last)..last].iter().map(|point| self.at(point.x, point.y)).collect()
    }
}

/// Draws a plot in all available space.
pub fn chart_ui<'a>(
    ui: &mut Ui,
    view: &'a View<'a>,
    chart: &Chart<'_>,
    commands: &mut Commands,
    draw: impl FnOnce(&mut PlotUi<'a>) + 'a,
) -> Shown {
    let tokens = tokens(ui);
    let (axis, part, scale) = (view.workspace.plots.axis, view.shown_part(), chart.scale);
    let bounds: RangeInclusive<f64> = chart.from..=chart.to;
    let shown = still_plot(ui, chart.key)
        .width(ui.available_width() - pinned::gutter(view))
        .x_grid_spacer(move |input| match axis {
            Axis::Time => axis_marks::minutes(input.bounds),
            Axis::Processed => axis_marks::few(input.bounds),
        })
        .y_grid_spacer(move |input| match scale {
            Scale::Linear => axis_marks::few(input.bounds),
            Scale::Logarithmic => axis_marks::decades(input.bounds),
        })
        .custom_x_axes(vec![match axis {
            Axis::Time => axis_marks::time_axis(),
            Axis::Processed => axis_marks::number_axis(),
        }])
        .custom_y_axes(vec![axis_marks::y_axis(scale.value())])
        .show(ui, move |plot| {
            plot.set_plot_bounds_x(part.from..=part.to);
            plot.set_plot_bounds_y(bounds);
            draw(plot);
            times_ui(plot, view, tokens);
            plot.pointer_coordinate().map(|at| at.x)
        });

    let response = shown.response;
    focus::ring(ui, &response, response.rect, 4.0);
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, chart.name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(chart.sentence.as_str()));
    let pointer_min = shown.inner.map(|place| view.run_view.time_at(axis, place));
    hand_ui(ui, view, &response, pointer_min, commands);
    let pointed_min = match pointer_min.filter(|_| response.hovered() && !response.dragged()) {
        None if response.has_focus() => keys_ui(ui, view, &response, commands),
        pointed_min => pointed_min,
    };
    Shown { transform: shown.transform, scale, pointed_min }
}

/// The playhead, and a dashed line at the pointed time.
fn times_ui(plot: &mut PlotUi<'_>, view: &View<'_>, tokens: &Tokens) {
    let axis = view.workspace.plots.axis;
    let at = |time_min| view.run_view.place(axis, time_min);
    let playhead = VLine::new("playhead", at(view.playback.playhead_min)).color(tokens.text).width(1.5 * tokens.line);
    plot.vline(playhead.allow_hover(false));
    if let Some(pointed_min) = view.case_view.pointed_min {
        let line = VLine::new("pointed at", at(pointed_min)).color(tokens.quiet).width(tokens.line);
        plot.vline(line.style(LineStyle::dashed_dense()).allow_hover(false));
    }
}

/// Click or drag seeks; the wheel zooms; horizontal or Shift wheel and secondary drag pan; double click shows the whole run.
fn hand_ui(ui: &Ui, view: &View<'_>, response: &Response, pointer_min: Option<f64>, commands: &mut Commands) {
    /// Points of wheel travel that zoom by a factor of two.
    const TWICE: f32 = 240.0;
    let (axis, part) = (view.workspace.plots.axis, view.shown_part());
    let end = view.axis_end();
    if response.double_clicked() {
        return commands.push(Command::ShowPart(None));
    }
    if let Some(time_min) = pointer_min
        && (response.dragged_by(PointerButton::Primary) || response.clicked())
    {
        commands.push(Command::Seek(time_min));
    }
    let per_point = (part.to - part.from) / f64::from(response.rect.width());
    if response.dragged_by(PointerButton::Secondary) {
        commands.push(Command::ShowPart(part.panned(-f64::from(response.drag_delta().x) * per_point, end)));
    }
    let Some(time_min) = pointer_min.filter(|_| response.hovered()) else { return };
    let (wheel, zoom) = ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta()));
    let factor = zoom * libm::exp2f(wheel.y / TWICE);
    if factor != 1.0 {
        commands.push(Command::ShowPart(part.zoomed(f64::from(factor), view.run_view.place(axis, time_min), end)));
    } else if wheel.x != 0.0 {
        commands.push(Command::ShowPart(part.panned(-f64::from(wheel.x) * per_point, end)));
    }
}

/// Arrows move the pointed time, Shift and arrows pan, plus and minus zoom, Enter seeks to the pointed time.
fn keys_ui(ui: &Ui, view: &View<'_>, response: &Response, commands: &mut Commands) -> Option<f64> {
    /// Arrow presses that cross the whole plot.
    const PRESSES: f64 = 60.0;
    let (arrows, _) = focus::arrow_steps(ui, response, focus::SIDEWAYS);
    let (closer, shift, enter) = ui.input(|input| {
        let presses = |key| input.num_presses(key) as f64;
        let closer = presses(Key::Plus) + presses(Key::Equals) - presses(Key::Minus);
        (closer, input.modifiers.shift, input.key_pressed(Key::Enter))
    });
    let (axis, part) = (view.workspace.plots.axis, view.shown_part());
    let end = view.axis_end();
    let pointed_min = view.case_view.pointed_min;
    let step = arrows * (part.to - part.from) / PRESSES;
    let here = view.run_view.place(axis, view.shown_min());
    if closer != 0.0 {
        commands.push(Command::ShowPart(part.zoomed(libm::exp2(0.5 * closer), here.clamp(part.from, part.to), end)));
    }
    if step != 0.0 && shift {
        // `arrow_steps` has multiplied the step by ten for Shift.
        commands.push(Command::ShowPart(part.panned(0.4 * step, end)));
    } else if step != 0.0 {
        return Some(view.run_view.time_at(axis, (here + step).clamp(part.from, part.to)));
    }
    if enter && let Some(time_min) = pointed_min {
        commands.push(Command::Seek(time_min));
        return None;
    }
    pointed_min
}
