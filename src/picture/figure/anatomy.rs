//! The outlines that people are drawn from: data of `assets/figures.ron`, flattened to points once.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::Material;
use crate::picture::triangles::triangles;
use crate::picture::{Point, point};

/// A body that was drawn; those of other ages lie between two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(super) enum BodyKind {
    /// On the back, arms beside the head.
    Infant,
    Child,
    Adolescent,
    Woman,
    /// In week 24.
    Pregnant,
    Man,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(super) enum HairKind {
    Down,
    Short,
    Cropped,
    Fringe,
    Long,
    Bob,
    Bun,
}

/// One outline or line, in heights of the body; hair in half widths and half heights of the head.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) material: Material,
    /// Whether it belongs to the head, which a heavy body widens less.
    pub(super) head: bool,
    /// The width of an open line; a closed outline has none.
    pub(super) line: Option<f32>,
    pub(super) points: Vec<Point>,
    /// What fills it, as indices of its points.
    pub(super) triangles: Arc<[u32]>,
}

/// A vessel, widest at the heart.
#[derive(Clone, Debug)]
pub(super) struct Vessel {
    pub(super) width: f32,
    pub(super) points: Vec<Point>,
}

/// A body in heights, from the crown down.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// Body mass index of the person it was drawn for, kg/m².
    pub(super) mass_index: f32,
    pub(super) silhouette_area: f32,
    /// Of a heart that goes with the vessels as wide as they were drawn.
    pub(super) heart_radius: f32,
    pub(super) head: Point,
    pub(super) head_radii: Point,
    pub(super) mouth: Point,
    pub(super) heart: Point,
    /// These three on the right of the picture, which is the patient's left.
    pub(super) elbow: Point,
    pub(super) wrist: Point,
    pub(super) hand: Point,
    pub(super) parts: Vec<Part>,
    pub(super) vessels: Vec<Vessel>,
    /// What lies over the vessels.
    pub(super) over: Vec<Part>,
}

/// Hair behind the head and over it.
pub(super) struct Hair {
    pub(super) behind: Vec<Part>,
    pub(super) front: Vec<Part>,
}

/// A part as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartData {
    material: Material,
    #[serde(default)]
    mirrored: bool,
    #[serde(default)]
    head: bool,
    #[serde(default)]
    line: Option<f32>,
    path: Vec<f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VesselData {
    #[serde(default)]
    mirrored: bool,
    width: f32,
    points: Vec<f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyData {
    mass_index: f32,
    silhouette_area: f32,
    heart_radius: f32,
    head: (f32, f32),
    head_radii: (f32, f32),
    mouth: (f32, f32),
    heart: (f32, f32),
    elbow: (f32, f32),
    wrist: (f32, f32),
    hand: (f32, f32),
    parts: Vec<PartData>,
    vessels: Vec<VesselData>,
    #[serde(default)]
    over: Vec<PartData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HairData {
    behind: Vec<PartData>,
    front: Vec<PartData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileData {
    bodies: BTreeMap<BodyKind, BodyData>,
    hair: BTreeMap<HairKind, HairData>,
}

pub(super) struct Anatomy {
    bodies: BTreeMap<BodyKind, Body>,
    hair: BTreeMap<HairKind, Hair>,
}

#[expect(clippy::expect_used, reason = "a test reads the file built in")]
static ANATOMY: LazyLock<Anatomy> = LazyLock::new(|| {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let data: FileData =
        options.from_str(include_str!("../../../assets/figures.ron")).expect("the figures are well formed");
    Anatomy {
        bodies: data.bodies.into_iter().map(|(kind, body)| (kind, body.flattened())).collect(),
        hair: data
            .hair
            .into_iter()
            .map(|(kind, hair)| (kind, Hair { behind: flattened(hair.behind), front: flattened(hair.front) }))
            .collect(),
    }
});

pub(super) fn body(kind: BodyKind) -> &'static Body {
    &ANATOMY.bodies[&kind]
}

pub(super) fn hair(kind: HairKind) -> &'static Hair {
    &ANATOMY.hair[&kind]
}

impl BodyData {
    fn flattened(self) -> Body {
        let at = |(x, y): (f32, f32)| point(x, y);
        Body {
            mass_index: self.mass_index,
            silhouette_area: self.silhouette_area,
            heart_radius: self.heart_radius,
            head: at(self.head),
            head_radii: at(self.head_radii),
            mouth: at(self.mouth),
            heart: at(self.heart),
            elbow: at(self.elbow),
            wrist: at(self.wrist),
            hand: at(self.hand),
            parts: flattened(self.parts),
            vessels: self.vessels.into_iter().flat_map(VesselData::smoothed).collect(),
            over: flattened(self.over),
        }
    }
}

impl VesselData {
    /// A smooth line through its points, and its twin.
    fn smoothed(self) -> Vec<Vessel> {
        let points: Vec<_> = self.points.chunks_exact(2).map(|at| point(at[0], at[1])).collect();
        let vessel = Vessel { width: self.width, points: smooth_through(&points) };
        with_twin(vessel, self.mirrored, |vessel| Vessel { width: vessel.width, points: mirrored(&vessel.points) })
    }
}

fn flattened(parts: Vec<PartData>) -> Vec<Part> {
    let twin = |part: &Part| Part { points: mirrored(&part.points), ..part.clone() };
    let flat = |part: PartData| {
        let PartData { material, mirrored, head, line, path } = part;
        let points = curves(&path);
        let triangles = if line.is_some() { Vec::new() } else { triangles(&points) }.into();
        with_twin(Part { material, head, line, points, triangles }, mirrored, twin)
    };
    parts.into_iter().flat_map(flat).collect()
}

fn with_twin<T>(one: T, mirrored: bool, twin: impl Fn(&T) -> T) -> Vec<T> {
    let twin = mirrored.then(|| twin(&one));
    std::iter::once(one).chain(twin).collect()
}

fn mirrored(points: &[Point]) -> Vec<Point> {
    points.iter().map(|at| point(-at.x, at.y)).collect()
}

/// The points of a first point followed by cubic curves. A closed path does not repeat its first point.
fn curves(path: &[f32]) -> Vec<Point> {
    const PIECES: usize = 4;
    let nodes: Vec<_> = path.chunks_exact(2).map(|at| point(at[0], at[1])).collect();
    let mut points = vec![nodes[0]];
    for curve in nodes.windows(4).step_by(3) {
        for piece in 1..=PIECES {
            let t = piece as f32 / PIECES as f32;
            let u = 1.0 - t;
            let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
            let sum = |of: fn(&Point) -> f32| curve.iter().zip(weights).map(|(node, weight)| weight * of(node)).sum();
            points.push(point(sum(|node| node.x), sum(|node| node.y)));
        }
    }
    let last = points[points.len() - 1];
    if points.len() > 1 && (last.x - nodes[0].x).abs() + (last.y - nodes[0].y).abs() < 1e-5 {
        points.pop();
    }
    points
}

/// A smooth line through points (Catmull–Rom).
fn smooth_through(points: &[Point]) -> Vec<Point> {
    const PIECES: usize = 4;
    let at = |i: isize| points[i.clamp(0, points.len() as isize - 1) as usize];
    let mut line = vec![points[0]];
    for i in 0..points.len() as isize - 1 {
        let [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
        for piece in 1..=PIECES {
            let t = piece as f32 / PIECES as f32;
            let spline = |a: f32, b: f32, c: f32, d: f32| {
                0.5 * (2.0 * b
                    + (c - a) * t
                    + (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t
                    + (3.0 * b - a - 3.0 * c + d) * t * t * t)
            };
            line.push(point(spline(a.x, b.x, c.x, d.x), spline(a.y, b.y, c.y, d.y)));
        }
    }
    line
}

impl Body {
    /// The body a share of the way from this one to another of the same build; beyond 1 further on.
    pub(super) fn toward(&self, other: &Self, share: f32) -> Self {
        let mix = |a: f32, b: f32| a + (b - a) * share;
        let at = |a: Point, b: Point| point(mix(a.x, b.x), mix(a.y, b.y));
        let all = |a: &[Point], b: &[Point]| a.iter().zip(b).map(|(a, b)| at(*a, *b)).collect();
        let parts = self.parts.iter().zip(&other.parts).map(|(a, b)| Part {
            line: a.line.zip(b.line).map(|(a, b)| mix(a, b)),
            points: all(&a.points, &b.points),
            ..a.clone()
        });
        let vessels = self
            .vessels
            .iter()
            .zip(&other.vessels)
            .map(|(a, b)| Vessel { width: mix(a.width, b.width), points: all(&a.points, &b.points) });
        Self {
            mass_index: mix(self.mass_index, other.mass_index),
            silhouette_area: mix(self.silhouette_area, other.silhouette_area),
            heart_radius: mix(self.heart_radius, other.heart_radius),
            head: at(self.head, other.head),
            head_radii: at(self.head_radii, other.head_radii),
            mouth: at(self.mouth, other.mouth),
            heart: at(self.heart, other.heart),
            elbow: at(self.elbow, other.elbow),
            wrist: at(self.wrist, other.wrist),
            hand: at(self.hand, other.hand),
            parts: parts.collect(),
            vessels: vessels.collect(),
            over: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_that_others_lie_between_are_of_the_same_build() {
        let alike = [
            (BodyKind::Child, BodyKind::Adolescent),
            (BodyKind::Adolescent, BodyKind::Man),
            (BodyKind::Woman, BodyKind::Pregnant),
        ];
        for (a, b) in alike.map(|(a, b)| (body(a), body(b))) {
            assert_eq!(a.parts.len(), b.parts.len());
            for (a, b) in a.parts.iter().zip(&b.parts) {
                assert_eq!((a.material, a.points.len()), (b.material, b.points.len()));
            }
            let lengths = |body: &Body| body.vessels.iter().map(|vessel| vessel.points.len()).collect::<Vec<_>>();
            assert_eq!(lengths(a), lengths(b));
        }
    }
}
