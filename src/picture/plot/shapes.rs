//! Plots as plain shapes, one above the other: what a file or a sheet of paper shows of them.

use super::broken::draw;
use super::marks::{THRESHOLD, bar_width};
use super::{Mark, Plot, Spot, Threshold, ticks};
use crate::picture::{Anchor, Area, Form, Ink, Point, Shape, Weight, point};
use crate::sim::warnings::Direction;
use crate::text::clock;

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
/// Names of bands nearer than this would lie on each other.
const LINE: f32 = 14.0;
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

/// The plots, each with the same share of the height, below what they are plots of where that is said.
pub fn compose(plots: &[Plot], heading: &str, size: Point) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let top = if heading.is_empty() { 0.0 } else { HEADING };
    if !heading.is_empty() {
        let at = point(LEFT / 3.0, top / 2.0 + 2.0);
        let words = shortened(heading, size.x - 2.0 * at.x);
        shapes.push(Shape::words(at, Anchor::Left, Weight::Strong, Ink::Text, words));
    }
    let height = (size.y - top) / plots.len().max(1) as f32;
    let place = |i: usize| Area::new(0.0, top + i as f32 * height, size.x, top + (i + 1) as f32 * height);
    shapes.extend(plots.iter().enumerate().flat_map(|(i, plot)| Drawing::new(plot, place(i)).shapes()));
    shapes
}

/// About how wide small words are; only the viewer's font knows it.
fn width_of(words: &str) -> f32 {
    7.0 * words.chars().count() as f32
}

/// As much of a long heading as has room.
fn shortened(heading: &str, width: f32) -> String {
    /// Strong words are wider than small ones.
    const WIDER: f32 = 1.15;
    let room = (width / (WIDER * width_of("0"))).max(8.0) as usize;
    let is_long = heading.chars().count() > room;
    if is_long { heading.chars().take(room - 1).chain(['\u{2026}']).collect() } else { heading.to_owned() }
}

/// The name of a band, and where that is.
struct Name<'a> {
    middle: f32,
    height: f32,
    words: &'a str,
    ink: Ink,
    is_low: bool,
}

struct Drawing<'a> {
    plot: &'a Plot,
    whole: Area,
    frame: Area,
}

impl<'a> Drawing<'a> {
    fn new(plot: &'a Plot, whole: Area) -> Self {
        let right = if plot.bands.is_empty() || whole.width() < NARROW { LEFT / 3.0 } else { RIGHT };
        let frame = Area::new(whole.left + LEFT, whole.top + ABOVE, whole.right - right, whole.bottom - BELOW);
        Self { plot, whole, frame }
    }

    fn x(&self, place: f64) -> f32 {
        self.frame.left + (place / self.plot.end) as f32 * self.frame.width()
    }

    fn y(&self, value: f64) -> f32 {
        let share = (value - self.plot.from) / (self.plot.to - self.plot.from);
        self.frame.bottom - share.clamp(0.0, 1.0) as f32 * self.frame.height()
    }

    fn at(&self, (place, value): &Spot) -> Point {
        point(self.x(*place), self.y(*value))
    }

    fn shapes(&self) -> Vec<Shape> {
        let marks = self.plot.marks();
        let mut shapes = Vec::new();
        let ranges = || marks.iter().filter_map(|mark| if let Mark::Range(range) = mark { Some(range) } else { None });
        // As in the window the grid is behind the ranges.
        self.grid(&mut shapes);
        for range in ranges() {
            let area = Area::new(self.frame.left, self.y(range.to), self.frame.right, self.y(range.from));
            shapes.push(Shape::filled(area.rounded(0.0), Ink::WarnedGround(range.severity)));
        }
        self.frame(&mut shapes);
        for range in ranges() {
            self.range(range, &mut shapes);
        }
        for mark in &marks {
            self.mark(mark, &mut shapes);
        }
        let mut taken = self.names_of_bands(&mut shapes);
        self.words(&mut taken, &mut shapes);
        shapes
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
        let close = ticks::minutes(0.0, self.plot.end, true);
        let have_room = close.len() as f32 * TIME < self.frame.width();
        for at_min in if have_room { close } else { ticks::minutes(0.0, self.plot.end, false) } {
            let x = self.x(at_min);
            shapes.push(Shape::path([point(x, top), point(x, bottom)], Ink::Hairline, 0.5));
            shapes.push(quiet(point(x, bottom + 13.0), Anchor::Center, clock(at_min)));
        }
        let places = self.plot.scale.ticks(self.plot.from, self.plot.to);
        let step = ticks::step(&places);
        for place in places {
            let y = self.y(place);
            shapes.push(Shape::path([point(left, y), point(right, y)], Ink::Hairline, 0.5));
            shapes.push(quiet(point(left - 6.0, y), Anchor::Right, self.plot.scale.label(place, step)));
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
        let at = point(self.frame.left, self.whole.top + ABOVE / 2.0);
        shapes.push(Shape::words(at, Anchor::Left, Weight::Strong, Ink::Text, title));
    }

    /// The names of bands. Returns what they take.
    fn names_of_bands(&self, shapes: &mut Vec<Shape>) -> Vec<Area> {
        let mut names: Vec<Name<'_>> = Vec::new();
        for (band, words) in &self.plot.bands {
            let Some(seen) = self.plot.seen(band) else { continue };
            let (top, bottom) = (self.y(seen.to), self.y(seen.from));
            let is_low = band.id.spec().direction == Direction::Below;
            names.push(Name {
                middle: (top + bottom) / 2.0,
                height: bottom - top,
                words,
                ink: Ink::Warned(band.severity),
                is_low,
            });
        }
        let is_narrow = self.whole.width() < NARROW;
        let placed = if is_narrow { self.names_within(names) } else { self.names_beside(names) };
        let mut taken = Vec::new();
        for (at, anchor, Name { words, ink, .. }) in placed {
            taken.push(room(at, anchor, words));
            shapes.push(Shape::words(at, anchor, Weight::Small, ink, words));
        }
        taken
    }

    /// At the right, each at the middle of its band, moved apart where they would touch.
    fn names_beside<'n>(&self, mut names: Vec<Name<'n>>) -> Vec<(Point, Anchor, Name<'n>)> {
        names.sort_by(|a, b| a.middle.total_cmp(&b.middle));
        let mut least = self.frame.top + LINE / 2.0;
        let count = names.len();
        let place = |(i, name): (usize, Name<'n>)| {
            let most = self.frame.bottom - LINE / 2.0 - LINE * (count - 1 - i) as f32;
            let y = name.middle.min(most).max(least);
            least = y + LINE;
            (point(self.frame.right + 8.0, y), Anchor::Left, name)
        };
        names.into_iter().enumerate().map(place).collect()
    }

    /// Within the frame, each in its band where that is high enough: low bands are named where curves begin and high ones where they end.
    fn names_within<'n>(&self, names: Vec<Name<'n>>) -> Vec<(Point, Anchor, Name<'n>)> {
        /// The letters of a name are no higher.
        const LETTERS: f32 = 11.0;
        let fits = names.into_iter().filter(|name| name.height >= LETTERS);
        let place = |name: Name<'n>| {
            let (x, anchor) = if name.is_low {
                (self.frame.left + 12.0, Anchor::Left)
            } else {
                (self.frame.right - 6.0, Anchor::Right)
            };
            (point(x, name.middle), anchor, name)
        };
        fits.map(place).collect()
    }

    /// When warnings begin, at the foot of their lines, and the aim at its lines; each where neither the curve nor other words are.
    fn words(&self, taken: &mut Vec<Area>, shapes: &mut Vec<Shape>) {
        const ASIDE: f32 = 5.0;
        let Area { top, right, bottom, left } = self.frame;
        let aim = &self.plot.aim;
        let mut wished: Vec<Wished> = Vec::new();
        let beside = |x: f32, y: f32| [(point(x + ASIDE, y), Anchor::Left), (point(x - ASIDE, y), Anchor::Right)];
        if let Some((place, words)) = &aim.reached {
            wished.push((words.clone(), Ink::Accent, beside(self.x(*place), top + LINE / 2.0 + 2.0).to_vec()));
        }
        if let Some((level, words)) = &aim.level {
            let place = self.plot.scale.place(*level);
            if self.plot.is_inside(place) {
                let heights = [-1.0, 1.0].map(|way| self.y(place) + way * (LINE / 2.0 + 2.0));
                let ends = [(right - ASIDE, Anchor::Right), (left + 2.5 * ASIDE, Anchor::Left)];
                let places = ends.into_iter().flat_map(|(x, anchor)| heights.map(|y| (point(x, y), anchor)));
                wished.push((words.clone(), Ink::Accent, places.collect()));
            }
        }
        for onset in &self.plot.onsets {
            // At the foot, or as far up the line as there is room.
            let Point { x, y } = self.at(&(onset.at.0, self.plot.scale.place(onset.at.1)));
            let steps = ((bottom - y) / (LINE / 2.0)) as u16;
            let heights = (0..steps).map(|step| bottom - 1.0 - LINE / 2.0 * (1.0 + f32::from(step)));
            let places = heights.flat_map(|y| beside(x, y));
            wished.push((clock(onset.at_min), Ink::Warned(onset.severity), places.collect()));
        }
        let lines = self.plot.bands.iter().filter_map(|(band, _)| self.plot.seen(band));
        let lines = lines.filter(Threshold::has_line).map(|range| self.y(range.at));
        taken.extend(lines.map(|y| Area::new(left, y - 1.0, right, y + 1.0)));
        let curve: Vec<_> = self.plot.curve.iter().map(|at| self.at(at)).collect();
        for (words, ink, places) in wished {
            let is_free = |(at, anchor): &(Point, Anchor)| {
                let place = room(*at, *anchor, &words);
                let is_in_frame = place.left >= left && place.right <= right && place.top >= top;
                is_in_frame
                    && taken.iter().all(|other| !meet(&place, other))
                    && !curve.iter().any(|at| place.contains(*at))
            };
            if let Some((at, anchor)) = places.into_iter().find(is_free) {
                taken.push(room(at, anchor, &words));
                shapes.push(Shape::words(at, anchor, Weight::Small, ink, words));
            }
        }
    }
}

/// Words, their ink, and where they may stand, best first.
type Wished = (String, Ink, Vec<(Point, Anchor)>);

fn meet(one: &Area, other: &Area) -> bool {
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}

/// About what small words take.
fn room(at: Point, anchor: Anchor, words: &str) -> Area {
    let width = width_of(words);
    let left = match anchor {
        Anchor::Left => at.x,
        Anchor::Center => at.x - width / 2.0,
        Anchor::Right => at.x - width,
    };
    Area::new(left, at.y - LINE / 2.0, left + width, at.y + LINE / 2.0)
}
