//! All cells of a scene as one mesh with one texture, in memory that is kept from frame to frame.

use std::sync::Arc;

use egui::{Color32, Mesh, Painter, Pos2, Shape, Vec2, epaint::Vertex, pos2, vec2};

use super::sprites::Sprites;
use crate::app::theme::Tokens;
use crate::picture::cells::{Cell, CellKind};

/// A mesh that is refilled each frame: one of two, because a frame that is laid out twice still holds the first.
#[derive(Default)]
pub struct CellMesh {
    meshes: [Arc<Mesh>; 2],
}

/// How the cells of a picture are put on the screen.
#[derive(Clone, Copy)]
pub struct Setting {
    /// Where the picture's corner stands.
    pub origin: Vec2,
    /// How many times their size cells are drawn.
    pub scale: f32,
    /// The kind that stands out; the others are faint.
    pub highlight: Option<CellKind>,
}

/// A round glass over the picture.
#[derive(Clone, Copy)]
pub struct Glass {
    pub center: Pos2,
    pub radius: f32,
    pub magnification: f32,
}

/// What is left of the colors of cells that do not stand out.
const FAINT: f32 = 0.16;

impl CellMesh {
    /// Paints the cells of a picture.
    pub fn paint(&mut self, painter: &Painter, cells: &[Cell], sprites: &Sprites, setting: &Setting) {
        self.fill(painter, sprites, |put| {
            for cell in cells {
                put(cell, pos2(cell.at.x, cell.at.y) + setting.origin, setting, false);
            }
        });
    }

    /// Paints those cells of a picture that lie under a glass, as it shows them.
    pub fn paint_under(
        &mut self,
        painter: &Painter,
        cells: &[Cell],
        sprites: &Sprites,
        setting: &Setting,
        glass: &Glass,
    ) {
        let larger = Setting { scale: setting.scale * glass.magnification, ..*setting };
        self.fill(painter, sprites, |put| {
            for cell in cells {
                let away = (pos2(cell.at.x, cell.at.y) + setting.origin - glass.center) * glass.magnification;
                // Those that would reach over the rim by more than the rim hides are left out.
                let reach = away.length() + 0.3 * cell.kind.diameter() * larger.scale;
                if reach < glass.radius {
                    put(cell, glass.center + away, &larger, true);
                }
            }
        });
    }

    /// Where its corners lie in memory: the same from frame to frame.
    #[cfg(test)]
    pub fn memory(&self) -> [*const Vertex; 2] {
        [self.meshes[0].vertices.as_ptr(), self.meshes[1].vertices.as_ptr()]
    }

    /// Empties the mesh, lets it be filled and hands it to the painter.
    fn fill(
        &mut self,
        painter: &Painter,
        sprites: &Sprites,
        fill: impl FnOnce(&mut dyn FnMut(&Cell, Pos2, &Setting, bool)),
    ) {
        // The last frame has released at least one, unless someone still inspects its shapes.
        let free = self.meshes.iter_mut().position(|mesh| Arc::get_mut(mesh).is_some());
        let kept = &mut self.meshes[free.unwrap_or(0)];
        if free.is_none() {
            *kept = Arc::default();
        }
        if let Some(mesh) = Arc::get_mut(kept) {
            // Not `Mesh::clear`, which gives the memory of the corners back.
            mesh.vertices.clear();
            mesh.indices.clear();
            mesh.texture_id = sprites.texture();
            fill(&mut |cell, at, setting, magnified| put(mesh, sprites, cell, at, setting, magnified));
        }
        painter.add(Shape::Mesh(Arc::clone(kept)));
    }
}

/// Adds the square of one cell.
fn put(mesh: &mut Mesh, sprites: &Sprites, cell: &Cell, center: Pos2, setting: &Setting, magnified: bool) {
    let (place, side) = sprites.place(cell.kind, cell.variant, magnified);
    let stands_out = setting.highlight.is_none_or(|kind| kind == cell.kind);
    let color = if stands_out { Color32::WHITE } else { Tokens::faint(Color32::WHITE, FAINT) };
    let half = side * setting.scale * cell.size / 2.0;
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
