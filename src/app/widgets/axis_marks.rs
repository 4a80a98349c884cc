//! Axis ticks, and their labels, as the plot library takes them.

use std::ops::RangeInclusive;

use egui_plot::{AxisHints, GridMark};

use crate::app::theme::small;
use crate::picture::plot::{Scale, ticks};
use crate::text::clock;

/// Times, min.
pub fn time_axis<'a>() -> AxisHints<'a> {
    x_axis().formatter(|mark, range| kept_clear(mark, range, clock))
}

/// Plain numbers.
pub fn number_axis<'a>() -> AxisHints<'a> {
    x_axis().formatter(|mark, range| kept_clear(mark, range, |place| Scale::Linear.label(place, mark.step_size)))
}

fn x_axis<'a>() -> AxisHints<'a> {
    AxisHints::new_x().label_spacing(24.0..=30.0).tick_label_font(small())
}

pub fn y_axis<'a>(scale: Scale) -> AxisHints<'a> {
    AxisHints::new_y()
        .tick_label_font(small())
        .min_thickness(30.0)
        .label_spacing(16.0..=22.0)
        .formatter(move |mark: GridMark, _| scale.label(mark.value, mark.step_size))
}

/// Omits the label at the start, where it would touch the other axis's label, and near the end, where it would be clipped.
fn kept_clear(mark: GridMark, range: &RangeInclusive<f64>, say: impl Fn(f64) -> String) -> String {
    /// Share of the axis that half a label covers.
    const HALF_LABEL: f64 = 0.08;
    let length = range.end() - range.start();
    let fits = mark.value < range.end() - HALF_LABEL * length && mark.value > range.start() + 1e-6 * length;
    if fits { say(mark.value) } else { String::new() }
}

/// Ticks of a time axis.
pub fn minutes((from, to): (f64, f64)) -> Vec<GridMark> {
    grid(ticks::minutes(from, to, false))
}

/// Ticks of a scale, also of one along a plot.
pub fn on(scale: Scale, (from, to): (f64, f64)) -> Vec<GridMark> {
    grid(scale.ticks(from, to))
}

/// The plot library fades lines of small steps; these are all alike.
fn grid(places: Vec<f64>) -> Vec<GridMark> {
    let step_size = ticks::step(&places);
    places.into_iter().map(|value| GridMark { value, step_size }).collect()
}
