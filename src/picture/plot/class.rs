//! All curves that a class drew, over the run and the band of such patients.

use super::shapes::Drawing;
use super::{Plot, range_about};
use crate::lesson::{CurveTruth, curve_at};
use crate::picture::{Area, Form, Ink, Point, Shape};
use crate::sim::Run;
use crate::sim::quantities::Quantity;
use crate::text::Text;

/// Axes for the curves of a class: until the needle comes out, and as high as the band and the curves need.
pub fn class_plot(run: &Run, quantity: Quantity, truth: &CurveTruth, drawn: &[&[(f64, f64)]], text: &Text) -> Plot {
    let mut plot = Plot::of(run, quantity, text);
    let edges = || truth.moments.iter().flat_map(|moment| [moment.low, moment.value, moment.high]);
    let (low, high) = (edges().fold(f64::INFINITY, f64::min), edges().fold(f64::NEG_INFINITY, f64::max));
    // One who drew far outside does not press all others flat.
    let room = (high - low).max(0.5 * truth.first().value.abs());
    let values = || drawn.iter().flat_map(|points| points.iter().map(|(_, value)| *value));
    let least = values().fold(low, f64::min).max(low - room);
    let most = values().fold(high, f64::max).min(high + room);
    (plot.from, plot.to) = range_about(quantity, least, most);
    plot.end_min = truth.last().min;
    plot.bands.clear();
    plot.onsets.clear();
    plot.curve = truth.moments.iter().map(|moment| (moment.min, moment.value)).collect();
    plot
}

/// The plot with the band behind the curves, and the run before them.
pub fn compose_class(plot: &Plot, truth: &CurveTruth, drawn: &[&[(f64, f64)]], size: Point) -> Vec<Shape> {
    let drawing = Drawing::new(plot, Area::new(0.0, 0.0, size.x, size.y));
    let mut shapes = vec![band(&drawing, truth)];
    drawing.axes(&mut shapes);
    for points in drawn {
        let sampled = truth.moments.iter().filter_map(|at| Some((at.min, curve_at(points, at.min)?)));
        let line: Vec<Point> = sampled.map(|at| drawing.at(&at)).collect();
        if line.len() > 1 {
            shapes.push(Shape { opacity: 0.45, ..Shape::path(line, Ink::Text, 1.0) });
        }
    }
    drawing.curve(&mut shapes);
    shapes
}

fn band(drawing: &Drawing<'_>, truth: &CurveTruth) -> Shape {
    let edge = |of: fn(&crate::lesson::CurveMoment) -> f64| {
        truth.moments.iter().map(move |moment| drawing.at(&(moment.min, of(moment))))
    };
    // Along the upper edge, and back along the lower one.
    let mut points: Vec<Point> = edge(|moment| moment.high).collect();
    points.extend(edge(|moment| moment.low).rev());
    let count = points.len() as u32;
    let quads = (0..count / 2 - 1).flat_map(|i| [i, i + 1, count - 1 - i, i + 1, count - 2 - i, count - 1 - i]);
    let form = Form::Outline { triangles: quads.collect(), points };
    Shape { opacity: 0.7, ..Shape::filled(form, Ink::Hairline) }
}
