//! Places of ticks on the axes of plots, and their labels.

use crate::text::{at_step, shortest};

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

    /// What stands at a place of the scale.
    pub fn value(self, place: f64) -> f64 {
        match self {
            Self::Linear => place,
            Self::Logarithmic => libm::exp10(place),
        }
    }

    /// Ticks between two places of it.
    pub fn ticks(self, from: f64, to: f64) -> Vec<f64> {
        match self {
            Self::Linear => few(from, to),
            Self::Logarithmic => decades(from, to),
        }
    }

    /// What is written at a place among ticks this far apart: all with as many decimals as their distance has. The decades of a logarithmic
    /// scale have none in common.
    pub fn label(self, place: f64, step: f64) -> String {
        match self {
            Self::Linear => at_step(place, step),
            Self::Logarithmic => shortest(self.value(place), 6),
        }
    }
}

/// How far ticks are apart where they are nearest; one where there are not two of them.
pub fn step(ticks: &[f64]) -> f64 {
    let nearest = ticks.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    if nearest.is_finite() { nearest } else { 1.0 }
}

/// Whole hours, or round fractions of one in a short range; twice as many where a plot is wide.
pub fn minutes(from: f64, to: f64, is_wide: bool) -> Vec<f64> {
    let (step, close) = match to - from {
        span if span > 280.0 => (120.0, 60.0),
        span if span > 100.0 => (60.0, 30.0),
        span if span > 45.0 => (30.0, 15.0),
        span if span > 20.0 => (10.0, 5.0),
        span if span > 8.0 => (5.0, 2.0),
        _ => (1.0, 1.0),
    };
    at_steps(from, to, if is_wide { close } else { step })
}

/// About four round values.
pub fn few(from: f64, to: f64) -> Vec<f64> {
    let rough = (to - from) / 4.0;
    if rough <= 0.0 || !rough.is_finite() {
        return Vec::new();
    }
    let power = libm::exp10(libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * power).find(|step| *step >= rough).unwrap_or(rough);
    at_steps(from, to, step)
}

/// The decades of a logarithmic axis, with places as decimal logarithms; over a short range also 2 and 5.
fn decades(from: f64, to: f64) -> Vec<f64> {
    const SHORT: f64 = 2.5;
    if !(to - from).is_finite() {
        return Vec::new();
    }
    let within: &[f64] = if to - from < SHORT { &[1.0, 2.0, 5.0] } else { &[1.0] };
    let powers = libm::floor(from) as i32..=libm::ceil(to) as i32;
    let places = powers.flat_map(|power| within.iter().map(move |n| f64::from(power) + libm::log10(*n)));
    places.filter(|place| (from..=to).contains(place)).collect()
}

/// The multiples of a step within a range.
fn at_steps(from: f64, to: f64, step: f64) -> Vec<f64> {
    let (first, last) = ((from / step - 1e-9).ceil() as i64, (to / step + 1e-9).floor() as i64);
    (first..=last).map(|i| i as f64 * step).collect()
}
