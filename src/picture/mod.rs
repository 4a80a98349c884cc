//! Pictures as named plain shapes, without a toolkit: the window paints them, reports can write them, tests read them.

pub mod cells;
pub mod channel;
pub mod figure;
pub mod free_places;
pub mod placing;
pub mod plot;
pub mod portraits;
pub mod qr;
pub mod scene;
pub mod thumbnail;
pub mod triangles;
pub mod words;

use std::sync::Arc;

use figure::{Complexion, Material};
use plot::Family;

use crate::model::cells::WhiteCell;
use crate::sim::Severity;

/// A point in the picture's own units, right and down.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

pub const fn point(x: f32, y: f32) -> Point {
    Point { x, y }
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Area {
    pub const fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self { left, top, right, bottom }
    }

    pub const fn width(&self) -> f32 {
        self.right - self.left
    }

    pub const fn height(&self) -> f32 {
        self.bottom - self.top
    }

    pub const fn center(&self) -> Point {
        point((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// The same area with each side moved inward.
    pub const fn shrunk(&self, by: f32) -> Self {
        Self::new(self.left + by, self.top + by, self.right - by, self.bottom - by)
    }

    /// The same area with its sides moved outward.
    pub const fn grown(&self, aside: f32, up: f32) -> Self {
        Self::new(self.left - aside, self.top - up, self.right + aside, self.bottom + up)
    }

    /// The same area, moved.
    pub const fn moved(&self, right: f32, down: f32) -> Self {
        Self::new(self.left + right, self.top + down, self.right + right, self.bottom + down)
    }

    /// The area with this corner at its left and top, and this size.
    pub const fn at(corner: Point, size: Point) -> Self {
        Self::new(corner.x, corner.y, corner.x + size.x, corner.y + size.y)
    }

    /// The area with this center and size.
    pub const fn around(center: Point, width: f32, height: f32) -> Self {
        Self::new(center.x - width / 2.0, center.y - height / 2.0, center.x + width / 2.0, center.y + height / 2.0)
    }

    /// A box with rounded corners.
    pub const fn rounded(self, corner: f32) -> Form {
        Form::Box { area: self, corner }
    }

    pub fn contains(&self, at: Point) -> bool {
        (self.left..=self.right).contains(&at.x) && (self.top..=self.bottom).contains(&at.y)
    }

    /// Whether the other one is within it.
    pub fn holds(&self, other: &Self) -> bool {
        self.contains(point(other.left, other.top)) && self.contains(point(other.right, other.bottom))
    }

    /// Whether they have a part in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.left <= other.right && other.left <= self.right && self.top <= other.bottom && other.top <= self.bottom
    }
}

/// What something is made of; a theme says which color that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    Text,
    QuietText,
    /// The wall of a vessel, a tube, the patient's skin.
    Wall,
    /// The inside of an empty vessel.
    Hollow,
    Card,
    Plasma,
    BuffyCoat,
    RedBed,
    /// Blood seen from a distance, as in the patient.
    Blood,
    /// Blood in a vein or in a bag of red cells.
    Vein,
    Saline,
    Citrate,
    CitrateFluid,
    /// A machine's housing, its lit side, and its dark inside.
    Steel,
    SteelLight,
    SteelDark,
    Accent,
    /// Lines of a grid.
    Hairline,
    /// The curve of a plot.
    Curve(Family),
    /// The curve of a class of white cells.
    Class(WhiteCell),
    /// The curve of a pinned run, by the place of its letter.
    Pinned(usize),
    /// Words and lines that tell of a warning, and the ground of the range in which it is active.
    Warned(Severity),
    WarnedGround(Severity),
    /// A part of a person of this complexion.
    Figure(Material, Complexion),
}

/// Where words are placed relative to their point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Left,
    Center,
    Right,
}

/// The size and weight of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Small,
    SmallStrong,
    Strong,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    Box {
        area: Area,
        corner: f32,
    },
    Disc {
        center: Point,
        radius: f32,
    },
    /// The radii are half the width and half the height.
    Ellipse {
        center: Point,
        radii: Point,
    },
    /// A convex outline, closed.
    Polygon(Vec<Point>),
    /// Any outline that does not cross itself, closed, with the triangles that fill it as indices of its points, three by three.
    Outline {
        points: Vec<Point>,
        triangles: Arc<[u32]>,
    },
    /// A line through points.
    Path(Vec<Point>),
    /// Words, centered vertically on the point.
    Words {
        at: Point,
        anchor: Anchor,
        weight: Weight,
        words: String,
        /// Whether they are on a small plate, legible over cells.
        plate: bool,
    },
}

/// A form with its inks. Words take `fill`.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub form: Form,
    pub fill: Option<Ink>,
    /// Ink and width of the outline.
    pub line: Option<(Ink, f32)>,
    /// Opacity, from 0 (invisible) to 1.
    pub opacity: f32,
}

impl Shape {
    pub fn filled(form: Form, fill: Ink) -> Self {
        Self { form, fill: Some(fill), line: None, opacity: 1.0 }
    }

    pub fn outlined(form: Form, ink: Ink, width: f32) -> Self {
        Self { form, fill: None, line: Some((ink, width)), opacity: 1.0 }
    }

    /// A convex outline, closed and filled.
    pub fn polygon(points: impl Into<Vec<Point>>, fill: Ink) -> Self {
        Self::filled(Form::Polygon(points.into()), fill)
    }

    /// A line through points.
    pub fn path(points: impl Into<Vec<Point>>, ink: Ink, width: f32) -> Self {
        Self::outlined(Form::Path(points.into()), ink, width)
    }

    /// Filled, with an edge.
    pub fn edged(form: Form, fill: Ink, ink: Ink, width: f32) -> Self {
        Self { form, fill: Some(fill), line: Some((ink, width)), opacity: 1.0 }
    }

    pub fn faded(self, opacity: f32) -> Self {
        Self { opacity, ..self }
    }

    pub fn words(at: Point, anchor: Anchor, weight: Weight, ink: Ink, words: impl Into<String>) -> Self {
        Self::filled(Form::Words { at, anchor, weight, words: words.into(), plate: false }, ink)
    }

    /// Words on a small plate.
    pub fn plate(at: Point, anchor: Anchor, words: impl Into<String>) -> Self {
        Self::filled(Form::Words { at, anchor, weight: Weight::Small, words: words.into(), plate: true }, Ink::Text)
    }
}
