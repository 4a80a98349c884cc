//! Paints a picture's plain shapes in the colors of the theme.

use egui::epaint::{EllipseShape, Vertex, WHITE_UV};
use egui::{
    Align2, CornerRadius, Mesh, Painter, Pos2, Rect, Shape as Painted, Stroke, StrokeKind, TextureId, Vec2, pos2, vec2,
};

use crate::app::theme::{self, Tokens};
use crate::picture::{Anchor, Area, Form, Point, Shape, point};

/// Paints shapes with the picture's top left corner at `origin` and text scaled by `scale`.
pub fn paint(painter: &Painter, tokens: &Tokens, shapes: &[Shape], origin: Vec2, scale: f32) {
    for shape in shapes {
        painted(painter, tokens, shape, origin, scale);
    }
}

pub fn rect(area: &Area, origin: Vec2) -> Rect {
    Rect::from(*area).translate(origin)
}

impl From<Area> for Rect {
    fn from(area: Area) -> Self {
        Self::from_min_max(pos2(area.left, area.top), pos2(area.right, area.bottom))
    }
}

impl From<Rect> for Area {
    fn from(rect: Rect) -> Self {
        Self::new(rect.left(), rect.top(), rect.right(), rect.bottom())
    }
}

impl From<Pos2> for Point {
    fn from(at: Pos2) -> Self {
        point(at.x, at.y)
    }
}

impl From<Vec2> for Point {
    fn from(size: Vec2) -> Self {
        point(size.x, size.y)
    }
}

fn painted(painter: &Painter, tokens: &Tokens, shape: &Shape, origin: Vec2, scale: f32) {
    let at = |point: &Point| -> Pos2 { pos2(point.x, point.y) + origin };
    let color = |ink| Tokens::faint(tokens.ink(ink), shape.opacity);
    let fill = shape.fill.map(color).unwrap_or_default();
    let stroke = shape.line.map_or(Stroke::NONE, |(ink, width)| Stroke::new(width, color(ink)));
    match &shape.form {
        Form::Box { area, corner } => {
            if area.width() > 0.0 && area.height() > 0.0 {
                let corner = corner.min(area.width() / 2.0).min(area.height() / 2.0);
                painter.rect(rect(area, origin), CornerRadius::same(corner as u8), fill, stroke, StrokeKind::Middle);
            }
        }
        Form::Disc { center, radius } => {
            painter.circle(at(center), *radius, fill, stroke);
        }
        Form::Ellipse { center, radii } => {
            painter.add(EllipseShape { center: at(center), radius: vec2(radii.x, radii.y), fill, stroke, angle: 0.0 });
        }
        Form::Polygon(points) => {
            painter.add(Painted::convex_polygon(points.iter().map(at).collect(), fill, stroke));
        }
        Form::Outline { points, triangles } => {
            if shape.fill.is_some() {
                let corner = |point| Vertex { pos: at(point), uv: WHITE_UV, color: fill };
                let vertices = points.iter().map(corner).collect();
                let mesh = Mesh { indices: triangles.to_vec(), vertices, texture_id: TextureId::default() };
                painter.add(Painted::mesh(mesh));
            }
            if stroke != Stroke::NONE {
                painter.add(Painted::closed_line(points.iter().map(at).collect(), stroke));
            }
        }
        Form::Path(points) => {
            painter.add(Painted::line(points.iter().map(at).collect(), stroke));
        }
        Form::Words { at: place, anchor, weight, words, plate } => {
            let align = match anchor {
                Anchor::Left => Align2::LEFT_CENTER,
                Anchor::Center => Align2::CENTER_CENTER,
                Anchor::Right => Align2::RIGHT_CENTER,
            };
            let galley = painter.layout_no_wrap(words.clone(), theme::picture_font(*weight, scale), fill);
            let room = align.anchor_size(at(place), galley.size());
            if *plate {
                let ground = Tokens::faint(tokens.card, 0.92);
                painter.rect_filled(room.expand2(vec2(7.0, 2.0) * scale.max(1.0)), 6.0 * scale, ground);
            }
            painter.galley(room.min, galley, fill);
        }
    }
}
