//! What stands in the frame of a plot, as data in places along and values: the window and files draw the same marks.

use crate::picture::Ink;
use crate::sim::Severity;

/// Width of a curve, in points.
pub const CURVE: f32 = 2.5;
/// By how much the edge under a curve, in the color of the card, is wider than the curve.
pub const HALO: f32 = 2.4;
/// Width of the line where the range of a warning begins, in points.
pub const THRESHOLD: f32 = 2.0;

/// A place along the plot, and a value on its scale.
pub type Spot = (f64, f64);

/// How a line is broken.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Dashes {
    #[default]
    Solid,
    /// Dashes of this length, in points, with six tenths of it between them.
    Dashed(f32),
    /// Dots this far apart, in points.
    Dotted(f32),
}

/// What a line is drawn with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    pub ink: Ink,
    pub opacity: f32,
    /// In points, where lines are as thick as usual.
    pub width: f32,
    pub dashes: Dashes,
}

impl Pen {
    /// A line that hides what is behind it.
    pub const fn new(ink: Ink, width: f32) -> Self {
        Self { ink, opacity: 1.0, width, dashes: Dashes::Solid }
    }

    pub const fn dashed(self, dashes: Dashes) -> Self {
        Self { dashes, ..self }
    }

    pub const fn faint(self, opacity: f32) -> Self {
        Self { opacity, ..self }
    }
}

/// A range of a plot in which a warning is active, on the scale of the plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    pub severity: Severity,
    /// Where it begins.
    pub at: f64,
    /// Bottom and top of what is seen of it.
    pub from: f64,
    pub to: f64,
}

impl Threshold {
    /// What is seen of it between the bottom and the top of a plot.
    pub fn within(&self, bottom: f64, top: f64) -> Option<Self> {
        let (from, to) = (self.from.max(bottom), self.to.min(top));
        (from < to).then_some(Self { from, to, ..*self })
    }

    /// Whether the line where it begins is seen.
    pub fn has_line(&self) -> bool {
        (self.from..=self.to).contains(&self.at)
    }
}

/// The width of the bar at the left of such a range, in points: wider where it is worse, so that color is not alone.
pub const fn bar_width(severity: Severity) -> f32 {
    match severity {
        Severity::Information => 0.0,
        Severity::Mild => 3.0,
        Severity::Moderate => 4.5,
        Severity::Severe => 6.0,
        Severity::LifeThreatening => 8.0,
    }
}

/// One thing in the frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// The range of a warning: its ground, a bar at the left, and a line where it begins.
    Range(Threshold),
    /// A line from the bottom to the top.
    Upright {
        at: f64,
        pen: Pen,
    },
    Line {
        points: Vec<Spot>,
        pen: Pen,
    },
    /// What lies between two values: place, lower and upper.
    Area {
        edges: Vec<(f64, f64, f64)>,
        ink: Ink,
        opacity: f32,
    },
    /// The radius is in points, where lines are as thick as usual.
    Dot {
        at: Spot,
        radius: f32,
        ink: Ink,
        filled: bool,
    },
}

impl Mark {
    pub const fn dot(at: Spot, radius: f32, ink: Ink) -> Self {
        Self::Dot { at, radius, ink, filled: true }
    }

    /// A curve that stands out on any ground, as many times as thick as usual.
    pub fn curve(points: Vec<Spot>, ink: Ink, times: f32) -> [Self; 2] {
        let width = times * CURVE;
        let halo = Pen::new(Ink::Card, width + HALO);
        [Self::Line { points: points.clone(), pen: halo }, Self::Line { points, pen: Pen::new(ink, width) }]
    }

    /// What lies between two curves, where both are.
    pub fn between(one: &[Spot], other: &[Spot], ink: Ink, opacity: f32) -> Self {
        let both = one.iter().filter_map(|(place, value)| Some((*place, *value, height_at(other, *place)?)));
        let edges = both.map(|(place, a, b)| (place, a.min(b), a.max(b))).collect();
        Self::Area { edges, ink, opacity }
    }
}

/// The height of a curve at a place along it, between its points; `None` outside of it.
pub fn height_at(points: &[Spot], place: f64) -> Option<f64> {
    let after = points.partition_point(|point| point.0 < place);
    let next = points.get(after)?;
    let Some(before) = after.checked_sub(1).and_then(|before| points.get(before)) else {
        return (next.0 <= place).then_some(next.1);
    };
    let share = (place - before.0) / (next.0 - before.0);
    Some(before.1 + share * (next.1 - before.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_between_points_lie_on_the_line() {
        let points = [(0.0, 1.0), (2.0, 3.0)];
        assert_eq!(height_at(&points, 1.0), Some(2.0));
        assert_eq!((height_at(&points, 0.0), height_at(&points, 2.0)), (Some(1.0), Some(3.0)));
        assert_eq!((height_at(&points, -1.0), height_at(&points, 2.5)), (None, None));
    }

    #[test]
    fn the_difference_of_two_curves_is_filled_as_far_as_both_go() {
        let Mark::Area { edges, .. } =
            Mark::between(&[(0.0, 1.0), (1.0, 5.0), (2.0, 1.0)], &[(0.0, 2.0), (1.5, 2.0)], Ink::Text, 0.2)
        else {
            unreachable!("an area")
        };
        assert_eq!(edges, [(0.0, 1.0, 2.0), (1.0, 2.0, 5.0)]);
    }
}
