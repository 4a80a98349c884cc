//! A curve that is drawn by hand: strokes, points that can be moved, and every step back.

use super::paper::Paper;
use crate::lesson::curve_at;

/// The most points that a line keeps after its start: more than anyone moves.
const MOST_POINTS: usize = 12;

/// Columns into which a stroke is written: going back over it draws it anew.
const COLUMNS: usize = 160;

/// A stroke's points nearer to the start than this share of the whole time belong to the start.
const NEAR_START: f64 = 0.03;

/// A stroke's last point nearer to the end than this share belongs to the end.
const NEAR_END: f64 = 0.05;

/// How far a line may lie beside the stroke it stands for, as a share of the height.
const CLOSE: f64 = 0.012;

/// Minute and value.
pub type Spot = (f64, f64);

/// Shapes that can be chosen where drawing is a burden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum Shape {
    Falls,
    FallsThenLevel,
    FallsThenRises,
    Level,
    Rises,
}

impl Shape {
    /// The message id of its name.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Falls => "shape-falls",
            Self::FallsThenLevel => "shape-falls-then-level",
            Self::FallsThenRises => "shape-falls-then-rises",
            Self::Level => "shape-level",
            Self::Rises => "shape-rises",
        }
    }

    /// Shares of the run's length, and of the distance to the bottom (negative: to the top), at the points after the start.
    pub const fn points(self) -> &'static [(f64, f64)] {
        match self {
            Self::Falls => &[(0.5, 0.16), (1.0, 0.32)],
            Self::FallsThenLevel => &[(0.2, 0.15), (0.45, 0.24), (1.0, 0.25)],
            Self::FallsThenRises => &[(0.25, 0.2), (0.5, 0.26), (1.0, 0.08)],
            Self::Level => &[(0.5, 0.0), (1.0, 0.0)],
            Self::Rises => &[(0.5, -0.3), (1.0, -0.6)],
        }
    }
}

/// A line in the making.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub paper: Paper,
    /// In the order of time; the first is the start.
    points: Vec<Spot>,
    /// Which of them the keys move.
    pub selected: usize,
    past: Vec<Vec<Spot>>,
    future: Vec<Vec<Spot>>,
    stroke: Option<Stroke>,
    /// The point that is being dragged is one step, however far.
    dragging: bool,
}

/// A stroke while the pencil is down.
#[derive(Clone, Debug, PartialEq)]
struct Stroke {
    columns: Vec<Option<f64>>,
    /// The line before it.
    before: Vec<Spot>,
}

impl Drawing {
    pub fn on(paper: Paper) -> Self {
        let points = vec![(0.0, paper.start)];
        Self { paper, points, selected: 0, past: Vec::new(), future: Vec::new(), stroke: None, dragging: false }
    }

    /// The points of the line; the first is its start.
    pub fn points(&self) -> &[Spot] {
        &self.points
    }

    /// Whether there is more than the start.
    pub fn is_drawn(&self) -> bool {
        self.points.len() > 1
    }

    /// The points with the last one held to the end: what was not drawn further stays where it is.
    pub fn whole(&self) -> Vec<Spot> {
        let mut points = self.points.clone();
        if let Some((at_min, value)) = points.last().copied()
            && at_min < self.paper.end_min
        {
            points.push((self.paper.end_min, value));
        }
        points
    }

    /// The line itself, from start to end.
    pub fn samples(&self) -> Vec<Spot> {
        sampled(&self.whole(), self.paper.end_min)
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    fn begin_step(&mut self) {
        self.past.push(self.points.clone());
        self.future.clear();
    }

    pub fn undo(&mut self) {
        if let Some(points) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.points, points));
            self.selected = self.selected.min(self.points.len() - 1);
        }
    }

    pub fn redo(&mut self) {
        if let Some(points) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.points, points));
            self.selected = self.selected.min(self.points.len() - 1);
        }
    }

    pub fn clear(&mut self) {
        if self.is_drawn() {
            self.begin_step();
            self.points.truncate(1);
            self.selected = 0;
        }
    }

    /// A piece of a stroke; one step with those that follow until the pencil is lifted.
    pub fn stroke(&mut self, from: Spot, to: Spot, begins: bool) {
        if begins || self.stroke.is_none() {
            self.begin_step();
            self.stroke = Some(Stroke { columns: vec![None; COLUMNS + 1], before: self.points.clone() });
        }
        let Some(stroke) = &mut self.stroke else { return };
        let paper = self.paper;
        let column = |(at_min, _): Spot| (at_min / paper.end_min * COLUMNS as f64).round().clamp(0.0, COLUMNS as f64);
        let (from, to) = (paper.held(from), paper.held(to));
        let (first, last) = (column(from), column(to));
        let (low, high) = (first.min(last) as usize, first.max(last) as usize);
        for at in low..=high {
            let share = if first == last { 1.0 } else { (at as f64 - first) / (last - first) };
            stroke.columns[at] = Some(from.1 + share * (to.1 - from.1));
        }
        let drawn: Vec<Spot> = stroke
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, value)| Some((at as f64 / COLUMNS as f64 * paper.end_min, (*value)?)))
            .collect();
        let (Some(first), Some(last)) = (drawn.first(), drawn.last()) else { return };
        let column_min = paper.end_min / COLUMNS as f64;
        let is_beside = |spot: &&Spot| spot.0 < first.0 - column_min || spot.0 > last.0 + column_min;
        let mut points: Vec<Spot> = stroke.before.iter().skip(1).filter(is_beside).copied().collect();
        points.extend(simplified(&drawn, &paper));
        // A stroke that begins beside the start is meant to begin there.
        points.retain(|(at_min, _)| *at_min > NEAR_START * paper.end_min);
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        // One that ends beside the end is meant to end there.
        if let Some(last) = points.last_mut().filter(|last| last.0 > (1.0 - NEAR_END) * paper.end_min) {
            last.0 = paper.end_min;
        }
        points.insert(0, (0.0, paper.start));
        self.points = points;
        self.selected = self.points.len() - 1;
    }

    /// The pencil is lifted, or the point let go.
    pub fn lift(&mut self) {
        (self.stroke, self.dragging) = (None, false);
    }

    /// A point of its own, which the keys move from now on.
    pub fn add(&mut self, spot: Spot) {
        if self.points.len() > 2 * MOST_POINTS {
            return;
        }
        self.begin_step();
        let spot = self.paper.held(spot);
        let place = self.points.partition_point(|(at_min, _)| *at_min <= spot.0).max(1);
        self.points.insert(place, spot);
        self.selected = place;
    }

    /// Adds a point behind the one that is selected: halfway to the next, or a step further on.
    pub fn add_behind(&mut self) {
        let (at_min, value) = self.points[self.selected];
        let step_min = self.paper.end_min / 6.0;
        let spot = match self.points.get(self.selected + 1) {
            Some((next_min, next)) => (0.5 * (at_min + next_min), 0.5 * (value + next)),
            None => ((at_min + step_min).min(self.paper.end_min), value),
        };
        self.add(spot);
    }

    /// Moves a point, between its neighbors; one step until it is let go. The start stays.
    pub fn move_to(&mut self, place: usize, spot: Spot, is_dragged: bool) {
        if place == 0 || place >= self.points.len() {
            return;
        }
        if !(is_dragged && self.dragging) {
            self.begin_step();
            self.dragging = is_dragged;
        }
        let gap_min = self.paper.end_min / COLUMNS as f64;
        let (at_min, value) = self.paper.held(spot);
        let after = self.points[place - 1].0 + gap_min;
        let before = self.points.get(place + 1).map_or(self.paper.end_min, |next| next.0 - gap_min);
        self.points[place] = (at_min.min(before).max(after.min(before)), value);
        self.selected = place;
    }

    pub fn remove(&mut self, place: usize) {
        if place > 0 && place < self.points.len() {
            self.begin_step();
            self.points.remove(place);
            self.selected = place.min(self.points.len() - 1);
        }
    }

    pub fn select(&mut self, place: usize) {
        self.selected = place.min(self.points.len() - 1);
    }

    pub fn take_shape(&mut self, shape: Shape) {
        self.begin_step();
        let Paper { end_min, low, high, start } = self.paper;
        self.points.truncate(1);
        self.points.extend(shape.points().iter().map(|(time, fall)| {
            let room = if *fall >= 0.0 { start - low } else { high - start };
            (time * end_min, start - fall * room)
        }));
        self.selected = self.points.len() - 1;
    }
}

/// The smooth line through points, at even times.
pub fn sampled(points: &[Spot], end_min: f64) -> Vec<Spot> {
    let times = (0..=COLUMNS).map(|at| at as f64 / COLUMNS as f64 * end_min);
    times.filter_map(|min| Some((min, curve_at(points, min)?))).collect()
}

/// The fewest points whose line lies close to the stroke, by the method of Ramer, Douglas and Peucker.
fn simplified(drawn: &[Spot], paper: &Paper) -> Vec<Spot> {
    let mut close = CLOSE;
    loop {
        let mut kept = vec![false; drawn.len()];
        kept[0] = true;
        kept[drawn.len() - 1] = true;
        keep_between(drawn, (0, drawn.len() - 1), close * (paper.high - paper.low), &mut kept);
        let points: Vec<Spot> = drawn.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(spot, _)| *spot).collect();
        if points.len() <= MOST_POINTS {
            return points;
        }
        close *= 1.5;
    }
}

fn keep_between(drawn: &[Spot], (from, to): (usize, usize), close: f64, kept: &mut [bool]) {
    if to <= from + 1 {
        return;
    }
    let (a, b) = (drawn[from], drawn[to]);
    let off = |place: &usize| {
        let (at_min, value) = drawn[*place];
        (value - (a.1 + (at_min - a.0) / (b.0 - a.0) * (b.1 - a.1))).abs()
    };
    let Some(furthest) = (from + 1..to).max_by(|a, b| off(a).total_cmp(&off(b))) else { return };
    if off(&furthest) > close {
        kept[furthest] = true;
        keep_between(drawn, (from, furthest), close, kept);
        keep_between(drawn, (furthest, to), close, kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: Paper = Paper { end_min: 180.0, low: 0.0, high: 160.0, start: 128.0 };

    fn stroke(drawing: &mut Drawing, along: &[Spot]) {
        for (place, pair) in along.windows(2).enumerate() {
            drawing.stroke(pair[0], pair[1], place == 0);
        }
        drawing.lift();
    }

    #[test]
    fn a_stroke_becomes_a_few_points_and_one_step() {
        let mut drawing = Drawing::on(PAPER);
        let wavy: Vec<Spot> =
            (0..=90).map(|i| (f64::from(i) * 2.0, 128.0 - f64::from(i) * 0.4 + f64::from(i % 2) * 0.3)).collect();
        stroke(&mut drawing, &wavy);
        assert!((2..=MOST_POINTS + 1).contains(&drawing.points().len()), "{:?}", drawing.points());
        assert_eq!(drawing.points()[0], (0.0, 128.0), "the start stays");
        let last = drawing.points().last().expect("drawn");
        assert!((last.0 - 180.0).abs() < 1e-9 && (last.1 - 92.0).abs() < 3.0, "{last:?}");
        drawing.undo();
        assert!(!drawing.is_drawn() && drawing.can_redo());
        drawing.redo();
        assert!(drawing.is_drawn());
    }

    #[test]
    fn a_second_stroke_replaces_what_lies_under_it_and_keeps_the_rest() {
        let mut drawing = Drawing::on(PAPER);
        stroke(&mut drawing, &[(0.0, 128.0), (90.0, 100.0), (180.0, 60.0)]);
        stroke(&mut drawing, &[(60.0, 150.0), (120.0, 150.0)]);
        let points = drawing.points();
        assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0), "{points:?}");
        assert!(points.iter().any(|spot| spot.1 == 150.0) && points.iter().any(|spot| spot.1 == 60.0), "{points:?}");
        assert!(!points.iter().any(|spot| spot.1 == 100.0), "{points:?}");
    }

    #[test]
    fn a_point_moves_between_its_neighbors_and_never_over_the_edge() {
        let mut drawing = Drawing::on(PAPER);
        drawing.take_shape(Shape::FallsThenLevel);
        drawing.move_to(2, (500.0, 500.0), false);
        let points = drawing.points();
        assert!(points[2].0 < points[3].0 && points[2].1 == PAPER.high, "{points:?}");
        drawing.move_to(0, (50.0, 1.0), false);
        assert_eq!(drawing.points()[0], (0.0, 128.0));
        drawing.remove(0);
        drawing.remove(99);
        assert_eq!(drawing.points().len(), 4);
        drawing.remove(3);
        assert_eq!((drawing.points().len(), drawing.selected), (3, 2));
    }
}
