//! All curves that a class drew, over the run and the band of such patients.

use super::{Mark, Pen, Plot, range_about};
use crate::lesson::{CurveTruth, curve_at};
use crate::picture::Ink;
use crate::sim::Run;
use crate::sim::quantities::Quantity;
use crate::text::Text;

/// The curves of a class until the needle comes out, on axes as high as the band and the curves need.
pub fn class_plot(run: &Run, quantity: Quantity, truth: &CurveTruth, drawn: &[&[(f64, f64)]], text: &Text) -> Plot {
    let mut plot = Plot::of(run, quantity, None, text);
    let edges = || truth.moments.iter().flat_map(|moment| [moment.low, moment.value, moment.high]);
    let (low, high) = (edges().fold(f64::INFINITY, f64::min), edges().fold(f64::NEG_INFINITY, f64::max));
    // One who drew far outside does not press all others flat.
    let room = (high - low).max(0.5 * truth.first().value.abs());
    let values = || drawn.iter().flat_map(|points| points.iter().map(|(_, value)| *value));
    let least = values().fold(low, f64::min).max(low - room);
    let most = values().fold(high, f64::max).min(high + room);
    (plot.from, plot.to) = range_about(quantity, least, most);
    plot.end = truth.last().min;
    plot.bands.clear();
    plot.onsets.clear();
    plot.curve = truth.moments.iter().map(|moment| (moment.min, moment.value)).collect();
    let edges = truth.moments.iter().map(|moment| (moment.min, moment.low, moment.high)).collect();
    plot.behind.push(Mark::Area { edges, ink: Ink::Hairline, opacity: 0.7 });
    plot.behind.extend(drawn.iter().map(|points| {
        let sampled = truth.moments.iter().filter_map(|at| Some((at.min, curve_at(points, at.min)?)));
        Mark::Line { points: sampled.collect(), pen: Pen::new(Ink::Text, 1.0).faint(0.45) }
    }));
    plot
}
