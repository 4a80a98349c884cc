//! What all plots share: axes, the playhead, the pointed time, and pointer and keyboard handling.

use egui::{Key, PointerButton, Pos2, Rect, Response, Role, Ui, WidgetInfo};
use egui_plot::{PlotPoint, PlotTransform};

use super::pinned;
use crate::app::commands::{Command, Commands};
use crate::app::paint::marks::marks_ui;
use crate::app::views::View;
use crate::app::widgets::still_plot::still_plot;
use crate::app::widgets::{axis_marks, focus};
use crate::picture::Ink;
use crate::picture::plot::Axis;
use crate::picture::plot::{Dashes, Mark, Pen, Plot, Scale, Spot};
use crate::sim::quantities::Quantity;

/// A plot to be drawn.
pub struct Chart {
    pub key: &'static str,
    /// Whose curve it shows, or that of its parts.
    pub quantity: Quantity,
    pub plot: Plot,
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
    pub fn on_screen(&self, points: &[Spot]) -> Vec<Pos2> {
        let (from, to) = (self.transform.bounds().min()[0], self.transform.bounds().max()[0]);
        // One point further at both ends, for the line that leaves the frame.
        let first = points.partition_point(|point| point.0 < from).saturating_sub(1);
        let last = (points.partition_point(|point| point.0 <= to) + 1).min(points.len());
        points[first.min(last)..last].iter().map(|point| self.at(point.0, point.1)).collect()
    }
}

/// Draws a plot in all available space.
pub fn chart_ui(ui: &mut Ui, view: &View<'_>, chart: &Chart, commands: &mut Commands) -> Shown {
    let (axis, part, scale) = (view.workspace.plots.axis, view.shown_part(), chart.plot.scale);
    let marks: Vec<_> = chart.plot.marks().into_iter().chain(times(view)).collect();
    let (along, bounds) = (part.from..=part.to, chart.plot.from..=chart.plot.to);
    let shown = still_plot(ui, chart.key)
        .width(ui.available_width() - pinned::gutter(view))
        .x_grid_spacer(move |input| match axis {
            Axis::Time => axis_marks::minutes(input.bounds),
            Axis::Processed => axis_marks::on(Scale::Linear, input.bounds),
        })
        .y_grid_spacer(move |input| axis_marks::on(scale, input.bounds))
        .custom_x_axes(vec![match axis {
            Axis::Time => axis_marks::time_axis(),
            Axis::Processed => axis_marks::number_axis(),
        }])
        .custom_y_axes(vec![axis_marks::y_axis(scale)])
        .show(ui, move |plot| {
            plot.set_plot_bounds_x(along.clone());
            plot.set_plot_bounds_y(bounds);
            marks_ui(plot, &along, marks);
            plot.pointer_coordinate().map(|at| at.x)
        });

    let response = shown.response;
    focus::ring(ui, &response, response.rect, 4.0);
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &chart.plot.name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(chart.plot.sentence.as_str()));
    let pointer_min = shown.inner.map(|place| view.run_view.time_at(axis, place));
    hand_ui(ui, view, &response, pointer_min, commands);
    let pointed_min = match pointer_min.filter(|_| response.hovered() && !response.dragged()) {
        None if response.has_focus() => keys_ui(ui, view, &response, commands),
        pointed_min => pointed_min,
    };
    Shown { transform: shown.transform, scale, pointed_min }
}

/// The playhead, and a dashed line at the pointed time.
fn times(view: &View<'_>) -> impl Iterator<Item = Mark> {
    let axis = view.workspace.plots.axis;
    let upright = move |time_min, pen| Mark::Upright { at: view.run_view.place(axis, time_min), pen };
    let pointed = view
        .case_view
        .pointed_min
        .map(move |pointed_min| upright(pointed_min, Pen::new(Ink::QuietText, 1.0).dashed(Dashes::Dashed(5.0))));
    std::iter::once(upright(view.playback.playhead_min, Pen::new(Ink::Text, 1.5))).chain(pointed)
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
