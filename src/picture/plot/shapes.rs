//! Plots as plain shapes, one above the other: what a file or a sheet of paper shows of them.

use super::Plot;
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::sim::warnings::Direction;

/// The height that a plot is laid out in, in points: pictures of more pixels are drawn larger, not with smaller words.
const HEIGHT: f32 = 320.0;

/// Room around the frame, in points: for the axis at the left, the names of bands at the right, the title above and the times below.
const LEFT: f32 = 52.0;
const RIGHT: f32 = 128.0;
const ABOVE: f32 = 30.0;
const BELOW: f32 = 26.0;
/// A narrower plot has the names of bands within its frame.
const NARROW: f32 = 440.0;
/// Names of bands nearer than this would lie on each other.
const LINE: f32 = 14.0;

/// The size, in points, at which a picture of so many pixels and plots is laid out, and the pixels of a point.
pub fn layout_size(pixels: (u16, u16), plots: usize) -> (Point, f32) {
    let (width, height) = (f32::from(pixels.0), f32::from(pixels.1));
    let scale = (height / (HEIGHT * plots.max(1) as f32)).min(width / (1.4 * HEIGHT));
    (point(width / scale, height / scale), scale)
}

/// The plots, each with the same share of the height.
pub fn compose(plots: &[Plot], size: Point) -> Vec<Shape> {
    let height = size.y / plots.len().max(1) as f32;
    let place = |i: usize| Area::new(0.0, i as f32 * height, size.x, (i + 1) as f32 * height);
    plots.iter().enumerate().flat_map(|(i, plot)| Drawing::new(plot, place(i)).shapes()).collect()
}

pub(super) struct Drawing<'a> {
    plot: &'a Plot,
    whole: Area,
    frame: Area,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(plot: &'a Plot, whole: Area) -> Self {
        let right = if plot.bands.is_empty() || whole.width() < NARROW { LEFT / 3.0 } else { RIGHT };
        let frame = Area::new(whole.left + LEFT, whole.top + ABOVE, whole.right - right, whole.bottom - BELOW);
        Self { plot, whole, frame }
    }

    fn x(&self, at_min: f64) -> f32 {
        self.frame.left + (at_min / self.plot.end_min) as f32 * self.frame.width()
    }

    fn y(&self, value: f64) -> f32 {
        let share = (value - self.plot.from) / (self.plot.to - self.plot.from);
        self.frame.bottom - share.clamp(0.0, 1.0) as f32 * self.frame.height()
    }

    /// The place of a minute and a value.
    pub(super) fn at(&self, (at_min, value): &(f64, f64)) -> Point {
        point(self.x(*at_min), self.y(*value))
    }

    fn shapes(&self) -> Vec<Shape> {
        let mut shapes = Vec::new();
        self.grounds(&mut shapes);
        self.axes(&mut shapes);
        self.thresholds(&mut shapes);
        self.names_of_bands(&mut shapes);
        self.curve(&mut shapes);
        shapes
    }

    /// The ranges of warnings, deeper where they are worse.
    fn grounds(&self, shapes: &mut Vec<Shape>) {
        for (band, _) in &self.plot.bands {
            let area = Area::new(self.frame.left, self.y(band.to), self.frame.right, self.y(band.from));
            shapes.push(Shape::filled(area.rounded(0.0), Ink::WarnedGround(band.severity)));
        }
    }

    fn thresholds(&self, shapes: &mut Vec<Shape>) {
        for (band, _) in self.plot.bands.iter().filter(|(band, _)| self.is_inside(band.threshold)) {
            self.dashed(band.threshold, Ink::Warned(band.severity), shapes);
        }
    }

    fn is_inside(&self, value: f64) -> bool {
        value > self.plot.from && value < self.plot.to
    }

    fn dashed(&self, value: f64, ink: Ink, shapes: &mut Vec<Shape>) {
        let y = self.y(value);
        let mut x = self.frame.left;
        while x < self.frame.right {
            let end = (x + 5.0).min(self.frame.right);
            shapes.push(Shape::path([point(x, y), point(end, y)], ink, 1.0));
            x += 9.0;
        }
    }

    pub(super) fn axes(&self, shapes: &mut Vec<Shape>) {
        let quiet = |at, anchor, words: String| Shape::words(at, anchor, Weight::Small, Ink::QuietText, words);
        let Area { left, right, bottom, .. } = self.frame;
        for (at_min, label) in self.plot.times() {
            let x = self.x(at_min);
            shapes.push(Shape::path([point(x, self.frame.top), point(x, bottom)], Ink::Hairline, 0.5));
            shapes.push(quiet(point(x, bottom + 12.0), Anchor::Center, label));
        }
        for (value, label) in self.plot.values() {
            let y = self.y(value);
            shapes.push(Shape::path([point(left, y), point(right, y)], Ink::Hairline, 0.5));
            shapes.push(quiet(point(left - 6.0, y), Anchor::Right, label));
        }
        shapes.push(Shape::outlined(self.frame.rounded(0.0), Ink::Wall, 1.0));
        let top = self.whole.top + ABOVE / 2.0;
        let title = if self.plot.unit.is_empty() {
            self.plot.name.clone()
        } else {
            format!("{}, {}", self.plot.name, self.plot.unit)
        };
        shapes.push(Shape::words(point(left, top), Anchor::Left, Weight::Strong, Ink::Text, title));
    }

    /// The names of bands at the right, each at the middle of its band, moved apart where they would touch.
    fn names_of_bands(&self, shapes: &mut Vec<Shape>) {
        let mut names: Vec<(f32, &str, Ink, bool)> = Vec::new();
        for (band, name) in &self.plot.bands {
            let middle = (self.y(band.from) + self.y(band.to)) / 2.0;
            let is_low = band.id.spec().direction == Direction::Below;
            names.push((middle, name, Ink::Warned(band.severity), is_low));
        }
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut least = self.frame.top + LINE / 2.0;
        let count = names.len();
        for (i, (middle, name, ink, is_low)) in names.into_iter().enumerate() {
            let most = self.frame.bottom - LINE / 2.0 - LINE * (count - 1 - i) as f32;
            let y = middle.min(most).max(least);
            least = y + LINE;
            // Within the frame, low bands are named where curves begin and high ones where they end.
            let (x, anchor) = match (self.whole.width() < NARROW, is_low) {
                (false, _) => (self.frame.right + 8.0, Anchor::Left),
                (true, true) => (self.frame.left + 6.0, Anchor::Left),
                (true, false) => (self.frame.right - 6.0, Anchor::Right),
            };
            shapes.push(Shape::words(point(x, y), anchor, Weight::Small, ink, name));
        }
    }

    pub(super) fn curve(&self, shapes: &mut Vec<Shape>) {
        let ink = Ink::Curve(self.plot.family);
        for onset in &self.plot.onsets {
            let (x, y) = (self.x(onset.at_min), self.y(onset.value));
            let mut from = self.frame.bottom;
            while from > y {
                let to = (from - 2.0).max(y);
                shapes.push(Shape::path([point(x, from), point(x, to)], Ink::Warned(onset.severity), 1.2));
                from -= 5.0;
            }
        }
        match self.plot.curve.as_slice() {
            [] => {}
            [only] => shapes.push(Shape::filled(Form::Disc { center: self.at(only), radius: 3.5 }, ink)),
            points => {
                let points: Vec<Point> = points.iter().map(|at| self.at(at)).collect();
                shapes.push(Shape::path(points.clone(), Ink::Card, 5.0));
                shapes.push(Shape::path(points, ink, 2.4));
            }
        }
    }
}
