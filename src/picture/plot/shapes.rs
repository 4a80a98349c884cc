//! Plots as plain shapes, one above the other: what a file or a sheet of paper shows of them.

use super::broken::draw;
use super::marks::{THRESHOLD, bar_width};
use super::{Axis, Legend, Mark, Plot, Scale, Spot, Threshold, ticks, words};
use crate::picture::words::shortened;
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::text::{Text, clock};

/// The height that one plot is laid out in, and the least where several share a picture, in points: pictures of more pixels are drawn
/// larger, not with smaller words.
const HEIGHT: f32 = 320.0;
const LEAST_HEIGHT: f32 = 165.0;

/// Room around the frame, in points: for the axis at the left, the names of bands at the right, the title above and the times below.
const LEFT: f32 = 52.0;
const RIGHT: f32 = 128.0;
const ABOVE: f32 = 30.0;
const BELOW: f32 = 26.0;
/// A narrower plot has the names of bands within its frame.
const NARROW: f32 = 440.0;
/// The room of the name of an axis below all plots.
const AXIS_NAME: f32 = 18.0;
/// Room at the right of the frame for the letters of pinned runs.
const LETTERS: f32 = 22.0;
/// The height of a number beside the axis.
const LINE: f32 = 13.0;
/// The room of a time below the axis.
const TIME: f32 = 40.0;
/// The room of the heading above all plots.
const HEADING: f32 = 26.0;

/// The size, in points, at which a picture of so many pixels and plots is laid out, and the pixels of a point.
pub fn layout_size(pixels: (u16, u16), plots: usize) -> (Point, f32) {
    let (width, height) = (f32::from(pixels.0), f32::from(pixels.1));
    let scale = (height / (LEAST_HEIGHT * plots as f32).max(HEIGHT)).min(width / (1.4 * HEIGHT));
    (point(width / scale, height / scale), scale)
}

/// What stands above all plots of a picture.
#[derive(Clone, Debug, Default)]
pub struct Head<'a> {
    /// What they are plots of; nothing where that is said elsewhere.
    pub heading: &'a str,
    pub legend: Legend,
}

/// The plots, each with the same share of the height and with one time at one place in all of them.
pub fn compose(plots: &[Plot], head: &Head<'_>, size: Point, text: &Text) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let Head { heading, legend } = head;
    let mut top = 0.0;
    if !heading.is_empty() {
        let at = point(LEFT / 3.0, HEADING / 2.0 + 2.0);
        let words = shortened(heading, Weight::Strong, size.x - 2.0 * at.x);
        shapes.push(Shape::words(at, Anchor::Left, Weight::Strong, Ink::Text, words));
        top = HEADING;
    }
    let entries = Area::new(LEFT / 3.0, top + 4.0, size.x - LEFT / 3.0, size.y);
    let needed = legend.height(entries.width());
    if needed > 0.0 {
        legend.draw(&entries, &mut shapes);
        top += needed + 4.0;
    }
    // They share their axis: what it counts is said below all of them, where it is no time.
    let axis = plots.first().map_or(Axis::Time, |plot| plot.axis);
    let bottom = if axis == Axis::Time { size.y } else { size.y - AXIS_NAME };
    let height = (bottom - top) / plots.len().max(1) as f32;
    let has_names = size.x >= NARROW && plots.iter().any(|plot| !plot.bands.is_empty());
    let letters = if plots.iter().any(|plot| !plot.letters.is_empty()) { LETTERS } else { 0.0 };
    let names = if has_names { RIGHT } else { LEFT / 3.0 };
    let margins = Margins { letters, right: letters + names };
    for (i, plot) in plots.iter().enumerate() {
        let whole = Area::new(0.0, top + i as f32 * height, size.x, top + (i + 1) as f32 * height);
        let drawing = Drawing::new(plot, whole, margins);
        drawing.shapes(&mut shapes);
        if axis != Axis::Time && i + 1 == plots.len() {
            let at = point(drawing.frame.center().x, bottom + AXIS_NAME / 2.0 - 3.0);
            shapes.push(Shape::words(at, Anchor::Center, Weight::Small, Ink::QuietText, text.get(axis.message())));
        }
    }
    shapes
}

/// Room at the right of frames, in points: for letters, and for these and what comes after them.
#[derive(Clone, Copy)]
struct Margins {
    letters: f32,
    right: f32,
}

/// A plot being drawn.
pub(super) struct Drawing<'a> {
    pub(super) plot: &'a Plot,
    pub(super) whole: Area,
    pub(super) frame: Area,
    /// Where the names of bands begin that stand beside the frame; `None` where they have no room there.
    pub(super) names: Option<f32>,
}

impl<'a> Drawing<'a> {
    fn new(plot: &'a Plot, whole: Area, margins: Margins) -> Self {
        let right = whole.right - margins.right;
        let frame = Area::new(whole.left + LEFT, whole.top + ABOVE, right, whole.bottom - BELOW);
        let names = (whole.width() >= NARROW).then_some(right + margins.letters + 8.0);
        Self { plot, whole, frame, names }
    }

    pub(super) fn x(&self, place: f64) -> f32 {
        self.frame.left + (place / self.plot.end) as f32 * self.frame.width()
    }

    pub(super) fn y(&self, value: f64) -> f32 {
        let share = (value - self.plot.from) / (self.plot.to - self.plot.from);
        self.frame.bottom - share.clamp(0.0, 1.0) as f32 * self.frame.height()
    }

    pub(super) fn at(&self, (place, value): &Spot) -> Point {
        point(self.x(*place), self.y(*value))
    }

    fn shapes(&self, shapes: &mut Vec<Shape>) {
        let marks = self.plot.marks();
        let ranges = || marks.iter().filter_map(|mark| if let Mark::Range(range) = mark { Some(range) } else { None });
        // As in the window the grid is behind the ranges.
        self.grid(shapes);
        for range in ranges() {
            let area = Area::new(self.frame.left, self.y(range.to), self.frame.right, self.y(range.from));
            shapes.push(Shape::filled(area.rounded(0.0), Ink::WarnedGround(range.severity)));
        }
        self.frame(shapes);
        for range in ranges() {
            self.range(range, shapes);
        }
        for mark in &marks {
            self.mark(mark, shapes);
        }
        words::write(self, &marks, shapes);
    }

    /// The bar of a range, and the line where it begins.
    fn range(&self, range: &Threshold, shapes: &mut Vec<Shape>) {
        let left = self.frame.left;
        let bar = Area::new(left, self.y(range.to), left + bar_width(range.severity), self.y(range.from));
        shapes.push(Shape::filled(bar.rounded(0.0), Ink::Warned(range.severity)));
        if range.has_line() {
            let ends = [(0.0, range.at), (self.plot.end, range.at)].map(|at| self.at(&at));
            shapes.push(Shape::path(ends, Ink::Warned(range.severity), THRESHOLD));
        }
    }

    fn mark(&self, mark: &Mark, shapes: &mut Vec<Shape>) {
        match mark {
            Mark::Range(_) => {}
            Mark::Upright { at, pen } => {
                let ends = [point(self.x(*at), self.frame.bottom), point(self.x(*at), self.frame.top)];
                draw(&ends, pen, shapes);
            }
            Mark::Line { points, pen } => {
                let points: Vec<_> = points.iter().map(|at| self.at(at)).collect();
                draw(&points, pen, shapes);
            }
            Mark::Area { edges, ink, opacity } => shapes.extend(self.area(edges, *ink, *opacity)),
            Mark::Dot { at, radius, ink, filled } => {
                let form = Form::Disc { center: self.at(at), radius: *radius };
                shapes.push(if *filled { Shape::filled(form, *ink) } else { Shape::outlined(form, *ink, 1.0) });
            }
        }
    }

    fn area(&self, edges: &[(f64, f64, f64)], ink: Ink, opacity: f32) -> Option<Shape> {
        // Along the upper edge, and back along the lower one.
        let mut points: Vec<Point> = edges.iter().map(|(place, _, high)| self.at(&(*place, *high))).collect();
        points.extend(edges.iter().rev().map(|(place, low, _)| self.at(&(*place, *low))));
        let count = points.len() as u32;
        let quads = (0..(count / 2).saturating_sub(1))
            .flat_map(|i| [i, i + 1, count - 1 - i, i + 1, count - 2 - i, count - 1 - i]);
        let form = Form::Outline { triangles: quads.collect(), points };
        (edges.len() > 1).then(|| Shape::filled(form, ink).faded(opacity))
    }

    /// The grid, with its times and values.
    fn grid(&self, shapes: &mut Vec<Shape>) {
        let quiet = |at, anchor, words: String| Shape::words(at, anchor, Weight::Small, Ink::QuietText, words);
        let Area { left, right, bottom, top } = self.frame;
        for (place, words) in self.ticks_along() {
            let x = self.x(place);
            shapes.push(Shape::path([point(x, top), point(x, bottom)], Ink::Hairline, 0.5));
            shapes.push(quiet(point(x, bottom + 13.0), Anchor::Center, words));
        }
        let mut places = self.plot.scale.ticks(self.plot.from, self.plot.to);
        let step = ticks::step(&places);
        // Decades come first where there is no room for all numbers.
        let is_decade = |place: &f64| (place - place.round()).abs() < 1e-9;
        if self.plot.scale == Scale::Logarithmic {
            places.sort_by_key(|place| !is_decade(place));
        }
        let mut labeled: Vec<f32> = Vec::new();
        for place in places {
            let y = self.y(place);
            shapes.push(Shape::path([point(left, y), point(right, y)], Ink::Hairline, 0.5));
            if labeled.iter().all(|other| (other - y).abs() >= LINE) {
                labeled.push(y);
                shapes.push(quiet(point(left - 6.0, y), Anchor::Right, self.plot.scale.label(place, step)));
            }
        }
    }

    /// Where the axis is marked, and what is written there.
    fn ticks_along(&self) -> Vec<(f64, String)> {
        let end = self.plot.end;
        match self.plot.axis {
            Axis::Time => {
                let close = ticks::minutes(0.0, end, true);
                let have_room = close.len() as f32 * TIME < self.frame.width();
                let places = if have_room { close } else { ticks::minutes(0.0, end, false) };
                places.into_iter().map(|at_min| (at_min, clock(at_min))).collect()
            }
            Axis::Processed => {
                let places = ticks::few(0.0, end);
                let step = ticks::step(&places);
                places.into_iter().map(|place| (place, Scale::Linear.label(place, step))).collect()
            }
        }
    }

    /// The frame with the title above it.
    fn frame(&self, shapes: &mut Vec<Shape>) {
        shapes.push(Shape::outlined(self.frame.rounded(0.0), Ink::Wall, 1.0));
        let title = if self.plot.unit.is_empty() {
            self.plot.name.clone()
        } else {
            format!("{}, {}", self.plot.name, self.plot.unit)
        };
        let y = self.whole.top + ABOVE / 2.0;
        shapes.push(Shape::words(point(self.frame.left, y), Anchor::Left, Weight::Strong, Ink::Text, title));
    }
}
