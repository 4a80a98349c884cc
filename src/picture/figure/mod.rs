//! A person as plain shapes, to scale.
//!
//! Size, build, age, sex and pregnancy are those of the case; vessels cover the blood's share of the body, and skin, lips and blood are paler
//! with less hemoglobin.

mod anatomy;
mod person;

pub use person::{Person, healthy_hemoglobin_g_dl};

use std::sync::Arc;

use serde::Deserialize;

use super::{Area, Form, Ink, Point, Shape, point};
use crate::model::patient::Pregnancy;
use anatomy::{Body, Part, Vessel};

/// What a part of a person is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Material {
    Skin,
    SkinEdge,
    Palm,
    Cloth,
    ClothEdge,
    Shorts,
    ShortsEdge,
    Hair,
    HairEdge,
    Eye,
    Brow,
    Nose,
    Cheek,
    Lips,
    Womb,
    WombEdge,
    Unborn,
    Vessel,
    /// Around a vessel.
    VesselGround,
}

impl Material {
    /// What an outline of it is drawn with.
    const fn edge(self) -> Option<Self> {
        match self {
            Self::Skin => Some(Self::SkinEdge),
            Self::Cloth => Some(Self::ClothEdge),
            Self::Shorts => Some(Self::ShortsEdge),
            Self::Hair => Some(Self::HairEdge),
            Self::Womb => Some(Self::WombEdge),
            _ => None,
        }
    }
}

/// The colors of a person: a theme says which they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Complexion {
    /// One of five skins.
    pub skin: u8,
    /// One of six colors of hair; the last is gray.
    pub hair: u8,
    /// From 0, as pale as can be, to [`REDNESS_MAX`], as in health.
    pub redness: u8,
}

/// The redness of somebody in health.
pub const REDNESS_MAX: u8 = u8::MAX;

/// Places on a body, in the picture's units. The right one of a pair is at the right of the picture: the patient's left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Anchors {
    pub crown: Point,
    pub head: Point,
    pub head_half_width: f32,
    pub mouth: Point,
    pub heart: Point,
    pub belly: Point,
    pub soles: Point,
    pub right_elbow: Point,
    pub left_elbow: Point,
    pub right_wrist: Point,
    pub left_wrist: Point,
    pub right_hand: Point,
    pub left_hand: Point,
}

/// A person, composed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// From back to front.
    pub shapes: Vec<Shape>,
    pub anchors: Anchors,
    /// What the shapes cover, but for the width of lines.
    pub area: Area,
}

/// A person as large as fits into an area, at its bottom and in its middle.
pub fn figure(person: &Person, area: Area) -> Figure {
    let extent = extent_m(person);
    let units_per_m = (area.width() / extent.width()).min(area.height() / extent.height()) * 0.98;
    let middle = area.center().x - units_per_m * extent.center().x;
    figure_at(person, point(middle, area.bottom - units_per_m * (extent.bottom + 0.01 * extent.height())), units_per_m)
}

/// A person with the crown of the head at a place, at a scale.
pub fn figure_at(person: &Person, crown: Point, units_per_m: f32) -> Figure {
    Drawn::new(person).at(crown, units_per_m * person.height_m as f32)
}

/// The places on a person with the crown of the head at a place, at a scale.
pub fn places(person: &Person, crown: Point, units_per_m: f32) -> Anchors {
    Drawn::new(person).anchors(crown, units_per_m * person.height_m as f32)
}

/// What a person covers, in meters from the crown.
pub fn extent_m(person: &Person) -> Area {
    let (drawn, height_m) = (Drawn::new(person), person.height_m as f32);
    let all = drawn.extent();
    Area::new(all.left * height_m, all.top * height_m, all.right * height_m, all.bottom * height_m)
}

/// A body between those that were drawn, as wide as its mass.
struct Drawn {
    body: Body,
    hair: &'static anatomy::Hair,
    complexion: Complexion,
    /// How many times as wide as it was drawn the body is, and the head.
    wider: f32,
    head_wider: f32,
    blood_share: f32,
    womb: Option<f32>,
}

impl Drawn {
    fn new(person: &Person) -> Self {
        /// Widths go with the root of mass at the same height, since depth does too. Beyond these the figure would be no person.
        const WIDEST: f32 = 1.35;
        const NARROWEST: f32 = 0.78;
        /// How much of it the head follows.
        const HEAD: f32 = 0.2;
        let (first, second, share) = person.build();
        let body = anatomy::body(first).toward(anatomy::body(second), share as f32);
        let wider = (person.body_mass_index() as f32 / body.mass_index).sqrt().clamp(NARROWEST, WIDEST);
        // Drawn for week 24: smaller before, larger after. A drawing rule.
        let womb = match person.pregnancy {
            _ if first != anatomy::BodyKind::Woman => None,
            Pregnancy::NotPregnant => None,
            Pregnancy::FirstTrimester => Some(0.45),
            Pregnancy::SecondTrimester => Some(1.0),
            Pregnancy::ThirdTrimester => Some(1.22),
        };
        Self {
            hair: anatomy::hair(person.hair()),
            complexion: person.complexion(),
            head_wider: 1.0 + HEAD * (wider - 1.0),
            wider,
            blood_share: person.blood_share() as f32,
            womb,
            body,
        }
    }

    fn width_of(&self, part: &Part) -> f32 {
        if part.head { self.head_wider } else { self.wider }
    }

    /// Hair at its place on the head, in heights of the body.
    fn hair_at(&self, at: Point) -> Point {
        let (head, radii) = (self.body.head, self.body.head_radii);
        point(self.head_wider * (head.x + at.x * radii.x), head.y + at.y * radii.y)
    }

    /// What it covers, in heights of the body.
    fn extent(&self) -> Area {
        let parts = self.body.parts.iter().flat_map(|part| {
            let width = self.width_of(part);
            part.points.iter().map(move |at| point(width * at.x, at.y))
        });
        let hair = self.hair.behind.iter().chain(&self.hair.front).flat_map(|part| &part.points);
        let first = Area::new(0.0, 0.0, 0.0, 1.0);
        parts.chain(hair.map(|at| self.hair_at(*at))).fold(first, |area, at| {
            let Area { left, top, right, bottom } = area;
            Area::new(left.min(at.x), top.min(at.y), right.max(at.x), bottom.max(at.y))
        })
    }

    /// How many times as wide as they were drawn the vessels are, so that they are the blood's share of the figure.
    fn vessels_wider(&self) -> f32 {
        let body = &self.body;
        let head = std::f32::consts::PI * body.head_radii.x * body.head_radii.y;
        let silhouette = self.wider * (body.silhouette_area - head) + self.head_wider * head;
        let length = |vessel: &Vessel| -> f32 {
            let step = |ends: &[Point]| (self.wider * (ends[1].x - ends[0].x)).hypot(ends[1].y - ends[0].y);
            vessel.points.windows(2).map(step).sum()
        };
        let lines: f32 = body.vessels.iter().map(|vessel| vessel.width * length(vessel)).sum();
        // The heart's area grows with the square of its radius, which grows with the root of the width.
        let heart = HEART_AREA * body.heart_radius * body.heart_radius;
        self.blood_share * silhouette / (APART * lines + heart)
    }

    /// The shapes, with the crown at a place and the body so many units high.
    fn at(&self, crown: Point, height: f32) -> Figure {
        let place = |width: f32, at: &Point| point(crown.x + height * width * at.x, crown.y + height * at.y);
        let body_part = |part: &Part| self.drawn(part, height, |at| place(self.width_of(part), at));
        let hair_part = |part: &Part| self.drawn(part, height, |at| place(1.0, &self.hair_at(*at)));
        let edge = (0.0042 * height).clamp(0.5, 3.0);
        let mut shapes = Vec::with_capacity(110);
        let behind: Vec<_> = self.hair.behind.iter().map(hair_part).collect();
        outlined(&mut shapes, behind, edge);
        // Parts of one material are one outline: all edges first, then all fills.
        let (body, face) = self.body.parts.split_at(self.face_from());
        for group in body.chunk_by(|a, b| a.material.edge() == b.material.edge() || b.material == Material::Palm) {
            outlined(&mut shapes, group.iter().map(body_part).collect(), edge);
        }
        outlined(&mut shapes, self.hair.front.iter().map(hair_part).collect(), edge);
        shapes.extend(face.iter().map(body_part).map(|drawn| drawn.shape));
        self.vessels(&mut shapes, height, |at| place(self.wider, at));
        self.womb(&mut shapes, height, edge, |at| place(self.wider, at));

        let all = self.extent();
        let corner = |x: f32, y: f32| place(1.0, &point(x, y));
        let (top_left, bottom_right) = (corner(all.left, all.top), corner(all.right, all.bottom));
        let area = Area::new(top_left.x, top_left.y, bottom_right.x, bottom_right.y);
        Figure { shapes, anchors: self.anchors(crown, height), area }
    }

    fn anchors(&self, crown: Point, height: f32) -> Anchors {
        let place = |width: f32, at: Point| point(crown.x + height * width * at.x, crown.y + height * at.y);
        let limb = |at: Point| [place(self.wider, at), place(-self.wider, at)];
        let [right_elbow, left_elbow] = limb(self.body.elbow);
        let [right_wrist, left_wrist] = limb(self.body.wrist);
        let [right_hand, left_hand] = limb(self.body.hand);
        let heart = self.body.heart;
        Anchors {
            crown,
            head: place(self.head_wider, self.body.head),
            head_half_width: height * self.head_wider * self.body.head_radii.x,
            mouth: place(self.head_wider, self.body.mouth),
            heart: place(self.wider, heart),
            belly: place(0.0, point(0.0, heart.y + 0.17)),
            soles: point(crown.x, crown.y + height),
            right_elbow,
            left_elbow,
            right_wrist,
            left_wrist,
            right_hand,
            left_hand,
        }
    }

    /// The first part that lies over the front hair.
    fn face_from(&self) -> usize {
        let parts = &self.body.parts;
        parts.iter().position(|part| part.material == Material::Eye).unwrap_or(parts.len())
    }

    fn drawn(&self, part: &Part, height: f32, place: impl Fn(&Point) -> Point) -> DrawnPart {
        let points: Vec<_> = part.points.iter().map(place).collect();
        let ink = self.ink(part.material);
        let shape = match part.line {
            Some(width) => Shape::path(points, ink, (width * height).max(0.6)),
            // A thin line of its own color smooths the edge of a fill.
            None => Shape::edged(Form::Outline { points, triangles: Arc::clone(&part.triangles) }, ink, ink, 0.8),
        };
        DrawnPart { shape, edge: part.material.edge().map(|material| self.ink(material)) }
    }

    const fn ink(&self, material: Material) -> Ink {
        Ink::Figure(material, self.complexion)
    }

    fn vessels(&self, shapes: &mut Vec<Shape>, height: f32, place: impl Fn(&Point) -> Point) {
        let wider = self.vessels_wider();
        let lines: Vec<(Vec<Point>, f32)> = self
            .body
            .vessels
            .iter()
            .map(|vessel| (vessel.points.iter().map(&place).collect(), wider * vessel.width * height))
            .collect();
        let rim = (0.006 * height).clamp(0.6, 4.0);
        for (points, width) in &lines {
            shapes.push(Shape::path(points.clone(), self.ink(Material::VesselGround), width + rim).faded(0.55));
        }
        shapes.extend(lines.into_iter().map(|(points, width)| Shape::path(points, self.ink(Material::Vessel), width)));
        let radius = self.body.heart_radius * wider.max(0.0).sqrt() * height;
        let heart = heart(place(&self.body.heart), radius);
        shapes.push(Shape::filled(heart, self.ink(Material::Vessel)));
    }

    fn womb(&self, shapes: &mut Vec<Shape>, height: f32, edge: f32, place: impl Fn(&Point) -> Point) {
        /// The womb rises from here, in heights of the body.
        const LOWEST: f32 = 0.512;
        let Some(size) = self.womb else { return };
        let grown = |at: &Point| place(&point(at.x * size, LOWEST + (at.y - LOWEST) * size));
        for part in &anatomy::body(anatomy::BodyKind::Pregnant).over {
            outlined(shapes, vec![self.drawn(part, height, grown)], edge);
        }
    }
}

/// A part ready to be painted.
struct DrawnPart {
    shape: Shape,
    edge: Option<Ink>,
}

/// First the edges of all, then all.
fn outlined(shapes: &mut Vec<Shape>, parts: Vec<DrawnPart>, edge: f32) {
    for part in &parts {
        if let Some(ink) = part.edge {
            shapes.push(Shape { fill: None, line: Some((ink, 2.0 * edge)), ..part.shape.clone() });
        }
    }
    shapes.extend(parts.into_iter().map(|part| part.shape));
}

/// The area of a heart of radius 1.
const HEART_AREA: f32 = 2.0;
/// The share of the vessels' length that does not run within another vessel or the heart.
const APART: f32 = 0.98;

/// A heart as one knows it from cards, around a place.
fn heart(at: Point, radius: f32) -> Form {
    const PIECES: usize = 28;
    let outline = (0..PIECES).map(|i| {
        let angle = i as f32 / PIECES as f32 * std::f32::consts::TAU;
        let (x, y) =
            (angle.sin().powi(3), 0.8125 * angle.cos() - 0.3125 * (2.0 * angle).cos() - 0.125 * (3.0 * angle).cos());
        point(at.x + radius * x, at.y - radius * (y - 0.0625 * (4.0 * angle).cos()))
    });
    let points: Vec<_> = outline.collect();
    let triangles = super::triangles::triangles(&points).into();
    Form::Outline { points, triangles }
}
