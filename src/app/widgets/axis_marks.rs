//! Positions and labels of axis ticks.

use std::ops::RangeInclusive;

use egui_plot::{AxisHints, GridMark};

use super::track::tidy;
use crate::app::theme::small;
use crate::text::{at_step, clock};

/// Times, min.
pub fn time_axis<'a>() -> AxisHints<'a> {
    x_axis().formatter(|mark, range| kept_clear(mark, range, clock))
}

/// Plain numbers.
pub fn number_axis<'a>() -> AxisHints<'a> {
    x_axis().formatter(|mark, range| kept_clear(mark, range, |number| at_step(number, mark.step_size)))
}

fn x_axis<'a>() -> AxisHints<'a> {
    AxisHints::new_x().label_spacing(24.0..=30.0).tick_label_font(small())
}

pub fn y_axis<'a>(read: fn(f64) -> f64) -> AxisHints<'a> {
    AxisHints::new_y().tick_label_font(small()).min_thickness(30.0).label_spacing(16.0..=22.0).formatter(
        move |mark: GridMark, _| {
            let value = read(mark.value);
            // The decades of a logarithmic axis have no step in common.
            if value == mark.value { at_step(value, mark.step_size) } else { tidy(value).to_string() }
        },
    )
}

/// Omits the label at the start, where it would touch the other axis's label, and near the end, where it would be clipped.
fn kept_clear(mark: GridMark, range: &RangeInclusive<f64>, say: impl Fn(f64) -> String) -> String {
    /// Share of the axis that half a label covers.
    const HALF_LABEL: f64 = 0.08;
    let length = range.end() - range.start();
    let fits = mark.value < range.end() - HALF_LABEL * length && mark.value > range.start() + 1e-6 * length;
    if fits { say(mark.value) } else { String::new() }
}

/// Whole hours, or round fractions of one in a short range.
pub fn minutes((from, to): (f64, f64)) -> Vec<GridMark> {
    let step = match to - from {
        span if span > 280.0 => 120.0,
        span if span > 100.0 => 60.0,
        span if span > 45.0 => 30.0,
        span if span > 20.0 => 10.0,
        span if span > 8.0 => 5.0,
        _ => 1.0,
    };
    at_steps(from, to, step)
}

/// About four round values.
pub fn few((from, to): (f64, f64)) -> Vec<GridMark> {
    let rough = (to - from) / 4.0;
    if rough <= 0.0 || !rough.is_finite() {
        return Vec::new();
    }
    let power = libm::exp10(libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * power).find(|step| *step >= rough).unwrap_or(rough);
    at_steps(from, to, step)
}

/// The decades of a logarithmic axis, with positions as decimal logarithms; over a short range also 2 and 5.
pub fn decades((from, to): (f64, f64)) -> Vec<GridMark> {
    const SHORT: f64 = 2.5;
    if !(to - from).is_finite() {
        return Vec::new();
    }
    let within: &[f64] = if to - from < SHORT { &[1.0, 2.0, 5.0] } else { &[1.0] };
    let powers = libm::floor(from) as i32..=libm::ceil(to) as i32;
    let places = powers.flat_map(|power| within.iter().map(move |n| f64::from(power) + libm::log10(*n)));
    places.filter(|place| (from..=to).contains(place)).map(|value| GridMark { value, step_size: 1.0 }).collect()
}

fn at_steps(from: f64, to: f64, step: f64) -> Vec<GridMark> {
    let first = (from / step).ceil() as i64;
    let last = (to / step).floor() as i64;
    (first..=last).map(|i| GridMark { value: i as f64 * step, step_size: step }).collect()
}
