//! All cells of a scene as one mesh with one texture, in memory reused from frame to frame.

use std::sync::Arc;

use egui::{Color32, Mesh, Painter, Pos2, Shape, Vec2, epaint::Vertex, pos2, vec2};

use super::sprites::Sprites;
use crate::app::theme::Tokens;
use crate::picture::cells::{Cell, CellKind};

/// A mesh refilled each frame. There are two, because in a frame with two layout passes the first pass still holds one.
#[derive(Default)]
pub struct CellMesh {
    meshes: [Arc<Mesh>; 2],
}

/// How the cells of a picture are placed on the screen.
#[derive(Clone, Copy)]
pub struct Setting {
    /// Screen position of the picture's top left corner.
    pub origin: Vec2,
    /// Scale factor of the cells.
    pub scale: f32,
    /// The highlighted kind; others are faint.
    pub highlight: Option<CellKind>,
    /// The lens through which they are seen, if any.
    pub glass: Option<Glass>,
}

/// A round lens over the picture.
#[derive(Clone, Copy)]
pub struct Glass {
    pub center: Pos2,
    pub radius: f32,
    pub magnification: f32,
}

/// Opacity of cells that are not highlighted.
const FAINT: f32 = 0.16;

impl CellMesh {
    /// Fills a free mesh with the cells, or with those under the lens, and hands it to the painter.
    pub fn paint(&mut self, painter: &Painter, cells: &[Cell], sprites: &Sprites, setting: &Setting) {
        // After the last frame at least one is free, unless something still holds its shapes.
        let free = self.meshes.iter_mut().position(|mesh| Arc::get_mut(mesh).is_some());
        let kept = &mut self.meshes[free.unwrap_or(0)];
        if free.is_none() {
            *kept = Arc::default();
        }
        if let Some(mesh) = Arc::get_mut(kept) {
            // `Mesh::clear` would free the vertex memory.
            mesh.vertices.clear();
            mesh.indices.clear();
            mesh.texture_id = sprites.texture();
            for cell in cells {
                put(mesh, sprites, cell, setting);
            }
        }
        painter.add(Shape::Mesh(Arc::clone(kept)));
    }

    /// Addresses of the vertices, which must not change between frames.
    #[cfg(test)]
    pub fn memory(&self) -> [*const Vertex; 2] {
        [self.meshes[0].vertices.as_ptr(), self.meshes[1].vertices.as_ptr()]
    }
}

/// Adds the quad of one cell.
fn put(mesh: &mut Mesh, sprites: &Sprites, cell: &Cell, setting: &Setting) {
    let (mut center, mut scale) = (pos2(cell.at.x, cell.at.y) + setting.origin, setting.scale);
    if let Some(glass) = setting.glass {
        scale *= glass.magnification;
        let away = (center - glass.center) * glass.magnification;
        // Skips cells that would overlap the rim by more than the rim hides.
        if away.length() + 0.3 * cell.kind.diameter() * scale >= glass.radius {
            return;
        }
        center = glass.center + away;
    }
    let (place, side) = sprites.place(cell.kind, cell.variant, setting.glass.is_some());
    let stands_out = setting.highlight.is_none_or(|kind| kind == cell.kind);
    let color = if stands_out { Color32::WHITE } else { Tokens::faint(Color32::WHITE, FAINT) };
    let half = side * scale * cell.size / 2.0;
    let (sin, cos) = cell.turn.sin_cos();
    let (right, down) = (vec2(cos, sin) * half, vec2(-sin, cos) * half);
    let first = mesh.vertices.len() as u32;
    let corners: [(Pos2, Pos2); 4] = [
        (center - right - down, place.left_top()),
        (center + right - down, place.right_top()),
        (center + right + down, place.right_bottom()),
        (center - right + down, place.left_bottom()),
    ];
    mesh.vertices.extend(corners.map(|(pos, uv)| Vertex { pos, uv, color }));
    mesh.indices.extend([first, first + 1, first + 2, first, first + 2, first + 3]);
}
